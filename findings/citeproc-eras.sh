#!/usr/bin/env bash
# citeproc 2.4.63 (npm), the citation formatter that Zotero uses, prints CSL-JSON dates.
#
# Expected: a negative year prints with the term "bc", a positive year of fewer than four digits with "ad" (CSL 1.0.2,
# "AD and BC"), also in a range.
# Seen:
# - A range from 44 BC to AD 14 prints as "44–14BC": both ends are in the one era, and the range ends 28 years earlier
#   than it does. The range from 44 BC to AD 2025 prints "44–2025BC".
# - 79 prints as 79AD, and 600 as a bare 600, though it has three digits too.
# - A range of one and the same day prints twice ("August 14–14, 2025"), one of the same year once ("2025").
#
# It matters to whoever cites ancient sources, or prints reigns and lives with a style of citations.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" citeproc@2.4.63 >/dev/null 2>&1
node - <<'JS'
const CSL = require("citeproc");
const xmlns = 'xmlns="http://purl.org/net/xbiblio/csl" version="1.0"';
const locale = `<locale ${xmlns} xml:lang="en-US"><date form="text">
  <date-part name="month" suffix=" "/><date-part name="day" suffix=", "/><date-part name="year"/></date>
  <terms><term name="ad">AD</term><term name="bc">BC</term><term name="month-08">August</term></terms></locale>`;
const style = `<style ${xmlns} class="in-text" default-locale="en-US">
  <info><title>t</title><id>t</id><updated>2025-01-01T00:00:00Z</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><date variable="issued" form="text"/></layout></bibliography></style>`;
function printed(parts) {
  const item = {id: "a", type: "book", issued: {"date-parts": parts}};
  const engine = new CSL.Engine({retrieveLocale: () => locale, retrieveItem: () => item}, style);
  engine.setOutputFormat("text");
  engine.updateItems(["a"]);
  return engine.makeBibliography()[1][0].trim();
}
const seen = [
  [[[-44]], "44BC"],
  [[[-100], [-44]], "100–44BC"],
  [[[-44], [14]], "44–14BC"],
  [[[-44], [2025]], "44–2025BC"],
  [[[79]], "79AD"],
  [[[600]], "600"],
  [[[2025], [2025]], "2025"],
  [[[2025, 8, 14], [2025, 8, 14]], "August 14–14, 2025"],
];
console.log("citeproc", require("citeproc/package.json").version);
let changed = false;
for (const [parts, expected] of seen) {
  const found = printed(parts);
  changed ||= found !== expected;
  console.log(JSON.stringify(parts).padEnd(26), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
