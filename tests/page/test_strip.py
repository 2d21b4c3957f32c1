"""The figure of all events: what stands on its axis, that nothing in it collides, and what it says in words."""

import itertools
import re

import pytest
from page_logs import Log, a_story, centuries, crowd, page_of, three_hours

from timeline.dates.values import DAY
from timeline.figures.fallback import lacks, measure
from timeline.page import Pens, tell
from timeline.page.naming import LINE, SIZE
from timeline.page.strip import RADIUS
from timeline.page.turns import Turn, sentence, turns
from timeline.views.filters import Question, Selection

LOGS = {
    "four": lambda: a_story()[0],
    "hours": three_hours,
    "centuries": centuries,
    "crowd": lambda: crowd(300),
}


def told(log, **asked):
    return tell(log.ledger, Question(**asked), (), Pens(measure=measure, lacks=lacks))


@pytest.fixture(scope="module", params=LOGS)
def story(request):
    return told(LOGS[request.param]())


# --- places ----------------------------------------------------------------------------------------------------------


def test_every_event_stands_somewhere_or_is_counted(story):
    placed = {mark.event for mark in story.strip.marks}
    assert len(placed) + story.strip.undated == len(story.events)


def test_everything_stands_within_the_figure(story):
    strip = story.strip
    for mark in strip.marks:
        for shape in mark.shapes:
            assert 0 <= shape.left <= shape.right <= 101
    assert all(0 <= x <= 100 for x in strip.lines)
    assert list(strip.lines) == sorted(strip.lines)
    for layout in strip.layouts:
        assert 100 <= layout.height <= 340
        assert all(0 <= tick.x <= 100 for tick in layout.ticks)


def test_times_on_an_axis_say_once_in_which_zone_they_are():
    for layout in told(three_hours()).strip.layouts:
        assert any(":" in tick.text for tick in layout.ticks)
        assert [tick.text.endswith(", UTC") for tick in layout.ticks if tick.level == 1] == [True]
    assert not any("UTC" in tick.text for layout in told(centuries()).strip.layouts for tick in layout.ticks)


def words_of(label):
    return max(measure(" ".join(part for part in (one.date, one.title, one.word) if part), SIZE) for one in label.words)


def box(label, width):
    x = label.x * width / 100
    wide = words_of(label)
    left = x - 5 - wide if label.ends else x + 5
    return left, left + wide


@pytest.mark.parametrize("times", [1.0, 1.3])
def test_no_label_touches_another_or_its_leader_at_any_width(story, times):
    for layout in story.strip.layouts:
        width = layout.width * times
        for label in layout.labels:
            left, right = box(label, width)
            assert left >= 0
            assert right <= width
        for one, other in itertools.permutations(layout.labels, 2):
            left, right = box(one, width)
            if one.row == other.row:
                begin, end = box(other, width)
                assert right < begin or end < left
            if other.row > one.row:
                assert not left < other.x * width / 100 < right


def test_no_two_dots_of_a_row_overlap_where_rows_are_enough(story):
    for packing, layout in enumerate(story.strip.layouts[:2]):
        if max(mark.rows[packing] for mark in story.strip.marks) >= layout.rows:
            continue
        rows = {}
        for mark in story.strip.marks:
            if mark.shapes[0].kind == "dot":
                rows.setdefault(mark.rows[packing], []).append(mark.shapes[0].left * layout.width / 100)
        for places in rows.values():
            assert all(b - a >= 2 * RADIUS for a, b in itertools.pairwise(sorted(places)))


def test_a_date_vaguer_than_the_axis_does_not_set_it():
    strip = told(three_hours()).strip
    lines = strip.lines
    assert lines[-2] - lines[0] > 80  # the three hours have the room, not the day of the note
    assert len(strip.breaks) == 1
    assert lines[-2] < strip.breaks[0] < lines[-1]


def test_a_month_without_its_year_does_not_stretch_the_axis():
    log = Log()
    for year in range(1961, 1977):
        log.event(f"event of {year}", f"{year}-07-01", reports=[{"reported": f"{year}-08-01"}])
    log.event("some August", "XXXX-08", reports=[{"reported": "1970-01-01"}])
    strip = told(log).strip
    dots = sorted(mark.shapes[0].left for mark in strip.marks if mark.shapes[0].kind == "dot")
    assert dots[-1] - dots[0] > 85
    assert not strip.undated


