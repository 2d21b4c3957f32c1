"""Tries properties on very many random logs, in portions that can be stopped and gone on with.

    python tests/portions.py [--examples 10000] [--portion 1000] [--seed 1] [--only WORDS] [--report]

Each portion is a run of pytest of its own, with one property and one seed; what came of it is a line of
``build/portions.jsonl``, with the count that Hypothesis gives and the commit. A portion that has such a line, of the
same property, seed and size, is not run again, so a run that was stopped goes on where it was. Seeds are consecutive:
portion ``n`` of each property has the seed ``--seed + n``. ``--only`` chooses as ``pytest -k`` does.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
KEPT = ROOT / "build" / "portions.jsonl"
FILES = (
    "tests/views/test_possible_worlds.py",
    "tests/views/test_verdicts.py",
    "tests/views/test_clashing.py",
    "tests/views/test_conflicts.py",
    "tests/asof/test_semantics_properties.py",
)
COUNTED = re.compile(r"(\d+) passing, (\d+) failing")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--portion", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--report", action="store_true", help="say what was tried so far, and run nothing")
    asked = parser.parse_args()
    if asked.report:
        return report()
    failed = False
    tests = properties(asked.only)
    for number in range(-(-asked.examples // asked.portion)):
        size = min(asked.portion, asked.examples - number * asked.portion)
        for test in tests:
            place = {"test": test, "seed": asked.seed + number, "size": size}
            if place in [{name: line[name] for name in place} for line in lines()]:
                continue
            line = place | tried(test, asked.seed + number, size)
            keep(line)
            failed = failed or not line["passed"]
            print(json.dumps({name: value for name, value in line.items() if name != "output"}), flush=True)
    return 1 if failed else 0


def properties(only):
    """Name the properties: the tests that Hypothesis gives examples (``conftest.py`` marks them)."""
    chosen = ["-k", only] if only else []
    found = pytest("--collect-only", "-q", "-m", "property and not nightly", *chosen, *FILES).stdout
    return [line for line in found.splitlines() if "::" in line]


def tried(test, seed, size):
    start = time.monotonic()
    env = {"TIMELINE_SEED": str(seed), "TIMELINE_EXAMPLES": str(size)}
    ran = pytest("-q", "--hypothesis-show-statistics", test, env=env)
    counts = [[int(number) for number in found] for found in COUNTED.findall(ran.stdout)]
    return {
        "passed": ran.returncode == 0,
        "examples": sum(passing + failing for passing, failing in counts),
        "seconds": round(time.monotonic() - start),
        "commit": commit(),
        **({} if ran.returncode == 0 else {"output": ran.stdout[-20_000:] + ran.stderr[-2_000:]}),
    }


def pytest(*arguments, env=None):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )


def commit():
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def lines():
    if not KEPT.exists():
        return []
    return [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()]


def keep(line):
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def report():
    """Print, for each property, how many examples were tried with which seeds, and how many portions failed."""
    for test in dict.fromkeys(line["test"] for line in lines()):
        some = [line for line in lines() if line["test"] == test]
        seeds = sorted({line["seed"] for line in some})
        count, failures = sum(line["examples"] for line in some), sum(not line["passed"] for line in some)
        commits = ", ".join(dict.fromkeys(line["commit"] for line in some))
        print(f"{test.split('::')[1]}: {count:,} examples, {failures} failed; seeds {seeds[0]}-{seeds[-1]}; {commits}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
