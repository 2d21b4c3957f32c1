"""What cannot all be so: a table of cases, every world of small windows, planted contradictions, and no false alarm."""

import datetime as dt
import itertools
import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

import timeline.views.conflicts
from strategies import as_ofs, clocks, dense_logs, logs, make_record
from timeline import testing
from timeline.asof.compiled import Records, compile_log
from timeline.asof.ledger import Ledger
from timeline.asof.relation import LATEST
from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.dates.values import DAY, Answer
from timeline.records import bearing
from timeline.records.model import Quantity
from timeline.views import chosen
from timeline.views.clashes import can_both_be
from timeline.views.clashing import Group
from timeline.views.conflicts import conflicts
from timeline.views.disagreements import cannot_both_date
from timeline.views.filters import Selection
from timeline.views.relational.conflicting import nodes
from timeline.views.relational.rows import InMemory
from timeline.views.specs import ViewSpec

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
VIEWS = {
    "one": {"properties": ["p"]},
    "several": {"properties": ["m"], "many": ["m"]},
    "table": {"properties": ["r"], "latest": "reported"},
}
SOURCES = [
    {"kind": "source", "name": "a", "published": "2025-06-01", "origin": {"name": "A"}},
    {"kind": "source", "name": "b", "published": "2025-06-01", "origin": {"name": "B"}},
    {"kind": "source", "name": "c", "published": "2025-06-02", "origin": {"name": "C"}},
    {"kind": "source", "name": "relay", "published": "2025-06-03", "via": ["a"]},
    {"kind": "source", "name": "one-page", "published": "2025-06-01"},
    {"kind": "source", "name": "other-page", "published": "2025-06-01"},
]


def says(value, occurred, source, name="p", *, key=None, mode="actual", during=None, **more):
    fact = {"entity": "E", "property": name, "value": value, "mode": mode} | ({"during": during} if during else {})
    event = {"title": f"{value} {occurred} {source}", "facts": [fact]} | ({"occurred": occurred} if occurred else {})
    reports = [{"source": one} for one in ([source] if isinstance(source, str) else source or [])]
    return event | ({"reports": reports} if reports else {}) | ({"key": key} if key else {}) | more


def found(records, *, strict=False, view=None, **clocks_):
    log = testing.given([*SOURCES, *records], views=VIEWS)
    spec = log.specs[view] if view else None
    rows = conflicts(log.snapshot(**clocks_), log.specs.values(), spec)
    return [row for row in rows if not strict or row.answer is Answer.YES]


def brief(rows):
    return [(row.kind, row.answer.value, row.property, sorted(map(str, row.values))) for row in rows]


def link(rel, **more):
    return {"kind": "link", "from": "key:1", "to": "key:2", "rel": rel, **more}


