"""Which records of a log go into an export: all, or those that a question is about, with what they rest on.

Law of this module: what is exported holds together, so that it can be added to an empty log: whatever a record names is
with it, and what speaks of a record that stays behind stays behind. A record is given whole, as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.values import Answer
from timeline.records import say
from timeline.records.mentions import entities_in, origins_in, sources_in
from timeline.records.model import Capture, Link, Record, Source
from timeline.views.filters import Selection, select
from timeline.views.story import existed, known_then, refers_to

_MOST_ROUNDS: Final = 1000


@attrs.frozen(kw_only=True)
class Exported:
    """What a file holds, how much that is in words, and what to tell of what it does not hold."""

    text: str
    counted: str
    notes: tuple[str, ...]


def lines(ledger: Ledger, snapshot: Snapshot, selection: Selection) -> Exported:
    """Write the records of an export as JSON lines."""
    from timeline.text import jsonlines  # noqa: PLC0415 - one form is asked for

    found = export(ledger, snapshot, selection)
    counted = say.counted(len(found.records), "record")
    return Exported(text=jsonlines.text(found.records), counted=counted, notes=found.notes)


def sheet(snapshot: Snapshot, selection: Selection) -> Exported:
    """Write the events that are asked for as CSV, each as it was corrected by then."""
    from timeline.text import csv_out  # noqa: PLC0415 - one form is asked for

    events = select(snapshot.events, selection)
    made = csv_out.csv(events)
    notes = ["a sheet holds events alone: sources, links and what was corrected are in JSON lines"]
    if made.escaped:
        cells = "cell holds" if made.escaped == 1 else "cells hold"
        notes.append(
            f"{made.escaped} {cells} characters that do not print, as escapes; JSON lines have them as they are"
        )
    return Exported(text=made.text, counted=say.counted(len(events), "event"), notes=tuple(notes))


@attrs.frozen(kw_only=True)
class Export:
    """The records, in the order of the log, and what to tell of those that were left out."""

    records: tuple[Record, ...]
    notes: tuple[str, ...]


def export(ledger: Ledger, snapshot: Snapshot, selection: Selection) -> Export:
    """Choose the records of an export.

    Args:
        ledger: The log.
        snapshot: What was known by the clocks that were asked for. What was not known then is left out; a report inside
            the line of an event goes with the event.
        selection: Which events; empty for all.
    """
    records = [record for record in ledger.records if existed(record, snapshot)]
    gone = {record.id for record in records if record.body is None}
    chosen = _chosen(snapshot, selection)
    least = Answer.YES if selection.strict else Answer.POSSIBLY
    is_limited = snapshot.clocks.as_of is not None or selection.strict
    fit = {record.id for record in records if not is_limited or known_then(ledger, snapshot, record) >= least}
    near = _near(records, chosen)
    names: set[str] = set()
    kept: list[Record] = []
    for _ in range(_MOST_ROUNDS):
        kept = list(_kept(records, fit, chosen, names, near))
        named = {name for record in kept for _, name in sources_in(record.body or {})}
        if named <= names:
            break
        names |= named
    notes = []
    if gone:
        notes.append(f"{len(gone)} {'record is' if len(gone) == 1 else 'records are'} redacted and left out")
    left = len(records) - len(kept) - len(gone)
    if left:
        notes.append(f"{left} {'record is' if left == 1 else 'records are'} left out: not asked for, or not known then")
    return Export(records=tuple(kept), notes=tuple(notes))


def _chosen(snapshot: Snapshot, selection: Selection) -> set[str] | None:
    """Name the records that tell the events that are asked for; None where all are."""
    if attrs.evolve(selection, strict=False).is_everything:
        return None
    found = select((*snapshot.events, *snapshot.retracted), selection)
    return {member for event in found for member in (event.id, *event.members)}


def _near(records: Sequence[Record], chosen: set[str] | None) -> set[str]:
    """Name the entities of which the chosen events tell something, under every name that links give them."""
    near = {name for record in records if chosen and record.id in chosen for name in entities_in(record.body)}
    links = [c for r in records if isinstance(c := r.content, Link) and c.rel == "same-entity"]
    while more := {end for c in links if near & {c.from_, c.to} for end in (c.from_, c.to)} - near:
        near |= more
    return near


def _kept(
    records: Sequence[Record], fit: set[str], chosen: set[str] | None, names: set[str], near: set[str]
) -> Iterable[Record]:
    """Pass over the records once, and keep those that are fit and whose targets are kept."""
    kept: set[str] = set()
    origins: set[str] = set()
    for record in records:
        content, body = record.content, record.body
        if body is None or record.kind == "redaction":
            continue
        if isinstance(content, Source):
            is_kept = content.name in names or (chosen is None and record.id in fit)
        elif isinstance(content, Capture):
            is_kept = record.id in fit and (chosen is None or content.source in names)
        elif isinstance(content, Link) and content.rel == "same-origin":
            is_kept = record.id in fit and {content.from_, content.to} <= origins
        elif isinstance(content, Link) and content.rel == "same-entity":
            is_kept = record.id in fit and (chosen is None or not near.isdisjoint((content.from_, content.to)))
        elif record.id not in fit:
            is_kept = False
        elif record.kind == "event":
            is_kept = chosen is None or record.id in chosen
        else:
            of = refers_to(record)
            is_kept = of <= kept if of else chosen is None
        if is_kept:
            kept.add(record.id)
            origins.update(origins_in(body))
            yield record
