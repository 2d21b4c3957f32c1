"""Figures for an article, a phone, a card and a page: of their size, read there, and saying what they left out."""

import re

import pytest
from faults import faults
from figure_logs import Log, many
from figure_logs import options_of as needs
from story_logs import COMPARED, LOGS, most_told_cell, story

from timeline import figures
from timeline.errors import FigureError
from timeline.figures.draw import encode
from timeline.figures.place.frame import TITLE
from timeline.figures.place.resize import page_count, pages, resized
from timeline.figures.typeface import measure
from timeline.figures.uses import USES

PX = 72 / 96
SCREENS = [name for name in USES if name != "print"]


def options_of(name, kind):
    """Give what a kind needs of a story, as `every_kind` does."""
    told = story(name)
    if kind == "compare":
        before, after = COMPARED[name]
        return {"before": told.at(before), "as_of": after}
    if kind == "cascade":
        return {"event": max(told.at(None).events, key=lambda event: (len(event.reports), event.id)).id}
    return {"cell": most_told_cell(told)} if kind == "belief" else {}


def drawn(name, kind, **options):
    return story(name).scene(kind, **options_of(name, kind), **options)


def cells_of(scene):
    return {", ".join(filter(None, (lane.group, lane.name))) for lane in scene.lanes if lane.group}


def smallest(scene):
    return min(label.size for label in scene.labels)


@pytest.mark.parametrize("kind", figures.KINDS)
@pytest.mark.parametrize("name", LOGS)
def test_a_figure_for_an_article_is_680_px_wide_and_at_most_900_high(name, kind):
    scene = drawn(name, kind, for_="article")
    assert scene.width == pytest.approx(680 * PX, abs=0.01)
    assert scene.height <= 900 * PX
    assert smallest(scene) >= 11 * PX - 1e-6
    assert faults(scene) == []


@pytest.mark.parametrize("kind", figures.KINDS)
@pytest.mark.parametrize("name", LOGS)
def test_no_line_below_the_headline_ends_between_a_number_and_what_it_counts(name, kind):
    lines = [label.text for label in drawn(name, kind, for_="phone").labels if label.role == "question"]
    assert [line for line in lines[:-1] if re.search(r"(?<!\S)\d[\d,]*( of)?$", line)] == []


@pytest.mark.parametrize("kind", figures.KINDS)
@pytest.mark.parametrize("name", LOGS)
def test_a_figure_for_a_phone_is_360_px_wide_and_no_type_is_below_12_px(name, kind):
    scene = drawn(name, kind, for_="phone")
    assert scene.width == pytest.approx(360 * PX, abs=0.01)
    assert smallest(scene) >= 12 * PX - 1e-6
    assert faults(scene) == []


@pytest.mark.parametrize("kind", figures.KINDS)
@pytest.mark.parametrize("name", LOGS)
def test_a_card_is_1200_by_675_px(name, kind):
    scene = drawn(name, kind, for_="card")
    assert (scene.width, scene.height) == pytest.approx((1200 * PX, 675 * PX), abs=0.01)
    assert smallest(scene) >= 18 * PX - 1e-6
    assert faults(scene) == []
    assert max(label.box.bottom for label in scene.labels) < scene.height


@pytest.mark.parametrize("kind", figures.KINDS)
@pytest.mark.parametrize("name", LOGS)
def test_a_figure_for_print_is_cut_into_pages_of_a4_and_loses_nothing(name, kind):
    whole = drawn(name, kind, for_="print")
    found = pages(whole, USES["print"].sheet(whole.width), USES["print"].edge, measure)
    assert {(round(page.width), round(page.height)) for page in found} in ({(595, 842)}, {(842, 595)})
    said = [label.text for page in found for label in page.labels if label.role != "page"]
    for label in whole.labels:
        assert label.text in said
    items = {mark.item for page in found for mark in page.marks}
    assert items == {mark.item for mark in whole.marks}
    for page in found:
        assert faults(page) == []


