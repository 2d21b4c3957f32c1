#!/usr/bin/env bash
# pyshacl 0.40.1 (PyPI, with rdflib 7.6.0) checks RDF against shapes.
#
# Expected: a value that cannot be compared with sh:minInclusive or sh:maxInclusive is a violation (SHACL, 4.3), and so
# is a literal that is not in the lexical space of its sh:datatype (4.1.2). The
# years before Christ, years of five digits and 24:00:00 are in that of XML Schema's dates.
# Seen, with no word in the report of a value that was passed over:
# - sh:datatype xsd:gYear passes "2025-08", and xsd:gYearMonth passes "2025": the form of both is not looked at.
# - sh:minInclusive "2000-01-01"^^xsd:date passes the year 1999 and the year 2025, both gYear, which have no order with
#   a day; a gYear against a gYear fails always, 2001 from 2000 on as well as 1999.
# - 15 March 44 BC and 1 January 12000 are refused by every bound, and -0043-03-15T10:00:00Z and T24:00:00Z as values
#   of xsd:dateTime.
# So a range of years refuses all that is right, and a range of days lets in each year.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY' 2>/dev/null
from importlib.metadata import version

import pyshacl
import rdflib

PREFIXES = """@prefix : <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
seen = [  # the constraint, the value, whether it should conform, whether it does
    ("sh:datatype xsd:gYear", '"2025"^^xsd:gYear', True, True),
    ("sh:datatype xsd:gYear", '"2025-08"^^xsd:gYear', False, True),
    ("sh:datatype xsd:gYearMonth", '"2025"^^xsd:gYearMonth', False, True),
    ("sh:datatype xsd:date", '"2025-02-30"^^xsd:date', False, False),
    ("sh:datatype xsd:dateTime", '"2025-08-14T24:00:00Z"^^xsd:dateTime', True, False),
    ("sh:datatype xsd:dateTime", '"-0043-03-15T10:00:00Z"^^xsd:dateTime', True, False),
    ('sh:minInclusive "2000-01-01"^^xsd:date', '"1999-01-01"^^xsd:date', False, False),
    ('sh:minInclusive "2000-01-01"^^xsd:date', '"1999"^^xsd:gYear', False, True),
    ('sh:minInclusive "2000-01-01"^^xsd:date', '"2025"^^xsd:gYear', False, True),
    ('sh:minInclusive "2000-01-01"^^xsd:date', '"12000-01-01"^^xsd:date', True, False),
    ('sh:maxInclusive "0014-08-19"^^xsd:date', '"-0043-03-15"^^xsd:date', True, False),
    ('sh:minInclusive "2000"^^xsd:gYear', '"1999"^^xsd:gYear', False, False),
    ('sh:minInclusive "2000"^^xsd:gYear', '"2001"^^xsd:gYear', True, False),
]
print("pyshacl", version("pyshacl"), "rdflib", version("rdflib"))
changed = False
for constraint, value, should, expected in seen:
    shape = f"{PREFIXES}:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :d ; {constraint} ] ."
    data = f"{PREFIXES}:a :d {value} ."
    found, _, _ = pyshacl.validate(
        rdflib.Graph().parse(data=data, format="turtle"), shacl_graph=rdflib.Graph().parse(data=shape, format="turtle")
    )
    changed |= found != expected
    verdict = "conforms" if found else "does not conform"
    print(f"{constraint:40} {value:38} {verdict}" + ("" if found == should else " (wrong)") + ("" if found == expected else " (changed)"))
print("the behaviour has changed" if changed else "as written down")
raise SystemExit(changed)
PY
