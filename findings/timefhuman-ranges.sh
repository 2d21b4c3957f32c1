#!/usr/bin/env bash
# timefhuman 0.1.5 (PyPI) reads dates and ranges of dates in English, several from one text.
#
# Expected: "14-16 August 2025" is from the 14th to the 16th, as "August 14-16, 2025" is; a number beside a month is its
# day, whatever word stands before it. What is not understood is left out: the result is a list, and may be empty.
# Seen, asked on a fixed day, with no word:
# - "14-16 August 2025" is 1 August, from two to four in the afternoon: the two days are taken for hours.
# - "by 14 August 2025", "between 14 and 16 August 2025" and "14. August 2025" are 1 August: a word or a dot, and the day
#   of the month is gone.
# - "on 14 August 2025, at 10:00" is two times, 1 August and ten o'clock of the day after asking.
# "14 August 2025", "August 14-16, 2025" and "14 August 2025 - 16 August 2025" are read rightly, so that a column of dates
# has right and wrong ones beside each other, all of them of the right month.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check timefhuman==0.1.5 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime as dt
from importlib.metadata import version

from timefhuman import tfhConfig, timefhuman

seen = {  # the text: what is read from it, a range as its two ends
    "14 August 2025": "2025-08-14T00:00",
    "August 14-16, 2025": "2025-08-14T00:00/2025-08-16T00:00",
    "14 August 2025 - 16 August 2025": "2025-08-14T00:00/2025-08-16T00:00",
    "14-16 August 2025": "2025-08-01T14:00/2025-08-01T16:00",
    "by 14 August 2025": "2025-08-01T00:00",
    "between 14 and 16 August 2025": "2025-08-01T00:00",
    "14. August 2025": "2025-08-01T00:00",
    "on 14 August 2025, at 10:00": "2025-08-01T00:00 2026-11-29T10:00",
    "early 2025": "",
}


def written(value):
    if isinstance(value, tuple | list):
        return "/".join(map(written, value))
    return value.isoformat(timespec="minutes")


print("timefhuman", version("timefhuman"))
changed = False
for text, expected in seen.items():
    found = " ".join(map(written, timefhuman(text, tfhConfig(now=dt.datetime(2026, 11, 28, 12)))))
    changed |= found != expected
    print(f"{text:34}", found or "nothing", "" if found == expected else f"but was {expected or 'nothing'}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
