"""An open log asks git no more about its open segment, as long as nothing shows that git has taken something in."""

import shutil
import stat
import subprocess
import time

import pytest

from builders import a_draft, segments_of
from merging import ENVIRONMENT, git, has_git
from timeline.store.log import LogFiles

pytestmark = pytest.mark.skipif(not has_git, reason="git is not installed")

FORMATS = ("sha1", "sha256")


@pytest.fixture
def questions(tmp_path_factory, monkeypatch):
    """Count how often git is run: a script of this name comes first in the path, and runs it."""
    folder = tmp_path_factory.mktemp("counted")
    script, asked = folder / "git", folder / "asked"
    asked.touch()
    script.write_text(f'#!/bin/sh\necho "$@" >> {asked}\nexec {shutil.which("git")} "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:{ENVIRONMENT['PATH']}")
    return lambda: len(asked.read_text().splitlines())


def a_log_in_git(root, object_format="sha1"):
    root.mkdir(exist_ok=True)
    git(root, "init", "-q", f"--object-format={object_format}")
    git(root, "commit", "-q", "--allow-empty", "-m", "x")
    return LogFiles.create(root / "events", title="x")


def add(log, title):
    return log.append([a_draft(title=title)], by="ada").added[0]


def added_to_twice(log, questions):
    """An open log that was added to until git is asked no more; its only segment."""
    for title in "abc":
        add(log, title)
    before = questions()
    add(log, "d")
    assert questions() == before
    (name,) = segments_of(log)
    return name


@pytest.mark.usefixtures("_rested")
def test_git_is_asked_once_about_a_segment_and_once_more_to_know_it_again(tmp_path, questions):
    log = a_log_in_git(tmp_path)
    for number in range(10):
        add(log, f"event {number}")
    assert len(segments_of(log)) == 1
    assert questions() == 2


def test_a_repository_that_was_touched_just_now_is_asked_each_time(tmp_path, questions, monkeypatch):
    """A second touch in the same moment would not show."""
    log = a_log_in_git(tmp_path)
    now_ns = time.time_ns()
    monkeypatch.setattr("time.time_ns", lambda: now_ns)
    for number in range(5):
        add(log, f"event {number}")
    assert questions() == 4


@pytest.mark.usefixtures("_rested")
def test_a_run_that_adds_once_asks_once(tmp_path, questions):
    log = a_log_in_git(tmp_path)
    for number in range(4):
        add(LogFiles(folder=log.folder), f"event {number}")
    assert questions() == 3


def given(folder, text, *words, **environ):
    """Run git with a text at its standard input, and give what it printed."""
    environ = {**ENVIRONMENT, **environ}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environ, input=text, capture_output=True, text=True, check=True
    )
    return done.stdout


# --- whatever git takes in -------------------------------------------------------------------------------------------


def staged(root, _name):
    git(root, "add", ".")


def committed(root, _name):
    git(root, "add", ".")
    git(root, "commit", "-qm", "y")


def committed_and_taken_back(root, name):
    committed(root, name)
    git(root, "reset", "-q", "HEAD^")


def staged_and_taken_back(root, name):
    staged(root, name)
    git(root, "rm", "-rq", "--cached", ".")


def kept_as_an_object_alone(root, name):
    git(root, "hash-object", "-w", f"events/{name}")


def taken_back_and_packed(root, name):
    committed(root, name)
    git(root, "branch", "kept")
    git(root, "reset", "-q", "HEAD^")
    git(root, "repack", "-adq")


def packed_as_an_object_alone(root, name):
    """Nothing names it, and it lies among the packed objects only."""
    blob = git(root, "hash-object", "-w", f"events/{name}")
    given(root, blob, "pack-objects", "-q", ".git/objects/pack/pack")
    git(root, "prune-packed", "-q")


def another_file_of_that_name_staged(root, name):
    blob = given(root, "another file", "hash-object", "-w", "--stdin").strip()
    git(root, "update-index", "--add", "--cacheinfo", f"100644,{blob},events/{name}")


def stashed_and_brought_back(root, _name):
    git(root, "stash", "push", "-qu")
    git(root, "stash", "pop", "-q")


def a_commit_by_another_index(root, name):
    """A program that keeps an index of its own touches neither the usual one nor the work tree."""
    return committed_elsewhere(root, name, (root / "events" / name).read_text())


def committed_elsewhere(root, name, text):
    other = {"GIT_INDEX_FILE": str(root / ".git" / "other")}
    blob = given(root, text, "hash-object", "-w", "--stdin").strip()
    given(root, "", "update-index", "--add", "--cacheinfo", f"100644,{blob},events/{name}", **other)
    tree = given(root, "", "write-tree", **other).strip()
    return git(root, "commit-tree", "-p", "HEAD", "-m", "z", tree).strip()


def at_head_by_another_index(root, name):
    git(root, "update-ref", "HEAD", a_commit_by_another_index(root, name))


def a_head_that_is_no_branch(root, name):
    git(root, "update-ref", "--no-deref", "HEAD", a_commit_by_another_index(root, name))


def a_repository_below(root, _name):
    git(root / "events", "init", "-q")
    git(root / "events", "add", ".")


