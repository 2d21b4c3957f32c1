#!/usr/bin/env bash
# deltalake 1.6.6 (PyPI) reads Delta tables as of a moment.
#
# Expected: a table as of a moment is its newest version at or before it; before the first version there is none, and
# the moment is refused, as Spark's reader of Delta does. The package's own words for the argument are a date and time
# in RFC 3339; nothing is said of moments before the first version.
# Seen: before the table was there, it is its first version. As of the year 2001, or of the day before it was made, it
# holds the rows that were first written later, with no word. A moment between two versions gives the earlier one, as it
# should.
#
# It matters to whoever asks what was known on a day: what nobody knew then is answered as known.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check deltalake==1.6.6 pyarrow==26.0.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime as dt
import time
from importlib.metadata import version

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

made = dt.datetime.now(dt.timezone.utc)
write_deltalake("table", pa.table({"told": ["the first report"]}))
time.sleep(1.5)
between = dt.datetime.now(dt.timezone.utc)
time.sleep(1.5)
write_deltalake("table", pa.table({"told": ["the correction"]}), mode="overwrite")


def told(moment):
    table = DeltaTable("table")
    table.load_as_version(moment)
    return f"{table.version()}: {table.to_pyarrow_table()['told'].to_pylist()[0]}"


seen = {  # the moment asked about: the version that is answered
    "between the two": (between, "0: the first report"),
    "after both": (made + dt.timedelta(days=1), "1: the correction"),
    "a day before it was made": (made - dt.timedelta(days=1), "0: the first report"),  # there was no table
    "in 2001": ("2001-01-01T00:00:00Z", "0: the first report"),
}
print("deltalake", version("deltalake"))
changed = False
for name, (moment, expected) in seen.items():
    found = told(moment)
    changed |= found != expected
    print(f"{name:26} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
