"""The words of a reason for every verdict, the two sides of every difference, and how a wrong declaration is refused."""

import json

import attrs
import pytest
from short import cases, log

from timeline.asof.ledger import Ledger
from timeline.errors import ViewError
from timeline.views.diff import changes
from timeline.views.overtime import rectangles, stretches
from timeline.views.rows import change_row
from timeline.views.specs import ViewSpec, view_specs
from timeline.views.why import why
from told import clock

LATER = (
    ', and nothing says that "{}" had ended by then: add its end (--ended, in Python ended=), '
    'or declare many = ["p"] in the view if both hold'
)

WORDS = f"""
# Every verdict of a cell of one value.
event e 2020-05-01 a.p=x @=2025-01-01
event f 2020-06-01 a.p=y @=2025-01-01
event g 2020-07-01 ended:a.p=y failed:a.p=z planned:a.p=q @=2025-01-01
event h 2031 a.p=n @=2025-01-01
event i 2019-01-01/2019-02-01 a.p=o @=2025-01-01
event j 2020-01-01 a.p=r @=2025-01-01
retract k j
event l 2020-02-01 a.p=s @=2025-01-01
event m 2020-02-01 @=2025-01-01
link n m supersedes l
event z 2020-02-01 b.p=s a.q=s @=2025-01-01
    e -> out by f: "y" surely holds, and surely started later
    latest reported e -> out by f: "y" surely holds, and surely was reported later
    many p e -> value: its event is known, it holds, and nothing says that it ended
    f -> out by g: ended by "g": it surely began before that end
    many p f -> out by g: ended by "g": it surely began before that end
    h -> not yet: it starts after the day asked about
    i -> over: its interval ended before the day asked about
    g -> beside: ended: this value was over by then; shown next to the cell, never as its value / beside: failed: shown next to the cell, never as its value / beside: planned: shown next to the cell, never as its value
    l -> superseded: a later event supersedes its event
    j -> retracted: its event was retracted, and fills nothing
    z ->
    all -> e f h i g g g l j
# What may be later, what may have ended, what is only possibly known.
event e 2020-05 a.p=x @=2025-01-01
event f 2020-05 a.p=y @=2025-01-01
event g 2020-05 ended:a.p=y @=2025-01-01
event h 2020-05 a.p=null @=2025-01-01
event i 2018-05 a.q=null a.p=w @=2025-06
    e -> possibly by h: null may have started later
    h -> possibly by f: "y" may have started later
    f -> out by g: ended by "g": it surely began before that end
    i -> out by h: null surely holds, and surely started later
    latest reported e -> out by h: null surely holds, and surely was reported later
    many p h -> beside: it ends the values that started before it; of several at once, one that may hold is shown instead
# A null that was reported after every value.
event e 2020-05 a.p=x @=2025-01-01
event h 2020-05 a.p=null @=2025-02-01
    many p latest reported h -> value: its event is known, it holds, and it ended every value
    many p h -> beside: it ends the values that started before it; of several at once, one that may hold is shown instead
# A null that possibly holds, where a named end left no value.
event e 2019-05-01 a.p=x @=2025-01-01
event f 2020-05-01 ended:a.p=x @=2025-01-01
event h 2025 a.p=null @=2025-01-01
    many p h -> beside: it only possibly holds, and a named end left no value: the cell is ended
    h -> beside: it only possibly holds, and a named end left no value: the cell is ended
# A null that possibly holds, where no value was told.
event h 2025 a.p=null @=2025-01-01
    many p h -> beside: it only possibly holds, and no value is known to be left: the cell is unknown
    h -> possibly: it only possibly holds on that day
# A null that possibly holds, where another surely does: the cell tells it with the other.
event e 2020 a.p=null @=2025-01-01
event f 2020 ended:a.p=x @=2025-01-01
event h [2019-01-01..2026-01-01] a.p=null @=2025-01-01
    many p e -> value: its event is known, it holds, and it ended every value
    many p h -> possibly: it only possibly holds on that day
    h -> possibly: it only possibly holds on that day
# A value that an end may have ended, and one that a change gives two versions.
event e 2020-05 a.p=x @=2025-01-01
event g 2020-05-15 ended:a.p=x @=2025-01-01
event k 2019-01-01 a.p=v @=2025-01-01
correct c k facts=[{{"entity":"a","property":"p","value":"u"}}] world=2025-06
    e -> possibly by g: it may be ended by "g"
    many p k -> possibly: a change that possibly applies gives it two versions / possibly: a change that possibly applies gives it two versions
# The latest report.
event e 2020 a.p=x @=2025-03
event f 2020 a.p=y @=2025-03-05
    latest reported e -> possibly by f: "y" may have been reported later{LATER.format("x")}
# One thing under two names.
event e 2020-01-01 b.p=x @=2025-01-01
link l b same-entity a world=2025-01-01
    e -> value: its event is known, it holds, and no other value can be later; told of "b", which is the same
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(WORDS))
def test_a_reason_in_words(records, question, answer):
    told = log(records)
    fields = dict(zip(question[:-1:2], question[1:-1:2], strict=True))
    spec = ViewSpec(name="v", title="v", **{"properties": ("p", "q"), **fields})
    found = why(told.at("2025-06-15", on="2025-06-15"), spec, "a", "p")
    if question == ["all"]:
        assert told.names_of(reason.event for reason in found) == answer
        return
    words = (
        f"{one.verdict}{f' by {told.name_of(one.by)}' if one.by else ''}: {one.because}"
        for one in found
        if one.event == told.ids[question[-1]]
    )
    assert " / ".join(words) == answer


def test_a_reason_tells_of_its_fact():
    told = log("source s 2025-01-01\nevent e 2020-05 failed:a.p=x^2020-06 @s title=T")
    (reason,) = why(told.at("2025-06"), ViewSpec(name="v", title="v", properties="p"), "a", "p")
    assert {**attrs.asdict(reason), "date": str(reason.date), "answer": reason.answer.value} == {
        "event": told.ids["e"],
        "title": "T",
        "entity": "a",
        "value": "x",
        "mode": "failed",
        "date": "2020-06",
        "answer": "yes",
        "standing": "reported",
        "verdict": "beside",
        "because": "failed: shown next to the cell, never as its value",
        "by": None,
    }


# --- the two sides of a difference ------------------------------------------------------------------------------------

SIDES = """
# What an event was, and what it is.
event e 2020-05 a.p=x @=2025-01-01
correct c e title=y world=2025-03
correct d e tags=k type=t said=s occurred=2020-06 data={"n":1} world=2025-05-01
report r e @:denies=2025-07-01
retract u e world=2025-09-01
    2024 2025-02 -> new null {"known":"yes","title":"e","occurred":"2020-05"}
    2025-02 2024 -> withdrawn {"known":"yes","title":"e","occurred":"2020-05"} null
    2025-02 2025-03-15 -> corrected {"title":"e"} {"title":{"versions":["e","y"]}}
    2025-03-15 2025-04 -> corrected {"title":{"versions":["e","y"]}} {"title":"y"}
    2025-04 2025-06 -> corrected {"type":"event","occurred":"2020-05","said":null,"tags":[],"data":null} {"type":"t","occurred":"2020-06","said":"s","tags":["k"],"data":{"n":1}}
    2025-06 2025-08 -> standing {"standing":"unsourced","origins":[0,0],"standing_possibly":[]} {"standing":"disputed","origins":[0,0],"standing_possibly":[]}
    2025-08 2025-10 -> withdrawn {"known":"yes","title":"y","occurred":"2020-06"} null
