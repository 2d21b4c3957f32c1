"""What was known as of a date, case by case: each bound just before, on and just after it."""

import datetime as dt

import pytest
from short import cases, clocks_in, log

from timeline.asof.relays import relayed
from timeline.asof.values import Clocks
from timeline.dates.values import DAY, format_day
from timeline.records.model import Quantity, value_key
from timeline.views.standing import standing
from told import clock

KNOWN = """
# An event is known from the day of its report; the day itself counts.
event e 2020 @=2025-03-05
    known as-of 2025-03-04 ->
    known as-of 2025-03-05 -> e
    known as-of 2025-03-06 -> e
    known -> e

# An uncertain report makes it possible from its first day, sure from its last.
event e 2020 @=2025-03
    known as-of 2025-02-28 ->
    known as-of 2025-03-01 -> e?
    known as-of 2025-03-30 -> e?
    known as-of 2025-03-31 -> e

# To the second where both are.
event e 2020 a.p=x @=[2025-03-05T10:00:00Z..2025-03-31T10:00:00Z]
    known as-of 2025-03-05T09:59:59Z ->
    known as-of 2025-03-05T10:00:00Z -> e?
    known as-of 2025-03-31T09:59:59Z -> e?
    known as-of 2025-03-31T10:00:00Z -> e

# A clock that is a period means its last day.
event e 2020 @=2025-03-31
    known as-of 2025-03 -> e
    known as-of 2025-02 ->

# The best of several reports counts.
event e 2020 @=2025-05 @=2025-03
    known as-of 2025-03-15 -> e?
    known as-of 2025-03-31 -> e

# A report's own date comes before its source's; without one the source's counts.
source s 2025-03-01
event e 2020 @s
event f 2020 @s=2025-04-01
    known as-of 2025-02-28 ->
    known as-of 2025-03-01 -> e
    known as-of 2025-04-01 -> e f

# A denial does not make an event known while a report of it is live; alone it does.
event e 2020 a.p=x @=2025-05-01 @:denies=2025-03-01
event f 2020 @:denies=2025-03-01
    known as-of 2025-03-01 -> f
    known as-of 2025-05-01 -> e f

# Where its only report is taken back that reports it, the denial makes it known, and its facts do not count.
event e 2020 a.p=x @=2025-05-01 @:denies=2025-03-01
retract r e#1
    known as-of 2025-03-01 -> e
    facts e as-of 2025-06-01 -> x:no

# A denial alone is known from its own day.
event e 2020 @:denies=2025-03-01
    known as-of 2025-02-28 ->
    known as-of 2025-03-01 -> e

# A report that possibly became a denial possibly tells the facts.
event e 2020 a.p=x @=2025-01-01
correct c e#1 stance=denies world=2025-06
    known as-of 2025-05-31 -> e
    known as-of 2025-06-15 -> e?
    facts e as-of 2025-05-31 -> x:yes
    facts e as-of 2025-06-15 -> x:possibly
    facts e as-of 2025-06-30 -> x:no
    known as-of 2025-06-30 -> e
# One that is still to come keeps a denial from making the event known, unless it is possibly a doubt.
event e 2020 @=2025-09-01 @:denies=2025-01-01
correct c e#1 stance=doubts world=2025-06
    known as-of 2025-05-31 ->
    known as-of 2025-06-15 -> e?
    known as-of 2025-06-30 -> e

# An event without a report that was taken back is told as retracted from its recorded day.
event e 2020
retract r e
    gone as-of 2025-12-31 ->
    gone as-of 2026-01-01 -> e
# One with a report from the day of the report, whenever it was recorded.
event e 2020 @=2025-03-01 recorded=2024-01-01T00:00:00.000000Z
retract r e
    gone as-of 2024-06-01 ->
    gone as-of 2025-03-01 -> e

# Our correction of the reports on its own line decides whether it tells itself; the world's does not.
event e 2020 @=2025-03-01
event f 2021 @=2025-03-01
correct c e reports=[]
correct d f reports=[] world=2025-06-01
    itself e -> True
    known as-of 2025-03-01 -> f

# An event that is one with another is known as surely as either.
source s 2025
event e 2020 @s
event f 2021 @=2024-01-01
link l f same-event e
    known as-of 2025-06-01 -> e

# Two corrections of one field by writers who did not know of each other.
event e 2020 a.p=x parents=
correct c e title=one parents=e
correct d e title=two parents=e
    rivals e -> c
# One that is not known yet, and one that was taken back, is no rival.
event e 2020 @=2025-01-01 parents=
correct c e title=one world=2025-06-01 parents=e
correct d e title=two world=2025-03-01 parents=e
    rivals e as-of 2025-03-01 ->
    rivals e as-of 2025-06-01 -> c
# A field that was corrected surely has one version, and is not named.
event e 2020 @=2025-01-01
correct c e title=y occurred=2021
correct d e title=z world=2025-06
    versions e as-of 2025-05-31 ->
    versions e as-of 2025-06-15 -> title
    versions e as-of 2025-06-30 ->
    over e -> no

# An event without a report on its own line is known from its recorded day, and later reports only add.
event e 2020 a.p=x
event f 2020 a.p=y
report r f @=2025-03-01
    known as-of 2025-12-31 -> f
    known as-of 2026-01-01 -> e f
    facts f as-of 2025-03-01 -> y:yes
# A later report that does not report it makes it known too, and its facts count from its recorded day all the same.
event e 2020 a.p=x
report d e @:denies=2025-03-01
report n e @:no-comment=[2025-02-01..2025-03-31]
    known as-of 2025-01-31 ->
    known as-of 2025-02-01 -> e?
    known as-of 2025-03-01 -> e
    facts e as-of 2025-12-31 -> x:no
    known as-of 2026-01-01 -> e
    facts e as-of 2026-01-01 -> x:yes
# Where one reports it, the others make it no more known.
event e 2020 a.p=x
report d e @:denies=2025-03-01
report r e @=2025-06-01
    known as-of 2025-03-01 ->
    known as-of 2025-06-01 -> e

# Records later than the recorded-by moment do not exist.
event e 2020 a.p=x planned:a.p=v recorded=2026-02-01T10:00:00.000000Z
event f 2020 recorded=2026-02-01T10:00:00.000001Z
correct c e a.p=w planned:a.p=u recorded=2026-02-01T10:00:00.000001Z
    known recorded-by 2026-01-31 ->
    known recorded-by 2026-02-01T10:00:00Z -> e
    known recorded-by 2026-02-01T10:00:00.000001Z -> e f
    known recorded-by 2026-02-01 -> e f

# An undated report is not earlier than the earliest day of the event, nor later than its recorded day.
event e 2025-05 a.p=x @s
    known as-of 2025-04-30 ->
    known as-of 2025-05-01 -> e?
    known as-of 2025-12-31 -> e?
    known as-of 2026-01-01 -> e
# What is only planned bounds no report.
event e 2025-05 planned:a.p=x @s
    known as-of 2020-01-01 -> e?
# A failed one does.
event e 2025-05 failed:a.p=x @s
    known as-of 2025-04-30 ->
    known as-of 2025-05-01 -> e?

# Taken back by us it was never known; by the world from that day on.
event e 2020 @=2025-03-01
event f 2020 @=2025-03-01
retract r e
retract q f world=2025-06-05
    known as-of 2025-06-04 -> f
    known as-of 2025-06-05 ->
    gone as-of 2025-06-04 -> e
    gone as-of 2025-06-05 -> e f
    gone as-of 2025-02-28 ->
# A possible retraction leaves it possible.
event f 2020 @=2025-03-01
retract q f world=2025-06
    known as-of 2025-05-31 -> f
    known as-of 2025-06-01 -> f?
    known as-of 2025-06-30 ->
# A retraction of the retraction, and one of that.
event e 2020 @=2025-03-01
retract r e
retract u r
    known -> e
# Three deep.
event e 2020 @=2025-03-01
retract r e
retract u r
retract v u
    known ->
# The undoing by the world from its day on.
event e 2020 @=2025-03-01
retract r e
retract u r world=2025-06-05
    known as-of 2025-06-04 ->
    known as-of 2025-06-05 -> e
# One of two retractions undone still takes it back.
event e 2020 @=2025-03-01
retract r e
retract s e world=2025-06-05
retract u r
    known as-of 2025-06-04 -> e
    known as-of 2025-06-05 ->
# All reports taken back: retracted, where it had any.
event e 2020 @=2025-03-01 @=2025-04-01
retract r e#1
    known as-of 2025-03-31 ->
    known as-of 2025-04-01 -> e
    gone ->
# The last of them too.
event e 2020 @=2025-03-01
retract r e#1
    gone -> e
    known ->
# A source that is taken back takes its reports along.
source s 2025-03-01
event e 2020 @s
retract r s world=2025-06-05
    known as-of 2025-06-04 -> e
    known as-of 2025-06-05 ->
# One that was taken back before its report was recorded takes it along, too.
source s 2025-03-01
retract r s
event e 2020 @s
event f 2020 @s=2025-04-01 @=2025-05-01
    known as-of 2025-04-30 ->
    known as-of 2025-05-01 -> f
    known as-of 2027 -> f

# Links: the same event is one row, named by the first record; only surely the same.
event e 2020 a.p=x @=2025-05-01
event f 2020 a.p=y @=2025-03-01
link l f same-event e world=2025-04-01
    known as-of 2025-03-01 -> f
    known as-of 2025-04-01 -> f
    known as-of 2025-05-01 -> e
    members as-of 2025-05-01 -> e=e,f
# What is only possibly the same event stays two.
event e 2020 @=2025-03-01
event f 2020 @=2025-03-01
link l f same-event e world=2025-04
    members as-of 2025-04-15 -> e=e f=f
    members as-of 2025-04-30 -> e=e,f
# Three that are one by two links, whatever their direction.
event e 2020
event f 2020
event g 2021
link l g same-event f
link m e same-event g
    members -> e=e,f,g
# A superseded event stays known; its facts do not count while both are known.
event e 2020 a.p=x @=2025-03-01
event f 2020 a.p=y @=2025-05
link l f supersedes e
    facts e as-of 2025-04-30 -> x:yes
    facts e as-of 2025-05-15 -> x:possibly
    facts e as-of 2025-05-31 -> x:no
    known as-of 2025-05-31 -> e f
# A fact that does not count is not made possible by what possibly supersedes its event.
event e 2020 a.p=x @:denies=2025-01-01
event f 2020 a.p=y @=2025-05
link l f supersedes e
    facts e as-of 2025-05-15 -> x:no
# Superseded by two, of which one is known.
event e 2020 a.p=x @=2025-01-01
event f 2020 @=2025-03-05
event g 2020 @=2025-09-09
link l f supersedes e
link m g supersedes e
    facts e as-of 2025-03-04 -> x:yes
    facts e as-of 2025-03-05 -> x:no
# A link that possibly says so takes the facts out possibly.
event e 2020 a.p=x @=2025-01-01
event f 2020 @=2025-01-01
link l f supersedes e world=2025-06
    facts e as-of 2025-05-31 -> x:yes
    facts e as-of 2025-06-15 -> x:possibly
    facts e as-of 2025-06-30 -> x:no
# Links that say nothing, because one was taken back or leads nowhere, do not hide those after them.
event e 2020
event f 2021
link l f same-event e
link m f same-event nowhere
link n f same-event e because=again
retract r l
    members -> e=e,f
    links -> n e>e
# Ends are named by their rows, and our correction of a link counts.
event e 2020
event f 2021
event g 2022
event h 2023
link l f same-event e
link m g contradicts f
link n f contradicts g
link o h contradicts g
correct c o rel=supersedes
    links -> l e>e, m g>e, n e>g, o h>g
    over g -> yes
# The same record told twice has one row, also where it was taken back since, and where it is one with another.
event d 2019
event e 2020 title=t
event f 2020 title=t
event g 2021 title=u
event h 2021 title=u
event i 2022
event j 2023
link l e same-event d
retract r g
retract s i
retract u j
    row f -> d
    row h -> g
    gone -> g i j
# A link that is taken back says nothing; one from an event to itself neither.
event e 2020 a.p=x
event f 2020 a.p=y
link l f supersedes e
link m f supersedes f
retract r l
    facts e -> x:yes
    facts f -> y:yes
"""

