"""What a ledger says beside its snapshots: days in turn, what bears on a cell, what turns, what was dropped or ignored."""

import msgspec
import pytest
from short import cases, log

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.values import DAY, format_day
from told import clock

WALKS = [
    # logs whose answers turn in every way: reports, changes, links, and sources that are changed
    "event e 2020 a.p=x @=2025-03-05 @=2025-05\nevent f - a.p=y @=2025-04-01",
    "event e 2020 a.p=x @=2025-03-05\nretract r e world=2025-04\nretract u r world=2025-05-01",
    'event e 2020 a.p=x @=2025-03-05\ncorrect c e title=y world=2025-04\ncorrect d c set={"title":"z"} world=2025-06',
    "source s 2025-03-05\nevent e 2020 a.p=x @s\nretract r s world=2025-04\nevent f 2020 a.p=y @=2025-02-01",
    "event e 2020 a.p=x @=2025-03-05\nevent f 2020 a.q=x @=2025-04\nlink l f same-event e world=2025-05\nretract r l world=2025-07",
    "event e 2020 a.p=x @=2025-03-05\nevent f 2020 a.p=y @=2025-04\nlink l f supersedes e world=2025-05",
    "event e 2020 a.p=x\nreport r e @=2025-03-05\nretract q r world=2025-04",
    "event e 2020 a.p=x @=2025-03-05\nevent f 2020 @=2025-03-05\nlink l f same-event e\ncorrect c l rel=supersedes world=2025-05",
]


@pytest.mark.parametrize("records", WALKS)
def test_days_in_turn_are_what_each_is_alone(records):
    ledger = Ledger(log(records).records)
    days = sorted({int(moment // DAY) + step for moment in ledger.turning_points() for step in (-1, 0, 1)})
    asked = [Clocks(as_of=at, on=at) for at in (clock(format_day(day)) for day in days)]
    walked = list(ledger.walk(asked))
    for clocks, snapshot in zip(asked, walked, strict=True):
        alone = Ledger(log(records).records).at(clocks)
        assert msgspec.structs.replace(snapshot, clocks=clocks) == alone
    assert list(ledger.walk([*asked, Clocks(on=asked[0].on)]))[-1] == ledger.at(Clocks(on=asked[0].on))


@pytest.mark.parametrize("records", WALKS[:1])
def test_an_event_that_nothing_turns_is_the_same_value_the_next_day(records):
    days = ("2025-03-05", "2025-03-06", "2025-03-31", "2025-04-01", "2025-05-01")
    first, second, third, fourth, fifth = (
        snapshot.event(log(records).ids["e"])
        for snapshot in Ledger(log(records).records).walk([Clocks(as_of=clock(day), on=clock(day)) for day in days])
    )
    assert first is second is third is fourth
    assert fifth is not fourth


def test_only_the_events_that_are_named_are_told():
    told = log("event e 2020\nevent f 2020\nevent g 2020")
    clocks = Clocks(on=clock("2025"))
    only = frozenset({told.ids["e"], told.ids["g"]})
    assert told.names_of(event.id for event in Ledger(told.records).at(clocks, only=only).events) == "e g"


def test_a_snapshot_names_what_was_redacted():
    told = log("event e 2020\nevent f 2020")
    gone = msgspec.structs.replace(told.records[0], body=None, content=None)
    snapshot = Ledger([gone, told.records[1]]).at(Clocks(on=clock("2025")))
    assert (snapshot.redacted, told.names_of(event.id for event in snapshot.events)) == ((gone,), "f")


def test_what_is_said_again_after_what_was_redacted_is_still_one():
    told = log("event d 2019\nevent e 2020 title=t\nevent f 2020 title=t")
    gone = msgspec.structs.replace(told.records[0], body=None, content=None)
    snapshot = Ledger([gone, *told.records[1:]]).at(Clocks(on=clock("2025")))
    assert told.names_of(event.id for event in snapshot.events) == "e"


def test_a_day_that_is_asked_twice_in_turn_gives_the_same_values():
    day = clock("2025-03-05")
    told = log("event e 2020 @=2025-03-05")
    first, second = Ledger(told.records).walk([Clocks(as_of=day, on=day)] * 2)
    assert first.events[0] is second.events[0]


def test_days_in_turn_are_limited_by_what_the_log_held():
    told = log("event e 2020 @=2025-03-05\nevent f 2020 @=2025-03-05 recorded=2026-02-02T00:00:00.000000Z")
    asked = [Clocks(as_of=clock(day), on=clock(day), recorded_by=clock("2026-01-31")) for day in ("2025-03", "2025-04")]
    assert [told.names_of(e.id for e in one.events) for one in Ledger(told.records).walk(asked)] == ["e", "e"]


KEPT = [
    # records, then for each pair of days the events that are the very same value on both
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\nretract r e world=2025-06-01", "2025-05-31 2025-06-01", "f"),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\ncorrect c e#1 stance=denies world=2025-06-01", "2025-05-31 2025-06-01", "f"),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\nreport r e @=2025-02-02\ncorrect c r stance=denies world=2025-06-01", "2025-05-31 2025-06-01", "f"),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\nretract r e world=2025-06-01\nretract u r world=2025-07-01", "2025-06-30 2025-07-01", "f"),
    ("source s 2025-01-01\nevent e 2020 @s\nevent f 2021 @=2025-01-01\nretract r s world=2025-06-01", "2025-05-31 2025-06-01", ""),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\nlink l e contradicts f\nretract r l world=2025-06-01", "2025-05-31 2025-06-01", "e f"),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\nlink l f same-event e\nevent g 2020 @=2025-06-01", "2025-05-31 2025-06-01", "e"),
    ("event e 2020 a.p=x @=2025-01-01\nevent f 2021 b.p=x @=2025-01-01\nlink l b same-entity c world=2025-06-01", "2025-05-31 2025-06-01", "e"),
    ("event e 2020 a.p=x @=2025-01-01\nevent f 2021 b.p=x @=2025-01-01\nlink k a same-entity d\nlink l b same-entity c world=2025-06-01", "2025-05-31 2025-06-01", "e"),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\nlink l f supersedes e\nevent g 2020 @=2025-06-01", "2025-05-31 2025-06-01", "e f"),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01 @=2025-06-01\nlink l f same-event e", "2025-05-31 2025-06-01", ""),
    ("event e 2020 @=2025-01-01\nevent f 2021 @=2025-01-01\nevent g 2022\nlink l f same-event e\nlink m g same-event e world=2025-06-01\nreport r g @=2025-01-01", "2025-05-31 2025-06-01", ""),
]  # fmt: skip


