"""What a body holds that this version does not know: fields of a newer one, or slips of the pen.

Law of this module: it names them, by path; whether they are refused or kept is decided by who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from timeline.records import strict_json
from timeline.records.line import parts
from timeline.records.model import (
    BODIES,
    ENVELOPE_FIELDS,
    Archive,
    Content,
    Event,
    Fact,
    Origin,
    Quantity,
    Record,
    Report,
    Source,
    WebLink,
    fields_of,
    names_in,
)

_PARTS: Final[Mapping[type[Content], Mapping[str, type[Content]]]] = {
    Event: {"facts": Fact, "reports": Report, "links": WebLink},
    Fact: {"value": Quantity},
    Report: {"origin": Origin},
    Source: {"origin": Origin, "archive": Archive},
}
"""Which fields hold values that have fields of their own."""


def unknown_in(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a body of a known kind holds that this version does not know, by path: ``facts[0].mood``."""
    known = fields_of(kind)
    found = {name: value for name, value in body.items() if name not in known}
    return found | {one.path: one.value for one in unknown_parts(kind, body)}


class Unknown(msgspec.Struct, frozen=True):
    """A field inside another that this version does not know: where it is, its name, and which could stand there."""

    path: str
    name: str
    value: Any
    known: frozenset[str]


def unknown_parts(kind: str, body: Mapping[str, Any]) -> Iterator[Unknown]:
    """Name what the values of a body's known fields hold that this version does not know."""
    yield from _unknown_below(BODIES[kind], body, "")


def _unknown_below(of: type[Content], value: Mapping[str, Any], path: str) -> Iterator[Unknown]:
    for field, part in _PARTS.get(of, {}).items():
        held = value.get(field)
        items = enumerate(held) if isinstance(held, list) else [(None, held)]
        for place, item in items:
            if isinstance(item, Mapping):
                below = path + field + ("" if place is None else f"[{place}]")
                names = names_in(part)
                yield from (
                    Unknown(f"{below}.{name}", name, inner, names) for name, inner in item.items() if name not in names
                )
                yield from _unknown_below(part, item, f"{below}.")


def unknown_fields(record: Record, line: bytes | None = None) -> tuple[str, ...]:
    """Name the fields of a record that this version does not know, by path; given the line, those of its head too."""
    names: set[str] = set()
    if record.body is not None and record.kind in BODIES:
        names |= unknown_in(record.kind, record.body).keys()
    if line is not None:
        start, end = parts(line)
        if end.start() > start.end():  # behind what every head has
            names |= set(strict_json.parse(b"{%b}" % line[start.start(2) : end.start()])) - ENVELOPE_FIELDS
    return tuple(sorted(names))
