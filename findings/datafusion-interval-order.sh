#!/usr/bin/env bash
# datafusion 55.0.0 (PyPI), the SQL engine of Apache Arrow, compares intervals; beside duckdb 2.0.1.
#
# Expected: spans of months and days have no exact order; they are refused, or ordered by a month of 30 days and a day
# of 24 hours, as PostgreSQL and DuckDB do ("Interval Type" in the documents of both).
# Seen: the months are compared alone, then the days, then the rest. A month is longer than 100 days, a day longer than
# 47 hours; 24 hours are not a day and 30 days not a month. Sorted, or asked for the longest, a list of spans has 800
# days before a month and 25 hours before a day. WHERE lasted > INTERVAL '30 days' keeps what lasted a month in the one
# engine, and not in the other, and leaves out 100 hours where 3 days are asked for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check datafusion==55.0.0 duckdb==2.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import duckdb
from datafusion import SessionContext

engine = SessionContext()
seen = {  # the question: by datafusion, and by duckdb
    "INTERVAL '1 month' > INTERVAL '100 days'": (True, False),
    "INTERVAL '1 day' > INTERVAL '47 hours'": (True, False),
    "INTERVAL '100 hours' > INTERVAL '3 days'": (False, True),
    "INTERVAL '24 hours' = INTERVAL '1 day'": (False, True),
    "INTERVAL '12 months' = INTERVAL '1 year'": (True, True),
    "INTERVAL '1 month' > INTERVAL '30 days'": (True, False),
}
print("datafusion", version("datafusion"), "duckdb", duckdb.__version__)
changed = False
for question, expected in seen.items():
    found = (
        engine.sql(f"SELECT {question} AS answer").to_pylist()[0]["answer"],
        duckdb.sql(f"SELECT {question}").fetchall()[0][0],
    )
    changed |= found != expected
    print(f"{question:42} {found}" + ("" if found == expected else f", but was {expected}"))
spans = ["1 month", "800 days", "1 day", "25 hours", "40 days"]
values = ", ".join(f"('{span}', INTERVAL '{span}')" for span in spans)
query = f"SELECT name FROM (VALUES {values}) AS spans(name, span) ORDER BY span"
orders = [[row["name"] for row in engine.sql(query).to_pylist()], [row[0] for row in duckdb.sql(query).fetchall()]]
print("in order:", *(", ".join(order) for order in orders), sep="\n  ")
changed |= orders[0] != ["25 hours", "1 day", "40 days", "800 days", "1 month"]
changed |= orders[1] != ["1 day", "25 hours", "1 month", "40 days", "800 days"]
raise SystemExit("the behaviour has changed" if changed else 0)
PY
