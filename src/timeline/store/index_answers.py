"""The rows of the relation, read from the index at the clocks of one question.

Law of this module: it gives what :class:`timeline.views.relational.rows.Rows` asks for, and judges nothing. Lines are
read from the log, and proved by their hash. It imports neither attrs nor what reads dates, so that a cold answer loads
little more than itself.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
from __future__ import annotations

import itertools
import json
import operator
import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from timeline.asof.relation import FACT, LATEST, LINK, NO, SOURCE, Row
from timeline.named import NamedTuple
from timeline.store import index_said, rowcode
from timeline.store.index_falling import Falling, Starts
from timeline.views.relational.rows import Known, Line, event_answer, fact_answer, link_answer

if TYPE_CHECKING:
    import sqlite3

    from timeline.store.index_file import Asked

_AT_ONCE: Final = 500
_CELLS_AT_ONCE: Final = 100
_FEW_LINKS: Final = 1_000
"""The ends of so many links are read to see that none speaks of a cell."""
_IS_ID: Final = re.compile("[0-9a-f]{64}").fullmatch
_start_hi: Final = operator.itemgetter(FACT.index("start_hi"))
_ENTITY = FACT.index("entity")
_SINCE, _UNTIL = FACT.index("recorded_from"), FACT.index("recorded_to")
_ORDER, _ID, _PLACE = FACT.index("order_recorded"), FACT.index("order_id"), FACT.index("place")


class StoredRows:
    """The rows of a log that its index holds, at two clocks.

    The index is up to date, and stays so while it is asked. ``as_of`` and ``recorded_by`` are the last microseconds of
    those days; ``LATEST`` limits nothing.
    """

    def __init__(
        self, connection: sqlite3.Connection | Asked, folder: str, as_of: int = LATEST, recorded_by: int = LATEST
    ) -> None:
        self._db = connection
        self._folder = folder
        self.as_of = as_of
        self.recorded_by = recorded_by
        self._told: dict[str, tuple[list[Row], list[Row]]] = {}
        self._places: dict[str, tuple[int, list[tuple[str, str]]]] = {}
        """Of events that are at hand the number, and the entities and properties of their facts."""
        self._lines: dict[str, Line] = {}
        self._linked: tuple[set[str], bool] | None = None

    @property
    def standings(self) -> Known | None:
        """What is known of the standings of events by any as-of clock: here nothing is kept."""
        return None

    def at(self, as_of: int, recorded_by: int | None = None) -> StoredRows:
        """Give the rows at another as-of clock, and perhaps at another recorded-by one."""
        return StoredRows(self._db, self._folder, as_of, self.recorded_by if recorded_by is None else recorded_by)

    # --- facts -------------------------------------------------------------------------------------------------------

    def facts(self, properties: Collection[str], entities: Collection[str] | None = None) -> Sequence[Row]:
        """Give the facts on some properties that count, of all entities or some, told under just these names."""
        return self._facts("k >= 0", properties, entities)

    def by_start(self, entity: str, name: str, hi: int | None = None) -> tuple[Iterable[Row], Sequence[Row]] | None:
        """Give the facts on a cell at all clocks, the latest start first; None where a link may speak of them.

        Those that begin after a moment ``hi`` may be passed over, but for one.
        """
        ends = self._spoken_of()
        if ends is None or entity in ends:
            return None
        found = Falling()
        found.begin(OnCell(self, entity, name))
        return found.begun_by(hi), found.others

    def _spoken_of(self) -> set[str] | None:
        """Name the ends of all links, and the entities of the events among them; None where there are many."""
        if self._linked is None:
            found = self._db.execute('SELECT "from", "to" FROM link LIMIT ?', (_FEW_LINKS + 1,)).fetchall()
            are_more = len(found) > _FEW_LINKS
            self._linked = set() if are_more else self._with_entities({end for pair in found for end in pair}), are_more
        ends, are_more = self._linked
        return None if are_more else ends

    def _with_entities(self, ends: set[str]) -> set[str]:
        """Add to the ends of links the entities on which the events among them have a fact in any version."""
        return ends.union(*self.entities_of([end for end in ends if _IS_ID(end)]).values())

    def falling(self, entity: str, name: str, before: int, count: int) -> tuple[list[Row], int | None]:
        """Read the facts on a cell that begin last, of those that begin by a day at the latest.

        Args:
            entity: That of the cell.
            name: Its property.
            before: Only facts whose latest start is on an earlier day than this.
            count: How many are read, or more where many begin on one day.

        Returns:
            The latest end of a start first; and the day of the last of them, None where there are no more.
        """
        rows = self._db.execute(_LATEST_FIRST, (entity, name, before, count + 1)).fetchall()
        last: int | None = None
        if len(rows) > count:
            until = rows[-1][0]  # of this day not all may be there
            if rows[0][0] == until:
                return self.falling(entity, name, before, 4 * count)
            while rows[-1][0] == until:
                rows.pop()
            last = rows[-1][0]
        found = list(self._unpacked(row[1:] for row in rows))
        found.sort(key=_start_hi, reverse=True)
        return found, last

    def starts(self, entity: str, name: str, before: int) -> Starts | None:
        """Say when the facts on a cell begin that do so before a day at the latest; None where SQLite cannot tell."""
        import sqlite3  # noqa: PLC0415 - who gave the connection has imported it

        found = Starts(array("q"), array("i"), array("q"), array("q"))
        try:
            for some in _portions(self._db.execute(_STARTS, (entity, name, before))):
                for column, values in zip(found, zip(*some, strict=True), strict=True):
                    column.extend(values)
        except sqlite3.OperationalError:  # it was built without its functions for JSON
            return None
        return found

    def at_places(self, entity: str, name: str, places: Sequence[tuple[int, int]]) -> list[Row]:
        """Read facts on a cell by the numbers of their records and their own, in this order."""
        found = {
            (row[0], row[1]): row[2:]
            for some in _parts([n for n, _ in places])
            for row in self._db.execute(f"{_AT_PLACES} AND n IN ({_marks(some)})", (entity, name, *some))
        }
        return list(self._unpacked(found[place] for place in places))

    def has_room(self, count: int) -> bool:
        """Whether so many rows more are kept: here none are."""
        del count
        return False

    def pass_over(self, moment: int) -> None:
        """Take when the first of some facts may begin that are passed over."""

    def silent(self, properties: Collection[str], entities: Collection[str]) -> Sequence[Row]:
        """Give the facts on some properties of some entities that do not count while their events are told."""
        return self._facts("k < 0", properties, entities)

    def _facts(self, which: str, properties: Collection[str], entities: Collection[str] | None) -> Sequence[Row]:
        names = list(properties)
        sql = f"{_FACTS} WHERE {which} AND property IN ({_marks(names)})"
        if entities is None:
            rows: Iterable[Row] = self._db.execute(sql, names)
        else:
            rows = (
                row
                for some in _parts(list(entities))
                for row in self._db.execute(f"{sql} AND entity IN ({_marks(some)})", (*names, *some))
            )
        found = [row for row in self._unpacked(rows) if self._counts(row)]
        found.sort(key=lambda row: (row[_ORDER], row[_ID], row[_PLACE]))
        return found

    def _unpacked(self, rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
        held = list(rows)
        cells = _decoded(row[3] for row in held)
        unpack = rowcode.unpack_fact
        return (
            unpack(packed, entity, name, id_.hex()) for (entity, name, id_, _), packed in zip(held, cells, strict=True)
        )

    def _counts(self, row: Row) -> bool:
        since, until = row[_SINCE], row[_UNTIL]
        return since <= self.recorded_by < until and fact_answer(row, self.as_of) != NO  # type: ignore[operator]

    def by_entity(
        self, properties: Collection[str] | None, entities: Collection[str] | None = None
    ) -> Iterator[tuple[str, Sequence[Row]]]:
        """Give the facts on some properties, or all, that may count by some clocks, by their entities."""
        names = list(properties or ())
        sql = f"{_FACTS_IN_ORDER} WHERE k >= 0"
        if properties is not None:
            sql = f"{sql} AND property IN ({_marks(names)})"
        if entities is None:
            yield from self._grouped(self._db.execute(f"{sql} ORDER BY entity", names))
        else:
            for some in _parts(list(entities)):
                of_some = f"{sql} AND entity IN ({_marks(some)}) ORDER BY entity"
                yield from self._grouped(self._db.execute(of_some, (*names, *some)))

    def by_entity_up_to(self, properties: Collection[str], most: int) -> Iterator[tuple[str, Sequence[Row] | None]]:
        """Give the facts on some properties by their entities; None stands for those of an entity of many."""
        names = list(properties)
        sql = f"{_FACTS_IN_ORDER} WHERE k >= 0 AND property IN ({_marks(names)}) AND entity > ? ORDER BY entity"
        after: str | None = ""
        while after is not None:
            rows, after = self._db.execute(sql, (*names, after)), None
            for entity, found in itertools.groupby(_growing(rows, most), key=operator.itemgetter(0)):
                some = list(itertools.islice(found, most + 1))
                if len(some) > most:
                    yield entity, None
                    after = entity  # its other facts are passed over
                    break
                yield entity, list(self._unpacked(some))

    def _grouped(self, rows: sqlite3.Cursor) -> Iterator[tuple[str, Sequence[Row]]]:
        """Put rows together that are of one entity, of which they stand side by side."""
        entity, found = None, list[Row]()
        while some := rows.fetchmany(_AT_ONCE):
            for row in self._unpacked(some):
                if row[_ENTITY] != entity:
                    if found:
                        yield str(entity), found
                    entity, found = row[_ENTITY], []
                found.append(row)
        if found:
            yield str(entity), found

    def telling(self, entities: Collection[str]) -> Collection[str]:
        """Name the events that are told with a fact under one of some names, whether it counts or not."""
        return dict.fromkeys(str(row[_ID]) for row in self._told_under(entities))

    def tells_of(self, entities: Collection[str]) -> bool:
        """Say whether an event that is known, or told as retracted, has a fact under one of some names."""
        return next(self._told_under(entities), None) is not None

    def _told_under(self, entities: Collection[str]) -> Iterator[Row]:
        for some in _parts(list(entities)):
            found = self._db.execute(f"{_FACTS} WHERE entity IN ({_marks(some)})", some)
            count = 8  # who asks whether there is any looks at few
            while rows := found.fetchmany(count):
                yield from (row for row in self._unpacked(rows) if self._counts(row))
                count = _AT_ONCE

    def entities_of(self, ids: Collection[str]) -> dict[str, set[str]]:
        """Name the entities of the facts that some events have in any version, by the event."""
        sql = "SELECT id, places FROM told JOIN record USING (n) WHERE id IN ({})"
        found = self._among(sql, _bytes(ids))
        return {id_.hex(): {entity for entity, _ in json.loads(places)} for id_, places in found}

    def entities(self) -> Collection[str]:
        """Name the entities of all facts, at whatever clocks they count."""
        return {name for (name,) in self._db.execute("SELECT DISTINCT entity FROM fact")}

    def written(self, sort: str) -> Collection[str]:
        """Name what was ever written of a sort, ``tag`` or ``type``, also by what does not count."""
        return {name for (name,) in self._db.execute("SELECT name FROM name WHERE sort = ?", (sort,))}

    def facts_of(self, ids: Collection[str]) -> Iterable[tuple[Row, bool]]:
        """Give all facts of some events as told, each with whether it may count: by event and place."""
        found: dict[str, list[tuple[Row, bool]]] = {name: [] for name in ids}
        rows = self._facts_of_all() if len(found) > _AT_ONCE else self._facts_of(list(found))
        for some in _portions(row for row in rows if row[2] in found):
            decoded = _decoded(row[4] for row in some)
            for (entity, name, event, k, _), cells in zip(some, decoded, strict=True):
                row = rowcode.unpack_fact(cells, entity, name, event)
                if self._counts(row):
                    found[event].append((row, k >= 0))
        for of_event in found.values():
            yield from sorted(of_event, key=lambda fact: fact[0][_PLACE]) if len(of_event) > 1 else of_event  # type: ignore[arg-type,return-value]

    def _facts_of_all(self) -> Iterator[Sequence[Any]]:
        for entity, name, id_, k, cells in self._db.execute(f"{_FACTS_OF} FROM fact JOIN record USING (n)"):
            yield entity, name, id_.hex(), k, cells

    def _facts_of(self, ids: Sequence[str]) -> Iterator[Sequence[Any]]:
        others = _bytes(name for name in ids if name not in self._places)
        read = self._among("SELECT id, n, places FROM told JOIN record USING (n) WHERE id IN ({})", others)
        places = {name: self._places[name] for name in ids if name in self._places}
        places.update((id_.hex(), (n, json.loads(told))) for id_, n, told in read)
        asked = [(entity, name, n) for n, of_event in places.values() for entity, name in of_event]
        events = {n: event for event, (n, _) in places.items()}
        for some in _parts(asked, _CELLS_AT_ONCE):
            sql = _FACTS_AT.format(", ".join(["(?, ?, ?)"] * len(some)))
            for entity, name, n, k, cells in self._db.execute(sql, list(itertools.chain.from_iterable(some))):
                yield entity, name, events[n], k, cells

    # --- events and reports ------------------------------------------------------------------------------------------

    def events(self, ids: Collection[str] | None = None, *, bare: bool = False) -> Iterable[Row]:
        """Give the rows of some events, or of all, that are known, surely or possibly, or told as retracted."""
        if ids is not None:
            some: Iterable[list[Row]] = (told for told, _ in self._some(ids).values())
        else:
            some = self._bare() if bare else self._all()
        return (row for told in some for row in told if event_answer(row, self.as_of) != NO)

    def reports(self, ids: Collection[str]) -> Iterable[Row]:
        """Give the reports on some events, by event and place; also those that became public later."""
        told = self._some(ids)
        return (row for name in ids if name in told for row in told[name][1])

    def versions(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, Sequence[Row], Sequence[Row]]]:
        """Give the rows of some events, or of all, and those of the reports on each, at all clocks."""
        every = self._db.execute("SELECT id, cells FROM told JOIN record USING (n)")
        for some in _portions(every if ids is None else self._cells_of(ids)):
            for (id_, _), cells in zip(some, _decoded(row[1] for row in some), strict=True):
                name = id_.hex()
                yield name, *rowcode.told_of(cells, name)

    def _cells_of(self, ids: Collection[str]) -> Iterator[Sequence[Any]]:
        for some in _parts(_bytes(ids)):
            yield from self._among("SELECT id, cells FROM told JOIN record USING (n) WHERE id IN ({})", some)

    def _all(self) -> Iterator[list[Row]]:
        """Give the rows of each event, one event after the other; they are at hand until they are let go of."""
        every = self._db.execute("SELECT n, id, cells, places FROM told JOIN record USING (n)")
        for some in _portions(every):
            told, places = _decoded(row[2] for row in some), _decoded(row[3] for row in some)
            for (n, id_, _, _), cells, of_event in zip(some, told, places, strict=True):
                name = id_.hex()
                self._told[name] = found = self._exist(*rowcode.told_of(cells, name))
                self._places[name] = n, of_event
                yield found[0]

    def _bare(self) -> Iterator[list[Row]]:
        """Give the rows of each event, and have nothing of it at hand."""
        unpack = rowcode.unpack_event
        for some in _portions(self._db.execute("SELECT id, cells FROM told JOIN record USING (n)")):
            for (id_, _), (events, _) in zip(some, _decoded(row[1] for row in some), strict=True):
                name = id_.hex()
                yield self._exist([unpack(one, name) for one in events], ())[0]

    def forget(self) -> None:
        """Let go of what was read of single events: they will not be asked about again."""
        self._told.clear()
        self._places.clear()
        self._lines.clear()

    def _some(self, ids: Collection[str]) -> dict[str, tuple[list[Row], list[Row]]]:
        missing = [name for name in ids if name not in self._told]
        self._told.update(dict.fromkeys(missing, ([], [])))
        self._told.update((name, self._exist(*told)) for name, told in self._read(missing))
        return {name: self._told[name] for name in ids}

    def _read(self, ids: Sequence[str]) -> Iterator[tuple[str, tuple[list[Row], list[Row]]]]:
        """Give the rows of some events and of the reports on them, at all clocks, and have at hand where facts are."""
        rows = self._among("SELECT id, n, cells, places FROM told JOIN record USING (n) WHERE id IN ({})", _bytes(ids))
        told, places = _decoded(row[2] for row in rows), _decoded(row[3] for row in rows)
        for (id_, n, _, _), cells, of_event in zip(rows, told, places, strict=True):
            name = id_.hex()
            self._places[name] = n, of_event
            yield name, rowcode.told_of(cells, name)

    def _exist(self, events: Sequence[Row], reports: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        by, as_of = self.recorded_by, self.as_of
        told = [row for row in reports if row[13] <= by < row[14] and row[11] <= as_of < row[12]]  # type: ignore[operator]
        if len(told) > 1:
            told.sort(key=lambda row: row[2])  # type: ignore[arg-type,return-value]
        return [row for row in events if row[9] <= by < row[10]], told  # type: ignore[operator]

    # --- sources and links -------------------------------------------------------------------------------------------

    def sources(self, names: Collection[str] | None = None) -> Iterable[Row]:
        """Give the rows of some sources, or of all."""
        start, end, since, until = (
            SOURCE.index(name) for name in ("as_of_from", "as_of_to", "recorded_from", "recorded_to")
        )
        return (
            row
            for _, row in self._all_of_sources(names)
            if row[since] <= self.recorded_by < row[until] and row[start] <= self.as_of < row[end]  # type: ignore[operator]
        )

    def _all_of_sources(self, names: Collection[str] | None) -> Iterator[tuple[str, Row]]:
        rows: Iterable[Sequence[Any]]
        if names is None:
            rows = self._db.execute("SELECT name, cells FROM source")
        else:
            rows = self._among("SELECT name, cells FROM source WHERE name IN ({})", list(names))
        return ((name, tuple(row)) for name, cells in rows for row in json.loads(cells))

    def links(self, *, rels: Collection[str] | None = None, ends: Collection[str] | None = None) -> Sequence[Row]:
        """Give the links that apply, surely or possibly, by (recorded, id): of some relations, at some ends, or all."""
        rows: Iterable[Sequence[Any]]
        if ends is None:
            rows = self._db.execute("SELECT cells FROM link")
        else:
            names = list(ends)
            rows = {(n, k): (cells,) for n, k, cells in self._among(_AT_FROM, names)}.values()
            more = {(n, k): (cells,) for n, k, cells in self._among(_AT_TO, names)}.values()
            rows = dict.fromkeys((*rows, *more))
        since, until, rel, order, link = (
            LINK.index(name) for name in ("recorded_from", "recorded_to", "rel", "order_recorded", "link")
        )
        found = [
            row
            for (cells,) in rows
            for row in (tuple(json.loads(cells)),)
            if (rels is None or row[rel] in rels)
            and row[since] <= self.recorded_by < row[until]
            and link_answer(row, self.as_of) != NO
        ]
        return sorted(found, key=lambda row: (row[order], row[link]))

    def _all_links(self) -> Iterator[Row]:
        return (tuple(json.loads(cells)) for (cells,) in self._db.execute("SELECT cells FROM link"))

    # --- lines -------------------------------------------------------------------------------------------------------

    def lines(self, ids: Collection[str]) -> Mapping[str, Line]:
        """Give the lines of some records, by id.

        Raises:
            Unusable: A file is not any more what was indexed.
        """
        missing = [name for name in ids if name not in self._lines]
        sql = "SELECT name, offset, length, line, id FROM record JOIN segment ON segment = no WHERE id IN ({})"
        places = sorted(self._among(sql, _bytes(missing)))
        self._lines.update(index_said.lines(self._folder, places))
        return self._lines

    # --- what is told beside answers ---------------------------------------------------------------------------------

    def redacted(self) -> int:
        """Count the records whose text was removed, as the log held them by then."""
        sql = "SELECT count(*) FROM record WHERE flags = 1 AND flags > 0 AND recorded <= ?"  # the index is of these
        return int(self._db.execute(sql, (min(self.recorded_by, MOST),)).fetchone()[0])

    def heads(self) -> list[str]:
        """Give the ends of the log's chains, ascending."""
        return sorted(id_.hex() for (id_,) in self._db.execute("SELECT id FROM head"))

    def unreported(self, after: int) -> list[str] | None:
        """Name the events, recorded after a microsecond, that nobody reports nor changes; None where one may be."""
        if self._may_lose_reports():
            return None
        after, by = min(max(after, -MOST), MOST), min(self.recorded_by, MOST)
        sql = "SELECT id FROM record WHERE flags = 2 AND flags > 0 AND recorded > ? AND recorded <= ? LIMIT ?"
        ids = [id_.hex() for (id_,) in self._db.execute(sql, (after, by, _AT_ONCE + 1))]
        if len(ids) > _AT_ONCE or self._are_changed(ids):
            return None
        told = self._some(ids)
        found = []
        for name in ids:
            events, reports = told[name]
            if len(events) != 1 or events[0][19] is not None or events[0][5] != NO:
                return None
            if not reports and events[0][13] and events[0][1] > after:  # type: ignore[operator]
                found.append(name)
        return found

    def _may_lose_reports(self) -> bool:
        """Whether a correction sets the reports of some event, or on which event a report is."""
        sql = "SELECT 1 FROM record WHERE flags = 4 AND flags > 0 AND recorded <= ? LIMIT 1"
        return self._db.execute(sql, (min(self.recorded_by, MOST),)).fetchone() is not None

    def _are_changed(self, ids: Collection[str]) -> bool:
        """Whether a correction or a retraction is of some event, whether or not it applies at some moment."""
        if not ids:
            return False
        from timeline.store.nodes import listed, number_of  # noqa: PLC0415 - most questions never ask

        rows = self._among("SELECT n, more FROM bears WHERE node IN ({})", [number_of(f"about:{name}") for name in ids])
        numbers = [n for one, more in rows for n in listed(one, more)]
        kinds = self._among("SELECT DISTINCT kind FROM record WHERE n IN ({})", numbers)
        return any(kind in ("correction", "retraction") for (kind,) in kinds)

    def _among(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for some in _parts(values):
            rows += self._db.execute(sql.format(_marks(some)), some).fetchall()
        return rows


class OnCell(NamedTuple):
    """Reads the facts on one cell, as :class:`timeline.store.index_falling.Reads` says."""

    rows: StoredRows
    entity: str
    name: str

    def falling(self, before: int, count: int) -> tuple[list[Row], int | None]:
        """Read those that begin last."""
        return self.rows.falling(self.entity, self.name, before, count)

    def starts(self, before: int) -> Starts | None:
        """Say when the others begin."""
        return self.rows.starts(self.entity, self.name, before)

    def at(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        """Read some of them."""
        return self.rows.at_places(self.entity, self.name, places)

    def has_room(self, count: int) -> bool:
        """Whether so many rows more are kept."""
        return self.rows.has_room(count)

    def pass_over(self, moment: int) -> None:
        """Take when the first of those may begin that are passed over."""
        self.rows.pass_over(moment)


_FACTS: Final = "SELECT entity, property, id, cells FROM fact JOIN record USING (n)"
_FACTS_IN_ORDER: Final = "SELECT entity, property, id, cells FROM fact CROSS JOIN record USING (n)"
_LATEST_FIRST: Final = (
    "SELECT start, entity, property, id, cells FROM fact INDEXED BY fact_start CROSS JOIN record USING (n) "
    "WHERE k >= 0 AND entity = ? AND property = ? AND start < ? ORDER BY start DESC LIMIT ?"
)
_STARTS: Final = (
    f"SELECT n, k, {rowcode.FIRST_START}, start FROM fact NOT INDEXED "  # noqa: S608 - as they lie is four times as fast
    "WHERE k >= 0 AND entity = ? AND property = ? AND start < ? ORDER BY start DESC"
)
_AT_PLACES: Final = (
    "SELECT n, k, entity, property, id, cells FROM fact JOIN record USING (n) WHERE entity = ? AND property = ?"
)
_FACTS_OF: Final = "SELECT entity, property, id, k, cells"
_FACTS_AT: Final = (
    "WITH place (of, its, event) AS (VALUES {}) SELECT entity, property, n, k, cells FROM place CROSS JOIN fact "
    "ON entity = of AND property = its AND n = event"
)
_AT_FROM: Final = 'SELECT n, k, cells FROM link WHERE "from" IN ({})'
_AT_TO: Final = 'SELECT n, k, cells FROM link WHERE "to" IN ({})'
MOST: Final = 2**62
"""Further away than any stamp, in microseconds."""


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _parts(values: Sequence[Any], size: int = _AT_ONCE) -> Iterator[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _portions(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """Give rows a few hundred at a time."""
    rest = iter(rows)
    while some := list(itertools.islice(rest, _AT_ONCE)):
        yield some


def _growing(rows: sqlite3.Cursor, count: int) -> Iterator[Sequence[Any]]:
    """Give the rows of a cursor, which is asked for few at first: who reads them may soon have enough."""
    while some := rows.fetchmany(count):
        yield from some
        count = min(2 * count, _AT_ONCE)


def _decoded(texts: Iterable[str]) -> list[Any]:
    """Read several JSON texts at once: half the time of one by one."""
    found: list[Any] = json.loads(f"[{','.join(texts)}]")
    return found


def _bytes(ids: Iterable[str]) -> list[bytes]:
    return [bytes.fromhex(name) for name in ids]
