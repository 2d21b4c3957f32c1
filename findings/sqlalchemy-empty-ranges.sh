#!/usr/bin/env bash
# SQLAlchemy 2.1.9 (PyPI) has ranges of PostgreSQL in Python, with the server's operators as methods; PostgreSQL 18 is
# run here as @electric-sql/pglite 0.5.17 (npm).
#
# Expected: overlaps() and the others answer as the operators that they stand for. A range whose bounds leave no day is
# empty (PostgreSQL, "Range Types"), whether it is written "empty" or not, and the empty range overlaps nothing, lies
# left of nothing, and is within every range.
# Seen: a range is empty only if it was made with empty=True. [2025-08-14,2025-08-14), which is what "until before it
# began" comes to, and (2025-08-14,2025-08-15), with no day between, overlap the year 2025, lie left of 2030, are not
# within 2030, and are not equal to the empty range; the server says the contrary of each. Steps between days are
# otherwise known: [..14 August] is adjacent to [15 August..], and equal to the same days written with another bound.
#
# A list of bookings or reigns filtered in Python so keeps what the same filter in SQL leaves out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check SQLAlchemy==2.1.9 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" @electric-sql/pglite@0.5.17 >/dev/null 2>&1
cat >"$folder/server.mjs" <<'JS'
import {PGlite} from "@electric-sql/pglite";
const db = new PGlite();
for (const range of process.argv.slice(2)) {
  const r = `'${range}'::daterange`;
  const y25 = "'[2025-01-01,2026-01-01)'::daterange";
  const y30 = "'[2030-01-01,2031-01-01)'::daterange";
  const sql = `select isempty(${r}), ${r} = 'empty', ${r} && ${y25}, ${r} << ${y30}, ${r} <@ ${y30}`;
  const {rows} = await db.query(sql, [], {rowMode: "array"});
  console.log(rows[0].map((answer) => (answer ? "yes" : "no")).join(" "));
}
JS
"$folder/venv/bin/python" - <<'PY'
import subprocess
from datetime import date
from importlib.metadata import version

from sqlalchemy.dialects.postgresql import Range

year, far = Range(date(2025, 1, 1), date(2026, 1, 1)), Range(date(2030, 1, 1), date(2031, 1, 1))
start, end = date(2025, 8, 14), date(2025, 8, 15)
seen = {  # the range: by Python, and by the server: is empty, = empty, overlaps 2025, left of 2030, within 2030
    "[2025-08-14,2025-08-15)": (Range(start, end), "no no yes yes no", "no no yes yes no"),
    "[2025-08-14,2025-08-14)": (Range(start, start), "no no yes yes no", "yes yes no no yes"),
    "(2025-08-14,2025-08-15)": (Range(start, end, bounds="()"), "no no yes yes no", "yes yes no no yes"),
}
print("SQLAlchemy", version("SQLAlchemy"))
asked = subprocess.run(["node", "server.mjs", *seen], capture_output=True, text=True, check=True).stdout.splitlines()
changed = False
for (text, (a, by_python, by_server)), answers in zip(seen.items(), asked, strict=True):
    found = [a.is_empty, a == Range(empty=True), a.overlaps(year), a.strictly_left_of(far), a.contained_by(far)]
    found = " ".join("yes" if answer else "no" for answer in found)
    is_same = (found, answers) == (by_python, by_server)
    changed |= not is_same
    print(f"{text} Python: {found:18} PostgreSQL: {answers}", "" if is_same else f"but was {by_python}, {by_server}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
