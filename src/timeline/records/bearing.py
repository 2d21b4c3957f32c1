"""Which records bear on which: under what each one is found, and what must be at hand before it can be told.

Law of this module: a part of a log that holds all that bears on a thing tells of it what the whole log tells. Too much
is never wrong, too little always is; so whatever a record names, or names in any version of it, bears on it.

A *node* is what records meet at. ``record:ID`` is one record, ``about:ID`` whatever names it; ``source:NAME`` what says
what a source is, what rests on it, and its copies; ``end:NAME`` the links between names; ``tells:ENTITY`` the facts on
an entity; ``content:HASH`` and ``key:KEY`` the records that say the same. Nothing leads from a source to those who cite
it, or from an entity to its facts, unless that is what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from timeline.records.contents import content_of
from timeline.records.mentions import Mention, mentions
from timeline.records.model import Record

_ID: Final = re.compile(r"[0-9a-f]{64}")
_CHANGES: Final = frozenset({"correction", "retraction"})

Find = Callable[[Collection[str]], Iterable[Record]]
"""Gives the records that are found under any of some nodes."""


def found(record: Record, named: Iterable[Mention] | None = None) -> frozenset[str]:
    """Name the nodes under which a record is found, but for that of its own id.

    Args:
        record: Of any kind.
        named: What its body names, where that is at hand.
    """
    body = record.body
    if body is None:
        return frozenset()
    nodes = set(_alike(record))
    for what, path, name in mentions(body) if named is None else named:
        if what == "entity":
            nodes.add(f"tells:{name}")
        elif what in ("record", "end"):
            nodes.update(_leads_to(path, name, "about"))
        elif what == "source" and _says_what_a_source_is(record.kind, path):
            nodes.add(f"source:{name}")
    if record.kind in ("source", "correction"):
        nodes.update(f"source:{name}" for name in _names_given(body))
    return frozenset(nodes)


def needs(record: Record) -> frozenset[str]:
    """Name the nodes that must be looked up before a record can be told: under them is all that bears on it."""
    nodes = {f"about:{record.id}"}
    body = record.body
    if body is None:
        return frozenset(nodes)
    nodes.update(_alike(record))
    for what, path, name in mentions(body):
        if what == "source":
            nodes.add(f"source:{name}")
        elif what in ("entity", "origin"):
            nodes.add(f"end:{name}")
        elif what in ("record", "end"):
            nodes.update(_leads_to(path, name, "record"))
    if record.kind in ("source", "correction"):
        nodes.update(f"source:{name}" for name in _names_given(body))
    return frozenset(nodes)


def ends(record: Record) -> Iterator[str]:
    """Give the names that a link leads from or to, or that a correction may set as such."""
    return (name for what, path, name in mentions(record.body or {}) if _is_end(Mention(what, path, name)))


def closure(seeds: Iterable[str], find: Find) -> dict[str, Record]:
    """Gather the least part of a log that holds what is found under some nodes, and all that bears on that.

    Args:
        seeds: Where to begin.
        find: Looks records up.

    Returns:
        The records by id, in no order.
    """
    part: dict[str, Record] = {}
    asked: set[str] = set()
    waiting = set(seeds)
    while waiting:
        asked |= waiting
        new = [record for record in find(waiting) if record.id not in part]
        part.update((record.id, record) for record in new)
        waiting = {node for record in new for node in needs(record)} - asked
    return part


def of_entity(entity: str, find: Find) -> frozenset[str]:
    """Name the nodes of all that is told of an entity, under any name that it may have in some version of the log."""
    names = {entity}
    while True:
        links = closure({f"end:{name}" for name in names}, find).values()
        more = {name for record in links for name in ends(record)}
        if more <= names:
            return frozenset({f"{sort}:{name}" for name in names for sort in ("end", "tells")})
        names |= more


class Shelf:
    """The records of a log, found by node.

    Args:
        records: In any order, each id once.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_node: dict[str, list[Record]] = {}
        for record in records:
            for node in (f"record:{record.id}", *found(record)):
                self._by_node.setdefault(node, []).append(record)

    def find(self, nodes: Collection[str]) -> list[Record]:
        """Give the records that are found under any of some nodes, each once."""
        return list({record.id: record for node in nodes for record in self._by_node.get(node, ())}.values())


def _alike(record: Record) -> Iterator[str]:
    """Give the nodes at which a record meets those that say the same."""
    body = record.body or {}
    if record.content is not None:
        yield f"content:{content_name(record.kind, body)}"
    if isinstance(key := body.get("key"), str):
        yield f"key:{key}"


def content_name(kind: str, body: Mapping[str, Any]) -> str:
    """Name what a record says, ``imported`` aside; it does not show the text, but whoever guesses that can prove it."""
    return sha256(content_of(kind, body)).hexdigest()


def _leads_to(path: str, name: str, sort: str) -> Iterator[str]:
    """Give the nodes of what a reference may lead to: a record, and where it may be a name, the name."""
    record_id = name.partition("#")[0]
    if _ID.fullmatch(record_id):
        yield f"{sort}:{record_id}"
    if _is_end(Mention("end", path, name)):
        yield f"end:{name}"


def _is_end(mention: Mention) -> bool:
    return mention.what in ("record", "end") and mention.path.rpartition(".")[2] in ("from", "to")


def _says_what_a_source_is(kind: str, path: str) -> bool:
    """Whether a mention of a source says something of that source, and does not only cite it."""
    if kind in ("source", "capture"):
        return True
    return kind in _CHANGES and path.startswith("set.") and ".reports[" not in path


def _names_given(body: Mapping[str, Any]) -> Iterator[str]:
    """Give the names that a body gives to a source, or sets."""
    value: Any = body
    while isinstance(value, Mapping):
        if isinstance(name := value.get("name"), str):
            yield name
        value = value.get("set")
