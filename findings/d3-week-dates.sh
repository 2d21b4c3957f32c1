#!/usr/bin/env bash
# d3-time-format 4.1.0 (npm), by which D3, Vega and Observable Plot write and read dates.
#
# Expected: %G-W%V-%u is an ISO week date, which its documentation lists for writing and reading; what it writes it
# reads as the same day. %Y is the year with its century.
# Seen:
# - In a week date the number of the weekday is passed over, and every day is read as the Monday of its week: six days
#   out of seven move, with no word. The weekday as a name (%a) is read, and so is %u beside the other weeks, %U and %W.
# - Years are written in their last four digits: 12025 is 2025, 10000 is 0000, on axes and in texts. Years before Christ
#   are written with a sign and read as nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" d3-time-format@4.1.0 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {utcFormat, utcParse} from "d3-time-format";

const day = (time) => (time ? time.toISOString().replace("T00:00:00.000Z", "") : "nothing");
const seen = [
  // how it is written and read, the day: the text, and the day that is read from it
  ["%G-W%V-%u", "2025-08-11", "2025-W33-1", "2025-08-11"],
  ["%G-W%V-%u", "2025-08-14", "2025-W33-4", "2025-08-11"],
  ["%G-W%V-%u", "2025-08-17", "2025-W33-7", "2025-08-11"],
  ["%G-W%V-%u", "2021-01-01", "2020-W53-5", "2020-12-28"],
  ["%G-W%V-%a", "2025-08-14", "2025-W33-Thu", "2025-08-14"],
  ["%Y-W%W-%u", "2025-08-14", "2025-W32-4", "2025-08-14"],
  ["%Y-%m-%d", "+012025-08-14", "2025-08-14", "2025-08-14"],
  ["%Y-%m-%d", "+010000-08-14", "0000-08-14", "0000-08-14"],
  ["%Y-%m-%d", "-000043-03-15", "-0043-03-15", "nothing"],
];
console.log("d3-time-format", JSON.parse(readFileSync("node_modules/d3-time-format/package.json")).version);
let changed = false;
for (const [form, given, text, again] of seen) {
  const written = utcFormat(form)(new Date(`${given}T00:00:00Z`));
  const found = [written, day(utcParse(form)(written))];
  const isSame = found[0] === text && found[1] === again;
  changed ||= !isSame;
  console.log([given, form, found[0], found[1], isSame ? "" : `but was ${text}, ${again}`].join("  "));
}
let moved = 0;
const format = utcFormat("%G-W%V-%u"), parse = utcParse("%G-W%V-%u");
for (let time = Date.UTC(2025, 0, 1); time < Date.UTC(2026, 0, 1); time += 864e5) {
  if (Number(parse(format(new Date(time)))) !== time) moved += 1;
}
console.log("of the days of 2025", moved, "move");
process.exit(changed || moved !== 313 ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
