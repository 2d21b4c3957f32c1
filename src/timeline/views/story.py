"""All there is about one record: what it is by three clocks, and how it came to be so.

Law of this module: an id or a name stands for one thing, or is refused; what changed a record is told in the order in
which the log got it, and nothing is left out that a clock lets through.
"""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.sources import alone, taken
from timeline.asof.values import KnownEvent, KnownReport, Snapshot
from timeline.asof.windows import day_of
from timeline.dates.values import Answer, Clock, both, either
from timeline.errors import RecordError
from timeline.records import say
from timeline.records.catalogue import Holdings
from timeline.records.fields import address, masked, without_logins
from timeline.records.mentions import references_in
from timeline.records.model import (
    Capture,
    Change,
    Correction,
    Event,
    Link,
    Record,
    Redaction,
    Report,
    Retraction,
    Source,
    unstructure,
)
from timeline.records.references import no_such_report, report_count
from timeline.records.unknown import unknown_in
from timeline.records.words import BETWEEN_NAMES
from timeline.text.tables.words import archive_words
from timeline.views import chosen
from timeline.views.filters import EVERYTHING, Selection, concerns
from timeline.views.rows import Row, cascade_row, rectangle_row, show_row, source_row
from timeline.views.surely import sure_cell

if TYPE_CHECKING:
    from timeline.views.table import ViewSpec

_SHORT = 8


def is_record(ledger: Ledger, text: str) -> bool:
    """Say whether a text is the name of a source, or begins the id of a record."""
    try:
        find(ledger, text)
    except RecordError:
        return False
    return True


def find(ledger: Ledger, text: str) -> Record:
    """Find a record by its id, by the beginning of it, by ``key:K``, or (a source) by its name.

    Raises:
        RecordError: There is none, or there are several; or the event holds no report of the number after a ``#``.
    """
    holdings = Holdings(ledger.records)
    head, mark, number = holdings.parted(text)
    try:
        record = holdings.find(head)
    except RecordError:
        for record in ledger.records:
            if isinstance(record.content, Source) and record.content.name == text:
                return record  # a source that was taken back
        raise
    if mark:
        if record.kind != "event":
            raise RecordError(
                f"it is {say.article(record.kind)}, and holds no reports", fix="leave the # and the number out"
            )
        count = report_count(record.body, record.id, holdings)
        if record.body is not None and number not in map(str, range(1, count + 1)):
            raise RecordError(no_such_report(count, number), fix="count its own reports from 1")
    return record


def event_of(ledger: Ledger, snapshot: Snapshot, text: str) -> KnownEvent:
    """Find an event that was known, also one that was taken back, by its id or the beginning of it.

    Raises:
        RecordError: There is no such record, or it is not an event, or it was not known by these clocks.
    """
    record = find(ledger, text)
    event = snapshot.event(record.id)
    if event is None:
        fix = "give the id of an event; `timeline list` shows them"
        if isinstance(record.content, Event):
            raise RecordError(f'"{text}" was not known by then', fix=fix)
        fix = f"to see the {record.kind}: timeline show {shlex.quote(text)}; else {fix}"
        raise RecordError(f'"{text}" is a {record.kind}, not an event', fix=fix)
    return event


def about(ledger: Ledger, snapshot: Snapshot, text: str, strict: bool = False) -> Row:
    """Tell all that is known of an event, a source, or any other record.

    Raises:
        RecordError: There is no such record, or not by these clocks; or, where that is asked, not surely.
    """
    record = find(ledger, text)
    content = record.content
    told = story(ledger, snapshot, record.id)
    changes = [row for row in told if row["kind"] not in ("event", "source", "capture", "report")]
    event = snapshot.event(record.id) if isinstance(content, Event) else None
    if event is not None and strict and event.known is Answer.POSSIBLY:
        raise RecordError(f'"{text}" was only possibly known by then', fix="ask without strict")
    if event is not None:
        return {
            "kind": "event",
            **show_row(snapshot, event),
            **_fate(snapshot, event),
            "unknown": _unknown(record),
            "changes": changes,
        }
    if not existed(record, snapshot):
        raise RecordError(
            f'"{text}" was recorded {record.recorded}, after the recorded-by day', fix="ask by a later day"
        )
    if not record.is_redacted and known_then(ledger, snapshot, record) is Answer.NO:
        raise _not_known(text, content, snapshot)
    if isinstance(content, Source) and content.name in snapshot.sources:
        known = snapshot.sources[content.name]
        if known.record.id == record.id:
            return {
                "kind": "source",
                **source_row(snapshot, known),
                **_envelope(record),
                "unknown": _unknown(record),
                "changes": changes,
            }
    body = {"redacted": True} if record.body is None else without_logins(record.body)
    return {"kind": record.kind, "id": record.id, **body, **_envelope(record), "changes": changes}


