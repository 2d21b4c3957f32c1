"""Where an answer goes: a terminal, a pipe, or a file that is written whole or not at all.

Law of this module: stdout carries the answer and nothing else; notes go to stderr. A terminal gets a table that folds,
and a pager where it is long; a pipe gets plain text at full width.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from timeline.cli.options import Output
from timeline.errors import FormatError, LogUnwritable
from timeline.formats.tabular import Form, Rows, render
from timeline.terminal import safe

if TYPE_CHECKING:
    from typing import IO

_WIDTH_OF_FILES: Final = 100
_OF_THE_LOG: Final = frozenset({"timeline.toml", "captures", "checkpoints"})


def put(answer: Rows, output: Output, *, notes: Iterable[str] = ()) -> None:
    """Write an answer in the form that was asked for, then say the notes on stderr."""
    terminal = output.file is None and _is_terminal(sys.stdout)
    form: Form = output.form or ("table" if terminal else "plain")
    width, height = _size(sys.stdout) if terminal else (_WIDTH_OF_FILES, 0)
    text = render(answer, form, width=width, color=_colored(output, terminal=terminal) and form == "table")
    if output.file is not None:
        write_whole(output.file, text.encode())
        note(f"wrote {output.file}")
    elif terminal and form in ("table", "plain") and text.count("\n") >= height:
        click.echo_via_pager(text, color=True)
    elif text:
        click.echo(text, nl=False, color=True)
    if form not in ("json", "jsonl"):
        for line in notes:
            note(line)


def note(text: str) -> None:
    """Say something on stderr, made safe to print."""
    with contextlib.suppress(OSError):
        click.echo("\n".join(safe(line) for line in text.split("\n")), err=True)


def _is_terminal(stream: IO[str] | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _colored(output: Output, *, terminal: bool) -> bool:
    if output.color is not None:
        return output.color
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _size(stream: IO[str]) -> tuple[int, int]:
    """Give the columns and lines of a terminal; ``$COLUMNS`` and ``$LINES`` win."""
    try:
        found = os.get_terminal_size(stream.fileno())
        width, height = found.columns, found.lines
    except (OSError, ValueError):
        width, height = 0, 0
    return _number("COLUMNS") or width or 80, _number("LINES") or height or 24


def _number(name: str) -> int:
    text = os.environ.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 0


def write_whole(file: str, data: bytes) -> None:
    """Put bytes into a file, whole or not at all: what stood there before stays until all of it is on disk.

    Raises:
        FormatError: The target is no regular file, or its folder is not there.
        LogUnwritable: The disk is full, read-only or faulty; the target is as it was.
    """
    target = Path(file)
    mode = checked_target(file)
    aside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                aside.chmod(mode)
            aside.replace(target)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise LogUnwritable(
            f"{file} could not be written: {error.strerror or error}", where="-o", unwritten=True
        ) from error


def _is_the_logs(target: Path) -> bool:
    """Say whether a path is one that only the log itself writes."""
    whole = target.absolute()
    for folder in whole.parents:
        if (folder / "timeline.toml").is_file():
            first = whole.relative_to(folder).parts[0]
            return first in _OF_THE_LOG or (len(first) == 4 and first.isdecimal())
    return False


def checked_target(file: str) -> int | None:
    """Check that a file may be put here, and give the mode of the one that it replaces.

    Raises:
        FormatError: The target is no regular file, lies where only the log writes, or its folder is not there.
    """
    target = Path(file)
    try:
        found = target.lstat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise FormatError(
                f"the folder {target.parent} is not there", where="-o", fix=f"mkdir -p {target.parent}", unwritten=True
            ) from None
        found = None
    except OSError as error:
        raise FormatError(f"{target}: {error.strerror}", where="-o", unwritten=True) from error
    if _is_the_logs(target):
        raise FormatError(
            f"{target} is a part of the log, where only `timeline` itself writes",
            where="-o",
            fix="name another file",
            unwritten=True,
        )
    if found is None:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise FormatError(
            f"{target} is no regular file",
            where="-o",
            fix="name a file, or leave -o out and use a pipe",
            unwritten=True,
        )
    return stat.S_IMODE(found.st_mode)
