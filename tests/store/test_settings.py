"""The settings of a log: which format it has, where it is found from, and what happens where they are lost."""

import os
import re

import pytest

import timeline as tl
from builders import a_draft, a_log, segments_of
from timeline.errors import LogBroken, LogError
from timeline.store.check import check
from timeline.store.log import LogFiles
from timeline.store.redact import redact


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


@pytest.mark.parametrize("text", ["# a log\n\nformat = 1 # one\n", 'title = "x"\nformat=1', "format = 1\r\n[views\n"])
def test_the_format_may_stand_anywhere_and_no_slip_behind_it_stops_a_question(tmp_path, text):
    log = a_log(tmp_path, a_draft())
    (log.path / "timeline.toml").write_text(text, encoding="utf-8")
    assert len(log.read().records) == 1


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
