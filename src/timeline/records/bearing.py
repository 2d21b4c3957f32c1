"""Which records bear on which: under what each one is found, and what must be at hand before it can be told.

Law of this module: a part of a log that holds all that bears on a thing tells of it what the whole log tells. Too much
is never wrong, too little always is; so whatever a record names, or names in any version of it, bears on it.

A *node* is what records meet at. ``record:ID`` is one record, ``about:ID`` whatever names it; ``source:NAME`` what says
what a source is, what rests on it, and its copies; ``cites:NAME`` what names it as who reports something; ``end:NAME``
the links from or to a name or a record; ``page:ADDRESS`` the sources of an address, ``outlet:…`` those of an outlet
without one; ``tells:ENTITY`` the facts on an entity, ``sets:ENTITY`` those that a change may give; ``content:HASH`` and
``key:KEY`` the records that say the same. Nothing leads from a source to those who cite it, or from an entity to its
facts, unless that is what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, Protocol

import msgspec

from timeline.records.contents import content_of
from timeline.records.mentions import Mention, entities_in, mentions
from timeline.records.model import Record

_ID: Final = re.compile(r"[0-9a-f]{64}")
_CHANGES: Final = frozenset({"correction", "retraction"})
_OF_SOURCES: Final = frozenset({"source", "capture"})
_THINGS: Final = frozenset({"event", "source", "capture", "link"})

Find = Callable[[Collection[str]], Iterable[Record]]
"""Gives the records that are found under any of some nodes."""


def found(record: Record, named: Iterable[Mention] | None = None) -> frozenset[str]:
    """Name the nodes under which a record is found, but for that of its own id."""
    return frozenset((*places(record, named), *alike(record)))


def places(record: Record, named: Iterable[Mention] | None = None) -> frozenset[str]:
    """Name the nodes under which a record is found because of what it names."""
    body = record.body
    if body is None:
        return frozenset()
    nodes: set[str] = set()
    for what, path, name in mentions(body) if named is None else named:
        if what == "entity":
            nodes.add(f"tells:{name}")
            if record.kind in _CHANGES:
                nodes.add(f"sets:{name}")
        elif what in ("record", "end"):
            nodes.update(_leads_to(path, name, "about"))
        elif what == "source":
            if _says_what_a_source_is(record.kind, path):
                nodes.add(f"source:{name}")
            if record.kind not in _OF_SOURCES:
                nodes.add(f"cites:{name}")
    if record.kind in ("source", "correction"):
        nodes.update(f"source:{name}" for name in _names_given(body))
    if record.kind == "source":
        nodes.add(page_of(body))
    return frozenset(nodes)


def page_of(body: Mapping[str, Any]) -> str:
    """Name the node of the sources that are one page, as far as the fields of a source tell.

    These are the ones of its address; where it has none, those without one of its publisher, title and day.
    """
    url = body.get("url")
    return f"page:{url}" if url else f"outlet:{[body.get(field) for field in ('publisher', 'title', 'published')]}"


def named_by(record: Record) -> list[Mention]:
    """Give what a record names; of an event without unusual fields, without their paths, for these lead nowhere."""
    body = record.body
    if body is None:
        return []
    if record.kind != "event" or not _USUAL_EVENT.issuperset(body):
        return list(mentions(body))
    found: dict[Mention, None] = {}
    for fact in body.get("facts") or ():
        if not _USUAL_FACT.issuperset(fact):
            return list(mentions(body))
        found[Mention("entity", "", fact["entity"])] = None
    for report in body.get("reports") or ():
        if not _USUAL_REPORT.issuperset(report):
            return list(mentions(body))
        if source := report.get("source"):
            found[Mention("source", "", source)] = None
        for name in report.get("via") or ():
            found[Mention("source", "", name)] = None
        if origin := report.get("origin"):
            found[Mention("origin", "", origin["name"])] = None
    return list(found)


_USUAL_EVENT: Final = frozenset({
    "title", "type", "occurred", "said", "text", "links", "facts", "reports", "tags", "because", "key", "imported",
})  # fmt: skip
_USUAL_FACT: Final = frozenset({"entity", "property", "value", "mode", "during"})
_USUAL_REPORT: Final = frozenset({"source", "stance", "reported", "via", "origin", "quote", "because"})


def needs(record: Record) -> frozenset[str]:
    """Name the nodes that must be looked up before a record can be told: under them is all that bears on it."""
    nodes = {f"about:{record.id}"}
    body = record.body
    if body is None:
        return frozenset(nodes)
    nodes.update(alike(record))
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
    """Gather, by id, the least part of a log that holds what is found under some nodes, and all that bears on that."""
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
    """The records of a log, found by node."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_node: dict[str, list[Record]] = {}
        for record in records:
            self.put(record)

    def put(self, record: Record) -> None:
        """Take one more record."""
        for node in (f"record:{record.id}", *found(record)):
            self._by_node.setdefault(node, []).append(record)

    def find(self, nodes: Collection[str]) -> list[Record]:
        """Give the records that are found under any of some nodes, each once."""
        return list({record.id: record for node in nodes for record in self._by_node.get(node, ())}.values())


