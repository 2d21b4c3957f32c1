#!/usr/bin/env bash
# sqlite-utils 4.2.1 (PyPI) prepares tables for Datasette; its recipes r.parsedate() and r.parsedatetime() turn a column of
# dates into ISO dates: sqlite-utils convert news.db events day 'r.parsedate(value)'.
#
# Expected: what is no whole day is refused, or left as it is; the recipe has errors=r.IGNORE and r.SET_NULL for that, and
# by default "an error" (its documentation, "sqlite-utils convert recipes"). The same column gives the same dates on every
# day.
# Seen, with no word:
# - A month, or a year, gets the day on which the command runs: "August 2025" is converted to the 5th on the 5th of a
#   month, and to the 30th on the 30th; 2025 gets the month, too. A time without a day, 10:04, is of today.
# - 04/08/2025 is 8 April, and 14/08/2025 in the same column 14 August; dayfirst=True reads the first as 4 August.
# - "spring 2025" and "Q3 2025" are refused, or made null, as one asks: so what looks like a date is the worse one.
# In the table nothing is left of how it was written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlite-utils==4.2.1 2>/dev/null
printf 'id,day\n1,2025-08-14\n2,2025-08\n3,August 2025\n4,2025\n5,10:04\n6,04/08/2025\n7,14/08/2025\n8,spring 2025\n' >given.csv
before=$(date +%F)
"$folder/venv/bin/sqlite-utils" insert news.db events given.csv --csv --pk=id --no-detect-types 2>/dev/null
"$folder/venv/bin/sqlite-utils" convert news.db events day 'r.parsedate(value, errors=r.SET_NULL)' --silent
BEFORE=$before "$folder/venv/bin/python" - <<'PY'
import os
import sqlite3
from datetime import date
from importlib.metadata import version


def on(today):
    """What comes of each row, by the day on which the command ran; the last of a month where it is shorter."""
    return {
        1: "2025-08-14",
        2: f"2025-08-{today:%d}",
        3: f"2025-08-{today:%d}",
        4: "2025-02-28" if f"{today:%m-%d}" == "02-29" else f"2025-{today:%m-%d}",
        5: today.isoformat(),
        6: "2025-04-08",
        7: "2025-08-14",
        8: None,
    }


print("sqlite-utils", version("sqlite-utils"))
found = {int(number): day for number, day in sqlite3.connect("news.db").execute("select id, day from events")}
with open("given.csv") as lines:
    for line in list(lines)[1:]:
        number, text = line.strip().split(",")
        print(f"{text:14} {found[int(number)]}")
changed = found not in (on(date.fromisoformat(os.environ["BEFORE"])), on(date.today()))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
