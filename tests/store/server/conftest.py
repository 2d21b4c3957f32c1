import itertools

import pytest
from sharers import Sharer


@pytest.fixture
def shared(postgres, database, tmp_path):
    """Two people and an empty database; the first has begun a log there."""
    step = itertools.count(1)
    ada, bob = (Sharer.begin(tmp_path, name, postgres.address(database), step) for name in ("ada", "bob"))
    ada.push(init=True)
    return ada, bob
