"""A log as Parquet for engines: compiled piece by piece, in bounded memory, and taken up again where it was cut off.

Law of this module: the folder is whole once ``about`` lies in it, which is written last; until then no engine answers
from it. A piece that is done is on disk under its own name, and is not made again for the same log, heads and version.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

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
from timeline.errors import FileUnwritable, FormatError, LogError
from timeline.records import bearing
from timeline.records.line import decode
from timeline.records.model import Record
from timeline.store import checkpoints, disk, settings, whole_file
from timeline.store import index as indexes
from timeline.store.collecting import paused
from timeline.store.index_file import Unusable
from timeline.store.index_fill import node_number
from timeline.store.log import LogFiles

if TYPE_CHECKING:
    from timeline.store.index_records import Records

PIECE: Final = 100_000
"""So many lines are one piece."""
PART: Final = 500_000
"""So many lines of a log make one part more."""
GROUP: Final = 65_536
"""The rows of one row group: what must be read for one cell."""

_STEP: Final = 10_000
_MAKING: Final = "_making"
_DONE: Final = "_done"
_ABOUT: Final = "about/bucket=0/part-0.parquet"


@attrs.frozen(kw_only=True)
class Filled:
    """What was written: how many rows each table has, and how many pieces were there already."""

    rows: dict[str, int]
    lines: int
    pieces: int
    kept: int


def write(
    files: LogFiles,
    folder: str,
    *,
    piece: int = PIECE,
    part: int = PART,
    tell: Callable[[int, int], None] | None = None,
) -> Filled:
    """Write all that a log says, at all clocks, into a folder of Parquet files.

    Args:
        files: The log.
        folder: It is made where there is none; what an earlier export wrote there is replaced once all is made.
        piece: How many lines are compiled at once.
        part: How many lines make one part more.
        tell: Is told how many pieces are done, of how many.

    Raises:
        LogBroken: The log cannot be trusted.
        LogError: Its index cannot be used.
        FormatError: The folder holds other files, or pyarrow is not installed.
        FileUnwritable: The disk is full, read-only or faulty; the next call goes on from there.
    """
    try:
        import pyarrow.parquet as _  # noqa: F401 - optional
    except ImportError as error:
        fix = "pip install 'asof-timeline[scale]'"
        raise FormatError("parquet needs pyarrow, which is not installed", where="form", fix=fix) from error
    whole_file.check_folder(folder, endings=(".parquet",))
    settings.require_format(files.folder)
    index = indexes.Index(folder=files.folder, disk=files.disk)
    try:
        ready = index.ready()
    except indexes.Faulty:
        files.read()  # which says what is wrong
        raise
    except (Unusable, OSError) as error:
        what = f"the index in {indexes.FOLDER}/ cannot be used ({error})"
        raise LogError(what, where="log", fix="make its folder writable, or export a copy of the log") from error
    try:
        with paused(), index.records(ready) as records:
            return _Writing(files, folder, records, heads=ready.heads, piece=piece, part=part).run(tell)
    except OSError as error:
        what = f"{folder} cannot be written: {(error.strerror or str(error)).lower()}"
        raise FileUnwritable(what, where="-o", fix="make room, and run it again: it goes on from here") from error


class _Writing:
    """One folder on its way."""

    def __init__(
        self, files: LogFiles, folder: str, records: Records, *, heads: tuple[str, ...], piece: int, part: int
    ) -> None:
        self._files, self._folder, self._records = files, folder, records
        self._piece = piece
        self._making = os.path.join(folder, _MAKING)
        self._lines = int(records.connection.execute("SELECT count(*) FROM record").fetchone()[0])
        self._parts = -(-self._lines // part) or 1
        self._about = _about(files, heads, self._lines, self._parts)
        told = json.dumps([self._about, piece, [[one.name, one.stored] for one in TABLES]])
        self._name = hashlib.sha256(told.encode()).hexdigest()[:16]

    def run(self, tell: Callable[[int, int], None] | None) -> Filled:
        """Make all pieces that are not there, join them, and put them into place."""
        os.makedirs(self._making, exist_ok=True)
        for name in os.listdir(self._making):
            if name != self._name:
                shutil.rmtree(os.path.join(self._making, name))
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
        """Put what was made in the place of what was there, ``about`` last."""
        for shape in (ABOUT, *TABLES[:-1]):
            if os.path.isdir(self._path(f"final/{shape.name}")) or shape is ABOUT:
                there = os.path.join(self._folder, shape.name)
                if os.path.isdir(there):
                    shutil.rmtree(there)
                if shape is not ABOUT:
                    os.rename(self._path(f"final/{shape.name}"), there)
        rows = [("made", json.dumps(self._about, ensure_ascii=False)), *_texts(self._files)]
        self._write(f"final/{_ABOUT}", table(ABOUT, rows))
        os.rename(self._path("final/about"), os.path.join(self._folder, "about"))
        shutil.rmtree(self._making)
        disk.flush_folder(self._files.disk, self._folder)

    def _path(self, name: str) -> str:
        return os.path.join(self._making, self._name, name)

    def _write(self, name: str, made: Any) -> None:
        import pyarrow.parquet as pq

        path = self._path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        part = f"{path}.part"
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
