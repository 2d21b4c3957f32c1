"""What cannot all be so: a table of cases, every world of small windows, planted contradictions, and no false alarm."""

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest
from contested import (
    CROWDED,
    EXAMPLES,
    MAY_BE_ONE,
    MAYBE,
    SOURCES,
    SURE,
    VIEWS,
    X,
    Y,
    brief,
    found,
    link,
    says,
    tried,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategies import as_ofs, clocks, dense_logs, logs, make_record
from timeline import testing
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.dates.values import DAY, Answer
from timeline.records.model import Quantity
from timeline.views import chosen
from timeline.views.clashes import can_both_be
from timeline.views.conflicts import conflicts
from timeline.views.disagreements import cannot_both_date
from timeline.views.filters import Selection
from timeline.views.specs import ViewSpec

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
