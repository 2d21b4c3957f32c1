#!/usr/bin/env bash
# rdf-validate-shacl 0.6.5 (npm, with rdf-ext 2.6.0 and n3 2.13.12) checks RDF against shapes.
#
# Expected: a value below sh:minInclusive is a violation, and so is one that cannot be compared with it (SHACL, 4.3) or
# with the value of sh:lessThan (4.5.3), and a literal that is not in the lexical space of its sh:datatype (4.1.2). In
# RDF, -0043 is 44 BC (XML Schema 1.1 part 2).
# Seen:
# - 15 March 44 BC is from the year 2000 on: it passes sh:minInclusive "2000-01-01". Dates are read by JavaScript's
#   Date, which takes -0043-03-15 for 15 March 2043.
# - The 30th of February is an xsd:date, and so is the 32nd: the digits are counted.
# - The gYear 2025, which has no order with a day, passes sh:minInclusive "2000-01-01"^^xsd:date, and the gYear 1999
#   passes as sh:lessThan a day in 2000.
# - Two days (P2D) are at most 36 hours (PT36H): durations are compared as text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" \
  rdf-validate-shacl@0.6.5 rdf-ext@2.6.0 n3@2.13.12 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {Parser} from "n3";
import rdf from "rdf-ext";
import Validator from "rdf-validate-shacl";

const PREFIXES = `@prefix : <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .`;
const graph = (text) => rdf.dataset(new Parser().parse(PREFIXES + text));
const seen = [ // the constraint, the triples, whether they should conform, whether they do
  ['sh:minInclusive "2000-01-01"^^xsd:date', ':a :d "1999-12-31"^^xsd:date .', false, false],
  ['sh:minInclusive "2000-01-01"^^xsd:date', ':a :d "-0043-03-15"^^xsd:date .', false, true],
  ['sh:minInclusive "2000-01-01"^^xsd:date', ':a :d "2025"^^xsd:gYear .', false, true],
  ['sh:datatype xsd:gYear', ':a :d "2025-08"^^xsd:gYear .', false, false],
  ['sh:datatype xsd:date', ':a :d "2025-02-32"^^xsd:date .', false, true],
  ['sh:datatype xsd:date', ':a :d "2025-02-30"^^xsd:date .', false, true],
  ['sh:maxInclusive "PT36H"^^xsd:dayTimeDuration', ':a :d "P2D"^^xsd:dayTimeDuration .', false, true],
  ['sh:lessThan :e', ':a :d "2001-01-01"^^xsd:date ; :e "2000-01-01"^^xsd:date .', false, false],
  ['sh:lessThan :e', ':a :d "1999"^^xsd:gYear ; :e "2000-01-01"^^xsd:date .', false, true],
  ['sh:lessThan :e', ':a :d "2025-08-14"^^xsd:date ; :e "-0043-03-15"^^xsd:date .', false, true],
];
console.log("rdf-validate-shacl", JSON.parse(readFileSync("node_modules/rdf-validate-shacl/package.json")).version);
let changed = false;
for (const [constraint, data, should, expected] of seen) {
  const shape = `:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :d ; ${constraint} ] .`;
  const {conforms} = await new Validator(graph(shape)).validate(graph(data));
  changed ||= conforms !== expected;
  const verdict = conforms ? "conforms" : "does not conform";
  console.log(constraint.padEnd(45), data, verdict, conforms === should ? "" : "(wrong)", conforms === expected ? "" : "(changed)");
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
