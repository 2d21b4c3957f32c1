#!/usr/bin/env bash
# csvw 4.1.1 (PyPI) reads tables by CSV on the Web, and says whether they are valid.
#
# Expected: a cell that is not in the lexical space of its datatype, or not within its minimum and maximum, has an error,
# and the table is not valid (Model for Tabular Data, 6.4 and 4.6.2: the bounds are for numbers, dates,
# times and durations).
# Seen:
# - gYear, gYearMonth and the other parts of dates are not read at all: "2025-08" and "spring" are valid as gYear.
# - The bounds of a duration are passed over: P2M and PT36H are at most P1D. Those of a date are kept.
# - xsd:dateTimeStamp, which must have a zone (XML Schema 1.1 part 2, 3.4.28), takes a time without one, and writes it
#   with a Z: a local time of nobody knows where has become one in UTC.
# is_valid is True for all of it, and there are no warnings.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import csv
import json
import warnings
from importlib.metadata import version

from csvw import CSVW, Table

seen = [  # the datatype, the cell, whether it should be valid, whether it is, and the cell written again
    ("gYear", "2025", True, True, "2025"),
    ("gYear", "2025-08", False, True, "2025-08"),
    ("gYear", "spring", False, True, "spring"),
    ({"base": "date", "maximum": "2025-01-01"}, "2025-08-14", False, False, ""),
    ({"base": "duration", "maximum": "P1D"}, "P2M", False, True, "P2M"),
    ({"base": "dayTimeDuration", "maximum": "P1D"}, "PT36H", False, True, "P1DT12H"),
    ("dateTimeStamp", "2025-08-14T10:00:00", False, True, "2025-08-14T10:00:00.000000Z"),
]
print("csvw", version("csvw"))
changed = False
for number, (datatype, cell, should, *expected) in enumerate(seen):
    columns = [{"name": "what", "datatype": "string"}, {"name": "when", "datatype": datatype}]
    with open(f"{number}.csv", "w", newline="") as file:
        csv.writer(file).writerows([("what", "when"), ("x", cell)])
    with open(f"{number}.json", "w") as file:
        context = "http://www.w3.org/ns/csvw"
        json.dump({"@context": context, "url": f"{number}.csv", "tableSchema": {"columns": columns}}, file)
    written = ""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        valid = CSVW(f"{number}.json").is_valid
    assert not (valid and warned)
    if valid:
        table = Table.from_file(f"{number}.json")
        table.write(list(table), fname=f"{number}-again.csv")
        with open(f"{number}-again.csv", newline="") as file:
            written = list(csv.reader(file))[1][1]
    changed |= [valid, written] != expected
    kind = datatype if isinstance(datatype, str) else " ".join(datatype.values())
    end = "" if [valid, written] == expected else f", but was {expected}"
    print(f"{kind:24} {cell:20} valid: {valid!s:5} {'' if valid is should else '(wrong)':8} {written}{end}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
