"""Copies of what answers are made of, for who keeps an answer and hands it out.

Law of this module: it knows dicts, lists and tuples, and takes anything else for a value that does not change.
"""

from __future__ import annotations

from typing import Any


def copied(value: Any) -> Any:
    """Copy dicts, lists and tuples as deep as they nest."""
    if isinstance(value, dict):
        return {name: one if one is None or isinstance(one, str) else copied(one) for name, one in value.items()}
    if isinstance(value, list):
        return [one if isinstance(one, str) else copied(one) for one in value]
    if isinstance(value, tuple):
        return type(value)(*map(copied, value)) if hasattr(value, "_fields") else tuple(map(copied, value))
    return value


def count(value: Any) -> int:
    """Count the values that nest in dicts, lists and tuples, these among them.

    >>> count({"a": [1, 2], "b": None})
    5
    """
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return 1
    return 1 + sum([1 if one is None or isinstance(one, str) else count(one) for one in value])
