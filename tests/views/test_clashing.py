"""Many values of one cell: which groups clash, and what is in doubt of them, is as by every pair, found sooner."""

import itertools
import random

import pytest
from contested import CROWDED, MAY_BE_ONE, QUANTITIES, SOURCES, VIEWS, found, link, says, tried
from hypothesis import event, example, given
from hypothesis import strategies as st

import timeline.views.conflicts
from timeline import testing
from timeline.asof.compiled import Records, compile_log
from timeline.asof.ledger import Ledger
from timeline.asof.relation import LATEST
from timeline.dates.values import Answer
from timeline.records import bearing
from timeline.views import chosen
from timeline.views.clashing import Group
from timeline.views.conflicts import conflicts
from timeline.views.relational.conflicting import nodes
from timeline.views.relational.rows import InMemory


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
        return fact.start if latest == "occurred" else fact.word

    found = {Answer.YES: [], Answer.POSSIBLY: []}
    for one, other in itertools.combinations_with_replacement(sorted(kinds, key=lambda kind: extent(kind).lo), 2):
        if (one is other and len(one) == 1) or extent(one).hi < extent(other).lo:
            continue
        for pair in judge(one, other):
            whole = Group()
            whole.add(pair.claims)
            whole.doubts = pair.doubts
            names = {(claim.member, claim.number) for claim in whole.claims}
            rest = []
            for group in found[pair.answer]:
                if names.isdisjoint((claim.member, claim.number) for claim in group.claims):
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
