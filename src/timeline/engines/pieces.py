"""The pieces of which the folder of an export is made: each is compiled, and each part joined, knowing of no other.

Law of this module: whoever makes a piece, this process or a worker of an engine, makes the same bytes, with the
function that compiles for the index; making it twice does no harm. What is done is on disk under its own name.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

import attrs

from timeline.asof.compiled import Compiler
from timeline.asof.relation import Row
from timeline.engines import folders
from timeline.engines import look as looks
from timeline.engines.growing import Growth
from timeline.engines.look import Key, Place
from timeline.engines.schema import (
    ABOUT,
    ALIAS_OF,
    BEARS,
    CHAIN,
    EVENT_VERSION,
    FACT_VERSION,
    LINK_VERSION,
    RECORDS,
    REPORT_VERSION,
    SILENT_VERSION,
    SOURCE_VERSION,
    TABLES,
    Shape,
)
from timeline.engines.tables import parted, table, with_event_numbers
from timeline.errors import TimelineError
from timeline.records import bearing
from timeline.records.line import decode
from timeline.records.model import Record
from timeline.store import index as indexes
from timeline.store.collecting import paused
from timeline.store.disk import DISK
from timeline.store.index_file import Unusable
from timeline.store.nodes import node_number

if TYPE_CHECKING:
    from timeline.store.index_records import Records

REST: Final = -1
"""The number of the piece of what is no line: sources, and the runs of records."""

_STEP: Final = 10_000
_SHAPES: Final = {shape.name: shape for shape in TABLES}

Task: TypeAlias = "tuple[Any, ...]"
Method: TypeAlias = Literal["compile", "compile_again", "keep", "join"]
Spread: TypeAlias = "Callable[[Pieces, Method, Sequence[Task]], Iterable[int]]"
"""Has a method of pieces called for each task, wherever; says how many are done, as they are."""


@attrs.frozen(kw_only=True)
class Pieces:
    """The pieces of one export: plain values, so that a worker of an engine can be told of them.

    Attributes:
        log: The folder of the log.
        index: The folder that holds its index.
        generation: Which making of the index it is.
        last: The number of the newest record that is exported.
        place: The folder in which pieces are made.
        piece: How many lines are compiled at once.
        parts: How many parts a table has.
        about: What each file says of the export.
        growth: How the log has grown since it was exported last; None where all is made anew.
    """

    log: str
    index: str
    generation: str
    last: int
    place: str
    piece: int
    parts: int
    about: Mapping[str, Any]
    growth: Growth | None = None

    # --- pieces ------------------------------------------------------------------------------------------------------

    def compile(self, number: int, after: Key) -> None:
        """Make a piece: a file for each part of each table.

        Raises:
            Unusable: The index was built anew meanwhile.
        """
        with self._records() as records:
            work = _Work(records, self.log)
            rows = work.rest() if number == REST else work.piece(looks.lines(records, after, self.piece))
            held = self._tables(rows)
        self._put(number, held)

    def compile_again(self, number: int, new: Sequence[str], again: Sequence[str]) -> None:
        """Make a piece of records that were added, and of others on which these bear.

        Raises:
            Unusable: The index was built anew meanwhile.
        """
        with self._records() as records:
            work = _Work(records, self.log)
            held = self._tables((*work.piece(looks.of(records, new)), *work.again(looks.of(records, again))))
        self._put(number, held)

    def keep(self, number: int, name: str, part: int) -> None:
        """Make a piece of the rows of a part of a table that stay as they are.

        Raises:
            Unusable: The index was built anew meanwhile.
        """
        growth = cast("Growth", self.growth)
        with self._records() as records:
            found = growth.kept(_SHAPES[name], part, records)
        self._put(number, {(name, part): [found]})

    @contextlib.contextmanager
    def _records(self) -> Iterator[Records]:
        index = indexes.Index(folder=self.log, disk=DISK, place=self.index)
        with paused(), index.records_of(self.generation, self.last) as records:
            yield records

    def _tables(self, rows: Iterable[tuple[Shape, Sequence[Row]]]) -> dict[tuple[str, int], list[Any]]:
        held: dict[tuple[str, int], list[Any]] = {}
        for shape, some in rows:
            for part, own in parted(shape, some, self.parts).items():
                if own:
                    held.setdefault((shape.name, part), []).append(table(shape, own))
        return held

    def _put(self, number: int, held: Mapping[tuple[str, int], Sequence[Any]]) -> None:
        import pyarrow as pa

        for (name, part), made in held.items():
            self.write(f"{name}/{part}/{_name(number)}", pa.concat_tables(made))
        self.write(_done(number), b"")

    def is_done(self, number: int) -> bool:
        """Say whether a piece is there."""
        return os.path.exists(self.path(_done(number)))

    # --- parts -------------------------------------------------------------------------------------------------------

    def parts_of(self, shape: Shape) -> range:
        """Give the parts of a table."""
        return range(self.parts if shape.by is not None else 1)

    def join(self, name: str, part: int) -> None:
        """Join the pieces of a part of a table, in its order."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        shape = _SHAPES[name]
        source = self.path(f"{name}/{part}")
        names = sorted(os.listdir(source)) if os.path.isdir(source) else []
        read = [pq.read_table(os.path.join(source, one), partitioning=None) for one in names]
        whole = pa.concat_tables(read) if read else table(shape, [])
        whole = whole.sort_by([(column, "ascending") for column in shape.sort])
        if shape.is_numbered:
            first = part << 40
            numbers = pa.array(range(first, first + whole.num_rows), pa.int64())
            whole = whole.append_column("row_no", numbers)
        if shape.is_of_events:
            whole = with_event_numbers(whole)
        whole = whole.replace_schema_metadata({"timeline": json.dumps({**self.about, "relation": name})})
        self.write(_joined(name, part), whole, shape.layout)

    def is_joined(self, name: str, part: int) -> bool:
        """Say whether a part is there."""
        return os.path.exists(self.path(_joined(name, part)))

    def rows(self, name: str, part: int) -> int:
        """Say how many rows a part has that is there."""
        import pyarrow.parquet as pq

        return int(pq.read_metadata(self.path(_joined(name, part))).num_rows)

    # --- on disk -----------------------------------------------------------------------------------------------------

    def path(self, name: str) -> str:
        """Say where something of this export is made."""
        return os.path.join(self.place, name)

    def write(self, name: str, made: Any, layout: Mapping[str, Any] = ABOUT.layout) -> None:
        """Put a table, or the bytes of a file, under its name once it is on disk."""
        import pyarrow.parquet as pq

        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        part = self.path(f"part-{os.urandom(8).hex()}")
        if isinstance(made, bytes):
            with open(part, "wb") as file:
                file.write(made)
        else:
            pq.write_table(made, part, compression="zstd", **layout)
        with open(part, "rb") as file:
            os.fsync(file.fileno())
        os.rename(part, path)


