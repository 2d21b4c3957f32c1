"""Who writes: the option, the environment, git's settings where the log lies, the login."""

import os
import time

import pytest
from click.testing import CliRunner

import timeline as tl
from merging import git as run_git
from merging import has_git
from timeline.cli.main import cli
from timeline.store import git
from timeline.store.writer import writer

pytestmark = pytest.mark.skipif(not has_git, reason="git is not installed")


@pytest.fixture
def log(tmp_path, monkeypatch):
    """A log in a repository of one person, while the program runs in that of another."""
    monkeypatch.delenv("TIMELINE_BY", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name in ("of-the-log", "elsewhere"):
        (tmp_path / name).mkdir()
        run_git(tmp_path / name, "init", "-q")
        run_git(tmp_path / name, "config", "user.name", name)
    log = tl.init(tmp_path / "of-the-log" / "events")
    monkeypatch.chdir(tmp_path / "elsewhere")
    return log


def written(log):
    return [record.by for record in log.read().records]


def test_the_name_is_that_of_the_repository_of_the_log_wherever_the_program_runs(log, tmp_path):
    log.add("from Python")
    (tmp_path / "more.jsonl").write_text('{"kind":"event","title":"from a file"}\n')
    log.import_(tmp_path / "more.jsonl")
    for words in (["add", "typed"], ["source", "press"], ["import", str(tmp_path / "more.jsonl")]):
        done = CliRunner().invoke(cli, ["-C", str(log.files.folder), *words])
        assert done.exit_code == 0, done.output
    assert set(written(log)) == {"of-the-log"}
    said = CliRunner().invoke(cli, ["-C", str(log.files.folder), "doctor", "--json"])
    assert "records are written by of-the-log" in said.stdout


def test_what_is_said_outright_comes_first(log):
    assert writer("Bob", {"TIMELINE_BY": "eve"}, log.files.folder) == "bob"
    assert writer(None, {"TIMELINE_BY": "eve"}, log.files.folder) == "eve"


def test_no_variable_of_the_caller_leads_to_another_repository(log, monkeypatch, tmp_path):
    """In a hook git sets these; the log of another repository is not that hook's."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_CONFIG", str(tmp_path / "elsewhere" / ".git" / "config"))
    assert writer(None, os.environ, log.files.folder) == "of-the-log"


def test_outside_a_repository_a_persons_own_settings_count(tmp_path):
    settings = tmp_path / "settings"
    settings.write_text("[user]\nname = Grace Hopper\n")
    given = {"GIT_CONFIG_GLOBAL": str(settings), "GIT_CONFIG_NOSYSTEM": "1"}
    assert git.setting(str(tmp_path), "user.name", given) == "Grace Hopper"
    assert writer(None, given, str(tmp_path)) == "grace-hopper"
    (tmp_path / ".gitconfig").write_text("[user]\nname = Ada\n")
    assert git.setting(str(tmp_path), "user.name", {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}) == "Ada"


@pytest.mark.parametrize("git_is", ["missing", "failing", "endless"])
def test_a_git_that_gives_no_answer_is_not_waited_for_and_the_login_is_taken(log, monkeypatch, tmp_path, git_is):
    shelf = tmp_path / "bin"
    shelf.mkdir()
    if git_is != "missing":
        (shelf / "git").write_text("#!/bin/sh\n" + ("exit 3\n" if git_is == "failing" else "exec /bin/sleep 60\n"))
        (shelf / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(shelf))
    monkeypatch.setenv("LOGNAME", "grace")
    monkeypatch.setattr(git, "_SETTING_LIMIT_S", 0.2)
    began = time.monotonic()
    assert writer(None, os.environ, log.files.folder) == "grace"
    assert git.reply(git.start(log.files.folder, "status"), limit_s=0.2) in (None, git.Reply(3, b""))
    assert time.monotonic() - began < 20


def test_a_folder_that_is_not_there_gives_no_answer(tmp_path):
    assert git.output(str(tmp_path / "nowhere"), "rev-parse", "HEAD") is None
    assert git.setting(str(tmp_path / "nowhere"), "user.name", {}) is None


def test_an_open_log_asks_git_once_who_writes(tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_BY", raising=False)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Ada")
    log = tl.init(tmp_path / "events", title="t")
    log.add("a")
    monkeypatch.setenv("PATH", str(tmp_path))
    log.add("b")
    log.add("c", by="bob")
    monkeypatch.setenv("TIMELINE_BY", "eve")
    log.add("d")
    assert [record.by for record in log.read().records] == ["ada", "ada", "bob", "eve"]
