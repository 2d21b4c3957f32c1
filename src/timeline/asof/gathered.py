"""Which records bear on an event, a source or a link; so that one more record compiles only what it touches.

Law of this module: a record bears on places, which are texts, and is looked up by them; what bears on a thing is what
its places lead to, and so on. Too many cost time, one too few a wrong answer: so all that a record names, also inside
``set`` at any depth, is a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import attrs

from timeline.records.mentions import entities_in, mentions
from timeline.records.model import Record

_CHANGES: Final = frozenset({"correction", "retraction"})
_OF_SOURCES: Final = frozenset({"source", "capture"})
_THINGS: Final = frozenset({"event", "source", "capture", "link"})


class Look(Protocol):
    """Finds records: in memory, or in an index."""

    def at(self, place: str) -> Sequence[Record]:
        """Give the records that bear on a place, by (recorded, id)."""

    def alike(self, record: Record) -> Sequence[Record]:
        """Give the others that have the key of a record, or, where it is an event or a link, say exactly the same."""

    def record(self, record_id: str) -> Record | None:
        """Give a record by its id."""

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether a record is among the ancestors of another, by their ids."""


def places(record: Record) -> tuple[str, ...]:
    """Name the places on which a record bears.

    ``about:ID`` it speaks of that record; ``source:NAME`` it defines or copies that source, rests on it, or changes
    what may; ``cites:NAME`` an event, a report or a change names that source; ``end:NAME`` it is a link from or to
    that; ``tells:NAME`` it sets facts of that entity.
    """
    body = record.body
    if body is None or record.content is None:
        return ()
    return tuple(dict.fromkeys(_places(record.kind, body)))


def _places(kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    if kind == "event":
        for name in _names_of_reports(body):
            yield f"cites:{name}"
        return
    if kind == "source":
        yield f"source:{body['name']}"
    for what, _, name in mentions(body):
        if what == "record":
            yield f"about:{name.partition('#')[0]}"
        elif what == "source":
            if kind != "report":
                yield f"source:{name}"
            if kind not in _OF_SOURCES:
                yield f"cites:{name}"
    if kind == "link":
        for field in ("from", "to"):
            yield f"end:{body[field]}"
    if kind in _CHANGES:
        for name in entities_in(body):
            yield f"tells:{name}"
        for name in _set_ends(body):
            yield f"end:{name}"


def _names_of_reports(body: Mapping[str, Any]) -> Iterator[str]:
    for report in body.get("reports") or ():
        if report.get("source"):
            yield report["source"]
        yield from report.get("via") or ()


def _set_ends(body: Mapping[str, Any]) -> Iterator[str]:
    """Name the ends that a correction of a link sets, at any depth."""
    inner = body.get("set")
    while isinstance(inner, Mapping):
        yield from (inner[field] for field in ("from", "to") if isinstance(inner.get(field), str))
        inner = inner.get("set")


# --- from a thing to what bears on it --------------------------------------------------------------------------------


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
    return (str((record.body or {})["from"]), str((record.body or {})["to"])) if record.kind == "link" else ()


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
            if record.kind == "source":
                self.add_source(body["name"])
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
    """Give the thing that a change, or a change of it, is about, by its own line: an event, source, capture or link."""
    met: Record | None = record
    while met is not None and met.kind not in _THINGS:
        body = met.body or {}
        name = body.get("event") if met.kind == "report" else body.get("target")
        before, met = met, look.record(str(name).partition("#")[0]) if name else None
        if met is not None and met.order >= before.order:
            return None
    return met


# --- from a record to what it bears on -------------------------------------------------------------------------------


@attrs.frozen
class Touched:
    """What must be compiled again once a record has entered: events and links by id, sources by name."""

    events: frozenset[str]
    sources: frozenset[str]
    links: frozenset[str]


def touched(record: Record, look: Look) -> Touched:
    """Say what a record bears on, now that ``look`` finds it.

    Sources touch on events in turn: on those that cite one of them, or one that rests on them (:func:`citing`).
    """
    gathered = _Touching(look)
    gathered.take(record)
    gathered.close()
    _, sources = of_sources(gathered.sources, look)
    return Touched(frozenset(gathered.events), sources, frozenset(gathered.links))


def citing(names: Iterable[str], look: Look) -> frozenset[str]:
    """Name the events whose answers may rest on some sources: that cite one, or one that rests on it, near or far."""
    _, closed = of_sources(names, look)
    gathered = _Touching(look)
    for name in closed:
        for record in look.at(f"cites:{name}"):
            gathered.take(record)
    gathered.close()
    return frozenset(gathered.events)


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
                self.sources.update([body["name"]] if record.kind == "source" else [])
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
                self._take_all(other for other in self._look.at(f"tells:{name}") if other.kind in _CHANGES)
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
