"""What the index holds, and how records enter it.

Law of this module: it is only ever added to. A file of the log that is not a continuation of what was indexed of it
means a history that was rewritten, and the index is built anew; so nothing that was removed from the log stays here.
What is held leads to lines; what a line says is read from the log, and proved by its hash each time. The names that are
in use are held as texts, so that a slip of the pen is seen.
"""

from __future__ import annotations

import functools
import operator
from array import array
from binascii import unhexlify
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from timeline.dates.stamps import stamp_moment
from timeline.records import bearing
from timeline.records.catalogue import types_in
from timeline.records.contents import spelled_content
from timeline.records.mentions import Mention
from timeline.records.model import Record
from timeline.records.names import in_use_by
from timeline.store import index_redacted
from timeline.store.index_lines import Faulty, Line
from timeline.store.index_redacted import REDACTED
from timeline.store.index_values import Values
from timeline.store.marks import Mark
from timeline.store.nodes import met, met_at, number_of, number_of_content, packed, pages, twins_in, under

if TYPE_CHECKING:
    import sqlite3

    from timeline.records.usual import Read

SCHEMA: Final = f"""{index_redacted.SCHEMA}
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE segment (
    no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    changed INTEGER NOT NULL, number INTEGER NOT NULL, settled INTEGER NOT NULL, digest BLOB NOT NULL,
    lines INTEGER NOT NULL, last INTEGER
);
CREATE TABLE record (
    n INTEGER PRIMARY KEY, id BLOB NOT NULL, recorded INTEGER NOT NULL, kind TEXT NOT NULL,
    flags INTEGER NOT NULL, segment INTEGER NOT NULL, line INTEGER NOT NULL, offset INTEGER NOT NULL,
    length INTEGER NOT NULL, chain INTEGER NOT NULL, place INTEGER NOT NULL
);
CREATE TABLE bears (node INTEGER NOT NULL, n INTEGER NOT NULL, more BLOB, PRIMARY KEY (node, n)) WITHOUT ROWID;
CREATE TABLE meets (first INTEGER PRIMARY KEY, held BLOB NOT NULL);
CREATE TABLE twin (n INTEGER PRIMARY KEY);
CREATE TABLE name (sort TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (sort, name)) WITHOUT ROWID;
CREATE TABLE type (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE chain (no INTEGER NOT NULL, parent INTEGER NOT NULL, place INTEGER NOT NULL);
CREATE INDEX chain_no ON chain (no);
CREATE TABLE head (id BLOB PRIMARY KEY, chain INTEGER NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE missing (id BLOB NOT NULL, chain INTEGER NOT NULL, PRIMARY KEY (id, chain)) WITHOUT ROWID;
"""
"""``record`` has each id once, of two copies the one that counts. ``bears`` has the records under each node, which is a
hash of its text: two texts with one hash only mean that too much is read. ``more`` are the numbers of further records
under it, four bytes each (:func:`under`). ``meets`` has the same, of what was there when the index was built, for the
nodes at which records say the same, or share a key: each record has one, nearly always alone, so many stand in one row
(:func:`pages`). A ``twin`` meets another record under what it says, or under its key.
``type`` counts the events that were first written with each type. A ``chain`` is a run of
records, each the one parent of the next; the table says on what its first record rests. ``head`` are the ends of the
log's chains. What is ``missing`` are parents that are not in the log, each with the chain that waits for it."""

_BY_ID: Final = "CREATE UNIQUE INDEX IF NOT EXISTS record_id ON record (id)"

INDEXES: Final = """
CREATE INDEX record_flagged ON record (flags, recorded) WHERE flags > 0;
CREATE INDEX record_recorded ON record (recorded);
CREATE INDEX record_chain ON record (chain, place);
"""
"""What is made once all records are there: nothing asks it before, and sorting them at once is faster."""

_SAYS: Final = spelled_content("event", b"%b")
_INSERT: Final = f"INSERT INTO record VALUES ({', '.join('?' * 11)})"  # noqa: S608 - no text of anybody's

