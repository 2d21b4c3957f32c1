"""Values without a colour of their own: those that meet in a lane are told apart, whatever the theme."""

import itertools
import re

import attrs
import pytest
from faults import faults
from figure_logs import VIEW, Log
from hypothesis import given
from hypothesis import strategies as st

from timeline import figures
from timeline.figures.describe import palette
from timeline.figures.describe.chart import Bar, Entry, Strip
from timeline.figures.draw import encode
from timeline.figures.fallback import lacks, measure
from timeline.figures.place.colours import GREYS, HATCHES, OKABE_ITO, OTHER, THEMES
from timeline.page import Pens, tell
from timeline.page.svg import TILES
from timeline.views.filters import Question

CELL = ("rare", "p")


def rare(count=4):
    """Six values that are told often, and others of one cell, that follow each other, and that may be so together."""
    log = Log()
    for number in range(count):
        log.source(f"s{number}", published=f"20{number + 10}-02-01", origin={"name": f"o{number}"})
    for number, time in itertools.product(range(OTHER), range(4)):
        log.event(f"often {number}", f"200{time}", [(f"e{number}.p", f"often {number}")], ["s0"])
    for number in range(count):
        log.event("follows", f"20{number + 10}-01-01", [("rare.p", f"rare {number}")], [f"s{number}"])
        log.event("may be", "2009", [("rare.q", f"rare {number}")], [f"s{number}"])
    return log


def scene_of(log, kind, **options):
    of = {"belief": {"cell": CELL}, "compare": {"before": log.snapshot("2011-06-01")}}.get(kind, {})
    return figures.scene(log.snapshot("2030-01-01"), kind, view=VIEW, records=log.records, **of, **options)


def hatches_of(scene):
    """Give the hatch of each value that is grey, by its text."""
    marks = [mark for mark in scene.marks if mark.item is not None and mark.role in ("value", "hollow")]
    of = {number: re.search(r"rare \d+", item.whole) for number, item in enumerate(scene.items)}
    greys = {mark.item for mark in marks if mark.role == "value" and mark.fill not in OKABE_ITO and of[mark.item]}
    found = {}
    for mark in marks:
        if mark.item in greys:
            found.setdefault(of[mark.item][0], {""}).add(mark.hatch)
    return {text: "".join(hatches) for text, hatches in found.items()}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("kind", "count"), [("state", 4), ("belief", OTHER + 4), ("compare", 4)])
@pytest.mark.parametrize("place", [{}, {"for_": "card"}], ids=str)
def test_neighbours_that_are_grey_have_different_hatches(kind, count, theme, place):
    scene = scene_of(rare(count), kind, theme=theme, **place)
    assert faults(scene) == []
    hatches = hatches_of(scene)
    assert 2 <= len(hatches) <= 4
    assert any("hatches and crosses tell those that meet apart" in note for note in scene.notes)
    assert all(hatches[f"rare {at}"] != hatches.get(f"rare {at + 1}") for at in range(count) if f"rare {at}" in hatches)
    if kind == "state":  # all four may be so at one time
        assert len(set(hatches.values())) == len(hatches)


@pytest.mark.parametrize("theme", THEMES)
def test_on_a_phone_signs_of_neighbours_that_are_grey_have_different_strokes(theme):
    scene = scene_of(rare(4), "state", theme=theme, for_="phone")
    assert faults(scene) == []
    strokes = {number: [] for number, item in enumerate(scene.items) if "rare, p" in item.whole}
    for mark in scene.marks:
        if mark.role == "stroke" and mark.item in strokes:
            (left, top), *_ = mark.points
            strokes[mark.item].append((mark.shape, round(left - mark.box.right, 1), round(top - mark.box.bottom, 1)))
    looks = [sorted(some) for some in strokes.values()]
    assert len(looks) == 4
    assert all(one != other for one, other in itertools.pairwise(looks))


def test_a_value_that_is_grey_and_meets_no_other_has_no_hatch():
    """The hatch tells neighbours apart, and says nothing by itself."""
    scene = scene_of(rare(1), "state")
    assert hatches_of(scene) == {"rare 0": ""}
    assert not any("hatch" in note for note in scene.notes)


