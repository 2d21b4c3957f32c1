#!/usr/bin/env bash
# node-ical 0.26.1 (npm) reads calendars, and lists the days of an event with expandRecurringEvent().
#
# Expected: P1D lasts until the same time of the next day, and PT24H for 24 hours (RFC 5545, 3.3.6); RDATE adds days to
# those of a rule (3.8.5.2); a year without the day of DTSTART makes none (3.3.10).
# Seen:
# - P1D is 24 hours, and P1W 168: from noon of 25 October 2025 in Paris, the night in which the clocks go back, it is
#   until 11:00, an hour early; in March until 13:00, an hour late. A DTEND of the next noon is right.
# - The days of RDATE are not listed, with a rule or without one. They are kept as the text that they were.
# - FREQ=YEARLY from 29 February, all day, is on the 28th in other years, and COUNT is used up by them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" node-ical@0.26.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import ical from "node-ical";

const event = (...lines) => {
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example", "BEGIN:VEVENT", "UID:1@example.org"];
  const tail = ["DTSTAMP:20250101T000000Z", "SUMMARY:Meeting", "END:VEVENT", "END:VCALENDAR", ""];
  const read = ical.sync.parseICS([...head, ...lines, ...tail].join("\r\n"));
  return Object.values(read).find(({type}) => type === "VEVENT");
};
const noon = (day) => `DTSTART;TZID=Europe/Paris:${day}T120000`;
const end = (...lines) => event(...lines).end.toISOString();
const days = (...lines) =>
  ical
    .expandRecurringEvent(event(...lines), {from: new Date("2024-01-01"), to: new Date("2040-01-01")})
    .map(({start}) => start.toISOString().split("T")[0])
    .join(" ");
const seen = [
  // what is asked, of what, what comes
  [end, [noon("20251025"), "DTEND;TZID=Europe/Paris:20251026T120000"], "2025-10-26T11:00:00.000Z"],
  [end, [noon("20251025"), "DURATION:PT24H"], "2025-10-26T10:00:00.000Z"],
  [end, [noon("20251025"), "DURATION:P1D"], "2025-10-26T10:00:00.000Z"],
  [end, [noon("20251025"), "DURATION:P1W"], "2025-11-01T10:00:00.000Z"],
  [end, [noon("20250329"), "DURATION:P1D"], "2025-03-30T11:00:00.000Z"],
  [days, ["DTSTART:20250814T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2"], "2025-08-14 2025-08-21"],
  [days, ["DTSTART:20250814T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2", "RDATE:20250818T100000Z"], "2025-08-14 2025-08-21"],
  [days, ["DTSTART:20250814T100000Z", "RDATE:20250818T100000Z,20250820T100000Z"], "2025-08-14"],
  [days, ["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;COUNT=3"], "2024-02-29 2025-02-28 2026-02-28"],
];
console.log("node-ical", JSON.parse(readFileSync("node_modules/node-ical/package.json")).version);
let changed = false;
for (const [ask, lines, expected] of seen) {
  const found = ask(...lines);
  changed ||= found !== expected;
  console.log(ask.name, lines.join(", "), "->", found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