SINCE = """
# An actual or failed fact without a start began no later than its event's earliest report.
event e - a.p=x failed:a.q=y @=2025-03-05
    since e -> x unknown..2025-03-05, y unknown..2025-03-05
# A planned or possible one did not.
event e - planned:a.p=x possible:a.q=y @=2025-03-05
    since e -> x unknown..unknown, y unknown..unknown
# Of several reports the earliest; a denial is none.
event e - a.p=x failed:a.q=y @=2025-05-01 @=2025-03 @:denies=2025-01-01
    since e -> x unknown..2025-03-31, y unknown..2025-03-31
# One that is still to come on the as-of day does not count.
event e - a.p=x @=2025-05-01 @=2025-03-05 @=[2025-03-10..]
    since e as-of 2025-05-01 -> x unknown..2025-03-05
# Without a report, by the recorded day.
event e - a.p=x failed:a.q=y
    since e -> x unknown..2026-01-01, y unknown..2026-01-01
# An unknown or open start of an interval.
event e /2026 a.p=x failed:a.q=y @=2025-03-05
event f ../2026 a.p=x failed:a.q=y @=2025-03-05
    since e -> x unknown..2025-03-05, y unknown..2025-03-05
    since f -> x open..open, y open..open
# An end before the report bounds an unknown start where it is earlier.
event e [..2025-01-31] a.p=x failed:a.q=y @=2025-03-05
    since e -> x open..2025-01-31, y open..2025-01-31
# A start that has no latest day began no later than the report either, and no earlier than it says.
event e [2025-01-31..] a.p=x failed:a.q=y planned:a.r=z @=2025-03-05
    since e -> x 2025-01-31..2025-03-05, y 2025-01-31..2025-03-05, z 2025-01-31..open
# Where it was reported before it can have begun, what was typed counts.
event e [2025-01-31..] a.p=x @=2025-01-05
    since e -> x 2025-01-31..open
# Of one that begins with an instant the report bounds the instant.
event e [2025-03-05T10:00Z..] a.p=x @=2025-03-05
event f [2025-03-05T10:00Z..] a.p=y @=2025-03-05T12:00:00Z
    since e -> x 2025-03-05T10:00:00Z..2025-03-05T23:59:59.999999Z
    since f -> y 2025-03-05T10:00:00Z..2025-03-05T12:00:00Z
# Two events that are one: by the first report of either, for every fact.
event e - a.p=x @=2025-05-01
event f - failed:a.q=y @=2025-03-01
link l f same-event e
    since e -> x unknown..2025-03-01, y unknown..2025-03-01
# A start in an interval is printed by its first day and by its last, or as instants.
event e 2020-05/2021 a.p=x a.p=y^2020-05-01T10:00:00Z/..
    since e -> x 2020-05-01..2020-05-31, y 2020-05-01T10:00:00Z..2020-05-01T10:00:00Z
# A report to the second bounds an unknown start to the second.
event e - a.p=x @=2025-03-05T10:00:00Z
    since e -> x unknown..2025-03-05T10:00:00Z
# A date that a correction possibly gave dates the facts possibly.
event e 2020-05-05 a.p=x @=2025-01-01
correct c e occurred=2021-06-06 world=2025-06
    since e as-of 2025-05-31 -> x 2020-05-05..2020-05-05
    since e as-of 2025-06-15 -> x 2020-05-05..2020-05-05, x 2021-06-06..2021-06-06
    since e as-of 2025-06-30 -> x 2021-06-06..2021-06-06
    facts e as-of 2025-06-15 -> x:possibly x:possibly
# A dated fact has its own bounds.
event e 2020-05 a.p=x a.q=y^2021-01-01/2021-02 a.q=z^2020-01-01T10:00:00Z
    since e -> x 2020-05-01..2020-05-31, y 2021-01-01..2021-01-01, z 2020-01-01T10:00:00Z..2020-01-01T10:00:00Z
"""

