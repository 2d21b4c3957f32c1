#!/usr/bin/env bash
# cloudevents 2.2.0 (PyPI), the SDK of the CloudEvents project for Python.
#
# Expected: `time` is optional (CloudEvents 1.0.2, "Optional attributes"). An event without it stays without it, and one
# that is read and written unchanged is the same.
# Seen: an event that says no time has, once read, the time of the reading. Written again, it carries that time as if
# its producer had said it; read twice, it is two different events. A time that is said comes back as it was.
#
# It matters to logs that tell when a thing happened from when it was heard of: the second is written into the first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cloudevents==2.2.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime as dt
import json
import time
from importlib.metadata import version

from cloudevents.core.formats.json import JSONFormat

EVENT = {"specversion": "1.0", "id": "1", "source": "/news", "type": "org.example.report"}
form = JSONFormat()


def read_and_written(**more):
    before = dt.datetime.now(dt.timezone.utc)
    written = json.loads(form.write(form.read(None, json.dumps(EVENT | more).encode())))
    after = dt.datetime.now(dt.timezone.utc)
    found = written.get("time")
    return "the time of reading" if found and before <= dt.datetime.fromisoformat(found) <= after else found


def same_when_read_twice(**more):
    texts = []
    for _ in range(2):
        texts.append(form.write(form.read(None, json.dumps(EVENT | more).encode())))
        time.sleep(0.01)
    return texts[0] == texts[1]


said = {"time": "2025-08-14T10:00:00Z"}
seen = [
    ("said, written again", read_and_written(**said), "2025-08-14T10:00:00Z"),
    ("said, read twice the same", same_when_read_twice(**said), True),
    ("not said, written again", read_and_written(), "the time of reading"),
    ("not said, read twice the same", same_when_read_twice(), False),
]
print("cloudevents", version("cloudevents"))
changed = False
for name, found, expected in seen:
    changed |= found != expected
    print(f"{name:30} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
