#!/usr/bin/env bash
# pandas 3.1.1, polars 2.1.0 and duckdb 2.0.1 (PyPI) join a table to another "as of" a time: each row gets what stood
# last before it (backward), first after it (forward), or nearest.
#
# Expected: the three give the same row, also where two rows of the right table have one time: what was written last of
# that time stands, as the row order of both data frames tells.
# Seen:
# - Backward, two rows of one time: pandas and Polars take the last of them, DuckDB the first (with one thread as well).
#   So a correction that bears the time of what it corrects wins in a data frame and loses in SQL, with no word.
# - Nearest, with 1 and 5 January as near to the 3rd: pandas takes the earlier, Polars the later, and of two rows of
#   that time its last; forward it takes the first. DuckDB has no nearest.
# That a backward search takes the last row is in the documents of pandas and Polars, and of Polars for nearest, too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 polars==2.1.0 duckdb==2.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime
from importlib.metadata import version

import duckdb
import pandas
import polars

asked = {"day": [datetime(2025, 1, 3)]}
told = {
    "day": [datetime(2025, 1, day) for day in (1, 1, 5, 5)],
    "what": ["1st, first", "1st, last", "5th, first", "5th, last"],
}
seen = {
    ("pandas", "backward"): "1st, last",
    ("polars", "backward"): "1st, last",
    ("duckdb", "backward"): "1st, first",
    ("pandas", "forward"): "5th, first",
    ("polars", "forward"): "5th, first",
    ("duckdb", "forward"): "5th, first",
    ("pandas", "nearest"): "1st, last",
    ("polars", "nearest"): "5th, last",
}
engine = duckdb.connect()
engine.execute("set threads = 1; create table asked (day timestamp); create table told (day timestamp, what varchar)")
engine.executemany("insert into asked values (?)", [[day] for day in asked["day"]])
engine.executemany("insert into told values (?, ?)", list(zip(told["day"], told["what"])))
signs = {"backward": ">=", "forward": "<="}


def answer(name, how):
    if name == "pandas":
        return pandas.merge_asof(pandas.DataFrame(asked), pandas.DataFrame(told), on="day", direction=how)["what"][0]
    if name == "polars":
        return polars.DataFrame(asked).join_asof(polars.DataFrame(told), on="day", strategy=how)["what"][0]
    query = f"select what from asked asof join told on asked.day {signs[how]} told.day"
    return engine.execute(query).fetchone()[0]


print(*(f"{name} {version(name)}" for name in ("pandas", "polars", "duckdb")))
changed = False
for (name, how), expected in seen.items():
    found = answer(name, how)
    changed |= found != expected
    print(f"{name}, {how}: {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
