"""The rows of a page: events, cells and sources as short JSON values.

Law of this module: every text is made safe to show, with what would turn the reading order written as an escape; what
is empty is left out. The names are short, as a page holds thousands of them; :data:`NAMES` says what they mean.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.asof.ledger import Ledger
from timeline.asof.names import Thing
from timeline.asof.values import KnownEvent, KnownReport, KnownSource, Snapshot
from timeline.dates.values import Answer, Clock
from timeline.page.words import change_words, date_words, fact_words
from timeline.records import say
from timeline.records.fields import address
from timeline.records.model import Correction, Link, Redaction, Report, Retraction, unstructure
from timeline.text.addresses import link_target
from timeline.text.terminal import safe
from timeline.views.export import published_change
from timeline.views.extract import is_private
from timeline.views.rows import copies_taken
from timeline.views.standing import Standing, cascade, standing
from timeline.views.table import Cell

NAMES: Final[Mapping[str, str]] = {
    "k": "known: yes, possibly, or no (taken back)",
    "t": "title",
    "y": "type",
    "o": "when it occurred, as typed",
    "w": "the same in words",
    "r": "when it was reported, in words",
    "s": "standing",
    "p": "standings that what is only possibly known might give it",
    "n": "origins, counted, in words",
    "f": "facts, in words",
    "e": "entities",
    "g": "tags",
    "u": "sources, those nearest to an origin first",
    "q": "the words of the source",
    "a": "a longer account, in paragraphs",
    "b": "addresses that go with it: where to, if that may be a link, and words",
    "z": "other names of its entities, and what these may be as well, in words",
    "m": "remarks",
    "c": "the chain of sources: n name, v via, o origins, x unresolved, d depth, r reports",
    "l": "links: the relation in words, and the id of the other event",
}
_RELATIONS: Final = {
    "contradicts": ("contradicts", "is contradicted by"),
    "supersedes": ("supersedes", "is superseded by"),
    "same-event": ("is the same event as", "is the same event as"),
    "derived-from": ("is derived from", "is the ground of"),
}


def event_of(
    snapshot: Snapshot,
    event: KnownEvent,
    stands: Standing | None = None,
    zone: dt.tzinfo | None = None,
    *,
    is_public: bool = False,
) -> dict[str, Any]:
    """Make the row of an event at a stop; see :data:`NAMES`.

    ``stands`` is its standing, where that is at hand. A public page has no reasons and no private tags.
    """
    stands = stands or standing(snapshot, event)
    gone = event.retracted is Answer.YES
    is_told = gone or event.known is Answer.POSSIBLY  # then the row says so itself
    facts = [fact for fact in event.facts if gone or fact.answer is not Answer.NO]
    row: dict[str, Any] = {
        "k": "no" if gone else event.known.value,
        "t": safe(event.event.title),
        "y": safe(event.event.type),
        "o": safe(event.event.occurred or ""),
        "w": date_words(event.event.occurred, zone),
        "r": date_words(event.reported, zone),
        "s": stands.name,
        "p": list(stands.possibly),
        "n": say.origins(stands.origins, stands.reports, stands.name, say.TO),
        "f": [fact_words(fact, is_told=is_told, zone=zone) for fact in facts],
        "e": [safe(name) for name in dict.fromkeys(name for fact in event.facts for name in fact.thing.names)],
        "g": [safe(tag) for tag in event.event.tags if not (is_public and is_private(tag))],
        "q": safe(event.event.said or ""),
        "a": [safe(line.strip()) for line in (event.event.text or "").splitlines() if line.strip()],
        "b": [[link_target(link.url) or "", safe(link.title or address(link.url))] for link in event.event.links],
        "z": _names(event),
        "m": _remarks(event),
        "c": _chain(snapshot, event, zone, is_public=is_public),
        "l": _links(snapshot, event),
    }
    row["u"] = [step["n"] for step in row["c"] if step["n"] and "r" in step]
    return {name: value for name, value in row.items() if value not in ("", [])}


def _names(event: KnownEvent) -> list[str]:
    things = dict.fromkeys(fact.thing for fact in event.facts)
    return [said for thing in things if (said := thing_words(thing))]


def thing_words(thing: Thing) -> str:
    """Say what else an entity is called, and which others it may be; nothing where it has one name.

    >>> thing_words(Thing(name="V4-Pro", names=("V4-Pro", "V4 Pro"), possibly_same=("V4",)))
    'V4-Pro is also called V4 Pro; it is possibly the same as V4'
    """
    said = [f"is also called {', '.join(thing.names[1:])}"] if len(thing.names) > 1 else []
    same = f"possibly the same as {', '.join(thing.possibly_same)}"
    said += [f"it is {same}" if said else f"is {same}"] if thing.possibly_same else []
    return safe(f"{thing.name} {'; '.join(said)}") if said else ""


def _remarks(event: KnownEvent) -> list[str]:
    said = []
    if event.superseded is not Answer.NO:
        sure = event.superseded is Answer.YES
        said.append("superseded by a later account" if sure else "possibly superseded by a later account")
    if event.retracted is Answer.POSSIBLY:
        said.append("possibly retracted")
    if event.versions:
        said.append(f"may read in several ways: {', '.join(map(safe, event.versions))}")
    if event.rivals:
        said.append("two corrections compete")
    return said


def _chain(snapshot: Snapshot, event: KnownEvent, zone: dt.tzinfo | None, *, is_public: bool) -> list[dict[str, Any]]:
    reports = {report.address: report for report in event.reports}
    found = []
    for step in cascade(snapshot, event):
        item = {
            "n": step.name if step.name not in reports else "",
            "v": list(step.via),
            "o": [safe(say.origin(origin.name, interested=origin.interested)) for origin in step.origins],
            "x": int(step.is_unresolved),
            "d": step.depth,
            "r": [_report(reports[address], zone, is_public=is_public) for address, _ in step.reports],
        }
        found.append({name: value for name, value in item.items() if value not in ([], 0, "") or name == "n"})
    return found


def _report(known: KnownReport, zone: dt.tzinfo | None, *, is_public: bool) -> list[str]:
    """Give a report: its stance, when, whether it was known, its quote, and why it is recorded so."""
    report = known.report
    told = [
        report.stance,
        date_words(report.reported, zone),
        known.known.value if known.known is not Answer.YES else "",
        safe(report.quote or ""),
        safe("" if is_public else report.because or ""),
    ]
    while told[-1] == "":
        told.pop()
    return told


def _links(snapshot: Snapshot, event: KnownEvent) -> list[list[str]]:
    found = []
    for link in snapshot.links_of(event.id):
        forth = link.from_ == event.id
        other = link.to if forth else link.from_
        if link.link.rel in _RELATIONS and other != event.id:
            verb = _RELATIONS[link.link.rel][0 if forth else 1]
            found.append([verb if link.answer is Answer.YES else f"possibly {verb}", other])
    return found


def cell_of(cell: Cell, zone: dt.tzinfo | None = None) -> list[Any]:
    """Make a cell at a stop: its answer, its values, and what stands beside them.

    A value is [words, answer, since in words, standing, ids]; what stands beside it has its mode in front.
    """
    values = [
        [
            safe(say.shown(unstructure(value.value))),
            value.answer.value,
            date_words(value.since, zone),
            value.standing,
            list(value.events),
        ]
        for value in cell.values
    ]
    beside = [
        [
            item.mode,
            safe(say.shown(unstructure(item.value))),
            item.answer.value,
            date_words(item.since, zone),
            item.standing,
            list(item.events),
        ]
        for item in cell.beside
    ]
    return [cell.answer, values, beside]


def source_of(snapshot: Snapshot, known: KnownSource, zone: dt.tzinfo | None = None) -> dict[str, Any]:
    """Make the row of a source; ``c`` are the days of the copies that had been taken by the as-of day."""
    source = known.as_of(snapshot.clocks.as_of)
    row = {
        "n": source.name,
        "p": safe(source.publisher or ""),
        "t": safe(source.title or ""),
        "u": link_target(source.url) or "",
        "w": safe(address(source.url or "")) if link_target(source.url) is None else "",
        "d": date_words(source.published, zone),
        "v": list(source.via),
        "o": safe(say.origin(source.origin.name, interested=source.origin.interested)) if source.origin else "",
        "c": [
            date_words(copy.capture.retrieved, zone)
            for copy, _ in copies_taken(snapshot, known)
            if copy.capture.retrieved
        ],
    }
    return {name: value for name, value in row.items() if value not in ("", [])}


# --- what was changed ------------------------------------------------------------------------------------------------


def changes_of(
    ledger: Ledger,
    stops: Sequence[tuple[Clock, Snapshot]],
    zone: dt.tzinfo | None = None,
    *,
    is_public: bool = False,
) -> dict[str, list[dict[str, Any]]]:
    """Tell the corrections, retractions and links of each event, in the order of the log.

    ``f`` is the first stop at which it was known, surely or possibly; our own count at every stop. ``d`` is the day of
    the record, ``t`` what it says, ``b`` why. A public page says no reasons, and no correction that sets nothing else.
    """
    last = stops[-1][1]
    limit = last.clocks.recorded_by
    subject: dict[str, set[str]] = {}
    found: dict[str, list[dict[str, Any]]] = {}
    for record in ledger.records:
        if limit is not None and record.recorded_at > limit.hi:
            continue
        content = record.content
        if record.kind == "event":
            subject[record.id] = {last.rows.get(record.id, record.id)}
        elif isinstance(content, Report):
            subject[record.id] = subject.get(content.event or "", set())
        elif isinstance(content, Correction | Retraction | Redaction | Link):
            ends = (content.from_, content.to) if isinstance(content, Link) else (content.target,)
            about = set().union(*(subject.get(end.partition("#")[0], set()) for end in ends))
            subject[record.id] = about
            first = _first(ledger, record, stops) if about else None
            shown = published_change(record) if is_public else record
            if first is not None and shown is not None and not isinstance(content, Link):
                told = {
                    "f": first,
                    "d": record.recorded[:10],
                    "t": change_words(shown, zone),
                    "b": safe("" if is_public else content.because or ""),
                }
                for event in sorted(about):
                    found.setdefault(event, []).append({name: value for name, value in told.items() if value != ""})
    return found


def _first(ledger: Ledger, record: Any, stops: Iterable[tuple[Clock, Snapshot]]) -> int | None:
    if isinstance(record.content, Redaction):
        return 0
    for place, (_, snapshot) in enumerate(stops):
        if ledger.knowable(record, snapshot.clocks) is not Answer.NO:
            return place
    return None
