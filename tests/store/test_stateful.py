"""A log on disk that grows as people add to it: what was answered once is answered again, whatever comes later."""

import json
import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

import timeline as tl
from oracle import snapshot as judged
from strategies import clocks, reported_dates
from strategies import dates as occurred_dates
from timeline.dates.stamps import stamp_moment
from timeline.dates.values import Clock
from timeline.views.rows import cell_row, event_row
from timeline.views.table import ViewSpec, state

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
SPEC = ViewSpec(name="view", title="view", properties=("p",))
NAMES = ("a", "b", "c")


class GrowingLog(RuleBasedStateMachine):
    """Rules add to a real log; invariants ask it again what it was asked before."""

    events = Bundle("events")
    changes = Bundle("changes")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.log = tl.init(f"{self.folder}/events", title="growing")
        self.now = 1_735_689_600_000_000  # 2025-01-01
        self.answers = {}

    def teardown(self):
        shutil.rmtree(self.folder)

    def write(self, kind, **body):
        """Add a record an hour after the last, on a clock of our own."""
        self.now += 3_600_000_000
        from timeline.records.drafts import Draft

        given = {name.rstrip("_"): value for name, value in body.items() if value is not None}
        (added,) = self.log.files.append([Draft(kind=kind, body=given)], by="ada", now=self.now).added
        return added.id

    def ask(self, clock, recorded_by=None):
        snap = self.log.at(as_of=clock, on=clock, recorded_by=recorded_by).known
        return json.dumps([[event_row(snap, e) for e in snap.events], [cell_row(c) for c in state(snap, SPEC)]])

    @initialize()
    def define_sources(self):
        for number, name in enumerate(NAMES):
            self.write("source", name=name, via=list(NAMES[:number][-1:]) or None, published=f"2025-0{number + 1}")

    @rule(target=events, occurred=occurred_dates, value=st.sampled_from("xyz"), source=st.sampled_from(NAMES))
    def add(self, occurred, value, source):
        facts = [{"entity": "e", "property": "p", "value": value}]
        title = f"event {self.now}"
        return self.write("event", title=title, occurred=occurred, facts=facts, reports=[{"source": source}])

    @rule(event=events, source=st.sampled_from(NAMES), stance=st.sampled_from(["reports", "denies", "doubts"]))
    def report(self, event, source, stance):
        self.write("report", event=event, source=source, stance=stance, quote=str(self.now))

    @rule(target=changes, event=events, occurred=occurred_dates, reported=st.none() | reported_dates)
    def correct(self, event, occurred, reported):
        return self.write(
            "correction", target=event, set={"occurred": occurred}, reported=reported, because=str(self.now)
        )

    @rule(target=changes, event=events, reported=st.none() | reported_dates)
    def retract(self, event, reported):
        return self.write("retraction", target=event, reported=reported, because=str(self.now))

    @rule(change=consumes(changes), clock=clocks)
    def undo_and_redo(self, change, clock):
        before = self.ask(clock)
        undoing = self.write("retraction", target=change, because=f"undo {self.now}")
        self.write("retraction", target=undoing, because=f"redo {self.now}")
        assert self.ask(clock) == before

    @rule(clock=clocks)
    def remember(self, clock):
        stamp = self.log.read().records[-1].recorded
        self.answers[clock.read, stamp] = self.ask(clock, stamp)

    @rule(clock=clocks)
    def judge(self, clock):
        records = list(self.log.read().records)
        snap = self.log.at(as_of=clock).known
        expected = judged(records, clock, None)
        found = {event.id: event.known.value for event in snap.events}
        told = {
            name: row["known"] for name, row in expected.items() if row["known"] != "no" and row["retracted"] != "yes"
        }
        assert found == told

    @invariant()
    def what_the_log_held_then_it_still_answers(self):
        for (read, stamp), answer in self.answers.items():
            span = tl.parse_date(read).span
            clock = Clock(text=read, read=read, lo=span.lo, hi=span.hi)
            assert self.ask(clock, stamp) == answer
            assert stamp_moment(stamp) <= self.now

    @invariant()
    def every_line_verifies(self):
        assert self.log.files.read().findings == ()


if SEED := os.environ.get("TIMELINE_SEED"):
    GrowingLog._hypothesis_internal_use_seed = int(SEED)  # as conftest does for functions
GrowingLog.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_a_growing_log = GrowingLog.TestCase
