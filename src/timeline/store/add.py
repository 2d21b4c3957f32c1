"""Adding to a log that was read under the lock: decide, stamp, and write once.

Law of this module: what is decided rests on what is read under the lock, and on nothing that was never confirmed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from timeline.errors import LogBroken
from timeline.records import chain, segment
from timeline.records.admission import Decision, Draft
from timeline.records.line import TooLong, decode
from timeline.records.model import Record
from timeline.records.segment import Segment, newest, stem
from timeline.records.stamping import Stamped, clock_notes, stamped
from timeline.store import disk, recover, tracked
from timeline.store.append import Writer
from timeline.store.recover import Whole
from timeline.views import payloads

First: TypeAlias = "Callable[[Writer, Sequence[Record]], Callable[[], None] | None]"
"""What is done before anything is written; what it gives, if it gives anything, undoes it."""


@attrs.frozen(kw_only=True)
class Added:
    """What became of one draft: the record, and whether it was ``added`` or is ``already there``.

    A draft may also be ``said by an earlier line`` of the same batch; ``repeats`` is the place of that line, from 0.
    ``notes`` say what to look at again, such as a new name that looks like one in use.
    """

    status: str
    record: Record
    repeats: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def recorded(self) -> str:
        """The record's stamp."""
        return self.record.recorded

    @property
    def kind(self) -> str:
        """The record's kind."""
        return self.record.kind

    @property
    def body(self) -> dict[str, Any]:
        """The record's body."""
        return self.record.body or {}


@attrs.frozen(kw_only=True)
class Outcome:
    """What an append did: one :class:`Added` for each draft, in the order of the input, and what to tell the user.

    ``before`` are the records that the log held under the lock, by (recorded, id). ``begun`` is the last segment that
    it began, where it began one.
    """

    added: tuple[Added, ...]
    before: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    begun: str | None = None


def append(
    writer: Writer,
    whole: Whole,
    drafts: Sequence[Draft],
    *,
    own: str | None,
    by: str,
    now: int | None = None,
    clock_is_right: bool = False,
    admit: Callable[[Sequence[Record], Sequence[Draft]], tuple[Decision, ...]] | None = None,
    salt: Callable[[], str] | None = None,
    first: First | None = None,
) -> Outcome:
    """Add records to a log that was read under the lock; see :meth:`timeline.store.log.LogFiles.append`.

    Args:
        writer: Holds the lock.
        whole: What was read since it holds it.
        drafts: What to add.
        own: The segment that this run began outside git: there it alone is added to.
        by: Who writes.
        now: The clock.
        clock_is_right: Accept it as it is.
        admit: Decides what is written.
        salt: Gives chance.
        first: Done before anything is written; what it gives undoes it, where nothing comes to be written.
    """
    scan, notes = whole.scan, whole.notes
    records = chain.ordered(scan.records)
    decisions = (admit or payloads.admit)(records, drafts)
    moment = _clock() if now is None else now
    if any(decision.is_new for decision in decisions):
        notes += clock_notes(records, now=moment, clock_is_right=clock_is_right)
    left = recover.unconfirmed(writer, scan)
    segment = _open_for(writer, own, decisions, whole, left.closed)
    parents = (segment.records[-1].id,) if segment else chain.heads(records)
    made = _made(decisions, drafts, records, parents=parents, by=by, now=moment, salt=salt or _chance)
    made = _same_lines(made, left.lost, records)
    notes += tuple(text for one in decisions if one.is_new for text in one.notes)
    undo = first(writer, records) if first is not None else None
    try:
        files, begun = _written(writer, made, segment)
    except (OSError, LogBroken):  # surely not written; of a flush that failed nobody knows, so the copy stays
        if undo is not None:
            undo()
        raise
    repeats = {decision.place: decision.same for decision in decisions if decision.same is not None}
    added = _added(made, records, files, again=whole.again, start=segment, repeats=repeats)
    return Outcome(added=added, before=records, notes=notes, begun=begun)


@attrs.frozen(kw_only=True)
class Trial:
    """What an append would do: its decisions in the order of the input, and the records that it would write.

    ``before`` are the records of the log. The ids and stamps of ``records`` are not those that they would get.
    """

    decisions: tuple[Decision, ...]
    records: tuple[Record, ...]
    before: tuple[Record, ...]
    notes: tuple[str, ...] = ()


