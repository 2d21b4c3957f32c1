"""What a log speaks of, counted or found: ``entities``, ``counts``, ``gaps``, ``stats``, ``conflicts``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from timeline.records.cellnames import cell_name
from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.words import ANSWER_INKS, ID, LISTED, Row, date_words, first, lines

_ENTITIES_NARROW: Final[tuple[Layout, ...]] = (
    ((("ENTITY",), ("(NEAR)",)), (("EVENTS",),), (("FIRST",), ("LAST",)), (("PROPERTIES",), ("TYPES",))),
    ((("ENTITY",), ("EVENTS",), ("(NEAR)",)), (("FIRST",), ("LAST",)), (("PROPERTIES",), ("TYPES",))),
    ((("ENTITY",), ("NEAR",)), (("EVENTS",),), (("FIRST",), ("LAST",)), (("PROPERTIES",), ("TYPES",))),
    ((("ENTITY", "(NEAR)", "EVENTS", "PROPERTIES", "TYPES"), ("FIRST", "LAST")),),
)


def entities_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``entities``; other names of one entity stand below it."""
    columns = (
        Column("ENTITY"),
        Column("NEAR", common=True),
        Column("EVENTS", whole=True),
        Column("FIRST", whole=True),
        Column("LAST", whole=True),
        Column("PROPERTIES", whole=True, counted=LISTED),
        Column("TYPES", whole=True, counted=LISTED),
        Column("(NEAR)", common=True, stands_for=("NEAR",)),
    )
    cells = tuple(
        (
            lines(
                [
                    row["entity"],
                    *(f"named: {name}" for name in row["names"] if name != row["entity"]),
                    *(f"possibly the same: {name}" for name in row["possibly_same"]),
                ]
            ),
            lines(row["near"]) or "-",
            str(row["events"]),
            date_words(row["first"]),
            date_words(row["last"]),
            lines(row["properties"]),
            lines(row["types"]),
            lines(f"(near {name})" for name in row["near"]) or "-",
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_ENTITIES_NARROW)


_CONFLICTS_NARROW: Final[tuple[Layout, ...]] = (((("KIND", "ANSWER", "CELL"), ("SAYS: ORIGINS, EVENTS",)),),)
_ENDS_OR_HOLDS: Final = re.compile(r"\. (If both hold, declare .+)")


def counts_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``list --by``."""
    columns = (Column("BY"), Column("EVENTS", whole=True), Column("POSSIBLY", whole=True, common=True))
    return Sheet(
        columns=columns, rows=tuple((row["by"] or "-", str(row["events"]), str(row["possibly"])) for row in rows)
    )


def gaps_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``list --gaps``."""
    columns = (
        Column("FROM", whole=True),
        Column("TO", whole=True),
        Column("DAYS", whole=True),
        Column("ANSWER", ANSWER_INKS, whole=True),
        Column("POSSIBLY", whole=True),
    )
    cells = tuple((row["from"], row["to"], str(row["days"]), row["answer"], str(row["possibly"])) for row in rows)
    return Sheet(columns=columns, rows=cells)


def stats_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``stats``."""
    columns = (Column("NAME", whole=True), Column("VALUE", whole=True))
    cells = tuple((row["name"], "-" if row["value"] is None else str(row["value"])) for row in rows)
    return Sheet(columns=columns, rows=cells)


def conflicts_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``conflicts``: a line for each side, and the reason below them."""
    columns = (
        Column("KIND", once=True, whole=True),
        Column("ANSWER", ANSWER_INKS, once=True, whole=True),
        Column("CELL", once=True),
        Column("SAYS"),
        Column("ORIGINS"),
        Column("EVENTS", digits=ID, whole=True, counted=1),
        Column("SAYS: ORIGINS, EVENTS", prose=True, flows=": ", stands_for=("SAYS", "ORIGINS", "EVENTS")),
    )
    cells: list[tuple[str, ...]] = []
    ways: dict[str, None] = {}
    for row in rows:
        cell = "" if row["entity"] is None else cell_name(row["entity"], row["property"])
        for place, side in enumerate(row["sides"]):
            is_said = row["kind"] == "denied" and place > 0  # the event's own date, which the side above has
            dates = [] if is_said else [date or "no date" for date in side["dates"] if date != side["value"]]
            says = side["says"] + (f" ({', '.join(first(dates))})" if dates else "")
            names = [f"{name} (rests on?)" if name in side["unresolved"] else name for name in side["origins"]]
            head = (row["kind"], row["answer"], cell) if place == 0 else ("", "", "")
            who = ", ".join(names) or "-"
            told = [who, *(event[:ID] for event in first(side["events"]))]
            cells.append((*head, says, who, lines(side["events"]), lines([says, ", ".join(told)])))
        ways |= dict.fromkeys(_ENDS_OR_HOLDS.findall(row["because"]))
        cells.append(("", "", "", row["because"], "", "", _ENDS_OR_HOLDS.sub("", row["because"])))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_CONFLICTS_NARROW, below=tuple(ways))
