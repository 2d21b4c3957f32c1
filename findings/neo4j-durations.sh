#!/usr/bin/env bash
# neo4j-driver 6.3.0 (npm) and neo4j 6.4.1 (PyPI), the clients of the graph database Neo4j for JavaScript and Python, write
# durations as text and read them.
#
# Expected: a Duration is an ISO 8601 duration, made from an ISO 8601 string (documentation of both, "Duration"). T stands
# only where hours, minutes or seconds follow (ISO 8601:2004, 4.4.3.2 c; XML Schema 1.1 part 2, 3.3.6.2), and a minus
# before the P takes all of it backwards (3.3.6.2; ISO 8601-2); what is not read is refused. What a client writes, it and
# the other read.
# Seen:
# - A minus before the P, which the one for JavaScript takes, counts for years, weeks, hours, minutes and seconds, and not
#   for months and days: -P1M is a month forwards, -P1Y2M ten months back (twelve back, two forwards), with no word. P-1M is
#   right. The one for Python refuses -P1M.
# - What has no hours, minutes or seconds is written with a T behind it: 14 months are P1Y2MT, three days are P3DT. Neither
#   client reads that: not the one that wrote it ("ends with 'T'"), nor the other ("must be in ISO format").
# With hours, minutes or seconds all is read as it was written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check neo4j==6.4.1 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" neo4j-driver@6.3.0 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {execFileSync} from "node:child_process";
import neo4j from "neo4j-driver";

const PYTHON = `
import sys
from neo4j.time import Duration
try:
    found = Duration.from_iso_format(sys.argv[1])
    print(found.months, found.days, found.seconds)
except ValueError:
    print("refused")
`;
const {Duration} = neo4j.types;
function read(text) {
  try {
    const {months, days, seconds} = Duration.fromString(text);
    return `${months} ${days} ${seconds}`;
  } catch {
    return "refused";
  }
}
const inPython = (text) => execFileSync("venv/bin/python", ["-c", PYTHON, text], {encoding: "utf8"}).trim();
const written = (...parts) => new Duration(...parts, 0).toString();
const seen = [
  // months, days and seconds, read in JavaScript and in Python
  ["P1M", "1 0 0", "1 0 0"],
  ["P-1M", "-1 0 0", "-1 0 0"],
  ["-P1Y", "-12 0 0", "refused"],
  ["-P1M", "1 0 0", "refused"], // is -1 0 0
  ["-P10D", "0 10 0", "refused"], // is 0 -10 0
  ["-P1Y2M3DT4H", "-10 3 -14400", "refused"], // is -14 -3 -14400
  [written(14, 3, 14400), "14 3 14400", "14 3 14400"],
  [written(14, 0, 0), "refused", "refused"],
  [written(0, 3, 0), "refused", "refused"],
];
console.log("neo4j-driver", JSON.parse(readFileSync("node_modules/neo4j-driver/package.json")).version);
let changed = false;
const texts = [written(14, 3, 14400), written(14, 0, 0), written(0, 3, 0)].join(" ");
changed = texts !== "P1Y2M3DT4H P1Y2MT P3DT";
console.log("written:", texts, changed ? "but was P1Y2M3DT4H P1Y2MT P3DT" : "");
for (const [text, here, there] of seen) {
  const found = [read(text), inPython(text)];
  const same = found[0] === here && found[1] === there;
  changed ||= !same;
  console.log(text.padEnd(12), "read:", found.join(", in Python: "), same ? "" : `but was ${here} and ${there}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
