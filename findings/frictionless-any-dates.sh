#!/usr/bin/env bash
# frictionless 5.21.0 (PyPI) reads tables by a Table Schema and writes them again.
#
# Expected: a date of the format "any" may be written in any way that a program can read (Table Schema, "date"); what is
# read and written again still has its dates. Years have four digits, with zeros before them.
# Seen:
# - In a column of dates of the format "any", each cell is written as the three letters any. The dates are gone from the
#   file, and the file passes on, with no error, as long as nobody reads it.
# - 2025-08 in such a column is read as the day of the month on which one asks, 2025 as that day of that month: another
#   date tomorrow.
# - The year 44 of a column of years is written 44, the month 0044-03 as 44-03, the day as 44-03-15. The year and the day
#   are not read again by the schema that wrote them.
# - Fractions of a second are left out of times as they are written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check frictionless==5.21.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import csv
import datetime as dt
from importlib.metadata import version

from frictionless import Resource, Schema

ANY = {"type": "date", "format": "any"}
seen = [  # the field, the cell, the cell once written, whether what was written is read again
    (ANY, "14/08/2025", "any", False),
    (ANY, "2025-08-14", "any", False),
    ({"type": "date"}, "2025-08-14", "2025-08-14", True),
    ({"type": "date"}, "0044-03-15", "44-03-15", False),
    ({"type": "yearmonth"}, "0044-03", "44-03", True),
    ({"type": "year"}, "0044", "44", False),
    ({"type": "datetime"}, "2025-08-14T10:00:00.5Z", "2025-08-14T10:00:00Z", True),
]
print("frictionless", version("frictionless"))
changed = False
for number, (field, cell, *expected) in enumerate(seen):
    schema = {"fields": [{"name": "what", "type": "string"}, {"name": "when", **field}]}
    with open(f"in{number}.csv", "w", newline="") as file:
        csv.writer(file).writerows([("what", "when"), ("x", cell)])
    resource = Resource(path=f"in{number}.csv", schema=Schema.from_descriptor(schema))
    assert resource.validate().valid
    resource.write(f"out{number}.csv")
    with open(f"out{number}.csv", newline="") as file:
        written = list(csv.reader(file))[1][1]
    again = Resource(path=f"out{number}.csv", schema=Schema.from_descriptor(schema)).validate().valid
    changed |= [written, again] != expected
    end = "" if [written, again] == expected else f", but was {expected}"
    print(f"{field['type']:9} {field.get('format', ''):4} {cell:23} written {written:21} is read again: {again}{end}")
schema = Schema.from_descriptor({"fields": [{"name": "when", **ANY}]})
before = dt.date.today()
with open("partial.csv", "w") as file:
    file.write("when\n2025-08\n2025\n")
month, year = (row["when"] for row in Resource(path="partial.csv", schema=schema).read_rows())
print("2025-08 is", month, "and 2025 is", year, "on", before)
changed |= month.day not in (before.day, dt.date.today().day) and month.day != 31
changed |= (month.year, month.month, year.year) != (2025, 8, 2025) or year.month not in (before.month, dt.date.today().month)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
