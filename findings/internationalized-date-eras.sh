#!/usr/bin/env bash
# @internationalized/date 3.12.4 (npm) holds dates of several calendars, for the date pickers of React Aria and others.
#
# Expected: what toString() writes parseDate() reads as the same day, or refuses; a day turned into another calendar and
# back is the same day, or is refused where the calendar does not reach.
# Seen, with no word:
# - 31 December 1 BC is written 0000-12-31, and read as 31 December AD 1, a year later: there is no year 0 when it reads.
#   So a date saved as text and loaded again moves across the era. 44 BC is written -000043-03-15, and refused.
# - In the Japanese calendar every day before 8 September 1868 becomes that day, Meiji 1-9-8, whether it is of 1867 or of
#   1500; turned back it is 8 September 1868. From that day on all days come back as they were.
# - The Taiwanese calendar, which has an era before its first too, gives all of them back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @internationalized/date@3.12.4 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {CalendarDate, GregorianCalendar, JapaneseCalendar, TaiwanCalendar, parseDate, toCalendar} from "@internationalized/date";

const attempt = (how) => { try { return how(); } catch { return "refused"; } };
const written = (date) => `${date.era} ${date.year}-${date.month}-${date.day}`;
const through = (date, calendar) => {
  const there = toCalendar(date, calendar);
  return `${written(there)}, ${written(toCalendar(there, new GregorianCalendar()))}`;
};
const again = (date) => `${date}, ${attempt(() => written(parseDate(date.toString())))}`;
const [japan, taiwan] = [new JapaneseCalendar(), new TaiwanCalendar()];
const seen = [
  // the day; written and read, or in the other calendar and back
  ["1 BC as text", again(new CalendarDate("BC", 1, 12, 31)), "0000-12-31, AD 1-12-31"],
  ["AD 1 as text", again(new CalendarDate(1, 12, 31)), "0001-12-31, AD 1-12-31"],
  ["44 BC as text", again(new CalendarDate("BC", 44, 3, 15)), "-000043-03-15, refused"],
  ["1500 in Japan", through(new CalendarDate(1500, 1, 1), japan), "meiji 1-9-8, AD 1868-9-8"],
  ["1867 in Japan", through(new CalendarDate(1867, 1, 1), japan), "meiji 1-9-8, AD 1868-9-8"],
  ["1868 in Japan", through(new CalendarDate(1868, 10, 22), japan), "meiji 1-10-22, AD 1868-10-22"],
  ["1912 in Japan", through(new CalendarDate(1912, 7, 30), japan), "taisho 1-7-30, AD 1912-7-30"],
  ["1500 in Taiwan", through(new CalendarDate(1500, 1, 1), taiwan), "before_minguo 412-1-1, AD 1500-1-1"],
];
console.log("@internationalized/date", JSON.parse(readFileSync("node_modules/@internationalized/date/package.json")).version);
let changed = false;
for (const [what, found, expected] of seen) {
  changed ||= found !== expected;
  console.log(what.padEnd(16), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
