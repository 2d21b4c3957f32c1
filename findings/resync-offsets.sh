#!/usr/bin/env bash
# resync 2.0.1 (PyPI), the library of the ResourceSync standard, by which archives and repositories keep copies of each
# other from sitemaps.
#
# Expected: in a lastmod, 19:20+01:00 is 18:20 in UTC (the W3C's note "Date and Time Formats", which the protocol of
# sitemaps names, and so do ResourceSync, ANSI/NISO Z39.99, and this library).
# Seen: the offset is added where it is to be taken off, so the instant is twice the offset away, with no word:
# - 19:20+01:00 becomes 20:20Z, 10:00-05:00 becomes 05:00Z, and 00:30+02:00 lies a day too late.
# - Two sites that say one instant, one of them in its local time, differ: in a list of resources that is compared with
#   its copy the resource is "updated", and what is written again has the wrong time, now with a Z.
# Times with Z, dates, months and years are read as the documentation says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check resync==2.0.1 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
import io
from importlib.metadata import version

from resync.resource_list import ResourceList

SITEMAP = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:rs="http://www.openarchives.org/rs/terms/"><rs:md capability="resourcelist"/>\
<url><loc>http://example.org/a</loc><lastmod>{}</lastmod></url></urlset>'


def read(lastmod):
    found = ResourceList()
    found.parse(fh=io.StringIO(SITEMAP.format(lastmod)))
    return found


def again(lastmod):
    return next(iter(read(lastmod))).lastmod


def compared(here, there):
    return " ".join(name for name, part in zip(("same", "updated"), read(here).compare(read(there))) if len(part))


seen = [
    (again, ["2025-08-14T18:20:00Z"], "2025-08-14T18:20:00Z"),
    (again, ["2025-08-14T19:20:00+01:00"], "2025-08-14T20:20:00Z"),  # is 18:20Z
    (again, ["2025-08-14T10:00:00-05:00"], "2025-08-14T05:00:00Z"),  # is 15:00Z
    (again, ["2025-08-14T00:30:00+02:00"], "2025-08-14T02:30:00Z"),  # is the 13th, 22:30Z
    (again, ["2025-08-14"], "2025-08-14T00:00:00Z"),
    (again, ["2025-08"], "2025-08-01T00:00:00Z"),
    (compared, ["2025-08-14T18:20:00Z", "2025-08-14T18:20:00Z"], "same"),
    (compared, ["2025-08-14T18:20:00Z", "2025-08-14T19:20:00+01:00"], "updated"),  # one instant
    (compared, ["2025-08-14T20:20:00Z", "2025-08-14T19:20:00+01:00"], "same"),  # two hours apart
]
print("resync", version("resync"))
changed = False
for how, lastmods, expected in seen:
    found = how(*lastmods)
    changed |= found != expected
    print(f"{how.__name__:8} {' and '.join(lastmods)}: {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
