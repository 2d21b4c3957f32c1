"""When each report became public, case by case: what was typed, and what narrows it."""

import itertools
import json

import pytest
from short import cases, clocks_in, log

from timeline.asof.alone import EVER, contradicts, narrowed
from timeline.asof.relation import EARLIEST
from timeline.asof.reports import upstream_of
from timeline.asof.windows import Publication, Window, windows
from timeline.dates import edtf
from timeline.dates.values import DAY, format_day, format_moment
from timeline.records.model import Origin, Report
from timeline.views.filters import Selection, in_time, select

WINDOWS = """
# Its own date, else its source's, whole.
source s 2025-03
event e 2020 @s @s=2025-05-05 @=2025-06
    e#1 -> 2025-03-01..2025-03-31
    e#2 -> 2025-05-05..2025-05-05
    e#3 -> 2025-06-01..2025-06-30

# Without any date: from the event's earliest day to the recorded day of the report.
event e 2025-05 @s recorded=2025-08-08T10:00:00.000000Z
event f - @s
event g ../2025-05 @s
event h 2025-05 a.p=x^2025-04-04 @s
event i 2025-05 planned:a.p=x @s
event j 2025-05 planned:a.p=x a.q=y @s
    e#1 -> 2025-05-01..2025-08-08
    f#1 -> open..2026-01-01
    g#1 -> open..2026-01-01
    h#1 -> 2025-04-04..2026-01-01
    i#1 -> open..2026-01-01
    j#1 -> 2025-05-01..2026-01-01

# Of two bounds by one source that rests on its own, the one that contradicts what was typed takes nothing from the other.
source a recorded=2025-05-06T00:00:00.000000Z
source c via=a retrieved=2025-05-05 recorded=2025-05-06T00:00:00.000001Z
source b 2025-05-01 recorded=2025-05-06T00:00:00.000002Z
event e - @a=[2025-05-02..2025-05-06] recorded=2025-05-06T00:00:00.000003Z
report f e @b via=c recorded=2025-05-06T00:00:00.000004Z
    e#1 -> 2025-05-02..2025-05-05

# What a relay shows counts from its own stamp on, on whichever of the days that the report itself names.
source s 2025-03-05
event e 2025 a.p=x @s=2025-05
correct c e title=T
source t 2025-05-10 via=s
    e#1 recorded-by 2026-01-01T00:00:02.000000Z -> 2025-05-01..2025-05-31
    e#1 -> 2025-05-01..2025-05-10

# Not later than the day on which its source was recorded, retrieved, or relayed.
source s recorded=2025-03-05T10:00:00.000000Z
source t 2025 retrieved=2025-06-03
source u
source v 2025-02-02 via=u
source w 2025-01-01 via=v
event e - @s @t @u
    e#1 -> open..2025-03-05
    e#2 -> 2025-01-01..2025-06-03
    e#3 -> open..2025-02-02

# A retrieval on the very first day typed counts; one before it is dropped.
source s 2025-06 retrieved=2025-06-01
source t 2025-06 retrieved=2025-05-31
event e - @s @t
    e#1 -> 2025-06-01..2025-06-01
    e#2 -> 2025-06-01..2025-06-30

# Not later than a report that names its source in via, on the same event only; not earlier than what it rests on.
source s
source t
event e - @s
report r e @t=2025-02-02 via=s
event f - @s
    e#1 -> open..2025-02-02
    f#1 -> open..2026-01-01
# The relay is not earlier than what it relays.
source s 2025-03-05
source t via=s
event e - @t
    e#1 -> 2025-03-05..2026-01-01
# Nor is what rests on the relay.
source s 2025-03-05
source t via=s
source u via=t
source v via=u
event e - @v
    e#1 -> 2025-03-05..2026-01-01
# Where what it rests on is younger than the date typed for it, that date stands.
source s 2025-03-05
source t 2025-02-02 via=s
event e - @t @s
    e#1 -> 2025-02-02..2025-02-02
    e#2 -> 2025-03-05..2025-03-05
# A relay shows what its source reports; a denial of that source only where it reports nothing.
source s
source t
event e - @s @s:denies
report r e @t=2025-02-02 via=s
event f - @s:denies @=2025-01-01
report q f @t=2025-02-02 via=s
    e#1 -> open..2025-02-02
    e#2 -> open..2026-01-01
    f#1 -> open..2025-02-02
# A source that rests on another shows all that the other says of the event.
source s
source t 2025-02-02 via=s
source u
event e - @t @s @s:denies @u
    e#2 -> open..2025-02-02
    e#3 -> open..2025-02-02
    e#4 -> open..2026-01-01
# A relay is not earlier than what its source reports, whatever that denied before.
source s
source t via=s
event e - @s=2025-05-05 @s:denies=2025-01-01 @t
    e#3 -> 2025-05-05..2026-01-01
# What a source that reports nothing of the event rests on was public by then, too.
source s
source t via=s
source u
event e - @s
report r e @u=2025-02-02 via=t
    e#1 -> open..2025-02-02
# What rests on a source that is taken back is no later for it.
source s 2025-03-05
source t via=s
event e - @t
retract r s world=2025-06
    e#1 as-of 2025-05-31 -> 2025-03-05..2026-01-01
    e#1 as-of 2025-06-15 -> open..2026-01-01
    e#1 as-of 2025-06-30 -> open..2026-01-01
# A relay that was taken back shows nothing.
source s
source t 2025-02-02 via=s
event e - @s
retract r t
    e#1 -> open..2026-01-01
# Sources that only cite each other bound each other.
source s via=t
source t 2025-03-05 via=s
event e - @s
    e#1 -> 2025-03-05..2025-03-05
# So do three in a ring, whichever of them is dated.
source s via=t
source t via=u
source u 2025-03 via=s
event e - @s @t @u
    e#1 -> 2025-03-01..2025-03-31
    e#2 -> 2025-03-01..2025-03-31
    e#3 -> 2025-03-01..2025-03-31
# The second.
source s via=t
source t 2025-03 via=u
source u via=s
event e - @s @t @u
    e#1 -> 2025-03-01..2025-03-31
    e#3 -> 2025-03-01..2025-03-31
# The first.
source s 2025-03 via=t
source t via=u
source u via=s
event e - @s @t @u
    e#2 -> 2025-03-01..2025-03-31
    e#3 -> 2025-03-01..2025-03-31
# A relay is not earlier than the earliest of what its source says, in whatever order.
source s
source t via=s
event e - @s=2025-05-05 @s=2025-01-01 @t
event f - @s=2025-01-01 @s=2025-05-05 @t
    e#3 -> 2025-01-01..2026-01-01
    f#3 -> 2025-01-01..2026-01-01
# Two versions of a date: wide enough for both; one of them missing: any time.
event e - @=2025-03-05
correct c e#1 reported=2025-05-05 world=2025-06
    e#1 as-of 2025-06-15 -> 2025-03-05..2025-05-05
    e#1 as-of 2025-05-31 -> 2025-03-05..2025-03-05
    e#1 as-of 2025-06-30 -> 2025-05-05..2025-05-05
# The date taken away possibly.
event e - @=2025-03-05
correct c e#1 reported=- world=2025-06
    e#1 as-of 2025-06-15 -> open..2026-01-01
# A report that is possibly by either of two sources.
source s 2025-03-05
source t 2025-04-04
source u
source v retrieved=2025-06-06
event e - @s
event f - @u
correct c e#1 source=t world=2025-06
correct d f#1 source=v world=2025-06
    e#1 as-of 2025-05-31 -> 2025-03-05..2025-03-05
    e#1 as-of 2025-06-15 -> 2025-03-05..2025-04-04
    e#1 as-of 2025-06-30 -> 2025-04-04..2025-04-04
    f#1 as-of 2025-05-31 -> open..2026-01-01
    f#1 as-of 2025-06-15 -> open..2026-01-01
    f#1 as-of 2025-06-30 -> open..2025-06-06
# A copy of its source shows it public, unless it was taken back, or possibly is of another.
source s
source t 2025
source u
capture k s retrieved=2025-05-05
capture l t retrieved=2025-04
capture m u retrieved=2025-03-03
capture n s retrieved=2025-02-02
correct c m source=s world=2025-06
retract r n
event e - @s @t @u
    e#1 -> open..2025-03-03
    e#2 -> 2025-01-01..2025-04-30
    e#3 as-of 2025-05-31 -> open..2025-03-03
    e#3 as-of 2025-06-15 -> open..2026-01-01
    e#1 as-of 2025-06-15 -> open..2025-05-05
# Shown by a relay of the very first second that was typed for it; not by one of the second before.
source s [2025-03-05T10:00:00Z..2025-03-31T10:00:00Z]
source t 2025-03-05T10:00:00Z via=s
source u [2025-03-05T10:00:00Z..2025-03-31T10:00:00Z]
source v 2025-03-05T09:59:59Z via=u
event e - @s @u
    e#1 -> 2025-03-05..2025-03-05
    e#2 -> 2025-03-05..2025-03-31
# When a source was retrieved is corrected: between, it was public by the later of both days.
source s retrieved=2025-04-04
correct c s retrieved=2025-05-05 world=2025-06
event e - @s
    e#1 as-of 2025-05-31 -> open..2025-04-04
    e#1 as-of 2025-06-15 -> open..2025-05-05
    e#1 as-of 2025-06-30 -> open..2025-05-05
# A corrected source moves its reports.
source s 2025-03-05
event e - @s
correct c s published=2025-04-04
    e#1 -> 2025-04-04..2025-04-04
# By the world, from its day on: those that rest on it, and those by a source that rests on it.
source s 2025-03-05
source t via=s
source u
correct c s published=2025-04-04 world=2025-06
event e - a.p=x @s
event f - a.p=x @t
event g - a.p=x @u=2025-09 @s
    e#1 as-of 2025-05-31 -> 2025-03-05..2025-03-05
    e#1 as-of 2025-06-15 -> 2025-03-05..2025-04-04
    e#1 as-of 2025-06-30 -> 2025-04-04..2025-04-04
    f#1 as-of 2025-05-31 -> 2025-03-05..2026-01-01
    f#1 as-of 2025-06-30 -> 2025-04-04..2026-01-01
    g#2 as-of 2025-06-15 -> 2025-03-05..2025-04-04
# One that is taken back by the world takes its reports along from that day on.
source s 2025-03-05
source t 2025-03-05 via=s
event e - a.p=x @t
event f - a.p=x @=2025-04 @t
retract r s world=2025-06
    e#1 as-of 2025-05-31 -> 2025-03-05..2025-03-05
    e#1 as-of 2025-06-15 -> 2025-03-05..2025-03-05
    e#1 as-of 2025-06-30 -> 2025-03-05..2025-03-05
    f#2 as-of 2025-06-30 -> 2025-03-05..2025-03-05
# The second definition of a name counts where the first was taken back.
source s 2025-03-05
retract r s
source s 2025-04-04
event e - @s
    e#1 -> 2025-04-04..2025-04-04
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(WINDOWS))
def test_a_report_became_public_between_its_bounds(records, question, answer):
    address, *rest = question
    clocks, rest = clocks_in(rest)
    assert rest == []
    told = log(records)
    name, _, _ = address.partition("#")
    snapshot = told.at(**clocks)
    event = snapshot.event(told.ids[name])
    window = next(report.window for report in event.reports if told.name_of(report.address) == address)
    assert f"{_day(window.lo)}..{_day(window.hi)}" == answer


def _day(moment):
    return format_moment(moment) if isinstance(moment, float) else format_day(moment // DAY)


SELECTED = """
# Since and until count whole; what may fit stays, strictly only what must.
event e 2024-05
event f 2024-05-31
event g -
event h ../2024-04-30
event i 2024-06-01/..
    since 2024-05-31 -> e f g i
    since 2024-06-01 -> g i
    until 2024-05-01 -> e g h
    until 2024-04-30 -> g h
    since 2024-05 until 2024-05 -> e f g
    strict yes since 2024-05-31 -> f i
    strict yes since 2024-05-01 until 2024-05-31 -> e f
    strict yes since 2024-05-02 until 2024-05-31 -> f
    strict yes until 2024-04-30 -> h
