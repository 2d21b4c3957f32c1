#!/usr/bin/env bash
# psycopg 3.3.9 (PyPI), the client of PostgreSQL for Python, compares ranges of dates; PostgreSQL 18 is run here as
# @electric-sql/pglite 0.5.17 (npm).
#
# Expected: what is sorted in Python is in the order of the server: by lower bound, then by upper bound, where no upper
# bound is greater than any (PostgreSQL, "Range Functions and Operators": its comparison operators). A range without
# days is the empty range, and comes first.
# Seen: six ranges out of seven stand elsewhere.
# - A range without an end is less than every range from the same day that has one: what still lasts comes before what
#   lasted three months, in PostgreSQL after it. So the last of a list, or max(), is another range.
# - (2025-01-01,2025-06-01), which leaves the first day out and so begins on 2 January, is less than [2025-01-01,…).
# - [2025-01-01,2025-01-01) holds no day and is not empty to Python, nor equal to the empty range.
# The documents of psycopg2, whose code this is, call the order "not particularly meaningful", "as on the server-side";
# that it is another order than there they do not say.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "psycopg[binary]==3.3.9" 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" @electric-sql/pglite@0.5.17 >/dev/null 2>&1
cat >"$folder/server.mjs" <<'JS'
import {PGlite} from "@electric-sql/pglite";
const ranges = process.argv.slice(2).map((range) => `('${range}'::daterange, '${range}')`);
const {rows} = await new PGlite().query(`select written from (values ${ranges}) t(r, written) order by r, written`);
console.log(rows.map((row) => row.written).join("\n"));
JS
"$folder/venv/bin/python" - <<'PY'
import subprocess
from datetime import date
from importlib.metadata import version

from psycopg.types.range import Range

day, march, june = date(2025, 1, 1), date(2025, 3, 1), date(2025, 6, 1)
ranges = {
    "[2025-01-01,2025-01-01)": Range(day, day),
    "[2025-01-01,2025-03-01)": Range(day, march),
    "[2025-01-01,2025-06-01)": Range(day, june),
    "(2025-01-01,2025-06-01)": Range(day, june, "()"),
    "[2025-01-01,)": Range(day, None),
    "(,2025-06-01)": Range(None, june),
    "(,)": Range(None, None),
}
by_python = [
    "(,)",
    "(,2025-06-01)",
    "[2025-01-01,)",
    "[2025-01-01,2025-01-01)",
    "[2025-01-01,2025-03-01)",
    "(2025-01-01,2025-06-01)",
    "[2025-01-01,2025-06-01)",
]
by_server = [
    "[2025-01-01,2025-01-01)",
    "(,2025-06-01)",
    "(,)",
    "[2025-01-01,2025-03-01)",
    "[2025-01-01,2025-06-01)",
    "[2025-01-01,)",
    "(2025-01-01,2025-06-01)",
]
print("psycopg", version("psycopg"))
found = sorted(ranges, key=ranges.get)
asked = subprocess.run(["node", "server.mjs", *ranges], capture_output=True, text=True, check=True).stdout.split()
print("by Python:", *found, "\nby PostgreSQL:", *asked)
nothing = ranges["[2025-01-01,2025-01-01)"]
is_empty = (nothing.isempty, nothing == Range(empty=True))
print("[2025-01-01,2025-01-01) is empty, is the empty range:", *is_empty)
is_seen = (found, asked, is_empty) == (by_python, by_server, (False, False))
raise SystemExit(0 if is_seen else "the behaviour has changed")
PY