REPORTED = """
# An event is reported when its earliest live report that *reports* it is.
event e 2020 @=2025-05-01 @=2025-03
    window e -> 2025-03-01..2025-03-31 as 2025-03
# The least moment is of any that may be live, the greatest of one that surely is.
event e 2020 @=2025-03-05 @=2025-05-01
retract r e#1 world=2025-06
    window e as-of 2025-06-15 -> 2025-03-05..2025-05-01 as 2025-03-05
    window e as-of 2025-05-31 -> 2025-03-05..2025-03-05 as 2025-03-05
    window e as-of 2025-06-30 -> 2025-05-01..2025-05-01 as 2025-05-01
# Where no report surely is live, the latest that one may have been.
event e 2020 @=2025-03-05 @=2025-04
retract r e#1 world=2025-06
retract q e#2 world=2025-06
    window e as-of 2025-06-15 -> 2025-03-05..2025-04-30 as 2025-03-05
# One on its own line counts whenever the line was recorded; without one the recorded day counts beside later reports.
event e 2020 @=2027-05-01
event f 2020
report r f @=2027-05-01
    window e -> 2027-05-01..2027-05-01 as 2027-05-01
    window f -> 2026-01-01..2026-01-01 as 2027-05-01
# Of two that are one, the date of the earlier, whichever was recorded first.
event e 2020 @=2025-05-01
event f 2021 @=2025-03-01
link l f same-event e
    window e as-of 2025-05-01 -> 2025-03-01..2025-03-01 as 2025-03-01
# A later one counts as soon as it is out; before, only the first does.
event e 2020 @=2025-03 @=2025-03-10
    window e as-of 2025-03-09 -> 2025-03-01..2025-03-31 as 2025-03
    window e as-of 2025-03-10 -> 2025-03-01..2025-03-10 as 2025-03
# Of equal earliest days the earlier latest day names the date.
event e 2020 @=2025-03 @=2025-03-01
    window e -> 2025-03-01..2025-03-01 as 2025-03-01
# A source that the log only defines later dates nothing as the log was before.
event e 2020 a.p=x @s
source s 2025-03-05
    window e -> 2025-03-05..2025-03-05 as 2025-03-05
    window e recorded-by 2026-01-01T00:00:00Z -> 2020-01-01..2026-01-01 as None
# Of two alike the first names the date, as it is typed.
event e 2020 @=[2025-03-01..2025-03-31] @=2025-03
    window e -> 2025-03-01..2025-03-31 as [2025-03-01..2025-03-31]
# A source with a copy of its own, taken before it was recorded, was public by then.
source s archive={"sha256":"0000000000000000000000000000000000000000000000000000000000000000","media_type":"text/html","path":"p"} retrieved=2025-03-06
source t 2025-03
event e 2020 @s
event f 2020 @t
retract r s world=2025-05
    window e as-of 2025-04-30 -> 2020-01-01..2025-03-06 as None
    window e as-of 2025-05-15 -> 2020-01-01..2025-03-06 as None
    window f -> 2025-03-01..2025-03-31 as 2025-03
# The date as typed is the source's where the report has none; a source that is not defined has none.
source s 2025-03
event e 2020 @s
event f 2020 @t
event g 2020
    window e -> 2025-03-01..2025-03-31 as 2025-03
    window f -> 2020-01-01..2026-01-01 as None
    window g -> 2026-01-01..2026-01-01 as None
# Of two events that are one, by the first report of either that is out; the date as typed is that report's.
source s 2025-03
event e 2020 a.p=x @s
event f 2020 a.p=y @=2025-03 @=2025-03-10
link l f same-event e
    window e as-of 2025-03-09 -> 2025-03-01..2025-03-31 as 2025-03
    window e as-of 2025-03-10 -> 2025-03-01..2025-03-10 as 2025-03
    window e -> 2025-03-01..2025-03-10 as 2025-03
    reports e -> e#1 f#1 f#2
    rows e -> e e
    itself e -> False
# One of them on its recorded day, where it tells itself.
event e 2020 a.p=x @=2027-05-01
event f 2020 a.p=y
link l f same-event e
    window e -> 2026-01-01..2026-01-01 as 2027-05-01
    itself e -> True
# While one of them may stand the row is not taken back; once it does not, it is no part of the row.
event e 2020 @=2025-01-01
event f 2020 @=2025-01-01
link l f same-event e
retract r e world=2025-06
    taken e as-of 2025-06-15 -> no
    taken e as-of 2025-06-30 -> yes
# Both of them possibly.
event e 2020 @=2025-01-01
event f 2020 @=2025-01-01
link l f same-event e
retract r e world=2025-06
retract q f world=2025-06
    taken e as-of 2025-06-15 -> possibly
    known as-of 2025-06-15 -> e?
# A denial alone: the recorded day.
event e 2020 @:denies=2025-03-01
    window e -> 2026-01-01..2026-01-01 as None
"""