BARE: Final = 2
"""An event whose own line carries no report."""
RESETS: Final = 4
"""A correction that sets the reports of an event, or on which event a report is."""

_by_node: Final = operator.itemgetter(0)


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a file that is new: the segment's row, and the lines that follow those which are there already.

    ``count`` says how many these are; they may be read one by one, as they are asked for.
    """

    name: str
    mark: Mark
    settled: bool
    digest: bytes
    lines: Iterable[Line]
    count: int
    number: int | None = None
    """That of the segment's row, where it has one."""


class Changed(Exception):
    """What was indexed does not hold any more; the index is built anew."""


Usual: TypeAlias = "tuple[int, int, bytes, bytes, Sequence[int]]"
"""Of a usual event its number, its stamp as a moment, its id, what it says, spelled as in its line, and the nodes at
which it meets those alike. It is read again when it is packed: texts take less room than values, and what was read a
moment ago is at hand for the processor, where a thousand events later it is not."""


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What some parts of files brought: new records, each with its number, ascending; usual events apart.

    ``spoken_of`` are the ids of which any record so far speaks but a link. ``doubtful`` are the numbers of those that
    may be one with others, depending on who knew of whom, which is known only when all is there.
    """

    first: int
    usual: list[Usual] = msgspec.field(default_factory=list)
    records: list[tuple[int, Record]] = msgspec.field(default_factory=list)
    spoken_of: AbstractSet[str]


class Filler:
    """Adds records to an index that nobody else may touch meanwhile, in a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._heads: dict[bytes, tuple[int, int]] = {
            id_: (chain, place) for id_, chain, place in connection.execute("SELECT id, chain, place FROM head")
        }
        self._known_heads = frozenset(self._heads)
        self._missing: dict[bytes, list[int]] = {}
        for id_, chain in connection.execute("SELECT id, chain FROM missing"):
            self._missing.setdefault(id_, []).append(chain)
        self._next = self._one("SELECT coalesce(max(n), 0) FROM record") + 1
        self._chains = self._one("SELECT coalesce(max(chain), 0) FROM record")
        self._is_empty = self._next == 1
        self._records: list[tuple[Any, ...]] = []
        self._bears: list[tuple[int, int, bytes | None]] = []
        self._tells: defaultdict[str, list[int]] = defaultdict(list)
        self._cites: defaultdict[str | UnsetType, list[int]] = defaultdict(list)
        self._names: set[tuple[str, str]] = set()
        self._tags: set[str] = set()
        self._types: Counter[str | UnsetType] = Counter()
        self._values = Values()
        self._new: dict[bytes, tuple[int, int]] = {}
        """The chain and the place of what is not written yet, as far as it was asked for."""
        self._alike = array("q")
        self._meets = array("Q")
        self._finds_ids = not self._is_empty
        self._spoken_of: set[str] = set()
        self.has_moved = False
        """Whether another copy counts of a record that was there."""
        self._arrived = Arrived(first=self._next, spoken_of=self._spoken_of)

    @property
    def waiting(self) -> int:
        """How many records were added that are not written."""
        return len(self._records)

    def add(self, piece: Piece) -> None:
        """Add the records of a part of a file.

        Raises:
            Changed: It brings what those that are there were waiting for.
        """
        segment = self._segment(piece)
        n, before = 0, b""
        chain, place = 0, 0
        run: bytes | None = None
        """The first of some records of which each is the one parent of the next, and the last is that of ``before``."""
        for offset, length, line, said in piece.lines:
            where = (segment, line, offset, length)
            if isinstance(said, Record):
                self._ended(run, before, (chain, place))
                run = None
                n = self._record(said, where, piece.name)
                continue
            id_ = unhexlify(said.id)
            if run is not None and said.parents == before and id_ not in self._missing:
                # Who rests on a record names it as a parent; so what follows a new one that nobody named is new, too.
                place += 1
            else:
                self._ended(run, before, (chain, place))
                run = None
                parents = [unhexlify(one) for one in said.parents.split(b'","')] if said.parents else []
                before = said.id
                if (there := self._copy(id_, parents, 0, where, piece.name)) is not None:
                    n = there
                    continue
                chain, place = self._chained(id_, parents)
                run = id_ if id_ in self._heads else None
            before = said.id
            n, self._next = self._next, self._next + 1
            recorded, flags = stamp_at(said.recorded), 0 if said.event.reports else BARE
            self._records.append((n, id_, recorded, "event", flags, *where, chain, place))
            self._usual(n, id_, recorded, said)
        self._ended(run, before, (chain, place))
        if n:
            self._db.execute("UPDATE segment SET last = ? WHERE no = ?", (n, segment))

    def _ended(self, first: bytes | None, last: bytes, where: tuple[int, int]) -> None:
        """Take note of the end of a run of records, each the one parent of the next: its chain and its place there."""
        if first is not None:
            del self._heads[first]
            self._heads[unhexlify(last)] = where

    def written(self) -> Arrived:
        """Write what was added, and give what is new since the last time."""
        self._write()
        arrived, self._arrived = self._arrived, Arrived(first=self._next, spoken_of=self._spoken_of)
        return arrived

    def finish(self) -> list[int]:
        """Write the ends of the chains, and make what finds records.

        Returns:
            Where the index is built anew, the numbers of the records that say the same as another.

        Raises:
            Faulty: A file still has the text of what is redacted, which must not stay here.
        """
        self._write()
        index_redacted.refuse(self._db, self._find_ids)
        self._db.execute("DELETE FROM missing")
        self._db.executemany(
            "INSERT INTO missing VALUES (?, ?)",
            [(id_, chain) for id_, chains in self._missing.items() for chain in dict.fromkeys(chains)],
        )
        gone = self._known_heads - self._heads.keys()
        self._db.executemany("DELETE FROM head WHERE id = ?", [(id_,) for id_ in gone])
        self._db.executemany(
            "INSERT OR REPLACE INTO head VALUES (?, ?, ?)", [(id_, *where) for id_, where in self._heads.items()]
        )
        if not self._is_empty:
            return []
        self._find_ids()
        for statement in INDEXES.split(";"):
            self._db.execute(statement)
        return self._twins()

    def _twins(self) -> list[int]:
        """Take note of the records that meet others under what they say, and give their numbers."""
        if self._is_empty:
            held = sorted(self._meets)
            del self._meets[:]
            self._db.executemany("INSERT INTO meets VALUES (?, ?)", pages(held))
            twins = sorted(twins_in(held))
        else:
            nodes = sorted(self._alike)
            del self._alike[:]
            found = [all_ for node in dict.fromkeys(nodes) if len(all_ := set(under(self._db, node))) > 1]
            twins = sorted(set().union(*found))
        self._db.executemany("INSERT OR IGNORE INTO twin VALUES (?)", [(n,) for n in twins])
        return twins

    def _segment(self, piece: Piece) -> int:
        mark, lines = piece.mark, piece.count
        row = (mark.size, mark.modified_ns, mark.changed_ns, mark.number, piece.settled, piece.digest)
        if piece.number is not None:
            self._db.execute(
                "UPDATE segment SET size = ?, modified = ?, changed = ?, number = ?, settled = ?, digest = ?, "
                "lines = lines + ? WHERE no = ?",
                (*row, lines, piece.number),
            )
            return piece.number
        cursor = self._db.execute(
            "INSERT INTO segment (size, modified, changed, number, settled, digest, lines, name) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, lines, piece.name),
        )
        return int(cursor.lastrowid or 0)

    def _usual(self, n: int, id_: bytes, recorded: int, said: Read) -> None:
        """Add what is said by an event of the usual form that is new, as :meth:`_record` does of any record."""
        event = said.event
        self._types[event.type] += 1
        if facts := event.facts:
            for fact in facts:
                self._tells[fact.entity].append(n)
            self._values.add(facts, recorded, id_)
        if event.tags:
            self._tags.update(event.tags)
        for report in event.reports or ():
            self._cites[report.source].append(n)
        digest = sha256(_SAYS % said.content).digest()
        alike: tuple[int, ...] = ()
        if self._is_empty and type(event.key) is not str:
            self._meets.append(met(digest, n))
        else:
            alike = (number_of_content(digest),)
            if type(event.key) is str:
                alike += (number_of(f"key:{event.key}"),)
                self._names.add(("key", event.key))
            self._meet(n, alike)
        self._arrived.usual.append((n, recorded, said.id, said.content, alike))

    def _meet(self, n: int, alike: Sequence[int]) -> None:
        """Take note of the nodes at which a record meets those that say the same."""
        if self._is_empty:
            self._meets.extend([met_at(node, n) for node in alike])
        else:
            self._bears += [(node, n, None) for node in alike]
            self._alike.extend(alike)

    def _record(self, record: Record, where: tuple[object, ...], name: str) -> int:
        """Add a record, and give its number."""
        id_ = bytes.fromhex(record.id)
        flags = flags_of(record)
        parents = [bytes.fromhex(parent) for parent in record.parents]
        if (there := self._copy(id_, parents, flags, where, name)) is not None:
            return there
        n, self._next = self._next, self._next + 1
        chain, place = self._chained(id_, parents)
        self._records.append((n, id_, int(record.recorded_at), record.kind, flags, *where, chain, place))
        named = bearing.named_by(record)
        if record.kind not in ("event", "link"):
            self._spoken_of.update(name.partition("#")[0] for what, _, name in named if what in ("record", "end"))
        self._bears.extend((number_of(node), n, None) for node in bearing.places(record, named))
        self._meet(n, [number_of(node) for node in bearing.alike(record)])
        index_redacted.note(self._db, record)
        self._arrived.records.append((n, record))
        self._types.update(types_in([record]))
        self._values.add_record(record, int(record.recorded_at), id_)
        self._names.update(names_in(record, named))
        return n

    def _copy(
        self, id_: bytes, parents: Iterable[bytes], flags: int, where: tuple[object, ...], name: str
    ) -> int | None:
        """Give the number of a record that is there already; of two copies the first counts.

        Raises:
            Faulty: One of them is redacted, and the other has the text.
        """
        if any(parent in self._heads for parent in parents):
            return None  # nobody who is there rests on that parent
        if id_ in self._unwritten():
            self._write()
        elif self._is_empty and not self._records_are_written:
            return None
        self._find_ids()
        found = self._db.execute(
            "SELECT n, flags, name, line FROM record JOIN segment ON segment = no WHERE id = ?", (id_,)
        ).fetchone()
        if found is None:
            return None
        n, old_flags, old_name, old_line = found
        if old_flags & REDACTED != flags & REDACTED:
            raise Faulty(index_redacted.STANDS)
        if (name, where[1]) < (old_name, old_line):
            self.has_moved = True
            self._db.execute(
                "UPDATE record SET flags = ?, segment = ?, line = ?, offset = ?, length = ? WHERE n = ?",
                (flags, *where, n),
            )
        return int(n)

    def _unwritten(self) -> dict[bytes, tuple[int, int]]:
        """Give the chain and the place of each record that is not written yet, by its id."""
        for _, id_, *_, chain, place in self._records[len(self._new) :]:
            self._new[id_] = chain, place
        return self._new

    def _find_ids(self) -> None:
        if not self._finds_ids:
            self._finds_ids = True
            find_ids(self._db)

    @property
    def _records_are_written(self) -> bool:
        return self._next - 1 > len(self._records)

    def _chained(self, id_: bytes, parents: Sequence[bytes]) -> tuple[int, int]:
        """Find the place of a record among the chains."""
        if len(parents) == 1 and (end := self._heads.pop(parents[0], None)) is not None:
            chain, place = end[0], end[1] + 1
        else:
            self._chains += 1
            chain, place = self._chains, 0
            for parent in parents:
                self._rests_on(chain, parent)
        waiting = self._missing.pop(id_, None)
        if waiting is not None and not self._is_empty:
            raise Changed
        if waiting is None:
            self._heads[id_] = (chain, place)
        else:
            self._db.executemany("INSERT INTO chain VALUES (?, ?, ?)", [(one, chain, place) for one in waiting])
        return chain, place

    def _rests_on(self, chain: int, parent: bytes) -> None:
        where = self._heads.pop(parent, None) or self._unwritten().get(parent)
        if where is None and self._records_are_written:
            self._find_ids()
            where = self._db.execute("SELECT chain, place FROM record WHERE id = ?", (parent,)).fetchone()
        if where is not None:
            self._db.execute("INSERT INTO chain VALUES (?, ?, ?)", (chain, *where))
        else:
            self._missing.setdefault(parent, []).append(chain)

    def _write(self) -> None:
        self._cites.pop(UNSET, None)
        if (unnamed := self._types.pop(UNSET, 0)) > 0:
            self._types["event"] += unnamed
        for sort, posted in (("tells", self._tells), ("cites", self._cites)):
            for name, numbers in posted.items():
                first, *others = dict.fromkeys(numbers)
                self._bears.append((number_of(f"{sort}:{name}"), first, packed(others)))
        self._names.update(("entity", name) for name in self._tells)
        self._names.update(("property", name) for name in self._values.properties())
        self._names.update(("type", str(name)) for name in self._types)
        self._names.update(("tag", name) for name in self._tags)
        self._bears.sort(key=_by_node)
        self._db.executemany(_INSERT, self._records)
        self._db.executemany("INSERT OR IGNORE INTO bears VALUES (?, ?, ?)", self._bears)
        self._db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", sorted(self._names))
        self._db.executemany(
            "INSERT INTO type VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = count + excluded.count",
            list(self._types.items()),
        )
        self._values.write(self._db)
        self._records.clear()
        self._bears.clear()
        self._names.clear()
        self._tags.clear()
        self._types.clear()
        self._new.clear()
        self._tells.clear()
        self._cites.clear()
        if not self._is_empty:
            self._twins()

    def _one(self, sql: str) -> int:
        return int(self._db.execute(sql).fetchone()[0])


