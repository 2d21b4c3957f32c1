"""The names in records: which are new, and look like a slip of the pen in an older one of their sort.

Law of this module: it refuses nothing; a name that is meant is written like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

import msgspec

from timeline.dates.suggest import slips
from timeline.named import NamedTuple
from timeline.records import say
from timeline.records.mentions import Mention, held, mentions

Sort: TypeAlias = Literal["origin", "entity", "property", "type", "tag", "publisher"]
"""What a name may be of, what changes an answer most before the others; it is compared with those of its own sort."""

Named: TypeAlias = tuple[Sort, str]
"""A name, with its sort before it."""

Said: TypeAlias = tuple[str, Mapping[str, Any]]
"""The kind of a record, and its body."""

UNTYPED: Final = "event"
"""The type of an event that gives none."""

_LINKED: Final[Mapping[object, Sort]] = {"same-entity": "entity", "same-origin": "origin"}


class _Words(NamedTuple):
    """What is said of a new name of a sort: what it does as it stands, how to correct it, when both are meant."""

    mend: str
    counts: str = ""
    joined: str = ""


_WORDS: Final[Mapping[Sort, _Words]] = {
    "origin": _Words(
        ", correct the source or the report: timeline correct ID --set {origin} --because TEXT",
        counts=", and counts beside it",
        joined="; if both are names of one origin: timeline link {0} same-origin {1}",
    ),
    "entity": _Words(
        ", give all facts of the event again: timeline correct ID --fact ENTITY.PROPERTY=VALUE --because TEXT",
        joined="; if both are names of one thing: timeline link {0} same-entity {1}",
    ),
    "property": _Words(
        ", give all facts of the event again: timeline correct ID --fact ENTITY.PROPERTY=VALUE --because TEXT"
    ),
    "type": _Words(": timeline correct ID --set {type} --because TEXT"),
    "tag": _Words(", give all tags of the event again: timeline correct ID --tag {1} --because TEXT"),
    "publisher": _Words(": timeline correct NAME --set {publisher} --because TEXT"),
}


class NearName(msgspec.Struct, frozen=True, kw_only=True):
    """A name that no record has had, and those of its sort in use that are one slip of the pen away from it."""

    sort: Sort
    name: str
    near: tuple[str, ...]

    def __str__(self) -> str:
        import json  # noqa: PLC0415 - most names are not near another
        import shlex  # noqa: PLC0415

        words, meant = _WORDS[self.sort], self.near[0]
        given = {
            "origin": f"origin={json.dumps({'name': meant}, ensure_ascii=False, separators=(',', ':'))}",
            "type": f"type={meant}",
            "publisher": f"publisher={json.dumps(meant, ensure_ascii=False)}",
        }
        quoted = {name: shlex.quote(text) for name, text in given.items()}
        ways = f"{words.mend}{words.joined}".format(shlex.quote(self.name), shlex.quote(meant), **quoted)
        return (
            f"{say.text(self.name)} is a new {self.sort}, one slip away from {' and '.join(map(say.text, self.near))}; "
            f"it is written as it stands{words.counts}. If that one was meant{ways}"
        )


def brought_in(kind: str, body: Mapping[str, Any], named: Iterable[Mention] | None = None) -> Iterator[Named]:
    """Give the names that a record brings, also in what it sets; what is not of its form is passed over.

    ``named`` is what :func:`timeline.records.mentions.mentions` gives of its body, where that is at hand.
    """
    for what, _, name in mentions(body, "entity", "origin") if named is None else named:
        if what in ("entity", "origin"):
            yield what, name
    for _, fact in held(body, "facts"):
        yield from _texts("property", fact.get("property"))
    inner: Any = body if kind in ("event", "source", "correction") else None
    while isinstance(inner, Mapping):
        if kind != "source":
            yield from (one for one in _texts("type", inner.get("type")) if "/" not in one[1])  # text/html: of a copy
            yield from _texts("tag", *(tags if isinstance(tags := inner.get("tags"), list | tuple) else ()))
        if kind != "event":
            yield from _texts("publisher", inner.get("publisher"))
        inner = inner.get("set")


def _texts(sort: Sort, *given: object) -> Iterator[Named]:
    return ((sort, name) for name in given if isinstance(name, str))


def in_use_by(kind: str, body: Mapping[str, Any], named: Iterable[Mention] | None = None) -> Iterator[Named]:
    """Give the names that are in use since a record has them: also those that it joins, and the type of no type."""
    yield from brought_in(kind, body, named)
    if kind == "event" and body.get("type") is None:
        yield "type", UNTYPED
    if kind == "link" and (sort := _LINKED.get(body.get("rel"))) is not None:
        yield from _texts(sort, body.get("from"), body.get("to"))


def near_among(
    old: Iterable[Said],
    coming: Mapping[Sort, Collection[str]],
    *,
    in_use: Mapping[Sort, Collection[str]] | None = None,
) -> tuple[NearName, ...]:
    """Find those of the names of new records that are one slip away from a name in use, or from an earlier one.

    ``coming`` has the new names of each sort, each once, in their order. The records of the log are best given the
    newest first, as then the names of most are soon found; where ``in_use`` has their names they are not read.
    """
    if in_use is None:
        in_use = _in_use(old, coming)
    return tuple(one for sort in _WORDS for one in _near(sort, coming.get(sort, ()), in_use.get(sort, ())))


def _in_use(old: Iterable[Said], coming: Mapping[Sort, Collection[str]]) -> Mapping[Sort, Collection[str]]:
    """Give the names that records have; only some, once there is none among those that come that none has had."""
    found: dict[Sort, set[str]] = {sort: set() for sort in coming}
    new = {(sort, name) for sort, names in coming.items() for name in names}
    for said in old:
        if not new:
            break
        for one in in_use_by(*said):
            if one[0] in found:
                found[one[0]].add(one[1])
                new.discard(one)
    return found


def _near(sort: Sort, coming: Collection[str], in_use: Collection[str]) -> Iterator[NearName]:
    known = frozenset(in_use)
    fresh = [name for name in coming if name not in known]
    if not fresh:
        return
    place = {name: number for number, name in enumerate(fresh)}
    found = slips(fresh, [*known, *fresh])
    for name in fresh:
        near = tuple(other for other in found.get(name, ()) if place.get(other, -1) < place[name])
        if near:
            yield NearName(sort=sort, name=name, near=near)
