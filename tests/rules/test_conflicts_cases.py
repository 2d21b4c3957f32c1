"""What cannot all be so: each kind of conflict with its sides, who tells them, the reason in words, and the order."""

import pytest
from short import cases, clocks_in, log

from timeline.asof.compiled import compile_log
from timeline.records.model import Quantity
from timeline.views import chosen
from timeline.views.asked import moments
from timeline.views.clashes import kinds_of_value
from timeline.views.conflicts import conflicts
from timeline.views.origins import End
from timeline.views.relational.conflicting import nodes
from timeline.views.relational.rows import InMemory
from timeline.views.rows import conflict_row
from timeline.views.specs import view_specs
from timeline.views.tellers import Tellers, joined

SPECS = view_specs(
    {
        "views": {
            "one": {"properties": ["p"]},
            "several": {"properties": ["m"], "many": ["m"]},
            "table": {"properties": ["r"], "latest": "reported"},
            "rows": {"properties": ["p", "q"], "entities": ["E"]},
        }
    }
)
SOURCES = """\
source a 2025-06-01 origin=A
source b 2025-06-01 origin=B
source c 2025-06-02 origin=C
source u 2025-06-01
source w 2025-06-01
source v [2025-06-01..2025-07-01] origin=V
"""

TABLE = """
# One day, two origins, and both ways out.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 E.p=y @b
    all -> values yes E.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as said to hold at once, since 2025-05-01, and neither is a later word. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
    view one all -> values yes E.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as said to hold at once, since 2025-05-01, and neither is a later word. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
    view rows all -> values yes E.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as said to hold at once, since 2025-05-01, and neither is a later word. If both hold, declare many = ["p"] in [views.rows]; if one ended, say so (in Python ended=): --ended E.p=x
    view table all ->
    view several all ->
# Four values of one day, and the first dates of many.
event x 2025-05-01 E.p=x @a
event y 2025-05-01/.. E.p=y @b
event z 2025-05-01/2025-06-01 E.p=z @c
event k 2025-05-01/2025-07-01 E.p=k @v
event l 2025-05-01/2025-08-01 E.p=l @v
    all -> values yes E.p values x, y, z, k, l ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01/..) by B from b: y | "z" = z (2025-05-01/2025-06-01) by C from c: z | "k" = k (2025-05-01/2025-07-01) by V from v: k | "l" = l (2025-05-01/2025-08-01) by V from v: l] in x y z k l, as said to hold at once, since 2025-05-01, 2025-05-01/.., 2025-05-01/2025-06-01 and 2 more, and neither is a later word. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
# Four dates are all said.
event x 2025-05-01 E.p=x @a
event y 2025-05-01/.. E.p=y @b
event z 2025-05-01/2025-06-01 E.p=z @c
event k 2025-05-01/2025-07-01 E.p=k @v
    all -> values yes E.p values x, y, z, k ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01/..) by B from b: y | "z" = z (2025-05-01/2025-06-01) by C from c: z | "k" = k (2025-05-01/2025-07-01) by V from v: k] in x y z k, as said to hold at once, since 2025-05-01, 2025-05-01/.., 2025-05-01/2025-06-01 and 2025-05-01/2025-07-01, and neither is a later word. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
# A property of no view.
event x 2025-05-01 E.free=x @a
event y 2025-05-01 E.free=y @b
    all -> values yes E.free values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as said to hold at once, since 2025-05-01, and neither is a later word. If both hold, declare many = ["free"] in a view that has it; if one ended, say so (in Python ended=): --ended E.free=x
# Pages that do not say what they rest on.
event x 2025-05-01 E.p=x @u
event y 2025-05-01 E.p=y @b
event z 2025-05-01 F.p=x @u
event k 2025-05-01 F.p=y @w
    all -> values possibly E.p values x, y ["x" = x (2025-05-01) by u? from u: x | "y" = y (2025-05-01) by B from b: y] in x y, as they may be said to hold at once, and no order is sure: u does not say what it rests on, so that one origin may tell both. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x // values possibly F.p values x, y ["x" = x (2025-05-01) by u? from u: z | "y" = y (2025-05-01) by w? from w: k] in z k, as they may be said to hold at once, and no order is sure: u and w do not say what they rest on, so that one origin may tell both. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended F.p=x
# Nobody is named on one side.
event x 2025-05-01 E.p=x
event y 2025-05-01 E.p=y @b
    all -> values possibly E.p values x, y ["x" = x (2025-05-01) by nobody from nowhere: x | "y" = y (2025-05-01) by B from b: y] in x y, as they may be said to hold at once, and no order is sure: nobody is named who says so, so that one origin may tell both. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
# An origin that may be the other.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 E.p=y @b
link l A same-origin B world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all -> values possibly E.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as they may be said to hold at once, and no order is sure: the same origin may tell both. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
    as-of 2025-05-31 all ->
    as-of 2025-07-01 all ->
# No dates, vague ones, and those that say that they may be others.
event x - E.p=x @a
event y 2025-05 E.p=y @b
event z 2025-05-01~ F.p=x @a
event k 2025-05-01 F.p=y @b
event l 2025-05-02 G.p=x @a
event m 2025-05-02? G.p=y @b
    all -> values possibly E.p values x, y ["x" = x (no date) by A from a: x | "y" = y (2025-05) by B from b: y] in x y, as they may be said to hold at once, and no order is sure: which came later is not known (no date and 2025-05). If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x // values possibly F.p values x, y ["x" = x (2025-05-01~) by A from a: z | "y" = y (2025-05-01) by B from b: k] in z k, as they may be said to hold at once, and no order is sure: which came later is not known (2025-05-01~ and 2025-05-01). If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended F.p=x // values possibly G.p values x, y ["x" = x (2025-05-02) by A from a: l | "y" = y (2025-05-02?) by B from b: m] in l m, as they may be said to hold at once, and no order is sure: which came later is not known (2025-05-02 and 2025-05-02?). If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended G.p=x
# Values that may agree.
event x 2025-05-01 E.p={"op":">=","value":1000,"unit":"chips"} @a
event y 2025-05-01 E.p={"op":"~","value":900,"unit":"chips"} @b
event z 2025-05-01 F.p={"op":">","value":1000} @a
event k 2025-05-01 F.p=1000 @b
event l 2025-05-01 G.p={"op":"<","value":5} @a
event m 2025-05-01 G.p={"op":"<=","value":5} @b
event n 2025-05-01 H.p={"op":"<=","value":5} @a
event o 2025-05-01 H.p={"op":">=","value":5} @b
event q 2025-05-01 I.p={"op":"<","value":5} @a
event r 2025-05-01 I.p={"op":">=","value":5} @b
event s 2025-05-01 J.p={"op":"=","value":5,"unit":"km"} @a
event t 2025-05-01 J.p=6 @b
event f 2025-05-01 K.p={"op":"<","value":5} @a
event g 2025-05-01 K.p=-9 @b
event h 2025-05-01 L.p={"op":">","value":5} @a
event i 2025-05-01 L.p=9 @b
event j 2025-05-01 M.p={"op":"<=","value":5} @a
event aa 2025-05-01 M.p=6 @b
    briefly -> values yes F.p z k // values yes I.p q r // values yes M.p j aa // values possibly E.p x y // values possibly J.p s t
# What is only possibly known.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 E.p=y @v
    as-of 2025-06-15 all -> values possibly E.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by V from v: y] in x y, as they may be said to hold at once, and no order is sure: an event, or a change to it, is only possibly known. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
    as-of 2025-07-01 briefly -> values yes E.p x y
    as-of 2025-05-31 all ->
# They may not hold at one moment, or surely do not.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 E.p=y @b
event z [2025-05-01..2025-05-04] ended:E.p=x @c
    all -> values possibly E.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as they may be said to hold at once, and no order is sure: they may not hold at one moment. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
# The one had ended on the day on which the other began.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 E.p=y @b
event z 2025-05-01 ended:E.p=x @c
    all ->
# Of one day, reported on one day, on several, or on no day that is known.
event x 2025-05-01 E.r=x @a
event y 2025-05-01 E.r=y @b
event z 2025-05-01 F.r=x @a
event k 2025-05-01 F.r=y @c
event l 2025-05-01 G.r=x @a
event m 2025-05-01 G.r=y @v
event n 2025-05-01 H.r=x @v
event o 2025-05-01 H.r=y @a=[2025-06-01..2025-07-01]
event q 2025-05-01 I.r=x @a=2025-06-30T10:00:00Z
event r 2025-05-01 I.r=y @b=2025-06-30T10:00:00Z
event s 2025-05-01 J.r=x @a=2025-06-30T10:00:00Z
event t 2025-05-01 J.r=y @b=2025-06-30
event f 2025-05-01 K.r=x @a=2025-06-30
event g 2025-05-01 K.r=y @v
event h 2025-05-01 L.r=x @a=2025-07-01
event i 2025-05-01 L.r=y @v
    briefly -> values yes E.r x y // values yes I.r q r // values possibly G.r l m // values possibly H.r n o // values possibly J.r s t // values possibly K.r f g // values possibly L.r h i
    view table briefly -> values yes E.r x y // values yes I.r q r // values possibly G.r l m // values possibly H.r n o // values possibly J.r s t // values possibly K.r f g // values possibly L.r h i
    view one briefly ->
# Two dates of one event.
event x 2025-05-01 @a
event y 2025-05-09 @b
link l x same-event y
    all -> dates yes - values 2025-05-01, 2025-05-09 [2025-05-01 = 2025-05-01 (2025-05-01) by A from a: x | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: y] in x, as these records tell one event, and it cannot have happened at both dates
    recorded-by 2026-01-01T00:00:07.000000Z all ->
    view one all ->
# Two dates of one event that has a fact for a view.
event x 2025-05-01 E.p=x @a
event y 2025-05-09 F.q=x @b
link l x same-event y
    view one briefly -> dates yes - x
    view rows briefly -> dates yes - x
    view table briefly ->
    view several briefly ->
# Two dates of what is only possibly one event, or of one that is only possibly known.
event x 2025-05-01 E.p=x @a
event y 2025-05-09 @b
link l x same-event y world=[2025-06-01..2025-07-01]
event z 2025-05-01 @a
event k 2025-05-09 @v
link m z same-event k
    as-of 2025-06-15 all -> dates possibly - values 2025-05-01, 2025-05-09 [2025-05-01 = 2025-05-01 (2025-05-01) by A from a: x | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: y] in x y, as these records tell one event, and it cannot have happened at both dates, as it seems: they are only possibly one event // dates possibly - values 2025-05-01, 2025-05-09 [2025-05-01 = 2025-05-01 (2025-05-01) by A from a: z | 2025-05-09 = 2025-05-09 (2025-05-09) by V from v: k] in z, as these records tell one event, and it cannot have happened at both dates, as it seems: the same origin may tell both, or one of them, or a change, is only possibly known
    as-of 2025-06-15 view one briefly -> dates possibly - x y
    as-of 2025-05-31 all ->
    as-of 2025-07-01 briefly -> dates yes - x // dates yes - z
# A link of another kind makes no event of two.
event x 2025-05-01 @a
event y 2025-05-09 @b
link l x derived-from y world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all ->
# A date that says itself that it may be another.
event x 2025-05-01~ @a
event y 2025-05-09 @b
link l x same-event y
event z 2025-05-01 @a
event k 2025-05-09? @b
link m z same-event k
    all -> dates possibly - values 2025-05-01~, 2025-05-09 [2025-05-01~ = 2025-05-01~ (2025-05-01~) by A from a: x | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: y] in x, as these records tell one event, and it cannot have happened at both dates, as it seems: a date says itself that it may be another // dates possibly - values 2025-05-01, 2025-05-09? [2025-05-01 = 2025-05-01 (2025-05-01) by A from a: z | 2025-05-09? = 2025-05-09? (2025-05-09?) by B from b: k] in z, as these records tell one event, and it cannot have happened at both dates, as it seems: a date says itself that it may be another
# Dates told by one origin, or by pages that do not say what they rest on.
event x 2025-05-01 @a
event y 2025-05-09 @a
link l x same-event y
event z 2025-05-01 @u
event k 2025-05-09 @b
link m z same-event k
event n 2025-05-01 @u
event o 2025-05-09 @w
link q n same-event o
    all -> dates possibly - values 2025-05-01, 2025-05-09 [2025-05-01 = 2025-05-01 (2025-05-01) by u? from u: z | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: k] in z, as these records tell one event, and it cannot have happened at both dates, as it seems: u does not say what it rests on, so that one origin may tell both, or one of them, or a change, is only possibly known // dates possibly - values 2025-05-01, 2025-05-09 [2025-05-01 = 2025-05-01 (2025-05-01) by u? from u: n | 2025-05-09 = 2025-05-09 (2025-05-09) by w? from w: o] in n, as these records tell one event, and it cannot have happened at both dates, as it seems: u and w do not say what they rest on, so that one origin may tell both, or one of them, or a change, is only possibly known
# A date that may have been corrected.
event x 2025-05-01 @a
event y 2025-05-09 @b
link l x same-event y
correct k x occurred=2025-05-08 world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all -> dates possibly - values 2025-05-01, 2025-05-09, 2025-05-08 [2025-05-01 = 2025-05-01 (2025-05-01) by A from a: x | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: y | 2025-05-08 = 2025-05-08 (2025-05-08) by A from a: x] in x, as these records tell one event, and it cannot have happened at both dates, as it seems: the same origin may tell both, or one of them, or a change, is only possibly known
# Facts of one event that may have been corrected.
event x 2025-05-01 E.p=x @a
event y 2025-05-09 @b
link l x same-event y
correct k x E.p=y world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all -> dates yes - values 2025-05-01, 2025-05-09 [2025-05-01 = 2025-05-01 (2025-05-01) by A from a: x | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: y] in x, as these records tell one event, and it cannot have happened at both dates
# Facts of one event with dates of their own.
event x 2025-05-01 E.p=x^2025-05-02 @a
event y 2025-05-01 E.p=x^2025-05-09 @b
link l x same-event y
event z 2025-05-01 F.p=x^2025-05-02 @a
event k 2025-05-01 F.p=y^2025-05-09 @b
link m z same-event k
event n 2025-05-01 G.p=x^2025-05-02 G.p=x^2025-05-04 E.q=x^2025-05-02 @a
event o 2025-05-01 G.p=x^2025-05-09 E.q=x^2025-05-03 @b
link q n same-event o
    all -> dates yes E.p values 2025-05-02, 2025-05-09 [2025-05-02 = 2025-05-02 (2025-05-02) by A from a: x | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: y] in x, as these records tell one event, and it cannot have happened at both dates // dates yes E.q values 2025-05-02, 2025-05-03 [2025-05-02 = 2025-05-02 (2025-05-02) by A from a: n | 2025-05-03 = 2025-05-03 (2025-05-03) by B from b: o] in n, as these records tell one event, and it cannot have happened at both dates
# Facts of one event with dates of their own, one of them told only if a change was; by the later record, or the earlier.
event x 2025-05-01 E.p=x^2025-05-02 @a
event y 2025-05-01 @b
link l x same-event y
correct k y E.p=x^2025-05-09 world=[2025-06-01..2025-07-01]
event z 2025-05-01 @a
event n 2025-05-01 E.q=x^2025-05-09 @b
link m z same-event n
correct o z E.q=x^2025-05-02 world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 briefly -> dates possibly E.p x // dates possibly E.q z
    as-of 2025-07-01 briefly -> dates yes E.p x // dates yes E.q z
# What two links possibly say is one event is in one conflict.
event x 2025-05-01 @a
event y 2025-05-09 @b
link l x same-event y world=[2025-06-01..2025-07-01]
link m y same-event x world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 briefly -> dates possibly - x y
# Intervals that meet, but not in what they begin or end with.
event x 2025-05-01/2025-05-09 @a
event y 2025-05-02/2025-05-09 @b
link l x same-event y
event z 2025-05-01/2025-05-09 @a
event k 2025-05-01/2025-05-08 @b
link m z same-event k
event n 2025-05-01/2025-05-09 @a
event o 2025-05-04 @b
link q n same-event o
    all -> dates yes - values 2025-05-01/2025-05-09, 2025-05-02/2025-05-09 [2025-05-01/2025-05-09 = 2025-05-01/2025-05-09 (2025-05-01/2025-05-09) by A from a: x | 2025-05-02/2025-05-09 = 2025-05-02/2025-05-09 (2025-05-02/2025-05-09) by B from b: y] in x, as these records tell one event, and it cannot have happened at both dates // dates yes - values 2025-05-01/2025-05-09, 2025-05-01/2025-05-08 [2025-05-01/2025-05-09 = 2025-05-01/2025-05-09 (2025-05-01/2025-05-09) by A from a: z | 2025-05-01/2025-05-08 = 2025-05-01/2025-05-08 (2025-05-01/2025-05-08) by B from b: k] in z, as these records tell one event, and it cannot have happened at both dates
# One reports it, and another denies it.
event x 2025-05-01 E.p=x @a @b:denies
event y 2025-05-01 E.q=x @a @v:denies
event z 2025-05-01 @a @a:denies
event k - @u @w:denies
    as-of 2025-06-15 all -> denied yes - [reports: "x" (2025-05-01) by A from a: x | denies it (2025-05-01) by B from b: x] in x, as what one reports, another denies // denied yes - [reports: "k" (no date) by u? from u: k | denies it (no date) by w? from w: k] in k, as what one reports, another denies // denied possibly - [reports: "y" (2025-05-01) by A from a: y | denies it (2025-05-01) by V from v: y] in y, as what one reports, another denies; a report, the denial or a change is only possibly known
    view one briefly -> denied yes - x
    view rows briefly -> denied yes - x // denied yes - y
    view table briefly ->
# Two events that a link says contradict each other.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 @b
event z - E.q=x @v
link l y contradicts x
link m x contradicts z
link n y contradicts z world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all -> contradicted yes - ["x" (2025-05-01) by A from a: x | "y" (2025-05-01) by B from b: y] in x y, as a link says that they contradict each other // contradicted possibly - ["x" (2025-05-01) by A from a: x | "z" (no date) by V from v: z] in x z, as a link says that they contradict each other; one of them, the link or a later event is only possibly known // contradicted possibly - ["y" (2025-05-01) by B from b: y | "z" (no date) by V from v: z] in y z, as a link says that they contradict each other; one of them, the link or a later event is only possibly known
    as-of 2025-07-01 briefly -> contradicted yes - x y // contradicted yes - x z // contradicted yes - y z
    as-of 2025-06-15 view one briefly -> contradicted yes - x y // contradicted possibly - x z
    as-of 2025-06-15 view rows briefly -> contradicted yes - x y // contradicted possibly - x z // contradicted possibly - y z
    as-of 2025-06-15 view table briefly ->
# What is superseded or retracted contradicts nothing.
event x 2025-05-01 @a
event y 2025-05-01 @b
event z 2025-05-02 @c
link l x contradicts y
link m z supersedes x
    all ->
# Sure ones first, by kind, by cell and by their first event.
event k 2025-05-01 @a @b:denies
event x 2025-05-01 F.p=x @a
event y 2025-05-01 F.p=y @b
event z 2025-05-01 E.p=x @a
event l 2025-05-01 E.p=y @b
event m 2025-05-01 E.o=x @a
event n 2025-05-01 E.o=y @b
event o 2025-05 D.p=x @a
event q 2025-05 D.p=y @b
event r 2025-05-01 @a
event s 2025-05-09 @b
link t r same-event s
link f k contradicts r
event g 2025-05-01 @a @b:denies
link h g contradicts k
    briefly -> values yes E.o m n // values yes E.p z l // values yes F.p x y // dates yes - r // denied yes - k // denied yes - g // contradicted yes - k r // contradicted yes - k g // values possibly D.p o q
# Several names that are only possibly one thing.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 F.p=y @b
link l E same-entity F world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all -> values possibly E.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as they may be said to hold at once, and no order is sure: "E" and "F" are only possibly one thing. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
    as-of 2025-07-01 all -> values yes F.p values x, y ["x" = x (2025-05-01) by A from a: x | "y" = y (2025-05-01) by B from b: y] in x y, as said to hold at once, since 2025-05-01, and neither is a later word. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended F.p=x
    as-of 2025-05-31 all ->
# A link that possibly counts, between events that are surely known.
event x 2025-05-01 @a
event y 2025-05-09 @b
link l x contradicts y world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all -> contradicted possibly - ["x" (2025-05-01) by A from a: x | "y" (2025-05-09) by B from b: y] in x y, as a link says that they contradict each other; one of them, the link or a later event is only possibly known
# One event, told by two records with two values, and with one that is null.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 E.p=y @b
link l x same-event y
event z 2025-05-01 F.p=x @a
event k 2025-05-01 F.p=null @b
link m z same-event k
    all -> values yes E.p values y, x ["y" = y (2025-05-01) by B from b: y | "x" = x (2025-05-01) by A from a: x] in x, as said to hold at once, since 2025-05-01, and neither is a later word. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=y
# One had ended by the first day on which the other can have begun, or may just have.
event x 2025-05/2025-05-03 E.p=x @a
event y 2025-05-20 E.p=y @b
event z 2025-05/2025-05-03 F.p=x @a
event k 2025-05-03 F.p=y @b
event l [2025-05-01..2025-05-05] G.p=x @a
event m [2025-05-03..2025-05-05] G.p=y @b
event n 2025-05-03 ended:G.p=x @c
    briefly -> values possibly F.p z k // values possibly G.p l m
# Of one instant, and ended at it, or just after it.
event x 2025-05-01T10:00:00Z E.p=x @a
event y 2025-05-01T10:00:00Z E.p=y @b
event z 2025-05-01T10:00:00Z ended:E.p=x @c
event k 2025-05-01T10:00:00Z F.p=x @a
event l 2025-05-01T10:00:00Z F.p=y @b
event m 2025-05-01T10:00:00.000001Z ended:F.p=x @c
event n 2025-05-01T10:00:00Z G.p=x @a
event o 2025-05-01T10:00:00Z G.p=y @b
event q [2025-05-01T09:00Z..2025-05-01T10:00:00.000001Z] ended:G.p=x @c
    briefly -> values yes F.p k l // values possibly G.p n o
# One value of one date, told twice, of which only the later word stands against another.
event x 2025-05-01 E.r=x @a
event y 2025-05-01 E.r=x @c
event z 2025-05-01 E.r=y @c
event k 2025-05-01 E.r=y @v
    all -> values possibly E.r values x, y ["x" = x (2025-05-01) by A, C from a c: x y | "y" = y (2025-05-01) by V from v: k] in x y k, as they may be said to hold at once, and no order is sure: which came later is not known (2025-05-01). If both hold, declare many = ["r"] in [views.table]; if one ended, say so (in Python ended=): --ended E.r=x
# A date that may have been corrected to another, which clashes, or to none, or from one that clashed.
event x 2025-05-09 @a
event y 2025-05-09 @b
link l x same-event y
correct k x occurred=2025-05-08 world=[2025-06-01..2025-07-01]
event z 2025-05-09 @a
event m 2025-05-09 @b
link n z same-event m
correct o z occurred=- world=[2025-06-01..2025-07-01]
event q - @a
event r 2025-05-09 @b
link s q same-event r
correct t q occurred=2025-05-01 world=[2025-06-01..2025-07-01]
    as-of 2025-06-15 all -> dates possibly - values 2025-05-08, 2025-05-09 [2025-05-08 = 2025-05-08 (2025-05-08) by A from a: x | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: y] in x, as these records tell one event, and it cannot have happened at both dates, as it seems: the same origin may tell both, or one of them, or a change, is only possibly known // dates possibly - values 2025-05-01, 2025-05-09 [2025-05-01 = 2025-05-01 (2025-05-01) by A from a: q | 2025-05-09 = 2025-05-09 (2025-05-09) by B from b: r] in q, as these records tell one event, and it cannot have happened at both dates, as it seems: the same origin may tell both, or one of them, or a change, is only possibly known
    as-of 2025-05-31 all ->
    as-of 2025-07-01 briefly -> dates yes - x // dates yes - q
# Nobody is named, and one date may be another: those of one record do not clash with each other.
event x 2025-05-09
event y 2025-05-09
link l x same-event y
correct k x occurred=2025-05-08 world=[2025-06-01..2026-07-01]
    as-of 2026-02-01 all -> dates possibly - values 2025-05-08, 2025-05-09 [2025-05-08 = 2025-05-08 (2025-05-08) by nobody from nowhere: x | 2025-05-09 = 2025-05-09 (2025-05-09) by nobody from nowhere: y] in x, as these records tell one event, and it cannot have happened at both dates, as it seems: nobody is named who says so, so that one origin may tell both, or one of them, or a change, is only possibly known
# One event, told by two records with a number and a bound that it keeps.
event x 2025-05-01 E.p=1200 @a
event y 2025-05-01 E.p={"op":">=","value":1000} @b
link l x same-event y
event z 2025-05-01 F.p=true @a
event k 2025-05-01 F.p=1 @b
event m 2025-05-01 G.p=1 @a
event n 2025-05-01 G.p=1.0 @b
event o 2025-05-01 H.p=5 @a
event q 2025-05-01 H.p=6 @b
    briefly -> values yes F.p z k // values yes H.p o q
# One value, told by two events, and two that the same two tell.
event x 2025-05-01 E.p=x @a
event y 2025-05-01 E.p=x @b
event z 2025-05-01 E.p=y @c
event k 2025-05-02 F.p=x @a
event l 2025-05-02 F.p=x @c
event m 2025-05-02 F.p=y @c
event n 2025-05-02 F.p=y @a
    all -> values yes E.p values x, y ["x" = x (2025-05-01) by A, B from a b: x y | "y" = y (2025-05-01) by C from c: z] in x y z, as said to hold at once, since 2025-05-01, and neither is a later word. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
# What nobody reports is denied by nobody against another; a report that is possibly one of the event may be.
event x 2025-05-01 @a:denies
event y 2025-05-01 @a:doubts @b:denies
event z 2025-05-01 @v @b:denies
    as-of 2025-06-15 all -> denied possibly - [reports: "z" (2025-05-01) by V from v: z | denies it (2025-05-01) by B from b: z] in z, as what one reports, another denies; a report, the denial or a change is only possibly known
# One event, told by two records, happened once: two values of no date, or of one vague date, are surely of one time.
event x - E.p=x @a
event y - E.p=y @b
link l x same-event y
event z 2025 F.p=x @a
event k 2025 F.p=y @b
link m z same-event k
event n - G.p=x @a
event o - G.p=y @b
    briefly -> values yes E.p x // values yes F.p z // values possibly G.p n o
# Two doubts at once.
event x - E.p=x @u
event y 2025-05 E.p=y @b
    all -> values possibly E.p values x, y ["x" = x (no date) by u? from u: x | "y" = y (2025-05) by B from b: y] in x y, as they may be said to hold at once, and no order is sure: which came later is not known (no date and 2025-05); u does not say what it rests on, so that one origin may tell both. If both hold, declare many = ["p"] in [views.one]; if one ended, say so (in Python ended=): --ended E.p=x
"""


