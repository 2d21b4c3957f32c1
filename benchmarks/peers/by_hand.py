"""SQLite by hand: `build ROWS BASE`, `one BASE ENTITY`, `all BASE`, `append BASE COUNT` (seconds each, durable)."""

import json
import sqlite3
import sys
import time

ONE = "select property, value, max(last) from fact where entity = ? group by property"
ALL = "select entity, property, value, max(last) from fact group by entity, property"
ROW = ":number, :entity, :property, :value, :first, :last"

verb, *words = sys.argv[1:]
base = sqlite3.connect(words[1] if verb == "build" else words[0])
if verb == "build":
    base.execute("create table fact(number integer primary key, entity, property, value, first, last)")
    with base, open(words[0], encoding="utf-8") as lines:
        base.executemany(f"insert into fact values ({ROW})", map(json.loads, lines))
        base.execute("create index by_entity on fact(entity, property, last)")
elif verb == "append":
    base.execute("pragma journal_mode=wal")
    base.execute("pragma synchronous=full")
    base.execute("create table if not exists event(number integer primary key, body text)")
    for _ in range(int(words[1])):
        began = time.perf_counter()
        with base:
            base.execute("insert into event(body) values (?)", ("x" * 360,))
        print(time.perf_counter() - began)
else:
    for row in base.execute(ONE, words[1:]) if verb == "one" else base.execute(ALL):
        print(*row)
