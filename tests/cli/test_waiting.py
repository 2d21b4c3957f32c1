"""An answer waits until all of it is made, in a few megabytes of memory and, beyond that, in a file without a name."""

import os
import resource
import signal
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from timeline.cli import waiting
from timeline.cli.waiting import Waiting

COUNT = 3_000


@given(st.lists(st.text(st.characters(), max_size=40), max_size=30), st.integers(1, 60))
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_what_waits_comes_back_as_it_was_and_any_number_of_times(monkeypatch, texts, most):
    monkeypatch.setattr(waiting, "MOST", most)
    held = Waiting(texts)
    for _ in range(2):
        assert "".join(held) == "".join(texts)
    assert held.lines == "".join(texts).count("\n")
    held.take("and more\n")
    assert "".join(held) == "".join([*texts, "and more\n"])
    held.close()


FULL = """
import resource, signal, sys
from timeline.cli import waiting
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
waiting.MOST = 50
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
texts = [f"line {place} \\u00e4\\n" for place in range(40)]
held = waiting.Waiting(texts)
for _ in range(2):
    assert "".join(held) == "".join(texts)
held.close()
"""


@pytest.mark.parametrize("room", [0, 1, 10, 60, 101, 200, 1_000_000])
def test_what_waits_is_whole_wherever_the_room_for_its_file_ends(room):
    done = subprocess.run([sys.executable, "-c", FULL, str(room)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A log of which `list --json` is longer than what waits in memory."""
    folder = tmp_path_factory.mktemp("large") / "events"
    log = tl.init(folder)
    words = "word " * 300
    log.write([("event", {"title": f"event {place} {words}", "occurred": "2025-05"}) for place in range(COUNT)])
    return folder


def listed(folder, *words, how="on", **more):
    environment = {**os.environ, "TIMELINE_INDEX": how, **more.pop("env", {})}
    command = [sys.executable, "-m", "timeline", "-C", folder, "list", *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False, **more)


def test_a_long_answer_is_the_same_in_a_file_and_on_standard_output(large, tmp_path):
    for form in ("json", "jsonl", "csv", "plain"):
        done = listed(large, "--format", form)
        assert done.returncode == 0
        assert len(done.stdout) > (0 if form == "plain" else waiting.MOST)
        path = tmp_path / f"answer.{form}"
        assert listed(large, "--format", form, "-o", path).returncode == 0
        assert path.read_bytes() == done.stdout


def test_nothing_is_left_of_what_waited(large, tmp_path):
    assert listed(large, "--json", env={"TMPDIR": str(tmp_path)}).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_kept_all_of_it_waits_in_memory(large):
    """A process that may write no file larger than some kilobytes answers all the same."""

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    found = listed(large, "--json", preexec_fn=little_room)
    assert (found.returncode, found.stdout) == (0, listed(large, "--json").stdout)


def test_a_reader_that_has_enough_ends_it_quietly(large):
    with subprocess.Popen(
        [sys.executable, "-m", "timeline", "-C", large, "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141
