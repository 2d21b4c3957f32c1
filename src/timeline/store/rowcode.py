"""The rows of the relation as the index holds them: short where a row says what most rows say.

Law of this module: what was packed is unpacked again, cell by cell. Packed rows are JSON, whose integers have any size;
most are given by the few cells in which they differ from each other, the rest by all but those that their place tells.
Reading imports nothing but the names of the columns.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from timeline.asof.relation import EARLIEST, EVENT, FACT, FOREVER, LATEST, REPORT, YES, Row

Packed: TypeAlias = "list[Any]"

_FACT_LEAST: Final = 12
_EVENT_LEAST: Final = 10
_REPORT_LEAST: Final = 7
_NO_END: Final = (LATEST, LATEST)
_EVER: Final = (FOREVER, FOREVER)
_NOTHING: Final = (None, None, None)
_UNTOUCHED: Final = ("reports", YES, 0, 0, YES)


# --- facts -----------------------------------------------------------------------------------------------------------

_SINCE: Final = FACT.index("recorded_from")


def pack_fact(row: Row) -> Packed:
    """Pack the row of a fact; its entity, property and event are told by its place."""
    found = list(row)
    start, known, since = found[6:9], found[13:17], found[17]
    if (
        found[2] == "actual"
        and tuple(found[9:11]) == _NO_END
        and known == [*found[11:13], FOREVER, FOREVER]
        and found[18] == FOREVER
        and found[19] == since
        and found[20] == found[4]
        and tuple(found[25:28]) == _NOTHING
    ):
        return [found[3], found[5], *start, *found[11:13], since, found[21], *found[22:25]]
    return [*found[2:4], *found[5:]]


def unpack_fact(packed: Packed, entity: str, name: str, event: str) -> Row:
    """Give the row of a fact."""
    if len(packed) == _FACT_LEAST:
        value, number, lo, hi, by, first, last, since, place, typed, earliest, latest = packed
        return (
            entity, name, "actual", value, event, number, lo, hi, by, LATEST, LATEST, first, last, first, last,
            FOREVER, FOREVER, since, FOREVER, since, event, place, typed, earliest, latest, None, None, None,
        )  # fmt: skip
    return (entity, name, packed[0], packed[1], event, *packed[2:])


# --- events ----------------------------------------------------------------------------------------------------------


def pack_event(row: Row) -> Packed:
    """Pack the row of an event; its id is told by its place."""
    known, lo, hi, since = row[1:5], row[6], row[7], row[9]
    if (
        known == (lo, hi, *_EVER)
        and row[5] == 0
        and row[10] == FOREVER
        and row[11] == since
        and row[12] == row[0]
        and row[19] is None
    ):
        return [lo, hi, row[8], since, *row[13:19]]
    return list(row[1:])


def unpack_event(packed: Packed, event: str) -> Row:
    """Give the row of an event."""
    if len(packed) == _EVENT_LEAST:
        lo, hi, reported, since, *rest = packed
        return (event, lo, hi, FOREVER, FOREVER, 0, lo, hi, reported, since, FOREVER, since, event, *rest, None)
    return (event, *packed)


# --- reports ---------------------------------------------------------------------------------------------------------


def pack_report(row: Row) -> Packed:
    """Pack the row of a report; the id of its event is told by its place."""
    event, address, place, source = row[:4]
    since = row[13]
    if (
        row[4:9] == _UNTOUCHED
        and row[11:13] == (EARLIEST, FOREVER)
        and row[14] == FOREVER
        and row[15] == since
        and row[16] == event
        and str(address).startswith(f"{event}#")
        and row[18:21] == _NOTHING
    ):
        return [str(address).partition("#")[2], place, source, row[9], row[10], since, row[17]]
    return list(row[1:])


def unpack_report(packed: Packed, event: str) -> Row:
    """Give the row of a report."""
    if len(packed) == _REPORT_LEAST:
        number, place, source, lo, hi, since, reported = packed
        return (
            event, f"{event}#{number}", place, source, *_UNTOUCHED, lo, hi, EARLIEST, FOREVER, since, FOREVER, since,
            event, reported, None, None, None,
        )  # fmt: skip
    return (event, *packed)


# --- all of an event -------------------------------------------------------------------------------------------------


def pack_told(events: Sequence[Row], reports: Sequence[Row]) -> list[list[Packed]]:
    """Pack the rows of an event and of the reports on it."""
    return [[pack_event(row) for row in events], [pack_report(row) for row in reports]]


def unpack_told(text: str, event: str) -> tuple[list[Row], list[Row]]:
    """Give the rows of an event, and of the reports on it."""
    events, reports = json.loads(text)
    return [unpack_event(row, event) for row in events], [unpack_report(row, event) for row in reports]


assert (len(FACT), len(EVENT), len(REPORT)) == (28, 20, 21), "the places above are those of the columns"  # noqa: S101
