#!/usr/bin/env bash
# jq 1.13.0 (PyPI), the bindings that bring jq for Linux, and jq-web 0.6.2 (npm), the same program for browsers, read
# dates with strptime().
#
# Expected: strptime() and gmtime() give one representation, which mktime() takes, with days from 1 on (jq's manual,
# "Dates"); so a month comes back as that month, and a year as that year. Years have four digits in ISO 8601.
# Seen: a format without a day gives the day 0 on Linux, and the next step takes it for the last of the month before.
# - "2025-08" and "August 2025" are 31 July, "2025" is 31 December 2024; "August 2025" written as %Y-%m is 2025-07.
# - 0044-03-15 is written 44-03-15.
# In the browser the first are 1 August and 1 January. So one filter has two answers, a month apart, by where it is run,
# and the wrong one is on the command line; nothing is said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jq==1.13.0 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" jq-web@0.6.2 >/dev/null 2>&1
cat >"$folder/seen.json" <<'JSON'
[
  ["strptime(\"%Y-%m-%d\") | mktime | todate", "2025-08-14", "2025-08-14T00:00:00Z", "2025-08-14T00:00:00Z"],
  ["strptime(\"%Y-%m\") | mktime | todate", "2025-08", "2025-07-31T00:00:00Z", "2025-08-01T00:00:00Z"],
  ["strptime(\"%B %Y\") | mktime | todate", "August 2025", "2025-07-31T00:00:00Z", "2025-08-01T00:00:00Z"],
  ["strptime(\"%B %Y\") | strftime(\"%Y-%m\")", "August 2025", "2025-07", "2025-08"],
  ["strptime(\"%Y\") | mktime | todate", "2025", "2024-12-31T00:00:00Z", "2025-01-01T00:00:00Z"],
  ["fromdate | todate", "0044-03-15T00:00:00Z", "44-03-15T00:00:00Z", null]
]
JSON
cat >"$folder/web.cjs" <<'JS'
const {readFileSync} = require("node:fs");
require("jq-web").then((jq) => {
  const seen = JSON.parse(readFileSync("seen.json"));
  const asked = seen.filter((row) => row[3] !== null);
  console.log(JSON.stringify(asked.map(([filter, text]) => jq.json(text, filter))));
});
JS
node "$folder/web.cjs" >"$folder/web.json"
"$folder/venv/bin/python" - <<'PY'
import json
from importlib.metadata import version

import jq

answers = iter(json.load(open("web.json")))
print("jq", version("jq"), "jq-web", json.load(open("node_modules/jq-web/package.json"))["version"])
changed = False
for rule, text, on_linux, in_browser in json.load(open("seen.json")):
    found = [jq.compile(rule).input_value(text).first(), in_browser and next(answers)]
    expected = [on_linux, in_browser]
    changed |= found != expected
    print(f"{text:20} {rule:40} {found[0]:21}", in_browser and found[1] or "", "" if found == expected else f"but was {expected}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