# Any of several names of one sort, all of several sorts.
source s 2025-01-01
source t 2025-01-01
event e 2020 a.p=x tags=r type=training.failed @s
event f 2020 b.p=x tags=r,v type=training @t
event g 2020 type=trainings @s @t
    entities a -> e
    entities a,b -> e f
    tags r -> e f
    tags v entities a ->
    tags v entities b -> f
    types training -> e f
    types training.failed -> e
    types trainings,training.failed -> e g
    sources s -> e g
    sources t tags r -> f
    sources u ->
    entities none ->
    strict yes -> e f g
# Words in a title, in what is said, in the text or in a quote, in whatever capitals; a value in any mode.
source s 2025-01-01
event One 2020 said=Two text=Three a.p=1 @s
report r One @s quote=Four
event b 2020 planned:a.p=x failed:a.q=null @s
event c 2020 a.p=1.0 a.p=true @s
    grep one -> One
    grep TWO -> One
    grep hree -> One
    grep four -> One
    grep x ->
    grep b,four -> One b
    strict yes grep four -> One
    value 1 -> One c
    value x -> b
    value null -> b
    value true,x -> b c
    value y ->
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(SELECTED))
def test_a_selection_keeps_what_fits(records, question, answer):
    asked, rest = clocks_in(
        question, "since", "until", "strict", "entities", "tags", "types", "sources", "grep", "value"
    )
    assert rest == []
    told = log(records)
    read = {"since": edtf.parse, "until": edtf.parse, "strict": bool}
    read["value"] = lambda text: tuple(json.loads(f'"{one}"' if one in "xy" else one) for one in text.split(","))
    selection = Selection(**{name: read.get(name, lambda text: tuple(text.split(",")))(asked[name]) for name in asked})
    assert " ".join(told.name_of(event.id) for event in select(told.at().events, selection)) == answer


