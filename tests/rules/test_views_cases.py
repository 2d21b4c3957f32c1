"""The cell on a day, case by case, with the answers that the definitions of a state give."""

import json

import pytest
from short import cases, clocks_in, log

from timeline.errors import ViewError
from timeline.records import say
from timeline.records.model import Quantity, unstructure
from timeline.views.projection import replay
from timeline.views.standing import Standings
from timeline.views.table import ViewSpec, state, table, view_specs
from told import clock

OCCURRED = """
# A fact holds from the start of its day on, and nothing ends it by itself.
event e 2020-05-05 a.p=x
    on 2020-05-04 -> unknown
    on 2020-05-04T23:59:59Z -> unknown
    on 2020-05-05T00:00:00Z -> yes x
    on 2020-05-05 -> yes x
    on 9999 -> yes x

# Within an uncertain start it possibly holds; on its last day surely.
event e 2020-05 a.p=x
    on 2020-04-30 -> unknown
    on 2020-05-01 -> possibly x?
    on 2020-05-30 -> possibly x?
    on 2020-05-31T00:00:00Z -> yes x
    on 2020-05-31 -> yes x

# Begun no later than it was reported, it surely holds on the whole day of the report.
event e - a.p=x @=2020-05-05
    on 2020-05-04T23:59:59Z -> possibly x?
    on 2020-05-05T00:00:00Z -> yes x

# So does one of which only the first day is told.
event e [2020-05-01..] a.p=x @=2020-05-05
    on 2020-04-30 -> unknown
    on 2020-05-04 -> possibly x?
    on 2020-05-05 -> yes x

# Where that day is after the report, what was typed counts.
event e [2020-05-07..] a.p=x @=2020-05-05
    on 2020-05-06 -> unknown
    on 2026-01-01 -> possibly x?

# An instant begins a fact at that instant; the whole day asked about counts.
event e 2020-05-05T12:00:00Z a.p=x
    on 2020-05-05T11:59:59Z -> unknown
    on 2020-05-05T12:00:00Z -> yes x
    on 2020-05-05 -> yes x

# Of two events at one instant neither is later; one second decides.
event e 2020-05-05T12:00:00Z a.p=x
event f 2020-05-05T12:00:00Z a.p=y
event g 2020-05-05T12:00:00Z a.q=x
event h 2020-05-05T12:00:01Z a.q=y
    on 2020-05-05 -> possibly x? y?
    cell a.q on 2020-05-05T12:00:00Z -> yes x
    cell a.q on 2020-05-05 -> yes y

# What may have begun before a rival dates its value only where that surely did not come later.
event e [2020-01-01..2022-06-30] a.p=x
event f 2022-01-01 a.p=x
event g 2021-12-01 a.p=x
event h 2021-06-01 a.p=y
event i 2021-05-01 a.p=y
event j 2021-04-01 a.p=z
event k 2020-03-01 a.p=w
    on 2023 -> yes x
    on 2021-07 -> possibly x? y?
    on 2020-02 -> possibly x?

# The first moment of an uncertain start, and the last of an end.
event e 2020-05/2020-06-10 a.p=x
    on 2020-04-30T23:59:59.999999Z -> unknown
    on 2020-05-01T00:00:00Z -> possibly x?
    on 2020-05-30T23:59:59.999999Z -> possibly x?
    on 2020-05-31T00:00:00Z -> yes x
    on 2020-06-10T23:59:59.999999Z -> yes x
    on 2020-06-11T00:00:00Z -> unknown
# The last moment that an uncertain end can be.
event e 2020-05-01/2020-06 a.p=x
    on 2020-06-01T23:59:59.999999Z -> yes x
    on 2020-06-02T00:00:00Z -> possibly x?
    on 2020-06-30T23:59:59.999999Z -> possibly x?
    on 2020-07-01T00:00:00Z -> unknown

# An interval covers its first and its last day whole.
event e 2020-03-01/2020-03-10 a.p=x
    on 2020-02-29 -> unknown
    on 2020-03-01 -> yes x
    on 2020-03-10 -> yes x
    on 2020-03-10T23:59:59Z -> yes x
    on 2020-03-11T00:00:00Z -> unknown
    on 2020-03-11 -> unknown

# An interval with an uncertain start and end has four bounds.
event e 2020-03/2020-05 a.p=x
    on 2020-02-29 -> unknown
    on 2020-03-01 -> possibly x?
    on 2020-03-30 -> possibly x?
    on 2020-03-31 -> yes x
    on 2020-05-01 -> yes x
    on 2020-05-02 -> possibly x?
    on 2020-05-31 -> possibly x?
    on 2020-06-01 -> unknown

# A side .. covers every day beyond, surely; an unknown side only possibly.
event e ../2020-03-10 a.p=x
    on 0001 -> yes x
    on 2020-03-10 -> yes x
    on 2020-03-11 -> unknown
# An unknown start.
event e /2020-03-10 a.p=x
    on 0001 -> possibly x?
    on 2020-03-10 -> yes x
    on 2020-03-11 -> unknown
# An open end.
event e 2020-03-01/.. a.p=x
    on 2020-02-29 -> unknown
    on 2020-03-01 -> yes x
    on 9999 -> yes x
# An unknown end.
event e 2020-03-01/ a.p=x
    on 2020-02-29 -> unknown
    on 2020-03-01 -> yes x
    on 2020-03-02 -> possibly x?
    on 9999 -> possibly x?

# One day of several, and a set, which counts from its first member.
event e [2020-03-01,2020-03-05] a.p=x
    on 2020-03-04 -> possibly x?
    on 2020-03-05 -> yes x
# A set.
event e {2020-03-01,2020-03-05} a.p=x
    on 2020-02-29 -> unknown
    on 2020-03-01 -> yes x

# A fact's own date overrides its event's.
event e 2020-05-05 a.p=x^2020-06-06 a.q=y
    on 2020-06-05 -> unknown
    on 2020-06-06 -> yes x
    cell a.q on 2020-05-05 -> yes y

# What surely started later puts out what started before, from its own first day on.
event e 2020-01-01 a.p=x
event f 2020-03-01 a.p=y
    on 2020-02-29 -> yes x
    on 2020-03-01 -> yes y

# Starts that touch but do not overlap are in order.
event e 2020-02 a.p=x
event f 2020-03 a.p=y
    on 2020-03-15 -> possibly x? y?
    on 2020-03-31 -> yes y

# Starts that share one day are not in order.
event e 2020-02 a.p=x
event f 2020-02-29 a.p=y
    on 2020-02-28 -> possibly x?
    on 2020-02-29 -> possibly x? y?
    on 2021 -> possibly x? y?

# What was announced before it happened counts by when it happened.
event e 2025-06-01 a.p=x a.q=x^2025-06 @=2025-01-01
event f 2025-07-01 a.p=y a.q=y^2025-06-15 @=2025-02-01
    on 2025-06-30 -> yes x
    on 2025-08-01 -> yes y
    cell a.q on 2025-08-01 -> possibly x? y?

# Equal starts of two events leave two values.
event e 2020-01-01 a.p=x
event f 2020-01-01 a.p=y
    on 2020-01-01 -> possibly x? y?

# What possibly holds puts nothing out, and makes the value before it possible.
event e 2020-01-01 a.p=x
event f 2020-03 a.p=y
    on 2020-02-29 -> yes x
    on 2020-03-01 -> possibly x? y?
    on 2020-03-31 -> yes y

# A possible start before the sure one is no rival.
event e 2020-03-01 a.p=x
event f 2020-02 a.p=y
    on 2020-03-01 -> yes x

# After its end a closed interval gives way to the open fact before it.
event e 2020-01-01 a.p=x
event f 2020-03-01/2020-03-10 a.p=y
    on 2020-02-29 -> yes x
    on 2020-03-01 -> yes y
    on 2020-03-10 -> yes y
    on 2020-03-11 -> yes x

# After an uncertain end both are possible.
event e 2020-01-01 a.p=x
event f 2020-02-01/2020-03 a.p=y
    on 2020-03-01 -> yes y
    on 2020-03-02 -> possibly x? y?
    on 2020-03-31 -> possibly x? y?
    on 2020-04-01 -> yes x

# Three words, each put out by the next; the earlier ones stay out.
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=y
event g 2020-03-01 a.p=z
    on 2020-01-31 -> yes x
    on 2020-02-29 -> yes y
    on 2020-03-01 -> yes z

# The same three recorded in another order.
event g 2020-03-01 a.p=z
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=y
    on 2020-01-31 -> yes x
    on 2020-02-29 -> yes y
    on 2020-03-01 -> yes z

# Equal values are one value with the events of all; the same value is no rival of itself.
event e 2020-01-01 a.p=x
event f 2020-01 a.p=x
    on 2020-01-15 -> yes x
    values on 2020-01-15 -> x yes since 2020-01-01 2020-01-01..2020-01-01 by e,f

# 1 and 1.0 are one number; true and "1" are others.
event e 2020-01-01 a.p=1
event f 2020-01-01 a.p=1.0
    on 2021 -> yes 1
# A number and a constant.
event e 2020-01-01 a.p=1
event f 2020-01-01 a.p=true
    on 2021 -> possibly 1? true?
# A number and a text.
event e 2020-01-01 a.p=1
event f 2020-01-01 a.p="1"
    on 2021 -> possibly "1"? 1?

# A value that is yes among its facts dates from the earliest sure fact of it.
event e 2020 a.p=x
event f 2020-06-01 a.p=x
    values on 2020-06-01 -> x yes since 2020-06-01 2020-06-01..2020-06-01 by e,f
    values on 2021 -> x yes since 2020 2020-01-01..2020-12-31 by e,f

# Of equal earliest days the earlier latest day comes first, then the record.
event e 2020-01 a.p=x
event f 2020-01-01 a.p=x
event g 2020-01-01~ a.p=x
    values on 2021 -> x yes since 2020-01-01 2020-01-01..2020-01-01 by e,f,g

# Values that one event gives for one date hold together.
event e 2020-01-01 a.p=x a.p=y
    on 2020-01-01 -> yes x y
# Two dates of one event compete.
event e 2020-01-01 a.p=x a.p=y^2020-02-01
    on 2020-01-31 -> yes x
    on 2020-02-01 -> yes y
# A later word puts both out, and a possible one makes both possible.
event e 2020-01-01 a.p=x a.p=y
event f 2020-03 a.p=z
    on 2020-03-15 -> possibly x? y? z?
    on 2020-03-31 -> yes z
# Two that hold together put out what came before, and do not spare each other's rival.
event e 2020-01-01 a.p=z
event f 2020-02-01 a.p=x a.p=y
    on 2020-01-31 -> yes z
    on 2020-02-01 -> yes x y

# null ends the cell; what starts later fills it again.
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=null
event g 2020-03-01 a.p=x
    on 2020-01-31 -> yes x
    on 2020-02-01 -> ended null
    on 2020-03-01 -> yes x

# A null beside a value, of one event and one date: both are sure, so the cell is not ended.
event e 2020-01-01 a.p=x a.p=null
    on 2020-01-01 -> yes x null

# A null that may have come later makes the cell possible.
event e 2020-01-01 a.p=x
event f 2020-02 a.p=null
    on 2020-02-01 -> possibly x? null?
    on 2020-02-29 -> ended null
# A null whose order is not known.
event e 2020-01-01 a.p=x
event f 2020-01-01 a.p=null
    on 2020-01-01 -> possibly x? null?
# A possible null alone.
event e 2020-02 a.p=null
    on 2020-02-01 -> possibly null?
# A possible null where a named end left no value: it is over with or without the null.
event e 2020-01-01 a.p=x
event f 2020-03-01 ended:a.p=x
event g [2020-02-01..2020-06-01] a.p=null
    on 2020-02-15 -> possibly x? null?
    on 2020-04-01 -> ended
    on 2020-06-01 -> ended null

# Of equal starts texts come first, then quantities by unit.
event e 2020-01-01 a.p=a a.p=ä a.p={"op":">","value":2,"unit":"a"} a.p={"op":">","value":1,"unit":"b"}
    on 2020-01-01 -> yes a ä {"op":">","value":2,"unit":"a"} {"op":">","value":1,"unit":"b"}
# Of equal starts the values decide.
event e 2020-01-01 a.p=z a.p=y
event f 2019-01-01 a.q=y
    on 2020-01-01 -> yes y z
# The earlier start first, whatever the values are called.
event e 2020-01 a.p=z
event f 2020-01-15 a.p=a
    on 2020-01-31 -> possibly z? a?
# Of equal earliest days the earlier latest day first.
event e 2020-01 a.p=a
event f 2020-01-01 a.p=z
    on 2021 -> possibly z? a?

# A retracted event fills nothing.
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=y
retract r f
    on 2020-03-01 -> yes x
# A retraction of the retraction brings it back.
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=y
retract r f
retract u r
    on 2020-03-01 -> yes y
# A possible retraction leaves it possible, and what it had put out as well.
event e 2020-01-01 a.p=x
event f 2020-02-01 a.p=y
retract r f world=2025-06
    on 2020-03-01 as-of 2026-01-01 -> yes x
    on 2020-03-01 -> yes x
# Only possibly known puts nothing out.
source s 2025
event e 2020-01-01 a.p=x @=2024-01-01
event f 2020-02-01 a.p=y @s
    as-of 2024-12-31 on 2020-03-01 -> yes x
    as-of 2025-01-01 on 2020-03-01 -> possibly x? y?
    as-of 2025-12-31 on 2020-03-01 -> yes y
# Only possibly known and surely earlier is no rival of what surely holds.
source s 2025
event e 2020-03-01 a.p=x @=2024-01-01
event f 2020-02-01 a.p=y @s
    as-of 2025-06 on 2020-03-01 -> yes x
# A field with two versions gives two possible values, each of which may be later than the sure one.
event e 2020-01-01 a.p=x @=2024-01-01
event f 2020-02-01 a.p=y @=2024-01-01
correct c f a.p=z world=2025
    as-of 2025-06 on 2020-03-01 -> possibly x? y? z?
    as-of 2024-12-31 on 2020-03-01 -> yes y
    as-of 2025-12-31 on 2020-03-01 -> yes z
# A superseded event fills nothing while both are known, and is no row of its own doing.
event e 2020-01-01 a.p=x
event f 2019-01-01 a.p=y
link l f supersedes e
    on 2020-02-01 -> yes y

# An unknown property or entity is no cell.
event e 2020-01-01 a.p=x
    cell b.p on 2020-02-01 -> no-row
"""

