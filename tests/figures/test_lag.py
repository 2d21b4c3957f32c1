"""How long it took to be reported: the lengths are those of two uncertain dates, and say no more than these do."""

import re

import pytest
from faults import faults
from figure_logs import TITLES, Log
from hypothesis import given
from hypothesis import strategies as st
from story_logs import story

from timeline import figures
from timeline.dates.values import DAY, day_number
from timeline.errors import FigureError
from timeline.figures.place.elapsed import HOUR, MINUTE, length_text

AS_OF = "2026-11-23"


def told(*pairs, **body):
    """Make a log of events, each by when it occurred and when its source was published."""
    log = Log()
    for number, (occurred, published) in enumerate(pairs):
        log.source(f"s{number}", published=published)
        log.event(f"event {number}", occurred, (), [f"s{number}"], **body)
    return log


def lags(log, as_of=AS_OF, **options):
    scene = figures.scene(log.snapshot(as_of), "lag", **options)
    assert faults(scene) == []
    return [label.text for label in scene.labels if label.role == "lag"]


@pytest.mark.parametrize(
    ("occurred", "published", "said"),
    [
        ("2024-05-05", "2024-05-05", "the same day"),
        ("2024-05-05", "2024-05-06", "1 day"),
        ("2024-05-05", "2024-07-12", "68 days"),
        ("2024-02-28", "2024-03-01", "2 days"),
        ("2022-01-01", "2023-03-05", "14 months"),
        ("1969-02-21", "1989-08-18", "20 years"),
        ("2024-05", "2024-05-31", "within 30 days"),
        ("1974/..", "1989-08-18", "14\u201315 years"),
        ("[1974..1976]", "1989-08-18", "12\u201315 years"),
        ("[..1974]", "1989-08-18", "14 years or more"),
        ("2024-05-09", "2024-05-05", "4 days ahead"),
        ("2024-05-05T14:02:00Z", "2024-05-05T14:22:30Z", "20 min"),
        ("2024-05-05T14:02:00Z", "2024-05-05", "the same day"),
        ("2024-05-05T14:02:00Z", "2024-05-05T14:02:00Z", "at once"),
    ],
)
def test_a_length_is_that_of_its_two_dates(occurred, published, said):
    assert lags(told((occurred, published))) == [said]


days = st.integers(day_number(1990, 1, 1), day_number(2010, 1, 1))


@given(st.tuples(days, days).map(sorted), st.tuples(days, days).map(sorted))
def test_its_bounds_hold_every_length_that_two_ranges_of_days_allow(begun, reported):
    """By brute force at the ends, where a difference of two ranges is least and greatest."""
    from timeline.asof.windows import Window
    from timeline.figures.describe.lag import difference

    start = (begun[0] * DAY, begun[1] * DAY + DAY - 1)
    window = Window(reported[0] * DAY, reported[1] * DAY + DAY - 1)
    ends = [(told - was) * DAY for told in reported for was in begun]
    lo, hi = difference(start, window)[:2]
    assert hi == max(ends)
    assert lo == (max(min(ends), 0) if hi >= 0 else min(ends))


def test_the_longest_stand_first_and_all_that_has_no_row_is_in_a_note():
    log = told(("2024-01-01", "2024-01-03"), ("2000-01-01", "2024-01-03"), ("[..2024]", "2024-02-01"))
    log.event("untold", "2024-01-01", reports=[])
    log.event("planned", "2027", [("a.p", "x", "planned")], ["s0"])
    assert lags(log) == ["24 years", "2 days"]
    notes = " ".join(figures.scene(log.snapshot(AS_OF), "lag").notes)
    for name in ("event 2", "untold", "planned"):
        assert f"\u201c{name}\u201d" in notes


def test_a_report_that_was_not_out_by_the_as_of_day_sets_no_length():
    log = told(("2024-01-01", "2024-03/2024-09"))
    assert lags(log, "2024-05-01") == ["60 days \N{EN DASH} 3 months"]
    with pytest.raises(FigureError, match="no event was known"):
        lags(log, "2024-02-01")


