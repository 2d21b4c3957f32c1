#!/usr/bin/env bash
# pygeofilter 0.4.0 (PyPI) reads the OGC's filter languages, ECQL and CQL2, and applies them to Python objects with its
# native evaluator.
#
# Expected: T_INTERSECTS is true of an instant within an interval, and of all that has a moment in common with it (OGC
# 21-065r2, CQL2, "Temporal Functions"); BEFORE OR DURING, and DURING OR AFTER, are true where either is (ECQL).
# T_DURING is within the interval and touches neither end.
# Seen: a time and an interval are put into one of Allen's relations, and the operator is true if it is called as that
# relation. The three that stand for several are so never true: T_INTERSECTS, BEFORE OR DURING and DURING OR AFTER leave
# every row out, with no word. T_DURING leaves out what is at the start, and lets in what is at the end. The same
# filters turned into SQL or Django's queries by the package's other backends are other code.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pygeofilter==0.4.0 shapely==2.2.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime, timezone
from importlib.metadata import version

from pygeofilter.backends.native.evaluate import NativeEvaluator
from pygeofilter.parsers.cql2_json import parse as parse_cql2
from pygeofilter.parsers.ecql import parse as parse_ecql

SPAN = ["2025-08-10T00:00:00Z", "2025-08-20T00:00:00Z"]
days = {"before": 1, "at start": 10, "inside": 14, "at end": 20, "after": 25}
rows = [{"name": name, "at": datetime(2025, 8, day, tzinfo=timezone.utc)} for name, day in days.items()]


def by_cql2(operator):
    return parse_cql2({"op": operator, "args": [{"property": "at"}, {"interval": SPAN}]})


def by_ecql(operator):
    return parse_ecql(f"at {operator} {SPAN[0]} / {SPAN[1]}")


seen = {  # the filter: the rows that are found
    ("t_before", by_cql2): ["before"],
    ("t_after", by_cql2): ["after"],
    ("t_during", by_cql2): ["inside", "at end"],
    ("t_intersects", by_cql2): [],  # is all between at start and at end
    ("DURING", by_ecql): ["inside", "at end"],
    ("BEFORE OR DURING", by_ecql): [],  # is before, at start, inside, at end
    ("DURING OR AFTER", by_ecql): [],  # is at start, inside, at end, after
}
print("pygeofilter", version("pygeofilter"))
changed = False
for (operator, parse), expected in seen.items():
    fits = NativeEvaluator({}, {"at": "at"}, use_getattr=False).evaluate(parse(operator))
    found = [row["name"] for row in rows if fits(row)]
    changed |= found != expected
    print(f"{operator:17} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
