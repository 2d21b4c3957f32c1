"""Text on a figure: made harmless, cut to its room, wrapped, and set in rows where nothing touches.

Law of this module: two labels never overlap, because a place is only given away once; what is cut short keeps its whole
text beside it. How wide a text is comes from a ``measure`` argument, so that all of this can be tested without a font.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from timeline.figures.scene import Style
from timeline.records.fields import masked

ELLIPSIS: Final = "…"
DASH: Final = "\u2013"
"""The dash between two ends of a range."""

_LOOSE: Final = " ,;:-(\u2013\u2014"
_JOINERS: Final = frozenset("\u200c\u200d")
_MOST_MARKS: Final = 3  # combining marks on one letter: more climb into the lines around


class Measure(Protocol):
    """Gives the width of a text in points at a size and in a style."""

    def __call__(self, text: str, size: float, style: Style = "regular", /) -> float:
        """Measure one line of text."""


def clean(text: str) -> str:
    r"""Take out what breaks a picture or turns text around, and make every run of blanks one blank.

    Control characters, formatting characters (bidirectional overrides among them) but the two joiners, surrogates, and
    code points that are not assigned go, and the logins of addresses; line breaks and tabs are blanks.

    >>> clean("a\u202eb\x00\n c")
    'ab c'
    """
    text = masked(text)
    if text.isprintable() and "  " not in text and not any(map(_is_mark, set(text))):
        return text.strip()
    kept = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if char.isspace() or category in ("Zl", "Zp", "Zs"):
            kept.append(" ")
            marks = 0
        elif category in ("Cc", "Cs", "Cn") or (category == "Cf" and char not in _JOINERS):
            continue
        elif category in ("Mn", "Me"):
            marks += 1
            if marks <= _MOST_MARKS:
                kept.append(char)
        else:
            marks = 0
            kept.append(char)
    return " ".join("".join(kept).split())


def _is_mark(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) in ("Mn", "Me")


def cut(text: str, room: float, size: float, measure: Measure, style: Style = "regular") -> str:
    """Cut a text so that it fits, with an ellipsis at its end; between words where that loses little.

    What is left is never nothing: at least one letter and the ellipsis stay, however small the room.
    """
    if measure(text, size, style) <= room:
        return text
    fits = bisect.bisect_right(
        range(1, len(text)), room, key=lambda end: measure(text[:end].rstrip() + ELLIPSIS, size, style)
    )
    end = max(fits, 1)
    while end > 1 and _joined(text, end):
        end -= 1
    blank = text.rfind(" ", max(end - 9, end * 2 // 3), end + 1)
    if blank > 0:
        end = blank
    return text[:end].rstrip(_LOOSE) + ELLIPSIS


def _joined(text: str, at: int) -> bool:
    """Say whether cutting before this place would take a letter apart."""
    return at < len(text) and (
        unicodedata.category(text[at]).startswith("M") or text[at] in _JOINERS or text[at - 1] in _JOINERS
    )


def wrap(text: str, room: float, size: float, measure: Measure, style: Style = "regular") -> list[str]:
    """Break a text into lines that fit; a word that is longer than a line is broken too."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer, size, style) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while measure(line, size, style) > room and len(line) > 1:
            end = max(
                bisect.bisect_right(range(1, len(line)), room, key=lambda n: measure(line[:n], size, style)),
                1,
            )
            while end > 1 and _joined(line, end):
                end -= 1
            lines.append(line[:end])
            line = line[end:]
    return [*lines, line] if line or not lines else lines


def wrap_evenly(text: str, room: float, size: float, measure: Measure, style: Style = "regular") -> list[str]:
    """Break a text into as few lines as fit, of about one length: none ends with a word alone on its last line."""
    lines = wrap(text, room, size, measure, style)
    if len(lines) < 2:
        return lines
    low, high = max(measure(word, size, style) for word in text.split(" ")), room
    while high - low > 4.0:
        middle = (low + high) / 2
        if len(wrap(text, middle, size, measure, style)) > len(lines):
            low = middle
        else:
            high = middle
    return wrap(text, high, size, measure, style)


