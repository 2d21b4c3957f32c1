"""Why a cell says what it says, and how it came to say so, case by case."""

import pytest
from short import cases, clocks_in, log

from timeline.asof.ledger import Ledger
from timeline.dates.edtf import day_clock, instant_clock
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, format_day
from timeline.errors import ViewError
from timeline.views.diff import changes
from timeline.views.overtime import as_of_runs, beliefs, rectangles, stretches
from timeline.views.story import story
from timeline.views.table import ViewSpec
from timeline.views.why import why
from told import clock

WHY = """
# What stands, what was put out and by which, what is not yet, what is over, what stands beside.
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=y
event g 2020-06-01 a.p=z
event h 2020-01-01/2020-01-05 a.p=w
event i 2020-01-01 planned:a.p=v
    on 2020-03-01 -> y value, x out by f, z not yet, w over, v beside
    on 2020-02-01 -> y value, x out by f, z not yet, w over, v beside
    on 2020-01-31 -> x value, y not yet, z not yet, w over, v beside
    on 2020-06-01 -> z value, x out by g, y out by g, w over, v beside
# An interval that is still running on its last day has not ended.
event e 2020-01-01/2020-01-05 a.p=x
    on 2020-01-05 -> x value
    on 2020-01-06 -> x over
# One that possibly holds, and the rival that may be later.
event e 2020-01-01 a.p=x
event f 2020-02 a.p=y
    on 2020-02-15 -> x possibly by f, y possibly
# Two of one day are each other's rivals.
event e 2020-01-01 a.p=x
event f 2020-01-01 a.p=y
    on 2020-02-15 -> x possibly by f, y possibly by e
# The rival that is named is the one that may be latest.
event e 2020-01 a.p=x
event f 2020-01-31 a.p=y
event g 2020-01-15 a.p=z
    on 2020-02-15 -> x possibly by f, y possibly by e, z out by f
# Of rivals whose latest days are equal, the later record.
event e 2020-01-01 a.p=x
event f 2020-01-01 a.p=y
event g 2020-01-01 a.p=z
    on 2020-02-15 -> x possibly by g, y possibly by g, z possibly by f
# Of those that put it out, the one that surely started last.
event e 2020-01-01 a.p=x
event f 2020-03-01 a.p=y
event g 2020-02-01 a.p=z
    on 2020-04-01 -> y value, x out by f, z out by f
# By the latest report.
event e 2020-01-01 a.p=x @=2025-03-01
event f 2019-01-01 a.p=y @=2025-04-01
event g 2018-01-01 a.p=z @=2025-04
    latest reported on 2020-02-15 -> y possibly by g, z possibly by f, x out by g
# What was retracted or superseded, and what no live report tells.
event e 2020-01-01 a.p=x @=2025-03-01
event f 2020-01-01 a.p=y @=2025-03-01
event g 2020-01-01 a.p=z @=2025-03-01
event h 2020-01-01 a.p=w @:denies=2025-03-01
retract r e
link l g supersedes f
    on 2020-02-15 -> z value, y superseded, w not known, x retracted
# A named end ends its value, and no other; possibly where it is only possibly so.
event e 2020-01-01 a.p=x
event f 2020-03 ended:a.p=x
event g 2019-01-01 a.p=y
    on 2020-02-15 -> x value, y out by e, x beside
    on 2020-03-15 -> x possibly by f, y out by e, x beside
    on 2020-03-31 -> x out by f, y out by e, x beside
    on 2020-04-01 -> x out by f, y out by e, x beside
# A null that only possibly holds, where a named end left no value: the cell is ended by that end, whatever it says.
event e 2020-01-01 a.p=x
event f 2020-03-01 ended:a.p=x
event g [2020-02-01..2020-06-01] a.p=null
    on 2020-02-15 -> x possibly by g, None possibly, x beside
    on 2020-04-01 -> x out by f, None beside, x beside
    on 2020-06-01 -> None value, x out by g, x beside
"""

