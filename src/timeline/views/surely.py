"""What is left of a cell where only what is surely so is asked for.

Law of this module: a row is made of a row. It imports no value classes: answers from rows ask it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def sure_cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Leave in the row of a cell only what is surely so; where no value is, the cell is unknown."""
    values = [value for value in cell["values"] if value["answer"] == "yes"]
    ended = all(value["value"] is None for value in values) if values else cell["answer"] == "ended"
    row = {**cell, "answer": "ended" if ended else "yes" if values else "unknown", "values": values}
    if "beside" in cell:
        row["beside"] = [item for item in cell["beside"] if item["answer"] == "yes"]
    return row
