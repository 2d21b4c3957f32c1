#!/usr/bin/env bash
# cql2 0.6.0 (PyPI), the Rust library of the STAC tools, applies filters of the OGC's CQL2 to features in Python.
#
# Expected: an instant of 14 August 2025, compared with a day, is before, on or after it, or the two kinds cannot be
# compared, and the filter is refused. So is BETWEEN with times, which the standard has for numbers alone.
# Seen: on the day itself none of <, <=, =, >= and > is true, so that "t >= DATE('2025-08-14') OR t <
# DATE('2025-08-14')" finds less than all; on other days they are right. T_INTERSECTS with that day is true, and with
# the interval that begins and ends on it false. BETWEEN with times is taken, and is always false: also with two
# TIMESTAMPs of which one is before and one after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cql2==0.6.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import cql2

FEATURE = {"type": "Feature", "geometry": None, "properties": {"t": "2025-08-14T10:00:00Z"}}
SEEN = {
    "t < DATE('2025-08-14')": False,
    "t <= DATE('2025-08-14')": False,
    "t = DATE('2025-08-14')": False,
    "t >= DATE('2025-08-14')": False,
    "t > DATE('2025-08-14')": False,
    "t >= DATE('2025-08-14') OR t < DATE('2025-08-14')": False,
    "t > DATE('2025-01-01') AND t < DATE('2025-12-31')": True,
    "t BETWEEN DATE('2025-01-01') AND DATE('2025-12-31')": False,
    "t BETWEEN TIMESTAMP('2025-01-01T00:00:00Z') AND TIMESTAMP('2025-12-31T00:00:00Z')": False,
    "t >= TIMESTAMP('2025-01-01T00:00:00Z') AND t <= TIMESTAMP('2025-12-31T00:00:00Z')": True,
    "T_DURING(t, INTERVAL('2025-01-01', '2025-12-31'))": True,
    "T_INTERSECTS(t, DATE('2025-08-14'))": True,
    "T_INTERSECTS(t, INTERVAL('2025-08-14', '2025-08-14'))": False,
}
print("cql2", version("cql2"))
changed = False
for text, expected in SEEN.items():
    found = cql2.Expr(text).matches(FEATURE)
    changed |= found != expected
    print(f"{text:82} {found}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
