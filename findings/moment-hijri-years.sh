#!/usr/bin/env bash
# moment-hijri 3.0.0 (npm, with moment 2.30.1) reads and prints Hijri dates by the Umm al-Qura calendar.
#
# Expected: a date outside the years for which it has a table, 1356 to 1500 (March 1937 to November 2077), is refused,
# invalid, or reckoned; its page does not say that there are such years.
# Seen: it is a day of the Middle Ages, and valid. Hijri dates before 1356 are 1 March 1001: the beginning of 1300 AH,
# which was November 1882, as well as the last day of 1355, which was in March 1937. So the birth of a grandparent and
# the founding of the Saudi kingdom in 1351 AH are one day, nine centuries before. The other way, 1900 is in 1355, with
# the day NaN, and 17 November 2077 is NaN/NaN/NaN.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" moment-hijri@3.0.0 moment@2.30.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import hijri from "moment-hijri";

const seen = [
  // Hijri: the day that it is read as, and whether it is valid
  ["1447/2/20", "2025-08-14", true],
  ["1356/1/1", "1937-03-14", true],
  ["1355/12/29", "1001-03-01", true],
  ["1351/5/21", "1001-03-01", true],
  ["1300/1/1", "1001-03-01", true],
];
const printed = {
  "1937-03-14": "1356/1/1",
  "1937-03-13": "1355/12/NaN",
  "1900-01-01": "1355/12/NaN",
  "2077-11-17": "NaN/NaN/NaN",
};
for (const name of ["moment-hijri", "moment"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const english = (date, form) => date.locale("en").format(form);
let changed = false;
for (const [text, expected, isValid] of seen) {
  const date = hijri(text, "iYYYY/iM/iD");
  const found = english(date, "YYYY-MM-DD");
  const isSame = found === expected && date.isValid() === isValid;
  changed ||= !isSame;
  console.log(text, "is read", found, "valid:", date.isValid(), isSame ? "" : `but was ${expected} ${isValid}`);
}
for (const [day, expected] of Object.entries(printed)) {
  const found = english(hijri(day, "YYYY-MM-DD"), "iYYYY/iM/iD").replace(/^0NaN/, "NaN");
  changed ||= found !== expected;
  console.log(day, "is printed", found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