def test_one_event_of_a_day_has_an_axis():
    log = Log()
    log.event("alone", "2020-01-05", reports=[{"reported": "2020-01-06"}])
    strip = told(log).strip
    assert len(strip.marks) == 1
    assert 0 < strip.marks[0].shapes[0].left < strip.lines[0] <= 100


@pytest.mark.parametrize("dates", [["2020-01-05"], ["2020-01-05", "2020-01-06"], [None, None], ["2020-01"]])
def test_where_nobody_told_a_time_the_axis_names_none(dates):
    """Nor does it of the day on which what has no date was recorded."""
    log = Log()
    for number, date in enumerate(dates):
        log.event(f"event {number}", date, reports=[{"reported": "2020-01-06"}])
    for layout in told(log).strip.layouts:
        assert layout.ticks
        assert not [tick.text for tick in layout.ticks if ":" in tick.text or "UTC" in tick.text]


def test_what_is_dated_anew_stands_at_each_date_when_it_was_dated_so():
    log = Log()
    event = log.event("moved", "2020-01-05", reports=[{"reported": "2020-02-01"}])
    log.event("other", "2020-12-05", reports=[{"reported": "2020-12-06"}])
    log.add("correction", target=event, set={"occurred": "2020-06-05"}, reported="2020-07-01", because="b")
    story = told(log)
    marks = [mark for mark in story.strip.marks if mark.event == next(
        number for number, one in enumerate(story.events) if one.id == event)]  # fmt: skip
    assert len(marks) == 2
    turn = story.days.index("2020-07-01")
    assert [sorted(mark.stops) for mark in marks] == [list(range(turn)), list(range(turn, len(story.days)))]


def test_the_key_moments_are_those_that_are_tagged_so():
    story = told(three_hours())
    tagged = {place for place, event in enumerate(story.events) if "key" in event.runs[-1][1].get("g", ())}
    assert len(tagged) == 6
    assert {label.event for label in story.strip.layouts[2].labels} == tagged
    log = three_hours()
    log.event("another", "2026-03-11T15:00:00Z", reports=[{"reported": "2026-03-11T15:01:00Z"}], tags=["turn"])
    other = tell(log.ledger, Question(), (), Pens(measure=measure, lacks=lacks), key_tags=("turn",))
    (label,) = other.strip.layouts[2].labels
    assert label.words[0].title == "another"


def test_the_changes_have_room_below_the_labels(story):
    for layout in story.strip.layouts:
        lowest = layout.base + 6 + LINE * max((label.row + 1 for label in layout.labels), default=0)
        assert lowest <= layout.height - 30


# --- words -----------------------------------------------------------------------------------------------------------


def test_the_sentence_counts():
    late = "1 has its first report in this log 8 days or more after it happened"
    assert told(a_story()[0]).sentence == f"4 events from 4 sources; 1 disputed; 1 taken back; {late}."
    rows = [{"k": "yes", "s": "reported", "c": [1]}] * 40 + [{"k": "possibly", "s": "disputed", "c": [1]}] * 7
    lags = [0] * 43 + [DAY * 366 * 17] * 3 + [DAY * 366 * 16 + 5]
    assert sentence(rows, 12, lags) == (
        "47 events from 12 sources; 7 disputed; 7 only possibly known; "
        "4 have their first report in this log 16 years or more after they happened."
    )


