"""DuckDB: `build ROWS BASE`, `one BASE ENTITY`, `all BASE`, `warm BASE ROUNDS` (processor seconds of each scan)."""

import sys
import time

import duckdb

ONE = "select property, arg_max(value, last) from fact where entity = ? group by property"
ALL = "select entity, property, arg_max(value, last) from fact group by entity, property order by all"

verb, *words = sys.argv[1:]
base = duckdb.connect(words[1] if verb == "build" else words[0], read_only=verb != "build")
if verb == "build":
    base.execute("create table fact as select * from read_json_auto(?, format='newline_delimited')", [words[0]])
elif verb == "warm":
    for _ in range(int(words[1])):
        began = time.process_time()
        base.execute(ALL).fetchall()
        print(time.process_time() - began)
else:
    for row in (base.execute(ONE, words[1:]) if verb == "one" else base.execute(ALL)).fetchall():
        print(*row)
