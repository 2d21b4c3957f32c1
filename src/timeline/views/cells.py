"""The rule of one cell: which of the facts that bear on it stand in it on a day, which are out, and what put them out.

Law of this module: only what is sure puts a fact out of its cell, and no order of uncertain dates is invented. What may
put it out makes it *possibly*. In a cell of several values each value is judged alone; a named end puts out the value
that it names, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, KnownFact, value_key
from timeline.asof.windows import Window
from timeline.dates.values import Answer, Clock, both
from timeline.dates.written import WrittenDate
from timeline.views.specs import Latest

Key: TypeAlias = "tuple[Any, ...]"
"""The identity of a value, as :func:`timeline.asof.values.value_key` gives it."""

_NULL: Final = value_key(None)


@attrs.frozen(kw_only=True)
class Claim:
    """A fact that fills its cell unless another puts it out."""

    fact: KnownFact
    event: KnownEvent

    @property
    def group(self) -> tuple[str, WrittenDate | None]:
        """What one event says of one date holds together."""
        return (self.fact.event, self.fact.date)

    @property
    def word(self) -> Window:
        """When it was reported."""
        return self.event.window

    @property
    def key(self) -> Key:
        """The identity of its value."""
        return value_key(self.fact.fact.value)


@attrs.frozen(kw_only=True)
class Judged:
    """A claim with its verdict at a day: its answer as a value of the cell, and what stands against it.

    ``out_by`` surely put it out, ``rival`` may have. ``ended_by`` is the named end by which it was surely over, and
    ``may_be_ended_by`` one by which it may have been.
    """

    claim: Claim
    holds: Answer
    answer: Answer
    out_by: Claim | None = None
    rival: Claim | None = None
    ended_by: Claim | None = None
    may_be_ended_by: Claim | None = None


# --- when a fact holds -----------------------------------------------------------------------------------------------


def holds(fact: KnownFact, at: Clock | Window) -> Answer:
    """Say whether a fact's own time covers a day, or an instant.

    It begins on some day of its start and lasts to the end of some day of its end; both days count whole.
    """
    return both(begun(fact, at), _not_over(fact, at))


def begun(fact: KnownFact, at: Clock | Window) -> Answer:
    """Say whether a fact has begun by the end of a day; it begins at the start of some day."""
    if fact.start.hi_start <= at.hi:
        return Answer.YES
    return Answer.NO if fact.start.lo > at.hi else Answer.POSSIBLY


def _not_over(fact: KnownFact, at: Clock | Window) -> Answer:
    if fact.end is None or fact.end.lo_end >= at.lo:
        return Answer.YES
    return Answer.NO if fact.end.hi < at.lo else Answer.POSSIBLY


# --- named ends ------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Ends:
    """The named ends of a cell that count on a day: for each value the one that reaches farthest.

    ``surely`` has those that are surely known and whose start has surely passed, ``possibly`` those that may be so. An
    end reaches to the last moment of its start: it ends every holding of its value that had begun by then.
    """

    surely: Mapping[Key, Claim]
    possibly: Mapping[Key, Claim]

    def ended(self, claim: Claim) -> Claim | None:
        """Find the end by which a claim is surely over: it surely began before the end's last moment."""
        end = self.surely.get(claim.key) if self.surely else None
        return end if end is not None and claim.fact.start.hi <= end.fact.start.hi else None

    def may_have_ended(self, claim: Claim) -> Claim | None:
        """Find an end by which a claim may be over: it may have begun before the end's last moment."""
        end = self.possibly.get(claim.key) if self.possibly else None
        return end if end is not None and claim.fact.start.lo <= end.fact.start.hi else None


def ends_at(claims: Iterable[Claim], at: Clock | Window) -> Ends:
    """Gather the named ends among the claims on a cell; the date of one counts from its start, whole days as ever."""
    surely: dict[Key, Claim] = {}
    possibly: dict[Key, Claim] = {}
    for claim in claims:
        if claim.fact.fact.mode != "ended":
            continue
        answer = both(claim.fact.answer, begun(claim.fact, at))
        if answer is not Answer.NO:
            _keep_farther(possibly, claim)
        if answer is Answer.YES:
            _keep_farther(surely, claim)
    return Ends(surely=surely, possibly=possibly)


def _keep_farther(found: dict[Key, Claim], claim: Claim) -> None:
    known = found.get(claim.key)
    if known is None or (known.fact.start.hi, known.event.order) < (claim.fact.start.hi, claim.event.order):
        found[claim.key] = claim


