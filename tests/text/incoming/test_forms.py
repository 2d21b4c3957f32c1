"""Which form a file has, told by its first bytes, and what of every form holds."""

import json

import pytest
from form_samples import CLAIM, DAY, ENTITIES, LINE, a_snak, an_item, events, read
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline as tl
from timeline.errors import FormatError, TimelineError
from timeline.records import admission
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ({"events": []}, "timelinejs"),
        ({"type": "bundle", "objects": []}, "stix"),
        ([{"id": "a", "type": "book", "issued": {}}], "csl"),
        (CLAIM, "claimreview"),
        ({"entities": {}}, "wikidata"),
        (LINE, "timesketch"),
        (ENTITIES[0], "ftm"),
        ({"kind": "event", "title": "x"}, "jsonl"),
        ([{"a": 1}], "json"),
    ],
)
@pytest.mark.parametrize("name", ["x", "x.json"])
def test_json_is_told_by_its_first_keys(content, form, name):
    assert reading.form_of(name, None, json.dumps(content, indent=1).encode()) == form
    assert reading.form_of(name, None, b"\xef\xbb\xbf" + json.dumps(content).encode()) == form


KEYS = st.sampled_from(
    [
        "events",
        "text",
        "headline",
        "start_date",
        "year",
        "type",
        "objects",
        "id",
        "published",
        "issued",
        "date-parts",
        "message",
        "datetime",
        "schema",
        "properties",
        "name",
        "entities",
        "claims",
        "mainsnak",
        "datavalue",
        "value",
        "@type",
        "itemReviewed",
        "claimReviewed",
        "kind",
        "title",
    ]
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["2025-08", "bundle", "event"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)

FORMS_OF_JSON = ["timelinejs", "timesketch", "csl", "claimreview", "wikidata", "stix", "ftm", "json", "jsonl"]


@settings(deadline=None, max_examples=300)
@given(VALUES, st.sampled_from(FORMS_OF_JSON))
def test_whatever_json_there_is_it_is_read_or_refused(value, form):
    data = json.dumps(value).encode()
    try:
        chosen = reading.form_of("x.json", form, data)
        found = reading.parse(data, chosen, name="x.json", asked=Asked(day=DAY))
        admission.admit((), found.drafts)
    except TimelineError:
        return


@pytest.mark.parametrize(
    ("first", "form"),
    [
        ("Year,Month,Day,Time,End Year,Display Date,Headline,Text,Media,Type", "timelinejs"),
        ("\ufeffmessage;datetime;timestamp_desc;host", "timesketch"),
        ('"message","datetime","timestamp_desc"', "timesketch"),
        ("Link,Archive status,Archive location,Upload timestamp", "auto-archiver"),
        ("canonical_id,entity_id,prop,schema,value,dataset", "ftm"),
        ("Year,Headline,Text", "csv"),
        ("message,date", "csv"),
    ],
)
@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
def test_a_sheet_of_a_known_program_is_told_by_its_headings(first, form, name):
    of_name = name[2:] if form == "csv" else form
    assert reading.form_of(name, None, f"{first}\r\n1,2\r\n".encode()) == of_name
    assert reading.form_of(name, None, f"{first}\n".encode("utf-16")) == of_name
    assert reading.form_of(name, "csv", f"{first}\n".encode()) == "csv"  # what is said counts
    assert reading.form_of(name, None, f"{first}\n".encode(), has_columns=True) == name[2:]


def test_a_workbook_of_a_known_program_is_refused_with_the_form_that_reads_it():
    data = b"message,datetime,timestamp_desc\nm,2026-01-01T00:00:00+00:00,d\n"
    found = reading.parse(data, "csv", name="x.csv", asked=Asked(day=DAY))
    assert found.faults[0].what == "its headings are those of a timeline of Timesketch"
    assert "--from timesketch" in found.faults[0].fix


def test_lines_of_objects_with_what_their_keys_mean_are_rows(tmp_path):
    log = tl.init(tmp_path / "events")
    path = tmp_path / "app.jsonl"
    path.write_text('{"ts": "2026-04-24T10:00:00Z", "msg": "up"}\n{"ts": "2026-04-24T10:01:00Z", "msg": "down"}\n')
    log.import_(path, columns={"ts": "occurred", "msg": "title"})
    assert [row["title"] for row in log.at().list()] == ["up", "down"]
    assert log.fix(path, tmp_path / "out.csv", columns={"ts": "occurred", "msg": "title"}).proposed == 0


def test_fragments_of_one_entity_are_one():
    lines = [
        {"id": "e", "schema": "Event", "properties": {"name": ["Raid"], "location": ["Rome"]}},
        {"id": "p", "schema": "Person", "properties": {"name": ["Zoe"]}},
        {
            "id": "e",
            "schema": "Event",
            "properties": {"name": ["Raid"], "startDate": ["2024-01"], "location": ["Bari"]},
        },
    ]
    raid, _ = events("\n".join(map(json.dumps, lines)), "ftm", name="e.jsonl")
    assert (raid["title"], raid["occurred"]) == ("Raid", "2024-01")
    assert [fact["value"] for fact in raid["facts"]] == ["Rome", "Bari"]


def test_what_statements_say_beside_their_values_is_counted():
    sheet = "canonical_id,prop,schema,value,dataset,first_seen,origin\ne,name,Event,Raid,d,2024-01-01,x\n"
    found = read(sheet, "ftm", name="s.csv")
    assert set(found.passed_over) == {
        "datasets (1)",
        "days on which something was first or last seen (1)",
        "origins of statements (1)",
    }


def test_an_opinion_counts_from_the_day_on_which_it_was_given():
    pytest.importorskip("stix2")
    report, opinion = (
        {"type": "report", "id": "report--1", "name": "R", "published": "2020-01-01T00:00:00Z"},
        {
            "type": "opinion",
            "id": "opinion--1",
            "opinion": "disagree",
            "authors": ["Ada"],
            "object_refs": ["report--1"],
            "created": "2020-03-01T00:00:00.000Z",
        },
    )
    found = read({"type": "bundle", "objects": [report, opinion]})
    (told,) = (draft.body for draft in found.drafts if draft.kind == "report")
    assert told["reported"] == "2020-03-01T00:00:00.000Z"


def test_of_two_versions_the_one_changed_within_the_second_is_the_later():
    old = {"type": "campaign", "id": "campaign--1", "name": "new", "first_seen": "2019-01-01T00:00:00Z"}
    versions = [
        {**old, "modified": "2020-01-01T00:00:00.5Z"},
        {**old, "name": "old", "modified": "2020-01-01T00:00:00Z"},
    ]
    (event,) = events({"type": "bundle", "objects": versions})
    assert event["title"] == "new"


def test_a_statement_whose_value_is_a_date_of_wikidata_happened_on_it():
    day = {"precision": 11, "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}
    born = {"type": "time", "value": {"time": "+1952-03-11T00:00:00Z", **day}}
    (event,) = events(an_item(("P569", a_snak("P569", born, "time"), {})))
    assert event["occurred"] == "1952-03-11"
    at = {
        "P585": [
            {
                "snaktype": "value",
                "datavalue": {"type": "time", "value": {"time": "+1953-00-00T00:00:00Z", **day, "precision": 9}},
            }
        ]
    }
    (event,) = events(an_item(("P569", a_snak("P569", born, "time"), {"qualifiers": at})))
    assert event["occurred"] == "1953"  # a qualifier says it better


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("x.json", '{"type": "bundle", "id": "bundle--1", "objects": []}', "stix"),
        ("x.json", '{"events": [{"start_date": {"year": "2026"}, "text": {"headline": "h"}}]}', "timelinejs"),
        ("x.jsonl", '{"message": "m", "datetime": "2026-01-01T00:00:00+00:00", "timestamp_desc": "d"}', "timesketch"),
        ("x.txt", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
    ],
)
def test_the_form_is_told_whatever_mark_stands_before_the_text(name, text, form, encoding):
    assert reading.form_of(name, None, text.encode()) == form
    assert reading.form_of(name, None, text.encode(encoding)) == form


@pytest.mark.parametrize("text", ['"x"\n', "null", "title,datetime\n", "title,datetime\na,2026\n"])
def test_a_sheet_without_messages_is_not_a_timeline_of_timesketch(text):
    with pytest.raises(FormatError, match="message"):
        reading.parse(text.encode(), "timesketch", name="x.csv", asked=Asked(day=DAY))
