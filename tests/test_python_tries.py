"""What would be added is told in Python, too, as `--dry-run` tells it, and nothing of it is written."""

import json
from pathlib import Path

import pytest

import timeline as tl
from commands import run

FIELDS = {"occurred": "2025-08", "sources": "press", "facts": {"R2.training": "Nvidia"}, "type": "training.failed"}


def of_two(top):
    log = tl.init(top / "events")
    log.source("press", published="2025-08-14", by="ada")
    log.add("it failed", key="a", by="ada", **FIELDS)


@pytest.fixture
def log(copied, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_BY", "ada")
    return tl.open(copied(of_two, tmp_path) / "events")


def bytes_of(folder):
    kept = (path for path in folder.rglob("*") if path.is_file() and ".index" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept if path.name != ".lock"}


def ways(log, tmp_path):
    """Each method that adds, and the record that it would add."""
    (tmp_path / "page.html").write_text("<!doctype html><p>so it was</p>")
    event = log.at().list().rows()[0]["id"]
    dry = {"dry_run": True}
    yield log.add("it moved", **dry), ("event", {"title": "it moved"})
    yield log.source("wire", **dry), ("source", {"name": "wire"})
    yield log.report("key:a", "press", stance="denies", **dry), ("report", {"event": event, "stance": "denies"})
    yield log.correct(event, {"title": "x"}, because="y", **dry), ("correction", {"target": event})
    yield log.retract([event], because="y", **dry)[0], ("retraction", {"target": event})
    yield log.link("A", "same-entity", "B", **dry), ("link", {"from": "A", "rel": "same-entity", "to": "B"})
    yield log.attach("press", tmp_path / "page.html", **dry), ("capture", {"source": "press"})
    yield log.write([("redaction", {"target": event, "because": "y"})], **dry)[0], ("redaction", {"target": event})


def test_each_method_says_what_it_would_add_and_writes_nothing(log, tmp_path):
    before = bytes_of(Path(log.files.folder))
    for added, (kind, fields) in ways(log, tmp_path):
        assert (added.status, added.kind) == ("would be added", kind)
        assert {name: added.body[name] for name in fields} == fields
        assert added.record.file is None
    assert bytes_of(Path(log.files.folder)) == before


def test_the_statuses_and_bodies_are_those_of_the_command(log):
    records = [
        ("event", {"title": "it moved", "key": "b"}),
        ("report", {"event": "key:b", "source": "press"}),
        ("source", {"name": "press", "published": "2025-08-14"}),
        ("event", {"title": "twice"}),
        ("event", {"title": "twice"}),
    ]
    found = log.write(records, dry_run=True)
    lines = "".join(json.dumps({"kind": kind, **body}) + "\n" for kind, body in records)
    told = json.loads(run(log.files, "add", "-", "--dry-run", "--json", stdin=lines).stdout)["rows"]
    assert [one.status for one in found] == [row["status"] for row in told]
    assert [one.status for one in found] == [
        "would be added",
        "would be added",
        "already there",
        "would be added",
        "said by an earlier line",
    ]
    assert found[1].body["event"] == found[0].id
    assert found[2].id == log.source("press", published="2025-08-14").id
    assert found[4].repeats == 3


def test_a_file_is_tried_as_it_is_imported(log, tmp_path):
    (tmp_path / "a.csv").write_text("title,occurred,type\nit moved,2025-09,training.faild\n")
    before = bytes_of(Path(log.files.folder))
    tried = log.import_(tmp_path / "a.csv", dry_run=True)
    assert bytes_of(Path(log.files.folder)) == before
    added = log.import_(tmp_path / "a.csv")
    assert [one.status for one in tried] == ["would be added"]
    assert [(one.kind, one.body, one.notes) for one in tried] == [(one.kind, one.body, one.notes) for one in added]
    assert "training.failed" in tried[0].notes[0]
    assert [one.status for one in log.import_(tmp_path / "a.csv", dry_run=True)] == ["already there"]


def test_what_would_be_refused_is_refused_when_tried(log):
    with pytest.raises(tl.RecordError, match="nobody"):
        log.report("key:a", "nobody", dry_run=True)
    with pytest.raises(tl.RecordError, match="dry_run"):
        log.add("x", dry_run="yes")
