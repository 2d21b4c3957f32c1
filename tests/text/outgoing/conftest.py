import datetime as dt

import pytest
from odd_log import an_odd_log

import timeline as tl

TODAY = dt.date(2026, 11, 30)


@pytest.fixture(scope="session")
def odd(tmp_path_factory):
    """The odd log as people open it in Python."""
    return tl.open(an_odd_log(tmp_path_factory.mktemp("odd")).folder)


@pytest.fixture(scope="session")
def snap(odd):
    """All that the odd log holds, asked on a day that does not move."""
    return odd.at(today=TODAY)


@pytest.fixture(scope="session")
def early(odd):
    """The same as of the end of 2025."""
    return odd.at(as_of="2025-12-31", today=TODAY)
