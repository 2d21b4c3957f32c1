#!/usr/bin/env bash
# @dsnp/parquetjs 1.8.8 (npm) writes Parquet.
#
# Expected: DATE counts the days from 1970-01-01 (Parquet, "LogicalTypes", DATE); a JavaScript Date with a time of day,
# which is the only kind that there is, is in the day that it lies in, before 1970 as after it.
# Seen: the milliseconds are divided by those of a day and cut towards zero. After 1970 that is the day; before, every
# time but midnight UTC is put into the day after: 20 July 1969, 20:17, when the Eagle landed, is 21 July. Local
# midnight west of Greenwich is so the right day from 1970 on, and a day late before. TIMESTAMP_MILLIS is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @dsnp/parquetjs@1.8.8 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import parquet from "@dsnp/parquetjs";

async function read(type, given) {
  const writer = await parquet.ParquetWriter.openFile(new parquet.ParquetSchema({at: {type}}), "a.parquet");
  await writer.appendRow({at: new Date(given)});
  await writer.close();
  const reader = await parquet.ParquetReader.openFile("a.parquet");
  const row = await reader.getCursor().next();
  await reader.close();
  return row.at.toISOString().slice(0, type === "DATE" ? 10 : 16);
}
const seen = [
  ["DATE", "2025-08-14T20:17:00Z", "2025-08-14"],
  ["DATE", "1970-01-01T05:00:00Z", "1970-01-01"],
  ["DATE", "1969-07-20T20:17:00Z", "1969-07-21"],
  ["DATE", "1969-07-20T00:00:00Z", "1969-07-20"],
  ["DATE", "1963-11-22T18:30:00Z", "1963-11-23"],
  ["DATE", "1899-12-31T05:00:00Z", "1900-01-01"],
  ["TIMESTAMP_MILLIS", "1969-07-20T20:17:00Z", "1969-07-20T20:17"],
];
console.log("@dsnp/parquetjs", JSON.parse(readFileSync("node_modules/@dsnp/parquetjs/package.json")).version);
let changed = false;
for (const [type, given, expected] of seen) {
  const found = await read(type, given);
  changed ||= found !== expected;
  console.log(type.padEnd(16), given, "is read", found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
