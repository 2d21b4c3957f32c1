"""JSON objects of any kind, by the columns that are named."""

import datetime as dt

import pytest

import timeline as tl
from timeline.errors import TimelineError
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked


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


def titles(text, **asked):
    found = reading.parse(text.encode(), "json", name="log.json", asked=Asked(day=dt.date(2026, 11, 23), **asked))
    assert found.faults == () or found.drafts == ()
    return [draft.body["title"] for draft in found.drafts], found


ITEMS = '[{"date":"2026-01-01","title":"x"},{"title":"y"}]'


def test_the_only_list_of_a_document_is_found_where_it_lies_and_what_is_beside_it_said():
    found, brought = titles(f'{{"generated":"today","data":{{"page":1,"items":{ITEMS}}}}}')
    assert found == ["x", "y"]
    assert brought.notes[0] == "passed over, as it stands beside the list that is read: generated, data.page"
    assert titles(ITEMS)[1].notes == ('read: "date" as occurred, title',)


def test_an_object_that_has_a_title_is_a_row_and_not_the_list_deep_in_it():
    text = '{"title":"one","date":"2026","meta":{"authors":[{"name":"ada"}]}}'
    assert titles(text, ignore_other_columns=True)[0] == ["one"]
    first, *_ = titles(f'{{"title":"My list","data":{{"items":{ITEMS}}}}}')[1].faults
    assert first.fix == "where those are meant: --sheet data.items, in Python sheet='data.items'"
    (only,) = titles('{"items":[{"title":"x","date":"June"}]}')[1].faults
    assert only.where == "log.json:1, date"


def test_of_several_lists_one_is_named_by_its_keys():
    text = f'{{"a":{{"x":{ITEMS},"y":[{{"title":"q"}}]}}}}'
    first, *_ = titles(text)[1].faults
    assert first.what == "it is read as one object, and has rows under a.x, a.y"
    assert first.fix == "where those are meant: --sheet a.x, in Python sheet='a.x'"
    assert titles(text, sheet="a.x")[0] == ["x", "y"]
    with pytest.raises(TimelineError) as caught:
        titles(text, sheet="x")
    assert caught.value.fix == "those are a.x, a.y, a"
