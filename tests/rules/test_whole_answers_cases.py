"""Whole answers from rows: what is listed, left out and told beside it is, word for word, what a replay tells."""

import datetime as dt
import functools
import itertools

import attrs
import pytest
from short import log

from timeline.asof.compiled import compile_log
from timeline.asof.relation import EARLIEST, LATEST
from timeline.asof.values import Clocks
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Clock
from timeline.records.words import BYS
from timeline.snapshot import Snapshot
from timeline.store.basis import Whole
from timeline.store.log import LogFiles, Reading
from timeline.views import given
from timeline.views.asked import Moments, OfRows, moments, wanted
from timeline.views.filters import Selection
from timeline.views.relational.rows import InMemory
from timeline.views.table import ViewSpec

TODAY = dt.date(2026, 11, 23)
SPECS = {
    "v": ViewSpec(name="v", title="v", properties=("p", "q"), entities=("seen",)),
    "w": ViewSpec(name="w", title="w", properties=("p",), latest="reported", many=("p",)),
}
LOG = log("""source s 2025-01-10 origin=o
source t 2025-02-01 via=s
source u 2025-02-01 origin=z
link z o same-origin z world=2025-03/2025-06
event trained 2025-01-05 a.p=x @s type=training tags=k,m
event failed 2025-03 a.p=y b.q=1 @t=2025-04-01 type=training.failed tags=k
event sold 2025-02-02 d.p=x @s=2025-03-01/2025-05-01 tags=m
event told 2025-02-03 e.p=x @s @u text=T said=S
event over 2025-03-03 ended:e.p=x @s type=ended
event past - g.p=x^../2025-01-05T10:00:00Z @s
event dated 2025-02-01T10:00:00Z h.p=x @u=2025-04-15T12:00:00Z
event lost 2025-02-02 h.p=y @u
event mute 2025-02-02 i.p=x @u
event shared 2025-02-04 j.p=x @s @u
event undated - k.p=x @s
event span 2025-01-05/2025-02 l.p=x @s
event next 2025-02-02 l.p=y @u
event begun - m.p=x^/2025-01-05T10:00:00Z @s
event again - @u
event third - @u
event fourth - @s
link one-event begun same-event again
link of-three again same-event third
link of-four third same-event fourth
event amounts 2025-02-05 n.p={"op":"=","value":1,"unit":"b"} n.p={"op":"=","value":2,"unit":"a"} @s
event muted - @u
link both-mute mute same-event muted
retract unheard-of muted#1 world=2025-03-03
retract unsaid mute#1 world=2025-03-03
correct moved lost facts=[{"entity":"h","property":"p","value":"z"}] world=2025-04-15T12:00:00Z
link against told contradicts sold world=2025-03-03
event alone 2025-06-01 c.p=z
event unheard 2025-06-02 a2.p=z type=release tags=n
link one a same-entity a2 world=2025-02-01
link two b same-entity b2 world=2025-03/2025-05
link three a same-entity a3
link four a4 same-entity a
retract gone trained world=2025-09-01
retract mended dated#1 recorded=2026-02-01T00:00:00.000000Z""")
CLOCKS = [
    {},
    {"as_of": "2025-04-15"},
    {"as_of": "2025-04-15T12:00:00Z"},
    {"as_of": "2025-04-15T11:59:59Z"},
    {"as_of": "2025-04-15", "on": "2025-03-10"},
    {"as_of": "2025-10-01"},
    {"as_of": "2025-04-15", "on": "2025-01-05"},
    {"as_of": "2025-04-15", "on": "2025-02-10"},
    {"recorded_by": "2026-02-01T00:00:00.000000Z"},
]
CHOICES = [
    {},
    {"entities": "a"},
    {"entities": "a2"},
    {"entities": "b2"},
    {"entities": ("c", "d")},
    {"tags": "k"},
    {"tags": "m", "entities": "a"},
    {"types": "training"},
    {"types": ("training.failed", "event")},
    {"sources": "s"},
    {"sources": "t", "entities": "a2"},
    {"since": "2025-02"},
    {"until": "2025-02", "tags": "m"},
    {"value": "z"},
    {"grep": "UNHEARD"},
]
CELLS = ["a.p", "a2.p", "b2.q", "d.p", "e.p", "g.p", "h.p", "i.p", "j.p", "k.p", "l.p", "m.p", "n.p", "seen.q"]


