"""Which part of a log a question needs: where to begin in the index, of each kind of question.

Law of this module: a question that it does not know to be narrow needs the whole. What an answer counts beside its rows
(events that nobody reports, redacted records) belongs to the part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal

import attrs

from timeline.asof.values import Clocks
from timeline.dates.values import NEVER_AFTER
from timeline.errors import RecordError
from timeline.records.typed import parse_cell
from timeline.views.filters import Selection

if TYPE_CHECKING:
    from timeline.store.basis import Seeds
    from timeline.store.index_records import Records
    from timeline.views.table import ViewSpec

_MOST_COUNTED: Final = 500
"""More events that may have to be counted are not read beside a part: the whole is read instead."""


def NOTHING(records: Records) -> Iterable[str]:  # noqa: N802 - a constant that happens to be called
    """Name nothing: what is told of every log."""
    del records
    return ()


def entities(asked: Selection) -> Seeds | None:
    """Begin at the entities of a selection; its other filters choose among their events."""
    if not asked.entities:
        return None

    def begin(held: Records) -> Iterable[str]:
        from timeline.records import bearing  # noqa: PLC0415 - a small log does without the index

        return [node for name in asked.entities for node in bearing.of_entity(name, held.find)]

    return begin


def events(clocks: Clocks, ids: Iterable[str]) -> Seeds:
    """Begin at some events."""
    return with_counted(clocks, lambda _held: [f"record:{one}" for one in ids])


def and_their_entities(seeds: Seeds) -> Seeds:
    """Begin as well at all entities of which what is found so tells, in any version."""

    def begin(held: Records) -> Iterable[str] | None:
        found = seeds(held)
        return None if found is None else _with_entities(held, tuple(found))

    return begin


def with_names(seeds: Seeds, asked: Selection) -> Seeds:
    """Begin as well at the links by which the entities of a selection have other names."""
    if not asked.entities:
        return seeds

    def begin(held: Records) -> Iterable[str]:
        from timeline.records import bearing  # noqa: PLC0415 - as above

        nodes = (node for name in asked.entities for node in bearing.of_entity(name, held.find))
        return [node for node in nodes if node.startswith("end:")]

    return both(seeds, begin)


def with_rows(seeds: Seeds, specs: Iterable[ViewSpec]) -> Seeds:
    """Begin as well at the entities that views name as their rows."""
    rows = entities(Selection(entities=tuple(dict.fromkeys(name for spec in specs for name in spec.entities))))
    return seeds if rows is None else both(seeds, rows)


def _with_entities(held: Records, nodes: Collection[str]) -> Collection[str] | None:
    """Add to some nodes those of all entities of which what bears on them tells; None where these are many."""
    from timeline.records import bearing  # noqa: PLC0415 - as above
    from timeline.records.mentions import entities_in  # noqa: PLC0415

    names = {name for record in bearing.closure(nodes, held.find).values() for name in entities_in(record.body)}
    if len(names) > _MOST_COUNTED:
        return None
    return {*nodes, *(node for name in names for node in bearing.of_entity(name, held.find))}


def selected(clocks: Clocks, asked: Selection) -> Seeds | None:
    """Begin at what the notes on a selection speak of."""
    if asked.tags or asked.types or (asked.sources and asked.entities):
        return None
    if asked.entities:
        return entities(asked)
    if asked.sources:
        return sources(clocks, Selection(sources=asked.sources))
    return with_counted(clocks, lambda _records: ())


def cell(clocks: Clocks, asked: Selection, text: str) -> Seeds | None:
    """Begin at the entity of a cell."""
    try:
        entity, _ = parse_cell(text)
    except RecordError:
        return None
    named = entities(Selection(entities=(entity, *asked.entities)))
    return None if named is None else with_counted(clocks, named)


def sources(clocks: Clocks, asked: Selection) -> Seeds | None:
    """Begin at the sources of a selection that asks for nothing else."""
    if not asked.sources or not attrs.evolve(asked, sources=(), strict=False).is_everything:
        return None
    return with_counted(clocks, lambda _records: [f"source:{name}" for name in asked.sources])


def records(text: str, clocks: Clocks | None = None) -> Seeds:
    """Begin at whatever a text may stand for: a record by its id, the start of it or its key, a source by its name."""

    def begin(held: Records) -> Iterable[str] | None:
        from timeline.records.catalogue import SHORTEST_PREFIX  # noqa: PLC0415 - most questions never ask

        head = text.partition("#")[0]
        ids = held.starting_with(head) if len(head) >= SHORTEST_PREFIX else []
        if len(ids) > _MOST_COUNTED:
            return None
        return [
            *ids,
            *([text, text.rpartition("#")[0]] if text.startswith("key:") else [f"source:{text}", f"source:{head}"]),
        ]

    return begin if clocks is None else with_counted(clocks, begin)


def meant_by(text: str) -> Seeds:
    """Begin at all that the refusal of a text tells of, where no record has that id or name.

    It says that the text is an entity, or is or stands in the titles of some events, and which source was perhaps
    meant; and of a source, that reports cite it before its day.
    """

    def begin(held: Records) -> Iterable[str] | None:
        from timeline.records import bearing  # noqa: PLC0415 - as above
        from timeline.records.catalogue import SHORTEST_PREFIX  # noqa: PLC0415
        from timeline.records.model import Source  # noqa: PLC0415

        if text.startswith("key:"):
            return _near(held, text.removeprefix("key:"), "key")
        head = text.partition("#")[0]
        titled = held.titled(head, _MOST_COUNTED)
        if titled is None:
            return None
        ids = held.starting_with(head) if len(head) >= SHORTEST_PREFIX else []
        names = {head, *(one.content.name for one in held.find(ids) if isinstance(one.content, Source))}
        cited = (f"cites:{name}" for name in names)
        return [*titled, *cited, *bearing.of_entity(head, held.find), *_near(held, head, "source")]

    return begin


def meant_by_cell(text: str) -> Seeds:
    """Begin at the entity that was perhaps meant, where that of a cell is in no use."""

    def begin(held: Records) -> Iterable[str]:
        from timeline.records import bearing  # noqa: PLC0415 - as above

        near = _near_entity(held, text)
        return () if near is None else bearing.of_entity(near, held.find)

    return begin


def _near_entity(held: Records, text: str) -> str | None:
    """Give the entity in use that is spelled most like that of a cell; None where none is, or where it is no cell."""
    from timeline.dates.suggest import near  # noqa: PLC0415 - only a refusal asks
    from timeline.records.mentions import entities_in  # noqa: PLC0415
    from timeline.records.model import Link  # noqa: PLC0415

    try:
        entity, _ = parse_cell(text)
    except RecordError:
        return None

    def is_in_use(name: str) -> bool:
        return any(name in entities_in(record.body) for record in held.at(f"tells:{name}")) or any(
            isinstance(link := record.content, Link) and link.rel == "same-entity" and name in (link.from_, link.to)
            for record in held.at(f"end:{name}")
        )

    left = set(held.names("entity"))
    while (found := near(entity, left)) is not None and not is_in_use(found):
        left.discard(found)
    return found


def _near(held: Records, text: str, sort: Literal["source", "key"]) -> Sequence[str]:
    """Begin at the source or the key in use that is spelled most like a text."""
    from timeline.dates.suggest import near  # noqa: PLC0415 - as above
    from timeline.records import bearing  # noqa: PLC0415
    from timeline.records.catalogue import Holdings  # noqa: PLC0415

    def is_in_use(name: str) -> bool:
        part = bearing.closure([f"{sort}:{name}"], held.find).values()
        there = Holdings(sorted(part, key=lambda record: record.order))
        return name in (there.sources if sort == "source" else there.by_key)

    left = set(held.names(sort))
    while (found := near(text, left)) is not None and not is_in_use(found):
        left.discard(found)
    return [] if found is None else [f"{sort}:{found}"]


def records_or_cell(clocks: Clocks, text: str | None) -> Seeds | None:
    """Begin at a record or source, and where the text may be a cell, at its entity as well."""
    if text is None:
        return None
    as_cell = cell(clocks, Selection(), text) if "." in text else None
    as_record = records(text, clocks)
    return as_record if as_cell is None else both(as_record, as_cell)


def changes(most: int) -> Seeds:
    """Begin at all corrections and retractions; None where these are many."""
    return lambda held: held.changes(most)


def but_plain_events(most: int) -> Seeds:
    """Begin at all records but events that say nothing that another says; None where these are many.

    What bears on these is all of a log but events of which no other record speaks.
    """
    return lambda held: held.but_plain_events(most)


def after(heads: Iterable[str], found: set[str]) -> Seeds:
    """Begin at the records that rest on none of some heads; their ids are put into ``found``."""

    def begin(held: Records) -> Iterable[str] | None:
        ids = held.after(heads, _MOST_COUNTED)
        found.update(ids or ())
        return None if ids is None else [f"record:{one}" for one in ids]

    return begin


def with_newest(clocks: Clocks, seeds: Seeds) -> Seeds:
    """Begin as well at the newest record that there was by the recorded-by day."""
    by = NEVER_AFTER if clocks.recorded_by is None else clocks.recorded_by.hi
    return both(seeds, lambda held: held.newest(by))


def both(one: Seeds, other: Seeds) -> Seeds:
    """Begin wherever either of two begins."""

    def begin(held: Records) -> Iterable[str] | None:
        first, second = one(held), other(held)
        return None if first is None or second is None else [*first, *second]

    return begin


def with_counted(clocks: Clocks, seeds: Callable[[Records], Iterable[str] | None]) -> Seeds:
    """Begin as well at the events that may count as recorded after the as-of day, and reported by nobody."""

    def begin(held: Records) -> Iterable[str] | None:
        found = seeds(held)
        if found is None or clocks.as_of is None:
            return found
        counted = held.possibly_unreported(clocks.as_of.hi)
        return None if len(counted) > _MOST_COUNTED else [*found, *counted]

    return begin
