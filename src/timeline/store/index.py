"""The index of a log: derived from it, beside it, brought up to date by whoever asks, and lost without harm.

Law of this module: an answer rests on the log as it is now. The index is used where every file of the log is one that
was indexed, or continues it, and no line of it is at fault; in every other case the log itself is read, whole, and says
what there is to say. ``docs/decisions/014-index.md`` tells what is keyed by what.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import contextlib
import functools
import os
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from timeline.errors import LogBroken, LogError, ViewError
from timeline.store import disk, index_file, index_fill, index_now, index_values, names, settings, steady
from timeline.store.collecting import paused
from timeline.store.disk import Disk
from timeline.store.index_file import Asked, Locked, Unusable
from timeline.store.index_fill import Arrived, Changed, Filler, Piece
from timeline.store.index_lines import Faulty, lines_of
from timeline.store.index_records import EVERY, Records
from timeline.store.marks import Mark
from timeline.store.turns import Turns, close_own

if TYPE_CHECKING:
    import sqlite3

    from timeline.store.index_kept import Kept, KeptRows
    from timeline.store.index_rows import Rows

FOLDER: Final = index_file.FOLDER

_SMALL: Final = 1 << 26
_MOST: Final = 20_000
"""So many records are compiled at once, at least."""
_FEW: Final = 1 << 16
"""Of so many new bytes the rows may wait until they are asked."""
_FEW_RECORDS: Final = 100
_FAULT: Final = "fault "

Look: TypeAlias = Mapping[str, Mark]
"""The files of a log as they are seen from outside, in the order of their names."""


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """An index that is up to date with a log: of which making it is, its newest record, and the heads of the log."""

    look: Look
    generation: str
    last: int
    heads: tuple[str, ...]
    change: int
    """How often its rows were changed since it was made."""
    notes: tuple[str, ...] = ()
    """What is to be told once: how it was brought up to date."""
    lacks: tuple[str, ...] = ()
    """What is to be told beside every answer: of records that the log lacks."""
    mark: str | None = None
    """What its last writer left: another one means another index."""
    is_worn: bool = False
    """Whether it is worth noting anew what it is up to date with."""

    @property
    def size(self) -> int:
        """How many bytes of the log it knows."""
        return sum(mark.size for mark in self.look.values())


def look(folder: str) -> Look:
    """Look at the files of a log.

    Raises:
        Faulty: Something else than a segment stands in the place of one.
    """
    found = names.look(folder)
    if found is None:
        raise Faulty
    return found


def _fault(now: Look) -> str:
    """Say of the files of a log that one is at fault, in a few signs."""
    return _FAULT + sha256(index_now.spelled(now).encode()).hexdigest()


class Index(msgspec.Struct, kw_only=True, weakref=True):
    """The index of the log in a folder.

    ``place`` is where it lies; by default in the log, but for one that cannot be written. ``progress`` is told how many
    files are in it, and of how many, while it is brought up to date; what ties them up at the end counts as one.
    """

    folder: str
    disk: Disk
    place: str = ""
    progress: Callable[[int, int], None] | None = None
    turns: Turns = msgspec.field(default_factory=Turns)
    _open: tuple[str, sqlite3.Connection] | None = None
    _kept: tuple[Ready, Kept] | None = None
    _process: int = msgspec.field(default_factory=os.getpid)

    def __post_init__(self) -> None:
        """Lie in the log, where nothing else is said."""
        self.place = self.place or self.folder

    def ready(self, *, rows: bool = True) -> Ready:
        """Bring the index up to date.

        Args:
            rows: Whether the rows are asked, too: else what few records arrived is compiled by who asks them.

        Raises:
            Faulty: The log has a fault, so that it must be read whole.
            Unusable: The index can be neither read nor written here.
        """
        now, found = look(self.folder), None
        with self.turns.turn():
            with index_file.reading(self.place, self.disk) as held:
                if held is not None:
                    if held.word == _fault(now):
                        raise Faulty
                    found = self._current(held, now, rows=rows)
                    if found is not None and not found.is_worn:
                        return found
            try:
                return self._brought(rows=rows)
            except Unusable:
                if found is None:
                    raise
                return found

    def _brought(self, *, rows: bool) -> Ready:
        """Bring the index up to date, as the only one who does so now."""
        with index_file.alone(self.place, self.disk) as held:
            now = look(self.folder)
            notes = self._bring(held, now, rows=rows)
            held.only_read()
            found = self._current(held, now, rows=rows)
            if found is None:
                raise Unusable("the log changes while it is indexed")
            return msgspec.structs.replace(found, notes=notes)

    @contextlib.contextmanager
    def records(self, ready: Ready) -> Iterator[Records]:
        """Look records up, as the index was when it was ready.

        Raises:
            Unusable: It was built anew since then.
        """
        with self.records_of(ready.generation, ready.last) as found:
            yield found

    @contextlib.contextmanager
    def records_of(self, generation: str, last: int) -> Iterator[Records]:
        """Look records up, of one making of the index, up to one number.

        Raises:
            Unusable: It was built anew since then.
        """
        import sqlite3  # noqa: PLC0415 - slow to import, and a short command does without

        with self.turns.turn(), index_file.reading(self.place, self.disk) as held:
            if held is None:
                raise Unusable("it is gone")
            try:
                connection = self._connection(held)
                if _meta(connection).get("generation") != generation:
                    raise Unusable("it was built anew")
                held.step_aside()
                yield Records(connection=connection, folder=self.folder, last=last)
            except sqlite3.Error as error:
                raise Unusable(str(error)) from error

    def copied(self, ready: Ready, place: str) -> Index:
        """Give a copy in another folder, as it was when it was ready: whoever asks it for hours holds nobody up.

        Raises:
            Unusable: It was built anew since then, or cannot be copied.
            OSError: The disk refused.
        """
        with self.records(ready), index_file.reading(self.place, self.disk) as held:
            if held is None:
                raise Unusable("it is gone")
            held.copy(place)
        return Index(folder=self.folder, disk=self.disk, place=place)

    def rows(self, ready: Ready, as_of: int, recorded_by: int) -> tuple[Asked, KeptRows]:
        """Give the rows at two clocks, of the index as it was when it was ready.

        What is asked of them raises :class:`Unusable` where the index is another one since. The first of the two lets
        go of the index when the answer is made.
        """
        from timeline.store.index_kept import KeptRows  # noqa: PLC0415 - adding never asks

        self._begin_anew_where_forked()
        (kept := self._keeping(ready)).make_room()
        asked = Asked(functools.partial(self._held, ready), self._forget)
        return asked, KeptRows(asked, self.folder, as_of, recorded_by, kept)

    def _keeping(self, ready: Ready) -> Kept:
        """Give what was read of the index so far, as far as no later change wrote it anew."""
        from timeline.store.index_kept import Kept  # noqa: PLC0415 - as above

        if self._kept is not None and self._kept[0].mark == ready.mark:
            return self._kept[1]
        before, kept = self._kept or (None, Kept())
        if before is None or before.generation != ready.generation or not self._let_go(ready, before.change, kept):
            kept = Kept()
        self._kept = (ready, kept)
        return kept

    def _forget(self) -> None:
        self._kept = None

    def _begin_anew_where_forked(self) -> None:
        """Leave to the parent what it had open, and what a thread of it may just have been reading."""
        if self._process != os.getpid():
            self._open = self._kept = None
            self._process = os.getpid()

    def _let_go(self, ready: Ready, change: int, kept: Kept) -> bool:
        """Let go of what was changed since a change; whether it is known what that is."""
        import sqlite3  # noqa: PLC0415 - as below

        from timeline.store.index_rows import CHANGES  # noqa: PLC0415

        if not change <= ready.change <= change + CHANGES:
            return False
        try:
            with self._held(ready) as connection:
                sql = "SELECT what, name, property FROM changed WHERE change > ?"
                kept.let_go(connection.execute(sql, (change,)).fetchall())
        except (Unusable, sqlite3.Error):
            return False
        return True

    @contextlib.contextmanager
    def _held(self, ready: Ready) -> Iterator[sqlite3.Connection]:
        with self.turns.turn(), index_file.reading(self.place, self.disk) as held:
            if held is None or held.mark != ready.mark:
                raise Unusable("it is not what it was")
            connection = self._connection(held)
            held.step_aside()
            yield connection

    def _connection(self, held: Locked) -> sqlite3.Connection:
        self._begin_anew_where_forked()
        mark = held.mark or ""
        if self._open is None or self._open[0] != mark:
            if self._open is not None:
                self._open[1].close()
                self._open = None
            connection = held.connect()
            weakref.finalize(
                self, close_own, connection, self._process
            )  # Python 3.13 remarks on one that nobody closed
            self._open = (mark, connection)
        return self._open[1]

    # --- is it up to date? -------------------------------------------------------------------------------------------

    def _current(self, held: Locked, now: Look, *, rows: bool) -> Ready | None:
        """Give the index where every file is as it was indexed."""
        import sqlite3  # noqa: PLC0415 - as above

        if held.mark is None:
            return None
        try:
            connection = self._connection(held)
            found = index_now.current(self.folder, connection, now, rows=rows)
            if found is None:
                return None
            records = Records(connection=connection, folder=self.folder, last=0)
            return Ready(
                look=now,
                generation=found.meta["generation"],
                last=int(found.meta["last"]),
                heads=records.heads(),
                change=int(found.meta["change"]),
                lacks=index_now.lacks(connection),
                mark=held.mark,
                is_worn=found.is_worn,
            )
        except (sqlite3.Error, KeyError, ValueError):
            return None

    # --- bringing it up to date --------------------------------------------------------------------------------------

    def _bring(self, held: Locked, now: Look, *, rows: bool) -> tuple[str, ...]:
        """Add to the index what it lacks, or build it anew; give what to tell of it."""
        plan = self._plan(held, now) if held.mark is not None else None
        try:
            if plan is None:
                self._build(held, now)
            else:
                meta = self._noted(held)
                if plan or meta["settings"] != self._declared(meta)[0] or (rows and index_now.is_behind(meta)):
                    self._add(held, now, plan, rows=rows)
        except Changed:
            self._build(held, now)
        except Faulty:
            with contextlib.suppress(OSError):
                held.note(_fault(now))
            raise
        except OSError as error:
            raise Unusable((error.strerror or str(error)).lower()) from error
        return ("the index is not as it was left (copied, or damaged); it is built anew",) if held.was_damaged else ()

    def _declared(self, noted: Mapping[str, Any]) -> tuple[bytes | None, str | None]:
        """Give the bytes of the settings, and the views that they declare, as JSON; None where they are at fault.

        Of settings that are as the index noted nothing is read again.
        """
        try:
            text = settings.contents(self.folder)
            if noted.get("views") is not None and noted.get("settings") == text:
                return text, noted["views"]
            import json  # noqa: PLC0415 - asked where the settings are others

            from timeline.views.specs import view_specs  # noqa: PLC0415 - slow to import

            return text, json.dumps(
                {
                    name: [one.title, one.properties, one.latest, one.many, one.entities]
                    for name, one in view_specs(settings.read(self.folder)).items()
                }
            )
        except (LogError, LogBroken, ViewError):
            return None, None

    def _noted(self, held: Locked) -> dict[str, Any]:
        """Give what the index notes of itself."""
        connection = held.connect()
        try:
            return _meta(connection)
        finally:
            connection.close()

    def _plan(self, held: Locked, now: Look) -> Sequence[tuple[str, int, int | None, int]] | None:
        """Say what is new: of each such file its name, the bytes, the row and the lines that are there already.

        None where the log is not a continuation of what was indexed, or nothing was.
        """
        import sqlite3  # noqa: PLC0415 - as above

        try:
            connection = held.connect()
            try:
                rows = connection.execute(
                    "SELECT name, no, size, modified, changed, number, settled, digest, lines FROM segment"
                ).fetchall()
                is_empty = connection.execute("SELECT 1 FROM record LIMIT 1").fetchone() is None
            finally:
                connection.close()
        except (sqlite3.Error, Unusable):
            return None
        if is_empty:
            return None
        known = {row[0]: row[1:] for row in rows}
        if known.keys() - now.keys():
            return None
        new: list[tuple[str, int, int | None, int]] = []
        for name, mark in now.items():
            if name not in known:
                new.append((name, 0, None, 0))
                continue
            no, size, modified, changed, number, settled, digest, lines = known[name]
            if settled and mark == Mark(size, modified, changed, number):
                continue
            if mark.size < size or not index_now.is_same(self.folder, name, size, digest):
                return None
            new.append((name, size, no, lines))
        return new

    def _build(self, held: Locked, now: Look) -> None:
        """Index a log anew."""
        from timeline.store import index_rows  # noqa: PLC0415 - who adds a record needs no rows

        with paused(), held.changing(anew=True) as connection:
            for statement in (index_fill.SCHEMA + index_values.SCHEMA + index_rows.SCHEMA).split(";"):
                connection.execute(statement)
            connection.execute("INSERT INTO meta VALUES ('generation', ?)", (os.urandom(16).hex(),))
            pieces = (self._piece(now, name, 0, None, 0, is_judged=False) for name in now)
            self._fill(connection, pieces, index_rows.Rows(connection, self.folder, anew=True), len(now))
            self._note(connection, now, change=0)

    def _add(self, held: Locked, now: Look, plan: Sequence[tuple[str, int, int | None, int]], *, rows: bool) -> None:
        """Index what is new; its rows too, where they are asked, or where it is much."""
        pieces: Iterable[Piece] = (self._piece(now, *item) for item in plan)
        if sum(now[name].size for name, *_ in plan) < _SMALL:
            pieces = [
                msgspec.structs.replace(one, lines=list(one.lines)) for one in pieces
            ]  # a bad one changes nothing
        with paused(), held.changing(anew=False) as connection:
            meta = _meta(connection)
            is_little = sum(now[name].size - size for name, size, *_ in plan) < _FEW
            is_behind = meta["last"] - meta["compiled"] > _FEW_RECORDS
            compiler = self._rows(connection, meta) if rows or is_behind or not is_little else None
            arrived, has_moved = self._fill(connection, pieces, compiler, len(plan))
            if compiler is None and has_moved:  # what that bore on is known now, and later no more
                compiler = self._rows(connection, meta)
                compiler.add(arrived)
                compiler.finish(())
            if compiler is not None:
                compiler.note(meta["change"] + 1, is_all=has_moved)
            self._note(connection, now, change=meta["change"] + 1 if compiler is not None else None)

    def _rows(self, connection: sqlite3.Connection, meta: Mapping[str, Any]) -> Rows:
        """Give what compiles what arrives; what arrived before and waits is compiled first."""
        from timeline.store.index_rows import Rows  # noqa: PLC0415 - as above

        compiler = Rows(connection, self.folder, anew=False)
        waiting = range(meta["compiled"] + 1, meta["last"] + 1)
        there = Records(connection=connection, folder=self.folder, last=EVERY).load(waiting)
        first = meta["compiled"] + 1
        compiler.add(Arrived(first=first, records=list(zip(waiting, there, strict=True)), spoken_of=frozenset()))
        return compiler

    def _fill(
        self, connection: sqlite3.Connection, pieces: Iterable[Piece], rows: Rows | None, of: int
    ) -> tuple[Arrived, bool]:
        """Add parts of so many files, and compile them where that is asked.

        Returns:
            What arrived last; and whether another copy counts now of a record that was there.
        """
        filler = Filler(connection)
        for done, piece in enumerate(pieces, 1):
            filler.add(piece)
            if filler.waiting > _MOST and rows is not None:
                rows.add(filler.written())
            if self.progress is not None:
                self.progress(done, of + 1)
        arrived = filler.written()
        if rows is not None:
            rows.add(arrived)
        doubtful = filler.finish()
        if rows is not None:
            rows.finish(doubtful)
        return arrived, filler.has_moved

    def _note(self, connection: sqlite3.Connection, now: Look, *, change: int | None) -> None:
        """Note what the index is up to date with.

        Args:
            connection: In a transaction.
            now: The files.
            change: The number of this change, where all that is there is compiled by it.

        Raises:
            Unusable: That changed meanwhile.
        """
        last = connection.execute("SELECT coalesce(max(n), 0) FROM record").fetchone()[0]
        meta: dict[str, Any] = {"look": index_now.spelled(now), "last": last}
        if change is not None:
            meta |= {"compiled": last, "change": change}
        meta["settings"], meta["views"] = self._declared(_meta(connection))
        connection.executemany("REPLACE INTO meta VALUES (?, ?)", list(meta.items()))
        if not steady.stays(self.folder, now):
            raise Unusable("the log was rewritten while it was indexed")  # and nothing of it is kept

    def _piece(
        self, now: Look, name: str, size: int, number: int | None, lines: int, *, is_judged: bool = True
    ) -> Piece:
        """Read what is new in a file, and prove it.

        Raises:
            Faulty: A line of it is bad, or cut off.
        """
        mark = now[name]
        looked = time.time_ns()
        try:
            data = disk.contents(os.path.join(self.folder, name))
        except OSError as error:
            raise Faulty(name) from error
        if len(data) < mark.size:
            raise Unusable("the log changes while it is indexed")
        data = data[: mark.size]
        return Piece(
            name=name,
            mark=mark,
            settled=mark.is_settled(looked),
            digest=sha256(data).digest(),
            lines=lines_of(name, data, size, lines, is_judged=is_judged),
            count=data.count(b"\n", size),
            number=number,
        )


def _meta(connection: sqlite3.Connection) -> dict[str, Any]:
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())
