"""A log that git rewrites while it is read: whoever reads answers from one state of it, or says that it changes.

``TIMELINE_SECONDS`` says how long each way of reading is tried; without it a minute each night, else five seconds.
"""

import json
import os
import random
import subprocess
import time

import pytest
from click.testing import CliRunner

from merging import ENVIRONMENT, git, has_git
from ondisk import index
from timeline.cli.main import cli

pytestmark = pytest.mark.skipif(not has_git, reason="git is not installed")
SECONDS = float(os.environ.get("TIMELINE_SECONDS", "60" if os.environ.get("TIMELINE_SEED") else "5"))
SETTINGS = 'format = 1\ntitle = "rewritten"\n[views.v]\nproperties = ["p", "q"]\n'
ASKED = (
    ["list"],
    ["state", "v"],
    ["state", "v", "--entity", "E1", "--as-of", "2024-06-01"],
    ["why", "E1.p"],
    ["history", "E1.p"],
    ["history"],
    ["diff", "2024-03-01", "2025-01-01"],
    ["conflicts"],
    ["entities"],
    ["stats"],
    ["sources"],
)
WRITTEN = (
    ["figure", "belief", "E1.p", "-o", "a.svg"],
    ["figure", "state", "--view", "v", "--entity", "E1", "-o", "a.svg"],
    ["page", "--entity", "E1", "-o", "a.html"],
    ["export", "a.jsonl"],
    ["export", "a.csv"],
)


def ran(folder, *words):
    return CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", str(folder / "events"), *words])


def records(name, count):
    yield {"kind": "source", "name": f"s-{name}", "published": "2024-01-01"}
    for number in range(count):
        day = f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        fact = {"entity": f"E{number % 7}", "property": "pq"[number // 7 % 2], "value": f"v{number % 5}"}
        event = {"kind": "event", "key": f"{name}-{number}", "title": f"{name} {number}", "occurred": day}
        yield event | {"facts": [fact], "reports": [{"source": f"s-{name}"}]}
        if number % 5 == 0:
            yield {"kind": "correction", "target": f"key:{name}-{number}", "set": {"title": "anew"}, "because": "b"}


def added(folder, name):
    lines = "".join(json.dumps(one) + "\n" for one in records(name, 40))
    found = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", str(folder / "events"), "add", "-"], input=lines)
    assert found.exit_code == 0, found.stderr
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", name)


@pytest.fixture
def folder(tmp_path):
    """A log whose branches ``one`` and ``two`` have a file more than ``base``, each another one."""
    git(tmp_path, "init", "-q", "-b", "base")
    assert ran(tmp_path, "init").exit_code == 0
    (tmp_path / "events" / "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    added(tmp_path, "base")
    for branch in ("one", "two"):
        git(tmp_path, "checkout", "-q", "-b", branch, "base")
        added(tmp_path, branch)
    return tmp_path


@pytest.mark.parametrize("how", ["on", "off"])
def test_whoever_reads_a_log_that_git_rewrites_answers_from_one_state_or_says_that_it_changes(folder, how, monkeypatch):
    (folder / "out").mkdir()
    monkeypatch.chdir(folder / "out")
    states = {name: [] for name in map(tuple, ASKED)}
    for branch in ("base", "one", "two"):
        git(folder, "checkout", "-q", branch)
        for words in ASKED:
            states[tuple(words)].append(answered(folder, words, "off")[1])
    loop = "while :; do git checkout -q -f one; git checkout -q -f two; done"
    writer = subprocess.Popen(["sh", "-c", loop], cwd=folder, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    try:
        chance, until, codes = random.Random(1), time.monotonic() + SECONDS, {}
        while time.monotonic() < until:
            words = chance.choice((*ASKED, *WRITTEN, ["check"]))
            code, rows = answered(folder, words, how)
            codes.setdefault(words[0], []).append(code)
            assert rows is None or tuple(words) not in states or rows in states[tuple(words)], words
    finally:
        writer.kill()
        writer.wait()
    assert any(0 in some for some in codes.values())


def answered(folder, words, how):
    """Give the exit code of a command, and the rows that it printed; none where it said that git was amid a file."""
    is_table = words in ASKED
    with index(how):
        found = ran(folder, *words, *(["--json"] if is_table else []))
    assert found.exit_code in ((0, 1, 3) if words == ["check"] else (0, 3)), (words, found.exit_code, found.stderr)
    is_whole = found.exit_code == 0 and "ends in the middle of a line" not in found.stdout
    return found.exit_code, json.loads(found.stdout)["rows"] if is_table and is_whole else None
