"""An answer from a log that lacks a file, or a line out of the middle of one, says so."""

import json

import pytest

import timeline as tl
from builders import a_draft, a_log, segments_of
from commands import run
from ondisk import index


def a_log_in_files(folder):
    log = a_log(folder, *(a_draft(title=f"E{number}", occurred="2025-08") for number in range(4)))
    log.own = None
    log.append([a_draft(title="later", occurred="2025-09")], by="ada")
    log.own = None
    log.append([a_draft(title="last", occurred="2025-10")], by="ada")
    return log


def without(log, name, line=None):
    """Remove a file, or a line of it."""
    lines = (log.path / name).read_bytes().splitlines(keepends=True)
    if line is None:
        (log.path / name).unlink()
    else:
        (log.path / name).write_bytes(b"".join(lines[: line - 1] + lines[line:]))


def told(log, *words):
    done = run(log, *words)
    return done.exit_code, json.loads(done.stdout)["query"]["notes"]


@pytest.mark.parametrize("how", ["on", "off"])
@pytest.mark.parametrize("line", [None, 2])
def test_it_is_said_beside_every_answer(tmp_path, how, line):
    log = a_log_in_files(tmp_path)
    name = next(name for name, text in segments_of(log).items() if len(text.splitlines()) == 4)
    without(log, name, line)
    with index(how):
        for words in (("list",), ("entities",), ("sources",), ("history",), ("stats",), ("conflicts",)) * 2:
            code, notes = told(log, *words, "--json")
            assert code == 0
            (note,) = (note for note in notes if "not in this log" in note)
            assert note in run(log, *words).stderr
            assert "`timeline check`" in note
        (found,) = [one for one in tl.open(log.path).check() if one.code == "dangling-parent"]
        assert found.where in note
        opened = tl.open(log.path)
        assert [note for note in opened.at().notes() if "not in this log" in note] == [note]
        assert [note for note in opened.at().notes() if "not in this log" in note] == [note]


@pytest.mark.parametrize("how", ["on", "off"])
def test_a_log_that_is_whole_says_nothing(tmp_path, how):
    log = a_log_in_files(tmp_path)
    with index(how):
        for _ in range(2):
            assert told(log, "list", "--json")[1] == []


@pytest.mark.parametrize("how", ["on", "off"])
def test_it_is_said_until_the_file_is_back(tmp_path, how):
    log = a_log_in_files(tmp_path)
    name = next(name for name, text in segments_of(log).items() if len(text.splitlines()) == 4)
    text = (log.path / name).read_bytes()
    without(log, name)
    with index(how):
        opened = tl.open(log.path)
        assert len(opened.at().notes()) == 1
        (log.path / name).write_bytes(text)
        assert opened.at().notes() == []
        assert told(log, "list", "--json")[1] == []
