"""An event that became one with another: the page names the one as which it is told from then on."""

import pytest
from page_logs import VIEW, Log, page_of

from timeline.page import tell
from timeline.views.filters import Question


def a_joined_story():
    """Two events that a later link says are one; the link is taken back, and the second event too."""
    log = Log()
    log.source("wire", "2020-01-10", origin={"name": "A"})
    log.source("paper", "2020-02-10", origin={"name": "B"})
    first = log.event("the pump failed", "2020-01-05", [("pump", "p", "x")], ["wire"])
    second = log.event("the pump broke", "2020-01-05", [("pump", "p", "x")], ["paper"])
    link = log.add("link", from_=second, to=first, rel="same-event", reported="2020-03-10")
    log.add("retraction", target=link, reported="2020-04-10")
    log.add("retraction", target=second, reported="2020-05-10")
    return log, first, second


def test_a_stop_says_as_which_event_another_is_told():
    log, first, second = a_joined_story()
    told = tell(log.ledger, Question(), [VIEW])
    joined = {event.id: event.joined for event in told.events}
    stop = told.days.index("2020-03-10")
    assert joined == {first: (), second: ((stop, first),)}
    runs = {event.id: event.runs for event in told.events}[second]
    assert [start for start, row in runs if row is None] == [stop]


@pytest.mark.browser
def test_the_page_names_the_event_that_took_another_in(opened, tmp_path):
    log, _, second = a_joined_story()
    path = tmp_path / "joined.html"
    path.write_text(page_of(log), encoding="utf-8")
    page = opened("#as-of=2020-03-10", path=path)
    said = "now told as the same event as the pump failed"
    assert said in page.inner_text("#day-b")
    page = opened("#as-of=2020-03-10&since=2020-02-10", path=path)
    row = page.locator("#events tr:visible", has_text="the pump broke")
    assert said in row.inner_text()
    page = opened(f"#as-of=2020-05-10&id={second}", path=path)
    panel = " ".join(page.inner_text("#panel").split())
    assert f"10 March 2020: {said}" in panel
    assert "10 May 2020: taken back" in panel
