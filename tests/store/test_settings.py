"""The settings of a log: which format it has, where it is found from, and what happens where they are lost."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log, segments_of
from timeline.cli.main import cli
from timeline.errors import LogBroken, LogError
from timeline.store import settings
from timeline.store.check import check
from timeline.store.log import LogFiles
from timeline.store.redact import redact

STORY = Path(__file__).parents[2] / "events"


def tree(folder):
    """Every byte below a folder, by file."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_log_of_a_newer_format_is_neither_read_nor_written(tmp_path):
    log = a_log(tmp_path, a_draft())
    (record,) = log.read().records
    path = log.path / "timeline.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("format = 1", "format = 2"), encoding="utf-8")
    before = tree(log.path)
    opened = tl.open(log.path)
    for use in (
        lambda: LogFiles(folder=log.folder).read(),
        lambda: LogFiles(folder=log.folder).read(skip_bad=True),
        lambda: log.append([a_draft(title="new")], by="ada"),
        lambda: redact(log, record.id, because="x", by="ada"),
        lambda: check(log),
        opened.at,
        opened.views,
        opened.check,
        opened.checkpoint,
        lambda: opened.add("new"),
    ):
        with pytest.raises(LogBroken, match="format 2 is not one") as raised:
            use()
        assert raised.value.where == "timeline.toml"
        assert raised.value.fix
    assert tree(log.path) == before


