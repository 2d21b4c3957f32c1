"""When each event was first told, from rows: what a count of news needs of a whole log.

Law of this module: it says when, and by which dates that may have to be narrowed; whoever counts knows how. An event of
which neither links nor its own date may say more is told from its row alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from timeline.asof.relation import EARLIEST, YES
from timeline.named import NamedTuple
from timeline.views.relational.events import Event, Events, Wanted
from timeline.views.relational.rows import E, F, Rows
from timeline.views.relational.walk import Chosen, parts

_AHEAD = frozenset({"planned", "possible"})


class First(NamedTuple):
    """When an event was first told, in microseconds; ``EARLIEST`` and ``LATEST`` stand for no bound.

    ``dates`` are those by which it may have happened later than the first of these, as typed, where there are any;
    ``is_ahead`` says that it only tells what is planned or possible.
    """

    event: str
    lo: int
    hi: int
    dates: tuple[str, ...] = ()
    is_ahead: bool = False


def first_told(rows: Rows) -> list[First]:
    """Say when each event was first told: those that are known, by (recorded, id), then those that were taken back."""
    chosen = Chosen(rows, Wanted(), retracted=True, bare=True)
    found: list[tuple[bool, tuple[int, str], First]] = []
    later: list[str] = []
    for event in chosen:
        if _is_told_by_its_row(chosen.events, event):
            found.append((event.retracted == YES, event.order, First(event.id, event.lo, event.hi)))
        else:
            later.append(event.id)
    for some in parts(later):
        found += [(event.retracted == YES, event.order, _of(chosen.events, event)) for event in chosen.events.of(some)]
        chosen.events.forget()
    found.sort(key=lambda one: one[:2])
    return [one for *_, one in found]


def _is_told_by_its_row(events: Events, event: Event) -> bool:
    """Whether no date of an event can say that it was told before it happened."""
    row = event.row
    if len(events.told.members(event.id)) > 1 or row[E["told"]] is not None or row[E["occurred"]] is None:
        return False
    start = row[E["happened_lo"]]
    return start == EARLIEST or not event.lo < start <= event.hi


def _of(events: Events, event: Event) -> First:
    said = events.words(event).get("versions") or {} if event.row[E["told"]] is not None else {}
    dates = [event.row[E["occurred"]], *(value for value, _ in said.get("occurred") or ())]
    if not any(dates):
        dates = [claim.row[F["during"]] for claim in event.facts]
    return First(
        event=event.id,
        lo=event.lo,
        hi=event.hi,
        dates=tuple(dict.fromkeys(date for date in dates if date is not None)),
        is_ahead=bool(event.facts) and all(claim.row[F["mode"]] in _AHEAD for claim in event.facts),
    )


def titles(rows: Rows, ids: Collection[str]) -> Mapping[str, str]:
    """Give the titles of some events."""
    events = Events(rows)
    found = {}
    for some in parts(ids):
        told = [events.bare(name) for name in some]
        events.fetch_lines(told)
        found.update({event.id: str(events.words(event)["title"]) for event in told})
        events.forget()
    return found
