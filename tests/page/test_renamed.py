"""The page of one thing under two names."""

import pytest
from page_logs import VIEW, Log, page_of

from timeline.page import tell
from timeline.views.filters import Question, Selection
from timeline.views.table import ViewSpec


def a_renamed_thing():
    log = Log()
    log.source("first", "2020-01-10")
    log.event("first told", "2020-01-08", [("alpha", "p", "x")], ["first"])
    log.event("told later", "2020-01-05", [("beta", "p", "y")], ["first"])
    log.add("link", from_="alpha", to="beta", rel="same-entity", reported="2020-03-01")
    return log


def test_a_page_stops_where_two_names_become_one_thing():
    story = tell(a_renamed_thing().ledger, Question(), (VIEW,))
    stop = story.days.index("2020-03-01")
    (view,) = story.views
    runs = {(cell.entity, cell.property): cell.runs for cell in view.cells}
    assert runs["alpha", "p"][-1] == (stop, None)
    assert runs["beta", "p"][-1][0] == stop
    last = runs["beta", "p"][-1][1]
    assert [value[0] for value in last[1]] == ["x"]
    entities = {event.runs[-1][1]["t"]: event.runs[-1][1]["e"] for event in story.events}
    assert entities == {"first told": ["beta", "alpha"], "told later": ["beta", "alpha"]}


@pytest.mark.parametrize("name", ["alpha", "beta"])
def test_a_page_takes_either_name(name):
    story = tell(a_renamed_thing().ledger, Question(selection=Selection(entities=(name,))), (VIEW,))
    assert {event.runs[-1][1]["t"] for event in story.events} == {"first told", "told later"}
    assert ("beta", "p") in {(cell.entity, cell.property) for cell in story.views[0].cells}


def test_the_rows_that_a_view_names_stay_on_the_page_under_the_later_name():
    spec = ViewSpec(name="v", title="v", properties=("p",), entities=("alpha",))
    story = tell(a_renamed_thing().ledger, Question(), (spec,))
    assert [cell.entity for cell in story.views[0].cells] == ["alpha", "beta"]
    assert "beta" in page_of(a_renamed_thing(), specs=(spec,))
