#!/usr/bin/env bash
# amazon-ion 0.15.0 (PyPI) reads and writes Ion, whose timestamps say how precise they are: 2025T, 2025-08T, 2025-08-14.
#
# Expected: a month stays a month: in Ion, timestamps of different precision are different values, which the package's
# own ion_equals() knows; with another month in it, or held in a set, a date is no surer than it was.
# Seen:
# - .replace(month=9) of 2025-08T is written as 2025-09-01T00:00:00.000000-00:00: a microsecond of a day that nobody
#   named. 10:00:00.000Z, with three digits, has six after it.
# - == says that 2025T, 2025-01T and 2025-01-01 are one, as their hashes do. So a set, or the keys of a dict, keep the
#   first that comes, and whether "in 2025" or "on New Year's Day" is left goes by the order.
# Read and written unchanged, or copied by copy.copy(), the precision stays.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check amazon-ion==0.15.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import copy
from importlib.metadata import version

from amazon.ion import simpleion
from amazon.ion.equivalence import ion_equals


def read(text):
    return simpleion.loads(text)


def written(value):
    return simpleion.dumps(value, binary=False).split()[-1]


year, month, day = read("2025T"), read("2025-01T"), read("2025-01-01")
seen = [
    ("2025-08T, read and written", written(read("2025-08T")), "2025-08T"),
    ("  copied", written(copy.copy(read("2025-08T"))), "2025-08T"),
    ("  with September in it", written(read("2025-08T").replace(month=9)), "2025-09-01T00:00:00.000000-00:00"),
    ("10:00:00.000Z of the 14th, on the 15th", written(read("2025-08-14T10:00:00.000Z").replace(day=15)), "2025-08-15T10:00:00.000000Z"),
    ("2025T == 2025-01T == 2025-01-01", year == month == day, True),
    ("  by ion_equals()", ion_equals(year, month) or ion_equals(month, day), False),
    ("a set of the year and the day", [written(value) for value in {year, day}], ["2025T"]),
    ("a set of the day and the year", [written(value) for value in {day, year}], ["2025-01-01"]),
]
print("amazon-ion", version("amazon-ion"))
changed = False
for what, found, expected in seen:
    changed |= found != expected
    print(f"{what}: {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
