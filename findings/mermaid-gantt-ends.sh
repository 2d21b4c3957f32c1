#!/usr/bin/env bash
# mermaid 11.17.0 (npm) reads Gantt diagrams; jsdom 29.1.1 (npm) stands in for a browser.
#
# Expected: dateFormat X is seconds since 1970, x milliseconds (its documentation, "Gantt", "Input formats"). With
# inclusiveEndDates the end that is written is the last that counts: a month in a format of months, a minute in one of
# minutes. 1.5d is a day and a half.
# Seen:
# - X is taken for milliseconds: 14 August 2025 is 21 January 1970, and all times since 1970 fall into its first weeks.
# - inclusiveEndDates adds a day, whatever the format: from 10:00 to 12:00 is 26 hours, and from August to September
#   ends on 1 September, 30 days short. For days it is right. A length, as 2h, stays as it is.
# - 1.5d is two days, and 0.5d one: the part of a day is rounded up, while 36h is 36 hours.
# No task is refused or marked; nothing is seen but where its bar stands and ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" mermaid@11.17.0 jsdom@29.1.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {JSDOM} from "jsdom";

const dom = new JSDOM("<!doctype html><body></body>");
Object.assign(globalThis, {window: dom.window, document: dom.window.document, Element: dom.window.Element});
const {default: mermaid} = await import("mermaid");
mermaid.initialize({startOnLoad: false});

async function read(format, option, task) {
  const text = ["gantt", `dateFormat ${format}`, option, `a :${task}`].filter(Boolean).join("\n");
  const {db} = await mermaid.mermaidAPI.getDiagramFromText(text);
  const [{startTime, endTime}] = db.getTasks();
  return [startTime, endTime].map((time) => time.toISOString().slice(0, 16)).join(" ");
}
const seen = [
  // dateFormat, an option, the task: from when until before when it lasts
  ["x", "", "1755165600000, 1h", "2025-08-14T10:00 2025-08-14T11:00"],
  ["X", "", "1755165600, 1h", "1970-01-21T07:32 1970-01-21T08:32"],
  ["YYYY-MM-DD", "inclusiveEndDates", "2025-08-14, 2025-08-16", "2025-08-14T00:00 2025-08-17T00:00"],
  ["YYYY-MM-DD HH:mm", "", "2025-08-14 10:00, 2025-08-14 12:00", "2025-08-14T10:00 2025-08-14T12:00"],
  ["YYYY-MM-DD HH:mm", "inclusiveEndDates", "2025-08-14 10:00, 2025-08-14 12:00", "2025-08-14T10:00 2025-08-15T12:00"],
  ["YYYY-MM-DD HH:mm", "inclusiveEndDates", "2025-08-14 10:00, 2h", "2025-08-14T10:00 2025-08-14T12:00"],
  ["YYYY-MM", "inclusiveEndDates", "2025-08, 2025-09", "2025-08-01T00:00 2025-09-02T00:00"],
  ["YYYY-MM-DD", "", "2025-08-14, 36h", "2025-08-14T00:00 2025-08-15T12:00"],
  ["YYYY-MM-DD", "", "2025-08-14, 1.5d", "2025-08-14T00:00 2025-08-16T00:00"],
];
for (const name of ["mermaid", "jsdom"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
let changed = false;
for (const [format, option, task, expected] of seen) {
  const found = await read(format, option, task);
  changed ||= found !== expected;
  console.log([format, option, task, "lasts", found, found === expected ? "" : `but was ${expected}`].join(" "));
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