# --- the judge -------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Words:
    """Claims that may put others out, the latest word first: the sure ones by the earliest time, all by the latest."""

    sure: Sequence[Claim] = ()
    possible: Sequence[Claim] = ()


_NO_WORDS: Final = _Words()


def judge(claims: Sequence[Claim], latest: Latest, at: Clock | Window, *, many: bool = False) -> list[Judged]:
    """Decide which claims stand in a cell; those put out, or that do not hold, have the answer NO.

    All searches look at the latest words first and stop at the first that cannot be later any more, and of the named
    ends of a value only the farthest counts; so a cell with many versions costs a sort and not a comparison of each
    with each.

    Args:
        claims: Those on the cell. Those of mode *actual* are judged, and those of mode *ended* end them; the others
            bear on nothing.
        latest: Which word wins.
        at: The day or instant asked about.
        many: Whether the cell holds several values at once: then only the same value and ``null`` are against a claim.

    Returns:
        The *actual* claims in their order, each with its verdict.
    """
    ends = ends_at(claims, at)
    held = [
        (claim, how, both(how, claim.fact.answer))
        for claim in claims
        if claim.fact.fact.mode == "actual"
        for how in (holds(claim.fact, at),)
    ]
    pools: dict[Key, list[tuple[Claim, Answer]]] = {}
    for claim, _, answer in held:
        if answer is not Answer.NO:
            pools.setdefault(claim.key if many else _NULL, []).append((claim, answer))
    words = {key: _words(pool, latest) for key, pool in pools.items()}
    judged = []
    for claim, how, answer in held:
        if answer is Answer.NO:
            judged.append(Judged(claim=claim, holds=how, answer=Answer.NO))
            continue
        alike = words.get(claim.key, _NO_WORDS) if many else _NO_WORDS
        judged.append(
            _verdict(claim, how, answer, alike=alike, others=words.get(_NULL, _NO_WORDS), ends=ends, latest=latest)
        )
    return judged


def _verdict(
    claim: Claim, how: Answer, answer: Answer, *, alike: _Words, others: _Words, ends: Ends, latest: Latest
) -> Judged:
    """Judge one claim that may hold: ``alike`` are those of its value that may put it out, ``others`` all the rest."""
    out_by = _surely_later_than(claim, alike.sure, latest) or _surely_later_than(claim, others.sure, latest)
    ended_by = ends.ended(claim)
    if out_by is not None or ended_by is not None:
        return Judged(claim=claim, holds=how, answer=Answer.NO, out_by=out_by, ended_by=ended_by)
    rival = _maybe_later_than(claim, others.possible, latest)
    end = ends.may_have_ended(claim)
    if rival is not None or end is not None:
        answer = Answer.POSSIBLY
    return Judged(claim=claim, holds=how, answer=answer, rival=rival, may_be_ended_by=end)


def _words(standing: Sequence[tuple[Claim, Answer]], latest: Latest) -> _Words:
    possible = [claim for claim, _ in standing]
    sure = [claim for claim, answer in standing if answer is Answer.YES]
    return _Words(
        sure=sorted(sure, key=lambda claim: (_word(latest, claim).lo, claim.event.order), reverse=True),
        possible=sorted(possible, key=lambda claim: (_word(latest, claim).hi, claim.event.order), reverse=True),
    )


def _word(latest: Latest, claim: Claim) -> Window:
    """Give the time by which claims are put in order."""
    return Window(claim.fact.start.lo, claim.fact.start.hi) if latest == "occurred" else claim.word


def _surely_later(latest: Latest, one: Claim, other: Claim) -> bool:
    """Say whether one claim is surely a later word than another."""
    if latest == "occurred":
        return one.fact.start.lo > other.fact.start.hi
    if one.word == other.word:
        return one.event.order > other.event.order
    return one.word.lo > other.word.hi


def _surely_later_than(claim: Claim, by_earliest: Sequence[Claim], latest: Latest) -> Claim | None:
    """Find the latest sure claim that puts another out: of another group, and surely a later word."""
    least = _word(latest, claim).lo
    for other in by_earliest:
        if _word(latest, other).lo < least:
            return None
        if other.group != claim.group:
            if _surely_later(latest, other, claim):
                return other
            if latest == "occurred":
                return None  # those that follow began no later
    return None


def _maybe_later_than(claim: Claim, by_latest: Sequence[Claim], latest: Latest) -> Claim | None:
    """Find a claim of another value, and of another group, that may be a later word."""
    least, key = _word(latest, claim).lo, claim.key
    for other in by_latest:
        if _word(latest, other).hi < least:
            return None
        if other.group != claim.group and other.key != key and not _surely_later(latest, claim, other):
            return other
    return None
