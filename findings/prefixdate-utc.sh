#!/usr/bin/env bash
# prefixdate 0.6.1 (PyPI), by which FollowTheMoney and OpenSanctions read dates, tells how precise a date is.
#
# Expected: Z is the zone UTC, as +00:00 is (ISO 8601; RFC 3339, 4.2): it takes nothing from the date that it stands
# behind.
# Seen: with a Z the last part that was written is lost, with no word. 12:03:04Z is precise to the minute, 12:03Z to the
# hour, and 12Z is a day without a time. With +00:00, with +02:00, with a fraction before the Z, or without any zone,
# nothing is lost. So of two events of one feed, one at 12:03:59Z and one at 12:03:00+00:00, the later comes first in the
# order of the texts, which are 2021-02-14T12:03 and 2021-02-14T12:03:00.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check prefixdate==0.6.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import prefixdate

seen = {  # what is read, what comes of it, and how precise it is said to be
    "2021-02-14T12:03:04": ("2021-02-14T12:03:04", "SECOND"),
    "2021-02-14T12:03:04+00:00": ("2021-02-14T12:03:04", "SECOND"),
    "2021-02-14T14:03:04+02:00": ("2021-02-14T12:03:04", "SECOND"),
    "2021-02-14T12:03:04.5Z": ("2021-02-14T12:03:04", "SECOND"),
    "2021-02-14T12:03:04Z": ("2021-02-14T12:03", "MINUTE"),  # is precise to the second
    "2021-02-14T12:03Z": ("2021-02-14T12", "HOUR"),  # to the minute
    "2021-02-14T12Z": ("2021-02-14", "DAY"),  # to the hour
}
print("prefixdate", version("prefixdate"))
changed = False
for text, expected in seen.items():
    read = prefixdate.parse(text)
    found = (read.text, read.precision.name)
    changed |= found != expected
    print(f"{text:26} is {found[0]:20} {found[1]}" + ("" if found == expected else f", but was {expected}"))
order = sorted(("2021-02-14T12:03:59Z", "2021-02-14T12:03:00+00:00"), key=lambda text: prefixdate.parse(text).text)
changed |= order[0] != "2021-02-14T12:03:59Z"
print("in order:", *order)
raise SystemExit(changed)
PY
