#!/usr/bin/env bash
# convertdate 2.5.1 (PyPI) turns dates of many calendars into one another, the Bahá'í calendar among them.
#
# Expected: that calendar's year has begun on the day of the equinox in Tehran since 2015, by a decision of July 2014;
# until then it was fixed to 21 March. Its first day was 21 March 1844, the day that the
# package itself names as the epoch.
# Seen: the rule of 2015 is used for all years. Of the 171 before it 45 begin on 20 March, the first among them, and 7
# on the 22nd: every day of those years is a day off, so that 29 May 1892, which was the 70th day and so 13 'Azamat, is
# the 14th. 2012 and 2013 are two of them, 1957 and 2014 are not: what one checks on is right two times out of three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check convertdate==2.5.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from convertdate import bahai, gregorian

print("convertdate", version("convertdate"))
changed = False
for first in (1844, 1892, 1957, 2012, 2013, 2014, 2015, 2016):
    found = bahai.to_gregorian(first - 1843, 1, 1)
    expected = (first, 3, 20 if first in (1844, 1892, 2012, 2013, 2016) else 21)
    changed |= found != expected
    print("the year", first - 1843, "begins on", found, "" if found == expected else f"but was {expected}")
days = [bahai.to_gregorian(year - 1843, 1, 1)[2] for year in range(1844, 2015)]
off = days.count(20), days.count(22)
day = bahai.from_gregorian(1892, 5, 29)
epoch = gregorian.from_jd(bahai.EPOCH)
print("before 2015", off, "years begin on 20 and 22 March; 29 May 1892 is", day, "and the epoch is", epoch)
changed |= (off, day, epoch) != ((45, 7), (49, 4, 14), (1844, 3, 21))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
