#!/usr/bin/env bash
# edtf-validate 2.0.0 (PyPI) says of EDTF texts whether they are valid.
#
# Expected: 29 February exists in leap years alone, in every form that a day may take.
# Seen: alone, qualified, or as the start of a one-of set, 2023-02-29 and 1900-02-29 pass, while 2023-02-30 does not.
# As the start of an interval or in an all-of set, the same day is refused. So one day is valid or not by what stands
# around it. A range whose end lies before its start is refused as an interval (2004/2003) and passes in a set
# ([2004..2003]).
#
# It matters to whoever validates a column of dates before keeping it: days that never were get in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf-validate==2.0.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from edtf_validate.valid_edtf import is_valid

seen = {
    "2024-02-29": True,
    "2023-02-29": True,  # no such day
    "1900-02-29": True,  # no such day
    "2023-02-29?": True,  # no such day
    "[2023-02-29..2023-03-02]": True,  # begins on no such day
    "2023-02-30": False,
    "2023-02-29/2023-03-01": False,
    "{2023-02-29}": False,
    "2004/2003": False,
    "[2004..2003]": True,  # ends before it begins
    "{2004..2003}": True,  # ends before it begins
}
print("edtf-validate", version("edtf-validate"))
changed = False
for text, expected in seen.items():
    found = is_valid(text)
    changed |= found is not expected
    print(f"{text:26} valid: {found}" + ("" if found is expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
