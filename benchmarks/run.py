"""Measures the main costs side by side in one run, as ratios to something that everybody knows.

    make bench                      prints the table, and writes benchmarks/latest.json
    python benchmarks/run.py 100000 the same, with logs up to that size

Whole processes are timed as the median of interleaved runs; nothing here passes or fails.
"""

import datetime as dt
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timeline.api import Log, init
from timeline.asof.ledger import Clocks, Ledger
from timeline.dates.edtf import parse_clock
from timeline.records.admission import Draft
from timeline.views.table import ViewSpec, state

HERE = Path(__file__).parent
EVENTS = HERE.parent / "events"
RUNS = 9
CLOCK = parse_clock("2025-06", today=dt.date(2026, 1, 1))
CLOCKS = Clocks(as_of=CLOCK, on=CLOCK)
SPEC = ViewSpec(name="bench", title="bench", properties=("p",))


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(one, other, runs=RUNS):
    """Give the medians of two pieces of work, each run in turn with the other."""
    pairs = [(seconds(one), seconds(other)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def process(*words):
    environ = {**os.environ, "NO_COLOR": "1"}
    return lambda: subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ, check=True)


def drafts(count):
    for place in range(50):
        yield Draft(kind="source", body={"name": f"s{place}", "published": f"2025-{place % 12 + 1:02d}"})
    for place in range(count):
        yield Draft(
            kind="event",
            body={
                "title": f"event {place}",
                "type": "bench.event",
                "occurred": f"20{place % 25:02d}-{place % 12 + 1:02d}-{place % 28 + 1:02d}",
                "facts": [{"entity": f"e{place % 997}", "property": "p", "value": f"v{place % 9}"}],
                "reports": [{"source": f"s{place % 50}"}],
                "data": {"filler": "x" * 60},
            },
        )


def cold():
    python, click = sys.executable, [sys.executable, "-c", "import click"]
    for words in (["state", "hardware"], ["list"], ["date", "2025?-08"]):
        ours, theirs = interleaved(process(python, "-m", "timeline", "-C", str(EVENTS), *words), process(*click))
        yield f"cold `timeline {' '.join(words)}` on the story / import click", ours / theirs, f"{ours * 1000:.0f} ms"


def appends(folder):
    log = init(folder / "append", title="bench")
    plain = os.open(folder / "plain", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    count = iter(range(10_000))

    def ours():
        log.files.append([Draft(kind="event", body={"title": f"event {next(count)}"})], by="bench")

    def theirs():
        os.write(plain, b"x" * 360)
        os.fdatasync(plain)

    one, other = interleaved(ours, theirs, runs=25)
    os.close(plain)
    yield "one durable append / write + fdatasync", one / other, f"{one * 1000:.2f} ms"


def batch(folder):
    number = iter(range(100))

    def ours():
        log = init(folder / f"batch{next(number)}", title="bench")
        log.files.append(list(drafts(950)), by="bench")

    def theirs():
        base = sqlite3.connect(folder / f"batch{next(number)}.db")
        base.execute("pragma journal_mode=wal")
        base.execute("pragma synchronous=full")
        base.execute("create table event(id integer primary key, body text)")
        for place in range(1000):
            with base:
                base.execute("insert into event(body) values (?)", (f"{place}" + "x" * 300,))
        base.close()

    one, other = interleaved(ours, theirs, runs=3)
    yield "SQLite WAL, 1,000 rows one by one / our batch of 1,000", other / one, f"{one * 1000:.0f} ms"


def drawing(folder):
    log = init(folder / "drawn", title="bench")
    log.files.append(list(drafts(100)), by="bench")
    command = (
        sys.executable,
        "-m",
        "timeline",
        "-C",
        log.files.folder,
        "figure",
        "events",
        "-o",
        str(folder / "f.svg"),
    )
    ours, theirs = interleaved(
        process(*command), process(sys.executable, "-c", "import matplotlib.backends.backend_svg"), runs=5
    )
    yield "100 events to SVG / import matplotlib's SVG backend", ours / theirs, f"{ours * 1000:.0f} ms"


def sizes(folder, most):
    size = 1_000
    while size <= most:
        log = init(folder / f"log{size}", title="bench")
        log.files.append(list(drafts(size)), by="bench")
        read = seconds(lambda log=log: log.files.read())
        records = Log(log.files).read().records
        ledger = Ledger(records)
        first = seconds(lambda ledger=ledger: ledger.at(CLOCKS))
        again = seconds(lambda ledger=ledger: ledger.at(CLOCKS))
        snapshot = ledger.at(CLOCKS)
        table = seconds(lambda snapshot=snapshot: state(snapshot, SPEC))
        for name, spent in (("read and verify", read), ("first as-of", first), ("next as-of", again), ("state", table)):
            yield f"{name}, {size:,} events", spent / size * 1e6, "us an event"
        size *= 10


def main():
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    results = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for rows in (cold(), appends(folder), batch(folder), drawing(folder), sizes(folder, most)):
            for name, figure, note in rows:
                results[name] = round(figure, 2)
                print(f"{figure:9.2f}  {name}  ({note})", flush=True)
    (HERE / "latest.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
