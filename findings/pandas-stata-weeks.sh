#!/usr/bin/env bash
# pandas 3.1.1 (PyPI) writes Stata files, with DataFrame.to_stata(convert_dates={"day": "tw"}) in weeks.
#
# Expected: week 1 of a year is 1 to 7 January, each week has the next seven days, and week 52, the last, has the eight
# or nine that are left (Stata's manual, "Datetime conversion", wofd()). So 31 December is in week 52 of its year. What
# is written in weeks comes back as the first day of its week.
# Seen: the last day of a year, and the last two of a leap year, are in week 1 of the next: 31 December 2025 comes back
# as 1 January 2026, 30 December 2024 as 1 January 2025. Their year is wrong, in Stata as in pandas, with no word. All
# other days are right, and so are half-years, quarters, months and years. pyreadstat 1.3.7 reads such a column as plain
# numbers, 3412.0, with no date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyreadstat==1.3.7 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

import pandas as pd
import pyreadstat

seen = {  # the day: the first day of its week by Stata, and the one that comes back
    "2025-01-07": ("2025-01-01", "2025-01-01"),
    "2025-01-08": ("2025-01-08", "2025-01-08"),
    "2025-08-14": ("2025-08-13", "2025-08-13"),
    "2025-12-30": ("2025-12-24", "2025-12-24"),
    "2025-12-31": ("2025-12-24", "2026-01-01"),
    "2024-12-29": ("2024-12-23", "2024-12-23"),
    "2024-12-30": ("2024-12-23", "2025-01-01"),
    "2024-12-31": ("2024-12-23", "2025-01-01"),
    "1999-12-31": ("1999-12-24", "2000-01-01"),
}


def by_stata(text):
    day = date.fromisoformat(text)
    week = min((day - date(day.year, 1, 1)).days // 7, 51)
    return date.fromordinal(date(day.year, 1, 1).toordinal() + 7 * week).isoformat()


print("pandas", version("pandas"), "pyreadstat", version("pyreadstat"))
frame = pd.DataFrame({"day": pd.to_datetime(pd.Series(list(seen)))})
frame.to_stata("a.dta", convert_dates={"day": "tw"}, write_index=False)
found = [f"{day:%Y-%m-%d}" for day in pd.read_stata("a.dta").day]
changed = False
for (text, (is_really, expected)), day in zip(seen.items(), found, strict=True):
    is_same = (by_stata(text), day) == (is_really, expected)
    changed |= not is_same
    print(f"{text} is in the week from {is_really}, comes back as {day}", "" if is_same else f"but was {expected}")
other, _ = pyreadstat.read_dta("a.dta")
print("by pyreadstat:", *other.day)
changed |= float(other.day[2]) != 3412.0
raise SystemExit("the behaviour has changed" if changed else 0)
PY
