"""The links that bear on some entities and events, near and far, and what they lead to.

Law of this module: a link that does not bear on what is asked is not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from timeline.asof.names import Names, SameEntity
from timeline.asof.relation import YES
from timeline.views.relational.rows import L, Row, Rows, link_answer

_BETWEEN = ("same-event", "supersedes", "contradicts")


def names_of(rows: Rows, entities: Iterable[str]) -> set[str]:
    """Give all names that links surely or possibly join with some."""
    found, waiting = set[str](), set(entities)
    while waiting:
        found |= waiting
        links = rows.links(rels=("same-entity",), ends=waiting)
        waiting = {row[L[end]] for row in links for end in ("from", "to")} - found
    return found


def about(rows: Rows, names: Collection[str], events: Collection[str]) -> list[Row]:
    """Give the links that bear on some entities and events, near and far, by (recorded, id)."""
    found = [*rows.links(rels=("same-entity",), ends=names), *rows.links(rels=("same-origin",))]
    met, waiting = set[str](), set(events)
    while waiting:
        met |= waiting
        links = rows.links(rels=_BETWEEN, ends=waiting)
        found += links
        waiting = {row[L[end]] for row in links for end in ("from", "to")} - met
    return sorted(dict.fromkeys(found), key=lambda row: (row[L["order_recorded"]], row[L["link"]]))


def joined_with(rows: Rows, events: Collection[str]) -> set[str]:
    """Name the events that links between events lead to from some, near and far; these are among them."""
    met, waiting = set[str](), set(events)
    while waiting:
        met |= waiting
        waiting = {row[L[end]] for row in rows.links(rels=_BETWEEN, ends=waiting) for end in ("from", "to")} - met
    return met


def sure_names(rows: Rows, entity: str) -> tuple[str, ...]:
    """Give all names of an entity by links that surely apply."""
    names = names_of(rows, [entity])
    if len(names) == 1:
        return (entity,)
    found = rows.links(rels=("same-entity",), ends=names)
    joined = Names(SameEntity(row[L["from"]], row[L["to"]], link_answer(row, rows.as_of) == YES) for row in found)
    return joined.thing(entity).names


def untold(rows: Rows, entities: Iterable[str]) -> list[str]:
    """Name those of some entities of which nothing is told by the clocks."""
    return [entity for entity in entities if not rows.tells_of(sure_names(rows, entity))]