@pytest.mark.parametrize("kind", figures.KINDS)
def test_pages_are_counted_as_they_are_cut(kind):
    """The count alone decides how large the type is; a scene is cut into pages only once."""
    sheet = USES["print"]
    for scale in (0.6, 1.0, 1.7, 4.0):
        scene = resized(drawn("astronomy", kind), scale, 0.0, 0.0)
        found = pages(scene, sheet.page, sheet.edge, measure)
        assert page_count(scene, sheet.page, sheet.edge) == len(found)
        assert {mark.item for page in found for mark in page.marks} == {mark.item for mark in scene.marks}


def test_pages_have_numbers_and_each_that_begins_in_the_plot_repeats_the_axis():
    log = many(200, seed=3)
    scene = figures.scene(log.snapshot("2026-11-23"), "events", for_="print", label="all")
    found = pages(scene, USES["print"].page, USES["print"].edge, measure)
    assert len(found) > 2
    numbers = [label.text for page in found for label in page.labels if label.role == "page"]
    assert numbers == [f"Page {number} of {len(found)}" for number in range(1, len(found) + 1)]
    axis = [label.text for label in found[0].labels if label.role == "axis"]
    inside = [page for page in found[1:] if page.plot.bottom > page.plot.top and page.lanes]
    assert inside
    for page in inside:
        assert [label.text for label in page.labels if label.role == "axis"][: len(axis)]
        assert faults(page) == []


def test_on_a_phone_each_date_stands_above_what_happened_and_time_runs_down():
    scene = drawn("race", "events", for_="phone")
    dates = {label.item: label for label in scene.labels if label.role == "date"}
    texts = {}
    for label in scene.labels:
        if label.role == "text":
            texts.setdefault(label.item, label)
    assert len(texts) == 12
    for item, label in texts.items():
        assert dates[item].y < label.y
        assert dates[item].x == pytest.approx(label.x, abs=0.01)
    years = [int(re.search(r"19\d\d", dates[item].text).group()) for item in sorted(texts, key=lambda at: texts[at].y)]
    assert years == sorted(years)
    counted = [label.text for label in scene.labels if label.role == "more"]
    assert sum(int(text.split()[0]) for text in counted) == 36
    drawn_marks = {mark.item for mark in scene.marks if mark.item is not None}
    assert drawn_marks == set(range(len(scene.items)))


@pytest.mark.parametrize("use", SCREENS)
def test_what_is_left_out_is_counted_and_a_note_says_how_to_see_it(use):
    log = many(300, seed=2)
    snapshot, options = log.snapshot("2026-11-23"), needs(log, "state", "2026-11-23")
    whole = figures.scene(snapshot, "state", **options)
    scene = figures.scene(snapshot, "state", for_=use, **options)
    assert any("without --for" in note for note in scene.notes)
    lost = cells_of(whole) - cells_of(scene)
    counts = [int(match) for note in scene.notes for match in re.findall(r"([\d,]+) cells? for which", note)]
    assert sum(counts) == len(lost)


def test_a_card_tells_how_many_are_named_and_who_published():
    scene = drawn("race", "events", for_="card")
    question = next(label.text for label in scene.labels if label.role == "question")
    named = {label.item for label in scene.labels if label.role == "text"}
    assert f"48 events; {len(named)} named" in question
    (sources,) = [label.text for label in scene.labels if label.role == "sources"]
    assert re.match(r"Sources: .* and \d+ more$", sources)
    assert not [label for label in scene.labels if label.role == "refs"]


@pytest.mark.parametrize("name", LOGS)
def test_a_card_of_events_lists_its_key_moments_below_their_marks(name):
    scene = drawn(name, "events", for_="card")
    told = [label for label in scene.labels if label.role in ("text", "date")]
    assert len({label.item for label in told}) >= 3
    assert all(label.box.top >= scene.plot.bottom for label in told)


@pytest.mark.parametrize("name", LOGS)
def test_a_card_of_states_shows_several_cells_and_those_of_which_most_is_told(name):
    whole, scene = drawn(name, "state"), drawn(name, "state", for_="card")
    assert len(cells_of(scene)) >= min(len(cells_of(whole)), 2) or any("no room" in note for note in scene.notes)
    assert all(label.role != "undated" for label in scene.labels)


