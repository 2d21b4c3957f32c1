"""What verifying costs: everything, and what is new, against hashing the same bytes and importing click.

    python benchmarks/checks.py          100,000 events of about 360 bytes
    python benchmarks/checks.py 1000000  as many as that

Each is a whole process, run in turn with its peer; compared are the medians of what the processor counts, user and
system together, so that other work on the machine bears less on it.
"""

import datetime as dt
import itertools
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import HERE, process
from timeline.api import init
from timeline.records import segment
from timeline.records.line import encode

PER_FILE = 2_700  # about 1 MB
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
PEAK = (
    "import resource, sys; from timeline.cli.main import cli\n"
    "try: cli.main(sys.argv[1:])\n"
    "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
)


def lines(count, parents=(), first=0):
    """Make lines that follow each other: fifty sources, and then events that cite them."""
    chance = random.Random(first)
    for number in range(first, first + count):
        kind = "event"
        body = {
            "title": f"event {number}",
            "occurred": f"20{number % 20:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "facts": [{"entity": f"e{number % 997}", "property": "p", "value": f"v{number % 9}"}],
            "reports": [{"source": f"s{number % 50}"}],
        }
        if number < 50:
            kind, body = "source", {"name": f"s{number}", "published": "2019"}
        stamp = (START + dt.timedelta(seconds=number)).isoformat(timespec="microseconds")[:26] + "Z"
        salt = f"{chance.getrandbits(128):032x}"
        record_id, line = encode(parents=parents, recorded=stamp, by="bench", kind=kind, body=body, salt=salt)
        parents = (record_id,)
        yield stamp, record_id, line + b"\n"


def lay_down(folder, made):
    """Write lines as an import would, without holding them; the id of the last."""
    record_id = None
    for part in itertools.count(1):
        portion = list(itertools.islice(made, PER_FILE))
        if not portion:
            return record_id
        if part == 1:
            name = segment.stem(portion[0][0], "bench", portion[0][1])
        path = Path(folder, name, f"{part:04d}.jsonl")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(line for *_, line in portion))
        record_id = portion[-1][1]
    return record_id


def processor_s(words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process(*words)()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turn(one, other, runs):
    pairs = [(processor_s(one), processor_s(other)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def hashed(folder):
    files = [str(path) for path in sorted(Path(folder).rglob("*.jsonl"))]
    return ["openssl", "dgst", "-sha256", *files]


def measured(folder, count):
    log = init(folder / "log", title="bench").files
    last = lay_down(log.folder, lines(count))
    size = sum(path.stat().st_size for path in Path(log.folder).rglob("*.jsonl"))
    check = [sys.executable, "-m", "timeline", "-C", log.folder, "check"]
    click = [sys.executable, "-c", "import click"]
    runs = 5 if count <= 100_000 else 3
    yield "bytes an event", size / count, f"{count:,} events, {size / 1e6:.0f} MB"
    process("sleep", "2.5")()  # a file that was touched just now is not known again
    full, digest = in_turn(check, hashed(log.folder), runs)
    yield "check / openssl dgst -sha256", full / digest, f"{full:.2f} s, {full / count * 1e6:.2f} us an event"
    new, start = in_turn([*check, "--new"], click, runs)
    yield "check --new, nothing new / import click", new / start, f"{new:.2f} s, {new / count * 1e6:.2f} us an event"
    lay_down(log.folder, lines(1_000, (last,), count))
    again, _ = in_turn([*check, "--new"], click, 1)
    yield "check --new, 1,000 new / check --new", again / new, f"{again:.2f} s"
    for words in ([], ["--new"]):
        done = subprocess.run(
            [sys.executable, "-c", PEAK, "-C", log.folder, "check", *words], capture_output=True, text=True, check=False
        )
        peak = int(done.stderr.split()[-1]) / 1000
        yield f"memory of check {' '.join(words)}".strip(), peak, "MB at most"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    results = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, figure, note in measured(Path(scratch), count):
            results[f"{name}, {count:,} events"] = round(figure, 2)
            print(f"{figure:9.2f}  {name}  ({note})", flush=True)
    (HERE / "checks.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
