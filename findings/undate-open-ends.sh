#!/usr/bin/env bash
# undate 0.8.0 (PyPI) reads and writes uncertain dates of the humanities in EDTF.
#
# Expected: in EDTF an interval whose end is unknown is 1985/, one that is open is 1985/.. (level 1, "Extended
# Interval"): of the first it is said that it ended, of the second that it goes on. What is read is written the same.
# Seen: the two kinds are one, and which is written goes by how one asks and at which end it is. str() of either end is
# 1985/, so that what still lasts has ended; format("EDTF") of either is 1985/.., so that what has ended still lasts.
# The start is open both ways: /1985 becomes ../1985, from an unknown day to all time before. So what a file says of an
# end, or of a start, is gone once it was written again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check undate==0.8.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from undate import Undate

seen = {  # the text: as str() and format("EDTF") write it
    "1985/1990": ("1985/1990", "1985/1990"),
    "1985/..": ("1985/", "1985/.."),
    "1985/": ("1985/", "1985/.."),
    "../1985": ("../1985", "../1985"),
    "/1985": ("../1985", "../1985"),
    "2004-06-XX/..": ("2004-06-XX/", "2004-06-XX/.."),
}
print("undate", version("undate"))
changed = False
for text, expected in seen.items():
    date = Undate.parse(text, "EDTF")
    found = (str(date), date.format("EDTF"))
    changed |= found != expected
    print(f"{text:14} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
