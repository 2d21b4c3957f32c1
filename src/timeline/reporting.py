"""The reports on one event: as corrected, whether they are live, and when each became public.

Law of this module: a report may read in several ways where a change possibly applies; what all of them say is sure.
Within an event a relay rests on the relayed source's own report, and that one was public when the relay was.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs

from timeline.changes import Applied, Order
from timeline.dates import Answer, Clock, Moment, both, negate
from timeline.errors import RecordError
from timeline.held import Held
from timeline.known import KnownReport, KnownSource, of_all
from timeline.model import Event, Record, Report, structure
from timeline.publications import Sources, date_texts, without_nothing
from timeline.windows import Dropped, Publication, Window, typed_window, windows

_SOURCE: Final = "source "  # begins the name of a source that stands for itself among an event's reports
_TELLING: Final = ("stance", "source", "via", "origin")
_Way: TypeAlias = "tuple[Mapping[str, Any], Order | None]"
"""One way in which a report may read, and the place of the change that gave it, if one did."""


@attrs.frozen
class _Draft:
    """A report on an event before its window is known: the ways it may read, the surest first, and its dates."""

    address: str
    record: Record
    variants: tuple[Report, ...]
    live: Answer
    dates: tuple[str | None, ...]


class _Relayed:
    """What a relay of a source rests on within one event: that source's own reports there, else the source.

    Reports that *report* the event are preferred: a doubt carries no claim.
    """

    def __init__(self, sources: Sources, places: Sequence[tuple[str, _Draft, Report]]) -> None:
        self._sources = sources
        self._named: dict[str, None] = {}
        self._surely: dict[str, list[tuple[str, bool]]] = {}
        self._possibly: dict[str, list[tuple[str, bool]]] = {}
        self._every: dict[str, list[str]] = {}
        for name, draft, report in places:
            if report.source:
                self._every.setdefault(report.source, []).append(name)
            if report.source and draft.live is not Answer.NO:
                is_sure = draft.live is Answer.YES and len(draft.variants) == 1
                entry = (name, report.stance == "reports")
                self._possibly.setdefault(report.source, []).append(entry)
                if is_sure:
                    self._surely.setdefault(report.source, []).append(entry)

    def shown(self, source: str) -> list[str]:
        """Name what a report that names a source in ``via`` shows to have been public by its own time."""
        if source in self._possibly:
            return _preferred(self._surely.get(source, ()))
        self._named.setdefault(source)
        return [f"{_SOURCE}{source}"]

    def group(self, source: str, relay: str) -> tuple[str, ...]:
        """Name what a relay of a source is not earlier than the earliest of; nothing where that cannot be said."""
        if source in self._surely:
            carries = any(affirms for _, affirms in self._surely[source])
            names = [name for name, affirms in self._possibly[source] if affirms or not carries]
            return tuple(name for name in names if name != relay)
        if not self._stands(source):
            return ()
        self._named.setdefault(source)
        own = (name for name, _ in self._possibly.get(source, ()) if name != relay)
        return (*own, f"{_SOURCE}{source}")

    def _shown_by_a_source(self, source: str) -> list[str]:
        """Name what a source that rests on another shows to have been public: all reports of that other."""
        return self._every.get(source) or self.shown(source)

    def _stands(self, source: str) -> bool:
        known = self._sources.known.get(source)
        return known is None or known.retracted is Answer.NO

    def publications(self) -> tuple[Publication, ...]:
        """Give the sources that stand for themselves, and what these rest on in turn."""
        made: dict[str, Publication] = {}
        while missing := [source for source in self._named if source not in made]:
            for source in missing:
                known = self._sources.known.get(source)
                via = known.source.via if known else ()
                window = self._sources.windows.get(source)
                publication = self._sources.publications.get(source)
                made[source] = Publication(
                    name=f"{_SOURCE}{source}",
                    typed=publication.typed if publication else None,
                    not_after=(window.hi,) if window else (),
                    not_before=(window.lo,) if window else (),
                    rests_on=tuple(self.group(upstream, f"{_SOURCE}{source}") for upstream in via),
                    relays=tuple(place for upstream in via for place in self._shown_by_a_source(upstream)),
                    is_live=self._stands(source),
                )
        return tuple(made.values())


def _preferred(entries: Iterable[tuple[str, bool]]) -> list[str]:
    found = list(entries)
    carries = any(affirms for _, affirms in found)
    return [name for name, affirms in found if affirms or not carries]


class Reports:
    """Makes the reports of events, for one question.

    Args:
        held: The records, and their changes.
        applied: The changes that apply on the as-of day.
        sources: The sources, as they stand then.
        as_of: The as-of day.
    """

    def __init__(self, held: Held, applied: Applied, sources: Sources, as_of: Clock | None) -> None:
        self._held = held
        self._applied = applied
        self._sources = sources
        self._as_of = as_of
        self.dropped: list[Dropped] = []

    def of(self, record: Record, event: Event, not_before: tuple[Moment, ...]) -> tuple[KnownReport, ...]:
        """Give the reports on an event, those inside it first.

        Args:
            record: The event's record.
            event: The event, as corrected.
            not_before: A moment before which an undated report of it cannot have been public, if there is one.
        """
        drafts = [
            self._draft(f"{record.id}#{number}", record, ways, answer)
            for number, ways, answer in self._own_reports(record, event)
        ]
        drafts += [
            self._draft(added.id, added, [(added.body or {}, None)], Answer.YES)
            for added in self._held.reports_on.get(record.id, ())
        ]
        if not drafts:
            return ()
        places = [
            (f"{n}.{v}", draft, variant) for n, draft in enumerate(drafts) for v, variant in enumerate(draft.variants)
        ]
        relayed = _Relayed(self._sources, places)
        publications = [self._publication(*place, relayed, not_before) for place in places]
        found, dropped = windows((*publications, *relayed.publications()))
        self.dropped.extend(
            Dropped(drafts[int(item.name.partition(".")[0])].address, _named(item.reason, drafts))
            for item in dropped
            if not item.name.startswith(_SOURCE)
        )
        return tuple(self._known_report(n, draft, found) for n, draft in enumerate(drafts))

    def _known_report(self, number: int, draft: _Draft, found: Mapping[str, Window]) -> KnownReport:
        own = [found[f"{number}.{v}"] for v in range(len(draft.variants))]
        window = Window(min(w.lo for w in own), max(w.hi for w in own)) if len(own) > 1 else own[0]
        return KnownReport(
            address=draft.address,
            report=draft.variants[0],
            variants=draft.variants,
            window=window,
            live=draft.live,
            known=both(draft.live, window.known_by(self._as_of)),
            record=draft.record,
        )

    def _own_reports(self, record: Record, event: Event) -> Iterable[tuple[int, list[_Way], Answer]]:
        """Give the reports inside an event: number, the ways they may read, and whether they stand in all versions."""
        versions = None
        if event.reports or record.id in self._held.changes.corrections:
            versions = self._applied.versions(record.id, record.body or {}).get("reports")
        if versions is None:
            for number, body in enumerate((record.body or {}).get("reports") or (), 1):
                yield number, [(body, None)], Answer.YES
            return
        lists = [(version.value or [], version.since) for version in versions]
        for number in range(1, max(len(bodies) for bodies, _ in lists) + 1):
            ways = [(bodies[number - 1], since) for bodies, since in lists if len(bodies) >= number]
            yield number, ways, Answer.YES if len(ways) == len(lists) else Answer.POSSIBLY

    def _draft(self, address: str, record: Record, ways: Sequence[_Way], answer: Answer) -> _Draft:
        """Give a report with the ways in which it may read; the versions of its date are kept together."""
        live = both(answer, negate(self._applied.retracted(address)))
        (body, after), *others = ways
        if not others and not self._applied.fields(address, body, after=after):
            report = _plain_report(record, address, body)
            return _Draft(address, record, (report,), both(live, self._source_stands(report)), (report.reported,))
        variants: dict[Report, None] = {}
        dates: dict[str | None, None] = {}
        for body, after in ways:
            fields = self._applied.fields(address, body, after=after)
            dates.update(dict.fromkeys(date_texts(fields, "reported", body.get("reported"))))
            first = {name: versions[0][0] for name, versions in fields.items()}
            telling = {name: versions for name, versions in fields.items() if name in _TELLING}
            for values in itertools.product(*([value for value, _ in versions] for versions in telling.values())):
                given = {**body, **first, **dict(zip(telling, values, strict=True)), "event": record.id}
                told = attrs.evolve(_report(given), event=None)
                if not any(_same_word(told, other) for other in variants):
                    variants[told] = None
        stands = of_all(self._source_stands(report) for report in variants)
        return _Draft(address, record, tuple(variants), both(live, stands), tuple(dates))

    def _source_stands(self, report: Report) -> Answer:
        """Say whether the source of a report is not taken back, which would take the report with it."""
        source = self._sources.known.get(report.source) if report.source else None
        return negate(source.retracted) if source else Answer.YES

    def _publication(
        self, name: str, draft: _Draft, report: Report, relayed: _Relayed, not_before: tuple[Moment, ...]
    ) -> Publication:
        via = upstream_of(report, self._sources.known.get(report.source or ""))
        return self._sources.publication(
            name,
            record=draft.record,
            typed=typed_window(draft.dates),
            source=report.source,
            not_before=not_before,
            rests_on=tuple(relayed.group(upstream, name) for upstream in via),
            relays=tuple(place for upstream in report.via for place in relayed.shown(upstream) if place != name),
            is_live=draft.live is Answer.YES and len(draft.variants) == 1,
        )


def upstream_of(report: Report, source: KnownSource | None) -> tuple[str, ...]:
    """Name the sources that a report rests on: its own ``via``; with neither that nor an ``origin``, its source's."""
    if report.via or report.origin is not None or source is None:
        return report.via
    return source.source.via


