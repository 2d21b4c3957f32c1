"""Records that meet at a node are found again in the rows that hold many nodes, as a plain dictionary finds them."""

import sqlite3
from collections import defaultdict
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.store import index_fill, nodes

HALF = 1 << 32


def held(some):
    """Hold the numbers of records at nodes, as an index that is built anew does."""
    db = sqlite3.connect(":memory:")
    db.executescript(index_fill.SCHEMA)
    all_of_it = sorted(nodes.met_at(node, n) for node, n in some)
    db.executemany("INSERT INTO meets VALUES (?, ?)", nodes.pages(all_of_it))
    return db, all_of_it


def half(node):
    return (node >> 32) % HALF


@given(
    st.lists(st.tuples(st.integers(-5, 5).map(lambda half: half * HALF | 1), st.integers(1, 2**32 - 1)), unique=True),
    st.integers(-(2**63), 2**63 - 1).map(lambda node: node | 1),
)
def test_those_that_meet_are_found_by_half_of_their_node(some, other):
    db, all_of_it = held(some)
    plain = defaultdict(set)
    for node, n in some:
        plain[half(node)].add(n)
    for node in [*(node for node, _ in some), other]:
        assert set(nodes.under(db, node)) == plain[half(node)]
        assert not set(nodes.under(db, node & ~1))
    assert nodes.twins_in(all_of_it) == {n for met in plain.values() if len(met) > 1 for n in met}


@pytest.mark.parametrize("many", [239, 240, 241, 1_000])
def test_many_rows_and_many_that_meet_at_one_node(many):
    some = [(number * HALF | 1, number) for number in range(1, many)]
    some += [(7 * HALF | 1, 10_000 + number) for number in range(many)]
    db, _ = held(some)
    assert len(list(nodes.under(db, 7 * HALF | 1))) == many + 1
    assert all(list(nodes.under(db, node)) == [n] for node, n in some if node >> 32 != 7)


def test_a_node_has_one_number_however_it_is_found():
    digest = sha256(b"what it says").digest()
    number = nodes.number_of(f"content:{digest.hex()}")
    assert number == nodes.number_of_content(digest)
    assert nodes.met(digest, 5) == nodes.met_at(number, 5)
    assert nodes.number_of("key:k") % 2 == 1
    assert nodes.number_of("about:k") % 2 == 0
