"""What an engine costs, beside its own bare scan: python benchmarks/scale.py ROWS [ENGINE ...]

It makes ROWS fact versions of ROWS events in 20,000 cells, each told by one report, and asks DuckDB, and each ENGINE
that is named, for the whole state of a view. The bar is `arg_max` of the same columns over the same files, on DuckDB with
as many threads. `postgres` starts a server of its own, on loopback, and stops it.

Processor time and memory are those of this process and of all that it started: a Java, a server with its processes. On
a busy machine only processor time can be compared; all runs in one go, so that what is printed is a ratio.
"""

# ruff: noqa: E501
import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow.parquet as pq

import timeline as tl
from timeline import onengine
from timeline.asof.relation import FOREVER, LATEST
from timeline.engines import deciding
from timeline.engines.engine import sort_of
from timeline.engines.schema import ABOUT, EVENT_VERSION, FACT_VERSION, FORM, REPORT_VERSION, SOURCE_VERSION, TABLES
from timeline.views.relational.deciding import View

CELLS = 20_000
FAR, OPEN = divmod(FOREVER, 86_400_000_000)[0], divmod(LATEST, 86_400_000_000)[0]
NIGHT = 86_399_999_999
MADE = {
    "entity": f"'e' || lpad((i % {CELLS} // 2)::varchar, 7, '0')",
    "property": "CASE i % 2 WHEN 0 THEN 'p' ELSE 'q' END",
    "mode": "CASE WHEN i % 997 = 0 THEN 'planned' ELSE 'actual' END", "value": "'\"v' || (hash(i) % 50) || '\"'",
    "event": "id", "order_id": "id", "fact_no": "1", "place": "0", "start_lo": "d", "start_hi": "d + w",
    "start_by": "d + w", "end_lo": str(OPEN), "end_hi": str(OPEN), "reported_lo": "d + 5", "reported_hi": "d + 5",
    "known_from_lo": "d + 5", "known_from_hi": "d + 5", "known_to_lo": str(FAR), "known_to_hi": str(FAR),
    "recorded_from": "20500", "recorded_to": str(FAR), "order_recorded": "20500",
    "order_recorded_us": "(hash(i * 3) % 86400000000)::bigint", "since": "'2020-01-01'",
    "since_earliest": "'2020-01-01'", "since_latest": "'2020-01-01'", "happened_lo": "d", "happened_hi": "d + w",
    "address": "id || '#1'", "source": "'s' || (i % 1000)", "stance": "'reports'", "live": "2",
    "reports": "2", "denies": "0", "doubts": "0", "lo": "d + 5", "hi": "d + 5", "as_of_from": str(-OPEN),
    "as_of_to": str(FAR), "record": "id", "retracted": "0", "tells_itself": "0", "name": "'s' || i", "row_no": "n",
    "event_no": "(('0x' || id[1:16])::ubigint >> 1)::bigint",
    "event_rest": "(((('0x' || id[1:16])::ubigint & 1) << 62) | (('0x' || id[17:32])::ubigint >> 2))::bigint",
    **dict.fromkeys(("start_hi_us", "end_lo_us", "end_hi_us", "reported_hi_us", "known_from_hi_us", "hi_us"), str(NIGHT)),
}  # fmt: skip
VIEW = '[views.v]\ntitle = "v"\nproperties = ["p", "q"]\n'


def make(folder, rows):
    """Write the folder of an export, as one log of so many events would make it, but for its lines."""
    db = duckdb.connect()
    db.execute("SET threads = 2")
    made = (
        "SELECT row_number() OVER () - 1 AS n, * FROM (SELECT i, sha256(i::varchar) AS id, (hash(i * 7) % 3650 + 16000) "
        f"::bigint AS d, CASE WHEN i % 20 = 0 THEN 30 ELSE 0 END AS w FROM range({rows}) t(i)) ORDER BY i % {CELLS}"
    )
    about = f"""SELECT * FROM (VALUES ('made', '{{"form": {FORM}, "buckets": 1, "head": [], "title": "made"}}'),
        ('timeline.toml', 'format = 1\ntitle = "made"\n{VIEW}')) t(name, text)"""
    for shape in TABLES:
        count = {FACT_VERSION: rows, EVENT_VERSION: rows, REPORT_VERSION: rows, SOURCE_VERSION: 1000}.get(shape, 0)
        types = {"text": "varchar", "integer": "bigint"}
        zero = {name: "0" if kind == "integer" else "NULL" for name, kind in shape.kinds.items()}
        cells = ", ".join(f'({MADE.get(c, zero[c])})::{types[kind]} AS "{c}"' for c, kind in shape.kinds.items())
        place = folder / shape.name / "bucket=0"
        place.mkdir(parents=True)
        query = about if shape is ABOUT else f"SELECT {cells} FROM ({made}) WHERE n < {count}"
        found = db.sql(query).to_arrow_reader(shape.group)
        schema = found.schema.with_metadata({"timeline": '{"head": []}'})
        with pq.ParquetWriter(place / "part-0.parquet", schema, compression="zstd") as file:  # as an export does
            for batch in found:
                file.write_batch(batch.replace_schema_metadata(schema.metadata), row_group_size=shape.group)


