"""A figure from one day to another shows what happened on the first and on the last of them, and nothing beyond."""

import pytest
from figure_logs import VIEW, Log, clock

from timeline import figures

ON_THE_EDGE = [
    # occurred, whether it is drawn from 2021-03-01 to 2021-03-31
    ("2021-02-28", False),
    ("2021-03-01", True),
    ("2021-03-31", True),
    ("2021-04-01", False),
    ("2021-02-28T23:59:59Z", False),
    ("2021-03-01T00:00:00Z", True),
    ("2021-03-31T23:59:59Z", True),
    ("2021-04-01T00:00:00Z", False),
    ("2021-02", False),
    ("[2021-02-01..2021-03-01]", True),
    ("[2021-03-31..2021-05-01]", True),
    ("2021-04", False),
    ("2021-01-01/2021-02-28", False),
    ("2021-01-01/2021-03-01", True),
    ("2021-03-31/2021-06-01", True),
    ("2021-04-01/2021-06-01", False),
]


@pytest.mark.parametrize(("occurred", "is_drawn"), ON_THE_EDGE)
@pytest.mark.parametrize("kind", ["events", "plane", "calendar"])
def test_the_first_and_the_last_day_asked_for_count_whole(kind, occurred, is_drawn):
    log = Log()
    asked = log.event("asked about", occurred, [("a.p", "x")], ())
    within = log.event("within", "2021-03-15", [("a.p", "y")], ())
    scene = figures.scene(log.snapshot("2022-12-31"), kind, since=clock("2021-03-01"), until=clock("2021-03-31"))
    shown = {name for item in scene.items for name in item.ids}
    assert shown == ({asked, within} if is_drawn else {within})


@pytest.mark.parametrize(
    ("occurred", "is_drawn"), [case for case in ON_THE_EDGE if "/" in case[0] or case[0] == "2021-04-01"]
)
def test_a_state_that_ends_on_the_first_day_or_begins_on_the_last_is_drawn(occurred, is_drawn):
    log = Log()
    asked = log.event("asked about", occurred, [("a.p", "x")], ())
    log.event("within", "2021-03-15/2021-03-16", [("b.p", "y")], ())
    scene = figures.scene(
        log.snapshot("2022-12-31"), "state", view=VIEW, since=clock("2021-03-01"), until=clock("2021-03-31")
    )
    assert (asked in {name for item in scene.items for name in item.ids}) is is_drawn
