"""The schemas are JSON Schema, name what the contract names, and are closed where people write."""

import json

import pytest

from timeline.text import schemas


@pytest.mark.parametrize("name", schemas.NAMES)
def test_each_says_which_form_it_is(name):
    schema = schemas.schema(name)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$id"] == f"timeline/{name}/1"
    assert schema["title"].endswith(".")
    assert json.loads(json.dumps(schema)) == schema


CONTRACT = {
    "list": "id type title occurred occurred_earliest occurred_latest reported reported_earliest reported_latest "
    "recorded known standing origins reports sources facts tags file line",
    "state": "entity property answer values beside",
    "diff": "change before after",
    "date": "text valid level kind earliest latest approximate uncertain words error suggestion",
    "check": "file line code message fix",
    "sources": "name publisher url published via origin",
    "error": "schema what where fix exit",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_what_scripts_rely_on_is_required(name):
    schema = schemas.schema(name)
    row = schema if name == "error" else schema["properties"]["rows"]["items"]
    assert set(CONTRACT[name].split()) <= set(row["required"])


def test_what_people_write_has_no_unknown_fields():
    kinds = {one["properties"]["kind"]["const"] for one in schemas.schema("record")["oneOf"]}
    assert kinds == {"source", "capture", "event", "report", "correction", "retraction", "link", "redaction"}
    assert all(one["additionalProperties"] is False for one in schemas.schema("record")["oneOf"])


def test_an_answer_without_rows_still_has_its_columns():
    assert schemas.keys("list")[0] == "id"
    assert schemas.keys("history")[0] == "recorded"
    assert schemas.keys("view") == ()
