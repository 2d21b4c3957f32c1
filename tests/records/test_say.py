"""One spelling of what a log holds: exact, read back as what it was, and never that of another value."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.errors import RecordError
from timeline.figures.describe.words import Teller
from timeline.records import cellnames, ours, say
from timeline.records.model import Quantity
from timeline.records.typed import parse_fact, parse_value
from timeline.views.table import ViewSpec
from timeline.views.why import why
from told import Told

MOST = 2**53
NUMBERS = st.integers(-MOST, MOST) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        *("true", "null", "1", "1.0", "-0.0", "1e22", "1e999", "9007199254740993", "NaN", "-Infinity", "01", "1,000"),
        *("", " ", " x", "x ", "-", '"', '""', '"x"', '"x', "{}", "[1]", "[..2026]", "{not json", '{"a": 1, "a": 2}'),
        *(">=1000 chips", "=1000 chips", "1000 chips", "~ as before", "<b>", "a=b", "a.b=c", "[" * 5_000),
        *("(ended)", "ended", "Nvidia (failed)", "Nvidia (planned, possibly)", "x (during 2026)", "failed: Nvidia"),
        *("two\nlines", "a\u2028b", "a\x85b", "\x1cx", "a\u00a0", "\ufeff", "Ж", "chips (possibly)"),
    ]
)
QUANTITIES = st.fixed_dictionaries(
    {"op": st.sampled_from(["<", "<=", "=", ">=", ">", "~"]), "value": NUMBERS}, optional={"unit": TEXTS}
)
VALUES = st.none() | st.booleans() | NUMBERS | TEXTS | QUANTITIES


def told(value):
    """Give a value with its type: 1, 1.0, -0.0, true and "1" are five."""
    return json.dumps(value, sort_keys=True)


@given(VALUES)
@example({"op": ">=", "value": 1234567.5, "unit": "chips"})
@example({"op": "=", "value": 1000, "unit": "chips"})
@example({"op": ">=", "value": -0.0, "unit": ""})
@example(1e22)
@example(-0.0)
def test_what_is_said_is_read_back_as_what_it_was(value):
    assert told(parse_value(say.value(value))) == told(value)
    fact = {"entity": "GPT-4.1", "property": "training", "value": value}
    assert told(parse_fact(say.typed(fact))) == told(fact)
    assert told(parse_fact(say.fact({**fact, "value": value if value is not None else 0}))["value"]) == told(
        value if value is not None else 0
    )


@given(VALUES, VALUES)
@example("true", True)
@example("1", 1)
@example(1, 1.0)
@example(0.0, -0.0)
@example("(ended)", None)
@example({"op": "=", "value": 1000, "unit": "chips"}, "1000 chips")
@example({"op": ">=", "value": 1234567.5}, {"op": ">=", "value": 1234568.25})
@example({"op": ">=", "value": 5}, {"op": ">=", "value": 5, "unit": ""})
def test_two_values_are_never_spelled_alike(one, other):
    for spelled in (say.value, say.shown, say.quoted):
        assert (spelled(one) == spelled(other)) == (told(one) == told(other))


@given(VALUES)
def test_a_value_stands_on_one_line(value):
    assert len(say.value(value).splitlines()) == 1


@given(
    VALUES, st.sampled_from(["failed", "planned", "possible", "ended"]), st.sampled_from(["yes", "possibly"]), VALUES
)
def test_no_value_passes_for_another_in_another_mode(value, mode, answer, other):
    fact = {"entity": "R2", "property": "training", "value": value, "mode": mode, "answer": answer}
    assert say.fact(fact) != say.fact({**fact, "value": other, "mode": "actual", "answer": "yes"})
    assert f"{mode}: {say.shown(value)}" != say.shown(other)


def test_an_end_that_names_nothing_is_spelled_as_it_was_typed():
    fact = {"entity": "R2", "property": "training", "value": None, "mode": "ended"}
    assert say.fact(fact) == "R2.training = null (ended)"


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        ("Nvidia", "Nvidia"),
        ("Huawei Ascend (910C)", "Huawei Ascend (910C)"),
        ("3 nm", "3 nm"),
        ("2026-04-24", "2026-04-24"),
        ("[unclear] x", "[unclear] x"),
        (True, "true"),
        (1000, "1000"),
        ({"op": ">=", "value": 1000, "unit": "chips"}, ">=1000 chips"),
        ({"op": "=", "value": 1000, "unit": "chips"}, "=1000 chips"),
        ({"op": "~", "value": 60, "unit": "% of an Nvidia H100"}, "~60 % of an Nvidia H100"),
        ([1, "a"], '[1, "a"]'),
        ({"any": "json"}, '{"any": "json"}'),
    ],
)
def test_ordinary_values_are_spelled_as_people_write_them(value, spelled):
    assert say.value(value) == spelled


@pytest.mark.parametrize("number", [1234567.5, 1234568.25, 1e22, 0.1 + 0.2, 1000, 123456789])
def test_a_quantity_is_spelled_exactly_wherever_it_stands(number):
    value = Quantity(op=">=", value=number, unit="chips")
    assert str(value) == say.value(value) == say.shown(value) == f">={json.dumps(number)} chips"


def test_why_and_figures_tell_two_near_values_apart():
    told = Told()
    told.source("s", published="2025-01-01", origin={"name": "them"})
    told.event("one", occurred="2025-01-01", facts=[parse_fact("a.p=>=1234567.5 chips")], reports=["s"])
    told.event("other", occurred="2025-02-01", facts=[parse_fact("a.p=>=1234568.25 chips")], reports=["s"])
    told.event("words", occurred="2025-03-01", facts=[parse_fact('a.p="true"')], reports=["s"])
    told.event("truth", occurred="2025-04-01", facts=[parse_fact("a.p=true")], reports=["s"])
    snapshot = told.at(on="2025-06-01")
    spec = ViewSpec(name="v", title="V", properties=("p",))
    later = {day: why(told.at(on=day), spec, "a", "p")[1].because for day in ("2025-02-15", "2025-03-15", "2025-06-01")}
    told_of = [because.partition(" surely")[0] for because in later.values()]
    assert told_of == [">=1234568.25 chips", '"true"', "true"]
    teller = Teller(snapshot)
    facts = {event.event.title: teller.whole(event).partition("a, p: ")[2] for event in snapshot.events}
    starts = {"one": ">=1234567.5 chips.", "other": ">=1234568.25 chips.", "words": '"true".', "truth": "true."}
    assert all(facts[title].startswith(start) for title, start in starts.items()), facts


def test_what_only_our_correction_changes_and_what_only_recording_tells_is_said_in_whole_sentences():
    given = {"reported": "2025", "set": {"target": "x", "source": "y"}}
    said = 'only our own correction can change "target" and "source" of a retraction'
    assert ours.refusal("retraction", given) == (said, "reported")
    assert ours.taken_back(None).endswith(": timeline retract ID --because TEXT")
    assert say.only_recorded(1) == ["1 event without a source is known only from the day it was recorded"]


def test_a_fact_that_is_split_inside_a_bracket_names_both_parts():
    with pytest.raises(RecordError, match=r'quotation: "A \(b" and "c"'):
        cellnames.split_fact("A (b.c=d) e.f=g")
