"""Logs for pages: records made one second apart, from what a test cares about."""

import datetime as dt

from timeline.figures.draw import lacks, measure
from timeline.page import Pens, document, tell
from timeline.page.story import MOST_STOPS
from timeline.views.filters import Question
from timeline.views.table import ViewSpec
from told import Told

VIEW = ViewSpec(name="v", title="Which value has each?", properties=("p", "q"))


class Log(Told):
    """Records as they come."""

    FIRST = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    add = Told.tell

    def named(self, place, kind, body):
        return f"{place}{kind}{body}"

    def source(self, name, published, **fields):
        return self.add("source", name=name, published=published, **fields)

    def event(self, title, occurred=None, facts=(), sources=(), **fields):
        """Add an event; a fact is (entity, property, value)."""
        told = [{"entity": e, "property": p, "value": v} for e, p, v in facts]
        reports = [{"source": name} for name in sources] + list(fields.pop("reports", ()))
        return self.add("event", title=title, occurred=occurred, facts=told, reports=reports, **fields)


def a_story():
    """Four events: one surely known, one possibly, one denied later and corrected, one taken back; and their ids."""
    log = Log()
    log.source("first", "2020-01-10", publisher="The First & Only", url="https://first.example/a?b=1&c=2")
    log.source("copy", "2020-02-10", via=["first"])
    log.source("vague", "[2020-01..2020-06]", publisher="Vague")
    log.source("later", "2020-09-01", origin={"name": "o", "interested": True}, url="javascript:alert(1)")
    sure = log.event("alpha has begun", "2020-01-05", [("alpha", "p", "x")], ["first", "copy"], tags=["t"])
    vague = log.event("beta was seen", "2020", [("beta", "q", "y")], ["vague"])
    denied = log.event("alpha has moved", "2020-01-08", [("alpha", "q", "z")], ["first"])
    log.add("report", event=denied, source="later", stance="denies", quote="No.")
    log.add("correction", target=denied, set={"title": "alpha was moved"}, source="later", because="they said so")
    gone = log.event("gamma came", "2020-02-01", [("gamma", "p", "w")], ["copy"])
    log.add("retraction", target=gone, reported="2020-10-01", because="an error")
    log.add("link", from_=denied, to=sure, rel="derived-from")
    return log, {"sure": sure, "vague": vague, "denied": denied, "gone": gone}


def page_of(log, title="A story", specs=(VIEW,), most_stops=MOST_STOPS, **asked):
    """The whole page of a log, with its figures."""
    pens = Pens(measure=measure, lacks=lacks)
    story = tell(log.ledger, Question(**asked), specs, pens, most_stops=most_stops)
    return document(story, title=title)
