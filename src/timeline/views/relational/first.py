"""When each event was first told, from rows: what a count of news needs of a whole log.

Law of this module: it says when, and by which dates that may have to be narrowed; whoever counts knows how. An event of
which neither links nor its own date may say more is told from its row alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from timeline.asof.relation import EARLIEST, LATEST, YES
from timeline.named import NamedTuple
from timeline.records.words import AHEAD
from timeline.views.relational.events import Event, Events, Wanted, is_in_time, is_named
from timeline.views.relational.rows import E, F, Rows
from timeline.views.relational.walk import Chosen, parts


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


class Firsts(NamedTuple):
    """When each event that is asked for was first told; and the ids of those that are left out.

    Those that are known come first, by (recorded, id), then those that were taken back. ``outside`` are asked for but
    for the time in which they happened, ``unsure`` but for only possibly being known.
    """

    told: Sequence[First]
    outside: Sequence[str]
    unsure: Sequence[str]


class Outside(NamedTuple):
    """The events that are asked for but for the time in which they happened: those known, and those taken back.

    Each by (recorded, id).
    """

    known: Sequence[str]
    taken_back: Sequence[str]


def outside(rows: Rows, wanted: Wanted) -> Outside:
    """Name the events that only the time leaves out."""
    chosen = Chosen(rows, wanted._replace(lo=EARLIEST, hi=LATEST), retracted=True, bare=True)
    gone = sorted(
        (event.order, event.id, event.retracted == YES)
        for event in chosen
        if not is_in_time(chosen.events, event, wanted)
    )
    return Outside([name for _, name, is_back in gone if not is_back], [name for _, name, is_back in gone if is_back])


def first_told(rows: Rows, wanted: Wanted) -> Firsts:
    """Say when each event that is asked for was first told."""
    chosen = Chosen(rows, wanted._replace(lo=EARLIEST, hi=LATEST, strict=False), retracted=True, bare=True)
    events = chosen.events
    found: list[tuple[bool, tuple[int, str], First | str]] = []
    outside: list[tuple[bool, tuple[int, str], str]] = []
    unsure: list[tuple[tuple[int, str], str]] = []
    for event in chosen:
        place = event.retracted == YES, event.order
        is_there = is_in_time(events, event, wanted)
        if wanted.strict and YES not in (event.known, event.retracted) and is_there:
            unsure.append((event.order, event.id))
        if wanted.strict and not (YES in (event.known, event.retracted) and is_named(events, event, wanted)):
            continue
        if not is_there:
            outside.append((*place, event.id))
        elif _is_told_by_its_row(events, event):
            found.append((*place, First(event.id, event.lo, event.hi)))
        else:
            found.append((*place, event.id))
    later = _later(events, [one for *_, one in found if isinstance(one, str)])
    return Firsts(
        [later[one] if isinstance(one, str) else one for *_, one in sorted(found, key=lambda one: one[:2])],
        [name for *_, name in sorted(outside)],
        [name for _, name in sorted(unsure)],
    )


def _later(events: Events, names: Sequence[str]) -> dict[str, First]:
    """Say when those were first told of which more than their own rows is asked."""
    found: dict[str, First] = {}
    for some in parts(names):
        found.update((event.id, _of(events, event)) for event in events.of(some))
        events.forget()
    return found


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
        is_ahead=bool(event.facts) and all(claim.row[F["mode"]] in AHEAD for claim in event.facts),
    )


def titles(rows: Rows, ids: Collection[str]) -> Mapping[str, str]:
    """Give the titles of some events."""
    events = Events(rows)
    found = {}
    for some in parts(ids):
        events.told.fetch(some)
        told = [events.bare(name) for name in some]
        events.fetch_lines(told)
        found.update({event.id: str(events.words(event)["title"]) for event in told})
        events.forget()
    return found
