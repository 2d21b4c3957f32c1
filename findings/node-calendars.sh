#!/usr/bin/env bash
# Node 24.21.0 (npm: node, with ICU 78.3) prints dates in the calendars of countries by Intl.DateTimeFormat;
# @js-temporal/polyfill 0.5.1 (npm) reckons with what it prints.
#
# Expected: a calendar's rules hold in all of time, whenever it came into use (the Intl era and monthCode proposal, "Calendar
# Types"), and the Thai, the Japanese and the Taiwanese calendar are the Gregorian with other years. So 14 June 1500 of a
# Date is a 14 June in each.
# Seen:
# - Before 15 October 1582 the calendars buddhist, japanese and roc print the day of the Julian calendar: 14 June 1500 is
#   4 June, 15 March 44 is the 17th. gregory, and iso8601, print the 14th. So toLocaleDateString() gives two days of one
#   date: the 14th for a reader in English, the 4th for one in Thai (th-TH, whose default calendar is buddhist).
# - Temporal's withCalendar("buddhist") has the day 4, and withCalendar("japanese") the 14, which it prints as the 4th.
# In Node 20 iso8601 printed the 4th as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" node@24.21.0 @js-temporal/polyfill@0.5.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {Temporal} from "@js-temporal/polyfill";

const calendars = ["iso8601", "gregory", "buddhist", "japanese", "roc"];
const seen = {
  // the date: its month and day in each calendar
  "1582-10-15": ["10/15", "10/15", "10/15", "10/15", "10/15"],
  "1582-10-14": ["10/14", "10/14", "10/4", "10/4", "10/4"],
  "1500-06-14": ["6/14", "6/14", "6/4", "6/4", "6/4"],
  "0044-03-15": ["3/15", "3/15", "3/17", "3/17", "3/17"],
};
const day = (text, calendar) => {
  const format = new Intl.DateTimeFormat("en", {calendar, timeZone: "UTC", month: "numeric", day: "numeric"});
  const parts = Object.fromEntries(format.formatToParts(new Date(`${text}T12:00Z`)).map(({type, value}) => [type, value]));
  return `${Number(parts.month)}/${Number(parts.day)}`;
};
console.log("node", process.versions.node, "ICU", process.versions.icu);
let changed = false;
const check = (what, found, expected) => {
  const same = JSON.stringify(found) === JSON.stringify(expected);
  changed ||= !same;
  console.log(what, JSON.stringify(found), same ? "" : `but was ${JSON.stringify(expected)}`);
};
console.log("date       ", calendars.join(", "));
for (const [text, expected] of Object.entries(seen)) {
  check(`${text} `, calendars.map((calendar) => day(text, calendar)), expected);
}
const moment = new Date("1500-06-14T12:00Z");
const locales = ["en-GB", "th-TH"].map((locale) => moment.toLocaleDateString(locale, {timeZone: "UTC"}));
check("en-GB and th-TH", locales, ["14/06/1500", "4/6/2043"]);
const reckoned = ["gregory", "buddhist", "japanese"].map(
  (calendar) => Temporal.PlainDate.from("1500-06-14").withCalendar(calendar).day,
);
check("the day in Temporal's gregory, buddhist, japanese", reckoned, [14, 4, 14]);
process.exit(changed ? 1 : 0);
JS
"$folder/node_modules/.bin/node" "$folder/look.mjs"
