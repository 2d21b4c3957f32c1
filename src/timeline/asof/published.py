"""When a source was public, as far as it dates the reports by it.

Law of this module: it knows one source at a time, over recorded and as-of time, and no event. What it says of a source
is the same whether its row was compiled in closed form or the long way.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable
from typing import Final

from timeline.asof.alone import EVER, end_of_day, narrowed
from timeline.asof.relation import EARLIEST, FOREVER, LATEST, NO, Row
from timeline.asof.versions import moment, plain, source_tail
from timeline.dates.written import WrittenDate
from timeline.named import NamedTuple
from timeline.records.model import Record, Report, Source


@functools.lru_cache(maxsize=1 << 14)
def span_of(date: WrittenDate) -> tuple[int, int]:
    """Give the first and the last moment that a date can mean."""
    span = date.meaning.span
    return moment(span.lo), moment(span.hi)


class Public(NamedTuple):
    """What bears on when a report by a source became public, as the log held it from ``since`` on, as of ``as_of`` on.

    ``typed`` is its date, None where it has none; ``by`` are moments by which it was certainly public; ``lo`` and
    ``hi`` bound when it was. ``relays`` are the sources that it rests on, ``retracted`` whether it is taken back.
    """

    since: int
    as_of: int
    typed: tuple[int, int] | None
    by: tuple[int, ...]
    lo: int
    hi: int
    published: str | None
    relays: tuple[str, ...] = ()
    retracted: int = NO

    @property
    def is_live(self) -> bool:
        """Whether it surely counts."""
        return self.retracted == NO


NOBODY: Final = Public(since=EARLIEST, as_of=EARLIEST, typed=None, by=(), lo=EARLIEST, hi=LATEST, published=None)
"""A source that the log does not define; or a report that names none."""


class Published:
    """A source over recorded time and as-of time, as far as it dates the reports by it.

    Its versions come the first recorded first, then the first as of.
    """

    __slots__ = ("_shown", "only", "versions")

    def __init__(self, versions: Iterable[Public] = ()) -> None:
        self.versions: list[Public] = []
        self.only: Public | None = NOBODY
        """What bears on it where that is the same at all clocks, from its stamp on, and it rests on no other."""
        self._shown: list[tuple[int, int, int]] = []
        self.add(versions)

    def add(self, versions: Iterable[Public]) -> None:
        """Take note of what bears on it from a later stamp on."""
        self.versions += versions
        if self.versions:
            one = self.versions[0]
            self.only = one if len(self.versions) == 1 and not one.relays and one.is_live else None

    @property
    def has_shown(self) -> bool:
        """Whether new sources showed it to have been public, beside what its versions say."""
        return bool(self._shown)

    def show(self, by: int, since: int) -> None:
        """Take note that a new source shows it to have been public by a moment."""
        self.only = None
        bisect.insort(self._shown, (by, since, FOREVER))

    def close(self, until: int) -> None:
        """Take note that from a stamp on ``by`` of its versions has all that was shown."""
        self._shown = [(by, since, min(end, until)) for by, since, end in self._shown]

    def at(self, since: int, as_of: int = EARLIEST) -> Public:
        """Give what bears on it as a log held it from a stamp on, as of a moment."""
        found = NOBODY
        for version in self.versions:
            if version.since > since:
                break
            if version.as_of <= as_of:
                found = version
        return found

    def shown(self, first: int, hi: int, since: int) -> list[int]:
        """Give the moments in a stretch by which it was shown to be public, as the log held it; ``hi`` is not in it."""
        return [by for by, start, end in self._within(first, hi) if start <= since < end]

    def stamps(self, first: int, hi: int) -> list[int]:
        """Give the stamps at which something new bears on a report by it that was public within a stretch."""
        found = [version.since for version in self.versions]
        for _, start, end in self._within(first, hi):
            found += [start, end]
        return found

    def _within(self, first: int, hi: int) -> list[tuple[int, int, int]]:
        shown = self._shown
        return shown[bisect.bisect_left(shown, (first,)) : bisect.bisect_left(shown, (hi,))] if shown else shown


UNHEARD_OF: Final = Published()
"""A source of which the log holds nothing; or that of a report which names none."""


def of_source(record: Record, content: Source) -> tuple[Public, Row]:
    """Give what bears on the reports by a source that nothing changes, copies or relays, and its row."""
    recorded = int(record.recorded_at)
    typed = None if content.published is None else span_of(content.published)
    by = (end_of_day(recorded), *(() if content.retrieved is None else (span_of(content.retrieved)[1],)))
    lo, hi = narrowed(typed or EVER, by, ())
    head = (content.name, lo, hi, 0, EARLIEST, FOREVER, recorded, FOREVER, record.id)
    return Public(recorded, EARLIEST, typed, by, lo, hi, plain(content.published)), (*head, *source_tail(content, ()))


def stretch(report: Report, holder: Record, source: Published) -> tuple[int, int]:
    """Give the stretch in which a report can have become public by what was typed; its end is not in it."""
    hi = end_of_day(int(holder.recorded_at))
    if report.reported is not None:
        lo, last = span_of(report.reported)
        return lo, max(last, min(hi, last))
    if any(version.typed is None for version in source.versions):
        return EARLIEST, LATEST
    typed = [version.typed for version in source.versions if version.typed is not None]
    return min(lo for lo, _ in typed), max(last for _, last in typed)
