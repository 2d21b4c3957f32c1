"""EDTF text to a date and back; the dates that people type, to the EDTF that is stored.

Law: what is stored is the text, byte for byte; the date is what it can mean, read as widely as the text
allows. No clock is read here: today is an argument.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from timeline.dates.days import plain_day
from timeline.dates.grammar import APPROXIMATE, UNCERTAIN, End, Interval, Members, Point, Tree, edtf, end
from timeline.dates.instants import JOINTS, Instant, quoted, to_utc
from timeline.dates.values import (
    DAY,
    NEVER_AFTER,
    NEVER_BEFORE,
    Clock,
    Moment,
    Span,
    UncertainDate,
    day_number,
    format_day,
    format_moment,
)
from timeline.errors import DateError

__all__ = [
    "days_ago",
    "describe",
    "of_clock",
    "parse",
    "parse_clock",
    "parse_input",
    "words",
    "years_instead",
]

_FORMS = "write a day (2025-08-14), a month (2025-08), a year (2025), a span (2024/2025-08), or none at all"


def parse(text: str) -> UncertainDate:
    """Read what may stand in a log: EDTF of level 0, 1 or 2, or one of our two extensions of it.

    These are an instant in UTC with its fraction, and instants at the ends of an interval or in a set.

    Raises:
        DateError: It is none of these; ``fix`` says what to write instead, where that can be told.

    >>> parse("2025-08").latest
    '2025-08-31'
    """
    try:
        return _read(text)
    except DateError as error:
        raise _with_fix(error, text, None) from None


def parse_input(text: str, *, today: dt.date) -> UncertainDate:
    """Read what a person types: EDTF, ``today``, ``2 weeks ago``, ``2026-Q2``, or an instant as RFC 3339 allows it.

    ``2 weeks ago``, ``3 days ago``, ``14d ago`` and ``-14d`` are the day that many days, or weeks of seven, before
    today. Months and years are not counted so: they would name a day for some, and a whole month for others.

    Args:
        text: The text as typed; blanks around it are not forgiven.
        today: The day that ``today`` means, in UTC; ``yesterday`` is the day before, and all others count from it.

    Returns:
        The date; its ``text`` is the EDTF that it became, and that is stored.

    Raises:
        DateError: It is none of these; ``fix`` says what to write instead, where that can be told.

    >>> parse_input("2026-Q2", today=dt.date(2026, 11, 23)).text
    '2026-34'
    """
    try:
        return _read(text)
    except DateError as error:
        fault = error
    try:
        became = _input_only(text, today)
        if became is not None:
            return _read(became)
    except DateError as error:
        if quoted(text) in error.what:
            fault = error
    raise _with_fix(fault, text, today)


def _input_only(text: str, today: dt.date) -> str | None:
    if (days := days_ago(text)) is not None:
        return format_day(day_number(today.year, today.month, today.day) - days)
    if len(text) > 3 and text[-3:-1] == "-Q" and text[-1] in "1234":
        return f"{text[:-3]}-{32 + int(text[-1])}"
    return to_utc(text) if JOINTS.search(text) is None else _ends_to_utc(text)


def days_ago(text: str) -> int | None:
    """Say how many days before today a text means that counts from today; None of any other text.

    >>> days_ago("yesterday"), days_ago("2 weeks ago"), days_ago("-14d"), days_ago("2025-08")
    (1, 14, 14, None)
    """
    if text in _NEAR_DAYS:
        return _NEAR_DAYS[text]
    found = _AGO.fullmatch(text) if text[-1:] in {"d", "w", "o"} else None
    if found is None:
        return None
    count, unit = found.group(1, 2) if found[1] else found.group(3, 4)
    return int(count) * (7 if "w" in unit else 1)


_NEAR_DAYS = {"today": 0, "yesterday": 1}
_AGO = re.compile("-([0-9]{1,5})([dw])|([0-9]{1,5})(d|w| days?| weeks?) ago")


def _ends_to_utc(text: str) -> str | None:
    """Turn the variants of RFC 3339 in an interval or a set into instants in UTC; None where it has none.

    An end that may be stored as it is stays as typed.
    """
    became = []
    for part in JOINTS.split(text):
        if _is_end(part):
            became.append(part)
        elif (shown := to_utc(part)) is not None:
            became.append(shown)
        else:
            return None
    found = "".join(became)
    return found if found != text else None


def _is_end(part: str) -> bool:
    """Say whether a part of an interval or a set may be stored as it is; what joins two of them may."""
    if part == "" or JOINTS.fullmatch(part):
        return True
    try:
        end(part)
    except DateError:
        return False
    return True


def words(date: UncertainDate) -> str:
    """Say a date in English; see :func:`timeline.dates.english.words`."""
    from timeline.dates import english  # noqa: PLC0415 - most questions never say a date in words

    return english.words(date)


def years_instead(text: str) -> str | None:
    """Give the years that a valid text may be a slip for; see :func:`timeline.dates.advice.years_instead`."""
    if len(text) != 7:  # nearly all that is typed
        return None
    from timeline.dates import advice  # noqa: PLC0415 - most dates are dates

    return advice.years_instead(text)


def _with_fix(error: DateError, text: str, today: dt.date | None) -> DateError:
    from timeline.dates.advice import hint  # noqa: PLC0415 - most dates are dates

    meant = hint(text, today=today)
    if meant is None:
        return DateError(error.what, fix=_FORMS)
    return DateError(meant.what or error.what, fix=meant.fix)


def _read(text: str) -> UncertainDate:
    return _date(edtf(text))


def parse_clock(text: str, *, today: dt.date) -> Clock:
    """Read the date of an option such as ``--as-of``: one day, or one instant.

    A period means its last day, and a closed interval the last day, or the instant, of its end. What is uncertain is
    refused.

    Raises:
        DateError: It is no date, or one that does not say which day is meant; ``fix`` proposes one.

    >>> parse_clock("2025-08", today=dt.date(2026, 11, 23)).read
    '2025-08-31'
    """
    if (plain := plain_day(text)) is not None:
        return day_clock(plain, text)
    try:
        date = parse_input(text, today=today)
    except DateError as error:
        raise DateError(error.what, fix=_clock_meant(text, today) or error.fix) from None
    tree = date.tree
    if isinstance(tree, Instant):
        return _clock_at(text, tree)
    reason = _why_no_clock(date, tree)
    if reason:
        raise DateError(
            f"{quoted(text)} cannot be a clock: {reason}", fix=f"write {_day_for(date, today)}, or another day"
        )
    point = tree.right if isinstance(tree, Interval) else tree
    if isinstance(point, Instant):
        return _clock_at(text, point)
    assert isinstance(point, Point)  # noqa: S101 - all else was given a reason above
    return day_clock(point.last, text)


def day_clock(number: int, text: str | None = None) -> Clock:
    """Make the clock of a whole day, given as a day number, and as what it was typed."""
    read = format_day(number)
    return Clock(text=read if text is None else text, read=read, lo=number * DAY, hi=number * DAY + DAY - 1)


def of_clock(clock: Clock) -> UncertainDate:
    """Give the day, or the instant, that a clock was read as, also where the day has no spelling in EDTF.

    EDTF writes a year of more than four digits alone, and bounds are printed as whole days.

    >>> of_clock(parse_clock("Y-17E7", today=dt.date(2026, 11, 23))).latest
    '-170000000-12-31'
    """
    try:
        return _read(clock.read)
    except DateError:
        year, month, day = clock.read.rsplit("-", 2)
        number = int(clock.hi // DAY)
        return _date(Point(clock.read, "day", year, month, day, (0, 0, 0), 2, number, number))


def instant_clock(moment: int) -> Clock:
    """Make the clock of an instant, given in microseconds since 1970-01-01T00:00:00Z."""
    read = format_moment(moment)
    return Clock(text=read, read=read, lo=moment, hi=moment)


def _clock_at(text: str, instant: Instant) -> Clock:
    """Make the clock of an instant as typed.

    Raises:
        DateError: It does not say how far it is from UTC, or is finer than a microsecond.
    """
    if not instant.shift:
        fix = f"write {text}Z if it is in UTC, or its shift from UTC, as in {text}+01:00"
        raise DateError(f"{quoted(text)} does not say in which time zone it is", fix=fix)
    if not _is_microsecond(instant):
        raise DateError(
            f"{quoted(text)} is finer than a microsecond, which no clock here can be",
            fix=f"write {instant.day}T{instant.time[:15]}Z",
        )
    return Clock(text=text, read=instant.shown, lo=instant.lo, hi=instant.lo)


def _is_microsecond(instant: Instant) -> bool:
    """Say whether an instant is no finer than a microsecond, also as it is written."""
    return instant.hi == instant.lo and len(instant.time) <= len("hh:mm:ss.ffffff")


def _clock_meant(text: str, today: dt.date) -> str | None:
    """Say which days a text that is not a date may mean; None where the advice for dates in general holds."""
    from timeline.dates.advice import CLOCK_FORMS, LEAVE_OUT, hint, in_year  # noqa: PLC0415 - most dates are dates

    meant = hint(text, today=today)
    if meant is None or meant.fix == LEAVE_OUT:
        return CLOCK_FORMS
    offered = meant.readings or ((meant.edtf,) if meant.edtf is not None else ())
    if not offered:
        return None
    dated = tuple(in_year(each, today.year) for each in offered)  # a year that is not said is no way out here
    if taken := [each for each in dated if _is_clock(each)]:
        return f"{'write' if dated == offered else 'say which year, as in'} {' or '.join(taken)}"
    date = parse(dated[0])
    if date.kind == "datetime":
        return f"write {date.text}Z if it is in UTC, or its shift from UTC, as in {date.text}+01:00"
    return f"write {_day_for(date, today)}, or another day"


def _is_clock(text: str) -> bool:
    date = parse(text)
    tree = date.tree
    if _why_no_clock(date, tree) is not None:
        return False
    end = tree.right if isinstance(tree, Interval) else tree
    return not isinstance(end, Instant) or (bool(end.shift) and _is_microsecond(end))


def _why_no_clock(date: UncertainDate, tree: Tree) -> str | None:
    """Say why a date does not name one day for sure; None where it does."""
    if date.kind in ("one-of", "all-of"):
        return "it is a set, not one day"
    if isinstance(tree, Interval):
        for side in (tree.left, tree.right):
            if isinstance(side, str):
                return f"its {'start' if side is tree.left else 'end'} is {'open' if side else 'unknown'}"
    if date.uncertain or date.approximate:
        return f"it is {'uncertain' if date.uncertain else 'approximate'}"
    for point in (tree.left, tree.right) if isinstance(tree, Interval) else (tree,):
        if isinstance(point, Point):
            if "X" in point.text:
                return "some of its digits are not given"
            if point.significant:
                return "not all of its digits are significant"
            if point.precision == "season":
                return "the months of a season are not the same everywhere"
    return None


def _day_for(date: UncertainDate, today: dt.date) -> str:
    from timeline.dates.slips import is_valid  # noqa: PLC0415 - most clocks are clocks

    bounds = (date.latest, date.earliest)
    return next((each for each in bounds if is_valid(each) and _is_clock(each)), today.isoformat())


def describe(text: str, *, today: dt.date) -> dict[str, Any]:
    """Say all about a text, as the row that ``timeline date`` prints; what is invalid is a row too."""
    try:
        date = parse_input(text, today=today)
    except DateError as error:
        from timeline.dates.advice import hint  # noqa: PLC0415 - most dates are dates

        meant = hint(text, today=today)
        return {
            "text": text,
            "valid": False,
            "level": None,
            "kind": None,
            "earliest": None,
            "latest": None,
            "approximate": None,
            "uncertain": None,
            "words": None,
            "error": error.what,
            "suggestion": meant and meant.edtf,
            "edtf": None,
        }
    return {
        "text": text,
        "valid": True,
        "level": date.level,
        "kind": date.kind,
        "earliest": date.earliest,
        "latest": date.latest,
        "approximate": date.approximate,
        "uncertain": date.uncertain,
        "words": words(date),
        "error": None,
        "suggestion": None,
        "edtf": date.text,
    }


def _date(tree: Tree) -> UncertainDate:
    if type(tree) is Point:
        return _of_point(tree)
    if type(tree) is Interval:
        return _of_interval(tree)
    if type(tree) is Instant:
        return _of_instant(tree)
    assert isinstance(tree, Members)  # noqa: S101 - the only kind that is left
    return _of_members(tree)


def _of_point(point: Point) -> UncertainDate:
    span = point.span
    doubt = _doubt(point)
    earliest, latest = point.bounds
    return UncertainDate(
        text=point.text,
        tree=point,
        kind="season" if point.precision not in ("day", "month", "year") else "date",
        level=point.level,
        earliest=earliest,
        latest=latest,
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=span,
        start=span,
        last=span,
    )


def _doubt(end: End) -> int:
    """Join the qualifiers of all parts of a date; an instant has none."""
    return end.marks[0] | end.marks[1] | end.marks[2] if isinstance(end, Point) else 0


def _of_instant(instant: Instant) -> UncertainDate:
    span = instant.span
    return UncertainDate(
        text=instant.text,
        tree=instant,
        kind="datetime",
        level=instant.level,
        earliest=instant.shown,
        latest=instant.shown,
        approximate=False,
        uncertain=False,
        span=span,
        start=span,
        last=span,
    )


_SIDES = {"..": "open", "": "unknown"}


def _of_interval(interval: Interval) -> UncertainDate:
    left, right = interval.left, interval.right
    doubt = 0
    if isinstance(right, str):
        end, latest = Span.always_after(), _SIDES[right]
    else:
        end, latest = right.span, right.bounds[1]
        doubt = _doubt(right)
    if not isinstance(left, str):
        start, earliest = left.span, left.bounds[0]
        doubt |= _doubt(left)
    elif left:
        start, earliest = Span.always_before(), "open"
    else:
        # It began some time up to the last moment at which it can have ended.
        start, earliest = Span(NEVER_BEFORE, NEVER_BEFORE, end.hi_start, end.hi), "unknown"
    if right == "":
        # It ended some time from the first moment at which it can have begun.
        end = Span(start.lo, start.lo_end, NEVER_AFTER, NEVER_AFTER)
    # It began no later than it ended, and ended no earlier than it began.
    if end.hi < start.hi:
        start = Span(start.lo, start.lo_end, end.hi_start, end.hi)
    if end.lo < start.lo:
        end = Span(start.lo, start.lo_end, end.hi_start, end.hi)
    return UncertainDate(
        text=interval.text,
        tree=interval,
        kind="interval",
        level=interval.level,
        earliest=earliest,
        latest=latest,
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=Span(start.lo, start.lo_end, end.hi_start, end.hi),
        start=start,
        end=end,
        last=end,
        start_is_known=not isinstance(left, str),
    )


def _of_members(members: Members) -> UncertainDate:
    firsts, lasts = [first for first, _ in members.items], [last for _, last in members.items]
    doubt = 0
    for each in (*firsts, *lasts):
        doubt |= _doubt(each)
    first = None if members.opens else min(firsts, key=_begins)
    last = None if members.closes else max(lasts, key=_ends)
    span = _from_to(first, last)
    start, final = span, span
    if members.kind == "all-of":
        start = Span.always_before() if first is None else _from_to(first, min(firsts, key=_ends))
        final = Span.always_after() if last is None else _from_to(max(lasts, key=_begins), last)
    return UncertainDate(
        text=members.text,
        tree=members,
        kind=members.kind,
        level=members.level,
        earliest="open" if first is None else first.bounds[0],
        latest="open" if last is None else last.bounds[1],
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=span,
        start=start,
        last=final,
        start_is_known=start.hi != NEVER_AFTER,
    )


def _begins(end: End) -> Moment:
    return end.span.lo


def _ends(end: End) -> Moment:
    return end.span.hi


def _from_to(first: End | None, last: End | None) -> Span:
    """Make the span of one unknown day or instant, from the earliest of one end to the latest of another."""
    lo, lo_end = (NEVER_BEFORE, NEVER_BEFORE) if first is None else (first.span.lo, first.span.lo_end)
    hi_start, hi = (NEVER_AFTER, NEVER_AFTER) if last is None else (last.span.hi_start, last.span.hi)
    return Span(lo, lo_end, hi_start, hi)