def alike(record: Record) -> Iterator[str]:
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


# --- a thing at a time -----------------------------------------------------------------------------------------------


class Look(Protocol):
    """Finds records: in memory, or in an index."""

    def at(self, node: str) -> Sequence[Record]:
        """Give the records that are found under a node, by (recorded, id)."""

    def alike(self, record: Record) -> Sequence[Record]:
        """Give the others that have the key of a record, or, where it is an event or a link, say exactly the same."""

    def record(self, record_id: str) -> Record | None:
        """Give a record by its id."""

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether a record is among the ancestors of another, by their ids."""


def of_event(event: Record, look: Look) -> list[Record]:
    """Give all records that bear on an event at any clock, itself among them, by (recorded, id).

    Those are the records that say the same, the reports on them, the changes of any of these and of these changes, and
    the sources that any of them names, with all that bears on those. Where a change may give the event other facts, the
    links between the names of their entities bear on it as well: they say which facts are the same.
    """
    gathered = _Gathered(look)
    gathered.add(event)
    if any("facts" in _set(record) or "set" in _set(record) for record in gathered.found.values()):
        gathered.add_names({name for record in gathered.found.values() for name in entities_in(record.body)})
    return gathered.in_order()


def of_sources(names: Iterable[str], look: Look) -> tuple[list[Record], frozenset[str]]:
    """Give all records that bear on some sources, by (recorded, id), and the names of all that they are about."""
    gathered = _Gathered(look)
    for name in names:
        gathered.add_source(name)
    gathered.close()
    return gathered.in_order(), frozenset(gathered.sources)


def of_link(link: Record, look: Look) -> list[Record]:
    """Give all records that bear on a link, with the events at its ends and what says the same as they do."""
    gathered = _Gathered(look)
    gathered.add(link)
    waiting = {end for record in gathered.found.values() for end in (*_ends(record), *_set_ends(record.body or {}))}
    for end in waiting:
        event = look.record(end)
        if event is not None and event.kind == "event":
            gathered.add(event)
    return gathered.in_order()


def _ends(record: Record) -> tuple[str, ...]:
    """Give what a link leads from and to; one that was redacted leads nowhere."""
    if record.kind != "link" or record.body is None:
        return ()
    return str(record.body["from"]), str(record.body["to"])


def _name(record: Record) -> tuple[str, ...]:
    """Give the name of a source; one that was redacted has none."""
    return (record.body["name"],) if record.kind == "source" and record.body is not None else ()


def _set(record: Record) -> Mapping[str, Any]:
    found = (record.body or {}).get("set")
    return found if isinstance(found, Mapping) else {}


class _Gathered:
    """Records on their way to being all that bear on something."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.found: dict[str, Record] = {}
        self.sources: dict[str, None] = {}
        self._waiting: list[Record] = []
        self._met: set[str] = set()

    def in_order(self) -> list[Record]:
        return sorted(self.found.values(), key=lambda record: record.order)

    def add(self, record: Record) -> None:
        """Add a record, and all that bears on it."""
        self._take(record)
        self.close()

    def add_names(self, names: Iterable[str]) -> None:
        """Add the links between names of entities that lead from some of them, near and far."""
        waiting, met = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name in met:
                continue
            met.add(name)
            for record in self._look.at(f"end:{name}"):
                root = _root(record, self._look)
                if root is None or root.kind != "link":
                    continue
                self._take(root)
                waiting += [*_ends(root), *_set_ends(record.body or {})]
        self.close()

    def add_source(self, name: str) -> None:
        """Add a source, those that rest on it and those that it rests on."""
        if name in self.sources:
            return
        self.sources[name] = None
        for record in self._look.at(f"source:{name}"):
            if record.kind in _CHANGES:
                root = _root(record, self._look)
                if root is not None and root.kind in _OF_SOURCES:
                    self._take(root)
            elif record.kind in _OF_SOURCES:
                self._take(record)

    def close(self) -> None:
        while self._waiting:
            record = self._waiting.pop()
            body = record.body or {}
            for other in self._look.at(f"about:{record.id}"):
                if other.kind != "link":
                    self._take(other)
            self._take_all(self._look.alike(record))
            for name in _name(record):
                self.add_source(name)
            for what, _, name in mentions(body):
                if what == "source":
                    self.add_source(name)
                elif what == "record" and record.kind != "link":
                    self._take_upward(name.partition("#")[0])

    def _take_upward(self, record_id: str) -> None:
        """Take what a change is about where that is a change itself, or a report: it may lead it elsewhere."""
        other = self._look.record(record_id)
        if other is not None and other.kind not in _THINGS:
            self._take(other)

    def _take_all(self, records: Iterable[Record]) -> None:
        for record in records:
            self._take(record)

    def _take(self, record: Record) -> None:
        if record.id not in self._met:
            self._met.add(record.id)
            self.found[record.id] = record
            self._waiting.append(record)


