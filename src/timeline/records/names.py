"""The names of entities in records: which are new, and look like a slip of the pen in an older one.

Law of this module: it refuses nothing; a name that is meant is written like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from timeline.dates.suggest import slips
from timeline.records import say
from timeline.records.mentions import entities_in

Said: TypeAlias = tuple[str, Mapping[str, Any]]
"""The kind of a record, and its body."""


class NearName(msgspec.Struct, frozen=True, kw_only=True):
    """A name that no record has had, and those in use that are one slip of the pen away from it."""

    name: str
    near: tuple[str, ...]

    def __str__(self) -> str:
        import shlex  # noqa: PLC0415 - most names are not near another

        return (
            f"{say.text(self.name)} is a new entity, one slip away from {' and '.join(map(say.text, self.near))}; "
            "it is written as it stands. If that one was meant, give all facts of the event again: "
            "timeline correct ID --fact ENTITY.PROPERTY=VALUE --because TEXT; if both are names of one thing: "
            f"timeline link {shlex.quote(self.name)} same-entity {shlex.quote(self.near[0])}"
        )


def near_among(
    old: Iterable[Said], coming: Collection[str], *, in_use: Collection[str] | None = None
) -> tuple[NearName, ...]:
    """Find those of the names of new records that are one slip away from a name in use, or from an earlier one.

    Args:
        old: The records of the log.
        coming: The names, each once, in the order in which the new records have them.
        in_use: The names that records of the log have, where these are at hand: then ``old`` is not read.
    """
    if not coming:
        return ()
    if in_use is None:
        in_use = {name for said in old for name in (*entities_in(said[1]), *_linked(*said))}
    known = frozenset(in_use)
    fresh = [name for name in coming if name not in known]
    if not fresh:
        return ()
    place = {name: number for number, name in enumerate(fresh)}
    found = slips(fresh, [*known, *fresh])
    near = {
        name: tuple(other for other in others if place.get(other, -1) < place[name]) for name, others in found.items()
    }
    return tuple(NearName(name=name, near=near[name]) for name in fresh if near.get(name))


def _linked(kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    """Give the names of entities that a link joins: they are in use, whatever was told of them."""
    if kind == "link" and body.get("rel") == "same-entity":
        yield from (body[end] for end in ("from", "to") if isinstance(body.get(end), str))