def relayed_reports(reports: Iterable[tuple[Report, str]]) -> dict[str, list[str]]:
    """Give what a relay of each source rests on: its own reports that *report* the event, else its others.

    Args:
        reports: Live reports on one event, each with the name to give.
    """
    affirming: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for report, name in reports:
        if report.source:
            (affirming if report.stance == "reports" else others).setdefault(report.source, []).append(name)
    return others | affirming


def _same_word(one: Report, other: Report) -> bool:
    """Whether two ways of reading a report tell the same, its date and quote aside."""
    return all(getattr(one, name) == getattr(other, name) for name in _TELLING)


def _plain_report(record: Record, address: str, body: Mapping[str, Any]) -> Report:
    """Give a report that nothing corrects, as it was read where that is at hand."""
    _, _, number = address.partition("#")
    content = record.content
    if isinstance(content, Report):
        return attrs.evolve(content, event=None)
    if number and isinstance(content, Event) and int(number) <= len(content.reports):
        report = content.reports[int(number) - 1]
        if record.body is not None and record.body["reports"][int(number) - 1] is body:
            return report
    return attrs.evolve(_report({**body, "event": record.id}), event=None)


def _report(body: Mapping[str, Any]) -> Report:
    value = structure("report", without_nothing(body))
    if not isinstance(value, Report):
        raise RecordError("this is no report")
    return value


def _named(reason: str, drafts: Sequence[_Draft]) -> str:
    """Put names for the places that stand for reports in a reason."""
    for number, draft in enumerate(drafts):
        for variant, report in enumerate(draft.variants):
            name = report.source or draft.address[:12]
            reason = reason.replace(f"{number}.{variant} rests on it,", f"the report by {name} rests on it,")
            reason = reason.replace(f"it rests on {number}.{variant},", f"it rests on the report by {name},")
    return reason.replace(f"it rests on {_SOURCE}", "it rests on ")
