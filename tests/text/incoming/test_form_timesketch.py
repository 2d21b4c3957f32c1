"""Exports of Timesketch and Plaso: what is read, and what is lost."""

import json

from form_samples import LINE, events, read, refused


def test_a_timeline_of_timesketch_as_json_lines():
    lines = [
        LINE | {"tag": ["ssh"], "user": "ada", "big": 2**60},
        {"message": "b", "timestamp": 1777024800000000, "timestamp_desc": "x"},
        {"message": "c", "datetime": "2026-04-24 10:00:00.5", "timestamp_desc": "x"},
    ]
    found = read("\n".join(map(json.dumps, lines)), name="t.jsonl")
    one, two, three = (draft.body for draft in found.drafts)
    assert one == {
        "title": "sshd",
        "text": "sshd\nlogin by ada",
        "occurred": "2026-04-24T10:00:00Z",
        "said": "Event Logged",
        "tags": ["ssh"],
        "data": {"user": "ada", "big": str(2**60)},
    }
    assert two["occurred"] == "2026-04-24T10:00:00Z"
    assert three["occurred"] == "2026-04-24T10:00:00.5Z"
    assert "times without a zone are read as UTC, as Timesketch does" in found.notes


def test_a_timeline_of_timesketch_as_csv():
    text = (
        "message,timestamp,datetime,timestamp_desc,tag\n"
        "\"a, b\",1777024800000000,2026-04-24T10:00:00+00:00,Seen,\"['x','y']\"\n"
    )
    assert events(text, "timesketch", name="t.csv") == [
        {"title": "a, b", "occurred": "2026-04-24T10:00:00Z", "said": "Seen", "tags": ["x", "y"]}
    ]
    ((where, what),) = refused("message,datetime,timestamp_desc\nx,2026-04-31T10:00:00,y\n", "timesketch", "t.csv")
    assert where == "t.csv:2"
    assert "2026-04-31" in what


def test_what_plaso_writes_for_an_event_without_a_time_is_no_time():
    none = "0000-00-00T00:00:00.000000+00:00"
    lines = [
        LINE | {"datetime": none, "timestamp": 0},
        LINE | {"datetime": "Not set"},
        LINE | {"datetime": "1970-01-01T00:00:00+00:00", "timestamp": 0, "timestamp_desc": "Not a time"},
    ]
    found = read("\n".join(map(json.dumps, lines)), name="t.jsonl")
    assert [draft.body.get("occurred") for draft in found.drafts] == [None] * 3
    assert "events without a time (3)" in found.passed_over


def test_a_hyphen_is_an_empty_cell_of_plaso():
    text = f"datetime,timestamp_desc,source,message,tag\n{LINE['datetime']},-,-,-,-\n"
    (event,) = events(text, name="t.csv")
    assert event == {"title": "-", "occurred": "2026-04-24T10:00:00Z"}
