#!/usr/bin/env bash
# rdflib 7.6.0 (PyPI) keeps RDF in memory and answers SPARQL.
#
# Expected: SPARQL 1.1 (17.3) defines no order between dates of different types, so a FILTER that compares an xsd:date
# with a gYear, a gYearMonth, a dateTime, a text or a number is an error for that row, and the row is left out.
# Seen: every such row compares as greater or less by its type, whatever its value.
# - FILTER(?d > "2024-06-01"^^xsd:date) answers 44 BC and 1066 (gYear), 1 January 2023 (dateTime), a text and a number.
# - FILTER(?d < "1500"^^xsd:gYear) answers a day in 2025 and an instant in 2023, and neither of the two years before
#   1500: comparing a gYear with a gYear is the error that the others should be.
#
# It matters wherever dates of mixed precision are kept as year, month and day types, as catalogues of museums and
# libraries do: a query for what is later than a day answers with what is centuries earlier.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import rdflib

DATA = """
@prefix : <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:day :d "2025-08-14"^^xsd:date .    :early :d "2023-08-14"^^xsd:date .
:caesar :d "-0043"^^xsd:gYear .     :hastings :d "1066"^^xsd:gYear .
:month :d "2025-08"^^xsd:gYearMonth .
:instant :d "2023-01-01T00:00:00Z"^^xsd:dateTime .
:words :d "about 1980" .            :number :d 1980 .
"""
seen = {
    '?d > "2024-06-01"^^xsd:date': "caesar day hastings instant month number words",
    '?d < "2024-06-01"^^xsd:date': "early",
    '?d < "1500"^^xsd:gYear': "day early instant",
    '?d > "1500"^^xsd:gYear': "number words",
}
graph = rdflib.Graph().parse(data=DATA)
print("rdflib", rdflib.__version__)
changed = False
for test, expected in seen.items():
    query = (
        "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        f"SELECT ?s {{ ?s :d ?d FILTER({test}) }}"
    )
    found = " ".join(sorted(row[0].rsplit("/", 1)[-1] for row in graph.query(query)))
    changed |= found != expected
    print(f"FILTER({test:28})  {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
