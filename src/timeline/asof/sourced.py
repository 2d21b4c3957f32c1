"""Sources that rest on each other, compiled together: what each was by what the log held, and as of when.

Law of this module: the rules are those of :mod:`timeline.asof.sources`. They are asked again only where a new record
may change what was worked out: a source that nobody relays yet changes nothing but itself, unless it shows that one
which it rests on was public earlier.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from timeline.asof import versions
from timeline.asof.ledger import Ledger
from timeline.asof.published import NOBODY, Public, Published, of_source
from timeline.asof.relation import SOURCE, Row
from timeline.asof.sources import Sources
from timeline.asof.tellings import Tellings
from timeline.dates.values import Clock
from timeline.records.model import Record, Source
from timeline.records.twins import Knew

_RECORDED = SOURCE.index("recorded_from")


class Component:
    """Sources that rest on each other, near or far, with all that bears on them."""

    def __init__(self, records: Sequence[Record], knew: Knew, *, is_unchanged: bool) -> None:
        self.published: dict[str, Published] = {}
        self._rows: dict[str, list[tuple[int, Sequence[Row]]]] = {}
        ledger = Ledger(records, knew=knew)
        by_stamp: dict[int, list[Record]] = {}
        for record in records:
            by_stamp.setdefault(int(record.recorded_at), []).append(record)
        for stamp, some in by_stamp.items():
            new = some[0].content
            if not (is_unchanged and len(some) == 1 and isinstance(new, Source) and self._grow(some[0], new)):
                self._ask(stamp, ledger.tellings(Clock(text="", read="", lo=stamp, hi=stamp)))

    def rows(self, name: str) -> tuple[Row, ...]:
        """Give the rows of a source; none where it is not defined."""
        return tuple(versions.over_recorded(self._rows.get(name, ()), _RECORDED))

    # --- the rules ----------------------------------------------------------------------------------------------------

    def _ask(self, stamp: int, tellings: Tellings) -> None:
        """Work out all sources by what the log held from a stamp on."""
        told = tellings.of_sources()
        rows = versions.told_sources(told)
        for name in {**self._rows, **rows}:
            self._set_rows(name, stamp, rows.get(name, ()))
        spans = list(versions.stretches(told))
        names = dict.fromkeys(name for *_, sources in spans for name in sources.publications)
        for name in dict.fromkeys((*self.published, *names)):
            self._set_published(name, stamp, [_public(stamp, start, sources, name) for start, _, sources in spans])

    def _set_rows(self, name: str, stamp: int, rows: Sequence[Row]) -> None:
        of_name = self._rows.setdefault(name, [])
        if not of_name or of_name[-1][1] != rows:
            of_name.append((stamp, rows))

    def _set_published(self, name: str, stamp: int, found: Sequence[Public]) -> None:
        """Take note of what bears on a source from a stamp on; equal neighbours are one."""
        distinct = [one for place, one in enumerate(found) if not place or one[2:] != found[place - 1][2:]]
        source = self.published.setdefault(name, Published())
        last = source.versions[-1].since if source.versions else None
        before = list(itertools.takewhile(lambda one: one.since == last, reversed(source.versions)))
        if source.has_shown or [one[1:] for one in reversed(before)] != [one[1:] for one in distinct]:
            source.close(stamp)
            source.add(distinct)

    # --- one more source ----------------------------------------------------------------------------------------------

    def _grow(self, record: Record, content: Source) -> bool:
        """Take in a source that nobody relays yet and that shows nothing new of those which it rests on; else False."""
        name = content.name
        if name in self.published or content.archive is not None or name in content.via:
            return False
        if any(upstream not in self.published for upstream in content.via):
            return False
        public, row = of_source(record, content)
        upstream = [self.published[one] for one in dict.fromkeys(content.via)]
        if any(_is_shown_earlier(one.versions[-1], public.hi) for one in upstream):
            return False
        lifts = [one.versions[-1].lo for one in upstream if one.versions[-1].lo <= public.hi]
        lo = max([public.lo, *lifts])
        stamp = int(record.recorded_at)
        self.published[name] = Published([public._replace(lo=lo, relays=content.via)])
        whole = (name, lo, *row[2:])
        self._rows[name] = [(stamp, [(*whole[:_RECORDED], *whole[_RECORDED + 2 :])])]
        for one in upstream:
            one.show(public.hi, stamp)
        return True


def _is_shown_earlier(source: Public, hi: int) -> bool:
    """Whether a relay that was public by a moment narrows when a source was; what it rests on in turn is so already."""
    return hi < source.hi and (source.typed is None or hi >= source.typed[0])


def _public(stamp: int, as_of: int, sources: Sources, name: str) -> Public:
    public = sources.public(name)
    if public is None:
        return NOBODY._replace(since=stamp, as_of=as_of)
    return Public(
        since=stamp,
        as_of=as_of,
        typed=None if public.typed is None else (versions.moment(public.typed.lo), versions.moment(public.typed.hi)),
        by=tuple(sorted({versions.moment(by) for by in public.by})),
        lo=versions.moment(public.window.lo),
        hi=versions.moment(public.window.hi),
        published=versions.plain(public.published),
        relays=public.relays,
        retracted=versions.ANSWERS[public.retracted],
    )