def told(question, records):
    found = log(SOURCES + records)
    clocks, rest = clocks_in(question, "view")
    view = clocks.pop("view", None)
    assert rest in (["all"], ["briefly"]), rest
    rows = conflicts(found.at(**clocks), SPECS.values(), SPECS[view] if view else None)
    return " // ".join(words(found, row, briefly=rest == ["briefly"]) for row in rows)


def words(found, row, *, briefly):
    """Spell a conflict: kind, answer, cell, each side with its dates, origins and events, and the reason."""
    cell = "-" if row.entity is None else f"{row.entity}.{row.property}"
    if briefly:
        return f"{row.kind} {row.answer.value} {cell} {found.names_of(row.events)}"
    sides = " | ".join(
        f"{one.says}{'' if one.value is None else f' = {one.value}'} ({', '.join(str(date or 'no date') for date in one.dates)})"
        f" by {', '.join(name + '?' * (name in one.unresolved) for name in one.origins) or 'nobody'}"
        f" from {' '.join(one.sources) or 'nowhere'}: {found.names_of(one.events)}"
        for one in row.sides
    )
    values = f" values {', '.join(map(str, row.values))}" if row.values else ""
    return f"{row.kind} {row.answer.value} {cell}{values} [{sides}] in {found.names_of(row.events)}, as {row.because}"


