"""A log that is open answers by the files as they are now, whatever they look like from outside."""

import os
import subprocess

import pytest

import timeline as tl
from builders import segments_of
from timeline.errors import TimelineError


def told(log):
    """What a log answers, or why it does not."""
    try:
        events = log.at().list().rows()
        return [(one["id"], one["title"]) for one in events], log.read().heads, log.read().notes
    except TimelineError as error:
        return type(error), str(error)


def a_log(folder, *titles):
    log = tl.init(folder / "events")
    for title in titles:
        log.add(title, by="ada")
    return log


def first_of(log):
    return log.files.path / next(iter(segments_of(log.files)))


def of_the_same_size(tmp_path):
    """Give the bytes of another sound segment, which are as many."""
    return first_of(a_log(tmp_path / "other", "Gamma", "Delta")).read_bytes()


def edited_in_its_place(path, data):
    before = path.stat()
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_in_its_place(path, data):
    before, other = path.stat(), path.with_name("new")
    other.write_bytes(data)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("index", ["", "on", "off"])
@pytest.mark.parametrize("change", [edited_in_its_place, put_in_its_place])
def test_another_segment_of_its_size_and_time_is_read(tmp_path, change, index, monkeypatch):
    monkeypatch.setenv("TIMELINE_INDEX", index)
    log = a_log(tmp_path, "Alpha", "Betas")
    before = told(log)
    change(first_of(log), of_the_same_size(tmp_path))
    assert told(log) == told(tl.open(log.files.folder)) != before


@pytest.mark.parametrize("index", ["", "on", "off"])
@pytest.mark.parametrize("change", [edited_in_its_place, put_in_its_place])
def test_a_damaged_byte_is_refused_though_size_and_time_are_the_same(tmp_path, change, index, monkeypatch):
    monkeypatch.setenv("TIMELINE_INDEX", index)
    log = a_log(tmp_path, "Alpha", "Betas")
    before, data = told(log), first_of(log).read_bytes()
    change(first_of(log), data.replace(b"Alpha", b"Alphb"))
    assert told(log) == told(tl.open(log.files.folder)) != before
    change(first_of(log), data)
    assert told(log) == before


@pytest.mark.parametrize("index", ["", "on", "off"])
@pytest.mark.parametrize(
    "put", [os.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")], ids=["folder", "fifo", "link"]
)
def test_what_stands_in_the_place_of_a_segment_is_refused(tmp_path, put, index, monkeypatch):
    monkeypatch.setenv("TIMELINE_INDEX", index)
    log = a_log(tmp_path, "Alpha")
    before = told(log)
    put(first_of(log).with_name("more.jsonl"))
    assert told(log) == told(tl.open(log.files.folder)) != before


@pytest.mark.parametrize("index", ["", "on", "off"])
def test_a_line_that_is_cut_off_is_told_of_by_what_git_has_now(tmp_path, index, monkeypatch):
    """Of a file that only this machine has it is left out; of one that git has it is a fault."""
    monkeypatch.setenv("TIMELINE_INDEX", index)
    log = a_log(tmp_path, "Alpha")
    subprocess.run(["git", "init", "-q", str(log.files.path)], check=True)
    with first_of(log).open("ab") as file:
        file.write(b'{"id":"')
    before = told(log)
    subprocess.run(["git", "-C", str(log.files.path), "add", "."], check=True)
    assert told(log) == told(tl.open(log.files.folder)) != before


def test_what_was_read_serves_every_question_until_a_file_is_touched(tmp_path):
    """Asking again makes nothing anew, even a moment after the last touch."""
    log = a_log(tmp_path, "Alpha", "Beta")
    once = log.at().list().rows()
    ledger = log._read().ledger
    assert log.at().list().rows() == once
    assert log._read().ledger is ledger
    log.add("Gamma", by="ada")
    assert log._read().ledger is not ledger
