"""What a body names: other records, sources, origins, entities and kept copies, each with its place in the body.

Law of this module: there is one walk over a body, and one table that says of every field of every kind what it names;
a field that the table lacks fails a test. What a body names inside ``set``, at any depth, it names.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

from timeline.named import NamedTuple
from timeline.records.model import RECORD_ID
from timeline.records.words import BETWEEN_NAMES

What: TypeAlias = Literal["record", "source", "origin", "end", "entity", "copy"]
"""``end`` is a name (of an origin, an entity) that a link leads from or to; ``origin`` one that the body introduces."""

NAMES: Final[Mapping[str, What]] = {
    "event": "record",
    "target": "record",
    "from": "record",
    "to": "record",
    "source": "source",
    "via": "source",
    "origin": "origin",
    "entity": "entity",
    "sha256": "copy",
}
"""The fields that name something, in the order in which they are told. The ends of some links are names."""

HOLDERS: Final[Mapping[str, frozenset[What]]] = {
    "facts": frozenset({"entity"}),
    "reports": frozenset({"source", "origin"}),
    "archive": frozenset({"copy"}),
    "set": frozenset(get_args(What)),
}
"""The fields that hold further fields, in the order in which they are told, each with what those can name."""

REFERENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "report": ("event",),
    "correction": ("target",),
    "retraction": ("target",),
    "redaction": ("target",),
    "link": ("from", "to"),
}
"""The fields by which a record of a kind speaks of others, or a link of names."""


class Mention(NamedTuple):
    """Something that a body names; ``path`` is the place: ``reports[0].via[1]``."""

    what: What
    path: str
    name: str


def mentions(body: Mapping[str, Any], *wanted: What, path: str = "") -> Iterator[Mention]:
    """Walk a body, and give what it names of what is wanted, or all; what is not of its form is passed over.

    ``path`` is where the body stands, with the dot behind it.
    """
    names, holders = _fields(wanted)
    of_names = body.get("rel") in BETWEEN_NAMES
    for field in names:
        if field in body:
            what = "end" if of_names and NAMES[field] == "record" else NAMES[field]
            for place, value in _each(f"{path}{field}", body[field]):
                name = value.get("name") if isinstance(value, Mapping) else value
                if isinstance(name, str) and (not wanted or what in wanted):
                    yield Mention(what, place, name)
    for field in holders:
        if field in body:
            for place, value in _each(f"{path}{field}", body[field]):
                if isinstance(value, Mapping):
                    yield from mentions(value, *wanted, path=f"{place}.")


@functools.cache
def _fields(wanted: tuple[What, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the fields to read for what is wanted, and those to look into."""
    sought = set(wanted or get_args(What)) | ({"record"} if "end" in wanted else set())
    return (
        tuple(field for field, what in NAMES.items() if what in sought),
        tuple(field for field, held in HOLDERS.items() if held & sought),
    )


def held(body: Mapping[str, Any], field: str, *, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every object that a field of a body holds, also in what it sets at any depth, each with its path.

    >>> [where for where, _ in held({"set": {"facts": [{"entity": "a"}]}}, "facts")]
    ['set.facts[0]']
    """
    for place, value in _each(f"{path}{field}", body.get(field)):
        if isinstance(value, Mapping):
            yield place, value
    for place, below in _each(f"{path}set", body.get("set")):
        if isinstance(below, Mapping):
            yield from held(below, field, path=f"{place}.")


def sources_in(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name every source that a body mentions, each with the path of the mention."""
    return ((path, name) for _, path, name in mentions(body, "source"))


def resting_on_itself(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the places at which a source, or a report by it, is said to rest on that very source, each with its name.

    >>> list(resting_on_itself("event", {"reports": [{"source": "a", "via": ["b", "a"]}]}))
    [('reports[0].via[1]', 'a')]
    """
    own = {"source": [("", body.get("name"), body)], "report": [("", body.get("source"), body)]}.get(kind, [])
    if kind == "event" and body.get("reports"):
        own = [(f"{place}.", report.get("source"), report) for place, report in held(body, "reports")]
    for place, name, said in own:
        if name is not None and said.get("via"):
            yield from ((path, name) for path, other in _each(f"{place}via", said["via"]) if other == name)


def origins_in(body: Mapping[str, Any]) -> Iterator[str]:
    """Name every origin that a body introduces: its own, its reports', and what it sets."""
    return (name for _, _, name in mentions(body, "origin"))


def entities_in(body: Mapping[str, Any] | None) -> Iterator[str]:
    """Name every entity on which a body has a fact, also in what it sets."""
    return (name for _, _, name in mentions(body or {}, "entity"))


def references_in(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the fields by which a record speaks of others, each with its text: an id, or ``ID#n``."""
    for field in () if body.get("rel") in BETWEEN_NAMES else REFERENCES.get(kind, ()):
        if isinstance(text := body.get(field), str):
            yield field, text


def references_set(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the fields by which a correction lets a record speak of others, each with its text: ``set.target``.

    What it sets is an id, written whole, or the name of an entity or origin; a name that looks like an id is one.
    """
    sets = body.get("set")
    if not isinstance(sets, Mapping):
        return
    for field in _REFERRING:
        if isinstance(text := sets.get(field), str) and RECORD_ID.fullmatch(text.partition("#")[0]):
            yield f"set.{field}", text


_REFERRING: Final = tuple(dict.fromkeys(field for fields in REFERENCES.values() for field in fields))


def spoken_of(kind: str, body: Mapping[str, Any]) -> set[str]:
    """Name the records of which a record speaks, or of which it lets another speak."""
    return {text.partition("#")[0] for _, text in (*references_in(kind, body), *references_set(body))}


def _each(path: str, value: Any) -> Iterable[tuple[str, Any]]:
    """Give a value with its path; of a list, each item with its own."""
    if isinstance(value, list | tuple):
        return [(f"{path}[{number}]", item) for number, item in enumerate(value)]
    return [(path, value)]
