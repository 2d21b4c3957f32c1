"""Which names of a selection nothing has by the clocks, and what was perhaps meant, from rows.

Law of this module: it says what :mod:`timeline.views.notes` says of a replay, word for word. It goes through the log
only where a name that was ever written may not be known by the clocks.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from timeline.asof.relation import NO, YES
from timeline.records import say
from timeline.views.relational import links
from timeline.views.relational.events import Events, Wanted
from timeline.views.relational.rows import F, L, Rows
from timeline.views.relational.walk import walked

if TYPE_CHECKING:
    from typing import TypeAlias

    Sort: TypeAlias = Literal["tag", "type"]


def unknown_names(rows: Rows, wanted: Wanted, values: Sequence[tuple[Any, str]]) -> list[str]:
    """Say which names of a selection nothing has by the clocks; ``values`` are its values, each as key and as typed."""
    tags, types = _Words(rows, "tag", wanted.tags), _Words(rows, "type", wanted.types)
    return [
        *unknown_entities(rows, wanted.entities),
        *tags.unknown(),
        *_unknown_sources(rows, wanted.sources),
        *types.unknown(),
        *_unknown_values(rows, values),
    ]


def unknown_entities(rows: Rows, entities: Iterable[str]) -> list[str]:
    """Say of which entities nothing is told by the clocks, and what was perhaps meant."""
    unknown = links.untold(rows, entities)
    near = _near(rows, unknown)
    return [say.unknown_name("entity", entity, near[entity]) for entity in unknown]


def meant(rows: Rows, entities: Iterable[str]) -> list[str]:
    """Name the entities that were perhaps meant by those of which nothing is told by the clocks."""
    return [name for name in _near(rows, links.untold(rows, entities)).values() if name is not None]


def _near(rows: Rows, unknown: Sequence[str]) -> dict[str, str | None]:
    names = set[str]()
    if unknown:
        joined = rows.links(rels=("same-entity",))
        names = {*rows.entities(), *(row[L[end]] for row in joined for end in ("from", "to"))}
    return {entity: _known_near(rows, entity, names) for entity in unknown}


def _known_near(rows: Rows, entity: str, names: Collection[str]) -> str | None:
    """Name the entity of which something is told that is spelled most like a name; None where none is near."""
    from timeline.dates.suggest import near  # noqa: PLC0415 - only a slip of the pen pays for it

    left = set(names)
    while (found := near(entity, left)) is not None and not rows.tells_of(links.sure_names(rows, found)):
        left.discard(found)
    return found


def _unknown_sources(rows: Rows, names: Collection[str]) -> Iterator[str]:
    unknown = [name for name in names if not list(rows.sources([name]))]
    if unknown:
        from timeline.dates.suggest import near  # noqa: PLC0415 - as above

        there = {str(row[0]) for row in rows.sources()}
        yield from (say.unknown_name("source", name, near(name, there)) for name in unknown)


def _unknown_values(rows: Rows, values: Sequence[tuple[Any, str]]) -> Iterator[str]:
    """Say which values no fact has of an event that is known, or told as retracted."""
    left, there = {key for key, _ in values}, set[str]()
    if not left:
        return
    events = Events(rows)
    for event in walked(events, rows.events(), facts=True, lines=False):
        if event.known != NO or event.retracted == YES:
            for claim in event.facts:
                left.discard(claim.bid.key)
                there.add(claim.row[F["value"]])
            if not left:
                return
    from timeline.dates.suggest import near  # noqa: PLC0415 - as above

    spelled = {say.value(json.loads(text)) for text in there} | {name for key, name in values if key not in left}
    yield from (say.unknown_name("value", name, near(name, spelled)) for _, name in values if name not in spelled)


class _Words:
    """The tags, or the types, that events have by the clocks; as many are read as it takes to say which are unknown."""

    def __init__(self, rows: Rows, sort: Sort, wanted: Collection[str]) -> None:
        self._rows = rows
        self._sort = sort
        self._wanted = wanted
        self._there = set[str]()

    def unknown(self) -> list[str]:
        """Say which of those that are asked for no event has, and what was perhaps meant."""
        if not self._wanted:
            return []
        from timeline.dates.suggest import near  # noqa: PLC0415 - as above

        written = self._written()
        if written is None:
            self._read(None)
            written = self._there
        meant = {name: near(name, written) for name in self._wanted if name not in written}
        self._read({*(name for name in self._wanted if name in written), *(name for name in meant.values() if name)})
        unknown = [name for name in self._wanted if name not in self._there]
        is_sure = all(name in meant and (meant[name] is None or meant[name] in self._there) for name in unknown)
        found = meant if is_sure else {name: near(name, self._there) for name in unknown}
        return [say.unknown_name(self._sort, name, found[name]) for name in unknown]

    def _written(self) -> set[str] | None:
        """Give all that were ever written, also by what does not count; None where that is not known."""
        found = self._rows.written(self._sort)
        return None if found is None else {name for one in found for name in self._names(one)}

    def _names(self, one: str) -> Iterable[str]:
        """Give a tag; of a type all that stand above it as well."""
        if self._sort == "tag":
            return (one,)
        parts = one.split(".")
        return (".".join(parts[:count]) for count in range(1, len(parts) + 1))

    def _read(self, until: Collection[str] | None) -> None:
        """Read the words of events, until some are met; or of all."""
        left = None if until is None else {*until} - self._there
        if left is not None and not left:
            return
        events = Events(self._rows)
        for event in walked(events, self._rows.events(), facts=False, lines=True):
            if event.known != NO or event.retracted == YES:
                words = events.words(event)
                some = words.get("tags") or () if self._sort == "tag" else self._names(words.get("type") or "event")
                for name in some:
                    self._there.add(name)
                    if left is not None:
                        left.discard(name)
                if left is not None and not left:
                    return