class _OfRows:
    """A log of which there is nothing but rows."""

    notes = heads = ()

    def __init__(self, records):
        self.reading = Reading(records=records, findings=(), notes=(), heads=())
        self._rows = InMemory(compile_log(records), records={record.id: record for record in records})

    def told(self, clocks, tell):
        at = moments(clocks)
        return tell(OfRows(self._rows.at(at.as_of, at.recorded_by), clocks))


BASES = {}


def of_rows(snapshot):
    """Give the same snapshot, which asks rows alone; logs of one length have the same ids."""
    records = snapshot.reading.records
    said = repr([(one.id, one.recorded, one.kind, one.body) for one in records])
    if said not in BASES:
        BASES[said] = _OfRows(records)
    return attrs.evolve(snapshot, basis=BASES[said])


def asking(snapshot):
    return of_rows(snapshot).basis.told(snapshot.clocks, lambda rows: rows)


def replayed(tale, **clocks):
    """Give a snapshot that replays all that it is asked."""
    reading = Reading(records=tuple(tale.records), findings=(), notes=(), heads=())
    question = given.question(clocks.get("as_of"), clocks.get("on"), clocks.get("recorded_by"), None, today=TODAY)
    return Snapshot(
        basis=Whole(reading=reading, ledger=tale.ledger, is_part=True),
        question=question,
        files=LogFiles(folder="no such folder"),
        declared=lambda: SPECS,
        asked_on=TODAY,
    )


def told(table):
    return table.content, table.notes, table.beside


@functools.cache
def both(place):
    """Give the snapshot at some clocks that replays all, and the one that asks rows alone."""
    long = replayed(LOG, **CLOCKS[place])
    return long, of_rows(long)


EACH = [
    pytest.param(place, choice, id=f"{CLOCKS[place]} {choice}")
    for place in range(len(CLOCKS))
    for choice in (CHOICES if place in (1, 4) else CHOICES[:1])
]
STRICT = pytest.mark.parametrize("strict", [False, True], ids=["lax", "strict"])


@STRICT
@pytest.mark.parametrize(("place", "choice"), EACH)
def test_a_list_and_a_state_from_rows_are_those_of_the_replay(place, choice, strict):
    long, short = both(place)
    for retracted in (False, True):
        found = short.list(retracted=retracted, strict=strict, **choice)
        assert told(found) == told(long.list(retracted=retracted, strict=strict, **choice))
    for name in SPECS:
        assert told(short.state(name, strict=strict, **choice)) == told(long.state(name, strict=strict, **choice))


@STRICT
@pytest.mark.parametrize(("place", "choice"), EACH)
def test_the_reasons_of_a_cell_from_rows_are_those_of_the_replay(place, choice, strict):
    long, short = both(place)
    for cell in CELLS:
        assert told(short.why(cell, strict=strict, **choice)) == told(long.why(cell, strict=strict, **choice))


@STRICT
@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell.endswith(".p")])
@pytest.mark.parametrize("place", range(len(CLOCKS)), ids=map(str, CLOCKS))
def test_a_cell_from_rows_is_that_of_the_replay_by_each_rule(place, cell, strict):
    long, short = both(place)
    for name in SPECS:
        assert short.cell(cell, view=name, strict=strict) == long.cell(cell, view=name, strict=strict)
        assert told(short.why(cell, view=name, strict=strict)) == told(long.why(cell, view=name, strict=strict))
    assert short.caveats() == long.caveats()


