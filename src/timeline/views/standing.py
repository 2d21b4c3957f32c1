"""The evidence for the standing of an event, from a snapshot, and who repeats whom.

Law of this module: it gathers; what follows from the evidence is decided in :mod:`timeline.views.origins`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from timeline.asof.relays import relayed
from timeline.asof.reports import upstream_of
from timeline.asof.values import KnownEvent, KnownReport, KnownSource, Snapshot
from timeline.dates.values import Answer
from timeline.records.model import Origin, Report
from timeline.views import origins
from timeline.views.origins import End, Evidence, Standing

__all__ = ["End", "Standing", "Standings", "Step", "cascade", "ends_of", "standing"]


@attrs.frozen(kw_only=True)
class Step:
    """One publication in the chains of sources behind an event.

    ``name`` is a source's, or the address of a report that names no source. ``via`` names the sources it relays, each
    of which has a step of its own; ``origins`` are the ends it names itself. With neither it is an unresolved end.
    ``reports`` are the addresses and stances of its own reports on the event; a source that is only relayed has none.
    ``depth`` counts the steps to the nearest end, which has 0.
    """

    name: str
    via: tuple[str, ...]
    origins: tuple[Origin, ...]
    reports: tuple[tuple[str, str], ...] = ()
    depth: int = 0

    @property
    def is_unresolved(self) -> bool:
        """Whether it does not say what it rests on."""
        return not self.via and not self.origins


def standing(snapshot: Snapshot, event: KnownEvent) -> Standing:
    """Work out the standing of an event from what is surely known in a snapshot."""
    sure, every = _evidence(snapshot, event, Answer.YES), _evidence(snapshot, event, Answer.POSSIBLY)
    counts = [every.ends]
    if snapshot.same_origins(Answer.YES) is not snapshot.same_origins(Answer.POSSIBLY):
        for least, united in ((Answer.YES, Answer.POSSIBLY), (Answer.POSSIBLY, Answer.YES)):
            reports = [one for one in event.reports if min(one.known, one.takes("reports")) >= least]
            counts.append(ends_of(snapshot, event, reports, least, united=united))
    return origins.stand(
        sure,
        every,
        counts=counts,
        reports=sum(report.known is Answer.YES for report in event.reports),
        names_a_source=_names_a_source(event),
    )


class Standings:
    """The standings of events in one snapshot after the other, worked out anew only where what bears on them changed.

    An event that is told again is the same value, and so are the sources (:meth:`timeline.asof.ledger.Ledger.walk`).
    """

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        self._known: dict[str, tuple[KnownEvent, Mapping[str, KnownSource], tuple[object, ...], Standing]] = {}
        self._here: dict[str, Standing] = {}
        if snapshot is not None:
            self.look_at(snapshot)

    def look_at(self, snapshot: Snapshot) -> None:
        """Turn to another snapshot."""
        self._snapshot = snapshot
        self._origins = tuple(link for link in snapshot.links if link.link.rel == "same-origin")
        self._here = {}

    def of(self, event: KnownEvent) -> Standing:
        """Give the standing of an event: the same value as before, where nothing that bears on it changed."""
        found = self._here.get(event.id)
        if found is None:
            snapshot, bearing = self._snapshot, (self._origins, *self._at_the_ends(event))
            known = self._known.get(event.id)
            if known is not None and known[0] is event and known[1] is snapshot.sources and known[2] == bearing:
                found = known[3]
            else:
                found = standing(snapshot, event)
                self._known[event.id] = (event, snapshot.sources, bearing, found)
            self._here[event.id] = found
        return found

    def name(self, event: KnownEvent) -> str:
        """Give the name of an event's standing."""
        return self.of(event).name

    def _at_the_ends(self, event: KnownEvent) -> tuple[object, ...]:
        """Give the links of an event, and what is known of the events at their other ends."""
        links = self._snapshot.links_of(event.id)
        others = [self._snapshot.event(end) for link in links for end in (link.from_, link.to)]
        return (*links, *((other.id, other.known) if other is not None else None for other in others))


def _evidence(snapshot: Snapshot, event: KnownEvent, least: Answer) -> Evidence:
    """Gather what bears on a standing, as far as its answer is at least ``least``."""
    reports = [report for report in event.reports if report.known >= least]
    against = [_who(report) for report in reports if report.takes("denies") >= least]
    against += _contradicting(snapshot, event, least)
    return Evidence(
        retracted=event.retracted >= least,
        against=tuple(dict.fromkeys(against)),
        doubted_by=tuple(dict.fromkeys(_who(report) for report in reports if report.takes("doubts") >= least)),
        ends=ends_of(snapshot, event, [report for report in reports if report.takes("reports") >= least], least),
    )


def _names_a_source(event: KnownEvent) -> origins.Named:
    return origins.named(
        (
            (one.known is Answer.YES, bool(one.report.source or one.report.origin or one.report.via))
            for one in event.reports
            if one.known is not Answer.NO
        ),
        is_known=event.known is Answer.YES,
    )


