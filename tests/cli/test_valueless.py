"""A fact that a log holds without a value, from when that could be added: read everywhere as a null, refused anew."""

import json

import pytest

_FACT = {"entity": "E", "property": "training"}
_EVENT = {"kind": "event", "id": "a" * 64, "title": "told", "occurred": "2025-01-01", "facts": [_FACT]}
_CHANGE = {"kind": "correction", "target": "a" * 64, "set": {"facts": [_FACT]}, "because": "x", "id": "b" * 64}


@pytest.fixture
def old(log, tmp_path):
    """Give a log that took in records of another one, which has such facts."""
    path = tmp_path / "old.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (_EVENT, _CHANGE)), encoding="utf-8")
    log.ok("import", str(path))
    return log


@pytest.mark.parametrize(
    "words",
    [
        ["history"],
        ["history", "--json"],
        ["history", "E.training"],
        ["why", "E.training"],
        ["list"],
        ["export", "--format", "jsonl"],
        ["export", "--format", "csv"],
        ["export", "--format", "md"],
        ["export", "--format", "prov"],
    ],
)
def test_every_answer_reads_it_as_a_null(old, words):
    assert old.ok(*words).out


def test_a_page_reads_it_as_a_null(old, tmp_path):
    old.ok("page", "-o", str(tmp_path / "page.html"))


def test_it_is_the_null_of_its_cell(old):
    assert [row["value"] for row in old.rows("why", "E.training", "--json")] == [None]


def test_it_is_not_added_anew(log):
    before = log.bytes
    said = log.run("add", "-", stdin=json.dumps({name: _EVENT[name] for name in ("kind", "title", "facts")}) + "\n")
    assert (said.code, log.bytes) == (2, before)
    assert "the fact has no value" in said.err
    assert "facts[0].value" in said.err
