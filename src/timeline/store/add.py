"""Adding to a log that was read under the lock: decide, stamp, and write once.

Law of this module: what is decided rests on what is read under the lock, and on nothing that was never confirmed.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from array import array
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from timeline.errors import LogBroken, RecordError
from timeline.records import segment
from timeline.records.catalogue import Holdings
from timeline.records.cut import body_in, kind_in, record_in, said_in, stamp_in
from timeline.records.drafts import WOULD, Decision, Draft, untold
from timeline.records.line import TooLong, decode
from timeline.records.made import Made
from timeline.records.model import Record
from timeline.records.segment import stem
from timeline.records.spooled import Lazy, others
from timeline.records.stamping import Ids, Stamped, clock_notes, stamped
from timeline.store import ground, tracked
from timeline.store.append import Writer
from timeline.store.ground import End, Ground
from timeline.views import payloads

if TYPE_CHECKING:
    from timeline.records import admission
    from timeline.records.drafts import Tell
    from timeline.records.names import Sort
    from timeline.records.twins import Knew
    from timeline.records.usual import Glance
    from timeline.store.log import Admit, LogFiles
    from timeline.store.tail import Tail

_ASKED_AT_ONCE: Final = 64
"""Of so many segments git is asked at once, the newest first."""

First: TypeAlias = "Callable[[Writer, Sequence[Record]], Callable[[], None] | None]"
"""What is done before anything is written; what it gives, if it gives anything, undoes it."""


class Line(msgspec.Struct, frozen=True):
    """A line that was written, or would be: its id, and its place; what it tells is read when asked for.

    ``of`` are the lines that were made with it, ``at`` is its place among them.
    """

    id: str
    of: Sequence[bytes]
    at: int
    file: str | None = None
    number: int | None = None
    seen: Glance | None = None

    @property
    def data(self) -> bytes:
        """Its bytes, without the newline."""
        return self.of[self.at]

    @property
    def record(self) -> Record:
        """Its record."""
        found = decode(self.data, file=self.file or "new", line_no=self.number or 1)
        return found if self.file is not None else msgspec.structs.replace(found, file=None, line=None)

    @property
    def recorded(self) -> str:
        """The record's stamp."""
        return self.of.stamp(self.at) if isinstance(self.of, Made) else stamp_in(self.data)

    @property
    def kind(self) -> str:
        """The record's kind."""
        return kind_in(self.data)

    @property
    def body(self) -> dict[str, Any] | None:
        """The record's body."""
        return body_in(self.data)

    @property
    def said(self) -> tuple[str, str, Mapping[str, Any]]:
        """The record's stamp, kind and body, at one look."""
        return said_in(self.data)

    @property
    def may_hold_login(self) -> bool:
        """Whether one of its texts may hold an address with a login."""
        return b"@" in (self.of.text(self.at) if isinstance(self.of, Made) else self.data)


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one draft: the record, and whether it was ``added`` or is ``already there``.

    A draft may also be ``said by an earlier line`` of the same batch; ``repeats`` is the place of that line, from 0.
    One that was only tried ``would be added``: then the id and the stamp are not those that it would get.
    ``notes`` say what to look at again, such as a new name that looks like one in use. ``held`` is the record, or the
    line that was written of it: of a large batch not every one is read back.
    """

    status: str
    held: Record | Line
    repeats: int | None = None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in self.__struct_fields__ if name != "held")
        return f"{type(self).__name__}(kind={self.kind!r}, id={self.id[:12]!r}, {', '.join(shown)})"

    @property
    def record(self) -> Record:
        """The record, with its place."""
        return self.held if isinstance(self.held, Record) else self.held.record

    @property
    def id(self) -> str:
        """The record's id."""
        return self.held.id

    @property
    def recorded(self) -> str:
        """The record's stamp."""
        return self.held.recorded

    @property
    def kind(self) -> str:
        """The record's kind."""
        return self.held.kind

    @property
    def body(self) -> dict[str, Any]:
        """The record's body."""
        return self.held.body or {}

    @property
    def said(self) -> tuple[str, str, Mapping[str, Any]]:
        """The record's stamp, kind and body, at one look."""
        held = self.held
        return held.said if isinstance(held, Line) else (held.recorded, held.kind, held.body or {})

    @property
    def seen(self) -> Glance | None:
        """What of it bears on others, where it was glanced at; None where the record was there already."""
        return self.held.seen if isinstance(self.held, Line) else None

    @property
    def may_hold_login(self) -> bool:
        """Whether one of its texts may hold an address with a login."""
        return self.held.may_hold_login if isinstance(self.held, Line) else True


