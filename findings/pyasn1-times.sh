#!/usr/bin/env bash
# pyasn1 0.6.5 (PyPI) reads and writes ASN.1, the notation of certificates, signed time stamps and directories;
# asn1crypto 1.5.1 (PyPI) is asked beside it.
#
# Expected: a fraction belongs to the last part that is written: without minutes it is one of an hour, without seconds one
# of a minute (RFC 4517, 3.3.13). Years are four digits in a GeneralizedTime. The two digits of a UTCTime are 1950 to 2049
# (RFC 5280, 4.1.2.5.1). What is written from a Python datetime reads as the same instant.
# Seen:
# - 2025081410.5Z, half past ten, is half a second past ten, and 202508141030.5Z is 10:30:00.5: the fraction is one of a
#   second whatever stands before it.
# - A UTCTime of 50 to 68 is in the years 2050 to 2068.
# - A datetime at -05:00 is written with the offset +1900, nineteen hours ahead of UTC, so an instant a day before its own.
#   Of an offset that is no whole hour the minutes are written as seconds: +02:30 is +021800, -03:30 is +201800, which are
#   no offsets.
# - The year 44 is written in two digits, 440814100000Z, which is a UTCTime of 2044.
# asn1crypto reads the fractions and the years rightly.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyasn1==0.6.5 asn1crypto==1.5.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

from asn1crypto import core
from pyasn1.type import useful

read = [  # the kind, the text, what pyasn1 and asn1crypto read
    ("GeneralizedTime", "20250814100000.5Z", "2025-08-14T10:00:00.500000", "2025-08-14T10:00:00.500000"),
    ("GeneralizedTime", "202508141030.5Z", "2025-08-14T10:30:00.500000", "2025-08-14T10:30:30"),
    ("GeneralizedTime", "2025081410.5Z", "2025-08-14T10:00:00.500000", "2025-08-14T10:30:00"),
    ("UTCTime", "490814100000Z", "2049-08-14T10:00:00", "2049-08-14T10:00:00"),
    ("UTCTime", "500814100000Z", "2050-08-14T10:00:00", "1950-08-14T10:00:00"),
    ("UTCTime", "680814100000Z", "2068-08-14T10:00:00", "1968-08-14T10:00:00"),
    ("UTCTime", "690814100000Z", "1969-08-14T10:00:00", "1969-08-14T10:00:00"),
]
written = [  # the year, the offset in hours, what pyasn1 writes
    (2025, 0, "20250814100000Z"),
    (2025, 2.5, "20250814100000+021800"),
    (2025, -3.5, "20250814100000+201800"),
    (2025, -5, "20250814100000+1900"),
    (44, 0, "440814100000Z"),
]


def other(kind, text):
    tag = {"UTCTime": 0x17, "GeneralizedTime": 0x18}[kind]
    return getattr(core, kind).load(bytes([tag, len(text)]) + text.encode()).native


print("pyasn1", version("pyasn1"), "asn1crypto", version("asn1crypto"))
changed = False
for kind, text, *expected in read:
    both = getattr(useful, kind)(text).asDateTime, other(kind, text)
    found = [moment.replace(tzinfo=None).isoformat() for moment in both]
    changed |= found != expected
    note = ("" if found[0] == found[1] else " (they differ)") + ("" if found == expected else f", but was {expected}")
    print(f"{kind:15} {text:18} {found[0]:27} {found[1]}{note}")
for year, hours, expected in written:
    moment = datetime(year, 8, 14, 10, tzinfo=timezone(timedelta(hours=hours)))
    found = str(useful.GeneralizedTime.fromDateTime(moment))
    changed |= found != expected
    print(moment.isoformat(), "is written", found + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
