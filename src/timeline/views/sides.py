"""The sides of what cannot all be so: who says what, in which events, and who tells it.

Law of this module: it gathers and takes no side; whether a conflict is one is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import Answer
from timeline.dates.written import WrittenDate
from timeline.records.model import Value
from timeline.views.specs import ViewSpec
from timeline.views.tellers import Known, Tellers, joined

Kind: TypeAlias = Literal["values", "dates", "denied", "contradicted"]
KINDS: Final[tuple[Kind, ...]] = ("values", "dates", "denied", "contradicted")


@attrs.frozen(kw_only=True)
class Side:
    """One side of a conflict: what it says (a value, a date, a stance or a title), in which events, and who tells it.

    ``dates`` are those of the facts, or of the events. ``events`` are the records that say it, ``origins`` the ends of
    their chains: named origins, and the sources that do not say what they rest on (``unresolved``). ``sources`` report
    it themselves.
    """

    says: str
    value: Value = None
    dates: tuple[str | None, ...] = ()
    events: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Conflict:
    """What cannot all be so. ``events`` name the rows of the events on all sides, by (recorded, id).

    ``entity`` and ``property`` are those of a cell, None where whole events are meant. ``values`` are the values of a
    cell, or the dates of an event, one for each side; other kinds have none.
    """

    kind: Kind
    answer: Answer
    sides: tuple[Side, ...]
    events: tuple[str, ...]
    because: str
    entity: str | None = None
    property: str | None = None
    values: tuple[Value, ...] = ()


class Scope:
    """A snapshot in which conflicts are looked for, and the view, if any, that they must have to do with."""

    def __init__(self, snapshot: Snapshot, view: ViewSpec | None = None) -> None:
        self.snapshot = snapshot
        self.view = view
        self.tellers = Known(snapshot)
        """Who takes a stance on an event."""
        self._tellers: dict[tuple[str, bool], Tellers] = {}
        self._parts = {part.id: part for event in snapshot.events for part in event.united or (event,)}

    def shows(self, event: KnownEvent) -> bool:
        """Whether an event has a fact for the view that is asked about."""
        view = self.view
        return view is None or any(
            fact.fact.property in view.properties and view.has(fact.entity) and fact.told is not Answer.NO
            for fact in event.facts
        )

    def shows_cell(self, entity: str, name: str) -> bool:
        """Whether a cell is one of the view that is asked about."""
        return self.view is None or (name in self.view.properties and self.view.has(entity))

    def told(self, member: str, sure: bool) -> Tellers:
        """Find who reports what one record tells; ``sure`` says whether it surely counts."""
        if (member, sure) not in self._tellers:
            self._tellers[member, sure] = self.tellers.of(self._parts[member], sure=sure)
        return self._tellers[member, sure]

    def rows(self, sides: Iterable[Side]) -> tuple[str, ...]:
        """Name the rows of the events on some sides, by (recorded, id)."""
        found = {
            event.id: event.order
            for side in sides
            for member in side.events
            if (event := self.snapshot.event(member)) is not None
        }
        return tuple(sorted(found, key=found.__getitem__))

    def side_of(self, says: str, events: Sequence[KnownEvent], *, date: WrittenDate | None = None) -> Side:
        """Make the side of some events, told by whoever reports one of them."""
        found = joined([Tellers(), *map(self.tellers.of, events)])
        dates = [date or event.event.occurred for event in events]
        return side(
            says, found, dates=dates, events=[event.id for event in events], value=None if date is None else str(date)
        )


def side(says: str, of: Tellers, *, dates: Iterable[str | None], events: Iterable[str], value: Value = None) -> Side:
    """Make a side of those who tell it."""
    return Side(
        says=says,
        value=value,
        dates=tuple(dict.fromkeys(dates)),
        events=tuple(dict.fromkeys(events)),
        origins=tuple(of.names),
        unresolved=tuple(of.unresolved),
        sources=of.sources,
    )


SAME_ORIGIN: Final = "the same origin may tell both"


def listed(words: Sequence[str], last: str = "and", *, most: int | None = None) -> str:
    """Join words as a sentence does; of many the first ``most``, and how many more there are.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=2), listed(["a", "b", "c"], most=2)
    ('a, b and c', 'a, b and 2 more', 'a, b and c')
    """
    if most is not None and len(words) > most + 1:
        words = [*words[:most], f"{len(words) - most:,} more"]
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def doubt_of_tellers(sides: Sequence[Side]) -> str:
    """Say why it is not known that the sides are told by different origins."""
    unresolved = list(dict.fromkeys(name for one in sides for name in one.unresolved))
    if unresolved:
        says = "does not say what it rests on" if len(unresolved) == 1 else "do not say what they rest on"
        return f"{listed(unresolved)} {says}, so that one origin may tell both"
    if any(not one.origins for one in sides):
        return "nobody is named who says so, so that one origin may tell both"
    return SAME_ORIGIN
