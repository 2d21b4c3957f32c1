#!/usr/bin/env bash
# vega 6.4.0 and vega-lite 6.4.3 (npm; Altair writes for them) put dates on axes, into groups and through filters.
#
# Expected: in a date of Vega-Lite, `year` is an integer that represents the year (its documentation, "DateTime"): 44 is
# the year 44, as 144 is 144 and as the text 0044-03-15 in the data is.
# Seen: a year from 0 to 99 in a specification is one of 1900 to 1999, while the same year in the data is itself.
# - A scale from {"year": 40} to {"year": 100} goes from 100 to 1940.
# - A filter from the year 40 to 100 leaves out AD 44 and AD 98 and lets in 1066; "before 99" lets in 1066.
# - timeUnit utcyear, utcyearmonth and the others that begin so put all the years before 100 into one group without a
#   date; the same units in local time are right. utcdayofyear() of 15 March 44 is -693885, utcweek() is -99126.
# No chart says so: the marks stand elsewhere or are not drawn.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" vega@6.4.0 vega-lite@6.4.3 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import * as vega from "vega";
import {compile} from "vega-lite";

const values = ["0044-03-15", "0098-06-01", "1066-10-14", "2025-08-14"].map((d) => ({d}));
const day = (date) => (isNaN(date) ? "no date" : new Date(+date).toISOString().slice(0, 10));
async function view(more) {
  const spec = {data: {values}, mark: "point", encoding: {x: {field: "d", type: "temporal"}}, ...more};
  return await new vega.View(vega.parse(compile(spec).spec), {renderer: "none"}).runAsync();
}
const filtered = async (test) =>
  (await view({transform: [{filter: {field: "d", ...test}}]})).data("data_0").map(({d}) => day(d)).join(" ");
const scaled = async (domain) =>
  (await view({encoding: {x: {field: "d", type: "temporal", scale: {domain}}}})).scale("x").domain().map(day).join(" ");
async function grouped(timeUnit) {
  const encoding = {x: {field: "d", type: "temporal", timeUnit}, y: {aggregate: "count"}};
  const groups = (await view({encoding})).data("data_0");
  return groups.map((group) => `${day(group[`${timeUnit}_d`])} x${group.__count}`).join(", ");
}
async function evaluated(init) {
  const found = await new vega.View(vega.parse({signals: [{name: "s", init}]}), {renderer: "none"}).runAsync();
  return String(found.signal("s"));
}
const seen = [
  ["scale 40 to 100", await scaled([{year: 40}, {year: 100}]), "0100-01-01 1940-01-01"],
  ["scale 140 to 200", await scaled([{year: 140}, {year: 200}]), "0140-01-01 0200-01-01"],
  ["filter 40 to 100", await filtered({range: [{year: 40}, {year: 100}]}), "1066-10-14"],
  ["filter before 99", await filtered({lt: {year: 99}}), "0044-03-15 0098-06-01 1066-10-14"],
  ["group by year", await grouped("year"), "0044-01-01 x1, 0098-01-01 x1, 1066-01-01 x1, 2025-01-01 x1"],
  ["group by utcyear", await grouped("utcyear"), "no date x2, 1066-01-01 x1, 2025-01-01 x1"],
  ["group by utcyearmonth", await grouped("utcyearmonth"), "no date x2, 1066-10-01 x1, 2025-08-01 x1"],
  ["dayofyear of 0044-03-15", await evaluated("dayofyear(toDate('0044-03-15'))"), "75"],
  ["utcdayofyear of 0044-03-15", await evaluated("utcdayofyear(toDate('0044-03-15'))"), "-693885"],
  ["utcweek of 0044-03-15", await evaluated("utcweek(toDate('0044-03-15'))"), "-99126"],
];
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
console.log("vega", version("vega"), "vega-lite", version("vega-lite"));
let changed = false;
for (const [name, found, expected] of seen) {
  changed ||= found !== expected;
  console.log(name.padEnd(27), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
