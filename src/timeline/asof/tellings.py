"""How single events, sources and links are told, over all as-of moments: what is compiled to the relation.

Law of this module: between two edges nothing is told otherwise, and it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from timeline.asof.answering import UNLIMITED, Answering
from timeline.asof.shared import Held
from timeline.asof.sources import Sources
from timeline.asof.values import Clocks, KnownEvent, KnownLink
from timeline.asof.windows import day_of
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Answer, Clock, Moment, both


class Tellings:
    """How events, sources and links are told as of every moment, each by itself, by what a log held.

    What is told goes from one moment, itself included, to the next one that is given. The first is minus infinity; the
    last, plus infinity, is a question without an as-of day.
    """

    def __init__(self, held: Held) -> None:
        self._held = held
        self._edges = held.change_edges()
        self._questions: dict[Moment, Answering] = {}

    @property
    def aliases(self) -> Mapping[str, str]:
        """The ids of records that say again what another said, each with the id of that other."""
        return self._held.changes.aliases

    def of_event(self, event_id: str) -> tuple[tuple[Moment, KnownEvent], ...]:
        """Give an event as told; nothing where the log does not hold it, or holds it as another's twin."""
        record = self._held.changes.by_id.get(event_id)
        if record is None:
            return ()
        found: list[tuple[Moment, KnownEvent]] = []
        moment: Moment | None = NEVER_BEFORE
        while moment is not None:
            event = self._at(moment).told_of(record)
            found.append((moment, event))
            moment = _next(moment, _turns_of(event), self._edges)
        return tuple(found)

    def of_sources(self) -> tuple[tuple[Moment, Sources], ...]:
        """Give all sources."""
        starts = dict.fromkeys((NEVER_BEFORE, *self._edges, NEVER_AFTER))
        return tuple((moment, self._at(moment).sources) for moment in starts)

    def of_link(self, link_id: str) -> tuple[tuple[Moment, tuple[KnownLink, ...]], ...]:
        """Give the ways in which a link may read, as far as there are events at its ends."""
        record = self._held.changes.by_id.get(link_id)
        if record is None:
            return ()
        starts = dict.fromkeys((NEVER_BEFORE, *self._edges, NEVER_AFTER))
        return tuple((moment, self._at(moment).link_readings(record)) for moment in starts)

    def _at(self, moment: Moment) -> Answering:
        """Give a question at a moment, which shares all but its clock with others between the same changes."""
        clock = None if moment == NEVER_AFTER else Clock(text="", read="", lo=moment, hi=moment)
        clocks = Clocks(as_of=clock, on=UNLIMITED.on)
        since = max((edge for edge in self._edges if edge <= moment), default=NEVER_BEFORE)
        before = self._questions.get(since)
        if before is None:
            before = self._questions[since] = Answering(self._held, clocks)
            return before
        return before.at_another_moment(clocks)


def _turns_of(event: KnownEvent) -> set[Moment]:
    """Give the moments at which more of an event turns than whether one of its reports is known.

    It is told, and its facts count, from the first report on that may be live, surely from the first that is. When it
    was reported turns with each report that comes later and narrows that, or where none is sure, may widen it.
    """
    turns: set[Moment] = set()
    if event.tells_itself:
        recorded = day_of(event.record.recorded_at)
        turns |= {recorded.lo, recorded.hi}
    affirming = {report.address: both(report.live, report.takes("reports")) for report in event.reports}
    for some in (
        event.reports,
        [report for report in event.reports if report.live is not Answer.NO],
        [report for report in event.reports if report.live is Answer.YES],
        [report for report in event.reports if affirming[report.address] is not Answer.NO],
        [report for report in event.reports if affirming[report.address] is Answer.YES],
    ):
        if some:
            turns |= {min(report.window.lo for report in some), min(report.window.hi for report in some)}
    least, greatest = NEVER_AFTER, NEVER_BEFORE
    for report in sorted(event.reports, key=lambda report: (report.window.lo, report.window.hi)):
        answer = affirming[report.address]
        if answer is Answer.YES and (report.window.hi < least or least == NEVER_AFTER):
            turns.add(report.window.lo)
            least = report.window.hi
        if answer is Answer.POSSIBLY and (report.window.hi > greatest or greatest == NEVER_BEFORE):
            turns.add(report.window.lo)
            greatest = report.window.hi
    return turns


def _next(moment: Moment, *edges: Iterable[Moment]) -> Moment | None:
    """Give the first edge after a moment: plus infinity where there is none, None after that."""
    if moment == NEVER_AFTER:
        return None
    return min((edge for some in edges for edge in some if edge > moment), default=NEVER_AFTER)
