"""Answers as rows of plain JSON values, in the forms that scripts rely on.

Law of this module: keys have a fixed order; a date comes in threes (as typed, earliest, latest); nothing is left out
because it is empty, and no address has a login in it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from timeline.asof.values import Clocks, KnownCapture, KnownEvent, KnownLink, KnownReport, KnownSource, Snapshot
from timeline.dates.values import DAY, Answer, Clock, Moment, both, format_day, format_moment
from timeline.dates.written import WrittenDate
from timeline.records.fields import address, masked, without_logins
from timeline.records.model import unstructure
from timeline.views.filters import Selection
from timeline.views.standing import Standing, cascade, standing

if TYPE_CHECKING:  # only some commands ask for these; a short one does without
    from timeline.views.conflicts import Conflict
    from timeline.views.entities import Entity
    from timeline.views.overtime import Rectangle
    from timeline.views.standing import Step
    from timeline.views.table import Cell, ToldValue
    from timeline.views.why import Reason

Row = dict[str, Any]


def query(clocks: Clocks, **more: Any) -> Row:
    """Say which clocks an answer used, each as asked and as read; None where it limited nothing."""
    return {
        **{name: _clock(getattr(clocks, name)) for name in ("as_of", "on", "recorded_by")},
        "at_checkpoint": clocks.checkpoint,
        **more,
    }


def asked(selection: Selection) -> Row:
    """Say what of an answer was asked for; of what was not, nothing."""
    return {
        "strict": selection.strict,
        **{word: list(names) for word, names in selection.names().items() if names},
        **{word: date.text for word, date in selection.dates().items()},
    }


def _clock(clock: Clock | None) -> Row | None:
    return None if clock is None else {"asked": clock.text, "read": clock.read}


def event_row(snapshot: Snapshot, event: KnownEvent, stands: Standing | None = None) -> Row:
    """Make the row of ``list`` for an event; ``stands`` is its standing, where that is at hand."""
    stands = stands or standing(snapshot, event)
    return {
        "id": event.id,
        "type": event.event.type,
        "title": masked(event.event.title),
        **date_in_threes("occurred", event.event.occurred),
        "reported": unstructure(event.reported),
        "reported_earliest": bound(event.window.lo, is_start=True),
        "reported_latest": bound(event.window.hi, is_start=False),
        "recorded": event.record.recorded,
        "known": event.known.value,
        **standing_fields(stands),
        "sources": list(event.sources()),
        "facts": [fact_row(event, place) for place in range(len(event.facts))],
        "tags": list(event.event.tags),
        "said": _text(event.event.said),
        "text": _text(event.event.text),
        "web_links": [{"url": address(link.url), "title": _text(link.title)} for link in event.event.links],
        "file": event.record.file,
        "line": event.record.line,
    }


def _public(snapshot: Snapshot, event: KnownEvent) -> list[KnownReport]:
    """Give the reports that were public by then, also those that were taken back; later ones were not known."""
    return [report for report in event.reports if report.window.known_by(snapshot.clocks.as_of) is not Answer.NO]


def standing_fields(stands: Standing) -> Row:
    """Make the fields that tell a standing."""
    return {
        "standing": stands.name,
        "standing_possibly": list(stands.possibly),
        "origins": list(stands.origins),
        "reports": stands.reports,
    }


def fact_row(event: KnownEvent, place: int) -> Row:
    """Make the row of one of an event's facts, counted from 0."""
    fact = event.facts[place]
    return {
        "entity": fact.fact.entity,
        "property": fact.fact.property,
        "value": _value(fact.fact.value),
        "mode": fact.fact.mode,
        "during": unstructure(fact.fact.during),
        "since": unstructure(fact.date),
        "since_earliest": fact.since_earliest,
        "since_latest": fact.since_latest,
        "answer": fact.answer.value,
        "known_as": fact.entity,
    }


def show_row(snapshot: Snapshot, event: KnownEvent) -> Row:
    """Make the row of ``show``: an event's row with every report, and the fields that may read in several ways.

    ``captures`` are the copies of all publications in the chains behind it.
    """
    row = event_row(snapshot, event)
    names = dict.fromkeys((*row["sources"], *(step.name for step in cascade(snapshot, event))))
    return {
        **row,
        "by": event.record.by,
        "because": _text(event.event.because),
        "data": without_logins(event.event.data),
        "members": list(event.members),
        "versions": {
            name: [{"value": _value(value), "answer": answer.value} for value, answer in versions]
            for name, versions in event.versions.items()
        },
        "report_list": [
            {
                "address": report.address,
                "source": report.report.source,
                "stance": report.report.stance,
                "reported": unstructure(report.report.reported),
                "reported_earliest": bound(report.window.lo, is_start=True),
                "reported_latest": bound(report.window.hi, is_start=False),
                "known": report.known.value,
                "live": report.live.value,
                "via": list(report.report.via),
                "origin": unstructure(report.report.origin) if report.report.origin else None,
                "quote": _text(report.report.quote),
                "because": _text(report.report.because),
                "recorded": report.record.recorded,
            }
            for report in _public(snapshot, event)
        ],
        "captures": [copy for name in names for copy in capture_rows(snapshot, snapshot.sources.get(name))],
        "links": [
            {"rel": link.link.rel, **_ends(link), "answer": link.answer.value, "id": link.record.id}
            for link in snapshot.links_of(event.id)
            if snapshot.event(link.from_) and snapshot.event(link.to)
        ],
    }


