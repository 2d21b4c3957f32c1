#!/usr/bin/env bash
# misp-stix 2026.10.12 (PyPI, with PyMISP 2.5.34.4 and stix2 3.0.2) turns events of MISP into STIX 2.1, and what it made of
# them into events of MISP again.
#
# Expected: what MISP does not know is not known in STIX either, or is left out; what comes back says what was sent. The
# `date` of an event is when it happened, and its `timestamp` when it was last edited (MISP core format, "date",
# "timestamp").
# Seen, with no word:
# - An attribute that was first seen on a day, and last seen nobody knows when, is an observation that lasted until the
#   attribute was edited: first seen on 1 January 2020, and typed in on 15 August 2025, it was seen for more than five
#   years. It comes back into MISP with that day as `last_seen`, as if somebody had said so.
# - Where it was edited before it was first seen, it lasted no time at all.
# - The indicator made of it is valid from the day of editing, not from the first sighting.
# - The date of the event is nowhere in the STIX, and the event that comes back has none.
# Where both days are given, both come back as they were.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check misp-stix==2026.10.12 pymisp==2.5.34.4 stix2==3.0.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import json
import logging
from importlib.metadata import version

import stix2
from misp_stix_converter import InternalSTIX2toMISPParser, MISPtoSTIX21Parser
from pymisp import MISPEvent

logging.disable(logging.WARNING)
EDITED = 1755300000  # 2025-08-15T23:20:00Z


def there_and_back(first_seen, last_seen, edited):
    event = MISPEvent()
    event.info = "an event"
    event.set_date("2019-12-31")
    event.timestamp = edited
    attribute = event.add_attribute("domain", "example.org", first_seen=first_seen)
    attribute.to_ids = True
    attribute.timestamp = edited
    if last_seen:
        attribute.last_seen = last_seen
    there = MISPtoSTIX21Parser()
    there.parse_misp_event(event)
    bundle = json.loads(there.bundle.serialize())
    by_type = {one["type"]: one for one in bundle["objects"]}
    back = InternalSTIX2toMISPParser()
    back.load_stix_bundle(stix2.parse(bundle, allow_custom=True))
    back.parse_stix_bundle()
    made = json.loads(back.misp_event.to_json())
    return [
        by_type["observed-data"]["last_observed"],
        by_type["indicator"]["valid_from"],
        made["Attribute"][0].get("last_seen"),
        made.get("date"),
        "2019-12-31" in json.dumps(bundle),
    ]


first, last, until = "2020-01-01T00:00:00+00:00", "2020-01-03T00:00:00+00:00", "2025-08-15T23:20:00"
seen = [
    # first seen, last seen, edited; last observed and valid from in STIX, last seen and date in MISP again, date in STIX
    ((first, last, EDITED), ["2020-01-03T00:00:00Z", f"{until}Z", last, None, False]),
    ((first, None, EDITED), [f"{until}Z", f"{until}Z", f"{until}+00:00", None, False]),
    ((first, None, 1500000000), ["2020-01-01T00:00:00Z", "2017-07-14T02:40:00Z", first, None, False]),
]
print("misp-stix", version("misp-stix"), "PyMISP", version("pymisp"))
changed = False
for given, expected in seen:
    found = there_and_back(*given)
    changed |= found != expected
    print(f"first seen {given[0]}, last seen {given[1]}, edited {given[2]}:")
    print("  ", found, "" if found == expected else f"but was {expected}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
