"""Events at odds: dates of one event that cannot all be so, denials of what is reported, and linked contradictions.

Law of this module: a date that says itself that it may be another makes no conflict sure. A denial and a contradiction
are said by somebody; dates are compared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import attrs

from timeline.asof.facts import readings
from timeline.asof.values import KnownEvent, KnownFact
from timeline.dates.values import Answer, UncertainDate, both, either, negate, overlaps
from timeline.dates.written import WrittenDate
from timeline.records import say
from timeline.records.model import value_key
from timeline.views.sides import SAME_ORIGIN, Conflict, Scope, Side, doubt_of_tellers, side
from timeline.views.tellers import Tellers, differ, same

_Dated: TypeAlias = tuple[KnownEvent, WrittenDate, Answer, str | None]


def cannot_both_date(one: UncertainDate, other: UncertainDate) -> Answer:
    """Say whether two dates cannot both be that of one happening.

    They cannot where they have no moment in common; two intervals not either where their starts, or their ends, have
    none. ``~`` and ``?`` move no bound, but leave only a possibility.
    """
    pairs = [(one.span, other.span)]
    if one.end is not None and other.end is not None:
        pairs += [(one.start, other.start), (one.end, other.end)]
    if all(overlaps(a, b) is not Answer.NO for a, b in pairs):
        return Answer.NO
    is_about = one.approximate or one.uncertain or other.approximate or other.uncertain
    return Answer.POSSIBLY if is_about else Answer.YES


def of_dates(scope: Scope) -> Iterator[Conflict]:
    """Find the dates of one event, told by several records, that cannot all be so."""
    for event in scope.snapshot.events:
        if len(event.united) > 1 and scope.shows(event):
            yield from _of_one_event(scope, event.united, Answer.YES)
    met: set[frozenset[str]] = set()
    for link in scope.snapshot.links:
        one, other = scope.snapshot.event(link.from_), scope.snapshot.event(link.to)
        if link.link.rel != "same-event" or link.answer is not Answer.POSSIBLY or one is None or other is None:
            continue
        pair = frozenset((one.id, other.id))
        if one.id != other.id and pair not in met and (scope.shows(one) or scope.shows(other)):
            met.add(pair)  # several links may say it
            yield from _of_one_event(scope, (one, other), Answer.POSSIBLY)


def _of_one_event(scope: Scope, parts: Sequence[KnownEvent], same: Answer) -> Iterator[Conflict]:
    """Find the dates that clash: those of the event as a whole, and those of each fact that has one of its own."""
    told: dict[tuple[object, ...], list[_Dated]] = {}
    often: set[tuple[object, ...]] = set()
    for part in parts:
        occurred = part.versions.get("occurred", ((part.event.occurred, part.known),))
        changed = part.id if len(occurred) > 1 else None
        told.setdefault((), []).extend((part, date, part.known, changed) for date, _ in occurred if date is not None)
        for place, facts in _dated_facts(part).items():
            changed = part.id if len(facts) > 1 else None
            dates = [(part, fact.fact.during, fact.told, changed) for fact in facts if fact.fact.during is not None]
            told.setdefault(place, []).extend(dates)
            if len(facts) > 1 and any(_tells_often(one, facts) for one in part.united or (part,)):
                often.add(place)
    for place, dates in told.items():
        if place in often:
            continue  # one record tells of it twice: it was so more than once
        found = _of_one_thing(scope, dates, same)
        if found is not None:
            entity, name = (str(place[0]), str(place[1])) if place else (None, None)
            yield attrs.evolve(found, entity=entity, property=name)


def _dated_facts(part: KnownEvent) -> dict[tuple[object, ...], list[KnownFact]]:
    """Group the facts that have a date of their own, in any version, by what they say of which property."""
    found: dict[tuple[object, ...], list[KnownFact]] = {}
    for fact in part.facts:
        if fact.fact.during is not None and fact.told is not Answer.NO:
            of = (fact.entity, fact.fact.property, value_key(fact.fact.value), fact.fact.mode)
            found.setdefault(of, []).append(fact)
    return found


def _tells_often(record: KnownEvent, facts: Sequence[KnownFact]) -> bool:
    """Say whether a record tells several of these facts together, whichever of its versions is so.

    Dates of which a change gives one in place of another are told by one version each: of these one is so.
    """
    ways = [facts for facts, _ in readings(record.record, record.event, record.versions)]
    own = [fact.fact for fact in facts if fact.member == record.id]
    return all(sum(fact in way for fact in own) > 1 for way in ways)


def _of_one_thing(scope: Scope, dates: Sequence[_Dated], same: Answer) -> Conflict | None:
    """Find those dates of an event, or of a fact, that cannot all be so."""
    told = [
        _Telling(date, known, changed, scope.tellers.of(part, sure=part.known is Answer.YES))
        for part, date, known, changed in dates
    ]
    answer, places = next(
        ((least, found) for least in (Answer.YES, Answer.POSSIBLY) if (found := _at_odds(told, same, least))),
        (Answer.NO, []),
    )
    if answer is Answer.NO:
        return None
    by_date: dict[WrittenDate, list[KnownEvent]] = {}
    for place in places:
        part, date, *_ = dates[place]
        by_date.setdefault(date, []).append(part)
    sides = tuple(scope.side_of(str(date), parts, date=date) for date, parts in by_date.items())
    doubt = "" if answer is Answer.YES else f", as it seems: {_doubt(by_date, sides, same)}"
    return Conflict(
        kind="dates",
        answer=answer,
        values=tuple(map(str, by_date)),
        sides=sides,
        events=scope.rows(sides),
        because=f"these records tell one event, and it cannot have happened at both dates{doubt}",
    )


@attrs.frozen
class _Telling:
    """What bears on whether the date that a record gives an event clashes with another's; many records share it.

    ``known`` says whether the record tells it. ``changed`` is the record, where its date may be another: of its dates
    one is so, and they do not clash.
    """

    date: WrittenDate
    known: Answer
    changed: str | None
    tellers: Tellers


def _at_odds(told: Sequence[_Telling], same: Answer, least: Answer) -> list[int]:
    """Find the places of all that clash with another as surely as that, in the order in which the pairs name them.

    Pairs are those of :func:`itertools.combinations`, and are not all looked at: tellings that are alike clash with
    the same others, so ten thousand records of one event cost what their distinct dates and tellers do.
    """
    waiting: dict[_Telling, deque[int]] = {}
    for place, one in enumerate(told):
        waiting.setdefault(one, deque()).append(place)
    last = {one: places[-1] for one, places in waiting.items()}
    foes: dict[_Telling, list[_Telling]] = {}
    found: dict[int, None] = {}
    for place, one in enumerate(told):
        if waiting[one] and waiting[one][0] == place:
            waiting[one].popleft()  # whoever comes later is not its first in a pair
        if one not in foes:
            foes[one] = [other for other in last if _clash(one, other, same) is least]
        if any(last[other] > place for other in foes[one]):
            found[place] = None
            now = [later for other in foes[one] for later in waiting[other]]
            found |= dict.fromkeys(sorted(now))
            for other in foes[one]:
                waiting[other].clear()
    return list(found)


def _clash(one: _Telling, other: _Telling, same: Answer) -> Answer:
    """Say whether the dates that two records give one event cannot both be so, told by different origins."""
    if one.changed is not None and one.changed == other.changed:
        return Answer.NO
    answer = both(same, one.known, other.known, cannot_both_date(one.date.meaning, other.date.meaning))
    if one.changed is not None or other.changed is not None:
        answer = both(answer, Answer.POSSIBLY)
    return answer if answer is Answer.NO else both(answer, differ(one.tellers, other.tellers))


def _doubt(dates: Iterable[WrittenDate], sides: Sequence[Side], same: Answer) -> str:
    if same is Answer.POSSIBLY:
        return "they are only possibly one event"
    if any(date.meaning.approximate or date.meaning.uncertain for date in dates):
        return "a date says itself that it may be another"
    return f"{doubt_of_tellers(sides)}, or one of them, or a change, is only possibly known"


def denied(scope: Scope) -> Iterator[Conflict]:
    """Find the events that one reports and another denies.

    A denial says itself that it stands against a report: sources that do not say what they rest on leave it sure.
    """
    for event in scope.snapshot.events:
        said = either(*(both(report.known, report.takes("reports")) for report in event.reports))
        refused = either(*(both(report.known, report.takes("denies")) for report in event.reports))
        known = both(event.known, said, refused, negate(event.superseded))
        if known is Answer.NO or not scope.shows(event):
            continue
        affirming, denying = scope.tellers.of(event), scope.tellers.of(event, "denies")
        answer = both(known, negate(same(affirming, denying)))
        if answer is Answer.NO:
            continue
        sides = tuple(
            side(says, of, dates=[event.event.occurred], events=[event.id])
            for says, of in ((f"reports: {say.text(event.event.title)}", affirming), ("denies it", denying))
        )
        unsure = "a report, the denial or a change is only possibly known"
        doubt = "" if answer is Answer.YES else f"; {SAME_ORIGIN if known is Answer.YES else unsure}"
        yield Conflict(
            kind="denied",
            answer=answer,
            sides=sides,
            events=(event.id,),
            because=f"what one reports, another denies{doubt}",
        )


def contradicted(scope: Scope) -> Iterator[Conflict]:
    """Find the events that a link says contradict each other, both of them known."""
    found: dict[tuple[str, str], Answer] = {}
    for link in scope.snapshot.links:
        one, other = scope.snapshot.event(link.from_), scope.snapshot.event(link.to)
        if link.link.rel != "contradicts" or one is None or other is None or one.id == other.id:
            continue
        first, second = sorted((one, other), key=lambda event: event.order)
        answer = both(link.answer, *(both(event.known, negate(event.superseded)) for event in (one, other)))
        if scope.shows(one) or scope.shows(other):
            pair = (first.id, second.id)
            found[pair] = either(answer, found.get(pair, Answer.NO))
    for pair, answer in found.items():
        if answer is Answer.NO:
            continue
        events = [event for name in pair if (event := scope.snapshot.event(name)) is not None]
        sides = tuple(scope.side_of(say.text(event.event.title), [event]) for event in events)
        doubt = "" if answer is Answer.YES else "; one of them, the link or a later event is only possibly known"
        because = f"a link says that they contradict each other{doubt}"
        yield Conflict(kind="contradicted", answer=answer, sides=sides, events=pair, because=because)
