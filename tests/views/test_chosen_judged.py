"""Whole questions against the judge: any names of any sorts, a stretch of time and *strict* together, on any log.

``TIMELINE_EXAMPLES`` says how many logs are tried; 100 by default, 10,000 for a night.
"""

import datetime as dt
import math
import os
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

from oracle.choice import Choice
from strategies import (
    FIRST,
    NAMES,
    SOURCES,
    clocks_of,
    dates,
    events,
    make_record,
    named_logs,
    near_clocks,
    often,
    plain_dates,
    worldly,
)
from timeline.asof.ledger import Ledger
from timeline.dates import edtf
from timeline.dates.values import DAY, format_day
from timeline.views.filters import Selection, select

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))

SORTS = {
    "entities": NAMES,
    "sources": SOURCES,
    "tags": ("t", "u", "x"),
    "types": ("event", "a", "a.b", "b"),
    "value": ("x", "y", 1, True, None),
}
OPEN = {"reported": "2025-05-02/2025-06-28"}
"""A day of which most as-of days cannot say whether it was before them."""
QUESTIONS = 25
"""So many are asked of each log."""


def question(chance, days):
    """Ask for a few names of a few sorts, and for a stretch that begins or ends on a day on which something does."""
    sorts = chance.sample(sorted(SORTS), chance.choice((0, 0, 1, 1, 2)))
    names = {sort: chance.sample(SORTS[sort], chance.choice((1, 1, 2))) for sort in sorts}
    since, until = (chance.choice([None, *days]) for _ in range(2))
    if since is not None and until is not None and edtf.parse(since).span.lo > edtf.parse(until).span.hi:
        since, until = until, since
    return names, since, until


def days_of(log):
    """The days on which a date of the log may begin or end, and those beside them."""
    moments = set()
    for record in log:
        body = {**record.body, **record.body.get("set", {})}
        if body.get("occurred"):
            span = edtf.parse(body["occurred"]).span
            moments |= {moment // DAY for moment in (span.lo, span.hi) if math.isfinite(moment)}
    return sorted({format_day(day + beside) for day in moments for beside in (-1, 0, 1)})


types = st.sampled_from(SORTS["types"])
tags = st.lists(st.sampled_from(SORTS["tags"]), max_size=2, unique=True)
changes = st.fixed_dictionaries({"tags": tags, "type": types}, optional={"occurred": st.none() | dates})
as_ofs = often((4, near_clocks), (1, st.none())).flatmap(lambda some: some)


@st.composite
def tagged_logs(draw):
    """Events with tags and types, some of which a change may give others."""
    log = []

    def tell(kind, body):
        log.append(make_record(len(log), FIRST + dt.timedelta(hours=len(log)), kind, body))

    for name in SOURCES:
        tell("source", {"name": name, "published": draw(plain_dates)})
    told = draw(st.lists(st.tuples(events, tags, types), min_size=2, max_size=5))
    for body, some, one in told:
        tell("event", {**body, "tags": some, "type": one})
    for _ in range(draw(st.integers(1, 3))):
        target = draw(st.sampled_from([record.id for record in log if record.kind == "event"]))
        tell(
            "correction",
            {
                "target": target,
                "set": draw(changes),
                **draw(often((3, st.just(OPEN)), (1, worldly())).flatmap(lambda some: some)),
            },
        )
    return tuple(log)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(tagged_logs() | tagged_logs() | named_logs(), as_ofs, near_clocks, st.integers(0, 2**32))
def test_the_events_that_a_question_shows_are_those_that_the_judge_chooses(log, as_of, on, seed):
    snapshot = Ledger(log).at(clocks_of(as_of, None, on))
    judge, chance, days = Choice(list(log), as_of, None), random.Random(seed), days_of(log)
    for _ in range(QUESTIONS):
        names, since, until = question(chance, days)
        asked = {sort: tuple(some) for sort, some in names.items()}
        dates = {"since": since and edtf.parse(since), "until": until and edtf.parse(until)}
        for strict in (False, True):
            found = {event.id for event in select(snapshot.events, Selection(**asked, **dates, strict=strict))}
            assert found == judge.chosen(names, since=since, until=until, strict=strict), (names, since, until, strict)
            seen(
                f"{'strict' if strict else 'lax'}: {'some' if 0 < len(found) < len(snapshot.events) else 'all or none'}"
            )
