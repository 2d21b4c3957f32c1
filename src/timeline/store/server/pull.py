"""Bring from a server what a log lacks: records, batch by batch, then checkpoints.

Law of this module: the server is not trusted. What comes is proved by its hashes, by the rules of its kinds and by what
it rests on before any of it is written; it is then put in place by one renaming. What is not what the server says that
it is refuses the whole portion. A record that is what its author wrote and breaks the rules stays there, with all that
rests on it, and keeps nobody from the rest. A text that is redacted on either side is never written. Nothing that was
here is touched, unless it was asked to erase what is redacted elsewhere.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH118
from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import msgspec

from timeline.errors import Finding, LogBroken, LogError
from timeline.records.cut import Cut, Head, body_in, cut, heading, redacted
from timeline.records.line import BadLine
from timeline.records.segment import stem
from timeline.store import append, checkpoints, recover, redact
from timeline.store.server import local, notes, rights, shared, wire
from timeline.store.server.address import Address
from timeline.store.server.connection import TIMEOUT_S, Server, connected, require_known
from timeline.store.server.local import Held
from timeline.store.server.shared import Sealed
from timeline.verify import checkpoint, union
from timeline.verify.checkpoint_text import FOLDER
from timeline.verify.graph import Lineage
from timeline.verify.union import Incoming

if TYPE_CHECKING:
    from timeline.store.append import Writer
    from timeline.store.log import LogFiles

PORTION: Final = 32_000_000
"""About so many bytes are written as one; what the server keeps as one batch is never parted."""
_ASKED_AT_ONCE: Final = 10_000
_HARMLESS: Final = frozenset({"file-name", "unknown-field", "unknown-kind", "login", "line-break", "not-erased"})
_THE_SERVERS: Final = frozenset({"hash", "form", "dangling-parent", "redacted-alone", "half-redacted", "twice"})
"""The codes of what no author can have done: a server that keeps its own rules has none of it."""
_REDACTS: Final = b'"kind":"redaction"'
_NOT_TRUSTED: Final = "do not trust that server before you know why; nothing of this portion was written"


@attrs.frozen
class Left:
    """A record that was left on the server, and why; ``resting`` are how many were left because they rest on it."""

    id: str
    why: str
    resting: int = 0


@attrs.frozen(kw_only=True)
class Pulled:
    """What a pull did, or would do.

    ``records``, ``size`` (bytes) and ``checkpoints`` are what came. ``files`` are those that were written, relative to
    the log's folder. ``redacted`` are the ids of records whose text is redacted elsewhere and still stands here;
    ``erased`` those whose text was erased here. ``captures`` is how many of the copies that came records name are not
    here: copies do not travel. ``left`` are the records that were left there, since they break the rules.
    """

    server: str
    is_dry: bool
    records: int = 0
    size: int = 0
    checkpoints: int = 0
    files: tuple[str, ...] = ()
    redacted: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    captures: int = 0
    left: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()


def pull(
    log: LogFiles,
    address: str,
    *,
    erase: bool = False,
    dry_run: bool = False,
    timeout_s: float = TIMEOUT_S,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Pulled:
    """Bring what a log lacks of what a server holds, beside what is there; arguments as for :meth:`timeline.Log.pull`.

    ``progress`` is told how many records came, and of how many.

    Raises:
        RecordError: The address cannot be read.
        LogError: There is no log on the server, or psycopg is not installed.
        LogBroken: A line of the log is damaged; or what the server sent is not what it says that it is, or the server's
            log is of a newer version. Nothing of that was written.
        ServerError: The server refused, or cannot be reached, or did not answer in time.
        LogLocked: Another process holds the log's lock.
        LogUnwritable: The disk refused.
        LogUnconfirmed: The last flush failed. Pulling again is safe.
    """
    target = Address.of(address)
    held = local.held(log)
    came = _Came()
    with connected(target, timeout_s=timeout_s) as server:
        rights.require_read(server)
        require_known(server)
        try:
            with server.snapshot():
                newest = shared.newest(server)
                wanted = _wanted(server, held, newest)
                came.of = sum(len(ids) for ids in wanted)
                are_two = 0 < came.of == newest.total and held.lineage.count > 0
                if not dry_run:
                    for lines in _portions(server, wanted, held.withheld):
                        held = _take(log, held, lines, came, server)
                        progress(came.records, came.of)
                there = shared.checkpoints_there(server)
        except LogError as error:
            error.written = came.files or error.written
            raise
    if dry_run:
        return Pulled(
            server=server.shown,
            is_dry=True,
            records=came.of,
            checkpoints=len(_new(log, there)),
            notes=(notes.of_two_logs(is_dry=True),) if are_two else (),
        )
    held = held if held.is_still() else local.held(log)
    count, told = _take_checkpoints(log, held, there)
    left = tuple(sorted(union.not_erased(held.lineage)))
    came_here = frozenset(came.files)
    mine = left if erase else tuple(one for one in left if union.stands_in(held.lineage, one) <= came_here)
    erased = redact.erase(log, mine) if mine else ()
    left = tuple(one for one in left if one not in erased)
    return Pulled(
        server=server.shown,
        is_dry=False,
        records=came.records,
        size=came.size,
        checkpoints=count,
        files=tuple(came.files),
        redacted=left,
        erased=erased,
        captures=notes.lacking_captures(log.folder, came.captures),
        left=came.told_left(),
        notes=(*came.notes, *((notes.of_two_logs(is_dry=False, files=came.files),) if are_two else ()), *told),
    )


@attrs.define
class _Came:
    """How far a pull has come."""

    of: int = 0
    records: int = 0
    size: int = 0
    files: tuple[str, ...] = ()
    captures: set[str] = attrs.field(factory=set)
    left: dict[str, str] = attrs.field(factory=dict)
    """The ids of records that are left there, each with why, or with the id of one of these on which it rests."""
    notes: tuple[str, ...] = ()

    def told_left(self) -> tuple[Left, ...]:
        """Say what was left, each fault once."""
        resting = Counter(self._cause(one) for one in self.left)
        return tuple(Left(one, why, resting[one] - 1) for one, why in sorted(self.left.items()) if why not in self.left)

    def _cause(self, one: str) -> str:
        while self.left[one] in self.left:
            one = self.left[one]
        return one


def _wanted(server: Server, held: Held, there: shared.There) -> list[list[bytes]]:
    """Give the ids of what is missing here, batch by batch; ``there`` is what the server says of its newest."""
    if all(held.lineage.find(head) is not None for head in there.heads):
        ancestry = held.lineage.ancestors(head.hex() for head in there.heads)
        if len(ancestry) == there.total:
            return []
    return [
        lacks for ids in shared.batches(server) if (lacks := [one for one in ids if held.lineage.find(one) is None])
    ]


def _portions(server: Server, wanted: Iterable[Sequence[bytes]], withheld: frozenset[bytes]) -> Iterator[list[Cut]]:
    """Ask for lines, whole batches of them at a time, and none without its text before the redaction that says why."""
    lines: list[Cut] = []
    size, alone, named = 0, set[bytes](), set(withheld)
    for ids in wanted:
        for at in range(0, len(ids), _ASKED_AT_ONCE):
            asked = list(ids[at : at + _ASKED_AT_ONCE])
            rows = server.query(f"select {wire.COLUMNS} from timeline.record where id = any(%b)", [asked], binary=True)  # noqa: S608 - names of our own columns
            if len(rows) != len(asked):
                raise LogBroken("the server names records that it does not give", where=server.shown, fix=_NOT_TRUSTED)
            came = [wire.cut_of(row) for row in rows]
            lines += came
            size += sum(len(row[1]) + len(row[3] or b"") for row in rows)
            alone.update(row[0] for row in rows if row[3] is None)
            named.update(_redacted_by(came))
        if size >= PORTION and alone <= named:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


def _take(log: LogFiles, held: Held, lines: Sequence[Cut], came: _Came, server: Server) -> Held:
    """Prove what came, and put it in place under the lock; give what the log holds then."""
    with append.locked(log.folder, log.disk) as writer:
        recover.sweep(writer)
        if writer.left() or recover.doubtful(writer):
            came.notes += recover.make_whole(writer).notes
        now = held if held.is_still() else local.held(log)
        lacking = [line for line in lines if now.lineage.find(bytes.fromhex(line.id.decode())) is None]
        while lacking := _without(lacking, came.left):
            files = _laid_out(writer, now, lacking)
            after = local.joined(now, files)
            faults = _faults(after, files, server, frozenset(_redacted_by(lines)))
            if not faults:
                break
            came.left |= faults
        else:
            return now
        if after.lineage.count != now.lineage.count + len(lacking):
            raise _untrusted(Finding(code="twice", message="a record came twice"), server)
        names = tuple(name for name, _ in files)
        writer.place_folder(names[0].rpartition("/")[0], [data for _, data in files])
        now = local.placed(after, names)
    came.files += names
    came.records += len(lacking)
    came.size += sum(len(data) for _, data in files)
    came.captures |= set(notes.copies_named(lacking))
    return now


def _laid_out(writer: Writer, held: Held, lines: Sequence[Cut]) -> list[tuple[str, bytes]]:
    """Lay lines out as the files of a folder that is not there yet, without the texts of what is redacted on any side.

    A line whose head cannot be read is laid out as it is: whoever proves it says what is wrong with it.
    """
    coming = [_incoming(line) for line in lines]
    withheld = held.withheld | set(_redacted_by(lines))
    coming = [
        one
        if one.head.kind == "redaction" or bytes.fromhex(one.id) not in withheld
        else msgspec.structs.replace(one, line=redacted(one.line))
        for one in coming
    ]
    laid = union.in_files(coming)
    first = laid[0][0]
    folder = stem(first.head.recorded, first.head.by, first.id, taken=writer.is_taken)
    return [
        (f"{folder}/{number:04d}.jsonl", b"".join(one.line + b"\n" for one in lines))
        for number, lines in enumerate(laid, 1)
    ]


def _without(lines: Sequence[Cut], left: dict[str, str]) -> list[Cut]:
    """Leave out of lines what is left on the server, and whatever rests on that, which is noted too."""
    if not left:
        return list(lines)
    kept: list[Cut] = []
    for line, one in sorted(((line, _incoming(line)) for line in lines), key=lambda pair: pair[1].head.recorded):
        cause = next((parent for parent in one.head.parents if parent in left), None)
        if cause is not None:
            left.setdefault(one.id, cause)
        if one.id not in left:
            kept.append(line)
    return kept


def _faults(
    after: Held, files: Sequence[tuple[str, bytes]], server: Server, redacted: frozenset[bytes]
) -> dict[str, str]:
    """Name the records that came and break the rules, each with what is wrong with it.

    Of ``redacted`` a redaction came; where that one is left there, what it names is left too.

    Raises:
        LogBroken: Something is not what the server says that it is, or rests on nothing.
    """
    coming = dict(files)
    found: dict[str, str] = {}
    for finding in union.unfit(after.lineage, coming.__contains__, _HARMLESS):
        if finding.file is None or finding.line is None:
            raise _untrusted(finding, server)
        line = _cut(coming[finding.file].split(b"\n")[finding.line - 1])
        if line is None or not line.is_proved:
            raise _untrusted(finding, server)
        record_id = line.id.decode()
        if finding.code == "redacted-alone" and bytes.fromhex(record_id) in redacted:
            found[record_id] = "its text is gone, and the redaction that says why is left there"
        elif finding.code in _THE_SERVERS:
            raise _untrusted(finding, server)
        else:
            found[record_id] = finding.message
    return found


def _cut(line: bytes) -> Cut | None:
    try:
        return cut(line)
    except BadLine:
        return None


def _incoming(line: Cut) -> Incoming:
    text = line.line
    try:
        head = heading(text)
    except BadLine:
        head = Head("0001-01-01T00:00:00.000000Z", "nobody", "none", ())
    return Incoming(line.id.decode(), head, text)


def _redacted_by(lines: Iterable[Cut]) -> Iterator[bytes]:
    """Give the ids that the redactions among some lines name."""
    for line in lines:
        if _REDACTS in line.head and _incoming(line).head.kind == "redaction":
            target = (body_in(line.line) or {}).get("target")
            if isinstance(target, str) and union.is_id(target):
                yield bytes.fromhex(target)


def _untrusted(finding: Finding, server: Server) -> LogBroken:
    return LogBroken(f"what came cannot be trusted: {finding.message}", where=server.shown, fix=_NOT_TRUSTED)


# --- checkpoints ------------------------------------------------------------------------------------------------------


def _new(log: LogFiles, there: Sequence[Sealed]) -> list[tuple[Sealed, str | None]]:
    """Give the checkpoints that are not here, and those that are here without the signature that they have there.

    With each of the latter goes the file that it is in here.
    """
    known = {one.text: file for file, one in checkpoints.read(log).files.items()}
    return [
        (sealed, file)
        for sealed in there
        if (file := known.get(sealed.text)) is None
        or (sealed.signature is not None and not os.path.lexists(os.path.join(log.folder, f"{file}.sig")))
    ]


def _take_checkpoints(log: LogFiles, held: Held, there: Sequence[Sealed]) -> tuple[int, tuple[str, ...]]:
    """Keep the checkpoints that are not here, and that hold what this log holds; say of the others why not."""
    told: list[str] = []
    if not _new(log, there):
        return 0, ()
    count = 0
    with append.locked(log.folder, log.disk) as writer:
        known = set(checkpoints.read(log).files)
        for sealed, here in _new(log, there):
            file = here or f"{FOLDER}/{sealed.name}.txt"
            if here is None and (why := _unfit(held.lineage, file, sealed, known)) is not None:
                told.append(f"checkpoint {sealed.name} was left there: {why}")
                continue
            checkpoints.accept(writer, file, sealed.text, sealed.signature)
            known.add(file)
            count += 1
    return count, tuple(told)


def _unfit(lineage: Lineage, file: str, sealed: Sealed, known: Container[str]) -> str | None:
    try:
        found = checkpoint.parse(sealed.text, file=file)
    except LogBroken as error:
        return error.what
    if found.name != sealed.name:
        return f"it is {found.name}"
    if file in known:
        return "another one has its name here"
    wrong = [
        one
        for one in checkpoint.check({file: found}, lineage)
        if one.code not in ("checkpoint-missing", "checkpoint-number")
    ]
    return wrong[0].message if wrong else None
