"""What an answer has beside its events, from rows: the sources that it rests on, and the links that bear on it.

Law of this module: the events are met one after the other, and of them only names are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from timeline.asof.relation import POSSIBLY, YES
from timeline.records.words import BETWEEN_NAMES
from timeline.views.relational.events import Event, Events, Wanted
from timeline.views.relational.rows import F, L, R, Row, Rows, S, known_by, link_answer

_LINK_IS_OF_NAMES: Final = frozenset(BETWEEN_NAMES)


class Around:
    """What the events that were met so far rest on, and what links may speak of."""

    def __init__(self, events: Events, wanted: Wanted) -> None:
        self._events = events
        self._told = events.told
        self._least = YES if wanted.strict else POSSIBLY
        self._is_everything = wanted.asks_for_all
        self._cited = set[str]()
        self._here = set[str]()
        """Of the events that are here those of which links speak, and of the names those as well."""

    def add(self, event: Event) -> None:
        """Meet an event: its reports; and its records, all names of its entities and its origins."""
        for row in event.reports:
            if self._events.standings.known(row) >= self._least:
                self._cited.update(name for name in (row[R["source"]], *via_of(row[R["via"]])) if name)
        if self._told.ends:
            names = {name for claim in event.facts for name in self._told.names.thing(claim.row[F["entity"]]).names}
            origins = (end.name for end in self._events.standings.brief(event.id).ends)
            self._here |= self._told.ends.intersection((*self._told.members(event.id), *names, *origins))

    def sources(self, rows: Rows) -> dict[str, Row | None]:
        """Find the sources that are asked for, and what they and the reports rest on; None for one not known."""
        every = ((row[S["name"]], row) for row in rows.sources())
        known = {name: row for name, row in every if known_by(row[S["lo"]], row[S["hi"]], rows.as_of) >= self._least}
        found: dict[str, Row | None] = dict(known) if self._is_everything else {}
        waiting = [*self._cited, *(name for row in found.values() if row is not None for name in via_of(row[S["via"]]))]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = row = known.get(name)
                waiting += via_of(row[S["via"]]) if row is not None else ()
        return found

    def links(self, rows: Rows) -> int:
        """Count the links between events that are here, and those between names that bear on what is here."""
        return sum(self._bears(row) for row in rows.links() if link_answer(row, rows.as_of) >= self._least)

    def _bears(self, row: Row) -> bool:
        ends = {row[L["from"]], row[L["to"]]}
        if row[L["rel"]] in _LINK_IS_OF_NAMES:
            return self._is_everything or not self._here.isdisjoint(ends)
        return ends <= self._here


def via_of(text: str | None) -> Iterator[str]:
    """Give the sources that a report, or a source, says that it rests on."""
    yield from json.loads(text) if text else ()
