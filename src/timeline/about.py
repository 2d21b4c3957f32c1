"""All there is about one record: what it is by three clocks, and how it came to be so.

Law of this module: an id or a name stands for one thing, or is refused; what changed a record is told in the order in
which the log got it, and nothing is left out that a clock lets through.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from timeline.asof import Ledger
from timeline.dates import Answer
from timeline.errors import RecordError
from timeline.holdings import REFERENCES, Holdings
from timeline.known import KnownEvent, Snapshot
from timeline.model import Correction, Event, Link, Record, Redaction, Report, Retraction, Source
from timeline.rows import Row, cascade_row, show_row, source_row
from timeline.sheets import fact_words, value_words

_SHORT = 8


def is_record(ledger: Ledger, text: str) -> bool:
    """Say whether a text is the name of a source, or begins the id of a record."""
    try:
        find(ledger, text)
    except RecordError:
        return False
    return True


def find(ledger: Ledger, text: str) -> Record:
    """Find a record by its id, by the beginning of it, or (a source) by its name.

    Raises:
        RecordError: There is none, or there are several.
    """
    try:
        return Holdings(ledger.records).find(text.partition("#")[0])
    except RecordError:
        for record in ledger.records:
            if isinstance(record.content, Source) and record.content.name == text:
                return record  # a source that was taken back
        raise


def about(ledger: Ledger, snapshot: Snapshot, text: str, strict: bool = False) -> Row:
    """Tell all that is known of an event, a source, or any other record.

    Raises:
        RecordError: There is no such record, or not by these clocks; or, where that is asked, not surely.
    """
    record = find(ledger, text)
    content = record.content
    changes = [row for row in story(ledger, snapshot, record.id) if row["kind"] not in ("event", "source", "report")]
    event = snapshot.event(record.id) if isinstance(content, Event) else None
    if event is not None and strict and event.known is Answer.POSSIBLY:
        raise RecordError(f'"{text}" was only possibly known by then', fix="leave --strict out")
    if event is not None:
        return {"kind": "event", **show_row(snapshot, event), **_fate(snapshot, event), "changes": changes}
    if not existed(record, snapshot):
        raise RecordError(
            f'"{text}" was recorded {record.recorded}, after the --recorded-by date', fix="ask by a later date"
        )
    if isinstance(content, Event) and not record.is_redacted:
        raise RecordError(f'"{text}" was not known by then', fix="ask as of a later date, or without --as-of")
    if isinstance(content, Source) and content.name in snapshot.sources:
        known = snapshot.sources[content.name]
        if known.record.id == record.id:
            return {"kind": "source", **source_row(known), **_envelope(record), "changes": changes}
    body = {"redacted": True} if record.body is None else record.body
    return {"kind": record.kind, "id": record.id, **body, **_envelope(record), "changes": changes}


def chains(ledger: Ledger, snapshot: Snapshot, text: str) -> tuple[list[Row], str]:
    """Tell who repeats whom about an event, and how many origins that makes, in words.

    Raises:
        RecordError: There is no such event, or it was not known by these clocks.
    """
    from timeline.standing import cascade, standing  # noqa: PLC0415 - most records are no events

    record = find(ledger, text)
    event = snapshot.event(record.id)
    if event is None:
        what = "was not known by then" if isinstance(record.content, Event) else f"is a {record.kind}, not an event"
        raise RecordError(f'"{text}" {what}', fix="give the id of an event; timeline list shows them")
    stands = standing(snapshot, event)
    low, high = stands.origins
    counted = f"{low if low == high else f'{low}..{high}'} {'origin' if low == high == 1 else 'origins'}"
    ends = ", ".join(f"{end.name}{' (interested)' if end.interested else ''}" for end in stands.ends if end.resolved)
    unresolved = ", ".join(end.name for end in stands.ends if not end.resolved)
    said = [f"named: {ends}"] if ends else []
    said += [f"not said what it rests on: {unresolved}"] if unresolved else []
    words = f"{stands.name}: {counted} of {stands.reports} {'report' if stands.reports == 1 else 'reports'}"
    return [cascade_row(snapshot, event, step) for step in cascade(snapshot, event)], "; ".join([words, *said])


def _fate(snapshot: Snapshot, event: KnownEvent) -> Row:
    """Tell whether an event was retracted or superseded, and who speaks against it."""
    from timeline.standing import standing  # noqa: PLC0415 - most records are no events

    return {
        "retracted": event.retracted.value,
        "superseded": event.superseded.value,
        "standing_by": list(standing(snapshot, event).by),
    }


def _envelope(record: Record) -> Row:
    return {"recorded": record.recorded, "by": record.by, "file": record.file, "line": record.line}


def story(ledger: Ledger, snapshot: Snapshot, text: str | None) -> list[Row]:
    """Tell how a record, or (without one) the whole log, came to be: a row for each record, in the log's order.

    Raises:
        RecordError: There is no such record.
    """
    clocks = snapshot.clocks
    ids = None if text is None else set(_same(snapshot, find(ledger, text)))
    told = []
    for record in ledger.records:
        if not existed(record, snapshot):
            continue
        if ids is not None:
            if record.id not in ids and not ids & refers_to(record):
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
                "because": body.get("because"),
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


def existed(record: Record, snapshot: Snapshot) -> bool:
    """Say whether the log held a record by the recorded-by day."""
    limit = snapshot.clocks.recorded_by
    return limit is None or record.recorded_at <= limit.hi


def refers_to(record: Record) -> set[str]:
    """Name the records that a record is about."""
    body = record.body or {}
    fields = (body.get(field) for field in REFERENCES.get(record.kind, ()))
    return {value.partition("#")[0] for value in fields if isinstance(value, str)}


def known_then(ledger: Ledger, snapshot: Snapshot, record: Record) -> Answer:
    """Say whether what a record says was public on the as-of day."""
    content = record.content
    if isinstance(content, Event):
        event = snapshot.event(record.id)
        return event.known if event else Answer.NO
    if isinstance(content, Source) and content.name in snapshot.sources:
        return snapshot.sources[content.name].window.known_by(snapshot.clocks.as_of)
    if isinstance(content, Report):
        event = snapshot.event(content.event or "")
        reports = event.reports if event else ()
        return next((report.known for report in reports if report.address == record.id), Answer.NO)
    if isinstance(content, Correction | Retraction | Link):
        return ledger.knowable(record, snapshot.clocks)
    return Answer.YES


def words(record: Record) -> str:
    """Say in one line what a record says."""
    match record.content:
        case Event() as event:
            return event.title
        case Source() as source:
            return source.name + (f": {source.publisher}" if source.publisher else "")
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
            return f"{_short(link.from_)} {link.rel} {_short(link.to)}"
        case None:
            return "(redacted)" if record.is_redacted else f"(unknown kind {record.kind})"


def _short(address: str) -> str:
    head, mark, number = address.partition("#")
    return (head[:_SHORT] if len(head) == 64 else head) + mark + number


def _whose(change: Correction | Retraction) -> str:
    if change.is_ours:
        return "our mistake"
    return "the world's account" + (f", {change.reported}" if change.reported else f", by {change.source}")


def _value(name: str, value: Any) -> str:
    if name == "facts" and isinstance(value, list):
        return ", ".join(map(fact_words, value)) or "none"
    return "nothing" if value is None else value_words(value)
