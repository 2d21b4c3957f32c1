"""The helper for tests of views: what it takes, what it asks, and how it says that something is otherwise."""

import pytest

from timeline.errors import DateError, RecordError, ViewError
from timeline.testing import given
from timeline.views.projection import Projection
from timeline.views.table import ViewSpec

VIEWS = {"hardware": {"properties": ["training", "inference"]}}


def event(value="Nvidia", **fields):
    return {
        "title": "trained",
        "occurred": "2025-08",
        "facts": [{"entity": "R2", "property": "training", "value": value}],
        "reports": [{"reported": "2025-08-14"}],
        **fields,
    }


def test_a_view_is_asked_and_its_rows_are_held_against_what_is_written_down():
    outcome = given([event()], views=VIEWS).when("hardware", as_of="2025-09")
    outcome.then(
        [
            {"entity": "R2", "property": "training", "answer": "yes", "values": ["Nvidia"]},
            {"property": "inference", "answer": "unknown", "values": []},
        ]
    )
    assert outcome.rows[0]["values"][0]["since_latest"] == "2025-08-31"


def test_every_depth_is_compared_in_the_fields_that_are_written_down():
    outcome = given([event()], views=VIEWS).when("hardware", as_of="2025-09")
    outcome.then([{"values": [{"value": "Nvidia", "since": "2025-08", "standing": "unsourced"}]}, {}])
    with pytest.raises(AssertionError, match="since"):
        outcome.then([{"values": [{"value": "Nvidia", "since": "2025-09"}]}, {}])


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"entity": "R2"}],
        [{"entity": "R2"}, {"entity": "R2"}, {"entity": "R2"}],
        [{"entity": "R2", "values": []}, {}],
        [{"entity": "R2", "values": ["Nvidia", "Ascend"]}, {}],
        [{"entity": "R2", "colour": None}, {}],
    ],
)
def test_missing_and_surplus_rows_values_and_fields_are_told(rows):
    with pytest.raises(AssertionError):
        given([event()], views=VIEWS).when("hardware", as_of="2025-09").then(rows)


def test_the_difference_reads_well():
    with pytest.raises(AssertionError) as caught:
        given([event()], views=VIEWS).when("hardware", as_of="2025-09").then([{"values": ["Ascend"]}, {"values": []}])
    assert str(caught.value).splitlines() == [
        "the view hardware (as_of 2025-09-30, on 2025-09-30) answers otherwise:",
        "--- expected",
        "+++ found",
        "@@ -1,12 +1,12 @@",
        " [",
        "  {",
        '   "values": [',
        "    {",
        '-    "value": "Ascend"',
        '+    "value": "Nvidia"',
        "    }",
        "   ]",
        "  },",
        "  {",
        '   "values": []',
        "  }",
        " ]",
    ]


@pytest.mark.parametrize(
    ("value", "same", "other"),
    [
        (1, 1.0, True),
        (True, True, 1),
        ({"op": ">=", "value": 1000, "unit": "chips"}, {"op": ">=", "value": 1000, "unit": "chips"}, 1000),
        ("1", "1", 1),
    ],
)
def test_values_are_told_apart_as_a_cell_tells_them_apart(value, same, other):
    outcome = given([event(value)], views=VIEWS).when("hardware", as_of="2025-09")
    outcome.then([{"values": [same]}, {}])
    with pytest.raises(AssertionError):
        outcome.then([{"values": [other]}, {}])


def test_clocks_are_read_as_everywhere():
    told = given([event()], views=VIEWS)
    assert told.when("hardware", as_of="2025-08-13").rows == ()
    told.when("hardware", as_of="2025-08-14", on="2025-07").then([{"answer": "unknown"}, {}])
    told.when("hardware", as_of="2025-08-14").then([{"answer": "possibly"}, {}])
    told.when("hardware", as_of="2025-08-14", strict=True).then([{"answer": "unknown"}, {}])
    told.when("hardware").then([{"answer": "yes"}, {}])
    with pytest.raises(DateError):
        told.when("hardware", as_of="2025-08~")


