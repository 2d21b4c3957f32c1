"""What a question costs on DuckDB, beside the index and a read of one row group: python benchmarks/asking.py [EVENTS]

It makes a log of EVENTS events, each one fact in one of EVENTS / 20 cells at most, indexes and exports it. Then it asks
for the whole state of a view from the index and from DuckDB over the export, and for the state and the history of one
cell from DuckDB alone. Beside the cell stands what DuckDB takes to read one row group of `fact_version`, with all its
columns. Each question is asked of a log that is opened anew; the fastest of ROUNDS counts, by the wall and by the
processors.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

import made
import timeline as tl
from timeline.engines import filling
from timeline.store.log import LogFiles

ROUNDS = 4
AS_OF, ON = "2024-10-04", "2022-01-08"


def least(what, ask):
    """Ask several times; give the least seconds of the wall and of the processors, and the answer."""
    took = []
    for _ in range(ROUNDS):
        began, busy = time.monotonic(), time.process_time()
        found = ask()
        took.append((time.monotonic() - began, time.process_time() - busy))
    wall, busy = (min(some) for some in zip(*took, strict=True))
    print(f"{what:42} {wall:9.3f} s   {busy:9.3f} s of processors", flush=True)
    return (wall, busy), found


def asked(opened, ask):
    log = opened()
    try:
        return ask(log.at(as_of=AS_OF, on=ON)).rows()
    finally:
        if hasattr(log, "close"):
            log.close()


def beside(what, one, other):
    print(f"{what}: {one[0] / other[0]:.2f}x by the wall, {one[1] / other[1]:.2f}x as processors count")


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    os.environ["TIMELINE_INDEX"] = "on"
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        log, data = Path(place) / "log" / "events", Path(place) / "data"
        log.mkdir(parents=True)
        made.lay_down(log, events)
        filled = filling.write(LogFiles(folder=str(log)), str(data))
        files = sorted((data / "fact_version").rglob("*.parquet"))
        print(f"{filled.in_words()}; fact_version in {len(files)} files", flush=True)

        def on_index():
            return tl.open(log)

        def on_duckdb():
            return tl.open_data(data, engine="duckdb")

        def state(of):
            return of.state("bench")

        by_index, expected = least("whole state, index", lambda: asked(on_index, state))
        by_engine, found = least("whole state, DuckDB", lambda: asked(on_duckdb, state))
        assert found == expected
        print(f"{len(found):,} cells")
        beside("the index to DuckDB", by_index, by_engine)

        group = Path(place) / "group.parquet"
        pq.write_table(pq.ParquetFile(files[0]).read_row_group(0), group, compression="zstd")
        entity = found[len(found) // 2]["entity"]
        read = f"SELECT * FROM read_parquet('{group}')"
        bar, table = least("one row group, DuckDB", lambda: duckdb.connect().sql(read).to_arrow_table())
        print(f"{table.num_rows:,} rows of {table.num_columns} columns")
        held = on_duckdb()
        for what, ask in (
            ("state of one cell", lambda of: of.state("bench", entities=entity)),
            ("history of one cell", lambda of: of.history(f"{entity}.p")),
        ):
            opened, one = least(f"{what}, opening it", lambda ask=ask: asked(on_duckdb, ask))
            kept, two = least(f"{what}, opened before", lambda ask=ask: ask(held.at(as_of=AS_OF, on=ON)).rows())
            assert one == two == asked(on_index, ask)
            beside(f"{what}, opening it, to the row group", opened, bar)
            beside(f"{what}, opened before, to the row group", kept, bar)


if __name__ == "__main__":
    main()