NARROWED = [
    # moments by which it was public and before which it was not; what is left of 5 to 9
    ([], [], (5, 9)),
    ([5], [], (5, 5)),
    ([8, 6, 7], [], (5, 6)),
    ([4], [], (5, 9)),
    ([9], [], (5, 9)),
    ([10], [], (5, 9)),
    ([], [5], (5, 9)),
    ([], [6, 8, 7], (8, 9)),
    ([], [9], (9, 9)),
    ([], [10], (5, 9)),
    ([7], [6], (6, 7)),
    ([6], [6], (6, 6)),
    ([6], [7], (5, 6)),
]


@pytest.mark.parametrize(("not_after", "not_before", "left"), NARROWED)
def test_a_date_is_narrowed_by_what_does_not_contradict_it(not_after, not_before, left):
    assert narrowed((5, 9), not_after, not_before) == left


def test_a_bound_before_the_date_typed_contradicts_it_and_one_within_it_does_not():
    assert [contradicts((5, 9), [bound]) for bound in (4, 5, 7, 9, 10)] == [True, False, False, False, False]
    assert contradicts((5, 9), [7, 4])
    assert not contradicts(EVER, [EARLIEST, 0])


def test_only_what_it_may_have_spoken_of_in_the_end_is_too_young_for_a_date():
    """Of what it rests on, one that was the first to be public at first sight is not, once what that rests on is known."""

    def day(number):
        return Window(number * DAY, number * DAY)

    relay = Publication(name="relay", typed=day(0), rests_on=(("first", "second"),))
    first = Publication(name="first", typed=None, not_before=(DAY,), rests_on=(("late",),))
    second, late = Publication(name="second", typed=day(2)), Publication(name="late", typed=day(5))
    for given in itertools.permutations((relay, first, second, late)):
        found, dropped = windows(given)
        assert (found["first"].lo, found["relay"]) == (5 * DAY, day(0))
        assert [(one.name, one.reason) for one in dropped] == [("relay", "it rests on second, which is younger")]


def test_in_time_is_by_the_first_day_that_is_known_then_the_last_then_the_record():
    told = log(
        "event a -\nevent b 2020-02\nevent c 2020-02-01\nevent d ../2020-01-15\nevent e 2020-02-01\nevent f [..2021]"
    )
    assert " ".join(told.name_of(event.id) for event in in_time(told.at().events)) == "d c e b f a"


def test_a_report_rests_on_what_it_names_itself_else_on_what_its_source_rests_on():
    told = log("source s 2025-01-01\nsource t 2025-01-01 via=s")
    known = told.at().sources["t"]
    asked = [Report(source="t", via=("u",)), Report(source="t", origin=Origin(name="o")), Report(source="t")]
    assert [upstream_of(report, known) for report in asked] == [("u",), (), ("s",)]
    assert [upstream_of(report, None) for report in asked] == [("u",), (), ()]
