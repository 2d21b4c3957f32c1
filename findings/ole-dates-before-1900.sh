#!/usr/bin/env bash
# dfdatetime 20261027 (Plaso's) and dissect.util 3.24 (PyPI), two tool sets for evidence, read OLE Automation dates, in
# which Office, Access, Visual Basic and Delphi keep times.
#
# Expected: the sign and the whole part count days from 30 December 1899, and the fraction, without the sign, is the
# time of day (Microsoft's documentation of DateTime.FromOADate and ToOADate): -1.25 is 29 December 1899, 6:00.
# Seen: both add the number as it is, so that the time of day of every moment before 30 December 1899 is counted
# backwards: -1.25 is the 28th, 18:00, a day early, and -2.75 is the 27th, 6:00, instead of the 28th, 18:00. Midnight
# alone is right; noon is noon of the day before. Since the two agree, neither is a check on the other.
#
# It matters to whoever reads registers of births or archives out of an old database: the days are wrong, not just the
# hours, and only for entries that have a time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dfdatetime==20261027 dissect.util==3.24 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from dfdatetime.delphi_date_time import DelphiDateTime
from dfdatetime.ole_automation_date import OLEAutomationDate
from dissect.util.ts import oatimestamp

seen = {  # the number: the time that it is, and the time that is read
    2.25: ("1900-01-01 06:00", "1900-01-01 06:00"),
    0.25: ("1899-12-30 06:00", "1899-12-30 06:00"),
    -0.25: ("1899-12-30 06:00", "1899-12-29 18:00"),
    -1.0: ("1899-12-29 00:00", "1899-12-29 00:00"),
    -1.25: ("1899-12-29 06:00", "1899-12-28 18:00"),
    -1.5: ("1899-12-29 12:00", "1899-12-28 12:00"),
    -2.75: ("1899-12-28 18:00", "1899-12-27 06:00"),
}
print("dfdatetime", version("dfdatetime"), "dissect.util", version("dissect.util"))
changed = False
for number, (is_really, expected) in seen.items():
    found = {
        OLEAutomationDate(timestamp=number).CopyToDateTimeString()[:16],
        DelphiDateTime(timestamp=number).CopyToDateTimeString()[:16],
        f"{oatimestamp(number):%Y-%m-%d %H:%M}",
    }
    changed |= found != {expected}
    told = " ".join(sorted(found))
    print(f"{number:5} is {is_really}, read {told}" + ("" if found == {expected} else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
