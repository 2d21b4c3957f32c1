"""The file of the index: who may read it, who may change it, and whether it is as its last writer left it.

Law of this module: the index is derived and may be lost at any moment. A reader trusts it only where the file is, by
its size, number and both of its times, the very one that its last writer closed; that writer flushed it first. So a
writer that was killed, a power cut, or a hand that touched the file leave an index that is thrown away, never one that
answers.

The lock lies beside it in a file of its own, and holds the mark of the file while nobody is changing it. It is taken
after the log's own lock, where both are. A reader lets go of it once the file is open, and holds a second lock instead,
which keeps nobody waiting: while somebody reads, the index is changed in a copy, which takes the place of the file.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH116, PTH118
from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Self

from timeline._version import __version__
from timeline.errors import LogUnwritable
from timeline.store import disk
from timeline.store.disk import Disk
from timeline.store.turns import lock_files, open_lock

if TYPE_CHECKING:
    import sqlite3

FOLDER: Final = ".index"
FILE: Final = f"{FOLDER}/log.sqlite"
LOCK: Final = f"{FOLDER}/log.lock"
READERS: Final = f"{FOLDER}/log.readers"
"""Locked by whoever reads the file that lies there now; each new file gets a new one."""
WAIT_S: Final = 10.0

_FORM: Final = f"timeline/index/14 {__version__}"
_IGNORED: Final = f"{FOLDER}/.gitignore"
_PLAIN: Final = frozenset("/-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_COPY: Final = "-copy"
_PORTION: Final = 1 << 20
_LEFT: Final = ("-journal", "-wal", "-shm", _COPY)
_READ: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_WRITE: Final = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


class Unusable(Exception):
    """The index can be neither read nor brought up to date now; the message says why."""


class Asked:
    """The database of an index, held from the first row that is read of it to the end of an answer.

    Args:
        hold: Holds the index, and gives its database.
        forget: Lets go of what was read, where an answer is broken off: some of it may be half read.
    """

    def __init__(
        self,
        hold: Callable[[], contextlib.AbstractContextManager[sqlite3.Connection]],
        forget: Callable[[], None] = lambda: None,
    ) -> None:
        self._hold = hold
        self._forget = forget
        self._holding: contextlib.ExitStack | None = None
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._forget()
        if self._holding is not None:
            self._holding.close()
            self._holding = self._connection = None

    def execute(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Ask the database.

        Raises:
            Unusable: The index is not any more what it was.
        """
        if self._connection is None:
            self._holding = contextlib.ExitStack()
            self._connection = self._holding.enter_context(self._hold())
        return self._connection.execute(sql, values)


