"""People's input: flat records, strict about types, every fault of a record named at once with its path."""

import json

import pytest

from builders import a_body
from timeline.dates.stamps import utc_stamp
from timeline.errors import RecordError
from timeline.records import flat
from timeline.records.model import BODIES

A_FACT = {"entity": "a", "property": "b"}


def faults(text, **options):
    with pytest.raises(RecordError) as caught:
        flat.flat_record(text if isinstance(text, str) else json.dumps(text), **options)
    return caught.value


@pytest.mark.parametrize("kind", BODIES)
def test_a_valid_record_of_every_kind_is_read(kind):
    body = a_body(kind)
    assert flat.flat_record(json.dumps({"kind": kind} | body)) == (kind, body, {})


def test_the_body_stays_as_it_was_typed():
    quantity = {"op": ">=", "value": 1000, "unit": "chips"}
    body = a_body(facts=[{"entity": "R2", "property": "chips", "value": quantity}], data={"a": [1.0]})
    assert flat.flat_record(json.dumps({"kind": "event"} | body))[1] == body


def test_what_the_log_stamps_is_taken_off():
    given = {"kind": "event", "id": "a" * 64, "recorded": "2024-03-01T12:00:00+02:00", "by": "Bob"} | a_body()
    kind, body, stamps = flat.flat_record(json.dumps(given))
    assert (kind, body) == ("event", a_body())
    assert stamps == {"id": "a" * 64, "recorded": "2024-03-01T10:00:00.000000Z", "by": "Bob"}


@pytest.mark.parametrize(
    ("given", "path", "says"),
    [
        ({"kind": "event"}, "title", "an event must have"),
        ({"kind": "event", "title": 5}, "title", "not a text"),
        ({"kind": "event", "title": " "}, "title", "blank"),
        ({"kind": "event", "title": "x", "occurred": "April"}, "occurred", "April"),
        ({"kind": "event", "title": "x", "tags": "abc"}, "tags", "not a list"),
        ({"kind": "event", "title": "x", "tags": ["a", 5]}, "tags[1]", "not a text"),
        ({"kind": "event", "title": "x", "type": "Training Failed"}, "type", "training.failed"),
        ({"kind": "event", "title": "x", "titel": "y"}, "titel", "no field"),
        ({"kind": "event", "title": "x", "facts": {}}, "facts", "not a list"),
        ({"kind": "event", "title": "x", "facts": [5]}, "facts[0]", "no object"),
        ({"kind": "event", "title": "x", "facts": [A_FACT | {"mode": "maybe"}]}, "facts[0].mode", "maybe"),
        ({"kind": "event", "title": "x", "facts": [A_FACT | {"value": []}]}, "facts[0].value", "quantity"),
        ({"kind": "event", "title": "x", "reports": [{}, {"stance": "shrugs"}]}, "reports[1].stance", "shrugs"),
        ({"kind": "event", "title": "x", "reports": [{"origin": {"name": 1}}]}, "reports[0].origin.name", "not a text"),
        (
            {"kind": "source", "name": "a", "origin": {"name": "a", "interested": 1}},
            "origin.interested",
            "true or false",
        ),
        ({"kind": "event", "title": "x", "parents": []}, "parents", "set by the log"),
        ({"kind": "event", "title": "x", "recorded": "yesterday"}, "recorded", "not an instant"),
        ({"kind": "event", "title": "x", "id": "7"}, "id", "no id"),
        ({"kind": "source", "name": "A B"}, "name", "scmp"),
        ({"kind": "report", "source": "scmp"}, "event", "name its event"),
        ({"kind": "correction", "target": "abcd", "set": {}}, "set", "no field"),
        ({"kind": "correction", "target": "abcd", "set": {"id": "x"}}, "set", "cannot be corrected"),
        ({"kind": "correction", "target": "abcd", "set": 5}, "set", "not an object"),
        ({"kind": "link", "from": "a", "to": "b"}, "rel", "a link must have"),
        ({"kind": "link", "from_": "a", "to": "b", "rel": "contradicts"}, None, "from"),
        ({"kind": "redaction", "target": "abcd"}, "because", "a redaction must have"),
        ({"kind": "evnt"}, "kind", "evnt"),
        ({"title": "x"}, "kind", "no kind"),
        ({"kind": 5}, "kind", "5"),
    ],
)
def test_each_fault_has_its_path(given, path, says):
    error = faults(given, where="line 3")
    assert says in str(error)
    if path is not None:
        assert error.where == f"line 3, {path}"
    assert error.unwritten


def test_every_fault_is_named_at_once():
    error = faults(
        {
            "kind": "event",
            "titel": "x",
            "occurred": "2026-13",
            "facts": [{"entity": "", "property": 5, "during": "x"}],
            "tags": [1],
        }
    )
    text = str(error)
    fact = ("facts[0].entity", "facts[0].property", "facts[0].during")
    assert all(f"{path}:" in text for path in ("title", "titel", "occurred", "tags[0]", *fact))
    assert len(error.findings) == 7
    assert 'did you mean "title"?' in text


def test_what_is_no_object_and_what_is_not_strict_is_refused():
    assert "object" in faults("[]").what
    assert "twice" in faults('{"kind":"event","title":"a","title":"b"}').what
    assert faults("nonsense").what.startswith("not JSON")


def test_unknown_kinds_pass_only_in_a_migration():
    text = '{"kind":"weather","wind":3,"recorded":"2024-01-01T00:00:00Z"}'
    assert "no kind" in faults(text).what
    kind, body, stamps = flat.flat_record(text, keep_recorded=True)
    assert (kind, body, stamps["recorded"]) == ("weather", {"wind": 3}, "2024-01-01T00:00:00.000000Z")


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-01",
        "2024-01-01T00:00:00",
        "2024-02-30T00:00:00Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:00:00.1234567Z",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_stamps_to_keep_are_whole_instants(text):
    with pytest.raises(RecordError):
        utc_stamp(text)


def test_a_word_for_a_date_is_told_with_its_fix_apart():
    """Also where it stands inside a list: scripts read what is wrong and how to mend it each by itself."""
    for given, path in (
        ({"occurred": "late 2025"}, "occurred"),
        ({"facts": [A_FACT | {"during": "late 2025"}]}, "facts[0].during"),
    ):
        with pytest.raises(RecordError) as caught:
            flat.flat_record(json.dumps({"kind": "event", "title": "x", **given}))
        (fault,) = caught.value.faults
        assert (fault.field, fault.fix) == (path, "write 2025-39")
        assert fault.what == '"late 2025" is in words, and a date is stored as EDTF'
