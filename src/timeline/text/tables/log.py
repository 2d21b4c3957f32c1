"""What is beside the events: views, findings, what surrounds a log, dates, and rows of a view of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from timeline.records.say import as_json
from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.words import NAMED, Row, lines, place


def own_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of a view of the user's own: a column for each key, in the order in which they come."""
    found = list(rows)
    keys = list(dict.fromkeys(str(key) for row in found for key in row))
    cells = tuple(
        tuple(as_json(row[key]) if not isinstance(row.get(key, ""), str) else row.get(key, "") for key in keys)
        for row in found
    )
    return Sheet(columns=tuple(Column(key.upper()) for key in keys), rows=cells)


_VIEWS_NARROW: Final[tuple[Layout, ...]] = (
    ((("NAME",), ("LATEST",)), (("TITLE",), ("PROPERTIES",)), (("MANY",), ("ENTITIES",), ("PACKAGE",))),
)


def views_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``views``."""
    columns = (
        Column("NAME", whole=True),
        Column("TITLE", prose=True),
        Column("PROPERTIES", counted=NAMED),
        Column("LATEST", whole=True),
        Column("MANY", common=True),
        Column("ENTITIES", common=True),
        Column("PACKAGE", common=True),
    )
    cells = tuple(
        (
            row["name"],
            row["title"],
            lines(row["properties"]) or "-",
            row["latest"] or "-",
            ", ".join(row["many"]) or "-",
            ", ".join(row["entities"]) if row["entities"] is not None else "all" if row["package"] is None else "-",
            row["package"] or "-",
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_VIEWS_NARROW)


_FINDINGS_NARROW: Final[tuple[Layout, ...]] = (((("CODE", "WHERE"), ("MESSAGE",), ("FIX",)),),)


def findings_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``check``."""
    columns = (Column("WHERE"), Column("CODE", whole=True), Column("MESSAGE"), Column("FIX"))
    cells = tuple((place(row), row["code"], row["message"], row["fix"] or "-") for row in rows)
    return Sheet(columns=columns, rows=cells, narrow=_FINDINGS_NARROW)


def doctor_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``doctor``."""
    columns = (
        Column("ABOUT", whole=True),
        Column("STATE", {"fine": "green", "note": "yellow", "wrong": "red"}, whole=True),
        Column("SAYS"),
    )
    cells = tuple(
        (row["about"], row["state"], lines([row["says"], *([f"fix: {row['fix']}"] if row["fix"] else [])]))
        for row in rows
    )
    return Sheet(columns=columns, rows=cells)


_DATES_NARROW: Final[tuple[Layout, ...]] = (
    ((("TEXT",), ("WORDS",)), (("EARLIEST",),), (("LATEST",),), (("KIND",),), (("LEVEL",),)),
    ((("TEXT", "KIND", "LEVEL"), ("WORDS",)), (("EARLIEST",), ("LATEST",))),
)


def dates_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``date``."""
    columns = (
        Column("TEXT"),
        Column("WORDS"),
        Column("EARLIEST", whole=True),
        Column("LATEST", whole=True),
        Column("KIND", whole=True),
        Column("LEVEL", whole=True),
    )
    cells = []
    for row in rows:
        if row["valid"]:
            became = f" (stored as {row['edtf']})" if row.get("edtf") not in (None, row["text"]) else ""
            words, level = f"{row['words']}{became}", "-" if row["level"] is None else str(row["level"])
            cells.append((row["text"], words, row["earliest"], row["latest"], row["kind"], level))
        else:
            meant = f"; perhaps {row['suggestion']}" if row["suggestion"] else ""
            cells.append((row["text"], f"no date: {row['error']}{meant}", "-", "-", "-", "-"))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_DATES_NARROW)