CHANGES = """
# Our correction counts at every as-of date, but not for what the log held before.
event e 2020 @=2025-03-01 recorded=2026-01-01T00:00:00.000000Z
correct c e title=y recorded=2026-02-02T00:00:00.000000Z
    titles as-of 2025-03-01 -> y
    titles recorded-by 2026-02-01 -> e
    titles recorded-by 2026-02-02 -> y
# The world's from its day on; between its bounds both are possible.
event e 2020 @=2025-03-01
correct c e title=y world=2025-06
    titles as-of 2025-05-31 -> e
    titles as-of 2025-06-01 -> e|y
    titles as-of 2025-06-29 -> e|y
    titles as-of 2025-06-30 -> y
# By its source's date where it names one.
source s 2025-06-05
event e 2020 @=2025-03-01
correct c e title=y world=@s
    titles as-of 2025-06-04 -> e
    titles as-of 2025-06-05 -> y
# Ours first, then the world's by their earliest day, then by record.
event e 2020 @=2025-01-01
correct c e title=third world=2025-07-01
correct d e title=second world=2025-06-01
correct f e title=first
    titles as-of 2025-05-31 -> first
    titles as-of 2025-06-01 -> second
    titles as-of 2025-07-01 -> third
# Two of the world of one day: the later record counts.
event e 2020 @=2025-01-01
correct c e title=one world=2025-06-01
correct d e title=two world=2025-06-01
    titles as-of 2025-06-01 -> two
# Ours in turn.
event e 2020
correct c e title=one
correct d e title=two
retract r d
    titles -> one
# A correction is corrected, and its correction undone.
event e 2020
correct c e title=one
correct d c set={"title":"two"}
    titles -> two
# Undone.
event e 2020
correct c e title=one
correct d c set={"title":"two"}
retract r d
    titles -> one
# Everything that an event says is corrected at once.
event e 2020-05-05 type=old tags=a,b a.p={"op":">=","value":7,"unit":"km"} failed:a.q=y^2020 said=then text=T links=[{"url":"http://x.org/","title":"L"}] @=2025-01-01
correct c e title=new type=new.one tags=c occurred=2021 facts=[{"entity":"a","property":"p","value":{"op":"<","value":8,"unit":"m"}},{"entity":"a","property":"q","value":null,"mode":"planned","during":"2022"}] said=now text=U links=[{"url":"http://y.org/"}] world=2025-06-01
    titles as-of 2025-05-31 -> e
    titles as-of 2025-06-01 -> new
# A correction that gives the value that stands leaves one version.
event e 2020 @=2025-01-01
correct c e title=e world=2025-06
    titles as-of 2025-06-15 -> e
# Equal records that meet are one; after the first was taken back the second stands alone.
event e 2020 title=t @=2025-01-01
event f 2020 title=t @=2025-01-01
    known -> e
    members -> e=e
# Of one key and of other content: who took one of them back without knowing of the other took back that one alone.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
retract r f parents=f
    known -> e
# The first was taken back so: the second is the first of those that are left.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
event g 2020 title=v key=k @=2025-01-01 parents=
retract r e parents=e
    known -> f
# The second was: it does not stand between the others.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
event g 2020 title=v key=k @=2025-01-01 parents=
retract r f parents=f
    known -> e
# Who knew of both took back both.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
retract r f parents=e,f
    known ->
# So did who knew of both as one, whoever else took back the one that he knew.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
retract q e parents=e,f
retract r e parents=e
    known ->
# Whichever of the two was recorded first.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
retract r e parents=e
retract q e parents=e,f
    known ->
# Who knew that one was taken back so, and took it back once more, meant that one.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
retract r e parents=e
retract q e parents=r,f
    known -> f
# What a source gave up is given up by whoever told it.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
retract r f parents=f world=2025-06-01
    known as-of 2025-05-31 -> e
    known as-of 2025-06-01 ->
# Once that is undone, they are one again.
event e 2020 title=t key=k @=2025-01-01
event f 2020 title=u key=k @=2025-01-01 parents=
retract r f parents=f
retract u r
    known -> e
# Taken back before it was said again.
event e 2020 title=t @=2025-01-01
retract r e
event f 2020 title=t @=2025-01-01
    known -> f
# Two that are one since what they speak of is one.
event e 2020 title=t
event f 2020 title=t
report r e @=2025-03-01
report q f @=2025-03-01
report o e @=2025-04-01
    reports e -> r o
# The same report told twice is one; a retraction told twice is taken back by one.
event e 2020 title=t @=2025-02-01
report r e @=2025-03-01
report q e @=2025-03-01
retract u e
retract v e
retract w v
event f 2020 title=t @=2025-02-01
    reports e -> e#1 r
    known -> e
# As it does where nothing else happened to the event.
event e 2020 @=2025-05-05
report r e @=2025-03-01
report q e @=2025-03-01
    reports e -> e#1 r
# Taken back, and that undone, before it was said again.
event e 2020 title=t @=2025-02-01
retract r e
retract u r
event f 2020 title=t @=2025-02-01
    known -> e
# A correction of all reports replaces the corrections of one that came before it.
event e 2020 a.p=x @=2025-01-01
correct c e#1 stance=denies
correct d e reports=[{"reported":"2025-02-02"}]
    facts e as-of 2025-02-02 -> x:yes
    known as-of 2025-02-01 ->
# Where the reports are possibly taken out of it, each is possibly live.
event e 2020 a.p=x @=2025-03-01 @=2025-04-01
correct c e reports=[{"reported":"2025-04-01"}] world=2025-06
    known as-of 2025-05-31 -> e
    known as-of 2025-06-15 -> e
    reports e as-of 2025-06-15 -> e#1 e#2
    window e as-of 2025-06-15 -> 2025-03-01..2025-04-01 as 2025-03-01
    window e as-of 2025-06-30 -> 2025-04-01..2025-04-01 as 2025-04-01
# A correction of one of them counts whichever list it stands in.
event e 2020 a.p=x @=2025-01-01
correct c e reports=[{"reported":"2025-02-02"}] world=2025-06
correct d e#1 stance=denies world=2025-06-10
    facts e as-of 2025-06-05 -> x:yes
    facts e as-of 2025-06-15 -> x:no
    facts e as-of 2025-06-30 -> x:no
# Possibly so where both are only possibly known.
event e 2020 a.p=x @=2025-01-01
correct c e reports=[{"reported":"2025-02-02"}] world=2025-06
correct d e#1 stance=denies world=2025-06
event f 2020 @=2025-01-01
correct g f reports=[] world=2025-06
    facts e as-of 2025-06-15 -> x:possibly
    known as-of 2025-06-15 -> e? f?
# A change of the world is made ours, and then counts for what it changes in turn.
event e 2020 @=2025-01-01
event f 2021 @=2025-01-01
retract r e
correct c r target=f world=2025-06-01
correct d c reported=-
    known as-of 2025-02-02 -> e
# A retraction of the wrong event is corrected; a report on the wrong one, too.
event e 2020 @=2025-01-01
event f 2021 @=2025-01-01
event g 2022 @=2025-09-01
retract r e
correct c r target=f
report q e @=2025-02-02
correct d q event=g
    known as-of 2025-02-02 -> e g
# A correction that is possibly corrected may set either.
event e 2020 @=2025-01-01
correct c e title=one world=2025-01-01
correct d c set={"title":"two"} world=2025-06
    titles as-of 2025-05-31 -> one
    titles as-of 2025-06-15 -> one|two
    titles as-of 2025-06-30 -> two
# The date of a change is corrected, and whose change it is.
source s 2025-03-05
source t 2025-09-09
event e 2020 @=2025-01-01
correct c e title=y world=2025-06-01
correct d c reported=2025-08-01
event f 2020 @=2025-01-01
correct g f title=z world=@s
correct h g source=t
    titles as-of 2025-07-31 -> e f
    titles as-of 2025-08-01 -> y f
    titles as-of 2025-09-08 -> y f
    titles as-of 2025-09-09 -> y z
# One key is one record.
event e 2020 key=k
event f 2021 key=k
    known -> e
"""

