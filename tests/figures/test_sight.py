"""Colours that can be told apart by everyone, and ink that can be read on them."""

import functools
import itertools

import pytest
from faults import faults, near
from figure_logs import VIEW, Log, every_kind, many, told
from sight import MATRICES, apart, difference

from timeline import figures
from timeline.figures.place import crowds
from timeline.figures.place.colours import HATCHES, OKABE_ITO, OTHER, THEMES, contrast

SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
"""The data of Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula" (2005): two colours in Lab, difference."""


def test_the_measure_of_difference_is_that_of_its_authors():
    rows = [[float(number) for number in line.split()] for line in SHARMA.strip().splitlines()]
    assert len(rows) == 34
    for *colours, expected in rows:
        one, other = tuple(colours[:3]), tuple(colours[3:])
        assert difference(one, other) == pytest.approx(expected, abs=5e-5)
        assert difference(other, one) == pytest.approx(expected, abs=5e-5)


def test_the_sights_keep_white_and_what_each_of_them_sees():
    """A matrix mistyped by a digit would tint white, or change what that eye has no trouble with."""
    for matrix in MATRICES.values():
        assert all(sum(row) == pytest.approx(1, abs=2e-6) for row in matrix)
    assert apart("#ff0000", "#00ff00") > 80
    for sight, one, other in (("protan", "#ff0000", "#5b4a00"), ("deutan", "#ff0000", "#a39000")):
        assert apart(one, other, sight) < apart(one, other) / 2


@pytest.mark.parametrize("sight", MATRICES)
@pytest.mark.parametrize("theme", THEMES)
def test_fills_that_mean_something_are_at_least_ten_apart_for_every_sight(theme, sight):
    """Measured on drawn scenes: every fill of every mark, with more values than there are colours; and the ground."""
    fills = set()
    for scene in everything_drawn(theme):
        fills |= {mark.fill for mark in scene.marks if mark.fill and mark.role not in ("plate", "crowd")} | {
            scene.background
        }
    assert fills >= set(OKABE_ITO)
    assert len(fills) >= len(OKABE_ITO) + 3  # the ground, the grey of no value, the ink of several and of origins
    assert min(apart(one, other, sight) for one, other in itertools.combinations(fills, 2)) >= 10


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_greys_of_a_count_are_ten_apart_from_one_to_the_next_and_from_the_ground(theme):
    shades = [crowds.shade(theme, count) for count in (3, 9, 29, 30)]
    for ground in (theme.ground, theme.band):
        assert min(apart(one, other) for one, other in itertools.pairwise([ground, *shades])) >= 10


@functools.cache
def everything_drawn(theme):
    """Scenes of every kind that use all colours, more values than colours, and every mode, standing and answer."""
    log = many(60, seed=8)
    for number in range(18):
        log.event(f"value {number}", "2016/2025", [(f"w{number % 9}.p", f"v{number}")], ["a"], type=f"t{number}.x")
    for name in "kl":
        log.event(f"two kinds on one day, {name}", "2021-02-03", (), ["a"], type=f"{name}.x")
    return (*every_kind(log, theme=theme), *every_kind(told(), theme=theme))


@pytest.mark.parametrize("theme", THEMES)
def test_outlines_stand_out_from_what_they_are_around_and_from_the_ground(theme):
    """At least 3:1 against the ground, and against the fill or the line of the ground's colour that lies between.

    A dot may have its edge in the ground's colour, to part it from the next one: then its fill stands out.
    """
    outlined = 0
    for scene in everything_drawn(theme):
        for mark in scene.marks:
            if mark.fill not in (None, mark.stroke) and mark.stroke and mark.width and mark.role != "plate":
                outlined += 1
                is_parted = theme == "dark" and mark.stroke == scene.background
                assert is_parted or contrast(mark.stroke, scene.background) >= 3
                assert contrast(mark.stroke, mark.casing or mark.fill) >= 3
    assert outlined > 300


def test_in_the_dark_the_colour_of_a_dot_is_more_of_it_than_its_outline():
    """A pale outline of a small dot is all that is seen of it."""
    dots = [
        mark
        for scene in everything_drawn("dark")
        for mark in scene.marks
        if mark.shape == "dot" and mark.role == "value" and mark.fill in OKABE_ITO
        if mark.item is not None and scene.items[mark.item].standing == "reported"
    ]
    assert dots
    assert {mark.stroke for mark in dots} == {THEMES["dark"].ground}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", [{}, {"for_": "phone"}], ids=["wide", "phone"])