BOTH_WAYS_OUT = (
    ', and nothing says that "x" had ended by then: add its end (--ended, in Python ended=), '
    'or declare many = ["p"] in the view if both hold'
)
BECAUSE = [
    # records, on, the value, its reason
    ("event e 2020-01-01 a.p=x", "2021", "x", "its event is known, it holds, and no other value can be later"),
    ("event e 2020-01-01 a.p=x", "2019", "x", "it starts after the day asked about"),
    ("event e 2020-01-01/2020-01-05 a.p=x", "2021", "x", "its interval ended before the day asked about"),
    (
        "event e 2020-01-01 a.p=x\nevent f 2020-02-01 a.p=y",
        "2021",
        "x",
        '"y" surely holds, and surely started later',
    ),
    (
        "event e 2020-01-01 a.p=x\nevent f 2020-02-01 a.p=y\nevent g 2020-03-01 a.p=z",
        "2021",
        "x",
        '"z" surely holds, and surely started later',
    ),
    (
        "event e 2020-01-01 a.p=x\nevent g 2020-01-01 a.p=z\nevent f 2020-02-01 a.p=y",
        "2021",
        "x",
        f'"y" surely holds, and surely started later{BOTH_WAYS_OUT}',
    ),
    (
        "event e 2020-01-01 a.p=x a.p=z\nevent f 2020-02-01 a.p=y",
        "2021",
        "x",
        f'"y" surely holds, and surely started later{BOTH_WAYS_OUT}',
    ),
    (
        "event e 2020-01-01/2022-01-01 a.p=x\nevent f 2020-02-01 a.p=y",
        "2021",
        "x",
        f'"y" surely holds, and surely started later{BOTH_WAYS_OUT}',
    ),
    (
        "event e 2020-01-01/.. a.p=x\nevent f 2020-02-01 a.p=y",
        "2021",
        "x",
        f'"y" surely holds, and surely started later{BOTH_WAYS_OUT}',
    ),
    (
        "event e 2020-01-01/ a.p=x\nevent f 2020-02-01 a.p=y",
        "2021",
        "x",
        '"y" surely holds, and surely started later',
    ),
    (
        "event e 2020-01-01 a.p=x\nevent f 2020-01-01 a.p=y",
        "2021",
        "x",
        f'"y" may have started later{BOTH_WAYS_OUT}',
    ),
    (
        "event e 2020 a.p=x\nevent f 2020-03-01 a.p=y",
        "2020-05",
        "x",
        f'it only possibly holds on that day; "y" may have started later{BOTH_WAYS_OUT}',
    ),
    ("event e 2020 a.p=x", "2020-05", "x", "it only possibly holds on that day"),
    (
        "event e 2020-01-01 a.p=x @=2024\ncorrect c e a.p=y world=2025\nretract r c world=[2024..2026]",
        "2021",
        "x",
        "a change that possibly applies gives it two versions",
    ),
    ("event e 2020 a.p=x @=2024\nretract r e world=2025", "2021", "x", "its event is only possibly known"),
]


@pytest.mark.parametrize(("records", "question", "answer"), cases(WHY))
def test_why_says_of_each_fact_what_became_of_it(records, question, answer):
    asked, rest = clocks_in(question, "latest")
    assert rest == []
    spec = ViewSpec(name="v", title="v", properties=("p",), latest=asked.pop("latest", "occurred"))
    told = log(records)
    found = why(told.at(**asked), spec, "a", "p")
    shown = (f"{r.value} {r.verdict}{f' by {told.name_of(r.by)}' if r.by else ''}" for r in found)
    assert ", ".join(shown) == answer


@pytest.mark.parametrize(("records", "on", "value", "because"), BECAUSE)
def test_why_gives_its_reason_in_words(records, on, value, because):
    as_of = "2025-06-01" if "world" in records else None
    found = why(log(records).at(as_of, on=on), ViewSpec(name="v", title="v", properties=("p",)), "a", "p")
    assert {r.value: r.because for r in found}[value] == because


