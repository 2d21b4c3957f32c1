"""The bar of long work: on a terminal alone, and gone when the work is done."""

import contextlib
import fcntl
import os
import pty
import signal
import subprocess
import sys

import pytest

import timeline as tl
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


WORKING = """
import time
from timeline.cli import output, progress
progress._QUIET_S = progress._TICK_S = 0.01
with progress.working():
    def seen():
        line, began = progress._awaited[0], time.monotonic()
        while line._shown < began:
            time.sleep(0.01)
        while line._drawing.locked():
            time.sleep(0.01)
    seen()
    output.note("a note")
    with progress.bar("reading"):
        seen()
    seen()
    output.put_text("the answer")
"""


def test_silent_work_is_seen_and_makes_room_for_what_is_written():
    code, said = at_a_terminal([sys.executable, "-c", WORKING])
    assert code == 0
    assert said.endswith(b" \rthe answer\r\n")
    before, _, after = said.partition(b"a note\r\n")
    assert before.endswith(b" \r")
    assert before.startswith(b"\rworking [")
    assert b"\rreading [" in after


# A log just written is indexed once more when it has rested: here it has rested at once, however slow the machine.
INDEXING = """
from timeline.cli import main, progress
from timeline.store import marks
progress._QUIET_S = progress._PACE_S = 0.0
marks.SETTLED_NS = 0
main()
"""


def test_the_first_question_shows_how_far_the_index_is(log):
    environ = {**os.environ, "TIMELINE_LOG": str(log.folder), "TIMELINE_INDEX": "on"}
    command = [sys.executable, "-c", INDEXING, "state", "hardware"]
    code, said = at_a_terminal(command, streams=("stderr",), stdout=subprocess.DEVNULL, env=environ)
    assert code == 0
    assert b"\rindexing the log [" in said
    assert b" 20%" in said
    code, said = at_a_terminal(command, streams=("stderr",), stdout=subprocess.DEVNULL, env=environ)
    assert (code, b"indexing" in said) == (0, False)


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["written", "tried"])
def test_each_part_of_an_import_is_named_with_how_far_it_is(tmp_path, more):
    sheet = tmp_path / "story.csv"
    sheet.write_text("Date,Headline\n" + "".join(f"2025-08-14,event {number}\n" for number in range(4_500)))
    tl.init(tmp_path / "log")
    command = [sys.executable, "-c", INDEXING, "-C", str(tmp_path / "log"), "import", str(sheet), *more]
    code, said = at_a_terminal(command, streams=("stderr",), stdout=subprocess.DEVNULL)
    assert code == 0
    for words in (b"\rreading [", b"\rdeciding [", b"  11%", b"  61%"):
        assert words in said
    shown = [part for part in said.split(b"\r") if part.startswith(b"trying [" if more else b"writing [")]
    assert any(b"  22%" in part for part in shown), shown
    assert any(b"  88%" in part for part in shown), shown


@pytest.mark.parametrize("words", [["list"], ["conflicts"], ["stats"]], ids=" ".join)
def test_a_command_that_waits_for_long_is_seen_and_can_be_interrupted(log, words):
    environ = {**os.environ, "TIMELINE_LOG": str(log.folder), "TIMELINE_INDEX": "on"}
    command = [sys.executable, "-c", "from timeline.cli import main; main()", *words]
    expected = subprocess.run(command, env=environ, capture_output=True, check=True).stdout
    lock = log.folder / ".index" / "log.lock"
    for is_interrupted in (True, False):
        with lock.open("rb+") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            lead, follow = pty.openpty()
            asked = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=follow)
            os.close(follow)
            seen = b""
            while b" [" not in seen:
                seen += os.read(lead, 4096)
            if is_interrupted:
                asked.send_signal(signal.SIGINT)
            else:
                fcntl.flock(held, fcntl.LOCK_UN)
            answer, _ = asked.communicate(timeout=60)
            with contextlib.suppress(OSError):  # the other end is closed
                while part := os.read(lead, 4096):
                    seen += part
            os.close(lead)
        assert asked.returncode == (130 if is_interrupted else 0)
        assert answer == (b"" if is_interrupted else expected)
        assert seen.startswith((b"\rworking [", b"\rreading the log ["))
        assert seen.rpartition(b" \r")[2].strip() != b""
        assert b"[" not in seen.rpartition(b" \r")[2]
