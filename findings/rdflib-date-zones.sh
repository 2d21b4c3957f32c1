#!/usr/bin/env bash
# rdflib 7.6.0 (PyPI) keeps RDF in memory and writes it again.
#
# Expected: xsd:date has an optional time zone, which moves the day that is meant (XML Schema 1.1 part 2, 3.3.9); texts
# that differ are different RDF terms. So four triples that differ in the zone of their date stay four triples.
# Seen: all four become the one date without a zone, so the graph has one triple, and the zones are gone when it is
# written. The same zones on a dateTime or a time are kept. It happens while literals are normalised, which is on by
# default; with rdflib.NORMALIZE_LITERALS = False the four stay apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import rdflib

ZONES = ["", "Z", "+12:00", "-12:00"]
seen = {
    ("date", "2025-08-14", True): ["2025-08-14"],
    ("date", "2025-08-14", False): ["2025-08-14", "2025-08-14+12:00", "2025-08-14-12:00", "2025-08-14Z"],
    ("time", "10:00:00", True): ["10:00:00", "10:00:00+00:00", "10:00:00+12:00", "10:00:00-12:00"],
    ("dateTime", "2025-08-14T10:00:00", True): [
        "2025-08-14T10:00:00",
        "2025-08-14T10:00:00+00:00",
        "2025-08-14T10:00:00+12:00",
        "2025-08-14T10:00:00-12:00",
    ],
}
print("rdflib", rdflib.__version__)
changed = False
for (kind, text, normalised), expected in seen.items():
    rdflib.NORMALIZE_LITERALS = normalised
    triples = "".join(
        f'<http://example.org/a> <http://example.org/d> "{text}{zone}"^^<http://www.w3.org/2001/XMLSchema#{kind}> .\n'
        for zone in ZONES
    )
    graph = rdflib.Graph().parse(data=triples, format="nt")
    found = sorted(str(value) for value in graph.objects())
    changed |= found != expected
    print(f"{kind:9} normalised {normalised!s:6} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
