"""The standing of an event from rows: who denies or doubts it, and how many origins it has.

Law of this module: origins are counted, not reports. A relay adds nothing; a ring of sources has no origin; what is not
surely known changes no standing, it is named beside it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline.asof.relation import NO, POSSIBLY, YES
from timeline.records.words import STANDINGS
from timeline.views.relational.rows import R, Row, S, known_by
from timeline.views.relational.told import Told


class End(NamedTuple):
    """Where chains of sources end: an origin that is named, or a source that does not say what it rests on."""

    name: str
    resolved: bool
    interested: bool


class Standing(NamedTuple):
    """The standing of an event, as :class:`timeline.views.standing.Standing` has it."""

    name: str
    possibly: tuple[str, ...]
    origins: tuple[int, int]
    reports: int
    by: tuple[str, ...]
    ends: tuple[End, ...]


class _Evidence(NamedTuple):
    retracted: bool
    against: tuple[str, ...]
    doubted_by: tuple[str, ...]
    ends: tuple[End, ...]


class Standings:
    """The standings of events by the clocks, each worked out once, when it is asked for."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._reports: dict[str, list[Row]] = {}
        self._sources: dict[str, Row | None] = {}
        self._names: dict[str, str] = {}
        self._united: dict[int, Mapping[str, str]] = {}

    def fetch(self, events: Collection[str]) -> None:
        """Read what bears on some events at once, before they are asked about one by one."""
        members = {member: event for event in events for member in self._told.members(event)}
        missing = [member for member, event in members.items() if event not in self._reports]
        self._told.fetch(members)
        for event in events:
            self._reports.setdefault(event, [])
        for row in self._told.rows.reports(missing):
            self._reports[members[row[0]]].append(row)

    def name(self, event: str) -> str:
        """Give the name of an event's standing."""
        found = self._names.get(event)
        if found is None:
            sure = self._evidence(event, YES)
            found = self._names[event] = _first_that_fits(sure, names_a_source=self._names_a_source(event))
        return found

    def standing(self, event: str) -> Standing:
        """Work out the standing of an event."""
        sure, every = self._evidence(event, YES), self._evidence(event, POSSIBLY)
        names_a_source = self._names_a_source(event)
        name = _first_that_fits(sure, names_a_source=names_a_source)
        unchallenged = _Evidence(sure.retracted, sure.against, sure.doubted_by, every.ends)
        others = {_first_that_fits(one, names_a_source=names_a_source) for one in (every, unchallenged)}
        return Standing(
            name=name,
            possibly=tuple(other for other in STANDINGS if other in others - {name}),
            origins=(sum(end.resolved for end in sure.ends), len(sure.ends)),
            reports=sum(self.known(row) == YES for row in self.reports(event)),
            by=sure.against or sure.doubted_by,
            ends=sure.ends,
        )

    def reports(self, event: str) -> list[Row]:
        """Give the reports on an event, of all records that tell it."""
        if event not in self._reports:
            self.fetch([event])
        return self._reports[event]

    def known(self, row: Row) -> int:
        """Say whether a report is live, and was public by the as-of day."""
        live: int = row[R["live"]]
        return min(live, known_by(row[R["lo"]], row[R["hi"]], self._told.as_of))

    def _names_a_source(self, event: str) -> bool:
        return any(
            (row[R["source"]] or row[R["origin"]] or row[R["via"]]) and self.known(row) != NO
            for row in self.reports(event)
        )

    def _evidence(self, event: str, least: int) -> _Evidence:
        known = [row for row in self.reports(event) if self.known(row) >= least]
        against = [_who(row) for row in known if row[R["denies"]] >= least]
        against += self._contradicting(event, least)
        return _Evidence(
            retracted=self._told.retracted(event) >= least,
            against=tuple(dict.fromkeys(against)),
            doubted_by=tuple(dict.fromkeys(_who(row) for row in known if row[R["doubts"]] >= least)),
            ends=self._ends_of(known, least),
        )

    def _contradicting(self, event: str, least: int) -> list[str]:
        links = self._told.contradicting.get(event)
        if not links or self._told.known(event) < least:
            return []
        return [other for other, answer in links if answer >= least and self._told.known(other) >= least]

    # --- origins -----------------------------------------------------------------------------------------------------

    def _ends_of(self, known: Sequence[Row], least: int) -> tuple[End, ...]:
        """Follow the chains of reports that *report* an event to their ends; united origins are one end."""
        by_source = _relayed(known)
        unite = self._same_origins(least)
        found: dict[tuple[bool, str], bool] = {}
        seen: set[str | int] = set()
        waiting: list[str | int] = [place for place, row in enumerate(known) if row[R["reports"]] >= least]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            source, via, origin = self._node(known, node)
            if source is None:
                continue
            for name, interested in origin:
                end = (True, unite.get(name, name))
                found[end] = found.get(end, False) or interested
            if not via and not origin:
                found.setdefault((False, source), False)
            for name in via:
                waiting.extend(by_source.get(name) or [name])
        ends = sorted(found.items(), key=lambda item: (not item[0][0], item[0][1]))
        return tuple(End(name, resolved, interested) for (resolved, name), interested in ends)

    def _node(
        self, known: Sequence[Row], node: str | int
    ) -> tuple[str | None, Sequence[str], Sequence[tuple[str, bool]]]:
        """Give the source at a step of a chain, the sources that it relays, and the origin that it names."""
        if isinstance(node, int):
            row = known[node]
            if row[R["origin"]] is not None or row[R["via"]] is not None:
                return row[R["source"]] or "", _list(row[R["via"]]), _origin(row[R["origin"]])
            if not row[R["source"]]:
                return None, (), ()
            return self._of_source(row[R["source"]])
        return self._of_source(node)

    def _of_source(self, name: str) -> tuple[str, Sequence[str], Sequence[tuple[str, bool]]]:
        found = self.source(name)
        return (name, (), ()) if found is None else (name, _list(found[S["via"]]), _origin(found[S["origin"]]))

    def source(self, name: str) -> Row | None:
        """Give the row of a source; None where it is not defined."""
        if name not in self._sources:
            self._sources[name] = next(iter(self._told.rows.sources([name])), None)
        return self._sources[name]

    def _same_origins(self, least: int) -> Mapping[str, str]:
        """Give each origin that a same-origin link names the name under which it counts: the first of all."""
        if least not in self._united:
            leader: dict[str, str] = {}

            def find(name: str) -> str:
                while (above := leader.get(name, name)) != name:
                    leader[name] = leader.get(above, above)
                    name = above
                return name

            for ends in self._told.linked("same-origin", least):
                first, second = sorted((find(ends[0]), find(ends[1])))
                leader[second] = first
            self._united[least] = {name: find(name) for name in leader}
        return self._united[least]


def _relayed(known: Iterable[Row]) -> dict[str, list[int]]:
    """Give what a relay of each source rests on: its own reports that *report* the event, else its others."""
    affirming: dict[str, list[int]] = {}
    others: dict[str, list[int]] = {}
    for place, row in enumerate(known):
        if row[R["source"]]:
            (affirming if row[R["stance"]] == "reports" else others).setdefault(row[R["source"]], []).append(place)
    return others | affirming


def _list(text: str | None) -> Sequence[str]:
    return json.loads(text) if text else ()


def _origin(text: str | None) -> Sequence[tuple[str, bool]]:
    return [tuple(json.loads(text))] if text else ()


def _who(row: Row) -> str:
    return str(row[R["source"]] or row[R["address"]])


def _first_that_fits(evidence: _Evidence, *, names_a_source: bool) -> str:
    resolved = [end for end in evidence.ends if end.resolved]
    if evidence.retracted:
        return "retracted"
    if evidence.against:
        return "disputed"
    if evidence.doubted_by:
        return "doubted"
    if len(resolved) >= 2 and any(not end.interested for end in resolved):
        return "corroborated"
    if resolved and all(end.interested for end in resolved):
        return "self-reported"
    return "reported" if names_a_source else "unsourced"
