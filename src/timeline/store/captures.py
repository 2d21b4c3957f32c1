"""Kept copies of publications on disk: ``captures/<sha256>``.

Law of this module: a copy is there whole and flushed before any record names it, so a record never names what a crash
could have lost. A copy is its bytes, never a link to them, and nothing outside of ``captures`` is ever opened.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH118, PTH208
from __future__ import annotations

import functools
import hashlib
import os
import shlex
import stat
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from timeline.errors import Finding, LogUnwritable
from timeline.records.archives import FOLDER, SHA256, copies_in, faults, named, place_of
from timeline.records.model import Capture, Record, Source
from timeline.store import disk
from timeline.store.append import Writer

_PORTION: Final = 1 << 20
_MODE: Final = 0o644


class Keeping(msgspec.Struct, frozen=True):
    """A copy to put in its place, under the lock of the log, before the record that names it is written."""

    data: bytes
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Keeping:
        """Name bytes by their SHA-256."""
        return cls(data, hashlib.sha256(data).hexdigest())

    def __call__(self, writer: Writer, records: Sequence[Record]) -> Callable[[], None] | None:
        """Put the copy in its place, unless it is there, whole, and a record vouches that it was flushed.

        Returns:
            How to take it away again where no record comes to name it; None where nothing new was put there.

        Raises:
            LogUnwritable: Something else stands where copies lie.
            OSError: It could not be written, and was taken away again as far as the disk allowed it.
        """
        path = writer.path(FOLDER, self.sha256)
        try:
            made = disk.make_folder(writer.disk, writer.path(FOLDER))
        except FileExistsError as error:
            raise LogUnwritable(
                "it is not a folder", where=FOLDER, fix="move it away: kept copies lie there", unwritten=True
            ) from error
        is_named = self.sha256 in named(records)
        if is_named and is_whole(path, self.sha256):
            return None
        if made or not os.listdir(writer.path(FOLDER)):
            disk.flush_folder(writer.disk, writer.folder)
        undo = None if is_named or os.path.lexists(path) else functools.partial(disk.forget, writer.disk, path)
        try:
            disk.write_through(writer.disk, path, self.data, temporary=writer.temporary("kept"), mode=_MODE)
        except OSError:
            if undo is not None:
                undo()
            raise
        return undo


def is_whole(path: str, sha256: str) -> bool:
    """Say whether a regular file is there and has these bytes."""
    try:
        return _digest(path) == sha256
    except OSError:
        return False


def check(folder: str, records: Sequence[Record], *, are_all: bool = True) -> list[Finding]:
    """Verify every copy that records name, and find the files that none names.

    A copy is read part by part, so that its size does not matter. Unless these records surely ``are_all`` that can name
    a copy, nobody is told to remove a file that a record which cannot be read may name.
    """
    found = list(_misplaced(records))
    wanted = named(records)
    place = os.path.join(folder, FOLDER)
    try:
        mode = os.lstat(place).st_mode
        if not stat.S_ISDIR(mode):
            what = f"it is {disk.kind_of(mode)}; kept copies lie in a folder of this name"
            return [*found, Finding(code="special-file", message=what, file=FOLDER, fix="remove it")]
        with os.scandir(place) as entries:
            left = [one.name for one in entries if one.name not in wanted and not one.name.startswith(".")]
    except FileNotFoundError:
        left = []
    for sha256, naming in sorted(wanted.items()):
        finding = _verified(os.path.join(place, sha256), sha256, naming[0])
        found += [finding] if finding else []
    may_be_named = not any(record.kind == "redaction" for record in records)
    found += [_unnamed(place, name, are_all=are_all, may_be_named=may_be_named) for name in sorted(left)]
    return found


def _unnamed(place: str, name: str, *, are_all: bool, may_be_named: bool) -> Finding:
    """Say of a file among the copies that no record names it, and how to name it or to remove it.

    Where anything was redacted, nobody is told to name it: it may hold just what was to be removed.
    """
    path = os.path.join(place, name)
    shown = name if name.isprintable() else ascii(name)[1:-1]
    if not are_all:
        fix = "see to the other findings first: a record that cannot be read here may name it"
    else:
        fix = f"remove it: {_removal(place, name)}"
        if may_be_named and SHA256.fullmatch(name) and is_whole(path, name):
            fix = f"let a source name it: timeline attach SOURCE {shlex.quote(path)}; or {fix}"
    return Finding(code="capture-unnamed", message="no record names this file", file=f"{FOLDER}/{shown}", fix=fix)


def _removal(place: str, name: str) -> str:
    """Give the command that removes a file; one whose name cannot be typed goes by its number."""
    status = os.lstat(os.path.join(place, name))
    if not name.isprintable():
        return f"find {shlex.quote(place)} -maxdepth 1 -inum {status.st_ino} -exec rm -r {{}} +"
    return f"rm {'-r ' if stat.S_ISDIR(status.st_mode) else ''}{shlex.quote(os.path.join(place, name))}"


def remaining(folder: str, before: Record | None, records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """Say of a record that was redacted which of its copies are still kept, and how each is removed.

    Of a source these are also the copies that captures of it name: they are records of their own.

    Yields:
        Where a copy stands, and what to do about it.
    """
    if before is None:
        return
    wanted = named(records)
    captures = [record for record in records if record.kind == "capture" and record.id != before.id]
    for sha256, naming in named([*captures, before]).items():
        path = os.path.join(folder, FOLDER, sha256)
        if before not in naming or not os.path.lexists(path):
            continue
        others = [record.id[:12] for record in wanted.get(sha256, ())]
        fix = f"rm {shlex.quote(path)}"
        if others:
            still = "still names it; redact that too" if len(others) == 1 else "still name it; redact these too"
            fix = f"{', '.join(others)} {still}, then {fix}"
        yield f"{place_of(sha256)}, the kept copy", fix
    for record in captures:
        capture = record.content
        if (
            isinstance(before.content, Source)
            and isinstance(capture, Capture)
            and capture.source == before.content.name
        ):
            yield f"{record.id[:12]}, which names a copy of it", f"timeline redact {record.id[:12]}"


def _misplaced(records: Sequence[Record]) -> Iterator[Finding]:
    for record, path, archive in copies_in(records):
        for field, what, _ in faults(archive):
            yield Finding(
                code="archive",
                message=f"{path}{'.' if path else ''}{field}: {what}; it is not opened",
                file=record.file,
                line=record.line,
                fix="keep a copy with `timeline attach`, which names it rightly",
            )


def _verified(path: str, sha256: str, record: Record) -> Finding | None:
    what, code, fix = "", "", f"bring {place_of(sha256)} back from git, a clone or a copy"
    try:
        if _digest(path) == sha256:
            return None
        what, code = f"{place_of(sha256)} is not the copy that was kept: its bytes were changed", "capture-altered"
    except FileNotFoundError:
        what, code = f"the kept copy {place_of(sha256)} is missing", "capture-missing"
    except disk.NotPlain as error:
        what, code = f"{place_of(sha256)} is {error}; it is not opened", "special-file"
    except OSError as error:
        what, code = f"{place_of(sha256)} cannot be read: {error.strerror}", "unreadable"
    return Finding(code=code, message=what, file=record.file, line=record.line, fix=fix)


def _digest(path: str) -> str:
    """Hash a regular file, part by part."""
    hashed = hashlib.sha256()
    for part in disk.portions(path, _PORTION):
        hashed.update(part)
    return hashed.hexdigest()