def _ends(link: KnownLink) -> Row:
    """Name what a link leads from and to as answers name it; of what it makes one, as the link does."""
    from_, to = (link.from_, link.to) if link.from_ != link.to else (link.link.from_, link.link.to)
    return {"from": from_, "to": to}


def cell_row(cell: Cell) -> Row:
    """Make the row of ``state`` for a cell."""
    return {
        "entity": cell.entity,
        "property": cell.property,
        "answer": cell.answer,
        "values": [_told_row(value) for value in cell.values],
        "beside": [{"mode": item.mode, **_told_row(item)} for item in cell.beside],
        "names": list(cell.names),
        "possibly_same": list(cell.possibly_same),
    }


def _text(given: str | None) -> str | None:
    return None if given is None else masked(given)


def _value(given: Any) -> Any:
    return masked(given) if isinstance(given, str) else without_logins(unstructure(given))


def _told_row(value: ToldValue) -> Row:
    return {
        "value": _value(value.value),
        "answer": value.answer.value,
        "since": unstructure(value.since),
        "since_earliest": value.since_earliest,
        "since_latest": value.since_latest,
        "standing": value.standing,
        "events": list(value.events),
    }


def reason_row(reason: Reason) -> Row:
    """Make the row of ``why`` for one fact."""
    return {
        "verdict": reason.verdict,
        "value": _value(reason.value),
        "mode": reason.mode,
        "answer": reason.answer.value,
        **date_in_threes("since", reason.date),
        "standing": reason.standing,
        "event": reason.event,
        "entity": reason.entity,
        "title": masked(reason.title),
        "because": reason.because,
        "by": reason.by,
    }


def change_row(change: Any) -> Row:
    """Make the row of ``diff`` for one difference: an event's has an ``id``, a cell's ``entity`` and ``property``."""
    if change.change == "cell":
        place = {
            "view": change.view,
            "entity": change.entity,
            "entity_before": change.entity_before,
            "property": change.property,
        }
    else:
        place = {"id": change.id}
    row = {"change": change.change, **place, "before": change.before, "after": change.after}
    return row | {name: id_ for name in ("into", "out_of") if (id_ := getattr(change, name)) is not None}


def conflict_row(conflict: Conflict) -> Row:
    """Make the row of ``conflicts``; ``origins`` has a list of names for each side, as ``sides`` tells them."""
    return {
        "kind": conflict.kind,
        "answer": conflict.answer.value,
        "entity": conflict.entity,
        "property": conflict.property,
        "values": [_value(value) for value in conflict.values],
        "events": list(conflict.events),
        "origins": [list(side.origins) for side in conflict.sides],
        "because": conflict.because,
        "sides": [
            {
                "says": side.says,
                "value": _value(side.value),
                "dates": [None if date is None else str(date) for date in side.dates],
                "events": list(side.events),
                "origins": list(side.origins),
                "unresolved": list(side.unresolved),
                "sources": list(side.sources),
            }
            for side in conflict.sides
        ],
    }


def entity_row(entity: Entity) -> Row:
    """Make the row of ``entities``; ``events`` counts, ``first`` and ``last`` date the events, each in threes."""
    return {
        "entity": entity.entity,
        "names": list(entity.names),
        "properties": list(entity.properties),
        "types": list(entity.types),
        "events": entity.events,
        **date_in_threes("first", entity.first),
        **date_in_threes("last", entity.last),
        "near": list(entity.near),
        "possibly_same": list(entity.possibly_same),
    }


def source_row(snapshot: Snapshot, known: KnownSource) -> Row:
    """Make the row of ``sources`` for a source; when and how it was retrieved is told once that was so."""
    source = known.source
    is_taken = not _is_later(source.retrieved, snapshot.clocks.as_of)
    return {
        "name": known.name,
        "publisher": _text(source.publisher),
        "title": _text(source.title),
        "url": source.url and address(source.url),
        "published": unstructure(source.published),
        "published_earliest": bound(known.window.lo, is_start=True),
        "published_latest": bound(known.window.hi, is_start=False),
        "via": list(source.via),
        "origin": unstructure(source.origin) if source.origin else None,
        "retrieved": unstructure(source.retrieved) if is_taken else None,
        "archive": unstructure(source.archive) if source.archive and is_taken else None,
        "retracted": known.retracted.value,
        "id": known.record.id,
        "captures": capture_rows(snapshot, known),
        "known": known.window.known_by(snapshot.clocks.as_of).value,
    }