X = says("x", "2025-05-01", "a", key="1")
Y = says("y", "2025-05-01", "b", key="2")
SURE, MAYBE = ("values", "yes", "p", ["x", "y"]), ("values", "possibly", "p", ["x", "y"])
CASES = {
    # of one date, told by two
    "the same day, two origins": ([X, Y], [SURE]),
    "the same start of intervals that go on": (
        [says("x", "2025-05-01/..", "a"), says("y", "2025-05-01/2025-05-09", "b")],
        [SURE],
    ),
    "always": ([says("x", "../..", "a"), says("y", "../..", "b")], [SURE]),
    "the same instant": ([says("x", "2025-05-01T10:00:00Z", "a"), says("y", "2025-05-01T12:00:00+02:00", "b")], [SURE]),
    # time passing
    "the next day": ([X, says("y", "2025-05-02", "b")], []),
    "an excursion": ([says("x", "2025-05-01", "a"), says("y", "2025-05-03/2025-05-09", "b")], []),
    "one after the other": ([says("x", "2025-05-01/2025-05-02", "a"), says("y", "2025-05-03/2025-05-09", "b")], []),
    "surely later months": ([says("x", "2025-04", "a"), says("y", "2025-05", "b")], []),
    "null and a value": ([says(None, "2025-05-01", "a"), Y], []),
    # an order that is not known
    "the same month": ([says("x", "2025-05", "a"), says("y", "2025-05", "b")], [MAYBE]),
    "a day in the month": ([says("x", "2025-05", "a"), says("y", "2025-05-09", "b")], [MAYBE]),
    "no date": ([says("x", None, "a"), says("y", None, "b")], [MAYBE]),
    "about the same day": ([says("x", "2025-05-01~", "a"), Y], [MAYBE]),
    "perhaps the same day": ([X, says("y", "2025-05-01?", "b")], [MAYBE]),
    "an instant in the day": ([X, says("y", "2025-05-01T10:00:00Z", "b")], [MAYBE]),
    # tellers
    "one origin": ([X, says("y", "2025-05-01", "a")], []),
    "one origin and its relay": ([X, says("y", "2025-05-01", "relay")], []),
    "two origins that each told both": (
        [says("x", "2025-05-01", ["a", "b"]), says("y", "2025-05-01", ["b", "a"])],
        [],
    ),
    "an origin that tells both, and another": ([says("x", "2025-05-01", ["a", "b"]), Y], [SURE]),
    "two pages that name no origin": (
        [says("x", "2025-05-01", "one-page"), says("y", "2025-05-01", "other-page")],
        [MAYBE],
    ),
    "one page twice": ([says("x", "2025-05-01", "one-page"), says("y", "2025-05-01", "one-page")], []),
    "nobody named": ([says("x", "2025-05-01", None), says("y", "2025-05-01", None)], [MAYBE]),
    "origins that are the same": ([X, Y, {"kind": "link", "from": "A", "to": "B", "rel": "same-origin"}], []),
    # the values
    "a number and the bound it keeps": (
        [says(1200, "2025-05-01", "a"), says({"op": ">=", "value": 1000}, "2025-05-01", "b")],
        [],
    ),
    "the same value": ([X, says("x", "2025-05-01", "b")], []),
    "what one event says together": (
        [X | {"facts": [*X["facts"], *says("y", None, None)["facts"]]}, says("y", "2025-05-01", "b")],
        [],
    ),
    "three values": (
        [X, Y, says("z", "2025-05-01", "c")],
        [("values", "yes", "p", ["x", "y", "z"])],
    ),
    "a property of several values": ([says("x", "2025-05-01", "a", "m"), says("y", "2025-05-01", "b", "m")], []),
    "a property of no view": (
        [says("x", "2025-05-01", "a", "free"), says("y", "2025-05-01", "b", "free")],
        [("values", "yes", "free", ["x", "y"])],
    ),
    "what failed, is planned or possible": ([X, says("y", "2025-05-01", "b", mode="planned")], []),
    # ways out of it
    "the one ended": ([X, Y, says("x", "2025-05-01", "c", mode="ended")], []),
    "the one ended later": ([X, Y, says("x", "2025-05-04", "c", mode="ended")], [SURE]),
    "the one perhaps ended": ([X, Y, says("x", "[2025-04-01..2025-05-04]", "c", mode="ended")], [MAYBE]),
    "retracted": ([X, Y, {"kind": "retraction", "target": "key:1"}], []),
    "superseded": ([X, Y, link("supersedes")], []),
    "corrected": ([X, Y, {"kind": "correction", "target": "key:1", "set": {"facts": says("y", "", "")["facts"]}}], []),
    # where the later report wins
    "reported on one day": (
        [says("x", "2025-05-01", "a", "r"), says("y", "2025-05-01", "b", "r")],
        [("values", "yes", "r", ["x", "y"])],
    ),
    "reported on one day, of one day and the next": (
        [says("x", "2025-05-01", "a", "r"), says("y", "2025-05-02", "b", "r")],
        [],
    ),
    "reported a day later": ([says("x", "2025-05-01", "a", "r"), says("y", "2025-05-01", "c", "r")], []),
    "of days that do not meet": (
        [says("x", "2025-05-01/2025-05-02", "a", "r"), says("y", "2025-05-03/2025-05-04", "b", "r")],
        [],
    ),
    # one event told twice
    "dates that exclude each other": (
        [X | {"facts": []}, says("y", "2025-05-03", "b", key="2"), link("same-event")],
        [("dates", "yes", None, ["2025-05-01", "2025-05-03"])],
    ),
    "a day in the other's month": ([X | {"facts": []}, says("y", "2025-05", "b", key="2"), link("same-event")], []),
    "dates, one of them about": (
        [X | {"facts": []}, says("y", "2025-05-03~", "b", key="2"), link("same-event")],
        [("dates", "possibly", None, ["2025-05-01", "2025-05-03~"])],
    ),
    "dates of one origin": ([X | {"facts": []}, says("y", "2025-05-03", "relay", key="2"), link("same-event")], []),
    "values of one event told twice": (
        [says("x", "2025-05", "a", key="1"), says("y", "2025-05", "b", key="2"), link("same-event")],
        [SURE],
    ),
    "the date of a fact of it": (
        [
            says("x", "2025", "a", key="1", during="2025-05-01/2025-05-09"),
            says("x", "2025", "b", key="2", during="2025-05-01/2025-05-10"),
            link("same-event"),
        ],
        [("dates", "yes", "p", ["2025-05-01/2025-05-09", "2025-05-01/2025-05-10"])],
    ),
    # denials and contradictions
    "denied": (
        [X, {"kind": "report", "event": "key:1", "source": "b", "stance": "denies"}],
        [("denied", "yes", None, [])],
    ),
    "denied by a page that names no origin": (
        [X, {"kind": "report", "event": "key:1", "source": "one-page", "stance": "denies"}],
        [("denied", "yes", None, [])],
    ),
    "taken back by who said it": ([X, {"kind": "report", "event": "key:1", "source": "relay", "stance": "denies"}], []),
    "only denied": ([X | {"reports": [{"source": "a", "stance": "denies"}]}], []),
    "doubted": ([X, {"kind": "report", "event": "key:1", "source": "b", "stance": "doubts"}], []),
    "a denial that was retracted": (
        [
            X,
            {"kind": "report", "event": "key:1", "source": "b", "stance": "denies", "key": "d"},
            {"kind": "retraction", "target": "key:d"},
        ],
        [],
    ),
    "contradicted": (
        [X, says("y", "2025-05-03", "b", key="2"), link("contradicts")],
        [("contradicted", "yes", None, [])],
    ),
    "contradicted and superseded": ([X, Y, link("contradicts"), link("supersedes")], []),
    "contradicted and retracted": (
        [
            X,
            says("y", "2025-05-03", "b", key="2"),
            link("contradicts", key="l"),
            {"kind": "retraction", "target": "key:l"},
        ],
        [],
    ),
}


