"""Answers from rows, case by case: what links join, what bears on a standing, and what a question lets through.

Rows are asked here, and what they must answer is written down; ``test_rows_of_every_case.py`` asks the replay of the same
logs the same.
"""

import pytest
from short import CLOCKS, cases, clocks_in, log

from timeline.asof.compiled import compile_log
from timeline.records.words import BYS
from timeline.views.asked import OfRows, moments
from timeline.views.filters import Selection
from timeline.views.relational.rows import InMemory
from timeline.views.specs import ViewSpec

SPECS = {
    "": ViewSpec(name="v", title="v", properties=("p", "q")),
    "reported": ViewSpec(name="v", title="v", properties=("p", "q"), latest="reported"),
    "many": ViewSpec(name="v", title="v", properties=("p", "q"), many=("p", "q")),
}

STANDINGS = """
# A report's own chain comes before that of its source; a source that is relayed is followed by its own report.
source s 2025-01-01 origin=o
source t 2025-01-01 origin=q
source u 2025-01-01
event a 2025 @s @t
event b 2025 @s
report c b @t via=s
event d 2025 @s
report e d @u origin=k
event f 2025
report g f @ via=u
report h f @ origin=m!
event i 2025 @u
event j 2025 @u
report k j @t via=u
report l j @u origin=n
    standing a -> corroborated 2..2 of 2
    standing b -> reported 1..1 of 2
    standing d -> corroborated 2..2 of 2
    standing f -> self-reported 1..2 of 2
    standing i -> reported 0..1 of 1
    standing j -> reported 1..2 of 3
    sources -> s 3, t 3, u 3, - 1
# What is known from nobody has no source as long as the one that also reports it is only possibly out.
source s 2025
event a 2025 A.p=x @=2025-01-01 @s
    standing a as-of 2025-01-01 -> unsourced 0..0 of 1
    standing a as-of 2025-06-15 -> unsourced 0..0 of 1
    standing a as-of 2025-12-31 -> reported 0..1 of 2
# A source that the log did not hold by then is one that does not say what it rests on.
event a 2025 @s @=2025-01-01
source s 2025-01-01 origin=o
    standing a recorded-by 2026-01-01T00:00:00.000000Z -> reported 0..1 of 2
    standing a -> reported 1..1 of 2
# A denial, a doubt, and somebody who says nothing, with a name or without one.
source s 2025-01-01 origin=o
event a 2025 @s @s:denies
event b 2025 @s @:denies
event c 2025 @s @:doubts @s:no-comment
event d 2025 @s @s:denies=2025-06
    standing a -> disputed 1..1 of 2
    standing b -> disputed 1..1 of 2
    standing c -> doubted 1..1 of 3
    standing d as-of 2025-05-31 -> reported 1..1 of 1
    standing d as-of 2025-06-15 -> reported 1..1 of 1
    standing d as-of 2025-06-30 -> disputed 1..1 of 2
# A report that was taken back counts until then, not on that very moment.
source s 2025-01-01 origin=o
source t 2025-01-01 origin=q
event a 2025 @s @t
retract r a#2
    standing a recorded-by 2026-01-01T00:00:02.000000Z -> corroborated 2..2 of 2
    standing a recorded-by 2026-01-01T00:00:03.000000Z -> reported 1..1 of 1
    changes recorded-by 2026-01-01T00:00:02.000000Z -> standing
    changes recorded-by 2026-01-01T00:00:03.000000Z -> -
# The world's change to a report, on the very moment.
source s 2025-01-01 origin=o
source t 2025-01-01 origin=q
event a 2025 a.p=x @s @t
retract r a#2 world=2025-03-05T10:00:00Z
    standing a as-of 2025-03-05T09:59:59Z -> corroborated 2..2 of 2
    standing a as-of 2025-03-05T10:00:00Z -> reported 1..1 of 1
# One that is possibly there from its very first moment on names its source, and is counted with it.
source s 2025-01-01
source t [2025-03-05T10:00:00Z..2025-03-31T10:00:00Z]
event a 2025 @s @t
    sources as-of 2025-03-05T09:59:59Z -> s 1
    sources as-of 2025-03-05T10:00:00Z -> s 1, t 1
# What is known of nobody is counted under no source.
source s 2025-01-01
source t 2025-06-01
event a 2025 @=2025-01-01
event b 2025 @s @t
event c 2025 @=2025-01-01 @t
    sources as-of 2025-03-01 -> s 1, - 2
    sources as-of 2025-06-01 -> t 2, s 1, - 1
"""

