"""Why a cell says what it says: every fact that bears on it, with what became of it.

Law of this module: it judges nothing anew, and words nothing: `verdicts` judges, `reasons` words.
"""

from __future__ import annotations

import attrs

from timeline.asof.values import Snapshot
from timeline.asof.windows import Window
from timeline.dates.values import Answer, Clock
from timeline.dates.written import WrittenDate
from timeline.records.model import Value
from timeline.records.words import Mode
from timeline.views import reasons
from timeline.views.cells import NUMBERS, Claim, bid
from timeline.views.specs import Latest, ViewSpec
from timeline.views.standing import Standings


@attrs.frozen(kw_only=True)
class Reason:
    """What became of one fact in a cell, and why.

    ``verdict`` is *value* or *possibly* (it stands in the cell), *out* (another put it out), *not yet* and *over* (its
    time does not cover the day), *beside* (its mode fills no cell), *superseded* or *retracted* (its event fills
    nothing). ``entity`` is the name under which it was told, ``by`` the event that put
    it out or makes it doubtful.
    """

    event: str
    title: str
    entity: str
    value: Value
    mode: Mode
    date: WrittenDate | None
    answer: Answer
    standing: str
    verdict: str
    because: str
    by: str | None = None


def why(
    snapshot: Snapshot, spec: ViewSpec, entity: str, property_: str, *, on: Clock | Window | None = None
) -> tuple[Reason, ...]:
    """Give every fact that bears on a cell, winners first, each with what became of it and why.

    Raises:
        ViewError: The view has no such property.
    """
    spec.require(property_)
    at = on or snapshot.clocks.on
    claims = [
        Claim(fact=fact, event=event)
        for event in (*snapshot.events, *snapshot.retracted)
        for fact in event.facts
        if fact.entity == snapshot.entity(entity) and fact.fact.property == property_
    ]
    dead = [claim for claim in claims if claim.fact.answer is Answer.NO]
    live = [claim for claim in claims if claim.fact.answer is not Answer.NO]
    standings = Standings(snapshot)
    cases = [_case(claim, spec.latest) for claim in live]
    found = reasons.explain(cases, at.lo, at.hi, by_report=spec.latest == "reported", many=property_ in spec.many)
    told = [
        _told(live[one.place], standings, one.verdict, one.because, None if one.by is None else live[one.by])
        for one in found
    ]
    for claim in dead:
        is_retracted, is_superseded = (
            answer is Answer.YES for answer in (claim.event.retracted, claim.event.superseded)
        )
        told.append(_told(claim, standings, *reasons.dead(is_retracted=is_retracted, is_superseded=is_superseded)))
    return tuple(told)


def _case(claim: Claim, latest: Latest) -> reasons.Case:
    fact, event = claim.fact.fact, claim.event
    return reasons.Case(
        value=fact.value,
        property=fact.property,
        mode=fact.mode,
        bid=bid(claim, latest),
        ends_from=None if claim.fact.end is None else claim.fact.end.lo,
        title=event.event.title,
        known=NUMBERS[event.known],
    )


def _told(claim: Claim, standings: Standings, verdict: str, because: str, by: Claim | None = None) -> Reason:
    told_of, entity = claim.fact.fact.entity, claim.fact.entity
    return Reason(
        event=claim.event.id,
        title=claim.event.event.title,
        entity=told_of,
        value=claim.fact.fact.value,
        mode=claim.fact.fact.mode,
        date=claim.fact.date,
        answer=claim.fact.answer,
        standing=standings.name(claim.event),
        verdict=verdict,
        because=reasons.whole(because, rivals=claim.event.rivals, told_of=told_of, entity=entity),
        by=by.event.id if by else None,
    )