@pytest.mark.parametrize(("records", "expected"), CASES.values(), ids=CASES)
def test_a_case(records, expected):
    assert brief(found(records)) == expected


def test_a_conflict_is_there_from_the_day_on_which_both_were_known():
    records = [X, says("y", "2025-05-01", "c")]
    assert [brief(found(records, as_of=day)) for day in ("2025-06-01", "2025-06-02")] == [[], [SURE]]
    maybe = [X, Y | {"reports": [{"source": "b", "reported": "2025-06"}]}]
    assert brief(found(maybe, as_of="2025-06-15")) == [MAYBE]


def test_a_view_shows_its_own_cells_and_events_alone():
    records = [X, Y, says("x", "2025-05-01", "a", "free"), says("y", "2025-05-01", "b", "free")]
    assert [row.property for row in found(records, view="one")] == ["p"]
    assert found(records, view="several") == []


def test_a_conflict_names_both_sides_their_origins_and_both_ways_out():
    (row,) = found([X, Y])
    assert [(side.value, side.dates, side.origins, side.sources) for side in row.sides] == [
        ("x", ("2025-05-01",), ("A",), ("a",)),
        ("y", ("2025-05-01",), ("B",), ("b",)),
    ]
    assert row.events == tuple(event for side in row.sides for event in side.events)
    assert 'many = ["p"] in [views.one]' in row.because
    assert "--ended E.p=x" in row.because


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("x", "x", "yes"), ("x", "y", "no"), (True, 1, "no"), (1, 1.0, "yes"), ("1", 1, "no"),
        (Quantity(op=">=", value=10), Quantity(op="<", value=10), "no"),
        (Quantity(op=">=", value=10), Quantity(op="<=", value=10), "yes"),
        (Quantity(op=">", value=10), 10, "no"),
        (Quantity(op=">", value=10), Quantity(op="=", value=11, unit="kg"), "possibly"),
        (Quantity(op="~", value=10), 11, "possibly"),
        (Quantity(op="=", value=10, unit="kg"), Quantity(op="=", value=11, unit="kg"), "no"),
    ],
)  # fmt: skip
def test_values_that_can_both_be(one, other, expected):
    assert {can_both_be(one, other).value, can_both_be(other, one).value} == {expected}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-05-01", "2025-05-02", "yes"), ("2025-05", "2025-05-02", "no"), ("2025-05", "2025-06-02", "yes"),
        ("2025-05-01/2025-05-09", "2025-05-02", "no"), ("2025-05-01/2025-05-09", "2025-05-02/2025-05-09", "yes"),
        ("2025-05/2025-06", "2025-05-02/2025-06-09", "no"), ("2025-05-01~", "2025-05-02", "possibly"),
        ("2025-05-01/..", "2025-05-01/2025-05-09", "yes"), ("2025-05-01/", "2025-05-01/2025-05-09", "no"),
    ],
)  # fmt: skip
def test_dates_that_cannot_both_be(one, other, expected):
    dates = edtf.parse(one), edtf.parse(other)
    assert {cannot_both_date(*dates).value, cannot_both_date(*reversed(dates)).value} == {expected}


