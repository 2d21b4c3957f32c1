"""When each source was published, as far as that is simple: what spares most events a closer look at their dates.

Law of this module: it says *sure* only where the rules of :mod:`timeline.asof.reports` could find nothing to drop or to
doubt; of everything else it says nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from timeline.asof.ledger import Ledger
from timeline.dates.stamps import stamp_moment
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Moment
from timeline.records.mentions import references_in
from timeline.records.model import Correction, Record, Retraction, Source

_ADDRESS: Final = re.compile("([0-9a-f]{64})(#[0-9]+)?")


class Spans:
    """When each source was published, at the earliest and at the latest, as far as that is simple.

    A report without a date of its own has its source's. It was public when it was recorded and not before what it
    speaks of; and where sources do not contradict each other, whatever they rest on was public when they were. So there
    is nothing to drop where the source was out on the day of recording, and, for a source without a date, where what
    happened does not lie after that. A report with a date of its own is as simple where its source rests on none, none
    rests on it, and the date does not lie after the source was recorded or retrieved.
    """

    def __init__(self, ledger: Ledger, records: Iterable[Record]) -> None:
        sources = ledger.sources()
        tangled = {dropped.name for dropped in sources.dropped}
        defined: dict[str, str] = {}
        edges: list[tuple[str, str]] = []
        changed: set[str] = set()
        for record in records:
            content = record.content
            if isinstance(content, Source):
                if content.name in defined.values():
                    tangled.add(content.name)
                defined[record.id] = content.name
                edges += [(content.name, upstream) for upstream in content.via]
            elif isinstance(content, Correction | Retraction):
                changed |= set(addresses(record))
        tangled |= {defined[record_id] for record_id in changed & defined.keys()}
        self._tangled = _joined(tangled, edges)
        self._related = {name for edge in edges for name in edge}
        self._read_by = {name: min(one.not_after, default=NEVER_AFTER) for name, one in sources.publications.items()}
        self._spans: dict[str, tuple[Moment, Moment, bool]] = {"": (NEVER_BEFORE, NEVER_AFTER, False)}
        for name, known in sources.known.items():
            self._spans[name] = (known.window.lo, known.window.hi, known.source.published is not None)

    def are_sure(self, cites: str, day: str, begins: Moment, reported: Moment | None) -> bool:
        """Whether reports by these sources contradict nothing.

        Args:
            cites: The sources, as outlines join them.
            day: The earliest on which one was recorded.
            begins: The latest moment at which what they speak of begins.
            reported: The latest at which a date of their own begins, if one has one.
        """
        end = _end_of(day)
        is_dated = True
        names = cites.split("\n")
        for name in names:
            span = self._spans.get(name)
            if span is None or name in self._tangled:
                return False
            lo, hi, has_date = span
            if lo > end or (begins > hi and has_date):
                return False
            if reported is not None and (
                name in self._related or reported > end or reported > self._read_by.get(name, NEVER_AFTER)
            ):
                return False
            is_dated = is_dated and has_date
        return is_dated or (begins <= end and all(begins <= self._spans[name][1] for name in names))


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
