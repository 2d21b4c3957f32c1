"""What a reader is told beside an answer: what is redacted, other names, and names that the log does not know.

Law of this module: it changes no answer; what is to be told is a plain sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from timeline.asof.values import Snapshot
from timeline.dates.suggest import near
from timeline.dates.values import Answer
from timeline.records import say
from timeline.records.model import value_key
from timeline.views.filters import Selection

_SORTS: Final = ("entity", "tag", "source", "type", "value")


def redacted(snapshot: Snapshot) -> list[str]:
    """Say how many records cannot be read any more."""
    return say.redacted(len(snapshot.redacted))


def joined(snapshot: Snapshot, entity: str, *, strict: bool) -> Iterator[str]:
    """Name the links by which an entity has, or may have, other names."""
    least = Answer.YES if strict else Answer.POSSIBLY
    names = snapshot.names.thing(entity).names
    links = {link.record.id: link for name in names for link in snapshot.links_of(name)}
    for link_id, link in links.items():
        if link.link.rel == "same-entity" and link.answer >= least:
            doubt = "" if link.answer is Answer.YES else "possibly "
            yield f"{link_id[:8]}: {say.quoted(link.from_)} {doubt}same-entity {say.quoted(link.to)}"


def unknown_names(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Say which names of a selection nothing in the snapshot has, and what was perhaps meant."""
    notes = []
    for word, names in selection.names().items():
        if not names or word not in _SORTS:
            continue
        there = set(_names_of(snapshot, word, selection))
        notes += [say.unknown_name(word, name, near(name, there)) for name in names if name not in there]
    return notes


def names_meant(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Say the same as a part of an error, which Python may meet too: without the dashes of an option."""
    return [text.removeprefix("--") for text in unknown_names(snapshot, selection)]


def _names_of(snapshot: Snapshot, word: str, selection: Selection) -> Iterable[str]:
    """Give the names of a sort that a snapshot has; of a type, also all that stand above it.

    A value is told as well where it is asked for in another spelling: 1 and 1.0 are one.
    """
    events = (*snapshot.events, *snapshot.retracted)
    if word == "entity":
        return (name for event in events for fact in event.facts for name in fact.thing.names)
    if word == "tag":
        return (tag for event in events for tag in event.event.tags)
    if word == "source":
        return snapshot.sources
    if word == "value":
        told = [fact.fact.value for event in events for fact in event.facts]
        keys = set(map(value_key, told))
        return map(say.value, (*told, *(one for one in selection.value if value_key(one) in keys)))
    types = [event.event.type.split(".") for event in events]
    return (".".join(parts[:count]) for parts in types for count in range(1, len(parts) + 1))