JOINED = """
# Two records of one event: their reports and facts are one event's, whichever came first.
source s 2025-01-01 origin=o
source t 2025-02-01 origin=q
event a 2025 A.p=x @t
event b 2025 A.q=y @s
link l b same-event a
    list -> a
    reported a -> 2025-01-01
    standing a -> corroborated 2..2 of 2
# One that nobody reports, but two deny, is as old as the record of the first.
event a 2025 A.p=x @:denies=2025-02-01
event b 2025 A.q=y @:denies=2025-01-01 recorded=2026-01-05T00:00:00.000000Z
link l a same-event b
    list -> a
    standing a -> disputed 0..0 of 2
    bounds a -> 2026-01-01..2026-01-01
# Two that were taken back are two, as they were told.
event a 2025 A.p=x @=2025-01-01
event b 2025 A.q=y @=2025-02-01
link l a same-event b
retract r a#1 world=2025-03-03
retract q b#1 world=2025-03-03
    list as-of 2025-03-02 -> a
    list as-of 2025-03-03 -> -
    all as-of 2025-03-03 -> a b
# What supersedes another puts it out, as surely as the link applies and the newer is known; not one with itself.
event a 2025-01-01 A.p=x @=2025-01-01
event b 2024-04-01 A.p=y @=2025-01-01
link l b supersedes a world=2025-06
event c 2025-01-01 C.p=x @=2025-01-01
event d 2025-01-01 C.p=x @=2025-01-01
link m c same-event d
link n c supersedes d
    cell A.p as-of 2025-05-31 -> yes x
    cell A.p as-of 2025-06-15 -> possibly y? x?
    cell A.p as-of 2025-06-30 -> yes y
    cell C.p as-of 2025-05-31 -> yes x
# Names that one answer joins and names that the other does are one row's.
event a 2024-05-01 A.p=x @=2025-01-01
event b 2024-04-01 B.p=y @=2025-01-01
event c 2024-04-01 C.q=z @=2025-01-01
link l A same-entity B world=2025-02-01
link m B same-entity C world=2025-06-01
retract r l world=2025-06-01
    cell B.p as-of 2025-01-15 -> yes y
    cell B.p as-of 2025-03-01 -> yes x
    cell C.p as-of 2025-06-01 -> yes y
    changes as-of 2025-06-01 -> -
    changes as-of 2025-03-01 -> B.p>A.p B.p>C.p B.q>C.q C.p>C.p
    changes as-of 2025-01-15 -> B.p>C.p B.q>C.q C.p>C.p
# Of two names to which none leads, that counts to which the first link leads, by when it was recorded.
event a 2025 A.p=x
link l A same-entity Z recorded=2026-01-02T00:00:00.000000Z
link m A same-entity B recorded=2026-01-01T01:00:00.000000Z
event c 2025 C.p=x
link n C same-entity Y recorded=2026-01-01T01:00:00.000000Z
link o C same-entity D recorded=2026-01-02T00:00:00.000000Z
event e 2025 E.p=x
link q E same-entity X recorded=2026-01-02T00:00:00.000000Z
link r E same-entity F recorded=2026-01-01T01:00:00.000000Z
event g 2025 G.p=x
link s G same-entity W recorded=2026-01-01T01:00:00.000000Z
link t G same-entity H recorded=2026-01-02T00:00:00.000000Z
    entities -> B F W Y
# In a ring with a name that leads into it, the first link decides; no link leads to that name.
event a 2025 C.p=x
link l A same-entity B
link m B same-entity A
link n C same-entity A
    entities -> B
# What an event that is asked for says of others is said under the names that these have.
event a 2025 A.p=x B.q=y
event b 2025 D.p=x
link l B same-entity C
    called A -> A C
    called B -> A C
    called D -> D
"""

