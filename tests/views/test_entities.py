"""The names in use, and names that are one slip of the pen apart."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import testing
from timeline.dates.suggest import slips
from timeline.dates.values import Answer
from timeline.records.mentions import entities_in
from timeline.records.names import near_among
from timeline.views import chosen
from timeline.views.entities import by_name, entities_of
from timeline.views.filters import Selection

FACT = {"entity": "E", "property": "p", "value": "x"}
NEAR = [
    ("Huawai", "Huawei"), ("Huawe", "Huawei"), ("Huawweii", "Huawweiix"), ("Hauwei", "Huawei"), ("huawei", "Huawei"),
    ("Deep Seek", "DeepSeek"), ("deep-seek", "DeepSeek"), ("V4 Pro", "V4-Pro"), ("v4", "V4"), ("ＡＭＤ", "AMD"),
    ("GPT-4a", "GPT-4o"), ("R2", "r-2"),
]  # fmt: skip
FAR = [
    ("R1", "R2"), ("V4", "V40"), ("GPT-4.1", "GPT-4.2"), ("V4-Pro", "V5-Pro"), ("TPU", "GPU"), ("AMD", "AM"),
    ("Huawei", "Hawaii"), ("a", "b"), ("Huawei", "Huawei"), ("V4-Flash", "V4-Pro"),
]  # fmt: skip


def test_the_last_event_of_an_entity_is_the_one_that_may_have_happened_last():
    log = [
        {"kind": "event", "title": f"event of {date}", "occurred": date, "facts": [FACT]}
        for date in ("2026-04-24", "[2026-04-24..2026-06-05]", "[..2026-04-24]", "2024-04")
    ]
    log.append({"kind": "event", "title": "some day", "facts": [FACT]})
    (entity,) = entities_of(testing.given(log).snapshot().events)
    assert (entity.first, entity.last, entity.events) == ("2024-04", "[2026-04-24..2026-06-05]", 5)


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_names_that_are_one_slip_apart(one, other):
    assert slips([one], [other]) == {one: (other,)}
    assert slips([other], [one]) == {other: (one,)}


@pytest.mark.parametrize(("one", "other"), FAR)
def test_names_that_are_not(one, other):
    assert slips([one], [other]) == slips([other], [one]) == {}


def is_near(one, other):
    """Judge slowly: the ways to make a slip in the one, compared with the other."""
    first, second = (word.lower().replace(" ", "").replace("-", "") for word in (one, other))
    if one == other:
        return False
    if first == second:
        return True
    if max(len(first), len(second)) < 4:
        return False
    letters = set("abcd")
    made = {first[:n] + first[n + 1 :] for n in range(len(first)) if not first[n].isdecimal()}
    made |= {first[:n] + letter + first[n:] for n in range(len(first) + 1) for letter in letters}
    made |= {first[:n] + c + first[n + 1 :] for n in range(len(first)) if not first[n].isdecimal() for c in letters}
    made |= {
        first[:n] + first[n + 1] + first[n] + first[n + 2 :]
        for n in range(len(first) - 1)
        if not (first[n].isdecimal() or first[n + 1].isdecimal())
    }
    return second in made


@settings(max_examples=300)
@given(st.lists(st.text("abcdAB 1-", min_size=1, max_size=6), max_size=6, unique=True))
def test_slips_are_those_that_a_slow_judge_finds(names):
    expected = {}
    for one, other in itertools.permutations(names, 2):
        if is_near(one, other):
            expected[one] = (*expected.get(one, ()), other)
    assert slips(names, names) == {name: tuple(sorted(others)) for name, others in expected.items()}


def event(title, *facts, **more):
    found = [{"entity": e, "property": p, "value": 1} | ({"mode": mode} if mode else {}) for e, p, mode in facts]
    return {"title": title, "facts": found, **more}


RECORDS = [
    event("one", ("R2", "training", None), ("b", "x", "planned"), occurred="2025-08", type="t.a", key="1"),
    event("two", ("R2", "inference", "failed"), occurred="2025-02-01", type="t.b", tags=["k"]),
    event("three", ("r2", "training", "ended"), ("A", "x", "possible")),
    event("gone", ("gone", "x", None), key="4"),
    {"kind": "retraction", "target": "key:4"},
]


def found(selection=None, **clocks):
    snapshot = testing.given(RECORDS).snapshot(**clocks)
    return chosen.entities(snapshot, selection or Selection())


def test_every_name_in_use_is_listed_in_whatever_mode():
    rows = found()
    assert [row.entity for row in rows] == ["A", "b", "R2", "r2"]
    two = rows[2]
    assert (two.names, two.properties, two.types, two.events) == (("R2",), ("inference", "training"), ("t.a", "t.b"), 2)
    assert (two.first, two.last, two.near) == ("2025-02-01", "2025-08", ("r2",))
    assert (rows[0].first, rows[0].last) == (None, None)


def test_a_filter_chooses_entities_and_changes_nothing_that_is_said_of_them():
    (row,) = found(Selection(tags=("k",)))
    assert row == found()[2]
    assert [row.entity for row in found(Selection(entities=("b", "nobody")))] == ["b"]


def test_what_was_not_known_yet_is_not_listed():
    assert found(recorded_by="2000-01-01") == []


def test_strict_leaves_out_what_is_only_possibly_told():
    records = [event("x", ("e", "p", None), reports=[{"reported": "2025-08"}])]
    snapshot = testing.given(records).snapshot(as_of="2025-08-10")
    assert snapshot.events[0].known is Answer.POSSIBLY
    assert [row.entity for row in chosen.entities(snapshot, Selection())] == ["e"]
    assert chosen.entities(snapshot, Selection(strict=True)) == []


def test_each_name_can_have_a_row():
    rows = entities_of(testing.given(RECORDS).snapshot().events)
    assert by_name(rows, each=False) == by_name(rows, each=True) == list(rows)


# --- new names -------------------------------------------------------------------------------------------------------


def said(*names):
    return ("event", {"facts": [{"entity": name} for name in names]})


def near_names(old, new):
    """Of the names in new records, in their order, those near one in use or an earlier one, as a writer is told."""
    return near_among(old, dict.fromkeys(name for _, body in new for name in entities_in(body)))


def test_a_new_name_is_compared_with_those_in_use_and_with_earlier_new_ones():
    near = near_names([said("Huawei", "Nvidia")], [said("Nvidia", "Huawai", "Tencent"), said("Tencemt", "Huawai")])
    assert [(one.name, one.near) for one in near] == [("Huawai", ("Huawei",)), ("Tencemt", ("Tencent",))]
    assert near_names([said("Huawei"), said("Huawai")], [said("Huawai")]) == ()


def test_a_correction_brings_names_too_and_nothing_else_does():
    correction = ("correction", {"set": {"facts": [{"entity": "Huawai"}]}})
    assert [one.name for one in near_names([said("Huawei")], [correction])] == ["Huawai"]
    assert near_names([said("Huawei")], [("report", {"quote": "Huawai"}), ("event", {"title": "Huawai"})]) == ()


def test_two_names_of_one_thing_are_one_row_or_one_for_each_name():
    link = {"kind": "link", "from": "r2", "to": "R2", "rel": "same-entity", "key": "l"}
    rows = chosen.entities(testing.given([*RECORDS, link]).snapshot(), Selection(entities=("r2",)))
    assert [(row.entity, row.names, row.near, row.events) for row in rows] == [("R2", ("R2", "r2"), (), 3)]
    assert [(row.entity, row.names) for row in by_name(rows, each=True)] == [("R2", ("R2",)), ("R2", ("r2",))]


def test_a_link_that_only_possibly_applies_leaves_two_rows_that_name_each_other():
    told = [event(name, (name, "p", None), reports=[{"reported": "2025-07-01"}]) for name in ("R2", "Code name")]
    link = {"kind": "link", "from": "Code name", "to": "R2", "rel": "same-entity", "reported": "2025-08"}
    snapshot = testing.given([*told, link]).snapshot(as_of="2025-08-09")
    rows = chosen.entities(snapshot, Selection())
    assert [(row.entity, row.possibly_same) for row in rows] == [("Code name", ("R2",)), ("R2", ("Code name",))]
    assert {row.possibly_same for row in chosen.entities(snapshot, Selection(strict=True))} == {()}


def test_a_name_that_a_link_speaks_of_is_in_use():
    link = ("link", {"from": "Huawai", "to": "Huawei", "rel": "same-entity"})
    assert near_names([said("Huawei"), link], [said("Huawai")]) == ()
