"""What an editor of pictures asked of every kind of figure, and could not read off within ten seconds."""

import functools
import math
import re

import attrs
import pytest
from figure_logs import Log
from story_logs import LOGS, every_kind, story

from timeline import figures
from timeline.errors import FigureError
from timeline.figures.describe.chart import LeftOut
from timeline.figures.place.colours import OKABE_ITO
from timeline.figures.place.resize import pages
from timeline.figures.typeface import measure
from timeline.figures.uses import USES

PLACES = (None, "article", "phone", "card", "print")


@functools.cache
def drawn(name, place):
    """Draw a log as each kind of figure for a place, once for all questions."""
    return tuple(every_kind(name, for_=place))


def boxes_touch(one, other):
    """Say so of a line, too, which has no height: `Box.overlaps` says no of it."""
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LOGS)
def test_no_grid_and_no_plate_breaks_a_line(name, place):
    for kind, scene in drawn(name, place):
        roles = [mark.role for mark in scene.marks]
        lines = [at for at, mark in enumerate(scene.marks) if mark.shape == "line" and mark.role != "grid"]
        assert "grid" not in roles[min(lines, default=0) :], kind
        brackets = [mark.box for mark in scene.marks if mark.role == "bracket"]
        plates = [mark.box for mark in scene.marks if mark.role == "plate"]
        for bracket in brackets:
            line = attrs.evolve(bracket, bottom=bracket.top)  # the hooks reach down into what stands below
            assert not [plate for plate in plates if boxes_touch(line, plate)], kind


def value_of(item):
    """The value that an item stands for, of its words."""
    return item.whole.partition(". Answer: ")[0].rpartition(": ")[2]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LOGS)
def test_every_value_is_named_once_or_counted(name, place):
    for kind, scene in drawn(name, place):
        if kind not in ("state", "compare", "belief") or place == "phone":
            continue  # a rail names all
        labelled = {label.item for label in scene.labels if label.role == "text"}
        shown = {mark.item for mark in scene.marks if mark.role == "value" and mark.item is not None}
        named = {value_of(scene.items[item]) for item in labelled if item is not None}
        lost = {value_of(scene.items[item]) for item in shown - labelled} - named
        said = [note for note in scene.notes if "for whose name there is no room" in note]
        assert [int(note.split()[0]) for note in said] == ([len(lost)] if lost else []), (kind, lost)


@pytest.mark.parametrize("name", LOGS)
def test_a_card_of_a_belief_shows_how_it_changed(name):
    scene = dict(drawn(name, "card"))["belief"]
    rows = [lane for lane in scene.lanes if lane.group]
    assert len(rows) > 1
    assert max(lane.box.bottom for lane in scene.lanes) > scene.height * 0.75


@pytest.mark.parametrize("name", LOGS)
def test_a_sheet_of_paper_is_filled_and_lies_where_upright_half_of_it_would_be_empty(name):
    for kind, scene in drawn(name, "print"):
        sheet = USES["print"].sheet(scene.width)
        assert scene.height > sheet * 0.57, kind
        assert scene.width > sheet or scene.height > 842 * 0.6, kind


@pytest.mark.parametrize("name", LOGS)
def test_a_page_ends_where_nothing_is_torn(name):
    """Both answers of a comparison stand on one page, and so do a name, or a heading, and what it names."""
    for kind, scene in drawn(name, "print"):
        use = USES["print"]
        found = pages(scene, use.sheet(scene.width), use.edge, measure)
        for page in found[:-1]:
            last = max((label for label in page.labels if label.role != "page"), key=lambda label: label.box.bottom)
            assert last.role not in ("group", "heading", "month"), (kind, last.text)
            marked = [mark.box.bottom for mark in page.marks if mark.item is not None]
            assert last.role != "lane" or max(marked) > last.box.top, (kind, last.text)
        for page in found[1:]:
            axes = [(label.text, round(label.x)) for label in page.labels if label.role == "axis"]
            assert len(set(axes)) == len(axes) or page.plot.bottom - page.plot.top > 20, kind
        if kind == "compare":
            for page in found:
                on_page = [
                    label.text for label in page.labels if label.role == "lane" and label.text != "Without a date"
                ]
                assert len(on_page) % 2 == 0


