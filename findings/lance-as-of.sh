#!/usr/bin/env bash
# pylance 14.0.2 (PyPI) reads Lance tables, which keep every version, as of a moment: lance.dataset(path, asof=...).
#
# Expected (its documentation): "find the latest version created on or earlier than the given argument value", so that
# the moment at which versions() says that a version was created gives that version.
# Seen: it gives the version before, and for the first one an error that it is earlier than the first version; a
# microsecond later is right. The moments are those of the machine's own clock, without a zone, so that a moment with a
# zone cannot be asked for (TypeError), and one that was noted elsewhere, or before the clocks changed, is another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pylance==14.0.2 2>/dev/null
FOLDER=$folder "$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt
import os
import time
from importlib.metadata import version

import lance
import pyarrow as pa

path = os.environ["FOLDER"] + "/table.lance"
for number in range(3):
    lance.write_dataset(pa.table({"number": [number]}), path, mode="append" if number else "create")
    time.sleep(0.05)


def as_of(moment):
    try:
        return lance.dataset(path, asof=moment).version
    except (TypeError, ValueError) as error:
        return type(error).__name__


print("pylance", version("pylance"))
changed = False
for each in lance.dataset(path).versions():
    created, number = each["timestamp"], each["version"]
    found = (as_of(created), as_of(created + dt.timedelta(microseconds=1)), as_of(created.astimezone(dt.timezone.utc)))
    changed |= found != (number - 1 or "ValueError", number, "TypeError") or created.tzinfo is not None
    print(f"version {number}: as of its moment {found[0]}, a microsecond later {found[1]}, with a zone {found[2]}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
