"""The relations as tables of Arrow, with real types: days, stamps, numbers, lists.

Law of this module: a column's type is that of its kind, whatever a log holds. A bound is a day, and beside it stands
its text: a day that pandas or pyarrow cannot show (outside the years 1 to 9999), an instant, ``open`` or ``unknown``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, Final

from timeline.text.outgoing import relations
from timeline.text.outgoing.extract import Extract, Losses, Rows
from timeline.text.outgoing.moments import of_bound
from timeline.text.outgoing.relations import Field, Relation, spread

_TYPES: Final = {"integer": "int64", "flag": "bool_"}


def table(extract: Extract, relation: Relation, lost: Losses) -> Any:
    """Make the ``pyarrow.Table`` of a relation; its schema says what was asked.

    Raises:
        ImportError: pyarrow is not installed.
    """
    import pyarrow as pa  # noqa: PLC0415 - optional

    rows: Rows = getattr(extract, relation.name)
    names, arrays = [], []
    for field in relation.fields:
        for name, type_, values in _columns(pa, field, rows, lost):
            names.append(name)
            arrays.append(pa.array(values, type=type_))
    about = {"title": extract.title, "clocks": extract.clocks, "query": extract.query, "relation": relation.name}
    schema = pa.schema(
        [(name, array.type) for name, array in zip(names, arrays, strict=True)],
        metadata={"timeline": json.dumps(about, ensure_ascii=False)},
    )
    return pa.table(arrays, schema=schema)


def _columns(pa: Any, field: Field, rows: Rows, lost: Losses) -> Iterable[tuple[str, Any, list[Any]]]:
    """Give the columns of a field: the name, the type and the values of each."""
    held = [row[field.name] for row in rows]
    if field.kind == "bound":
        yield field.name, pa.date32(), [_day(text) for text in held]
        yield f"{field.name}_text", pa.string(), held
    elif field.kind == "stamp":
        yield field.name, pa.timestamp("us", tz="UTC"), [dt.datetime.fromisoformat(text) for text in held]
    elif field.kind == "texts":
        yield field.name, pa.list_(pa.string()), held
    elif field.kind == "json":
        yield field.name, pa.string(), [None if one is None else json.dumps(one, ensure_ascii=False) for one in held]
    elif field.kind == "value":
        told = [(None,) * 5 if row["mode"] is None else spread(row[field.name]) for row in rows]
        for place, name in enumerate(relations.VALUE_COLUMNS):
            values: list[Any] = [one[place] for one in told]
            if name == "number":
                yield name, pa.float64(), [_double(number, lost) for number in values]
            else:
                yield name, pa.string(), values
    else:
        yield field.name, getattr(pa, _TYPES.get(field.kind, "string"))(), held


def _day(text: str) -> dt.date | None:
    """Read the day of a bound, of an instant too; None where no library has it."""
    point = of_bound(text)
    return point.first_day() if point is not None and point.is_common else None


def _double(number: float | None, lost: Losses) -> float | None:
    if number is None:
        return None
    found = float(number) if abs(number) < 2**1023 else None
    if found != number:
        lost.count("number", "rounded to a double; the text is exact")
    return found
