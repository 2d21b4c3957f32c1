"""When each source was published, as far as that is simple: what spares most events a closer look at their dates.

Law of this module: it says *sure* only where the rules of :mod:`timeline.asof.reports` could find nothing to drop or to
doubt; of everything else it says nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from timeline.asof.alone import contradicts, end_of_day, narrowed
from timeline.dates.stamps import stamp_moment
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Moment
from timeline.records.mentions import references_in
from timeline.records.model import Capture, Correction, Record, Retraction, Source

if TYPE_CHECKING:
    from timeline.asof.ledger import Ledger

_ADDRESS: Final = re.compile("([0-9a-f]{64})(#[0-9]+)?")


_Day = TypeVar("_Day", str, bytes)


class Spans:
    """When each source was published, at the earliest and at the latest, as far as that is simple.

    A report without a date of its own has its source's. It was public when it was recorded and not before what it
    speaks of; and where sources do not contradict each other, whatever they rest on was public when they were. So there
    is nothing to drop where the source was out on the day of recording, and, for a source without a date, where what
    happened does not lie after that. A report with a date of its own is as simple where its source rests on none, none
    rests on it, and the date does not lie after the source was recorded or retrieved.

    Args:
        records: The definitions of the sources, and all that changes them or names their copies; others are passed by.
        ledger: Gives these records, ready for questions; asked where a report is by a source that rests on another or
            bears another, was changed, copied or defined twice.
    """

    def __init__(self, records: Iterable[Record], ledger: Callable[[], Ledger]) -> None:
        self._ledger = ledger
        defined: dict[str, str] = {}
        named: set[str] = set()
        edges: list[tuple[str, str]] = []
        changed: set[str] = set()
        twice: set[str] = set()
        copied: set[str] = set()
        alone = _Known()
        for record in records:
            match record.content:
                case Source() as source:
                    if source.name in named:
                        twice.add(source.name)
                    named.add(source.name)
                    defined[record.id] = source.name
                    edges += [(source.name, upstream) for upstream in source.via]
                    alone.add(record, source)
                case Correction() | Retraction() as change:
                    changed |= set(addresses(record))
                    if isinstance(change, Correction) and isinstance(change.set.get("source"), str):
                        copied.add(change.set["source"])  # where what it corrects is a copy
                case Capture() as capture:
                    copied.add(capture.source)
        twice |= {defined[record_id] for record_id in changed & defined.keys()}
        self._unsettled, self._edges, self._alone = twice, edges, alone
        self._related = {name for edge in edges for name in edge}
        self._bound = twice | copied | self._related

    @functools.cached_property
    def _judged(self) -> _Known:
        """When each source was published, whatever bears on it."""
        sources = self._ledger().sources()
        known = _Known()
        known.read_by = {name: min(one.not_after, default=NEVER_AFTER) for name, one in sources.publications.items()}
        for name, one in sources.known.items():
            known.spans[name] = (one.window.lo, one.window.hi, one.source.published is not None)
        known.tangled = _joined({*self._unsettled, *(dropped.name for dropped in sources.dropped)}, self._edges)
        return known

    def are_sure(self, cites: str, day: str, begins: Moment, reported: Moment | None) -> bool:
        """Whether reports by these sources, as outlines join them, contradict nothing.

        ``day`` is the earliest on which one was recorded, ``begins`` the latest moment at which what they speak of
        begins, and ``reported`` the latest at which a date of their own does.
        """
        end = _end_of(day)
        is_dated = True
        names = cites.split("\n")
        known = self._alone if self._bound.isdisjoint(names) else self._judged
        for name in names:
            span = known.spans.get(name)
            if span is None or name in known.tangled:
                return False
            lo, hi, has_date = span
            if lo > end or (begins > hi and has_date):
                return False
            if reported is not None and (
                name in self._related or reported > end or reported > known.read_by.get(name, NEVER_AFTER)
            ):
                return False
            is_dated = is_dated and has_date
        return is_dated or (begins <= end and all(begins <= known.spans[name][1] for name in names))


class _Known:
    """When sources were published: the first and the last moment of each, and whether it has a date.

    ``read_by`` is by when each was certainly public, its own date aside; of those in ``tangled`` nothing is sure.
    """

    def __init__(self) -> None:
        self.spans: dict[str, tuple[Moment, Moment, bool]] = {"": (NEVER_BEFORE, NEVER_AFTER, False)}
        self.read_by: dict[str, Moment] = {}
        self.tangled: set[str] = set()

    def add(self, record: Record, source: Source) -> None:
        """Take a source that stands alone: none rests on it, and it rests on none."""
        published, retrieved = source.published, source.retrieved
        typed = (NEVER_BEFORE, NEVER_AFTER)
        if published is not None:
            typed = (published.meaning.span.lo, published.meaning.span.hi)
        by = [end_of_day(record.recorded_at), *([] if retrieved is None else [retrieved.meaning.span.hi])]
        self.read_by[source.name] = min(by)
        self.spans[source.name] = (*narrowed(typed, by, ()), published is not None)
        if contradicts(typed, by):
            self.tangled.add(source.name)


def widen(
    groups: dict[str, tuple[_Day, Moment, Moment | None]],
    cites: str,
    day: _Day,
    begins: Moment,
    reported: Moment | None,
) -> None:
    """Widen the bounds of the events that cite the same sources by one more, or by the bounds of more.

    Of each group these are the earliest day on which one was recorded, the latest moment at which one begins, and the
    latest at which the date of a report on one begins, by its own date.
    """
    known = groups.get(cites)
    if known is None:
        groups[cites] = (day, begins, reported)
        return
    is_later = reported is not None and (known[2] is None or reported > known[2])
    if is_later or begins > known[1] or day < known[0]:
        groups[cites] = (min(day, known[0]), max(begins, known[1]), reported if is_later else known[2])


@functools.lru_cache(maxsize=1 << 12)
def _end_of(day: str) -> Moment:
    """The last moment of a day."""
    return stamp_moment(f"{day}T23:59:59.999999Z")


def _joined(names: Iterable[str], edges: Iterable[tuple[str, str]]) -> set[str]:
    """Give names, and all that edges join them to, either way."""
    near: dict[str, set[str]] = {}
    for one, other in edges:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found = set(names)
    waiting = list(found)
    while waiting:
        new = near.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def addresses(record: Record) -> Iterator[str]:
    """Name the ids of the records that a record speaks of, or that a correction makes another speak of."""
    body = record.body or {}
    for _, text in references_in(record.kind, body):
        yield text.partition("#")[0]
    if isinstance(record.content, Correction):
        yield from _ids_in(record.content.set)


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if found := _ADDRESS.fullmatch(value):
            yield found[1]
    elif isinstance(value, Mapping | list | tuple):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _ids_in(item)
