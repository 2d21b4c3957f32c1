"""The bar of long work: on a terminal alone, and gone when the work is done."""

import contextlib
import os
import pty
import subprocess
import sys

from terminals import at_a_terminal

PROGRAM = """
from timeline.cli import progress
progress._QUIET_S = progress._PACE_S = 0.0
with progress.bar("reading") as tell:
    for done in range(5):
        tell(done, 4)
"""


def test_a_terminal_sees_how_far_it_is_and_then_nothing():
    code, said = at_a_terminal([sys.executable, "-c", PROGRAM], streams=("stderr",), stdout=subprocess.DEVNULL)
    assert code == 0
    for words in (b"reading [", b" 25%", b"100%"):
        assert words in said
    assert said.split(b"\r")[-2].strip() == b""


def test_where_nobody_knows_how_much_there_is_the_lines_are_counted():
    parent, child = pty.openpty()
    program = PROGRAM.replace("tell(done, 4)", "tell(done * 1000, 0)")
    subprocess.run([sys.executable, "-c", program], stderr=child, check=True)
    os.close(child)
    said = os.read(parent, 4096)
    os.close(parent)
    assert b"\rreading 1,000\rreading 2,000" in said
    assert said.split(b"\r")[-2].strip() == b""


def test_a_pipe_sees_nothing():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_short_work_shows_nothing():
    parent, child = pty.openpty()
    program = PROGRAM.replace("progress._QUIET_S = progress._PACE_S = 0.0", "")
    subprocess.run([sys.executable, "-c", program], stderr=child, check=True)
    os.close(child)
    os.set_blocking(parent, False)
    with contextlib.suppress(OSError):  # nothing to read, or the other end is closed
        assert os.read(parent, 4096) == b""
    os.close(parent)
