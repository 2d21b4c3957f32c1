"""A calendar (iCalendar, RFC 5545): an event for each VEVENT and VJOURNAL.

Law of this module: the end of a day event is the day before its DTEND, which is not part of it (RFC 5545, 3.6.1); times
with a zone become UTC, times without one stay as they stand, or are of the zone that was told. A rule of repetition is
not followed: what is told is the first time, and that is said; a first time that was taken out or moved is not told. Of
several versions of an event the last counts. What is damaged in parts and fields that are not read is counted, and no
fault.

The reader is `icalendar`, the extra ``[ics]``. It is given the parts that are read, on whole lines; each duration with
its own text beside it, as the package makes a day of PT24H.
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
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought

_FOLD: Final = re.compile(rb"\r?\n[ \t]")
_LINE_END: Final = re.compile(r"\r?\n")
_BEGIN: Final = re.compile("^BEGIN:", re.MULTILINE | re.IGNORECASE)
_END: Final = re.compile("^END:", re.MULTILINE | re.IGNORECASE)
_PART: Final = re.compile(r"(BEGIN|END):\s*(\S+)\s*", re.IGNORECASE)
_DURATION: Final = re.compile(r"DURATION((?:;[^:]*)?):\s*([-+PWDTHMS0-9]+)\s*", re.IGNORECASE)
_LASTS: Final = re.compile(r"([-+]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE)
_AS_WRITTEN: Final = "X-AS-WRITTEN"
_EVENTS: Final = frozenset({"VEVENT", "VJOURNAL"})
_READ: Final = _EVENTS | {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
_NEEDED: Final = frozenset(
    {"UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "DESCRIPTION", "URL", "CATEGORIES", "LOCATION", "STATUS"}
    | {"RECURRENCE-ID", "EXDATE", "CLASS"}
)
"""The fields that are read; one of them that is damaged is a fault."""
_ONCE: Final = ("UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "STATUS", "RECURRENCE-ID", "LOCATION", "CLASS")
"""Those of them that an event has once."""
_BESIDE: Final = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "COLOR", "X-EDTF"})
"""The fields that say nothing of what happened."""
_LOST: Final = {
    "RRULE": "rules of repetition (the first time alone is read)",
    "RDATE": "further dates of repetition",
    "EXDATE": "dates taken out of a repetition",
    "ATTENDEE": "attendees",
    "ORGANIZER": "organizers",
    "ATTACH": "attachments",
    "GEO": "positions",
}
_ENDS: Final = "ends of events whose times have no zone"
_IN_UTC: Final = "write this DTSTART, or DTEND, in UTC: 20250814T100000Z"
_RESTRICTED: Final = ("private", "confidential")


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read a calendar.

    Raises:
        FormatError: It is not one, or the package that reads it is not installed.
    """
    try:
        import icalendar  # noqa: PLC0415 - an extra, and slow
    except ImportError as error:
        what = "reading calendars needs the package icalendar"
        raise FormatError(what, where=name, fix=to_install("icalendar"), unwritten=True) from error
    text = told.decoded(_FOLD.sub(b"", content.whole(name)), name)  # a line may be folded within a character
    if len(_BEGIN.findall(text)) != len(_END.findall(text)):  # what is not closed, the package leaves out in silence
        raise FormatError("it is not a calendar: a part of it begins and never ends", where=name, unwritten=True)
    drafted = Drafted(name, asked)
    try:
        calendars = icalendar.Calendar.from_ical("\r\n".join([*_lines(text, drafted), ""]), multiple=True)
    except (ValueError, LookupError, AttributeError, TypeError) as error:  # what the package raises at odd parameters
        raise FormatError(f"it is not a calendar: {error}", where=name, unwritten=True) from error
    except OSError as error:  # of a zone whose name no file can have
        raise FormatError(
            "the name of a zone in it is too long", where=name, fix="shorten it", unwritten=True
        ) from error
    found = [part for calendar in calendars for part in _parts(calendar) if part.name in _EVENTS]
    moved = {(_text(part, "UID"), _moment_of(part, "RECURRENCE-ID")) for part in found}
    for number, part in enumerate(_newest(found, drafted), 1):
        _event(part, f"event {_text(part, 'UID') or number}", moved, drafted)
    return drafted.brought()