@st.composite
def lanes(draw):
    def entry(number):
        lo = draw(st.integers(0, 20))
        bar = Bar(outline=((lo, 1.0), (lo + draw(st.integers(1, 4)), 1.0)))
        return Entry(text=str(number), whole="", bars=(bar,), colour=number, inside=True)

    numbers = st.lists(st.integers(OTHER - 1, OTHER + 5), max_size=6)
    return [Strip(name=str(at), entries=tuple(map(entry, draw(numbers)))) for at in range(draw(st.integers(0, 3)))]


@given(lanes())
def test_two_that_are_so_at_one_time_are_apart_where_there_are_greys_enough(strips):
    found = palette.apart(strips)
    greys = {entry.colour: entry.grey for strip in found for entry in strip.entries}
    assert [strip.name for strip in found] == [strip.name for strip in strips]
    meeting = set()
    for before, after in zip(strips, found, strict=True):
        assert [attrs.evolve(entry, grey=0) for entry in after.entries] == list(before.entries)
        assert all(entry.grey == greys[entry.colour] for entry in after.entries)
        for one, other in itertools.combinations(after.entries, 2):
            (lo, _), (hi, _) = one.bars[0].outline
            (low, _), (high, _) = other.bars[0].outline
            if min(one.colour, other.colour) >= OTHER and one.colour != other.colour and lo <= high and low <= hi:
                meeting.add(frozenset((one.colour, other.colour)))
    beside = {number: {x for pair in meeting if number in pair for x in pair} - {number} for number in greys}
    follows = {
        frozenset((a.colour, b.colour))
        for strip in strips
        for a, b in itertools.pairwise(sorted(strip.entries, key=lambda e: (e.bars[0].outline[0][0],)))
    }
    if all(len(others) < len(GREYS) for others in beside.values()) and not follows - meeting:
        assert all(greys[one] != greys[other] for one, other in meeting)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_greys_differ_by_their_hatch_alone(theme):
    looks = [theme.paint(OTHER, grey=grey) for grey in range(len(GREYS))]
    assert len({look.fill for look in looks}) == 1
    assert len({look.hatch for look in looks}) == len(GREYS)
    assert theme.paint(None).hatch == ""


def test_a_page_tells_them_apart_too():
    pens = Pens(measure=measure, lacks=lacks)
    told = {count: tell(rare(count).ledger, Question(), (VIEW,), pens).pictures.defs for count in (1, len(GREYS))}
    tiles = {count: {hatch for hatch in GREYS if hatch and TILES[hatch] in defs} for count, defs in told.items()}
    assert tiles == {1: set(), len(GREYS): {hatch for hatch in GREYS if hatch}}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", [{}, {"for_": "print"}], ids=str)
def test_as_many_as_there_are_greys_may_be_so_at_one_time_and_are_apart(theme, place):
    scene = scene_of(rare(len(GREYS)), "state", theme=theme, **place)
    assert faults(scene) == []
    hatches = hatches_of(scene)
    assert len(hatches) == len(set(hatches.values())) == len(GREYS)
    assert not any("only the names" in note for note in scene.notes)


def test_where_more_meet_than_there_are_greys_a_note_says_that_names_alone_tell_some():
    scene = scene_of(rare(len(GREYS) + 1), "state")
    assert any(note.startswith(f"More than {len(GREYS)} grey values meet") for note in scene.notes)


def test_the_dots_alone_are_the_hatch_of_both_a_colour_and_a_grey():
    assert {hatch for hatch in GREYS if hatch} & set(HATCHES) == {"."}


@pytest.mark.parametrize("hatch", [hatch for hatch in GREYS if hatch])
def test_each_form_draws_each_hatch_with_lines_of_its_own(hatch):
    """Ink differs wherever it is drawn: a hatch that a form does not know would be drawn as nothing."""
    scene = scene_of(rare(len(GREYS)), "state", theme="print")
    (mark,) = [mark for mark in scene.marks if mark.hatch == hatch and mark.role == "value"][:1]
    others = [attrs.evolve(scene, marks=(attrs.evolve(mark, hatch=one),), labels=()) for one in GREYS]
    for form in ("svg", "png"):
        assert len({encode(one, form) for one in others}) == len(GREYS)
