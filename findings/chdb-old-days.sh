#!/usr/bin/env bash
# chdb 4.4.0 (PyPI), ClickHouse 26.9 in Python, puts days before 1970 into months and centuries.
#
# Expected: what holds a day gives its month, its century and its date: Date32 and DateTime64 hold years long before
# 1970. Functions that say the same give the same.
# Seen, with no word:
# - toStartOfMonth(), toStartOfYear(), toMonday() and toStartOfDay() of 4 August 1914 are 1 January 1970, and so for
#   every earlier day: a table by month has one month for all of history. date_trunc(), which asks for the same, is
#   right.
# - toStartOfInterval(…, INTERVAL 100 YEAR) of that day is 7 June 2079, and toDate() of its noon is in 2094: what does
#   not fit into the type of the answer wraps round.
# - parseDateTimeBestEffort('14 Aug 25') is in the year in which one asks: 25 is read as an hour, so that the 14th is
#   the 15th, 01:00.
# So days that are read and printed rightly are grouped wrongly, by one of two names for one step.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check chdb==4.4.0 chdb-core==26.9.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import chdb

moment = "toDateTime64('1914-08-04 12:00:00', 0, 'UTC')"
seen = {  # the question: the answer
    "toDate32('1914-08-04')": "1914-08-04",
    "date_trunc('month', toDate32('1914-08-04'))": "1914-08-01",
    "toStartOfMonth(toDate32('1914-08-04'))": "1970-01-01",
    "toStartOfYear(toDate32('1850-03-15'))": "1970-01-01",
    "toMonday(toDate32('1914-08-04'))": "1970-01-01",
    f"date_trunc('day', {moment})": "1914-08-04 00:00:00",
    f"toStartOfDay({moment})": "1970-01-01 00:00:00",
    "toStartOfInterval(toDate32('2001-09-11'), INTERVAL 100 YEAR)": "2000-01-01",
    "toStartOfInterval(toDate32('1914-08-04'), INTERVAL 100 YEAR)": "2079-06-07",
    f"toDate({moment})": "2094-01-07",
}


def ask(question):
    return str(chdb.query(f"SELECT {question}", "TSV")).strip()


print("chdb", version("chdb"), "ClickHouse", ask("version()"))
changed = False
for question, expected in seen.items():
    found = ask(question)
    changed |= found != expected
    print(f"{question:62} {found}" + ("" if found == expected else f", but was {expected}"))
guess = ask("parseDateTimeBestEffort('14 Aug 25', 'UTC'), toYear(now())").split("\t")
changed |= guess[0] not in {f"{int(guess[1]) - back}-08-15 01:00:00" for back in (0, 1)}
print("'14 Aug 25', asked in", guess[1], "is", guess[0])
raise SystemExit("the behaviour has changed" if changed else 0)
PY
