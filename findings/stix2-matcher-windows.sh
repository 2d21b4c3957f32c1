#!/usr/bin/env bash
# stix2-matcher 3.0.0 (PyPI), the pattern matcher of OASIS, says whether what was observed matches a pattern of STIX 2.1.
#
# Expected: a match says that the observations occurred within the window: all of them within the seconds of WITHIN, at
# or after START and before STOP, the second of FOLLOWEDBY not before the first (STIX 2.1, 9.5.1 and 9.5.2). An
# observed-data that counts several lies somewhere between its first_observed and last_observed, nobody knows where: it
# matches for sure where both lie within the window; where they do not, it may match.
# Seen: may match is a match. It is enough that some moments between first and last would do, one for each of those that
# were counted, and nothing in the result tells this from what is certain.
# - Three logins counted over a year match REPEATS 3 TIMES WITHIN 5 SECONDS.
# - What was seen from 2020 to 2030 matches any START and STOP in between, and "within a second" of anything else.
# - Of two that were seen over the same year each is followed by the other: A FOLLOWEDBY B, and B FOLLOWEDBY A.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stix2-matcher==3.0.0 stix2-patterns==2.1.2 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

from stix2matcher.matcher import match


def observed(*rows):
    """A bundle of observed-data: for each an address, when it was seen first and last, and how often."""
    objects = []
    for number, (address, first, last, count) in enumerate(rows):
        end = f"--00000000-0000-4000-8000-00000000000{number}"
        objects.append({
            "type": "observed-data", "spec_version": "2.1", "id": f"observed-data{end}", "created": last, "modified": last,
            "first_observed": first, "last_observed": last, "number_observed": count, "object_refs": [f"ipv4-addr{end}"],
        })  # fmt: skip
        objects.append({"type": "ipv4-addr", "spec_version": "2.1", "id": f"ipv4-addr{end}", "value": address})
    return {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000000", "objects": objects}


one, other = "198.51.100.1", "198.51.100.2"
A, B = (f"[ipv4-addr:value = '{address}']" for address in (one, other))
window = " START t'2025-08-14T10:00:00Z' STOP t'2025-08-14T11:00:00Z'"
year = "2025-01-01T00:00:00Z", "2025-12-31T00:00:00Z"
decade = "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
at = ("2025-08-14T11:00:00Z",) * 2
seen = [
    (f"{A} REPEATS 3 TIMES WITHIN 5 SECONDS", [(one, *year, 3)], True),
    (f"{A} REPEATS 4 TIMES WITHIN 5 SECONDS", [(one, *year, 3)], False),
    (A + window, [(one, *decade, 1)], True),
    (A + window, [(one, *at, 1)], False),  # at STOP itself, which is not within
    (f"({A} AND {B}) WITHIN 1 SECONDS", [(one, *decade, 1), (other, *at, 1)], True),
    (f"{A} FOLLOWEDBY {B}", [(one, *year, 1), (other, *year, 1)], True),
    (f"{B} FOLLOWEDBY {A}", [(one, *year, 1), (other, *year, 1)], True),
]
print("stix2-matcher", version("stix2-matcher"))
changed = False
for pattern, rows, expected in seen:
    found = bool(match(pattern, [observed(*rows)], stix_version="2.1"))
    changed |= found != expected
    print(f"{found!s:6}", pattern, *(f"{first[:10]}..{last[:10]} x{count}" for _, first, last, count in rows))
    if found != expected:
        print(f"       but was {expected}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