def _root(record: Record, look: Look) -> Record | None:
    """Give the thing that a change, or a change of it, is about, by its own line: a source, capture, link or event.

    None where that is a report inside an event: what asks here looks for no event.
    """
    met: Record | None = record
    while met is not None and met.kind not in _THINGS:
        body = met.body or {}
        name = body.get("event") if met.kind == "report" else body.get("target")
        before, met = met, look.record(str(name)) if name else None
        if met is not None and met.order >= before.order:
            return None
    return met


# --- from a record to what it bears on -------------------------------------------------------------------------------


class Touched(msgspec.Struct, frozen=True):
    """What must be compiled again once a record has entered: events and links by id, sources by name."""

    events: frozenset[str]
    sources: frozenset[str]
    links: frozenset[str]


def touched(record: Record, look: Look) -> Touched:
    """Say what a record bears on, now that ``look`` finds it.

    Sources touch on events in turn: on those that cite one of them, or one that rests on them. These are what is
    :func:`reached` from the records that cite the sources.
    """
    gathered = _Touching(look)
    gathered.take(record)
    gathered.close()
    _, sources = of_sources(gathered.sources, look)
    return Touched(frozenset(gathered.events), sources, frozenset(gathered.links))


def reached(records: Iterable[Record], look: Look) -> Touched:
    """Say what some records bear on, but for those that cite the sources which they touch."""
    gathered = _Touching(look)
    for record in records:
        gathered.take(record)
    gathered.close()
    return Touched(frozenset(gathered.events), frozenset(gathered.sources), frozenset(gathered.links))


class _Touching:
    """What a record bears on, on the way to being found."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.events: set[str] = set()
        self.sources: set[str] = set()
        self.links: set[str] = set()
        self._met: set[str] = set()
        self._waiting: list[Record] = []

    def take(self, record: Record | None) -> None:
        if record is not None and record.id not in self._met:
            self._met.add(record.id)
            self._waiting.append(record)

    def close(self) -> None:
        while self._waiting:
            record = self._waiting.pop()
            body = record.body or {}
            self._take_all(self._look.alike(record))
            if record.kind == "event":
                self._of_event(record)
            elif record.kind == "link":
                self._of_link(record)
            elif record.kind in _OF_SOURCES:
                self.sources.update(name for what, _, name in mentions(body) if what == "source")
                self.sources.update(_name(record))
            else:
                self._of_change(record)

    def _of_event(self, record: Record) -> None:
        self.events.add(record.id)
        self._take_all(other for other in self._look.at(f"end:{record.id}") if other.kind == "link")

    def _of_link(self, record: Record) -> None:
        self.links.add(record.id)
        changes = [change for change in self._look.at(f"about:{record.id}") if change.kind in _CHANGES]
        if (record.body or {}).get("rel") != "same-entity" and not changes:
            return
        waiting, met = [*_ends(record)], set[str]()
        for change in changes:
            waiting += _set_ends(change.body or {})
        while waiting:  # the facts of which entities are the same
            name = waiting.pop()
            if name not in met:
                met.add(name)
                self._take_all(other for other in self._look.at(f"sets:{name}") if other.kind in _CHANGES)
                for other in self._look.at(f"end:{name}"):
                    waiting += [*_ends(other), *_set_ends(other.body or {})]

    def _of_change(self, record: Record) -> None:
        """Go on to what a report or a change is about, as its line or a correction of it says."""
        for what, _, name in mentions(record.body or {}):
            if what == "record":
                self.take(self._look.record(name.partition("#")[0]))
        for other in self._look.at(f"about:{record.id}"):
            if other.kind in _CHANGES:
                self.take(other)

    def _take_all(self, records: Iterable[Record]) -> None:
        for record in records:
            self.take(record)


def _set_ends(body: Mapping[str, Any]) -> Iterator[str]:
    """Name the ends that a correction of a link sets, at any depth."""
    inner = body.get("set")
    while isinstance(inner, Mapping):
        yield from (inner[field] for field in ("from", "to") if isinstance(inner.get(field), str))
        inner = inner.get("set")
