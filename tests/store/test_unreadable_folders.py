"""A folder of a log that may not be read, or not entered, is named, and never taken for an empty one."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from builders import a_draft, a_log, segments_of

AS_ANYBODY = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
    if os.geteuid() == 0
    else []
)
"""Root may read everything, unless it lets go of that right."""

pytestmark = pytest.mark.skipif(
    bool(AS_ANYBODY) and shutil.which("setpriv") is None, reason="run by root, who may read anything"
)

PLACES = {"the log": ".", "a year": "2026", "a batch": "2026/*[0-9a-f]"}
MAY_NOT_BE = {"read nor entered": 0o000, "read": 0o311, "entered": 0o644}
WORDS = ("list", "check", "check --new", "add c")


@pytest.fixture
def log(tmp_path):
    """A log of two records, one of them in a batch."""
    made = a_log(tmp_path, a_draft(title="a"), now=1_795_468_200_000_000)
    other = a_log(tmp_path / "other", a_draft(title="b"), now=1_795_468_200_000_000)
    name = next(iter(segments_of(other)))
    batch = made.path / name.removesuffix(".jsonl")
    batch.mkdir()
    (batch / "0001.jsonl").write_bytes((other.path / name).read_bytes())
    assert len(made.read().records) == 2
    return made


def run(log, *words):
    command = [*AS_ANYBODY, sys.executable, "-m", "timeline", "-C", log.folder, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", MAY_NOT_BE)
def test_no_answer_leaves_out_what_may_not_be_read(log, place, what):
    path = log.path if place == "the log" else next(log.path.glob(PLACES[place]))
    assert run(log, "check", "--new").returncode == 0
    path.chmod(MAY_NOT_BE[what])
    try:
        done = {words: run(log, *words.split()) for words in WORDS}
    finally:
        path.chmod(0o755)
    for words, one in done.items():
        told = one.stdout + one.stderr
        assert one.returncode != 0, (words, told)
        assert "permission denied" in told.lower(), (words, told)
        assert "--help" not in told, (words, told)
    assert len(log.read().records) == 2


@pytest.mark.parametrize("index", ["", "on", "off"])
@pytest.mark.parametrize("what", MAY_NOT_BE)
def test_python_refuses_it_in_an_error_of_its_own(log, what, index, monkeypatch):
    monkeypatch.setenv("TIMELINE_INDEX", index)
    code = (
        "import json, sys, timeline as tl\n"
        "log = tl.open(sys.argv[1])\ntold = []\n"
        "import os\nlog.at().list()\nos.chmod(sys.argv[2], int(sys.argv[3]))\n"
        "for ask in (lambda: log.at().list().rows(), log.read, log.check, lambda: log.add('c', by='ada')):\n"
        "    try:\n        told.append(str(ask()))\n"
        "    except tl.TimelineError as error:\n        told.append(str(error))\n"
        "print(json.dumps(told))\n"
    )
    path = log.path / "2026"
    try:
        words = [*AS_ANYBODY, sys.executable, "-c", code, log.folder, str(path), str(MAY_NOT_BE[what])]
        found = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    finally:
        path.chmod(0o755)
    assert len(found) == 4
    assert all("permission denied" in one for one in found), found


@pytest.mark.parametrize("words", ["list", "check", "add c", "source press"])
@pytest.mark.parametrize("what", ["read nor entered", "entered"])
@pytest.mark.parametrize("start", [".", "a/folder/below"])
def test_a_log_that_may_not_be_entered_is_named_from_below_and_no_other_is_taken_or_offered(log, words, what, start):
    below = log.path.parent / start
    below.mkdir(parents=True, exist_ok=True)
    log.path.chmod(MAY_NOT_BE[what])
    try:
        for place in ([], ["-C", str(log.path.parent)]):
            command = [*AS_ANYBODY, sys.executable, "-m", "timeline", *place, *words.split()]
            done = subprocess.run(command, cwd=below, capture_output=True, text=True, check=False)
            assert done.returncode == 2, done.stderr
            assert "cannot be entered: permission denied" in done.stderr
            assert f"ls -ld {log.path};" in done.stderr
            assert "init" not in done.stderr
    finally:
        log.path.chmod(0o755)
    assert len(log.read().records) == 2


def test_the_folder_that_may_not_be_entered_is_named_where_the_log_lies_deeper(log):
    log.path.parent.chmod(0o000)
    try:
        done = run(log, "list")
    finally:
        log.path.parent.chmod(0o755)
    assert done.returncode == 2
    assert "cannot be entered: permission denied" in done.stderr
    assert f"ls -ld {log.path.parent};" in done.stderr
    assert "init" not in done.stderr
