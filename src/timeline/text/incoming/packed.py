"""The parts of a packed workbook: XML files in a zip archive, read without unpacking more than was agreed on.

Law of this module: what an archive says of itself is checked before it is believed; a part with a document type of its
own is refused, as no workbook has one.
"""

from __future__ import annotations

import io
import re
import shlex
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias, TypeVar
from xml.etree import ElementTree as ET

from timeline.errors import FormatError
from timeline.records.strict_json import quoted
from timeline.text.incoming.values import Asked, Cells, Table, Wrong, listed

MOST_BYTES: Final = 1_000_000_000
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
SAVE: Final = "open the workbook in its program and save it, so that the value is in it"
"""So many rows the sheet of a workbook has at the most, in the programs that write them."""
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_FIX: Final = "open it in its program and save it again"
Element = ET.Element
V = TypeVar("V")
_Event: TypeAlias = Literal["start", "end"]
_ENDS: Final[tuple[_Event, ...]] = ("end",)
DAMAGE: Final = (
    *(ET.ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError),
    *(ValueError, LookupError, OverflowError),
)
"""What the modules of Python raise at an archive, or at XML, that is damaged."""


class Parts:
    """The parts of a workbook, by name.

    Raises:
        FormatError: The archive is damaged, needs a password, or holds more than was agreed on.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise self.broken(str(error)) from error
        infos = self._zip.infolist()
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise FormatError(
                f"unpacked it is larger than {MOST_BYTES // 1_000_000:,} MB", where=name, fix="split it", unwritten=True
            )
        if any(info.flag_bits & 1 for info in infos):
            raise FormatError("it needs a password", where=name, fix="save it without one", unwritten=True)
        self.names = frozenset(info.filename for info in infos)

    def broken(self, what: str) -> FormatError:
        """Make the error of an archive that cannot be read."""
        return FormatError(f"the workbook is damaged: {what}", where=self._name, fix=_FIX, unwritten=True)

    def root(self, part: str) -> Element | None:
        """Read a part whole; None where there is none."""
        if part not in self.names:
            return None
        return next(iter(self._parsed(part, lambda events: [_last(events)])))

    def each(self, part: str, tags: frozenset[str]) -> Iterator[Element]:
        """Give the elements of a part that have one of some tags, one after the other, as they end; then they go."""
        for event, element in self.events(part, tags):
            if event == "end":
                yield element

    def events(self, part: str, tags: frozenset[str]) -> Iterator[tuple[str, Element]]:
        """Give where elements with one of some tags start and end; what has ended is let go of.

        At its start an element has its attributes alone.
        """

        def chosen(events: Iterator[tuple[str, Element]]) -> Iterator[tuple[str, Element]]:
            above: list[Element] = []
            wanted: dict[str, bool] = {}
            for event, element in events:
                is_wanted = wanted.get(element.tag)
                if is_wanted is None:
                    is_wanted = wanted[element.tag] = tag(element) in tags
                if event == "end":
                    above.pop()
                if is_wanted:
                    yield event, element
                if event == "start":
                    above.append(element)
                elif is_wanted and above:
                    del above[-1][-1]  # it is the last that its parent has

        yield from self._parsed(part, chosen, ("start", "end"))

    def _parsed(
        self, part: str, take: Callable[[Iterator[tuple[str, Element]]], Iterable[V]], events: Sequence[_Event] = _ENDS
    ) -> Iterator[V]:
        try:
            with self._zip.open(part) as stream:
                if _DOCTYPE.search(stream.read(4096)):
                    raise self.broken(f"{part} has a document type")
            with self._zip.open(part) as stream:
                yield from take(ET.iterparse(stream, events))  # noqa: S314 - no document type, so no entities
        except DAMAGE as error:
            raise self.broken(f"{part}: {error}") from error


def _last(events: Iterator[tuple[str, Element]]) -> Element:
    found = None
    for _, element in events:
        found = element
    if found is None:
        raise ValueError("it is empty")
    return found


def tag(element: Element) -> str:
    """Give the name of an element without its namespace: the strict and the usual form differ in that alone."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Give an attribute by its name without a namespace."""
    found = element.get(name)
    if found is not None:
        return found
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def chosen_sheet(names: Sequence[str], visible: Sequence[str], asked: Asked, name: str) -> str:
    """Choose the sheet that was asked for, else the only one.

    Raises:
        FormatError: There is none of that name; or there are several, and none was asked for.
    """
    if asked.sheet is not None:
        if asked.sheet in names:
            return asked.sheet
        what = f"there is no sheet {quoted(asked.sheet)}"
        raise FormatError(what, where="--sheet", fix=f"the sheets are {listed(list(names))}", unwritten=True)
    if len(visible) == 1:
        return visible[0]
    if not visible:
        raise FormatError(
            "the workbook holds no sheet that is shown", where=name, fix=f"name one: {listed(list(names))}"
        )
    what = f"it has {len(visible)} sheets: {listed([quoted(sheet) for sheet in visible])}"
    fix = f"say which: --sheet {shlex.quote(visible[0])}, in Python sheet={visible[0]!r}"
    raise FormatError(what, where=name, fix=fix, unwritten=True)


def row_of(number: int, found: dict[int, str | Wrong]) -> Cells:
    """Make a row of its cells by their places; those between them are empty."""
    width = max(found, default=-1) + 1
    texts = tuple(text if isinstance(text := found.get(place, ""), str) else "" for place in range(width))
    return Cells(number, texts, {place: cell for place, cell in found.items() if isinstance(cell, Wrong)})


def merged(ranges: Sequence[str]) -> str:
    """Say which cells stand over others, whose own contents are not shown."""
    return (
        f"what a cell over several says counts for the first of them alone, the others are empty: {listed(ranges, 6)}"
    )


def table_of(name: str, sheet: str, rows: Sequence[Cells], notes: Sequence[str]) -> Table:
    """Make the table of a sheet of its rows that are not blank.

    Raises:
        FormatError: They are too many.
    """
    if len(rows) > MOST_ROWS:
        what = f"it holds more than {MOST_ROWS:,} rows"
        raise FormatError(what, where=name, fix="split it into parts, or save it as CSV", unwritten=True)
    return Table(name=name, rows=rows, sheet=sheet, is_ragged=False, notes=tuple(notes))
