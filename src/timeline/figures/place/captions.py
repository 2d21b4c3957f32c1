"""What is written at a mark: date, text, a word of doubt and the numbers of the sources, as one caption.

Law of this module: a caption is cut to its room before it is set, and what is cut keeps its whole text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from timeline.dates.values import Moment
from timeline.figures.describe.chart import Entry
from timeline.figures.place.canvas import Canvas
from timeline.figures.place.colours import DOUBTED
from timeline.figures.place.labels import ELLIPSIS, Measure, clean, cut, ranges, wrap
from timeline.figures.place.scale import Scale
from timeline.figures.scene import Item

TEXT: Final = 8.5
REFS: Final = 6.2
_LEAST_TEXT: Final = 24.0  # where less room than this is left for the text, its numbers give way
_LEAST_LINE: Final = 8.0
_AFTER: Final = 4.5  # between the parts of a caption
_BEFORE_REFS: Final = 2.5
_FEW: Final = 40
_ROUNDING: Final = 0.01  # what room was made for a text may be less than it by
LEADING: Final = 11.0
"""From one line of a caption to the next."""
GAP: Final = 9.0
"""What stays free between two captions in one row."""

_TEXT_MOST: Final = ((40, 600.0), (120, 300.0), (300, 220.0), (600, 170.0))
_TEXT_DENSE: Final = 140.0
_DATED: Final = 220.0  # where texts are cut shorter than this, the axis alone says when


@attrs.frozen(kw_only=True)
class Room:
    """Where marks may stand (``left`` to ``right``) and texts (to ``text_right``), and the scale between.

    ``lines`` is how many lines a text may take before it is cut.
    """

    scale: Scale
    left: float
    right: float
    text_right: float
    end: Moment
    numbers: Mapping[str, int]
    text_most: float
    lines: int = 1


@attrs.frozen(kw_only=True)
class Words:
    """The parts of a label, measured; ``more`` are the lines of its text after the first."""

    date: str
    text: str
    whole: str
    word: str
    refs: str
    width: float
    more: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return 1 + len(self.more)

    @property
    def is_cut(self) -> bool:
        """Whether not all of it is shown."""
        return (self.more or (self.text,))[-1].endswith(ELLIPSIS)


def text_most(entries: int, lines: int = 1) -> float:
    """Give the widest that a text may be: the fewer entries there are, the more is said of each."""
    most = next((most for count, most in _TEXT_MOST if entries <= count), _TEXT_DENSE)
    return most * 2 if lines > 1 and entries <= _FEW else most


def words(canvas: Canvas, entry: Entry, room: Room, wide: float, *, size: float = TEXT) -> Words:
    """Cut and measure what is written at an entry, so that all of it fits into a width, on as many lines as may be."""
    measure = canvas.measure
    date = clean(entry.date)
    word = f"({entry.word})" if entry.word else ""
    refs = ranges(room.numbers[name] for name in entry.sources if name in room.numbers)
    head = measure(date, size) + _AFTER if date else 0.0
    tail = measure(word, size, "italic") + _AFTER if word else 0.0
    noted = measure(refs, canvas.legible(REFS)) + _BEFORE_REFS if refs else 0.0
    whole = clean(entry.text)
    least = min(60.0, measure(whole, size))
    beside = head + (tail + noted if room.lines == 1 else 0.0)
    is_alone = room.lines > 1 and head <= wide < beside + least  # the text begins in the line below the date
    if date and ((wide - beside < least and not is_alone) or (room.text_most < _DATED and entry.bars)):
        date, head, is_alone = "", 0.0, False
    if refs and wide - (head if room.lines == 1 else 0.0) - tail - noted < _LEAST_TEXT:
        refs, noted = "", 0.0
    rest = cut(whole, max(room.text_most, _LEAST_LINE), size, measure)
    begin = ([""], wide, room.lines - 1) if date and is_alone else ([], wide - head, room.lines)
    lines = [*begin[0], *_broken(rest, (begin[1], wide, tail + noted), begin[2], size, measure)]
    widths = [measure(line, size) for line in lines]
    widths[0] += head
    widths[-1] += tail + noted
    return Words(date=date, text=lines[0], whole=whole, word=word, refs=refs, width=max(widths), more=tuple(lines[1:]))


def _broken(text: str, rooms: tuple[float, float, float], most: int, size: float, measure: Measure) -> list[str]:
    """Break a text into lines; ``rooms`` are that of the first, that of all others, and what follows the last."""
    after = rooms[2]
    lines: list[str] = []
    room = max(rooms[0], _LEAST_LINE)
    while True:
        if measure(text, size) + after <= room + _ROUNDING:
            return [*lines, text]
        if len(lines) == most - 1:
            return [*lines, cut(text, max(room - after, _LEAST_LINE), size, measure)]
        line = wrap(text, room, size, measure)[0]
        if line == text:  # it fits, but not with what follows it
            line = text.rpartition(" ")[0] or text
        lines.append(line)
        text = text[len(line) :].lstrip()
        room = max(rooms[1], _LEAST_LINE)


def write(canvas: Canvas, entry: Entry, said: Words, x: float, middle: float, *, item: int, size: float = TEXT) -> None:
    """Set the parts of a label from ``x`` on; its first line is centred on a height, the others follow below."""
    theme = canvas.theme
    canvas.named.add(said.whole)
    left, y = x, middle + size * 0.36
    colour = theme.muted if entry.answer == "possibly" else theme.ink
    whole = said.whole if said.is_cut and said.whole != said.text else None
    head = canvas.measure(said.date, size) + _AFTER if said.date else 0.0
    for number, line in enumerate((said.text, *said.more)):
        at = middle + number * LEADING
        x, y = left + (head if number == 0 else 0.0), at + size * 0.36
        right = x + canvas.measure(line, size) + (_tail(canvas, said, size) if number == len(said.more) else 0.0)
        canvas.plate(left - 2, right + 2, at - size * 0.62, at + size * 0.62)
        if number == 0 and said.date:
            canvas.text("date", said.date, left, y, size=size, colour=theme.muted, item=item)
        if line:
            label = canvas.text(
                "text", line, x, y, size=size, whole=whole, struck=entry.struck, colour=colour, item=item
            )
            x = label.box.right
    if said.word:
        accent = theme.alert if entry.standing in DOUBTED else theme.muted
        word = canvas.text("word", said.word, x + _AFTER, y, size=size, style="italic", colour=accent, item=item)
        x = word.box.right
    if said.refs:
        canvas.text(
            "refs",
            said.refs,
            x + _BEFORE_REFS,
            y - size * 0.3,
            size=canvas.legible(REFS),
            colour=theme.muted,
            item=item,
        )


def _tail(canvas: Canvas, said: Words, size: float) -> float:
    word = canvas.measure(said.word, size, "italic") + _AFTER if said.word else 0.0
    return word + (canvas.measure(said.refs, canvas.legible(REFS)) + _BEFORE_REFS if said.refs else 0.0)


def add_item(canvas: Canvas, entry: Entry) -> int:
    """Register what the next marks and labels stand for."""
    canvas.items.append(
        Item(kind=entry.mode, whole=entry.whole, ids=entry.ids, standing=entry.standing, answer=entry.answer)
    )
    return len(canvas.items) - 1
