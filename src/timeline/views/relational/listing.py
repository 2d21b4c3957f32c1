"""The list of events in the order in which they happened, from rows.

Law of this module: a row is made when it is asked for, and the events that it is made of are let go of after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias, overload

from timeline.asof.relation import EARLIEST, LATEST
from timeline.views.relational.events import Event, Events, Wanted
from timeline.views.relational.rows import E, Rows
from timeline.views.relational.walk import Chosen, parts

Json: TypeAlias = dict[str, Any]


class Listed(Sequence[Json]):
    """The rows of a list, each made when it is asked for, in their order: no more of them than a few are in memory."""

    def __init__(self, events: Events, names: Sequence[str]) -> None:
        self._events = events
        self._names = names

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[Json]:
        for some in parts(self._names):
            events = {event.id: event for event in self._events.of(some)}
            self._events.fetch_lines(events.values())
            yield from (self._events.row(events[name]) for name in some)
            self._events.forget()

    @overload
    def __getitem__(self, place: int) -> Json: ...

    @overload
    def __getitem__(self, place: slice) -> list[Json]: ...

    def __getitem__(self, place: int | slice) -> Json | list[Json]:
        """Give a row by its place, or several by a slice."""
        if isinstance(place, slice):
            return list(Listed(self._events, self._names[place]))
        return next(iter(Listed(self._events, [self._names[place]])))


def chosen(rows: Rows, wanted: Wanted, *, retracted: bool) -> tuple[Listed, int]:
    """Give the events that are asked for, in the order in which they happened; and how many were left out.

    Returns:
        The rows of those that are asked for; and the number of the ones that only ``strict`` left out.
    """
    events = Chosen(rows, wanted, retracted=retracted)
    return Listed(events.events, in_time(events)), events.left_out


def in_time(events: Iterable[Event]) -> list[str]:
    """Name events in the order in which they happened, as far as that is known."""
    return [name for _, name in sorted((when(event), event.id) for event in events)]


def when(event: Event) -> tuple[int, int, tuple[int, str]]:
    """Give the place of an event among all in the order in which they happened; those without a date are last."""
    row = event.row
    if row[E["occurred"]] is None:
        return LATEST, LATEST, event.order
    lo, hi = row[E["happened_lo"]], row[E["happened_hi"]]
    return (hi if lo == EARLIEST else lo), hi, event.order
