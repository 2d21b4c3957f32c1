"""Whether two values of one cell clash: both said to hold at one moment, and neither a later word than the other.

Law of this module: a clash is sure only where every possible world has it. Time passing is none: what surely began
later is a later word, however long the earlier was said to last; and so, where a view says it, is what was reported
later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.windows import Window
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Answer, Moment, both, negate, overlaps
from timeline.records.model import Quantity, Value
from timeline.views.cells import Key
from timeline.views.claimed import Claimed
from timeline.views.specs import Latest

Ends = Mapping[Key, Sequence[Claimed]]
"""The named ends of a cell, by the value that they end."""


@attrs.frozen(kw_only=True)
class Clash:
    """How surely two claims clash, by what must be so: the weakest link is the answer.

    ``values`` says whether the values cannot both be so, ``tie`` whether neither is a later word, ``together`` whether
    both hold at one moment.
    """

    values: Answer
    tie: Answer
    together: Answer

    @property
    def answer(self) -> Answer:
        """Whether the two clash."""
        return both(self.values, self.tie, self.together)


def clash(one: Claimed, other: Claimed, latest: Latest, ends: Ends) -> Clash:
    """Judge two claims on one cell, both of values (not ``null``), of two records."""
    values = negate(can_both_be(one.value, other.value))
    if one.group == other.group:  # one event, told by two records: it happened once
        return Clash(values=values, tie=Answer.YES, together=Answer.YES)
    tie = _starts_tie(one, other)
    if latest == "reported":
        tie = both(tie, _words_tie(one.word, other.word))
    return Clash(values=values, tie=tie, together=_together(holding(one, ends), holding(other, ends)))


# --- values that can both be so --------------------------------------------------------------------------------------


def can_both_be(one: Value, other: Value) -> Answer:
    """Say whether two values can be true of one thing at once: ``>=1000 chips`` and ``=1200 chips`` can.

    What is about so much, or counts in another unit, possibly agrees with a number; all else must be equal.
    """
    first, second = _quantity(one), _quantity(other)
    if first is None or second is None:
        return Answer.YES if type(one) is type(other) and one == other else Answer.NO
    if first == second:
        return Answer.YES
    if first.unit != second.unit or "~" in (first.op, second.op):
        return Answer.POSSIBLY
    return Answer.YES if _meet(first, second) else Answer.NO


def _quantity(value: Value) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Quantity(op="=", value=value) if is_number else None  # type: ignore[arg-type]


def _meet(one: Quantity, other: Quantity) -> bool:
    """Whether some number satisfies two quantities of one unit, neither of them approximate."""
    bounds = [_bounds(one), _bounds(other)]
    low, low_is_open = max((low, is_open) for (low, is_open), _ in bounds)
    high, high_is_closed = min((high, not is_open) for _, (high, is_open) in bounds)
    return low < high or (low == high and not low_is_open and high_is_closed)


def _bounds(quantity: Quantity) -> tuple[tuple[float, bool], tuple[float, bool]]:
    """Give the least and the greatest number, each with whether it is left out."""
    number, op = quantity.value, quantity.op
    low = (number, op == ">") if op in (">", ">=", "=") else (NEVER_BEFORE, True)
    high = (number, op == "<") if op in ("<", "<=", "=") else (NEVER_AFTER, True)
    return low, high


# --- neither is a later word -----------------------------------------------------------------------------------------


def _starts_tie(one: Claimed, other: Claimed) -> Answer:
    """Say whether two facts began on the same day, or at the same instant."""
    first, second = one.start, other.start
    if overlaps(first, second) is Answer.NO:
        return Answer.NO
    is_exact = first == second and first.lo_end == first.hi
    return Answer.YES if is_exact and not (one.is_about or other.is_about) else Answer.POSSIBLY


def _words_tie(one: Window, other: Window) -> Answer:
    """Say whether two words were reported on the same day, or at the same instant."""
    if one.lo > other.hi or other.lo > one.hi:
        return Answer.NO
    return Answer.YES if one == other and _is_one_unit(one) else Answer.POSSIBLY


def _is_one_unit(window: Window) -> bool:
    return window.lo == window.hi or (window.lo % DAY == 0 and window.hi - window.lo == DAY - 1)


# --- both hold at one moment -----------------------------------------------------------------------------------------


@attrs.frozen
class Holding:
    """From when to when a value surely holds, and possibly; all ends included, a surer one may be empty."""

    sure: tuple[Moment, Moment]
    possible: tuple[Moment, Moment]


def holding(claim: Claimed, ends: Ends) -> Holding:
    """Say when a claim holds until its own end, and until the named ends of its value, whichever is first."""
    start, sure, possible = claim.start, claim.end_lo, claim.end_hi
    for named in ends.get(claim.key, ()):
        over = named.start
        if start.lo <= over.hi:
            sure = min(sure, over.lo - 1)
        if start.hi <= over.hi and named.answer is Answer.YES:
            possible = min(possible, over.hi_start - 1)
    return Holding(sure=(start.hi_start, sure), possible=(start.lo, possible))


def _together(one: Holding, other: Holding) -> Answer:
    if _overlap(one.sure, other.sure):
        return Answer.YES
    return Answer.POSSIBLY if _overlap(one.possible, other.possible) else Answer.NO


def _overlap(one: tuple[Moment, Moment], other: tuple[Moment, Moment]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


# --- the pairs of a cell ---------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Bundle:
    """Claims on one cell that say the same of the same date: one value, told by one record or by many."""

    claims: tuple[Claimed, ...]

    @property
    def first(self) -> Claimed:
        """One of them, for what they have in common."""
        return self.claims[0]

    @property
    def members(self) -> frozenset[str]:
        """The records that say it."""
        return frozenset(claim.member for claim in self.claims)


_ANY_WORD: Final = Window(NEVER_BEFORE, NEVER_AFTER)


def bundles(claims: Iterable[Claimed], latest: Latest) -> list[Bundle]:
    """Put claims that say the same of the same date together, in the order of their first."""
    found: dict[tuple[object, ...], list[Claimed]] = {}
    for claim in claims:
        word = claim.word if latest == "reported" else _ANY_WORD
        name = (claim.key, claim.date, claim.start, claim.end_lo, claim.end_hi, word)
        found.setdefault(name, []).append(claim)
    return [Bundle(claims=tuple(group)) for group in found.values()]


def kinds_of_value(values: Iterable[Value]) -> Callable[[Value], object]:
    """Give what tells of a value of a cell how it is judged against the others: two of one kind cannot both be so.

    Numbers are of one kind where all of them are plain, or exactly so many of one unit; else each is judged by itself.

    >>> of = kinds_of_value(["a", "b", 1, 2])
    >>> of("a") == of("b"), of(1) == of(2), of("a") == of(1)
    (True, True, False)
    """
    numbers = [(value, found) for value in values if (found := _quantity(value)) is not None]
    forms = {(isinstance(value, Quantity), found.op, found.unit) for value, found in numbers}
    is_one = len(forms) == 1 and all(op == "=" for _, op, _ in forms)

    def kind(value: Value) -> object:
        found = _quantity(value)
        return "other" if found is None else "number" if is_one else found

    return kind
