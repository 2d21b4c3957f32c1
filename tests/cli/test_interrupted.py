"""Ctrl-C at any moment of a command that writes: nothing is half written, one line says so, the next run goes on.

The signal is a real one, raised by the process itself before or after one of its calls to the system, each in turn.
"""

import json
import os
import subprocess
import sys

import pytest

from builders import a_draft, a_log
from timeline.store.check import check
from timeline.store.log import LogFiles

CODE = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
wanted, when = int(sys.argv[1]), sys.argv[2]
del sys.argv[1:3]
seen = [0]
def counted(real):
    def call(*given, **named):
        seen[0] += 1
        is_now = seen[0] == wanted
        if is_now and when == "before":
            signal.raise_signal(signal.SIGINT)
        try:
            return real(*given, **named)
        finally:
            if is_now and when == "after":
                signal.raise_signal(signal.SIGINT)
    return call
for name in ("open", "write", "fsync", "rename", "mkdir", "ftruncate", "close", "unlink", "lseek"):
    setattr(os, name, counted(getattr(os, name)))
from timeline.cli import main
main()
"""

LARGE = [{"title": f"event {number}", "said": "x" * 250_000} for number in range(5)]


def as_lines(bodies):
    return "".join(json.dumps({"kind": "event", **body}) + "\n" for body in bodies)


def as_sheet(bodies):
    return "title,said\n" + "".join(f"{body['title']},{body.get('said', '')}\n" for body in bodies)


COMMANDS = {
    "add one": (["add", "event 0"], None, 1),
    "add - in a folder": (["add", "-"], as_lines(LARGE), len(LARGE)),
    "import": (["import", "-", "--from", "csv"], as_sheet(LARGE), len(LARGE)),
}


def run(folder, words, given, *, at=0, when="before"):
    return subprocess.run(
        [sys.executable, "-c", CODE, str(at), when, "-C", folder, *words],
        input=given or "",
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "TIMELINE_BY": "ada"},
    )


def titles(folder):
    return sorted(record.body["title"] for record in LogFiles(folder=folder).read().records)


@pytest.mark.parametrize(("name", "when"), [(name, when) for name in COMMANDS for when in ("before", "after")][:-1])
def test_nothing_is_half_written_and_the_next_run_goes_on(tmp_path, name, when):
    words, given, count = COMMANDS[name]
    written = before = sure = 0
    for at in range(1, 1_000):
        log = a_log(tmp_path / str(at), a_draft(title="old"))
        done = run(log.folder, words, given, at=at, when=when)
        told = done.stderr.splitlines()
        found = titles(log.folder)
        if done.returncode == 0:
            assert len(found) == 1 + count
            break
        assert done.returncode == 130, done.stderr
        assert "Traceback" not in done.stderr
        assert told[-1].startswith("Interrupted"), done.stderr
        assert max(map(len, told)) < 500
        assert len(found) in (1, 1 + count), at
        if "already in the log" in told[-1]:
            assert len(found) == 1 + count
        elif "Nothing was added" in told[-1]:
            assert len(found) == 1
            sure += 1
        written, before = written + (len(found) > 1), before + (len(found) == 1)
        again = run(log.folder, words, given)
        assert again.returncode == 0, again.stderr
        assert len(titles(log.folder)) == 1 + count
        assert check(log).findings == ()
        left = log.path / ".tmp"
        assert not left.exists() or not list(left.iterdir()), at
    else:
        pytest.fail("it never came to its end")
    assert before > 3
    assert written > 0
    assert sure > 3