def test_why_of_a_property_that_the_view_lacks_is_refused_with_those_it_has():
    with pytest.raises(ViewError) as caught:
        why(log("event e 2020 a.p=x").at(), ViewSpec(name="v", title="v", properties=("p", "q")), "a", "r")
    assert (caught.value.what, caught.value.fix) == ('the view v has no property "r"', "its properties are p, q")


# --- a cell over all days --------------------------------------------------------------------------------------------

STRETCHES = """
# Nothing, then a value.
event e 2020-05-05 a.p=x
    -> ..2020-05-04 unknown, 2020-05-05.. yes
# An uncertain start and end.
event e 2020-03/2020-05 a.p=x
    -> ..2020-02-29 unknown, 2020-03-01..2020-03-30 possibly, 2020-03-31..2020-05-01 yes, 2020-05-02..2020-05-31 possibly, 2020-06-01.. unknown
# A value put out by another, and a null.
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=y
event g 2020-03-01 a.p=null
    -> ..2019-12-31 unknown, 2020-01-01..2020-01-31 yes, 2020-02-01..2020-02-29 yes, 2020-03-01.. ended
# Two starts of one value are one stretch where nothing that is shown changes.
event e 2020-01-01 a.p=x
event f 2019-01-01 a.q=y
    -> ..2019-12-31 unknown, 2020-01-01.. yes
# Always, and never.
event e ../.. a.p=x
    -> ... yes
# Since ever, until a day.
event e ../2020-05-04 a.p=x
    -> ..2020-05-04 yes, 2020-05-05.. unknown
# Perhaps since ever, as nobody says since when.
event e - a.p=x @=2020-05-04
    -> ..2020-05-03 possibly, 2020-05-04.. yes
# Before 1970 as after it; a start to the second.
event e 1950-05-05 a.p=x
event f 1950-06-05T10:00:00Z a.p=y
    -> ..1950-05-04 unknown, 1950-05-05..1950-06-05 yes, 1950-06-05.. yes
# A value that ended by name leaves nothing, or what was there before it.
event e 2020-01-01 a.p=x
event f 2020-03 ended:a.p=x
    -> ..2019-12-31 unknown, 2020-01-01..2020-02-29 yes, 2020-03-01..2020-03-30 possibly, 2020-03-31.. ended
# Nothing at all.
event e 2020 a.q=x
    -> ... unknown
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(STRETCHES))
def test_stretches_turn_on_the_days_that_the_dates_name(records, question, answer):
    assert question == []
    found = stretches(log(records).at(), ViewSpec(name="v", title="v", properties=("p",)), "a", "p")
    assert ", ".join(f"{_days(one.lo, one.hi)} {one.cell.answer}" for one in found) == answer


def _days(lo, hi):
    if (lo, hi) == (NEVER_BEFORE, NEVER_AFTER):
        return "..."
    first = "" if lo == NEVER_BEFORE else format_day(lo // DAY)
    return f"{first}..{'' if hi == NEVER_AFTER else format_day(hi // DAY)}"


TURNS = """source s 2025-03-05
source t 2025-06
event e 2020-01-01 a.p=x @s
event f 2020-02-01 a.p=y @t"""


def test_rectangles_turn_on_the_day_of_each_report():
    spec = ViewSpec(name="v", title="v", properties=("p",))
    found = rectangles(Ledger(log(TURNS).records), spec, "a", "p")
    runs = list(dict.fromkeys((_day(one.as_of_first), _day(one.as_of_last)) for one in found))
    assert runs == [
        (None, "2025-03-04"),
        ("2025-03-05", "2025-05-31"),
        ("2025-06-01", "2025-06-29"),
        ("2025-06-30", None),
    ]


FIRST_DAY = 20_000
LAST = DAY - 1
RUNS = [
    # moments, moments of the world, and the clocks of the runs: a day, or an instant in microseconds of that day
    ([0, LAST], [], [0]),
    ([0, 5, LAST], [], [(0, 0), (0, 5), (0, LAST)]),
    ([5], [], [(0, 0), (0, 5)]),
    ([DAY], [], [1]),
    ([], [5], [0, 1]),
    ([], [0], [0]),
    ([], [DAY, 5], [0, 1]),
    ([5], [7, DAY + 3], [(0, 0), (0, 5), (0, 7), 1, 2]),
    ([LAST], [3], [0, 1]),
    ([DAY + 5], [3], [0, (1, 0), (1, 5)]),
    ([], [], []),
]


@pytest.mark.parametrize(("moments", "world", "runs"), RUNS)
def test_a_day_is_one_run_unless_something_turns_within_it(moments, world, runs):
    start = FIRST_DAY * DAY
    found = as_of_runs([start + one for one in moments], [start + one for one in world])
    expected = []
    for run in runs:
        day, moment = (run, None) if isinstance(run, int) else run
        clock_ = day_clock(FIRST_DAY + day) if moment is None else instant_clock(start + day * DAY + moment)
        expected.append((start + day * DAY + (moment or 0), clock_))
    assert list(found) == expected


def test_a_fact_that_fills_no_cell_parts_no_history():
    spec = ViewSpec(name="v", title="v", properties=("p",))
    told = log("source s 2025-03-05\nevent e 2020-01-01 planned:a.p=x @s")
    (whole,) = rectangles(Ledger(told.records), spec, "a", "p")
    assert (whole.as_of_first, whole.as_of_last, whole.stretch.cell.names) == (None, None, ("a",))


def test_a_name_under_which_a_fact_was_told_for_a_while_parts_the_history():
    """Also where it is the name of the row, which facts under another name had until then."""
    spec = ViewSpec(name="v", title="v", properties=("p",))
    told = log(
        """event e 2020-01-01 b.p=x @=2020-01-01
        event f 2020-01-01 planned:a.p=y @=2020-03-05
        retract r f world=2020-04-05
        link l b same-entity a"""
    )
    found = [one for one in rectangles(Ledger(told.records), spec, "a", "p") if one.stretch.cell.answer == "yes"]
    assert [(format_day(one.as_of_first // DAY), one.stretch.cell.names) for one in found] == [
        ("2020-01-01", ("b",)),
        ("2020-03-05", ("a", "b")),
        ("2020-04-05", ("b",)),
    ]


LATER = f"{TURNS}\nreport r e @=2025-04-04 recorded=2026-02-01T00:00:00.000000Z\nevent g 2020-03-01 a.q=z @=2025-02-02"


@pytest.mark.parametrize(
    ("recorded_by", "days"),
    [
        ("2026-01-31", ["2025-03-05", "2025-06-01", "2025-06-30"]),
        (None, ["2025-03-05", "2025-04-04", "2025-06-01", "2025-06-30"]),
    ],
)
def test_what_is_known_of_a_cell_turns_with_its_own_events_and_with_what_the_log_held(recorded_by, days):
    told = log(LATER)
    found = list(beliefs(Ledger(told.records), "a", "p", recorded_by=clock(recorded_by)))
    assert [day for first, _ in found if (day := _day(first) or "").startswith("2025")] == days
    assert {event.event.title for _, snapshot in found for event in snapshot.events} == {"e", "f"}


def test_what_is_known_of_a_cell_at_an_instant_ends_with_that_instant():
    asked = instant_clock(clock("2025-03-06").lo + 5)
    *_, (first, snapshot) = beliefs(Ledger(log(TURNS).records), "a", "p", as_of=asked)
    assert (first, snapshot.clocks.as_of, snapshot.clocks.on) == (asked.lo, asked, asked)


def _day(moment):
    return None if moment is None else format_day(moment // DAY)


@pytest.mark.parametrize(
    ("as_of", "rows", "last"),
    [
        ("2025-03-04", 1, "2025-03-04"),
        ("2025-03-05", 3, "2025-03-05"),
        ("2025-05-31", 3, "2025-05-31"),
        ("2025-06-01", 6, "2025-06-01"),
        ("2025-06-29", 6, "2025-06-29"),
        ("2025-06-30", 9, "2025-06-30"),
        ("2030", 9, "2030-12-31"),
        (None, 9, None),
    ],
)
def test_the_history_of_a_cell_up_to_a_turning_day_includes_that_day(as_of, rows, last):
    spec = ViewSpec(name="v", title="v", properties=("p",))
    found = rectangles(Ledger(log(TURNS).records), spec, "a", "p", as_of=clock(as_of))
    assert (len(found), _day(found[-1].as_of_last)) == (rows, last)


STORY = """source s 2025-03-05
event e 2020 @s
report r e @=2025-04-01
correct c e title=y world=2025-05-01
retract u r world=2025-06-01
link l e contradicts e world=2025-07-01"""


@pytest.mark.parametrize(
    ("as_of", "kinds"),
    [
        ("2025-03-04", ""),
        ("2025-03-05", "event"),
        ("2025-03-31", "event"),
        ("2025-04-01", "event report"),
        ("2025-04-30", "event report"),
        ("2025-05-01", "event report correction"),
        ("2025-06-01", "event report correction retraction"),
        ("2025-07-01", "event report correction retraction link"),
    ],
)
def test_the_history_of_a_record_includes_what_was_public_on_the_day_itself(as_of, kinds):
    told = log(STORY)
    rows = story(Ledger(told.records), told.at(as_of), told.ids["e"])
    assert " ".join(row["kind"] for row in rows) == kinds


@pytest.mark.parametrize(
    ("second", "kinds"), [(0, "source"), (1, "source event"), (2, "source event report"), (9, "all")]
)
def test_the_history_of_the_log_includes_what_was_recorded_at_the_moment_itself(second, kinds):
    told = log(STORY)
    rows = story(Ledger(told.records), told.at(recorded_by=f"2026-01-01T00:00:0{second}Z"), None)
    assert " ".join(row["kind"] for row in rows) == kinds.replace(
        "all", "source event report correction retraction link"
    )


# --- between two days ------------------------------------------------------------------------------------------------

DIFFERENCES = """
# An event is new on the day of its report.
event e 2020 a.p=x @=2025-03-05
    2025-03-03 2025-03-04 ->
    2025-03-04 2025-03-05 -> new e, cell a.p
    2025-03-05 2025-03-06 ->
# Possibly, then surely: new each time, with both answers; the other way withdrawn.
event e 2020 a.p=x @=2025-03
    2025-02-28 2025-03-01 -> new e, cell a.p
    2025-03-15 2025-03-31 -> new e, cell a.p
    2025-03-31 2025-03-15 -> withdrawn e, cell a.p
    2025-03-31 2025-02-28 -> withdrawn e, cell a.p
# Corrected, judged anew, withdrawn.
event e 2020 @=2025-03-05
correct c e title=y world=2025-04-01
report r e @:denies=2025-05-01
retract u e world=2025-06-01
    2025-03-31 2025-04-01 -> corrected e
    2025-04-30 2025-05-01 -> standing e
    2025-05-31 2025-06-01 -> withdrawn e
    2025-03-05 2025-06-01 -> withdrawn e
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(DIFFERENCES))
def test_what_changed_between_two_days(records, question, answer):
    told = log(records)
    before, after = (told.at(day) for day in question)
    found = changes(before, after, [ViewSpec(name="v", title="v", properties=("p",))])
    shown = (f"{c.change} {told.name_of(c.id) if c.id else f'{c.entity}.{c.property}'}" for c in found)
    assert ", ".join(shown) == answer
