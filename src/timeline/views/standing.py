"""What an event's standing was: who denies or doubts it, and how many origins it has.

Law of this module: origins are counted, not reports. A relay of a report adds nothing; a ring of sources that only cite
each other has no origin; what is not surely known changes no standing, it is named beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from timeline.asof.ledger import KnownEvent, KnownReport, KnownSource, Snapshot, relayed_reports, upstream_of
from timeline.dates.values import Answer
from timeline.records.model import Origin, Report
from timeline.records.words import STANDINGS


@attrs.frozen(kw_only=True)
class End:
    """Where chains of sources end: an origin that is named, or a source that does not say what it rests on."""

    name: str
    resolved: bool
    interested: bool = False


@attrs.frozen(kw_only=True)
class Standing:
    """The standing of an event.

    ``possibly`` names the standings that what is only possibly known might give it. ``origins`` is the least and the
    greatest number of independent origins: the resolved ends, and with them the distinct unresolved ones. ``reports``
    counts the live reports that are surely known, of any stance. ``by`` names who denies or doubts it: sources, and the
    ids of events that contradict it.
    """

    name: str
    possibly: tuple[str, ...]
    origins: tuple[int, int]
    reports: int
    by: tuple[str, ...]
    ends: tuple[End, ...]


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
    sure = _evidence(snapshot, event, Answer.YES)
    every = _evidence(snapshot, event, Answer.POSSIBLY)
    unchallenged = attrs.evolve(every, retracted=sure.retracted, against=sure.against, doubted_by=sure.doubted_by)
    names_a_source = _names_a_source(event)
    name = _first_that_fits(sure, names_a_source=names_a_source)
    others = {_first_that_fits(evidence, names_a_source=names_a_source) for evidence in (every, unchallenged)}
    resolved = sum(end.resolved for end in sure.ends)
    return Standing(
        name=name,
        possibly=tuple(other for other in STANDINGS if other in others - {name}),
        origins=(resolved, len(sure.ends)),
        reports=sum(report.known is Answer.YES for report in event.reports),
        by=sure.against or sure.doubted_by,
        ends=sure.ends,
    )


@attrs.frozen(kw_only=True)
class _Evidence:
    retracted: bool
    against: tuple[str, ...]
    doubted_by: tuple[str, ...]
    ends: tuple[End, ...]


def _evidence(snapshot: Snapshot, event: KnownEvent, least: Answer) -> _Evidence:
    """Gather what bears on a standing, as far as its answer is at least ``least``."""
    reports = [report for report in event.reports if report.known >= least]
    against = [_who(report) for report in reports if report.takes("denies") >= least]
    against += _contradicting(snapshot, event, least)
    return _Evidence(
        retracted=event.retracted >= least,
        against=tuple(dict.fromkeys(against)),
        doubted_by=tuple(dict.fromkeys(_who(report) for report in reports if report.takes("doubts") >= least)),
        ends=ends_of(snapshot, event, [report for report in reports if report.takes("reports") >= least], least),
    )


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


def _names_a_source(event: KnownEvent) -> bool:
    return any(
        report.known is not Answer.NO and (report.report.source or report.report.origin or report.report.via)
        for report in event.reports
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
    """Follow the chains of some reports to their ends; united origins are one end, by the first of their names.

    Args:
        snapshot: What was known.
        event: The event that the reports are on.
        reports: Where the chains begin.
        least: How surely a report must be known to be followed where another relays it.
        united: How surely two origins must be the same to be one; by default as surely as ``least``.
    """
    graph = _Graph(snapshot, event, least)
    unite = _same_origins(snapshot, least if united is None else united)
    found: dict[tuple[bool, str], bool] = {}
    seen: set[str] = set()
    waiting = [f"report:{report.address}" for report in reports]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        step = graph.get(node)
        if step is None:
            continue
        for origin in step.origins:
            end = (True, unite.get(origin.name, origin.name))
            found[end] = found.get(end, False) or origin.interested
        if step.is_end:
            found.setdefault((False, step.name), False)
        waiting.extend(step.next)
    return tuple(
        End(name=name, resolved=resolved, interested=interested)
        for (resolved, name), interested in sorted(found.items(), key=lambda item: (not item[0][0], item[0][1]))
    )


@attrs.frozen(kw_only=True)
class _Node:
    """A report or a source in the graph of who rests on what, for one event."""

    name: str
    next: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    is_end: bool = False


class _Graph:
    """The chains behind one event, each node made when it is asked for: ``report:ADDRESS`` or ``source:NAME``."""

    def __init__(self, snapshot: Snapshot, event: KnownEvent, least: Answer) -> None:
        self._snapshot = snapshot
        self._reports = {report.address: report for report in event.reports if report.known >= least}
        self._by_source = relayed_reports((report.report, address) for address, report in self._reports.items())

    def get(self, node: str) -> _Node | None:
        kind, _, name = node.partition(":")
        if kind == "source":
            return self._of_source(name)
        report = self._reports.get(name)
        return self._of_report(report.report) if report else None

    def _of_report(self, report: Report) -> _Node | None:
        if report.origin is not None or report.via:
            origins = (report.origin,) if report.origin is not None else ()
            return _Node(name=report.source or "", next=self._upstream(report.via), origins=origins)
        return self._of_source(report.source) if report.source else None

    def _of_source(self, name: str) -> _Node:
        known = self._snapshot.sources.get(name)
        if known is None:
            return _Node(name=name, is_end=True)
        source = known.source
        origins = (source.origin,) if source.origin is not None else ()
        return _Node(
            name=name,
            next=self._upstream(source.via),
            origins=origins,
            is_end=not source.via and source.origin is None,
        )

    def _upstream(self, names: Sequence[str]) -> tuple[str, ...]:
        """Go on to a relayed source's own reports on this event, where it has any, else to the source."""
        found: list[str] = []
        for name in names:
            own = self._by_source.get(name)
            found.extend([f"report:{address}" for address in own] if own else [f"source:{name}"])
        return tuple(found)


def _same_origins(snapshot: Snapshot, least: Answer) -> Mapping[str, str]:
    """Give each origin that a same-origin link names the name under which it counts."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.get(name, name) != name:
            name = leader[name]
        return name

    for link in snapshot.links:
        if link.link.rel == "same-origin" and link.answer >= least:
            first, second = sorted((find(link.from_), find(link.to)))
            leader[second] = first
    return {name: find(name) for name in leader}


def cascade(snapshot: Snapshot, event: KnownEvent) -> tuple[Step, ...]:
    """Show who repeats whom: the reports on an event that were known, and the sources that they rest on.

    Returns:
        Steps sorted by their depth, then by name; a ring of sources that reaches no end stands last.
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
