"""Colours that can be told apart by everyone, and ink that can be read on them."""

import itertools

import pytest
from figure_logs import VIEW, Log, many
from sight import MATRICES, apart, difference
from test_figures import told
from test_print_faults import every_kind

from timeline import figures
from timeline.figures.colours import HATCHES, OKABE_ITO, OTHER, THEMES, contrast


def test_the_measure_of_difference_is_that_of_its_authors():
    """Three pairs of Sharma, Wu and Dalal's table, where implementations go wrong."""
    pairs = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    for one, other, expected in pairs:
        assert difference(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("sight", MATRICES)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_colours_are_at_least_ten_apart_for_every_sight(theme, sight):
    colours = [theme.paint(number).fill for number in range(len(OKABE_ITO))]
    colours += [theme.paint(None).fill, theme.ground]
    assert min(apart(one, other, sight) for one, other in itertools.combinations(colours, 2)) >= 10


@pytest.mark.parametrize("sight", MATRICES)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_only_possible_differs_from_what_is_sure(theme, sight):
    for number in range(len(OKABE_ITO)):
        assert apart(theme.paint(number).fill, theme.paint(number, light=True).fill, sight) >= 8


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_no_pair_of_colour_and_hatch_stands_for_two_values(theme):
    paints = {(theme.paint(number).fill, theme.paint(number).hatch) for number in range(OTHER)}
    assert len(paints) == OTHER == len(OKABE_ITO) * len(HATCHES)
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
    log = many(20, seed=8)
    for number in range(18):
        log.event(f"value {number}", "2016/2025", [(f"w{number % 9}.p", f"v{number}")], ["a"])
    for scene in (*every_kind(log, theme=theme), *every_kind(told(), theme=theme)):
        fills = [
            mark
            for mark in scene.marks
            if mark.fill and mark.role in ("value", "day", "plate") and mark.shape == "polygon"
        ]
        for label in scene.labels:
            on = [mark.fill for mark in fills if mark.box.holds(label.box, slack=1.5)]
            assert contrast(label.colour, on[-1] if on else scene.background) >= 4.5, label


def test_more_values_than_colours_get_hatches():
    log = Log()
    log.source("s")
    for number in range(10):
        log.event(f"value {number}", "2020", [(f"e{number}.p", f"v{number}")], ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "state", view=VIEW)
    looks = {
        (m.fill, m.hatch) for m in scene.marks if m.role == "value" and m.shape == "polygon" and m.item is not None
    }
    sure = {look for look in looks if look[0] in OKABE_ITO}
    assert len(sure) == 10
    assert {hatch for _, hatch in sure} > {""}
