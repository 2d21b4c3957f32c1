"""Which events a question is about: what may fit stays, unless the question is strict."""

import pytest

from timeline.dates import edtf
from timeline.dates.values import Answer
from timeline.views.counts import count
from timeline.views.filters import Selection, happened_within, in_time, select
from told import TODAY, Told


@pytest.fixture
def snapshot():
    told = Told()
    told.source("s", published="2025-01-01")
    told.source("t", published="2025-01-01")
    told.event("one", type="training.failed", occurred="2024-05", facts=["R2.p=x"], reports=["s"], tags=["r"])
    told.event("two", type="training", occurred="[..2024-12]", facts=["V4.p=x"], reports=["s", "t"], tags=["v", "r"])
    told.event("three", type="trainings", occurred=None, reports=["t"])
    told.event("four", type="release", occurred="2026/..", reports=[{"source": "t", "reported": "2025-07/2025-12"}])
    return told.at("2025-09-01")


def titles(events):
    return [event.event.title for event in events]


def span(text):
    return edtf.parse_input(text, today=TODAY)


CASES = [
    ({}, ["one", "two", "three", "four"]),
    ({"entities": ("R2",)}, ["one"]),
    ({"entities": ("R2", "V4")}, ["one", "two"]),
    ({"tags": ("r",)}, ["one", "two"]),
    ({"tags": ("v",), "entities": ("R2",)}, []),
    ({"sources": ("t",)}, ["two", "three", "four"]),
    ({"types": ("training",)}, ["one", "two"]),
    ({"types": ("training.failed", "release")}, ["one", "four"]),
    ({"since": "2024-06"}, ["two", "three", "four"]),
    ({"until": "2024-04"}, ["two", "three"]),
    ({"until": "2024-05"}, ["one", "two", "three"]),
    ({"since": "2024-05-31", "until": "2024-05-31"}, ["one", "two", "three"]),
    ({"strict": True}, ["one", "two", "three"]),
    ({"strict": True, "until": "2024"}, ["one", "two"]),
    ({"strict": True, "since": "2024"}, ["one"]),
    ({"strict": True, "since": "2024-05-02"}, []),
]


@pytest.mark.parametrize(("given", "left"), CASES, ids=[str(given) for given, _ in CASES])
def test_what_may_fit_stays(snapshot, given, left):
    dates = {name: span(given[name]) for name in ("since", "until") if name in given}
    selection = Selection(**{**given, **dates})
    assert titles(select(snapshot.events, selection)) == left
    assert selection.is_everything is (not given)


def test_the_order_is_that_of_the_world_those_without_a_date_last(snapshot):
    assert titles(in_time(snapshot.events)) == ["one", "two", "four", "three"]


def test_both_ends_of_a_stretch_of_time_count(snapshot):
    event, lo, hi = snapshot.events[0], span("2024-05").span.lo, span("2024-05").span.hi
    assert happened_within(event, lo, hi) is Answer.YES
    assert happened_within(event, lo + 1, hi) is Answer.POSSIBLY
    assert happened_within(event, lo, hi - 1) is Answer.POSSIBLY
    assert happened_within(event, lo - 9, lo) is Answer.POSSIBLY
    assert happened_within(event, hi, hi + 9) is Answer.POSSIBLY
    assert happened_within(event, lo - 9, lo - 1) is Answer.NO
    assert happened_within(event, hi + 1, hi + 9) is Answer.NO


def test_a_date_that_may_read_in_two_ways_is_sure_where_both_are():
    told = Told()
    told.source("s", published="2025-01-01")
    event = told.event("one", occurred="2024-05", facts=["R2.p=x"], reports=["s"])
    told.correct(event, {"occurred": "2024-07"}, reported="2025-07/2025-12", because="a later word")
    snapshot = told.at("2025-09-01")
    answers = {
        (since, until): [
            titles(select(snapshot.events, Selection(since=span(since), until=span(until), strict=strict)))
            for strict in (False, True)
        ]
        for since, until in (("2024", "2024"), ("2024-05", "2024-06"), ("2024-06", "2024-07"), ("2024-08", "2024-09"))
    }
    assert list(answers.values()) == [[["one"], ["one"]], [["one"], []], [["one"], []], [[], []]]


def test_what_was_surely_taken_back_is_not_only_possibly_so():
    told = Told()
    told.source("s", published="2025-01-01")
    told.retract(told.event("one", occurred="2024-05", reports=["s"]), reported="2025-02-01", because="wrong")
    snapshot = told.at("2025-09-01")
    assert titles(select(snapshot.retracted, Selection(strict=True))) == ["one"]


@pytest.fixture
def doubtful():
    """An event that is surely known; a correction that is only possibly out changes its facts, tags and type."""
    told = Told()
    told.source("s", published="2025-01-01")
    told.source("late", published="2025-06")
    event = told.event("one", type="deal", facts=["Acme.p=x", "Ada.p=x"], reports=["s", "late"], tags=["a", "k"])
    other = [{"entity": "Beta", "property": "p", "value": "y"}, {"entity": "Ada", "property": "p", "value": "x"}]
    fields = {"facts": other, "tags": ["b", "k"], "type": "deal.off"}
    told.correct(event, fields, reported="2025-06", because="a later word")
    told.event("denied", facts=["Cass.p=z"], reports=[{"source": "s", "stance": "denies"}])
    return told.at("2025-06-15")


@pytest.mark.parametrize(
    ("asked", "lax", "strict"),
    [
        ({"entities": ("Acme",)}, ["one"], []),
        ({"entities": ("Beta",)}, ["one"], []),
        ({"entities": ("Ada",)}, ["one"], ["one"]),
        ({"entities": ("Cass",)}, ["denied"], ["denied"]),  # nobody reports it, and it surely speaks of that
        ({"value": ("y",)}, ["one"], []),
        ({"value": ("x",)}, ["one"], ["one"]),
        ({"tags": ("a",)}, ["one"], []),
        ({"tags": ("b",)}, ["one"], []),
        ({"tags": ("k",)}, ["one"], ["one"]),
        ({"types": ("deal",)}, ["one"], ["one"]),
        ({"types": ("deal.off",)}, ["one"], []),
        ({"sources": ("late",)}, ["one"], []),
        ({"sources": ("s",)}, ["one", "denied"], ["one", "denied"]),
    ],
)
def test_what_only_possibly_fits_is_left_out_where_only_what_is_sure_is_asked_for(doubtful, asked, lax, strict):
    assert titles(select(doubtful.events, Selection(**asked))) == lax
    assert titles(select(doubtful.events, Selection(**asked, strict=True))) == strict


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("by", "sort"), [("entity", "entities"), ("source", "sources")])
def test_so_many_events_are_counted_under_a_word_as_fit_it(doubtful, by, sort, strict):
    events = select(doubtful.events, Selection(strict=strict))
    counted = {one.by: one.events for one in count(doubtful, events, by, strict=strict).counts if one.by}
    assert counted
    for word in {"Acme", "Beta", "Ada", "Cass"} if by == "entity" else {"s", "late"}:
        fitting = select(doubtful.events, Selection(**{sort: (word,)}, strict=strict))
        assert counted.get(word, 0) == len(fitting)