def chains(ledger: Ledger, snapshot: Snapshot, text: str) -> tuple[list[Row], str]:
    """Tell who repeats whom about an event, and how many origins that makes, in words.

    Raises:
        RecordError: There is no such event, or it was not known by these clocks.
    """
    from timeline.views.standing import cascade, standing  # noqa: PLC0415 - most records are not events

    event = event_of(ledger, snapshot, text)
    stands = standing(snapshot, event)
    ends = ", ".join(say.origin(end.name, interested=end.interested) for end in stands.ends if end.resolved)
    unresolved = ", ".join(end.name for end in stands.ends if not end.resolved)
    said = [f"named: {ends}"] if ends else []
    said += [f"not said what it rests on: {unresolved}"] if unresolved else []
    against = ", ".join(by if snapshot.event(by) is None else by[:8] for by in stands.by)
    stand = f"{stands.name} by {against}" if against else stands.name
    words = f"{stand}: {say.origins(stands.origins, stands.reports, stands.name)}"
    return [cascade_row(snapshot, event, step) for step in cascade(snapshot, event)], "; ".join([words, *said])


def _not_known(text: str, content: object, snapshot: Snapshot) -> RecordError:
    """Say that a record was not known by then; of a source that a report cites before its own day, where that shows."""
    fix = "ask as of a later day, or of every day"
    if isinstance(content, Source) and any(content.name in event.sources() for event in snapshot.events):
        what = f'"{text}" was not published by then; only reports that say a day of their own are known of it'
        return RecordError(
            what, fix=f"{fix}; `timeline list --source {content.name}` by these clocks lists its reports"
        )
    return RecordError(f'"{text}" was not known by then', fix=fix)


def _fate(snapshot: Snapshot, event: KnownEvent) -> Row:
    """Tell whether an event was retracted or superseded, and who speaks against it."""
    from timeline.views.standing import standing  # noqa: PLC0415 - most records are not events

    return {
        "retracted": event.retracted.value,
        "superseded": event.superseded.value,
        "standing_by": list(standing(snapshot, event).by),
    }


def _unknown(record: Record) -> Row:
    """Give the fields of an event or a source that this version does not know, each by its path; nobody reads them."""
    return dict(without_logins(unknown_in(record.kind, record.body or {})))


def _envelope(record: Record) -> Row:
    return {"recorded": record.recorded, "by": record.by, "file": record.file, "line": record.line}


def history(
    ledger: Ledger,
    snapshot: Snapshot,
    specs: Mapping[str, ViewSpec],
    name: str | None,
    *,
    view: str | None = None,
    asked: Selection = EVERYTHING,
) -> tuple[list[Row], ViewSpec | None]:
    """Tell how something came to be what it is, and of a cell by the rule of which view.

    The name is that of a cell, ``ENTITY.PROPERTY``, over all as-of days and all days of the world; the id of a record,
    or a source's name; None for the whole log. What only a later as-of day shows is left out. What is asked chooses the
    events of which records tell; its dates also the stretches of a cell.

    Raises:
        RecordError: There is no such record or entity (``where`` is *name*), or only some events of a cell are asked.
        ViewError: There is no such view (``where`` is *view*), or none has the property (*name*).
    """
    if name is None or "." not in name or is_record(ledger, name):
        try:
            told = story(ledger, snapshot, name, asked)
        except RecordError as error:
            error.where = "name"
            if name is not None and (of_it := chosen.cell_of(snapshot, specs, name)) is not None:
                error.fix = f"name one of its cells: {of_it}"
            raise
        return [row for row in told if not asked.strict or row["known"] == Answer.YES.value], None
    from timeline.views.overtime import rectangles  # noqa: PLC0415 - most questions never ask

    cell = chosen.cell(ledger, snapshot, specs, name, view=view, where="name")
    clocks = snapshot.clocks
    if words := [word for word, names in asked.names().items() if names]:
        what = "the history of a cell is told from all events, whichever are asked for"
        fix = "leave it out; the records of the events that fit: `timeline history` without a cell"
        raise RecordError(what, where=words[0], fix=fix)
    found = rectangles(
        ledger, cell.spec, cell.entity, cell.property, recorded_by=clocks.recorded_by, as_of=clocks.as_of
    )
    lo, hi = asked.bounds
    rows = [rectangle_row(one) for one in found if one.stretch.lo <= hi and one.stretch.hi >= lo]
    return ([sure_cell(row) for row in rows] if asked.strict else rows), cell.spec


