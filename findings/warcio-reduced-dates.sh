#!/usr/bin/env bash
# warcio 1.8.1 (PyPI) reads and writes WARC, the archives of the web, and turns their dates into each other.
#
# Expected: WARC-Date may be of any precision from the year on: YYYY, YYYY-MM, YYYY-MM-DD and so on (WARC 1.1, "WARC-Date",
# with reference to W3CDTF). What is vague stays so, or is refused by name; a year is none of its seconds.
# Seen:
# - iso_date_to_timestamp() and iso_date_to_datetime() of 2026 and 2026-04 end in a TypeError on an argument of Python's
#   datetime; that WARC-Date is read from a record, and written again, as it stands.
# - A day without a time is put on its first second (20260424000000), while a time stamp that is cut short, 20260424, is
#   put on its last (2026-04-24T23:59:59Z), with no word: from a date to a time stamp and back is nearly a day.
# - 20260231 is the last second of 28 February.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check warcio==1.8.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from warcio import timeutils

seen = [
    ("iso_date_to_timestamp", "2026-04-24T10:03:22Z", "20260424100322"),
    ("iso_date_to_timestamp", "2026-04-24", "20260424000000"),
    ("iso_date_to_timestamp", "2026-04", "TypeError"),
    ("iso_date_to_timestamp", "2026", "TypeError"),
    ("iso_date_to_datetime", "2026-04", "TypeError"),
    ("timestamp_to_iso_date", "20260424100322", "2026-04-24T10:03:22Z"),
    ("timestamp_to_iso_date", "20260424", "2026-04-24T23:59:59Z"),
    ("timestamp_to_iso_date", "202604", "2026-04-30T23:59:59Z"),
    ("timestamp_to_iso_date", "2026", "2026-12-31T23:59:59Z"),
    ("timestamp_to_iso_date", "20260231", "2026-02-28T23:59:59Z"),
]
print("warcio", version("warcio"))
changed = False
for name, text, expected in seen:
    try:
        found = str(getattr(timeutils, name)(text))
    except TypeError as error:
        found = type(error).__name__
    changed |= found != expected
    print(f"{name}({text}) is {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit(changed)
PY
