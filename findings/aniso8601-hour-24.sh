#!/usr/bin/env bash
# aniso8601 10.0.1 (PyPI) reads ISO 8601 texts strictly.
#
# Expected: 24:00 is the end of the day that it stands with, the instant at which the next day begins (ISO 8601:2004,
# "Midnight"), or it is refused.
# Seen: it is the first instant of its own day, a whole day early. So an interval that lasts until the end of a day is
# read as one that ends where it began, or before it began, with no error; one written 00:00 of the next day is right.
#
# It matters to whoever reads closing times, shifts and periods, where 24:00 is the ordinary way to write the end.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aniso8601==10.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from aniso8601 import parse_datetime, parse_interval

seen = {
    "2025-08-14T23:59Z": "2025-08-14T23:59",
    "2025-08-14T24:00Z": "2025-08-14T00:00",  # a day early
    "2025-12-31T24:00:00Z": "2025-12-31T00:00",  # a year's last instant, a day early
    "2025-08-14T00:00Z/2025-08-15T00:00Z": "2025-08-14T00:00 2025-08-15T00:00",
    "2025-08-14T00:00Z/2025-08-14T24:00Z": "2025-08-14T00:00 2025-08-14T00:00",  # a day long, read as empty
    "2025-08-14T18:00Z/2025-08-14T24:00Z": "2025-08-14T18:00 2025-08-14T00:00",  # ends before it begins
}
print("aniso8601", version("aniso8601"))
changed = False
for text, expected in seen.items():
    read = parse_interval(text) if "/" in text else [parse_datetime(text)]
    found = " ".join(f"{moment:%Y-%m-%dT%H:%M}" for moment in read)
    changed |= found != expected
    print(f"{text:37} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