@STRICT
@pytest.mark.parametrize(("earlier", "later"), list(itertools.permutations(range(len(CLOCKS)), 2)))
def test_what_changed_is_that_of_the_replay(earlier, later, strict):
    (before, old), (after, new) = both(earlier), both(later)
    for choice in CHOICES if {earlier, later} == {1, 4} else CHOICES[:1]:
        found, expected = new.diff(old, strict=strict, **choice), after.diff(before, strict=strict, **choice)
        assert told(found) == told(expected)
        assert found.titles == expected.titles


@STRICT
@pytest.mark.parametrize(("place", "choice"), EACH)
def test_the_entities_from_rows_are_those_of_the_replay(place, choice, strict):
    long, short = both(place)
    for names in (False, True):
        found = short.entities(names=names, strict=strict, **choice)
        assert told(found) == told(long.entities(names=names, strict=strict, **choice))


@STRICT
@pytest.mark.parametrize(("place", "choice"), EACH)
def test_what_is_counted_from_rows_is_that_of_the_replay(place, choice, strict):
    long, short = both(place)
    for by in BYS:
        found = short.counts(by, retracted=by == "type", strict=strict, **choice)
        assert told(found) == told(long.counts(by, retracted=by == "type", strict=strict, **choice))
    for days in (1, 12):
        assert told(short.gaps(days, strict=strict, **choice)) == told(long.gaps(days, strict=strict, **choice))
    assert told(short.stats(strict=strict, **choice)) == told(long.stats(strict=strict, **choice))


OTHERS = {  # a log in which something meets that seldom does; its clocks; and what is chosen of it
    "names that are one slip of the pen apart, told by then or not, surely or not": (
        """source s 2025-01
        event one 2025 Alpha.p=x @=2025-01-01
        event two - alpha.p=x @=2025-01-01
        event three - Alpho.p=x @=2025-01-01
        event four - Alpja.p=x @=2025-06
        event five - Alphb.p=x @=2025-01-01
        event six - beta.p=x Gamma.p=x @=2025-01-01
        event seven - Delta.p=x @=2025-01-01
        event eight - Alpha.q=y @=2025-01-01
        link l five same-event six
        retract r five#1 world=2025-03""",
        [{"as_of": "2025-02-01"}, {"as_of": "2025-06-15"}, {}],
        [{}, {"entities": "Alpha"}, {"entities": ("Delta", "alpha")}],
    ),
    "a cell of many facts, of which a few decide; and of many that surely are none": (
        """event one 2025-01 a.p=x a.q=x @=2025-01-01
        event two 2025-02 a.p=y a.q=y @=2025-02-01
        event three 2025-03 a.p=z a.q=z @=2025-03
        event four 2025-04 a.p=w a.q=w @=2025-04-01
        event five 2025-05 a.p=v a.q=v @=2025-05-01
        event six [2025-04..2025-06] a.p=u planned:a.q=u @=2025-05-01
        event seven 2025-06 ended:a.p=v @=2025-06-01
        event eight 2025-03 b.p=x @=2025-03
        event nine 2025-03 b.p=y @=2025-03
        event ten 2025-03 b.p=z @=2025-03
        event last 2025-03 b.p=w @=2025-03
        event more 2025-03 b.p=v @=2025-03""",
        [
            {"as_of": "2025-03-15"},
            {"as_of": "2025-05-15"},
            {"as_of": "2025-07-01"},
            {"as_of": "2025-07-01", "on": "2025-03"},
        ],
        [{}, {"entities": "a"}],
    ),
    "a type, a tag, a title and a link to the web that the world corrected": (
        """event one 2025 a.p=x @=2025-01-01 type=training tags=k
        event two 2025 b.p=x @=2025-01-01
        correct a one type=training.failed world=2025-03-01
        correct b one tags=["m"] world=2025-05-01
        correct c two title=T world=2025-03/2025-05
        correct d two links=[{"url":"http://x.org","title":"X"}] world=2025-06-01""",
        [{"as_of": "2025-02-01"}, {"as_of": "2025-03-01"}, {"as_of": "2025-04-15"}, {"as_of": "2025-07-01"}],
        [{}, {"types": "training.failed"}, {"tags": "m"}, {"grep": "T"}],
    ),
    "a number that one event tells in two spellings, of which the first is shown": (
        """event one 2025 a.p=1.0 a.p=1 @=2025-01-01
        event two 2025 b.p=1 b.p=1.0 @=2025-01-01""",
        [{}],
        [{}],
    ),
    "facts that a sure event only possibly has": (
        """event one 2025 a.p=x @=2025-01-01
        correct c one facts=[{"entity":"b","property":"p","value":"x"}] world=2025-03/2025-05""",
        [{"as_of": "2025-02-01"}, {"as_of": "2025-04-15"}, {}],
        [{}],
    ),
    "an interval that may go on at the moment at which another value begins, or has ended by then": (
        """event one 2025-01-01/2025-03-10 a.p=x @=2025-01-01
        event two 2025-03-10T12:00:00Z a.p=y @=2025-04-01
        event three 2025-01-01T00:00:00Z/2025-03-10T12:00:00Z b.p=x @=2025-01-01
        event four 2025-03-10T12:00:00Z b.p=y @=2025-04-01
        event five 2025-01-01/2025-03-11 c.p=x @=2025-01-01
        event six 2025-03-10T12:00:00Z c.p=y @=2025-04-01""",
        [{"on": "2025-03-10"}, {"on": "2025-03-12"}],
        [{}],
    ),
}


