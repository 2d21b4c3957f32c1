"""A calendar (iCalendar, RFC 5545): an event for each VEVENT and VJOURNAL.

Law of this module: the end of a day event is the day before its DTEND, which is not part of it (RFC 5545, 3.6.1); times
with a zone become UTC, times without one stay as they stand. A rule of repetition is not followed: what is told is the
first time, and that is said.

The reader is `icalendar`, the extra ``[ics]``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final

from timeline.dates import parts
from timeline.errors import FormatError, RecordError, to_install
from timeline.records.strict_json import quoted
from timeline.text.incoming import told
from timeline.text.incoming.drafted import Drafted, data, links, one_line
from timeline.text.incoming.values import Asked, Brought

_BEGIN: Final = re.compile("^BEGIN:", re.MULTILINE | re.IGNORECASE)
_END: Final = re.compile("^END:", re.MULTILINE | re.IGNORECASE)
_EVENTS: Final = frozenset({"VEVENT", "VJOURNAL"})
_LOST: Final = {
    "RRULE": "rules of repetition (the first time alone is read)",
    "RDATE": "further dates of repetition",
    "ATTENDEE": "attendees",
    "ORGANIZER": "organizers",
    "ATTACH": "attachments",
    "GEO": "positions",
}


def read(content: bytes, name: str, asked: Asked) -> Brought:
    """Read a calendar.

    Raises:
        FormatError: It is not one, or the package that reads it is not installed.
    """
    try:
        import icalendar  # noqa: PLC0415 - an extra, and slow
    except ImportError as error:
        what = "reading calendars needs the package icalendar"
        raise FormatError(what, where=name, fix=to_install("icalendar"), unwritten=True) from error
    text = told.decoded(content, name)
    if len(_BEGIN.findall(text)) != len(_END.findall(text)):  # what is not closed, the package leaves out in silence
        raise FormatError("it is not a calendar: a part of it begins and never ends", where=name, unwritten=True)
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, LookupError, AttributeError, TypeError) as error:  # what the package raises at odd parameters
        raise FormatError(f"it is not a calendar: {error}", where=name, unwritten=True) from error
    drafted = Drafted(name, asked)
    seen: dict[str, int] = {}
    for part in (part for calendar in calendars for part in _parts(calendar)):
        if part.name not in _EVENTS:
            if part.name not in ("VTIMEZONE", "STANDARD", "DAYLIGHT", "VCALENDAR"):
                drafted.lose(f"parts of the kind {part.name}")
            continue
        uid = one_line(part.get("UID")) or ""
        place = f"event {uid or len(seen) + 1}"
        seen[uid] = seen.get(uid, 0) + 1
        _event(part, place, drafted)
    return drafted.brought()


def _parts(part: Any) -> Iterator[Any]:
    yield part
    for inner in part.subcomponents:
        yield from _parts(inner)


def _event(part: Any, place: str, drafted: Drafted) -> None:
    for field, why in part.errors:
        drafted.fault(place, f"{field or 'a line'} is not as RFC 5545 has it: {why}", "mend the calendar")
    if part.errors:
        return
    for field, what in _LOST.items():
        found = part.get(field)
        drafted.lose(what, len(found) if isinstance(found, list) else int(found is not None))
    title = one_line(part.get("SUMMARY"))
    if title is None:
        drafted.fault(place, "it has no SUMMARY, which becomes the title", "write one")
        return
    status = str(part.get("STATUS") or "").upper()
    if status == "CANCELLED":
        drafted.lose("events that were cancelled")
        return
    key = one_line(part.get("UID"))
    if key is not None and part.get("RECURRENCE-ID") is not None:
        key = f"{key} {part.get('RECURRENCE-ID').to_ical().decode()}"
    body = {
        "title": title,
        "occurred": drafted.read(lambda: _when(part, drafted), place),
        "text": str(part.get("DESCRIPTION") or "").replace("\r", "").strip(),
        "links": links((str(part.get("URL") or ""), None)),
        "tags": list(dict.fromkeys(_categories(part))),
        "data": data({"location": one_line(part.get("LOCATION")), "status": status.lower()}),
        "key": key,
    }
    drafted.add("event", body, place)


def _categories(part: Any) -> Iterator[str]:
    found = part.get("CATEGORIES")
    for line in found if isinstance(found, list) else [found] if found is not None else []:
        for word in getattr(line, "cats", [line]):
            if text := one_line(word):
                yield text


def _when(part: Any, drafted: Drafted) -> str | None:
    """Give when an event was.

    Raises:
        RecordError: It has two starts or ends, or a day beside a time.
    """
    try:
        return _occurred(part, drafted)
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        what = "its DTSTART, DTEND or DURATION is not as RFC 5545 has it"
        raise RecordError(what, fix="give each once, both as days or both as times") from error


def _occurred(part: Any, drafted: Drafted) -> str | None:
    """Give when an event was, from its DTSTART to its DTEND or for its DURATION."""
    begin = part.get("DTSTART")
    if begin is None:
        return None
    start = begin.dt
    end = part.get("DTEND").dt if part.get("DTEND") is not None else None
    if end is None and part.get("DURATION") is not None:
        end = start + part.get("DURATION").dt
    if not isinstance(start, dt.datetime):
        last = end - dt.timedelta(days=1) if isinstance(end, dt.date) and end > start else start
        return str(parts.between(start.isoformat(), last.isoformat()))
    if start.tzinfo is None:
        if end is not None and end != start:
            drafted.lose("ends of events whose times have no zone")
        if zone := one_line(begin.params.get("TZID")):
            drafted.note(f"the zone {quoted(zone)} is not known: its times stay as they stand, without a zone")
        else:
            drafted.note("times without a zone stay as they stand")
        return _moment(start)
    if end is None or end == start:
        return _moment(start)
    return str(parts.between(_moment(start), _moment(end)))


def _moment(when: dt.datetime) -> str:
    """Write a moment: in UTC where its zone is known."""
    if when.tzinfo is None:
        return when.replace(microsecond=0).isoformat()
    return when.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
