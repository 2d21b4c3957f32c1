#!/usr/bin/env bash
# pywikibot 11.9.0 (PyPI), Wikimedia's library for bots, compares times of Wikidata (WbTime) with < and sorts them.
#
# Expected: times are ordered as they happened, each in the calendar that it names: 25 October 1917 in the Julian
# calendar, when the Winter Palace was taken, is 7 November in the Gregorian, and after 1 November there.
# Seen:
# - Of days in two calendars the numbers are compared: that 25 October is before 1 November. What is dated in Russia
#   until 1918, and in Greece until 1923, stands on Wikidata in both calendars.
# - 29 February 2000 is not before 1 March 2000, and so in every year divisible by 400: each is at most the other.
# - Noon of 31 December 2024 is after the beginning of 2025, as in each leap year: a year counts 365.25 days here.
# The source calls the number that is compared a rough one; of the comparison itself nothing is said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pywikibot==11.9.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import os
from importlib.metadata import version

os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
from pywikibot import WbTime

MODELS = {"Gregorian": "http://www.wikidata.org/entity/Q1985727", "Julian": "http://www.wikidata.org/entity/Q1985786"}


def time(model, *parts):
    return WbTime(*parts, calendarmodel=MODELS[model])


seen = [  # two times: is the first less, and is the second
    (("Gregorian", 2024, 2, 29), ("Gregorian", 2024, 3, 1), (True, False)),
    (("Gregorian", 2000, 2, 29), ("Gregorian", 2000, 3, 1), (False, False)),
    (("Julian", 1917, 10, 25), ("Gregorian", 1917, 11, 1), (True, False)),  # is after it
    (("Julian", 1582, 10, 4), ("Gregorian", 1582, 10, 10), (True, False)),  # is after it
    (("Gregorian", 2023, 12, 31, 12), ("Gregorian", 2024, 1, 1), (True, False)),
    (("Gregorian", 2024, 12, 31, 12), ("Gregorian", 2025, 1, 1), (False, True)),
]
print("pywikibot", version("pywikibot"))
changed = False
for first, second, expected in seen:
    found = (time(*first) < time(*second), time(*second) < time(*first))
    changed |= found != expected
    told = f"{' '.join(map(str, first))} < {' '.join(map(str, second))}: {found[0]}, the other way {found[1]}"
    print(told + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
