"""Runs the quick suite: two processes at once, each with its share of the files of tests.

    python tests/quick.py [what pytest takes]

By pytest-xdist each of two processes reads all files, and a third is told of every test: a sixth more of the
processor's time. What a share takes is not known before it is tried; by the sizes of the files, the shares are alike.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import tempfile

SHARES = 2
VARIABLE = "TIMELINE_SHARE"
"""Says to pytest which share is its own: ``1/2``, ``2/2``."""
LEFT_OUT = "nightly or browser or figures or faults or long or processes or scale"
TERMINATED = 143
NOTHING_TO_TRY = 5
"""The exit code of pytest where no test was chosen, as by names that all are in another share."""


def share(sizes, number, of):
    """Give the files of one of so many shares, from 1: each the next largest in its turn, there and back."""
    turns = itertools.cycle((*range(1, of + 1), *range(of, 0, -1)))
    largest_first = sorted(sizes, key=lambda file: (-sizes[file], file))
    return {file for file, turn in zip(largest_first, turns, strict=False) if turn == number}


def main(words):
    asked = [sys.executable, "-m", "pytest", "-m", f"not ({LEFT_OUT})", *words]
    asked += ["-o", "tmp_path_retention_policy=failed"]
    with tempfile.TemporaryFile() as kept:  # what the second says is shown once the first is done
        running = [
            subprocess.Popen(asked, env={**os.environ, VARIABLE: f"{number}/{SHARES}"}, stdout=out, stderr=out)
            for number, out in enumerate((None, kept), 1)
        ]
        try:
            codes = [one.wait() for one in running]
        except KeyboardInterrupt:  # both were interrupted, and say so themselves
            codes = [one.wait() for one in running]
        finally:
            for one in running:
                one.terminate()
        kept.seek(0)
        sys.stdout.buffer.write(kept.read())
    tried = [code for code in codes if code != NOTHING_TO_TRY]
    return max(map(abs, tried), default=NOTHING_TO_TRY)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    sys.exit(main(sys.argv[1:]))