def objects_of_another_repository(root, name):
    other = root.with_name(f"{root.name}-other")
    other.mkdir()
    git(other, "init", "-q")
    git(other, "hash-object", "-w", str(root / "events" / name))
    (root / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (root / ".git" / "objects" / "info" / "alternates").write_text(f"{other}/.git/objects\n")


TAKEN_IN = (
    staged,
    committed,
    committed_and_taken_back,
    staged_and_taken_back,
    kept_as_an_object_alone,
    taken_back_and_packed,
    packed_as_an_object_alone,
    another_file_of_that_name_staged,
    stashed_and_brought_back,
    a_commit_by_another_index,
    at_head_by_another_index,
    a_head_that_is_no_branch,
    a_repository_below,
    objects_of_another_repository,
)


@pytest.mark.usefixtures("_rested")
@pytest.mark.parametrize("object_format", FORMATS)
@pytest.mark.parametrize("taken_in", TAKEN_IN)
def test_whatever_git_takes_in_is_sealed(tmp_path, questions, taken_in, object_format):
    if taken_in is objects_of_another_repository and object_format == "sha256":
        pytest.skip("a repository borrows objects of its own kind alone")
    log = a_log_in_git(tmp_path / "root", object_format)
    name = added_to_twice(log, questions)
    taken_in(tmp_path / "root", name)
    before = segments_of(log)
    add(log, "e")
    after = segments_of(log)
    assert before.items() < after.items()
    add(log, "f")
    assert len(segments_of(log)) == 2
    assert len(log.read().records) == 6


@pytest.mark.usefixtures("_rested")
@pytest.mark.parametrize("where", ["branch", "packed", "commit"])
def test_another_branch_at_head_seals_what_it_has(tmp_path, questions, where):
    """It has another file of that name; neither the index nor the work tree is touched when it comes to be at HEAD."""
    root = tmp_path / "root"
    log = a_log_in_git(root)
    name = added_to_twice(log, questions)
    git(root, "branch", "other", committed_elsewhere(root, name, "another file"))
    if where == "branch":
        git(root, "symbolic-ref", "HEAD", "refs/heads/other")
    elif where == "packed":
        git(root, "update-ref", "HEAD", "refs/heads/other")
        git(root, "pack-refs", "--all")
    else:
        git(root, "update-ref", "--no-deref", "HEAD", "refs/heads/other")
    before = segments_of(log)
    assert list(before) == [name]
    add(log, "e")
    assert before.items() < segments_of(log).items()


@pytest.mark.usefixtures("_rested")
def test_a_linked_work_tree_has_an_index_and_a_head_of_its_own(tmp_path, questions):
    root, linked = tmp_path / "root", tmp_path / "linked"
    a_log_in_git(root)
    committed(root, "")
    git(root, "worktree", "add", "-q", str(linked))
    log = LogFiles(folder=str(linked / "events"))
    name = added_to_twice(log, questions)
    git(root, "commit", "-q", "--allow-empty", "-m", "elsewhere")
    add(log, "e")
    assert list(segments_of(log)) == [name]
    staged(linked, name)
    before = segments_of(log)
    add(log, "f")
    assert before.items() < segments_of(log).items()


@pytest.mark.usefixtures("_rested")
@pytest.mark.parametrize(
    "touch",
    [
        lambda root: git(root, "commit", "-q", "--allow-empty", "-m", "y"),
        lambda root: git(root, "pack-refs", "--all"),
        lambda root: git(root, "config", "core.pager", "less"),
    ],
)
def test_what_does_not_bear_on_the_segment_is_asked_about_and_changes_nothing(tmp_path, questions, touch):
    log = a_log_in_git(tmp_path / "root")
    name = added_to_twice(log, questions)
    touch(tmp_path / "root")
    before = questions()
    for title in "ef":
        add(log, title)
    assert questions() == before + 1
    assert list(segments_of(log)) == [name]


@pytest.mark.usefixtures("_rested")
def test_bytes_that_somebody_else_added_are_asked_about(tmp_path, questions):
    log = a_log_in_git(tmp_path / "root")
    name = added_to_twice(log, questions)
    add(LogFiles(folder=log.folder), "by another run")
    before = questions()
    add(log, "e")
    assert questions() == before + 1
    assert list(segments_of(log)) == [name]


def test_of_two_copies_of_a_segment_the_same_is_added_to_with_an_index_and_without(tmp_path, monkeypatch):
    """One was copied to the folder of an earlier year after it was indexed."""
    for how in ("on", "off"):
        monkeypatch.setenv("TIMELINE_INDEX", how)
        log = a_log_in_git(tmp_path / how)
        add(log, "a")
        add(LogFiles(folder=log.folder), "b")
        (name,) = segments_of(log)
        folder = tmp_path / how / "events" / "2019"
        folder.mkdir()
        shutil.copy(tmp_path / how / "events" / name, folder)
        add(LogFiles(folder=log.folder), "c")
        lines = {path.split("/")[0]: data.count(b"\n") for path, data in segments_of(log).items()}
        assert lines == {"2019": 3, name.split("/")[0]: 2}
