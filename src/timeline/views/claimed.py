"""What is claimed of a cell, as conflicts weigh it: a value, from when to when it holds, and which record says so.

Law of this module: a claim says the same whether it was taken from a snapshot or from rows; who weighs it cannot tell.
"""

from __future__ import annotations

from typing import TypeAlias

import attrs

from timeline.asof.values import KnownEvent, KnownFact
from timeline.asof.windows import Window
from timeline.dates.values import NEVER_AFTER, Answer, Moment, Span
from timeline.records.model import Value, value_key
from timeline.views.cells import Key

Order: TypeAlias = "tuple[Moment, str]"
"""The place of an event among all: when it was recorded, and its id."""


@attrs.frozen(kw_only=True, eq=False)
class Claimed:
    """A fact of mode *actual*, or with ``ends`` of mode *ended*, that counts surely or possibly.

    ``start`` is when it begins; it may be over after ``end_lo``, and surely is after ``end_hi``. ``date`` is as typed,
    and ``is_about`` whether it says itself that it may be another: ``~`` and ``?`` move no bound, but make no tie sure.
    ``word`` is when it was reported. ``event`` is the id that answers name, ``order`` its place among all, ``member``
    the record that holds the fact, as its ``number``.
    """

    entity: str
    value: Value
    key: Key
    ends: bool
    answer: Answer
    start: Span
    end_lo: Moment
    end_hi: Moment
    date: str | None
    is_about: bool
    word: Window
    event: str
    order: Order
    member: str
    number: int

    @property
    def group(self) -> tuple[str, str | None]:
        """What one event says of one date holds together."""
        return (self.event, self.date)


def of_fact(fact: KnownFact, event: KnownEvent) -> Claimed:
    """Take a claim from a snapshot."""
    meaning, end = None if fact.date is None else fact.date.meaning, fact.end
    return Claimed(
        entity=fact.entity,
        value=fact.fact.value,
        key=value_key(fact.fact.value),
        ends=fact.fact.mode == "ended",
        answer=fact.answer,
        start=fact.start,
        end_lo=NEVER_AFTER if end is None else end.lo_end,
        end_hi=NEVER_AFTER if end is None else end.hi,
        date=fact.date,
        is_about=meaning is not None and (meaning.approximate or meaning.uncertain),
        word=event.window,
        event=fact.event,
        order=(event.record.recorded_at, event.id),
        member=fact.member,
        number=fact.number,
    )