@pytest.mark.parametrize(("records", "question", "answer"), cases(TABLE))
def test_conflicts(records, question, answer):
    assert told(question, records) == answer


PLACES = """
# Two values of a cell are looked at again, unless one surely began later; one value, however spelled, is not.
event x 2025-05 E.p=x
event y 2025-05-31 E.p=y
event z 2025-05-01 F.p=x
event k 2025-05-02 F.p=y
event l 2025-05-02 F.p=y
event i 2025-05-01 I.p=b
event j 2025-05-02 I.p=a
event m 2025-05-01 G.p=1
event n 2025-05-01 G.p=1.0
event o 2025-05-01 H.p=1
event q 2025-05-01 H.q=2
    places -> E
# A start that ends at the very moment at which another begins; one that ends before.
event x [2025-05-01T10:00:00Z..2025-05-03T10:00:00Z] E.p=x
event y 2025-05-03T10:00:00Z E.p=y
event z [2025-05-01T10:00:00Z..2025-05-03T10:00:00Z] F.p=x
event k 2025-05-03T10:00:01Z F.p=y
    places -> E
# The widest start of a value counts, wherever it is told; the narrower beside it changes nothing.
event x [2025-05-01..2025-05-09] E.p=x
event y 2025-05-02 E.p=x
event z 2025-05-08 E.p=y
event k 2025-05-02 F.p=x
event l [2025-05-02..2025-05-09] F.p=x
event m 2025-05-08 F.p=y
event n [2025-05-01..2025-05-09] G.p=x
event o 2025-05-02 G.p=x
event q 2025-05-10 G.p=y
    places -> E F
# Of three values, the first and the third may meet, or only the last two.
event x [2025-05-01..2025-05-09] E.p=x
event y 2025-05-10 E.p=y
event z 2025-05-10 E.p=z
event k 2025-05-01 F.p=x
event l 2025-05-02 F.p=y
event m 2025-05-03 F.p=z
    places -> E
# One value again is another's rival as long as that may begin with it.
event x 2025-05-01 E.p=x
event y [2025-05-02..2025-05-04] E.p=y
event z 2025-05-03 E.p=x
    places -> E
# Only what is actual, says something, and is of a cell of one value.
event x 2025-05-01 E.p=x F.p=x G.p=x H.p=x I.m=x
event y 2025-05-01 failed:E.p=y planned:F.p=y possible:G.p=y ended:H.p=y I.m=y
event z 2025-05-01 E.p=null
    places -> -
# A cell of which it is not said that it holds several values.
event x 2025-05-01 E.p=x E.m=x E.q=x
event y 2025-05-02 E.p=y
event z 2025-05-01 E.m=y
event k 2025-05-01 E.q=y
    places -> E
# Facts that possibly count are looked at, others are not: not known yet, not recorded yet, taken back.
source s 2025-06
event x 2025-05-01 E.p=x @=2025-05-01
event y 2025-05-01 E.p=y @s
    places as-of 2025-05-31 -> -
    places as-of 2025-06-01 -> E
    places recorded-by 2026-01-01T00:00:01.000000Z -> -
    places recorded-by 2026-01-01T00:00:02.000000Z -> E
# Whatever links join or set against each other, as long as they possibly apply.
event x 2025-05-01 E.p=x
event y 2025-05-01 F.p=y
event z 2025-05-01
event k 2025-05-01
event m 2025-05-01
link a E same-entity F world=2025-06
link b x same-event y world=2025-06
link c z contradicts k world=2025-06
link d m supersedes x
link e o same-origin p
    places as-of 2025-05-31 -> -
    places as-of 2025-06-01 -> E F k x y z
    places -> E F k x y z
# An event that somebody may deny by then; a report that was taken back denies nothing.
source s 2025-06
event x 2025-05-01 @=2025-05-01 @:denies=2025-06
event y 2025-05-01 @=2025-05-01 @:doubts=2025-06
event z 2025-05-01 @=2025-05-01 @s:denies=2025-06
event k 2025-05-01 @=2025-05-01
event l 2025-05-01 @=2025-05-01 @:denies=2025-05-01
event m 2025-05-01 @=2025-05-01
report n k @s
report o k @s:denies
report q m @:denies=2025-05-01
retract r z#2
    places as-of 2025-04-30 -> -
    places as-of 2025-05-31 -> l m
    places as-of 2025-06-01 -> k l m x
    places recorded-by 2026-01-01T00:00:05.000000Z -> l x z
    places -> k l m x
# One that denies only perhaps, or no longer.
event x 2025-05-01 @=2025-05-01 @=2025-05-01
event y 2025-05-01 @=2025-05-01 @:denies=2025-05-01
correct a x#2 stance=denies world=2025-06
correct b y#2 stance=reports world=2025-06
    places as-of 2025-05-31 -> y
    places as-of 2025-06-15 -> x y
    places -> x
"""


