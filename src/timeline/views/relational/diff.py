"""What changed between two as-of days, from rows: what :mod:`timeline.views.diff` says of two snapshots.

Law of this module: a difference is told once, at the level at which it can be seen; two equal answers differ in
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.asof.names import Names
from timeline.asof.relation import NO, WORDS
from timeline.records.fields import masked
from timeline.views.relational.events import Event, Events
from timeline.views.relational.rows import E, Rows
from timeline.views.relational.state import View, state

Json = dict[str, Any]

_WORDS = ("title", "type", "occurred", "said", "text", "links", "facts", "tags", "data")


class Compared(NamedTuple):
    """What changed: events first, in order, then the cells of each view; and the titles of all events, by id."""

    rows: list[Json]
    titles: dict[str, str]


def changes(before: Rows, after: Rows, views: Iterable[View], on: Sequence[tuple[int, int]]) -> Compared:
    """Compare what was known by some clocks with what was by others.

    Args:
        before: The rows by the earlier clocks; they give lines as well.
        after: Those by the later ones.
        views: Whose cells are compared.
        on: First and last microsecond of the day of the world asked about, before and after.
    """
    was, now = Events(before), Events(after)
    old, new = _known(was), _known(now)
    found: list[Json] = []
    for name in sorted(old.keys() | new.keys(), key=lambda name: (new.get(name) or old[name]).order):
        found += _of_event((was, old.get(name)), (now, new.get(name)))
    for view in views:
        found += _of_view((was, on[0]), (now, on[1]), view)
    titles = {name: was.words(event)["title"] for name, event in old.items()}
    return Compared(found, titles | {name: now.words(event)["title"] for name, event in new.items()})


def _known(events: Events) -> dict[str, Event]:
    known = [event for event in events.all() if event.known != NO]
    events.fetch_lines(known)
    return {event.id: event for event in known}


def _of_event(before: tuple[Events, Event | None], after: tuple[Events, Event | None]) -> Iterator[Json]:
    (was, old), (now, new) = before, after
    if old is None or new is None:
        if old is not None:
            yield {"change": "withdrawn", "id": old.id, "before": _summary(was, old), "after": None}
        if new is not None:
            yield {"change": "new", "id": new.id, "before": None, "after": _summary(now, new)}
        return
    if old.known != new.known:
        word = "new" if new.known > old.known else "withdrawn"
        yield {"change": word, "id": new.id, "before": _summary(was, old), "after": _summary(now, new)}
    told_before, told_after = _told(was, old), _told(now, new)
    fields = [name for name in _WORDS if told_before[name] != told_after[name]]
    if fields:
        yield {
            "change": "corrected",
            "id": new.id,
            "before": {name: told_before[name] for name in fields},
            "after": {name: told_after[name] for name in fields},
        }
    stood, stands = was.standings.standing(old.id), now.standings.standing(new.id)
    if (stood.name, stood.origins) != (stands.name, stands.origins):
        yield {
            "change": "standing",
            "id": new.id,
            "before": {"standing": stood.name, "origins": list(stood.origins)},
            "after": {"standing": stands.name, "origins": list(stands.origins)},
        }


def _summary(events: Events, event: Event) -> Json:
    title = masked(events.words(event)["title"])
    return {"known": WORDS[event.known], "title": title, "occurred": event.row[E["occurred"]]}


def _told(events: Events, event: Event) -> Json:
    """Give what an event says; where a field may read in several ways, all of them."""
    words = events.words(event)
    told: Json = {
        "title": words["title"],
        "type": words.get("type") or "event",
        "occurred": event.row[E["occurred"]],
        "said": words.get("said"),
        "text": words.get("text"),
        "links": [_without_nothing(link, ("url", "title")) for link in words.get("links") or ()],
        "facts": [_fact(fact) for fact in words.get("facts") or ()],
        "tags": list(words.get("tags") or ()),
        "data": words.get("data"),
    }
    versions = words["versions"] if event.row[E["told"]] is not None else {}
    for name, ways in versions.items():
        if name in told:
            told[name] = {"versions": [value for value, _ in ways]}
    return told


def _fact(fact: Mapping[str, Any]) -> Json:
    """Give a fact with its fields in order, those at their defaults left out."""
    value = fact.get("value")
    found = {"entity": fact["entity"], "property": fact["property"]}
    found["value"] = _without_nothing(value, ("op", "value", "unit")) if isinstance(value, Mapping) else value
    mode = fact.get("mode")
    return found | ({} if mode in (None, "actual") else {"mode": mode}) | _without_nothing(fact, ("during",))


def _without_nothing(value: Mapping[str, Any], names: Iterable[str]) -> Json:
    return {name: value[name] for name in names if value.get(name) is not None}


# --- cells -----------------------------------------------------------------------------------------------------------


def _of_view(
    before: tuple[Events, tuple[int, int]], after: tuple[Events, tuple[int, int]], view: View
) -> Iterator[Json]:
    (was, on_before), (now, on_after) = before, after
    names_before, names_after = was.told.names, now.told.names
    old = {(row["entity"], row["property"]): row for row in state(was.rows, view, *on_before)}
    new = {(row["entity"], row["property"]): row for row in state(now.rows, view, *on_after)}
    order = _row_order(view, names_after, names_before)
    pairs = _paired(names_before, names_after, {entity for entity, _ in old}, {entity for entity, _ in new})
    for earlier, later in sorted(pairs, key=lambda pair: [order(pair[1]), order(pair[0])]):
        for name in view.properties:
            stood, stands = _cell(old.get((earlier, name))), _cell(new.get((later, name)))
            if stood != stands or (stood is not None and stood["names"] and earlier != later):
                yield {
                    "change": "cell",
                    "view": view.name,
                    "entity": later,
                    "entity_before": earlier,
                    "property": name,
                    "before": stood,
                    "after": stands,
                }


def _row_order(view: View, *names: Names) -> Any:
    """Give the key by which rows are sorted: as the view names them, by the names of several answers in turn."""
    rows = list(dict.fromkeys(one.canonical(entity) for entity in view.entities for one in names))
    places = {entity: place for place, entity in enumerate(rows)}
    return lambda entity: (places.get(entity, len(places)), entity)


def _paired(before: Names, after: Names, old: set[str], new: set[str]) -> set[tuple[str, str]]:
    """Say which row of an earlier answer is which of a later one: of names that were, or are, one thing's."""
    found = {(before.canonical(name), after.canonical(name)) for name in old | new}
    both = {(was, now) for was, now in found if was in old and now in new}
    gone = {(was, was) for was in old - {was for was, _ in both}}
    come = {(now, now) for now in new - {now for _, now in both}}
    return both | gone | come


def _cell(row: Json | None) -> Json | None:
    return None if row is None else {name: row[name] for name in ("answer", "values", "beside", "names")}
