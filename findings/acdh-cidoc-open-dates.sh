#!/usr/bin/env bash
# acdh-cidoc-pyutils 1.12.1 (PyPI) turns dates of TEI into time-spans of CIDOC CRM, for the knowledge graphs of editions.
#
# Expected: notBefore and notAfter are the bounds of a date that is not known more exactly, from and to those of a period
# (TEI P5, att.datable.w3c); what has one of them alone is open on the other side. P82a begin of the begin and P82b end of
# the end are the outer bounds of a time-span (CIDOC CRM 7.1), and one that nobody knows is left out. A day is xsd:date,
# also one before Christ; a month and day without a year, which TEI writes --03-15, is xsd:gMonthDay.
# Seen, with the defaults, and with no word:
# - What was some day up to 1723 (notAfter) is of the year 1723, and what has lasted since 1946 (from) ended in 1946: the
#   one bound becomes both. extract_begin_end(..., fill_missing=False) has it right, and create_e52(), given its None
#   or "", calls it "undefined", or fills it in again.
# - -0044-03-15, 12000-01-01 and a time of day are plain strings, which no query for dates finds; --03-15 is called
#   an xsd:gYearMonth, by its seven characters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check acdh-cidoc-pyutils==1.12.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from acdh_cidoc_pyutils import create_e52, extract_begin_end
from lxml import etree
from rdflib import URIRef

BEGIN, END = (URIRef(f"http://www.cidoc-crm.org/cidoc-crm/{name}") for name in ("P82a_begin_of_the_begin", "P82b_end_of_the_end"))


def span(begin, end):
    """The outer bounds of the time-span that is made, with their types."""
    graph = create_e52(URIRef("urn:span"), begin_of_begin=begin, end_of_end=end)
    return [
        ", ".join(f"{value} {str(value.datatype).rpartition('#')[2]}" for value in graph.objects(None, prop)) or "-"
        for prop in (BEGIN, END)
    ]


def of_tei(attributes, **more):
    return span(*extract_begin_end(etree.fromstring(f"<date {attributes}/>"), **more))


seen = [  # the attributes of the date in TEI: the bounds that are made of them
    ('when="2025-08-14"', {}, ["2025-08-14 date", "2025-08-14 date"]),
    ('notBefore="1721" notAfter="1723"', {}, ["1721 gYear", "1723 gYear"]),
    ('notAfter="1723"', {}, ["1723 gYear", "1723 gYear"]),
    ('from="1946"', {}, ["1946 gYear", "1946 gYear"]),
    ('notAfter="1723"', {"fill_missing": False}, ["undefined None", "1723 gYear"]),
    ('when="-0044-03-15"', {}, ["-0044-03-15 string", "-0044-03-15 string"]),
    ('when="12000-01-01"', {}, ["12000-01-01 string", "12000-01-01 string"]),
    ('when="2025-08-14T10:00:00Z"', {}, ["2025-08-14T10:00:00Z string", "2025-08-14T10:00:00Z string"]),
    ('when="--03-15"', {}, ["--03-15 gYearMonth", "--03-15 gYearMonth"]),
]
print("acdh-cidoc-pyutils", version("acdh-cidoc-pyutils"))
changed = False
for attributes, more, expected in seen:
    found = of_tei(attributes, **more)
    changed |= found != expected
    print(f"{attributes:34} {found}", more or "", "" if found == expected else f"but was {expected}")
found = span("", "1723")
changed |= found != ["1723 gYear", "1723 gYear"]
print("create_e52() without a begin      ", found)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