def places(found, **clocks):
    """Name the entities and the events at which rows say that conflicts may be, by what their snapshots are asked."""
    at = moments(found.at(**clocks).clocks)
    rows = InMemory(compile_log(found.records), at.as_of, at.recorded_by)
    return lambda most, several=("m",): nodes(rows, several, most)


@pytest.mark.parametrize(("records", "question", "answer"), cases(PLACES))
def test_where_conflicts_may_be(records, question, answer):
    found = log(records)
    clocks, rest = clocks_in(question[1:])
    assert (question[0], rest) == ("places", [])
    named = places(found, **clocks)(100)
    assert named == {
        f"{sort}:{found.ids.get(one, one)}"
        for one in answer.replace("-", "").split()
        for sort in (("end", "tells") if one.isupper() else ("record",))
    }


@pytest.mark.parametrize(("records", "question", "_answer"), cases(TABLE))
def test_no_conflict_is_elsewhere(records, question, _answer):
    found = log(SOURCES + records)
    clocks, _ = clocks_in(question, "view")
    spec = SPECS.get(clocks.pop("view", None))
    named = places(found, **clocks)(10_000, chosen.several(SPECS.values(), spec))
    for row in conflicts(found.at(**clocks), SPECS.values(), spec):
        events = {f"record:{one}" for one in row.events}
        assert f"end:{row.entity}" in named or events <= named


