#!/usr/bin/env bash
# XlsxWriter 3.3.1 (PyPI), with which polars 2.1.0 and pandas 3.1.1 write workbooks, read by openpyxl 3.1.5.
#
# Expected: a workbook of the 1900 date system has no day before its first (ECMA-376 part 1, 18.17.4.1), so an earlier
# date is refused or written as text; a day that it has comes back as that day.
# Seen: dates before 1900 are written as numbers below 0 under a date format, with no warning. A spreadsheet shows them
# as ####; openpyxl, which writes such numbers too, reads them a day early. In pandas it is the engine that decides:
# 2 January 1850 comes back as 2 January through openpyxl and as 1 January through xlsxwriter, from the same frame.
# And 1 January 1900, the first day of the system, is number 0 as a time stamp of midnight (number 1 as a date), which
# openpyxl, pandas and calamine read as the time 00:00:00, with no day.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  XlsxWriter==3.3.1 polars==2.1.0 pandas==3.1.1 openpyxl==3.1.5 python-calamine==0.9.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime as dt
from importlib.metadata import version

import openpyxl
import pandas as pd
import polars as pl


def polars(day):
    pl.DataFrame({"day": [day]}).write_excel("b.xlsx")


def stamped(day):
    pl.DataFrame({"day": [dt.datetime.combine(day, dt.time())]}).write_excel("b.xlsx")


def pandas(engine):
    return lambda day: pd.DataFrame({"day": [day]}).to_excel("b.xlsx", index=False, engine=engine)


def read():
    (_, (cell,)) = openpyxl.load_workbook("b.xlsx").active.iter_rows()
    return f"{cell.value:%Y-%m-%d}" if isinstance(cell.value, dt.datetime) else str(cell.value)


writers = {"polars": polars, "polars, stamp": stamped, "pandas, xlsxwriter": pandas("xlsxwriter")}
writers["pandas, openpyxl"] = pandas("openpyxl")
seen = {  # the day: as openpyxl reads it from each writer
    "1850-01-02": ["1850-01-01", "1850-01-01", "1850-01-01", "1850-01-02"],
    "1899-12-20": ["1899-12-19", "1899-12-19", "1899-12-19", "1899-12-20"],
    "1900-01-01": ["1900-01-01", "00:00:00", "1900-01-01", "1900-01-01"],
    "1900-03-01": ["1900-03-01"] * 4,
}
print(*(f"{name} {version(name)}" for name in ("XlsxWriter", "polars", "pandas", "openpyxl")))
changed = False
for text, expected in seen.items():
    found = []
    for write in writers.values():
        write(dt.date.fromisoformat(text))
        found.append(read())
    changed |= found != expected
    told = ", ".join(f"{name}: {day}" for name, day in zip(writers, found, strict=True))
    print(f"{text}  {told}" + ("" if found == expected else f", but was {expected}"))
stamped(dt.date(1900, 1, 1))
first = [str(pd.read_excel("b.xlsx", engine=engine).day[0]) for engine in ("openpyxl", "calamine")]
print("1900-01-01 as a stamp, read by pandas:", *first)
changed |= first != ["00:00:00", "00:00:00"]
raise SystemExit("the behaviour has changed" if changed else 0)
PY
