"""The JSON Schema of each form that scripts rely on: what goes in as a record, and what comes out of each command.

Law of this module: forms only ever grow; a field that is named here keeps its name and its meaning.
"""

from __future__ import annotations

from typing import Final

from timeline.text.schemas.parts import DRAFT, Schema, object_of, row_of, several
from timeline.text.schemas.records import RECORDS
from timeline.text.schemas.rows import ROWS

_ERROR: Final[Schema] = row_of(
    "schema error what where:text? fix:text? exit nothing_written:flag faults",
    schema={"const": "timeline/error/1"},
    exit={"type": "integer"},
    faults=several(row_of("file:text? line:count? field:text? what fix:text?")),
)

NAMES: Final[tuple[str, ...]] = ("record", *ROWS, "error")
"""Each form that has a schema; ``record`` is a line of ``add -``."""


def schema(name: str) -> Schema:
    """Give the JSON Schema of a form, one of NAMES."""
    head: Schema = {"$schema": DRAFT, "$id": f"timeline/{name}/1"}
    if name == "record":
        return {**head, "title": "One record, as a line of `timeline add -`.", "oneOf": list(RECORDS)}
    if name == "error":
        return {**head, "title": "An error, on stderr.", **_ERROR}
    title, row = ROWS[name]
    fields = {"schema": {"const": f"timeline/{name}/1"}, "query": {"type": "object"}, "rows": several(row)}
    return {**head, "title": title, **object_of(fields)}


def keys(name: str) -> tuple[str, ...]:
    """Give the keys of a form's rows, for the heading of an answer without rows; of an error, its own."""
    row = _ERROR if name == "error" else ROWS[name][1]
    first = row["anyOf"][0] if "anyOf" in row else row
    return tuple(first.get("properties", ()))


def fields(name: str) -> tuple[str, ...]:
    """Give each key that a row of a form can have, of whatever shape; none where the form leaves them open."""
    row = ROWS[name][1] if name in ROWS else {}
    return tuple(dict.fromkeys(key for shape in row.get("anyOf", (row,)) for key in shape.get("properties", ())))
