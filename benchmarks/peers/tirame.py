"""tiramemsu: `build ROWS BASE`, `one BASE ENTITY`: the values that are so now."""

import itertools
import json
import sys

from tiramemsu import Database, Iri

V = "urn:tiramemsu:v:"
verb, *words = sys.argv[1:]
database = Database(words[1] if verb == "build" else words[0])
if verb == "build":
    with open(words[0], encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        while part := list(itertools.islice(rows, 1_000)):
            with database.transact() as batch:
                for row in part:
                    batch.assert_(Iri(V + row["entity"]), Iri(V + "p"), row["value"], valid_from=row["last"])
else:
    for row in database.now().sparql(f"SELECT ?value WHERE {{ v:{words[1]} v:p ?value }}"):
        print(row["value"])
