#!/usr/bin/env bash
# rrule 2.8.1 (npm) reads recurrence rules with their DTSTART line, as calendars hold them.
#
# Expected: DTSTART;VALUE=DATE:20250814 is how RFC 5545 (3.8.2.4) writes the start of an all-day event: the rule begins
# there, or the line is refused.
# Seen: a DTSTART with VALUE=DATE, or with the default VALUE=DATE-TIME said, is passed over with no error, and the rule
# begins at the time of asking. The same line without the parameter, which RFC 5545 does not allow for a date, is read;
# so are EXDATE;VALUE=DATE and RDATE;VALUE=DATE. Every all-day event of a calendar file so recurs from today on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" rrule@2.8.1 >/dev/null 2>&1
TZ=UTC node - <<'JS'
const {rrulestr} = require("rrule");
function days(...lines) {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const found = rrulestr(lines.join("\n")).all();
  const isNow = found[0].getTime() >= before && found[0].getTime() <= Date.now();
  return isNow ? "from now on" : found.map((day) => day.toISOString().slice(0, 16)).join(" ");
}
const seen = [
  [["DTSTART:20250814T000000Z", "RRULE:FREQ=DAILY;COUNT=2"], "2025-08-14T00:00 2025-08-15T00:00"],
  [["DTSTART;VALUE=DATE-TIME:20250814T000000Z", "RRULE:FREQ=DAILY;COUNT=2"], "from now on"],
  [["DTSTART;VALUE=DATE:20250814", "RRULE:FREQ=DAILY;COUNT=2"], "from now on"],
  [["DTSTART:20250814", "RRULE:FREQ=DAILY;COUNT=2"], "2025-08-14T00:00 2025-08-15T00:00"],
  [["DTSTART:20250814", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20250815"], "2025-08-14T00:00"],
];
console.log("rrule", require("rrule/package.json").version);
let changed = false;
for (const [lines, expected] of seen) {
  const found = days(...lines);
  changed ||= found !== expected;
  console.log(lines.join(" ").padEnd(80), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
