#!/usr/bin/env bash
# pyarrow 26.0.1 (PyPI) puts dates into steps with ceil_temporal(), whose option ceil_is_strictly_greater is off.
#
# Expected: with the option off, a date that is a step is its own ceiling; with it on, the ceiling is the next step.
# Seen: for weeks and days that is so. For months, quarters and years the option does nothing: 1 July is put on
# 1 August, 1 January on the next 1 January, as if it were on. So in a table by months the first day of each month
# counts with the days after it, and in one by days midnight counts with the day before.
#
# A period that ends with the first of a month, rounded up to months, is a month too long.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

seen = {  # the unit, a date that is a step of it: its ceiling with the option off, and with it on
    ("day", "2025-07-01"): ("2025-07-01", "2025-07-02"),
    ("week", "2025-06-30"): ("2025-06-30", "2025-07-07"),
    ("month", "2025-07-01"): ("2025-08-01", "2025-08-01"),
    ("quarter", "2025-07-01"): ("2025-10-01", "2025-10-01"),
    ("year", "2025-01-01"): ("2026-01-01", "2026-01-01"),
}
print("pyarrow", pa.__version__)
changed = False
for (unit, text), expected in seen.items():
    date = pa.array([dt.date.fromisoformat(text)])
    found = tuple(
        pc.ceil_temporal(date, unit=unit, ceil_is_strictly_greater=strictly)[0].as_py().isoformat()
        for strictly in (False, True)
    )
    changed |= found != expected
    print(f"{unit:8} {text} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