# --- every world of a small window -----------------------------------------------------------------------------------

FIRST = dt.date(2025, 5, 1)
DAYS = range(5)


def day(number):
    return (FIRST + dt.timedelta(days=number)).isoformat()


def window(first, last):
    return day(first) if first == last else f"[{day(first)}..{day(last)}]"


@st.composite
def uncertain(draw):
    """A date, and every run of days that it may stand for; one without an end goes on beyond the window."""
    first = draw(st.sampled_from(DAYS))
    last = draw(st.integers(first, min(first + 2, DAYS[-1])))
    if draw(st.booleans()):
        return window(first, last), [(start, DAYS[-1] + 1) for start in range(first, last + 1)]
    end = draw(st.integers(last, DAYS[-1]))
    return f"{day(first)}/{day(end)}", [(first, end)]


@settings(max_examples=max(EXAMPLES, 300))
@given(uncertain(), uncertain(), st.booleans())
def test_an_answer_about_two_facts_is_that_of_all_worlds(one, other, is_other):
    """They clash in a world where both began on one day; each day covers itself, so that they then hold together."""
    values = ("x", "y" if is_other else "x")
    rows = found([says(values[0], one[0], "a"), says(values[1], other[0], "b")])
    worlds = {a[0] == b[0] and values[0] != values[1] for a, b in itertools.product(one[1], other[1])}
    expected = "possibly" if len(worlds) == 2 else "yes" if True in worlds else "no"
    assert [row.answer.value for row in rows] == ([] if expected == "no" else [expected])


@settings(max_examples=max(EXAMPLES, 300))
@given(uncertain(), uncertain())
def test_where_the_later_report_wins_two_of_one_day_clash_as_well(one, other):
    rows = found([says("x", one[0], "a", "r"), says("y", other[0], "b", "r")])
    worlds = {a[0] == b[0] for a, b in itertools.product(one[1], other[1])}
    expected = "possibly" if len(worlds) == 2 else "yes" if True in worlds else "no"
    assert [row.answer.value for row in rows] == ([] if expected == "no" else [expected])


# --- planted contradictions, and logs without any --------------------------------------------------------------------

tried = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SPECS = (
    ViewSpec(name="p", title="p", properties=("p", "planted")),
    ViewSpec(name="q", title="q", properties=("q",), latest="reported"),
)


def planted(log, value, number, date, entity):
    """Add a source with an origin of its own, and an event that it alone reports."""
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=number)
    source = {"name": f"planted-{number}", "published": "2025-05-01", "origin": {"name": f"Planter {number}"}}
    fact = {"entity": entity, "property": "planted" if entity == "Z" else "p", "value": value}
    event = {"title": value, "occurred": date, "facts": [fact], "reports": [{"source": source["name"]}]}
    return (
        *log,
        make_record(1000 + 2 * number, moment, "source", source),
        make_record(1001 + 2 * number, moment + dt.timedelta(minutes=1), "event", event),
    )


