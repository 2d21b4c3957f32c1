#!/usr/bin/env bash
# @edtf-ts/core 0.4.2 (npm) reads EDTF and compares what it reads.
#
# Expected: a date and time may carry an offset (EDTF level 0, "Date and Time"); 10:00+02:00 is two hours before 10:00Z.
# Seen: the offset is kept in the text and not counted: 10:00Z, 10:00+02:00 and 10:00-05:00 are the one instant, equal
# to each other, and 10:00Z and 12:00+02:00, which are one instant, are two hours apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @edtf-ts/core@0.4.2 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {equals, isBefore, parse} from "@edtf-ts/core";

const read = (text) => parse(`2025-08-14T${text}`).value;
const seen = [
  [equals, "10:00:00Z", "10:00:00+02:00", "YES"], // two hours apart
  [equals, "10:00:00Z", "10:00:00-05:00", "YES"], // five hours apart
  [equals, "10:00:00Z", "12:00:00+02:00", "NO"], // one instant
  [isBefore, "10:00:00Z", "11:00:00+02:00", "YES"], // is an hour after
];
console.log("@edtf-ts/core", JSON.parse(readFileSync("node_modules/@edtf-ts/core/package.json")).version);
let changed = false;
for (const [relation, first, second, expected] of seen) {
  const found = relation(read(first), read(second));
  changed ||= found !== expected;
  console.log(relation.name.padEnd(9), first, second, found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
