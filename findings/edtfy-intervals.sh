#!/usr/bin/env bash
# edtfy 0.0.8 (npm) writes what people type as EDTF; edtf 4.11.1 (npm), the parser of that standard, reads it here.
#
# Expected: what is written is EDTF, of the draft of 2012 that edtfy names or of the standard, and means what was typed.
# A date that is typed as EDTF stays as it is.
# Seen, with no word:
# - "14-16 August 2025" is 0014/2025-08-16: it began in the year 14. edtf reads it as an interval of 2,011 years.
# - "2025-08" and "1990-92" are 2025/0008 and 1990/0092, intervals that end before they begin; edtf refuses them.
#   "1990-1992" is right. A whole day as EDTF, 2025-08-14, is refused by edtfy itself.
# - "before 1980" is [..,1980], which no version of EDTF has (it is [..1980]); edtf refuses it, and 18xx, which is a
#   century in the draft alone.
# - In one column 04/08/2025 is 8 April, and 14/08/2025 is 14 August.
# What edtf refuses comes to light; the year 14, and April, do not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" edtfy@0.0.8 edtf@4.11.1 >/dev/null 2>&1
cat >"$folder/look.js" <<'JS'
const {readFileSync} = require("node:fs");
const edtf = require("edtf").default ?? require("edtf");
const edtfy = require("edtfy");

const seen = [
  // what is typed: what is written for it, the bounds that are read from that
  ["14 August 2025", "2025-08-14", "2025-08-14 2025-08-14"],
  ["1990-1992", "1990/1992", "1990-01-01 1992-12-31"],
  ["44 BC", "-0043", "-000043-01-01 -000043-12-31"],
  ["14-16 August 2025", "0014/2025-08-16", "0014-01-01 2025-08-16"],
  ["2025-08", "2025/0008", "refused"],
  ["1990-92", "1990/0092", "refused"],
  ["2025-08-14", "refused", ""],
  ["before 1980", "[..,1980]", "refused"],
  ["19th century", "18xx", "refused"],
  ["04/08/2025", "2025-04-08", "2025-04-08 2025-04-08"],
  ["14/08/2025", "2025-08-14", "2025-08-14 2025-08-14"],
];
const attempt = (how) => { try { return how(); } catch { return "refused"; } };
const day = (time) => new Date(time).toISOString().replace(/T.*/, "");
for (const name of ["edtfy", "edtf"]) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
let changed = false;
for (const [typed, text, bounds] of seen) {
  const written = attempt(() => edtfy(typed));
  const read = () => { const date = edtf(written); return `${day(date.min)} ${day(date.max)}`; };
  const found = written === "refused" ? "" : attempt(read);
  const isSame = written === text && found === bounds;
  changed ||= !isSame;
  console.log(typed.padEnd(20), written.padEnd(16), found, isSame ? "" : `but was ${text} ${bounds}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.js"
