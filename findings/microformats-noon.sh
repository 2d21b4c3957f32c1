#!/usr/bin/env bash
# microformats-parser 2.0.6 (npm) and mf2py 2.0.2 (PyPI) read microformats, the dates of events and posts that stand in
# the markup of pages. Both follow the value class pattern, where a date, a time and a zone are elements of their own.
#
# Expected, by the pattern's page on microformats.org: "12am" is midnight, 00:00, and "12pm" noon, 12:00; am and pm may
# stand with dots; a time may have a fraction of a second; a zone is Z, +hh:mm, +hhmm or +hh; and a date may stop at the
# month, as where it stands in one attribute.
# Seen:
# - microformats-parser reads noon, 12pm, as 24:00, the end of that day, and midnight, 12am, as 12:00, its noon: each twelve
#   hours late. 12:30am is 12:30. Of "12:30 p.m.", with dots, the letters are left standing: 12:30 P.M.
# - mf2py reads those rightly. Of a zone in hours alone, -05, nothing is left, and the time is said without a zone; of
#   22:00:30.25 the fraction is dropped.
# - A month, 2024-05, is no date to mf2py: the property is an empty list. microformats-parser keeps it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mf2py==2.0.2 2>/dev/null
npm install --silent --no-audit --no-fund --prefix . microformats-parser@2.0.6 >/dev/null
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { mf2 } from "microformats-parser";
for (const page of JSON.parse(readFileSync("pages.json")))
  console.log(JSON.stringify(mf2(page, { baseUrl: "https://example.org/" }).items[0].properties.start));
JS
venv/bin/python - <<'PY'
import json
import subprocess
from importlib.metadata import version

import mf2py

cases = [  # the values, as they stand in the page, what microformats-parser and mf2py read
    (["2024-05-03", "7:05pm"], ["2024-05-03 19:05"], ["2024-05-03 19:05"]),
    (["2024-05-03", "12pm"], ["2024-05-03 24:00"], ["2024-05-03 12:00"]),
    (["2024-05-03", "12am"], ["2024-05-03 12:00"], ["2024-05-03 00:00"]),
    (["2024-05-03", "12:30am"], ["2024-05-03 12:30"], ["2024-05-03 00:30"]),
    (["2024-05-03", "12:30 p.m."], ["2024-05-03 12:30 P.M."], ["2024-05-03 12:30"]),
    (["2024-05-03", "22:00", "-05:00"], ["2024-05-03 22:00 -0500"], ["2024-05-03 22:00-0500"]),
    (["2024-05-03", "22:00", "-05"], ["2024-05-03 22:00 -05"], ["2024-05-03 22:00"]),
    (["2024-05-03", "22:00:30.25", "+05:45"], ["2024-05-03 22:00:30.25 +0545"], ["2024-05-03 22:00:30+0545"]),
    (["2024-05"], ["2024-05"], []),
]
pages = []
for values, *_ in cases:
    spans = "".join(f'<span class="value">{value}</span> ' for value in values)
    pages.append(f'<div class="h-event"><b class="p-name">Talk</b> <span class="dt-start">{spans}</span></div>')
with open("pages.json", "w") as file:
    json.dump(pages, file)
lines = subprocess.run(["node", "read.mjs"], check=True, capture_output=True, text=True).stdout.splitlines()
print("microformats-parser", json.load(open("node_modules/microformats-parser/package.json"))["version"], end=" ")
print("mf2py", version("mf2py"))
changed = False
for (values, *expected), page, line in zip(cases, pages, lines, strict=True):
    found = [json.loads(line), mf2py.parse(doc=page, url="https://example.org/")["items"][0]["properties"]["start"]]
    changed |= found != expected
    note = "" if found == expected else f", but was {expected}"
    print(f"{' '.join(values):32} {found[0]!s:34} {found[1]}{note}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
