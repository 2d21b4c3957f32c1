"""The face of all figures: how wide a text is in it, and the letters of it that a picture carries along.

Law of this module: one measure for all that is drawn, whatever fonts a machine has. The face is shipped with the
package; the parts of a text that need a letter that it lacks are measured and drawn in the font that matplotlib ships.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from timeline.errors import FigureError
from timeline.figures import truetype, typesetting
from timeline.figures.scene import Style
from timeline.figures.typesetting import Run

FAMILY: Final = "'Roboto Condensed', 'Arial Narrow', 'Liberation Sans Narrow', 'Noto Sans', sans-serif"
"""What a reader is shown where the letters that come along are not read: narrow faces first."""
FALLBACK: Final = "'DejaVu Sans', Verdana, 'Noto Sans', 'Noto Sans CJK SC', 'Noto Emoji', sans-serif"
"""The same for the parts of a text that need a letter that the face lacks."""

SCALE: Final = 1.08
"""How much larger the face is set than a size says. Sizes are those of the fallback, whose letters are wide and tall:
where its small letters are 1 high, those of the face are 0.965 at the same size, and much narrower."""

_FILES: Final[Mapping[Style, str]] = {
    "regular": "RobotoCondensed-Regular.ttf",
    "bold": "RobotoCondensed-Bold.ttf",
    "italic": "RobotoCondensed-Italic.ttf",
}
_CSS: Final[Mapping[Style, str]] = {"regular": "", "bold": "font-weight:700;", "italic": "font-style:italic;"}
_COPYRIGHT, _FULL_NAME = 0, 4
_UNIT: Final = 1000.0
_MOST_TEXTS: Final = 50_000


def path_of(style: Style) -> Path:
    """Give the file of a style of the face."""
    return Path(__file__).parent / "faces" / _FILES[style]


def _content(style: Style) -> bytes:
    try:
        return path_of(style).read_bytes()
    except OSError as error:
        what, fix = f"the face that figures are set in cannot be read: {error.strerror}", "install timeline again"
        raise FigureError(what, where=str(path_of(style)), fix=fix) from error


class _Face:
    """One style of the face, with the widths of its letters in thousandths of the size."""

    def __init__(self, style: Style) -> None:
        self.font = truetype.read(_content(style))
        self.letters = {letter: self.font.advances[glyph] for letter, glyph in self.font.glyphs.items()}
        self.texts: dict[str, float] = {}

    def width(self, text: str) -> float | None:
        """Give the width of a text; None where the face lacks one of its letters."""
        found = self.texts.get(text)
        if found is None and self.has(text):
            found = sum(map(self.letters.__getitem__, text))
            if len(self.texts) > _MOST_TEXTS:
                self.texts.clear()
            self.texts[text] = found
        return found

    def has(self, text: str) -> bool:
        return all(letter in self.letters for letter in text)


@functools.cache
def _face(style: Style) -> _Face:
    return _Face(style)


@functools.lru_cache(maxsize=20_000)
def has(text: str) -> bool:
    """Say whether the face has all letters of a text; its styles have the same ones."""
    return _face("regular").has(text)


@functools.lru_cache(maxsize=20_000)
def runs(text: str) -> tuple[Run, ...]:
    """Divide a text into what is set in the face and what is set in the fallback, in its order; empty without letters.

    >>> [(run.text, run.is_face) for run in runs("Tokyo 東京")]
    [('Tokyo ', True), ('東京', False)]
    """
    if has(text):
        return (Run(text, is_face=True),) if text else ()
    return typesetting.runs(text, has)


def size_of(run: Run, size: float) -> float:
    """Give the size in which a run is set."""
    return size * SCALE if run.is_face else size


def measure(text: str, size: float, style: Style = "regular") -> float:
    """Give the width in points of one line of text, without hinting."""
    found = _face(style).width(text)
    if found is not None:
        return found * SCALE * size / _UNIT
    return sum(measure_run(run, size, style) for run in runs(text))


def measure_run(run: Run, size: float, style: Style = "regular") -> float:
    """Give the width in points of a part of a line."""
    if run.is_face:
        return (_face(style).width(run.text) or 0.0) * SCALE * size / _UNIT
    from timeline.figures import fallback  # noqa: PLC0415 - matplotlib is slow to import, and seldom asked

    return fallback.measure(run.text, size, style)


def is_measured(run: Run) -> bool:
    """Say whether the width of a run is about that of any font that has its letters.

    Of a letter that is shaped by its neighbours, and that no font here has, only the width of its box is known.
    """
    if run.is_face:
        return True
    from timeline.figures import fallback  # noqa: PLC0415

    return all(unicodedata.east_asian_width(char) in "WF" for char in fallback.lacks(run.text))


def lacks(text: str) -> set[str]:
    """Give the characters of a text that are drawn as a box: those that no font has."""
    if has(text):
        return set()
    from timeline.figures import fallback  # noqa: PLC0415

    return {char for run in runs(text) if not run.is_face for char in fallback.lacks(run.text)}


def sheet(letters: Mapping[Style, Iterable[str]], family: str) -> tuple[str, str]:
    """Write a style sheet that carries the letters of some texts along.

    Args:
        letters: The characters that are set in each style; those that the face lacks are left out.
        family: Begins the name of the face in the picture.

    Returns:
        The rules, and the list of families to name for these texts. The name ends in what the letters are, so that
        several pictures in one document do not take each other's.
    """
    cut = {
        style: _cut(style, "".join(sorted(some)))
        for style in _FILES
        if (some := {letter for letter in letters.get(style, ()) if has(letter)})
    }
    if not cut:
        return "", FAMILY
    name = f"{family}-{hashlib.sha256(b''.join(cut.values())).hexdigest()[:8]}"
    rules = "".join(
        f"@font-face{{font-family:{name};{_CSS[style]}"
        f"src:url(data:font/ttf;base64,{base64.b64encode(content).decode()})}}"
        for style, content in cut.items()
    )
    return rules, f"{name}, {FAMILY}"


@functools.lru_cache(maxsize=100)
def _cut(style: Style, letters: str) -> bytes:
    """Cut a style of the face down, with whose it is."""
    font = _face(style).font
    names = font.names()
    return truetype.cut_down(font, letters, {number: names[number] for number in (_COPYRIGHT, _FULL_NAME)})
