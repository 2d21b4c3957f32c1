"""The rows that are handed over: complete, without anything later, and each row with all that it names."""

import datetime as dt
import json

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log
from strategies import as_ofs, logs
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.values import Answer
from timeline.text.outgoing.extract import Losses
from timeline.text.outgoing.relations import RELATIONS, names, spread
from timeline.views.extract import extract
from timeline.views.filters import Selection
from timeline.views.rows import event_row
from timeline.views.table import ViewSpec

TODAY = dt.date(2025, 7, 1)
SPECS = [ViewSpec(name="one", title="one", properties=("p", "q")), ViewSpec(name="two", title="two", properties=("p",))]
often = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def rows_of(found):
    return {relation.name: getattr(found, relation.name) for relation in RELATIONS}


def holds_together(found):
    """Every row has the declared keys, no two have one key, and whatever a row refers to is there."""
    rows = rows_of(found)
    for relation in RELATIONS:
        keys = [tuple(row[name] for name in relation.key) for row in rows[relation.name]]
        assert not relation.key or len(set(keys)) == len(keys), relation.name
        for row in rows[relation.name]:
            assert list(row) == [] or set(row) == {field.name for field in relation.fields}, relation.name
            for field in relation.fields:
                if field.of and row[field.name] is not None:
                    (key,) = next(other.key for other in RELATIONS if other.name == field.of)
                    assert row[field.name] in {other[key] for other in rows[field.of]}, (relation.name, field.name)
    named = {name for row in (*found.reports, *found.sources) for name in row["via"]}
    assert named <= {row["name"] for row in found.sources}


@given(logs(), as_ofs, st.booleans(), st.sampled_from([(), ("E",), ("F",)]))
@often
def test_an_extract_holds_together(drawn, as_of, strict, entities):
    snap = Ledger(drawn).at(Clocks.choose(today=TODAY, as_of=as_of))
    selection = Selection(strict=strict, entities=entities)
    found = extract(snap, SPECS, selection)
    holds_together(found)
    json.dumps(attrs.asdict(found), allow_nan=False)
    if strict:
        assert {row["known"] for row in (*found.events, *found.reports)} <= {"yes"}
        assert {row["answer"] for row in (*found.facts, *found.links)} <= {"yes"}


@given(logs(), as_ofs)
@often
def test_an_extract_has_the_events_of_the_answer_and_no_report_that_came_later(drawn, as_of):
    snap = Ledger(drawn).at(Clocks.choose(today=TODAY, as_of=as_of))
    found = extract(snap, SPECS, Selection())
    rows = {row["id"]: row for row in (event_row(snap, event) for event in snap.events)}
    assert {row["id"] for row in found.events} == rows.keys()
    for row in found.events:
        shared = rows[row["id"]].keys() & row.keys() - {"sources"}
        assert {name: row[name] for name in shared} == {name: rows[row["id"]][name] for name in shared}
    known = {report.address for event in snap.events for report in event.reports if report.known is not Answer.NO}
    assert {row["address"] for row in found.reports} == known
    later = {name for name, one in snap.sources.items() if one.window.known_by(as_of) is Answer.NO}
    assert all(row["id"] is None for row in found.sources if row["name"] in later)


def test_the_odd_log_holds_together(snap, early):
    for one in (snap, early):
        holds_together(extract(one.known, list(one.specs.values()), Selection(), title="x"))


def test_a_public_extract_has_no_reason_and_no_private_tag(snap):
    found = extract(snap.known, list(snap.specs.values()), Selection(), public=True)
    text = json.dumps(attrs.asdict(found))
    assert "private" not in text
    assert {tag for row in found.events for tag in row["tags"]} == {"one", "a; b", "x"}
    assert "private reason" in json.dumps(attrs.asdict(extract(snap.known, [], Selection())))


def test_a_source_that_is_only_named_says_its_name_alone(tmp_path):
    """A report may be dated before its source was published: then the source's row says nothing that came later."""
    log = a_log(tmp_path, a_draft("source", name="book", published="2026-05-01", title="LATER", url="https://x.org/y"))
    log.append([a_draft(title="one", reports=[{"source": "book", "reported": "2025-06-01"}])], by="ada")
    snap = tl.open(log.folder).at(as_of="2025-12-31")
    found = extract(snap.known, [], Selection())
    (row,) = found.sources
    assert row["name"] == "book"
    assert {name for name, value in row.items() if value} == {"name", "published_earliest", "published_latest"}
    holds_together(found)


@pytest.mark.parametrize(
    ("value", "columns"),
    [
        (None, (None, "null", None, None, None)),
        ("007", ("007", "text", None, None, None)),
        (True, ("true", "boolean", None, None, None)),
        (2**53, ("9007199254740992", "number", 2**53, None, None)),
        ({"op": "~", "value": 2.5}, ("~2.5", "quantity", 2.5, "~", None)),
    ],
)
def test_a_value_is_spread_over_five_columns(value, columns):
    assert spread(value) == columns


def test_no_relation_has_a_column_twice():
    for relation in RELATIONS:
        columns = [name.casefold() for field in relation.fields for name in names(field)]
        assert len(set(columns)) == len(columns)
        assert set(relation.key) | set(relation.searched) <= set(columns)


def test_losses_are_counted_in_words():
    lost = Losses()
    for _ in range(2):
        lost.count("entity", "left out", several="entities")
    lost.count("link", "left out", times=0)
    assert lost.words() == ("2 entities left out",)