def bare(folder):
    """Take the last value of each cell by one `arg_max` over all columns that a state reads, and give how many."""
    db = duckdb.connect()
    columns = [
        "mode",
        "value",
        "event",
        "start_lo",
        "start_lo_us",
        "start_hi",
        "start_hi_us",
        "start_by",
        "start_by_us",
        "end_lo",
        "end_lo_us",
        "end_hi",
        "end_hi_us",
        "reported_lo",
        "reported_lo_us",
        "reported_hi",
        "reported_hi_us",
        "known_from_lo",
        "known_from_hi",
        "known_to_lo",
        "known_to_hi",
        "order_recorded",
        "order_recorded_us",
        "place",
        "since",
        "since_earliest",
        "since_latest",
    ]
    where = (
        "property IN ('p', 'q') AND recorded_from <= 30000 AND recorded_to > 30000 AND known_from_hi <= 20000 "
        "AND known_to_lo > 20000 AND start_by <= 19000 AND end_lo >= 19000 AND mode = 'actual'"
    )
    query = (
        f"SELECT entity, property, arg_max(struct_pack({', '.join(columns)}), start_lo * 10000 + row_no % 10000) "
        f"FROM read_parquet('{folder}/fact_version/*/*.parquet') WHERE {where} GROUP BY entity, property"
    )
    return len(db.execute(query).fetchall())


def cell(folder, entity):
    db = duckdb.connect()
    return len(
        db.execute(
            f"SELECT * FROM read_parquet('{folder}/fact_version/*/*.parquet') WHERE entity = '{entity}'"
        ).fetchall()
    )


def below(pid):
    """Give a process, and all that it started."""
    with contextlib.suppress(OSError):
        yield pid
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from below(int(child))


def busy_s():
    """The processor time of this process and of all that it started, those that ended among them."""
    ticks = 0
    for pid in below(os.getpid()):
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, told[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def peaks_mb():
    """The most memory that this process had, and what those that it started had, all together: each at its own peak."""
    found = []
    for pid in below(os.getpid()):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            found += [int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")]
    return found[0], sum(found[1:])


@contextlib.contextmanager
def named(engine):
    """Give an engine by the name by which it is opened."""
    if engine != "postgres":
        yield engine
        return
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    import servers

    server = servers.Postgres()
    try:
        server.start(shared_buffers="2GB", work_mem="256MB", maintenance_work_mem="512MB", max_wal_size="8GB")
        yield server.address(server.new_database())
    finally:
        server.remove()


class Took(NamedTuple):
    """Seconds of the wall, and of the processors."""

    wall: float
    busy: float

    def beside(self, other):
        return f"{self.wall / other.wall:.2f}x ({self.busy / other.busy:.2f}x as processors count)"


def timed(what, ask):
    began, busy = time.monotonic(), busy_s()
    found = ask()
    took, busy = time.monotonic() - began, busy_s() - busy
    here, there = peaks_mb()
    memory = f"{here:,} MB" + (f" and {there:,} MB" if there else "")
    print(f"{what:44} {took:8.2f} s   {busy:8.2f} s of processors   {memory} at most", flush=True)
    return Took(took, busy), found


def main():
    rows, engines = int(sys.argv[1]), ["duckdb", *sys.argv[2:]]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as place:
        folder = Path(place) / "data"
        timed(f"making {rows:,} fact versions", lambda: make(folder, rows))
        size = sum(path.stat().st_size for path in (folder / "fact_version").rglob("*.parquet"))
        print(f"fact_version: {size / rows:.0f} bytes a row")
        bar = min(timed("DuckDB, bare arg_max of the same columns", lambda: bare(folder))[0] for _ in range(2))
        one = min(timed("DuckDB, the rows of one entity", lambda: cell(folder, "e0000001"))[0] for _ in range(2))
        print(f"one entity is {one.beside(bar)} the bar")
        for engine in engines:
            with named(engine) as name:
                measure(folder, name, rows, bar)


def measure(folder, name, rows, bar):
    """Ask an engine for the whole state, twice; the faster one counts."""
    opening, log = timed(f"{sort_of(name)}: open", lambda: tl.open_data(folder, engine=name))
    snap = log.at(as_of="2024-10-04", on="2022-01-08")
    view, at = View("v", ("p", "q")), onengine.moments(snap)
    fetching = [
        timed("  what decides the state, fetched", lambda: deciding.of_state(log.engine, view, at)) for _ in "12"
    ]
    answering = [timed("  the whole state, as rows", lambda: snap.state("v")) for _ in "12"]
    log.close()
    took, found = min(fetching, key=lambda one: one[0].busy)
    whole, table = min(answering, key=lambda one: one[0].busy)
    print(f"  {len(found.facts):,} of {rows:,} facts decide {len(table):,} cells")
    print(f"  fetched: {took.beside(bar)} the bar; as rows: {whole.beside(bar)}", flush=True)
    print(f"  opened in {opening.wall:.1f} s, {opening.busy:.1f} s of processors", flush=True)


if __name__ == "__main__":
    main()
