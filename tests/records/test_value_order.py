"""Values that nothing else puts in order stand as people count: 2 before 10, whatever question shows them."""

import itertools
import random

import pytest

from oracle.terms import by_size
from timeline.records.ordered import by_value, natural


@pytest.mark.parametrize(
    "ordered",
    [
        [-3, 0.5, 1, 2, 10, 11],
        ["phase 1", "Phase 2", "phase 2b", "phase 10", "phase 11"],
        ["v1.2.9", "v1.2.10", "v1.10"],
        [
            {"op": ">=", "value": 2, "unit": "chips"},
            {"op": "<", "value": 10, "unit": "chips"},
            {"op": ">=", "value": 10, "unit": "chips"},
            {"op": "=", "value": 1, "unit": "years"},
        ],
        ["5", "a", "a1", 5, False, None, True, {"op": "=", "value": 5}, {"op": ">=", "value": 5}],
        ["9" * 4999, "1" + "0" * 4999],
    ],
    ids=str,
)
def test_values_go_by_size(ordered):
    mixed = list(ordered)
    random.Random(1).shuffle(mixed)
    assert sorted(mixed, key=by_value) == ordered
    assert len({repr(by_value(value)) for value in ordered}) == len(ordered)


def test_any_two_texts_can_be_compared():
    chance = random.Random(2)
    texts = ["".join(chance.choice("ab01 .") for _ in range(chance.randrange(6))) for _ in range(400)]
    found = sorted(set(texts), key=natural)
    assert all(natural(one) < natural(other) for one, other in itertools.pairwise(found))
    assert found == sorted(found, key=by_size)
