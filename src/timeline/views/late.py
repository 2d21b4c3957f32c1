"""What came into a log after its last checkpoint, and yet bears on an earlier day.

Law of this module: an answer about the past may change when records arrive late; it says so, and names the checkpoint
that gives the answer without them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.values import NEVER_AFTER, Answer
from timeline.records import chain, say
from timeline.records.model import Capture, Change, Record
from timeline.verify.checkpoint import Checkpoint


def last_of(checkpoints: Iterable[Checkpoint]) -> Checkpoint | None:
    """Choose the checkpoint with the highest number; of two clones' with one number, the one written later."""
    return max(checkpoints, key=lambda one: (one.number, one.time, one.root), default=None)


def late_words(ledger: Ledger, snapshot: Snapshot, last: Checkpoint, after: Container[str] | None = None) -> str | None:
    """Say how many records that bear on a snapshot's past came after a checkpoint; None where none did.

    By an as-of date these are the events, reports and changes that were known then, and the copies of their sources,
    whenever these were taken: each may move the day by which its source was public. By a recorded-by date alone, they
    are the records whose stamp is not after the checkpoint's. The ids of what came ``after`` it are given where they
    are at hand; else the parents of the records tell.
    """
    clocks = snapshot.clocks
    if clocks.checkpoint is not None or (clocks.as_of is None and clocks.recorded_by is None):
        return None
    limit = NEVER_AFTER if clocks.recorded_by is None else clocks.recorded_by.hi
    if after is None:
        within = chain.ancestors(ledger.records, last.heads)
        after = {record.id for record in ledger.records if record.id not in within}
    new = [record for record in ledger.records if record.id in after and record.recorded_at <= limit]
    if clocks.as_of is not None:
        told = _telling(snapshot)
        new = [r for r in new if r.id in told or _changes(ledger, snapshot, r) or _is_copy(snapshot, r)]
    else:
        new = [record for record in new if record.recorded <= last.time]
    if not new:
        return None
    count = f"{say.counted(len(new), 'record')} of this answer arrived after checkpoint {last.name}"
    return f"{count}; --at-checkpoint {last.name} answers without {'it' if len(new) == 1 else 'them'}"


def _telling(snapshot: Snapshot) -> set[str]:
    """Name the records that tell the events of a snapshot, and their reports that were known."""
    found: set[str] = set()
    for event in snapshot.events:
        found.update(event.members)
        found.update(report.record.id for report in event.reports if report.known is not Answer.NO)
    return found


def _is_copy(snapshot: Snapshot, record: Record) -> bool:
    """Say whether a record names a copy, with a day to it, of a source that was known."""
    known = snapshot.capture(record.id) if isinstance(record.content, Capture) else None
    return known is not None and known.capture.retrieved is not None


def _changes(ledger: Ledger, snapshot: Snapshot, record: Record) -> bool:
    is_change = isinstance(record.content, Change)
    return is_change and ledger.knowable(record, snapshot.clocks) is not Answer.NO