def test_a_record_without_a_stamp_is_recorded_on_the_day_of_the_test():
    told = given([event(), event("Ascend", recorded="2025-08-20T10:00:00Z")], views=VIEWS, today="2025-09-01")
    assert sorted(record.recorded for record in told.records) == [
        "2025-08-20T10:00:00.000000Z",
        "2025-09-01T00:00:00.000000Z",
    ]
    told.when("hardware", recorded_by="2025-08-31", on="2025-09").then([{"values": ["Ascend"]}, {}])


def test_records_name_each_other_by_key_and_rows_name_events_by_it():
    told = given(
        [
            {"kind": "correction", "target": "key:one", "set": {"occurred": "2025-07"}},
            event(key="one"),
            {"kind": "source", "name": "a", "published": "2025-08-01"},
            {"kind": "report", "event": "key:one", "source": "a"},
        ],
        views=VIEWS,
    )
    told.when("hardware", as_of="2025-08-01").then([{"values": [{"value": "Nvidia", "events": ["key:one"]}]}, {}])


def test_the_same_records_have_the_same_ids():
    first, second = (given([event(), event("Ascend")]).records for _ in range(2))
    assert [record.id for record in first] == [record.id for record in second]


def test_a_record_that_no_log_would_take_is_refused():
    with pytest.raises(RecordError, match="no field") as caught:
        given([event(), {"title": "t", "colour": "red"}])
    assert "record 2" in str(caught.value)


def test_views_are_values_too():
    spec = ViewSpec(name="mine", title="Mine", properties=("training",))
    given([event()]).when(spec, as_of="2025-09").then([{"values": ["Nvidia"]}])
    given([event()], views={"mine": spec}).when("mine", as_of="2025-09").then([{"values": ["Nvidia"]}])


def test_an_unknown_view_says_what_was_probably_meant():
    with pytest.raises(ViewError, match="hardwear") as caught:
        given([], views=VIEWS).when("hardwear")
    assert 'did you mean "hardware"?' in str(caught.value)


def titles():
    return Projection(
        name="titles",
        start=tuple,
        step=lambda found, event: (*found, event.event.title),
        finish=lambda found: [{"title": title} for title in found],
    )


def test_a_projection_of_three_functions_is_asked_and_its_rows_compared():
    told = given([event(), event("Ascend", title="moved", reports=[{"reported": "2025-10"}])])
    told.when(titles(), as_of="2025-09").then([{"title": "trained"}])
    told.when(titles(), as_of="2025-10").then([{"title": "trained"}, {"title": "moved"}])


def test_rows_of_a_projection_may_be_anything():
    count = Projection(name="count", start=lambda: 0, step=lambda total, _: total + 1, finish=lambda total: [total])
    given([event(), event("Ascend")]).when(count).then([2])
    with pytest.raises(AssertionError):
        given([event()]).when(count).then([2])


def test_a_projection_that_crashes_is_named():
    broken = Projection(name="broken", start=tuple, step=lambda _, event: event.nothing, finish=lambda state: state)
    with pytest.raises(ViewError, match="step of the view broken failed"):
        given([event()]).when(broken)


def test_one_thing_under_two_names_is_one_row_of_a_view_and_of_a_projection():
    link = {"kind": "link", "from": "R2", "rel": "same-entity", "to": "V4"}
    told = given([event(), link], views=VIEWS)
    told.when("hardware").then([{"entity": "V4", "values": ["Nvidia"], "names": ["R2"]}, {}])
    of_things = Projection(
        name="things",
        start=tuple,
        step=lambda found, event: (*found, *((fact.entity, fact.fact.entity) for fact in event.facts)),
        finish=list,
    )
    told.when(of_things).then([("V4", "R2")])