def find_ids(connection: sqlite3.Connection) -> None:
    """Make what finds a record by its id, where that is first asked: sorting all at once is faster than each alone."""
    connection.execute(_BY_ID)


def flags_of(record: Record) -> int:
    """Say what of a record some questions count."""
    if record.body is None:
        return REDACTED
    if record.kind == "event":
        return 0 if record.body.get("reports") else BARE
    if record.kind != "correction":
        return 0
    sets = record.body.get("set")
    while isinstance(sets, dict):
        if "reports" in sets or "event" in sets:
            return RESETS
        sets = sets.get("set")
    return 0


@functools.lru_cache(maxsize=1 << 10)
def _minute_at(text: bytes) -> int:
    return stamp_moment(f"{text.decode()}:00.000000Z")


def stamp_at(stamp: bytes) -> int:
    """Read a stamp that is proved: ``2026-11-23T21:10:00.000000Z``."""
    return _minute_at(stamp[:16]) + int(stamp[17:19] + stamp[20:26])


def names_in(record: Record, named: Iterable[Mention]) -> Iterable[tuple[str, str]]:
    """Name what is in use: names that newcomers are compared with, sources and keys."""
    body = record.body
    if body is None:
        return
    yield from in_use_by(record.kind, body, named)
    if record.kind == "source" and isinstance(own := body.get("name"), str):
        yield "source", own
    if isinstance(key := body.get("key"), str):
        yield "key", key
