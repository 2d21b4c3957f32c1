#!/usr/bin/env bash
# ts-ics 2.4.6 (npm) reads calendars and lists the days of a recurrence, with extendByRecurrenceRule(); rrule 2.8.1
# (npm) is asked beside it.
#
# Expected: a rule makes the days that RFC 5545 (3.3.10) says: a month or year without the day of DTSTART makes none;
# BYMONTHDAY=-1 and BYYEARDAY=-1 are the last day of a month and of a year; BYSETPOS chooses from the days of a month;
# DAILY with BYMONTH and BYDAY goes on until it has made COUNT days.
# Seen:
# - FREQ=MONTHLY from 31 January is on 28 February, and from then on always on the 28th; it never comes back to the
#   31st, and COUNT is used up by days that are no instances. FREQ=YEARLY from 29 February is on the 28th ever after.
# - The last day of a month is the last but one, and that of the year 30 December. The month of DTSTART has none at all.
# - The last working day of a month (BYSETPOS=-1) is a day before it, and the first Monday or Tuesday of a month is any
#   of them but the first.
# - The Fridays of August, by DAILY, are one Friday.
# What names a day by weekday and number (BYDAY=-1FR) is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" ts-ics@2.4.6 rrule@2.8.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import rrule from "rrule";
import {convertIcsCalendar, extendByRecurrenceRule} from "ts-ics";

const HEAD = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VEVENT", "UID:1@example.org"];
const TAIL = ["DTSTAMP:20250101T000000Z", "SUMMARY:a", "END:VEVENT", "END:VCALENDAR", ""];
const days = (list) => list.map((day) => day.toISOString().slice(0, 10)).join(" ");
const seen = [
  // DTSTART, the rule
  // its days by rrule, and by ts-ics
  ["20250829", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3",
    "2025-08-29 2025-09-26 2025-10-31", "2025-08-29 2025-09-26 2025-10-31"],
  ["20250131", "FREQ=MONTHLY;COUNT=3",
    "2025-01-31 2025-03-31 2025-05-31", "2025-01-31 2025-02-28 2025-03-28"],
  ["20240229", "FREQ=YEARLY;COUNT=3",
    "2024-02-29 2028-02-29 2032-02-29", "2024-02-29 2025-02-28 2026-02-28"],
  ["20250131", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",
    "2025-01-31 2025-02-28 2025-03-31", "2025-02-27 2025-03-30 2025-04-29"],
  ["20251228", "FREQ=YEARLY;BYYEARDAY=-1;COUNT=2",
    "2025-12-31 2026-12-31", "2025-12-30 2026-12-30"],
  ["20250829", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
    "2025-08-29 2025-09-30 2025-10-31", "2025-09-29 2025-10-30 2025-11-27"],
  ["20250804", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=3",
    "2025-08-04 2025-09-01 2025-10-06", "2025-08-05 2025-08-11 2025-08-12"],
  ["20250801", "FREQ=DAILY;BYMONTH=8;BYDAY=FR;COUNT=3",
    "2025-08-01 2025-08-08 2025-08-15", "2025-08-01"],
];
for (const name of ["ts-ics", "rrule"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
let changed = false;
for (const [start, rule, right, expected] of seen) {
  const text = [...HEAD, `DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`, ...TAIL].join("\r\n");
  const [event] = convertIcsCalendar(undefined, text).events;
  const dtstart = event.start.date;
  const found = days(extendByRecurrenceRule(event.recurrenceRule, {start: dtstart, end: new Date("2034-01-01")}));
  const other = days(new rrule.RRule({...rrule.RRule.parseString(rule), dtstart}).all());
  const isSame = found === expected && other === right;
  changed ||= !isSame;
  console.log([`${start} ${rule}`, `ts-ics ${found}`, `rrule  ${other}`].join("\n    "));
  if (!isSame) console.log("    but was", expected, "and", right);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
