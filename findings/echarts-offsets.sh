#!/usr/bin/env bash
# echarts 6.1.0 (npm) reads dates for its time axes.
#
# Expected: texts in the form of ISO 8601, with a zone as in +08:00, are what a time axis takes (its documentation,
# "series.data"); 10:00+05:30 is 04:30 UTC. The year 0044 is the year 44.
# Seen:
# - Of an offset, the hours alone are counted: 10:00+05:30 is 05:00 UTC, as 10:00+05:00 is. In India every event stands
#   half an hour late, in Nepal (+05:45) three quarters; Newfoundland's are half an hour early. -00:30 is nothing.
# - The years 0000 to 0099 are those of 1900 to 1999; 0100 is itself.
# - 30 February is 2 March, and the month 13 the next January.
# Nothing is said; the same texts are read rightly by new Date() in the program that hands them over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" echarts@6.1.0 >/dev/null 2>&1
cat >"$folder/look.js" <<'JS'
const echarts = require("echarts");
function axis(text) { // what a chart does: a point on a time axis, found again by its place on it
  const chart = echarts.init(null, null, {renderer: "svg", ssr: true, width: 600, height: 300});
  const data = [[text, 1]];
  chart.setOption({useUTC: true, animation: false, xAxis: {type: "time"}, yAxis: {}, series: [{type: "scatter", data}]});
  const value = chart.getModel().getSeriesByIndex(0).getData().get("x", 0);
  return new Date(value).toISOString().slice(0, 16);
}
const seen = [ // the text, what it is, what it is read as
  ["2025-08-14T10:00:00Z", "2025-08-14T10:00", "2025-08-14T10:00"],
  ["2025-08-14T10:00:00+05:00", "2025-08-14T05:00", "2025-08-14T05:00"],
  ["2025-08-14T10:00:00+05:30", "2025-08-14T04:30", "2025-08-14T05:00"],
  ["2025-08-14T10:00:00+05:45", "2025-08-14T04:15", "2025-08-14T05:00"],
  ["2025-08-14T10:00:00-03:30", "2025-08-14T13:30", "2025-08-14T13:00"],
  ["2025-08-14T10:00:00-00:30", "2025-08-14T10:30", "2025-08-14T10:00"],
  ["0100-03-15", "0100-03-15T00:00", "0100-03-15T00:00"],
  ["0044-03-15", "0044-03-15T00:00", "1944-03-15T00:00"],
  ["2025-02-30", "none", "2025-03-02T00:00"],
  ["2025-13", "none", "2026-01-01T00:00"],
];
console.log("echarts", echarts.version);
let changed = false;
for (const [text, is, expected] of seen) {
  const found = axis(text);
  changed ||= found !== expected;
  console.log(text.padEnd(26), found, found === is ? "" : `(is ${is})`, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.js"
