"""A fact that a log holds without a value, from when that could be added: read everywhere as a null, refused anew."""

import json
import re
import shutil

import attrs
import pytest

_FACT = {"entity": "E", "property": "training"}


def records(fact):
    """An event with a fact, and a change that gives the same."""
    event = {"kind": "event", "id": "a" * 64, "title": "told", "occurred": "2025-01-01", "facts": [fact]}
    return event, {"kind": "correction", "target": "a" * 64, "set": {"facts": [fact]}, "because": "x", "id": "b" * 64}


def brought(log, fact):
    """Give a log that took in such records of another one."""
    lines = "".join(json.dumps(one) + "\n" for one in records(fact))
    path = log.folder.parent / "old.jsonl"
    path.write_text(lines, encoding="utf-8")
    log.ok("import", str(path))
    return log


@pytest.fixture
def old(empty, tmp_path):
    """Give a log with facts without a value."""
    shutil.copytree(empty.folder, tmp_path / "null" / "events")
    return brought(empty, _FACT)


@pytest.fixture
def null(old, tmp_path):
    """Give a log that says of the same that it is null."""
    return brought(attrs.evolve(old, folder=tmp_path / "null" / "events"), {**_FACT, "value": None})


def without_ids(text):
    """Take out of an answer what differs between two logs that say the same: ids, and the times of their records."""
    timeless = re.sub(r"\d\d:\d\d(:\d\d(\.\d+)?)?|T\d{4}Z", "TIME", text)
    return re.sub("[0-9a-f]{8,64}|(?<=-ada-)[0-9a-f]{6}", "ID", timeless)


@pytest.mark.parametrize(
    "words",
    [
        ["history"],
        ["history", "--json"],
        ["history", "E.training"],
        ["why", "E.training"],
        ["list"],
        ["export", "--format", "csv"],
        ["export", "--format", "md"],
        ["export", "--format", "prov"],
    ],
)
def test_every_answer_reads_it_as_a_null(old, null, words):
    assert without_ids(old.ok(*words).out) == without_ids(null.ok(*words).out) != ""


def test_an_export_of_records_leaves_it_as_it_is(old):
    lines = map(json.loads, old.ok("export", "--format", "jsonl").lines)
    assert [line.get("set", line)["facts"] for line in lines] == [[_FACT], [_FACT]]


def test_a_page_reads_it_as_a_null(old, null):
    pages = []
    for log in (old, null):
        path = log.folder.parent / "page.html"
        log.ok("page", "-o", str(path))
        pages.append(without_ids(path.read_text(encoding="utf-8")))
    assert pages[0] == pages[1]


def test_it_is_the_null_of_its_cell(old):
    assert [row["value"] for row in old.rows("why", "E.training", "--json")] == [None]


def test_it_is_not_added_anew(log):
    before = log.bytes
    event, _ = records(_FACT)
    said = log.run("add", "-", stdin=json.dumps({name: event[name] for name in ("kind", "title", "facts")}) + "\n")
    assert (said.code, log.bytes) == (2, before)
    assert "the fact has no value" in said.err
    assert "facts[0].value" in said.err