@pytest.mark.parametrize("kind", ["events", "plane"])
def test_what_is_doubted_differs_in_more_than_its_colour(theme, place, kind):
    """Of dots, signs and ticks: in grey, or on paper without colours, rust alone says nothing."""
    log = Log()
    log.source("one", origin={"name": "o"})
    log.source("other", origin={"name": "p"})
    both = [{"source": "one"}, {"source": "other", "stance": "doubts"}]
    for number in range(30):
        month, tags = f"{2000 + number}-03-04", ["key"] if number < 10 else []
        log.event(f"reported {number}", month, (), ["one"], tags=tags)
        log.event(f"corroborated {number}", month, (), ["one", "other"], tags=tags)
        log.event(f"doubted {number}", month, (), reports=both, tags=tags)
        log.event(f"planned {number}", month, [("a.p", number, "planned")], ["one"], tags=tags)
    scene = figures.scene(log.snapshot("2031-01-01"), kind, theme=theme, **place)
    looks = {True: set(), False: set()}
    for mark in scene.marks:
        if mark.item is not None and mark.role in ("value", "moment", "sign"):
            shape = (mark.shape, len(mark.points), mark.dash, mark.width)
            looks[scene.items[mark.item].standing == "doubted"].add(shape)
    assert looks[True]
    assert looks[True].isdisjoint(looks[False])


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_only_possible_is_hollow_in_its_own_colour(theme):
    for number in range(OTHER + 1):
        sure, maybe = (THEMES[theme].paint(number, light=light) for light in (False, True))
        assert (sure.fill, sure.hatch, sure.core) == (maybe.fill, maybe.hatch, None)
        assert maybe.core == THEMES[theme].ground


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_no_colour_stands_for_two_values_but_the_grey_of_all_others(theme):
    paints = {(theme.paint(number).fill, theme.paint(number).hatch) for number in range(OTHER)}
    assert len(paints) == OTHER == len(OKABE_ITO) == len(HATCHES)
    assert theme.paint(OTHER) == theme.paint(OTHER + 1)
    assert (theme.paint(OTHER).fill, theme.paint(OTHER).hatch) not in paints


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_outlines_and_text_stand_out_from_the_ground(theme):
    assert contrast(theme.outline, theme.ground) >= 3
    assert contrast(theme.unknown, theme.ground) >= 3
    for colour in (theme.ink, theme.muted, theme.link, theme.alert):
        assert contrast(colour, theme.ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_every_label_can_be_read_on_what_it_stands_on(theme):
    """Measured on the drawn scene: the mark under each label, or the ground, against the label's ink."""
    for scene in everything_drawn(theme):
        fills = [
            mark
            for mark in scene.marks
            if mark.fill and mark.role in ("value", "day", "plate", "hollow", "crowd") and mark.shape == "polygon"
        ]
        under = {}
        for label, mark in near(scene.labels, fills):
            under.setdefault(id(label), []).append(mark)
        for label in scene.labels:
            on = [mark.fill for mark in under.get(id(label), ()) if mark.box.holds(label.box, slack=1.5)]
            assert contrast(label.colour, on[-1] if on else scene.background) >= 4.5, label


def test_values_beyond_the_last_colour_are_grey_and_keep_their_words():
    log = Log()
    log.source("s")
    for number in range(10):
        log.event(f"value {number}", "2020", [(f"e{number}.p", f"v{number}")], ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "state", view=VIEW)
    looks = {
        (m.fill, m.hatch) for m in scene.marks if m.role == "value" and m.shape == "polygon" and m.item is not None
    }
    assert len(looks) == len(OKABE_ITO) + 1
    assert {hatch for _, hatch in looks} == {""}
    texts = [label.text for label in scene.labels if label.role == "text"]
    assert sorted(texts) == sorted(f"v{number}" for number in range(10))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", [{}, {"for_": "phone"}, {"size": (4.4, None)}], ids=str)
def test_a_sign_of_a_mode_is_never_drawn_on_a_bar_of_its_own_colour(theme, place):
    """It stands beside a short bar; a long one is cleared around it."""
    log = Log()
    log.source("s", origin={"name": "o"})
    for number, date in enumerate(["2000", "2003-05/2009", "1990/2010", "2009-12/2010"]):
        log.event(f"planned {number}", date, [("a.p", f"v{number}", "planned")], ["s"])
        log.event(f"failed {number}", date, [("a.p", f"v{number}", "failed")], ["s"])
    found = 0
    for kind, more in (("state", {"view": VIEW}), ("events", {})):
        scene = figures.scene(log.snapshot("2026-01-01"), kind, theme=theme, **more, **place)
        assert faults(scene) == []
        for order, sign in enumerate(scene.marks):
            if sign.role != "sign" or sign.item is None:
                continue
            below = [mark for mark in scene.marks[:order] if mark.item == sign.item and mark.box.overlaps(sign.box)]
            bars = [mark for mark in below if mark.role == "beside"]
            halos = [mark for mark in below if mark.role == "halo"]
            assert not bars or halos[-1].fill == scene.background
            found += 1
    assert found
