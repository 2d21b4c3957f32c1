"""Times of day without a shift from UTC, placed in the time zone that somebody named for them.

Law of this module: a time that the clocks of the place showed once has one shift; one that they showed twice, or never,
is refused and not guessed. A zone is named; that of the machine is never asked.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from timeline.dates import zones
from timeline.dates.instants import JOINTS, quoted
from timeline.dates.written import WrittenDate
from timeline.errors import DateError

_LOCAL: Final = re.compile(
    r"(?P<day>-?\d{4}-\d\d-\d\d)(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?(?:\s*(?P<half>[aApP])\.?[mM]\.?)?"
)
_SHIFT: Final = re.compile(r"([+-])(\d\d)(?::?(\d\d))?")
_LOOSE_SHIFT: Final = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)


def zone_of_times(name: str) -> dt.tzinfo:
    """Find the zone of times that do not say theirs: by its name in the tz database, or by its shift from UTC.

    Raises:
        DateError: It is neither; ``fix`` says what to write.

    >>> str(zone_of_times("Europe/Berlin")), str(zone_of_times("+02:00")), str(zone_of_times("UTC"))
    ('Europe/Berlin', 'UTC+02:00', 'UTC')
    """
    if (found := _SHIFT.fullmatch(name)) is not None:
        ahead = dt.timedelta(hours=int(found[2]), minutes=int(found[3] or "0"))
        if ahead >= dt.timedelta(days=1) or int(found[3] or "0") > 59:
            raise DateError(f"{quoted(name)} is not a shift from UTC", fix="write hours and minutes, as in +02:00")
        return dt.timezone(ahead if found[1] == "+" else -ahead)
    try:
        return zones.zone(name)
    except DateError as error:
        if (loose := _LOOSE_SHIFT.fullmatch(name.strip())) is not None and int(loose[2]) < 24:
            error.fix = f"write {loose[1]}{loose[2]:0>2}:{loose[3] or '00'} for that shift all year, or the place"
        raise


def placed(text: str, zone: dt.tzinfo) -> WrittenDate | None:
    """Read a date whose times do not say their zone as one of a place; None where it has no such time.

    Besides EDTF's ``2025-08-14T14:03:00``, a blank for the T, missing seconds, a fraction and am or pm are read. What
    is kept has the shift that the place had from UTC then; with a fraction of a second, it is in UTC.

    Raises:
        DateError: A time does not exist, or the clocks of the place showed it twice or never.

    >>> berlin = zone_of_times("Europe/Berlin")
    >>> placed("2025-08-14 14:03", berlin), placed("2025-08-14T14:03:00.5", berlin), placed("2025-08-14", berlin)
    ('2025-08-14T14:03:00+02:00', '2025-08-14T12:03:00.5Z', None)
    """
    pieces = JOINTS.split(text.strip())
    local = [_LOCAL.fullmatch(piece.strip()) for piece in pieces]
    if not any(local):
        return None
    made = [
        piece if found is None else _there(found, piece.strip(), zone)
        for piece, found in zip(pieces, local, strict=True)
    ]
    return WrittenDate("".join(made))


def is_midnight(text: str) -> bool | None:
    """Say whether a time without a zone is 0 o'clock, as programs write days; None where it is no such time."""
    found = _LOCAL.fullmatch(text.strip())
    if found is None:
        return None
    hour = int(found["hour"])
    digits = hour % 12 if found["half"] else hour, int(found["minute"]), int(found["second"] or "0")
    return digits == (0, 0, 0) and (found["half"] or "a") in "aA" and not (found["fraction"] or "").strip("0")


def _there(found: re.Match[str], text: str, zone: dt.tzinfo) -> str:
    """Write a time of a place with its shift from UTC."""
    hour, minute, second = int(found["hour"]), found["minute"], found["second"] or "00"
    if half := (found["half"] or "").lower():
        if not 1 <= hour <= 12:
            raise DateError(f"{quoted(text)} has no such time: with am or pm, hours go from 1 to 12")
        hour = hour % 12 + (12 if half == "p" else 0)
    clock = f"{hour:02d}:{minute}:{second}"
    plain = f"{found['day']}T{clock}"
    fraction = f".{found['fraction']}" if found["fraction"] else ""
    try:
        WrittenDate(f"{plain}{fraction}Z")  # is there such a day, and such a time
    except DateError as error:
        raise DateError(error.what.replace(quoted(f"{plain}{fraction}Z"), quoted(text)), fix=error.fix) from None
    try:
        day = dt.datetime.fromisoformat(found["day"])
        at = day + dt.timedelta(hours=hour, minutes=int(minute), seconds=min(int(second), 59))
        shifts = _shifts(at, zone)
        utc = [at - shift for shift in shifts]
    except (ValueError, OverflowError):
        what = f"{quoted(text)} is in a year of which no time zone is known"
        raise DateError(what, fix="write its shift from UTC after it, or Z") from None
    if len(shifts) > 1:
        raise _doubtful(text, at, fraction, shifts, zone)
    (shift,) = shifts
    if not shift:
        return f"{plain}{fraction}Z"
    if fraction or shift % dt.timedelta(minutes=1) or abs(shift) >= dt.timedelta(days=1):
        if second == "60":
            raise DateError(f"{quoted(text)} has a second 60 that cannot be said in UTC", fix="write it in UTC, with Z")
        return f"{utc[0].isoformat()}{fraction}Z"
    return f"{plain}{_sign(shift)}"


def _shifts(at: dt.datetime, zone: dt.tzinfo) -> list[dt.timedelta]:
    """Give how far a place was from UTC when its clocks showed a time; two where it came twice, or was left out."""
    early, late = ((at.replace(tzinfo=zone, fold=fold).utcoffset() or dt.timedelta()) for fold in (0, 1))
    return [early] if early == late else [early, late]


def _doubtful(text: str, at: dt.datetime, fraction: str, shifts: list[dt.timedelta], zone: dt.tzinfo) -> DateError:
    is_whole = not any(shift % dt.timedelta(minutes=1) for shift in shifts)
    early, late = (
        f"{at.isoformat()}{fraction}{_sign(s)}" if is_whole else f"{(at - s).isoformat()}{fraction}Z" for s in shifts
    )
    if shifts[0] > shifts[1]:
        what = f"{quoted(text)} came twice in {zone}, where the clocks were put back"
        return DateError(what, fix=f"write {early} for the first time, {late} for the second")
    what = f"{quoted(text)} did not exist in {zone}, where the clocks were put forward"
    return DateError(what, fix=f"write the time with its shift from UTC: {early} if they were not yet changed")


def _sign(shift: dt.timedelta) -> str:
    minutes = abs(int(shift.total_seconds())) // 60
    return f"{'-' if shift < dt.timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
