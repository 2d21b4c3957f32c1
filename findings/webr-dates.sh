#!/usr/bin/env bash
# R 4.6.0 (npm: webr 0.6.0, with ws 8.18.3) reads dates with as.Date() and times with as.POSIXct().
#
# Expected: %G, %V and %u are the year, week and day of ISO 8601, as format() writes them; what it writes is read as the
# same day. A date and time in ISO 8601 keeps its time. Each text of a column is read for itself. What is no date, or no
# whole date, is NA or an error, as "2025-08" and 20250814 are.
# Seen, with no warning:
# - as.Date("2025-W33-4", "%G-W%V-%u") is the day on which one asks, whatever the text says, and as.Date("2025", "%Y")
#   is that day in 2025: tomorrow both are others. (?strptime says that %V is "accepted but ignored on input", and that
#   a day that is not given is today's.)
# - as.POSIXct("2025-08-14T10:00:00Z") is midnight: the first form that fits a beginning of the text is taken, here that
#   of a day, and the rest is left. +02:00 behind it is left as well.
# - The first text decides how all are read: beside "2025-08-15" without a time, 10:00 of the rows after it is midnight, and
#   beside 2025-08-14 the text 14/08/2025 is NA.
# - Alone, "14/08/2025" is 20 August of the year 14, and "04/08/2025" of the year 4.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" webr@0.6.0 ws@8.18.3 >/dev/null 2>&1
cat >look.mjs <<'JS'
import {WebR} from "webr";
const seen = [
  ['identical(as.Date("2025-W33-4", "%G-W%V-%u"), Sys.Date())', "TRUE"],
  ['format(as.Date("2025-08-14"), "%G-W%V-%u")', "2025-W33-4"],
  ['format(as.Date("2025", "%Y"), "%m-%d") == format(Sys.Date(), "%m-%d")', "TRUE"],
  ['as.Date("2025-08", "%Y-%m")', "NA"],
  ['as.Date("14/08/2025")', "0014-08-20"],
  ['as.Date("04/08/2025")', "0004-08-20"],
  ['as.Date(c("2025-08-14", "14/08/2025"))', "2025-08-14 NA"],
  ['format(as.POSIXct("2025-08-14 10:00", tz = "UTC"), "%F %H:%M")', "2025-08-14 10:00"],
  ['format(as.POSIXct("2025-08-14T10:00:00Z", tz = "UTC"), "%F %H:%M")', "2025-08-14 00:00"],
  ['format(as.POSIXct("2025-08-14T10:00:00+02:00", tz = "UTC"), "%F %H:%M")', "2025-08-14 00:00"],
  ['format(as.POSIXct(c("2025-08-14", "2025-08-15 10:00"), tz = "UTC"), "%F %H:%M")', "2025-08-14 00:00 2025-08-15 00:00"],
];
const r = new WebR();
await r.init();
console.log(await r.evalRString("R.version.string"));
let changed = false;
for (const [asked, expected] of seen) {
  let found = null;
  for (let i = 0; i < 2 && found !== expected; i++) // midnight may pass between a date and today's
    found = await r.evalRString(`local({options(warn = 2); paste(format(${asked}), collapse = " ")})`);
  changed ||= found !== expected;
  console.log(`${asked.padEnd(84)} ${found}` + (found === expected ? "" : `, but was ${expected}`));
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node look.mjs
