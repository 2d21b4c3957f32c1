"""The stretch in which most dates lie is found in one pass over them, and is the one that comparing all finds."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.figures.describe import reach

pairs = st.tuples(st.integers(-50, 50) | st.integers(-5_000, 5_000), st.integers(0, 40)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@given(st.lists(st.integers(-9, 9), max_size=30), st.integers(1, 31))
def test_the_greatest_of_neighbours_is_the_one_among_all_of_them(numbers, count):
    expected = [max(numbers[at : at + count]) for at in range(len(numbers) - count + 1)]
    assert list(reach._greatest(numbers, count)) == expected


@given(st.lists(pairs, min_size=5, max_size=40))
def test_the_narrowest_stretch_that_holds_most_is_the_core(extents):
    some = sorted(extents)
    most = -(-len(some) * 4 // 5)
    ends = [(max(last for _, last in some[at : at + most]), some[at][0]) for at in range(len(some) - most + 1)]
    hi, lo = min(ends, key=lambda pair: pair[0] - pair[1])
    width = max(last for _, last in some) - some[0][0]
    found = reach.core(extents)
    assert (found is None) == (width <= 20 * (hi - lo) or hi == lo)
    assert found is None or (found[0] <= lo and found[1] >= hi)
