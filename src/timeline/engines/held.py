"""The records of a log as an engine holds them, found as the index of a log finds them.

Law of this module: it answers what :class:`timeline.store.index_records.Records` answers, so that whatever asks the
index for a part of a log may ask an engine. Each line is proved by its hash as it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from timeline.dates.values import Moment
from timeline.engines import sql
from timeline.engines.engine import Engine, Found, Value
from timeline.engines.schema import Kind
from timeline.errors import LogBroken
from timeline.records import chain
from timeline.records.line import decode
from timeline.records.model import Record
from timeline.store.index_fill import BARE, RESETS
from timeline.store.index_redacted import REDACTED
from timeline.store.nodes import node_number

_PREFIX = "record:"
_AT_ONCE = 500
_FAR = 2**62
_LINES = "SELECT id, file, line, text FROM record"


class Held:
    """The records that an engine holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._read: dict[str, Record] = {}
        self._chains: dict[int, list[tuple[int, int]]] | None = None

    def find(self, nodes: Collection[str]) -> list[Record]:
        """Give the records that are found under any of some nodes, each once."""
        ids = {node.removeprefix(_PREFIX) for node in nodes if node.startswith(_PREFIX)}
        under = [node_number(node) for node in nodes if not node.startswith(_PREFIX)]
        rows = self._among("SELECT record FROM bears WHERE node", "integer", under)
        ids.update(str(row[0]) for row in rows)
        return self.load(ids)

    def load(self, ids: Iterable[str]) -> list[Record]:
        """Read records by their ids; those that are not there are left out."""
        wanted = sorted(ids)
        new = [one for one in wanted if one not in self._read]
        for id_, file, line, text in self._among(f"{_LINES} WHERE id", "text", new):
            self._read[id_] = _record(id_, file, line, text)
        return [self._read[one] for one in wanted if one in self._read]

    def all(self) -> list[Record]:
        """Read all records, in no order."""
        return [_record(*row) for row in self._engine.ask(_LINES)]

    def starting_with(self, text: str) -> list[str]:
        """Give the nodes of the records whose ids begin with some hexadecimal digits."""
        if not 0 < len(text) <= 64 or set(text) - set("0123456789abcdef"):
            return []
        ends = (text.ljust(64, "0"), text.ljust(64, "f"))
        return _nodes(self._engine.ask("SELECT id FROM record WHERE id >= ? AND id <= ?", ends))

    def redacted(self) -> list[str]:
        """Give the nodes of the records whose text was removed."""
        return _nodes(self._engine.ask(f"SELECT id FROM record WHERE flags = {REDACTED}"))

    def possibly_unreported(self, after: Moment) -> list[str]:
        """Give the nodes of what may be an event that nobody reports, and that was recorded after a moment."""
        later = sql.above("order_recorded", int(min(max(after, -_FAR), _FAR)))
        resets = self._engine.ask(f"SELECT id FROM record WHERE flags = {RESETS}")
        bare = self._engine.ask(f"SELECT id FROM record WHERE flags = {BARE} AND {later}")
        return _nodes(bare) + _nodes(resets)

    def changes(self, most: int) -> list[str] | None:
        """Give the nodes of all corrections and retractions; None where there are more than so many."""
        query = f"SELECT id FROM record WHERE kind IN ('correction', 'retraction') LIMIT {most + 1}"
        rows = self._engine.ask(query)
        return None if len(rows) > most else _nodes(rows)

    def newest(self, by: Moment) -> list[str]:
        """Give the node of the record that was recorded last, by some moment; nothing where there is none."""
        query = "SELECT id FROM record WHERE order_recorded <= ? ORDER BY order_recorded DESC, id DESC LIMIT 1"
        return _nodes(self._engine.ask(query, (int(min(max(by, -_FAR), _FAR)),)))

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether one record is among the ancestors of another, as far as the log has them."""
        places = self._places([later, earlier])
        if len(places) < len({later, earlier}):
            return False
        return chain.rests_on(places[later], places[earlier], self._parents)

    def after(self, heads: Iterable[str], most: int) -> list[str] | None:
        """Give the ids of the records on which none of some heads rests, and that are none of them.

        None where there are more than so many.
        """
        covered = chain.covered(self._places(list(heads)).values(), self._parents)
        self._engine.give(
            "covered",
            {"chain": "integer", "place": "integer"},
            sorted(covered.items()),
        )
        rows = self._engine.ask(
            "SELECT r.id FROM record r LEFT JOIN covered c ON c.chain = r.chain "
            f"WHERE c.chain IS NULL OR r.place > c.place LIMIT {most + 1}"
        )
        return None if len(rows) > most else sorted(str(row[0]) for row in rows)

    def _places(self, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        rows = self._among("SELECT id, chain, place FROM record WHERE id", "text", list(dict.fromkeys(ids)))
        return {id_: (run, place) for id_, run, place in rows}

    def _parents(self, run: int) -> list[tuple[int, int]]:
        if self._chains is None:
            self._chains = {}
            for no, parent, place in self._engine.ask("SELECT no, parent, place FROM chain"):
                self._chains.setdefault(no, []).append((parent, place))
        return self._chains.get(run, [])

    def _among(self, query: str, kind: Kind, values: Sequence[Value]) -> Found:
        """Ask a query for some values: a few stand in it, many are handed over."""
        if not values:
            return []
        if len(values) <= _AT_ONCE:
            return self._engine.ask(f"{query} IN ({', '.join('?' * len(values))})", values)
        self._engine.give("wanted", {"name": kind}, ((value,) for value in values))
        return self._engine.ask(f"{query} IN (SELECT name FROM wanted)")


def _nodes(rows: Found) -> list[str]:
    return [f"{_PREFIX}{row[0]}" for row in rows]


def _record(id_: str, file: str, line: int, text: str) -> Record:
    """Read a line as it lay in the log.

    Raises:
        LogBroken: It is not what it was.
    """
    try:
        record = decode(text.encode(), file=file, line_no=line)
    except LogBroken as error:
        what = "a line that the engine holds is not what was written"
        raise LogBroken(what, where=f"{file}:{line}", fix="export the log again") from error
    if record.id != id_:
        raise LogBroken("a line that the engine holds is not what was written", where=f"{file}:{line}")
    return record
