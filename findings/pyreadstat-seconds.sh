#!/usr/bin/env bash
# pyreadstat 1.3.7 (PyPI) writes files of SPSS, Stata and SAS from pandas 3.1.1.
#
# Expected: a date that the file cannot hold is refused; what is written reads back as the same date. The unit in which
# pandas counts is no part of the date.
# Seen: a column of datetime64[s] is written as 1 January 1970, midnight, in every row and all three formats, with no
# word. Columns in ms and us are right. Since pandas 3 seconds are what plain days become: pd.to_datetime() of a column
# of Python dates, Timestamps made of them, and what NumPy holds as days. A column that was read from texts, or has a
# time of day in it, counts in us. So it is the plain dates that are lost.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date, datetime
from importlib.metadata import version

import numpy as np
import pandas as pd
import pyreadstat

days = [date(2025, 8, 14), date(1914, 6, 28)]
kept, lost = ["2025-08-14", "1914-06-28"], ["1970-01-01", "1970-01-01"]
seen = {  # how the column was made: the column, its type, and the days that are read back
    "pd.to_datetime(dates)": (pd.to_datetime(pd.Series(days)), "datetime64[s]", lost),
    "Timestamps of dates": (pd.Series([pd.Timestamp(day) for day in days]), "datetime64[s]", lost),
    "NumPy's days": (pd.Series(np.array(kept, "datetime64[D]")), "datetime64[s]", lost),
    "with a time of day": (pd.Series([datetime(2025, 8, 14, 10), datetime(1914, 6, 28)]), "datetime64[us]", kept),
    "pd.to_datetime(texts)": (pd.to_datetime(pd.Series(kept)), "datetime64[us]", kept),
    "the dates themselves": (pd.Series(days), "object", kept),
}
print("pyreadstat", version("pyreadstat"), "pandas", version("pandas"))
changed = False
for name, (column, kind, expected) in seen.items():
    found = []
    for form in ("sav", "dta", "xport"):
        getattr(pyreadstat, f"write_{form}")(pd.DataFrame({"day": column}), f"a.{form}")
        frame, _ = getattr(pyreadstat, f"read_{form}")(f"a.{form}")
        found.append([str(day)[:10] for day in frame.day])
    is_same = str(column.dtype) == kind and found == [expected] * 3
    changed |= not is_same
    told = found[0] if found == [found[0]] * 3 else found
    print(f"{name:22} {column.dtype!s:15} {told}", "" if is_same else f"but was {kind} {expected}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
