"""DejaVu Sans: for a text with a letter that the face of the figures lacks, and for a page.

Law of this module: the files are those that matplotlib ships, by their place and never by a name that a machine's own
fonts might bear; what they lack is a box. It is as wide as any font that a reader is likely to have, so what has room
in it has room in the reader's own, in which a page sets its texts.
"""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.ft2font import FT2Font, LoadFlags

from timeline.figures.scene import Style

MISSING: Final = "\u25a1"
"""What is drawn where a character has no glyph."""

_FILES: Final = {
    "regular": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "italic": "DejaVuSans-Oblique.ttf",
}
_UNIT: Final = 1000.0


class _Face:
    """A style of the font, with its widths by letter."""

    def __init__(self, style: Style) -> None:
        self.path = Path(mpl.get_data_path()) / "fonts" / "ttf" / _FILES[style]
        self.font = FT2Font(str(self.path))
        self.font.set_size(_UNIT, 72)
        self.advances: dict[str, float] = {}
        self.texts: dict[str, float] = {}

    def advance(self, char: str) -> float:
        """Give the width of a letter, in thousandths of the size."""
        found = self.advances.get(char)
        if found is None:
            if self.font.get_char_index(ord(char)):
                found = self.font.load_char(ord(char), LoadFlags.NO_HINTING).linearHoriAdvance / 65536
            else:
                wide = unicodedata.east_asian_width(char) in "WF" or ord(char) >= 0x1F000
                found = 1000.0 if wide else 0.0 if unicodedata.combining(char) else 945.0
            self.advances[char] = found
        return found

    def width(self, text: str) -> float:
        found = self.texts.get(text)
        if found is None:
            found = self._sum(text) if _is_simple(text) else self._shaped(text)
            if len(self.texts) > 50_000:
                self.texts.clear()
            self.texts[text] = found
        return found

    def _sum(self, text: str) -> float:
        return sum(map(self.advance, text))

    def _shaped(self, text: str) -> float:
        """Let the text be shaped where letters join or stack; never less than what it paints."""
        shown = "".join(char if self.font.get_char_index(ord(char)) else MISSING for char in text)
        self.font.set_text(shown, 0.0, LoadFlags.NO_HINTING)
        painted = self.font.get_width_height()[0] / 64
        wide = sum(1000.0 - 945.0 for char in text if unicodedata.east_asian_width(char) in "WF")
        return painted + max(wide, 0.0)


_SIMPLE: Final = (
    (0x0000, 0x02FF),
    (0x0370, 0x052F),
    (0x1E00, 0x200B),
    (0x2010, 0x2DFF),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xFF00, 0xFFEF),
)
"""The blocks in which letters stand side by side: Latin, Greek, Cyrillic, signs, Chinese, Japanese, Korean."""


def _is_simple(text: str) -> bool:
    """Say whether the width of a text is the sum of those of its letters."""
    return text.isascii() or all(any(low <= ord(char) <= high for low, high in _SIMPLE) for char in text)


@functools.cache
def _face(style: Style) -> _Face:
    return _Face(style)


@functools.lru_cache(maxsize=20_000)
def _style_of(text: str, style: Style) -> Style:
    """Give the style in which a text can be set: upright where the slanted or bold font lacks letters that this has."""
    if style == "regular" or text.isascii():
        return style
    own, upright = _face(style).font, _face("regular").font
    lost = any(upright.get_char_index(ord(char)) and not own.get_char_index(ord(char)) for char in text)
    return "regular" if lost else style


def measure(text: str, size: float, style: Style = "regular") -> float:
    """Give the width in points of one line of text, without hinting."""
    return _face(_style_of(text, style)).width(text) * size / _UNIT


def path_of(text: str, style: Style) -> Path:
    """Give the file in which a text is set."""
    return _face(_style_of(text, style)).path


def lacks(text: str) -> set[str]:
    """Give the characters of a text for which the font has no glyph."""
    if text.isascii():
        return set()
    font = _face("regular").font
    return {
        char
        for char in text
        if ord(char) > 126 and not font.get_char_index(ord(char)) and unicodedata.category(char) not in ("Zs", "Cf")
    }
