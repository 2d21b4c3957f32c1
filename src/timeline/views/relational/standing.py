"""The evidence for the standing of an event, from rows.

Law of this module: it gathers; what follows from the evidence is decided in :mod:`timeline.views.origins`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, TypeVar

from timeline.asof.names import united
from timeline.asof.relation import NO, POSSIBLY, YES
from timeline.asof.relays import relayed
from timeline.named import NamedTuple
from timeline.views import origins
from timeline.views.origins import End, Evidence, Standing, Step
from timeline.views.relational.rows import R, Row, S, known_by
from timeline.views.relational.told import Told

_Any = TypeVar("_Any")
_SOURCE: Final = R["source"]
_NAME, _VIA, _ORIGIN = (S[name] for name in ("name", "via", "origin"))
_public: Final = itemgetter(R["live"], R["lo"], R["hi"])
_saying: Final[Callable[[Row], tuple[Any, ...]]] = itemgetter(
    *(R[name] for name in ("source", "stance", "reports", "denies", "doubts", "via", "origin"))
)


class Outline(NamedTuple):
    """A standing without names: what :class:`timeline.views.origins.Standing` says of it, and not who says so."""

    name: str
    possibly: tuple[str, ...]
    origins: tuple[int, int]
    reports: int


class Brief(NamedTuple):
    """The name of a standing, the least and the greatest number of origins, and the ends of the chains."""

    name: str
    origins: tuple[int, int]
    ends: tuple[End, ...]


_bearing: Final[Callable[[Row], tuple[Any, ...]]] = itemgetter(
    *(R[name] for name in ("source", "via", "origin", "live", "lo", "hi", "reports", "denies", "doubts"))
)

_MOST_ALIKE: Final = 20_000
"""So many standings are kept of events that are alike."""
_OUTLINES: Final[dict[Hashable, Outline]] = {}
"""Standings that follow from no name at all, so that they hold for any log and any clocks."""


class Standings:
    """The standings of events by the clocks, each worked out once, when it is asked for."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._reports: dict[str, list[Row]] = {}
        self._sources: dict[str, Row | None] = {}
        self._outlines: dict[str, Outline] = {}
        self._outlined: dict[Hashable, Outline] = {}
        self._brief: dict[Hashable, Brief] = {}
        self._united: dict[int, Mapping[str, str]] = {}

    def fetch(self, events: Collection[str]) -> None:
        """Read what bears on some events at once, before they are asked about one by one."""
        new = [event for event in events if event not in self._reports]
        members = {member: event for event in new for member in self._told.members(event)}
        if not members:
            return
        self._told.fetch(members)
        self._reports.update((event, []) for event in new)
        named: dict[str, None] = {}
        for row in self._told.rows.reports(members):
            self._reports[members[row[0]]].append(row)
            if row[_SOURCE] and row[_SOURCE] not in self._sources:
                named[row[_SOURCE]] = None
        if named:
            self._sources.update(named)
            for row in self._told.rows.sources(named):
                self._sources[row[_NAME]] = self._sources[row[_NAME]] or row

    def hold(self, event: str, reports: list[Row]) -> None:
        """Take the reports on an event that are at hand: those that stand by the clocks, by their place."""
        self._reports[event] = reports

    def forget(self) -> None:
        """Let go of what was read of single events."""
        self._reports.clear()
        self._outlines.clear()

    def name(self, event: str) -> str:
        """Give the name of an event's standing."""
        return self.outline(event).name

    def names(self, events: Iterable[str]) -> dict[str, str]:
        """Give the names of the standings of events, reading no more than is not known of them."""
        known, as_of, linked = self._told.rows.standings, self._told.as_of, self._told.ends
        if known is None:
            found = dict.fromkeys(events, "")
        else:
            found = {one: "" if one in linked else known.standing(one, as_of) or "" for one in events}
        new = [event for event, name in found.items() if not name]
        self.fetch(new)
        for event in new:
            shape = self._shape(event)
            found[event] = self._outlined_as(event, shape).name
            if known is not None and event not in linked and shape is not None:
                known.learn(event, found[event], [row[_SOURCE] for row in self._reports[event] if row[_SOURCE]])
        return found

    def outline(self, event: str) -> Outline:
        """Give the standing of an event without names; of many events that are alike it is worked out once."""
        found = self._outlines.get(event)
        if found is None:
            found = self._outlines[event] = self._outlined_as(event, self._shape(event))
        return found

    def _outlined_as(self, event: str, shape: Hashable) -> Outline:
        """Give the outline of an event of a shape; of one that has none, by all on which its standing depends."""
        if shape is not None:
            return _once(_OUTLINES, shape, lambda: self._outline(event))
        return _once(self._outlined, self._alike(event), lambda: self._outline(event))

    def _outline(self, event: str) -> Outline:
        stands = self.standing(event)
        return Outline(stands.name, stands.possibly, stands.origins, stands.reports)

    def brief(self, event: str) -> Brief:
        """Give what many events that are alike have in common of their standing."""

        def made() -> Brief:
            stands = self.standing(event)
            return Brief(stands.name, stands.origins, stands.ends)

        return _once(self._brief, self._alike(event), made)

    def _shape(self, event: str) -> Hashable:
        """Give all on which an outline depends where every report is an end itself, its sources by number.

        None where a report, or its source, names what it rests on, or where events that contradict it have a say.
        """
        if event in self._told.contradicting:
            return None
        as_of = self._told.as_of
        numbers: dict[str, int] = {}
        found = []
        for row in self.reports(event):
            source, via, origin, live, lo, hi, reports, denies, doubts = _bearing(row)
            if via is not None or origin is not None:
                return None
            number = -1
            if source:
                of = self.source(source)
                if of is not None and (of[_VIA] is not None or of[_ORIGIN] is not None):
                    return None
                number = numbers.setdefault(source, len(numbers))
            found.append((min(live, known_by(lo, hi, as_of)), number, reports, denies, doubts))
        return self._told.retracted(event), self._told.known(event) == YES, *found

    def _alike(self, event: str) -> Hashable:
        """Give all on which the standing of an event depends, so that of many alike one is worked out.

        None where events that contradict it may have a say.
        """
        if event in self._told.contradicting:
            return None
        return self._told.retracted(event), self._told.known(event) == YES, *self.saying(event)

    def saying(self, event: str) -> tuple[Hashable, ...]:
        """Give all of the reports on an event on which the ends of their chains depend."""
        return tuple((self.known(row), *_saying(row)) for row in self.reports(event))

    def standing(self, event: str) -> Standing:
        """Work out the standing of an event."""
        sure, every = self._evidence(event, YES), self._evidence(event, POSSIBLY)
        counts = [every.ends]
        if self._same_origins(YES) != self._same_origins(POSSIBLY):
            for least, as_one in ((YES, POSSIBLY), (POSSIBLY, YES)):
                counts.append(self.ends(event, least, united=as_one))
        return origins.stand(
            sure,
            every,
            counts=counts,
            reports=sum(self.known(row) == YES for row in self.reports(event)),
            names_a_source=self._names_a_source(event),
        )

    def reports(self, event: str) -> list[Row]:
        """Give the reports on an event, of all records that tell it."""
        if event not in self._reports:
            self.fetch([event])
        return self._reports[event]

    def known(self, row: Row) -> int:
        """Say whether a report is live, and was public by the as-of day."""
        live: int
        live, lo, hi = _public(row)
        return min(live, known_by(lo, hi, self._told.as_of))

    def _names_a_source(self, event: str) -> origins.Named:
        known = [row for row in self.reports(event) if self.known(row) != NO]
        return origins.named(
            ((self.known(row) == YES, bool(row[R["source"]] or row[R["origin"]] or row[R["via"]])) for row in known),
            is_known=self._told.known(event) == YES,
        )

    def _evidence(self, event: str, least: int) -> Evidence:
        known = [row for row in self.reports(event) if self.known(row) >= least]
        against = [_who(row) for row in known if row[R["denies"]] >= least]
        against += self._contradicting(event, least)
        return Evidence(
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

    def ends(self, event: str, least: int, *, united: int) -> tuple[End, ...]:
        """Follow the chains of the reports that *report* an event, so surely, to their ends.

        Origins are one where that is at least as sure as ``united``.
        """
        known = [row for row in self.reports(event) if self.known(row) >= least]
        return self._ends_of(known, least, united=united)

    def _ends_of(self, known: Sequence[Row], least: int, *, united: int | None = None) -> tuple[End, ...]:
        """Follow the chains of reports that *report* an event to their ends; united origins are one end.

        Origins are one where that is at least as sure as ``united``, by default as ``least``.
        """
        by_source = relayed((row[R["source"]], row[R["stance"]], place) for place, row in enumerate(known))
        unite = self._same_origins(least if united is None else united)
        starts: list[int | str] = [place for place, row in enumerate(known) if row[R["reports"]] >= least]
        return origins.ends_of(starts, lambda node: self._step(known, by_source, node), unite)

    def _step(
        self, known: Sequence[Row], by_source: Mapping[str, list[int]], node: int | str
    ) -> Step[int | str] | None:
        """Give a step of a chain: a report by its place among those known, or a source by its name."""
        row = known[node] if isinstance(node, int) else None
        if row is not None and (row[R["origin"]] is not None or row[R["via"]] is not None):
            return Step(_onward(row[R["via"]], by_source), _origin(row[R["origin"]]))
        name = str(node) if row is None else row[R["source"]]
        if not name:
            return None
        found = self.source(name)
        if found is None:
            return Step(end=name)
        onward, named = _onward(found[S["via"]], by_source), _origin(found[S["origin"]])
        return Step(onward, named, end=None if onward or named else name)

    def source(self, name: str) -> Row | None:
        """Give the row of a source; None where it is not defined."""
        if name not in self._sources:
            self._sources[name] = next(iter(self._told.rows.sources([name])), None)
        return self._sources[name]

    def _same_origins(self, least: int) -> Mapping[str, str]:
        """Give each origin that a same-origin link names the name under which it counts: the first of all."""
        if least not in self._united:
            self._united[least] = united(self._told.linked("same-origin", least))
        return self._united[least]


def _once(held: dict[Hashable, _Any], key: Hashable, make: Callable[[], _Any]) -> _Any:
    """Give what is held under a key, made where it is not; nothing is held under None."""
    found = None if key is None else held.get(key)
    if found is None:
        found = make()
        if key is not None:
            if len(held) >= _MOST_ALIKE:
                held.clear()
            held[key] = found
    return found


def _onward(via: str | None, by_source: Mapping[str, list[int]]) -> tuple[int | str, ...]:
    """Go on to a relayed source's own reports on this event, where it has any, else to the source."""
    return tuple(step for name in (json.loads(via) if via else ()) for step in by_source.get(name) or [name])


def _origin(text: str | None) -> tuple[tuple[str, bool], ...]:
    return (tuple(json.loads(text)),) if text else ()


def _who(row: Row) -> str:
    return str(row[R["source"]] or row[R["address"]])
