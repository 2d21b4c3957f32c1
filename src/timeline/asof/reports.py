"""The reports on one event: as corrected, whether they are live, and when each became public.

Law of this module: a report may read in several ways where a change possibly applies; what all of them say is sure.
Within an event a relay rests on the relayed source's own report, and that one was public when the relay was.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from timeline.asof.changes import Applied, Order
from timeline.asof.shared import Held
from timeline.asof.sources import Sources, possible, without_nothing
from timeline.asof.values import KnownReport, KnownSource, of_all
from timeline.asof.windows import Dropped, Publication, Window, windows
from timeline.dates.values import Answer, Clock, Moment, both, negate
from timeline.dates.written import WrittenDate
from timeline.errors import RecordError
from timeline.records.model import Event, Record, Report, structure, with_dates

_SOURCE: Final = "source "  # begins the name of a source that stands for itself among an event's reports
_TELLING: Final = ("stance", "source", "via", "origin")
_Way: TypeAlias = "tuple[Mapping[str, Any], Order | None]"
"""One way in which a report may read, and the place of the change that gave it, if one did."""


class _Draft(msgspec.Struct, frozen=True):
    """A report on an event before its window is known: the ways it may read, the surest first, and its dates."""

    address: str
    record: Record
    variants: tuple[Report, ...]
    live: Answer
    dates: tuple[WrittenDate | None, ...]

    @property
    def sources(self) -> tuple[str | None, ...]:
        """The sources that it may be by, the surest first."""
        return tuple(dict.fromkeys(variant.source for variant in self.variants))

    @property
    def affirms(self) -> Answer:
        """Whether it *reports* the event."""
        return of_all(Answer.YES if variant.stance == "reports" else Answer.NO for variant in self.variants)


class _Relayed:
    """What a relay of a source rests on within one event: that source's own reports there, else the source.

    Reports that *report* the event are preferred: a doubt carries no claim. A report that may be by several sources
    is not surely any one's.
    """

    def __init__(self, sources: Sources, drafts: Sequence[_Draft]) -> None:
        self._sources = sources
        self._named: dict[str, None] = {}
        self._by: dict[str, list[_Draft]] = {}
        self._live: dict[str, list[_Draft]] = {}
        for draft in drafts:
            for source in draft.sources:
                if source:
                    self._by.setdefault(source, []).append(draft)
                    if draft.live is not Answer.NO:
                        self._live.setdefault(source, []).append(draft)

    def shown(self, source: str) -> list[str]:
        """Name what a report that names a source in ``via`` shows to have been public by its own time."""
        if source not in self._live:
            self._named.setdefault(source)
            return [f"{_SOURCE}{source}"]
        affirming = [draft for draft in self._live[source] if draft.affirms is not Answer.NO]
        return [
            draft.address
            for draft in self._by[source]
            if draft.sources == (source,)
            and (draft.affirms is Answer.YES or not any(other is not draft for other in affirming))
        ]

    def group(self, source: str, relay: str) -> tuple[str, ...]:
        """Name what a relay of a source is not earlier than the earliest of; nothing where that cannot be said."""
        live = self._live.get(source, ())
        surely = [draft for draft in live if draft.live is Answer.YES and draft.sources == (source,)]
        carries = any(draft.affirms is Answer.YES for draft in surely)
        names = [draft.address for draft in live if draft.affirms is not Answer.NO or not carries]
        if not surely:
            if not self._stands(source):
                return ()
            self._named.setdefault(source)
            names.append(f"{_SOURCE}{source}")
        return tuple(name for name in names if name != relay)

    def _shown_by_a_source(self, source: str) -> list[str]:
        """Name what a source that rests on another shows to have been public: that other, and all its reports."""
        self._named.setdefault(source)
        own = (draft.address for draft in self._by.get(source, ()) if draft.sources == (source,))
        return [*own, f"{_SOURCE}{source}"]

    def _stands(self, source: str) -> bool:
        known = self._sources.known.get(source)
        return known is None or known.retracted is Answer.NO

    def publications(self) -> tuple[Publication, ...]:
        """Give the sources that stand for themselves, and what these rest on in turn."""
        made: dict[str, Publication] = {}
        while missing := [source for source in self._named if source not in made]:
            for source in missing:
                window = self._sources.windows.get(source)
                publication = self._sources.publications.get(source)
                via = publication.relays if publication else ()
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


class Reports:
    """Makes the reports of events, for one question."""

    def __init__(self, held: Held, applied: Applied, sources: Sources, as_of: Clock | None) -> None:
        self._held = held
        self._applied = applied
        self._sources = sources
        self._as_of = as_of
        self.dropped: list[Dropped] = []

    def of(self, record: Record, event: Event, not_before: tuple[Moment, ...]) -> tuple[KnownReport, ...]:
        """Give the reports on an event, as corrected, those inside it first.

        ``not_before`` is a moment before which an undated report of it cannot have been public, if there is one.
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
        relayed = _Relayed(self._sources, drafts)
        publications = [self._publication(draft, relayed, not_before) for draft in drafts]
        found, dropped = windows((*publications, *relayed.publications()))
        self.dropped.extend(
            Dropped(item.name, _named(item.reason, drafts)) for item in dropped if not item.name.startswith(_SOURCE)
        )
        return tuple(self._known_report(draft, found[draft.address]) for draft in drafts)

    def _known_report(self, draft: _Draft, window: Window) -> KnownReport:
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
        dates: dict[WrittenDate | None, None] = {}
        for body, after in ways:
            fields = self._applied.fields(address, body, after=after)
            dates.update(dict.fromkeys(possible(fields, "reported", with_dates(body.get("reported"), "reported"))))
            first = {name: versions[0][0] for name, versions in fields.items()}
            telling = {name: versions for name, versions in fields.items() if name in _TELLING}
            for values in itertools.product(*([value for value, _ in versions] for versions in telling.values())):
                given = {**body, **first, **dict(zip(telling, values, strict=True)), "event": record.id}
                # any JSON, so it may have no hash
                told = msgspec.structs.replace(_report(given), event=None, imported=None)
                if not any(_same_word(told, other) for other in variants):
                    variants[told] = None
        stands = of_all(self._source_stands(report) for report in variants)
        return _Draft(address, record, tuple(variants), both(live, stands), tuple(dates))

    def _source_stands(self, report: Report) -> Answer:
        """Say whether the source of a report is not taken back, which would take the report with it."""
        source = self._sources.known.get(report.source) if report.source else None
        return negate(source.retracted) if source else Answer.YES

    def _publication(self, draft: _Draft, relayed: _Relayed, not_before: tuple[Moment, ...]) -> Publication:
        upstream = _common(self._upstream_of(report) for report in draft.variants)
        named = _common(report.via for report in draft.variants)
        return self._sources.publication(
            draft.address,
            record=draft.record,
            dates=draft.dates,
            sources=draft.sources,
            not_before=not_before,
            rests_on=tuple(relayed.group(source, draft.address) for source in upstream),
            relays=tuple(place for source in named for place in relayed.shown(source) if place != draft.address),
            is_live=draft.live is Answer.YES,
        )

    def _upstream_of(self, report: Report) -> tuple[str, ...]:
        """Name the sources that a report rests on, whatever version of its source is true."""
        if report.via or report.origin is not None:
            return report.via
        source = self._sources.publications.get(report.source or "")
        return source.relays if source else ()


