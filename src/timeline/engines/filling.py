"""A log as Parquet for engines: compiled piece by piece, in bounded memory, and taken up again where it was cut off.

Law of this module: the folder is whole once ``about`` lies in it, which is written last; until then no engine answers
from it. A piece that is done is on disk under its own name, and is not made again for the same log, heads and version.
What is on its way lies in a folder inside, which one process has at a time, and which no reader of Parquet looks into.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from timeline._version import __version__
from timeline.asof.compiled import Compiler
from timeline.asof.relation import Row
from timeline.engines import look as looks
from timeline.engines.look import Place
from timeline.engines.schema import (
    ABOUT,
    ALIAS_OF,
    BEARS,
    CHAIN,
    EVENT_VERSION,
    FACT_VERSION,
    FORM,
    LINK_VERSION,
    RECORDS,
    REPORT_VERSION,
    SILENT_VERSION,
    SOURCE_VERSION,
    TABLES,
    Shape,
)
from timeline.engines.tables import parted, table
from timeline.errors import FileUnwritable, FormatError
from timeline.records import bearing, say
from timeline.records.line import decode
from timeline.records.model import Record
from timeline.store import checkpoints, disk, settings, whole_file
from timeline.store import index as indexes
from timeline.store.collecting import paused
from timeline.store.index_file import Unusable
from timeline.store.index_fill import node_number
from timeline.store.log import LogFiles

if TYPE_CHECKING:
    from timeline.store.index import Ready
    from timeline.store.index_records import Records

    Beside: TypeAlias = Callable[[Ready], Mapping[str, bytes]]
    """Makes further files of a log, as its index knows it, each by its name in the folder."""

PIECE: Final = 100_000
"""So many lines are one piece."""
PART: Final = 500_000
"""So many lines of a log make one part more."""
GROUP: Final = 65_536
"""The rows of one row group: what must be read for one cell."""

_STEP: Final = 10_000
_DONE: Final = "_done"
_GONE: Final = "gone-"
_INDEX: Final = "index"
_LOCK: Final = "lock"
_PART: Final = "part"
_ABOUT: Final = "about/bucket=0/part-0.parquet"


@attrs.frozen(kw_only=True)
class Filled:
    """What was written: how many rows each table has, and how many pieces were there already."""

    rows: dict[str, int]
    lines: int
    pieces: int
    kept: int

    def in_words(self) -> str:
        """Say how much it is."""
        return "; ".join(
            (
                say.counted(self.rows["fact_version"], "version of a fact", "versions of facts"),
                say.counted(self.rows["event_version"], "version of an event", "versions of events"),
                say.counted(self.lines, "record"),
            )
        )

    def notes(self) -> tuple[str, ...]:
        """Say what there is to tell of how it was written."""
        return (f"{self.kept} of {self.pieces} pieces were there already",) if self.kept else ()


def write(
    files: LogFiles,
    folder: str,
    *,
    piece: int = PIECE,
    part: int = PART,
    beside: Beside | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Filled:
    """Write all that a log says, at all clocks, into a folder of Parquet files.

    Args:
        files: The log.
        folder: It is made where there is none; what an earlier export wrote there is replaced once all is made.
        piece: How many lines are compiled at once.
        part: How many lines make one part more.
        beside: What else goes into the folder.
        tell: Is told how many pieces are done, of how many.

    Raises:
        LogBroken: The log cannot be trusted.
        FormatError: The folder holds other files, or pyarrow is not installed.
        FileUnwritable: The disk is full, read-only or faulty, or another process writes there; the next call goes on
            from there.
    """
    try:
        import pyarrow.parquet as _  # noqa: F401 - optional
    except ImportError as error:
        fix = "pip install 'asof-timeline[scale]'"
        raise FormatError("parquet needs pyarrow, which is not installed", where="form", fix=fix) from error
    whole_file.check_folder(folder, endings=(".parquet",))
    settings.require_format(files.folder)
    making = os.path.join(folder, whole_file.UNDER_WAY)
    try:
        found = _indexed(files)
        with _alone(making):
            index, ready = found or _indexed_at(files, os.path.join(making, _INDEX))
            with paused(), index.records(ready) as records:
                return _Writing(files, folder, records, ready=ready, piece=piece, part=part, beside=beside).run(tell)
    except Unusable as error:
        what = f"the log cannot be looked up while {folder} is written: {error}"
        raise FileUnwritable(what, where="-o", fix="run it again: it goes on from here") from error
    except OSError as error:
        what = f"{folder} cannot be written: {(error.strerror or str(error)).lower()}"
        raise FileUnwritable(what, where="-o", fix="make room, and run it again: it goes on from here") from error


@contextlib.contextmanager
def _alone(making: str) -> Iterator[None]:
    """Hold the folder of what is on its way, as the only one who writes there."""
    os.makedirs(making, exist_ok=True)
    path = os.path.join(making, _LOCK)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = os.path.exists(path) and os.path.samestat(os.stat(path), os.fstat(handle))
        except BlockingIOError:
            is_ours = False
        if not is_ours:
            what = f"another process is writing {os.path.dirname(making)}"
            raise FileUnwritable(what, where="-o", fix="wait until it is done, or name another folder")
        yield
    finally:
        os.close(handle)


def _indexed(files: LogFiles) -> tuple[indexes.Index, Ready] | None:
    """Bring the index of a log up to date; None where it cannot be written there."""
    try:
        return _indexed_at(files, files.folder)
    except (Unusable, OSError):
        return None


def _indexed_at(files: LogFiles, place: str) -> tuple[indexes.Index, Ready]:
    """Bring the index of a log up to date, in a folder: the log's own, or where its export is made."""
    os.makedirs(place, exist_ok=True)
    index = indexes.Index(folder=files.folder, disk=files.disk, place=place)
    try:
        return index, index.ready()
    except indexes.Faulty:
        files.read()  # which says what is wrong
        raise


