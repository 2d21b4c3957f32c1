#!/usr/bin/env bash
# wikibase-sdk 11.6.6 (npm) turns the time values of Wikidata into ISO texts and numbers.
#
# Expected: Wikibase JSON numbers years before Christ historically (-0044 is 44 BC; there is no year 0) and keeps the
# day in the calendar that `calendarmodel` names. ISO texts and JavaScript times are astronomical (44 BC is -000043)
# and Gregorian. So 15 March 44 BC, Julian, is -000043-03-13.
# Seen:
# - The year is passed on as it is: -0044 becomes -000044, which is 45 BC to whoever reads ISO.
# - `calendarmodel` is not looked at: 4 October 1582, Julian, stays 4 October and is 14 October; 29 February 1700, a day
#   that the Julian calendar has, becomes 1 March (the Gregorian day is 11 March).
# - `precision` is not looked at: a century and the year that it is written as are the same 1 January.
# The SPARQL service of Wikidata gives the converted day, so one statement has two dates by the way it is asked for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" wikibase-sdk@11.6.6 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {wikibaseTimeToISOString} from "wikibase-sdk";

const calendar = {Gregorian: "Q1985727", Julian: "Q1985786"};
const seen = [
  ["+2025-08-14T00:00:00Z", 11, "Gregorian", "2025-08-14T00:00:00.000Z"],
  ["-0044-03-15T00:00:00Z", 11, "Julian", "-000044-03-15T00:00:00.000Z"], // is -000043-03-13
  ["-0001-12-31T00:00:00Z", 11, "Gregorian", "-000001-12-31T00:00:00.000Z"], // is 0000-12-31
  ["+1582-10-04T00:00:00Z", 11, "Julian", "1582-10-04T00:00:00.000Z"], // is 1582-10-14
  ["+1700-02-29T00:00:00Z", 11, "Julian", "1700-03-01T00:00:00.000Z"], // is 1700-03-11
  ["+1800-00-00T00:00:00Z", 9, "Gregorian", "1800-01-01T00:00:00.000Z"],
  ["+1800-00-00T00:00:00Z", 7, "Gregorian", "1800-01-01T00:00:00.000Z"], // is the 18th century, 1701 to 1800
];
console.log("wikibase-sdk", JSON.parse(readFileSync("node_modules/wikibase-sdk/package.json")).version);
let changed = false;
for (const [time, precision, model, expected] of seen) {
  const calendarmodel = `http://www.wikidata.org/entity/${calendar[model]}`;
  const found = wikibaseTimeToISOString({time, precision, calendarmodel, timezone: 0, before: 0, after: 0});
  changed ||= found !== expected;
  const name = `${time} ${String(precision).padStart(2)} ${model}`;
  console.log(name.padEnd(34), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
