#!/usr/bin/env bash
# iso8601 2.1.0 (PyPI) reads the common forms of ISO 8601.
#
# Expected: an ordinal date (year and day of the year) is that day, or is refused as a form that is not read; week
# dates are refused so. A decimal minute adds its part of a minute to the minutes written.
# Seen:
# - 2025-226, the 226th day of 2025 and so 14 August, is 26 February: the three digits are read as a month and a day.
#   Where they make no such date (2024-366, 2025-300) they are refused, so only some days of a year
#   are silently moved. The basic form 2025226 is refused too.
# - 10:30.5, half a minute past 10:30, is 10:00:30.5: the minutes are taken as seconds, and no minute is left.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check iso8601==2.1.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from iso8601 import ParseError, parse_date

seen = {
    "2025-08-14": "2025-08-14T00:00:00+00:00",
    "2025-226": "2025-02-26T00:00:00+00:00",  # is 14 August
    "2025-123": "2025-01-23T00:00:00+00:00",  # is 3 May
    "2024-366": None,  # is 31 December
    "2025-300": None,  # is 27 October
    "2025226": None,
    "2025-W33-4": None,
    "2025-08-14T10:30:30Z": "2025-08-14T10:30:30+00:00",
    "2025-08-14T10:30.5Z": "2025-08-14T10:00:30.500000+00:00",  # is 10:30:30
}
print("iso8601", version("iso8601"))
changed = False
for text, expected in seen.items():
    try:
        found = parse_date(text).isoformat()
    except ParseError:
        found = None
    changed |= found != expected
    print(f"{text:22} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
