"""Nothing touches, leaves or crosses anything, in any kind of figure, at any size, in any script, with any date."""

import functools
from pathlib import Path

import attrs
import pytest
from faults import faults
from figure_logs import DATES, TITLES, every_kind, hours, many, one_day, quarrel, scene_of, seventy_years, told

import timeline as tl
from timeline import figures
from timeline.figures.describe.moments import MOST
from timeline.figures.draw import draw

EVENTS = Path(__file__).resolve().parents[2] / "events"


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_one_of_each(theme):
    for scene in every_kind(told(), theme=theme):
        assert faults(scene) == []


@pytest.mark.parametrize(
    ("count", "seed", "width"),
    [
        *((count, seed, None) for count in (1, 2, 20) for seed in (1, 2)),
        *((count, 4, width) for count in (2, 20) for width in (4.6, 14)),
        (100, 1, 4.6),
        (100, 2, None),
    ],
)
def test_any_number_of_events(count, seed, width):
    for scene in every_kind(many(count, seed=seed), size=(width, None) if width else None):
        assert faults(scene) == []


@pytest.mark.parametrize("kind", figures.KINDS)
@pytest.mark.parametrize("count", [500, 2000])
def test_very_many_events(count, kind):
    assert faults(scene_of(very_many(count), kind)) == []


@functools.cache
def very_many(count):
    return many(count, seed=3)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(20, 26))
@pytest.mark.parametrize("width", [4.2, 6.0, 14.0])
def test_very_many_events_at_any_width(seed, width):
    for scene in every_kind(many(2000, seed=seed), size=(width, None)):
        assert faults(scene) == []


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(lambda: many(80, dates=DATES), id="every-sort-of-date"),
        pytest.param(lambda: many(40, titles=TITLES, years=1), id="every-script-and-long"),
        pytest.param(one_day, id="twenty-on-one-day"),
        pytest.param(hours, id="one-hour-states-in-ten-years"),
        pytest.param(seventy_years, id="1956-to-2026"),
        pytest.param(quarrel, id="overlapping-states"),
    ],
)
@pytest.mark.parametrize("scale", ["auto", "linear"])
def test_what_is_hard_to_draw(log, scale):
    for scene in every_kind(log(), scale=scale):
        assert faults(scene) == []


@pytest.mark.parametrize("lanes", ["entity", "type", "tag", "source", "none"])
def test_any_lanes(lanes):
    assert faults(figures.scene(many(60, seed=5).snapshot("2026-11-23"), "events", lanes=lanes)) == []


@pytest.mark.figures
@pytest.mark.parametrize("width", [4.6, 9.4, 14.0])
def test_the_storys_own_figures_are_fit_to_print(width):
    log = tl.open(EVENTS)
    size = (width, None)
    for day in ("2025-12-31", "2026-11-23"):
        snap = log.at(as_of=day)
        for scene in (
            figures.scene(snap.known, "events", size=size),
            figures.scene(snap.known, "state", view=snap.view("hardware"), size=size),
            figures.scene(snap.known, "plane", size=size),
            figures.scene(snap.known, "calendar", size=size),
            figures.scene(snap.known, "rate", records=log.read().records, size=size),
            *(figures.scene(snap.known, "cascade", event=event.id, size=size) for event in snap.known.events),
        ):
            assert faults(scene) == []
            assert scene.description
    before = log.at(as_of="2025-12-31").known
    scene = figures.scene(snap.known, "compare", view=snap.view("hardware"), before=before, size=size)
    assert faults(scene) == []


@pytest.mark.parametrize("width", [4.2, 5.5, 7.1])
def test_a_narrow_figure_cuts_no_name_of_the_story(width):
    """Where there is no room for a name it takes more lines, or a place below; a plane then leads to numbers."""
    log = tl.open(EVENTS)
    snap, before = log.at(as_of="2026-11-23"), log.at(as_of="2025-12-31")
    view = {"view": snap.view("hardware")}
    for kind, more in (("events", {}), ("calendar", {}), ("plane", {}), ("state", view), ("compare", view)):
        scene = figures.scene(snap.known, kind, size=(width, None), before=before.known, **more)
        assert [label.text for label in scene.labels if label.role == "text" and label.text.endswith("…")] == []
        assert faults(scene) == []
    plane = figures.scene(snap.known, "plane", size=(width, None))
    numbers = [label for label in plane.labels if label.role == "number" and label.item is not None]
    places = {}
    for label in numbers:
        places.setdefault(label.item, []).append(label.text)
    assert all(len(texts) == 2 and texts[0] == texts[1] for texts in places.values())
    assert len(places) == MOST
    whole = figures.scene(snap.known, "plane", size=(width, None), label="all")
    assert len({label.item for label in whole.labels if label.role == "number" and label.item is not None}) == len(
        snap.known.events
    )


def test_a_fault_is_found():
    """What finds nothing may look at nothing: labels that are moved, and lines that are drawn over them, are seen."""
    scene = figures.scene(told().snapshot("2026-01-01"), "events")
    first, second, *rest = scene.labels
    moved = attrs.evolve(scene, labels=(first, attrs.evolve(second, x=first.x, y=first.y), *rest))
    assert any("overlaps" in fault for fault in faults(moved))
    off = attrs.evolve(scene, labels=(attrs.evolve(first, x=scene.width - 3), *scene.labels[1:]))
    assert any("leaves the canvas" in fault for fault in faults(off))
    bare = attrs.evolve(scene, marks=tuple(mark for mark in scene.marks if mark.role != "plate"))
    assert any("grid goes through" in fault for fault in faults(bare))
    text = next(label for label in scene.labels if label.role == "text")
    line = next(mark for mark in scene.marks if mark.role == "tail")
    y = (text.box.top + text.box.bottom) / 2
    struck = attrs.evolve(scene, marks=(*scene.marks, attrs.evolve(line, points=((0.0, y), (scene.width, y)))))
    assert any("tail goes through" in fault for fault in faults(struck))


@pytest.mark.parametrize("theme", ["light", "print"])
def test_the_lines_of_a_hatch_are_seen_in_every_reader(theme):
    """Some readers of PDF make them as clear as the outline, so one that is not drawn has a colour all the same."""
    hatched = []
    for scene in every_kind(told(), theme=theme):
        hatched += [artist for artist in draw(scene).get_children() if getattr(artist, "get_hatch", str)()]
    assert len(hatched) > 10
    assert {artist.get_edgecolor()[3] for artist in hatched} == {1.0}