CELLS = """
# A fact without a date is told without one, though it began no later than it was reported.
source s 2025-06
event a - A.p=x @s
event b 2025-05 B.p=x @s
    why A.p -> value x unknown..unknown
    why B.p -> value x 2025-05-01..2025-05-31
# A value that two tell, of which the one recorded later began earlier: the events by when they were recorded.
event a 2025-05 planned:a.p=x failed:a.q=x
event b 2025-04 planned:a.p=x failed:a.q=x
    beside a.p -> planned x since 2025-04 by a b
    beside a.q -> failed x since 2025-04 by a b
# Of a property of several values: what surely ended says so, what only may have does not.
event a 2025-05-01 a.p=null
event b 2025-05 b.p=null
event c 2025-05-01 c.p=x
event d 2025-05-02 c.p=null
    cell a.p many on 2025-05-15 -> ended null
    cell b.p many on 2025-05-15 -> unknown
    cell c.p many on 2025-05-15 -> ended null
    cell c.p many on 2025-05-01 -> yes x
# Quantities of one start are in the order of their unit, then of their number.
event a 2025-05-01 a.p={"op":"=","value":1,"unit":"b"} a.p={"op":"=","value":2,"unit":"a"} a.p={"op":"<","value":3,"unit":"c"}
    cell a.p -> yes =2a =1b <3c
# On the very day; of an instant, at that very moment; of a day, from its first moment.
event a 2025-05-05 a.p=x
event b 2025-05-05T10:00:00Z b.p=x
    cell a.p on 2025-05-04 -> unknown
    cell a.p on 2025-05-05 -> yes x
    cell a.p on 2025-05-05T00:00:00Z -> yes x
    cell a.p on 2025-05-04T23:59:59Z -> unknown
    cell b.p on 2025-05-05T09:59:59Z -> unknown
    cell b.p on 2025-05-05T10:00:00Z -> yes x
    cell b.p on 2025-05-05 -> yes x
# The world took it back at a moment: until then it holds, from that very moment on it does not.
event a 2025-01-01 a.p=x @=2025-01-01
retract r a world=2025-03-05T10:00:00Z
    cell a.p as-of 2025-03-05T09:59:59Z -> yes x
    cell a.p as-of 2025-03-05T10:00:00Z -> unknown
    changes as-of 2025-03-05T09:59:59Z -> withdrawn a.p>a.p a.q>a.q
    changes as-of 2025-03-05T10:00:00Z -> -
"""

STATS = """
# Copies of a source are counted once they surely were taken by then, or with doubt where they may have been.
source s 2025-01-01
capture c s retrieved=2025-02-01
capture d s retrieved=2025-03
capture e s retrieved=2025-02-01 path=e
event a 2025 a.p=x @s
retract r e world=2025-04-01
    copies as-of 2025-01-31 -> 0
    copies as-of 2025-02-01 -> 2
    copies as-of 2025-03-15 -> 3
    copies strict as-of 2025-03-15 -> 2
    copies as-of 2025-03-31 -> 3
    copies as-of 2025-04-01 -> 2
"""


