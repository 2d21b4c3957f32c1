"""Who tells a thing: the origins behind the reports of it, and whether two things are told by different ones.

Law of this module: what one origin tells twice is one teller's word, whoever relays it. Sources that do not say what
they rest on may rest on one origin, so only origins that are named are surely two.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from timeline.asof.values import KnownEvent, KnownReport, Snapshot
from timeline.dates.values import Answer
from timeline.records.words import Stance
from timeline.views.standing import End, ends_of


@attrs.frozen(kw_only=True)
class Tellers:
    """The ends of the chains behind some reports.

    ``sure`` are those of reports that are surely known, two origins that may be the same counted as one. ``every`` are
    those of all reports that may be known, with only what is surely the same united; ``widest`` are the same with what
    may be the same united. ``sources`` names those whose reports they are.
    """

    sure: frozenset[End] = frozenset()
    every: frozenset[End] = frozenset()
    widest: frozenset[End] = frozenset()
    sources: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the ends: of origins first, then of sources that do not say what they rest on."""
        return [end.name for end in sorted(self.every, key=lambda end: (not end.resolved, end.name))]

    @property
    def is_settled(self) -> bool:
        """Whether they are the same in every world in which somebody tells it."""
        return self.sure == self.widest or len(self.every) == 1

    @property
    def unresolved(self) -> list[str]:
        """The sources among the ends: what they rest on is not known."""
        return sorted(end.name for end in self.every if not end.resolved)


def joined(some: Iterable[Tellers]) -> Tellers:
    """Join the tellers of several things."""
    first, *others = some
    if not others:
        return first
    return Tellers(
        sure=first.sure.union(*(one.sure for one in others)),
        every=first.every.union(*(one.every for one in others)),
        widest=first.widest.union(*(one.widest for one in others)),
        sources=tuple(dict.fromkeys(name for one in (first, *others) for name in one.sources)),
    )


def tellers(snapshot: Snapshot, event: KnownEvent, stance: Stance = "reports", *, sure: bool = True) -> Tellers:
    """Find who takes a stance on an event; of one that several records tell, on one of ``united``.

    ``sure`` where what they tell of it surely counts, so that a teller of it can be sure.
    """
    told = _told(event, stance)
    reports = [report for report, _ in told]
    surely = [report for report, counts in told if counts is Answer.YES] if sure else []
    return Tellers(
        sure=plain(ends_of(snapshot, event, surely, Answer.YES, united=Answer.POSSIBLY)),
        every=plain(ends_of(snapshot, event, reports, Answer.POSSIBLY, united=Answer.YES)),
        widest=plain(ends_of(snapshot, event, reports, Answer.POSSIBLY, united=Answer.POSSIBLY)),
        sources=tuple(dict.fromkeys(report.report.source for report in reports if report.report.source)),
    )


class Known:
    """Who takes a stance on the events of a snapshot: worked out once for all that the same sources tell alike.

    So it is where no report on an event says what it rests on, and no source of one rests on another.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._found: dict[object, Tellers] = {}

    def of(self, event: KnownEvent, stance: Stance = "reports", *, sure: bool = True) -> Tellers:
        """Find who takes a stance on an event, as :func:`tellers` does."""
        told = _told(event, stance)
        if not all(self._is_alone(report) for report, _ in told):
            return tellers(self._snapshot, event, stance, sure=sure)
        alike = (sure, *((report.report.source, counts) for report, counts in told))
        found = self._found.get(alike)
        if found is None:
            found = self._found[alike] = tellers(self._snapshot, event, stance, sure=sure)
        return found

    def _is_alone(self, known: KnownReport) -> bool:
        """Whether the chain of a report goes no further than its source."""
        report = known.report
        if report.origin is not None or report.via:
            return False
        source = self._snapshot.sources.get(report.source) if report.source else None
        return source is None or not source.source.via


def _told(event: KnownEvent, stance: Stance) -> list[tuple[KnownReport, Answer]]:
    """Give the reports that may take a stance on an event, each with whether it counts."""
    told = ((report, min(report.known, report.takes(stance))) for report in event.reports)
    return [(report, counts) for report, counts in told if counts is not Answer.NO]


def same(one: Tellers, other: Tellers) -> Answer:
    """Say whether all tellers of the one are those of the other: then each of them told both.

    Sure only where that is so whoever of those that may be known is; NO where none of them tells the one and the other,
    or one of either is surely missing from the other.
    """
    if one.every and one.every == other.every and one.is_settled and other.is_settled:
        return Answer.YES
    may_be = one.widest & other.widest and one.sure <= other.widest and other.sure <= one.widest
    return Answer.POSSIBLY if may_be else Answer.NO


def differ(one: Tellers, other: Tellers) -> Answer:
    """Say whether two things are told by different origins.

    NO where all tellers of the one are those of the other: then each of them told both. YES where two named origins,
    which cannot be the same, tell one each; POSSIBLY where that is not known, or nobody is named.
    """
    if one.every and one.every == other.every:
        return Answer.NO
    are_two = any(end.resolved and far.resolved and end != far for end in one.sure for far in other.sure)
    return Answer.YES if are_two and one.widest != other.widest else Answer.POSSIBLY


def plain(ends: Iterable[End]) -> frozenset[End]:
    """Leave out whether an origin gains by the claim: it is the same origin."""
    return frozenset(End(name=end.name, resolved=end.resolved) for end in ends)
