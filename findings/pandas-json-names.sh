#!/usr/bin/env bash
# pandas 3.1.1 (PyPI) reads objects of JSON with read_json().
#
# Expected: one text means one thing wherever it stands, and what is a month, or a time of day, stays one.
# Seen: with the defaults, a key that is `date` or `modified`, ends in `_at` or `_time`, or begins with `timestamp`, is
# read as dates where its values can be, and a key of any other name is not; that the name decides is documented, and
# what follows is said nowhere:
# - 2025-08 becomes 1 August 2025 under `date` and `published_at`, and stays 2025-08 under `published`.
# - 2025 and 2025-08 in one column become 1 January and 1 August; two years alone become numbers.
# - 10:04 becomes 10:04 of the day on which the file is read.
# - 40,000,000, any number from 31,536,001 on, is counted in seconds: 8 April 1971 under `timestamp_id`. A smaller one, as
#   an earlier number of the same series, stays what it is, if no larger one stands in the column.
# - Two times with different offsets from UTC are not read at all, and stay texts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime as dt
import io
import json

import pandas as pd


def read(key, *values):
    text = json.dumps([{key: value} for value in values])
    return pd.read_json(io.StringIO(text))[key].astype(str).tolist()


OFFSETS = ["2025-08-14T10:00+02:00", "2025-08-14T10:00-05:00"]
seen = [
    ("published", ["2025-08"], ["2025-08"]),
    ("date", ["2025-08"], ["2025-08-01"]),
    ("published_at", ["2025-08"], ["2025-08-01"]),
    ("date", ["2025", "2025-08"], ["2025-01-01", "2025-08-01"]),
    ("date", ["2025", "2026"], ["2025", "2026"]),
    ("id", [40_000_000], ["40000000"]),
    ("timestamp_id", [40_000_000], ["1971-04-08 23:06:40"]),
    ("timestamp_id", [30_000_000], ["30000000"]),
    ("published_at", OFFSETS, OFFSETS),
]
print("pandas", pd.__version__)
changed = False
for key, values, expected in seen:
    found = read(key, *values)
    changed |= found != expected
    print(f"{key}: {values} is {found}" + ("" if found == expected else f", but was {expected}"))
days = {dt.date.today()}
(found,) = read("date", "10:04")
days.add(dt.date.today())
changed |= found not in {f"{day} 10:04:00" for day in days}
print("date: ['10:04'] is", found.replace(str(max(days)), "today,"))
raise SystemExit(changed)
PY
