#!/usr/bin/env bash
# dateparser 1.5.0 (PyPI) reads dates as people write them, and says with get_date_data() what period they name.
#
# Expected: a text that names a span is refused, or its period says so.
# Seen, asked on a fixed day (28 November 2026, noon UTC):
# - "14-16 August 2025" is 14 August, and "by 14 August 2025" is that very day: period "day" for both, so a span and a
#   bound look like a day that somebody gave.
# - "Q3 2025" has the period "quarter", and the day is the 28th, taken from the day of asking, in the middle month; so
#   the same text gives another day tomorrow.
# - Words that need no more of a guess ("early 2025", "spring 2026", "circa 1980", "44 BC") are refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0 2>/dev/null
TZ=UTC "$folder/venv/bin/python" - <<'PY'
import datetime as dt
from importlib.metadata import version

from dateparser.date import DateDataParser

asked = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": dt.datetime(2026, 11, 28, 12)})
seen = {
    "14-16 August 2025": ("2025-08-14", "day"),
    "by 14 August 2025": ("2025-08-14", "day"),
    "Q3 2025": ("2025-08-28", "quarter"),
    "August 2025": ("2025-08-28", "month"),
    "early 2025": (None, "day"),
    "spring 2026": (None, "day"),
    "circa 1980": (None, "day"),
    "44 BC": (None, "day"),
}
print("dateparser", version("dateparser"))
changed = False
for text, expected in seen.items():
    data = asked.get_date_data(text)
    found = (data.date_obj.date().isoformat() if data.date_obj else None, data.period)
    changed |= found != expected
    print(f"{text:20} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
