"""Faults that take minutes: each job tries many, and prints how many were tried and what was lost.

``make faults`` runs all of them; ``faults/run.py kills limits`` some; ``--seconds N`` bounds each. What this machine
does not have (strace, root, loop devices) is said, never passed over. Ends with 1 where anything was lost.
"""

# It is a script, prints, and works in memory where it can.
# ruff: noqa: INP001, S108, T201
from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "store")]

import jobs  # noqa: E402 - found by the path above


def main() -> int:
    """Run the jobs that were asked for, and print one row for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("jobs", nargs="*", metavar="JOB", help=f"of {', '.join(jobs.JOBS)}; all where none is named")
    parser.add_argument("--seconds", type=float, default=240.0, help="what a job may take, 240 by default")
    options = parser.parse_args()
    if wrong := sorted(set(options.jobs) - set(jobs.JOBS)):
        parser.error(f"there is no job {', '.join(wrong)}; the jobs are {', '.join(jobs.JOBS)}")
    lost = 0
    print("| job | faults tried | acknowledged | lost | half-visible | other | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | --- | ---: |")
    for name in options.jobs or jobs.JOBS:
        words, job = jobs.JOBS[name]
        memory = "/dev/shm" if name not in jobs.ON_DISK and os.access("/dev/shm", os.W_OK) else None
        folder = Path(tempfile.mkdtemp(prefix="timeline-faults-", dir=memory))
        began = time.monotonic()
        try:
            count = job(folder, began + options.seconds)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        took = time.monotonic() - began
        if count.skipped:
            print(f"| {words} | - | - | - | - | not run: {count.skipped} | |", flush=True)
            continue
        lost += count.lost + count.half
        row = (count.tried, count.acknowledged, count.lost, count.half, count.other or "", f"{took:.0f}")
        print(f"| {words} | {' | '.join(map(str, row))} |", flush=True)
        for line in count.broken[:20]:
            print(f"{name}: {line}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
