"""By what a repository of git is known to have taken in no file since git was asked what it has.

Law of this module: it never says what git has. It says that git's answer still holds, or that git must be asked again;
and what it does not know of a repository, it leaves to git.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH112, PTH113, PTH118, PTH120
from __future__ import annotations

import os
import re
import time
from typing import Final, Self

import msgspec

from timeline.store import disk, tracked
from timeline.store.marks import Mark

_BRANCH: Final = re.compile(rb"ref: (refs/heads/[^\0\n]+)\n?")
_COMMIT: Final = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?\n?")
_LINK: Final = re.compile(rb"gitdir: ([^\0\n]+)\n?")
_MOST: Final = 1 << 16


class Repository(msgspec.Struct, frozen=True):
    """What the repository of a folder looks like from outside.

    ``marks`` are those of all that moves when something comes into the index, when another commit is at HEAD, and when
    objects are packed; None where nothing has that name. ``objects`` is where objects lie that are not packed, and
    ``hashes`` are those by which one may be named.
    """

    objects: str
    hashes: tuple[str, ...]
    marks: tuple[tuple[str, Mark | None], ...]

    @classmethod
    def of(cls, folder: str) -> Self | None:
        """Look at the repository of a folder; None where it is of an unusual form, or was touched just now.

        To be called before git is asked: what git takes in from then on shows.
        """
        now_ns = time.time_ns()
        try:
            found = _parts(folder)
        except OSError:
            return None
        if found is None:
            return None
        objects, paths, hashes = found
        marks = tuple((path, _mark(path)) for path in paths)
        if not all(mark is None or mark.is_settled(now_ns) for _, mark in marks):
            return None
        return cls(objects, hashes, marks)

    def is_as_seen(self) -> bool:
        """Whether nothing of it was touched."""
        return all(_mark(path) == mark for path, mark in self.marks)

    def may_hold(self, data: bytes) -> bool:
        """Whether it may hold a file of just these bytes which were not there when it was looked at."""
        names = tracked.blob_ids(data, self.hashes)
        return any(disk.is_there(os.path.join(self.objects, name[:2], name[2:])) for name in names)


class Unsealed:
    """A segment that git did not have, nor any file of its very bytes, when its repository was looked at."""

    def __init__(self, name: str, data: bytes, repository: Repository) -> None:
        self._name = name
        self._data = bytearray(data)
        self._repository = repository

    def is_still(self, name: str, data: bytes) -> bool:
        """Whether this is the segment, with the bytes that we know of, and git has taken in nothing since."""
        is_same = name == self._name and data == self._data
        return is_same and self._repository.is_as_seen() and not self._repository.may_hold(data)

    def wrote(self, name: str, line: bytes) -> None:
        """Take a line that was just added to a segment: nobody had these bytes before."""
        if name == self._name:
            self._data += b"%b\n" % line


def _parts(folder: str) -> tuple[str, list[str], tuple[str, ...]] | None:
    """Name where the objects of a folder's repository lie, what moves when it takes something in, and its hashes.

    Raises:
        OSError: A file of it cannot be read.
    """
    nearer = []
    for place in tracked.places(folder):
        if disk.is_there(place):
            break
        nearer.append(place)
    else:
        return None
    own, common = _folders(place)
    paths = [place] if os.path.isfile(place) else []
    head = os.path.join(own, "HEAD")
    branch = _BRANCH.fullmatch(_text(head))
    if branch is not None:
        ref = os.path.join(common, os.fsdecode(branch[1]))
        if disk.is_there(ref) and not _COMMIT.fullmatch(_text(ref)):
            return None
        paths += [ref, os.path.join(common, "packed-refs")]
    elif not _COMMIT.fullmatch(_text(head)):
        return None
    objects, config = os.path.join(common, "objects"), os.path.join(common, "config")
    pack, info = os.path.join(objects, "pack"), os.path.join(objects, "info")
    unusual = [os.path.join(info, "alternates"), os.path.join(common, "reftable")]
    if not (os.path.isdir(pack) and os.path.isfile(config)) or any(map(disk.is_there, unusual)):
        return None
    own_config = os.path.join(own, "config.worktree")
    hashes = tracked.HASHES if b"objectformat" in _text(config).lower() else tracked.HASHES[:1]
    return objects, [*nearer, *paths, head, os.path.join(own, "index"), config, own_config, pack, *unusual], hashes


def _folders(place: str) -> tuple[str, str]:
    """Give the folder of a work tree's own index and HEAD, and that of the objects, which linked work trees share."""
    if os.path.isdir(place):
        return place, place
    link = _LINK.fullmatch(_text(place))
    if link is None:
        return place, place  # no repository: nothing is found in it
    own = os.path.join(os.path.dirname(place), os.fsdecode(link[1]))
    common = os.path.join(own, "commondir")
    if not disk.is_there(common):
        return own, own
    return own, os.path.join(own, os.fsdecode(_text(common).rstrip(b"\n")))


def _text(path: str) -> bytes:
    """Read what a small file says."""
    return disk.contents(os.path.realpath(path), limit=_MOST)


def _mark(path: str) -> Mark | None:
    """Look at a file or a folder, where a link leads to one."""
    return Mark.of_folder(path)
