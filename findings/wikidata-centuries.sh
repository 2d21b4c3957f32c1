#!/usr/bin/env bash
# Wikidata 0.9.0 (PyPI, the package of that name) decodes the values of statements, times among them, by their
# precision.
#
# Expected: a time of the precision 7 is a century, of 9 a year, of 11 a day (the JSON of Wikibase, "time"). Wikidata
# shows +1801-00-00 and +1900-00-00 of the precision 7 as the 19th century, +1800-00-00 as the 18th. Years have four
# digits or more.
# Seen:
# - The century is the first two digits of the year, as a plain number: 18 for 1801 and 1850, though 18 for 1800, too,
#   and 19 for 1900. All but the last year of a century give the century before.
# - A century and a year are both plain numbers: the 18th century is the year 18.
# - Of a year of five digits the first four are taken: 12000 is the year 1200, and 12000-05 is told as the month 0 of
#   1200.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Wikidata==0.9.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from wikidata.client import Client
from wikidata.datavalue import Decoder


def decoded(time, precision):
    value = {"time": time, "precision": precision, "timezone": 0, "before": 0, "after": 0}
    value["calendarmodel"] = "http://www.wikidata.org/entity/Q1985727"
    return Decoder()(Client(), "time", {"type": "time", "value": value})


seen = {
    # the time, its precision: what should come, what comes
    ("+1800-00-00T00:00:00Z", 7): ("the 18th century", 18),
    ("+1801-00-00T00:00:00Z", 7): ("the 19th century", 18),
    ("+1850-00-00T00:00:00Z", 7): ("the 19th century", 18),
    ("+1900-00-00T00:00:00Z", 7): ("the 19th century", 19),
    ("+0018-00-00T00:00:00Z", 9): ("the year 18", 18),
    ("+2015-05-00T00:00:00Z", 10): ("(2015, 5)", (2015, 5)),
    ("+12000-00-00T00:00:00Z", 9): ("the year 12000", 1200),
    ("+12000-05-00T00:00:00Z", 10): ("(12000, 5)", (1200, 0)),
}
print("Wikidata", version("Wikidata"))
changed = False
for (time, precision), (should, expected) in seen.items():
    found = decoded(time, precision)
    changed |= found != expected
    note = "" if found == expected else f", but was {expected!r}"
    print(f"{time} ({precision}) is {found!r} (should be {should}){note}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
