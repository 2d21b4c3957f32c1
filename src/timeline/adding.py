"""Adding to a log: read it under the lock, decide, stamp, and write once.

Law of this module: what is decided rests on what is read under the lock, and on nothing that was never confirmed.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

import attrs

from timeline import chain, codec, disk, intake, recovery, segments, tracked, writing
from timeline.intake import Decision, Draft
from timeline.log import Added, LogFiles, Outcome
from timeline.model import Record
from timeline.reading import Scan
from timeline.stamping import Stamped, clock_notes, stamped
from timeline.writing import Writer


def append(
    log: LogFiles,
    drafts: Sequence[Draft],
    *,
    by: str,
    now: int | None,
    clock_is_right: bool,
    admit: Callable[[Sequence[Record], Sequence[Draft]], tuple[Decision, ...]] | None,
    salt: Callable[[], str] | None,
    first: Callable[[Writer, Sequence[Record]], None] | None = None,
) -> Outcome:
    """Add records, all or none; see :meth:`timeline.log.LogFiles.append`."""
    with writing.locked(log.folder, log.disk) as writer:
        whole = recovery.make_whole(writer)
        scan, notes = whole.scan, whole.notes
        records = chain.ordered(scan.records)
        decisions = (admit or intake.admit)(records, drafts)
        moment = _clock() if now is None else now
        if any(decision.there is None and decision.same is None for decision in decisions):
            notes += clock_notes(records, now=moment, clock_is_right=clock_is_right)
        left = recovery.unconfirmed(writer, scan)
        segment = _open_for(log, decisions, scan, left.closed)
        parents = (segment.records[-1].id,) if segment else chain.heads(records)
        made = stamped(decisions, records, parents=parents, by=by, now=moment, salt=salt or _chance)
        made = _same_lines(made, left.lost, records)
        if first is not None:
            first(writer, records)
        files: tuple[str, ...] = ()
        if made.lines and segment and made.records[0].parents == (segment.records[-1].id,):
            writer.extend(segment, made.lines[0])
            files = (segment.name,)
        elif made.lines:
            head = made.records[0]
            name = segments.stem(head.recorded, head.by, head.id, taken=writer.is_taken)
            files = writer.place(name, made.lines)
            log.own = (os.getpid(), files[-1])
    return _outcome(made, records, files, again=whole.again, notes=notes, start=segment)


def _open_for(
    log: LogFiles, decisions: Sequence[Decision], scan: Scan, closed: frozenset[str]
) -> segments.Segment | None:
    """The segment that one more line may go to: the newest that git does not have; outside git, this run's own."""
    new = [decision for decision in decisions if decision.there is None and decision.same is None]
    if len(new) != 1 or new[0].recorded is not None:
        return None
    asked = tracked.ask(log.folder)
    if asked.files is None:
        mine = [segment for segment in scan.segments if log.own == (os.getpid(), segment.name)]
    else:
        mine = [segment for segment in scan.segments if not asked.has(segment.name)]
    found = segments.newest(mine)
    if found is None or found.name in closed or found.name.count("/") > 1 or found.size > segments.SEGMENT_LIMIT:
        return None
    if asked.has_tree and tracked.knows(log.folder, disk.contents(os.path.join(log.folder, found.name))):
        return None
    return found


def _same_lines(made: Stamped, lost: Sequence[bytes], records: Sequence[Record]) -> Stamped:
    """Where one record is added that an earlier append lost without a word, take its very line, and so its id."""
    if len(made.lines) != 1:
        return made
    known = {record.id for record in records}
    new = made.records[0]
    for line in lost:
        old = codec.decode(line, file="new", line_no=1)
        fits = old.body == new.body and old.kind == new.kind and old.by == new.by and known.issuperset(old.parents)
        if fits:
            ids = {place: old.id if found == new.id else found for place, found in made.ids.items()}
            return Stamped(lines=(line,), records=(old,), ids=ids)
    return made


def _outcome(
    made: Stamped,
    records: Sequence[Record],
    files: Sequence[str],
    *,
    again: frozenset[str],
    notes: tuple[str, ...],
    start: segments.Segment | None,
) -> Outcome:
    known = {record.id: record for record in records}
    line = len(start.records) if start and files == (start.name,) else 0
    before = None
    for number, record in enumerate(made.records):
        file = files[number] if files else None
        line = line + 1 if file == before or (number == 0 and line) else 1
        before = file
        known[record.id] = attrs.evolve(record, file=file, line=line if file else None)
    fresh = {record.id for record in made.records} | again
    return Outcome(
        added=tuple(
            Added(status="added" if made.ids[place] in fresh else "already there", record=known[made.ids[place]])
            for place in sorted(made.ids)
        ),
        notes=notes,
    )


def _chance() -> str:
    return os.urandom(16).hex()


def _clock() -> int:
    return time.time_ns() // 1000
