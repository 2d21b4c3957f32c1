#!/usr/bin/env bash
# kuzu 0.11.3 (PyPI), an embedded graph database, groups dates with date_part() and date_trunc(), whose parts have the
# names that they have in DuckDB and PostgreSQL.
#
# Expected: date_part('week', d) is the number of the week, 33 for 14 August 2025, and date_trunc('week', d) its Monday,
# 11 August; a part that is not there is an error, as a misspelled one is.
# Seen: the week of every day is 0, and every day is its own Monday. Whoever counts events by week gets one group of
# all, or one a day, and no word of it. Months and quarters are right; 'fortnight' is refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check kuzu==0.11.3 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime as dt
from importlib.metadata import version

import kuzu

connection = kuzu.Connection(kuzu.Database(":memory:"))


def asked(what):
    return connection.execute(f"RETURN {what}").get_next()[0]


print("kuzu", version("kuzu"))
changed = False
for text in ("2025-08-14", "2025-01-01", "2020-12-31", "2024-12-30"):
    day = dt.date.fromisoformat(text)
    week, monday = (asked(f"date_{what}('week', date('{text}'))") for what in ("part", "trunc"))
    month, quarter = asked(f"date_trunc('month', date('{text}'))"), asked(f"date_part('quarter', date('{text}'))")
    changed |= (week, monday) != (0, day) or (month, quarter) != (day.replace(day=1), (day.month + 2) // 3)
    print(f"{text}: week {week} (ISO {day.isocalendar()[1]}), from {monday}; month from {month}, quarter {quarter}")
try:
    print("fortnight:", asked("date_part('fortnight', date('2025-08-14'))"))
    changed = True
except RuntimeError as error:
    print("fortnight:", error)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
