"""Measures the main costs side by side in one run, each in turn with its limit or with a peer on the same facts.

    make bench                            10,000 and 100,000 events; the table, and benchmarks/latest.json
    make bench SIZES=10000                these sizes alone, a portion of it
    python benchmarks/run.py --million    1,000,000 events too; what takes longer than the limit is said so

A row gives the least and the median of several rounds of both, and the median of the ratios pair by pair: other work on
the machine bears on both sides alike. Commands are measured in processor seconds, what waits for the disk by the wall.
Nothing here passes or fails; the goals stand beside what was measured.
"""

import argparse
import contextlib
import datetime as dt
import itertools
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import made
import peers
from timeline._version import __version__
from timeline.api import Log, init
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.edtf import parse_clock
from timeline.records.drafts import Draft
from timeline.store.log import LogFiles
from timeline.views.table import ViewSpec, state

HERE = Path(__file__).parent
STORY = HERE.parent / "events"
LIMIT_S = 300
SHORT_ROUNDS = 11  # of commands that take less than a tenth of a second, whatever the size of the log
RESTS_S = 4  # what was touched a moment ago may be touched again unseen, and is read again: a log that rests is asked
MAIN = "from timeline.cli import main; main()"
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
CLICK = [sys.executable, "-c", "import click"]


class Row(NamedTuple):
    """A line of the table: seconds unless ``unit`` says otherwise; goals are ratios to ``beside``, or in that unit."""

    what: str
    size: int | None
    ours: tuple[float, ...]
    beside: str = ""
    theirs: tuple[float, ...] = ()
    goal: float | None = None
    enough: float | None = None
    unit: str = "s"
    more_is_better: bool = False

    @property
    def figure(self):
        """What is held to the goal: the median of the ratios, or, where nothing stands beside, of our own figures."""
        if self.theirs:
            return statistics.median(a / b for a, b in zip(self.ours, self.theirs, strict=True))
        return statistics.median(self.ours)

    @property
    def verdict(self):
        if self.goal is None:
            return ""
        sign = -1 if self.more_is_better else 1
        if sign * self.figure <= sign * self.goal:
            return "met"
        return "good enough" if self.enough is not None and sign * self.figure <= sign * self.enough else "missed"


class TooSlow(Exception):
    """A command took longer than the limit."""


# --- measuring -------------------------------------------------------------------------------------------------------


def seconds(words, given=None):
    """Run a command, its output thrown away, and give what the processor counts of it, user and system together."""
    environ = {**os.environ, "NO_COLOR": "1", "TIMELINE_BY": "bench"}
    with Path(given or os.devnull).open("rb") as stdin:
        began = processor_s()
        try:
            done = subprocess.run(
                words,
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environ,
                timeout=LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TooSlow(" ".join(map(str, words))) from error
        spent = processor_s() - began
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode(errors="replace")[-500:])
    return spent