HOW_MUCH = [  # the facts and events to be looked at again, and a log
    (2, "event x 2025-05-01 E.p=x\nevent y 2025-05-01 E.p=y"),
    (4, "event x 2025-05-01 E.p=x F.p=x\nevent y 2025-05-01 E.p=y F.p=y\nevent z 2025-05-01 G.p=x"),
    (2, "link l E same-entity F"),
    (2, "event x 2025\nevent y 2025\nlink l x contradicts y"),
    (4, "event x 2025 E.p=x\nevent y 2025 E.p=y\nlink l x contradicts y"),
    (1, "event x 2025 @:denies=2025"),
    (2, "event x 2025 @:denies=2025\nevent y 2025 @:denies=2025"),
]


@pytest.mark.parametrize(("most", "records"), HOW_MUCH)
def test_the_whole_log_is_read_where_conflicts_may_be_at_more_than_so_many_facts_and_events(most, records):
    look = places(log(records))
    assert look(most) is not None
    assert look(most - 1) is None


def test_the_tellers_of_several_things_are_those_of_each():
    a, b, c = (End(name, resolved=True) for name in "abc")
    one = Tellers(sure=frozenset({a}), every=frozenset({a}), widest=frozenset({a}), sources=("s", "t"))
    other = Tellers(sure=frozenset({b}), every=frozenset({b, c}), widest=frozenset({c}), sources=("t", "u"))
    assert joined([one]) is one
    assert joined([one, other]) == Tellers(
        sure=frozenset({a, b}), every=frozenset({a, b, c}), widest=frozenset({a, c}), sources=("s", "t", "u")
    )


