"""A disk that fails: at call n a system call of an append fails, is short, or the process dies there.

It also keeps a model of what a power cut would leave: of a file the bytes that were flushed last, of a folder the names
that were flushed last. Everything else may be gone.
"""

# Paths are texts here, as they are in the calls under test.
# ruff: noqa: PTH102, PTH115, PTH118, PTH123
import contextlib
import errno
import os
import shutil
import signal
import stat

import attrs

from builders import a_draft, a_log
from timeline.store.disk import DISK, Disk
from timeline.store.log import LogFiles

CALLS = ("open", "write", "fsync", "truncate", "rename", "mkdir", "unlink", "rmdir", "lock", "close")
MODES = ("fails", "fails from here on", "is short", "is short and fails", "dies before", "dies halfway", "dies after")


@attrs.define
class Faulty:
    """Counts calls, and goes wrong at one of them.

    ``trace`` holds the calls made, as (name, what it was about). ``dropped`` are files whose names a failed flush
    made the disk forget: no later flush brings these back.
    """

    at: int = 0
    mode: str = "fails"
    error: int = errno.EIO
    root: str = ""
    trace: list = attrs.Factory(list)
    contents: dict = attrs.Factory(dict)
    entries: dict = attrs.Factory(dict)
    dropped: set = attrs.Factory(set)
    _names: dict = attrs.Factory(dict)

    def disk(self):
        return Disk(**{name: self._wrapped(name, getattr(DISK, name)) for name in CALLS})

    def _wrapped(self, name, real):
        def call(*arguments):
            self.trace.append((name, self._about(arguments[0])))
            here = len(self.trace) == self.at
            if here or (self.mode == "fails from here on" and 0 < self.at < len(self.trace)):
                self._go_wrong(name, real, arguments)
                if self.mode == "is short" and name == "write":
                    return real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            result = real(*arguments)
            if name == "open":
                self._names[result] = os.path.relpath(arguments[0], self.root)
            if name == "fsync":
                self.flushed(arguments[0])
            if here and self.mode == "dies after":
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    def _go_wrong(self, name, real, arguments):
        if self.mode == "dies before":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "write" and self.mode in {"is short and fails", "dies halfway"}:
            real(arguments[0], arguments[1][: len(arguments[1]) // 2])
        if self.mode == "dies halfway":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.mode in {"fails", "fails from here on", "is short and fails"}:
            if name == "close":
                real(*arguments)
            raise OSError(self.error, os.strerror(self.error))

    def _about(self, first):
        return self._names.get(first, "?") if isinstance(first, int) else os.path.relpath(first, self.root)

    # --- the model of a power cut -----------------------------------------------------------------------------------

    def remember(self, folder):
        """Take everything below a folder as flushed."""
        for place, folders, files in os.walk(folder):
            self._remember_folder(place)
            for name in files:
                self._remember_file(os.path.join(place, name))
            del folders

    def flushed(self, handle):
        path = os.readlink(f"/proc/self/fd/{handle}")
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            self._remember_folder(path)
        else:
            self._remember_file(path)

    def _remember_file(self, path):
        with open(path, "rb") as file:
            self.contents[os.lstat(path).st_ino] = file.read()

    def _remember_folder(self, path):
        with os.scandir(path) as found:
            kept = [entry for entry in found if entry.inode() not in self.dropped]
            self.entries[os.lstat(path).st_ino] = {e.name: (e.inode(), e.is_dir(follow_symlinks=False)) for e in kept}

    def after_power_cut(self, folder, target):
        """Lay out what a power cut would leave of a folder: only what was flushed."""
        os.mkdir(target)
        for name, (inode, is_folder) in self.entries.get(os.lstat(folder).st_ino, {}).items():
            self._lay_out(inode, os.path.join(target, name), is_folder=is_folder)

    def _lay_out(self, inode, target, *, is_folder):
        if not is_folder:
            with open(target, "wb") as file:
                file.write(self.contents.get(inode, b""))
            return
        os.mkdir(target)
        for name, (below, folder) in self.entries.get(inode, {}).items():
            self._lay_out(below, os.path.join(target, name), is_folder=folder)


def in_a_child(action):
    """Run in a process of its own; whether it came to its end."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            action()
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


def a_faulty_log(tmp_path, **fault):
    """Give a log of a source and an event over a disk that fails so, always from the same bytes; and that disk."""
    origin, folder = tmp_path / "origin", tmp_path / "case"
    if not origin.exists():
        origin.mkdir()
        a_log(origin, a_draft("source", name="press"), a_draft(title="old"))
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)
    log = LogFiles(folder=str(folder / "events"))
    faulty = Faulty(root=log.folder, **fault)
    log.disk = faulty.disk()
    return log, faulty
