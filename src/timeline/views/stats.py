"""How large an answer is: how many of each thing it holds, and from when to when.

Law of this module: it counts the rows that an export hands over, so that both hold the same. What is counted of rows of
the relation stands in the same order; the numbers import no attrs classes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from timeline.named import NamedTuple
from timeline.records.words import BESIDE, BEST_FIRST

if TYPE_CHECKING:
    from timeline.asof.values import KnownEvent
    from timeline.text.outgoing.extract import Extract


class Sizes(NamedTuple):
    """How many there are of each thing; ``first`` and ``last`` are the bounds of all dates as printed.

    ``possibly`` and ``reports_possibly`` count the events and reports that are only possibly known, ``undated`` the
    events without a date; ``standings`` and ``modes`` have the numbers of events and of facts by these words.
    """

    events: int
    possibly: int
    undated: int
    standings: Mapping[str, int]
    first: str | None
    last: str | None
    facts: int
    modes: Mapping[str, int]
    reports: int
    reports_possibly: int
    sources: int
    origins: int
    captures: int
    entities: int
    properties: int
    types: int
    tags: int
    links: int


def stats(extract: Extract, known: Sequence[KnownEvent]) -> list[dict[str, Any]]:
    """Count what an answer holds: a row for each thing, with how many there are of it, or with a bound of a date."""
    from timeline.views.counts import extent  # noqa: PLC0415 - rows of the relation ask without
    from timeline.views.rows import bound  # noqa: PLC0415

    events = extract.events
    ends = [moment for event in known for moment in extent(event) if not isinstance(moment, float)]
    found = Sizes(
        events=len(events),
        possibly=sum(row["known"] == "possibly" for row in events),
        undated=sum(row["occurred"] is None for row in events),
        standings=Counter(row["standing"] for row in events),
        first=bound(min(ends), is_start=True) if ends else None,
        last=bound(max(ends), is_start=False) if ends else None,
        facts=len(extract.facts),
        modes=Counter(row["mode"] for row in extract.facts),
        reports=len(extract.reports),
        reports_possibly=sum(row["known"] == "possibly" for row in extract.reports),
        sources=len(extract.sources),
        origins=len(extract.origins),
        captures=len(extract.captures),
        entities=len(extract.entities),
        properties=len({row["property"] for row in extract.facts}),
        types=len({row["type"] for row in events}),
        tags=len({tag for row in events for tag in row["tags"]}),
        links=len(extract.links),
    )
    return stats_rows(found)


def stats_rows(sizes: Sizes) -> list[dict[str, Any]]:
    """Make the rows of ``stats``."""
    return [{"name": name, "value": value} for name, value in _in_order(sizes)]


def _in_order(sizes: Sizes) -> Iterator[tuple[str, int | str | None]]:
    yield "events", sizes.events
    yield "events possibly known", sizes.possibly
    yield "events without a date", sizes.undated
    yield from ((f"events {name}", sizes.standings[name]) for name in BEST_FIRST if sizes.standings.get(name))
    yield "first", sizes.first
    yield "last", sizes.last
    yield "facts", sizes.facts
    yield from ((f"facts {mode}", sizes.modes[mode]) for mode in BESIDE if sizes.modes.get(mode))
    yield "reports", sizes.reports
    yield "reports possibly known", sizes.reports_possibly
    for name in ("sources", "origins", "captures", "entities", "properties", "types", "tags", "links"):
        yield name, getattr(sizes, name)