@STRICT
@pytest.mark.parametrize("name", OTHERS)
def test_what_seldom_meets_is_told_from_rows_as_by_the_replay(name, strict):
    records, clocks, choices = OTHERS[name]
    found = [replayed(log(records), **one) for one in clocks]
    for long in found:
        short = of_rows(long)
        for choice in choices:
            for view in SPECS:
                assert told(short.state(view, strict=strict, **choice)) == told(
                    long.state(view, strict=strict, **choice)
                )
            assert told(short.list(strict=strict, **choice)) == told(long.list(strict=strict, **choice))
            assert told(short.entities(strict=strict, **choice)) == told(long.entities(strict=strict, **choice))
            found_by = short.counts("entity", strict=strict, **choice)
            assert told(found_by) == told(long.counts("entity", strict=strict, **choice))
        for row in long.state("w"):
            cell = f"{row['entity']}.{row['property']}"
            assert short.cell(cell, view="v", strict=strict) == long.cell(cell, view="v", strict=strict)
            assert told(short.why(cell, view="v")) == told(long.why(cell, view="v"))
    for (before, after), choice in itertools.product(itertools.permutations(found, 2), choices):
        short = of_rows(after).diff(of_rows(before), strict=strict, **choice)
        assert told(short) == told(after.diff(before, strict=strict, **choice))


NONE, ONE, TWO = (
    [],
    ["1 event without a source is known only from the day it was recorded"],
    ["2 events without a source are known only from the day they were recorded"],
)
SAID = [
    ({}, {}, NONE),
    ({"as_of": "2026-01-01"}, {}, NONE),
    ({"as_of": "2025-04-15"}, {}, TWO),
    ({"as_of": "2025-04-15"}, {"entities": "a"}, ONE),
    ({"as_of": "2025-04-15"}, {"entities": ("c", "a2")}, TWO),
    ({"as_of": "2025-04-15"}, {"entities": "b"}, NONE),
    ({"as_of": "2025-04-15"}, {"types": "training"}, NONE),
    ({"as_of": "2025-04-15"}, {"types": "event"}, ONE),
    ({"as_of": "2025-04-15"}, {"sources": "s"}, NONE),
    ({"as_of": "2025-04-15"}, {"tags": "n", "strict": True}, ONE),
]


@pytest.mark.parametrize(("clocks", "choice", "said"), SAID)
def test_what_nobody_reports_is_counted(clocks, choice, said):
    snapshot = of_rows(replayed(LOG, **clocks))
    assert list(snapshot.list(**choice).notes) == said