# What was possibly known, and surely is.
event e 2020 a.p=x @=2025-03
    2025-03-15 2025-04 -> new {"known":"possibly","title":"e","occurred":"2020"} {"known":"yes","title":"e","occurred":"2020"}
    2025-04 2025-03-15 -> withdrawn {"known":"yes","title":"e","occurred":"2020"} {"known":"possibly","title":"e","occurred":"2020"}
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(SIDES))
def test_both_sides_of_a_difference(records, question, answer):
    told = log(records)
    (row,) = map(change_row, changes(*(told.at(day, on="2021") for day in question), []))
    sides = (json.dumps(row[side], separators=(",", ":")) for side in ("before", "after"))
    assert " ".join([row["change"], *sides]) == answer
    assert row["id"] == told.ids["e"]


def test_differences_stand_in_the_order_of_the_log_and_of_the_view():
    told = log(
        "event e 2020 c.p=x @=2025-03\nevent f 2020 b.q=x @=2025-03\nevent g 2020 a.p=x @=2025-03\nevent h 2020 @=2025-03"
    )
    spec = ViewSpec(name="v", title="v", properties=("q", "p"), entities=("b", "c", "a"))
    found = changes(told.at("2025-02"), told.at("2025-04"), [spec])
    assert told.names_of(one.id for one in found if one.id) == "e f g h"
    assert [(one.view, one.entity, one.property) for one in found if not one.id] == [
        ("v", "b", "q"),
        ("v", "c", "p"),
        ("v", "a", "p"),
    ]
    assert [one.id for one in changes(told.at("2025-04"), told.at("2025-02"), [])] == list(told.ids.values())