class Locked:
    """The index, while this process may read it, or alone may change it.

    ``mark`` is what its last writer left: None where the file is not as that writer closed it, or where there is none.
    ``was_damaged`` says that there was a mark, and that the file is not what it tells. ``word`` is what was noted
    beside the mark.
    """

    def __init__(self, *, folder: str, disk: Disk, handle: int, opened: list[int]) -> None:
        self.folder = folder
        self.disk = disk
        self.handle = handle
        self._opened = opened
        self.mark: str | None = None
        self.was_damaged = False
        self.word = ""

    def look(self) -> None:
        """Look at the file, and at what its last writer left.

        Raises:
            OSError: The disk refused.
        """
        mark, _, self.word = os.pread(self.handle, 1024, 0).decode("utf-8", "replace").partition("\n")
        now = mark_of(self.path)
        is_whole = mark != "" and mark == now
        self.mark = mark if is_whole else None
        self.was_damaged = mark.startswith(f"{_FORM} ") and now is not None and not is_whole

    @property
    def path(self) -> str:
        """The path of the file."""
        return os.path.join(self.folder, FILE)

    def connect(self) -> sqlite3.Connection:
        """Open the file for reading; as nobody changes it meanwhile, no further lock is taken.

        Raises:
            Unusable: It was removed, or is not the file that was marked.
        """
        import sqlite3  # noqa: PLC0415 - slow to import, and a short command does without

        try:
            connection = _connect(self.path, "mode=ro&immutable=1")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise Unusable(str(error)) from error
        if mark_of(self.path) != self.mark:
            connection.close()
            raise Unusable("it was removed meanwhile")
        return connection

    def step_aside(self) -> None:
        """Let others change the index while this one reads what it has opened: they then change a copy of it."""
        try:
            reader = open_lock(self.disk, os.path.join(self.folder, READERS), _READ, self._opened)
            self.disk.lock(reader, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:  # it was removed by hand: whoever changes the index waits
            return
        self.disk.lock(self.handle, fcntl.LOCK_UN)

    @contextlib.contextmanager
    def changing(self, *, anew: bool) -> Iterator[sqlite3.Connection]:
        """Change the file, or build it anew; what was changed counts only once all is flushed.

        Who reads it goes on reading the file as it is: where somebody does, a copy is changed, and takes its place.

        Raises:
            OSError: The disk refused; the index is gone, and the next command builds it.
        """
        is_copied = not anew and self._is_read()
        path = f"{self.path}{_COPY}" if is_copied else self.path
        with contextlib.suppress(OSError):  # of whoever was killed over it
            self.disk.unlink(f"{self.path}{_COPY}")
        if not is_copied:
            self._forget()
        if anew:
            self.discard()
        elif not os.path.lexists(self.path):
            raise Unusable("there is no index to change")
        try:
            if is_copied:
                self._copy(self.path, path)
            with _writing(path) as connection:
                yield connection
            self._flush(path)
            if is_copied:
                self._forget()
                self.disk.rename(path, self.path)
            if is_copied or anew:
                self._begin_readers()
            self.close()
        except BaseException as error:
            import sqlite3  # noqa: PLC0415 - slow to import, and a short command does without

            with contextlib.suppress(OSError):
                self._take_back(is_copied=is_copied and self.mark is not None)
            if isinstance(error, sqlite3.Error):
                raise Unusable(str(error)) from error
            raise

    def _take_back(self, *, is_copied: bool) -> None:
        """Remove what was not written to its end: a copy, or the file itself."""
        if is_copied:
            self.disk.unlink(f"{self.path}{_COPY}")
        else:
            self.discard()

    def _copy(self, path: str, other: str) -> None:
        """Copy a file to where there is none; never into what a link leads to."""
        handle = self.disk.open(other, _NEW, 0o666)
        try:
            for part in disk.portions(path, _PORTION):
                while part:
                    part = part[self.disk.write(handle, part) :]  # noqa: PLW2901 - what is left of it
        finally:
            self.disk.close(handle)

    def _is_read(self) -> bool:
        """Whether somebody reads the file, or may do so; nobody begins to, as the other lock is ours."""
        try:
            handle = self.disk.open(os.path.join(self.folder, READERS), _READ, 0)
        except OSError:
            return True
        try:
            self.disk.lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            self.disk.close(handle)
        return False

    def _begin_readers(self) -> None:
        """Let readers of a new file have a lock of their own: those of the old one bear on nothing any more."""
        path = os.path.join(self.folder, READERS)
        with contextlib.suppress(FileNotFoundError):
            self.disk.unlink(path)
        self.disk.close(self.disk.open(path, _NEW, 0o666))

    def _forget(self) -> None:
        """Let nobody trust the file."""
        self.disk.truncate(self.handle, 0)
        self.mark = None

    def copy(self, place: str) -> None:
        """Copy the file to another folder, where it is an index of its own, that nobody brings up to date.

        Raises:
            Unusable: Another process holds that one for as long as we wait, or it cannot be written there.
            OSError: The disk refused.
        """
        with alone(place, self.disk) as other:
            other.take(self.path)

    def take(self, path: str) -> None:
        """Become a copy of another file, which nobody changes meanwhile."""
        self._forget()
        self.discard()
        self._copy(path, self.path)
        self._flush(self.path)
        self._begin_readers()
        self.close()

    def discard(self) -> None:
        """Remove the file, and whatever SQLite may have left beside it."""
        for name in (self.path, *(f"{self.path}{end}" for end in _LEFT)):
            with contextlib.suppress(FileNotFoundError):
                self.disk.unlink(name)

    def only_read(self) -> None:
        """Let others read as well."""
        self.disk.lock(self.handle, fcntl.LOCK_SH)

    def _flush(self, path: str) -> None:
        handle = self.disk.open(path, _READ, 0)
        try:
            self.disk.fsync(handle)
        finally:
            self.disk.close(handle)

    def close(self) -> None:
        """Mark the file as it is now, and flushed: from here on it counts."""
        self.mark = mark_of(self.path)
        if self.mark is None:
            raise Unusable("the index was removed while it was built")
        self.note("")

    def note(self, word: str) -> None:
        """Write the mark into the lock file, and a word beside it that the next one shall know."""
        self.disk.truncate(self.handle, 0)
        os.lseek(self.handle, 0, os.SEEK_SET)
        data = f"{self.mark or ''}\n{word}".encode()
        if self.disk.write(self.handle, data) != len(data):
            raise OSError("nothing was written")


def mark_of(path: str) -> str | None:
    """Say by what a file is known again; None where it is not there, or is not a regular file of ours."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return f"{_FORM} {found.st_size} {found.st_ino} {found.st_mtime_ns} {found.st_ctime_ns}"


@contextlib.contextmanager
def reading(folder: str, calls: Disk) -> Iterator[Locked | None]:
    """Hold the index for reading; None where there is none to trust. Others may read at the same time.

    Raises:
        Unusable: Another process has been building it for as long as we wait.
    """
    with lock_files(calls) as opened:
        try:
            handle = _lock(os.path.join(folder, LOCK), calls, _READ, fcntl.LOCK_SH, opened)
        except OSError:
            yield None
            return
        found = Locked(folder=folder, disk=calls, handle=handle, opened=opened)
        found.look()
        yield found if found.mark is not None else None


@contextlib.contextmanager
def alone(folder: str, calls: Disk) -> Iterator[Locked]:
    """Hold the index for changing it; its folder is made where there is none.

    Raises:
        Unusable: Another process holds it for as long as we wait, or it cannot be written here.
    """
    with lock_files(calls) as opened:
        try:
            make_folder(folder, calls)
            handle = _lock(os.path.join(folder, LOCK), calls, _WRITE, fcntl.LOCK_EX, opened)
        except OSError as error:
            raise Unusable((error.strerror or str(error)).lower()) from error
        found = Locked(folder=folder, disk=calls, handle=handle, opened=opened)
        found.look()
        yield found


def make_folder(folder: str, calls: Disk) -> None:
    """Make the folder of all that is derived, which no version control sees: it says so itself.

    A log of ours says so in its own ``.gitignore`` as well; an older one, or one made by hand, may not.
    """
    if not disk.make_folder(calls, os.path.join(folder, FOLDER)) and os.path.lexists(os.path.join(folder, _IGNORED)):
        return
    handle = calls.open(os.path.join(folder, _IGNORED), _WRITE, 0o666)
    try:
        calls.write(handle, b"*\n")
    finally:
        calls.close(handle)


@contextlib.contextmanager
def thrown_away(folder: str, calls: Disk) -> Iterator[None]:
    """Remove the index, and let nobody build it within the block: what it leads to is taken out of the log.

    Raises:
        LogUnwritable: It could not be removed, or another process holds it for as long as we wait.
    """
    path = os.path.join(folder, FOLDER)
    with contextlib.ExitStack() as holding:
        was_there = os.path.lexists(path)
        if was_there:
            _throw_away(folder, calls, holding)
        yield
        if not was_there and os.path.lexists(path):
            _throw_away(folder, calls, holding)  # it was built meanwhile


def _throw_away(folder: str, calls: Disk, holding: contextlib.ExitStack) -> None:
    path = os.path.join(folder, FILE)
    try:
        held = holding.enter_context(alone(folder, calls))
        calls.truncate(held.handle, 0)
        held.discard()
    except (Unusable, OSError) as error:
        if not os.path.lexists(path):
            return
        fix = f"remove {path}: it is derived from the log, and built again when it is needed"
        raise LogUnwritable(f"the index cannot be removed: {error}", where=path, fix=fix) from error


def _connect(path: str, how: str) -> sqlite3.Connection:
    import sqlite3  # noqa: PLC0415 - as above

    return sqlite3.connect(f"file:{_quoted(path)}?{how}", uri=True, isolation_level=None, check_same_thread=False)


@contextlib.contextmanager
def _writing(path: str) -> Iterator[sqlite3.Connection]:
    """Write into a database, all of it or nothing that counts."""
    connection = _connect(path, "mode=rwc")
    try:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def _quoted(path: str) -> str:
    """Spell a path as an address has it; what does that for all addresses is slow to import."""
    return "".join(chr(byte) if chr(byte) in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(path))


def _lock(path: str, calls: Disk, how: int, lock: int, opened: list[int]) -> int:
    limit = time.monotonic() + WAIT_S
    pause_s = 0.001
    handle = open_lock(calls, path, how, opened)
    while True:
        try:
            calls.lock(handle, lock | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise Unusable("another process is building it") from None
            time.sleep(pause_s)
            pause_s = min(pause_s * 2, 0.05)
        else:
            return handle
