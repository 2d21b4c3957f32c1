"""Dates at odds: what is found without looking at every pair is what every pair would show, in the same order."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.values import Answer
from timeline.dates.written import WrittenDate
from timeline.views.disagreements import _at_odds, _clash, _Telling
from timeline.views.standing import End
from timeline.views.tellers import Tellers

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
    st.sampled_from([False, False, True]),
    st.sampled_from(TELLERS),
)


@given(st.lists(TOLD, max_size=12), ANSWERS, st.sampled_from([Answer.YES, Answer.POSSIBLY]))
def test_those_at_odds_are_those_of_all_pairs_in_their_order(told, same, least):
    pairs = itertools.combinations(enumerate(told), 2)
    met = [place for (i, one), (j, other) in pairs if _clash(one, other, same) is least for place in (i, j)]
    assert _at_odds(told, same, least) == list(dict.fromkeys(met))