ASKED = [
    ({}, TWO),
    ({"entities": "a2"}, ONE),
    ({"sources": ("s", "t")}, NONE),
    ({"tags": ("k", "m")}, NONE),
    ({"types": ("training", "event")}, ONE),
    ({"types": ("training.failed", "training"), "tags": "m"}, NONE),
    ({"entities": "zzzz"}, ['--entity: nothing known then has "zzzz"']),
    ({"sources": ("s", "zzzz")}, ['--source: nothing known then has "zzzz"']),
    ({"tags": ("k", "zzzz")}, ['--tag: nothing known then has "zzzz"']),
    ({"types": ("zzzz", "training")}, ['--type: nothing known then has "zzzz"']),
    ({"types": "train"}, ['--type: nothing known then has "train"; did you mean "training"?']),
    ({"tags": "n"}, [*ONE, '--tag: nothing known then has "n"']),
]


@pytest.mark.parametrize(("choice", "notes"), ASKED, ids=str)
def test_rows_say_of_words_what_the_whole_log_says(choice, notes):
    snapshot = replayed(LOG, as_of="2025-04-15")
    rows = asking(snapshot)
    assert rows.notes(given.selection(choice, today=TODAY)) == notes
    asked = attrs.evolve(snapshot.question, selection=given.selection(choice, today=TODAY))
    assert attrs.evolve(snapshot, question=asked).notes() == notes


def test_an_event_that_nobody_reports_is_asked_for_by_what_it_says_itself_whatever_it_is_one_with():
    tale = log("event one 2025\nevent two 2025 tags=k\nevent three 2025 tags=m\nlink l one same-event two")
    for tags, said in (("k", ONE), ("m", ONE), (("k", "m"), TWO)):
        snapshot = replayed(tale, as_of="2025-04-15")
        asked = attrs.evolve(snapshot.question, selection=given.selection({"tags": tags}, today=TODAY))
        assert asking(snapshot).only_recorded(asked.selection) == said
        assert [line for line in attrs.evolve(snapshot, question=asked).notes() if "without a source" in line] == said


def test_of_names_that_are_near_one_of_which_something_is_told_then_was_meant():
    tale = log("event e 2025 alpha.p=x @=2025-01-01\nevent f 2025 alphabet.p=x @=2025-06-01")
    for day, meant in (("2025-04-15", "alpha"), ("2025-07-15", "alphabet")):
        said = [f'--entity: nothing known then has "alphabe"; did you mean "{meant}"?']
        snapshot = replayed(tale, as_of=day)
        assert asking(snapshot).notes(Selection(entities=("alphabe",))) == said
        asked = attrs.evolve(snapshot.question, selection=Selection(entities=("alphabe",)))
        assert attrs.evolve(snapshot, question=asked).notes() == said


def test_an_origin_is_no_name_of_an_entity():
    rows = asking(replayed(log("event e 2025 a.p=x @=2025\nlink l a same-origin b"), as_of="2025-04-15"))
    for name, found in (("a", True), ("b", False)):
        assert (rows.why(SPECS["v"], (name, "p"), Selection()) is not None) is found
        assert (rows.cell(SPECS["v"], (name, "p"), strict=False) is not None) is found


def test_an_entity_that_is_not_there_is_said_where_no_link_joins_names():
    tale = log("event e 2025 alpha.p=x @=2025")
    snapshot = replayed(tale, as_of="2025-04-15")
    rows = asking(snapshot)
    said = ['--entity: nothing known then has "alpah"; did you mean "alpha"?']
    assert rows.notes(Selection(entities=("alpah",))) == said
    assert rows.notes(Selection(entities=("alpha",))) == rows.notes(Selection(types=("event",))) == []
    asked = attrs.evolve(snapshot.question, selection=Selection(entities=("alpah",)))
    assert attrs.evolve(snapshot, question=asked).notes() == said


def test_a_row_of_a_list_is_that_of_its_place():
    snapshot = replayed(LOG, as_of="2025-04-15")
    rows = asking(snapshot).list(Selection(), retracted=False).rows
    every = list(snapshot.list().content)
    assert (len(rows), list(rows)) == (len(every), every)
    assert ([rows[place] for place in range(len(every))], rows[-1], rows[1:3]) == (every, every[-1], every[1:3])