@pytest.mark.parametrize(
    ("lags", "words"),
    [
        ([DAY * 800], "1 has its first report in this log 2 years or more after it happened"),
        ([DAY * 70], "1 has its first report in this log 2 months or more after it happened"),
        ([DAY // 2], "1 has its first report in this log 12 hours or more after it happened"),
        ([60_000_000 * 12], "1 has its first report in this log 12 minutes or more after it happened"),
        ([60_000_000], ""),
        ([-1, 0], ""),
        ([], ""),
    ],
)
def test_how_late_the_latest_came_out(lags, words):
    said = sentence([{"k": "yes", "s": "reported", "c": [1]}], 1, lags)
    assert said == f"1 event from 1 source{'; ' + words if words else ''}."


def test_the_turns_are_where_the_story_turned():
    story = told(a_story()[0])
    found = {turn.what: story.days[turn.place] for turn in story.turns}
    assert found["First denial, first correction"] == "2020-09-01"
    assert found["First taken back, latest"] == "2020-10-01"
    assert len(story.turns) <= 7
    assert [turn.place for turn in story.turns] == sorted({turn.place for turn in story.turns})


def test_a_story_of_one_stop_has_no_turns():
    assert turns([[(0, {"k": "yes", "s": "reported"})]], 1) == ()
    two = turns([[(0, {"k": "yes", "s": "reported"})]], 2)
    assert two == (Turn(0, "First known"), Turn(1, "Latest"))


def test_what_is_only_possibly_known_at_first_is_not_said_to_be_known():
    """A book without a date may have said it in the year of the event itself: that is no day on which it was known."""
    possibly, surely = {"k": "possibly", "s": "reported"}, {"k": "yes", "s": "reported"}
    found = turns([[(0, possibly), (3, surely)]], 5)
    assert found == (Turn(0, "First possibly known"), Turn(3, "First known"), Turn(4, "Latest"))
    assert turns([[(0, possibly)]], 2)[0] == Turn(0, "First possibly known")


def test_times_of_one_day_stand_before_the_names_in_the_figure():
    story = told(three_hours())
    dates = {words.date for label in story.strip.layouts[-1].labels for words in label.words}
    assert dates
    assert all(re.match(r"\d\d:\d\d", date) for date in dates if date)
    assert any(dates)


def test_only_a_word_against_an_event_has_the_colour_of_doubt():
    log, _ = a_story()
    log.source("maker", published="2020-03-01", publisher="Maker", origin={"name": "maker", "interested": True})
    log.event("delta was praised", "2020-02-20", [("delta", "p", "v")], ["maker"], tags=["t"])
    page = page_of(log)
    words = {kind: set(re.findall(rf"<tspan class={kind}>([^<]*)<", page)) for kind in ("doubt", "word")}
    assert "self-reported" in words["word"]
    assert "disputed" in words["doubt"]
    assert not words["word"] & {"disputed", "doubted", "taken back"}


def test_the_page_describes_itself_to_whoever_shows_a_link_to_it():
    page = page_of(a_story()[0], title='What "was" known')
    for name in ('name="description"', 'property="og:description"'):
        assert f'<meta {name} content="4 events from 4 sources; 1 disputed; 1 taken back; 1 has its first' in page
    assert '<meta property="og:title" content="What &quot;was&quot; known">' in page


def test_a_filter_narrows_the_figure_too():
    story = told(a_story()[0], selection=Selection(entities=("beta",)))
    assert {mark.event for mark in story.strip.marks} == {0}
    assert story.sentence.startswith("1 event from 1 source")


def test_where_time_is_left_out_no_words_are_covered_or_touched(story):
    for layout in story.strip.layouts:
        for tick, gap in itertools.product(layout.ticks, story.strip.breaks):
            if tick.level == 0:
                apart = abs(tick.x - gap) * layout.width / 100
                assert apart > measure(tick.text, SIZE) / 2 + 4, (layout.name, tick.text)


@pytest.mark.parametrize("years", [16, 170_000_000])
def test_stops_far_from_all_events_are_named_by_a_measure_of_their_own(years):
    """Years of which only reports came later are not named by the minutes of the afternoon that they report on."""
    log = three_hours()
    known = log.records[1].id
    later = str(2026 + years) if years < 1000 else f"Y{2026 + years}"
    log.add("report", event=known, reported=later, stance="no-comment")
    log.add("report", event=known, reported="2027", stance="no-comment")
    strip = told(log).strip
    (gap,) = strip.breaks
    for layout in strip.layouts:
        beyond = [tick for tick in layout.ticks if tick.x > gap]
        assert any(":" in tick.text for tick in layout.ticks if tick.x < gap)
        assert not any(":" in tick.text for tick in beyond)
        assert len(beyond) < 20


def test_what_is_left_out_is_drawn_below_all_words():
    page = page_of(three_hours())
    figure = page[page.index("<svg id=strip") :].partition("<g class=now>")[0]
    below, gap, above = figure.rpartition("<rect class=gap")
    assert gap
    assert below.count("<text") == below.count("\N{HORIZONTAL ELLIPSIS}</text>")
    assert all(f"class={name}" in above for name in ("narrow", "middle", "wide"))