@tried
@given(
    logs() | dense_logs(),
    st.sampled_from(["Z", "E"]),
    as_ofs,
    st.sampled_from(["2025-05-02", "2025-05-02/..", "../.."]),
)
def test_a_planted_contradiction_is_found_in_any_log(log, entity, as_of, date):
    whole = planted(planted(log, "huh", 1, date, entity), "hah", 2, date, entity)
    snapshot = Ledger(whole).at(Clocks(as_of=as_of, on=edtf.parse_clock("2026-01-01", today=FIRST)))
    both = {record.id for record in whole[-3::2]}
    row = next(row for row in conflicts(snapshot, SPECS) if both <= set(row.events))
    is_known = as_of is None or as_of.hi >= edtf.parse_clock("2025-05-01", today=FIRST).hi
    answer = "yes" if is_known else "possibly"
    assert (row.kind, row.answer.value, row.entity) == ("values", answer, snapshot.entity(entity))


@tried
@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("pq")), max_size=8), st.booleans(), st.data())
def test_no_log_of_one_origin_or_of_time_passing_has_a_conflict(told, one_origin, data):
    numbers = data.draw(st.lists(st.integers(0, 40), min_size=len(told), max_size=len(told), unique=not one_origin))
    log = [*SOURCES, {"kind": "source", "name": "d", "published": "2025-06-05", "via": ["relay"]}]
    for (value, name), number in zip(told, sorted(numbers), strict=True):
        source = data.draw(st.sampled_from(["a", "relay", "d"] if one_origin else ["a", "b", "c", "one-page"]))
        log.append(says(value, day(number), source, name))
    snapshot = testing.given(log, views={"v": {"properties": ["p", "q"]}}).snapshot()
    assert conflicts(snapshot, SPECS[:1]) == ()


@tried
@given(logs() | dense_logs(), as_ofs, clocks)
def test_every_conflict_names_events_that_are_known_and_sides_that_differ(log, as_of, on):
    snapshot = Ledger(log).at(Clocks(as_of=as_of, on=on))
    known = {event.id: event for event in snapshot.events}
    for row in conflicts(snapshot, SPECS):
        assert row.answer is not Answer.NO
        assert row.events
        assert set(row.events) <= set(known)
        assert len(row.sides) >= 2
        if row.answer is Answer.YES:
            assert all(known[event].known is Answer.YES for event in row.events)
        if row.kind in ("values", "dates"):
            assert len({json.dumps(str(value)) for value in row.values}) == len(row.sides) or row.kind == "values"
            assert len({side.origins for side in row.sides}) > 1 or not row.sides[0].origins


# --- no false alarm --------------------------------------------------------------------------------------------------

LITERATURE = sorted((Path(__file__).parents[1] / "literature").glob("*.json"))


