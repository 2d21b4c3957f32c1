#!/usr/bin/env bash
# csvkit 2.2.0 (PyPI, with agate 1.14.2), the reporters' tools for CSV files, sort and convert with inferred types.
#
# Expected: a column of clock times stays text or becomes times; a column of names stays text. What cannot be known is
# not made up.
# Seen: csvsort, and every tool that infers types, writes its guesses into the file, with no warning.
# - 10:00 becomes 0:10:00: each time of day is taken for minutes and seconds, so that ten in the morning is ten minutes.
#   10:00:00 is left alone.
# - April, May and June (names, or months without a year) become days of the year 1: 0001-04-01, 0001-05-01, 0001-06-01;
#   "14 August" becomes 0001-08-14.
# - "August 2025" becomes 2025-08-01, as a day that somebody gave; "Aug 2025" is left alone.
# --no-inference keeps all as it is, and sorts as text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import csv
import subprocess
from importlib.metadata import version

seen = {
    ("10:00", "14:30"): ["0:10:00", "0:14:30"],
    ("10:00:00", "14:30:00"): ["10:00:00", "14:30:00"],
    ("April", "May", "June"): ["0001-04-01", "0001-05-01", "0001-06-01"],
    ("14 August", "15 August"): ["0001-08-14", "0001-08-15"],
    ("May 2025", "August 2025"): ["2025-05-01", "2025-08-01"],
    ("Aug 2025", "Sept 2025"): ["Aug 2025", "Sept 2025"],
    ("2025-08", "2026-04"): ["2025-08", "2026-04"],
}
print("csvkit", version("csvkit"), "agate", version("agate"))
changed = False
for cells, expected in seen.items():
    with open("in.csv", "w", newline="") as file:
        csv.writer(file).writerows([("number", "when", "what"), *((n, cell, "x y") for n, cell in enumerate(cells, 1))])
    command = ["venv/bin/csvsort", "-c", "number", "in.csv"]
    found = [row[1] for row in csv.reader(subprocess.check_output(command, text=True).splitlines()[1:])]
    plain = subprocess.check_output([*command, "--no-inference"], text=True)
    assert [row[1] for row in csv.reader(plain.splitlines()[1:])] == list(cells)
    changed |= found != expected
    print(f"{' '.join(cells):22} {' '.join(found)}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