FAR = """
# What is so far away that no day has a number is before or after all that has one.
event e Y5E20 a.p=x @=2025-01-01
event f Y-5E20 a.p=y @=2025-01-01
    known as-of 2025-01-01 -> e f
# A quote that is possibly corrected holds either.
event e 2020 a.p=x @=2025-01-01
report r e @=2025-02-02 quote=yes because=heard
correct c r quote=not world=2025-06
event f 2020 a.p={"op":">=","value":7,"unit":"µm"} a.q={"op":">=","value":7} a.r=null @s
event g - a.p=true a.q=1.5 a.r=ü @:reports=2025-01-01
    known as-of 2025-06-15 -> e f? g
"""

COPIES = """
# The copies of a source by the day on which each was taken, the earliest first; by its recorded day where that is not said.
source s
source t 2025
capture k s retrieved=2025-05-05
capture l s
capture m s retrieved=2025-04
capture n t retrieved=2025-04-04
capture o t retrieved=2025-03-03
retract r o
event e - @s @t
    copies s -> m 2025-04-01..2025-04-30:yes, k 2025-05-05..2025-05-05:yes, l open..2026-01-01:yes
    copies t -> n 2025-04-04..2025-04-04:yes
# Taken back by the world, or said to be of another source, from that day on; possibly before.
source s
source t
capture k s retrieved=2025-05-05
capture l s retrieved=2025-04-04
retract r k world=2025-07
correct c l source=t world=2025-07
correct d l retrieved=2025-02-02 world=2025-09
event e - @s
    copies s as-of 2025-06-30 -> l 2025-04-04..2025-04-04:yes, k 2025-05-05..2025-05-05:yes
    copies s as-of 2025-07-15 -> l 2025-04-04..2025-04-04:possibly, k 2025-05-05..2025-05-05:possibly
    copies t as-of 2025-07-15 -> l 2025-04-04..2025-04-04:possibly
    copies s as-of 2025-07-31 ->
    copies t as-of 2025-07-31 -> l 2025-04-04..2025-04-04:yes
    copies t as-of 2025-09-15 -> l 2025-02-02..2025-04-04:yes
    copies t as-of 2025-09-30 -> l 2025-02-02..2025-02-02:yes
# One that a source names in its own fields is one more, sure as long as the source and that field are.
source s archive={"sha256":"0000000000000000000000000000000000000000000000000000000000000000"} retrieved=2025-05-05
source t archive={"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}
correct c s archive={"sha256":"1111111111111111111111111111111111111111111111111111111111111111"} world=2025-07
retract r t world=2025-07
source u archive={"sha256":"0000000000000000000000000000000000000000000000000000000000000000"} retrieved=2025-04-04
event e - @s @t @u
    copies u -> u 2025-04-04..2025-04-04:yes
    copies s as-of 2025-06-30 -> s 2025-05-05..2025-05-05:yes
    copies s as-of 2025-07-15 -> s 2025-05-05..2025-05-05:possibly
    copies s as-of 2025-07-31 -> s 2025-05-05..2025-05-05:yes
    copies t as-of 2025-06-30 -> t open..2026-01-01:yes
    copies t as-of 2025-07-15 -> t open..2026-01-01:possibly
    copies t as-of 2025-07-31 -> t open..2026-01-01:no
"""

