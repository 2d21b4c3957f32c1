"""Reports that were just added, or would be, whose day nobody gives: since when they count, and so does their event.

Law of this module: it decides nothing; the days are those by which answers judge the same reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import attrs

from timeline.asof.answering import UNLIMITED
from timeline.asof.ledger import Ledger
from timeline.asof.values import KnownEvent, KnownReport
from timeline.dates.values import DAY, NEVER_BEFORE, Answer, Moment, format_day
from timeline.records.model import Record
from timeline.records.twins import Knew


@attrs.frozen
class Undated:
    """A report without a day, its own or its source's, and the event that it speaks of."""

    event: KnownEvent
    report: KnownReport
    is_by_known_source: bool

    @property
    def what(self) -> str:
        """Since when it counts, in words."""
        name = self.report.report.source
        by = f' by "{name}"' if name else ""
        since, until = self.report.window.lo, self.report.window.hi
        lo, hi = self._known_otherwise()
        counts = "it counts as possibly out"
        if self.report.takes("reports") is Answer.YES and since < hi and (since < lo or until < hi):
            since, until, counts = min(since, lo), min(until, hi), "the event counts as possibly known"
        surely = f"surely from {_day(until)} on{self._why(until)}"
        return f"its report{by} has no day: {counts} {self._since(since)}, and {surely}"

    def _known_otherwise(self) -> tuple[Moment, Moment]:
        """Give the first moment at which the event may, and at which it must, be known without this report."""
        others = [
            one.window
            for one in self.event.reports
            if one is not self.report and one.live is Answer.YES and one.takes("reports") is Answer.YES
        ]
        los, his = [one.lo for one in others], [one.hi for one in others]
        if self.event.tells_itself:
            begun = self.event.record.recorded_at // DAY * DAY
            los, his = [*los, begun], [*his, begun + DAY - 1]
        end = float("inf")
        return min(los, default=end), min(his, default=end)

    def _since(self, moment: Moment) -> str:
        if moment == NEVER_BEFORE:
            return "at any earlier time"
        occurred = self.event.event.occurred
        is_start = occurred is not None and occurred.meaning.span.lo == moment
        return f"from {_day(moment)} on" + (", the first day on which it may have happened" if is_start else "")

    def _why(self, moment: Moment) -> str:
        recorded = max(self.report.record.recorded_at, self.event.record.recorded_at)
        return ", the day on which this is recorded" if moment // DAY == recorded // DAY else ""

    @property
    def fix(self) -> str:
        """How to give the day."""
        address, name = self.report.address, self.report.report.source
        reported = f"`timeline correct {address[:12]}{address[64:]} --set reported=DATE --because TEXT`"
        of_all = f", or that of all it says `timeline correct {name} --set published=DATE --because TEXT`"
        return f"if it is known, give it: {reported}{of_all if name and self.is_by_known_source else ''}"


def _day(moment: Moment) -> str:
    return format_day(int(moment // DAY))


def undated(records: Iterable[Record], addresses: Collection[str], knew: Knew | None = None) -> Iterator[Undated]:
    """Find which of some reports have no day, nor has their source, in the order of their events."""
    snapshot = Ledger(records, knew).at(UNLIMITED)
    for event in snapshot.events:
        for report in event.reports:
            source = snapshot.sources.get(report.report.source or "")
            typed = report.report.reported or (source.source.published if source else None)
            if report.address in addresses and typed is None and report.window.hi - report.window.lo >= DAY:
                yield Undated(event, report, source is not None)
