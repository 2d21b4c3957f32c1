"""A field that does not fit is told in the words of the format: which one, what it must be, and what to do."""

import json

import pytest

from builders import a_draft, a_log
from commands import run

SCHEMA = "`timeline schema record` shows what each field holds"
FACT = {"entity": "A", "property": "b", "value": 1}


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft(title="x"))


@pytest.mark.parametrize(
    ("record", "what", "at"),
    [
        ({"kind": "event"}, 'an event must have "title"', "title"),
        ({"kind": "source"}, 'a source must have "name"', "name"),
        ({"kind": "link", "rel": "same-entity", "from": "A"}, 'a link must have "to"', "to"),
        ({"kind": "event", "title": "y", "facts": [{"entity": "A"}]}, 'it must have "property"', "facts[0].property"),
    ],
)
def test_what_is_missing_is_named(log, record, what, at):
    done = run(log, "add", "-", stdin=json.dumps(record) + "\n")
    lines = [f"error: {what}", f"  at: line 1, {at}", f"  fix: {SCHEMA}", "Nothing was written."]
    assert done.stderr.splitlines() == lines


@pytest.mark.parametrize(
    ("sets", "what", "at"),
    [
        ({"title": " "}, "it is blank", "title"),
        ({"facts": "x"}, "it is not a list", "facts"),
        ({"tags": 3}, "it is not a list", "tags"),
        ({"facts": [{"entity": "A", "value": 1}]}, 'it must have "property"', "facts[0].property"),
        (
            {"facts": [FACT | {"mode": "zzz"}]},
            '"zzz" is none of actual, failed, planned, possible, ended',
            "facts[0].mode",
        ),
        (
            {"facts": [FACT | {"value": [1]}]},
            "it is not a number, text, true, false, null or quantity",
            "facts[0].value",
        ),
    ],
)
def test_what_a_correction_sets_is_judged_in_the_words_of_what_is_added(log, sets, what, at):
    (target,) = (record.id for record in log.read().records)
    record = {"kind": "correction", "target": target, "set": sets, "because": "misread"}
    done = run(log, "add", "-", stdin=json.dumps(record) + "\n")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[:2] == [f"error: {what}", f"  at: line 1, set.{at}"]
    assert "--help" not in done.stderr
    words = [word for name, value in sets.items() for word in ("--set", f"{name}={json.dumps(value)}")]
    done = run(log, "correct", target, *words, "--because", "misread")
    assert done.stderr.splitlines()[:2] == [f"error: {what}", f"  at: set.{at}"]
    added = {"kind": "event", "title": "y"} | sets
    done = run(log, "add", "-", stdin=json.dumps(added) + "\n")
    assert done.stderr.splitlines()[:2] == [f"error: {what}", f"  at: line 1, {at}"]


def test_a_name_that_no_source_can_have_is_not_to_be_defined(log):
    record = {"kind": "event", "title": "y", "reports": [{"source": "Nope X"}]}
    done = run(log, "add", "-", stdin=json.dumps(record) + "\n")
    assert "timeline source Nope" not in done.stderr