REPORTED = """
# The later word wins among those whose date covers the day, whatever started later.
event e 2020-01-01 a.p=x @=2024-02-01
event f 2020-06-01 a.p=y @=2024-01-01
    latest reported on 2020-05-31 -> yes x
    latest reported on 2020-06-01 -> yes x
    latest occurred on 2020-06-01 -> yes y

# An interval reported later wins on the days that it covers.
event e 2020-01-01 a.p=x @=2024-01-01
event f 2020-03-01/2020-03-31 a.p=y @=2024-02-01
    latest reported on 2020-02-29 -> yes x
    latest reported on 2020-03-01 -> yes y
    latest reported on 2020-03-31 -> yes y
    latest reported on 2020-04-01 -> yes x

# Equal words: the later by (recorded, id) wins.
event e 2020-01-01 a.p=x @=2024-01-01
event f 2019-01-01 a.p=y @=2024-01-01
    latest reported on 2020-01-01 -> yes y
# The same two the other way round.
event f 2019-01-01 a.p=y @=2024-01-01
event e 2020-01-01 a.p=x @=2024-01-01
    latest reported on 2020-01-01 -> yes x
# Equal uncertain bounds are equal words as well.
event e 2020-01-01 a.p=x @=2024-01
event f 2019-01-01 a.p=y @=2024-01
    latest reported on 2020-01-01 -> yes y
# Words that share a day are not in order, whichever was recorded first.
event e 2020-01-01 a.p=x @=2024-01
event f 2019-01-01 a.p=y @=2024-01-31
    latest reported on 2020-01-01 -> possibly y? x?
# The wide word recorded later.
event f 2019-01-01 a.p=y @=2024-01-31
event e 2020-01-01 a.p=x @=2024-01
    latest reported on 2020-01-01 -> possibly y? x?
# Words of one instant are in the order of their records; one second decides.
event e 2020-01-01 a.p=x @=2024-01-01T10:00:00Z
event f 2019-01-01 a.p=y @=2024-01-01T10:00:00Z
event g 2020-01-01 a.q=x @=2024-01-01T10:00:01Z
event h 2019-01-01 a.q=y @=2024-01-01T10:00:00Z
    latest reported on 2020-01-01 -> yes y
    cell a.q latest reported on 2020-01-01 -> yes x
# A word at the very moment by which another was surely out is not surely later; a second after it is.
source s 2024-01 retrieved=2024-01-05T12:00:00Z
event e 2020-01-01 a.p=x a.q=x @s
event f 2019-01-01 a.p=y @=2024-01-05T12:00:00Z
event g 2019-01-01 a.q=y @=2024-01-05T12:00:01Z
    latest reported on 2020-01-01 -> possibly y? x?
    cell a.q latest reported on 2020-01-01 -> yes y
# Words that touch are in order.
event e 2020-01-01 a.p=x @=2024-02
event f 2019-01-01 a.p=y @=2024-01-31
    latest reported on 2020-01-01 -> yes x
# A word that only possibly covers the day puts nothing out.
event e 2020-01-01 a.p=x @=2024-01-01
event f 2020-03 a.p=y @=2024-02-01
    latest reported on 2020-03-01 -> possibly x? y?
    latest reported on 2020-03-31 -> yes y
# The earliest live report that *reports* dates the word; a denial does not.
event e 2020-01-01 a.p=x @:denies=2024-09-01 @=2024-02-01
event f 2020-01-01 a.p=y @=2024-03-01
    latest reported on 2020-01-01 -> yes y
# Without a report the recorded day is the word.
event e 2020-01-01 a.p=x @=2025-12-31
event f 2020-01-01 a.p=y
    latest reported on 2020-01-01 -> yes y
    latest occurred on 2020-01-01 -> possibly x? y?
# Two values of one event and date hold together, though neither is later.
event e 2020-01-01 a.p=x a.p=y @=2024-01-01
    latest reported on 2020-01-01 -> yes x y
# The same event's other date competes, but not by the word: neither puts the other out.
event e 2020-01-01 a.p=x a.p=y^2020-02-01 @=2024-01-01
    latest reported on 2020-02-01 -> possibly x? y?
# A null reported last ends the cell.
event e 2020-01-01 a.p=x @=2024-01-01
event f 2020-01-01 a.p=null @=2024-01-02
    latest reported on 2020-01-01 -> ended null
"""

