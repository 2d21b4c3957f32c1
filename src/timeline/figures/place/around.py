"""What all figures that do not stand in lanes share: how they begin, and how they become a scene.

Law of this module: every figure has the same headline, clocks, legend, notes and numbered sources, at the same places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.figures.describe.chart import Chart, Entry, LeftOut, Note
from timeline.figures.place import frame, legend
from timeline.figures.place.canvas import MARGIN, Canvas
from timeline.figures.place.captions import LEADING, Room, text_most, words, write
from timeline.figures.place.colours import Theme
from timeline.figures.place.labels import Measure, clean, glyph_notes
from timeline.figures.place.scale import Piece, Scale
from timeline.figures.scene import Box, Lane, Scene
from timeline.records import say


@attrs.frozen(kw_only=True)
class Paper:
    """What a figure is drawn on: its measure of text, the glyphs it lacks, colours, and size in points."""

    measure: Measure
    lacks: Callable[[str], Iterable[str]]
    theme: Theme
    width: float
    least_height: float = 0.0
    linear: bool = False
    least: float = 0.0
    """The smallest size of type that is read."""
    tallest: float | None = None
    """How tall the figure may be; None where it grows to what is shown."""
    numbered: bool = True
    """Whether sources have numbers, and a list; else they are named in a line."""
    fills: bool = False
    """Whether rows stand further apart, where the figure would else leave much of its place empty."""
    brief: bool = False
    """Whether what stands around the picture is in few lines."""
    head_lines: int = 1
    """How many lines the question may then take."""
    values: int | None = None
    """How many values of a lane may stand one below the other; None for all."""
    name_lines: int | None = None
    """How many lines of names may stand over a row of values; None for as many as usual."""

    def canvas(self) -> Canvas:
        """Make an empty canvas."""
        return Canvas(
            theme=self.theme,
            measure=self.measure,
            width=self.width,
            least=self.least,
            is_brief=self.brief,
            head_lines=self.head_lines,
            name_lines=self.name_lines,
        )

    def numbers(self, entries: Iterable[Entry]) -> dict[str, int]:
        """Number the sources in the order in which a reader meets them; none where they have no numbers."""
        if not self.numbered:
            return {}
        names = dict.fromkeys(name for entry in entries for name in entry.sources)
        return {name: number for number, name in enumerate(names, 1)}

    def foot(self, canvas: Canvas, chart: Chart, numbers: Mapping[str, int], top: float) -> float:
        """Set the notes and the sources; give the height below."""
        if self.brief:
            return frame.last_line(canvas, chart.sources, _in_short(chart.notes), top)
        y = frame.notes(canvas, tuple(map(str, chart.notes)), top)
        if self.numbered:
            return frame.sources(canvas, chart.sources, numbers, y + 6)
        return frame.named_sources(canvas, chart.sources, y, lines=3)


def _in_short(notes: Iterable[Note]) -> str:
    """Give only what counts what is not drawn, or not named, in one note."""
    counts: dict[str, Counter[str]] = {}
    for note in notes:
        if isinstance(note, LeftOut):
            counts.setdefault(note.lack, Counter())[note.of] += len(note.texts)
    told = {lack: ", ".join(say.counted(count, of) for of, count in some.items()) for lack, some in counts.items()}
    return " ".join(f"Not {lack}: {words}." for lack, words in told.items())


def begin(canvas: Canvas, chart: Chart, keys: Sequence[Sequence[legend.Key]]) -> float:
    """Set the headline, the clocks and the rows of the legend; give the height below."""
    y = frame.header(canvas, attrs.evolve(chart, title=clean(chart.title)), MARGIN - 8)
    return legend.rows(canvas, keys, y) + 5


def end(
    canvas: Canvas,
    chart: Chart,
    paper: Paper,
    *,
    bottom: float,
    plot: Box,
    lanes: Sequence[Lane],
    numbers: Mapping[str, int],
) -> Scene:
    """Set the notes and the sources below, and make the scene."""
    chart = attrs.evolve(chart, notes=(*chart.notes, *_unnamed(canvas)))
    y = paper.foot(canvas, chart, numbers, bottom + 4)
    return Scene(
        kind=chart.kind,
        width=canvas.width,
        height=round(max(y + MARGIN - 8, paper.least_height), 2),
        background=canvas.theme.ground,
        title=clean(chart.title),
        description=chart.description,
        plot=plot,
        lanes=tuple(lanes),
        marks=(*canvas.under, *canvas.plates, *canvas.marks),
        labels=tuple(canvas.labels),
        items=tuple(canvas.items),
        notes=(
            *map(str, chart.notes),
            *glyph_notes(char for label in canvas.labels for char in paper.lacks(label.text)),
        ),
    )


def _unnamed(canvas: Canvas) -> Iterable[Note]:
    """Count the values that are drawn, and named nowhere."""
    texts = tuple(text for text in dict.fromkeys(map(clean, canvas.unnamed)) if text not in canvas.named)
    if texts:
        yield LeftOut(texts, "for whose name there is no room", of="value", lack="named")


_NOWHERE: Final = Scale(pieces=(Piece(lo=0, hi=1, left=0.0, right=1.0),), left=0.0, right=1.0)


LIST_LINE: Final = 13.0
"""The height of an entry of one line in a list."""
_LIST_SIZE: Final = 8.2

LINES: Final = 3
"""How many lines the text of an entry may take, where it has them to itself."""


def listed(canvas: Canvas, entry: Entry, room: Room, left: float, top: float, *, item: int) -> float:
    """Set an entry of a list from ``left`` on; give the height below."""
    said = words(canvas, entry, room, room.right - left, size=_LIST_SIZE)
    write(canvas, entry, said, left, top + LIST_LINE / 2, item=item, size=_LIST_SIZE)
    return top + LIST_LINE + LEADING * (said.lines - 1)


def listed_height(canvas: Canvas, entry: Entry, room: Room, left: float) -> float:
    """Give the height that an entry of a list takes."""
    said = words(canvas, entry, room, room.right - left, size=_LIST_SIZE)
    return LIST_LINE + LEADING * (said.lines - 1)


def text_room(left: float, right: float, numbers: Mapping[str, int], entries: int, *, lines: int = 1) -> Room:
    """Give the room of captions that stand in no time."""
    return Room(
        scale=_NOWHERE,
        left=left,
        right=right,
        text_right=right,
        end=0,
        numbers=numbers,
        text_most=max(text_most(entries, lines), right - left),
        lines=lines,
    )