def story(ledger: Ledger, snapshot: Snapshot, text: str | None, selection: Selection = EVERYTHING) -> list[Row]:
    """Tell how a record, or (without one) the whole log, came to be: a row for each record, in the log's order.

    To a source, and to an event, belong the copies of the sources behind it: they bear on when it became public. With
    a selection only what belongs to the events that it is about; a source that is asked for is told whole.

    Raises:
        RecordError: There is no such record.
    """
    clocks = snapshot.clocks
    asked = None if text is None else find(ledger, text)
    names = frozenset() if asked is None else _sources_behind(snapshot, asked)
    ids = None if asked is None else {*_same(snapshot, asked), *_copies_of(snapshot, names)}
    is_narrow = not attrs.evolve(selection, strict=False).is_everything
    if is_narrow and not isinstance(getattr(asked, "content", None), Source):
        then = [event for event in (*snapshot.events, *snapshot.retracted) if concerns(event, selection)]
        if asked is None:
            names = frozenset(name for event in then for name in _behind(snapshot, event))
            ids = {*(name for event in then for name in event.members), *_copies_of(snapshot, names)}
            ids |= {record.id for record in ledger.records if _defines(record, names)}
        elif asked.kind == "event" and not any(asked.id in event.members for event in then):
            return []
    told = []
    for record in ledger.records:
        if not existed(record, snapshot):
            continue
        if ids is not None:
            if record.id not in ids and not ids & _about(ledger, snapshot, record) and not _is_copy(record, names):
                continue
            ids.add(record.id)
        known = known_then(ledger, snapshot, record)
        if clocks.as_of is not None and known is Answer.NO:
            continue
        body = record.body or {}
        told.append(
            {
                "recorded": record.recorded,
                "kind": record.kind,
                "id": record.id,
                "by": record.by,
                "what": words(record),
                "because": without_logins(body.get("because")),
                "known": known.value,
                "file": record.file,
                "line": record.line,
            }
        )
    return told


def _same(snapshot: Snapshot, record: Record) -> Sequence[str]:
    """Name the records that are said to be one event with a record."""
    event = snapshot.event(record.id) if record.kind == "event" else None
    return (record.id, *(event.members if event else ()))


def _sources_behind(snapshot: Snapshot, record: Record) -> frozenset[str]:
    """Name a source; or the sources in the chains behind an event."""
    if isinstance(record.content, Source):
        return frozenset((record.content.name,))
    event = snapshot.event(record.id) if record.kind == "event" else None
    return frozenset() if event is None else _behind(snapshot, event)


def _behind(snapshot: Snapshot, event: KnownEvent) -> frozenset[str]:
    """Name the sources in the chains behind an event."""
    from timeline.views.standing import cascade  # noqa: PLC0415 - most records are not events

    return frozenset(step.name for step in cascade(snapshot, event))


def _defines(record: Record, names: Container[str]) -> bool:
    """Say whether a record defines one of these sources."""
    return isinstance(record.content, Source) and record.content.name in names


def _copies_of(snapshot: Snapshot, names: Iterable[str]) -> Iterator[str]:
    """Give the ids of the captures that name copies of sources, as they were corrected."""
    known = (snapshot.sources[name] for name in names if name in snapshot.sources)
    return (copy.record.id for one in known for copy in one.captures if copy.record.kind == "capture")


def _is_copy(record: Record, names: Container[str]) -> bool:
    """Say whether a record names a copy of one of these sources, whatever became of it since."""
    return isinstance(record.content, Capture) and record.content.source in names


def existed(record: Record, snapshot: Snapshot) -> bool:
    """Say whether the log held a record by the recorded-by day."""
    limit = snapshot.clocks.recorded_by
    return limit is None or record.recorded_at <= limit.hi


def _about(ledger: Ledger, snapshot: Snapshot, record: Record) -> set[str]:
    """Name the records that a record is about, by its own words and as we corrected them."""
    found = refers_to(record)
    if record.kind in ("report", "correction", "retraction"):
        found.add(ledger.about_what(record, snapshot.clocks).partition("#")[0])
    elif record.kind == "link":
        found |= {
            end for link in snapshot.links if link.record.id == record.id for end in (link.link.from_, link.link.to)
        }
    return found


