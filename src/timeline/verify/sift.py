"""New records sifted: which of the events may be reported before they can have happened, and which surely are not.

Law of this module: it names what is not surely right, and leaves the judgement to :mod:`timeline.verify.early`; it
builds no ledger for what needs none.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from timeline.dates.values import NEVER_BEFORE, Moment
from timeline.named import NamedTuple
from timeline.records.model import Capture, Correction, Event, Link, Record, Report, Retraction, Source
from timeline.records.spooled import Lazy
from timeline.records.usual import begin_of
from timeline.verify.spans import Spans, widen

if TYPE_CHECKING:
    from timeline.asof.ledger import Ledger
    from timeline.records.twins import Knew
    from timeline.records.usual import Glance

_SIMPLE: Final = frozenset({"source", "stance", "reported", "quote", "because"})


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


class Suspects(NamedTuple):
    """The ids of events that may be reported too early, and the records by which they are judged."""

    events: frozenset[str]
    records: Sequence[Record]


class Sift:
    """Records that were just added, sifted as they come: most events are surely not reported too early.

    Of an event is kept to which group it belongs, by the sources that it cites, and of each group the bounds of its
    dates: where the bounds are sure, each of its events is. ``knew`` says who knew of whom; by default the records
    tell.
    """

    def __init__(self, knew: Knew | None = None, *, among: Sequence[New] | None = None) -> None:
        """Begin with none; where they come in the order of a sequence, ``among``, events are only noted by place."""
        self._knew = knew
        self._among: list[New] = []
        self._all = self._among if among is None else among
        self._taken = 0
        self._events = array("q")
        self.others: list[New] = []
        self._reported: list[int] = []
        self._odd: set[str] = set()
        self._groups: dict[str, tuple[str, Moment, Moment | None]] = {}

    def add(self, one: New, recorded: str, kind: str, body: Mapping[str, Any]) -> None:
        """Take a record, given with its stamp, its kind and its body."""
        if kind != "event":
            self.others.append(one)
            self._take(one)
            return
        if body.get("reports"):
            self._reported.append(len(self._events))
            plain = _plain(body)
            if plain is None:
                self._odd.add(one.id)
            else:
                widen(self._groups, plain[0], recorded[:10], *plain[1:])
        self._events.append(self._taken)
        self._take(one)

    def add_usual(self, one: New, seen: Glance) -> None:
        """Take an event that was glanced at."""
        if seen.cites is not None:
            self._reported.append(len(self._events))
            if seen.is_early:
                self._odd.add(one.id)
            else:
                widen(self._groups, seen.cites, one.recorded[:10], seen.not_before, seen.reported)
        self._events.append(self._taken)
        self._take(one)

    def _take(self, one: New) -> None:
        self._taken += 1
        if self._all is self._among:
            self._among.append(one)

    @property
    def events(self) -> Sequence[New]:
        """The events that were taken, in their order."""
        return Lazy(len(self._events), lambda number: self._all[self._events[number]])

    def suspects(self, records: Iterable[Record]) -> Suspects:
        """Find the events that may be reported too early, and by what :func:`timeline.verify.early.early` judges."""
        old = {record.id: record for record in records}

        def beside() -> Iterator[Record]:
            """Give the records that are no new events, each when it is asked for: new sources may be many."""
            return itertools.chain(old.values(), (one.record for one in self.others))

        told = (one.record.content for one in self.others if one.kind == "report")
        wanted = {report.event or "" for report in told if isinstance(report, Report)}
        if self.events or wanted:
            wanted |= set(self._unsure(beside))
        if not wanted:
            return Suspects(frozenset(), ())
        return Suspects(frozenset(wanted), self._chosen({record.id: record for record in beside()}, wanted))

    def bearing(self, records: Iterable[Record], reporting: Container[str]) -> tuple[Record, ...]:
        """Give what bears on when the events were reported that some of the new records, by their ids, report."""
        held = {record.id: record for record in (*records, *(one.record for one in self.others))}
        told = [held[one.id] for one in self.others if one.id in reporting]
        wanted = {record.content.event or "" for record in told if isinstance(record.content, Report)}
        return self._chosen(held, wanted | {one.id for one in self.events if one.id in reporting})

    def _chosen(self, held: dict[str, Record], wanted: Container[str]) -> tuple[Record, ...]:
        """Give some events, and of the records that are held those that bear on when they were reported."""
        held |= {one.id: one.record for one in self.events if one.id in wanted}
        return tuple(record for record in held.values() if record.id in wanted or _bears(record, wanted))

    def _unsure(self, beside: Callable[[], Iterator[Record]]) -> Iterator[str]:
        """Name the events among those that were added that may be reported too early."""

        def others() -> Iterator[Record]:
            return (record for record in beside() if not isinstance(record.content, Event))

        spans = Spans(others(), lambda: _ledger(tuple(others()), self._knew))
        wide = {cites for cites, bounds in self._groups.items() if not spans.are_sure(cites, *bounds)}
        yield from self._odd
        for place in self._reported if wide else ():
            one = self.events[place]
            plain = _plain(one.body or {})
            if plain is not None and plain[0] in wide and not spans.are_sure(plain[0], one.recorded[:10], *plain[1:]):
                yield one.id


def _ledger(records: Sequence[Record], knew: Knew | None) -> Ledger:
    from timeline.asof.ledger import Ledger  # noqa: PLC0415 - slow to import, and most sources stand alone

    return Ledger(records, knew)


def _bears(record: Record, wanted: Container[str]) -> bool:
    """Whether a record bears on when one of some events was reported: it dates it, or changes what does."""
    match record.content:
        case Source() | Capture() | Correction() | Retraction():
            return True
        case Report(event=event):
            return event in wanted
        case Link(rel=rel):
            return rel == "same-origin"
        case _:
            return False


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
