"""A calendar (iCalendar, RFC 5545), as calendar programs subscribe to it.

Law of this module: a calendar knows days and instants alone, so an event stands over all the days that its date may
mean, and is tentative where it is not known to the day. What it says in words is exact.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from timeline.text.addresses import link_target
from timeline.text.outgoing.extract import Extract, Losses, Parts, Row, Written
from timeline.text.outgoing.moments import Plain, Point, of_event
from timeline.text.outgoing.report import plain_text
from timeline.text.terminal import safe

_PRODUCT: Final = "-//timeline//export//EN"
_END: Final = b"END:VCALENDAR\r\n"
_DAY: Final = dt.timedelta(days=1)
_LAST: Final = dt.date.max


def write_parts(parts: Parts) -> Written:
    """Write the calendar; the same answer gives the same bytes.

    Raises:
        ImportError: icalendar is not installed.
    """
    import icalendar  # noqa: PLC0415 - optional

    lost = Losses()
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", icalendar.vText(_line(parts.about.title)))
    data, written = bytearray(calendar.to_ical().removesuffix(_END)), 0
    for extract in parts:
        for row in extract.events:
            when = _when(row, lost)
            if when is not None:
                data += _event(icalendar, extract, row, when).to_ical()
                written += 1
    noun = "entry" if written == 1 else "entries"
    return Written(data=bytes(data + _END), counted=f"{written} {noun}", lost=lost.words())


_When = tuple[dt.date | dt.datetime, dt.date | dt.datetime | None, bool]
"""When an entry starts and, exclusively, ends; and whether that is all that its date says."""


def _event(icalendar: Any, extract: Extract, row: Row, when: _When) -> Any:
    start, end, is_exact = when
    found = icalendar.Event()
    found.add("uid", f"{row['id']}@timeline")
    found.add("dtstamp", dt.datetime.fromisoformat(row["recorded"]).replace(microsecond=0))
    found.add("dtstart", start)
    if end is not None:
        found.add("dtend", end)
    found.add("summary", _line(row["title"]))
    found.add("description", "\n".join(map(_line, plain_text(extract, row).split("\n"))))
    found.add("status", "CONFIRMED" if is_exact and row["known"] == "yes" else "TENTATIVE")
    found.add("transp", "TRANSPARENT")
    if row["tags"]:
        found.add("categories", list(map(_line, row["tags"])))
    urls = [link["url"] for link in row["web_links"]]
    urls += [extract.source(name)["url"] for name in row["sources"]]
    url = next((url for url in urls if link_target(url)), None)
    if url is not None:
        found.add("url", url)
    found.add("x-edtf", icalendar.vText(row["occurred"]))
    return found


def _when(row: Row, lost: Losses) -> _When | None:
    """Find the days or instants of an entry; None where a calendar cannot have them."""
    found = of_event(row)
    if found is None:
        lost.count("event", "left out (without a date)")
        return None
    if not all(point.is_common for point in (found.first, found.last) if point is not None):
        lost.count("event", "left out (not in the years 1 to 9999)")
        return None
    if found.first is not None and found.first.clock is not None:
        return _instants(found, found.first, lost)
    first = found.first or found.last
    last = found.last or found.first
    if first is None or last is None:  # one of them bounds it
        return None
    if found.loss == "half":
        lost.count("event", "put on the one day that bounds the date")
        day = first.first_day() if found.first is not None else last.last_day()
        return day, _after(day), False
    start, end = first.first_day(), last.last_day()
    is_exact = found.loss is None and first.day is not None and last.day is not None
    if not is_exact:
        lost.count("event", "put over all days that the date may mean")
    return start, _after(end), is_exact


def _instants(found: Plain, first: Point, lost: Losses) -> _When:
    """Give an instant, or a stretch between two; without a zone it is one of the reader's own clock."""
    last = found.last if found.last is not None and found.last.clock is not None else None
    start, end = _instant(first, lost), None if last is None else _instant(last, lost)
    return start, end if end is not None and end > start else None, found.loss is None


def _instant(point: Point, lost: Losses) -> dt.datetime:
    lost.count("instant", "cut to the second", times=point.is_finer_than(1_000_000))
    moment = point.at().replace(microsecond=0)
    return moment if point.is_utc else moment.replace(tzinfo=None)


def _after(day: dt.date) -> dt.date | None:
    """Give the day after, on which an entry of days ends; the last day of all has none."""
    return None if day == _LAST else day + _DAY


def _line(text: str) -> str:
    return safe(text)