def _who(report: KnownReport) -> str:
    return report.report.source or report.address


def _contradicting(snapshot: Snapshot, event: KnownEvent, least: Answer) -> list[str]:
    found = []
    for link in snapshot.links_of(event.id):
        if link.link.rel != "contradicts" or link.answer < least:
            continue
        other = snapshot.event(link.to if link.from_ == event.id else link.from_)
        if other is not None and other.id != event.id and other.known >= least and event.known >= least:
            found.append(other.id)
    return found


# --- origins ------------------------------------------------------------------------------------------------------


def ends_of(
    snapshot: Snapshot,
    event: KnownEvent,
    reports: Iterable[KnownReport],
    least: Answer,
    *,
    united: Answer | None = None,
) -> tuple[End, ...]:
    """Follow the chains of reports on an event to their ends; united origins are one end, by the first of their names.

    A report must be known as surely as ``least`` to be followed where another relays it, and two origins be the same as
    surely as ``united`` to be one, by default as surely as ``least``.
    """
    graph = _Graph(snapshot, event, least)
    one = snapshot.same_origins(least if united is None else united)
    return origins.ends_of((f"report:{report.address}" for report in reports), graph.get, one)


class _Graph:
    """The chains behind one event, each node made when it is asked for: ``report:ADDRESS`` or ``source:NAME``."""

    def __init__(self, snapshot: Snapshot, event: KnownEvent, least: Answer) -> None:
        self._snapshot = snapshot
        self._reports = {report.address: report for report in event.reports if report.known >= least}
        told = self._reports.items()
        self._by_source = relayed((known.report.source, known.report.stance, address) for address, known in told)

    def get(self, node: str) -> origins.Step[str] | None:
        kind, _, name = node.partition(":")
        if kind == "source":
            return self._of_source(name)
        report = self._reports.get(name)
        return self._of_report(report.report) if report else None

    def _of_report(self, report: Report) -> origins.Step[str] | None:
        if report.origin is not None or report.via:
            return origins.Step(self._upstream(report.via), _named(report.origin))
        return self._of_source(report.source) if report.source else None

    def _of_source(self, name: str) -> origins.Step[str]:
        known = self._snapshot.sources.get(name)
        if known is None:
            return origins.Step(end=name)
        via, origin = known.source.via, known.source.origin
        return origins.Step(self._upstream(via), _named(origin), end=None if via or origin is not None else name)

    def _upstream(self, names: Sequence[str]) -> tuple[str, ...]:
        """Go on to a relayed source's own reports on this event, where it has any, else to the source."""
        found: list[str] = []
        for name in names:
            own = self._by_source.get(name)
            found.extend([f"report:{address}" for address in own] if own else [f"source:{name}"])
        return tuple(found)


def _named(origin: Origin | None) -> tuple[tuple[str, bool], ...]:
    return () if origin is None else ((origin.name, origin.interested),)


def cascade(snapshot: Snapshot, event: KnownEvent) -> tuple[Step, ...]:
    """Show, by depth and name, who repeats whom: the known reports on an event, and the sources that they rest on.

    A ring of sources that reaches no end stands last.
    """
    live = [report for report in event.reports if report.known is not Answer.NO]
    by_name: dict[str, list[KnownReport]] = {}
    for report in live:
        by_name.setdefault(report.report.source or report.address, []).append(report)
    steps: dict[str, Step] = {}
    waiting = list(by_name)
    while waiting:
        name = waiting.pop()
        if name not in steps:
            steps[name] = _step(name, by_name.get(name, ()), snapshot.sources.get(name))
            waiting.extend(steps[name].via)
    found = [attrs.evolve(step, depth=_depth(steps, name)) for name, step in steps.items()]
    return tuple(sorted(found, key=lambda step: (step.depth, step.name)))


def _step(name: str, reports: Sequence[KnownReport], known: KnownSource | None) -> Step:
    via: list[str] = []
    origins: list[Origin] = []
    for report in reports:
        via.extend(upstream_of(report.report, known))
        if report.report.origin is not None:
            origins.append(report.report.origin)
    of_source = known.source if known else None
    follows_the_source = not reports or any(r.report.origin is None and not r.report.via for r in reports)
    if of_source is not None and follows_the_source:
        via.extend(of_source.via)
        origins.extend([of_source.origin] if of_source.origin is not None else [])
    return Step(
        name=name,
        via=tuple(dict.fromkeys(via)),
        origins=tuple(dict.fromkeys(origins)),
        reports=tuple((report.address, report.report.stance) for report in reports),
    )


def _depth(steps: Mapping[str, Step], name: str) -> int:
    """Count the steps from a publication to the nearest one at which a chain ends; all steps where there is none."""
    depth, layer, seen = 0, [name], {name}
    while layer:
        if any(steps[here].origins or not steps[here].via for here in layer):
            return depth
        layer = list({down for here in layer for down in steps[here].via} - seen)
        seen.update(layer)
        depth += 1
    return len(steps)
