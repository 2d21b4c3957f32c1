"""Records looked up in the index, and read from the log: each line is proved by its hash as it is read.

Law of this module: it answers from what the index held at one moment, whatever was added since; and what it reads is
what was indexed, or it says that it cannot.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import itertools
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from timeline.dates.stamps import format_stamp, stamp_moment
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Moment
from timeline.errors import LogBroken
from timeline.records import bearing, chain
from timeline.records.line import decode
from timeline.records.model import Record
from timeline.store import disk, index_values
from timeline.store.index_file import Unusable
from timeline.store.index_fill import BARE, RESETS
from timeline.store.index_redacted import REDACTED
from timeline.store.nodes import listed, meeting, number_of, under

if TYPE_CHECKING:
    import sqlite3

    from timeline.records.valued import Key
    from timeline.verify.checkpoint import Checkpoint

Place: TypeAlias = "tuple[str, int, int, str, tuple[str, str]]"
"""Of a segment its name, size and lines, and the id and the place in the log of its last record."""
EVERY: Final = 2**62
"""A number above that of any record."""

_AT_ONCE: Final = 500
_ANY_SIGN: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\[u/]")
"""An escape that we never write, and that may stand for any sign; the others have one spelling each."""
_OPEN: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_PREFIX: Final = "record:"
_FAR: Final = 2**62
"""Further away than any stamp, in microseconds."""


class Records(msgspec.Struct, kw_only=True):
    """The records that the index held when it was asked; ``last`` is the number of the newest of them."""

    connection: sqlite3.Connection
    folder: str
    last: int
    _read: dict[int, Record] = msgspec.field(default_factory=dict)
    _at: dict[str, list[Record]] = msgspec.field(default_factory=dict)
    _by_id: dict[str, Record | None] = msgspec.field(default_factory=dict)

    def find(self, nodes: Collection[str]) -> list[Record]:
        """Give the records that are found under any of some nodes, each once.

        Raises:
            Unusable: A file is not any more what was indexed.
        """
        ids = [bytes.fromhex(node.removeprefix(_PREFIX)) for node in nodes if node.startswith(_PREFIX)]
        others = [number_of(node) for node in nodes if not node.startswith(_PREFIX)]
        numbers = {n for (n,) in self._among("SELECT n FROM record WHERE id IN ({})", ids)}
        numbers.update(n for _, n in self.under(others))
        return self.load(n for n in numbers if n <= self.last)

    def under(self, nodes: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Give the numbers of the records under some nodes, each with its node."""
        for node, n, more in self._among("SELECT node, n, more FROM bears WHERE node IN ({})", nodes):
            yield from ((node, one) for one in listed(n, more))
        for node in nodes:
            yield from ((node, one) for one in meeting(self.connection, node))

    def load(self, numbers: Iterable[int]) -> list[Record]:
        """Read records by their numbers.

        Raises:
            Unusable: A file is not any more what was indexed.
        """
        wanted = list(numbers)
        new = [n for n in wanted if n not in self._read]
        places = self._among(
            "SELECT n, id, name, line, offset, length FROM record JOIN segment ON segment = no WHERE n IN ({})", new
        )
        for name, group in itertools.groupby(sorted(places, key=lambda row: row[2:]), key=lambda row: row[2]):
            for n, record in self._lines(name, list(group)):
                self._read[n] = record
        return [self._read[n] for n in wanted]

    def _lines(self, name: str, places: Sequence[Sequence[Any]]) -> Iterator[tuple[int, Record]]:
        try:
            handle = os.open(os.path.join(self.folder, name), _OPEN)
        except OSError as error:
            raise Unusable(f"{name} cannot be read") from error
        try:
            for n, id_, _, line, offset, length in places:
                record = decode(os.pread(handle, length, offset), file=name, line_no=line)
                if bytes.fromhex(record.id) != id_:
                    raise Unusable(f"{name} is not what was indexed")
                yield n, record
        except (OSError, LogBroken) as error:
            raise Unusable(f"{name} is not what was indexed") from error
        finally:
            os.close(handle)

    def plain(self, numbers: Sequence[int]) -> set[int]:
        """Choose events that no link leads from or to, and that no record says again."""
        twins = {n for (n,) in self._among("SELECT n FROM twin WHERE n IN ({})", numbers)}
        rows = self._among("SELECT n, id FROM record WHERE kind = 'event' AND n IN ({})", numbers)
        ends = {number_of(f"end:{id_.hex()}"): n for n, id_ in rows if n not in twins}
        linked = {ends[node] for node, _ in self.under(list(ends))}
        return set(ends.values()) - linked

    # --- what bears on a thing (:class:`timeline.records.bearing.Look`) ----------------------------------------------

    def at(self, node: str) -> list[Record]:
        """Give the records that are found under a node, by (recorded, id).

        Raises:
            Unusable: A file is not any more what was indexed.
        """
        found = self._at.get(node)
        if found is None:
            held = self.load(n for n in under(self.connection, number_of(node)) if n <= self.last)
            found = self._at[node] = sorted(
                (record for record in held if node in bearing.places(record)), key=lambda record: record.order
            )
        return found

    def alike(self, record: Record) -> list[Record]:
        """Give the others that have the key of a record, or say exactly the same.

        Raises:
            Unusable: A file is not any more what was indexed.
        """
        nodes = tuple(bearing.alike(record))
        numbers = {n for _, n in self.under([number_of(node) for node in nodes]) if n <= self.last}
        if len(numbers) < 2:
            return []
        found = (other for other in self.load(numbers) if other.id != record.id)
        return sorted(
            (other for other in found if not set(nodes).isdisjoint(bearing.alike(other))), key=lambda one: one.order
        )

    def record(self, record_id: str) -> Record | None:
        """Give a record by its id.

        Raises:
            Unusable: A file is not any more what was indexed.
        """
        if record_id not in self._by_id:
            try:
                id_ = bytes.fromhex(record_id)
            except ValueError:
                return None
            row = self.connection.execute("SELECT n FROM record WHERE id = ?", (id_,)).fetchone()
            self._by_id[record_id] = None if row is None or row[0] > self.last else self.load([row[0]])[0]
        return self._by_id[record_id]

    def hold(self, n: int, record: Record) -> None:
        """Take a record that is at hand, so that its line is not read again."""
        self._read[n] = record
        self._by_id[record.id] = record

    def forget(self) -> None:
        """Let go of the records that were read, where all of a log pass by."""
        self._read.clear()
        self._at.clear()
        self._by_id.clear()

    # --- by name and number ------------------------------------------------------------------------------------------

    def starting_with(self, text: str) -> list[str]:
        """Give the nodes of the records whose ids begin with some hexadecimal digits."""
        if not 0 < len(text) <= 64 or set(text) - set("0123456789abcdef"):
            return []
        lo, hi = bytes.fromhex(text.ljust(64, "0")), bytes.fromhex(text.ljust(64, "f"))
        rows = self.connection.execute("SELECT id FROM record WHERE id BETWEEN ? AND ? AND n <= ?", (lo, hi, self.last))
        return [f"{_PREFIX}{id_.hex()}" for (id_,) in rows]

    def changes(self, most: int) -> list[str] | None:
        """Give the nodes of all corrections and retractions; None where there are more than so many."""
        sql = "SELECT id FROM record WHERE kind IN ('correction', 'retraction') AND n <= ? LIMIT ?"
        found = [f"{_PREFIX}{id_.hex()}" for (id_,) in self.connection.execute(sql, (self.last, most + 1))]
        return None if len(found) > most else found

    def but_plain_events(self, most: int) -> list[str] | None:
        """Give the nodes of all records but events that say nothing that another says; None where these are many."""
        sql = "SELECT id FROM record WHERE (kind != 'event' OR n IN (SELECT n FROM twin)) AND n <= ? LIMIT ?"
        found = [f"{_PREFIX}{id_.hex()}" for (id_,) in self.connection.execute(sql, (self.last, most + 1))]
        return None if len(found) > most else found

    def titled(self, text: str, most: int) -> list[str] | None:
        """Give the nodes of the events that have, or had, a text as their title, or a text of several words in it.

        Raises:
            Unusable: A file is not any more what was indexed.

        Returns:
            Some others may be among them; None where there are more than so many.
        """
        wanted = text.casefold()
        is_part = " " in text.strip()
        found: list[str] = []
        for n in self._holding(wanted):
            (record,) = self.load([n])
            body = record.body or {}
            title = (body.get("set") or {} if record.kind == "correction" else body).get("title")
            if isinstance(title, str) and (wanted in title.casefold() if is_part else wanted == title.casefold()):
                found.append(f"{_PREFIX}{record.id if record.kind == 'event' else str(body.get('target'))[:64]}")
                if len(found) > most:
                    return None
        return found

    def _holding(self, wanted: str) -> Iterator[int]:
        """Give the numbers of the events and corrections in whose lines a text may stand, in whatever capitals."""
        import json  # noqa: PLC0415 - only a refusal asks

        escaped = json.dumps(wanted, ensure_ascii=False)[1:-1]
        rows = self.connection.execute(
            "SELECT name, n, id, offset, length FROM record JOIN segment ON segment = no "
            "WHERE kind IN ('event', 'correction') AND n <= ? ORDER BY segment, offset",
            (self.last,),
        )
        for name, of_file in itertools.groupby(rows, key=lambda row: row[0]):
            try:
                data = disk.contents(os.path.join(self.folder, name))
            except OSError as error:
                raise Unusable(f"{name} cannot be read") from error
            for _, n, id_, offset, length in of_file:
                line = data[offset : offset + length]
                if not line.startswith(b'{"id":"%b"' % id_.hex().encode()):
                    raise Unusable(f"{name} is not what was indexed")
                if _ANY_SIGN.search(line) or escaped in line.decode().casefold():
                    yield n

    def redacted(self) -> list[str]:
        """Give the nodes of the records whose text was removed."""
        return self._flagged(REDACTED)

    def possibly_unreported(self, after: Moment) -> list[str]:
        """Give the nodes of what may be an event that nobody reports, and that was recorded after a moment."""
        return self._flagged(BARE, after=after) + self._flagged(RESETS)

    def _flagged(self, flag: int, *, after: Moment = NEVER_BEFORE) -> list[str]:
        rows = self.connection.execute(
            "SELECT id FROM record WHERE flags = ? AND flags > 0 AND recorded > ? AND n <= ?",
            (flag, _clamped(after), self.last),
        )
        return [f"{_PREFIX}{id_.hex()}" for (id_,) in rows]

    def newest(self, by: Moment = NEVER_AFTER) -> list[str]:
        """Give the node of the record that was recorded last, by some moment; nothing where there is none."""
        # `+n` lets SQLite find it by its stamp: by `n` it would go through all records.
        rows = self.connection.execute(
            "SELECT id FROM record WHERE recorded <= ? AND +n <= ? ORDER BY recorded DESC, id DESC LIMIT 1",
            (_clamped(by), self.last),
        )
        return [f"{_PREFIX}{id_.hex()}" for (id_,) in rows]

    def ends(self) -> list[Place]:
        """Give the ends of the segments, the newest first; of those that end alike, by name."""
        rows = self.connection.execute(
            "SELECT name, size, lines, id, recorded FROM segment JOIN record ON record.n = segment.last ORDER BY name"
        )
        found = [(name, size, lines, id_.hex(), recorded) for name, size, lines, id_, recorded in rows]
        found.sort(key=lambda row: (row[4], row[3]), reverse=True)
        return [(name, size, lines, id_, (format_stamp(at), id_)) for name, size, lines, id_, at in found]

    def indexed(self, name: str) -> tuple[int, bytes] | None:
        """Give how many bytes of a segment are indexed, and their hash."""
        found: tuple[int, bytes] | None = self.connection.execute(
            "SELECT size, digest FROM segment WHERE name = ?", (name,)
        ).fetchone()
        return found

    def some_under(self, node: str, most: int) -> list[str]:
        """Give the nodes of some of the records that are found under a node."""
        some = list(itertools.islice(under(self.connection, number_of(node)), most))
        return [f"{_PREFIX}{id_.hex()}" for (id_,) in self._among("SELECT id FROM record WHERE n IN ({})", some)]

    def has_name(self, sort: str, name: str) -> bool:
        """Say whether a name of a sort was ever written."""
        found = self.connection.execute("SELECT 1 FROM name WHERE sort = ? AND name = ?", (sort, name))
        return found.fetchone() is not None

    def names(self, sort: str) -> list[str]:
        """Give all names of a sort that were ever written: *source*, *key*, or one that newcomers are compared with."""
        return [name for (name,) in self.connection.execute("SELECT name FROM name WHERE sort = ?", (sort,))]

    def type_counts(self) -> dict[str, int] | None:
        """Count the events by the type with which each was first written; None where others arrived since."""
        if self._has_more():
            return None
        return dict(self.connection.execute("SELECT name, count FROM type WHERE count > 0"))

    def most_told(self, properties: Collection[str], most: int) -> list[Key] | None:
        """Give the values told most often of some properties, those first; None where that is not known any more."""
        return None if self._has_more() else index_values.most_told(self.connection, properties, most)

    def count(self, by: Moment) -> int:
        """Count the records that there were by a moment."""
        sql = "SELECT count(*) FROM record WHERE recorded <= ? AND n <= ?"
        found: int = self.connection.execute(sql, (_clamped(by), self.last)).fetchone()[0]
        return found

    def _has_more(self) -> bool:
        """Whether others arrived since."""
        (newest,) = self.connection.execute("SELECT coalesce(max(n), 0) FROM record").fetchone()
        return bool(newest > self.last)

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether one record is among the ancestors of another, as far as the log has them."""
        ends = self._place(later), self._place(earlier)
        if ends[0] is None or ends[1] is None:
            return False
        return chain.rests_on(ends[0], ends[1], self._parents)

    def _place(self, record_id: str) -> tuple[int, int] | None:
        query = "SELECT chain, place FROM record WHERE id = ?"
        found: tuple[int, int] | None = self.connection.execute(query, (bytes.fromhex(record_id),)).fetchone()
        return found

    def _parents(self, run: int) -> list[tuple[int, int]]:
        return self.connection.execute("SELECT parent, place FROM chain WHERE no = ?", (run,)).fetchall()

    def after(self, heads: Iterable[str], most: int) -> list[str] | None:
        """Give the ids of the records on which none of some heads rests, and that are none of them.

        None where there are more than so many.
        """
        places = self._among(
            "SELECT chain, place FROM record WHERE id IN ({})", [bytes.fromhex(head) for head in heads]
        )
        covered = chain.covered(places, self._parents)
        (chains,) = self.connection.execute("SELECT coalesce(max(chain), 0) FROM record").fetchone()
        found: list[str] = []
        for run in range(1, chains + 1):
            rows = self.connection.execute(
                "SELECT id FROM record WHERE chain = ? AND place > ? AND n <= ? LIMIT ?",
                (run, covered.get(run, -1), self.last, most + 1 - len(found)),
            )
            found += [id_.hex() for (id_,) in rows]
            if len(found) > most:
                return None
        return found

    def limit_of(self, checkpoint: Checkpoint) -> int | None:
        """Give the moment by which just that was recorded which a checkpoint holds; None where there is no such moment.

        The root over the ids says that these are its records, and none but they rest under its heads.
        """
        from timeline.verify.checkpoint import merkle_root_of  # noqa: PLC0415 - few ask for a checkpoint

        limit = stamp_moment(checkpoint.time)
        sql = "SELECT id FROM record WHERE recorded <= ? AND n <= ? ORDER BY recorded, id"
        ids = [id_ for (id_,) in self.connection.execute(sql, (int(limit), self.last))]
        if len(ids) != checkpoint.count or not ids or ids[0].hex() != checkpoint.origin:
            return None
        later = self.after(checkpoint.heads, _FAR)
        (count,) = self.connection.execute("SELECT count(*) FROM record WHERE n <= ?", (self.last,)).fetchone()
        is_all = later is not None and count - len(later) == len(ids) and {one.hex() for one in ids}.isdisjoint(later)
        return int(limit) if is_all and merkle_root_of(ids) == checkpoint.root else None

    def heads(self) -> tuple[str, ...]:
        """Give the ends of the log's chains as they are now, ascending."""
        return tuple(sorted(id_.hex() for (id_,) in self.connection.execute("SELECT id FROM head")))

    def _among(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            rows += self.connection.execute(sql.format(", ".join("?" * len(some))), some).fetchall()
        return rows


def _clamped(moment: Moment) -> int:
    """Give a moment as far away as any stamp may be."""
    return int(min(max(moment, -_FAR), _FAR))
