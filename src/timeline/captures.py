"""Kept copies of publications on disk: ``captures/<sha256>``.

Law of this module: a copy is there whole and flushed before any record names it, so a record never names what a crash
could have lost. A copy is its bytes, never a link to them, and nothing outside of ``captures`` is ever opened.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH118, PTH208
from __future__ import annotations

import hashlib
import os
import shlex
import stat
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from timeline import disk
from timeline.archives import FOLDER, archives_in, faults, named, place_of
from timeline.errors import Finding, LogUnwritable
from timeline.model import Record
from timeline.writing import Writer

_PORTION: Final = 1 << 20
_MODE: Final = 0o644


@attrs.frozen
class Keeping:
    """A copy to put in its place, under the lock of the log, before the record that names it is written."""

    data: bytes
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Keeping:
        """Name bytes by their SHA-256."""
        return cls(data, hashlib.sha256(data).hexdigest())

    def __call__(self, writer: Writer, records: Sequence[Record]) -> None:
        """Put the copy in its place, unless it is there, whole, and a record vouches that it was flushed.

        Raises:
            LogUnwritable: Something else stands where copies lie.
            OSError: It could not be written; what is left behind is named by nothing.
        """
        path = writer.path(FOLDER, self.sha256)
        try:
            made = disk.make_folder(writer.disk, writer.path(FOLDER))
        except FileExistsError as error:
            raise LogUnwritable(
                "it is no folder", where=FOLDER, fix="move it away: kept copies lie there", unwritten=True
            ) from error
        if self.sha256 in named(records) and is_whole(path, self.sha256):
            return
        if made or not os.listdir(writer.path(FOLDER)):
            disk.flush_folder(writer.disk, writer.folder)
        disk.write_through(writer.disk, path, self.data, temporary=writer.temporary("kept"), mode=_MODE)


def is_whole(path: str, sha256: str) -> bool:
    """Say whether a regular file is there and has these bytes."""
    try:
        return _digest(path) == sha256
    except OSError:
        return False


def check(folder: str, records: Sequence[Record]) -> tuple[list[Finding], list[str]]:
    """Verify every copy that records name; give what is wrong, and in words what no record names."""
    found = list(_misplaced(records))
    wanted = named(records)
    place = os.path.join(folder, FOLDER)
    try:
        mode = os.lstat(place).st_mode
        if not stat.S_ISDIR(mode):
            what = f"it is {disk.kind_of(mode)}; kept copies lie in a folder of this name"
            return [*found, Finding(code="special-file", message=what, file=FOLDER, fix="remove it")], []
        there = sorted(os.listdir(place))
    except FileNotFoundError:
        there = []
    for sha256, naming in sorted(wanted.items()):
        finding = _verified(os.path.join(place, sha256), sha256, naming[0])
        found += [finding] if finding else []
    left = [name for name in there if name not in wanted]
    notes = []
    if left:
        words = "file is" if len(left) == 1 else "files are"
        shown = ", ".join(f"{FOLDER}/{name}" for name in left[:3]) + (", …" if len(left) > 3 else "")
        notes.append(f"{len(left)} {words} kept that no record names: {shown}")
    return found, notes


def remaining(folder: str, before: Record | None, records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """Say of a record that was redacted which of its copies are still kept, and how each is removed.

    Args:
        folder: Of the log.
        before: The record as it was.
        records: All others.

    Yields:
        Where a copy stands, and what to do about it.
    """
    wanted = named(records)
    for sha256 in named([before] if before is not None else []):
        path = os.path.join(folder, FOLDER, sha256)
        if not os.path.lexists(path):
            continue
        others = [record.id[:12] for record in wanted.get(sha256, ())]
        fix = f"{', '.join(others)} still names it" if others else f"rm {shlex.quote(path)}"
        yield f"{place_of(sha256)}, the kept copy", fix


def _misplaced(records: Sequence[Record]) -> Iterator[Finding]:
    for record in records:
        for path, archive in archives_in(record.kind, record.body or {}):
            for field, what, _ in faults(archive):
                yield Finding(
                    code="archive",
                    message=f"{path}.{field}: {what}; it is not opened",
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