def test_a_rail_says_how_long_nothing_happened_only_where_nothing_can_have():
    log = Log()
    log.source("s")
    for number, date in enumerate(("2020-01", "2021-03", "[..2023-05-01]", "2023-05-02", "2026")):
        log.event(f"event {number}", date, [], ["s"])
    scene = figures.scene(log.snapshot(), "events", for_="phone", records=tuple(log.records))
    gaps = [label.text for label in sorted(scene.labels, key=lambda label: label.y) if label.role == "gap"]
    assert gaps == ["12 months later", "2 years later"]


def test_the_longest_words_are_drawn_or_refused_at_every_size():
    log = Log()
    log.source("s", publisher="P" * 200)
    for number in range(30):
        log.event(f"{'word ' * 40}{number}", f"20{number:02d}", [("a" * 90 + ".p", number)], ["s"], tags=["key"])
    for use in SCREENS:
        for kind in ("events", "plane", "lag", "calendar"):
            scene = figures.scene(log.snapshot(), kind, for_=use, records=tuple(log.records))
            assert faults(scene) == [], (use, kind)


def test_the_same_scene_at_every_size_gives_the_same_bytes():
    for use in SCREENS:
        first, second = (encode(drawn("race", "lag", for_=use), "svg") for _ in range(2))
        assert first == second


def test_for_and_size_together_and_places_that_do_not_exist_are_refused():
    with pytest.raises(FigureError, match="says how large it is"):
        drawn("race", "events", for_="card", size=(7.0, None))
    with pytest.raises(FigureError, match="is no place for a figure"):
        drawn("race", "events", for_="crad")


def test_print_has_the_colours_of_print_unless_others_are_asked_for():
    assert drawn("race", "state", for_="print") == drawn("race", "state", for_="print", theme="print")
    assert drawn("race", "state", for_="print") != drawn("race", "state", for_="print", theme="light")


# --- as a picture editor looks at it ---------------------------------------------------------------------------------


def texts(scene, role):
    return [label.text for label in scene.labels if label.role == role]


def cut(scene, *roles):
    return [label.text for label in scene.labels if label.role in roles and label.text.endswith("…")]


@pytest.mark.parametrize("use", [None, "article", "phone", "card", "print"])
@pytest.mark.parametrize("name", LOGS)
def test_no_title_and_no_length_of_a_lag_is_cut(name, use):
    scene = drawn(name, "lag", **({} if use is None else {"for_": use}))
    assert cut(scene, "text", "date", "lag") == []


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("use", [None, "print"])
def test_no_name_beside_a_plane_is_cut(name, use):
    assert cut(drawn(name, "plane", **({} if use is None else {"for_": use})), "text") == []


@pytest.mark.parametrize("name", LOGS)
def test_each_line_of_the_axis_of_a_lag_has_a_name(name):
    scene = drawn(name, "lag")
    lines = {mark.points[0][0] for mark in scene.marks if mark.role == "grid"}
    assert len(lines) == len(texts(scene, "axis"))
    assert "same day" in texts(scene, "axis")


def test_a_lag_in_which_most_is_told_at_once_says_so_and_fills_its_card():
    scene = drawn("apollo13", "lag", for_="card")
    assert any("60 of 62 events at once" in text for text in texts(scene, "question"))
    assert texts(scene, "lag").count("at once") >= 3


@pytest.mark.parametrize("use", [None, "phone", "card"])
@pytest.mark.parametrize("name", LOGS)
def test_no_name_in_a_cascade_is_cut_and_no_date_is_made_up(name, use):
    scene = drawn(name, "cascade", **({} if use is None else {"for_": use}))
    assert cut(scene, "text") == []
    assert not any("23:59" in text for text in texts(scene, "date"))
    if name == "astronomy":  # nobody says when four of its sources were published
        assert texts(scene, "date").count("no date given") == 4
        if use != "card":  # readers know outlets, and not the short names that the log has for them
            (said,) = [note for note in scene.notes if "do not say what they rest on" in note]
            assert "Cape Canaveral 1612" in said
            assert "renaissance" not in said


