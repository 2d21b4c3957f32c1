#!/usr/bin/env bash
# bokeh 3.9.2 (PyPI) places times on an axis; its axis has no zones.
#
# Expected: two values that are one instant stand at one place, whatever type they have; which zone the axis is in is
# one rule for all.
# Seen: a Python datetime with a zone is placed by its clock, a pandas Timestamp with a zone, and a column of them, by
# UTC: noon in Kolkata is at 12:00 as the one and at 6:30 as the other. An event at 11:00 UTC and one at 12:00 in Paris,
# an hour before it, come in the wrong order, or the right one, by the type of the list that they stand in. Nothing says
# so, and the axis has no mark of a zone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bokeh==3.9.2 pandas==3.1.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from bokeh.models import ColumnDataSource
from bokeh.util.serialization import convert_datetime_type


def placed(value):
    return str(np.datetime64(int(convert_datetime_type(value)), "ms"))[:16]


noon = datetime(2025, 8, 14, 12, tzinfo=ZoneInfo("Asia/Kolkata"))
column = ColumnDataSource(pd.DataFrame({"at": pd.Series([noon])})).data["at"][0]
paris = datetime(2025, 8, 14, 12, tzinfo=ZoneInfo("Europe/Paris"))
later = datetime(2025, 8, 14, 11, tzinfo=ZoneInfo("UTC"))
seen = {  # what is placed: where it stands
    "datetime, noon in Kolkata": (noon, "2025-08-14T12:00"),
    "Timestamp, noon in Kolkata": (pd.Timestamp(noon), "2025-08-14T06:30"),
    "column, noon in Kolkata": (column, "2025-08-14T06:30"),
    "datetime, noon in Paris": (paris, "2025-08-14T12:00"),
    "datetime, an hour later": (later, "2025-08-14T11:00"),
    "Timestamp, noon in Paris": (pd.Timestamp(paris), "2025-08-14T10:00"),
    "Timestamp, an hour later": (pd.Timestamp(later), "2025-08-14T11:00"),
}
print("bokeh", version("bokeh"), "pandas", version("pandas"))
changed = False
for name, (value, expected) in seen.items():
    found = placed(value)
    changed |= found != expected
    print(f"{name:28} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
