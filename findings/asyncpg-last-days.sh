#!/usr/bin/env bash
# asyncpg 0.32.0 (PyPI), a client of PostgreSQL for Python; PostgreSQL is run here as @electric-sql/pglite 0.5.14 behind
# @electric-sql/pglite-socket 0.2.17 (npm), on loopback.
#
# Expected: a day that Python and PostgreSQL both have arrives as that day; so 9999-12-31, by which many tables of
# validity mean "still", and 0001-01-01.
# Seen:
# - datetime.date.max and datetime.datetime.max are written as infinity, date.min and datetime.min as -infinity, as
#   parameters and as ends of ranges; the day before is written as itself.
# - Read, infinity and 9999-12-31 are both date(9999, 12, 31). So a day that is read from one row and asked for again is
#   not equal to itself, and a validity copied through Python, [2025-01-01,9999-12-31), becomes [2025-01-01,infinity).
# - What lies beyond, 44 BC or the year 12000, is a ValueError when read.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check asyncpg==0.32.0 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" @electric-sql/pglite@0.5.14 \
  @electric-sql/pglite-socket@0.2.17 >/dev/null 2>&1
cat >"$folder/server.mjs" <<'JS'
import {PGlite} from "@electric-sql/pglite";
import {PGLiteSocketServer} from "@electric-sql/pglite-socket";
const server = new PGLiteSocketServer({db: await PGlite.create(), host: "127.0.0.1", port: Number(process.argv[2])});
await server.start();
console.log("listening");
setTimeout(() => process.exit(0), 120_000);
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
node server.mjs "$port" >started &
server=$!
for _ in $(seq 60); do grep -q listening started && break; sleep 1; done
"$folder/venv/bin/python" - "$port" <<'PY'
import asyncio
import sys
from datetime import date, datetime
from importlib.metadata import version

import asyncpg

written = {
    date(9999, 12, 30): "9999-12-30",
    date.max: "infinity",
    date.min: "-infinity",
    date(1, 1, 2): "0001-01-02",
    datetime.max: "infinity",
    datetime(9999, 12, 31, 23, 59, 59): "9999-12-31 23:59:59",
}
read = {"infinity": "9999-12-31", "9999-12-31": "9999-12-31", "0044-03-15 BC": "ValueError", "12000-01-01": "ValueError"}


async def main():
    client = await asyncpg.connect(host="127.0.0.1", port=int(sys.argv[1]), user="postgres", database="postgres", ssl=False)
    print("asyncpg", version("asyncpg"))
    changed = False
    for value, expected in written.items():
        kind = "timestamp" if isinstance(value, datetime) else "date"
        found = await client.fetchval(f"select ($1::{kind})::text", value)
        changed |= found != expected
        print(f"{value!r} is written as {found}" + ("" if found == expected else f", but was {expected}"))
    for text, expected in read.items():
        try:
            found = str(await client.fetchval(f"select '{text}'::date"))
        except ValueError:
            found = "ValueError"
        changed |= found != expected
        print(f"{text} is read as {found}" + ("" if found == expected else f", but was {expected}"))
    day = await client.fetchval("select '9999-12-31'::date")
    is_itself = await client.fetchval("select '9999-12-31'::date = $1::date", day)
    copied = await client.fetchval("select '[2025-01-01,9999-12-31)'::daterange")
    copy = await client.fetchval("select ($1::daterange)::text", copied)
    print("the day that was read is equal to itself:", is_itself, "and a range that was read is", copy)
    changed |= is_itself or copy != "[2025-01-01,infinity)"
    await client.close()
    raise SystemExit("the behaviour has changed" if changed else 0)


asyncio.run(main())
PY