class _Writing:
    """One folder on its way."""

    def __init__(
        self,
        files: LogFiles,
        folder: str,
        records: Records,
        *,
        ready: Ready,
        piece: int,
        part: int,
        beside: Beside | None,
    ) -> None:
        self._files, self._folder, self._records = files, folder, records
        self._ready, self._piece, self._beside = ready, piece, beside
        self._making = os.path.join(folder, whole_file.UNDER_WAY)
        known = records.connection.execute("SELECT count(*) FROM record WHERE n <= ?", (records.last,))
        self._lines = int(known.fetchone()[0])
        self._parts = -(-self._lines // part) or 1
        self._about = _about(files, ready.heads, self._lines, self._parts)
        told = json.dumps([self._about, piece, [[one.name, one.stored] for one in TABLES]])
        self._name = hashlib.sha256(told.encode()).hexdigest()[:16]

    def run(self, tell: Callable[[int, int], None] | None) -> Filled:
        """Make all pieces that are not there, join them, and put them into place."""
        os.makedirs(os.path.join(self._making, self._name), exist_ok=True)
        for name in os.listdir(self._making):
            if name not in (self._name, _INDEX, _LOCK):
                self._forget(os.path.join(self._making, name))
        pieces = -(-self._lines // self._piece)
        kept = 0
        work: _Work | None = None
        after = looks.FIRST
        for number in range(pieces + 1):
            some = looks.lines(self._records, after, self._piece)
            after = some[-1].key if some else after
            if self._is_done(f"piece-{number}"):
                kept += 1
            else:
                work = work or _Work(self._records, self._files.folder)
                self._put(number, work.piece(some) if some else work.rest())
            if tell is not None:
                tell(number + 1, pieces + 1)
        rows = {shape.name: self._join(shape) for shape in TABLES if shape is not ABOUT}
        for name, data in ({} if self._beside is None else self._beside(self._ready)).items():
            self._write(f"final/{name}", data)
        self._swap()
        return Filled(rows=rows, lines=self._lines, pieces=pieces + 1, kept=kept)

    # --- pieces ------------------------------------------------------------------------------------------------------

    def _put(self, number: int, some: Iterable[tuple[Shape, Sequence[Row]]]) -> None:
        """Write the rows of a piece, a file for each part of each table."""
        import pyarrow as pa

        held: dict[tuple[str, int], list[Any]] = {}
        for shape, rows in some:
            for part, own in parted(shape, rows, self._parts).items():
                if own:
                    held.setdefault((shape.name, part), []).append(table(shape, own))
        for (name, part), made in held.items():
            self._write(f"{name}/{part}/piece-{number}.parquet", pa.concat_tables(made))
        self._mark(f"piece-{number}")

    def _join(self, shape: Shape) -> int:
        """Join the pieces of each part of a table, in its order; give how many rows there are."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        count = 0
        for part in range(self._parts if shape.by is not None else 1):
            path = f"final/{shape.name}/bucket={part}/part-0.parquet"
            if not os.path.exists(self._path(path)):
                source = self._path(f"{shape.name}/{part}")
                names = sorted(os.listdir(source)) if os.path.isdir(source) else []
                read = [pq.read_table(os.path.join(source, name), partitioning=None) for name in names]
                whole = pa.concat_tables(read) if read else table(shape, [])
                whole = whole.sort_by([(name, "ascending") for name in shape.sort])
                if shape.is_numbered:
                    first = part << 40
                    numbers = pa.array(range(first, first + whole.num_rows), pa.int64())
                    whole = whole.append_column("row_no", numbers)
                whole = whole.replace_schema_metadata({"timeline": json.dumps(self._about | {"relation": shape.name})})
                self._write(path, whole)
            count += pq.read_metadata(self._path(path)).num_rows
        return count

    def _swap(self) -> None:
        """Put what was made in the place of all that was there: ``about`` goes first, and comes last."""
        rows = [("made", json.dumps(self._about, ensure_ascii=False)), *_texts(self._files)]
        self._write(f"final/{_ABOUT}", table(ABOUT, rows))
        for place, _, _ in os.walk(self._path("final"), topdown=False):
            disk.flush_folder(self._files.disk, place)
        there = sorted(set(os.listdir(self._folder)) - {whole_file.UNDER_WAY}, key=lambda name: name != ABOUT.name)
        gone = self._gone() if there else ""
        for name in there:
            os.rename(os.path.join(self._folder, name), os.path.join(gone, name))
        made = sorted(os.listdir(self._path("final")), key=lambda name: (name == ABOUT.name, name))
        for name in made:
            if name == ABOUT.name:
                disk.flush_folder(self._files.disk, self._folder)
            os.rename(self._path(f"final/{name}"), os.path.join(self._folder, name))
        disk.flush_folder(self._files.disk, self._folder)
        self._forget(os.path.join(self._making, self._name))
        shutil.rmtree(self._making)

    def _forget(self, folder: str) -> None:
        """Remove a folder or file of what was on its way: first from its place, so that no half of it is met there."""
        gone = os.path.join(self._gone(), "it")
        os.rename(folder, gone)
        shutil.rmtree(os.path.dirname(gone))

    def _gone(self) -> str:
        """Make a place for what is going to be removed."""
        place = os.path.join(self._making, f"{_GONE}{os.urandom(8).hex()}")
        os.makedirs(place)
        return place

    def _path(self, name: str) -> str:
        return os.path.join(self._making, self._name, name)

    def _write(self, name: str, made: Any) -> None:
        """Put a table, or the bytes of a file, under its name once it is on disk."""
        import pyarrow.parquet as pq

        path = self._path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        part = self._path(_PART)
        if isinstance(made, bytes):
            with open(part, "wb") as file:
                file.write(made)
        else:
            pq.write_table(made, part, compression="zstd", row_group_size=GROUP)
        with open(part, "rb") as file:
            os.fsync(file.fileno())
        os.rename(part, path)

    def _is_done(self, name: str) -> bool:
        return os.path.exists(self._path(f"{_DONE}/{name}.parquet"))

    def _mark(self, name: str) -> None:
        import pyarrow as pa

        self._write(f"{_DONE}/{name}.parquet", pa.table({"done": [name]}))


class _Work:
    """Compiles the lines of a log."""

    def __init__(self, records: Records, folder: str) -> None:
        self._records, self._folder = records, folder
        self._compiler = Compiler(records)

    def piece(self, some: Sequence[Place]) -> Iterator[tuple[Shape, Sequence[Row]]]:
        """Give the rows of some lines, table by table, a few at a time."""
        for first in range(0, len(some), _STEP):
            few = some[first : first + _STEP]
            read = list(zip(few, self._read(few), strict=True))
            yield RECORDS, [_row(one, record, text) for one, (record, text) in read]
            yield BEARS, [(node_number(node), record.id) for _, (record, _) in read for node in bearing.found(record)]
            told = [self._compiler.event(record.id) for one, (record, _) in read if one.kind == "event"]
            yield FACT_VERSION, [row for one in told for row in one.facts]
            yield SILENT_VERSION, [row for one in told for row in one.silent]
            yield EVENT_VERSION, [row for one in told for row in one.events]
            yield REPORT_VERSION, [row for one in told for row in one.reports]
            yield ALIAS_OF, [row for one in told for row in one.aliases]
            linked = [self._compiler.link(record.id) for one, (record, _) in read if one.kind == "link"]
            yield LINK_VERSION, [row for rows in linked for row in rows]
            self._records.forget()

    def rest(self) -> Iterator[tuple[Shape, Sequence[Row]]]:
        """Give the rows of what is no line: sources, by name, and the runs of records."""
        names = sorted(self._records.names("source"))
        for first in range(0, len(names), _STEP):
            found = self._compiler.sources(names[first : first + _STEP])
            yield SOURCE_VERSION, [row for rows in found.values() for row in rows]
            self._records.forget()
        yield CHAIN, self._records.connection.execute("SELECT no, parent, place FROM chain").fetchall()

    def _read(self, few: Sequence[Place]) -> Iterator[tuple[Record, str]]:
        """Read lines as they lie, and prove them, in the order in which they are asked for."""
        found: dict[int, tuple[Record, str]] = {}
        for file in dict.fromkeys(one.file for one in few):
            with open(os.path.join(self._folder, file), "rb") as handle:
                for one in sorted((one for one in few if one.file == file), key=lambda one: one.offset):
                    data = os.pread(handle.fileno(), one.length, one.offset)
                    found[one.n] = decode(data, file=one.file, line_no=one.line), data.decode()
        return (found[one.n] for one in few)


def _row(one: Place, record: Record, text: str) -> Row:
    """Make the row of a line; its moment is that of its stamp."""
    body = record.body or {}
    kind = body.get("type") if one.kind == "event" else None
    type_ = None if one.kind != "event" or record.body is None else str(kind or "event")
    return (
        record.id, one.recorded, one.kind, type_, one.flags, one.chain, one.place, one.file, one.line, text,
    )  # fmt: skip


# --- about -----------------------------------------------------------------------------------------------------------


def _about(files: LogFiles, heads: tuple[str, ...], lines: int, parts: int) -> dict[str, Any]:
    kept = checkpoints.read(files).files.values() if checkpoints.any_in(files) else ()
    last = max(kept, key=lambda one: (one.number, one.time, one.root), default=None)
    return {
        "form": FORM,
        "timeline": __version__,
        "title": str(files.settings().get("title") or "Timeline"),
        "head": list(heads),
        "checkpoint": None if last is None else last.name,
        "records": lines,
        "buckets": parts,
    }


def _texts(files: LogFiles) -> Iterator[tuple[str, str]]:
    """Give the settings of a log and its checkpoints, as they lie there."""
    with open(os.path.join(files.folder, settings.FILE), encoding="utf-8") as file:
        yield settings.FILE, file.read()
    if checkpoints.any_in(files):
        for name, one in checkpoints.read(files).files.items():
            yield name, one.text.decode()
