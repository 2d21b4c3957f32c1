"""Events that are told as having happened, and were surely reported before they can have.

Law of this module: only what is sure is named. What is planned or possible may be reported before its day; of dates
that may read in several ways nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from timeline.asof.answering import UNLIMITED
from timeline.asof.ledger import Ledger
from timeline.asof.values import KnownEvent, KnownReport
from timeline.dates.days import format_moment
from timeline.dates.values import DAY, Answer, Moment, format_day
from timeline.records.model import Record
from timeline.records.twins import Knew
from timeline.records.words import AHEAD


class Early(msgspec.Struct, frozen=True):
    """An event, one of its reports that surely came before it, and what dates the event, as typed."""

    event: KnownEvent
    report: KnownReport
    date: str

    @property
    def what(self) -> str:
        """The fault, in words."""
        name = self.report.report.source
        by = f' by "{name}"' if name else ""
        last = int(self.report.window.hi)
        by_when = format_day(last // DAY) if last % DAY == DAY - 1 else format_moment(last)
        return (
            f"it is told as having happened ({self.date}), and was reported{by} no later than {by_when}, "
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


def early(records: Iterable[Record], knew: Knew | None = None) -> Iterator[Early]:
    """Find the events that are surely reported before they can have happened, in the order of the events."""
    for event in Ledger(records, knew).at(UNLIMITED).events:
        begins = _begins(event)
        if begins is None or event.retracted is not Answer.NO:
            continue
        moment, date = begins
        for report in event.reports:
            is_told = report.live is Answer.YES and report.takes("reports") is Answer.YES
            if is_told and report.window.hi < moment:
                yield Early(event, report, date)
                break


def _begins(event: KnownEvent) -> tuple[Moment, str] | None:
    """Give the earliest moment at which any of it can have happened, and what dates it; None where that is not sure."""
    if event.versions.keys() & {"occurred", "facts"}:
        return None
    if not event.facts:
        date = event.event.occurred
        return None if date is None else (date.meaning.span.lo, date)
    dated = [(fact.start.lo, fact.date) for fact in event.facts if fact.fact.mode not in AHEAD]
    if not dated or any(date is None for _, date in dated):
        return None
    moment, date = min(dated, key=lambda pair: pair[0])
    return moment, date or ""
