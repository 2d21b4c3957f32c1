"""Entities and statements of FollowTheMoney: what is read, and what is lost."""

import json

import pytest
from form_samples import ENTITIES, events, read


def test_entities_of_followthemoney():
    found = read("\n".join(map(json.dumps, ENTITIES)) + "\n", name="e.json")
    source, acme, ada, owned = (draft.body for draft in found.drafts)
    assert source["url"] == "https://r.example/acme"
    assert acme["facts"] == [{"entity": "Acme", "property": "incorporationDate", "value": "2025-08"}]
    assert ada["title"] == "Ada"
    assert owned == {
        "title": "Ownership o",
        "type": "ownership",
        "occurred": "2025/2026-04-24",
        "text": "all",
        "facts": [
            {"entity": "o", "property": "owner", "value": "Ada"},
            {"entity": "o", "property": "asset", "value": "Acme"},
        ],
        "key": "o",
    }


def test_what_followthemoney_itself_wrote():
    model = pytest.importorskip("followthemoney").model
    event = model.make_entity("Event")
    event.id = "e"
    for prop, value in (("name", "V4 is out"), ("startDate", "2026-04"), ("publisher", "Press"), ("summary", "long")):
        event.add(prop, value)
    (found,) = events(json.dumps(event.to_dict()), name="e.json")
    assert (found["title"], found["occurred"], found["text"]) == ("V4 is out", "2026-04", "long")
    assert found["reports"] == [{"source": "press"}]


def test_statements_of_followthemoney():
    text = (
        "canonical_id,entity_id,prop,schema,value,dataset,lang\n"
        "e,e1,id,Event,x,d,\ne,e1,name,Event,V4,d,eng\ne,e2,name,Event,V4,d,\ne,e1,date,Event,2026-04-24T10,d,\n"
    )
    found = read(text, "ftm", name="s.csv")
    assert [draft.body for draft in found.drafts] == [
        {"title": "V4", "type": "event", "occurred": "2026-04-24", "key": "e"}
    ]
    assert set(found.passed_over) == {
        "datasets (3)",
        "languages of values (1)",
        "times of day to the hour or minute (1)",
    }


def test_statements_that_nobody_has_verified_are_left_out():
    """FollowTheMoney: external statements are suggestions before they are verified, and no published data."""
    text = (
        "canonical_id,entity_id,prop,schema,value,dataset,external\n"
        "a,a,name,Person,Ada,x,f\na,a,birthDate,Person,1815,x,t\nb,b,name,Person,Other,x,t\n"
    )
    found = read(text, name="statements.csv")
    (event,) = (draft.body for draft in found.drafts)
    assert (event["title"], event.get("facts")) == ("Ada", None)
    assert "statements that nobody has verified (external) (2)" in found.passed_over


@pytest.mark.parametrize(
    ("dates", "occurred", "lost"),
    [
        (["2025", "2025-08", "2025-08-14"], "2025-08-14", ()),
        (["2025-08", "2024-08-14"], "2024-08-14", ("further values of date (1)",)),
        (["2025-08-14T10:00"], "2025-08-14", ("times of day to the hour or minute (1)",)),
        (["2025-08-14", "2025-08-14T10"], "2025-08-14", ("times of day to the hour or minute (1)",)),
        (["2025-08-14T10:00:05"], "2025-08-14T10:00:05Z", ()),
    ],
)
def test_of_several_dates_the_one_that_the_others_name_in_part(dates, occurred, lost):
    entity = {"id": "e", "schema": "Event", "properties": {"name": ["x"], "date": dates}}
    found = read(json.dumps(entity), name="e.json")
    assert found.drafts[0].body["occurred"] == occurred
    assert found.passed_over == lost


def test_statements_in_the_packed_form_of_followthemoney():
    text = (
        "entity_id,prop,value,dataset,lang,original_value,origin,external,first_seen,last_seen,id\n"
        "e,Event:name,V4 is out,d,,,,,,,1\n"
        "e,Event:date,2026-04,d,,,,,,,2\n"
        "e,Event:id,abc,d,,,,,,,3\n"
    )
    (event,) = events(text, "ftm", name="e.csv")
    assert (event["title"], event["type"], event["occurred"], event["key"]) == ("V4 is out", "event", "2026-04", "e")
    assert "facts" not in event