@pytest.mark.parametrize("name", LOGS)
def test_every_fill_of_a_card_of_origins_has_a_word(name):
    scene = story(name).scene("cascade", for_="card")
    shares = [item for item in scene.items if item.kind == "share"]
    said = [text for text in texts(scene, "legend") if not text.startswith("hollow")]
    assert len(said) == len(shares)


@pytest.mark.parametrize("kind", figures.KINDS)
@pytest.mark.parametrize("name", LOGS)
def test_sources_and_what_is_not_drawn_stand_at_the_foot_of_a_card(name, kind):
    scene = drawn(name, kind, for_="card")
    foot = [label for label in scene.labels if label.role in ("note", "sources")]
    assert len({round(label.y, 2) for label in foot}) <= 1
    assert all(label.box.bottom > scene.height * 0.92 for label in foot)


def test_a_card_of_a_comparison_has_two_cells_where_two_have_room():
    scene = drawn("events", "compare", for_="card")
    assert len({lane.group for lane in scene.lanes if lane.group}) == 2


def test_a_card_of_one_cell_names_it_below_the_headline():
    scene = drawn("astronomy", "compare", for_="card")
    assert texts(scene, "question") == ["Observatories, known: what was known by 31 Dec 2010, and by 23 Nov 2026"]
    assert texts(scene, "group") == []


def test_a_calendar_of_hours_shows_no_hours_before_or_after_all_that_happened():
    scene = drawn("apollo13", "calendar")
    assert [text for text in texts(scene, "axis") if re.fullmatch(r"\d\d", text)] == ["02", "03", "04", "05"]


@pytest.mark.parametrize("name", LOGS)
def test_no_outline_hides_the_colour_of_a_column(name):
    scene = drawn(name, "rate", for_="phone")
    columns = [mark for mark in scene.marks if mark.role == "value" and mark.item is not None]
    assert columns
    for mark in columns:
        wide = max(x for x, _ in mark.points) - min(x for x, _ in mark.points)
        assert 2 * mark.width <= wide * 0.5


@pytest.mark.parametrize("name", LOGS)
def test_a_phone_says_no_day_over_times_that_it_does_not_print(name):
    for kind in ("state", "compare", "belief"):
        days = [text for text in texts(drawn(name, kind, for_="phone"), "axis") if text.endswith(", UTC")]
        assert bool(days) == (name == "apollo13"), kind


def test_a_phone_counts_the_values_of_a_belief_that_are_as_before_and_does_not_list_them_in_each_row():
    said = [text for text in texts(drawn("apollo13", "belief", for_="phone"), "text") if "before" in text]
    assert "as before: on its way, battery B off charge" in said
    assert "15 values as before" in said
    assert max(map(len, said)) < 60


def test_a_phone_does_not_say_unknown_of_the_days_on_which_a_value_may_have_begun():
    said = texts(drawn("astronomy", "state", for_="phone"), "unknown")
    assert said == ["unknown until 31 Dec 1419", "unknown until 30 Nov 1471"]


def test_a_card_of_few_rows_is_not_left_empty_below_them():
    scene = drawn("race", "cascade", for_="card")
    assert faults(scene) == []
    foot = min(label.box.top for label in scene.labels if label.role in ("source", "sources"))
    assert foot - scene.plot.bottom < 0.1 * scene.height


def test_a_line_that_is_broken_between_its_parts_keeps_no_type_small():
    """It says the same words, without the point between them, and so the type may be as large as there is room for."""
    scene = story("race").scene("compare", before=story("race").at("1970-01-01"), as_of="1990-01-01", for_="print")
    (title,) = [label for label in scene.labels if label.role == "title"]
    assert title.size > 1.3 * TITLE
    assert [label.text for label in scene.labels if label.role == "question"][1].startswith("What was known by")