def _lines(text: str, drafted: Drafted) -> Iterator[str]:
    """Give the lines of the parts that are read; the others are counted."""
    depth = 0
    for line in _LINE_END.split(text):
        edge = _PART.fullmatch(line)
        if edge is not None and edge[1].upper() == "BEGIN" and (depth or edge[2].upper() not in _READ):
            depth += 1
            drafted.lose(f"parts of the kind {edge[2].upper()}")
        if depth:
            depth -= edge is not None and edge[1].upper() == "END"
        elif edge is not None and edge[2].upper() in _EVENTS:  # a damaged field of a VJOURNAL would damage all
            yield f"{edge[1]}:VEVENT"
        else:
            yield _DURATION.sub(rf"DURATION\1;{_AS_WRITTEN}=\2:\2", line) if _DURATION.fullmatch(line) else line


def _parts(part: Any) -> Iterator[Any]:
    yield part
    for inner in part.subcomponents:
        yield from _parts(inner)


def _newest(found: list[Any], drafted: Drafted) -> list[Any]:
    """Leave out the versions of an event of which the calendar has a later one (RFC 5546, 2.1.5)."""
    last: dict[str, int] = {}
    for part in found:
        if (key := _key(part)) is not None:
            last[key] = max(last.get(key, 0), _version(part))
    newest = [part for part in found if (key := _key(part)) is None or _version(part) == last[key]]
    drafted.lose("older versions of events", len(found) - len(newest))
    return newest


def _version(part: Any) -> int:
    number = part.get("SEQUENCE")
    return number if isinstance(number, int) else 0


def _key(part: Any) -> str | None:
    uid = _text(part, "UID")
    return uid and " ".join([uid, *(which.to_ical().decode() for which in _all(part, "RECURRENCE-ID"))])


def _all(part: Any, field: str) -> list[Any]:
    """Give all values of a field, of which the package makes a list where there are several."""
    found = part.get(field)
    return found if isinstance(found, list) else [] if found is None else [found]


def _text(part: Any, field: str) -> str | None:
    """Give a field as one line; of one that stands there several times, the first."""
    return one_line(next(iter(_all(part, field)), None))


def _event(part: Any, place: str, moved: set[tuple[str | None, Any]], drafted: Drafted) -> None:
    if _is_damaged(part, place, drafted):
        return
    _lose(part, drafted)
    title = _text(part, "SUMMARY")
    if title is None:
        drafted.fault(place, "it has no SUMMARY, which becomes the title", "write one")
        return
    status = str(part.get("STATUS") or "").upper()
    if status == "CANCELLED":
        drafted.lose("events that were cancelled")
        return
    if _is_taken_out(part):
        drafted.lose("first times of a repetition that were taken out (EXDATE), with the rule")
        return
    start = _moment_of(part, "DTSTART")
    if start is not None and part.get("RECURRENCE-ID") is None and (_text(part, "UID"), start) in moved:
        drafted.lose("first times of a repetition that are told by an event of their own")
        return
    access = (_text(part, "CLASS") or "").lower()
    body = {
        "title": title,
        "occurred": drafted.read(lambda: _when(part, drafted), place),
        "text": "\n\n".join(_texts(part, "DESCRIPTION")),
        "links": links(*((url, None) for url in _texts(part, "URL"))),
        "tags": list(dict.fromkeys([*_categories(part), *(each for each in _RESTRICTED if each == access)])),
        "data": data({"location": _text(part, "LOCATION"), "status": status.lower()}),
        "key": _key(part),
    }
    drafted.add("event", body, place)


def _is_damaged(part: Any, place: str, drafted: Drafted) -> bool:
    """Say whether a field that is read is damaged, or stands there twice, which are faults."""
    found = []
    for field, why in part.errors:
        if field is None or field.upper() in _NEEDED:
            said = "a number in it is too long" if "digits" in str(why) else why  # which Python says in its own words
            found.append((f"{field or 'a line'} is not as RFC 5545 has it: {said}", "mend the calendar"))
        else:
            drafted.lose(f"fields that are not as RFC 5545 has them ({field.upper()})")
    counts = ((field, len(_all(part, field))) for field in _ONCE)
    found += [(f"{field} stands there {count} times", "leave one") for field, count in counts if count > 1]
    for what, fix in found:
        drafted.fault(place, what, fix)
    return bool(found)


def _lose(part: Any, drafted: Drafted) -> None:
    """Count what the log has no room for."""
    for field in part:
        if field in _LOST or field not in _NEEDED | _BESIDE:
            what = _LOST.get(field) or (
                "fields of single programs (X-)" if field.startswith("X-") else f"fields {field}"
            )
            drafted.lose(what, len(_all(part, field)))


def _texts(part: Any, field: str) -> list[str]:
    """Give all values of a field as texts; a VJOURNAL may have several descriptions."""
    return [text for value in _all(part, field) if (text := str(value).replace("\r", "").strip())]


