"""What the last check found, given again where nothing of the log was touched since.

Law of this module: it lies in ``.index/`` and is derived; whoever asks for what is new gets it only where every file
that a check looks at is, by size, number and both of its times, the one that was looked at. It imports no rule of the
log, as it applies none: it says what was found, and when.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from timeline._version import __version__
from timeline.errors import Finding
from timeline.named import NamedTuple

if TYPE_CHECKING:
    from timeline.store.disk import Disk

FOLDER: Final = ".index"
FILE: Final = f"{FOLDER}/unchanged"

_FORM: Final = f"timeline/unchanged/1 {__version__}"
_SEEN: Final = f"{FOLDER}/seen"
_BESIDE: Final = ("checkpoints", "captures")
_SIGNERS: Final = "checkpoints/allowed_signers"
_BY_THE_CLOCK: Final = (b"valid-", b"cert-authority")
"""Where the list of signers has one of these, the answer about a signature depends on the day."""


class State(NamedTuple):
    """What the files of a log looked like: a digest of all marks, and the latest moment at which one was touched."""

    digest: str
    touched_ns: int


class Known(NamedTuple):
    """What a check found.

    ``time`` is its stamp; ``files`` and ``lines`` are those that it proved, a record in two files being two lines.
    """

    time: str
    findings: tuple[Finding, ...]
    records: int
    files: int
    lines: int
    heads: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def proved(self) -> tuple[int, int]:
        """How many files and lines were proved now, where it is given again."""
        return 0, 0

    @property
    def taken(self) -> tuple[int, int]:
        """How many files and lines an earlier check proved."""
        return self.files, self.lines


def state(folder: str) -> State | None:
    """Look at every file that a check looks at, and read none; None where one cannot be, or asks the clock."""
    found: list[str] = []
    touched = 0
    try:
        for name in _names(folder):
            one = os.stat(os.path.join(folder, name), follow_symlinks=False)  # noqa: PTH116
            found.append(f"{name}\0{one.st_mode}\0{one.st_size}\0{one.st_mtime_ns}\0{one.st_ctime_ns}\0{one.st_ino}")
            touched = max(touched, one.st_mtime_ns, one.st_ctime_ns)
        if _asks_the_clock(folder):
            return None
    except (OSError, ValueError):
        return None
    text = "\n".join(sorted(found)).encode("utf-8", "surrogateescape")
    return State(sha256(text).hexdigest(), touched)


def _names(folder: str) -> Iterator[str]:
    """Name the settings, whatever lies in the folders of years, down to the parts of batches, and beside the log."""
    yield "timeline.toml"
    for year in _entries(folder):
        if not (len(year.name) == 4 and year.name.isdecimal()):
            continue
        yield year.name
        for entry in _entries(year.path) if year.is_dir(follow_symlinks=False) else ():
            yield f"{year.name}/{entry.name}"
            for part in _entries(entry.path) if entry.is_dir(follow_symlinks=False) else ():
                yield f"{year.name}/{entry.name}/{part.name}"
    for beside in _BESIDE:
        path = os.path.join(folder, beside)
        if os.path.lexists(path):
            yield beside
            if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
                yield from (f"{beside}/{entry.name}" for entry in _entries(path))


def _entries(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as found:
        return list(found)


def _asks_the_clock(folder: str) -> bool:
    try:
        with open(os.path.join(folder, _SIGNERS), "rb") as file:  # noqa: PTH123
            signers = file.read()
    except FileNotFoundError:
        return False
    return any(word in signers for word in _BY_THE_CLOCK)


def answer(folder: str) -> Known | None:
    """Give what the last check found, where nothing was touched since; None where that is not sure."""
    try:
        with open(os.path.join(folder, FILE), "rb") as file:  # noqa: PTH123
            first, _, text = file.read().partition(b"\n")
        with open(os.path.join(folder, _SEEN), "rb") as file:  # noqa: PTH123
            seen = file.read()
    except OSError:
        return None
    now = state(folder)
    if now is None or first != _head(now, seen, text):
        return None
    held = json.loads(text)
    read = f"{held['files']:,} {'file was' if held['files'] == 1 else 'files were'} read"
    again = f"no file was touched since the check of {held['time']}: its findings are repeated, and none of its {read}"
    return Known(
        time=held["time"],
        findings=tuple(Finding(*one) for one in held["findings"]),
        records=held["records"],
        files=held["files"],
        lines=held["lines"],
        heads=tuple(held["heads"]),
        notes=(again, *held["notes"]),
    )


def remember(folder: str, known: Known, looked_at: State, calls: Disk) -> str | None:
    """Write down what a check found; say why where that is not possible."""
    from timeline.store import seen as seen_  # noqa: PLC0415 - an answer is given without it

    text = json.dumps(known._asdict(), ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        with open(os.path.join(folder, _SEEN), "rb") as file:  # noqa: PTH123
            seen = file.read()
    except OSError:
        return None
    return seen_.put(folder, FILE, b"%b\n%b" % (_head(looked_at, seen, text), text), calls, is_durable=False)


def _head(looked_at: State, seen: bytes, text: bytes) -> bytes:
    """Bind an answer to the files that it is about, to what this clone saw, and to itself."""
    parts: Sequence[bytes] = (looked_at.digest.encode(), sha256(seen).hexdigest().encode(), text)
    return f"{_FORM} {sha256(b' '.join(parts)).hexdigest()}".encode()