def upstream_of(report: Report, source: KnownSource | None) -> tuple[str, ...]:
    """Name the sources that a report rests on: its own ``via``; with neither that nor an ``origin``, its source's."""
    if report.via or report.origin is not None or source is None:
        return report.via
    return source.source.via


def _same_word(one: Report, other: Report) -> bool:
    """Whether two ways of reading a report tell the same, its date and quote aside."""
    return all(getattr(one, name) == getattr(other, name) for name in _TELLING)


def _plain_report(record: Record, address: str, body: Mapping[str, Any]) -> Report:
    """Give a report that nothing corrects, as it was read where that is at hand."""
    _, _, number = address.partition("#")
    content = record.content
    if isinstance(content, Report):
        return msgspec.structs.replace(content, event=None)
    if number and isinstance(content, Event) and int(number) <= len(content.reports):
        report = content.reports[int(number) - 1]
        if record.body is not None and record.body["reports"][int(number) - 1] is body:
            return report
    return msgspec.structs.replace(_report({**body, "event": record.id}), event=None)


def _report(body: Mapping[str, Any]) -> Report:
    value = structure("report", without_nothing(body))
    if not isinstance(value, Report):
        raise RecordError("this is no report")
    return value


def _common(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Give what all of several share, in the order of the first."""
    first, *others = several
    return tuple(item for item in first if all(item in other for other in others)) if others else first


def _named(reason: str, drafts: Sequence[_Draft]) -> str:
    """Put names for the addresses of reports in a reason."""
    for draft in drafts:
        name = draft.variants[0].source or draft.address[:12]
        reason = reason.replace(f"{draft.address} rests on it,", f"the report by {name} rests on it,")
        reason = reason.replace(f"it rests on {draft.address},", f"it rests on the report by {name},")
    return reason.replace(f"it rests on {_SOURCE}", "it rests on ")
