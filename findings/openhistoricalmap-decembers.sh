#!/usr/bin/env bash
# @openhistoricalmap/maplibre-gl-dates 1.4.0 (npm) shows on OpenHistoricalMap's maps what stood at a date; its filters
# are run here by @maplibre/maplibre-gl-style-spec 26.6.0 (npm), as the map runs them.
#
# Expected: for a date of a month's precision, "every feature overlapping that month is included" (its README,
# "filterByDate"), as for a year; the end of a range is the first moment after it (its source, "exclusive").
# Seen:
# - The end of a December is 1 January of the same year, eleven months before its start, in every year. So for 1989-12
#   nothing is drawn that began in 1989, in that December or in the months before it. All other months, and 1989 alone,
#   are right.
# - A day ends where it begins, so what began on the very day that is asked for is not drawn, while what ended on it is.
# Neither gives an error or an empty map: what began in an earlier year is there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --legacy-peer-deps --prefix "$folder" \
  @openhistoricalmap/maplibre-gl-dates@1.4.0 @maplibre/maplibre-gl-style-spec@26.6.0 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {featureFilter} from "@maplibre/maplibre-gl-style-spec";

const {filterByDate, dateRangeFromISODate, decimalYearFromDate} =
  createRequire(import.meta.url)("@openhistoricalmap/maplibre-gl-dates");
const features = [
  {name: "1961 to now", start: "1961-08-13"},
  {name: "March 1989 to 1990", start: "1989-03-01", end: "1990-10-03"},
  {name: "9 November 1989 to 1991", start: "1989-11-09", end: "1991-01-01"},
  {name: "22 December 1989 to now", start: "1989-12-22"},
  {name: "until 9 November 1989", start: "1980-01-01", end: "1989-11-09"},
];
function shown(date, decimal) {
  const layer = {id: "a", type: "line", source: "s", "source-layer": "boundaries"};
  const map = {
    getStyle: () => ({layers: [layer]}),
    getFilter: () => layer.filter,
    setFilter: (id, filter) => (layer.filter = filter),
  };
  filterByDate(map, date);
  const {filter} = featureFilter(layer.filter, "layers[0].filter");
  const drawn = features.filter(({start, end}) => {
    const properties = {};
    for (const [key, day] of [["start", start], ["end", end]]) {
      if (day) properties[key + (decimal ? "_decdate" : "_date")] = decimal ? decimalYearFromDate(new Date(day)) : day;
    }
    return filter({zoom: 10}, {type: 2, properties});
  });
  return drawn.map((feature) => features.indexOf(feature) + 1).join(" ");
}
const range = (date) => {
  const {startISODate, endISODate} = dateRangeFromISODate(date);
  return `${startISODate} to ${endISODate}`;
};
const seen = [
  // what is asked for, the range of days, the features drawn
  ["1989", "1989-01-01 to 1990-01-01", "1 2 3 4 5"],
  ["1989-11", "1989-11-01 to 1989-12-01", "1 2 3 5"],
  ["1989-12", "1989-12-01 to 1989-01-01", "1"], // is 1 2 3 4, and the end 1990-01-01
  ["1990-01", "1990-01-01 to 1990-02-01", "1 2 3 4"],
  ["1989-11-09", "1989-11-09 to 1989-11-09", "1 2 5"], // is 1 2 3, with 5 or without
  ["1989-11-10", "1989-11-10 to 1989-11-10", "1 2 3"],
  ["1066-12", "1066-12-01 to 1066-01-01", ""],
];
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
console.log("maplibre-gl-dates", version("@openhistoricalmap/maplibre-gl-dates"));
features.forEach(({name}, n) => console.log(` ${n + 1}: ${name}`));
let changed = false;
for (const [date, days, drawn] of seen) {
  const found = [range(date), shown(date, false), shown(date, true)];
  const same = found.join("|") === [days, drawn, drawn].join("|");
  changed ||= !same;
  console.log(`${date.padEnd(10)} ${found[0]}, drawn: ${found[1]} or ${found[2]}`, same ? "" : `but was ${days}, ${drawn}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
