#!/usr/bin/env bash
# pyarrow 26.0.1 (PyPI) puts dates into steps of years with floor_temporal().
#
# Expected: the floor of a date is the last step at or before it, also for the dates before the year 1 that date32
# holds.
# Seen: for years before 0 and a step of several years, the floor is the first step after the date. 15 March 44 BC
# (-0043) by centuries is the year 0000, 43 years later, and in one group with AD 14. So the decade and the century
# round the year 0 are twice as wide as all others, and every earlier group holds what belongs to the one before it.
# Steps of one year, of months and of quarters are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import pyarrow as pa
import pyarrow.compute as pc

DAYS = {"-0043-03-15": -735160, "-0040-01-01": -734138, "0014-08-19": -714184, "1955-06-01": -5328}  # from 1970-01-01
seen = {
    ("-0043-03-15", "year", 1): "-0043-01-01",
    ("-0043-03-15", "month", 6): "-0043-01-01",
    ("-0043-03-15", "year", 10): "-0040-01-01",  # is -0050-01-01
    ("-0040-01-01", "year", 10): "-0040-01-01",
    ("-0043-03-15", "year", 100): "0000-01-01",  # is -0100-01-01
    ("0014-08-19", "year", 100): "0000-01-01",
    ("1955-06-01", "year", 10): "1950-01-01",
}
print("pyarrow", pa.__version__)
changed = False
for (text, unit, step), expected in seen.items():
    date = pa.array([DAYS[text]], pa.int32()).cast(pa.date32())
    assert date.cast(pa.string()).to_pylist() == [text]
    (found,) = pc.floor_temporal(date, unit=unit, multiple=step).cast(pa.string()).to_pylist()
    changed |= found != expected
    print(f"{text:12} {step:3} {unit:5} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
