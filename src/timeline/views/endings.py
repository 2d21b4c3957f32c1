"""Nulls whose order is open: whether ``null`` came after the start of what it is meant to end.

Law of this module: it changes nothing and refuses nothing. A ``null`` ends a value that surely started before it; one
that may have come first leaves the value *possibly*, and whoever writes it is told of the other way to say it.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

import attrs

from timeline.asof.answering import UNLIMITED
from timeline.asof.ledger import Ledger
from timeline.dates.values import Answer, Span, overlaps
from timeline.dates.written import WrittenDate
from timeline.records import say
from timeline.records.cellnames import cell_name
from timeline.records.model import Correction, Event, Fact, Record, Value, structure
from timeline.records.twins import Knew
from timeline.views.cells import Claim, Key

_Group: TypeAlias = "tuple[str, WrittenDate | None]"


@attrs.frozen(kw_only=True)
class OpenNull:
    """A ``null`` of a record that may lie before the start of values of its cell; ``since`` dates it, if anything."""

    record: str
    entity: str
    property: str
    since: str | None
    values: tuple[Value, ...]

    def __str__(self) -> str:
        cell = cell_name(self.entity, self.property)
        date = f" ({self.since})" if self.since else " (no date)"
        named = " and ".join(say.quoted(value) for value in self.values)
        ways = " ".join(f"--ended {shlex.quote(f'{cell}={say.value(value)}')}" for value in self.values)
        return (
            f"{cell}=null{date} may lie before the start of {named}, which then only possibly ended; "
            f"to say that this value ended, name it: {ways}"
        )


def open_nulls(records: Sequence[Record], new: Collection[str], knew: Knew | None = None) -> tuple[OpenNull, ...]:
    """Find the nulls in new records that may lie before the start of a value which they are meant to end."""
    ledger = Ledger(records, knew)
    cells: dict[tuple[str, str], _Cell] = {}
    found: list[OpenNull] = []
    for record in records:
        if record.id not in new:
            continue
        event = record.content.target if isinstance(record.content, Correction) else record.id
        for cell in dict.fromkeys((fact.entity, fact.property) for fact in _nulls(record)):
            if cell not in cells:
                cells[cell] = _Cell(ledger, *cell)
            found += cells[cell].open_nulls_of(record.id, event)
    return tuple(found)


def _nulls(record: Record) -> Iterable[Fact]:
    content = record.content
    if isinstance(content, Correction):
        read = structure("event", {"title": "-", "facts": content.set.get("facts") or []})
        facts = read.facts if isinstance(read, Event) else ()
    else:
        facts = content.facts if isinstance(content, Event) else ()
    return (fact for fact in facts if fact.value is None and fact.mode == "actual")


@attrs.define
class _Start:
    """A value that starts at one time, and who says so: the first group, and the first other, each with its place."""

    start: Span
    key: Key
    value: Value
    first: tuple[int, _Group]
    other: tuple[int, _Group] | None = None

    def place_beside(self, group: _Group) -> int | None:
        """Give the first place of another group than this."""
        found = self.first if self.first[1] != group else self.other
        return None if found is None else found[0]


class _Cell:
    """A cell and all that is claimed of it, asked once for every null in it."""

    def __init__(self, ledger: Ledger, entity: str, name: str) -> None:
        self.entity, self.name = entity, name
        self.snapshot = ledger.at(UNLIMITED, only=ledger.about(entity, name))
        self._nulls: dict[str, list[Claim]] = {}
        self._starts: dict[tuple[Span, Key], _Start] = {}
        self._open: dict[Span, list[_Start]] = {}
        of = (self.snapshot.entity(entity), name, "actual")
        for place, claim in enumerate(
            Claim(fact=fact, event=known)
            for known in self.snapshot.events
            for fact in known.facts
            if (fact.entity, fact.fact.property, fact.fact.mode) == of and fact.answer is not Answer.NO
        ):
            if claim.fact.fact.value is None:
                self._nulls.setdefault(claim.event.id, []).append(claim)
            else:
                self._take(place, claim)

    def _take(self, place: int, claim: Claim) -> None:
        start, value, group = claim.fact.start, claim.fact.fact.value, (place, claim.group)
        known = self._starts.setdefault((start, claim.key), _Start(start, claim.key, value, group))
        if known.other is None and known.first[1] != claim.group:
            known.other = group

    def open_nulls_of(self, record: str, event: str) -> Iterator[OpenNull]:
        """Find the nulls of an event that may lie before the start of a value that another gives the cell."""
        row = self.snapshot.event(event)
        for null in self._nulls.get(row.id, ()) if row is not None else ():
            start = null.fact.start
            if start not in self._open:
                self._open[start] = [one for one in self._starts.values() if _order_is_open(start, one.start)]
            places = [(place, one) for one in self._open[start] if (place := one.place_beside(null.group)) is not None]
            values = {one.key: one.value for _, one in sorted(places, key=lambda pair: pair[0])}
            if values:
                since = null.fact.date
                yield OpenNull(
                    record=record, entity=self.entity, property=self.name, since=since, values=tuple(values.values())
                )


def _order_is_open(null: Span, start: Span) -> bool:
    return overlaps(null, start) is not Answer.NO
