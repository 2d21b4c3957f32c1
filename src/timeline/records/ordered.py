"""The order of values that nothing else puts in order: numbers by size, texts as people count.

Law of this module: an order depends on the values alone, and two values that differ are never equal in it.
"""

from __future__ import annotations

import re
from typing import Any, Final

_DIGITS: Final = re.compile(r"([0-9]+)")
_NOTHING: Final = (-1, "")
"""Less than any number; it stands where a longer text has one."""
_OPERATORS: Final = ("<", "<=", "~", "=", ">=", ">")


def natural(text: str) -> tuple[Any, ...]:
    """Give the key by which texts are sorted as people do: letters without regard to case, and what digits say by size.

    >>> sorted(["phase 10", "Phase 2", "phase 1"], key=natural)
    ['phase 1', 'Phase 2', 'phase 10']
    """
    parts = _DIGITS.split(text.casefold())
    return (*(_number(part) if at % 2 else part for at, part in enumerate(parts)), _NOTHING, text)


def _number(digits: str) -> tuple[int, str]:
    """Compare digits of any length by their size; Python reads no number of thousands of them."""
    told = digits.lstrip("0")
    return len(told), told


def by_value(value: Any) -> tuple[Any, ...]:
    """Give the key by which values, as JSON has them, are sorted: texts, numbers by size, and of each unit by size.

    >>> sorted([True, {"op": ">=", "value": 2, "unit": "m"}, 10, 9, "a"], key=by_value)
    ['a', 9, 10, True, {'op': '>=', 'value': 2, 'unit': 'm'}]
    """
    if isinstance(value, str):
        return (0, natural(value))
    if value is None or isinstance(value, bool):
        return (2, str(value))
    if isinstance(value, int | float):
        return (1, value)
    operator = value.get("op")
    rank = _OPERATORS.index(operator) if operator in _OPERATORS else len(_OPERATORS)
    return (3, natural(value.get("unit") or ""), value.get("value"), rank)
