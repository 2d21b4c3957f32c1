"""A time of day as people write it beside a date: ``09:30:00 UTC``, ``9:30 pm``, ``+0200``, ``CEST``.

Law: a zone whose name means several shifts from UTC is not read; without a zone the time stays without one.
"""

from __future__ import annotations

import re
from typing import Final

from timeline.dates.meanings import Reading
from timeline.dates.values import DAY, SECOND, format_day, format_moment
from timeline.named import NamedTuple

ZONES: Final = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "zulu"), 0),
    "wet": 0,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "hkt": 480,
    "jst": 540,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    # RFC 5322, 4.3, but for CST, which is China's time as well
    "est": -300,
    "edt": -240,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
"""Names of zones that mean one shift, with that shift in minutes ahead of UTC."""
SEVERAL: Final = frozenset({"cst", "ist", "bst", "ast", "sst", "gst", "pkt"})
"""Names that mean several shifts, or were used for several."""

_TIME: Final = re.compile(
    r"(?<![\d:.+-])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?(?![\d:])"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?(?P<zone>(?:utc|gmt)?[+-]\d\d?(?::?\d\d)?(?![\d:-])|[a-z]{1,4}\b))?",
    re.IGNORECASE,
)

_HOUR: Final = re.compile(r"(?<![\d:.,/-])(\d\d?)\s?([ap])\.?m\b\.?(?!\w)", re.IGNORECASE)
"""An hour alone: ``5pm``."""


_ZONE_APART: Final = re.compile(r"\(((?:utc|gmt)(?:[+-]\d\d?(?::?\d\d)?)?)\)", re.IGNORECASE)
"""A zone in brackets behind the time: ``(GMT+2)``."""


_OCLOCK: Final = re.compile(r"\s*(?:uhr|hrs?|hours|o'clock)$", re.IGNORECASE)
_WITHOUT_COLON: Final = re.compile(r"(\d\d?)(?:[.h]|(?<=\d\d))(\d\d)(?!\d)(\s?[a-z].*)?", re.IGNORECASE)
"""``14.10``, ``14h10``, ``1410``, and a zone behind it."""
_HOUR_OF_24: Final = re.compile(r"(\d\d?)h", re.IGNORECASE)
_ON_A_DAY: Final = re.compile(r"^.*T")


class Time(NamedTuple):
    """A time of day; ``shift`` is in minutes ahead of UTC, None where no zone was said."""

    seconds: int
    fraction: str
    shift: int | None

    def on(self, day: int) -> Reading | None:
        """Put it on a day, given as a day number; None where it is too fine, or EDTF cannot say it."""
        digits = self.fraction.rstrip("0")
        lo = day * DAY + self.seconds * SECOND + int(digits[:6].ljust(6, "0"))
        if digits:
            if self.shift is None or len(digits) > 6:
                return None
            lo -= self.shift * 60 * SECOND
            whole = format_moment(lo // SECOND * SECOND)
            return Reading(f"{whole[:-1]}.{digits}Z", lo, lo)
        hour, rest = divmod(self.seconds, 3600)
        text = f"{format_day(day)}T{hour:02d}:{rest // 60:02d}:{rest % 60:02d}"
        if self.shift is None:
            return Reading(text, lo, lo)
        lo -= self.shift * 60 * SECOND
        sign, size = ("-" if self.shift < 0 else "+"), abs(self.shift)
        zone = f"{sign}{size // 60:02d}:{size % 60:02d}" if self.shift else "Z"
        return Reading(text + zone, lo, lo)


def take_time(text: str) -> tuple[str, Time | None]:
    """Take the time of day out of a text; the text stays whole where there is none, or one that no clock shows."""
    text = _ZONE_APART.sub(r"\1", _HOUR.sub(r"\1:00 \2m", text))
    found = _TIME.search(text.replace("\u2212", "-"))
    if found is None:
        return text, None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return text, None
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    end, shift = found.end(), None
    if zone := found["zone"]:
        shift = _shift(zone.lower())
        if shift is None:
            if not zone.isalpha() or zone.lower() in SEVERAL:
                return text, None
            end = found.start("zone")
    if hour > 23 or minute > 59 or second > 59:
        return text, None
    before = text[: found.start()].rstrip()
    if before[-1:] in "Tt" and before[-2:-1].isdigit():
        before = before[:-1]
    rest = f"{before} {text[end:]}".strip()
    if shift is None and (last := re.search(r"\s([+-]\d{4})$", rest)):  # as git and mail write it, after the year
        rest, shift = rest[: last.start()], _shift(last[1])
    return rest, Time((hour * 60 + minute) * 60 + second, found["fraction"] or "", shift)


def _shift(zone: str) -> int | None:
    """Give minutes ahead of UTC, None for what names no one shift."""
    if zone in ZONES:
        return ZONES[zone]
    numbers = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d?):?(\d\d)?", zone)
    if numbers is None:
        return None
    minutes = int(numbers[2]) * 60 + int(numbers[3] or 0)
    return -minutes if numbers[1] == "-" else minutes


def meant_time(text: str) -> str | None:
    """Give the time of day that a text alone probably means, as hours and minutes; None where it may mean others.

    >>> meant_time("14h10"), meant_time("0900 UTC"), meant_time("3pm"), meant_time("25:00")
    ('14:10', '09:00Z', '15:00', None)
    """
    bare = _OCLOCK.sub("", text.strip().lower().replace("noon", "12:00"))
    if (digits := _WITHOUT_COLON.fullmatch(bare)) is not None:
        bare = f"{digits[1]}:{digits[2]}{digits[3] or ''}"
    elif (hour := _HOUR_OF_24.fullmatch(bare)) is not None:
        bare = f"{hour[1]}:00"
    rest, time = take_time(bare)
    if time is None or rest or (found := time.on(0)) is None:
        return None
    clock, zone = _ON_A_DAY.sub("", found.text), ""
    for sign in "Z+-":
        if sign in clock:
            clock, zone = clock[: clock.index(sign)], clock[clock.index(sign) :]
    return f"{clock.removesuffix(':00') if clock.count(':') == 2 else clock}{zone}"


def unclear_zone(text: str) -> str | None:
    """Name the zone of a time where its name means several shifts from UTC."""
    found = _TIME.search(text)
    zone = found["zone"] if found is not None else None
    return zone if zone and zone.lower() in SEVERAL else None
