#!/usr/bin/env bash
# @edtf-ts/core 0.4.2 (npm) reads EDTF and compares what it reads.
#
# Expected: 0044 is the year 44; its bounds lie in it, and what orders dates agrees with what relates them.
# Seen: the years 0000 to 0099 have their bounds in 1900 to 1999, in every form (day, year, season, interval, unknown
# digits), while the text prints unchanged. From 0100 on and before 0000 the bounds are right. sort() and earliest() go
# by the bounds and put 1900 before AD 14; isBefore() does not, and says that AD 14 is before 1900.
#
# It matters to whoever orders Roman dates: one hundred years stand in the wrong millennium, and a check with isBefore()
# shows nothing of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @edtf-ts/core@0.4.2 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {earliest, isBefore, parse, sort} from "@edtf-ts/core";

const day = (bound) => new Date(Number(bound)).toISOString().slice(0, -14);
const bounds = (text) => {
  const {value} = parse(text);
  return `${day(value.min)} ${day(value.max)}`;
};
const seen = {
  "-0001": "-000001-01-01 -000001-12-31",
  "0000": "1900-01-01 1900-12-31",
  "0044-03-15": "1944-03-15 1944-03-15",
  "0044-21": "1944-03-01 1944-05-31",
  "00XX": "1900-01-01 1999-12-31",
  "0014-08-19/0069": "1914-08-19 1969-12-31",
  "0099": "1999-01-01 1999-12-31",
  "0100": "0100-01-01 0100-12-31",
};
console.log("@edtf-ts/core", JSON.parse(readFileSync("node_modules/@edtf-ts/core/package.json")).version);
let changed = false;
const look = (name, found, expected) => {
  changed ||= found !== expected;
  console.log(name.padEnd(22), found, found === expected ? "" : `but was ${expected}`);
};
for (const [text, expected] of Object.entries(seen)) look(text, bounds(text), expected);
const [roman, late] = [parse("0014").value, parse("1900").value];
look("isBefore(0014, 1900)", isBefore(roman, late), "YES");
look("earliest(0014, 1900)", String(earliest([roman, late])), "1900");
look("sort(0014, 1900)", sort([roman, late]).join(" "), "1900 0014");
process.exit(changed ? 1 : 0);
JS
node "$folder/look.mjs"
