#!/usr/bin/env bash
# Whoosh-Reloaded 2.7.5 (PyPI), a search engine in Python, asks for stretches of time as Lucene does: [a TO b] with its
# ends, {a TO b} without them.
#
# Expected: {202507 TO 202509} is what lies after July and before September 2025, as {0 TO 3} on a field of numbers is 1
# and 2; [202508 TO 202509} is August.
# Seen: on a field of dates curly brackets are square ones. {202507 TO 202509} has all of July, August and September;
# [202508 TO 202509} has all of September; {20250814 TO} begins on 14 August itself. An end is made the first or last
# moment of its period, and that it was to be left out is lost on the way. A DateRange made in Python keeps it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check whoosh-reloaded==2.7.5 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt
from importlib.metadata import version

from whoosh.fields import DATETIME, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.query import DateRange

DAYS = {
    "31 July": dt.datetime(2025, 7, 31, 23),
    "14 August": dt.datetime(2025, 8, 14, 10),
    "31 August": dt.datetime(2025, 8, 31, 23, 59),
    "1 September": dt.datetime(2025, 9, 1),
}
ALL = list(DAYS)
SEEN = {
    "day:[202507 TO 202509]": ALL,
    "day:{202507 TO 202509}": ALL,
    "day:[202508 TO 202509}": ALL[1:],
    "day:{20250814 TO}": ALL[1:],
    "number:{0 TO 3}": ALL[1:3],
}
index = RamStorage().create_index(Schema(name=TEXT(stored=True), day=DATETIME, number=NUMERIC))
writer = index.writer()
for number, (name, day) in enumerate(DAYS.items()):
    writer.add_document(name=name, day=day, number=number)
writer.commit()
print("Whoosh-Reloaded", version("Whoosh-Reloaded"))
changed = False
with index.searcher() as searcher:
    for asked, expected in SEEN.items():
        found = [hit["name"] for hit in searcher.search(QueryParser("name", index.schema).parse(asked))]
        changed |= found != expected
        print(f"{asked:24} {', '.join(found)}")
    made = DateRange("day", DAYS["31 July"], DAYS["1 September"], startexcl=True, endexcl=True)
    found = [hit["name"] for hit in searcher.search(made)]
    changed |= found != ALL[1:3]
    print(f"{'a DateRange without ends':24} {', '.join(found)}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
