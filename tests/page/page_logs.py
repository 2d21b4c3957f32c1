"""Logs for pages: records made one second apart, from what a test cares about."""

import datetime as dt
import random

from timeline.page import Pens, document, tell
from timeline.page.stops import MOST_STOPS
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
    from timeline.figures.fallback import lacks, measure  # what draws is imported where it draws

    pens = Pens(measure=measure, lacks=lacks)
    story = tell(log.ledger, Question(**asked), specs, pens, most_stops=most_stops)
    return document(story, title=title)


HOURS = ViewSpec(
    name="h", title="Which part was up?", properties=("state", "owner", "release", "share of errors", "log-in", "note")
)


def three_hours():
    """An outage of an afternoon, told to the minute, denied and corrected, and a note of the next day: 62 events."""
    log = Log()
    chance = random.Random(3)

    def at(minute):
        return f"2026-03-11T{minute // 60:02d}:{minute % 60:02d}:00Z"

    log.source("pager", at(13 * 60 + 58), publisher="Pager", origin={"name": "Pager", "interested": False})
    for number in range(60):
        minute = 13 * 60 + 58 + 3 * number
        part = ("edge", "api", "database", "log-in")[number % 4]
        verb = ("rose", "fell", "was rolled back", "was looked at")[number // 4 % 4]
        log.event(
            f"{part} {verb} ({number})",
            at(minute) if number % 5 else f"{at(minute)}/{at(minute + 12)}",
            [(part, HOURS.properties[number % 6], f"value {number % 7}")],
            reports=[{"source": "pager", "reported": at(minute + chance.randrange(1, 9))}],
            tags=["key"] if number in {0, 3, 9, 17, 40, 58} else [],
        )
    told = [{"reported": at(15 * 60 + 2)}]
    wrong = log.event("The edge was blamed", "2026-03-11", [("edge", "owner", "nobody")], reports=told)
    log.source("status", at(16 * 60 + 31), publisher="Status page", origin={"name": "us", "interested": True})
    log.add("report", event=wrong, source="status", stance="denies", quote="The edge was fine.")
    log.add("correction", target=wrong, set={"title": "The edge was blamed, wrongly"}, reported=at(16 * 60 + 40))
    log.event("A note was written", "2026-03-12", reports=[{"reported": "2026-03-12"}])
    return log


AGES = ViewSpec(name="a", title="Who held each castle?", properties=("holder", "state"))


def centuries():
    """From 1420 to 2026, with dates as vague as chronicles give them: 127 events."""
    log = Log()
    for year in range(1900, 2020, 8):
        log.source(
            f"book{year}",
            f"{year}",
            publisher=f"A history of {year}",
            origin={"name": f"archive {year}", "interested": False},
        )
    for number in range(126):
        year = 1420 + (number * number) // 27
        occurred = (
            f"{year}", f"{year}~", f"{year // 100}XX", f"{year}-05-12", f"[{year}..{year + 20}]",
            f"{year}/{year + 9}", f"[..{year}]",
        )[number % 7]  # fmt: skip
        castle = f"Castle {'ABCDE'[number % 5]}"
        source = f"book{1900 + 8 * (number % 15)}"
        event = log.event(
            f"{castle} passed to the {number + 1}th lord"
            if number % 3
            else f"{castle} burned, say the chronicles of its town",
            occurred,
            [(castle, "holder" if number % 3 else "state", f"lord {number + 1}" if number % 3 else "burned")],
            [source],
        )
        if number % 20 == 7:
            log.add("report", event=event, source="book2012", stance="denies", quote="It did not.")
        if number % 25 == 3:
            log.add(
                "correction", target=event, set={"occurred": f"{year + 2}"}, reported="1990", because="a better reading"
            )
    log.event("The last stone fell", "2026-01-05", reports=[{"reported": "2026-01-06"}])
    return log


def crowd(count=2_000):
    """Many events over six years, of 60 sources, with later reports, corrections and retractions."""
    log = Log()
    chance = random.Random(1)
    for number in range(60):
        via = {"via": [f"s{number - 1}"]} if number % 3 else {}
        log.source(
            f"s{number}",
            f"{2018 + number % 6}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            publisher=f"P{number}",
            **via,
        )
    for number in range(count):
        year, rest = 2018 + chance.randrange(6), f"{1 + chance.randrange(12):02d}-{1 + chance.randrange(28):02d}"
        event = log.event(
            f"event number {number} happened",
            chance.choice([f"{year}-{rest}", f"{year}-{rest[:2]}", f"{year}"]),
            [(f"e{number % 40}", "pq"[number % 2], f"v{number % 7}")],
            reports=[{"source": f"s{chance.randrange(60)}"}, {"reported": f"{year}-{rest}"}],
        )
        if number % 25 == 0:
            log.add(
                "correction",
                target=event,
                set={"title": f"event number {number} did not"},
                reported=f"{year + 1}-{rest}",
            )
        if number % 50 == 0:
            log.add("retraction", target=event, reported=f"{year + 2}-{rest}", because="b")
    return log