def processor_s():
    """Give what the processor counts of all commands that were run: other work on the machine bears less on it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_turn(one, *others, rounds, warm=True):
    """Run pieces of work in turn, and give the seconds of each; each is a command, or gives its seconds itself."""
    run = [work if callable(work) else (lambda words=work: seconds(words)) for work in (one, *others)]
    if warm:
        for work in run:
            work()
    spent = [tuple(work() for work in run) for _ in range(rounds)]
    return tuple(zip(*spent, strict=True))


def timeline(folder, *words):
    return [sys.executable, "-c", MAIN, "-C", str(folder), *map(str, words)]


def peak_mb(words, given=None):
    """Give the most memory that a command had at once."""
    environ = {**os.environ, "TIMELINE_BY": "bench"}
    with Path(given or os.devnull).open("rb") as stdin:
        try:
            done = subprocess.run(
                [sys.executable, "-c", PEAK, *map(str, words)],
                stdin=stdin, capture_output=True, text=True, env=environ, check=True, timeout=LIMIT_S,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise TooSlow(" ".join(map(str, words))) from error
    return int(done.stdout) / 1000


# --- what is measured ------------------------------------------------------------------------------------------------


def starting(_places):
    """A command on the story of this repository: imports are nearly the whole cost."""
    plain = [sys.executable, "-c", MAIN]
    yield "--help", 1.3, 1.6, [*plain, "--help"]
    yield "list, the story", 1.5, 2.0, timeline(STORY, "list")
    yield "state hardware, the story", 1.5, 2.0, timeline(STORY, "state", "hardware")


def of_the_story(rounds):
    for what, goal, enough, words in starting(None):
        ours, theirs = in_turn(words, CLICK, rounds=max(rounds, 15))
        yield Row(what, None, ours, "import click", theirs, goal, enough)


def append_to(files):
    """Give what adds one event to an open log each time, and tells the seconds that it took."""
    numbers = itertools.count()

    def add():
        body = {"title": f"event {next(numbers)}", "said": "x" * 200}
        began = time.perf_counter()
        files.append([Draft(kind="event", body=body)], by="bench", clock_is_right=True)
        return time.perf_counter() - began

    return add


def rested(add):
    """Add until what is added waits beside the index, and git is asked no more: give the same, at rest."""
    for _ in range(3):
        add()
    time.sleep(RESTS_S)
    add()
    return add


@contextlib.contextmanager
def least_append(folder):
    """Give what writes a line as the disk allows it, and tells the seconds that it took."""
    handle = os.open(folder / "plain", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write():
        began = time.perf_counter()
        os.write(handle, b"x" * 360)
        os.fdatasync(handle)
        return time.perf_counter() - began

    try:
        yield write
    finally:
        os.close(handle)


def append_to_large(log, count):
    """One durable append from Python on an open log of that size: what is added waits beside the index."""
    ours = rested(append_to(LogFiles(folder=str(log))))
    with least_append(log.parent) as least:
        yield Row("one durable append", count, *beside(in_turn(ours, least, rounds=25), "write + fdatasync"))


def appends(folder, have):
    """One durable append from Python on a small log, in turn with the least that the disk allows, and with peers."""
    ours = append_to(init(folder / "append", title="bench").files)
    ours()
    time.sleep(RESTS_S)  # as a program does that adds now and then: what was touched a moment ago is looked into again
    with least_append(folder) as least:
        yield Row("one durable append", None, *beside(in_turn(ours, least, rounds=25), "write + fdatasync"), 1.25)
        if shutil.which("git"):
            subprocess.run(["git", "init", "-q", folder / "tree"], check=True)
            in_git = rested(append_to(init(folder / "tree" / "events", title="bench").files))
            pair = in_turn(in_git, least, rounds=25)
            yield Row("one durable append, in a git work tree", None, *beside(pair, "write + fdatasync"))
    for name, script, goal, enough in (
        ("eventsourcing on SQLite", "sourced", 0.8, 1.0),
        ("SQLite by hand, WAL", "by_hand", None, None),
    ):
        if script == "by_hand" or "eventsourcing" in have:
            # The peer's loop runs by itself, between two halves of ours: the disk is the same, the moment is near.
            count = 25
            first = tuple(ours() for _ in range(count))
            words = peers.script(script, "append", folder / f"{script}.db", count)
            said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=LIMIT_S).stdout.split()
            again = tuple(ours() for _ in range(count))
            mine = tuple(sorted((*first, *again))[::2])
            yield Row("one durable append", None, mine, name, tuple(sorted(map(float, said))), goal, enough)


def beside(pair, name):
    ours, theirs = pair
    return ours, name, theirs


def batch_of_1000(folder, rounds):
    """A batch of 1,000 events, in turn with as many commits of SQLite."""
    numbers = iter(range(1_000))
    drafts = [Draft(kind="event", body=body) for body, _ in made.events(1_000)]
    for draft in drafts:
        draft.body.pop("reports")

    def ours():
        files = init(folder / f"batch{next(numbers)}", title="bench").files
        began = time.perf_counter()
        files.append(drafts, by="bench")
        return time.perf_counter() - began

    def theirs():
        words = peers.script("by_hand", "append", folder / f"batch{next(numbers)}.db", 1_000)
        said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=LIMIT_S).stdout.split()
        return sum(map(float, said))

    ours_s, theirs_s = in_turn(ours, theirs, rounds=min(rounds, 3), warm=False)
    yield Row("batch of 1,000", 1_000, ours_s, "SQLite WAL, 1,000 commits", theirs_s, 0.5)


def of_size(folder, count, have, rounds):
    """Give all that depends on the size of the log, part by part: where one takes too long, the others still stand."""
    log = folder / "log"
    log.mkdir(parents=True)
    rows, flat = made.lay_down(log, count)
    is_large = count > 10_000
    rounds, again = (2, {"rounds": 2, "warm": False}) if is_large else (rounds, {"rounds": rounds})
    yield cold(folder, rows, count, have, again)
    yield one_more(log, count)
    yield append_to_large(log, count)
    yield listed(log, count, again)
    yield checks(log, count, rounds)
    yield warm(folder, log, count, have, rounds)
    if count <= 100_000:
        yield replayed(log, count)
    yield peaks(log, count)
    yield adding(folder, flat, count)
    yield sheets(folder, count, rounds)


def cold(folder, rows, count, have, again):
    """The first question, then questions of commands that start anew."""
    log = folder / "log"
    one = timeline(log, "state", "bench", "--entity", made.ENTITY)
    yield Row("the first question, an event", count, (seconds(one) / count * 1e6,), goal=8, enough=15, unit="us")
    time.sleep(RESTS_S)
    ours, theirs = in_turn(one, CLICK, rounds=SHORT_ROUNDS)
    yield Row("state of one entity, cold", count, ours, "import click", theirs, 1.25, 1.5)
    others = dict(built(folder, rows, have))
    ours, *theirs = in_turn(one, *others.values(), **again)
    for name, spent in zip(others, theirs, strict=True):
        yield Row("state of one entity, cold", count, ours, name, spent)
    ours, theirs = in_turn(timeline(log, "state", "bench"), peers.script("plain", "all", rows), **again)
    yield Row("whole state, cold", count, ours, "a plain json + dict script", theirs, 2, 4)


def one_more(log, count):
    titles = (f"event {number} more" for number in itertools.count(1))  # the same again would not be written

    def add_one():
        return seconds(timeline(log, "add", next(titles), "--clock-is-right"))

    added, theirs = in_turn(add_one, CLICK, rounds=SHORT_ROUNDS)
    yield Row("one add, cold", count, added, "import click", theirs, 1.5, 2)


def listed(log, count, again):
    ours, theirs = in_turn(timeline(log, "list"), CLICK, **again)
    yield Row("list, all of it", count, ours, "import click", theirs)


def peaks(log, count):
    """The most memory that a command has at once."""
    for what, words in (
        ("state of one entity", ("state", "bench", "--entity", made.ENTITY)),
        ("whole state", ("state", "bench")),
        ("check", ("check",)),
        ("export to JSON lines", ("export",)),
    ):
        yield Row(f"memory: {what}", count, (peak_mb(timeline(log, *words)),), goal=64, enough=128, unit="MB")


def built(folder, rows, have):
    """Build what each peer asks of the same facts; give the command that asks for one entity, by the peer."""
    yield "a plain json + dict script", peers.script("plain", "one", rows, made.ENTITY)
    for name, script, package in (
        ("SQLite by hand", "by_hand", None),
        ("DuckDB", "duck", "duckdb"),
        ("tiramemsu", "tirame", "tiramemsu"),
    ):
        if package is None or package in have:
            base = folder / f"{script}.db"
            with contextlib.suppress(TooSlow):
                seconds(peers.script(script, "build", rows, base))
                yield name, peers.script(script, "one", base, made.ENTITY)


def checks(log, count, rounds):
    files = sorted(map(str, Path(log).rglob("*.jsonl")))
    time.sleep(2.5)  # a file that was touched just now is not known again
    rounds = min(rounds, 3)
    ours, new, theirs = in_turn(
        timeline(log, "check"),
        timeline(log, "check", "--new"),
        ["openssl", "dgst", "-sha256", *files],
        rounds=rounds,
        warm=count <= 10_000,
    )
    yield Row("check", count, ours, "openssl dgst -sha256", theirs)
    yield Row("check, an event", count, tuple(one / count * 1e6 for one in ours), goal=8, enough=12, unit="us")
    yield Row("check --new, nothing new", count, new, "check", ours, 0.05, 0.1)


def warm(folder, log, count, have, rounds):
    """What an open log answers in Python, in processor seconds, as the peer's scan is."""
    opened = Log(LogFiles(folder=str(log)))
    days = (f"2026-{month:02d}-{day:02d}" for month in (9, 10, 11) for day in range(1, 29))
    years = [f"{year}-06-15" for year in range(2024, 2024 - rounds - 1, -1)]  # hardly a cell is as it was a year before
    following = [f"2015-{month:02d}-{day:02d}" for month in (5, 6) for day in range(1, 29)][: rounds + 1]
    for what, asked in (("worked out anew", years), ("the next day", following)):
        spent = []
        for on in asked:  # all is known by the as-of day, which is another one each time
            began = time.process_time()
            opened.at(as_of=next(days), on=on).state("bench").rows()
            spent.append(time.process_time() - began)
        if "duckdb" in have:
            words = peers.script("duck", "warm", folder / "duck.db", rounds)
            said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=LIMIT_S).stdout.split()
            ours, theirs = tuple(spent[1:]), tuple(map(float, said))
            yield Row(f"whole state, warm, {what}", count, ours, "DuckDB's scan", theirs, 8, 12)
    opened.at(as_of="2026-11").state("bench", entities=made.ENTITY)
    for what, asked, goal in (
        ("one entity on an open log, another day", list(itertools.islice(days, rounds)), 50),
        ("one entity on an open log, the same again", ["2026-11"] * rounds, None),
        ("nothing on an open log: the look at its files", [None] * rounds, None),
    ):
        spent = []
        for day in asked:
            began = time.process_time()
            snapshot = opened.at(as_of=day)
            if day is not None:
                snapshot.state("bench", entities=made.ENTITY)
            spent.append((time.process_time() - began) * 1e6)
        yield Row(what, count, tuple(spent), goal=goal, unit="us")


