"""JSON lines for Timesketch, which analysts of incidents search together.

Law of this module: each line needs one exact moment, so an event stands at its earliest one, or at its latest where
only that is bounded; ``timestamp_desc`` says which, and ``occurred`` with its bounds says the date as it is.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from timeline.text.outgoing.extract import Extract, Losses, Parts, Row, Written
from timeline.text.outgoing.moments import Plain, of_event
from timeline.text.outgoing.report import plain_text
from timeline.text.terminal import safe_json

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)


def write_parts(parts: Parts) -> Written:
    """Write a line for each event that has a bound in the years 1000 to 9999, which Timesketch can order."""
    lost, data, count = Losses(), bytearray(), 0
    for extract in parts:
        for event in extract.events:
            if (line := _line(extract, event, lost)) is not None:
                data += safe_json(json.dumps(line, ensure_ascii=False) + "\n").encode()
                count += 1
    return Written(data=bytes(data), counted=f"{count} {'line' if count == 1 else 'lines'}", lost=lost.words())


def _line(extract: Extract, event: Row, lost: Losses) -> dict[str, Any] | None:
    found = of_event(event)
    if found is None:
        lost.count("event", "left out (without a date)")
        return None
    placed = _moment(found)
    if placed is None:
        lost.count("event", "left out (not in the years 1000 to 9999)")
        return None
    moment, says = placed
    lost.count("event", "put at one moment of the date", times=says != "Occurred")
    is_local = any(point is not None and point.is_local for point in (found.first, found.last))
    lost.taken_as_utc(is_local)
    placed_at = found.first or found.last
    lost.count("instant", "cut to the microsecond", times=placed_at is not None and placed_at.is_finer_than(1))
    return {
        "message": event["title"],
        "datetime": moment.isoformat(timespec="microseconds"),
        "timestamp": (moment - _EPOCH) // _MICROSECOND,
        "timestamp_desc": f"{says}, time zone not given" if is_local else says,
        "occurred": event["occurred"],
        "occurred_earliest": event["occurred_earliest"],
        "occurred_latest": event["occurred_latest"],
        "reported_earliest": event["reported_earliest"],
        "event_type": event["type"],
        "known": event["known"],
        "standing": event["standing"],
        "entities": [*dict.fromkeys(fact["known_as"] for fact in extract.facts_of(event))],
        "sources": event["sources"],
        "tag": event["tags"],
        "details": plain_text(extract, event),
        "event_id": event["id"],
    }


def _moment(found: Plain) -> tuple[dt.datetime, str] | None:
    """Choose the moment of a line, and say what it is."""
    if found.first is not None:
        if not 1000 <= found.first.year <= 9999:
            return None
        is_exact = found.loss is None and found.last is None and found.first.clock is not None
        lasts = found.last is not None and found.loss is None
        return (
            found.first.at(),
            "Occurred" if is_exact else "Begins at the earliest" if lasts else "Occurred at the earliest",
        )
    if found.last is None or not 1000 <= found.last.year <= 9999:
        return None
    day = found.last.last_day()
    last = dt.datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=dt.UTC)
    return found.last.at() if found.last.clock is not None else last, "Occurred at the latest"
