"""Why a cell says what it says, from rows: what :mod:`timeline.views.why` says of a snapshot.

Law of this module: it judges nothing anew; the words are those of :mod:`timeline.views.reasons`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from timeline.asof.relation import DAY, EARLIEST, LATEST, NO, WORDS, YES
from timeline.records.fields import masked
from timeline.views import reasons, verdicts
from timeline.views.relational.deciding import View
from timeline.views.relational.events import Event, Events
from timeline.views.relational.links import about, names_of
from timeline.views.relational.rows import E, F, Rows, printed
from timeline.views.relational.told import Claim, Told

Json = dict[str, Any]


def why(rows: Rows, view: View, cell: tuple[str, str], lo: int, hi: int) -> list[Json]:
    """Give every fact that bears on a cell, winners first, each with what became of it and why."""
    return [row for row, _ in explained(rows, view, cell, lo, hi)[1]]


def explained(
    rows: Rows, view: View, cell: tuple[str, str], lo: int, hi: int, *, asked: Collection[str] = ()
) -> tuple[Events, list[tuple[Json, Event]]]:
    """Give every fact that bears on a cell, winners first, each with what became of it and why, and with its event.

    ``asked`` are entities, by any of their names, of which the events are to be known to tell, beside that of the cell.
    """
    entity, name = cell
    names = names_of(rows, [entity])
    counting, silent = rows.facts((name,), names), rows.silent((name,), names)
    told = Told(rows, about(rows, names | names_of(rows, asked), {row[F["event"]] for row in (*counting, *silent)}))
    thing, by_report = told.names.canonical(entity), view.latest == "reported"
    claims = [told.claim(row, by_report=by_report) for row in counting]
    claims += [told.claim(row, counts=False) for row in silent]
    claims = [claim for claim in claims if told.names.canonical(claim.row[F["entity"]]) == thing]
    found = Events(rows, told)
    events = {event.id: event for event in found.of(claim.row[F["event"]] for claim in claims)}
    found.fetch_lines(events.values())
    claims.sort(key=lambda claim: _order(claim, events[claim.event]))
    live = [claim for claim in claims if claim.answer != NO]
    cases = [_case(claim, events[claim.event], found) for claim in live]
    told_rows = [
        (
            _row(live[one.place], events, found, one, None if one.by is None else live[one.by].event),
            events[live[one.place].event],
        )
        for one in reasons.explain(cases, lo, hi, by_report=by_report, many=name in view.many)
    ]
    for claim in claims:
        if claim.answer == NO:
            is_retracted = events[claim.event].retracted == YES
            is_superseded = told.superseded(claim.event) == YES
            verdict, because = reasons.dead(is_retracted=is_retracted, is_superseded=is_superseded)
            row = _row(claim, events, found, reasons.Reason(-1, verdict, because), None)
            told_rows.append((row, events[claim.event]))
    return found, told_rows


def _order(claim: Claim, event: Event) -> tuple[Any, ...]:
    """Sort claims by their events, those that are known first; then by their places there."""
    row = claim.row
    return (event.known == NO, claim.bid.order, row[F["order_recorded"]], row[F["event"]], row[F["place"]])


def _case(claim: Claim, event: Event, events: Events) -> reasons.Case:
    row = claim.row
    return reasons.Case(
        value=json.loads(row[F["value"]]),
        property=row[F["property"]],
        mode=row[F["mode"]],
        bid=claim.bid,
        ends_from=_ends_from(row[F["since"]], claim.bid.end_lo),
        title=events.words(event)["title"],
        known=event.known,
    )


def _ends_from(date: str | None, end_lo: verdicts.Time) -> verdicts.Time | None:
    """Give the first microsecond at which an interval may end, from the last one of that day or instant."""
    if date is None or "/" not in date:
        return None
    return end_lo if "T" in date or end_lo in (EARLIEST, LATEST) else end_lo - DAY + 1


def _row(claim: Claim, by_id: Mapping[str, Event], events: Events, reason: reasons.Reason, by: str | None) -> Json:
    row, event = claim.row, by_id[claim.event]
    words, told_of = events.words(event), row[F["entity"]]
    rivals = words["rivals"] if event.row[E["told"]] is not None else ()
    return {
        "verdict": reason.verdict,
        "value": printed(row[F["value"]]),
        "mode": row[F["mode"]],
        "answer": WORDS[claim.answer],
        "since": row[F["since"]],
        "since_earliest": row[F["date_earliest"]] or row[F["since_earliest"]],
        "since_latest": row[F["date_latest"]] or row[F["since_latest"]],
        "standing": events.standings.name(event.id),
        "event": event.id,
        "entity": told_of,
        "title": masked(words["title"]),
        "because": reasons.whole(
            reason.because, rivals=rivals, told_of=told_of, entity=events.told.names.canonical(told_of)
        ),
        "by": by,
    }