def replayed(log, count):
    """The plain replay, the judge of all answers, which holds the whole log."""
    today = parse_clock("2026-11", today=dt.date(2026, 11, 30))
    began = time.process_time()
    records = LogFiles(folder=str(log)).read().records
    yield Row("read and verify, an event", count, ((time.process_time() - began) / count * 1e6,), unit="us")
    began = time.process_time()
    spec = ViewSpec(name="bench", title="bench", properties=("p",))
    state(Ledger(records).at(Clocks(as_of=today, on=today)), spec)
    yield Row("whole state, replayed, an event", count, ((time.process_time() - began) / count * 1e6,), unit="us")


def adding(folder, flat, count):
    """Many records at once, and the same again."""
    batch = init(folder / "batch", title="bench").files.folder
    spent = seconds(timeline(batch, "add", "-"), flat)
    yield Row("add -, records", count, (count / spent,), goal=50_000, enough=20_000, unit="1/s", more_is_better=True)
    again = init(folder / "again", title="bench").files.folder
    peak = peak_mb(timeline(again, "add", "-"), flat)
    yield Row("memory: add -", count, (peak,), goal=128, enough=300, unit="MB")
    yield Row(
        "import of the same again, records", count, (count / seconds(timeline(batch, "import", flat)),), unit="1/s"
    )