class Became(Lazy[Added]):
    """What became of each draft, made when it is asked for: a large batch has no room for all."""

    def __init__(
        self,
        made: Stamped,
        records: Sequence[Record],
        files: Sequence[str],
        *,
        repeats: Mapping[int, int],
        again: frozenset[str] = frozenset(),
        start: End | None = None,
        done: str = "added",
    ) -> None:
        """Rest on the lines that were made, the files that hold them, and the records that the log held before."""
        super().__init__(len(made.ids), self._became)
        self._lines, self._files, self._numbers = made, files, _numbers(files, start)
        self.repeats, self._again, self._done = repeats, again, done
        named = set(made.ids.others.values())
        self._stands = {id_: stand for stand, id_ in enumerate(made.new) if id_ in named} if named else {}
        self._known = {record.id: record for record in records if record.id in named} if named else {}

    @property
    def ids(self) -> Sequence[str]:
        """The id of each draft's record."""
        return Lazy(len(self), self._lines.ids.__getitem__)

    @property
    def statuses(self) -> Sequence[str]:
        """What became of each, in a word."""
        return Lazy(len(self), self._status)

    @property
    def new(self) -> Sequence[Added]:
        """What became of those that were written, or would be."""
        if not self._lines.ids.others:
            return self
        places = array("q", (place for place, status in enumerate(self.statuses) if status == self._done))
        return Lazy(len(places), lambda number: self._became(places[number]))

    def _stand(self, place: int) -> int | None:
        stand = self._lines.ids.stand(place)
        return self._stands.get(self._lines.ids[place]) if stand is None else stand

    def _status(self, place: int) -> str:
        if self._stand(place) is None and self._lines.ids[place] not in self._again:
            return "already there"
        return "said by an earlier line" if place in self.repeats else self._done

    def _became(self, place: int) -> Added:
        stand = self._stand(place)
        if stand is None:
            held: Record | Line = self._known[self._lines.ids[place]]
        else:
            file, number = (self._files[stand], self._numbers[stand]) if self._files else (None, None)
            of = self._lines
            held = Line(of.new[stand], of.lines, stand, file, number, of.seen[stand])
        return Added(status=self._status(place), held=held, repeats=self.repeats.get(place))


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an append did: one :class:`Added` for each draft, in the order of the input, and what to tell the user.

    ``before`` are the records that the log held under the lock, by (recorded, id), or those that bear on what was
    added; then ``in_use`` has the names of each sort that count, and ``knew`` says who knew of whom. ``begun`` is the
    last segment that it began, where it began one.
    """

    added: Became
    before: tuple[Record, ...] = ()
    in_use: Mapping[Sort, Collection[str]] | None = None
    knew: Knew | None = None
    notes: tuple[str, ...] = ()
    begun: str | None = None


class _NeedsAll(Exception):
    """What bears on a draft is not enough to judge it."""


def decided(writer: Writer, log: LogFiles, drafts: Sequence[Draft], **how: Any) -> Outcome:
    """Add records under the lock, resting on what bears on them; or on the whole log, where that must be read.

    What is refused by a part is judged again by the whole, which knows all that there is to say of it.
    """
    rests_on = ground.part(writer, log, drafts)
    if rests_on is not None:
        try:
            return append(writer, rests_on, drafts, **how)
        except (RecordError, _NeedsAll):  # nothing was written
            pass
    return append(writer, ground.whole(writer), drafts, **how)


def append(
    writer: Writer,
    rests_on: Ground,
    drafts: Sequence[Draft],
    *,
    own: str | None,
    by: str,
    now: int | None = None,
    clock_is_right: bool = False,
    admit: Admit | None = None,
    salt: Callable[[], str] | None = None,
    first: First | None = None,
    tell: Tell | None = None,
) -> Outcome:
    """Add records to a log that was read under the lock; see :meth:`timeline.store.log.LogFiles.append`.

    ``own`` is the segment that this run began outside git: there it alone is added to.
    """
    records, notes = rests_on.records, rests_on.notes
    held = rests_on.holdings
    holdings = held() if held is not None else Holdings(records, rests_on.knew)
    if admit is None:
        decisions = payloads.admit(records, drafts, holdings=holdings, prove=_prover(rests_on))
    else:
        decisions = admit(records, drafts, holdings=holdings)
    if rests_on.is_part and any(decision.notes for decision in others(decisions)):
        raise _NeedsAll
    moment = _clock() if now is None else now
    if any(decision.is_new for decision in decisions):
        notes += clock_notes(records, now=moment, clock_is_right=clock_is_right)
    segment = _open_for(writer, own, decisions, rests_on)
    parents = (segment.last,) if segment else rests_on.heads
    made = _made(
        decisions, drafts, records, parents=parents, by=by, now=moment, salt=salt or _chance, tell=tell or untold
    )
    head = _read_back(made, segment)
    if head is not None and rests_on.left.lost:
        made, head = _same_lines(made, head, rests_on.left.lost, records)
    notes += tuple(
        f"{text}; to take it back: timeline retract {id_[:12]}"
        for one, id_ in (
            zip((one for one in decisions if one.is_new), made.new, strict=True)
            if any(one.notes for one in others(decisions))
            else ()
        )
        for text in one.notes
    )
    repeats = {decision.place: decision.same for decision in others(decisions) if decision.same is not None}
    del decisions  # a large batch has no room for what was decided beside the lines
    undo = first(writer, records) if first is not None else None
    try:
        files, begun = _written(writer, made, head, segment, rests_on.tail)
    except (OSError, LogBroken):  # surely not written; of a flush that failed nobody knows, so the copy stays
        if undo is not None:
            undo()
        raise
    added = Became(made, records, files, again=rests_on.again, start=segment, repeats=repeats)
    return Outcome(added=added, before=records, in_use=rests_on.in_use, knew=rests_on.knew, notes=notes, begun=begun)


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What an append would do: its decisions in the order of the input, and the records that it would write.

    ``added``, ``before``, ``in_use`` and ``knew`` are as in :class:`Outcome`. The ids and stamps of ``records`` are not
    those that they would get.
    """

    decisions: tuple[Decision, ...]
    records: Sequence[Line]
    added: Became
    before: tuple[Record, ...]
    in_use: Mapping[Sort, Collection[str]] | None = None
    knew: Knew | None = None
    notes: tuple[str, ...] = ()


