#!/usr/bin/env bash
# adbc-driver-postgresql 1.13.0 (PyPI, with pyarrow 26.0.1 and polars 2.1.0) gives rows of PostgreSQL to Arrow; PostgreSQL
# is run here as @electric-sql/pglite 0.5.14 behind @electric-sql/pglite-socket 0.2.17 (npm), on loopback.
#
# Expected: infinity is later than all days, -infinity earlier (PostgreSQL, "Date/Time Types", "Special Values"); tables
# of validity say "still" by the one. Arrow has no such day, so it is refused, or null, or the last day that Arrow has.
# Seen, with no word: while PostgreSQL's epoch, 2000, is turned into Arrow's, 1970, the largest number wraps round.
# - infinity, as a date, a timestamp or a timestamptz, is a day long before all history, a timestamptz in the year -28134.
#   It is before every day, and before what -infinity becomes.
# - "What held on 14 August 2025", asked of PostgreSQL, has the row that still holds; asked of the same table in Arrow or
#   Polars, it has only the one that has ended.
# Days before Christ and after 9999 are right.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  adbc-driver-postgresql==1.13.0 adbc-driver-manager==1.13.0 pyarrow==26.0.1 polars==2.1.0 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" @electric-sql/pglite@0.5.14 \
  @electric-sql/pglite-socket@0.2.17 >/dev/null 2>&1
cat >"$folder/server.mjs" <<'JS'
import {PGlite} from "@electric-sql/pglite";
import {PGLiteSocketServer} from "@electric-sql/pglite-socket";
const server = new PGLiteSocketServer({db: await PGlite.create(), host: "127.0.0.1", port: Number(process.argv[2]),
  maxConnections: 4}); // the driver connects twice
await server.start();
console.log("listening");
setTimeout(() => process.exit(0), 120_000);
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
node server.mjs "$port" >started &
server=$!
for _ in $(seq 60); do grep -q listening started && break; sleep 1; done
"$folder/venv/bin/python" - "$port" <<'PY'
import sys
from datetime import date
from importlib.metadata import version

import adbc_driver_postgresql.dbapi as dbapi
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

uri = f"postgresql://postgres@127.0.0.1:{sys.argv[1]}/postgres?sslmode=disable&gssencmode=disable"
with dbapi.connect(uri) as client, client.cursor() as cursor:

    def ask(query):
        cursor.execute(query)
        return cursor.fetch_arrow_table()

    def number(value):
        column = ask(f"select {value} as x")["x"]
        return column.cast(pa.int32() if column.type == pa.date32() else pa.int64())[0].as_py()

    seen = {  # days or microseconds from 1970
        "date '2025-08-14'": 20314,
        "date '0044-03-15 BC'": -735160,
        "date '12000-01-01'": 3663382,
        "date 'infinity'": -2147472692,
        "date '-infinity'": -2147472691,
        "timestamp 'infinity'": -9222425352054775809,
        "timestamptz 'infinity'": -9222425352054775809,
        "timestamp '-infinity'": -9222425352054775808,
    }
    print(*(f"{name} {version(name)}" for name in ("adbc-driver-postgresql", "pyarrow", "polars")))
    changed = False
    for value, expected in seen.items():
        found = number(value)
        changed |= found != expected
        print(f"{value:24} {found}" + ("" if found == expected else f", but was {expected}"))

    offices = (
        "(values ('judge', date '2020-01-01', date 'infinity'), ('mayor', date '2020-01-01', date '2025-12-31'))"
        " as offices (office, since, until)"
    )
    here = ask(f"select office from {offices} where date '2025-08-14' between since and until")["office"].to_pylist()
    table = ask(f"select * from {offices}")
    day = date(2025, 8, 14)
    arrow = table.filter((pc.field("since") <= day) & (pc.field("until") >= day))["office"].to_pylist()
    frame = pl.from_arrow(table).filter(pl.lit(day).is_between("since", "until"))["office"].to_list()
    print("held on 14 August 2025: PostgreSQL", here, "Arrow", arrow, "Polars", frame)
    changed |= (here, arrow, frame) != (["judge", "mayor"], ["mayor"], ["mayor"])
raise SystemExit("the behaviour has changed" if changed else 0)
PY