ORIGINS = """
# Two independent origins corroborate; interested ones do not.
source s 2025-01-01 origin=o
source t 2025-02-01 origin=q
source u 2025-03-01 via=s
source v 2025-03-01 origin=o!
source w 2025-03-01 origin=q!
event a 2020 @s
event b 2020 @s @u
event c 2020 @s @t
event d 2020 @v
event e 2020 @v @w
event f 2020 @v @t
    standing a -> reported 1 1
    standing b -> reported 1 1
    standing c as-of 2025-01-31 -> reported 1 1
    standing c as-of 2025-02-01 -> corroborated 2 2
    standing d -> self-reported 1 1
    standing e -> self-reported 2 2
    standing f -> corroborated 2 2
# Unresolved ends are counted above; a ring has none; no source is unsourced.
source s 2025-01-01
source t 2025-01-01
source u 2025-01-01 via=v
source v 2025-01-01 via=u
source w 2025-01-01 origin=o
event a 2020 @s @t
event b 2020 @u @v
event c 2020 @=2025-01-01
event d 2020 @w @s
event e 2020
    standing a -> reported 0 2
    standing b -> reported 0 0
    standing c -> unsourced 0 0
    standing d -> reported 1 2
    standing e -> unsourced 0 0
    ends a -> s? t?
    ends b ->
    ends d -> o s?
# A denial disputes before a doubt doubts; both from their day on, and possibly before.
source s 2025-01-01 origin=o
event a 2020 @s @s:doubts=2025-03-05 @s:denies=2025-05
    standing a as-of 2025-03-04 -> reported 1 1
    standing a as-of 2025-03-05 -> doubted 1 1
    standing a as-of 2025-05-15 -> doubted 1 1 possibly disputed
    standing a as-of 2025-05-31 -> disputed 1 1
# A contradicting event disputes both, from the day both are known.
source s 2025-01-01 origin=o
event a 2020 @s
event b 2020 @s=2025-03-05
link l b contradicts a
    standing a as-of 2025-03-04 -> reported 1 1
    standing a as-of 2025-03-05 -> disputed 1 1
    standing b as-of 2025-03-05 -> disputed 1 1
# United origins are one.
source s 2025-01-01 origin=o
source t 2025-01-01 origin=q
event a 2020 a.p=x @s @t
link l o same-origin q world=2025-03
    standing a as-of 2025-02-28 -> corroborated 2 2
    standing a as-of 2025-03-15 -> corroborated 2 2 possibly reported
    standing a as-of 2025-03-31 -> reported 1 1
# A report's own chain comes before its source's.
source s 2025-01-01 origin=o
source t 2025-01-01 via=s
event a 2020 @s
report r a @t origin=q
    standing a -> corroborated 2 2
"""

