#!/usr/bin/env bash
# ajv-formats 3.0.1 (npm, with ajv 8.20.0) adds formatMinimum and formatMaximum to JSON Schema, bounds of dates and times.
#
# Expected: with the format date-time, instants are compared as such, zones included (its release notes, 3.0.0); a value
# outside the bounds is not valid (its documentation, "Keywords to compare values").
# Seen, with no word:
# - 1970-01-01T00:00:00Z is within every bound: valid "from 2025 on", while a second earlier and a second later are not.
#   It is the instant that a lost time stamp, a zero, becomes, and so the one that such a bound is meant to find.
# - As a bound it bounds nothing: 1914 is valid "from 1970 on", and 2025 "until 1970". 1970-01-02 works as a bound.
# - 23:59:60Z on a day with a leap second, which the format takes (RFC 3339, 5.6), is within every bound too.
# Where a date-time is turned into a number, 0 and no number count as nothing to compare. The format date is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" ajv@8.20.0 ajv-formats@3.0.1 >/dev/null 2>&1
node - <<'JS'
const Ajv = require("ajv");
const addFormats = require("ajv-formats");
const ajv = addFormats(new Ajv());
const year = "2025-01-01T00:00:00Z", epoch = "1970-01-01T00:00:00Z";
const seen = [ // format, keyword, bound, value, whether it is valid
  ["date-time", "formatMinimum", year, "1969-12-31T23:59:59Z", false],
  ["date-time", "formatMinimum", year, epoch, true],
  ["date-time", "formatMinimum", year, "1970-01-01T00:00:01Z", false],
  ["date-time", "formatMinimum", year, "1970-01-01T02:00:00+02:00", true], // the same instant
  ["date-time", "formatMinimum", "1970-01-02T00:00:00Z", "1914-08-04T00:00:00Z", false],
  ["date-time", "formatMinimum", epoch, "1914-08-04T00:00:00Z", true],
  ["date-time", "formatMaximum", epoch, "2025-08-14T00:00:00Z", true],
  ["date-time", "formatMinimum", year, "2016-12-31T23:59:59Z", false],
  ["date-time", "formatMinimum", year, "2016-12-31T23:59:60Z", true],
  ["date-time", "formatMinimum", "2025-08-15T01:00:00Z", "2025-08-14T23:00:00-05:00", true], // 04:00Z, rightly
  ["date", "formatMinimum", "2025-01-01", "1970-01-01", false],
];
console.log("ajv-formats", require("ajv-formats/package.json").version, "ajv", require("ajv/package.json").version);
let changed = false;
for (const [format, keyword, bound, value, expected] of seen) {
  const found = ajv.validate({type: "string", format, [keyword]: bound}, value);
  changed ||= found !== expected;
  console.log(value.padEnd(26), keyword, bound, found ? "valid" : "not valid", found === expected ? "" : "but was otherwise");
}
process.exit(changed ? 1 : 0);
JS
