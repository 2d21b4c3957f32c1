"""Nulls whose order is open: whether ``null`` came after the start of what it is meant to end.

Law of this module: it changes nothing and refuses nothing. A ``null`` ends a value that surely started before it; one
that may have come first leaves the value *possibly*, and whoever writes it is told of the other way to say it.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.values import Answer, Clock, overlaps
from timeline.records import say
from timeline.records.cellnames import cell_name
from timeline.records.model import Correction, Event, Fact, Record, Value, structure
from timeline.views.cells import Claim

_ANY_DAY: Final = Clock(text="", read="", lo=0, hi=0)


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


def open_nulls(records: Sequence[Record], new: Collection[str]) -> tuple[OpenNull, ...]:
    """Find the nulls in new records that may lie before the start of a value which they are meant to end.

    Args:
        records: All records of a log, the new ones among them.
        new: The ids of the new ones.
    """
    ledger = Ledger(records)
    found: list[OpenNull] = []
    for record in records:
        if record.id not in new:
            continue
        event = record.content.target if isinstance(record.content, Correction) else record.id
        for entity, name in dict.fromkeys((fact.entity, fact.property) for fact in _nulls(record)):
            found += _of_cell(ledger, record.id, event, entity, name)
    return tuple(found)


def _nulls(record: Record) -> Iterable[Fact]:
    content = record.content
    if isinstance(content, Correction):
        read = structure("event", {"title": "-", "facts": content.set.get("facts") or []})
        facts = read.facts if isinstance(read, Event) else ()
    else:
        facts = content.facts if isinstance(content, Event) else ()
    return (fact for fact in facts if fact.value is None and fact.mode == "actual")


def _of_cell(ledger: Ledger, record: str, event: str, entity: str, name: str) -> Iterator[OpenNull]:
    snapshot = ledger.at(Clocks(on=_ANY_DAY), only=ledger.about(entity, name))
    row = snapshot.event(event)
    claims = [
        Claim(fact=fact, event=known)
        for known in snapshot.events
        for fact in known.facts
        if (fact.entity, fact.fact.property, fact.fact.mode) == (snapshot.entity(entity), name, "actual")
        and fact.answer is not Answer.NO
    ]
    for null in claims:
        if row is None or null.event.id != row.id or null.fact.fact.value is not None:
            continue
        values = {
            claim.key: claim.fact.fact.value
            for claim in claims
            if claim.fact.fact.value is not None and claim.group != null.group and _order_is_open(null, claim)
        }
        if values:
            since = null.fact.date
            yield OpenNull(record=record, entity=entity, property=name, since=since, values=tuple(values.values()))


def _order_is_open(null: Claim, claim: Claim) -> bool:
    return overlaps(null.fact.start, claim.fact.start) is not Answer.NO
