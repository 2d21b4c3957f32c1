"""How large an answer is: how many of each thing it holds, and from when to when.

Law of this module: it counts the rows that an export hands over, so that both hold the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from timeline.asof.values import KnownEvent
from timeline.records.words import BESIDE, BEST_FIRST
from timeline.text.outgoing.extract import Extract
from timeline.views.counts import extent
from timeline.views.rows import Row, bound


def stats(extract: Extract, known: Sequence[KnownEvent]) -> list[Row]:
    """Count what an answer holds: a row for each thing, with how many there are of it, or with a bound of a date.

    Args:
        extract: The answer.
        known: Its events.
    """
    return [{"name": name, "value": value} for name, value in _counted(extract, known)]


def _counted(extract: Extract, known: Sequence[KnownEvent]) -> Iterator[tuple[str, int | str | None]]:
    events = extract.events
    yield "events", len(events)
    yield "events possibly known", sum(row["known"] == "possibly" for row in events)
    yield "events without a date", sum(row["occurred"] is None for row in events)
    stands = Counter(row["standing"] for row in events)
    for name in BEST_FIRST:
        if stands[name]:
            yield f"events {name}", stands[name]
    ends = [moment for event in known for moment in extent(event) if not isinstance(moment, float)]
    yield "first", bound(min(ends), is_start=True) if ends else None
    yield "last", bound(max(ends), is_start=False) if ends else None
    yield "facts", len(extract.facts)
    modes = Counter(row["mode"] for row in extract.facts)
    for mode in BESIDE:
        if modes[mode]:
            yield f"facts {mode}", modes[mode]
    yield "reports", len(extract.reports)
    yield "sources", len(extract.sources)
    yield "origins", len(extract.origins)
    yield "captures", len(extract.captures)
    yield "entities", len(extract.entities)
    yield "properties", len({row["property"] for row in extract.facts})
    yield "types", len({row["type"] for row in events})
    yield "tags", len({tag for row in events for tag in row["tags"]})
    yield "links", len(extract.links)