@pytest.mark.parametrize(
    "change", ["correct c silent title=t", "retract c silent", "correct c silent title=t world=2025-02-02"]
)
def test_whether_an_event_that_was_changed_is_reported_is_left_to_the_replay(change):
    tale = log(f"event silent 2025 a.p=x\n{change}")
    snapshot = replayed(tale, as_of="2025-04-15")
    assert asking(snapshot).only_recorded(Selection()) is None


def test_what_an_event_says_that_was_taken_back_before_it_was_known_is_not_known():
    tale = log("source s 2025-06\nevent e 2025 a.p=x @s tags=k type=t\nretract r e")
    for day in ("2025-04-15", "2025-07-01"):
        snapshot = replayed(tale, as_of=day)
        rows = asking(snapshot)
        for selection in (Selection(tags=("k",)), Selection(types=("t",))):
            asked = attrs.evolve(snapshot.question, selection=selection)
            notes = attrs.evolve(snapshot, question=asked).notes()
            assert rows.notes(selection) == notes
            assert bool(notes) == (day == "2025-04-15"), notes


def test_a_link_that_may_read_in_two_ways_is_left_to_the_replay():
    tale = log(
        "event e 2025 a.p=x @=2025\nlink l a same-entity b world=2025-02-01\ncorrect c l to=d world=2025-03/2025-05"
    )
    snapshot = replayed(tale, as_of="2025-04-15")
    rows = asking(snapshot)
    assert rows.why(SPECS["v"], ("a", "p"), Selection()) is None
    assert rows.why(SPECS["v"], ("zzzz", "p"), Selection()) is None
    assert rows.why(SPECS["w"], ("a", "q"), Selection()) is None
    assert rows.cell(SPECS["w"], ("a", "q"), strict=False) is None


def clock(lo, hi=None):
    return Clock(text="", read="", lo=lo, hi=lo if hi is None else hi)


MOMENTS = [
    (Clocks(on=clock(5)), Moments(LATEST, LATEST, 5, 5)),
    (Clocks(on=clock(5, 9), as_of=clock(1, 2), recorded_by=clock(3, 4)), Moments(2, 4, 5, 9)),
    (Clocks(on=clock(EARLIEST + 1, LATEST - 1)), Moments(LATEST, LATEST, EARLIEST + 1, LATEST - 1)),
    (Clocks(on=clock(EARLIEST, 5)), None),
    (Clocks(on=clock(5, LATEST)), None),
    (Clocks(on=clock(NEVER_BEFORE, 5)), None),
    (Clocks(on=clock(5, NEVER_AFTER)), None),
    (Clocks(on=clock(5), as_of=clock(NEVER_BEFORE, NEVER_AFTER)), None),
    (Clocks(on=clock(5), as_of=clock(EARLIEST, EARLIEST)), None),
    (Clocks(on=clock(5), as_of=clock(EARLIEST, EARLIEST + 1)), Moments(EARLIEST + 1, LATEST, 5, 5)),
    (Clocks(on=clock(5), recorded_by=clock(EARLIEST, EARLIEST)), None),
    (Clocks(on=clock(5), recorded_by=clock(5, LATEST)), Moments(LATEST, LATEST, 5, 5)),
    (Clocks(on=clock(5), recorded_by=clock(5, LATEST + DAY)), None),
]


@pytest.mark.parametrize(("clocks", "found"), MOMENTS)
def test_clocks_are_moments_as_far_as_rows_tell_them_apart(clocks, found):
    assert moments(clocks) == found


def test_the_bounds_of_a_selection_are_moments():
    asked = given.selection({"since": "2025-01-01", "until": "../2025-01-02"}, today=TODAY)
    found = wanted(asked)
    assert (found.lo, found.hi) == (asked.since.span.lo, asked.until.span.hi)
    assert (wanted(Selection()).lo, wanted(Selection()).hi) == (EARLIEST, LATEST)
