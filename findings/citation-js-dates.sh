#!/usr/bin/env bash
# @citation-js/date 0.5.1 (npm) turns dates of bibliographies into CSL-JSON date-parts.
#
# Expected: a valid EDTF date becomes its parts (an interval two of them, a season `season`, doubt `circa`), or stays
# `raw`, as 198X and 2025~ do.
# Seen:
# - 2025?-08 becomes year -8, month 2025: the question mark is dropped and what is left is read backwards.
# - 2025/2026, an interval of two years, becomes month 2025 of the year 2026.
# - 2025-08/.. loses its open end, 2025-08? its doubt, 2004-06-XX its unknown day: each is the month as if it were sure.
# - 2025-21 (spring 2025) has month 21; 2025-02-30 stays the 30th of February.
# - -0044-03-15 and "44 BC" both have the year -44, though EDTF's -0044 is 45 BC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @citation-js/date@0.5.1 >/dev/null 2>&1
node - <<'JS'
const {parse} = require("@citation-js/date");
const seen = {
  "2025-08": '{"date-parts":[[2025,8]]}',
  "2025?-08": '{"date-parts":[[-8,2025]]}',
  "2025/2026": '{"date-parts":[[2026,2025]]}',
  "2025-08/..": '{"date-parts":[[2025,8]]}',
  "2025-08?": '{"date-parts":[[2025,8]]}',
  "2004-06-XX": '{"date-parts":[[2004,6]]}',
  "2025-21": '{"date-parts":[[2025,21]]}',
  "2025-02-30": '{"date-parts":[[2025,2,30]]}',
  "-0044-03-15": '{"date-parts":[[-44,3,15]]}',
  "44 BC": '{"date-parts":[[-44]]}',
  "198X": '{"raw":"198X"}',
  "2025~": '{"raw":"2025~"}',
};
console.log("@citation-js/date", require("@citation-js/date/package.json").version);
let changed = false;
for (const [text, expected] of Object.entries(seen)) {
  const found = JSON.stringify(parse(text));
  changed ||= found !== expected;
  console.log(text.padEnd(14), found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
