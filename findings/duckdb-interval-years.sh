#!/usr/bin/env bash
# duckdb 2.0.1 (PyPI), its Python client, gives intervals to Python and to pandas 3.1.1.
#
# Expected: an INTERVAL keeps months, days and microseconds apart, since a month has no fixed number of days (DuckDB's
# documentation, "Interval Type"); age() of two dates gives years, months and days. Where a receiver has no months, the
# span is refused, or it is the days that it was.
# Seen: a year becomes 360 days, and a month 30, with no word. age() from 1 January 2025 to 1 January 2026 is 1 year in
# SQL and 360 days in fetchall(), in pandas, and as a numpy array; a century is 36,000 days, a year and a half short.
# Given back as a parameter the value is not what it was: 31 January and a month is 28 February, 31 January and what
# Python got for a month is 2 March. Through Arrow the twelve months stay months.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 pyarrow==26.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import duckdb

seen = {  # what is asked: as SQL says it, as days in Python, as days in pandas, as months in Arrow
    "age(date '2026-01-01', date '2025-01-01')": ("1 year", 360, 360, 12),
    "age(date '2025-03-31', date '2024-12-31')": ("3 months", 90, 90, 3),
    "interval 1 month": ("1 month", 30, 30, 1),
    "interval 100 years": ("100 years", 36000, 36000, 1200),
}
con = duckdb.connect()
print("duckdb", duckdb.__version__)
changed = False
for what, expected in seen.items():
    asked = f"select {what} as span"
    ((text,),) = con.sql(f"select ({what})::varchar").fetchall()
    ((python,),) = con.sql(asked).fetchall()
    found = (text, python.days, con.sql(asked).df().span[0].days, con.sql(asked).to_arrow_table()["span"][0].as_py().months)
    changed |= found != expected
    print(f"{what:43} {found}" + ("" if found == expected else f", but was {expected}"))
((days,),) = con.sql("select date '2026-01-01' - date '2025-01-01'").fetchall()
((month,),) = con.sql("select interval 1 month").fetchall()
((kept, given),) = con.execute(
    "select (date '2025-01-31' + interval 1 month)::date::varchar, (date '2025-01-31' + ?)::date::varchar", [month]
).fetchall()
print("the year in days:", days, " 31 January and a month:", kept, " and the month that Python got:", given)
changed |= (days, kept, given) != (365, "2025-02-28", "2025-03-02")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
