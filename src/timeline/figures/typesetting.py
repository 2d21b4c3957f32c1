"""Which parts of a text are set in the face of the figures, and which in the font that it falls back to.

Law of this module: as little as can be read well falls back. A word keeps one font, letters that are written to the
left keep their order, and an accent stays with its letter; all other letters that the face has are set in it.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

import attrs


@attrs.frozen
class Run:
    """A part of a text, and whether it is set in the face."""

    text: str
    is_face: bool


def runs(text: str, has: Callable[[str], bool]) -> tuple[Run, ...]:
    """Divide a text into runs, in their order; ``has`` says whether the face has a letter.

    >>> [(run.text, run.is_face) for run in runs("Ōsaka opens, 大阪 too", str.isascii)]
    [('Ōsaka', False), (' opens, ', True), ('大阪', False), (' too', True)]
    """
    falls = [not has(char) for char in text]
    _with_accents(text, falls)
    _with_words(text, falls)
    _with_order(text, falls)
    _with_what_is_between(text, falls)
    groups = itertools.groupby(zip(text, falls, strict=True), key=lambda pair: pair[1])
    return tuple(Run("".join(char for char, _ in group), not fall) for fall, group in groups)


def _with_accents(text: str, falls: list[bool]) -> None:
    """Set a letter in one font with all that hangs on it: neither can be placed without the other."""
    for first, last in _clusters(text):
        if any(falls[first:last]):
            falls[first:last] = [True] * (last - first)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Give the bounds of each letter with all that hangs on it."""
    first = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (_hangs(text[at]) or text[at - 1] == _JOINER):
            yield first, at
            first = at


_JOINER: Final = "\u200d"


def _hangs(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or 0x1F3FB <= ord(char) <= 0x1F3FF


def _with_words(text: str, falls: list[bool]) -> None:
    """Set a word in one font: two in one word look like a mistake. A word is letters of one script side by side."""
    scripts: list[str] = []
    for char in text:
        scripts.append(scripts[-1] if scripts and _hangs(char) else _script(char))
    for script, group in itertools.groupby(range(len(text)), key=scripts.__getitem__):
        places = list(group)
        if script and any(falls[at] for at in places):
            for at in places:
                falls[at] = True


def _script(char: str) -> str:
    """Name the script of a letter by the first word of its name; what is no letter has none.

    >>> _script("ж"), _script("大"), _script("!")
    ('CYRILLIC', 'CJK', '')
    """
    return unicodedata.name(char, "").partition(" ")[0] if unicodedata.category(char).startswith("L") else ""


_LEFTWARD: Final = ("R", "AL")
_NUMBERS: Final = ("EN", "AN")


def _with_order(text: str, falls: list[bool]) -> None:
    """Let letters that are written to the left take along what is turned with them: numbers, and what is between."""
    sides = [unicodedata.bidirectional(char) for char in text]
    at = 0
    while at < len(text):
        if sides[at] not in _LEFTWARD:
            at += 1
            continue
        turned = list(itertools.takewhile(lambda place: sides[place] != "L", range(at, len(text))))
        last = max(place for place in turned if sides[place] in (*_LEFTWARD, *_NUMBERS))
        falls[at : last + 1] = [True] * (last + 1 - at)
        at = turned[-1] + 1


def _with_what_is_between(text: str, falls: list[bool]) -> None:
    """Let signs and blanks between two parts that fall back do so too."""
    places = [at for at, fall in enumerate(falls) if fall]
    for before, after in itertools.pairwise(places):
        if all(_is_neutral(char) for char in text[before + 1 : after]):
            falls[before:after] = [True] * (after - before)


def _is_neutral(char: str) -> bool:
    return unicodedata.category(char)[0] not in "LN"
