"""Where something else than a file stands in the place of timeline.toml, every command says so, and what helps."""

import os

import pytest

from builders import a_draft, a_log
from commands import run, spawned

KINDS = {
    "a symbolic link": lambda path: path.symlink_to("nowhere"),
    "a FIFO": os.mkfifo,
    "a folder": os.mkdir,
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_named_and_no_command_says_that_there_is_no_log(tmp_path, kind):
    log = a_log(tmp_path, a_draft(title="x"))
    (log.path / "timeline.toml").unlink()
    KINDS[kind](log.path / "timeline.toml")
    for words in (["list"], ["add", "y"], ["check"], ["init"], ["state", "v"]):
        done = run(log, *words)
        assert done.exit_code == 3
        assert f"it cannot be read: {kind}" in done.stderr
        assert "add to it" not in done.stderr
    done = spawned(tmp_path, "list")
    assert (done.returncode, f"it cannot be read: {kind}" in done.stderr) == (3, True)


def test_a_folder_inside_a_log_leads_to_that_log(tmp_path):
    log = a_log(tmp_path, a_draft(title="x"))
    (year,) = (path.name for path in log.path.iterdir() if path.name.isdigit())
    done = spawned(tmp_path, "-C", f"{log.path.name}/{year}", "list")
    assert (done.returncode, "init" in done.stderr) == (2, False)
    assert f"it is a part of the log in {log.path.name}: name that" in done.stderr
    assert spawned(tmp_path, "-C", log.path.name, "list").returncode == 0


def test_a_format_that_is_no_number_is_to_be_written_as_one(tmp_path):
    log = a_log(tmp_path, a_draft(title="x"))
    (log.path / "timeline.toml").write_text("format = true\n")
    assert "fix: write format = 1" in run(log, "list").stderr
