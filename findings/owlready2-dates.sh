#!/usr/bin/env bash
# owlready2 0.51 (PyPI) keeps ontologies in SQLite and answers SPARQL by it.
#
# Expected: two xsd:dateTime compare as instants (SPARQL 1.1, 17.3), so 10:00+02:00, which is 08:00Z, is before 09:00Z;
# and year() is the year that the date says, also before Christ and after 9999.
# Seen: dates are compared as texts, and years are the first four letters.
# - FILTER(?t < "2025-08-14T08:45:00Z"^^xsd:dateTime) leaves 10:00+02:00 out, and lets 08:40-05:00 in, which is five
#   hours after it; ORDER BY puts them in the order of their clocks.
# - 08:30Z and 08:30:00.5Z come in the wrong order: the letter after the seconds decides.
# - year() of -0043-03-15 is -4, of 12025-08-14 is 1202.
# The values, read one by one in Python, have their zones.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check owlready2==0.51 2>/dev/null
"$folder/venv/bin/python" - <<'PY' 2>/dev/null
from importlib.metadata import version
from pathlib import Path

from owlready2 import World

XSD = "http://www.w3.org/2001/XMLSchema#"
times = [
    "2025-08-14T08:30:00Z",
    "2025-08-14T08:30:00.5Z",
    "2025-08-14T08:40:00-05:00",
    "2025-08-14T09:00:00Z",
    "2025-08-14T10:00:00+02:00",
]
days = ["-0043-03-15", "2025-08-14", "12025-08-14"]
lines = [f'<http://e.org/t{n}> <http://e.org/at> "{time}"^^<{XSD}dateTime> .' for n, time in enumerate(times)]
lines += [f'<http://e.org/d{n}> <http://e.org/on> "{day}"^^<{XSD}date> .' for n, day in enumerate(days)]
kind, data_property = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2002/07/owl#DatatypeProperty"
lines += [f"<http://e.org/{name}> <{kind}> <{data_property}> ." for name in ("at", "on")]
Path("data.nt").write_text("\n".join(lines) + "\n")
world = World()
world.get_ontology(f"file://{Path('data.nt').resolve()}").load()


def ask(query):
    return [list(row) for row in world.sparql(f"PREFIX xsd: <{XSD}> {query}")]


def named(rows):
    return [times[int(str(row[0])[-1])][11:] for row in rows]


earlier = 'FILTER(?t < "2025-08-14T08:45:00Z"^^xsd:dateTime)'
seen = [
    ("before 08:45Z", named(ask(f"SELECT ?s {{ ?s <http://e.org/at> ?t {earlier} }} ORDER BY ?s")), times[:3]),
    ("in order", named(ask("SELECT ?s { ?s <http://e.org/at> ?t } ORDER BY ?t")), [times[n] for n in (1, 0, 2, 3, 4)]),
]
years = [row[1] for row in ask("SELECT ?s (YEAR(?d) AS ?y) { ?s <http://e.org/on> ?d } ORDER BY ?s")]
print("owlready2", version("owlready2"))
changed = False
for what, found, expected in seen:
    changed |= found != [time[11:] for time in expected]
    print(what + ":", *found)
changed |= years != [-4, 2025, 1202]
print("years of", *days, "are", *years)
print("the behaviour has changed" if changed else "as written down")
raise SystemExit(changed)
PY
