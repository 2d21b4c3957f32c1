"""The log in a git work tree: sealed segments stay untouched, clones merge without conflict, git never runs ours."""

import os
import random
import shutil
import subprocess

import pytest

from builders import a_draft, segments_of
from timeline import chain, tracked
from timeline.errors import Finding, LogBroken
from timeline.log import LogFiles

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder, *arguments, check=True):
    return subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=check,
    ).stdout


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


def test_clones_that_work_at_random_end_with_the_same_log(tmp_path):
    """Three clones, adds, batches, commits and merges at random: no conflict, no loss, no duplicate."""
    chance = random.Random(11)
    hub = tmp_path / "hub"
    hub.mkdir()
    git(hub, "init", "-q", "--bare")
    clones = []
    for name in ("a", "b", "c"):
        folder = tmp_path / name
        git(tmp_path, "clone", "-q", str(hub), str(folder))
        if not clones:
            log = LogFiles.create(folder / "events", title="x")
            git(folder, "add", ".")
            git(folder, "commit", "-qm", "begin")
            git(folder, "push", "-q", "origin", "HEAD:main")
        clones.append((LogFiles(folder=str(folder / "events")), folder, name))
    told = []

    def exchange(folder):
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "more", check=False)
        git(folder, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
        git(folder, "push", "-q", "origin", "HEAD:main")

    for step in range(60):
        log, folder, name = chance.choice(clones)
        if chance.random() < 0.6:
            count = chance.choice((1, 1, 1, 3))
            drafts = [a_draft(title=f"{name} {step} {n}") for n in range(count)]
            told += [added.id for added in LogFiles(folder=log.folder).append(drafts, by=name).added]
        else:
            exchange(folder)
    for _ in range(2):
        for _, folder, _ in clones:
            exchange(folder)
    logs = [log.read() for log, _, _ in clones]
    assert sorted(record.id for record in logs[0].records) == sorted(told)
    assert [record.id for record in logs[0].records] == [record.id for record in logs[1].records]
    assert logs[0].heads == logs[1].heads == logs[2].heads
    assert segments_of(clones[0][0]) == segments_of(clones[2][0])
    files = [(name, text.splitlines(keepends=True)) for name, text in segments_of(clones[0][0]).items()]
    assert [item for item in chain.check(files) if isinstance(item, Finding)] == []
