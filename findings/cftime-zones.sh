#!/usr/bin/env bash
# cftime 1.6.6.1 (PyPI), with which netCDF4 and xarray read the times of climate and ocean data.
#
# Expected: a unit may end with its zone, hours with or without minutes; the CF Conventions (4.4, "Time Coordinate")
# give as their example "seconds since 1992-10-8 15:15:42.5 -6:00", which is 21:15:42.5 UTC.
# Seen: an hour of one digit is passed over with its minutes, with no word, so the example of the conventions is six
# hours early; -6 alone is too. -06:00 and -0600 are right. xarray 2026.9.0 reads units by pandas where it can: so one
# file has 21:15 in xarray, and 15:15 in cftime and netCDF4. Asked for cftime's dates (use_cftime), xarray too says
# 15:15.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  cftime==1.6.6.1 xarray==2026.9.0 pandas==3.1.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import warnings
from importlib.metadata import version

import cftime
import xarray as xr

warnings.simplefilter("ignore")


def by_xarray(units, **options):
    file = xr.Dataset({"time": ("time", [0], {"units": units, "calendar": "standard"})})
    coder = xr.coders.CFDatetimeCoder(**options)
    return str(xr.decode_cf(file, decode_times=coder).time.values[0])[:16].replace("T", " ")


seen = {  # the units: moment 0 by cftime, by xarray, by xarray with cftime's dates
    "seconds since 1992-10-8 15:15:42.5 -06:00": ("1992-10-08 21:15",) * 3,
    "seconds since 1992-10-8 15:15:42.5 -0600": ("1992-10-08 21:15",) * 3,
    "seconds since 1992-10-8 15:15:42.5 -6:00": ("1992-10-08 15:15", "1992-10-08 21:15", "1992-10-08 15:15"),
    "hours since 2025-08-14 02:00 +5:30": ("2025-08-14 02:00", "2025-08-13 20:30", "2025-08-14 02:00"),
    "hours since 2025-08-14 02:00 +05:30": ("2025-08-13 20:30",) * 3,
}
print("cftime", version("cftime"), "xarray", version("xarray"))
changed = False
for units, expected in seen.items():
    found = (str(cftime.num2date(0, units))[:16], by_xarray(units), by_xarray(units, use_cftime=True))
    changed |= found != expected
    print(f"{units:42} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
