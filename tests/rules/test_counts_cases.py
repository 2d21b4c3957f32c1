"""How many events there are by month and the like, and where there are none for a while, case by case."""

import pytest
from short import cases, clocks_in, log

from timeline.asof.compiled import compile_log
from timeline.dates.values import format_day
from timeline.views.asked import moments
from timeline.views.counts import count, gaps
from timeline.views.relational.counts import counts as counts_of_rows
from timeline.views.relational.counts import gaps as gaps_of_rows
from timeline.views.relational.events import Wanted
from timeline.views.relational.rows import InMemory

COUNTS = """
# A day, a month; what may lie in several, or has no end or no beginning, is counted apart; what has no date comes last.
event a 2025-08-14
event b 2025-08
event c 2025-08/2025-10
event d 2025-12
event e -
event f [..2025-07-05]
event g 2025-06/..
event h -
    by month -> 2025-06.. 1, ..2025-07 1, 2025-08 2, 2025-08..2025-10 1, 2025-12 1, - 2; 3 apart, 2 undated
    by quarter -> 2025-Q2.. 1, 2025-Q3 2, 2025-Q3..2025-Q4 1, ..2025-Q3 1, 2025-Q4 1, - 2; 3 apart, 2 undated
    by year -> 2025.. 1, 2025 4, ..2025 1, - 2; 2 apart, 2 undated
# A quarter begins with its first month and ends with its last; a year before Christ is one.
event a 2025-01-01
event b 2025-03-31
event c 2025-04-01
event d -0043-12
    by quarter -> -0043-Q4 1, 2025-Q1 2, 2025-Q2 1; 0 apart, 0 undated
    by year -> -0043 1, 2025 3; 0 apart, 0 undated
# A date that possibly was corrected may mean all that either means.
event a 2025-01-05 @=2025-02-01
correct c a occurred=2025-03-05 world=2025-06
event b 2025-01-07 @=2025-02-01
correct d b occurred=- world=2025-06
    by month as-of 2025-05-31 -> 2025-01 2; 0 apart, 0 undated
    by month as-of 2025-06-15 -> 2025-01..2025-03 1, - 1; 1 apart, 1 undated
# So many of them are only possibly known.
event a 2025-08 type=t a.p=x @=2026-03
event b 2025-08 type=t a.p=x b.p=x @=2026-01-01
event c 2025-08 type=s @=2026-01-01
event d 2025-08 @=2026-03
    by month as-of 2026-03-15 -> 2025-08 4 (2 possibly); 0 apart, 0 undated
    by type as-of 2026-03-15 -> t 2 (1 possibly), event 1 (1 possibly), s 1; 0 apart, 0 undated
    by entity as-of 2026-03-15 -> a 2 (1 possibly), b 1, - 2 (1 possibly); 0 apart, 0 undated
    by type as-of 2026-02-01 -> s 1, t 1; 0 apart, 0 undated
# An event counts once for each of its sources that is known to have spoken; the most first, the best standing first.
source s 2025-01-01 origin=o
source t 2025-01-01 origin=q
event a 2020 @s @t
event b 2020 @t=2026-01-01
event c 2020 @=2025-01-01
event d 2020 @s @s:denies
    by source -> s 2, t 2, - 1; 0 apart, 0 undated
    by source as-of 2025-06-01 -> s 2, t 1, - 1; 0 apart, 0 undated
    by standing -> corroborated 1, reported 1, unsourced 1, disputed 1; 0 apart, 0 undated
"""

GAPS = """
# Days in a row on which nothing happened, neither before the first event nor after the last.
event a 2025-01-01
event b 2025-01-10
event c 2025-01-12
    gaps 1 -> 2025-01-02..2025-01-09 yes 0, 2025-01-11..2025-01-11 yes 0; 0 undated
    gaps 8 -> 2025-01-02..2025-01-09 yes 0; 0 undated
    gaps 9 -> ; 0 undated
# Where something may have happened a gap is possible, as long as the dates allow; not around one that is sure.
event a 2025-01-01
event b [2025-01-03..2025-01-20]
event c 2025-02-01
event d -
event e -
    gaps 1 -> 2025-01-02..2025-01-02 yes 0, 2025-01-21..2025-01-31 yes 0; 2 undated
    gaps 12 -> 2025-01-02..2025-01-19 possibly 1, 2025-01-04..2025-01-31 possibly 1; 2 undated
# On a day on which one of several moments lies something happened.
event a 2025-01-01
event b [2025-01-05T10:00:00Z..2025-01-05T12:00:00Z]
event c 2025-01-09
    gaps 3 -> 2025-01-02..2025-01-04 yes 0, 2025-01-06..2025-01-08 yes 0; 0 undated
# An interval fills its days.
event a 2025-01-01/2025-01-10
event b 2025-02-01/2025-02-10
event c 2025-03-01
    gaps 5 -> 2025-01-11..2025-01-31 yes 0, 2025-02-11..2025-02-28 yes 0; 0 undated
# Two that touch fill the days of both.
event a 2025-01-01/2025-01-10
event b 2025-01-11/2025-01-20
event c 2025-01-05/2025-01-07
    gaps 1 -> ; 0 undated
# The day after one that is filled is free where what follows may be a day later.
event a 2025-01-01/2025-01-10
event b [2025-01-11..2025-01-12]
event c 2025-01-14
    gaps 1 -> 2025-01-11..2025-01-11 possibly 1, 2025-01-13..2025-01-13 yes 0; 0 undated
# What has no end may go on through every gap; what has no beginning may have been before.
event a 2025-01-01
event b 2025-01-05/..
event c 2025-02-01
    gaps 3 -> 2025-01-02..2025-01-04 yes 0; 0 undated
    gaps 5 -> 2025-01-02..2025-01-31 possibly 1; 0 undated
# Of what is only possibly known there may be nothing; a month is surely on one of its days.
event a 2025-01-01 @=2026-01-01
event b 2025-01-05 @=2026-03
event c 2025-01-31 @=2026-01-01
    gaps 27 as-of 2026-03-15 -> 2025-01-02..2025-01-30 possibly 1; 0 undated
    gaps 27 as-of 2026-03-31 -> ; 0 undated
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(COUNTS + GAPS))
def test_events_are_counted_and_gaps_are_told(records, question, answer):
    verb, what, *rest = question
    clocks, rest = clocks_in(rest)
    assert rest == []
    tale = log(records)
    snapshot = tale.at(**clocks)
    at = moments(snapshot.clocks)
    of = {record.id: record for record in tale.records}
    rows = InMemory(compile_log(tale.records), at.as_of, at.recorded_by, records=of)
    if verb == "by":
        found = count(snapshot, snapshot.events, what)
        parts = [
            f"{one.by or '-'} {one.events}" + (f" ({one.possibly} possibly)" if one.possibly else "")
            for one in found.counts
        ]
        assert f"{', '.join(parts)}; {found.apart} apart, {found.undated} undated" == answer
        assert counts_of_rows(rows, Wanted(), what, retracted=False) == (found, 0)
    else:
        found = gaps(snapshot.events, int(what))
        parts = [f"{format_day(g.first)}..{format_day(g.last)} {g.answer} {g.events}" for g in found.gaps]
        assert f"{', '.join(parts)}; {found.undated} undated" == answer
        assert all(gap.days >= int(what) for gap in found.gaps)
        assert gaps_of_rows(rows, Wanted(), int(what), retracted=False) == (found, 0)
