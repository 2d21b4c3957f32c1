"""What a merge brought together, a log's own export brings to another log: names of sources that clash among it."""

import shutil

import pytest

import timeline as tl


@pytest.fixture
def merged(tmp_path, monkeypatch):
    """Two clones that defined one source differently, and used one key for the same."""
    monkeypatch.setenv("TIMELINE_BY", "ada")
    mine = tmp_path / "mine"
    tl.init(mine).source("wire", published="2025-08-01", key="s")
    theirs = shutil.copytree(mine, tmp_path / "theirs")
    for number, folder in enumerate((mine, theirs)):
        log = tl.open(folder)
        log.source("press", publisher=f"Press {number}", published=f"2025-08-1{number}", via=["wire"] * number)
        log.add(f"event {number}", occurred=f"2025-0{number + 1}", sources="press", facts={"A.p": number})
        log.add("the same", sources="wire", key="same")
        log.report("key:same", "press", stance="denies" if number else "doubts")
    shutil.copytree(theirs, mine, dirs_exist_ok=True)
    return tl.open(mine)


def answers(log):
    """Give what is answered, ids and stamps aside."""
    snap = log.at()
    left = {"id", "recorded", "file", "line", "head"}
    rows = [*snap.list().rows(), *snap.sources().rows()]
    return [{name: value for name, value in row.items() if name not in left} for row in rows]


@pytest.mark.parametrize("keep_recorded", [True, False])
def test_an_export_of_what_clashes_is_taken_back_and_answers_alike(merged, tmp_path, keep_recorded):
    assert [finding.code for finding in merged.check()] == ["source-clash"]
    merged.at().save_export(tmp_path / "all.jsonl")
    other = tl.init(tmp_path / "other")
    added = other.import_(tmp_path / "all.jsonl", keep_recorded=keep_recorded)
    assert {one.status for one in added} == {"added", "said by an earlier line"}
    assert answers(other) == answers(merged)
    assert "source-clash" in {finding.code for finding in other.check()}
    again = other.import_(tmp_path / "all.jsonl", keep_recorded=keep_recorded)
    assert {one.status for one in again} == {"already there"}


def test_an_export_is_refused_where_the_log_defines_the_source_in_a_third_way(merged, tmp_path):
    merged.at().save_export(tmp_path / "all.jsonl")
    other = tl.init(tmp_path / "other")
    other.source("press", publisher="another")
    with pytest.raises(tl.RecordError, match="defined already, and differently"):
        other.import_(tmp_path / "all.jsonl")


def test_what_a_person_writes_is_refused_as_ever(merged):
    named = [("source", {"name": "afp", "publisher": "A"}), ("source", {"name": "afp", "publisher": "B"})]
    with pytest.raises(tl.RecordError, match="twice, and differently"):
        merged.write(named)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("index", ["on", "off"])
def test_what_was_taken_back_with_its_like_can_be_said_again(tmp_path, monkeypatch, which, index):
    """Two clones said it, and it was taken back by either id: no answer has it, so it is not already there."""
    monkeypatch.setenv("TIMELINE_BY", "ada")
    monkeypatch.setenv("TIMELINE_INDEX", index)
    mine = tmp_path / "mine"
    tl.init(mine)
    theirs = shutil.copytree(mine, tmp_path / "theirs")
    ids = [tl.open(folder).add("the same").id for folder in (mine, theirs)]
    shutil.copytree(theirs, mine, dirs_exist_ok=True)
    log = tl.open(mine)
    assert log.add("the same").status == "already there"
    back = log.retract(ids[which], because="no")
    assert log.at().list().rows() == []
    assert log.add("the same", dry_run=True).status == "would be added"
    added = log.add("the same")
    assert (added.status, [row["id"] for row in log.at().list().rows()]) == ("added", [added.id])
    assert log.add("the same").status == "already there"
    log.retract(back.id, because="so it was")
    assert {log.add("the same").status for _ in range(2)} == {"already there"}


@pytest.mark.parametrize("index", ["on", "off"])
def test_a_sheet_is_nothing_new_where_a_merge_gave_the_name_of_its_source_to_another(tmp_path, monkeypatch, index):
    """Two clones each import a sheet of one outlet; after their merge the first has the name that was made of it."""
    monkeypatch.setenv("TIMELINE_BY", "ada")
    monkeypatch.setenv("TIMELINE_INDEX", index)
    mine, sheets = tmp_path / "mine", (tmp_path / "0.csv", tmp_path / "1.csv")
    tl.init(mine).add("so that the log is large beside the sheets", text="x" * 9_000)
    theirs = shutil.copytree(mine, tmp_path / "theirs")
    for number, (folder, sheet) in enumerate(zip((mine, theirs), sheets, strict=True)):
        row = f"k{number},2025-08-14,x {number},FT,https://a.example/{number}\n,2025-08-15,y {number},FT,\n"
        sheet.write_text(f"key,date,title,publisher,url\n{row}")
        tl.open(folder).import_(sheet)
    shutil.copytree(theirs, mine, dirs_exist_ok=True)
    log = tl.open(mine)
    assert [finding.code for finding in log.check()] == ["source-clash"]
    for sheet in sheets:
        assert {one.status for one in log.import_(sheet)} == {"already there"}
    with sheets[1].open("a") as sheet:
        sheet.write("k2,2025-08-16,z,FT,https://a.example/1\n")
    source, *rest, new = log.import_(sheets[1])
    assert (source.status, new.status) == ("added", "added")  # what is new names the source that is meant
    assert new.body["reports"] == [{"source": source.body["name"]}]
    assert source.body["url"] == "https://a.example/1"
    assert {one.status for one in rest} == {"already there"}