def axis_of(scene):
    return [label.text for label in scene.labels if label.role == "axis" and any(char.isdigit() for char in label.text)]


@pytest.mark.parametrize("kind", ["events", "plane", "calendar"])
def test_no_axis_names_days_that_nobody_told(kind):
    log = Log()
    log.source("s", published=None)
    for number in range(3):
        log.event(f"undated {number}", None, (), ["s"])
    for place in PLACES:
        scene = figures.scene(log.snapshot(), kind, for_=place)
        assert not [text for text in axis_of(scene) if "1969" in text or "1970" in text], place


def test_what_has_no_date_counts_as_named_where_it_has_a_name():
    for name in LOGS:
        for place in PLACES:
            scene = dict(drawn(name, place))["events"]
            said = " ".join(label.text for label in scene.labels if label.role == "question")
            named = {label.item for label in scene.labels if label.role == "text"}
            counted = re.search(r"(\d+) named", said)
            assert counted is None or int(counted.group(1)) == len(named), (name, place)


def test_an_article_names_what_most_is_said_of_before_all_that_has_no_date():
    scene = dict(drawn("events", "article"))["events"]
    dated = {label.item for label in scene.labels if label.role == "date"}
    assert len(dated) >= 5


def test_a_card_names_each_event_once():
    log = Log()
    log.source("s")
    for number in range(4):
        log.event(f"thing {number}", f"2020-01-{number + 1:02d}", [(f"a.p{number}", 1)], ["s"])
    texts = [label.text for label in figures.scene(log.snapshot(), "events", for_="card").labels]
    assert [texts.count(f"thing {number}") for number in range(4)] == [1] * 4


def test_the_answer_stays_on_a_card():
    for name in LOGS:
        cards = dict(drawn(name, "card"))
        whole = story(name).scene("cascade", for_="card")
        for scene, words in ((whole, "interested party"), (cards["cascade"], "report")):
            assert any(words in label.text for label in scene.labels if label.role == "question"), name


def test_of_all_that_was_taken_back_the_error_says_so():
    log = Log()
    log.source("s")
    log.add("retraction", target=log.event("gone", "2020-01-01", (), ["s"]), because="an error")
    with pytest.raises(FigureError, match="1 event taken back"):
        figures.scene(log.snapshot(), "calendar")
    assert figures.scene(log.snapshot(), "events").items


def test_a_note_tells_long_texts_in_short_and_the_description_in_full():
    note = LeftOut(("w" * 200,), "outside these days")
    assert len(str(note)) < 160
    assert "w" * 200 in note.whole


def test_a_rate_numbers_its_greatest_column_and_takes_a_line_for_nothing():
    for name in LOGS:
        for place in PLACES:
            scene = dict(drawn(name, place))["rate"]
            numbers = {label.item: label.text for label in scene.labels if label.role == "number"}
            columns = [mark for mark in scene.marks if mark.role == "value" and mark.item is not None]
            tallest = max(columns, key=lambda mark: mark.box.bottom - mark.box.top)
            assert numbers.get(tallest.item), (name, place)
            for lane in scene.lanes:
                shown = [mark for mark in scene.marks if mark.item is not None and boxes_touch(mark.box, lane.box)]
                assert shown or lane.box.bottom - lane.box.top < scene.height * 0.1


@pytest.mark.parametrize(("name", "cell"), [("race", "rocket for the Moon"), ("apollo13", "Main bus B")])
def test_a_card_of_a_comparison_keeps_what_changed_most(name, cell):
    texts = [label.text for label in dict(drawn(name, "card"))["compare"].labels]
    assert any(cell in text for text in texts), texts


