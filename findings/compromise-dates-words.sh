#!/usr/bin/env bash
# compromise-dates 3.9.0 (npm, with compromise 14.17.0) finds dates in English text, with a start and an end for each.
#
# Expected: a span has the days that the text names; what began at a date lasts from it, and what lasts until a date
# ends with it. What is not understood is not found. (That a bound gets two weeks where it has no other end is in its
# documentation, as "punt".)
# Seen, asked on 28 November 2026:
# - "14-16 August 2025" is two in the afternoon until four, on 1 August.
# - "until 14 August 2025" begins on that day, and ends on the day of asking; "since 2020" ends with 2020.
# - "between 14 and 16 August 2025" is the 16th, "spring 2026" is March and April, two months, and "15 March 44 BC" is
#   in 1944.
# "1914-1918", "Q3 2025", "August 2025" and single days are right, so what one tries first shows nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" compromise@14.17.0 compromise-dates@3.9.0 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import nlp from "compromise";
import dates from "compromise-dates";

nlp.plugin(dates);
const seen = {
  // the text: its start and end, to the minute
  "14 August 2025": "2025-08-14T00:00 to 2025-08-14T23:59",
  "August 2025": "2025-08-01T00:00 to 2025-08-31T23:59",
  "1914-1918": "1914-01-01T00:00 to 1918-12-31T23:59",
  "14-16 August 2025": "2025-08-01T14:00 to 2025-08-01T16:00",
  "between 14 and 16 August 2025": "2025-08-16T00:00 to 2025-08-16T23:59",
  "until 14 August 2025": "2025-08-14T00:00 to 2026-11-28T00:00",
  "since 2020": "2020-01-01T00:00 to 2020-12-31T23:59",
  "spring 2026": "2026-03-01T00:00 to 2026-04-30T23:59",
  "15 March 44 BC": "1944-03-15T00:00 to 1944-03-15T23:59",
};
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
console.log("compromise-dates", version("compromise-dates"), "compromise", version("compromise"));
let changed = false;
for (const [text, expected] of Object.entries(seen)) {
  const found = nlp(text)
    .dates({today: "2026-11-28", timezone: "UTC"})
    .get()
    .map(({start, end}) => `${start?.slice(0, 16)} to ${end?.slice(0, 16)}`)
    .join("; ");
  changed ||= found !== expected;
  console.log(text.padEnd(30), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
