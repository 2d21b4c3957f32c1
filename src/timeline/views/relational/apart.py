"""Which events are known that are told by their own lines and sources alone, from rows.

Law of this module: of these an event is told by its own rows, as no link, change or other record speaks of it.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from timeline.asof.relation import NO, YES
from timeline.named import NamedTuple
from timeline.views.relational.rows import E, R, Rows, event_at, reports_at

_RETRACTED: Final = E["retracted"]
_LO, _RECORD = R["lo"], R["record"]


class Known(NamedTuple):
    """The ids, as bytes, of events that are known at least so surely as was asked.

    ``early`` are those among them whose lines hold a report that was not public by then.
    """

    events: set[bytes]
    early: set[bytes]


def known(rows: Rows, others: Container[str], least: int) -> Known:
    """Find the events that are known by the clocks; ``others`` are records, by id, that are told elsewhere."""
    as_of, by = rows.as_of, rows.recorded_by
    events, early = set[bytes](), set[bytes]()
    for name, told, reports in rows.versions():
        if name in others:
            continue
        if max((event_at(row, as_of, by) for row in told if row[_RETRACTED] != YES), default=NO) >= least:
            events.add(id_ := bytes.fromhex(name))
            if any(row[_LO] > as_of and row[_RECORD] == name for row in reports_at(reports, as_of, by)):
                early.add(id_)
    return Known(events, early)
