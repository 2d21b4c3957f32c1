"""Three people work on clones of one log, and every way by which git brings their work together is taken."""

import os
import random
import tempfile
from pathlib import Path

import pytest

from builders import a_draft, segments_of
from merging import GIT_STEPS, Clones, git, has_git, ran
from timeline.errors import LogBroken
from timeline.store import checkpoints, redact
from timeline.store.log import LogFiles

pytestmark = pytest.mark.skipif(not has_git, reason="git is not installed")


@pytest.fixture
def folder():
    """In memory where the machine has such a place: git is asked thousands of times."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as made:
        yield Path(made)


def test_clones_that_work_at_random_lose_nothing_and_say_the_same(folder):
    clones = Clones(folder, random.Random(6))
    clones.story(80)
    clones.assert_whole()
    assert len(clones.told) > 200
    of_log = ("batch", "correction", "retraction", "link", "report", "redaction", "checkpoint", "source", "same")
    assert [what for what in (*of_log, *GIT_STEPS) if not clones.did[what]] == []


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 120))
def test_clones_that_work_for_long(folder, seed):
    clones = Clones(folder, random.Random(seed))
    clones.story(200)
    clones.assert_whole()


@pytest.fixture
def clones(folder):
    return Clones(folder, random.Random(1))


def test_a_part_without_the_rest_is_named_answers_and_gets_no_checkpoint(clones):
    """The last of three commits is picked: its records rest on what is not here."""
    ours, theirs, _ = clones.all
    first = clones.add(theirs, [a_draft(title="first")])[0]
    theirs.commit()
    clones.add(theirs, [a_draft(title="second", key="k"), a_draft("report", event="key:k", source="shared")])
    clones.add(theirs, [a_draft("correction", target=first.id, set={"title": "corrected"})])
    theirs.commit()
    ours.git("fetch", "-q", str(theirs.folder), "main")
    ours.joins("cherry-pick", "FETCH_HEAD")
    found = ours.findings()
    assert {row["code"] for row in found} == {"dangling-parent", "dangling-reference", "not-applied"}
    assert all("bring the missing file back" in row["fix"] for row in found if row["code"].startswith("dangling"))
    code, text, _ = ours.ask("list", "--format", "plain")
    assert code == 0
    assert "second" in text
    assert "corrected" not in text
    with pytest.raises(LogBroken, match="rests on"):
        checkpoints.write(ours.files)
    (added,) = clones.add(ours, [a_draft(title="in between")])
    assert len(added.record.parents) == 2
    clones.checkpoint(theirs)
    ours.commit()
    ours.joins("pull", "-q", "--no-rebase", "--no-edit", str(theirs.folder), "main")
    assert ours.findings() == []
    assert "corrected" in ours.ask("list", "--format", "plain")[1]
    clones.checkpoint(ours)
    assert clones.did["checkpoint refused"] == 0
    clones.together()
    clones.assert_whole()


def test_two_checkpoints_of_one_state_are_one(clones):
    clones.add(clones.all[0], [a_draft(title="a")])
    clones.together()
    for clone in clones.all:
        clones.checkpoint(clone)
    clones.together()
    (name,) = checkpoints.read(clones.all[0].files).files
    assert name.startswith("checkpoints/000001-")
    clones.assert_whole()


def test_redactions_of_neighbouring_lines_are_settled_by_taking_either_and_redacting_again(clones):
    """The one conflict that there is: git shows it, no answer is given meanwhile, nothing is lost by settling it."""
    ours, theirs, _ = clones.all
    texts = ["a name to forget", "another name to forget"]
    one, other = clones.add(ours, [a_draft(title="x", said=said) for said in texts])
    clones.together()
    for clone, target in ((ours, one), (theirs, other)):
        clones.add(clone, [a_draft("redaction", target=target.id, because="asked to")])
        redact.redact(clone.files, target.id, because="asked to", by=clone.name)
        clone.commit()
    assert ran(ours.folder, "pull", "-q", "--no-rebase", "--no-edit", str(theirs.folder), "main").returncode
    code, _, said = ours.ask("list")
    assert code == 3
    assert "merge" in said
    assert "git checkout --ours" in said, "the way that follows"
    file = f"events/{one.record.file}"
    ours.git("checkout", "-q", "--ours", file)
    assert [row["code"] for row in ours.findings()] == ["not-erased"]
    fix = next(row["fix"] for row in ours.findings())
    assert fix.startswith(f"timeline redact {other.id[:12]}")
    assert ours.ask("redact", other.id, "--because", "asked to")[0] == 0
    ours.commit()
    assert ours.findings() == []
    everything = b"".join(segments_of(ours.files).values())
    assert not any(said.encode() in everything for said in texts)
    clones.together()
    clones.assert_whole()


def test_a_work_tree_of_its_own_for_each_branch(clones, folder):
    """Linked work trees share one store of objects, and each has a log, a lock and an open segment of its own."""
    root = clones.all[0].folder
    git(root, "worktree", "add", "-q", "-b", "aside", str(folder / "aside"))
    aside = LogFiles(folder=str(folder / "aside" / "events"))
    for number in range(3):
        aside.append([a_draft(title=f"aside {number}")], by="ada")
        clones.add(clones.all[0], [a_draft(title=f"here {number}")])
    assert len(segments_of(aside)) == 2
    git(folder / "aside", "add", ".")
    git(folder / "aside", "commit", "-qm", "aside")
    clones.all[0].commit()
    clones.all[0].joins("merge", "-q", "--no-edit", "aside")
    assert len(clones.all[0].files.read().records) == 8
    assert clones.all[0].findings() == []
