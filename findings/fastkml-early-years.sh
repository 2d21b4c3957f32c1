#!/usr/bin/env bash
# fastkml 1.4.0 (PyPI) reads and writes KML, the files of places of Google Earth, with TimeStamp and TimeSpan.
#
# Expected: `when`, `begin` and `end` are an xsd:gYear, gYearMonth, date or dateTime (OGC KML 2.2, 15): a year has four
# digits at the least, 0476, and a minus before it where it is before Christ. A time without a zone has none.
# Seen:
# - A year before 1000 is written without its zeros, 476 and 944-03, which is not KML; fastkml itself refuses to read
#   what it wrote. A day of such a year is right.
# - A year before Christ is refused, so that a file with one place of antiquity is not read.
# - A time without a zone is written with +00:00: local noon becomes noon in UTC, with no word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fastkml==1.4.0 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
import re
from importlib.metadata import version

from fastkml.times import TimeStamp

KML = '<TimeStamp xmlns="http://www.opengis.net/kml/2.2"><when>{}</when></TimeStamp>'


def written(text):
    try:
        made = TimeStamp.from_string(KML.format(text)).to_string()
    except Exception as error:
        return type(error).__name__
    return re.search("when>([^<]*)</", made)[1]


seen = {  # what is read, what is written, and what becomes of that when it is read
    "2025": ("2025", "2025"),
    "2025-08": ("2025-08", "2025-08"),
    "0944-03-15": ("0944-03-15", "0944-03-15"),
    "0476": ("476", "KMLParseError"),
    "0944-03": ("944-03", "KMLParseError"),
    "-0043-03-15": ("KMLParseError", None),
    "2025-08-14T12:00:00-05:00": ("2025-08-14T12:00:00-05:00", "2025-08-14T12:00:00-05:00"),
    "2025-08-14T12:00:00": ("2025-08-14T12:00:00+00:00", "2025-08-14T12:00:00+00:00"),
}
print("fastkml", version("fastkml"))
changed = False
for text, expected in seen.items():
    once = written(text)
    found = (once, written(once) if once[0].isdigit() else None)
    changed |= found != expected
    again = "" if found[1] in (once, None) else f", read again: {found[1]}"
    print(f"{text} is written as {once}{again}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit(changed)
PY
