"""The dates of rows as the clocks of a place show them, for people.

Law of this module: only the fields that hold dates are changed, never a text or a value that somebody wrote; scripts
get rows as they are, in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar, cast

from timeline.dates import edtf
from timeline.dates.zones import in_zone, shown

_NAMES: Final = ("occurred", "reported", "published", "retrieved", "since", "first", "last")
FIELDS: Final = frozenset(
    {*_NAMES, *(f"{name}_{end}" for name in _NAMES for end in ("earliest", "latest"))}
    | {"during", "recorded", "time", "as_of_first", "as_of_last", "dates"}
    | {"earliest", "latest"}
)
"""The fields of rows that hold dates, bounds and stamps."""

R = TypeVar("R", bound=Sequence[Any] | Mapping[str, Any])


def in_place(name: str, rows: R, place: dt.tzinfo) -> R:
    """Give rows, or one, with their instants as the clocks of a place show them; days stay as they are."""
    return cast("R", _shown(rows, place, is_date=False, name=name))


def words(text: str) -> str:
    """Say a date of such rows in words."""
    return edtf.words(shown(text))


def _shown(value: Any, place: dt.tzinfo, *, is_date: bool, name: str = "") -> Any:
    if isinstance(value, str):
        return in_zone(value, place) if is_date else value
    if isinstance(value, Mapping):
        found = {
            key: item
            if key == "data"  # of the user's own
            else _shown(item, place, is_date=_is_date(key, value, name, is_date=is_date), name=name)
            for key, item in value.items()
        }
        if name == "date" and isinstance(value.get("edtf"), str):
            found["words"] = words(in_zone(value["edtf"], place))
        return found
    if isinstance(value, list | tuple):
        return [_shown(item, place, is_date=is_date, name=name) for item in value]
    return value


def _is_date(key: str, row: Mapping[str, Any], name: str, *, is_date: bool) -> bool:
    """Whether a field holds dates: by its name, as one of the readings of one that does, or in `stats`."""
    if key == "value":
        return is_date or (name == "stats" and row.get("name") in ("first", "last"))
    return key in FIELDS or (is_date and key == "versions")