def _categories(part: Any) -> Iterator[str]:
    for line in _all(part, "CATEGORIES"):
        for word in getattr(line, "cats", [line]):
            if text := one_line(word):
                yield text


def _is_taken_out(part: Any) -> bool:
    """Say whether the first time of a repetition is one that EXDATE takes out."""
    start = _moment_of(part, "DTSTART")
    return any(out.dt == start for each in _all(part, "EXDATE") for out in each.dts)


def _moment_of(part: Any, field: str) -> Any:
    """Give the day or the time of a field; None where there is none, or a damaged one, which is a fault of its own."""
    try:
        return part.get(field).dt
    except (AttributeError, ValueError):
        return None


def _when(part: Any, drafted: Drafted) -> str | None:
    """Give when an event was.

    Raises:
        RecordError: It has two starts or ends, or a day beside a time.
    """
    try:
        found = _occurred(part, drafted)
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        what = "its DTSTART, DTEND or DURATION is not as RFC 5545 has it"
        raise RecordError(what, fix="give each once, both as days or both as times") from error
    edtf = (_text(part, "X-EDTF") or "").replace("\\", "")  # of a field that it does not know the package leaves these
    return found and (drafted.exact(edtf, found, found) or found)


def _occurred(part: Any, drafted: Drafted) -> str | None:
    """Give when an event was, from its DTSTART to its DTEND or for its DURATION."""
    begin = part.get("DTSTART")
    if begin is None:
        return None
    start = begin.dt
    finish = part.get("DTEND")
    end = finish.dt if finish is not None else None
    is_told = drafted.asked.time_zone is not None and not begin.params.get("TZID")
    if end is None and part.get("DURATION") is not None:
        end = _after(start, part.get("DURATION"), drafted.asked.time_zone if is_told else None)
    if end is not None and isinstance(end, dt.datetime) is not isinstance(start, dt.datetime):
        raise ValueError("a day beside a time")
    if not isinstance(start, dt.datetime):
        last = end - dt.timedelta(days=1) if isinstance(end, dt.date) and end > start else start
        return str(parts.between(start.isoformat(), last.isoformat()))
    if start.tzinfo is None and not is_told:
        if end is not None and end != start:
            drafted.lose(_ENDS)
        if not _has_strange_zone(begin, drafted):
            drafted.note(
                "times without a zone stay as they stand; --time-zone (in Python time_zone=) says of which they are"
            )
        return _moment(start)
    first = drafted.zoned(_moment(start), instead=_IN_UTC)
    if end is None or end == start:
        return first
    if finish is not None and _has_strange_zone(finish, drafted):
        drafted.lose(_ENDS)
        return first
    last = end.isoformat() if start.tzinfo is None and end.tzinfo is not None and finish is None else _moment(end)
    return str(parts.between(first, drafted.zoned(last, instead=_IN_UTC)))


def _has_strange_zone(when: Any, drafted: Drafted) -> bool:
    """Whether a time names a zone that is not known, which is said."""
    zone = one_line(when.params.get("TZID"))
    if not zone or not isinstance(when.dt, dt.datetime) or when.dt.tzinfo is not None:
        return False
    drafted.note(f"the zone {quoted(zone)} is not known: its times stay as they stand, without a zone")
    return True


def _after(start: dt.date, lasts: Any, told: dt.tzinfo | None) -> dt.date:
    """Give the end of what lasts so long: days are those of the calendar, hours are exact (RFC 5545, 3.3.6).

    ``told`` is the zone of a start that says none.

    Raises:
        ValueError: It is no duration, or one of hours from a day on.
    """
    found = _LASTS.fullmatch(str(lasts.params.get(_AS_WRITTEN) or lasts.to_ical().decode()))
    if found is None:
        raise ValueError("no duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    whole = dt.timedelta(weeks=sign * weeks, days=sign * days)
    rest = dt.timedelta(hours=sign * hours, minutes=sign * minutes, seconds=sign * seconds)
    if not isinstance(start, dt.datetime):
        if rest % dt.timedelta(days=1):
            raise ValueError("a day lasts days")
        return start + whole + rest
    zone = start.tzinfo or (told if rest else None)
    end = start + whole
    if zone is None:
        return end + rest
    return (end.replace(tzinfo=zone).astimezone(dt.UTC) + rest).astimezone(zone)


def _moment(when: dt.datetime) -> str:
    """Write a moment: in UTC where its zone is known."""
    if when.tzinfo is None:
        return when.replace(microsecond=0).isoformat()
    return when.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
