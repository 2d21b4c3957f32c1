"""Why a cell says what it says: every fact that bears on it, with what became of it.

Law of this module: it judges nothing anew; it puts the verdicts of `views` into words.
"""

from __future__ import annotations

from typing import Final

import attrs

from timeline.asof.values import Snapshot
from timeline.asof.windows import Window
from timeline.dates.values import Answer, Clock
from timeline.dates.written import WrittenDate
from timeline.errors import ViewError
from timeline.records import say
from timeline.records.model import Value
from timeline.records.words import Mode
from timeline.views.cells import Claim, Judged, begun, judge
from timeline.views.clashes import told_at_once
from timeline.views.specs import Latest, ViewSpec
from timeline.views.table import Standings


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
    if property_ not in spec.properties:
        raise ViewError(
            f'the view {spec.name} has no property "{property_}"',
            fix=f"its properties are {', '.join(spec.properties)}",
        )
    at = on or snapshot.clocks.on
    claims = [
        Claim(fact=fact, event=event)
        for event in (*snapshot.events, *snapshot.retracted)
        for fact in event.facts
        if fact.entity == snapshot.entity(entity) and fact.fact.property == property_
    ]
    dead = [claim for claim in claims if claim.fact.answer is Answer.NO]
    live = [claim for claim in claims if claim.fact.answer is not Answer.NO]
    many = property_ in spec.many
    judged = judge(live, spec.latest, at, many=many)
    standings = Standings(snapshot)
    at_once = set() if many else told_at_once(claim for claim in live if claim.fact.fact.mode == "actual")
    is_left = any(item.answer is not Answer.NO and item.claim.fact.fact.value is not None for item in judged)
    reasons = [
        _null_of_several(item, standings, is_left=is_left)
        if many and item.claim.fact.fact.value is None and item.answer is not Answer.NO
        else _reason(item, at, spec.latest, standings, many=many, is_at_once=id(item.claim) in at_once)
        for item in judged
    ]
    rank = {"value": 0, "possibly": 1, "out": 2, "not yet": 3, "over": 4, "beside": 5}
    reasons.sort(key=lambda reason: rank[reason.verdict])
    reasons += [
        _told(claim, standings, "beside", _BESIDE.get(claim.fact.fact.mode) or _fills_nothing(claim.fact.fact.mode))
        for claim in live
        if claim.fact.fact.mode != "actual"
    ]
    for claim in dead:
        if claim.event.retracted is Answer.YES:
            reasons.append(_told(claim, standings, "retracted", "its event was retracted, and fills nothing"))
        elif claim.event.superseded is Answer.YES:
            reasons.append(_told(claim, standings, "superseded", "a later event supersedes its event"))
        else:
            reasons.append(_told(claim, standings, "not known", "no live report that was known by then reports it"))
    return tuple(reasons)


_BESIDE: Final = {"ended": "it says that this value was over by then; it fills no cell, and is shown beside it"}


def _fills_nothing(mode: Mode) -> str:
    return f"a {mode} fact fills no cell; it is shown beside it"


def _null_of_several(item: Judged, standings: Standings, *, is_left: bool) -> Reason:
    """Say what became of ``null`` in a cell of several values: it ends them, and is a value where none is left."""
    if item.answer is Answer.YES and not is_left:
        return _told(item.claim, standings, "value", "its event is known, it holds, and it ended every value")
    because = "it ends the values that started before it; of several at once, one that may hold is shown instead"
    if not is_left:
        because = "it only possibly holds, and no value is known to be left: the cell is unknown"
    return _told(item.claim, standings, "beside", because)


def _told(claim: Claim, standings: Standings, verdict: str, because: str, by: Claim | None = None) -> Reason:
    if claim.event.rivals:
        ids = ", ".join(rival[:8] for rival in claim.event.rivals)
        because += f"; its event was corrected by writers who did not know of each other: the last counts, not {ids}"
    if claim.fact.fact.entity != claim.fact.entity:
        because += f'; told of "{claim.fact.fact.entity}", which is the same'
    return Reason(
        event=claim.event.id,
        title=claim.event.event.title,
        entity=claim.fact.fact.entity,
        value=claim.fact.fact.value,
        mode=claim.fact.fact.mode,
        date=claim.fact.date,
        answer=claim.fact.answer,
        standing=standings.name(claim.event),
        verdict=verdict,
        because=because,
        by=by.event.id if by else None,
    )


def _reason(
    item: Judged, at: Clock | Window, latest: Latest, standings: Standings, *, many: bool, is_at_once: bool
) -> Reason:
    claim = item.claim
    overlap = "" if many else _overlap(item, is_at_once=is_at_once)
    word = "started" if latest == "occurred" else "was reported"
    if item.holds is Answer.NO:
        if begun(claim.fact, at) is Answer.NO:
            return _told(claim, standings, "not yet", "it starts after the day asked about")
        return _told(claim, standings, "over", "its interval ended before the day asked about")
    if item.out_by is not None:
        because = f"{say.quoted(item.out_by.fact.fact.value)} surely holds, and surely {word} later{overlap}"
        return _told(claim, standings, "out", because, item.out_by)
    if item.ended_by is not None:
        because = f'ended by "{item.ended_by.event.event.title}": it surely began before that end'
        return _told(claim, standings, "out", because, item.ended_by)
    if item.answer is Answer.YES:
        rivals = "nothing says that it ended" if many else "no other value can be later"
        return _told(claim, standings, "value", f"its event is known, it holds, and {rivals}")
    doubts = []
    if claim.event.known is Answer.POSSIBLY:
        doubts.append("its event is only possibly known")
    elif claim.fact.answer is Answer.POSSIBLY:
        doubts.append("a change that possibly applies gives it two versions")
    if item.holds is Answer.POSSIBLY:
        doubts.append("it only possibly holds on the day asked about")
    if item.rival is not None:
        doubts.append(f"{say.quoted(item.rival.fact.fact.value)} may have {word.replace('was', 'been')} later{overlap}")
    if item.may_be_ended_by is not None:
        doubts.append(f'it may be ended by "{item.may_be_ended_by.event.event.title}"')
    return _told(claim, standings, "possibly", "; ".join(doubts), item.rival or item.may_be_ended_by)


def _overlap(item: Judged, *, is_at_once: bool) -> str:
    """Say of a value that lost to another while it may have gone on how to say what is meant.

    One value that follows another is no overlap: that is one which was told of the time of another, or into that of the
    one that put it out, or of which no order is sure.
    """
    other, fact = item.out_by or item.rival, item.claim.fact.fact
    if other is None or item.ended_by is not None or other.key == item.claim.key:
        return ""
    if other.fact.fact.value is None or fact.value is None:
        return ""
    end, start = item.claim.fact.end, other.fact.start
    goes_on = end is not None and end.lo >= start.lo
    if item.out_by is not None and not (is_at_once or goes_on):
        return ""
    return (
        f", and nothing says that {say.quoted(fact.value)} had ended by then: add its end (--ended, in Python ended=), "
        f'or declare many = ["{fact.property}"] in the view if both hold'
    )
