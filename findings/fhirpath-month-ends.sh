#!/usr/bin/env bash
# fhirpath 5.2.2 (npm) and fhirpathpy 2.2.4 (PyPI) answer FHIRPath, by which records of health are asked; cql-execution
# 3.3.2 (npm) answers CQL, which has the same arithmetic of dates.
#
# Expected: a month after 23:30 on 31 January, at -05:00, is 23:30 on 28 February at -05:00: a month and a year are
# added to the date as it is written, and where that day is missing the last one of the month is taken. cql-execution
# does so.
# Seen: both libraries of FHIRPath leave the offset first. fhirpath adds the month in the zone of the machine (in UTC it
# was 1 February by then, so the answer is 1 March), and gives the answer in that zone. fhirpathpy adds it in UTC on any
# machine, and its answer has no offset at all, so that it can mean any zone. A year after 29 February 2024 at -08:00 is
# 1 March 2025 in both, and 28 February in CQL.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fhirpathpy==2.2.4 2>/dev/null
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund fhirpath@5.2.2 cql-execution@3.3.2 >/dev/null
cat > look.cjs <<'JS'
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");
const cql = require("cql-execution");
for (const [time, unit] of JSON.parse(process.argv[2])) {
  const asked = fhirpath.evaluate({}, `@${time} + 1 ${unit}`, null, r4)[0].toString();
  const other = cql.DateTime.parse(time.replace(/(?=[+-]\d\d:\d\d$)/, ".000")).add(1, unit).toString();
  console.log(asked, other);
}
JS
venv/bin/python - <<'PY'
import json
import os
import subprocess
from importlib.metadata import version

from fhirpathpy import evaluate

SEEN = {  # time, unit: fhirpath in UTC, fhirpath in Tokyo, fhirpathpy, cql-execution
    ("2025-01-31T23:30:00-05:00", "month"): (
        "2025-03-01T04:30:00-00:00",
        "2025-03-01T13:30:00+09:00",
        "2025-03-01T04:30:00",
        "2025-02-28T23:30:00.000-05:00",
    ),
    ("2025-05-31T22:00:00-03:00", "month"): (
        "2025-07-01T01:00:00-00:00",
        "2025-07-01T10:00:00+09:00",
        "2025-07-01T01:00:00",
        "2025-06-30T22:00:00.000-03:00",
    ),
    ("2024-02-29T23:00:00-08:00", "year"): (
        "2025-03-01T07:00:00-00:00",
        "2025-03-01T16:00:00+09:00",
        "2025-03-01T07:00:00",
        "2025-02-28T23:00:00.000-08:00",
    ),
}


def in_javascript(zone):
    asked = json.dumps(list(SEEN))
    said = subprocess.run(
        ["node", "look.cjs", asked], env={**os.environ, "TZ": zone}, check=True, capture_output=True, text=True
    ).stdout
    return [line.split() for line in said.splitlines()]


print("fhirpathpy", version("fhirpathpy"), " fhirpath 5.2.2  cql-execution 3.3.2")
changed = False
for (time, unit), utc, tokyo in zip(SEEN, in_javascript("UTC"), in_javascript("Asia/Tokyo"), strict=True):
    found = (utc[0], tokyo[0], str(evaluate({}, f"@{time} + 1 {unit}", [])[0]), utc[1])
    changed |= found != SEEN[time, unit]
    print(f"{time} + 1 {unit}\n  fhirpath, UTC   {found[0]}\n  fhirpath, Tokyo {found[1]}\n  fhirpathpy      {found[2]}")
    print(f"  cql-execution   {found[3]}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
