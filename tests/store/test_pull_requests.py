"""A pull request that touches what is sealed is rejected: by the documented rule, and by `timeline doctor --base`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import a_draft
from merging import ENVIRONMENT, git, has_git
from timeline.cli.main import cli
from timeline.store import checkpoints
from timeline.store.log import LogFiles

PAGE = Path(__file__).parents[2] / "docs" / "ci.md"

pytestmark = pytest.mark.skipif(not has_git, reason="git is not installed")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A log on the main branch, with segments, a batch's folder, a checkpoint and a kept copy."""
    root = tmp_path_factory.mktemp("requests")
    git(root, "init", "-q")
    log = LogFiles.create(root / "events", title="x")
    for number in range(3):
        LogFiles(folder=log.folder).append([a_draft(title=f"{number}")], by="ada")
    log.append([a_draft(title=f"much {n}", said="x" * 9000) for n in range(120)], by="bob")
    checkpoints.write(log)
    (log.path / "captures").mkdir()
    (log.path / "captures" / ("0" * 64)).write_text("a page that was kept")
    (log.path / "allowed_signers").write_text("ada@example.org ssh-ed25519 AAAA\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "before")
    return log


@pytest.fixture
def log(begun):
    """The same, on a branch that shall be merged."""
    root = begun.path.parent
    git(root, "checkout", "-qfB", "request", "main")
    git(root, "clean", "-qfdx")
    return begun


def segment(log):
    return min(log.path.glob("2*/*-ada-*.jsonl"))


def part(log):
    return next(log.path.glob("2*/*-bob-*/0002.jsonl"))


def checkpoint(log):
    return next(log.path.glob("checkpoints/*.txt"))


def capture(log):
    return next(log.path.glob("captures/*"))


def edit(path):
    data = path.read_bytes()
    path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])


def extend(path):
    path.write_bytes(path.read_bytes() + b"\n")


def remove(path):
    path.unlink()


def rename(path):
    path.rename(path.with_name(f"1{path.name}"))


def move_away(path):
    path.rename(path.parents[2] / path.name)


def make_executable(path):
    path.chmod(0o755)


def link(path):
    elsewhere = path.parents[2] / "elsewhere"
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


def replace_by_folder(path):
    path.unlink()
    path.mkdir()
    (path / "0001.jsonl").write_text("{}\n")


TOUCHES = [edit, extend, remove, rename, move_away, make_executable, link, replace_by_folder]


def ruled(log, base="main"):
    """Run the rule as the page prints it, as a CI would."""
    script = PAGE.read_text(encoding="utf-8").split("```sh\n")[1].split("```")[0]
    beside = Path(sys.executable).parent
    done = subprocess.run(
        ["sh", "-s", "--", base, "events"],
        input=script,
        cwd=log.path.parent,
        env={**ENVIRONMENT, "PATH": f"{beside}:{ENVIRONMENT['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def doctored(log, base="main"):
    words = ["-C", log.folder, "doctor", "--base", base, "--json"]
    said = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, words).stdout
    return next(row for row in json.loads(said)["rows"] if row["about"] == "sealed")


def commit(log):
    git(log.path.parent, "add", "-A")
    git(log.path.parent, "commit", "-qm", "request")


@pytest.mark.parametrize("place", [segment, part, checkpoint, capture])
@pytest.mark.parametrize("touch", TOUCHES)
def test_whatever_touches_a_sealed_file_is_rejected_and_named(log, place, touch):
    path = place(log)
    touch(path)
    commit(log)
    code, said = ruled(log)
    assert code == 1
    assert "these files are sealed" in said
    assert path.name in said
    found = doctored(log)
    assert found["state"] == "wrong"
    assert path.name in found["says"]
    assert "git checkout main" in found["fix"]


@pytest.mark.parametrize("name", ["allowed_signers", ".gitattributes"])
def test_the_rule_guards_what_verifying_rests_on(log, name):
    extend(log.path / name)
    commit(log)
    code, said = ruled(log)
    assert code == 1
    assert name in said


def test_a_touch_among_many_additions_and_in_a_commit_before_the_last_is_found(log):
    make_executable(checkpoint(log))
    commit(log)
    for number in range(3):
        LogFiles(folder=log.folder).append([a_draft(title=f"new {number}")], by="eve")
    commit(log)
    assert ruled(log)[0] == 1
    assert doctored(log)["state"] == "wrong"


def test_a_request_that_only_adds_passes_whatever_came_to_its_base_meanwhile(log):
    root = log.path.parent
    for number in range(2):
        log.append([a_draft(title=f"new {number}")], by="eve")
    (log.path / "timeline.toml").write_text('format = 1\ntitle = "another"\n')
    (root / "README").write_text("no part of the log")
    commit(log)
    git(root, "checkout", "-qB", "base", "main")
    log.append([a_draft(title="meanwhile")], by="bob")
    commit(log)
    git(root, "checkout", "-q", "request")
    assert "sealed" not in ruled(log, "base")[1]
    assert doctored(log)["state"] == "fine"


def test_modes_are_not_asked_where_git_does_not_keep_them(log):
    git(log.path.parent, "config", "core.fileMode", "false")
    try:
        make_executable(segment(log))
        assert doctored(log)["state"] == "fine"
    finally:
        git(log.path.parent, "config", "core.fileMode", "true")
        segment(log).chmod(0o644)
