#!/usr/bin/env bash
# astropy 8.0.2 (PyPI), with which astronomers keep times and tables, gives them to NumPy 2 and pandas 3.1.1.
#
# Expected: a date before 1678 or after 2261 comes out in a unit that holds it, as NumPy and pandas have them, or is
# refused. What is printed as an ISO date is one: four digits in a year, and a sign before it where it is negative.
# Seen:
# - .datetime64 and Table.to_pandas() count in nanoseconds, and what does not fit wraps round with no word: 14 October 1066
#   is in 2235, 14 June 1500 in 2084, 9999-12-31 in 1816.
# - Taken the other way, from NumPy, the same dates are right, and so are .datetime and .isot.
# - A year before Christ prints as -43-03-11 and as 0-01-01, which Time() itself does not read.
# A table that is saved through pandas, or a time series, so has its old observations among those of our time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check astropy==8.0.2 pandas==3.1.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import numpy
from astropy.table import Table
from astropy.time import Time

seen = {  # the date: the day in pandas
    "2025-08-14": "2025-08-14",
    "1678-01-01": "1678-01-01",
    "1500-06-14": "2084-12-31",
    "1066-10-14": "2235-11-22",
    "2300-01-01": "1715-06-13",
    "9999-12-31": "1816-03-29",
}
print("astropy", version("astropy"), "numpy", version("numpy"), "pandas", version("pandas"))
changed = False
times = Time(list(seen), scale="tt")
frame = Table({"at": times}).to_pandas()
for (text, expected), there, back in zip(seen.items(), frame["at"], times):
    found = str(there.date())
    raw = str(back.datetime64.astype("M8[D]"))
    from_numpy = Time(numpy.datetime64(text), scale="tt").isot[:10]
    changed |= found != expected or raw != expected or from_numpy != text
    print(f"{text} is {found} in pandas, {raw} in NumPy, {from_numpy} from NumPy", "" if found == expected else f"but was {expected}")
for day, expected in [(1705423.5, "-43-03-11"), (1721059.5, "0-01-01")]:
    printed = Time(day, format="jd", scale="tt").isot
    try:
        again = Time(printed, scale="tt").isot
    except ValueError:
        again = "refused"
    changed |= (printed[: -len("T00:00:00.000")], again) != (expected, "refused")
    print("Julian day", day, "is", printed, "which is", again)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
