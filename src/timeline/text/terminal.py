"""Text that may be shown to people, and how wide it stands on a terminal.

Law of this module: whatever a log holds, printing it moves no cursor, sets no colour and turns no reading order. What
could is shown as an escape, so that it is seen instead of obeyed. Blanks of every width, and the joiners that scripts
and emoji need, stay as they are. No address is shown with a name or a password in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from timeline.records.fields import masked

_JOINERS: Final = frozenset("\u200c\u200d")
_NAMED: Final = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SIGNS: Final = frozenset("/.,;:-_=&?")
_BREAK: Final = re.compile(r" |(?<=[/.,;:\-_=&?])(?<![0-9]-)(?![0-9/.,;:\-_=&?])")
"""Where a text may break: at a blank, and after a sign that stands neither in a number nor in a date."""
_HYPHEN: Final = re.compile("(?<=[a-z]{3})-(?=[a-z]{3})")
_DIGITS: Final = frozenset("0123456789")
_BREAKS: Final = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def safe(text: str) -> str:
    r"""Show a text on one line, with every character that a terminal would obey written as an escape, and no login.

    >>> safe("red \x1b[31m alert")
    'red \\x1b[31m alert'
    """
    text = masked(text)
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable() or char in _JOINERS or (char.isspace() and char not in _BREAKS):
        return char
    if char in _NAMED:
        return _NAMED[char]
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def safe_json(text: str) -> str:
    r"""Escape in JSON text what a terminal would obey; the text stays JSON and says the same.

    >>> safe_json('{"a": "\u202e"}')
    '{"a": "\\u202e"}'
    """
    if text.replace("\n", "").isprintable():
        return text
    return "\n".join(line if line.isprintable() else _safe_line(line) for line in text.split("\n"))


def _safe_line(text: str) -> str:
    return "".join(char if _visible(char) == char else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def columns(text: str) -> int:
    """Count the columns that a text takes on a terminal: none for marks that combine, two for wide letters."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(char: str) -> int:
    import unicodedata  # noqa: PLC0415 - only where a text is not ASCII

    if char in _JOINERS or unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def longest(text: str) -> int:
    """Count the columns of the longest piece of a text that `fold` need not break: up to a blank, or a sign in a word.

    >>> longest("the [2026-04-24..2026-06-05] window")
    24
    """
    return max(map(columns, _BREAK.split(text)))


def _may_break(text: str, place: int) -> bool:
    """Say whether a word may break after the sign at a place: never inside of a number, a date or a name with one."""
    if text[place] not in _SIGNS or place + 1 == len(text):
        return False
    if text[place] == "-" and place and text[place - 1] in _DIGITS:
        return False
    return not (text[place + 1] in _DIGITS or text[place + 1] in _SIGNS)


def fold(text: str, width: int, *, rooms: Sequence[int] = (), hyphens: bool = False) -> list[str]:
    """Break a text into lines of at most ``width`` columns, at blanks where that is possible; nothing is lost.

    ``rooms`` are the widths of the first lines, where these differ; one stays empty where the next word fits into a
    whole line alone. With ``hyphens`` a compound of small letters may break at its hyphen.

    >>> fold("where each model trains", 10)
    ['where each', 'model', 'trains']
    >>> fold("where each model trains", 10, rooms=[3, 5])
    ['', 'where', 'each model', 'trains']
    >>> fold("full post-training", 10, hyphens=True)
    ['full post-', 'training']
    """
    lines: list[str] = []
    line = ""

    def room() -> int:
        return rooms[len(lines)] if len(lines) < len(rooms) else width

    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if columns(candidate) <= room():
            line = candidate
            continue
        cut = _at_hyphen(word, room() - columns(line) - 1) if line and hyphens else 0
        if cut:
            line, word = f"{line} {word[:cut]}", word[cut:]  # noqa: PLW2901 - the rest of it
        if line:
            lines.append(line)
        line = word
        while room() < columns(line) <= width:
            lines.append("")
        while columns(line) > room():
            cut = _cut(line, room())
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line]


def _at_hyphen(word: str, room: int) -> int:
    """Find how many characters of a compound fit, up to a hyphen between two parts of small letters; 0 for none."""
    return max((found.end() for found in _HYPHEN.finditer(word) if columns(word[: found.end()]) <= room), default=0)


def _cut(text: str, width: int) -> int:
    """Find how many characters of a long word go on one line: up to a sign where there is one, else all that fit.

    At least one does, and none is parted from its marks.
    """
    used = 0
    fitting = len(text)
    for place, char in enumerate(text):
        used += columns(char)
        if used > width and place:
            fitting = place
            break
    sign = max((place + 1 for place in range(fitting) if _may_break(text, place)), default=0)
    return sign or max((place + 1 for place in range(fitting) if text[place] in _SIGNS), default=0) or fitting
