#!/usr/bin/env bash
# ctparse 0.3.6 (PyPI) reads times and stretches of time from text, relative to a moment that is given.
#
# Expected: a year that is written is the year: 14 to 20 August 2025 lies in 2025, whenever that is read.
# Seen: where the year could be a time of day (2000 to 2359), it is lost. Read in November 2025, "14 - 20 August 2025"
# is August 2026, the next one; read in November 2019 it is August 2020, and "20 August 2025" alone is 20 August 2020 at
# 20:25. The year of "14 to 20 August 1999" stays, as no clock shows 19:99, and so does that of "14. - 20.08.2025".
# Nothing in the result tells one kind from the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ctparse==0.3.6 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt
from importlib.metadata import version

from ctparse import ctparse

SEEN = {  # what is written, and the year of the moment: what it is read as
    ("14 - 20 August 2025", 2025): "2026-08-14 X:X (X/X) - 2026-08-20 X:X (X/X)",
    ("between 14 and 20 August 2025", 2025): "2026-08-14 X:X (X/X) - 2026-08-20 X:X (X/X)",
    ("14 - 20 August 2025", 2019): "2020-08-14 X:X (X/X) - 2020-08-20 X:X (X/X)",
    ("20 August 2025", 2025): "2025-08-20 X:X (X/X)",
    ("20 August 2025", 2019): "2020-08-20 20:25 (X/X)",
    ("14 to 20 August 1999", 2025): "1999-08-14 X:X (X/X) - 1999-08-20 X:X (X/X)",
    ("14. - 20.08.2025", 2019): "2025-08-14 X:X (X/X) - 2025-08-20 X:X (X/X)",
}
print("ctparse", version("ctparse"))
changed = False
for (text, year), expected in SEEN.items():
    found = str(ctparse(text, ts=dt.datetime(year, 11, 30, 12), timeout=60).resolution)
    changed |= found != expected
    print(f"{text!r:32} in November {year}: {found}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