NAMED = (
    "facts",
    "since",
    "window",
    "standing",
    "reports",
    "rows",
    "itself",
    "taken",
    "rivals",
    "versions",
    "over",
    "copies",
    "ends",
    "row",
)


@pytest.mark.parametrize(
    ("records", "question", "answer"), cases(KNOWN + SINCE + REPORTED + CHANGES + FAR + COPIES + ORIGINS)
)
def test_what_was_known_is_what_the_definitions_say(records, question, answer):
    verb, *rest = question
    name = rest.pop(0) if verb in NAMED else None
    clocks, rest = clocks_in(rest)
    assert rest == []
    told = log(records)
    snapshot = told.at(**clocks)
    event = (snapshot.event(told.ids[name]) or snapshot.sources.get(name)) if name else None
    assert ASKED[verb](told, snapshot, event) == answer


def known(told, snapshot, _):
    return " ".join(told.name_of(e.id) + ("" if e.known.value == "yes" else "?") for e in snapshot.events)


def gone(told, snapshot, _):
    return " ".join(told.name_of(event.id) for event in snapshot.retracted)


def members(told, snapshot, _):
    return " ".join(
        f"{told.name_of(event.id)}={','.join(told.name_of(name) for name in event.members)}"
        for event in snapshot.events
    )


