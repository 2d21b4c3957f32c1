"""What the events of a snapshot are counted under, and when each may have happened.

Law of this module: it takes from events what :mod:`timeline.views.counting` counts, and counts nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from timeline.asof.sources import possible
from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import Answer, Moment
from timeline.records.words import By
from timeline.views import counting
from timeline.views.counting import TIMES, Counted, Days, Gaps, Place, Stretch, Tally, add, counted, period
from timeline.views.filters import facts_that_fit, spans_of
from timeline.views.standing import standing


def count(snapshot: Snapshot, events: Sequence[KnownEvent], by: By, *, strict: bool = False) -> Counted:
    """Count events; where only what is sure is asked for, none under an entity or a source that is only possible.

    Returns:
        By ``month``, ``quarter`` or ``year``: in the order of time, with ``2025-08..2025-10`` for an event that may lie
        in several, an open side left out of it, and None last. By ``standing``: the best first. Else the most first.
    """
    return counted(tally(snapshot, events, by, strict=strict), by)


def tally(snapshot: Snapshot, events: Iterable[KnownEvent], by: By, *, strict: bool = False) -> dict[Place, Tally]:
    """Count events under what each of them has of what is asked; an event may be counted under several words."""
    if by in TIMES:
        found: dict[Place, Tally] = {}
        for event in events:
            add(found, period(*extent(event), by), is_unsure=_is_unsure(event))
        return found
    words: Callable[[KnownEvent], Iterable[str]] = {
        "type": lambda event: [event.event.type],
        "standing": lambda event: [standing(snapshot, event).name],
        "entity": lambda event: {fact.entity for fact in facts_that_fit(event, strict=strict)},
        "source": lambda event: event.sources(Answer.YES if strict else Answer.POSSIBLY),
    }[by]
    named: dict[Place, Tally] = {}
    for event in events:
        own: list[str | None] = [*words(event)]
        for word in own or [None]:
            add(named, word, is_unsure=_is_unsure(event))
    return named


def _is_unsure(event: KnownEvent) -> bool:
    return Answer.YES not in (event.known, event.retracted)


def extent(event: KnownEvent) -> tuple[Moment, Moment]:
    """Give the first and the last moment at which an event may have happened, both included.

    Both are infinite for one without a date. A date that may read in several ways may mean all that any of them means.
    """
    spans = spans_of(event)
    return min(span.lo for span in spans), max(span.hi for span in spans)


# --- gaps ------------------------------------------------------------------------------------------------------------


def gaps(events: Iterable[KnownEvent], days: int) -> Gaps:
    """Find the gaps of at least so many days, as :func:`timeline.views.counting.gaps` does."""
    return counting.gaps((Stretch(*extent(event), not _is_unsure(event), _filled(event)) for event in events), days)


def _filled(event: KnownEvent) -> Days | None:
    """Give the first and the last day that an interval surely fills; None where there is none."""
    dates = possible(event.versions, "occurred", event.event.occurred)
    date = dates[0] if len(dates) == 1 else None
    return date.meaning.sure_days if date is not None and date.meaning.kind == "interval" else None
