"""A log is read strictly: what is damaged is refused, but for a cut end that its writer left."""

import os

import pytest

from builders import a_draft, a_line, a_log, findings_in, segment_of, titles_of
from timeline.errors import LogBroken, LogError


def test_a_bad_line_refuses_the_log_unless_it_is_skipped(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"), a_draft(title="c"))
    path = segment_of(log)
    path.write_bytes(path.read_bytes().replace(b'"title":"b"', b'"title":"B"'))
    with pytest.raises(LogBroken) as caught:
        log.read()
    assert caught.value.where == f"{path.relative_to(log.path)}:2"
    assert titles_of(log, skip_bad=True) == ["a", "c"]
    (finding,) = log.read(skip_bad=True).findings
    assert (finding.code, finding.line) == ("hash", 2)
    with pytest.raises(LogBroken) as caught:
        log.append([a_draft(title="d")], by="ada")
    assert caught.value.unwritten


def test_special_files_are_refused_and_never_waited_for(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    year = segment_of(log).parent
    os.mkfifo(year / "fifo.jsonl")
    (year / "link.jsonl").symlink_to(the_segment_of(year))
    (year / "folder.jsonl").mkdir()
    (year / "linked").symlink_to(year)
    (log.path / "2025").symlink_to(year)
    batch = year / "batch"
    batch.mkdir()
    (batch / "0001.jsonl").symlink_to("/dev/zero")
    (year / "bad\nname.jsonl").write_text("")
    reading = log.read(skip_bad=True)
    assert [record.body["title"] for record in reading.records] == ["a"]
    said = {finding.file: finding.message for finding in reading.findings}
    assert said["2025"].startswith("it is a symbolic link")
    assert said[f"{year.name}/fifo.jsonl"].startswith("it is a FIFO")
    assert said[f"{year.name}/link.jsonl"].startswith("it is a symbolic link")
    assert said[f"{year.name}/folder.jsonl"].startswith("it is a folder")
    assert said[f"{year.name}/linked"].startswith("it is a symbolic link")
    assert said[f"{year.name}/batch/0001.jsonl"].startswith("it is a symbolic link")
    assert len(reading.findings) == 7
    with pytest.raises(LogBroken, match="and 6 more"):
        log.read()


def the_segment_of(year):
    return next(path for path in year.iterdir() if path.is_file() and path.suffix == ".jsonl")


def test_other_files_are_no_part_of_the_log(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    year = segment_of(log).parent
    for name in (".hidden.jsonl", "notes.txt", "x.jsonl.bak"):
        (year / name).write_text("nonsense")
    (year / "batch").mkdir()
    (year / "batch" / "1.jsonl").write_text("nonsense")
    (year / "batch" / "note.jsonl").write_text("nonsense")
    (log.path / "captures").mkdir()
    (log.path / "captures" / "x.jsonl").write_text("nonsense")
    (log.path / "20266").mkdir()
    (log.path / "20266" / "x.jsonl").write_text("nonsense")
    assert titles_of(log) == ["a"]
    assert log.read().findings == ()


def test_reading_never_writes(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    with segment_of(log).open("ab") as file:
        file.write(b'{"torn')
    before = {path: path.lstat().st_mtime_ns for path in log.path.rglob("*")}
    log.read()
    log.settings()
    assert {path: path.lstat().st_mtime_ns for path in log.path.rglob("*")} == before


def test_settings_are_not_read_through_a_link(tmp_path):
    log = a_log(tmp_path)
    (log.path / "timeline.toml").rename(tmp_path / "elsewhere.toml")
    (log.path / "timeline.toml").symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(LogError, match="symbolic link"):
        log.settings()


# --- tails -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", [b'{"id":"0', b"x", b"\0\0\0\0", b'{"id"\0\0\0\n', b"\0" * 5000, a_line()[:-1]])
def test_a_torn_tail_is_ignored_by_readers_and_set_aside_by_the_next_append(tmp_path, tail):
    log = a_log(tmp_path, a_draft(title="a"))
    path = segment_of(log)
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    reading = log.read()
    assert [record.body["title"] for record in reading.records] == ["a"]
    assert len(reading.notes) == 1
    outcome = log.append([a_draft(title="b")], by="ada")
    assert "moved to .quarantine/" in outcome.notes[0]
    assert [kept.read_bytes() for kept in (log.path / ".quarantine").glob("*.torn")] == [tail]
    assert path.read_bytes().startswith(whole)
    assert titles_of(log) == ["a", "b"]
    assert log.read().notes == ()
    assert findings_in(log) == []
    assert log.append([a_draft(title="c")], by="ada").notes == ()


def test_a_whole_last_line_that_only_lacks_its_newline_is_kept(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    path = segment_of(log)
    path.write_bytes(path.read_bytes()[:-1])
    assert titles_of(log) == ["a", "b"]
    assert log.read().notes == ()
    assert log.append([a_draft(title="c")], by="ada").notes == ()
    assert titles_of(log) == ["a", "b", "c"]
    assert not (log.path / ".quarantine").exists()
    assert findings_in(log) == []


def test_nul_bytes_in_the_middle_are_damage(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    path = segment_of(log)
    path.write_bytes(b"\0\0\n" + path.read_bytes())
    with pytest.raises(LogBroken) as caught:
        log.append([a_draft(title="b")], by="ada")
    assert caught.value.where.endswith(":1")