@pytest.mark.parametrize(("records", "days", "kept"), KEPT)
def test_what_nothing_bears_on_is_the_same_value_from_one_day_to_the_next(records, days, kept):
    told = log(records)
    asked = [Clocks(as_of=clock(day), on=clock(day)) for day in days.split()]
    before, after = Ledger(told.records).walk(asked)
    old = {event.id: event for event in before.events}
    assert " ".join(told.name_of(event.id) for event in after.events if event is old.get(event.id)) == kept


def test_the_recorded_by_day_limits_all_that_a_ledger_says():
    told = log(
        "event e 2020 a.p=x @=2025-03-05 recorded=2026-01-01T00:00:00.000000Z\n"
        "retract r e world=2025-06 recorded=2026-01-02T00:00:00.000000Z\n"
        "event f 2020 a.p=y @=2025-04-05 recorded=2026-02-02T00:00:00.000000Z\n"
        "correct c r reported=- recorded=2026-02-03T00:00:00.000000Z"
    )
    ledger, early = Ledger(told.records), clock("2026-01-02")
    assert ledger.about("a", "p") == {told.ids["e"], told.ids["f"]}
    assert ledger.about("a", "p", recorded_by=early) == {told.ids["e"]}
    days = [format_day(int(moment // DAY)) for moment in ledger.turning_points(early)]
    assert "2025-03-05" in days
    assert "2025-04-05" not in days
    days = [format_day(int(moment // DAY)) for moment in ledger.turning_points(only=frozenset({told.ids["f"]}))]
    assert "2025-04-05" in days
    assert "2025-03-05" not in days
    asked = Clocks(as_of=clock("2025-01-01"), on=early)
    retraction = told.records[1]
    assert ledger.knowable(retraction, asked).value == "yes"
    assert ledger.knowable(retraction, msgspec.structs.replace(asked, recorded_by=early)).value == "no"


LEDGER = """
# Bounds that contradict what was typed are dropped, each once, with the reason.
source s 2027-05-05
event e 2020 @s
event f 2020 @=2025
event g 2025-05 @=2024
    dropped -> s: it was retrieved, copied or recorded before the day typed for it; e#1: it was retrieved, copied or recorded before the day typed for it
# What lies after its report; where both are of one second nothing is dropped.
source s 2025-03-05T10:00:00Z
event e 2027-05 a.p=x @t
event f 2020 a.p=x @s
    dropped -> e#1: what it speaks of lies after it
# A change to what the log does not have, or that would make nonsense of it, applies to nothing.
event e 2020
retract r nowhere
correct c e title=[]
    ignored -> r: its target is not in the log; c: it would make its target invalid
# Nor one of a report that an event does not have, or that would make nonsense of one; or of what came later.
event e 2020 @=2025-01-01
correct c e#2 stance=denies
correct d e#1 stance=mocks
source s 2025
correct f s#1 stance=denies
    ignored -> c: its target has no such report; d: it would make its target invalid; f: its target has no such report
# Corrections on two clones: the later by record counts.
event e 2020 parents=
correct c e title=one parents=e
correct d e title=two parents=e
    rivals -> d over c
# One of them taken back by us is settled; by who knew of both as well.
event e 2020 parents=
correct c e title=one parents=e
correct d e title=two parents=e
retract r c
    rivals ->
# Written by one who knew.
event e 2020 parents=
correct c e title=one parents=e
correct d e title=two parents=c
    rivals ->
# Nor where he knew of it through a record that bears on other things.
event e 2020 a.p=x parents=
correct c e title=one parents=e
event f 2020 b.p=x parents=c
correct d e title=two parents=f
    rivals ->
    rivals a ->
# On a cell bear the events with a fact on it in any version, and those linked to them.
event e 2020 a.p=x
event f 2020 a.q=x
event g 2020 b.p=x
event h 2020
event i 2020
correct c i a.p=y
link l h same-event e
    about a.p -> e h i
    about b.p -> g
    about c.p ->
# Answers turn at both ends of every date, and of each recorded day.
source s 2025-03
event e 2020-05-05 @s
    turns -> 2020-05-05 2025-03-01 2025-03-31 2026-01-01
# Of what happened the first day alone; what its facts are dated counts likewise.
event e 2020-05 a.p=x^2020-04 @=2025-03
    turns -> 2020-04-01 2020-05-01 2025-03-01 2025-03-31 2026-01-01
# Our change is known at every day; the world's from its own.
event e 2020
retract r e
retract u r world=2025-06
    knowable r 2000 -> yes
    knowable u 2025-05-31 -> no
    knowable u 2025-06-15 -> possibly
    knowable u 2025-06-30 -> yes
# Sources, and when each was published.
source s 2025-03
source t
    sources -> s 2025-03-01..2025-03-31, t open..2026-01-01
# In a ring all are of the one date, whichever has it.
source s via=t
source t via=u
source u 2025-03 via=s
    sources -> s 2025-03-01..2025-03-31, t 2025-03-01..2025-03-31, u 2025-03-01..2025-03-31
# The second.
source s via=t
source t 2025-03 via=u
source u via=s
    sources -> s 2025-03-01..2025-03-31, t 2025-03-01..2025-03-31, u 2025-03-01..2025-03-31
# The first.
source s 2025-03 via=t
source t via=u
source u via=s
    sources -> s 2025-03-01..2025-03-31, t 2025-03-01..2025-03-31, u 2025-03-01..2025-03-31
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(LEDGER))
def test_a_ledger_says_what_the_definitions_say(records, question, answer):
    told = log(records)
    verb, *rest = question
    ledger = Ledger(told.records)
    assert LEDGER_ASKED[verb](told, ledger, *rest) == answer


def _name(told, address):
    return told.name_of(address)


LEDGER_ASKED = {
    "dropped": lambda told, ledger: "; ".join(f"{_name(told, one.name)}: {one.reason}" for one in ledger.dropped()),
    "ignored": lambda told, ledger: "; ".join(
        f"{_name(told, record.id)}: {reason.split(': ')[0]}" for record, reason in ledger.ignored()
    ),
    "rivals": lambda told, ledger, *of: "; ".join(
        f"{_name(told, winner.id)} over {_name(told, other.id)}"
        for winner, other in (ledger.on_entities(of) if of else ledger).rivals()
    ),
    "about": lambda told, ledger, cell: " ".join(sorted(_name(told, one) for one in ledger.about(*cell.split(".")))),
    "turns": lambda _, ledger: " ".join(dict.fromkeys(format_day(int(m // DAY)) for m in ledger.turning_points())),
    "knowable": lambda told, ledger, name, day: (
        ledger.knowable(
            next(record for record in told.records if record.id == told.ids[name]),
            Clocks(as_of=clock(day), on=clock(day)),
        ).value
    ),
    "sources": lambda _, ledger: ", ".join(
        f"{name} {_edge(window.lo)}..{_edge(window.hi)}" for name, window in ledger.sources().windows.items()
    ),
}


def _edge(moment):
    return "open" if isinstance(moment, float) else format_day(int(moment // DAY))
