#!/usr/bin/env bash
# ocdsmerge 0.8.0 (PyPI), of the Open Contracting Partnership, merges the releases of a contract into what it is by now.
#
# Expected: releases are merged in the order of their dates, and the last says what holds (Open Contracting Data
# Standard, "Merging"). `date` is a date-time of RFC 3339, with Z or an offset; which instant is the later is told by
# both together.
# Seen: the dates are sorted as texts, with no word.
# - Published at 10:00+02:00, which is 08:00Z, and corrected an hour later, at 09:00Z: the correction is merged first,
#   and the compiled release says what was said before it; the versioned release has the two in the wrong order.
# - 23:00 in New York (-05:00) is merged before 01:00Z of the next day, which is three hours earlier.
# - 10:00:00.500Z is merged before 10:00:00Z, since a point comes before a Z.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ocdsmerge==0.8.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from ocdsmerge import Merger

TEXT = {"type": "string"}
TENDER = {"type": "object", "properties": {"id": TEXT, "status": TEXT}}
# the fields of the release schema that are used here, so that it is not fetched
SCHEMA = {"type": "object", "properties": {"ocid": TEXT, "id": TEXT, "date": TEXT, "tag": {"type": "array"}}}
SCHEMA["properties"]["tender"] = TENDER
merger = Merger(SCHEMA)


def release(date, status):
    tender = {"id": "1", "status": status}
    return {"ocid": "ocds-213czf-1", "id": status, "date": date, "tag": ["tender"], "tender": tender}


seen = [  # the earlier instant, the later one, and which of the two holds
    ("2025-08-14T08:00:00Z", "2025-08-14T09:00:00Z", "later"),
    ("2025-08-14T10:00:00+02:00", "2025-08-14T09:00:00Z", "earlier"),
    ("2025-08-15T01:00:00Z", "2025-08-14T23:00:00-05:00", "earlier"),
    ("2025-08-14T10:00:00Z", "2025-08-14T10:00:00.500Z", "earlier"),
]
print("ocdsmerge", version("ocdsmerge"))
changed = False
for earlier, later, expected in seen:
    releases = [release(earlier, "earlier"), release(later, "later")]
    found = merger.create_compiled_release(releases)["tender"]["status"]
    versions = [each["value"] for each in merger.create_versioned_release(releases)["tender"]["status"]]
    changed |= (found, versions[-1]) != (expected, expected)
    note = "" if found == expected else f", but was {expected}"
    print(f"{earlier}, then {later}: the {found} one holds, in the order {', '.join(versions)}{note}")
raise SystemExit(changed)
PY
