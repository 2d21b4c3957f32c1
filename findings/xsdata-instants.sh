#!/usr/bin/env bash
# xsdata 26.10 (PyPI) turns XML Schemas into Python classes; a dateTime becomes its XmlDateTime, which has < and ==.
#
# Expected: two dateTimes that both have a zone are ordered as the instants that they name, and equal where they name one
# (XML Schema 1.1 part 2, dateTime).
# Seen: a month counts as 30.44 days wherever it lies, so order holds within a month alone.
# - 31 January, 11:00, comes after 1 February, 0:00, and so does the rest of that day; the afternoon of New Year's Eve comes
#   after the New Year. Sorted, the last hours of a long month stand among the first of the next.
# - One instant that two zones put into two months, 1 February 00:30 at +02:00 and 31 January 22:30 at Z, is not equal to
#   itself, and so found twice in a set.
# - Before the year 0 the order is turned round within a year: April of -0043 is before March.
# Times within a month, in any zone, are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xsdata==26.10 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from xsdata.models.datatype import XmlDateTime

seen = [  # the first, the second, how they should stand, how they do
    ("2025-01-31T10:00:00Z", "2025-02-01T00:00:00Z", "before", "before"),
    ("2025-01-31T11:00:00Z", "2025-02-01T00:00:00Z", "before", "after"),
    ("2025-08-31T23:00:00Z", "2025-09-01T08:00:00Z", "before", "after"),
    ("2025-12-31T13:00:00Z", "2026-01-01T00:00:00Z", "before", "after"),
    ("2025-04-30T23:00:00Z", "2025-05-01T00:00:00Z", "before", "before"),
    ("2025-08-14T12:00:00+02:00", "2025-08-14T10:00:00Z", "equal", "equal"),
    ("2025-02-01T00:30:00+02:00", "2025-01-31T22:30:00Z", "equal", "before"),
    ("-0043-03-15T00:00:00Z", "-0043-04-15T00:00:00Z", "before", "after"),
    ("-0043-03-15T00:00:00Z", "-0042-03-15T00:00:00Z", "before", "before"),
]


def standing(first, second):
    return "equal" if first == second else "before" if first < second else "after"


print("xsdata", version("xsdata"))
changed = False
for first, second, should, expected in seen:
    found = standing(XmlDateTime.from_string(first), XmlDateTime.from_string(second))
    changed |= found != expected
    note = ("" if found == should else " (wrong)") + ("" if found == expected else f", but was {expected}")
    print(f"{first:26} {second:22} {found}{note}")
texts = ["2025-01-31T12:00:00Z", "2025-01-31T20:00:00Z", "2025-02-01T00:30:00Z", "2025-02-01T06:00:00Z"]
order = [str(moment) for moment in sorted(map(XmlDateTime.from_string, texts))]
print("in order:", *order)
changed |= order != [texts[2], texts[0], texts[3], texts[1]]
raise SystemExit("the behaviour has changed" if changed else 0)
PY
