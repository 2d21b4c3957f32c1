"""Files that say they hold more than any memory: refused by name, in bounded memory, whatever they are."""

import os
import resource
import subprocess
import sys

import pytest

from builders import a_draft, a_log
from timeline.errors import LogError
from timeline.store.check import check
from timeline.store.log import LogFiles

HUGE = 5 << 30
MEMORY = 1 << 30


def with_holes(path):
    """Make a file that says it holds 5 GB, and takes no room."""
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        file.truncate(HUGE)


def run(log, *words):
    """Run a command in a process of its own that may take 1 GB of memory."""

    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    environment = {**os.environ, "TIMELINE_BY": "ada", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "timeline", "-C", log.folder, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=bound, env=environment)


@pytest.mark.parametrize("name", ["2026/2026-11-23T2110Z-eve-7f3a9c.jsonl", "2026/aside/0001.jsonl"])
@pytest.mark.parametrize("words", [["list"], ["add", "new"], ["checkpoint"], ["export", "-o", "x.jsonl"]])
def test_a_segment_with_holes_is_one_clear_error(tmp_path, name, words, monkeypatch):
    monkeypatch.chdir(tmp_path)
    log = a_log(tmp_path, a_draft())
    path = log.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with_holes(path)
    done = run(log, *words)
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("error: ") == 1
    assert f"at: {name}" in done.stderr
    assert "holds more than" in done.stderr


def test_check_names_it_beside_all_else(tmp_path):
    log = a_log(tmp_path, a_draft())
    segment = next(log.path.glob("2*/*.jsonl"))
    with_holes(log.path / "2026" / "2026-11-23T2110Z-eve-7f3a9c.jsonl")
    segment.write_bytes(segment.read_bytes().replace(b'"by":"ada"', b'"by":"eve"'))
    found = check(log).findings
    assert {finding.code for finding in found} == {"hash", "too-large"}
    assert all(finding.fix for finding in found)


def test_a_checkpoint_with_holes_is_named(tmp_path):
    log = a_log(tmp_path, a_draft())
    with_holes(log.path / "checkpoints" / "000001-00000000.txt")
    (found,) = check(log).findings
    assert (found.code, found.file) == ("checkpoint", "checkpoints/000001-00000000.txt")
    assert "holds more than" in found.message


def test_settings_with_holes_are_named(tmp_path):
    log = a_log(tmp_path, a_draft())
    with_holes(log.path / "timeline.toml")
    with pytest.raises(LogError, match="holds more than") as raised:
        LogFiles(folder=log.folder).read()
    assert raised.value.where == "timeline.toml"