def test_a_gap_of_minutes_is_no_hour_and_a_day_is_named_once():
    scene = dict(drawn("apollo13", "card"))["compare"]
    assert not [label.text for label in scene.labels if label.role == "gap"]  # all of one hour stands clear
    assert [label.text for label in scene.labels].count("14 Apr 1970") == 1
    log = Log()
    log.source("s", published="2020-01-01")
    for number in range(20):
        log.event(f"thing {number}", f"2020-01-01T10:{number // 10 * 40:02d}:{number % 10:02d}Z", (), ["s"])
    said = [label.text for label in figures.scene(log.snapshot(), "events").labels if label.role == "gap"]
    assert said == ["39 min"]


def legend_of(scene):
    return {label.text for label in scene.labels if label.role == "legend"}


@pytest.mark.parametrize("name", LOGS)
def test_a_legend_explains_what_is_not_a_colour_before_the_last_colour(name):
    for kind, scene in drawn(name, "card"):
        said = legend_of(scene)
        roles = {mark.role for mark in scene.marks if mark.item is not None}
        if kind == "plane":
            assert said & {"reported on the day", "reported at once"}
            assert "echo" not in roles or "a later report" in said
        if kind == "calendar":
            possible = [item for item in scene.items if item.kind == "day" and item.answer == "possibly"]
            assert not possible or said & {"some day within", "some time within"}
        if kind in ("events", "state", "compare", "belief"):
            assert "tail" not in roles or said & {"no earliest date", "no latest date"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LOGS)
def test_no_line_begins_with_a_dot_between_two_parts(name, place):
    for kind, scene in drawn(name, place):
        assert not [label.text for label in scene.labels if label.text.startswith("·")], kind


def way_of(stroke):
    """Say which way a stroke in a dot goes: across, and up; nowhere where it is a dot."""
    (x0, y0), (x1, y1) = (stroke.points[0], stroke.points[-1])
    return tuple(round(math.copysign(abs(step) > 0.1, step)) for step in (x1 - x0, y1 - y0))


def test_on_paper_each_colour_of_dots_has_a_stroke_of_its_own():
    for name in LOGS:
        for kind, scene in drawn(name, "print"):
            fills = {}
            for item in range(len(scene.items)):
                marks = [mark for mark in scene.marks if mark.item == item]
                dots = [mark for mark in marks if mark.shape == "dot" and mark.role == "value"]
                strokes = frozenset(way_of(mark) for mark in marks if mark.role == "stroke")
                some = {mark.fill for mark in marks if mark in dots or mark.role == "half"} & set(OKABE_ITO)
                fills.setdefault(strokes, set()).update(some if dots else ())
            assert all(len(some) <= 1 for some in fills.values()), (name, kind, fills)


def test_the_day_on_which_something_may_have_happened_is_framed_and_hatched():
    log = Log()
    log.source("s")
    log.event("in a month", "2024-05", (), ["s"])
    scene = figures.scene(log.snapshot(), "calendar")
    days = [mark for mark in scene.marks if mark.role == "day"]
    assert len(days) == 31
    assert all(mark.hatch and mark.stroke and mark.width for mark in days)
    plates = [mark.box for mark in scene.marks if mark.role == "plate" and mark.item is not None]
    numbers = {label.item: label.box for label in scene.labels if label.role == "day"}
    assert all(
        plate.width * plate.height < 0.6 * day.box.width * day.box.height
        for plate, day in zip(plates, days, strict=True)
    )
    assert len(numbers) == 31


@pytest.mark.parametrize("name", LOGS)
def test_no_last_sheet_holds_a_row_or_the_sources_alone(name):
    for kind, scene in drawn(name, "print"):
        use = USES["print"]
        found = pages(scene, use.sheet(scene.width), use.edge, measure)
        if len(found) == 1:
            continue
        filled = [max(label.box.bottom for label in page.labels if label.role != "page") for page in found]
        assert filled[-1] > found[-1].height * 0.35, kind
        assert any(mark.item is not None for mark in found[-1].marks), kind