def facts(_told, _snapshot, event):
    return " ".join(f"{fact.fact.value}:{fact.answer.value}" for fact in event.facts)


def since(_told, _snapshot, event):
    return ", ".join(f"{fact.fact.value} {fact.since_earliest}..{fact.since_latest}" for fact in event.facts)


def window(_told, _snapshot, event):
    lo, hi = (format_day(int(edge // DAY)) for edge in (event.window.lo, event.window.hi))
    return f"{lo}..{hi} as {event.reported}"


def copies(told, _snapshot, source):
    return ", ".join(
        f"{told.name_of(one.record.id)} {edge(one.window.lo)}..{edge(one.window.hi)}:{one.live.value}"
        for one in source.captures
    )


def edge(moment):
    return "open" if isinstance(moment, float) else format_day(int(moment // DAY))


def titles(_told, snapshot, _):
    return " ".join(
        "|".join(value for value, _ in event.versions.get("title", ((event.event.title, None),)))
        for event in snapshot.events
    )


def stands(_told, snapshot, event):
    found = standing(snapshot, event)
    low, high = found.origins
    return f"{found.name} {low} {high}" + (f" possibly {' '.join(found.possibly)}" if found.possibly else "")


ASKED = {
    "known": known,
    "gone": gone,
    "members": members,
    "facts": facts,
    "since": since,
    "window": window,
    "titles": titles,
    "standing": stands,
    "reports": lambda told, _, event: told.names_of(report.address for report in event.reports),
    "rows": lambda told, _, event: told.names_of(fact.event for fact in event.facts),
    "itself": lambda _told, _, event: str(event.tells_itself),
    "links": lambda told, snapshot, _: ", ".join(
        f"{told.name_of(one.record.id)} {told.name_of(one.from_)}>{told.name_of(one.to)}" for one in snapshot.links
    ),
    "copies": copies,
    "ends": lambda _told, snapshot, event: " ".join(
        end.name + ("" if end.resolved else "?") for end in standing(snapshot, event).ends
    ),
    "row": lambda told, _, event: told.name_of(event.id),
    "rivals": lambda told, _, event: told.names_of(event.rivals),
    "versions": lambda _told, _, event: " ".join(event.versions),
    "over": lambda _told, _, event: event.superseded.value,
    "taken": lambda _told, _, event: event.retracted.value,
}


# --- what no log is needed for ---------------------------------------------------------------------------------------


def test_an_event_and_a_snapshot_show_themselves_shortly():
    told = log(
        f"source s 2025-01-01\nevent e 2020 a.p=x a.q=y @=2025-03\nevent f - title={'x' * 81} @s\nevent g - title={'x' * 80}"
    )
    snapshot = told.at("2025-03-15")
    first, second = snapshot.events
    assert repr(first) == (
        f"<event {first.id[:8]} 'e': occurred 2020, reported 2025-03, known possibly, 2 facts, 1 report>"
    )
    assert repr(second) == f"<event {second.id[:8]} '{'x' * 79}…': reported 2025-01-01, known yes, 0 facts, 1 report>"
    assert f"'{'x' * 80}'" in repr(told.at().events[2])
    assert repr(snapshot) == f"<snapshot {snapshot.clocks.in_words()}: 2 events, 1 source>"


def test_clocks_are_said_in_words():
    told = log("event e 2020 a.p=x @=2025-03-05")
    assert (
        told.at("2025-04-01", recorded_by="2026-02-01").clocks.in_words()
        == "on 2025-04-01, as of 2025-04-01, recorded by 2026-02-01"
    )
    assert told.at(on="2025-04-01").clocks.in_words() == "on 2025-04-01, all that was reported, all that is recorded"


def test_a_relay_rests_on_what_its_source_reports_and_else_on_its_other_reports():
    told = [("a", "denies", 1), ("a", "reports", 2), ("a", "reports", 3), ("b", "doubts", 4), (None, "reports", 5)]
    assert relayed(told) == {"a": [2, 3], "b": [4]}


def test_values_are_one_where_they_are_equal_in_kind_and_size():
    many = Quantity(op=">=", value=1, unit="km")
    values = [None, True, False, 1, 2, "1", "True", "None", many, Quantity(op=">=", value=1), Quantity(op="=", value=1)]
    assert len({value_key(value) for value in values}) == len(values)
    assert value_key(1) == value_key(1.0)
    assert value_key(many) == value_key(Quantity(op=">=", value=1.0, unit="km"))


def test_the_day_asked_about_is_the_as_of_day_else_the_recorded_by_day_else_today():
    today = dt.date(2026, 11, 23)
    one, other, third = (clock(day) for day in ("2025-01-01", "2025-02-02", "2025-03-03"))
    chosen = Clocks.choose(today=today, as_of=one, on=third, recorded_by=other, checkpoint="7")
    assert (chosen.as_of, chosen.on, chosen.recorded_by) == (one, third, other)
    assert (chosen.checkpoint, chosen.is_on_asked) == ("7", True)
    assert Clocks.choose(today=today, as_of=one, recorded_by=other).on == one
    last = Clocks.choose(today=today, recorded_by=other)
    assert (last.on, last.checkpoint, last.is_on_asked) == (other, None, False)
    assert Clocks.choose(today=today).on == clock("2026-11-23")
