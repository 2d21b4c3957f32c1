"""How large an answer is, from rows: what :mod:`timeline.views.stats` counts of an extract.

Law of this module: the events are walked through once, and counted; of each sort of thing the distinct names are kept.
"""

from __future__ import annotations

import json
import math
from collections import Counter

from timeline.asof.relation import POSSIBLY, YES
from timeline.views.relational.around import Around
from timeline.views.relational.counts import extent
from timeline.views.relational.events import Event, Wanted, bound, facts_that_fit
from timeline.views.relational.rows import E, F, Row, Rows, S, taken
from timeline.views.relational.walk import Chosen
from timeline.views.stats import Sizes


def sizes(rows: Rows, wanted: Wanted) -> tuple[Sizes, int]:
    """Count what an answer holds, and how many events only ``strict`` left out of it.

    Strictly, only what is surely so is counted, of facts, reports and links too.

    Raises:
        TooFar: A date lies further away than rows tell apart.
    """
    chosen = Chosen(rows, wanted, facts=True, lines=True, all_links=True)
    counting = _Counting(chosen, wanted)
    for event in chosen:
        counting.add(event)
    return counting.sizes(rows), chosen.left_out


class _Counting:
    """What was counted so far."""

    def __init__(self, chosen: Chosen, wanted: Wanted) -> None:
        self._events = chosen.events
        self._told = chosen.events.told
        self._least = YES if wanted.strict else POSSIBLY
        self._numbers: Counter[str] = Counter()
        self._stands: Counter[str] = Counter()
        self._modes: Counter[str] = Counter()
        self._first: int | float = math.inf
        self._last: int | float = -math.inf
        self._origins = set[str]()
        self._entities = set[str]()
        self._properties = set[str]()
        self._types = set[str]()
        self._tags = set[str]()
        self._around = Around(chosen.events, wanted)

    def add(self, event: Event) -> None:
        """Add an event."""
        numbers, words = self._numbers, self._events.words(event)
        numbers["events"] += 1
        numbers["possibly"] += event.known == POSSIBLY
        numbers["undated"] += event.row[E["occurred"]] is None
        stands = self._events.standings.brief(event.id)
        self._stands[stands.name] += 1
        self._origins.update(end.name for end in stands.ends if end.resolved)
        finite = [moment for moment in extent(self._events, event) if not isinstance(moment, float)]
        self._first, self._last = min(self._first, *finite, math.inf), max(self._last, *finite, -math.inf)
        self._types.add(words.get("type") or "event")
        self._tags.update(words.get("tags") or ())
        for row in event.reports:
            if (known := self._events.standings.known(row)) >= self._least:
                numbers["reports"] += 1
                numbers["reports possibly"] += known == POSSIBLY
        for claim in event.facts:
            if claim.told >= self._least:
                numbers["facts"] += 1
                self._modes[claim.row[F["mode"]]] += 1
                self._properties.add(claim.row[F["property"]])
        fit = facts_that_fit(event, strict=self._least == YES)
        self._entities.update(self._told.names.canonical(claim.row[F["entity"]]) for claim in fit)
        self._around.add(event)

    def sizes(self, rows: Rows) -> Sizes:
        """Give the numbers."""
        sources = self._around.sources(rows)
        first, last = self._first, self._last
        return Sizes(
            events=self._numbers["events"],
            possibly=self._numbers["possibly"],
            undated=self._numbers["undated"],
            standings=self._stands,
            first=None if isinstance(first, float) else bound(first, is_start=True),
            last=None if isinstance(last, float) else bound(last, is_start=False),
            facts=self._numbers["facts"],
            modes=self._modes,
            reports=self._numbers["reports"],
            reports_possibly=self._numbers["reports possibly"],
            sources=len(sources),
            origins=len(self._origins),
            captures=sum(self._captures(row, rows.as_of) for row in sources.values() if row is not None),
            entities=len(self._entities),
            properties=len(self._properties),
            types=len(self._types),
            tags=len(self._tags),
            links=self._around.links(rows),
        )

    def _captures(self, row: Row, as_of: int) -> int:
        """Count the copies of a source that had been taken by the as-of day."""
        copies = json.loads(row[S["told"]])["captures"]
        return sum(answer >= self._least for _, answer in taken(copies, as_of))