@pytest.mark.parametrize("path", LITERATURE, ids=lambda path: path.stem)
def test_no_published_example_has_a_conflict_on_any_day(path):
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
        log = testing.given(case["records"], views=case["views"])
        turns = [None, *(int(moment // DAY) for moment in log.ledger.turning_points() if abs(moment) != float("inf"))]
        for turn in turns:
            as_of = None if turn is None else (dt.date(1970, 1, 1) + dt.timedelta(days=turn)).isoformat()
            assert conflicts(log.snapshot(as_of=as_of), log.specs.values()) == (), (case["name"], as_of)


def test_two_names_of_one_thing_conflict_as_one():
    other = Y | {"facts": [Y["facts"][0] | {"entity": "Code name E"}]}
    assert found([X, other]) == []
    same = {"kind": "link", "from": "Code name E", "to": "E", "rel": "same-entity"}
    assert brief(found([X, other, same])) == [SURE]
    assert found([X, other, same], view="one")[0].entity == "E"


NUMBERS = [1, 2, 3, 1.0, 2.5]
QUANTITIES = [{"op": op, "value": value, **unit} for op in "=>" for value in (2, 3) for unit in ({}, {"unit": "u"})]
CROWDED = st.sampled_from([list("vwxyz"), NUMBERS, [*"vw", *NUMBERS], QUANTITIES[:4:2], NUMBERS + QUANTITIES]).flatmap(
    lambda values: st.lists(
        st.tuples(
            st.sampled_from(values),
            st.sampled_from([None, None, "2025-05-02", "2025-05", "2025-05-02~"]),
            st.sampled_from([None, "a", "b", "c", "relay", "one-page", ["a", "b"]]),
            st.sampled_from("pr"),
            st.sampled_from(["actual", "actual", "actual", "ended"]),
        ),
        min_size=2,
        max_size=14,
    )
)

MAY_BE_ONE = {
    "kind": "link",
    "from": "Code name E",
    "to": "E",
    "rel": "same-entity",
    "reported": "[2025-06-01..2025-07]",
}


def test_two_things_that_may_be_one_possibly_conflict():
    other = Y | {"facts": [Y["facts"][0] | {"entity": "Code name E"}]}
    (row,) = found([X, other, MAY_BE_ONE], as_of="2025-06-15")
    assert brief([row]) == [("values", "possibly", "p", ["x", "y"])]
    assert (row.entity, len(row.sides)) == ("Code name E", 2)
    assert '"Code name E" and "E" are only possibly one thing' in row.because
    assert found([X, other, MAY_BE_ONE], as_of="2025-05-31") == []
    assert brief(found([X, other, MAY_BE_ONE], as_of="2025-08")) == [SURE]
    assert found([X, other, MAY_BE_ONE], as_of="2025-06-15", view="several") == []
    log = testing.given([*SOURCES, X, other, MAY_BE_ONE], views=VIEWS)
    for asked, number in (("E", 1), ("Code name E", 1), ("Z", 0)):
        rows = chosen.conflicts(log.snapshot(as_of="2025-06-15"), log.specs.values(), Selection(entities=(asked,)))
        assert len(rows) == number


TOLD_BY_BOTH = [("w", None, ["a", "b"], "p", "actual"), ("v", None, "a", "p", "actual")]
TOLD_BY_BOTH += [("v", None, ["a", "b"], "p", "actual")]


@example(TOLD_BY_BOTH, 2)
@example([*TOLD_BY_BOTH, ("u", None, "b", "p", "actual")], 2)
@tried
@given(CROWDED, st.integers(0, 2**14))
def test_things_that_may_be_one_conflict_where_they_would_as_one_or_as_two(told, names):
    def rows(link):
        records = [says(*one[:4], mode=one[4], key=str(number)) for number, one in enumerate(told, 1)]
        for number, record in enumerate(records):
            if names >> number & 1:
                record["facts"] = [fact | {"entity": "Code name E"} for fact in record["facts"]]
        log = testing.given([*SOURCES, *records, *([link] if link else [])], views=VIEWS)
        return conflicts(log.snapshot(as_of="2025-06-15"), log.specs.values())

    possibly, one, two = rows(MAY_BE_ONE), rows(MAY_BE_ONE | {"reported": "2025-06-01"}), rows(None)
    assert {row.property for row in possibly} == {row.property for row in one} | {row.property for row in two}
    assert [row for row in possibly if row.answer is Answer.YES] == [row for row in two if row.answer is Answer.YES]


# --- many values of one cell -----------------------------------------------------------------------------------------


@tried
@given(CROWDED, st.booleans())
def test_values_that_are_judged_as_one_are_judged_as_each_of_them_is(told, is_linked):
    records = [says(*one[:4], mode=one[4], key=str(number)) for number, one in enumerate(told, 1)]
    records += [link("same-event")] if is_linked and len(records) > 1 else []
    log = testing.given([*SOURCES, *records], views=VIEWS)
    rows = conflicts(log.snapshot(), log.specs.values())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline.views.conflicts, "_kinds", lambda found, _spec: [[one] for one in found])
        assert conflicts(log.snapshot(), log.specs.values()) == rows


def by_every_pair(kinds, latest, judge):
    """The groups of `clashing`, slow and obvious: every pair of which neither is surely a later word is judged."""

    def extent(kind):
        fact = kind[0].claims[0]
        return fact.fact.start if latest == "occurred" else fact.word

    found = {Answer.YES: [], Answer.POSSIBLY: []}
    for one, other in itertools.combinations_with_replacement(sorted(kinds, key=lambda kind: extent(kind).lo), 2):
        if (one is other and len(one) == 1) or extent(one).hi < extent(other).lo:
            continue
        for pair in judge(one, other):
            whole = Group()
            whole.add(pair.claims)
            whole.doubts = pair.doubts
            names = {(claim.fact.member, claim.fact.number) for claim in whole.claims}
            rest = []
            for group in found[pair.answer]:
                if names.isdisjoint((claim.fact.member, claim.fact.number) for claim in group.claims):
                    rest.append(group)
                else:
                    whole.take_in(group)
            found[pair.answer] = [*rest, whole]
    return found


DATES = [None, "[..2025-05-02]", "2025", "2025-05", "2025-05-02", "2025-05-03", "2025-05-02~", "2025-05-02/2025-05-04"]
DATES += ["2025-05/2025-06", "2025-05-03/..", "2025-05-04/", "2025-05?/.."]
SPREAD = st.lists(
    st.tuples(
        st.sampled_from(["v", "w", "x", 1, 2, *QUANTITIES[:4:2], {"op": "~", "value": 2}]),
        st.sampled_from(DATES),
        st.sampled_from([None, "a", "b", "c", "relay", "one-page", ["a", "b"]]),
        st.sampled_from("ppr"),
        st.sampled_from(["actual"] * 5 + ["ended"]),
    ),
    min_size=2,
    max_size=14,
)


def assert_as_by_every_pair(records, **clocks_):
    log = testing.given([*SOURCES, *records], views=VIEWS)
    rows = conflicts(log.snapshot(**clocks_), log.specs.values())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline.views.conflicts, "clashing", by_every_pair)
        assert conflicts(log.snapshot(**clocks_), log.specs.values()) == rows


ONE_FIRST_EVENT = [("v", "[..2025-05-02]", None, "r", "actual"), ("v", "2025-05/2025-06", "a", "r", "actual")]
ONE_FIRST_EVENT += [("v", None, "b", "r", "actual"), (1, "[..2025-05-02]", "a", "r", "actual")]
ONE_FIRST_EVENT += [(2, "2025-05-03", "b", "r", "actual")]


@example(ONE_FIRST_EVENT, (link("same-event"),), None)
@tried
@given(SPREAD, st.sampled_from([(), (link("same-event"),), (MAY_BE_ONE,)]), st.sampled_from([None, "2025-06-15"]))
def test_groups_and_their_doubts_are_those_of_every_pair(told, links, as_of):
    records = [says(*one[:4], mode=one[4], key=str(number)) for number, one in enumerate(told, 1)]
    if MAY_BE_ONE in links:
        records[0]["facts"] = [fact | {"entity": "Code name E"} for fact in records[0]["facts"]]
    assert_as_by_every_pair([*records, *links], as_of=as_of)


@example([("v", "2025-05-01", "a", "p", "actual"), ("w", "2025-05-01", "b", "p", "actual")], (), None)
@example([("v", "2025-05-01", "a", "p", "actual"), ("w", "2025-05-02", "b", "p", "actual")], (), None)
@tried
@given(
    CROWDED | SPREAD, st.sampled_from([(), (link("same-event"),), (MAY_BE_ONE,)]), st.sampled_from([None, "2025-06-15"])
)
def test_conflicts_are_those_of_what_may_be_in_conflict_alone(told, links, as_of):
    """Of what bears on the nodes that rows name, whatever the rule of the view."""
    records = [says(*one[:4], mode=one[4], key=str(number)) for number, one in enumerate(told, 1)]
    log = testing.given([*SOURCES, *records, *links], views=VIEWS)
    snapshot = log.snapshot(as_of=as_of)
    moment = LATEST if snapshot.clocks.as_of is None else snapshot.clocks.as_of.hi
    named = nodes(InMemory(compile_log(log.records), moment), chosen.several(log.specs.values(), None), 10_000)
    part = bearing.closure(named, bearing.Shelf(log.records).find)
    alone = Ledger(part.values(), Records(log.records).knew).at(snapshot.clocks)
    expected = conflicts(snapshot, log.specs.values())
    event(f"{len(part) < len(log.records)}, {bool(expected)}: less than the whole, conflicts")
    assert conflicts(alone, log.specs.values()) == expected


LAST_RAISES = {
    "they may not hold at one moment": [
        says("u", "[2025-05-01..2025-05-03]", "a"),
        says("v", "2025-05-02/2025-05-04", "b"),
        says("w", "[2025-05-02..2025-05-06]", "c"),
    ],
    "the values may agree": [
        says("u", "[2025-05-01..2025-05-03]", "a"),
        says({"op": "~", "value": 2}, "[2025-05-02..2025-05-03]", "b"),
        says({"op": "=", "value": 3}, "[2025-05-02..2025-05-06]", "c"),
    ],
    "one-page does not say what it rests on, so that one origin may tell both": [
        says("u", "[2025-05-01..2025-05-03]", "c"),
        says("v", "[2025-05-02..2025-05-03]", ["a", "one-page"]),
        says("w", "[2025-05-02..2025-05-06]", "a"),
    ],
    "nobody is named who says so, so that one origin may tell both": [
        says("u", "2025-05", None),
        says("v", "2025-05-02", None),
    ],
}


@pytest.mark.parametrize("doubt", LAST_RAISES)
def test_a_doubt_that_the_last_pair_alone_raises_is_told(doubt):
    (row,) = found(LAST_RAISES[doubt])
    assert doubt in row.because
    assert [one.answer for one in found(LAST_RAISES[doubt][:-1]) if doubt in one.because] == []
    assert_as_by_every_pair(LAST_RAISES[doubt])


def test_a_doubt_that_two_groups_raise_once_they_are_one_is_told():
    records = [
        says({"op": "~", "value": 2}, None, ["a", "b"]),
        says("v", "2025-05-03", "c"),
        says({"op": "=", "value": 3}, "2025-05-03/..", "one-page"),
        says("u", "2025-05-03/..", None),
        says("v", "2025", ["a", "one-page"]),
    ]
    possibly = [row for row in found(records) if row.answer is Answer.POSSIBLY]
    assert [len(row.sides) for row in possibly] == [4]
    assert "; the values may agree; " in possibly[0].because
    assert_as_by_every_pair(records)


def test_one_origin_behind_what_is_surely_known_is_told_where_another_pair_was_only_possibly_known():
    late = [{"source": source, "reported": "2025-06"} for source in "cab"]
    records = [
        says("x", "2025-05?/..", None, reports=late[:1]),
        says(2, "2025-05-02/2025-05-04", "relay"),
        says(2, "2025-05-02/2025-05-04", None, reports=late[1:]),
        says("v", "2025-05/2025-06", "a"),
        says({"op": "~", "value": 2}, "2025", None, reports=late[2:]),
    ]
    (row,) = found(records, as_of="2025-06-15")
    assert "; the same origin may tell both." in row.because
    assert_as_by_every_pair(records, as_of="2025-06-15")


def test_any_three_dates_in_any_order_are_as_by_every_pair():
    """In few values each doubt may be raised by one pair alone; of all that there are, some at random."""
    for dates in random.Random(5).sample(list(itertools.product(DATES, repeat=3)), 500):
        assert_as_by_every_pair([says(f"v{number}", date, "abc"[number]) for number, date in enumerate(dates)])


def test_thousands_of_vague_values_are_not_judged_pair_by_pair(monkeypatch):
    judged = []
    real = timeline.views.conflicts.clash
    monkeypatch.setattr(timeline.views.conflicts, "clash", lambda *of: judged.append(of) or real(*of))
    days = [f"[..2025-{number % 12 + 1:02d}-{number // 12 % 28 + 1:02d}]" for number in range(336)]
    (row,) = found([says(f"v{number % 7}", day, "ab"[number % 2]) for number, day in enumerate(days)])
    assert (len(row.sides), len(row.events)) == (7, 336)
    assert len(judged) < 10 * len(days)


EACH_ITS_OWN = tuple(f"own-{number}" for number in range(300))


@pytest.mark.parametrize(
    "sources", [(None,), ("a",), ("a", "b", "relay"), EACH_ITS_OWN], ids=["nobody", "one", "two", "own"]
)
def test_thousands_of_values_without_a_date_are_judged_as_few(sources, monkeypatch):
    """Also where each is told by an origin of its own."""
    judged = []
    real = timeline.views.conflicts.clash
    monkeypatch.setattr(timeline.views.conflicts, "clash", lambda *of: judged.append(of) or real(*of))
    own = [
        {"kind": "source", "name": name, "published": "2025-06-01", "origin": {"name": name}} for name in EACH_ITS_OWN
    ]
    records = [says(f"v{number}", None, sources[number % len(sources)]) for number in range(300)]
    rows = found([*(own if sources is EACH_ITS_OWN else ()), *records])
    assert [len(row.sides) for row in rows] == ([] if sources == ("a",) else [300])
    assert len(judged) <= 10