class Asked:
    """The rows of a log at some clocks, asked as a command asks them; each question gives its answer in few words."""

    def __init__(self, found, strict=False, **clocks):
        self.found, self.strict = found, strict
        self.clocks = found.at(**clocks).clocks
        at = moments(self.clocks)
        if not hasattr(found, "relation"):
            found.relation = compile_log(found.records)
        records = {record.id: record for record in found.records}
        self.rows = OfRows(InMemory(found.relation, at.as_of, at.recorded_by, records=records), self.clocks)
        self.everything = Selection(strict=strict)

    def _row(self, name):
        rows = self.rows.list(Selection(), retracted=True).rows
        return next(one for one in rows if one["id"] == self.found.ids[name])

    def _cell(self, place, view=""):
        entity, _, name = place.partition(".")
        return self.rows.cell(SPECS[view], (entity, name), strict=self.strict)

    def standing(self, name):
        one = self._row(name)
        return f"{one['standing']} {one['origins'][0]}..{one['origins'][1]} of {one['reports']}"

    def reported(self, name):
        return self._row(name)["reported"]

    def bounds(self, name):
        one = self._row(name)
        return f"{one['reported_earliest']}..{one['reported_latest']}"

    def cell(self, place, view=""):
        shown = self._cell(place, view)
        if shown is None:
            return "-"
        values = [told(one["value"]) + "?" * (one["answer"] == "possibly") for one in shown["values"]]
        return " ".join([shown["answer"], *values])

    def beside(self, place):
        return ", ".join(
            f"{one['mode']} {told(one['value'])} since {one['since']} by {self.found.names_of(one['events'])}"
            for one in self._cell(place)["beside"]
        )

    def list(self, retracted=False):
        rows = self.rows.list(self.everything, retracted=retracted).rows
        return self.found.names_of(one["id"] for one in rows) or "-"

    def all(self):
        return self.list(retracted=True)

    def called(self, entity):
        """Under which names the events of an entity tell their facts."""
        rows = self.rows.list(Selection(entities=(entity,)), retracted=False).rows
        return " ".join(fact["known_as"] for one in rows for fact in one["facts"])

    def why(self, place):
        entity, _, name = place.partition(".")
        rows = self.rows.why(SPECS[""], (entity, name), self.everything).rows
        return ", ".join(
            f"{one['verdict']} {told(one['value'])} {one['since_earliest']}..{one['since_latest']}" for one in rows
        )

    def sources(self):
        rows = self.rows.counts("source", self.everything, retracted=False).rows
        return ", ".join(f"{one['by'] or '-'} {one['events']}" for one in rows)

    def entities(self):
        return " ".join(one["entity"] for one in self.rows.entities(self.everything, names=False).rows)

    def changes(self):
        """Tell what changed since, until now."""
        rows = Asked(self.found).rows.diff(self.clocks, [SPECS[""]], self.everything).rows
        return " ".join(_change(one) for one in rows) or "-"

    def copies(self):
        return str({one["name"]: one["value"] for one in self.rows.stats(self.everything).rows}["captures"])


def _change(one):
    if one["change"] != "cell":
        return one["change"]
    return f"{one['entity_before']}.{one['property']}>{one['entity']}.{one['property']}"


def told(value):
    """Spell a value: a quantity without blanks."""
    is_quantity = isinstance(value, dict)
    return f"{value['op']}{value['value']}{value['unit']}" if is_quantity else "null" if value is None else str(value)


@pytest.mark.parametrize(("records", "question", "answer"), cases(STANDINGS + JOINED + CELLS + STATS))
def test_rows_say_what_the_definitions_say(records, question, answer):
    split = next((place for place, word in enumerate(question) if word in CLOCKS), len(question))
    verb, *words = question[:split]
    clocks, rest = clocks_in(question[split:])
    assert rest == []
    asked = Asked(log(records), "strict" in words, **clocks)
    assert getattr(asked, verb)(*(word for word in words if word != "strict")) == answer


@pytest.mark.parametrize("by", BYS)
def test_an_event_is_counted_by_everything_that_there_is(by):
    asked = Asked(log("event a 2025 a.p=x"))
    assert [one["events"] for one in asked.rows.counts(by, Selection(), retracted=False).rows] == [1]
