#!/usr/bin/env bash
# jsonata 2.2.2 (npm), the query language of Node-RED and of many gateways for JSON, reads and writes times by a picture
# with $toMillis() and $fromMillis().
#
# Expected: pictures and offsets are those of XPath's format-dateTime() (documentation of JSONata, "Date/Time functions"):
# -03:30, the time of Newfoundland, is three and a half hours behind UTC, and a year of four digits is that year.
# Seen, with no word:
# - Offsets west of Greenwich with half an hour are wrong by an hour in both directions. 10:00 -03:30 is read as 12:30 in
#   UTC, where it is 13:30; written in -0330, 23:30 UTC is 19:00, and says of itself that it is -04:30.
# - Read without a picture, the same offset is right; so are +05:30 and -05:00 with one.
# - The years 0000 to 0099 of a picture become 1900 to 1999: 14/08/0044 is 1944. As 0044-08-14, without a picture, it is 44.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" jsonata@2.2.2 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import jsonata from "jsonata";

const answer = (text) => jsonata(text).evaluate({});
const at = (text) => answer(`$fromMillis($toMillis("${text}"))`);
const read = (text) => answer(`$fromMillis($toMillis("${text}", "[Y]-[M]-[D] [H]:[m] [Z]"))`);
const written = (zone) =>
  answer(`$fromMillis($toMillis("2025-02-28T23:30:00Z"), "[Y]-[M01]-[D01] [H01]:[m01] [Z]", "${zone}")`);
const day = (text) => answer(`$fromMillis($toMillis("${text}", "[D]/[M]/[Y]"))`);
const seen = [
  [read, "2025-08-14 10:00 +05:30", "2025-08-14T04:30:00.000Z"],
  [read, "2025-08-14 10:00 -05:00", "2025-08-14T15:00:00.000Z"],
  [read, "2025-08-14 10:00 -03:30", "2025-08-14T12:30:00.000Z"], // is 13:30
  [read, "2025-08-14 10:00 -09:30", "2025-08-14T18:30:00.000Z"], // is 19:30
  [at, "2025-08-14T10:00:00-03:30", "2025-08-14T13:30:00.000Z"],
  [written, "+0530", "2025-03-01 05:00 +05:30"],
  [written, "-0500", "2025-02-28 18:30 -05:00"],
  [written, "-0330", "2025-02-28 19:00 -04:30"], // is 20:00 -03:30
  [day, "14/08/1066", "1066-08-14T00:00:00.000Z"],
  [day, "14/08/0044", "1944-08-14T00:00:00.000Z"], // is 0044
  [at, "0044-08-14", "0044-08-14T00:00:00.000Z"],
];
console.log("jsonata", JSON.parse(readFileSync("node_modules/jsonata/package.json")).version);
let changed = false;
for (const [how, text, expected] of seen) {
  const found = await how(text);
  changed ||= found !== expected;
  console.log(how.name.padEnd(7), text.padEnd(26), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
