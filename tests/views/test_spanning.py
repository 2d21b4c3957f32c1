"""Few pairs join what all pairs join, and there are as many as things."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.views.spanning import few_pairs

NAMES = st.one_of(st.none(), st.integers(0, 2), st.integers(0, 30))
THINGS = st.integers(0, 3).flatmap(lambda sorts: st.tuples(*[st.lists(st.tuples(*[NAMES] * sorts), max_size=14)] * 2))


def are_apart(one, other):
    return all(name is None or name != far for name, far in zip(one, other, strict=True))


def joined(nodes, pairs):
    """Part nodes into those that hang together."""
    leader = {node: node for node in nodes}

    def find(node):
        while leader[node] != node:
            node = leader[node]
        return node

    for a, b in pairs:
        leader[find(a)] = find(b)
    return {frozenset(node for node in nodes if find(node) == end) for end in map(find, nodes)}


@given(THINGS)
def test_few_pairs_join_what_all_pairs_join(things):
    one, other = (
        [(side, number, names) for number, names in enumerate(some)] for side, some in zip("ab", things, strict=True)
    )
    pairs = list(few_pairs(one, other, lambda thing: thing[2]))
    assert all(a in one and b in other and are_apart(a[2], b[2]) for a, b in pairs)
    every = [(a, b) for a in one for b in other if are_apart(a[2], b[2])]
    assert joined([*one, *other], pairs) == joined([*one, *other], every)


@given(st.lists(st.tuples(st.integers(), NAMES, NAMES), max_size=30, unique_by=lambda names: names[0]))
def test_things_are_paired_among_themselves_and_never_with_themselves(names):
    pairs = list(few_pairs(names, names, lambda thing: thing))
    assert all(are_apart(a, b) and a != b for a, b in pairs)
    every = [(a, b) for a in names for b in names if are_apart(a, b)]
    assert joined(names, pairs) == joined(names, every)


def crowds(size):
    """Of four sorts: all apart, one name for all, one for each half, one for all in each sort in turn, few names."""
    return [
        [(n, n, n, n) for n in range(size)],
        [(n, n, "all", n) for n in range(size)],
        [(n, n, n % 2, n) for n in range(size)],
        [(n, *("all" if n % 3 == sort else n for sort in range(3))) for n in range(size)],
        [(n, None, n % 3, n % 5) for n in range(size)],
    ]


def test_pairs_grow_as_things_do_whatever_these_have_in_common():
    for few, many in zip(crowds(400), crowds(800), strict=True):
        pairs, more = (sum(1 for _ in few_pairs(some, some, lambda thing: thing)) for some in (few, many))
        assert more <= 2.2 * pairs
