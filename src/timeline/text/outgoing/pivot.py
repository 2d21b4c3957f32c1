"""A view as a table: entities down, properties across.

Law of this module: a cell is spelled once, here, for every form that shows a view as a table.
"""

from __future__ import annotations

from timeline.records import say
from timeline.text.outgoing.extract import Extract, Losses, Row, Written
from timeline.text.outgoing.sheet import visible
from timeline.text.render import csv_cell


def write(extract: Extract) -> Written:
    """Write the one view that is asked as CSV: a row for each entity, a column for each property."""
    lost = Losses()
    (view,) = extract.views
    rows = grid(extract, view)
    lines = [
        visible(line, lost) for line in (["entity", *view["properties"]], *([entity, *cells] for entity, cells in rows))
    ]
    beside = sum(row["mode"] not in (None, "actual") for row in extract.cells)
    lost.count("fact", "written with the mode behind the value", times=beside)
    return Written(
        data="".join(",".join(map(csv_cell, line)) + "\n" for line in lines).encode(),
        counted=say.counted(len(rows), "entity", "entities"),
        lost=lost.words(),
    )


def grid(extract: Extract, view: Row) -> list[tuple[str, list[str]]]:
    """Give the rows of a view: each entity with the text of its cells, in the order of the properties."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in extract.cells:
        if row["view"] == view["name"]:
            cell = found.setdefault(row["entity"], {}).setdefault(row["property"], [])
            cell.extend([row["shown"]] if row["shown"] else [])
    return [
        (entity, ["; ".join(cells.get(name, ())) for name in view["properties"]]) for entity, cells in found.items()
    ]


def shown(row: Row) -> str | None:
    """Spell one row of the cells as it stands in a table; None for a cell of which nothing is known.

    >>> shown({"mode": "actual", "value": "Huawei", "value_answer": "possibly"})
    'Huawei (possibly)'
    """
    if row["mode"] is None:
        return say.ENDED if row["answer"] == "ended" else None
    notes = [row["mode"]] if row["mode"] != "actual" else []
    notes += ["possibly"] if row["value_answer"] == "possibly" else []
    value = say.shown(row["value"]) if row["mode"] == "actual" else say.value(row["value"])
    return f"{value} ({', '.join(notes)})" if notes else str(value)