# --- stretches of the world's time ------------------------------------------------------------------------------------


def test_equal_stretches_are_one_and_a_cell_without_turns_has_one():
    spec = ViewSpec(name="v", title="v", properties="p")
    told = log("event e 2020-05-01/2020-05-31 a.p=x @=2025-01-01\nevent f 2020-05-10/2020-05-20 a.p=x @=2025-01-01")
    shown = [
        (one.cell.entity, one.cell.property, one.cell.answer) for one in stretches(told.at("2025-06"), spec, "a", "p")
    ]
    assert shown[0] == shown[-1] == ("a", "p", "unknown")
    (whole,) = stretches(told.at("2025-06"), spec, "b", "p")
    assert (whole.lo, whole.hi, whole.cell.answer) == (float("-inf"), float("inf"), "unknown")
    (never,) = rectangles(Ledger(told.records), spec, "b", "p")
    assert (never.as_of_last, never.stretch.cell.answer) == (None, "unknown")


def test_a_history_by_a_recorded_day_is_that_of_what_was_recorded():
    spec = ViewSpec(name="v", title="v", properties="p")
    told = log(
        "event e 2020-05-01 a.p=x @=2025-03-05\nevent f 2020-06-01 a.p=y @=2025-05-05 recorded=2026-02-01T00:00:00.000000Z"
    )
    ledger = Ledger(told.records)
    for day, expected in (("2026-01-15", {"x"}), ("2026-02-01", {"x", "y"})):
        found = rectangles(ledger, spec, "a", "p", recorded_by=clock(day))
        assert {value.value for one in found for value in one.stretch.cell.values} == expected
        assert len({one.as_of_first for one in found}) == len(expected) + 1


# --- what a view declares ---------------------------------------------------------------------------------------------

DECLARED = [
    ({"many": "q"}, "many is not a list of texts", 'write many = ["q"]'),
    ({"many": [""]}, "many is not a list of texts", 'write many = ["q"]'),
    ({"many": ["q", "q"]}, 'a property of many stands twice: "q"', "name it once in many"),
    ({"many": ["r"]}, 'many names "r", which is not among the properties of the view',
     "add it to properties, or name some of p, q"),
    ({"entities": "a"}, "entities is not a list of texts", 'write entities = ["R2", "V4-Pro"]'),
    ({"entities": ["a", "b", "a"]}, 'an entity stands twice: "a"', "name it once in entities"),
    ({"entities": []}, "entities names none, so the view would have no row",
     "name the rows, or leave entities out: then every entity that has a fact is a row"),
    ({"zeal": 1}, '"zeal" is not a key of a view', "the keys are title, properties, latest, many and entities"),
    ({"titel": 1}, '"titel" is not a key of a view', 'did you mean "title"?'),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "what", "fix"), DECLARED)
def test_a_wrong_key_of_a_view_is_refused(keys, what, fix):
    with pytest.raises(ViewError) as caught:
        view_specs({"views": {"v": {"properties": ["p", "q"], **keys}}})
    error = caught.value
    assert (error.what, error.where, error.fix) == (what, "timeline.toml, [views.v]", fix)


def test_all_keys_of_a_view_are_read():
    table = {"properties": ["p", "q"], "many": ["q"], "entities": ["b", "a"], "title": "T", "latest": "reported"}
    expected = ViewSpec(name="v", title="T", properties=("p", "q"), latest="reported", many="q", entities=("b", "a"))
    assert view_specs({"views": {"v": table}}) == {"v": expected}
    assert (expected.many, ViewSpec(name="v", title="v", properties="pq").properties) == (("q",), ("pq",))


def test_a_property_that_a_view_does_not_have_is_refused():
    with pytest.raises(ViewError) as caught:
        why(log("event e 2020").at(), ViewSpec(name="v", title="v", properties=("p", "q")), "a", "r")
    assert (caught.value.what, caught.value.fix) == ('the view v has no property "r"', "its properties are p, q")
