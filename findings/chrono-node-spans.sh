#!/usr/bin/env bash
# chrono-node 2.10.3 (npm) finds dates in English text, and says which of their parts the text names.
#
# Expected: a span has the ends that the text gives; 44 BC is the year before 43 BC, -43 to JavaScript, which has a year
# 0. What is not read is not found.
# Seen:
# - "15 March 44 BC" is the 15 March of -44, which is 45 BC: each year before Christ is a year early.
# - "between 14 and 16 August 2025" is the 16th alone: the last day on which it may have been is told as the day.
# - "by 14 August 2025", "early August 2025" and "14 August 2025 - present" are that day or month as if nothing stood
#   beside it.
# Where the whole text is read ("14-16 August 2025", "Dec 30 - Jan 2, 2025"), the ends and their years are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" chrono-node@2.10.3 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import * as chrono from "chrono-node";

const seen = {
  // the text: what is found in it, and its days
  "14-16 August 2025": "14-16 August 2025: 2025-08-14 to 2025-08-16",
  "Dec 30 - Jan 2, 2025": "Dec 30 - Jan 2, 2025: 2024-12-30 to 2025-01-02",
  "between 14 and 16 August 2025": "16 August 2025: 2025-08-16",
  "by 14 August 2025": "14 August 2025: 2025-08-14",
  "14 August 2025 - present": "14 August 2025: 2025-08-14",
  "early August 2025": "August 2025: 2025-08-01",
  "19 August 14 AD": "19 August 14 AD: 0014-08-19",
  "15 March 44 BC": "15 March 44 BC: -000044-03-15",
  "15 March 43 BC": "15 March 43 BC: -000043-03-15",
};
const day = (end) => end.date().toISOString().split("T")[0];
const asked = new Date("2026-11-28T12:00Z");
console.log("chrono-node", JSON.parse(readFileSync("node_modules/chrono-node/package.json")).version);
let changed = false;
for (const [text, expected] of Object.entries(seen)) {
  const found = chrono
    .parse(text, asked)
    .map((result) => `${result.text}: ${[result.start, result.end].filter(Boolean).map(day).join(" to ")}`)
    .join("; ");
  changed ||= found !== expected;
  console.log(text.padEnd(30), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
