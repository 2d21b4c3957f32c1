#!/usr/bin/env bash
# sqlglot 30.30.0 (PyPI) turns DuckDB's SQL into that of Spark and SQLite; Ibis writes its SQL with it. Run here by
# duckdb 2.0.1, pyspark 4.3.0 (Spark needs Java 17 or later) and the sqlite3 of Python.
#
# Expected: what cannot be said in the other dialect is refused, or warned of; what is said gives the same number.
# DuckDB's date_diff counts the boundaries that lie between (its documentation, "Date Functions"); isodow is 1 on Monday
# and 7 on Sunday, dayofweek 0 on Sunday.
# Seen, with no warning:
# - isodow becomes (DAYOFWEEK(d) % 7) + 1 for Spark, whose DAYOFWEEK is 1 on Sunday: Sunday is 2, Monday 3, Saturday 1,
#   so that weekends are Saturdays and Fridays. dayofweek keeps its name, and is one more each day.
# - date_diff becomes a count of whole units: from 31 January to 1 February 2025 it is 1 month in DuckDB and 0 in Spark and
#   SQLite, from 23:00 to 01:00 1 day and 0 days, from 31 December to 1 January 1 year and 0 years.
# - For SQLite a month is 30 days and a year 365: from 1 January 2000 to 1 January 2025 it is 304 months instead of 300.
# The translation for PostgreSQL counts boundaries, as DuckDB does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  sqlglot==30.30.0 duckdb==2.0.1 pyspark==4.3.0 2>/dev/null
cat >"$folder/look.py" <<'PY'
import logging
import sqlite3

import duckdb
import pyspark
import sqlglot
from pyspark.sql import SparkSession

seen = {  # what is asked of DuckDB: the answer of DuckDB, of Spark, of SQLite
    "isodow(date '2025-08-10')": (7, 2, None),  # a Sunday
    "isodow(date '2025-08-11')": (1, 3, None),
    "isodow(date '2025-08-16')": (6, 1, None),
    "dayofweek(date '2025-08-10')": (0, 1, None),
    "date_diff('month', date '2025-01-31', date '2025-02-01')": (1, 0, 0),
    "date_diff('year', date '2024-12-31', date '2025-01-01')": (1, 0, 0),
    "date_diff('month', date '2000-01-01', date '2025-01-01')": (300, 300, 304),
    "date_diff('day', timestamp '2025-08-14 23:00:00', timestamp '2025-08-15 01:00:00')": (1, 0, 0),
}
warned = []
logging.getLogger("sqlglot").addHandler(type("Kept", (logging.Handler,), {"emit": lambda _, record: warned.append(record)})())
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
print("sqlglot", sqlglot.__version__, "duckdb", duckdb.__version__, "pyspark", pyspark.__version__)
changed = False
for asked, expected in seen.items():
    query = f"select {asked}"
    ((here,),) = duckdb.sql(query).fetchall()
    there = spark.sql(sqlglot.transpile(query, read="duckdb", write="spark")[0]).first()[0]
    small = None
    if expected[2] is not None:
        small = sqlite3.connect(":memory:").execute(sqlglot.transpile(query, read="duckdb", write="sqlite")[0]).fetchone()[0]
    found = (here, there, small)
    changed |= found != expected
    print(f"{asked:84} {found}" + ("" if found == expected else f", but was {expected}"))
changed |= bool(warned)
print("the behaviour has changed" if changed else "as written down")
raise SystemExit(changed)
PY
"$folder/venv/bin/python" "$folder/look.py" 2>/dev/null
