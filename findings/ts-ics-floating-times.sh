#!/usr/bin/env bash
# ts-ics 2.4.6 (npm) reads calendars and writes them again, with convertIcsCalendar() and generateIcsCalendar().
#
# Expected: a file that is read and written unchanged says the same. A time without Z and without TZID is the time on
# whatever clock the reader has (RFC 5545, 3.3.5, form 1): New Year at midnight is that everywhere. RDATE adds days.
# Seen, with no word:
# - The time gets a Z, and is one instant: New Year at 00:00 begins at 19:00 on 31 December in New York, and on another
#   day in half of the world.
# - RDATE is gone, and with it the days that it added, while RRULE and EXDATE stay.
# - The year 0044 is 1944.
# A time with TZID, or with Z, comes back as it was.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" ts-ics@2.4.6 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {convertIcsCalendar, generateIcsCalendar} from "ts-ics";

const lines = (...own) => [
  "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VEVENT", "UID:1@example.org",
  "DTSTAMP:20250101T000000Z", ...own, "SUMMARY:a", "END:VEVENT", "END:VCALENDAR", "",
];
const seen = [
  // what the event says: what it says when it is written again
  [["DTSTART:20250814T100000Z"], ["DTSTART;VALUE=DATE-TIME:20250814T100000Z"]],
  [["DTSTART;TZID=Europe/Paris:20250814T100000"], ["DTSTART;VALUE=DATE-TIME;TZID=Europe/Paris:20250814T100000"]],
  [["DTSTART:20260101T000000"], ["DTSTART;VALUE=DATE-TIME:20260101T000000Z"]],
  [["DTSTART;VALUE=DATE:20250814", "RDATE;VALUE=DATE:20250820"], ["DTSTART;VALUE=DATE:20250814"]],
  [["DTSTART;VALUE=DATE:00440315"], ["DTSTART;VALUE=DATE:19440315"]],
];
console.log("ts-ics", JSON.parse(readFileSync("node_modules/ts-ics/package.json")).version);
let changed = false;
for (const [own, expected] of seen) {
  const written = generateIcsCalendar(convertIcsCalendar(undefined, lines(...own).join("\r\n")));
  const found = written.split(/\r?\n/).filter((line) => /^(DT(START|END)|R(DATE|RULE)|EXDATE)/.test(line)).join(" ");
  const isSame = found === expected.join(" ");
  changed ||= !isSame;
  console.log(own.join(" "), "becomes", found, isSame ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
