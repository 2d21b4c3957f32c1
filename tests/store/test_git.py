"""The log in a git work tree: sealed segments stay untouched, clones merge without conflict, git never runs ours."""

import shlex
import subprocess

import pytest

from builders import a_draft, segments_of
from merging import git, has_git
from timeline.errors import LogBroken
from timeline.store import tracked
from timeline.store.check import check
from timeline.store.log import LogFiles

pytestmark = pytest.mark.skipif(not has_git, reason="git is not installed")


@pytest.fixture
def log(tmp_path):
    git(tmp_path, "init", "-q")
    return LogFiles.create(tmp_path / "events", title="x")


def add(log, title, by="ada", **options):
    """Add as a new run would."""
    return LogFiles(folder=log.folder).append([a_draft(title=title)], by=by, **options).added[0]


def test_the_open_segment_is_added_to_until_git_has_it(log):
    add(log, "a")
    add(log, "b")
    assert len(segments_of(log)) == 1
    before = segments_of(log)
    git(log.folder, "add", ".")
    add(log, "c")
    add(log, "d")
    after = segments_of(log)
    assert len(after) == 2
    assert before.items() <= after.items()
    git(log.folder, "add", ".")
    git(log.folder, "commit", "-qm", "x")
    git(log.folder, "rm", "-rq", "--cached", ".")
    add(log, "e")
    assert len(segments_of(log)) == 3
    assert after.items() <= segments_of(log).items()


def test_what_a_commit_ever_had_stays_sealed_after_the_commit_was_taken_back(log):
    """Another branch or clone may have the commit, and would meet a longer file of the same name."""
    root = log.path.parent
    git(root, "commit", "-q", "--allow-empty", "-m", "x")
    add(log, "a")
    git(root, "add", ".")
    git(root, "commit", "-qm", "y")
    git(root, "branch", "kept")
    git(root, "reset", "-q", "HEAD^")
    before = segments_of(log)
    add(log, "b")
    assert before.items() <= segments_of(log).items()
    add(log, "c")
    assert len(segments_of(log)) == 2
    git(root, "add", ".")
    git(root, "commit", "-qm", "z")
    git(root, "merge", "-q", "--no-edit", "kept")
    assert len(log.read().records) == 3


def test_what_the_log_ignores_git_ignores(log):
    add(log, "a")
    (log.path / ".quarantine").mkdir(exist_ok=True)
    (log.path / ".quarantine" / "x").write_text("x")
    git(log.folder, "add", ".")
    names = git(log.folder, "ls-files").split()
    assert sorted(name for name in names if not name.endswith(".jsonl")) == [
        ".gitattributes",
        ".gitignore",
        "timeline.toml",
    ]


def test_a_batch_becomes_the_open_segment(log):
    LogFiles(folder=log.folder).append([a_draft(title="a"), a_draft(title="b")], by="ada")
    add(log, "c")
    assert len(segments_of(log)) == 1


def test_in_a_work_tree_below_the_root_and_in_a_linked_one(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "deep").mkdir()
    log = LogFiles.create(tmp_path / "deep" / "events", title="x")
    add(log, "a")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "x")
    assert tracked.ask(log.folder).has(next(iter(segments_of(log))))
    git(tmp_path, "worktree", "add", "-q", str(tmp_path.parent / f"{tmp_path.name}-linked"))
    linked = LogFiles(folder=str(tmp_path.parent / f"{tmp_path.name}-linked" / "deep" / "events"))
    assert tracked.ask(linked.folder).files == tracked.ask(log.folder).files
    add(linked, "b")
    add(linked, "c")
    assert len(segments_of(linked)) == 2


@pytest.mark.parametrize("break_git", ["absent", "corrupt"])
def test_where_git_cannot_answer_nothing_is_added_to(log, monkeypatch, break_git):
    add(log, "a")
    if break_git == "absent":
        monkeypatch.setenv("PATH", "/nonexistent")
    else:
        (log.path.parent / ".git" / "index").write_bytes(b"nonsense")
    assert tracked.ask(log.folder) == tracked.UNKNOWN
    add(log, "b")
    assert len(segments_of(log)) == 2
    path = log.path / next(iter(segments_of(log)))
    with path.open("ab") as file:
        file.write(b'{"torn')
    assert len(log.read().records) == 2
    with pytest.raises(LogBroken):
        add(log, "c")


