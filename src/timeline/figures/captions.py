"""What is written at a mark: date, text, a word of doubt and the numbers of the sources, as one caption.

Law of this module: a caption is cut to its room before it is set, and what is cut keeps its whole text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from timeline.dates import Moment
from timeline.figures.canvas import Canvas
from timeline.figures.chart import Entry
from timeline.figures.labels import clean, cut, ranges
from timeline.figures.scale import Scale
from timeline.figures.scene import Item

TEXT: Final = 8.5
REFS: Final = 6.2
_LEAST_TEXT: Final = 24.0  # where less room than this is left for the text, its numbers give way
GAP: Final = 9.0
"""What stays free between two captions in one row."""

_TEXT_MOST: Final = ((40, 600.0), (120, 300.0), (300, 220.0), (600, 170.0))
_TEXT_DENSE: Final = 140.0
_DATED: Final = 220.0  # where texts are cut shorter than this, the axis alone says when


@attrs.frozen(kw_only=True)
class Room:
    """Where marks may stand (``left`` to ``right``) and texts (to ``text_right``), and the scale between."""

    scale: Scale
    left: float
    right: float
    text_right: float
    end: Moment
    numbers: Mapping[str, int]
    text_most: float


@attrs.frozen(kw_only=True)
class Words:
    """The parts of a label, measured."""

    date: str
    text: str
    whole: str
    word: str
    refs: str
    width: float


def text_most(entries: int) -> float:
    """Give the widest that a text may be: the fewer entries there are, the more is said of each."""
    return next((most for count, most in _TEXT_MOST if entries <= count), _TEXT_DENSE)


def words(canvas: Canvas, entry: Entry, room: Room, wide: float, *, size: float = TEXT) -> Words:
    """Cut and measure what is written at an entry, so that all of it fits into a width."""
    measure = canvas.measure
    date = clean(entry.date)
    word = f"({entry.word})" if entry.word else ""
    refs = ranges(room.numbers[name] for name in entry.sources)
    rest = 0.0
    for part, width in (
        (date, measure(date, size)),
        (word, measure(word, size, "italic")),
        (refs, measure(refs, REFS)),
    ):
        rest += width + (4.5 if part and part != refs else 2.5 if part else 0.0)
    least = min(60.0, measure(clean(entry.text), size))
    if date and (wide - rest < least or (room.text_most < _DATED and entry.bars)):
        rest -= measure(date, size) + 4.5
        date = ""
    if refs and wide - rest < _LEAST_TEXT:
        rest -= measure(refs, REFS) + 2.5
        refs = ""
    whole = clean(entry.text)
    text = cut(whole, max(min(wide - rest, room.text_most), 8.0), size, measure)
    if text != whole:
        canvas.cuts += 1
    return Words(date=date, text=text, whole=whole, word=word, refs=refs, width=rest + measure(text, size))


def write(canvas: Canvas, entry: Entry, said: Words, x: float, middle: float, *, item: int, size: float = TEXT) -> None:
    """Set the parts of a label from ``x`` on, centred on a height."""
    theme = canvas.theme
    y = middle + size * 0.36
    canvas.plate(x - 2, x + said.width + 2, middle - size * 0.62, middle + size * 0.62)
    if said.date:
        x = canvas.text("date", said.date, x, y, size=size, colour=theme.muted, item=item).box.right + 4.5
    label = canvas.text(
        "text",
        said.text,
        x,
        y,
        size=size,
        whole=said.whole if said.whole != said.text else None,
        struck=entry.struck,
        colour=theme.muted if entry.answer == "possibly" else theme.ink,
        item=item,
    )
    x = label.box.right
    if said.word:
        word = canvas.text("word", said.word, x + 4.5, y, size=size, style="italic", colour=theme.alert, item=item)
        x = word.box.right
    if said.refs:
        canvas.text("refs", said.refs, x + 2.5, y - size * 0.3, size=REFS, colour=theme.muted, item=item)


def add_item(canvas: Canvas, entry: Entry) -> int:
    """Register what the next marks and labels stand for."""
    canvas.items.append(
        Item(kind=entry.mode, whole=entry.whole, ids=entry.ids, standing=entry.standing, answer=entry.answer)
    )
    return len(canvas.items) - 1