@pytest.mark.parametrize(
    "text",
    ["", 'title = "x"\n', 'format = "1"\n', "format = true\n", "format = 1.5\n", "[x]\nformat = 1\n", "format = 11\n"],
)
def test_settings_that_do_not_name_the_format_are_refused(tmp_path, text):
    log = a_log(tmp_path)
    (log.path / "timeline.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LogBroken, match="format"):
        log.read()


@pytest.mark.parametrize("text", ["# a log\n\nformat = 1 # one\n", 'title = "x"\nformat=1', "[x]\n[y]\n"])
def test_the_format_may_stand_anywhere_at_the_top(tmp_path, text):
    log = a_log(tmp_path, a_draft())
    (log.path / "timeline.toml").write_text(text, encoding="utf-8")
    if text.startswith("["):
        (log.path / "timeline.toml").write_text("format = 1\r\n" + text, encoding="utf-8", newline="")
    assert len(log.read().records) == 1


NOT_TOML = (
    b"format = 1\r\n[views\n",
    b"format = 1\ntitle = x\n",
    b'format = 1\ntitle = "x"\ntitle = "y"\n',
    b'format = 1\n[views.a]\ntitle = "x"\n[views.a]\n',
    b'format = 1\nviews = "x"\n[views.a]\n',
    b'format = 1\n[views.a]\nproperties = ["x"\n',
    b'format = 1\n[views.a]\nproperties = ["x" "y"]\n',
    b'format = 1\ntitle = "\\q"\n',
    b'format = 1\ntitle = "\x01"\n',
    b"format = 1\nviews = 01\n",
    b"format = 1\nformat = 1\n",
    b"format = 1 [views.a]\n",
    b"# \xff\nformat = 1\n",
    b'format = 1\ntitle = "caf\xe9"\n',
    b"not = = toml\n",
)


@pytest.mark.parametrize("text", NOT_TOML)
def test_settings_that_are_not_toml_are_refused_by_every_use_alike(tmp_path, text):
    log = a_log(tmp_path, a_draft())
    (record,) = log.read().records
    (log.path / "timeline.toml").write_bytes(text)
    before = tree(log.path)
    for words in (
        *(["list"], ["state", "v"], ["why", "a.p"], ["views"], ["check"], ["history"], ["sources"], ["checkpoint"]),
        *(["add", "x"], ["retract", record.id], ["export"], ["page", "-o", str(tmp_path / "p.html")], ["show", "x"]),
        *(["redact", record.id, "--because", "x", "--yes"], ["add", "x", "--dry-run"], ["list", "--skip-bad"]),
    ):
        done = CliRunner(env={"TIMELINE_BY": "ada", "TIMELINE_LOG": None}).invoke(cli, ["-C", log.folder, *words])
        assert (done.exit_code, "timeline.toml" in done.stderr, "fix: " in done.stderr) == (3, True, True), words
    for use in (log.read, lambda: check(log), lambda: log.append([a_draft()], by="ada"), tl.open(log.path).views):
        with pytest.raises(LogBroken):
            use()
    assert tree(log.path) == before


_PIECES = (
    *("format = 1", "format=1 # one", 'title = "x"', "title = 'x'", "[views.a]", "[views.b]", "[views]", "[x]"),
    *('properties = ["p", "q"]', 'properties = ["p",]', "many = true", 'many = ["p"]', 'latest = "occurred"'),
    *('title = "a\\"b"', "# [views.a]", "", '  title = "é"  ', '[views."a b"]', "views = 1", "x.y = 1", "x = 1.5"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_what_is_taken_for_toml_without_reading_it_is_toml(lines, end):
    """The usual settings are not parsed where nobody asks for them; none of them may be refused by a parser."""
    text = "".join(line + end for line in lines)
    if settings.is_plain(text.encode()):
        read = tomllib.loads(text)
        assert read["format"] == 1


def test_the_usual_settings_are_not_parsed(tmp_path):
    log = a_log(tmp_path)
    assert settings.is_plain((log.path / "timeline.toml").read_bytes())
    assert settings.is_plain((STORY / "timeline.toml").read_bytes())


# --- where it is found from ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["events", "notes", "a b", "2026"])
def test_every_folder_that_was_begun_as_a_log_is_found_from_inside(tmp_path, name):
    log = LogFiles.create(tmp_path / name, title="x")
    log.append([a_draft()], by="ada")
    (year,) = [path for path in log.path.iterdir() if re.fullmatch("[0-9]{4}", path.name)]
    for inside in (log.path, year):
        assert LogFiles.find(None, {}, inside).folder == log.folder


def test_a_log_that_lost_its_settings_is_named_from_inside_from_beside_and_by_its_name(tmp_path):
    log = a_log(tmp_path, a_draft())
    (log.path / "timeline.toml").unlink()
    below = tmp_path / "docs"
    below.mkdir()
    for option, here in ((None, tmp_path), (None, log.path), (None, below), (log.folder, below), ("..", below)):
        with pytest.raises(LogBroken, match=r"has lost its timeline\.toml") as raised:
            LogFiles.find(option, {}, here)
        assert f"timeline -C {log.folder} init" in raised.value.fix
    with pytest.raises(LogBroken, match="has lost its"):
        log.read()
    with pytest.raises(LogBroken, match="has lost its"):
        log.append([a_draft()], by="ada")


def test_a_lost_file_of_settings_is_written_anew_and_nothing_else_is_touched(tmp_path):
    log = a_log(tmp_path, a_draft())
    (log.path / ".gitattributes").write_text("** -text\n*.jsonl merge=ours\n", encoding="utf-8")
    before = tree(log.path)
    (log.path / "timeline.toml").unlink()
    again = LogFiles.create(log.folder, title="A story")
    assert len(again.read().records) == 1
    assert tree(log.path) == before
    with pytest.raises(LogError, match="a log is there already"):
        LogFiles.create(log.folder, title="A story")


def test_a_folder_that_holds_no_segment_is_no_lost_log(tmp_path):
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "holiday.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(LogError, match="no log here") as raised:
        LogFiles.find(None, {}, tmp_path)
    assert not isinstance(raised.value, LogBroken)


def test_the_segments_of_a_lost_log_are_those_that_were_there(tmp_path):
    log = a_log(tmp_path, a_draft(), a_draft(title="b"))
    held = segments_of(log)
    os.unlink(log.path / "timeline.toml")  # noqa: PTH108 - as an owner would
    LogFiles.create(log.folder, title="x")
    assert segments_of(log) == held


@pytest.mark.parametrize(
    ("text", "says", "fix"),
    [
        ("[figures]\nfoo = 1\n", '"foo" is not a key of [figures]', "its only key is key"),
        ("[figures]\nkey = 1\n", "key is not a list of tags", 'write key = ["turning-point"]'),
        ("figures = 3\n", "figures is not a table", "write [figures] above its keys"),
        ("title = 3\n", "the title is not a text", 'write title = "…"'),
    ],
)
def test_check_names_what_figures_and_the_page_refuse(tmp_path, text, says, fix):
    log = a_log(tmp_path, a_draft(title="x"))
    (log.path / "timeline.toml").write_text(f"format = 1\n{text}")
    (found,) = tl.open(log.path).check()
    assert found.code == "settings"
    assert says in found.message
    assert found.fix == fix
