"""JSON objects of any kind, by the columns that are named."""

import pytest

import timeline as tl
from timeline.errors import TimelineError


def test_objects_with_their_keys_as_columns(tmp_path):
    lines = (
        '{"ts":"2026-04-24T10:00:00Z","msg":"started","ctx":{"host":"a","tags":["x","y"]},"n":1}\n{"msg":"stopped"}\n'
    )
    (tmp_path / "log.jsonl").write_text('{"x":1}\n')
    path = tmp_path / "log.json"
    path.write_text(lines)
    log = tl.init(tmp_path / "events")
    with pytest.raises(TimelineError, match="faults"):
        log.import_(path)
    columns = {"ts": "occurred", "msg": "title", "ctx.host": "tags", "ctx.tags": "tags"}
    added = log.import_(path, columns=columns, ignore_other_columns=True, by="ada")
    assert [one.body for one in added] == [
        {"title": "started", "occurred": "2026-04-24T10:00:00Z", "tags": ["a", "x", "y"]},
        {"title": "stopped"},
    ]
    path.write_text('[{"title":"x","date":"June"}]')
    with pytest.raises(TimelineError) as caught:
        log.import_(path)
    assert caught.value.where == f"{path}:1, date"


def test_lines_that_are_no_records_are_told_the_way_that_reads_them(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"msg":"a"}\n{"msg":"b"}\n')
    log = tl.init(tmp_path / "events")
    with pytest.raises(TimelineError) as caught:
        log.import_(path)
    assert "--from json" in caught.value.fix
    assert len(log.import_(path, form="json", columns={"msg": "title"}, by="ada")) == 2