def _is_later(date: WrittenDate | None, clock: Clock | None) -> bool:
    """Say whether a date surely lies after the end of a clock."""
    return date is not None and clock is not None and date.meaning.span.lo > clock.hi


def capture_rows(snapshot: Snapshot, known: KnownSource | None) -> list[Row]:
    """Make a row for each copy of a source that had been taken by the as-of day, the earliest first."""
    return [
        {
            "source": known.name if known else copy.capture.source,
            **date_in_threes("retrieved", copy.capture.retrieved),
            "sha256": copy.capture.sha256,
            "media_type": copy.capture.media_type,
            "path": copy.capture.path,
            "url": copy.capture.url and address(copy.capture.url),
            "known": answer.value,
            "recorded": copy.record.recorded,
            "id": copy.record.id,
        }
        for copy, answer in copies_taken(snapshot, known)
    ]


def copies_taken(snapshot: Snapshot, known: KnownSource | None) -> Iterable[tuple[KnownCapture, Answer]]:
    """Give the copies of a source that had been taken by the as-of day, the earliest first, and whether surely."""
    for copy in known.captures if known else ():
        answer = both(copy.live, copy.window.known_by(snapshot.clocks.as_of))
        if answer is not Answer.NO:
            yield copy, answer


def cascade_row(snapshot: Snapshot, event: KnownEvent, step: Step) -> Row:
    """Make the row of ``sources ID`` for one publication in the chains behind an event."""
    known = snapshot.sources.get(step.name)
    return {
        "event": event.id,
        "name": step.name,
        "publisher": _text(known.source.publisher) if known else None,
        "depth": step.depth,
        "via": list(step.via),
        "origins": [unstructure(origin) for origin in step.origins],
        "unresolved": step.is_unresolved,
        "reports": [{"address": address, "stance": stance} for address, stance in step.reports],
        "captures": capture_rows(snapshot, known),
    }


def rectangle_row(rectangle: Rectangle) -> Row:
    """Make the row of ``history`` for a rectangle: as-of times by the world's time, all four ends included."""
    cell = cell_row(rectangle.stretch.cell)
    return {
        "as_of_first": None if rectangle.as_of_first is None else bound(rectangle.as_of_first, is_start=True),
        "as_of_last": None if rectangle.as_of_last is None else bound(rectangle.as_of_last, is_start=False),
        "first": bound(rectangle.stretch.lo, is_start=True),
        "last": bound(rectangle.stretch.hi, is_start=False),
        "answer": cell["answer"],
        "values": cell["values"],
        "entity": cell["entity"],
        "names": cell["names"],
    }


def own_row(row: Any) -> Row:
    """Make a row of what a view of the user's own gives: a mapping, an attrs value, or anything else under ``row``."""
    if isinstance(row, Mapping):
        return dict(row)
    plain = unstructure(row)
    return plain if isinstance(plain, dict) else {"row": plain}


def date_in_threes(name: str, date: WrittenDate | None) -> Row:
    """Give a date as typed with its bounds; a missing one is unknown on both sides."""
    if date is None:
        return {name: None, f"{name}_earliest": "unknown", f"{name}_latest": "unknown"}
    return {name: str(date), f"{name}_earliest": date.meaning.earliest, f"{name}_latest": date.meaning.latest}


@functools.lru_cache(maxsize=4096)  # a history says the same few, thousands of times
def bound(moment: Moment, *, is_start: bool) -> str:
    """Print a bound: a day where it is the first (or last) microsecond of one, else an instant; else ``open``."""
    if isinstance(moment, float):
        return "open"
    if moment % DAY == (0 if is_start else DAY - 1):
        return format_day(moment // DAY)
    return format_moment(moment)


def settings_rows(specs: Mapping[str, Any], offered: Iterable[Any] = ()) -> list[Row]:
    """Make the rows of ``views``; ``entities`` is None where every entity that has a fact is a row.

    A view that a package offers (:class:`timeline.views.plugins.OfferedView`) has rows of its own making, so it says
    ``package`` and none of the rest. One that is declared is meant before one of the same name that is offered.
    """
    declared = [
        {
            "name": spec.name,
            "title": spec.title,
            "properties": list(spec.properties),
            "latest": spec.latest,
            "many": list(spec.many),
            "entities": list(spec.entities) or None,
            "package": None,
        }
        for spec in specs.values()
    ]
    nothing: Row = {"properties": [], "latest": None, "many": [], "entities": None}
    own = [
        {"name": one.name, "title": f"a view of {one.package}", **nothing, "package": one.package}
        for one in offered
        if one.name not in specs
    ]
    return [*declared, *own]
