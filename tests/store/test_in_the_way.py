"""What stands where the log has a folder or a file of its own is named, with what to do, and nothing is followed."""

import os

import pytest

import timeline as tl
from builders import a_draft, a_log
from commands import run

KINDS = {
    "a symbolic link": lambda path: path.symlink_to(path.parent.parent / "elsewhere"),
    "a regular file": lambda path: path.write_text("x"),
    "a FIFO": os.mkfifo,
}


@pytest.fixture
def log(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    return a_log(tmp_path, a_draft(title="x"))


@pytest.mark.parametrize("kind", KINDS)
def test_check_names_what_stands_in_the_place_of_the_checkpoints(log, kind):
    KINDS[kind](log.path / "checkpoints")
    (found,) = tl.open(log.path).check()
    assert (found.code, found.file) == ("special-file", "checkpoints")
    assert found.message == f"it is {kind}; checkpoints lie in a folder of this name"
    done = run(log, "list", "--at-checkpoint", "1")
    assert done.exit_code == 3
    assert found.message in done.stderr
    done = run(log, "checkpoint")
    assert (done.exit_code, done.stderr.count("fix: ")) == (3, 1)
    assert list((log.path.parent / "elsewhere").iterdir()) == []


def test_a_checkpoint_that_cannot_be_read_may_be_the_one_that_is_asked_for(log):
    (log.path / "checkpoints").mkdir()
    (log.path / "checkpoints" / "000001-aaaaaaaa.txt").write_text("garbage\n")
    done = run(log, "list", "--at-checkpoint", "1")
    assert (done.exit_code, "checkpoints/000001-aaaaaaaa.txt" in done.stderr) == (3, True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in (".lock", ".tmp") for kind in KINDS if (name, kind) != (".lock", "a regular file")],
)
def test_what_stands_in_the_way_of_writing_is_named_with_what_to_do(log, name, kind):
    path = log.path / name
    if path.is_dir():
        path.rmdir()
    path.unlink(missing_ok=True)
    KINDS[kind](path)
    log.own = None
    done = run(log, "add", "y")
    assert done.exit_code == 4
    assert f"at: {path}" in done.stderr
    assert "fix: move away what stands there" in done.stderr
    assert list((log.path.parent / "elsewhere").iterdir()) == []


def test_a_file_in_the_place_of_a_year_is_not_told_that_only_files_are_read(log):
    (log.path / "2020").write_text("x")
    done = run(log, "list")
    assert done.exit_code == 3
    assert "it is a regular file, and the files of a year lie in a folder of this name" in done.stderr
