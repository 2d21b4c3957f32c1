#!/usr/bin/env bash
# ical.js 2.2.1 (npm), the library of Thunderbird's address book, reads vCards and writes them again.
#
# Expected: a birthday may leave out its day, its month or its year (RFC 6350, 4.3.4): 1985-04, 1985, --0412. As a Date of
# JavaScript it is the first day of what is known, as new Date("1985-04") is, or none. A timestamp may have an offset
# from UTC (4.3.5), and what is read and written unchanged says the same.
# Seen, with no word:
# - toJSDate() of a month is the last day of the month before, and of a year the last of November of the year before:
#   1985-04 is 31 March 1985, and 1985 is 30 November 1984. Who was born in 1985 is a year older.
# - --0412 is in 1900, and --0229 so on 1 March, as 1900 has no such day; the year 44 is in 1943.
# - REV, when the card was last changed, loses its offset as soon as it is read: 22:27 at -0330 is written as 22:27 with
#   no zone. In a BDAY the offset is kept, as a Z is in REV.
# As text the parts are right, and written as they were.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" ical.js@2.2.1 >/dev/null 2>&1
cat >look.mjs <<'JS'
import fs from "node:fs";
import ICAL from "ical.js";
const seen = { // a line: what it is as a Date, and as it is written again
  "BDAY:19850412": ["1985-04-12T00:00", "BDAY:19850412"],
  "BDAY:1985-04": ["1985-03-31T00:00", "BDAY:1985-04"],
  "BDAY:1985": ["1984-11-30T00:00", "BDAY:1985"],
  "BDAY:0044": ["1943-11-30T00:00", "BDAY:0044"],
  "BDAY:--0412": ["1900-04-12T00:00", "BDAY:--0412"],
  "BDAY:--0229": ["1900-03-01T00:00", "BDAY:--0229"],
  "BDAY:19531015T231000-0330": ["1953-10-16T02:40", "BDAY:19531015T231000-0330"],
  "REV:19951031T222710Z": ["1995-10-31T22:27", "REV:19951031T222710Z"],
  "REV:19951031T222710-0330": ["1995-10-31T22:27", "REV:19951031T222710"],
};
console.log("ical.js", JSON.parse(fs.readFileSync("node_modules/ical.js/package.json")).version);
let changed = false;
for (const [line, expected] of Object.entries(seen)) {
  const parsed = ICAL.parse(["BEGIN:VCARD", "VERSION:4.0", "FN:A", line, "END:VCARD", ""].join("\r\n"));
  const date = new ICAL.Component(parsed).getAllProperties()[2].getFirstValue().toJSDate();
  const found = [date.toISOString().slice(0, 16), ICAL.stringify(parsed).split("\r\n")[3]];
  const isSame = found.join() === expected.join();
  changed ||= !isSame;
  console.log(line.padEnd(28), found.join("  "), isSame ? "" : `but was ${expected.join("  ")}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node look.mjs
