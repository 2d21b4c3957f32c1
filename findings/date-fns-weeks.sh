#!/usr/bin/env bash
# date-fns 4.4.0 (npm) reckons with durations, and writes them in ISO 8601 with formatISODuration().
#
# Expected: a Duration has years, months, weeks, days and so on (its documentation, "Duration"); ISO 8601 has weeks too,
# P2W (ISO 8601-1, 5.5.2), so they are written, as such or as days, or refused. Twelve months are told as a year.
# Seen, with no word:
# - Weeks are left out: two weeks are written as no time at all, two weeks and a day as a day, while add() adds the two
#   weeks and formatDuration() says them.
# - From 29 February 2024 to 28 February 2025 it is P0Y12M, no year and 12 months; from there to 28 February 2026 P1Y.
#   differenceInMonths() of the first is 12, and differenceInYears() 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" date-fns@4.4.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import fs from "node:fs";
import {add, differenceInMonths, differenceInYears, formatDuration, formatISODuration, intervalToDuration} from "date-fns";
const [from, until, later] = ["2024-02-29", "2025-02-28", "2026-02-28"].map((day) => new Date(day));
const seen = [
  ["two weeks", formatISODuration({weeks: 2}), "P0Y0M0DT0H0M0S"],
  ["two weeks and a day", formatISODuration({weeks: 2, days: 1}), "P0Y0M1DT0H0M0S"],
  ["two weeks in words", formatDuration({weeks: 2}), "2 weeks"],
  ["two weeks after 14 August", add(new Date("2025-08-14"), {weeks: 2}).toISOString().slice(0, 10), "2025-08-28"],
  ["29 February to 28 February", formatISODuration(intervalToDuration({start: from, end: until})), "P0Y12M0DT0H0M0S"],
  ["28 February to 28 February", formatISODuration(intervalToDuration({start: until, end: later})), "P1Y0M0DT0H0M0S"],
  ["the first in months", differenceInMonths(until, from), 12],
  ["the first in years", differenceInYears(until, from), 0],
];
console.log("date-fns", JSON.parse(fs.readFileSync("node_modules/date-fns/package.json")).version);
let changed = false;
for (const [name, found, expected] of seen) {
  changed ||= found !== expected;
  console.log(name.padEnd(28), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node look.mjs
