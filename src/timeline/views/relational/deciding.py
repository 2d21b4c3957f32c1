"""Which of the facts on a cell decide it, so that one of many facts costs what is left of them on the day asked about.

Law of this module: what it leaves out is surely out of the cell, and would have made nothing else out of it: the rule
of a cell (:mod:`timeline.views.verdicts`) gives the same values, answers and dates of the few as of all.
"""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from timeline.asof.relation import NO, YES
from timeline.named import NamedTuple
from timeline.views import verdicts
from timeline.views.relational.rows import F, Row, Rows, by_start, fact_answer, fact_at
from timeline.views.relational.told import value_key

_FEW: Final = 4
"""So many facts on a cell are not worth choosing from."""

_VALUE, _EVENT, _SINCE_TEXT = F["value"], F["event"], F["since"]
_LO, _HI, _BY, _END_LO, _END_HI = (F[name] for name in ("start_lo", "start_hi", "start_by", "end_lo", "end_hi"))
_KNOWN_LO, _KNOWN_HI, _LOST_LO, _LOST_HI = (
    F[name] for name in ("known_from_lo", "known_from_hi", "known_to_lo", "known_to_hi")
)
_RECORDED, _GONE = F["recorded_from"], F["recorded_to"]
_ORDER, _ORDER_ID, _PLACE = F["order_recorded"], F["order_id"], F["place"]


class View(NamedTuple):
    """A view as a log declares it, as :class:`timeline.views.specs.ViewSpec` says."""

    name: str
    properties: tuple[str, ...]
    latest: str = "occurred"
    many: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()

    def is_last_to_happen(self, name: str) -> bool:
        """Whether the latest happening fills a cell, alone."""
        return self.latest == "occurred" and name not in self.many


def deciding_facts(
    rows: Rows, view: View, entity: str, properties: Iterable[str], day: tuple[int, int]
) -> list[Row] | None:
    """Give the facts that decide the cells of an entity; None where all of its facts must be read to tell.

    Of each cell that has facts, one that surely counts is among them: so its names, and that it is shown, are told too.
    """
    found: list[Row] = []
    for name in properties:
        alone = rows.by_start(entity, name, day[1]) if view.is_last_to_happen(name) else None
        few = None if alone is None else _deciding(alone, rows.as_of, rows.recorded_by, day)
        if few is None:
            return None
        found += few
    return found


def deciding_of(
    view: View, name: str, facts: Sequence[Row], clocks: tuple[int, int], day: tuple[int, int]
) -> list[Row]:
    """Give those of some facts that decide a cell, where no link speaks of them: all that count, where they are few.

    The facts on the cell are given at all clocks, and come in the order of their events, and of their places there.
    ``clocks`` are the last microsecond of the as-of day, and of the day by which it was recorded.
    """
    few = None
    if len(facts) > _FEW and view.is_last_to_happen(name):
        few = _deciding(by_start(facts), *clocks, day)
    return in_order(row for row in facts if fact_at(row, *clocks) != NO) if few is None else few


def in_order(facts: Iterable[Row]) -> list[Row]:
    """Put facts in the order of their events, and of their places there."""
    found = list(facts)
    if len(found) > 1:
        found.sort(key=_order)
    return found


def _deciding(
    alone: tuple[Iterable[Row], Sequence[Row]], as_of: int, recorded_by: int, day: tuple[int, int]
) -> list[Row] | None:
    """Give the facts that decide a cell; None where none of them surely counts though there are some."""
    few = deciding(*alone, as_of, recorded_by, day)
    if any(fact_answer(row, as_of) == YES for row in few):
        return few
    return None if alone[1] or any(True for _ in alone[0]) else few


def deciding(
    actual: Iterable[Row], others: Iterable[Row], as_of: int, recorded_by: int, day: tuple[int, int]
) -> list[Row]:
    """Choose the facts that decide a cell of which the latest happening fills it, where no link speaks of them.

    Those of mode *actual* are given at all clocks, the latest end of a start first; of other modes all that count are
    chosen. They come in the order of their events, and of their places there.
    """

    def counts(row: Row) -> bool:
        found: bool = row[_RECORDED] <= recorded_by < row[_GONE] and row[_KNOWN_LO] <= as_of < row[_LOST_HI]
        return found

    def is_sure(row: Row) -> bool:
        found: bool = row[_KNOWN_HI] <= as_of < row[_LOST_LO]
        return found

    few = verdicts.deciding(filter(counts, actual), day, bounds=_bounds, group=_group, key=_key, is_sure=is_sure)
    return in_order([*filter(counts, others), *few])


_bounds: Final = operator.itemgetter(_LO, _HI, _BY, _END_LO, _END_HI)
_group: Final = operator.itemgetter(_EVENT, _SINCE_TEXT)
_order: Final = operator.itemgetter(_ORDER, _ORDER_ID, _PLACE)


def _key(row: Row) -> Hashable:
    return value_key(row[_VALUE])
