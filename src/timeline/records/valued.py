"""The values that a log tells: by its events as they were first written, and by what corrections set.

Law of this module: it counts what records say, whether or not it applied at any clock; so a count depends on the log
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import msgspec

from timeline.named import NamedTuple
from timeline.records.mentions import held
from timeline.records.model import Correction, Event, Record, Value, value_key

Key: TypeAlias = "tuple[Any, ...]"


class Told(NamedTuple):
    """A value that a record tells: one time where it is an event as first written, no time where it is a correction."""

    entity: str
    property: str
    key: Key
    times: int


def told_in(record: Record) -> Iterator[Told]:
    """Give each value that a record tells, in the order in which it stands there, as often as it stands there."""
    if isinstance(record.content, Event):
        for fact in record.content.facts:
            if fact.value is not None:
                yield Told(fact.entity, fact.property, value_key(fact.value), 1)
    elif isinstance(record.content, Correction):
        for _, given in held({"set": record.content.set}, "facts"):
            value = _read(given.get("value"))
            entity, name = given.get("entity"), given.get("property")
            if value is not None and isinstance(entity, str) and isinstance(name, str):
                yield Told(entity, name, value_key(value), 0)


def _read(given: Any) -> Value:
    """Read a value that a correction sets, as that of a fact is read; None for what is none."""
    try:
        return msgspec.convert(given, Value)  # type: ignore[no-any-return]
    except msgspec.ValidationError:
        return None


def ranked(told: Iterable[Told]) -> list[Key]:
    """Give the values, the most frequent first; of equally frequent ones that which was told first."""
    counts: dict[Key, int] = {}
    for one in told:
        counts[one.key] = counts.get(one.key, 0) + one.times
    return sorted(counts, key=lambda key: -counts[key])
