"""The cells of ``state``, and the stretches of one cell that ``history`` tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from timeline.records import say
from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.words import ANSWER_INKS, ID, NAMED, STANDING_INKS, Row, date_words, lines

_STATE_NARROW: Final[tuple[Layout, ...]] = (
    (
        (("ENTITY",),),
        (("PROPERTY",),),
        (("ANSWER",),),
        (("VALUE",), ("SINCE",)),
        (("STANDING",), ("EVENTS",)),
    ),
    (
        (("ENTITY",), ("PROPERTY",)),
        (("ANSWER",),),
        (("VALUE",), ("SINCE",)),
        (("STANDING",), ("EVENTS",)),
    ),
    (
        (("ENTITY",), ("PROPERTY",)),
        (("ANSWER", "VALUE"), ("SINCE", "STANDING", "EVENTS")),
    ),
)


def state_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``state``: one line for each value, and for each fact that stands beside the cell."""
    columns = (
        Column("ENTITY", once=True, whole=True),
        Column("PROPERTY", once=True, whole=True),
        Column("ANSWER", ANSWER_INKS, whole=True),
        Column("VALUE"),
        Column("SINCE", whole=True),
        Column("STANDING", STANDING_INKS, whole=True, common=True),
        Column("EVENTS", digits=ID, whole=True, counted=1),
    )
    cells: list[tuple[str, ...]] = []
    for row in rows:
        place = (row["entity"], row["property"])
        if not row["values"]:
            cells.append((*place, row["answer"], "-", "-", "-", ""))
        for value in row["values"]:
            answer = "ended" if row["answer"] == "ended" else value["answer"]
            cells.append((*place, answer, *_value_cells(value)))
        for item in row["beside"]:
            mode = item["mode"] if item.get("answer", "yes") == "yes" else f"{item['mode']}, possibly"
            cells.append((*place, f"({mode})", *_value_cells(item)))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_STATE_NARROW)


def names_words(rows: Iterable[Row]) -> Iterator[str]:
    """Say of the entities in the rows of ``state`` under which other names they were told, or what they may be too."""
    told: dict[str, dict[str, None]] = {}
    possibly: dict[str, Sequence[str]] = {}
    for row in rows:
        told.setdefault(row["entity"], {}).update(dict.fromkeys(row["names"]))
        possibly[row["entity"]] = row["possibly_same"]
    for entity, names in told.items():
        if others := [say.quoted(name) for name in names if name != entity]:
            yield f"{say.quoted(entity)}: facts told of {' and '.join(others)} too, which is the same"
        if possibly[entity]:
            yield f"{say.quoted(entity)}: possibly the same as {' and '.join(map(say.quoted, possibly[entity]))}"


def _value_cells(value: Row) -> tuple[str, ...]:
    return (say.shown(value["value"]), date_words(value["since"]), value["standing"], lines(value["events"]))


_RECTANGLES_NARROW: Final[tuple[Layout, ...]] = (
    ((("AS OF",), ("ON",)), (("ANSWER",),), (("VALUE",),), (("STANDING",),)),
)


def rectangles_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``history`` that are stretches of a cell."""
    columns = (
        Column("AS OF", once=True, whole=True),
        Column("ON", whole=True),
        Column("ANSWER", ANSWER_INKS, whole=True),
        Column("VALUE", counted=NAMED),
        Column("STANDING", STANDING_INKS, whole=True, counted=1),
    )
    cells = tuple(
        (
            _stretch(row["as_of_first"], row["as_of_last"]),
            _stretch(_closed(row["first"]), _closed(row["last"])),
            row["answer"],
            lines(_held_of(row)) or "-",
            lines(_once([value["standing"] for value in row["values"]])) or "-",
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_RECTANGLES_NARROW)


def _held_of(cell: Row) -> Iterator[str]:
    """Say the values of a cell; what is only possibly one of several that it holds says so."""
    for value in cell["values"]:
        less_sure = value["answer"] == "possibly" != cell["answer"]
        yield say.shown(value["value"]) + (" (possibly)" if less_sure else "")


def _once(several: Sequence[str]) -> Sequence[str]:
    """Say once what all are."""
    return several[:1] if len(set(several)) == 1 else several


def _closed(bound: str) -> str | None:
    return None if bound == "open" else bound


def _stretch(first: str | None, last: str | None) -> str:
    """Write a run of days as EDTF would."""
    if first is None and last is None:
        return "always"
    return f"{first or '..'}/{last or '..'}" if first != last else str(first)
