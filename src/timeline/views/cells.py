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
from timeline.dates.values import NEVER_AFTER, Answer, Clock, both
from timeline.dates.written import WrittenDate
from timeline.views import verdicts
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


def judge(claims: Sequence[Claim], latest: Latest, at: Clock | Window, *, many: bool = False) -> list[Judged]:
    """Decide which claims stand in a cell; those put out, or that do not hold, have the answer NO.

    The rule is that of :mod:`timeline.views.verdicts`, which knows numbers alone.

    Args:
        claims: Those on the cell. Those of mode *actual* are judged, and those of mode *ended* end them; the others
            bear on nothing.
        latest: Which word wins.
        at: The day or instant asked about.
        many: Whether the cell holds several values at once: then only the same value and ``null`` are against a claim.

    Returns:
        The *actual* claims in their order, each with its verdict.
    """
    bidding = [claim for claim in claims if claim.fact.fact.mode in ("actual", "ended")]
    bids = [bid(claim, latest) for claim in bidding]
    found, _ = verdicts.judge(bids, at.lo, at.hi, many=many, by_report=latest == "reported")

    def claim_at(place: int | None) -> Claim | None:
        return None if place is None else bidding[place]

    return [
        Judged(
            claim=bidding[one.place],
            holds=_ANSWERS[one.holds],
            answer=_ANSWERS[one.answer],
            out_by=claim_at(one.out_by),
            rival=claim_at(one.rival),
            ended_by=claim_at(one.ended_by),
            may_be_ended_by=claim_at(one.may_be_ended_by),
        )
        for one in found
    ]


_ANSWERS: Final = (Answer.NO, Answer.POSSIBLY, Answer.YES)
NUMBERS: Final = {answer: number for number, answer in enumerate(_ANSWERS)}


def bid(claim: Claim, latest: Latest) -> verdicts.Bid:
    """Give what a claim bids for its cell, as numbers."""
    fact = claim.fact
    start, end = fact.start, fact.end
    word = Window(start.lo, start.hi) if latest == "occurred" else claim.word
    return verdicts.Bid(
        ends=fact.fact.mode == "ended",
        answer=NUMBERS[fact.answer],
        start_lo=start.lo,
        start_hi=start.hi,
        start_by=start.hi_start,
        end_lo=NEVER_AFTER if end is None else end.lo_end,
        end_hi=NEVER_AFTER if end is None else end.hi,
        word_lo=word.lo,
        word_hi=word.hi,
        order=claim.event.order,
        group=claim.group,
        key=None if fact.fact.value is None else claim.key,
    )