def tried(log: LogFiles, drafts: Sequence[Draft], **how: Any) -> Trial:
    """Decide and stamp as :func:`decided` does, and write nothing."""
    rests_on = ground.bearing_on(log, drafts)
    if rests_on is not None:
        with contextlib.suppress(RecordError):
            found = _tried(rests_on.records, rests_on.heads, rests_on.knew, drafts, **how)
            if not any(decision.notes for decision in found.decisions):
                return msgspec.structs.replace(found, in_use=rests_on.in_use, knew=rests_on.knew)
    read = log.read()
    return _tried(read.records, read.heads, None, drafts, **how)


def _tried(
    records: Sequence[Record],
    heads: tuple[str, ...],
    knew: Knew | None,
    drafts: Sequence[Draft],
    *,
    by: str,
    clock_is_right: bool = False,
    admit: Admit | None = None,
    tell: Tell | None = None,
) -> Trial:
    decisions = (admit or payloads.admit)(records, drafts, holdings=Holdings(records, knew))
    moment = _clock()
    is_any_new = any(decision.is_new for decision in decisions)
    notes = clock_notes(records, now=moment, clock_is_right=clock_is_right) if is_any_new else ()
    made = _made(decisions, drafts, records, parents=heads, by=by, now=moment, salt=_chance, tell=tell or untold)
    repeats = {decision.place: decision.same for decision in others(decisions) if decision.same is not None}
    return Trial(
        decisions=tuple(sorted(decisions, key=lambda decision: decision.place)),
        records=Lazy(len(made.new), lambda at: Line(id=made.new[at], of=made.lines, at=at, seen=made.seen[at])),
        added=Became(made, records, (), repeats=repeats, done=WOULD),
        before=tuple(records),
        notes=(*notes, *(text for one in others(decisions) if one.is_new for text in one.notes)),
    )


def _made(decisions: Sequence[Decision], drafts: Sequence[Draft], records: Sequence[Record], **how: Any) -> Stamped:
    """Make the lines; a draft that is too long is named by its place in the input."""
    try:
        return stamped(decisions, records, **how)
    except TooLong as error:
        error.where = drafts[error.place].where if error.place is not None else None
        raise