def test_many_rows_are_cut_to_the_longest_and_the_rest_is_counted():
    log = told(*(("2024-01-01", f"2024-{1 + place % 12:02d}-{1 + place // 12:02d}") for place in range(60)))
    scene = figures.scene(log.snapshot(AS_OF), "lag")
    assert faults(scene) == []
    assert sum(label.role == "lag" for label in scene.labels) == 30
    assert any(note.startswith("30 events told sooner") for note in scene.notes)


@pytest.mark.parametrize("width", [5.0, 9.0, 14.0])
def test_titles_of_any_script_and_length_leave_room_for_the_lengths(width):
    log = Log()
    for number, title in enumerate(TITLES):
        log.source(f"s{number}", published=f"{2000 + number}-01-01")
        log.event(title, "[1974..1976]" if number % 2 else f"19{60 + number}-05", (), [f"s{number}"])
    scene = figures.scene(log.snapshot(AS_OF), "lag", size=(width, None))
    assert faults(scene) == []
    assert sum(label.role == "lag" for label in scene.labels) == len(TITLES)


@given(st.integers(1, 10**17))
def test_a_length_in_whole_units_is_neither_longer_than_it_is_nor_shorter_where_it_is_rounded_up(micros):
    sizes = {"s": 10**6, "min": MINUTE, "h": HOUR, "day": DAY, "month": 30.436875 * DAY, "year": 365.2425 * DAY}
    for up in (False, True):
        number, unit = length_text(micros, up=up).replace(",", "").split()
        size = sizes[unit if unit == "s" else unit.removesuffix("s")]
        count = int(number)
        assert (count - 1) * size < micros <= count * size if up else count * size <= micros < (count + 1) * size


def test_in_a_narrow_figure_the_words_of_a_row_stand_above_it_and_all_within_the_margins():
    log = told(("2000-01-01", "2024-01-03"), ("2024-01-01", "2024-01-03"))
    scene = figures.scene(log.snapshot(AS_OF), "lag", size=(4.2, None))
    assert faults(scene) == []
    for number in range(2):
        said = next(label for label in scene.labels if label.text == f"event {number}")
        length = next(label for label in scene.labels if label.role == "lag" and label.item == said.item)
        assert said.box.bottom < length.box.top
    assert min(label.box.left for label in scene.labels) > 19.99
    assert [label.text for label in scene.labels if label.role == "date"] == ["1 Jan 2000", "1 Jan 2024"]


def test_what_surely_took_longest_stands_first_and_a_page_of_no_last_day_stands_last():
    """A page from 2000 or later is no sign that it took 26 years more: its bound is the day on which we read it."""
    log = told(
        ("1966", "[2000..]"), ("1961-05", "1988"), ("[1961..1981]", "1988"), ("1964-08-03", "1989-08-18"),
        ("1967-01-27", "1967-01-27"), ("1969-03-01", None),
    )  # fmt: skip
    scene = figures.scene(log.snapshot(AS_OF), "lag")
    assert faults(scene) == []
    said = sorted((label for label in scene.labels if label.role == "lag"), key=lambda label: label.y)
    titles = [re.search(r"event (\d)", scene.items[label.item].whole)[1] for label in said]
    assert titles == ["1", "3", "2", "4", "0", "5"]
    assert [label.text.partition("; ")[2] for label in said] == ["", "", "", "", "no last day", "undated"]


def test_the_last_day_of_an_open_date_is_told_by_a_report_that_rests_on_it():
    log = Log()
    log.source("first", published="[1970-04-14..]")
    log.source("book", published="1972-05-01", via=["first"])
    log.event("a bang", "1970-04-14", [], ["first", "book"])
    assert lags(log) == ["within 3 years"]


@pytest.mark.parametrize("use", [None, "article", "phone", "card"])
def test_a_lag_of_the_race_begins_with_what_came_out_late_by_its_date(use):
    scene = story("race").scene("lag", **({} if use is None else {"for_": use}))
    said = sorted((label for label in scene.labels if label.role == "lag"), key=lambda label: label.y)[:5]
    assert [label.text for label in said][3:] == ["26\u201327 years", "24\u201325 years"]
    assert "Sochi" in scene.items[said[3].item].whole
    assert not any(";" in label.text for label in said)
