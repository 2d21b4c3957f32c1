"""A log as Parquet for engines: compiled piece by piece, in bounded memory, and taken up again where it was cut off.

Law of this module: the folder is whole once ``about`` lies in it, which is written last; until then no engine answers
from it. A piece that is done is on disk under its own name, and is not made again for the same log, heads and version.
What is on its way lies in a folder inside, which one process has at a time, and which no reader of Parquet looks into.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from timeline._version import __version__
from timeline.engines import folders, growing
from timeline.engines import look as looks
from timeline.engines.engine import imported, sort_of
from timeline.engines.pieces import REST, Method, Pieces, Spread, Task, one_by_one
from timeline.engines.schema import ABOUT, FORM, TABLES
from timeline.engines.tables import table
from timeline.errors import FileUnwritable, FormatError, LogBroken, to_install
from timeline.records import say
from timeline.store import checkpoints, disk, index_redacted, settings, whole_file
from timeline.store import index as indexes
from timeline.store.collecting import paused
from timeline.store.index_file import Unusable
from timeline.store.index_lines import Faulty
from timeline.store.log import LogFiles
from timeline.store.server.address import hidden

if TYPE_CHECKING:
    from timeline.engines.growing import Growth
    from timeline.store.index import Ready
    from timeline.store.index_records import Records

    Beside: TypeAlias = Callable[[Ready], Mapping[str, bytes]]
    """Makes further files of a log, as its index knows it, each by its name in the folder."""

PIECE: Final = 100_000
"""So many lines are one piece."""
PART: Final = 500_000
"""So many lines of a log make one part more."""

_GONE: Final = "gone-"
_INDEX: Final = "index"
_LOCK: Final = "lock"


@attrs.frozen(kw_only=True)
class Filled:
    """What was written: how many rows each table has, and how many pieces were there already.

    ``new`` is how many records were added to an export that was there; None where all was made anew.
    """

    rows: dict[str, int]
    lines: int
    pieces: int
    kept: int
    new: int | None = None

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
        grown = [f"{say.counted(self.new, 'record')} added to what was there"] if self.new is not None else []
        return (*grown, *([f"{self.kept} of {self.pieces} pieces were there already"] if self.kept else []))


def write(
    files: LogFiles,
    folder: str,
    *,
    piece: int = PIECE,
    part: int = PART,
    beside: Beside | None = None,
    engine: str | Spread | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Filled:
    """Write all that a log says, at all clocks, into a folder of Parquet files.

    Args:
        files: The log.
        folder: It is made where there is none; what an earlier export wrote there is replaced once all is made.
        piece: How many lines are compiled at once.
        part: How many lines make one part more.
        beside: What else goes into the folder.
        engine: A Spark that compiles the pieces, ``spark://…`` or ``local[N]``; by default this process does. Each of
            its workers must see the log and the folder under the same paths, and have this package. Or what has
            tasks done, of an engine that runs already.
        tell: Is told how many pieces are done, of how many.

    Raises:
        LogBroken: The log cannot be trusted.
        FormatError: The folder holds other files, or pyarrow or the engine is not there.
        FileUnwritable: The disk is full, read-only or faulty, or another process writes there; the next call goes on
            from there.
    """
    try:
        import pyarrow.parquet as _  # noqa: F401 - optional
    except ImportError as error:
        what = "parquet needs pyarrow, which is not installed"
        raise FormatError(what, where="form", fix=to_install("pyarrow"), unwritten=True) from error
    whole_file.check_folder(folder, endings=(".parquet",))
    settings.require_format(files.folder)
    making = os.path.join(folder, whole_file.UNDER_WAY)
    try:
        found = _indexed(files)
        with _alone(making):
            own = os.path.join(making, _INDEX)
            index, ready = found or _indexed_at(files, own)
            if found is not None:  # others bring that of the log up to date meanwhile
                os.makedirs(own, exist_ok=True)
                index = index.copied(ready, own)
            with paused(), index.records(ready) as records, _spread(engine) as spread:
                made = _planned(files, records, index, ready, folder=folder, piece=piece, part=part)
                writing = _Writing(files, folder, records, made, ready=ready, beside=beside)
                return writing.run(spread, tell or (lambda _done, _of: None))
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
    except Faulty as error:
        reading = files.read()  # which says what is wrong, where a line is
        what = next(iter(reading.notes), "a file of the log changed meanwhile")
        fix = "the next `timeline add` sets a cut-off line aside; otherwise do what is said, and export again"
        if str(error) == index_redacted.STANDS:
            what = next((note for note in reading.notes if say.STANDS in note), what)
            alone = "with --as-of DATE, in Python from a snapshot"
            fix = f"do so and export again; or export an answer alone, {alone}: it holds no line of the log"
        raise LogBroken(what, where=files.folder, fix=fix) from error


def _planned(
    files: LogFiles, records: Records, index: indexes.Index, ready: Ready, *, folder: str, piece: int, part: int
) -> Pieces:
    """Say what the pieces are, and where they are made: under a name that follows from all that decides them."""
    making = os.path.join(folder, whole_file.UNDER_WAY)
    known = records.connection.execute("SELECT count(*) FROM record WHERE n <= ?", (records.last,))
    lines = int(known.fetchone()[0])
    parts = -(-lines // part) or 1
    about = _about(files, ready, lines, parts) | {"recorded": _newest(records)}
    growth = growing.since(folder, records, about)
    grown = None if growth is None else [growth.heads, growth.new, growth.again]
    told = json.dumps([about, piece, [[one.name, one.stored] for one in TABLES], grown])
    name = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Pieces(
        log=os.path.abspath(files.folder),
        index=os.path.abspath(index.place),
        generation=ready.generation,
        last=ready.last,
        place=os.path.abspath(os.path.join(making, name)),
        piece=piece,
        parts=parts,
        about=about,
        growth=growth,
    )


@contextlib.contextmanager
def _spread(engine: str | Spread | None) -> Iterator[Spread]:
    """Give what has tasks done: this process, one after the other, or the workers of a Spark."""
    if not isinstance(engine, str):
        yield engine or one_by_one
        return
    if sort_of(engine) != "spark":
        fix = "name a Spark: spark://… or local[N]; or leave the engine out"
        raise FormatError(f"{hidden(engine)} does not compile a log", where="engine", fix=fix, unwritten=True)
    with imported("spark").spread(engine) as found:
        yield found


class _Writing:
    """One folder on its way."""

    def __init__(
        self, files: LogFiles, folder: str, records: Records, made: Pieces, *, ready: Ready, beside: Beside | None
    ) -> None:
        self._files, self._folder, self._records = files, folder, records
        self._ready, self._beside, self._made = ready, beside, made
        self._making = os.path.dirname(made.place)

    def run(self, spread: Spread, tell: Callable[[int, int], None]) -> Filled:
        """Make all pieces that are not there, join them, and put them into place."""
        os.makedirs(self._made.place, exist_ok=True)
        for name in os.listdir(self._making):
            if name not in (os.path.basename(self._made.place), _INDEX, _LOCK):
                self._forget(os.path.join(self._making, name))
        tasks = self._pieces() if self._made.growth is None else self._grown(self._made.growth)
        missing = [(method, task) for method, task in tasks if not self._made.is_done(task[0])]
        kept = done = len(tasks) - len(missing)
        tell(kept, len(tasks))
        for method, some in itertools.groupby(missing, key=lambda one: one[0]):
            todo = [task for _, task in some]
            for number in spread(self._made, method, todo):
                tell(done + number, len(tasks))
            done += len(todo)
        parts = [(shape.name, part) for shape in TABLES if shape is not ABOUT for part in self._made.parts_of(shape)]
        for _ in spread(self._made, "join", [one for one in parts if not self._made.is_joined(*one)]):
            pass
        rows = {shape.name: 0 for shape in TABLES if shape is not ABOUT}
        for name, part in parts:
            rows[name] += self._made.rows(name, part)
        for name, data in ({} if self._beside is None else self._beside(self._ready)).items():
            self._made.write(f"final/{name}", data)
        self._swap()
        return Filled(
            rows=rows,
            lines=int(self._made.about["records"]),
            pieces=len(tasks),
            kept=kept,
            new=None if self._made.growth is None else len(self._made.growth.new),
        )

    def _pieces(self) -> list[tuple[Method, Task]]:
        """Give each piece: its number, and the line after which it begins; the last is of what is no line."""
        after, found = looks.FIRST, list[tuple[Method, Task]]()
        for number in range(-(-int(self._made.about["records"]) // self._made.piece)):
            found.append(("compile", (number, after)))
            after = looks.last(self._records, after, self._made.piece)
        return [*found, ("compile", (REST, after))]

    def _grown(self, growth: Growth) -> list[tuple[Method, Task]]:
        """Give each piece: what stays of each part, what is new or compiled again, and what is no line."""
        kept = [(one, part) for one in TABLES if one not in growing.ANEW for part in self._made.parts_of(one)]
        found: list[tuple[Method, Task]] = [
            ("keep", (number, shape.name, part)) for number, (shape, part) in enumerate(kept)
        ]
        size, every = self._made.piece, (*growth.new, *growth.again)
        for number, first in enumerate(range(0, len(every), size), len(found)):
            new = growth.new[first : first + size]
            found.append(("compile_again", (number, new, every[first : first + size][len(new) :])))
        return [*found, ("compile", (REST, looks.FIRST))]

    def _swap(self) -> None:
        """Put what was made in the place of all that was there: ``about`` goes first, and comes last."""
        rows = [("made", json.dumps(self._made.about, ensure_ascii=False)), *_texts(self._files)]
        rows.append(("content", folders.content(self._made.path("final"))))
        self._made.write(f"final/{folders.file_of(ABOUT.name, 0)}", table(ABOUT, rows))
        for place, _, _ in os.walk(self._made.path("final"), topdown=False):
            disk.flush_folder(self._files.disk, place)
        there = sorted(set(os.listdir(self._folder)) - {whole_file.UNDER_WAY}, key=lambda name: name != ABOUT.name)
        gone = self._gone() if there else ""
        for name in there:
            os.rename(os.path.join(self._folder, name), os.path.join(gone, name))
        made = sorted(os.listdir(self._made.path("final")), key=lambda name: (name == ABOUT.name, name))
        for name in made:
            if name == ABOUT.name:
                disk.flush_folder(self._files.disk, self._folder)
            os.rename(self._made.path(f"final/{name}"), os.path.join(self._folder, name))
        disk.flush_folder(self._files.disk, self._folder)
        self._forget(self._made.place)
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


# --- about -----------------------------------------------------------------------------------------------------------


def _about(files: LogFiles, ready: Ready, lines: int, parts: int) -> dict[str, Any]:
    kept = checkpoints.read(files).files.values() if checkpoints.any_in(files) else ()
    last = max(kept, key=lambda one: (one.number, one.time, one.root), default=None)
    return {
        "form": FORM,
        "timeline": __version__,
        "title": str(files.settings().get("title") or "Timeline"),
        "head": list(ready.heads),
        "lacks": list(ready.lacks),
        "checkpoint": None if last is None else last.name,
        "records": lines,
        "buckets": parts,
    }


def _newest(records: Records) -> str | None:
    """Give the stamp of the record that was recorded last; None where there is none."""
    found = records.find(records.newest())
    return found[0].recorded if found else None


def _texts(files: LogFiles) -> Iterator[tuple[str, str]]:
    """Give the settings of a log and its checkpoints, as they lie there."""
    with open(os.path.join(files.folder, settings.FILE), encoding="utf-8") as file:
        yield settings.FILE, file.read()
    if checkpoints.any_in(files):
        for name, one in checkpoints.read(files).files.items():
            yield name, one.text.decode()
