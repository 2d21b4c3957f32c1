"""``conflicts`` against the slow, obvious judge: each pair of things that are told, looked at by itself.

``TIMELINE_EXAMPLES`` says how many logs each property is tried on; by default a few hundred, 10,000 for a night.
"""

import datetime as dt
import os
import random
from collections import Counter

from hypothesis import HealthCheck, given, settings

from compiled import any_logs, views
from oracle.conflicts import Conflicts, as_rows
from strategies import FIRST, asked_logs, clock, clocks_of, make_record, targets
from timeline.asof.ledger import Ledger
from timeline.records.words import BETWEEN_NAMES
from timeline.views.conflicts import conflicts
from timeline.views.rows import conflict_row
from timeline.views.table import ViewSpec

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "0"))
ON = clock("2025-06-01")


def judged(log, clocks, spec):
    """Ask both; give the kinds and answers that both found."""
    as_of, recorded_by, _ = clocks
    rows = [conflict_row(one) for one in conflicts(Ledger(log).at(clocks_of(*clocks)), [spec])]
    assert as_rows(rows) == Conflicts(list(log), as_of, recorded_by).conflicts([spec])
    return [(row["kind"], row["answer"]) for row in rows]


@settings(max_examples=EXAMPLES or 60, suppress_health_check=list(HealthCheck), deadline=None)
@given(asked_logs(any_logs), views)
def test_conflicts_are_those_that_the_judge_finds_in_any_log_at_any_clocks(asked, spec):
    log, questions = asked
    for clocks in questions:
        judged(log, clocks, spec)


# --- logs in which much is told of one cell, by few who may be one ---------------------------------------------------

NAMES = "abc"
DATES = (*["2025-05-05"] * 3, "2025-05-06", "2025-05", "2025-05-05~", "[..2025-05-05]", "2025-05-05/2025-05-20", None)
DAYS = ("2025-05-01", "2025-05-07", "2025-05-20", "2025-05", "2025-05-06/2025-05-10")
VALUES = (*"xxyyz", 5, {"op": ">=", "value": 4}, {"op": "~", "value": 7})
MODES = (*["actual"] * 6, "ended", "planned")
RELATIONS = (*["same-event"] * 3, "contradicts", "contradicts", "supersedes", "same-entity", "same-origin")


