#!/usr/bin/env bash
# @electric-sql/pglite 0.5.17 (npm) is PostgreSQL in JavaScript, with dates and timestamps as Date.
#
# Expected: a day of PostgreSQL and the timestamp at its beginning are one Date, or two by a rule that holds for all days;
# the year 44 is that year. What JavaScript has, years before Christ and after 9999 among them, can be read and written.
# Seen, in America/New_York:
# - A date is midnight in UTC, and a timestamp midnight where the program runs: date '2025-08-14' is four hours before
#   timestamp '2025-08-14', which PostgreSQL says are equal. A date after 9999 is midnight where the program runs.
# - timestamp '0044-03-15' is in 2044, and '0099' in 1999; date '0044-03-15' is in the year 44.
# - What lies before Christ is an invalid Date, with no word; as a parameter it is refused, and so is each year after 9999.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @electric-sql/pglite@0.5.17 >/dev/null 2>&1
cat >look.mjs <<'JS'
import fs from "node:fs";
import {PGlite} from "@electric-sql/pglite";
const db = await PGlite.create();
const show = (x) => x instanceof Date ? isNaN(x) ? "invalid" : x.toISOString().slice(0, -8) : String(x);
const read = async (value) => show((await db.query(`select ${value} as x`)).rows[0].x);
const write = (date) => db.query("select $1::date::text as x", [date]).then(({rows}) => rows[0].x, () => "refused");
const seen = [
  ["date '2025-08-14'", await read("date '2025-08-14'"), "2025-08-14T00:00"],
  ["timestamp '2025-08-14'", await read("timestamp '2025-08-14'"), "2025-08-14T04:00"],
  ["whether they are equal", await read("date '2025-08-14' = timestamp '2025-08-14'"), "true"],
  ["date '12000-01-01'", await read("date '12000-01-01'"), "+012000-01-01T05:00"],
  ["date '0044-03-15'", await read("date '0044-03-15'"), "0044-03-15T00:00"],
  ["timestamp '0044-03-15'", await read("timestamp '0044-03-15'"), "2044-03-15T04:00"],
  ["timestamp '0099-03-15'", await read("timestamp '0099-03-15'"), "1999-03-15T05:00"],
  ["date '0044-03-15 BC'", await read("date '0044-03-15 BC'"), "invalid"],
  ["44 BC, written", await write(new Date("-000043-03-15")), "refused"],
  ["the year 12000, written", await write(new Date("+012000-01-01")), "refused"],
];
console.log("pglite", JSON.parse(fs.readFileSync("node_modules/@electric-sql/pglite/package.json")).version);
let changed = false;
for (const [name, found, expected] of seen) {
  changed ||= found !== expected;
  console.log(name.padEnd(26), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=America/New_York node look.mjs