def one_by_one(pieces: Pieces, method: Method, tasks: Sequence[Task]) -> Iterator[int]:
    """Do tasks in this process, one after the other."""
    for done, task in enumerate(tasks, 1):
        getattr(pieces, method)(*task)
        yield done


def attempt(pieces: Pieces, method: Method, task: Task) -> str | None:
    """Do a task on a worker; say in words why it could not be done, None where it was."""
    try:
        getattr(pieces, method)(*task)
    except (OSError, Unusable, TimelineError) as error:
        return str(error)
    return None


def _name(number: int) -> str:
    return "piece-rest.parquet" if number == REST else f"piece-{number:09d}.parquet"


def _done(number: int) -> str:
    return f"_done/{_name(number)}"


def _joined(name: str, part: int) -> str:
    return f"final/{folders.file_of(name, part)}"


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
            yield from self.again(few)

    def again(self, some: Sequence[Place]) -> Iterator[tuple[Shape, Sequence[Row]]]:
        """Give the rows to which some events and links compile."""
        told = [self._compiler.event(one.id.hex()) for one in some if one.kind == "event"]
        yield FACT_VERSION, [row for one in told for row in one.facts]
        yield SILENT_VERSION, [row for one in told for row in one.silent]
        yield EVENT_VERSION, [row for one in told for row in one.events]
        yield REPORT_VERSION, [row for one in told for row in one.reports]
        yield ALIAS_OF, [row for one in told for row in one.aliases]
        links = [record for one in some if one.kind == "link" and (record := self._records.record(one.id.hex()))]
        yield LINK_VERSION, [row for record in links for row in self._compiler.link(record)]
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