def refers_to(record: Record) -> set[str]:
    """Name the records that a record is about."""
    return {text.partition("#")[0] for _, text in references_in(record.kind, record.body or {})}


def known_then(ledger: Ledger, snapshot: Snapshot, record: Record) -> Answer:
    """Say whether what a record says was public on the as-of day, also where it was taken back by then."""
    content = record.content
    if isinstance(content, Event):
        event = snapshot.event(record.id) or ledger.event(record.id, snapshot.clocks)
        return _public(event, snapshot.clocks.as_of) if event else Answer.NO
    if isinstance(content, Source) and content.name in snapshot.sources:
        return snapshot.sources[content.name].window.known_by(snapshot.clocks.as_of)
    if isinstance(content, Capture):
        known = snapshot.capture(_first_of(snapshot, record))
        return (known.window if known else taken(content, record)).known_by(snapshot.clocks.as_of)
    if isinstance(content, Report):
        if any(one.id == content.event for one in snapshot.redacted):  # what else is told of its event is gone
            return alone(content, record, snapshot.sources).known_by(snapshot.clocks.as_of)
        found = _told_report(ledger, snapshot, record)
        return found.window.known_by(snapshot.clocks.as_of) if found else Answer.NO
    if isinstance(content, Change):
        return ledger.knowable(record, snapshot.clocks)
    return Answer.YES


def _public(event: KnownEvent, as_of: Clock | None) -> Answer:
    """Say whether an event was known, or had been before it was taken back."""
    if event.retracted is Answer.NO:
        return event.known
    affirming = [report for report in event.reports if report.takes("reports") is not Answer.NO]
    told = [both(report.window.known_by(as_of), report.takes("reports")) for report in affirming]
    told = told or [report.window.known_by(as_of) for report in event.reports]
    alone = [day_of(part.record.recorded_at) for part in event.united or (event,) if part.tells_itself]
    return either(event.known, *told, *(day.known_by(as_of) for day in alone))


def _told_report(ledger: Ledger, snapshot: Snapshot, record: Record) -> KnownReport | None:
    """Find a report of a line of its own: of an event that is known, or was taken back; else told by itself.

    What denies or doubts an event may be public before anybody reports it, and so before it is known.
    """
    event = snapshot.event(ledger.about_what(record, snapshot.clocks))
    address = _first_of(snapshot, record)
    found = next((report for report in event.reports if report.address == address), None) if event else None
    return found or ledger.report(record, snapshot.clocks)


def _first_of(snapshot: Snapshot, record: Record) -> str:
    """Name the record that says first what a record says; it stands for both in every answer."""
    return snapshot.rows.get(record.id, record.id)


def words(record: Record) -> str:
    """Say in one line what a record says."""
    match record.content:
        case Event() as event:
            return masked(event.title)
        case Source() as source:
            return source.name + (f": {masked(source.publisher)}" if source.publisher else "")
        case Capture() as capture:
            day = f" of {capture.retrieved}" if capture.retrieved else ""
            return f"{capture.source}, copy{day}: {archive_words(unstructure(capture))}"
        case Report() as report:
            return f"{report.source or 'unsourced'} {report.stance} on {_short(report.event or '')}"
        case Correction() as change:
            sets = "; ".join(f"{name} = {_value(name, value)}" for name, value in change.set.items())
            return f"{_short(change.target)}: {sets} ({_whose(change)})"
        case Retraction() as change:
            return f"{_short(change.target)} taken back ({_whose(change)})"
        case Redaction() as redaction:
            return f"{_short(redaction.target)} redacted"
        case Link() as link:
            short = say.quoted if link.rel in BETWEEN_NAMES else _short
            return f"{short(link.from_)} {link.rel} {short(link.to)}"
        case None:
            return "(redacted)" if record.is_redacted else f"(unknown kind {record.kind})"


def _short(address: str) -> str:
    head, mark, number = address.partition("#")
    return (head[:_SHORT] if len(head) == 64 else head) + mark + number


def _whose(change: Change) -> str:
    if change.is_ours:
        return "our mistake"
    return "the world's account" + (f", {change.reported}" if change.reported else f", by {change.source}")


def _value(name: str, value: Any) -> str:
    if name == "facts" and isinstance(value, list):
        return ", ".join(map(say.fact, value)) or "none"
    if name == "url" and isinstance(value, str):
        value = address(value)
    return "nothing" if value is None else say.shown(without_logins(value))
