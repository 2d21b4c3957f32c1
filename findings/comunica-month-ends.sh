#!/usr/bin/env bash
# Comunica (npm: @comunica/query-sparql-rdfjs-lite 5.2.3, whose expressions are of 5.4.0, with n3 2.13.12) answers SPARQL in
# JavaScript, in browsers too.
#
# Expected: a date and a yearMonthDuration may be added: of the month that is reached it is the same day, or its last
# where it has no such day (XPath and XQuery Functions 3.1, 9.7; XML Schema 1.1 part 2, "Adding durations to
# dateTimes"). Years and fractions may have limits (5.4), the same for a date and for a dateTime; what is beyond them is
# not taken for something else.
# Seen, with no word:
# - 31 January and a month is 3 March, 29 February 2024 and a year is 1 March 2025, 31 August and six months 3 March. Where
#   the month has the day, the sum is right.
# - A dateTime before Christ or after 9999 is an error, so that FILTER(?t < "0001-01-01T00:00:00Z"^^xsd:dateTime) leaves
#   out all that it asks for. The same days as xsd:date are found.
# - Times are kept to the millisecond: 10:00:00.0005 and 10:00:00.0006 are equal, and neither is before the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" \
  @comunica/query-sparql-rdfjs-lite@5.2.3 @comunica/utils-expression-evaluator@5.4.0 \
  @comunica/actor-function-factory-term-addition@5.4.0 n3@2.13.12 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {QueryEngine} from "@comunica/query-sparql-rdfjs-lite";
import {DataFactory, Store} from "n3";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const engine = new QueryEngine();
const literal = (text, type) => DataFactory.literal(text, DataFactory.namedNode(XSD + type));
async function rows(query, terms = []) {
  const node = DataFactory.namedNode("http://e.org/a");
  const store = new Store(terms.map((term) => DataFactory.quad(node, node, term)));
  const found = await engine.queryBindings(`PREFIX xsd: <${XSD}> ${query}`, {sources: [store]});
  return (await found.toArray()).map((row) => row.get("x")?.value ?? "error");
}
async function sum(day, duration) {
  return (await rows(`SELECT ("${day}"^^xsd:date + "${duration}"^^xsd:yearMonthDuration AS ?x) {}`)).join();
}
async function before(type, end, ...texts) {
  const found = await rows(
    `SELECT ?x { ?a ?b ?x FILTER(?x < "${end}"^^xsd:${type}) } ORDER BY STR(?x)`,
    texts.map((text) => literal(text, type)),
  );
  return found.join(" ") || "none";
}
const seen = [
  [sum, ["2025-01-14", "P1M"], "2025-02-14"],
  [sum, ["2025-01-31", "P1M"], "2025-03-03"], // is 2025-02-28
  [sum, ["2024-02-29", "P1Y"], "2025-03-01"], // is 2025-02-28
  [sum, ["2025-08-31", "P6M"], "2026-03-03"], // is 2026-02-28
  [sum, ["2025-10-31", "P2M"], "2025-12-31"],
  [before, ["date", "0001-01-01", "-0043-03-15", "0044-03-15"], "-0043-03-15"],
  [before, ["dateTime", "0001-01-01T00:00:00Z", "-0043-03-15T10:00:00Z", "0044-03-15T10:00:00Z"], "none"], // is the first
  [before, ["dateTime", "0100-01-01T00:00:00Z", "0044-03-15T10:00:00Z"], "0044-03-15T10:00:00Z"],
  [before, ["dateTime", "12025-01-01T00:00:00Z", "2025-08-14T10:00:00Z"], "none"], // is that
  [before, ["dateTime", "2025-08-14T10:00:00.006Z", "2025-08-14T10:00:00.005Z"], "2025-08-14T10:00:00.005Z"],
  [before, ["dateTime", "2025-08-14T10:00:00.0006Z", "2025-08-14T10:00:00.0005Z"], "none"], // is that
];
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
console.log("Comunica", version("@comunica/query-sparql-rdfjs-lite"), version("@comunica/utils-expression-evaluator"));
let changed = false;
for (const [how, texts, expected] of seen) {
  const found = await how(...texts);
  changed ||= found !== expected;
  console.log(how.name.padEnd(6), texts.join(" "), "is", found, found === expected ? "" : `but was ${expected}`);
}
process.exit(changed ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
