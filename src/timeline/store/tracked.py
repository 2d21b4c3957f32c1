"""What git has of the log's files.

Law of this module: where git cannot answer, nothing is taken as unsealed.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH120
from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from hashlib import sha1, sha256
from typing import Final

import msgspec

from timeline.store import disk, git


class Tracked(msgspec.Struct, frozen=True, kw_only=True):
    """Git's answer.

    ``has_tree`` is whether the log lies in a work tree at all; ``files`` are the names that git has in its index or in
    HEAD, relative to the log's folder, or None where it could not be asked.
    """

    has_tree: bool
    files: frozenset[str] | None

    def has(self, name: str) -> bool:
        """Whether git has a file, as far as is known: where git could not be asked, it may well."""
        return self.has_tree and (self.files is None or name in self.files)


OUTSIDE: Final = Tracked(has_tree=False, files=None)
UNKNOWN: Final = Tracked(has_tree=True, files=None)


def in_work_tree(folder: str) -> bool:
    """Whether a ``.git`` stands in a folder or above it."""
    return any(map(disk.is_there, places(folder)))


def places(folder: str) -> tuple[str, ...]:
    """Name where a ``.git`` may stand: in a folder or above it, the nearest first."""
    there = os.stat(folder)  # noqa: PTH116
    return _places(folder, there.st_dev, there.st_ino)


@functools.lru_cache(maxsize=16)
def _places(folder: str, _device: int, _number: int) -> tuple[str, ...]:
    """Name where a ``.git`` may stand; another folder that comes to be under the same path is looked up anew."""
    here, found = os.path.realpath(folder), []
    while True:
        found.append(os.path.join(here, ".git"))
        above = os.path.dirname(here)
        if above == here:
            return tuple(found)
        here = above


def ask(folder: str) -> Tracked:
    """Ask git which files under a folder it has."""
    if not in_work_tree(folder):
        return OUTSIDE
    asked_index = git.start(folder, "ls-files", "-z", "--cached", "--", ".")
    asked_head = git.start(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", ".")
    index, head = _names(git.reply(asked_index)), _names(git.reply(asked_head))
    if index is None:
        return UNKNOWN
    if head is None:
        unborn = git.reply(git.start(folder, "rev-parse", "-q", "--verify", "HEAD"))
        if unborn is None or unborn.code != 1:
            return UNKNOWN
        head = frozenset()
    return Tracked(has_tree=True, files=index | head)


class Has(msgspec.Struct, frozen=True, kw_only=True):
    """What git has of some files: the names that are in its index or in HEAD, and whether it knows some bytes."""

    names: frozenset[str]
    knows_data: bool


def has(folder: str, names: Sequence[str], data: bytes | None) -> Has | None:
    """Ask git once whether it has files of some names, and ever had one of these bytes; None where it is silent."""
    places = ("HEAD:./", ":0:./", ":1:./", ":2:./", ":3:./")
    asked = [f"{place}{name}" for name in names for place in places]
    lines = b"".join(os.fsencode(text) + b"\n" for text in asked) + (b"" if data is None else _blobs(data))
    output = git.output(folder, "cat-file", "--batch-check", data=lines)
    if output is None:
        return None
    there = [not line.endswith(b" missing") for line in output.splitlines()]
    count = len(places)
    return Has(
        names=frozenset(name for at, name in enumerate(names) if any(there[at * count : (at + 1) * count])),
        knows_data=any(there[len(asked) :]),
    )


def knows(folder: str, data: bytes) -> bool:
    """Ask git whether any commit, stage or stash ever had a file of just these bytes; where it cannot say, it may well.

    A commit that was taken back is in no index and no HEAD, and yet another branch or clone may have it.
    """
    output = git.output(folder, "cat-file", "--batch-check", data=_blobs(data))
    return output is None or any(not line.endswith(b" missing") for line in output.splitlines())


HASHES: Final = ("sha1", "sha256")
"""The two kinds of repositories, the usual one first."""
_MADE: Final = {"sha1": sha1, "sha256": sha256}


def blob_ids(data: bytes, hashes: Sequence[str] = HASHES) -> tuple[str, ...]:
    """Name the blobs that some bytes are, by these hashes."""
    found = []
    for name in hashes:
        blob = _MADE[name](b"blob %d\0" % len(data))
        blob.update(data)
        found.append(blob.hexdigest())
    return tuple(found)


def _blobs(data: bytes) -> bytes:
    return b"".join(b"%b\n" % name.encode() for name in blob_ids(data))


def _names(reply: git.Reply | None) -> frozenset[str] | None:
    if reply is None or reply.code != 0:
        return None
    return frozenset(os.fsdecode(name) for name in reply.output.split(b"\0") if name)