def sheets(folder, count, rounds):
    """A sheet, in turn with reading it by the csv module and giving the same records to ``add -``."""
    sheet, lines = folder / "sheet.csv", folder / "sheet.jsonl"
    made.sheet(count, sheet)
    numbers = iter(range(1_000))

    def ours():
        log = init(folder / f"sheet{next(numbers)}", title="bench").files.folder
        return seconds(timeline(log, "import", sheet, "--column", "Key=key"))

    def theirs():
        log = init(folder / f"sheet{next(numbers)}", title="bench").files.folder
        read = seconds([sys.executable, str(HERE / "made.py"), str(sheet), str(lines)])
        return read + seconds(timeline(log, "add", "-"), lines)

    pair = in_turn(ours, theirs, rounds=min(rounds, 3), warm=False)
    yield Row("import of a sheet", count, *beside(pair, "csv module, then add -"), 1.5)
    log = init(folder / "peak", title="bench").files.folder
    peak = peak_mb(timeline(log, "import", sheet, "--column", "Key=key"))
    yield Row("memory: import of a sheet", count, (peak,), goal=128, enough=300, unit="MB")


def growth(rows):
    """How the same question grows from the least size to the most."""
    for what, goal, enough in (("state of one entity, cold", 1.0, 1.2), ("one add, cold", 1.0, 1.2)):
        sized = sorted((row.size, row) for row in rows if row.what == what and row.beside == "import click")
        if len(sized) > 1:
            (least, first), (most, last) = sized[0], sized[-1]
            grown = last.figure / first.figure
            yield Row(f"growth of {what}, {least:,} to {most:,}", None, (grown,), goal=goal, enough=enough, unit="x")