def test_a_cut_tail_in_a_file_that_git_has_is_damage(log):
    add(log, "a")
    git(log.folder, "add", ".")
    (name,) = segments_of(log)
    whole = (log.path / name).read_bytes()
    for damaged in (whole + b"{", whole[:-1]):
        (log.path / name).write_bytes(damaged)
        with pytest.raises(LogBroken) as caught:
            log.read()
        assert caught.value.where.startswith(f"{name}:")
        with pytest.raises(LogBroken):
            add(log, "b")
        assert (log.path / name).read_bytes() == damaged
    assert not (log.path / ".quarantine").exists()


@pytest.mark.parametrize("place", [".", "logs", "logs/events", "logs/events/2026"])
@pytest.mark.parametrize("where", ["logs/events", "."])
def test_the_command_that_brings_a_file_back_is_taken_wherever_it_is_typed(tmp_path, place, where):
    git(tmp_path, "init", "-q")
    (tmp_path / "logs" / "events" / "2026").mkdir(parents=True)
    log = LogFiles.create(tmp_path / where, title="a log")
    add(log, "first")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    (name,) = segments_of(log)
    file = log.path / name
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(LogBroken) as caught:
        log.read()
    command = caught.value.fix.removeprefix("bring it back: ")
    assert [one.fix.count(command) for one in check(log).findings if one.code == "torn-tail"] == [1]
    subprocess.run(shlex.split(command), cwd=tmp_path / place, check=True, capture_output=True)
    assert len(log.read().records) == 1


@pytest.mark.parametrize("called", ["x (1).jsonl", "ada's.jsonl", "a[1]*.jsonl", "a\\b.jsonl"])
def test_the_command_that_brings_a_file_back_takes_its_name_as_it_is(tmp_path, called):
    git(tmp_path, "init", "-q")
    log = LogFiles.create(tmp_path / "events", title="a log")
    add(log, "first")
    (name,) = segments_of(log)
    file = (log.path / name).rename((log.path / name).with_name(called))
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(LogBroken) as caught:
        log.read()
    command = caught.value.fix.removeprefix("bring it back: ")
    subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)
    assert len(log.read().records) == 1


def test_a_repository_never_makes_us_run_anything(log, tmp_path):
    """Monitors, hooks, filters and pagers that a repository names stay silent when git is asked."""
    add(log, "a")
    git(log.folder, "add", ".")
    git(log.folder, "commit", "-qm", "x")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\nexit 1\n")
    trap.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "filter.x.clean",
        "filter.x.smudge",
        "diff.external",
    ):
        git(tmp_path, "config", name, str(trap))
    git(tmp_path, "config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "pre-commit", "reference-transaction"):
        (tmp_path / "hooks" / hook).symlink_to(trap)
    (tmp_path / ".gitattributes").write_text("* filter=x\n")
    assert tracked.ask(log.folder).files
    add(log, "b")
    assert not (tmp_path / "sprung").exists()


def test_settings_of_the_caller_do_not_lead_git_astray(log, monkeypatch, tmp_path):
    add(log, "a")
    git(log.folder, "add", ".")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    assert tracked.ask(log.folder).files


# --- merging ----------------------------------------------------------------------------------------------------------


def test_two_clones_merge_without_a_conflict(log, tmp_path):
    root = log.path.parent
    add(log, "base")
    git(root, "add", ".")
    git(root, "commit", "-qm", "base")
    other = tmp_path / "clone"
    git(root, "clone", "-q", str(root), str(other))
    theirs = LogFiles(folder=str(other / "events"))
    for side, folder, by in ((log, root, "ada"), (theirs, other, "bob")):
        for number in range(3):
            add(side, f"{by} {number}", by=by)
        git(folder, "add", ".")
        git(folder, "commit", "-qm", by)
    git(root, "pull", "-q", "--no-rebase", "--no-edit", str(other), "main")
    assert len(log.read().records) == 7
    assert len(log.read().heads) == 2
    joined = add(log, "joined")
    assert len(joined.record.parents) == 2
    assert log.read().heads == (joined.id,)
