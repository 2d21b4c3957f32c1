#!/usr/bin/env bash
# flexidate 1.4 (PyPI), of the Open Knowledge Foundation, keeps dates of any year as text, for historical data; its own
# words: strings in "a slightly extended version of ISO8601".
#
# Expected: 44 BC is an early year, as 100 BC and 753 BC are. An ISO 8601 day is the day that it says. as_float() gives
# the year as the integer part, so that dates can be sorted by it.
# Seen:
# - A year before Christ of two digits gets the century of today: 44 BC, and -0044, become -2044. 100 BC and 753 BC are
#   right, and so is FlexiDate(-44), which is not parsed.
# - An ISO day whose number is at most 12 is read day first: 2025-12-01 becomes 2025-01-12, 2025-08-07 becomes
#   2025-07-08. 2025-12-31 stays, so a column is read in two ways.
# - as_float() of December has the next year as its integer part, and of days from about 2 December on it is more than
#   that: 2025-12 equals 2026, and 2025-12-31 sorts after 2026-01.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check flexidate==1.4 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import flexidate

seen = {
    "753 BC": "-0753",
    "100 BC": "-0100",
    "44 BC": "-2044",
    "-0044": "-2044",
    "0044": "0044",
    "2025-12-31": "2025-12-31",
    "2025-12-01": "2025-01-12",
    "2025-08-07": "2025-07-08",
    "2025-12": "2025-12",
}
print("flexidate", version("flexidate"))
changed = False
for text, expected in seen.items():
    found = str(flexidate.parse(text))
    changed |= found != expected
    print(f"{text} -> {found}" + ("" if found == expected else f", but was {expected}"))
changed |= str(flexidate.FlexiDate(-44)) != "-0044"
floats = {text: flexidate.parse(text).as_float() for text in ("2026-01", "2025-12-31", "2026", "2025-12", "2025")}
order = sorted(floats, key=floats.get)
print("by as_float():", *(f"{text} ({floats[text]:.3f})" for text in order))
changed |= floats["2025-12"] != floats["2026"] or order[-1] != "2025-12-31"
raise SystemExit("the behaviour has changed" if changed else 0)
PY
