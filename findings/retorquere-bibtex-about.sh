#!/usr/bin/env bash
# @retorquere/bibtex-parser 9.0.29 (npm), by which Better BibTeX reads bibliographies into Zotero; edtf 4.11.1 (npm) reads
# what it gives.
#
# Expected: the field `date` of biblatex holds EDTF, in which ~ says that a date is about so ("date={1723~}", biblatex
# manual, "Date and Time Specifications", "Enhanced specifications"). The same for origdate, eventdate and urldate. What is
# read says as much, as it does of ? for doubt.
# Seen, with no word, and with an empty list of errors: ~ is taken for TeX's blank that does not break. At an
# end it becomes nothing, before a slash such a blank.
# - 1723~ is 1723, about February 1723 is February, and 1723/1725~ ends in 1725, surely. edtf reads them as dates of
#   which nobody ever doubted.
# - 1723~/1725 has such a blank in it, and edtf refuses that.
# - 1723? keeps its question mark. So a bibliography that says "about" loses it, and one that says "perhaps" does not.
# With verbatimFields: ["date"] it stays as it was written; that is not the default.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @retorquere/bibtex-parser@9.0.29 edtf@4.11.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {parse} from "@retorquere/bibtex-parser";
import edtf from "edtf";

const seen = [
  // the date in the bibliography: what is read, and whether edtf reads that, as about or in doubt
  ["1723", "1723", "sure"],
  ["1723?", "1723?", "in doubt"],
  ["1723~", "1723", "sure"],
  ["1723-02~", "1723-02", "sure"],
  ["1723/1725~", "1723/1725", "sure"],
  ["1723~/1725", "1723\u00a0/1725", "refused"],
];
const read = (date, options = {}) => {
  const found = parse(`@book{a, title = {T}, date = {${date}}}`, options);
  if (found.errors.length) return "refused";
  return found.entries[0].fields.date;
};
const told = (text) => {
  try {
    const date = edtf(text);
    const sides = date.type === "Interval" ? [date.lower, date.upper] : [date];
    if (sides.some((side) => side.approximate?.value)) return "about";
    return sides.some((side) => side.uncertain?.value) ? "in doubt" : "sure";
  } catch {
    return "refused";
  }
};
console.log("@retorquere/bibtex-parser", JSON.parse(readFileSync("node_modules/@retorquere/bibtex-parser/package.json")).version);
let changed = told("1723~") !== "about" || read("1723~", {verbatimFields: ["date"]}) !== "1723~";
for (const [given, text, sureness] of seen) {
  const found = read(given);
  const isSame = found === text && told(found) === sureness;
  changed ||= !isSame;
  console.log(given.padEnd(12), found.padEnd(12), told(found), isSame ? "" : `but was ${text}, ${sureness}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