def test_the_row_of_a_conflict():
    found = log(SOURCES + "event x 2025-05-01 E.p=x @a @u\nevent y 2025-05-01 E.p=y @b")
    (conflict,) = conflicts(found.at(), SPECS.values())
    x, y = found.ids["x"], found.ids["y"]
    side = {"says": '"x"', "value": "x", "dates": ["2025-05-01"], "events": [x], "origins": ["A", "u"]}
    other = {"says": '"y"', "value": "y", "dates": ["2025-05-01"], "events": [y], "origins": ["B"]}
    assert conflict_row(conflict) == {
        "kind": "values",
        "answer": "yes",
        "entity": "E",
        "property": "p",
        "values": ["x", "y"],
        "events": [x, y],
        "origins": [["A", "u"], ["B"]],
        "because": conflict.because,
        "sides": [
            side | {"unresolved": ["u"], "sources": ["a", "u"]},
            other | {"unresolved": [], "sources": ["b"]},
        ],
    }


SO_MANY, SO_MANY_MORE = (Quantity(op="=", value=number, unit="km") for number in (1, 2))
AT_LEAST = Quantity(op=">=", value=1)
KINDS = [  # the values of a cell, and the number of kinds that they are of
    (["x", "y", True, None], 1),
    ([1, 2, 2.5], 1),
    (["x", 1, 2], 2),
    ([SO_MANY, SO_MANY_MORE], 1),
    ([SO_MANY, SO_MANY_MORE, "x", "y"], 2),
    ([SO_MANY, 1], 2),
    ([SO_MANY, 1, 2], 3),
    ([AT_LEAST, Quantity(op=">=", value=2)], 2),
    ([AT_LEAST, 1, 2, "x"], 4),
    ([SO_MANY, Quantity(op="=", value=1, unit="m")], 2),
]


@pytest.mark.parametrize(("values", "number"), KINDS)
def test_values_of_one_kind_cannot_both_be_so(values, number):
    kind = kinds_of_value(values)
    assert len({kind(value) for value in values}) == number
