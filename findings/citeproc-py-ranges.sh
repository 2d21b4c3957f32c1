#!/usr/bin/env bash
# citeproc-py 0.11.1 (PyPI) formats citations from CSL-JSON, as pandoc and Zotero's citeproc-js do.
#
# Expected: a range is printed with its ends and a dash, the parts that both share once (CSL 1.0.2, "Date Ranges",
# "Range Delimiters"); an item that has a date is printed with it.
# Seen:
# - A range from a day to the same day prints as nothing: the work has no date. So does one from a month to itself.
# - A range within a month is "14,–16, August 2025" in American order, where it is "August 14–16, 2025": the days come
#   first, with the comma of each.
# Ranges across months, years and the era are right. citeproc-js prints the first as "August 14–14, 2025".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check citeproc-py==0.11.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import warnings
from importlib.metadata import version

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

warnings.simplefilter("ignore")
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
<info><title>t</title><id>t</id><updated>2025-01-01T00:00:00Z</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><text variable="title" suffix=": "/><date variable="issued" form="text"/></layout></bibliography>
</style>"""
with open("style.csl", "w") as file:
    file.write(STYLE)


def printed(parts):
    items = CiteProcJSON([{"id": "a", "type": "book", "title": "t", "issued": {"date-parts": parts}}])
    style = CitationStylesStyle("style.csl", validate=False)
    bibliography = CitationStylesBibliography(style, items, formatter.plain)
    bibliography.register(Citation([CitationItem("a")]))
    return str(bibliography.bibliography()[0]).removeprefix("t:").strip()


seen = [
    ([[2025, 8, 14]], "August 14, 2025"),
    ([[2025, 8, 14], [2025, 8, 14]], ""),
    ([[2025, 8], [2025, 8]], ""),
    ([[2025, 8, 14], [2025, 8, 16]], "14,–16, August 2025"),
    ([[2025, 1], [2025, 8]], "January–August 2025"),
    ([[2025, 12, 31], [2026, 1, 2]], "December 31, 2025–January 2, 2026"),
    ([[-100], [-44]], "100 BC–44 BC"),
]
print("citeproc-py", version("citeproc-py"))
changed = False
for parts, expected in seen:
    found = printed(parts)
    changed |= found != expected
    print(f"{parts!s:32} {found!r}" + ("" if found == expected else f", but was {expected!r}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