def _prover(rests_on: Ground) -> admission.Prove | None:
    """Give what proves an event at once, where it was read before: for one event alone the import costs more."""
    if not rests_on.is_again:
        return None
    from timeline.records import usual  # noqa: PLC0415 - as above

    return usual.told


def _read_back(made: Stamped, segment: End | None) -> Record | None:
    """Read the first of the lines as whoever reads the log will; None where there is none."""
    if not made.lines:
        return None
    if segment is None:
        return made.records[0]
    read = decode if made.seen[0] is None else record_in
    return read(made.lines[0], file=segment.name, line_no=segment.lines + 1)


def _written(
    writer: Writer, made: Stamped, head: Record | None, segment: End | None, tail: Tail | None
) -> tuple[tuple[str, ...], str | None]:
    """Write the lines, if there are any; give the files that hold them, and the last segment that was begun."""
    if head is None:
        return (), None
    if segment and head.parents == (segment.last,):
        writer.extend(segment.name, segment.size, made.lines[0])
        if writer.held is not None:
            writer.held.tail = None  # while it changes: who is interrupted here rests on the index next time
            writer.held.wrote(segment.name, segment.size, made.lines[0], head)
            if tail is not None and tail.take(segment.name, segment.size, made.lines[0], head):
                writer.held.tail = tail
        return (segment.name,), None
    files = writer.place(stem(head.recorded, head.by, head.id, taken=writer.is_taken), made.lines)
    return files, files[-1]


def _open_for(writer: Writer, own: str | None, decisions: Sequence[Decision], rests_on: Ground) -> End | None:
    """The segment that one more line may go to: the newest that git does not have; outside git, this run's own."""
    new = list(itertools.islice((decision for decision in decisions if decision.is_new), 2))
    if len(new) != 1 or new[0].recorded is not None:
        return None
    if tracked.in_work_tree(writer.folder):
        found = _without_git(writer, rests_on.ends(), rests_on.left.closed)
    else:
        found = next((end for end in rests_on.ends() if end.name == own), None)
    return found if found is not None and _is_open(found, rests_on.left.closed) else None


def _is_open(end: End, closed: Container[str]) -> bool:
    return end.name not in closed and end.name.count("/") == 1 and end.size <= segment.SEGMENT_LIMIT


def _without_git(writer: Writer, ends: Iterable[End], closed: Container[str]) -> End | None:
    """Give the newest segment that git does not have, and never had with just these bytes; git is asked once for some.

    A segment to which nothing is added whatever git says of it ends the search if git does not have it.
    """
    rest, held = iter(ends), writer.held
    while some := list(itertools.islice(rest, _ASKED_AT_ONCE)):
        first = some[0]
        data = writer.contents(first.name, first.size) if _is_open(first, closed) else None
        if data is not None and held is not None and held.is_unsealed(first.name, data):
            return first
        repository = held.repository(writer.folder) if held is not None else None
        has = tracked.has(writer.folder, [end.name for end in some], data)
        if has is None:
            return None
        for end in some:
            if end.name in has.names:
                continue
            if end is first:
                if data is not None and held is not None and not has.knows_data:
                    held.git_lacks(end.name, data, repository)
                return None if has.knows_data else end
            if not _is_open(end, closed) or tracked.knows(writer.folder, writer.contents(end.name, end.size)):
                return None
            return end
    return None


def _same_lines(made: Stamped, new: Record, lost: Sequence[bytes], records: Sequence[Record]) -> tuple[Stamped, Record]:
    """Where one record is added that an earlier append lost without a word, take its very line, and so its id."""
    if len(made.lines) != 1:
        return made, new
    known = {record.id for record in records}
    for line in lost:
        old = decode(line, file="new", line_no=1)
        fits = old.body == new.body and old.kind == new.kind and old.by == new.by and known.issuperset(old.parents)
        if fits:
            ids = Ids({place: old.id if found == new.id else found for place, found in made.ids.items()})
            return Stamped(lines=(line,), new=(old.id,), seen=(None,), ids=ids), old
    return made, new


def _numbers(files: Sequence[str], start: End | None) -> array[int]:
    """Give the number of each new line in the file that holds it; one that is added to has some before."""
    found = array("q")
    line, before = start.lines if start and files == (start.name,) else 0, None
    for file in files:
        line = line + 1 if file == before or (not found and line) else 1
        before = file
        found.append(line)
    return found


def _chance() -> str:
    return os.urandom(16).hex()


def _clock() -> int:
    return time.time_ns() // 1000