def first_fit(extents: Sequence[tuple[float, float]], gap: float, *, in_order: bool = False) -> list[int]:
    """Give each extent the first row in which it stands clear of all others by ``gap``.

    They are taken from left to right, which needs the fewest rows; or as they come, so that rows read in that order.

    >>> first_fit([(0, 10), (5, 15), (11, 20)], 1)
    [0, 1, 0]
    """
    rows = [0] * len(extents)
    taken: list[list[tuple[float, float]]] = []
    order = range(len(extents)) if in_order else sorted(range(len(extents)), key=lambda at: (extents[at][0], at))
    for place in order:
        left, right = extents[place]
        row = next((row for row, some in enumerate(taken) if _is_free(some, left - gap, right + gap)), len(taken))
        if row == len(taken):
            taken.append([])
        bisect.insort(taken[row], (left, right))
        rows[place] = row
    return rows


def next_fit(extents: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """Give each extent the row of the one before it, where it stands clear to the right of it, else the row below.

    So rows read like lines of text: whatever stands below comes later.

    >>> next_fit([(0, 10), (5, 15), (16, 20)], 1)
    [0, 1, 1]
    """
    rows: list[int] = []
    row, free = -1, 0.0
    for left, right in extents:
        if row < 0 or left < free + gap:
            row += 1
        rows.append(row)
        free = right
    return rows


def _is_free(taken: list[tuple[float, float]], left: float, right: float) -> bool:
    """Say whether nothing in a row reaches into a stretch."""
    if not taken or taken[-1][1] <= left:
        return True
    after = bisect.bisect_left(taken, (right, right))
    return after == 0 or taken[after - 1][1] <= left


def ranges(numbers: Iterable[int], most: int = 4) -> str:
    """Print numbers shortly, runs of them as ranges; of more than ``most`` parts the rest is counted.

    >>> ranges([1, 2, 7, 9])
    '1, 2, 7, 9'
    """
    parts: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][1] + 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    words: list[tuple[str, int]] = []
    for low, high in parts:
        if high - low >= 2:
            words.append((f"{low}{DASH}{high}", high - low + 1))
        else:
            words.extend((str(number), 1) for number in range(low, high + 1))
    shown = words if len(words) <= most else words[: most - 1]
    rest = sum(count for _, count in words[len(shown) :])
    return ", ".join(word for word, _ in shown) + (f" +{rest}" if rest else "")


# --- letters without a glyph -----------------------------------------------------------------------------------------

_FONTS: Final = (
    (0x2E80, 0x303F, "Noto Sans CJK"),
    (0x3040, 0x30FF, "Noto Sans CJK"),
    (0x3100, 0x312F, "Noto Sans CJK"),
    (0x3130, 0x318F, "Noto Sans CJK"),
    (0x3190, 0x9FFF, "Noto Sans CJK"),
    (0xA960, 0xA97F, "Noto Sans CJK"),
    (0xAC00, 0xD7FF, "Noto Sans CJK"),
    (0xF900, 0xFAFF, "Noto Sans CJK"),
    (0xFE30, 0xFE4F, "Noto Sans CJK"),
    (0xFF00, 0xFFEF, "Noto Sans CJK"),
    (0x1F000, 0x1FAFF, "Noto Emoji"),
    (0x20000, 0x323AF, "Noto Sans CJK"),
)


def font_for(char: str) -> str:
    """Name a free font that has a glyph for a character, as far as its block or its script's name tells.

    >>> font_for("中"), font_for("अ")
    ('Noto Sans CJK', 'Noto Sans Devanagari')
    """
    point = ord(char)
    for low, high, font in _FONTS:
        if low <= point <= high:
            return font
    if unicodedata.category(char) in ("So", "Sm", "Sk"):
        return "Noto Sans Symbols 2"
    script = unicodedata.name(char, "").partition(" ")[0]
    return f"Noto Sans {script.capitalize()}" if script else "Noto Sans"


def glyph_notes(lacking: Iterable[str]) -> list[str]:
    """Say which characters the font lacks, and which fonts have them."""
    by_font: dict[str, list[str]] = {}
    for char in sorted(set(lacking)):
        by_font.setdefault(font_for(char), []).append(char)
    notes = []
    for font, chars in sorted(by_font.items()):
        some = " ".join(f"U+{ord(char):04X}" for char in chars[:6])
        more = f" and {len(chars) - 6} more" if len(chars) > 6 else ""
        words = "1 character is" if len(chars) == 1 else f"{len(chars)} characters are"
        notes.append(
            f"{words} not in the built-in font and shown as a box in PNG and PDF: {some}{more}. "
            f"{font} has {'it' if len(chars) == 1 else 'them'}."
        )
    return notes