# --- telling ---------------------------------------------------------------------------------------------------------


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def told(row):
    """Lay out a row as a line of the table in Markdown."""
    size = f"{row.size:,}" if row.size else ""
    ours = f"{number(min(row.ours))} / {number(statistics.median(row.ours))} {row.unit}"
    theirs = (
        f"{row.beside}: {number(min(row.theirs))} / {number(statistics.median(row.theirs))} s" if row.theirs else ""
    )
    ratio = f"{number(row.figure)}x" if row.theirs else ""
    goal = (
        "" if row.goal is None else f"{number(row.goal)}" + ("" if row.enough is None else f" ({number(row.enough)})")
    )
    return f"| {row.what} | {size} | {ours} | {theirs} | {ratio} | {goal} | {row.verdict} |"


HEAD = "| what | events | least / median | beside | ratio | goal (good enough) | |\n" + "| --- " * 7 + "|"


def machine(have):
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    model = named[0] if named else platform.processor()
    openssl = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "machine": f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "timeline": __version__,
        **peers.ours(),
        "openssl": openssl,
        **{name: have.get(name, "not to be had here: its rows are left out") for name in peers.PINS},
    }


def measured(sizes, rounds, have):
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        yield from of_the_story(rounds)
        yield from appends(folder, have)
        yield from batch_of_1000(folder, rounds)
        for count in sizes:
            for part in of_size(folder / str(count), count, have, rounds):
                try:
                    yield from part
                except TooSlow as error:
                    print(f"| longer than {LIMIT_S} s: {error} | {count:,} | | | | | |", flush=True)
            shutil.rmtree(folder / str(count), ignore_errors=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("sizes", nargs="*", type=int)
    options.add_argument("--million", action="store_true")
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # who installs it has it compiled; else each command compiles it anew
    sizes = given.sizes or [10_000, 100_000, *([1_000_000] if given.million else [])]
    have = peers.installed()
    facts = machine(have)
    for name, value in facts.items():
        print(f"{name}: {value}")
    print(f"\n{HEAD}", flush=True)
    rows = []
    for row in measured(sizes, given.rounds, have):
        rows.append(row)
        print(told(row), flush=True)
    for row in growth(rows):
        rows.append(row)
        print(told(row))
    kept = [row._asdict() | {"figure": row.figure, "verdict": row.verdict} for row in rows]
    (HERE / "latest.json").write_text(json.dumps({"on": facts, "rows": kept}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
