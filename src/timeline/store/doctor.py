"""What surrounds a log, and how it stands: git, the disk, the clock, what drawing needs.

Law of this module: it is quick, so it proves no line (`check` does), and it changes nothing. Git is asked for names and
contents alone: nothing in a repository may make it run a filter or a hook. What cannot be told is said.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH113, PTH118, PTH120, PTH208
from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

import attrs

from timeline._version import __version__
from timeline.errors import LogBroken, LogError, RecordError, TimelineError
from timeline.records import say
from timeline.records.cut import redacted
from timeline.records.line import decode
from timeline.records.segment import is_segment
from timeline.store import disk, git, read, tracked
from timeline.store.settings import unread
from timeline.store.writer import writer
from timeline.views.specs import view_specs

if TYPE_CHECKING:
    from timeline.store.log import LogFiles

State = Literal["fine", "note", "wrong"]
_LEAST_DISK: Final = 50_000_000
_LEAST_MATPLOTLIB: Final = (3, 11)
_AHEAD: Final = dt.timedelta(minutes=5)
_FONT: Final = os.path.join("mpl-data", "fonts", "ttf", "DejaVuSans.ttf")
_FACES: Final = tuple(f"RobotoCondensed-{style}.ttf" for style in ("Regular", "Bold", "Italic"))
_RESTORE: Final = "bring them back: git checkout {base} -- {folder}; what was wrong in them is mended with `correct`"


@attrs.frozen
class Symptom:
    """What was looked at, how it stands, and what to do where that is not well."""

    about: str
    state: State
    says: str
    fix: str | None = None


def symptoms(log: LogFiles, base: str, *, now: dt.datetime) -> Iterator[Symptom]:
    """Look at everything, the program first; what a commit, ``base``, has of the log must be untouched.

    Raises:
        RecordError: ``base`` names no commit.
    """
    yield from _program()
    yield _writer(log.folder)
    yield from _settings(log)
    yield from _disk(log.folder)
    yield from _clock(log.folder, now)
    yield from _git(log.folder, base)


def is_readable(log: LogFiles) -> bool:
    """Whether the settings of a log are there and of a format that this version reads; else no command answers."""
    try:
        log.settings()
    except LogBroken:
        return False
    return True


def around(error: LogError) -> Iterator[Symptom]:
    """Look at what there is where no log was found."""
    yield from _program()
    yield _writer(os.curdir)
    yield Symptom("log", "wrong", error.what, error.fix)


def _program() -> Iterator[Symptom]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Symptom("program", "fine", f"timeline {__version__}, Python {python}")
    yield from _drawing()


def _writer(folder: str) -> Symptom:
    return Symptom("writer", "fine", f"records are written by {writer(None, os.environ, folder)}")


def _drawing() -> Iterator[Symptom]:
    try:
        version = importlib.metadata.version("matplotlib")
    except importlib.metadata.PackageNotFoundError:
        yield Symptom("matplotlib", "wrong", "it is not installed: nothing can be drawn", "pip install matplotlib")
        return
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    if numbers < _LEAST_MATPLOTLIB:
        fix = "pip install --upgrade matplotlib"
        yield Symptom("matplotlib", "wrong", f"{version} is too old: it draws right-to-left scripts wrongly", fix)
    else:
        yield Symptom("matplotlib", "fine", version)
    spec = importlib.util.find_spec("matplotlib")
    folder = os.path.dirname(spec.origin) if spec is not None and spec.origin else ""
    own = importlib.util.find_spec("timeline.figures")
    faces = os.path.join(os.path.dirname(own.origin), "faces") if own is not None and own.origin else ""
    if not all(os.path.isfile(os.path.join(faces, name)) for name in _FACES):
        fix = "install timeline again, from its source or its wheel"
        yield Symptom("fonts", "wrong", f"the face that figures are set in is missing from {faces}", fix)
    elif not os.path.isfile(os.path.join(folder, _FONT)):
        yield Symptom(
            "fonts", "wrong", "matplotlib's own fonts are missing", "pip install --force-reinstall matplotlib"
        )
    else:
        said = "Roboto Condensed, and for letters that it lacks DejaVu Sans, as matplotlib ships it"
        yield Symptom("fonts", "fine", f"{said}; `figure` names those that both lack")


def _settings(log: LogFiles) -> Iterator[Symptom]:
    try:
        count = len(view_specs(log.settings()))
        for one in unread(log.folder):
            yield Symptom("settings", "wrong", f"{one.message} ({one.where})", one.fix)
    except TimelineError as error:
        yield Symptom("settings", "wrong", f"{error.what} ({error.where})", error.fix)
        if isinstance(error, LogBroken):
            return
        count = 0
    segments, views = say.counted(len(_segments(log.folder)), "segment"), say.counted(count, "view")
    yield Symptom("log", "fine", f"{log.folder}, {segments}, {views}")


def _segments(folder: str) -> list[str]:
    return [name for name in read.names(folder) if isinstance(name, str)]


def _disk(folder: str) -> Iterator[Symptom]:
    space = os.statvfs(folder)
    free = space.f_bavail * space.f_frsize
    if not os.access(folder, os.W_OK):
        yield Symptom("disk", "note", "the log can be read, and not be written to")
    elif free < _LEAST_DISK:
        yield Symptom("disk", "note", f"only {free // 1_000_000} MB are free", "make room before adding")
    else:
        yield Symptom("disk", "fine", f"the log can be written to; {free // 1_000_000:,} MB are free")
    try:
        aside = len(os.listdir(os.path.join(folder, ".quarantine")))
    except OSError:
        aside = 0
    if aside:
        what = f"{aside} {'file was' if aside == 1 else 'files were'} set aside after an append that was cut off"
        yield Symptom("quarantine", "note", what, f"look into {os.path.join(folder, '.quarantine')}, then remove it")


def _clock(folder: str, now: dt.datetime) -> Iterator[Symptom]:
    newest = _newest_stamp(folder)
    shown = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    behind = newest - now if newest is not None else dt.timedelta(0)
    if behind > _AHEAD:
        what = f"this clock says {shown}, {_long(behind)} before the newest record"
        yield Symptom("clock", "wrong", what, "set this machine's clock; if it is right, another machine's was not")
    else:
        yield Symptom("clock", "fine", shown)


def _long(span: dt.timedelta) -> str:
    return f"{span.days} days" if span.days > 1 else f"{span.total_seconds() / 3600:.1f} hours"


def _newest_stamp(folder: str) -> dt.datetime | None:
    """Read the stamp of the last whole line of the newest segment, as its name says."""
    for name in sorted(_segments(folder), reverse=True)[:1]:
        try:
            lines = disk.contents(os.path.join(folder, name)).split(b"\n")[:-1]
            return dt.datetime.fromisoformat(decode(lines[-1], file=name, line_no=len(lines)).recorded)
        except (OSError, IndexError, LogBroken, ValueError):
            return None
    return None


# --- git -------------------------------------------------------------------------------------------------------------


def _git(folder: str, base: str) -> Iterator[Symptom]:
    if not tracked.in_work_tree(folder):
        yield Symptom("git", "note", "the log is in no git repository: every run begins a segment of its own")
        return
    known = tracked.ask(folder)
    if known.files is None:
        fix = "install git, or see what `git status` says"
        yield Symptom("git", "wrong", "git could not be asked: no segment is taken as open", fix)
        return
    names = _segments(folder)
    has = sum(known.has(name) for name in names)
    yield Symptom("git", "fine", f"git has {has} of {len(names)} segments")
    try:
        attributes = disk.contents(os.path.join(folder, ".gitattributes"))
    except OSError:
        attributes = b""
    if b"** -text" not in attributes:
        path = os.path.join(folder, ".gitattributes")
        fix = f"echo '** -text' >> {path}"
        yield Symptom("attributes", "wrong", "git may change the ends of lines: .gitattributes does not say -text", fix)
    yield from _sealed(folder, base)


def _sealed(folder: str, base: str) -> Iterator[Symptom]:
    """Compare what a commit has of the log with what lies here, byte for byte, but for what was redacted."""
    commit = git.output(folder, "rev-parse", "-q", "--verify", "--end-of-options", f"{base}^{{commit}}")
    if commit is None:
        if base != "HEAD":
            raise RecordError(f'git knows no commit "{base}"', where="--base", fix="git branch --all lists the names")
        yield Symptom("sealed", "note", "nothing is committed yet")
        return
    listed = git.output(folder, "ls-tree", "-r", "-z", "--full-tree", commit.strip().decode())
    prefix = git.output(folder, "rev-parse", "--show-prefix")
    if listed is None or prefix is None:
        yield Symptom("sealed", "wrong", f"git could not list what {base} has", "see what `git fsck` says")
        return
    blobs = {name: (mode, blob) for name, mode, blob in _blobs(listed, os.fsdecode(prefix).rstrip("\n"))}
    has_modes = git.output(folder, "config", "--type=bool", "core.fileMode") != b"false\n"
    touched = [
        name
        for name, (mode, blob) in blobs.items()
        if not _is_untouched(folder, name, blob) or (has_modes and not _has_mode(folder, name, mode))
    ]
    if touched:
        shown = ", ".join(touched[:5]) + (f" and {len(touched) - 5} more" if len(touched) > 5 else "")
        fix = _RESTORE.format(base=base, folder=folder)
        yield Symptom("sealed", "wrong", f"sealed, and not as {base} has them: {shown}", fix)
    else:
        yield Symptom("sealed", "fine", f"all {len(blobs)} sealed files are as {base} has them")


def _blobs(listed: bytes, prefix: str) -> Iterator[tuple[str, str, str]]:
    """Name the segments, checkpoints and kept copies of a tree, each with its mode and the name of its contents."""
    for entry in listed.split(b"\0"):
        head, tab, path = entry.partition(b"\t")
        name = os.fsdecode(path)
        if tab and name.startswith(prefix):
            inside = name.removeprefix(prefix)
            if is_segment(inside) or inside.startswith(("checkpoints/", "captures/")):
                mode, _, blob = head.decode().split(" ")
                yield inside, mode, blob


def _has_mode(folder: str, name: str, mode: str) -> bool:
    """Whether a file may be run just where git has it so; what else a mode says git does not keep."""
    return bool(os.lstat(os.path.join(folder, name)).st_mode & 0o100) == (mode == "100755")


def _is_untouched(folder: str, name: str, blob: str) -> bool:
    try:
        data = disk.contents(os.path.join(folder, name))
    except OSError:
        return False
    digest = hashlib.sha1 if len(blob) == 40 else hashlib.sha256
    if digest(b"blob %d\0" % len(data) + data).hexdigest() == blob:
        return True
    before = git.output(folder, "cat-file", "blob", blob)
    return before is not None and _is_redacted(before, data)


def _is_redacted(before: bytes, after: bytes) -> bool:
    """Whether all that differs are lines whose content was redacted."""
    old, new = before.split(b"\n"), after.split(b"\n")
    return len(old) == len(new) and all(a == b or _redacts(a, b) for a, b in zip(old, new, strict=True))


def _redacts(line: bytes, other: bytes) -> bool:
    try:
        return redacted(line) == other
    except LogBroken:
        return False