SHOWN = """
# The standing of a value is the best of its events': one good event carries it.
source s 2025-01-01 origin=o
source t 2025-01-01 origin=q
event e 2020-01-01 a.p=x @s @t
event f 2020-01-01 a.p=x @s
event g 2020-01-01 a.p=x @s @t:denies
    values on 2020-01-01 -> x yes since 2020-01-01 2020-01-01..2020-01-01 corroborated by e,f,g

# Reported is better than doubted, and doubted than disputed.
source s 2025-01-01 origin=o
event e 2020-01-01 a.p=x @s @s:denies
event f 2020-01-01 a.p=x @s @s:doubts
    values on 2020-01-01 -> x yes since 2020-01-01 2020-01-01..2020-01-01 doubted by e,f
# Disputed alone still fills its cell.
source s 2025-01-01 origin=o
event e 2020-01-01 a.p=x @s @s:denies
    values on 2020-01-01 -> x yes since 2020-01-01 2020-01-01..2020-01-01 disputed by e

# Self-reported is better than unsourced, and reported than self-reported.
source s 2025-01-01 origin=o!
source t 2025-01-01
event e 2020-01-01 a.p=x @=2025-01-01
event f 2020-01-01 a.p=x @s
event g 2020-01-01 a.q=x @s
event h 2020-01-01 a.q=x @t
    values on 2020-01-01 -> x yes since 2020-01-01 2020-01-01..2020-01-01 self-reported by e,f
    cell a.q values on 2020-01-01 -> x yes since 2020-01-01 2020-01-01..2020-01-01 reported by g,h

# Beside a cell stand failed, then planned, then possible facts, whatever started first.
event e 2020-01-01 possible:a.p=x
event f 2020-02-01 planned:a.p=x
event g 2020-03-01 failed:a.p=x
    beside on 2021 -> failed x yes 2020-03-01 unsourced by g, planned x yes 2020-02-01 unsourced by f, possible x yes 2020-01-01 unsourced by e
    on 2021 -> unknown

# Within a mode they stand in the order of their starts, then of their latest starts, then of their records.
event e 2020-02 failed:a.p=x
event f 2020-01-01 failed:a.p=y
event g 2020-02-01 failed:a.p=z
event h 2020-02-01 failed:a.p=w
    beside on 2021 -> failed y yes 2020-01-01 unsourced by f, failed z yes 2020-02-01 unsourced by g, failed w yes 2020-02-01 unsourced by h, failed x yes 2020-02 unsourced by e

# Equal values of one mode are one, dated by the first; its standing is the best, its answer the strongest.
source s 2025 origin=o
event e 2020-02-01 planned:a.p=x @s
event f 2020-01-01 planned:a.p=x @=2024-01-01
event g 2020-01-01 failed:a.p=x @=2024-01-01
    as-of 2025-06 beside on 2021 -> failed x yes 2020-01-01 unsourced by g, planned x yes 2020-01-01 reported by e,f
    as-of 2026 beside on 2021 -> failed x yes 2020-01-01 unsourced by g, planned x yes 2020-01-01 reported by e,f

# A fact that is only possibly known stands beside with its answer; one that is retracted does not.
source s 2025
event e 2020-02-01 planned:a.p=x @s
event f 2020-02-01 planned:a.p=y @=2024-01-01
retract r f
    as-of 2025-06 beside on 2021 -> planned x possibly 2020-02-01 reported by e

# A fact stands beside before its day comes: its time does not matter.
event e 2030 planned:a.p=x
    beside on 2021 -> planned x yes 2030 unsourced by e 2030-01-01..2030-12-31

# An undated planned fact may be any day; a failed one began by its event's report.
event e - planned:a.p=x failed:a.q=x @=2024-02-03
    beside on 2021 -> planned x yes None unsourced by e unknown..unknown
    cell a.q beside on 2021 -> failed x yes None unsourced by e unknown..2024-02-03
"""

