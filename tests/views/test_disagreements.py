"""Dates at odds: what is found without looking at every pair is what every pair would show, in the same order."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log
from timeline.dates.values import Answer
from timeline.dates.written import WrittenDate
from timeline.views.disagreements import _at_odds, _clash, _Telling
from timeline.views.standing import End
from timeline.views.tellers import Tellers, same

DATES = [
    "2025-01",
    "2025-01-05",
    "2025-02",
    "2025-02~",
    "2025?",
    "{2025-01-01,2025-02-03}",
    "2024/2025-01",
    "../2025-03",
]
M, N, S = End(name="M", resolved=True), End(name="N", resolved=True), End(name="s", resolved=False)
TELLERS = [
    Tellers(sure=frozenset(ends), every=frozenset(ends), widest=frozenset(ends))
    for ends in ((), (M,), (N,), (M, N), (S,))
]
ANSWERS = st.sampled_from([Answer.YES, Answer.YES, Answer.POSSIBLY])
TOLD = st.builds(
    _Telling,
    st.sampled_from(DATES).map(WrittenDate),
    ANSWERS,
    st.sampled_from([None, None, "a record", "another"]),
    st.sampled_from(TELLERS),
)


@given(st.lists(TOLD, max_size=12), ANSWERS, st.sampled_from([Answer.YES, Answer.POSSIBLY]))
def test_those_at_odds_are_those_of_all_pairs_in_their_order(told, same, least):
    pairs = itertools.combinations(enumerate(told), 2)
    met = [place for (i, one), (j, other) in pairs if _clash(one, other, same) is least for place in (i, j)]
    assert _at_odds(told, same, least) == list(dict.fromkeys(met))


def some_of(ends):
    return [frozenset(some) for size in range(len(ends) + 1) for some in itertools.combinations(sorted(ends), size)]


MAYBE = [(sure, every) for every in some_of([M, N, S]) for sure in some_of(every)]


def as_in_all_worlds(one, other):
    are_same = {
        bool(first) and first == second
        for first in some_of(one[1])
        for second in some_of(other[1])
        if one[0] <= first and other[0] <= second and bool(first) == bool(one[1]) and bool(second) == bool(other[1])
    }
    return Answer.POSSIBLY if len(are_same) == 2 else Answer.YES if are_same == {True} else Answer.NO


def test_two_things_are_told_by_the_same_surely_or_not_at_all_only_where_they_are_in_all_worlds():
    for one, other in itertools.product(MAYBE, MAYBE):
        told = (Tellers(sure=sure, every=every, widest=every) for sure, every in (one, other))
        assert same(*told) is as_in_all_worlds(one, other), (one, other)


def test_a_denial_is_only_possibly_at_odds_where_another_report_is_only_possibly_known(tmp_path):
    """Where only the one that denies it reported it by then, it changed its mind."""
    press = a_draft("source", name="press", published="2025-01-01", origin={"name": "M"})
    wire = a_draft("source", name="wire", published="[2025-01-02..2025-03-01]", origin={"name": "N"})
    denies = {"source": "press", "reported": "2025-01-03", "stance": "denies"}
    reports = [{"source": "press"}, denies, {"source": "wire"}]
    log = a_log(tmp_path, press, wire, a_draft(title="one", occurred="2025-01-01", reports=reports))
    answers = {
        day: [row["answer"] for row in tl.open(log.folder).at(as_of=day).conflicts().rows()]
        for day in ("2025-01-01", "2025-01-03", "2025-02-01", "2025-03-01")
    }
    assert answers == {"2025-01-01": [], "2025-01-03": ["possibly"], "2025-02-01": ["possibly"], "2025-03-01": ["yes"]}
