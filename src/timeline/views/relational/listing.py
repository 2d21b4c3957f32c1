"""The list of events in the order in which they happened, from rows.

Law of this module: a row is made when it is asked for, and the events that it is made of are let go of after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias, overload

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
    """Give the rows of events asked for, in the order in which they happened; and how many only ``strict`` left out."""
    events = Chosen(rows, wanted, retracted=retracted, bare=True)
    return Listed(events.events, InTime(events)), events.left_out


class InTime(Sequence[str]):
    """The ids of events in the order in which they happened, each in a hundred bytes: a list may be of a million."""

    def __init__(self, events: Iterable[Event]) -> None:
        found = []
        for event in events:
            lo, hi, (recorded, name) = when(event)
            moments = ((lo - EARLIEST << _BITS) + hi - EARLIEST << _BITS) + recorded - EARLIEST
            found.append(moments.to_bytes(_ID, "big") + bytes.fromhex(name))
        found.sort()
        self._places = found

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return (place[_ID:].hex() for place in self._places)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        """Give an id by its place, or several by a slice."""
        if isinstance(place, slice):
            return [one[_ID:].hex() for one in self._places[place]]
        return self._places[place][_ID:].hex()


_BITS: Final = 8 * 13  # the number of any moment has room in them
_ID: Final = 3 * _BITS // 8


_happened: Final = itemgetter(E["occurred"], E["happened_lo"], E["happened_hi"])


def when(event: Event) -> tuple[int, int, tuple[int, str]]:
    """Give the place of an event among all in the order in which they happened; those without a date are last."""
    occurred, lo, hi = _happened(event.row)
    if occurred is None:
        return LATEST, LATEST, event.order
    return (hi if lo == EARLIEST else lo), hi, event.order
