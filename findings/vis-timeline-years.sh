#!/usr/bin/env bash
# vis-timeline 8.5.4 (npm) draws events on a time line in the browser; jsdom 29.1.1 (npm) stands in for one.
#
# Expected: start and end are dates as Date, as a number of milliseconds, or as ISO 8601 text (its examples have
# "2014-04-20"); a year, 2025, and the basic form, 20250814, are ISO 8601 as a month, 2025-08, is (ISO 8601-1, 5.2.2).
# What is not read is refused, as 30 February is ("Invalid time value").
# Seen: a text of digits alone is a number of milliseconds, with no word. The year "2025" is two seconds into 1970, and
# so is every year from the Romans to now, within two seconds of the others. A war from "1914" to "1918" lasts four
# milliseconds. "20250814" is half past five on 1 January 1970. Months, weeks, ordinal days and days of the same column
# are right, the year 44 among them; so in a column of years and months the one kind lies decades from the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" vis-timeline@8.5.4 jsdom@29.1.1 >/dev/null 2>&1
cat >look.cjs <<'JS'
const {JSDOM} = require("jsdom");
const {window} = new JSDOM("<!doctype html><div id=line></div>", {pretendToBeVisual: true});
for (const name of ["document", "Element", "HTMLElement", "SVGElement", "Node", "MutationObserver", "getComputedStyle",
  "requestAnimationFrame", "cancelAnimationFrame", "Event", "CustomEvent"]) globalThis[name] = window[name];
globalThis.window = window;
Object.defineProperty(globalThis, "navigator", {value: window.navigator, configurable: true});
const vis = require("vis-timeline/standalone/umd/vis-timeline-graph2d.js");
function place(start, end) {
  const items = new vis.DataSet([{id: 1, content: "event", start, ...(end && {end})}]);
  const line = new vis.Timeline(window.document.getElementById("line"), items, {});
  const {data} = line.itemSet.items[1];
  line.destroy();
  return data.start.toISOString() + (end ? ` for ${data.end - data.start} ms` : "");
}
const seen = [
  [["2025-08-14"], "2025-08-14T00:00:00.000Z"],
  [["2025-08"], "2025-08-01T00:00:00.000Z"],
  [["2025-W33"], "2025-08-11T00:00:00.000Z"],
  [["2025-226"], "2025-08-14T00:00:00.000Z"],
  [["0044-03-15"], "0044-03-15T00:00:00.000Z"],
  [["2025"], "1970-01-01T00:00:02.025Z"],
  [["0044"], "1970-01-01T00:00:00.044Z"],
  [["20250814"], "1970-01-01T05:37:30.814Z"],
  [["1914", "1918"], "1970-01-01T00:00:01.914Z for 4 ms"],
  [["1914-08", "1918-11"], `1914-08-01T00:00:00.000Z for ${Date.UTC(1918, 10) - Date.UTC(1914, 7)} ms`],
];
console.log("vis-timeline", require("vis-timeline/package.json").version);
let changed = false;
for (const [dates, expected] of seen) {
  const found = place(...dates);
  changed ||= found !== expected;
  console.log(dates.join(" to ").padEnd(20), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node look.cjs
