#!/usr/bin/env bash
# mt940js 1.3.5 (npm) reads bank statements in MT940.
#
# Expected: a statement line begins with the value date, YYMMDD, and the entry date, MMDD, on which it was booked
# (SWIFT, field 61, subfields 1 and 2). The two are days apart, so the year that the second does not say is the one that
# puts it next to the first: value 31 December 2024, entry 0102, is 2 January 2025.
# Seen: the entry is put into the year of the value, whatever that gives: 2 January 2024, a year before the money moved,
# and, for a value of 2 January 2025 that was booked at the end of December, 31 December 2025, a year after it. mt-940
# 5.1.1 (PyPI) reads both rightly. Lines away from the turn of the year show nothing of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mt-940==5.1.1 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" mt940js@1.3.5 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {Parser} from "mt940js";
const [statement] = new Parser().parse(readFileSync(0, "utf8"));
const {date, entryDate} = statement.transactions[0];
console.log(date.toISOString().slice(0, 10), entryDate.toISOString().slice(0, 10));
JS
"$folder/venv/bin/python" - <<'PY'
import subprocess
from importlib.metadata import version

import mt940

LINES = [":20:X", ":25:1/2", ":28C:1/1", ":60F:C241231EUR0,00", ":61:{}C1,00NTRFNONREF", ":86:x"]
LINES += [":62F:C250102EUR1,00", ""]
seen = {  # value and entry date as written: both by mt-940, and by mt940js
    "2408140815": ("2024-08-14 2024-08-15", "2024-08-14 2024-08-15"),
    "2412310102": ("2024-12-31 2025-01-02", "2024-12-31 2024-01-02"),
    "2501021231": ("2025-01-02 2024-12-31", "2025-01-02 2025-12-31"),
}
print("mt-940", version("mt-940"))
changed = False
for written, expected in seen.items():
    text = "\r\n".join(LINES).format(written)
    (transaction,) = mt940.parse(text)
    by_node = subprocess.run(["node", "look.mjs"], input=text, capture_output=True, text=True, check=True)
    found = (f"{transaction.data['date']} {transaction.data['entry_date']}", by_node.stdout.strip())
    changed |= found != expected
    print(f"{written}  mt-940: {found[0]}  mt940js: {found[1]}", "" if found == expected else f"but was {expected}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
