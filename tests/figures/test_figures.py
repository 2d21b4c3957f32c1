"""Figures, by the numbers of their scenes, by their bytes, and a few by eye."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from faults import faults
from figure_logs import VIEW, Log, clock, told
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from timeline import figures
from timeline.errors import FigureError
from timeline.figures.place.colours import OKABE_ITO, THEMES
from timeline.figures.place.labels import first_fit

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"


# --- the scene -------------------------------------------------------------------------------------------------------


def test_every_event_is_shown_with_its_whole_title():
    scene = figures.scene(told().snapshot("2026-01-01"), "events")
    said = " ".join(item.whole for item in scene.items)
    for title in ("corroborated", "uncertain", "up to", "failed", "planned", "no date", "doubted"):
        assert title in said


def test_every_cell_of_a_view_has_a_lane():
    scene = figures.scene(told().snapshot("2026-01-01"), "state", view=VIEW)
    lanes = {(lane.group, lane.name): lane for lane in scene.lanes if lane.group}
    assert set(lanes) == {(e, p) for e in "abc" for p in "pq"}
    assert [label.text for label in scene.labels if label.role == "unknown"][-1] == "unknown: q"


def test_the_outline_of_a_bar_says_the_standing():
    scene = figures.scene(told().snapshot("2026-01-01"), "state", view=VIEW)
    dashes = {}
    for mark in scene.marks:
        if mark.item is not None and mark.stroke and mark.role in ("value", "beside") and mark.shape == "polygon":
            dashes.setdefault(scene.items[mark.item].standing, set()).add(mark.dash)
    assert dashes["corroborated"] == {()}
    assert () not in dashes["reported"] | dashes["doubted"]
    assert dashes["reported"].isdisjoint(dashes["doubted"])


def test_a_dot_is_filled_by_its_standing():
    log = Log()
    log.source("one", origin={"name": "o"})
    log.source("other", origin={"name": "p"})
    log.source("own", origin={"name": "q", "interested": True})
    log.event("corroborated", "2020-01-01", (), ["one", "other"])
    log.event("reported", "2020-02-01", (), ["one"])
    log.event("self-reported", "2020-03-01", (), ["own"])
    log.event("doubted", "2020-04-01", (), reports=[{"source": "one"}, {"source": "other", "stance": "doubts"}])
    scene = figures.scene(log.snapshot("2026-01-01"), "events")
    looks = {}
    for mark in scene.marks:
        if mark.item is not None and mark.shape == "dot":
            halves = [one for one in scene.marks if one.role == "half" and one.item == mark.item]
            looks[scene.items[mark.item].standing] = (mark.fill in OKABE_ITO, bool(halves), mark.stroke, mark.width)
            assert not mark.hatch
    assert len(set(looks.values())) == 4
    assert looks["self-reported"][:2] == (False, True)
    assert [name for name, look in looks.items() if look[2] == THEMES["light"].alert] == ["doubted"]


def test_what_is_only_possible_is_hollow_and_said_in_words():
    log = Log()
    log.source("vague", published="2025")
    log.event("maybe", "2024-01-01", [("a.p", "x")], ["vague"])
    sure, maybe = (figures.scene(log.snapshot(day), "state", view=VIEW) for day in ("2026-01-01", "2025-06-01"))
    for scene, hollow in ((sure, False), (maybe, True)):
        (bar,) = [m for m in scene.marks if m.role == "value" and m.shape == "polygon"]
        cores = [m for m in scene.marks if m.role == "hollow" and m.item == bar.item]
        assert bool(cores) is hollow
        assert all(bar.box.holds(core.box) and core.fill == scene.background for core in cores)
        assert bar.fill in OKABE_ITO
    assert any("possibly" in item.whole for item in maybe.items)
    assert not any("possibly" in item.whole for item in sure.items)


def test_an_uncertain_date_is_drawn_over_its_whole_extent():
    log = Log()
    log.source("s")
    log.event("first", "2020-05-20", (), ["s"])
    log.event("month", "2020-06", (), ["s"])
    log.event("last", "2020-07-19", (), ["s"])
    scene = figures.scene(log.snapshot("2020-08-01"), "events")
    boxes = {}
    for mark in scene.marks:
        if mark.item is not None:
            name = next(n for n in ("first", "month", "last") if n in scene.items[mark.item].whole)
            old = boxes.get(name)
            left, right = mark.box.left, mark.box.right
            boxes[name] = (min(left, old[0]), max(right, old[1])) if old else (left, right)
    per_day = (sum(boxes["last"]) - sum(boxes["first"])) / 2 / 60
    assert boxes["month"][1] - boxes["month"][0] == pytest.approx(30 * per_day, abs=1.5)


def test_twenty_on_one_day_all_have_a_place():
    log = Log()
    log.source("s")
    for number in range(20):
        log.event(f"number {number} of the day, with a name that takes some room", "2024-02-02", (), ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "events", label="all")
    assert len({label.y for label in scene.labels if "number" in label.text}) == 20
    assert faults(scene) == []
    key = figures.scene(log.snapshot("2026-01-01"), "events")
    ticks = [mark for mark in key.marks if mark.role == "moment"]
    assert len({label.y for label in key.labels if "number" in label.text}) == 12
    assert len({(mark.points, mark.item) for mark in ticks}) == 8
    assert faults(key) == []


def test_long_gaps_are_collapsed_and_marked():
    log = Log()
    log.source("s")
    for year in (*range(1956, 1966), *range(2018, 2027)):
        log.event(f"in {year}", f"{year}-03-03", (), ["s"])
    scene = figures.scene(log.snapshot("2026-11-01"), "events")
    assert any(mark.role == "break" for mark in scene.marks)
    linear = figures.scene(log.snapshot("2026-11-01"), "events", scale="linear")
    assert not any(mark.role == "break" for mark in linear.marks)


def test_with_few_moments_no_gap_is_cut():
    log = Log()
    log.source("s")
    for year in (1956, 1957, 2025, 2026):
        log.event(f"in {year}", f"{year}-03-03", (), ["s"])
    scene = figures.scene(log.snapshot("2026-11-01"), "events")
    assert not any(mark.role == "break" for mark in scene.marks)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 120)), max_size=40))
def test_first_fit_puts_no_two_in_one_place(parts):
    extents = [(left, left + width) for left, width in parts]
    rows = first_fit(extents, 4.0)
    for place, (one, row) in enumerate(zip(extents, rows, strict=True)):
        for other, other_row in zip(extents[:place], rows[:place], strict=True):
            assert row != other_row or one[0] >= other[1] + 4.0 or other[0] >= one[1] + 4.0


# --- what cannot be drawn --------------------------------------------------------------------------------------------


def test_nothing_to_draw_is_an_error_that_names_the_clocks_and_leaves_no_file(tmp_path):
    target = tmp_path / "f.svg"
    with pytest.raises(FigureError) as caught:
        figures.save(told().snapshot("1999-01-01"), "events", target)
    assert "1 Jan 1999" in str(caught.value) or "1999-01-01" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("pie", {}),
        ("state", {}),
        ("events", {"theme": "neon"}),
        ("events", {"lanes": "moon"}),
        ("events", {"scale": "log"}),
    ],
)
def test_an_unknown_wish_says_what_there_is(kind, options):
    with pytest.raises(FigureError) as caught:
        figures.scene(told().snapshot("2026-01-01"), kind, **options)
    assert caught.value.fix


@pytest.mark.parametrize("name", ["f.gif", "f", "f.svg.txt"])
def test_an_unknown_ending_is_refused(tmp_path, name):
    with pytest.raises(FigureError, match=r"svg|png|pdf"):
        figures.save(told().snapshot("2026-01-01"), "events", tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_whole(tmp_path):
    target = tmp_path / "f.svg"
    target.write_text("before")
    with pytest.raises(FigureError):
        figures.save(told().snapshot("1999-01-01"), "events", target)
    assert target.read_text() == "before"
    figures.save(told().snapshot("2026-01-01"), "events", target)
    assert target.read_text().startswith("<svg")
    assert [path.name for path in tmp_path.iterdir()] == ["f.svg"]


# --- the drawn figure ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def svg(tmp_path_factory):
    path = tmp_path_factory.mktemp("svg") / "f.svg"
    log = told()
    log.event("red \x1b[31m \u202e turned <script>alert(1)</script> & $x^2$", "2023-01-01", (), ["sure"])
    figures.save(log.snapshot("2026-01-01"), "events", path)
    return path.read_text(encoding="utf-8")


def test_an_svg_can_be_read_aloud(svg):
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert desc is not None
    assert len(desc.text) > 60
    texts = list(root.iter(f"{SVG}text"))
    assert len(texts) > 10
    assert sum(element.get("textLength") is not None for element in texts) > 10


def test_an_svg_links_only_to_pages(svg):
    links = re.findall(r'(?:xlink:)?href="([^"#][^"]*)"', svg)
    assert any(link.startswith("https://example.org/") for link in links)
    assert all(re.match(r"https?://|mailto:", link) for link in links)
    assert "javascript:" not in svg


def test_an_svg_holds_nothing_that_acts(svg):
    assert "<script" not in svg
    assert "\x1b" not in svg
    assert "\u202e" not in svg
    assert "$x^2$" in svg


@pytest.mark.figures
def test_the_same_question_gives_the_same_bytes_whatever_the_machine(tmp_path):
    matplotlibrc = tmp_path / "matplotlibrc"
    matplotlibrc.write_text(
        "font.size: 22\nsvg.fonttype: path\naxes.facecolor: red\nsavefig.dpi: 33\nhatch.linewidth: 9\n"
        "path.sketch: 1, 100, 2\nlines.dashed_pattern: 9, 9\ntext.hinting: force_autohint\npatch.antialiased: False\n"
    )
    environs = [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "MATPLOTLIBRC": str(matplotlibrc)},
    ]
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from figure_logs import every_kind, told\n"
        "from timeline.figures.draw import encode\n"
        "for scene in every_kind(told()):\n"
        "    for form in ('svg', 'png', 'pdf') if scene.kind in ('state', 'plane') else ('svg',):\n"
        "        Path(sys.argv[1], f'{scene.kind}.{form}').write_bytes(encode(scene, form, dpi=72))\n"
    )
    drawn = []
    for number, environ in enumerate(environs):
        folder = tmp_path / str(number)
        folder.mkdir()
        own = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **environ}
        words = [sys.executable, "-c", code, str(folder), str(Path(__file__).parent), str(Path(__file__).parents[1])]
        subprocess.run(words, env=own, check=True)
        drawn.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(drawn[0]) >= 10
    assert [name for name in drawn[0] if drawn[0][name] != drawn[1][name]] == []


@pytest.mark.figures
def test_pictures_carry_title_and_description_but_no_date(tmp_path):
    for form, more in (("png", {"dpi": 60}), ("pdf", {})):
        figures.save(told().snapshot("2026-01-01"), "events", tmp_path / f"f.{form}", title="Of all things", **more)
    with Image.open(tmp_path / "f.png") as png:
        assert png.text["Title"] == "Of all things"
        assert png.text["Description"].startswith("A timeline of 8 events")
        assert set(png.text) == {"Title", "Description", "Software"}
    pdf = (tmp_path / "f.pdf").read_bytes()
    assert b"/Title (Of all things)" in pdf
    assert b"/Subject" in pdf
    assert b"CreationDate" not in pdf


def test_drawing_touches_no_pyplot():
    code = (
        "import timeline as tl, sys\n"
        "tl.open(sys.argv[1]).at(as_of='2026-11-23').figure('events')\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "events")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_since_and_until_narrow_the_world():
    snapshot = told().snapshot("2026-01-01")
    said = " ".join(
        item.whole
        for item in figures.scene(snapshot, "events", since=clock("2021-01-01"), until=clock("2021-12-31")).items
    )
    assert "failed" in said
    assert "corroborated" not in said
