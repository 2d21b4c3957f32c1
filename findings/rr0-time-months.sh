#!/usr/bin/env bash
# @rr0/time 0.11.2 (npm) reads EDTF, levels 0 to 2, compares dates and takes what lies between them.
#
# Expected: days lie apart as in the calendar, and the day after a month's last is the first of the next (ISO 8601-1,
# 4.2.1); P1M is a month, PT1M a minute (5.5.2); 10:00+02:00 is 08:00Z, and what is read is written the same (EDTF level
# 0: an offset, and a year of four digits).
# Seen, with no word:
# - Every month has 31 days. 28 February and 1 March are 4 days apart, a year is 372 days, 24 June 1947 and 2025 are
#   29016 days apart (of 28490). The day after 31 January is 31 February, and after 31 December 2024 it is 31 December 2025.
# - P1M is a minute, and so are the months of P1Y2M3DT4H5M6S, whose days and times are lost; written, it still is P1M.
#   PT36H is nothing.
# - Offsets are not counted: 10:00+02:00 equals 10:00Z. Those west of Greenwich with half an hour come out an hour off:
#   -03:30 as -02:30, -00:30 as +00:30.
# - 0044-03-15 is written 44-03-15, which is no EDTF.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @rr0/time@0.11.2 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {Level1Duration, Level2Date} from "@rr0/time";

const date = (text) => Level2Date.fromString(text);
const days = (from, to) => date(to).compare(date(from)) / 86_400_000;
const next = (text) => date(text).next().toString();
const milliseconds = (text) => Level1Duration.fromString(text).value;
const equal = (one, other) => date(one).isEqual(date(other));
const written = (text) => date(text).toString();
const seen = [
  [days, ["2025-08-14", "2025-08-20"], 6],
  [days, ["2025-02-28", "2025-03-01"], 4], // is 1
  [days, ["2025-04-30", "2025-05-01"], 2], // is 1
  [days, ["2025-01-01", "2026-01-01"], 372], // is 365
  [days, ["1947-06-24", "2025-06-24"], 29016], // is 28490
  [next, ["2025-08-14"], "2025-08-15"],
  [next, ["2025-01-31"], "2025-02-31"], // is 2025-02-01
  [next, ["2024-12-31"], "2025-12-31"], // is 2025-01-01
  [milliseconds, ["P10D"], 864_000_000],
  [milliseconds, ["P1M"], 60_000], // a minute
  [milliseconds, ["P1Y2M3DT4H5M6S"], 372 * 86_400_000 + 2 * 60_000], // 372 days and 2 minutes
  [milliseconds, ["PT36H"], 0], // is 129,600,000
  [equal, ["2025-08-14T10:00:00+02:00", "2025-08-14T10:00:00Z"], true], // two hours apart
  [equal, ["2025-08-14T12:00:00+02:00", "2025-08-14T10:00:00Z"], false], // one instant
  [written, ["2025-08-14T10:00+05:30"], "2025-08-14T10:00+05:30"],
  [written, ["2025-08-14T10:00-03:30"], "2025-08-14T10:00-02:30"],
  [written, ["2025-08-14T10:00-00:30"], "2025-08-14T10:00+00:30"],
  [written, ["0044-03-15"], "44-03-15"],
];
console.log("@rr0/time", JSON.parse(readFileSync("node_modules/@rr0/time/package.json")).version);
let changed = false;
for (const [how, texts, expected] of seen) {
  const found = how(...texts);
  changed ||= found !== expected;
  console.log(how.name.padEnd(12), texts.join(" ").padEnd(47), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
