"""What git has of the log's files.

Law of this module: git is asked, never obeyed. Nothing in a repository may make it run a hook, a filter, a monitor or
a fetch while we ask; and where it cannot answer, nothing is taken as unsealed.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH120
from __future__ import annotations

import os
from hashlib import sha1, sha256
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    import subprocess

_SAFE: Final = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "safe.directory=*"),
    *("-c", "protocol.allow=never"),
)


@attrs.frozen(kw_only=True)
class Tracked:
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
    here = os.path.realpath(folder)
    while True:
        if os.path.lexists(os.path.join(here, ".git")):
            return True
        above = os.path.dirname(here)
        if above == here:
            return False
        here = above


def ask(folder: str) -> Tracked:
    """Ask git which files under a folder it has."""
    if not in_work_tree(folder):
        return OUTSIDE
    import subprocess  # noqa: PLC0415 - slow to import, and most questions never ask

    try:
        asked_index = _start(folder, "ls-files", "-z", "--cached", "--", ".")
        asked_head = _start(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", ".")
        index, head = _names(asked_index), _names(asked_head)
        if index is None:
            return UNKNOWN
        if head is None:
            unborn = _start(folder, "rev-parse", "-q", "--verify", "HEAD")
            unborn.communicate(timeout=60)
            if unborn.returncode != 1:
                return UNKNOWN
            head = frozenset()
    except (OSError, subprocess.TimeoutExpired):
        return UNKNOWN
    return Tracked(has_tree=True, files=index | head)


def knows(folder: str, data: bytes) -> bool:
    """Ask git whether any commit, stage or stash ever had a file of just these bytes; where it cannot say, it may well.

    A commit that was taken back is in no index and no HEAD, and yet another branch or clone may have it.
    """
    import subprocess  # noqa: PLC0415 - slow to import, and most questions never ask

    blob = b"blob %d\0%b" % (len(data), data)
    names = b"".join(b"%b\n" % made(blob).hexdigest().encode() for made in (sha1, sha256))
    try:
        asked = _start(folder, "cat-file", "--batch-check", stdin=subprocess.PIPE)
        output = _output(asked, names)
    except OSError:
        return True
    return output is None or any(not line.endswith(b" missing") for line in output.splitlines())


def _start(folder: str, *arguments: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
    import subprocess  # noqa: PLC0415 - as above

    return subprocess.Popen(  # noqa: S603 - fixed arguments, no shell
        ["git", *_SAFE, *arguments],  # noqa: S607 - the user's own git
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C",
            "HOME": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_ALLOW_PROTOCOL": "none",
        },
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _output(process: subprocess.Popen[bytes], data: bytes | None = None) -> bytes | None:
    import subprocess  # noqa: PLC0415 - as above

    try:
        output, _ = process.communicate(data, timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    return output if process.returncode == 0 else None


def _names(process: subprocess.Popen[bytes]) -> frozenset[str] | None:
    output = _output(process)
    return None if output is None else frozenset(os.fsdecode(name) for name in output.split(b"\0") if name)
