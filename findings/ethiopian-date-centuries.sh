#!/usr/bin/env bash
# ethiopian-date 1.0 (PyPI) and 0.0.6 (npm), and kenat 3.2.0 (npm), turn Ethiopian dates into Gregorian ones.
#
# Expected: the Ethiopian calendar has a leap day every fourth year, and so keeps step with the Julian one: by the
# Gregorian, its new year fell a day later after March 1900, as after 1800, and will after 2100. The battle of Adwa, on
# 1 March 1896, was on 23 Yekatit 1888. The Coptic calendar has the same days, 276 years earlier; convertdate 2.5.1
# (PyPI) is asked for it here.
# Seen: no two of the three are right together in all times.
# - Both packages named ethiopian-date are a day early in the years 1893 to 1899 (September 1900 to September 1907), and
#   1793 to 1799: they take the century of the Ethiopian year for that of the Gregorian.
# - kenat is late in all years until 1891 (September 1899): Adwa was fought on 2 March. It takes the distance of the
#   calendars in our time for that of all times.
# What is asked about today is right, so only the dates of history move.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ethiopian-date==1.0 convertdate==2.5.1 2>/dev/null
npm install --silent --no-audit --no-fund --prefix "$folder" ethiopian-date@0.0.6 kenat@3.2.0 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import old from "ethiopian-date";
import {toGC} from "kenat";
const text = (...parts) => parts.map((part) => String(part).padStart(2, "0")).join("-");
for (const date of process.argv.slice(2)) {
  const parts = date.split("-").map(Number);
  const {year, month, day} = toGC(...parts);
  console.log(text(...old.toGregorian(...parts)), text(year, month, day));
}
JS
"$folder/venv/bin/python" - <<'PY'
import subprocess
from datetime import date
from importlib.metadata import version

from convertdate import coptic
from ethiopian_date import EthiopianDateConverter

seen = {  # the Ethiopian date: the day, by both named ethiopian-date, by kenat
    "1888-6-23": ("1896-03-01", "1896-03-01", "1896-03-02"),  # Adwa
    "1891-1-1": ("1898-09-10", "1898-09-10", "1898-09-11"),
    "1892-13-5": ("1900-09-10", "1900-09-10", "1900-09-10"),
    "1893-1-1": ("1900-09-11", "1900-09-10", "1900-09-11"),
    "1899-13-6": ("1907-09-11", "1907-09-10", "1907-09-11"),
    "1900-1-1": ("1907-09-12", "1907-09-12", "1907-09-12"),
    "2017-12-8": ("2025-08-14", "2025-08-14", "2025-08-14"),
}
print(*(f"{name} {version(name)}" for name in ("ethiopian-date", "convertdate")))
asked = subprocess.run(["node", "look.mjs", *seen], capture_output=True, text=True, check=True).stdout.splitlines()
changed = False
for (text, expected), line in zip(seen.items(), asked, strict=True):
    year, month, day = map(int, text.split("-"))
    by_coptic = date(*coptic.to_gregorian(year - 276, month, day)).isoformat()
    by_python = EthiopianDateConverter.to_gregorian(year, month, day).isoformat()
    by_npm, by_kenat = line.split()
    is_same = (by_coptic, by_python, by_npm, by_kenat) == (expected[0], expected[1], expected[1], expected[2])
    changed |= not is_same
    told = f"{text:9} is {by_coptic}, ethiopian-date {by_python} {by_npm}, kenat {by_kenat}"
    print(told, "" if is_same else f"but was {expected}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