class Contested:
    """A log of one cell or two, in which events are joined, set against each other, changed and taken back."""

    def __init__(self, chance):
        self.chance = chance
        self.log = []
        for name in NAMES:
            rests = chance.choice(({"origin": {"name": "one"}}, {"origin": {"name": "two"}}, {"via": ["a"]}, {}))
            self.tell("source", name=name, published=chance.choice(DAYS), **(rests if name != "a" else {}))
        for _ in range(chance.randint(2, 4)):
            self.tell("event", title="t", occurred=chance.choice(DATES), facts=self.facts(), reports=self.reports())
        for _ in range(chance.randint(0, 3)):
            self.tell("link", **self.link(), **self.of_the_world())
        for _ in range(chance.randint(0, 3)):
            self.change()

    def tell(self, kind, **body):
        recorded = FIRST + dt.timedelta(days=len(self.log) // 4, microseconds=len(self.log))
        self.log.append(make_record(len(self.log), recorded, kind, body))

    def of_the_world(self):
        return self.chance.choice(({}, {"reported": self.chance.choice(DAYS)}))

    def facts(self):
        return [self.fact() for _ in range(self.chance.choice((1, 1, 2)))]

    def fact(self):
        mode = self.chance.choice(MODES)
        value = self.chance.choice(VALUES if mode == "ended" else (*VALUES, None))
        during = self.chance.choice((None, None, *DATES))
        entity = self.chance.choice("EEEF")
        said = {"entity": entity, "property": "p", "value": value, "mode": mode}
        return said if during is None else said | {"during": during}

    def reports(self):
        return [self.report() for _ in range(self.chance.choice((0, 1, 1, 2)))]

    def report(self):
        said = {
            "source": self.chance.choice(NAMES),
            "stance": self.chance.choice((*["reports"] * 4, "denies", "doubts")),
        }
        more = ({}, {}, {"reported": self.chance.choice(DAYS)}, {"via": [self.chance.choice(NAMES)]})
        return said | self.chance.choice((*more, {"origin": {"name": self.chance.choice(("one", "two", "three"))}}))

    def link(self):
        rel = self.chance.choice(RELATIONS)
        events = [record.id for record in self.log if record.kind == "event"]
        of_names = {"same-entity": ["E", "F"], "same-origin": ["one", "two"]}
        ends = self.chance.sample(of_names[rel] if rel in BETWEEN_NAMES else events, 2)
        return {"from": ends[0], "to": ends[1], "rel": rel}

    def change(self):
        target, kind = self.chance.choice(targets(self.log))
        settable = {
            "event": {"occurred": self.chance.choice(DATES), "facts": self.facts()},
            "report": {"stance": self.chance.choice(("reports", "denies")), "source": self.chance.choice(NAMES)},
            "source": {"via": self.chance.choice(([], ["b"])), "origin": {"name": "two"}},
            "link": {"rel": self.chance.choice(("same-event", "contradicts", "supersedes"))},
        }.get(kind)
        if settable and self.chance.random() < 0.6:
            field = self.chance.choice(sorted(settable))
            self.tell("correction", target=target, set={field: settable[field]}, **self.of_the_world())
        else:
            self.tell("retraction", target=target, **self.of_the_world())


def test_what_is_told_of_one_cell_is_in_conflict_where_the_judge_says_so():
    found = Counter()
    for seed in range(EXAMPLES or 400):
        chance = random.Random(seed)
        log = tuple(Contested(chance).log)
        many = chance.choice(((), (), (), ("p",)))
        spec = ViewSpec(
            name="v", title="", properties=("p",), latest=chance.choice(("occurred", "reported")), many=many
        )
        for as_of in (None, clock(chance.choice(DAYS[:3]))):
            found.update(judged(log, (as_of, None, ON), spec))
    kinds = [(kind, answer) for kind in ("values", "dates", "denied", "contradicted") for answer in ("yes", "possibly")]
    assert sorted(found) == sorted(kinds)  # nothing is compared that is never found


# --- what the judge found --------------------------------------------------------------------------------------------


def log_of(*told):
    stamps = (FIRST + dt.timedelta(days=2, microseconds=number) for number in range(len(told)))
    return tuple(make_record(number, at, *one) for number, (at, one) in enumerate(zip(stamps, told, strict=True)))


def p_is(value, during):
    return {"entity": "E", "property": "p", "value": value, "during": during}


def event(source, *facts, stance="reports"):
    return "event", {"title": "t", "facts": list(facts), "reports": [{"source": source, "stance": stance}]}


OF_ONE = ViewSpec(name="v", title="", properties=("p",))
SOURCES = [
    ("source", {"name": name, "published": "2025-05-01", "origin": {"name": origin}})
    for name, origin in (("a", "one"), ("b", "two"))
]


def test_two_versions_of_a_fact_that_stand_in_one_place_are_two_claims():
    """A correction that possibly applies: its first fact is not the first fact of the event."""
    before = log_of(
        *SOURCES,
        event("a", p_is("x", "2025-05-05"), p_is("z", "2025-05-06")),
        event("b", p_is("y", "2025-05-05"), p_is("y", "2025-05-06")),
    )
    change = {"target": before[2].id, "set": {"facts": [p_is("z", "2025-05-05/2025-05-20")]}}
    correction = ("correction", {**change, "reported": "2025-05-06/2025-05-10"})
    log = (*before, make_record(len(before), FIRST + dt.timedelta(days=3), *correction))
    found = conflicts(Ledger(log).at(clocks_of(clock("2025-05-07"), None, ON)), [OF_ONE])
    assert sorted(sorted(map(str, one.values)) for one in found) == [["x", "y", "z"], ["y", "z"]]
    judged(log, (clock("2025-05-07"), None, ON), OF_ONE)


def test_the_dates_of_a_fact_that_nobody_reports_are_in_no_conflict():
    events = (
        event("a", p_is("x", "2025-05-05"), stance="doubts"),
        event("b", p_is("x", "2025-05-09"), stance="doubts"),
    )
    before = log_of(*SOURCES, *events)
    link = {"from": before[2].id, "to": before[3].id, "rel": "same-event"}
    log = (*before, make_record(len(before), FIRST + dt.timedelta(days=3), "link", link))
    assert judged(log, (None, None, ON), OF_ONE) == []


def test_a_date_that_a_change_may_take_back_is_only_possibly_in_conflict_whichever_record_has_it():
    for changed in (0, 1):
        before = log_of(*SOURCES, event("a", p_is("x", "2025-05-05")), event("b", p_is("x", "2025-05-09")))
        link = {"from": before[2].id, "to": before[3].id, "rel": "same-event"}
        change = {"target": before[2 + changed].id, "set": {"facts": []}, "reported": "2025-05-06/2025-05-10"}
        after = [("link", link), ("correction", change)]
        stamps = (FIRST + dt.timedelta(days=3, microseconds=number) for number in range(2))
        log = (
            *before,
            *(make_record(4 + at, stamp, *one) for at, (stamp, one) in enumerate(zip(stamps, after, strict=True))),
        )
        assert judged(log, (clock("2025-05-07"), None, ON), OF_ONE) == [("dates", "possibly")]


def one_event_of_three(change):
    """Three records of one event, the second changed, as of a day on which the change only possibly counts."""
    told = [
        event("a", p_is("x", "2025-05-05")),
        event("b", p_is("x", "2025-05-09")),
        event("c", p_is("x", "2025-05-09")),
    ]
    before = log_of(*SOURCES, ("source", {"name": "c", "published": "2025-05-01", "origin": {"name": "three"}}), *told)
    first, second, third = (record.id for record in before[3:])
    after = [("link", {"from": first, "to": other, "rel": "same-event"}) for other in (second, third)]
    after.append(("correction", {"target": second, "set": {"facts": change}, "reported": "2025-05-06/2025-05-10"}))
    stamps = (FIRST + dt.timedelta(days=3, microseconds=number) for number in range(3))
    more = [make_record(6 + at, stamp, *one) for at, (stamp, one) in enumerate(zip(stamps, after, strict=True))]
    return (*before, *more)


def test_a_change_that_possibly_gives_a_fact_another_date_hides_no_conflict():
    log = one_event_of_three([p_is("x", "2025-05-05")])
    assert judged(log, (clock("2025-05-07"), None, ON), OF_ONE) == [("dates", "yes")]  # the first and the third
    two = tuple(record for record in log if record is not log[5] and record is not log[7])
    assert judged(two, (clock("2025-05-07"), None, ON), OF_ONE) == [("dates", "possibly")]
    assert judged(two, (clock("2025-05-06"), None, ON), OF_ONE) == [("dates", "possibly")]
    assert judged(two, (clock("2025-05-05"), None, ON), OF_ONE) == [("dates", "yes")]
    assert judged(two, (clock("2025-05-10"), None, ON), OF_ONE) == []


def test_what_one_record_tells_twice_in_every_version_was_so_more_than_once():
    twice = [p_is("x", "2025-05-05"), p_is("x", "2025-05-20")]
    assert judged(one_event_of_three(twice), (clock("2025-05-20"), None, ON), OF_ONE) == []
    assert judged(one_event_of_three(twice), (clock("2025-05-07"), None, ON), OF_ONE) == [("dates", "yes")]


def test_two_links_that_possibly_say_the_same_tell_one_conflict():
    before = log_of(*SOURCES, event("a", p_is("x", "2025-05-05")), event("b", p_is("x", "2025-05-09")))
    link = {"from": before[2].id, "to": before[3].id, "rel": "same-event", "reported": "2025-05-06/2025-05-10"}
    stamps = [FIRST + dt.timedelta(days=3, microseconds=number) for number in range(2)]
    log = (*before, *(make_record(4 + at, stamp, "link", link) for at, stamp in enumerate(stamps)))
    assert judged(log, (clock("2025-05-07"), None, ON), OF_ONE) == [("dates", "possibly")]
