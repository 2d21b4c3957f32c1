#!/usr/bin/env bash
# ical.js 2.2.1 (npm), the calendar library of Thunderbird, lists the days of a recurrence.
#
# Expected: a rule that makes a day that does not exist, such as 29 February in a common year, makes no instance there,
# and it does not count (RFC 5545, 3.3.10). To move it to another day a rule needs SKIP (RFC 7529).
# Seen:
# - FREQ=YEARLY from 29 February puts common years on 1 March, and COUNT is used up by them; written in full, with
#   BYMONTH=2;BYMONTHDAY=29, the same rule skips them, as RFC 5545 says that it should.
# - With BYMONTH=2, the rule gives 1 March as well: a day outside the month that it asks for.
# - FREQ=MONTHLY from the 31st does skip the short months, so the two kinds of missing days are treated differently.
# - SKIP=BACKWARD (29 February on the 28th, the 31st on the 30th) is read and written, and changes nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" ical.js@2.2.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import ICAL from "ical.js";

function days(start, rule) {
  const walk = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
  const found = [];
  for (let day = walk.next(); day && found.length < 5; day = walk.next()) found.push(day.toString());
  return found.join(" ");
}
const seen = [
  ["2024-02-29", "FREQ=YEARLY;COUNT=5", "2024-02-29 2025-03-01 2026-03-01 2027-03-01 2028-02-29"],
  ["2024-02-29", "FREQ=YEARLY;BYMONTH=2;COUNT=3", "2024-02-29 2025-03-01 2026-03-01"],
  ["2024-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3", "2024-02-29 2028-02-29 2032-02-29"],
  ["2024-02-29", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD;COUNT=2", "2024-02-29 2025-03-01"],
  ["2025-01-31", "FREQ=MONTHLY;COUNT=3", "2025-01-31 2025-03-31 2025-05-31"],
  ["2025-01-31", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=3", "2025-01-31 2025-03-31 2025-05-31"],
];
console.log("ical.js", JSON.parse(readFileSync("node_modules/ical.js/package.json")).version);
let changed = false;
for (const [start, rule, expected] of seen) {
  const found = days(start, rule);
  changed ||= found !== expected;
  console.log(start, rule.padEnd(52), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