def tried(
    records: Sequence[Record],
    drafts: Sequence[Draft],
    *,
    by: str,
    clock_is_right: bool = False,
    admit: Callable[[Sequence[Record], Sequence[Draft]], tuple[Decision, ...]] | None = None,
) -> Trial:
    """Decide and stamp as :func:`append` does, and write nothing."""
    decisions = (admit or payloads.admit)(records, drafts)
    moment = _clock()
    new = [decision for decision in decisions if decision.is_new]
    notes = clock_notes(records, now=moment, clock_is_right=clock_is_right) if new else ()
    made = _made(decisions, drafts, records, parents=chain.heads(records), by=by, now=moment, salt=_chance)
    return Trial(
        decisions=tuple(sorted(decisions, key=lambda decision: decision.place)),
        records=made.records,
        before=tuple(records),
        notes=(*notes, *(text for one in new for text in one.notes)),
    )


def _made(decisions: Sequence[Decision], drafts: Sequence[Draft], records: Sequence[Record], **how: Any) -> Stamped:
    """Make the lines; a draft that is too long is named by its place in the input."""
    try:
        return stamped(decisions, records, **how)
    except TooLong as error:
        error.where = drafts[error.place].where if error.place is not None else None
        raise


def _written(writer: Writer, made: Stamped, segment: Segment | None) -> tuple[tuple[str, ...], str | None]:
    """Write the lines, if there are any; give the files that hold them, and the last segment that was begun."""
    if not made.lines:
        return (), None
    if segment and made.records[0].parents == (segment.records[-1].id,):
        writer.extend(segment, made.lines[0])
        return (segment.name,), None
    head = made.records[0]
    files = writer.place(stem(head.recorded, head.by, head.id, taken=writer.is_taken), made.lines)
    return files, files[-1]


def _open_for(
    writer: Writer, own: str | None, decisions: Sequence[Decision], whole: Whole, closed: frozenset[str]
) -> Segment | None:
    """The segment that one more line may go to: the newest that git does not have; outside git, this run's own."""
    new = [decision for decision in decisions if decision.is_new]
    if len(new) != 1 or new[0].recorded is not None:
        return None
    asked = tracked.ask(writer.folder)
    if asked.files is None:
        mine = [segment for segment in whole.scan.segments if segment.name == own]
    else:
        mine = [segment for segment in whole.scan.segments if not asked.has(segment.name)]
    found = newest(mine)
    if found is None or found.name in closed or found.name.count("/") > 1 or found.size > segment.SEGMENT_LIMIT:
        return None
    if asked.has_tree and tracked.knows(writer.folder, disk.contents(writer.path(found.name))):
        return None
    return found


def _same_lines(made: Stamped, lost: Sequence[bytes], records: Sequence[Record]) -> Stamped:
    """Where one record is added that an earlier append lost without a word, take its very line, and so its id."""
    if len(made.lines) != 1:
        return made
    known = {record.id for record in records}
    new = made.records[0]
    for line in lost:
        old = decode(line, file="new", line_no=1)
        fits = old.body == new.body and old.kind == new.kind and old.by == new.by and known.issuperset(old.parents)
        if fits:
            ids = {place: old.id if found == new.id else found for place, found in made.ids.items()}
            return Stamped(lines=(line,), records=(old,), ids=ids)
    return made


def _added(
    made: Stamped,
    records: Sequence[Record],
    files: Sequence[str],
    *,
    again: frozenset[str],
    start: Segment | None,
    repeats: Mapping[int, int],
) -> tuple[Added, ...]:
    known = {record.id: record for record in records}
    line = len(start.records) if start and files == (start.name,) else 0
    before = None
    for number, record in enumerate(made.records):
        file = files[number] if files else None
        line = line + 1 if file == before or (number == 0 and line) else 1
        before = file
        known[record.id] = attrs.evolve(record, file=file, line=line if file else None)
    fresh = {record.id for record in made.records} | again

    def status(place: int) -> str:
        if made.ids[place] not in fresh:
            return "already there"
        return "said by an earlier line" if place in repeats else "added"

    return tuple(
        Added(status=status(place), record=known[made.ids[place]], repeats=repeats.get(place))
        for place in sorted(made.ids)
    )


def _chance() -> str:
    return os.urandom(16).hex()


def _clock() -> int:
    return time.time_ns() // 1000