ROWS = """
# Rows are the entities with a fact of the view, of any mode, sorted; each has all properties of the view, in order.
event e 2020 b.q=x failed:a.p=y c.r=z
    rows on 2021 -> a.p a.q b.p b.q
# A retracted event gives no row; a superseded one does.
event e 2020 a.p=x
event f 2020 b.p=x
event g 2020 c.q=y
retract r e
link l g supersedes f
    rows on 2021 -> b.p b.q c.p c.q
# A row whose facts are only possibly known is left out where the question is strict.
source s 2025
event e 2020 a.p=x @s
event f 2020 b.p=x @=2024
event g 2020 b.p=y^2030 @s
    rows as-of 2025-06 on 2021 -> a.p a.q b.p b.q
    strict yes rows as-of 2025-06 on 2021 -> b.p b.q
# Strict leaves the possible out, of the values and beside; it makes nothing surer.
source s 2025
event e 2020-01-01 a.p=x planned:a.p=v @=2024
event f 2020-02-01 a.p=y planned:a.p=w @s
    strict yes as-of 2025-06 on 2021 -> unknown
    strict yes as-of 2025-06 beside on 2021 -> planned v yes 2020-01-01 unsourced by e
    strict yes as-of 2026 on 2021 -> yes y
# One sure value and one that stands in only one of two versions: the sure one first, and the cell is possible.
event e 2020-06-01 a.p=b a.p=a @=2024
correct c e a.p=b world=2025
    as-of 2025-06 on 2021 -> possibly b a?
    as-of 2026 on 2021 -> yes b
    strict yes as-of 2025-06 on 2021 -> yes b
# A cell is not made possible by what is left out.
event e 2020-01-01 a.p=null
event f 2020-02 a.q=x
    strict yes on 2020-02-01 -> ended null
    strict yes cell a.q on 2020-02-01 -> unknown
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(OCCURRED + REPORTED + SHOWN + ROWS))
def test_a_cell_says_what_the_definitions_say(records, question, answer):
    asked, rest = clocks_in(question, "latest", "strict", "cell")
    verb = "on"
    if rest and rest[0] in ("values", "beside", "rows"):
        verb = rest[0]
        more, rest = clocks_in(rest[1:])
        asked |= more
    assert rest == []
    latest, strict = asked.pop("latest", "occurred"), "strict" in asked
    asked.pop("strict", None)
    entity, _, name = asked.pop("cell", "a.p").rpartition(".")
    told = log(records)
    cells = state(told.at(**asked), ViewSpec(name="v", title="v", properties=("p", "q"), latest=latest), strict=strict)
    if verb == "rows":
        assert " ".join(f"{cell.entity}.{cell.property}" for cell in cells) == answer
        return
    cell = next((cell for cell in cells if (cell.entity, cell.property) == (entity, name)), None)
    shown = {"on": brief, "values": values, "beside": beside}[verb]
    assert (shown(told, cell) if cell else "no-row") == answer


def brief(_, cell):
    words = [shown_value(v.value) + ("" if v.answer.value == "yes" else "?") for v in cell.values]
    return " ".join([cell.answer, *words])


def values(told, cell):
    return ", ".join(
        f"{shown_value(v.value)} {v.answer.value} since {v.since} {v.since_earliest}..{v.since_latest}"
        f"{'' if v.standing == 'unsourced' else ' ' + v.standing} by {','.join(map(told.name_of, v.events))}"
        for v in cell.values
    )


def beside(told, cell):
    return ", ".join(
        f"{b.mode} {shown_value(b.value)} {b.answer.value} {b.since} {b.standing} by {','.join(map(told.name_of, b.events))}"
        f"{f' {b.since_earliest}..{b.since_latest}' if '-' not in (b.since or '') else ''}"
        for b in cell.beside
    )


def shown_value(value):
    """Spell a value as the tables do: a text that looks like something else has quotation marks."""
    return value if isinstance(value, str) and value.isalpha() else _json(value)


def _json(value):
    return json.dumps(unstructure(value), ensure_ascii=False, separators=(",", ":"))


# --- what timeline.toml declares -------------------------------------------------------------------------------------


def test_a_declared_view_has_its_title_else_its_name_and_counts_the_latest_happening():
    tables = {"v": {"properties": ["p", "q"]}, "w": {"properties": ["p"], "title": "T", "latest": "reported"}}
    assert view_specs({"views": tables, "title": "a story"}) == {
        "v": ViewSpec(name="v", title="v", properties=("p", "q"), latest="occurred"),
        "w": ViewSpec(name="w", title="T", properties=("p",), latest="reported"),
    }
    assert view_specs({}) == {}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (3, ("views.v is not a table", "write [views.v] above its keys")),
        ({}, ("a view needs its properties", 'write properties = ["training", "inference"]')),
        ({"properties": []}, ("a view needs its properties", 'write properties = ["training", "inference"]')),
        ({"properties": "p"}, ("a view needs its properties", 'write properties = ["training", "inference"]')),
        ({"properties": [""]}, ("a view needs its properties", 'write properties = ["training", "inference"]')),
        ({"properties": ["p", 1]}, ("a view needs its properties", 'write properties = ["training", "inference"]')),
        ({"properties": ["p", "q", "p"]}, ('a property stands twice: "p"', "name it once in properties")),
        (
            {"properties": ["p"], "latest": "new"},
            ('latest = "new" is neither "occurred" nor "reported"', 'write latest = "occurred"'),
        ),
        ({"properties": ["p"], "title": None}, ("the title of a view is text", 'write title = "…"')),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_place_and_a_way_out(table, fault):
    with pytest.raises(ViewError) as caught:
        view_specs({"views": {"v": table}})
    assert (caught.value.what, caught.value.fix) == fault
    assert caught.value.where == "timeline.toml, [views.v]"


def test_an_unknown_key_of_a_view_is_named():
    with pytest.raises(ViewError) as caught:
        view_specs({"views": {"v": {"properties": ["p"], "zeal": 1, "colour": "red"}}})
    assert caught.value.what == '"colour" is not a key of a view'
    assert caught.value.where == "timeline.toml, [views.v]"
    assert caught.value.fix.startswith("the keys are title, properties")


def test_views_that_are_no_table_are_refused():
    with pytest.raises(ViewError) as caught:
        view_specs({"views": ["v"]})
    assert (caught.value.what, caught.value.where) == ("views is not a table", "timeline.toml")
    assert caught.value.fix == "write [views.NAME] above its keys"


# --- the projection, and what prints a value --------------------------------------------------------------------------


def test_a_table_is_a_projection_that_changes_no_state_and_may_be_replayed_in_parts():
    told = log("event e 2020 a.p=x\nevent f 2021 a.p=y b.p=z\nevent g 2022 c.other=1")
    snapshot, spec, on = told.at(), ViewSpec(name="v", title="v", properties=("p",)), clock("2023")
    made = table(snapshot, spec, on)
    assert made.name == "v"
    first = made.step(made.start(), snapshot.events[0])
    kept = made.finish(first)
    whole = made.step(made.step(first, snapshot.events[1]), snapshot.events[2])
    assert made.finish(first) == kept
    assert made.finish(whole) == state(snapshot, spec, on=on) == replay(made, snapshot.events)
    assert [(cell.entity, cell.values[0].value) for cell in made.finish(whole)] == [("a", "y"), ("b", "z")]


def test_a_table_shows_what_is_only_possible_unless_it_is_strict():
    snapshot, spec = log("event e 2020 a.p=x").at(), ViewSpec(name="v", title="v", properties=("p",))
    lax, strict = table(snapshot, spec, clock("2020-05")), table(snapshot, spec, clock("2020-05"), strict=True)
    assert [len(cell.values) for made in (lax, strict) for cell in replay(made, snapshot.events)] == [1, 0]
    assert state(snapshot, spec, on=clock("2020-05")) == replay(lax, snapshot.events)


def test_without_a_day_the_snapshots_own_is_asked_about():
    told = log("event e 2020 a.p=x\nevent f 2021 a.p=y")
    spec = ViewSpec(name="v", title="v", properties=("p",))
    assert [value.value for value in state(told.at(on="2020-12-31"), spec)[0].values] == ["x"]
    assert [value.value for value in state(told.at(on="2021-12-31"), spec)[0].values] == ["y"]
    assert [value.value for value in state(told.at(on="2021-12-31"), spec, on=clock("2020-12-31"))[0].values] == ["x"]


def test_the_facts_behind_a_value_come_with_it():
    told = log("event e 2020-01-01 a.p=x\nevent f 2020-02-01 a.p=x\nevent g 2020-01-01 a.q=y")
    (cell, _) = state(told.at(), ViewSpec(name="v", title="v", properties=("p", "q")))
    assert [told.name_of(fact.event) for fact in cell.values[0].facts] == ["f"]


@pytest.mark.parametrize(
    ("value", "text"),
    [("x", "x"), ("a b", "a b"), (None, "null"), (True, "true"), (1, "1"), (1.5, "1.5")],
)
def test_a_value_is_spelt_as_people_write_it(value, text):
    assert say.value(value) == text


def test_a_quantity_is_spelt_with_its_operator_and_unit():
    assert say.value(Quantity(op=">=", value=7, unit="chips")) == ">=7 chips"


def test_a_standing_is_worked_out_once_and_is_the_events_own():
    told = log("source s 2025-01-01 origin=o\nevent e 2020 a.p=x @s\nevent f 2020 a.p=y")
    snapshot = told.at()
    names = Standings(snapshot)
    assert [names.name(event) for event in snapshot.events] == ["reported", "unsourced"]
    assert [names.name(event) for event in snapshot.events] == ["reported", "unsourced"]
