#!/usr/bin/env bash
# lunardate 0.3.0 (PyPI) turns dates of the Chinese calendar into Gregorian ones, beside LunarCalendar 0.0.9 and zhdate
# 0.1 (PyPI); ephem 4.2.1 (PyPI) reckons the new moons.
#
# Expected: a month begins on the day of the new moon, by the clock of China (UTC+8). So the eighth month of 1978, whose
# new moon was at 00:08 on 3 September there, began on the 3rd, and the Mid-Autumn festival, its 15th, was on 17
# September.
# Seen: lunardate begins three months of the last century a day early or late, and each day in them is a day off.
# - The eighth of 1978 on 2 September, so that Mid-Autumn is the 16th.
# - The sixth of 1933 on 22 July, where the moon was new at 00:03 of the 23rd.
# - The eleventh of 1954 on 26 November, a day after a new moon at 20:30 of the 25th, which is near no midnight.
# The other two agree with the moon on all three. A birthday or a festival in one of these months so has two dates, by
# the package; other months of 1901 to 2099 show nothing of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lunardate==0.3.0 LunarCalendar==0.0.9 zhdate==0.1 ephem==4.2.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date, datetime, timedelta
from importlib.metadata import version

import ephem
from lunarcalendar import Converter, Solar
from lunardate import LunarDate
from zhdate import ZhDate

readers = {
    "lunardate": lambda day: (lambda found: (found.month, found.day))(LunarDate.from_solar_date(day.year, day.month, day.day)),
    "LunarCalendar": lambda day: (lambda found: (found.month, found.day))(
        Converter.Solar2Lunar(Solar(day.year, day.month, day.day))
    ),
    "zhdate": lambda day: (lambda found: (found.lunar_month, found.lunar_day))(
        ZhDate.from_datetime(datetime(day.year, day.month, day.day))
    ),
}
seen = [  # about when the month begins, its number, the first day by each
    (date(1933, 7, 22), 6, ("07-22", "07-23", "07-23")),
    (date(1954, 11, 25), 11, ("11-26", "11-25", "11-25")),
    (date(1978, 9, 2), 8, ("09-02", "09-03", "09-03")),
    (date(2025, 8, 23), 7, ("08-23", "08-23", "08-23")),
]
print(*(f"{name} {version(name)}" for name in (*readers, "ephem")))
changed = False
for about, month, expected in seen:
    near = [about + timedelta(days) for days in (-1, 0, 1, 2)]
    found = tuple(next(f"{day:%m-%d}" for day in near if read(day) == (month, 1)) for read in readers.values())
    moon = ephem.next_new_moon(str(about - timedelta(3))).datetime() + timedelta(hours=8)
    changed |= found != expected
    print(f"month {month} of {about.year}: new moon {moon:%m-%d %H:%M}, begins", *found, "" if found == expected else f"but was {expected}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
