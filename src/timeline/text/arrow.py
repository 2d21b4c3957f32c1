"""Columns as a table of Arrow, for pandas, Polars, DuckDB and whatever else reads it.

Law of this module: it maps each kind of column to one type of Arrow and decides nothing else. pyarrow is optional, and
imported only when a table is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from timeline.text.columns import Column

_TYPES: Final = {"boolean": "bool_", "integer": "int64", "number": "float64", "day": "date32", "text": "string"}


def table(columns: Sequence[Column]) -> Any:
    """Make a ``pyarrow.Table`` of columns of one length.

    Raises:
        ImportError: pyarrow is not installed.
    """
    import pyarrow as pa  # noqa: PLC0415 - optional

    arrays = {}
    for column in columns:
        type_ = getattr(pa, _TYPES[column.kind])()
        arrays[column.name] = pa.array(column.values, type=pa.list_(type_) if column.is_list else type_)
    return pa.table(arrays)
