"""The rows of the compiled relation in the index: brought up to date before they are asked.

Law of this module: an event, a source or a link is compiled again when something that bears on it arrives, and not
otherwise. What a log holds when a part of it arrives, it holds when that part is compiled; so what is compiled with a
part needs no second time but for what comes with a later one.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, Final

from timeline.asof.compiled import Compiled, Compiler
from timeline.asof.relation import FACT, LINK, Row
from timeline.records import bearing, usual
from timeline.records.bearing import Look
from timeline.records.line import BadLine
from timeline.records.model import Record
from timeline.store import rowcode
from timeline.store.index_file import Unusable
from timeline.store.index_fill import Arrived, Usual, find_ids
from timeline.store.index_lines import Faulty
from timeline.store.index_records import EVERY, Records
from timeline.store.index_usual import Packer, dumps
from timeline.store.nodes import number_of, under

if TYPE_CHECKING:
    import sqlite3

SCHEMA: Final = """
CREATE TABLE fact (
    entity TEXT NOT NULL, property TEXT NOT NULL, n INTEGER NOT NULL, k INTEGER NOT NULL, start INTEGER NOT NULL,
    cells TEXT NOT NULL, PRIMARY KEY (entity, property, n, k)
) WITHOUT ROWID;
CREATE TABLE told (n INTEGER PRIMARY KEY, cells TEXT NOT NULL, places TEXT NOT NULL);
CREATE TABLE source (name TEXT PRIMARY KEY, cells TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE link (
    n INTEGER NOT NULL, k INTEGER NOT NULL, rel TEXT NOT NULL, "from" TEXT NOT NULL, "to" TEXT NOT NULL,
    cells TEXT NOT NULL, PRIMARY KEY (n, k)
) WITHOUT ROWID;
CREATE TABLE changed (
    change INTEGER NOT NULL, what TEXT NOT NULL, name TEXT NOT NULL, property TEXT NOT NULL,
    PRIMARY KEY (change, what, name, property)
) WITHOUT ROWID;
CREATE INDEX link_from ON link ("from", rel);
CREATE INDEX link_to ON link ("to", rel);
"""
"""``fact`` holds the facts of the event that is record ``n``, ``k`` from 0 on; below 0 those that do not count;
``start`` is the last day on which each may begin (:func:`timeline.store.rowcode.latest_start`).
``told`` holds of each event its rows and those of its reports; ``places`` names the entities and properties of its
facts. ``cells`` are packed (:mod:`timeline.store.rowcode`), those of sources and links whole rows.

``changed`` says which rows each of the last changes wrote anew, so that who keeps rows in memory drops these alone:
those of a ``cell``, by its entity and property; of an ``event`` or a ``source``; of some ``link``; or of ``all``."""

BY_START: Final = "CREATE INDEX fact_start ON fact (entity, property, start) WHERE k >= 0"
"""What finds the facts on a cell that begin last; made once the others are there, as sorting them at once is faster."""

CHANGES: Final = 50
"""Of so many changes it is said which rows they wrote anew."""
_MOST_CHANGED: Final = 2_000
"""A change of more is said to be one of all."""

_ENTITY, _PROPERTY = FACT.index("entity"), FACT.index("property")
_REL, _FROM, _TO = LINK.index("rel"), LINK.index("from"), LINK.index("to")
_by_entity: Final = operator.itemgetter(0)
_AT_ONCE: Final = 2_000
"""So many records are at hand at once, where many are compiled again."""


class _Arriving:
    """What is found while a log is indexed for the first time, before all of it is there.

    Only what speaks of records that are ``spoken_of`` is looked up. What may be one with others is compiled again at
    the end, when it is known who knew of whom; so nothing counts as alike here.
    """

    def __init__(self, records: Records, spoken_of: AbstractSet[str]) -> None:
        self._records = records
        self._spoken_of = spoken_of
        self._finds_ids = False

    def at(self, node: str) -> Sequence[Record]:
        """Give the records that are found under a node, by (recorded, id)."""
        sort, _, name = node.partition(":")
        return () if sort == "about" and name not in self._spoken_of else self._records.at(node)

    def alike(self, record: Record) -> Sequence[Record]:
        """Give nothing."""
        del record
        return ()

    def record(self, record_id: str) -> Record | None:
        """Give a record by its id."""
        return self._by_id().record(record_id)

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether one record is among the ancestors of another, as far as they are there."""
        return self._by_id().knew(later, earlier)

    def _by_id(self) -> Records:
        if not self._finds_ids:
            self._finds_ids = True
            find_ids(self._records.connection)
        return self._records


class Rows:
    """Compiles what arrives in an index, and what that bears on, in a transaction.

    Where the index is built anew no event was compiled before.
    """

    def __init__(self, connection: sqlite3.Connection, folder: str, *, anew: bool) -> None:
        self._db = connection
        self._folder = folder
        self._is_anew = anew
        self._packer = Packer()
        self._has_asked = False
        self._later: list[tuple[int, int]] = []
        self._cells: set[tuple[str, str]] = set()
        self._events: set[int] = set()
        self._sources: set[str] = set()
        self._has_links = False
        self._cited: dict[str, tuple[int, list[int]]] = {}
        """Of a source up to which number it is known what cites it, and which of that is not plain."""

    def _look(self) -> Records:
        return Records(connection=self._db, folder=self._folder, last=EVERY)

    def add(self, arrived: Arrived) -> None:
        """Compile the events of a part of the log that is written to the index; the rest waits for the end."""
        look = self._look()
        for n, record in arrived.records:
            look.hold(n, record)
        at_hand: Look = _Arriving(look, arrived.spoken_of) if self._is_anew else look
        busy = self._busy(arrived)
        if arrived.records or not self._has_asked:  # else what bears on sources is the same as before
            self._packer.ask(Compiler(at_hand).only_public)
            self._has_asked = True
        others: list[int] = []
        pack = self._packer.pack
        for portion in _portions(arrived.usual):
            events = usual.events_of([content for _, _, _, content, _ in portion])
            for (n, recorded, id_, _, _), event in zip(portion, events, strict=True):
                if (busy and id_.decode() in busy) or not pack(n, id_, event, recorded):
                    others.append(n)
        self._write(self._packer.facts, self._packer.told)
        others += [n for n, record in arrived.records if record.kind == "event"]
        for start in range(0, len(others), _AT_ONCE):
            some = others[start : start + _AT_ONCE]
            compiler = Compiler(at_hand)
            try:
                records = look.load(some)
            except Unusable as error:
                if isinstance(error.__cause__, BadLine):
                    raise Faulty from error  # it was proved, and not judged
                raise
            found = [(n, compiler.event(record.id)) for n, record in zip(some, records, strict=True)]
            self._put(found, are_new=True)
        self._later += [
            (n, arrived.first) for n, record in arrived.records if not self._is_anew or record.kind != "event"
        ]
        if not self._is_anew:
            self._later += [(n, arrived.first) for n, _, id_, _, _ in arrived.usual if id_.decode() in busy]

    def _busy(self, arrived: Arrived) -> AbstractSet[str]:
        """Name usual events that arrived on which other records bear, or which bear on others; also too many.

        In an index that is built anew what says the same as another is found at the end.
        """
        if self._is_anew:
            return arrived.spoken_of
        found: set[str] = set()
        for start in range(0, len(arrived.usual), _AT_ONCE):
            met: dict[int, list[tuple[int, str]]] = {}
            for n, _, id_, _, alike in arrived.usual[start : start + _AT_ONCE]:
                event = id_.decode()
                for node in (number_of(f"about:{event}"), number_of(f"end:{event}"), *alike):
                    met.setdefault(node, []).append((n, event))
            for node, other in self._look().under(list(met)):
                found.update(event for n, event in met[node] if n != other)
        return found

    def finish(self, doubtful: Iterable[int]) -> None:
        """Compile the sources and links that arrived, and again what was compiled before something that bears on it."""
        if self._is_anew:
            self._db.execute(BY_START)
        self._later += [(n, EVERY) for n in doubtful]
        events: set[int] = set()
        links: set[int] = set()
        sources: set[str] = set()
        for start in range(0, len(self._later), _AT_ONCE):
            look = self._look()
            some = self._later[start : start + _AT_ONCE]
            held = zip(look.load(n for n, _ in some), (first for _, first in some), strict=True)
            self._touch(look, held, events, links, sources)
        self._put_sources(sorted(sources))
        self._put_links(sorted(links))
        numbers = sorted(events)
        for start in range(0, len(numbers), _AT_ONCE):
            self._put_again(numbers[start : start + _AT_ONCE])

    def note(self, change: int, *, is_all: bool) -> None:
        """Say which rows a change wrote anew, by its number.

        ``is_all`` where something else that is kept of the log changed, too.
        """
        self._db.execute("DELETE FROM changed WHERE change <= ?", (change - CHANGES,))
        if is_all or len(self._cells) + len(self._events) + len(self._sources) > _MOST_CHANGED:
            self._db.execute("INSERT INTO changed VALUES (?, 'all', '', '')", (change,))
            return
        changed = [("cell", *place) for place in self._cells] + [("source", name, "") for name in self._sources]
        changed += [("link", "", "")] if self._has_links else []
        self._db.executemany("INSERT INTO changed VALUES (?, ?, ?, ?)", [(change, *one) for one in changed])
        sql = "INSERT INTO changed SELECT ?, 'event', lower(hex(id)), '' FROM record WHERE n = ?"
        self._db.executemany(sql, [(change, n) for n in self._events])

    def _touch(
        self,
        look: Records,
        held: Iterable[tuple[Record, int]],
        events: set[int],
        links: set[int],
        sources: set[str],
    ) -> None:
        """Add to some sets what records bear on; events only those that arrived before a number."""
        for record, first in held:
            touched = bearing.touched(record, look)
            sources |= touched.sources
            events |= {n for n in self._numbers(touched.events) if n < first}
            links |= set(self._numbers(touched.links))
            for name in touched.sources:
                self._touch_citing(name, first, events, links)

    def _touch_citing(self, name: str, first: int, events: set[int], links: set[int]) -> None:
        """Add what rests on a source: of a plain event it is known without reading it that nothing else does."""
        done, others = self._cited.get(name, (0, []))
        citing = [n for n in self._under(f"cites:{name}", first) if n >= done]
        for start in range(0, len(citing), _AT_ONCE):
            some = citing[start : start + _AT_ONCE]
            plain = self._look().plain(some)
            events |= plain
            others += [n for n in some if n not in plain]
        self._cited[name] = (max(first, done), others)
        for start in range(0, len(others), _AT_ONCE):
            look = self._look()
            reached = bearing.reached(look.load(others[start : start + _AT_ONCE]), look)
            events |= {n for n in self._numbers(reached.events) if n < first}
            links |= set(self._numbers(reached.links))

    def _under(self, node: str, before: int) -> list[int]:
        return [n for n in under(self._db, number_of(node)) if n < before]

    def _numbers(self, ids: Iterable[str]) -> list[int]:
        found = (self._db.execute("SELECT n FROM record WHERE id = ?", (bytes.fromhex(one),)).fetchone() for one in ids)
        return [row[0] for row in found if row is not None]

    # --- what is written ---------------------------------------------------------------------------------------------

    def _put(self, compiled: Iterable[tuple[int, Compiled]], *, are_new: bool) -> None:
        facts: list[tuple[Any, ...]] = []
        told: list[tuple[object, ...]] = []
        for n, one in compiled:
            if not are_new:
                self._remove(n)
            if not one.events and not one.facts and not one.reports and not one.silent:
                continue
            places = dict.fromkeys((row[_ENTITY], row[_PROPERTY]) for row in (*one.facts, *one.silent))
            told.append((n, dumps(rowcode.pack_told(one.events, one.reports)), dumps(list(places))))
            facts += [_fact(n, k, row) for k, row in enumerate(one.facts)]
            facts += [_fact(n, -1 - k, row) for k, row in enumerate(one.silent)]
        self._write(facts, told)

    def _write(self, facts: list[Any], told: list[Any]) -> None:
        if not self._is_anew:
            self._cells.update((entity, name) for entity, name, *_ in facts)
            self._events.update(n for n, *_ in told)
        facts.sort(key=_by_entity)  # near enough to the order in which they lie
        self._db.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)", facts)
        self._db.executemany("INSERT INTO told VALUES (?, ?, ?)", told)
        facts.clear()
        told.clear()

    def _put_again(self, numbers: Sequence[int]) -> None:
        look = self._look()
        compiler = Compiler(look)
        records = zip(numbers, look.load(numbers), strict=True)
        self._put([(n, compiler.event(record.id)) for n, record in records], are_new=False)

    def _remove(self, n: int) -> None:
        row = self._db.execute("SELECT places FROM told WHERE n = ?", (n,)).fetchone()
        if row is not None:
            sql = "DELETE FROM fact WHERE entity = ? AND property = ? AND n = ?"
            places = [(entity, name) for entity, name in json.loads(row[0])]
            self._cells.update(places)
            self._events.add(n)
            self._db.executemany(sql, [(*place, n) for place in places])
            self._db.execute("DELETE FROM told WHERE n = ?", (n,))

    def _put_sources(self, names: Sequence[str]) -> None:
        self._sources.update(names)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            found = Compiler(self._look()).sources(some)
            self._db.executemany("DELETE FROM source WHERE name = ?", [(name,) for name in some])
            packed = [(name, dumps(found[name])) for name in some if found[name]]
            self._db.executemany("INSERT INTO source VALUES (?, ?)", packed)

    def _put_links(self, numbers: Sequence[int]) -> None:
        self._has_links = self._has_links or bool(numbers)
        for start in range(0, len(numbers), _AT_ONCE):
            look = self._look()
            compiler = Compiler(look)
            some = numbers[start : start + _AT_ONCE]
            rows: list[tuple[object, ...]] = []
            for n, record in zip(some, look.load(some), strict=True):
                rows += [
                    (n, k, row[_REL], row[_FROM], row[_TO], dumps(row)) for k, row in enumerate(compiler.link(record))
                ]
            self._db.executemany("DELETE FROM link WHERE n = ?", [(n,) for n in some])
            self._db.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", rows)


def _portions(events: Sequence[Usual]) -> Iterator[Sequence[Usual]]:
    """Give usual events a few at a time."""
    return (events[start : start + usual.AT_ONCE] for start in range(0, len(events), usual.AT_ONCE))


def _fact(n: int, k: int, row: Row) -> tuple[Any, ...]:
    return (row[_ENTITY], row[_PROPERTY], n, k, rowcode.latest_start(row), dumps(rowcode.pack_fact(row)))
