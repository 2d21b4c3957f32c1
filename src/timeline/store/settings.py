"""The settings of a log, ``timeline.toml``: the one file of it that people edit.

Law of this module: nothing is done with a log of a format that this version does not know. Which format a log has is
told by its settings alone; so a folder that holds a log's segments without them is a log whose settings were lost.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import functools
import os
import re
from typing import Any, Final

from timeline.dates.suggest import did_you_mean
from timeline.errors import Finding, LogBroken
from timeline.store import disk

FILE: Final = "timeline.toml"
FORMAT: Final = 1

_KNOWN: Final = ("format", "title", "views", "figures")
# What people write in nearly every file of settings: tables of views, with texts, lists of texts, true and false.
_KEY: Final = "[A-Za-z0-9_-]++"
_TEXT: Final = r'"(?:[^"\\\x00-\x1f\x7f]|\\["\\nrt])*+"'
_COMMENT: Final = r"(?:#[^\x00-\x08\x0a-\x1f\x7f]*+)?+"
_GAP: Final = rf"(?:[ \t]|{_COMMENT}\r?\n)*+"
_LIST: Final = rf"\[{_GAP}(?:{_TEXT}{_GAP}(?:,{_GAP}{_TEXT}{_GAP})*+(?:,{_GAP})?+)?+\]"
_LINE: Final = (
    rf"[ \t]*+(?:(?P<key>{_KEY})[ \t]*+=[ \t]*+(?P<value>{_TEXT}|{_LIST}|true|false|{FORMAT})"
    rf"|\[views\.(?P<table>{_KEY})\])?+[ \t]*+{_COMMENT}(?:\r?\n|\Z)"
)


def read(folder: str) -> dict[str, Any]:
    """Read the settings of the log in a folder.

    Raises:
        LogBroken: They were lost, cannot be read, are not TOML, or are of a format that this version does not know.
    """
    import tomllib  # noqa: PLC0415 - slow to import, and not every command asks

    text = ""
    try:
        text = contents(folder).decode()
        settings = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise LogBroken("it is not UTF-8", where=FILE, fix="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        line = place.removeprefix("line ").partition(",")[0]
        number = line if line.isdigit() else len(text.splitlines())
        fix = "mend the line by hand, or bring the file back from git or a copy"
        if text.startswith("\ufeff"):
            what, fix = "it begins with a byte order mark", "save it as UTF-8 without one (BOM)"
        raise LogBroken(f"not TOML: {what}", where=f"{FILE}:{number}", fix=fix) from error
    if "format" not in settings:
        raise LogBroken("it does not say of which format the log is", where=FILE, fix=f"write format = {FORMAT}")
    if settings["format"] != FORMAT or settings["format"] is True:
        raise LogBroken(
            f"format {settings.get('format')!r} is not one that this version reads",
            where=FILE,
            fix="install a newer version" if type(settings.get("format")) is int else f"write format = {FORMAT}",
        )
    return settings


def unread(folder: str) -> tuple[Finding, ...]:
    """Name what nothing reads of the settings, and a title that is no text, in their order, each with its line.

    Raises:
        LogBroken: As :func:`read` does.
    """
    found = []
    text = contents(folder).decode()
    for name, held in read(folder).items():
        if name == "title" and not isinstance(held, str):
            line, fix = _line_of(name, text), 'write title = "…"'
            found.append(Finding(code="settings", message="the title is not a text", file=FILE, line=line, fix=fix))
        if name in _KNOWN:
            continue
        tables = held[:1] if isinstance(held, list) else [held]
        what = "table" if any(isinstance(one, dict) for one in tables) else "key"
        fix = did_you_mean(name, _KNOWN) or f"take it out; what is read is {', '.join(_KNOWN)}"
        line = _line_of(name, text)
        found.append(
            Finding(code="settings", message=f'nothing reads the {what} "{name}"', file=FILE, line=line, fix=fix)
        )
    return tuple(found)


def _line_of(name: str, text: str) -> int | None:
    """Find the line on which a table or key of the top stands first; None where it is spelled in another way."""
    begins = re.compile(rf"""\s*\[{{0,2}}\s*["']?{re.escape(name)}["']?\s*[\].=]""")
    lines = (number for number, line in enumerate(text.split("\n"), 1) if begins.match(line))
    return next(lines, None)


def require_format(folder: str) -> None:
    """Make sure that a log is of the format that this version reads and writes, and that its settings can be read.

    Raises:
        LogBroken: It is of another one, or its settings were lost or are not TOML.
        LogBroken: Its settings cannot be read.
    """
    if not is_plain(contents(folder)):
        read(folder)


@functools.lru_cache(maxsize=4)
def is_plain(data: bytes) -> bool:
    """Whether settings are surely TOML, and name the format: then they need not be parsed to know both."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    seen: set[tuple[str, str | None]] = set()
    table, at = "", 0
    lines = re.compile(_LINE)  # kept by `re`; other commands do without
    while at < len(text):
        line = lines.match(text, at)
        if line is None:
            return False
        at = line.end()
        key = line["key"]
        if line["table"] is None and key is None:
            continue
        table = line["table"] or table
        if (table, key) in seen or (not table and key not in ("format", "title")):
            return False
        if not table and key == "format" and line["value"] != str(FORMAT):
            return False
        seen.add((table, key))
    return ("", "format") in seen


def contents(folder: str) -> bytes:
    """Read the bytes of the settings.

    Raises:
        LogBroken: They were lost, or cannot be read.
    """
    try:
        return disk.contents(os.path.join(folder, FILE))
    except FileNotFoundError as error:
        raise lost(folder) from error
    except OSError as error:
        what, fix = f"it cannot be read: {error.strerror or error}", "put a regular file that can be read in its place"
        raise LogBroken(what, where=FILE, fix=fix) from error


def are_lost(folder: str) -> bool:
    """Whether a folder holds segments of a log and no settings."""
    from timeline.records import segment  # noqa: PLC0415 - asked where there is no log

    if os.path.lexists(os.path.join(folder, FILE)):
        return False
    return any(
        segment.is_written(entry.name)
        for year in _entries(folder)
        if segment.YEAR.fullmatch(year.name) and year.is_dir(follow_symlinks=False)
        for entry in _entries(year.path)
    )


def lost(folder: str) -> LogBroken:
    """Say that a log has lost its settings, and how they are written again."""
    import shlex  # noqa: PLC0415 - asked once in the life of a log, if ever

    folder = os.path.realpath(folder)
    return LogBroken(
        f"the log in {folder} has lost its {FILE}",
        where=os.path.join(folder, FILE),
        fix=f"bring it back from git or a copy, as it declares the views; or write it anew: "
        f"timeline -C {shlex.quote(folder)} init",
    )


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []
