"""Events that are told as having happened, and were surely reported before they can have.

Law of this module: only what is sure is named. What is planned or possible may be reported before its day; of dates
that may read in several ways nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownEvent, KnownReport
from timeline.dates.values import DAY, NEVER_BEFORE, Answer, Clock, Moment, format_day
from timeline.records.model import Capture, Correction, Event, Link, Record, Report, Retraction, Source
from timeline.records.usual import Glance, begin_of
from timeline.verify.fast import widen
from timeline.verify.spans import Spans


class New(Protocol):
    """A record that was just added, or would be; what it tells is read when it is asked for."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def recorded(self) -> str:
        """Its stamp."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def body(self) -> Mapping[str, Any] | None:
        """Its body."""

    @property
    def said(self) -> tuple[str, str, Mapping[str, Any]]:
        """Its stamp, its kind and its body, at one look."""

    @property
    def seen(self) -> Glance | None:
        """What bears on others, where it was an event of the usual form that was glanced at."""

    @property
    def may_hold_login(self) -> bool:
        """Whether one of its texts may hold an address with a login."""

    @property
    def record(self) -> Record:
        """The record."""


_ALL: Final = Clocks(on=Clock(text="", read="", lo=0, hi=0))
_SIMPLE: Final = frozenset({"source", "stance", "reported", "quote", "because"})
_NOT_YET: Final = frozenset({"planned", "possible"})


@attrs.frozen
class Early:
    """An event, one of its reports that surely came before it, and what dates the event, as typed."""

    event: KnownEvent
    report: KnownReport
    date: str

    @property
    def what(self) -> str:
        """The fault, in words."""
        name = self.report.report.source
        by = f' by "{name}"' if name else ""
        day = format_day(int(self.report.window.hi // DAY))
        return (
            f"it is told as having happened ({self.date}), and was reported{by} no later than {day}, "
            "before it can have happened"
        )

    @property
    def fix(self) -> str:
        """What to do, whichever of the two is wrong."""
        short = self.event.id[:12]
        name = self.report.report.source
        other = f"timeline correct {self.report.address[:12]}{self.report.address[64:]} --set reported=DATE"
        if self.report.report.reported is None and name:
            other = f"timeline correct {name} --set published=DATE"
        return (
            f"mend the date that is wrong: `timeline correct {short} --set occurred=DATE --because TEXT`, "
            f"or `{other} --because TEXT`; what was only announced is planned: "
            f"`timeline correct {short} --planned E.P=V --because TEXT`"
        )


def early(records: Iterable[Record]) -> Iterator[Early]:
    """Find the events that are surely reported before they can have happened, in the order of the events.

    Args:
        records: Those that are judged, with all sources, and all that changes any of them.
    """
    for event in Ledger(records).at(_ALL).events:
        begins = _begins(event)
        if begins is None or event.retracted is not Answer.NO:
            continue
        moment, date = begins
        for report in event.reports:
            is_told = report.live is Answer.YES and report.takes("reports") is Answer.YES
            if is_told and report.window.hi < moment:
                yield Early(event, report, date)
                break


class Sift:
    """Records that were just added, sifted as they come: most events are surely not reported too early.

    Of an event is kept to which group it belongs, by the sources that it cites, and of each group the bounds of its
    dates: where the bounds are sure, each of its events is.
    """

    def __init__(self) -> None:
        self.events: list[New] = []
        self.others: list[New] = []
        self._reported: list[int] = []
        self._odd: set[str] = set()
        self._groups: dict[str, tuple[str, Moment, Moment | None]] = {}

    def add(self, one: New, recorded: str, kind: str, body: Mapping[str, Any]) -> None:
        """Take a record, given with its stamp, its kind and its body."""
        if kind != "event":
            self.others.append(one)
            return
        if body.get("reports"):
            self._reported.append(len(self.events))
            plain = _plain(body)
            if plain is None:
                self._odd.add(one.id)
            else:
                widen(self._groups, plain[0], recorded[:10], *plain[1:])
        self.events.append(one)

    def add_usual(self, one: New, seen: Glance) -> None:
        """Take an event that was glanced at."""
        if seen.cites is not None:
            self._reported.append(len(self.events))
            if seen.is_early:
                self._odd.add(one.id)
            else:
                widen(self._groups, seen.cites, one.recorded[:10], seen.not_before, seen.reported)
        self.events.append(one)

    def unsure(self, records: Iterable[Record]) -> Iterator[str]:
        """Name the events that may be reported too early.

        Args:
            records: All others, those that were added, too.
        """
        others = [record for record in records if not isinstance(record.content, Event)]
        spans = Spans(Ledger(others), others)
        wide = {cites for cites, bounds in self._groups.items() if not spans.are_sure(cites, *bounds)}
        yield from self._odd
        for place in self._reported if wide else ():
            one = self.events[place]
            plain = _plain(one.body or {})
            if plain is not None and plain[0] in wide and not spans.are_sure(plain[0], one.recorded[:10], *plain[1:]):
                yield one.id


def early_among(records: Iterable[Record], added: Iterable[New] | Sift) -> Iterator[Early]:
    """Find those of the events that were just added, or got a report, that are reported too early.

    Args:
        records: Of the log as it was.
        added: What was added to it; one who has looked at it already gives it sifted.
    """
    if isinstance(added, Sift):
        sift = added
    else:
        sift = Sift()
        for one in added:
            sift.add(one, *one.said)
    held = {record.id: record for record in records}
    wanted: set[str] = set()
    for one in sift.others:
        held[one.id] = record = one.record
        if isinstance(record.content, Report):
            wanted.add(record.content.event or "")
    if not sift.events and not wanted:
        return
    wanted |= set(sift.unsure(held.values()))
    held |= {one.id: one.record for one in sift.events if one.id in wanted}
    changes = Source | Capture | Correction | Retraction
    chosen = (
        record
        for record in held.values()
        if record.id in wanted
        or isinstance(record.content, changes)
        or (isinstance(record.content, Report) and record.content.event in wanted)
        or (isinstance(record.content, Link) and record.content.rel == "same-origin")
    )
    yield from (one for one in early(chosen) if one.event.id in wanted)


def _plain(body: Mapping[str, Any]) -> tuple[str, Moment, Moment | None] | None:
    """Tell of an event, as far as it is simple, what :meth:`Spans.are_sure` asks; None where it is not.

    Returns:
        The sources that it cites, joined with newlines; the latest moment at which it begins; and of the dates that its
        reports have of their own the latest at which one begins, None where none has one.
    """
    reports = body["reports"]
    dates = [body.get("occurred"), *(fact.get("during") for fact in body.get("facts") or ())]
    begins = [begin_of(date) for date in dates if date is not None]
    reported = [begin_of(one["reported"]) for one in reports if one.get("reported") is not None]
    sure, told = [one for one in begins if one is not None], [one for one in reported if one is not None]
    if len(sure) < len(begins) or len(told) < len(reported) or not all(one.keys() <= _SIMPLE for one in reports):
        return None
    latest = max(sure, default=NEVER_BEFORE)
    if any(latest > moment for moment in told):
        return None
    return "\n".join(one.get("source", "") for one in reports), latest, max(told, default=None)


def _begins(event: KnownEvent) -> tuple[Moment, str] | None:
    """Give the earliest moment at which any of it can have happened, and what dates it; None where that is not sure."""
    if event.versions.keys() & {"occurred", "facts"}:
        return None
    if not event.facts:
        date = event.event.occurred
        return None if date is None else (date.meaning.span.lo, date)
    dated = [(fact.start.lo, fact.date) for fact in event.facts if fact.fact.mode not in _NOT_YET]
    if not dated or any(date is None for _, date in dated):
        return None
    moment, date = min(dated, key=lambda pair: pair[0])
    return moment, date or ""
