#!/usr/bin/env bash
# polars 2.1.0 (PyPI) puts dates into steps of years, beside pyarrow 26.0.1 and duckdb 2.0.1.
#
# Expected: a step of a hundred years is a century, as a step of ten is a decade: 1914 and 1969 are in that of 1900,
# 2001 and 2025 in that of 2000; or the day from which steps count is asked for.
# Seen: steps count from 1970, which does for 1, 2, 5 and 10 years, and not for 4, 50, 100 or 1000. By "100y" 1850 is in
# 1770, 1914 and 1969 are in 1870, and September 2001 is in 1970; by "1000y" the year 2025 is too, by "50y" 1850 is in
# 1820; and "4y" begins two years after each leap year. group_by_dynamic() groups so; dt.century() says 21 beside it.
# The documentation of truncate() says that all but weeks start at 1970-01-01. pyarrow's floor_temporal() and DuckDB's
# time_bucket() put the same days into 1800, 1900 and 2000, so a table changes with the engine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

days = [date(1850, 6, 1), date(1914, 6, 28), date(1969, 7, 20), date(2001, 9, 11), date(2025, 8, 14)]
seen = {  # the step in years: the years of the steps by polars, and by the two others
    10: ([1850, 1910, 1960, 2000, 2020], [1850, 1910, 1960, 2000, 2020]),
    50: ([1820, 1870, 1920, 1970, 2020], [1850, 1900, 1950, 2000, 2000]),
    100: ([1770, 1870, 1870, 1970, 1970], [1800, 1900, 1900, 2000, 2000]),
    1000: ([970, 970, 970, 1970, 1970], [1000, 1000, 1000, 2000, 2000]),
    4: ([1850, 1914, 1966, 1998, 2022], [1848, 1912, 1968, 2000, 2024]),
}
print(*(f"{name} {version(name)}" for name in ("polars", "pyarrow", "duckdb")))
changed = False
for step, (expected, others) in seen.items():
    by_polars = pl.Series(days).dt.truncate(f"{step}y").dt.year().to_list()
    by_arrow = [day.year for day in pc.floor_temporal(pa.array(days), step, "year").to_pylist()]
    asked = [
        duckdb.execute("SELECT year(time_bucket(to_years(?::INT), ?::DATE))", [step, day]).fetchall()[0][0]
        for day in days
    ]
    is_same = (by_polars, by_arrow, asked) == (expected, others, others)
    changed |= not is_same
    print(f"{step:5} polars {by_polars} pyarrow {by_arrow} duckdb {asked}", "" if is_same else f"but was {expected}")
groups = pl.DataFrame({"day": days}).group_by_dynamic("day", every="100y").agg(pl.len())
groups = groups.select(pl.col("day").dt.year(), "len").rows()
centuries = pl.Series(days).dt.century().to_list()
print("by group_by_dynamic:", groups, "dt.century():", centuries)
changed |= groups != [(1770, 1), (1870, 2), (1970, 2)] or centuries != [19, 20, 20, 21, 21]
raise SystemExit("the behaviour has changed" if changed else 0)
PY
