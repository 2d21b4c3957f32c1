"""Dates that are not known to the day, as values, and what can be said about them.

Law: a comparison of uncertain dates is an ``Answer``, never a bool. It is YES if every time that the dates
can mean satisfies the question, NO if none does, POSSIBLY otherwise; different dates are independent. So YES
and NO are never wrong, and POSSIBLY may be wide.

Time is counted in microseconds since 1970-01-01T00:00:00Z in the proleptic Gregorian calendar, as integers of
any size; minus and plus infinity (floats) stand for "no bound" and are compared, never added to.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import msgspec

from timeline.dates.days import (
    DAY,
    SECOND,
    civil,
    day_number,
    format_day,
    format_moment,
    format_year,
    is_leap,
    month_length,
)
from timeline.dates.spans import NEVER_AFTER, NEVER_BEFORE, Moment, Span

if TYPE_CHECKING:
    from timeline.dates.grammar import Tree
else:
    Tree = Any  # who has a date at hand most often reads none, and imports no grammar

__all__ = [
    "DAY",
    "NEVER_AFTER",
    "NEVER_BEFORE",
    "SECOND",
    "Answer",
    "Clock",
    "Moment",
    "Span",
    "UncertainDate",
    "before",
    "both",
    "civil",
    "day_number",
    "either",
    "format_day",
    "format_moment",
    "format_year",
    "is_leap",
    "month_length",
    "negate",
    "overlaps",
]


class Answer(enum.Enum):
    """What can be said about an uncertain date; ordered NO < POSSIBLY < YES."""

    NO = "no"
    POSSIBLY = "possibly"
    YES = "yes"

    __hash__ = object.__hash__  # there is one of each; a replay looks them up a hundred times an event

    def __lt__(self, other: object) -> bool:
        return _RANK[self] < _RANK[other] if isinstance(other, Answer) else NotImplemented

    def __le__(self, other: object) -> bool:
        return _RANK[self] <= _RANK[other] if isinstance(other, Answer) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return _RANK[self] > _RANK[other] if isinstance(other, Answer) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return _RANK[self] >= _RANK[other] if isinstance(other, Answer) else NotImplemented


_RANK = {Answer.NO: 0, Answer.POSSIBLY: 1, Answer.YES: 2}
_NEGATED = {Answer.NO: Answer.YES, Answer.POSSIBLY: Answer.POSSIBLY, Answer.YES: Answer.NO}


def both(*answers: Answer) -> Answer:
    """Join answers that must all hold: the weakest link. YES where there are none.

    >>> both(Answer.YES, Answer.POSSIBLY)
    <Answer.POSSIBLY: 'possibly'>
    """
    if Answer.NO in answers:
        return Answer.NO
    return Answer.POSSIBLY if Answer.POSSIBLY in answers else Answer.YES


def either(*answers: Answer) -> Answer:
    """Join answers of which one is enough: the strongest. NO where there are none."""
    if Answer.YES in answers:
        return Answer.YES
    return Answer.POSSIBLY if Answer.POSSIBLY in answers else Answer.NO


def negate(answer: Answer) -> Answer:
    """Answer the opposite question; POSSIBLY stays."""
    return _NEGATED[answer]


_FIRST_YEAR, _LAST_YEAR = ((day_number(year, 1, 1) * DAY, day_number(year + 1, 1, 1) * DAY) for year in (0, 9999))


def is_of_any_year(lo: Moment, hi: Moment) -> bool:
    """Say whether two bounds are those of a date that says no year: they lie in the first and the last of all years.

    Years that are written with a Y may lie before and after these.
    """
    return _FIRST_YEAR[0] <= lo < _FIRST_YEAR[1] and _LAST_YEAR[0] <= hi < _LAST_YEAR[1]


class UncertainDate(msgspec.Struct, frozen=True, kw_only=True):
    """A date as somebody wrote it, with everything that it can mean.

    Made by ``edtf.parse``. ``~``, ``?`` and ``%`` set ``approximate`` and ``uncertain`` and never move a bound.

    Attributes:
        text: The EDTF, byte for byte as stored.
        kind: ``date``, ``season`` (quarters and the like too), ``datetime``, ``interval``, ``one-of`` or ``all-of``.
        level: The EDTF level of the highest feature used: 0, 1 or 2; None for what only our own extensions have.
        earliest: The lower bound as printed: an ISO day, an instant, ``open`` or ``unknown``.
        latest: The upper bound, likewise.
        approximate: Whether ``~`` or ``%`` stands anywhere in it.
        uncertain: Whether ``?`` or ``%`` stands anywhere in it.
        span: The whole extent.
        start: When a state so dated begins: the date itself; of an interval its left side; of ``{...}`` its
            first member. An open left side lies before every day, surely.
        end: The right side of an interval, None for all else. An open one lies after every day, surely; an
            unknown one is not before the earliest start.
        last: When the last of it is: the end of an interval, the last member of ``{...}``, else the date itself.
        start_is_known: False where an interval's left side is open or unknown, and where the start has no latest day.
        tree: The same, part by part, as the grammar read it.
    """

    text: str
    kind: str
    level: int | None
    earliest: str
    latest: str
    approximate: bool
    uncertain: bool
    span: Span
    start: Span
    end: Span | None = None
    last: Span
    start_is_known: bool = True
    tree: Tree

    @property
    def is_of_any_year(self) -> bool:
        """Whether it says no year, as ``XXXX-08`` does: its bounds are those of all years that there are."""
        return is_of_any_year(self.span.lo, self.span.hi)

    @property
    def is_interval(self) -> bool:
        """Whether this is an interval, which covers every day from its start to its end."""
        return self.end is not None

    @property
    def sure_days(self) -> tuple[int, int] | None:
        """The days that it surely covers: from its latest start to its earliest end, both included, from 1970-01-01 on.

        None where a side has no bound, or no day is surely covered.
        """
        first, last = self.start.hi, self.last.lo
        if isinstance(first, float) or isinstance(last, float) or first // DAY > last // DAY:
            return None
        return first // DAY, last // DAY


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """The date of an option such as ``--as-of``: what was typed, and what it was read as.

    Attributes:
        text: As typed.
        read: The day or instant that it means, as printed.
        lo: First microsecond of that day; the instant itself.
        hi: Last microsecond of that day; the instant itself.
    """

    text: str
    read: str
    lo: Moment
    hi: Moment


def _before(a: Span, b: Span) -> Answer:
    """Say whether the unit ``a`` ends before the unit ``b`` begins."""
    if a.hi < b.lo:
        return Answer.YES
    return Answer.POSSIBLY if a.lo_end < b.hi_start else Answer.NO


def _first(date: UncertainDate | Span) -> Span:
    return date if isinstance(date, Span) else date.start


def _last(date: UncertainDate | Span) -> Span:
    return date if isinstance(date, Span) else date.last


def _with_gaps(answer: Answer, *dates: UncertainDate | Span) -> Answer:
    """Weaken YES where a date ``{...}`` is asked to cover something: its members leave gaps."""
    gaps = any(isinstance(date, UncertainDate) and date.kind == "all-of" for date in dates)
    return Answer.POSSIBLY if gaps and answer is Answer.YES else answer


def before(a: UncertainDate | Span, b: UncertainDate | Span) -> Answer:
    """Say whether all of ``a`` is over before any of ``b`` begins.

    An instant within a day is neither before nor after that day: it is at it.

    >>> before(Span.days(1, 1), Span.days(1, 2))
    <Answer.POSSIBLY: 'possibly'>
    """
    return _before(_last(a), _first(b))


def overlaps(a: UncertainDate | Span, b: UncertainDate | Span) -> Answer:
    """Say whether ``a`` and ``b`` have some day or instant in common."""
    apart = either(before(a, b), before(b, a))
    return _with_gaps(negate(apart), a, b)
