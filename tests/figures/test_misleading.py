"""What a figure must never say otherwise than the log does: one test for each kind of fault that readers met."""

import pytest
from faults import faults
from figure_logs import VIEW, Log, clock, many

from timeline import figures
from timeline.dates import edtf, english
from timeline.figures.describe.printed import short, window_text
from timeline.figures.place.colours import OKABE_ITO
from timeline.figures.place.scale import Piece, Scale
from timeline.figures.place.ticks import ticks


def one_source(**body):
    log = Log()
    log.source("s", **body)
    return log


# --- dates as they are printed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["-0043", "-0043-03-15", "0000", "0079", "-0043/0001", "Y-17E7", "[..-0043]"])
def test_a_year_is_printed_as_people_say_it(text):
    """44 BC is not -0043: print says what the words say."""
    printed = short(edtf.parse(text))
    years = [word for word in ("44 BC", "1 BC", "AD 79", "170,000,001 BC") if word in english.words(edtf.parse(text))]
    assert years
    assert all(year in printed for year in years)
    assert "-0" not in printed


def test_an_axis_before_our_era_counts_years_as_people_do():
    lo, hi = (edtf.parse(text).span.lo for text in ("-0499", "0500"))
    scale = Scale(pieces=(Piece(lo=lo, hi=hi, left=0.0, right=600.0),), left=0.0, right=600.0)
    names = [tick.text for tick in ticks(scale, lambda text: 5.0 * len(text)) if tick.text]
    assert len(names) > 3
    assert all(name.endswith("BC") or name.startswith("AD") for name in names)


@pytest.mark.parametrize(
    "typed", ["[..1500]", "2026-21", "2026-33", "[1420..1440]", "2026", "2026-04", "XXXX-08", "198X"]
)
def test_a_window_that_is_a_date_is_printed_as_that_date(typed):
    """`[..1500]` is "by 1500": nobody said the 31st of December; and spring is no year."""
    date = edtf.parse(typed)
    assert window_text(date.span.lo, date.span.hi, date) == short(date)


def test_when_a_report_came_out_is_printed_as_its_source_dates_it():
    log = Log()
    log.source("old", published="[..1500]")
    log.source("season", published="2025-21")
    first = log.event("first", "1450", (), ["old", "season"])
    scene = figures.scene(log.snapshot(), "plane")
    assert "Reported: by 1500." in scene.items[0].whole
    dates = [
        label.text for label in figures.scene(log.snapshot(), "cascade", event=first).labels if label.role == "date"
    ]
    assert sorted(dates) == ["by 1500", "spring 2025"]


# --- the axis --------------------------------------------------------------------------------------------------------


def minutes(count=20):
    """Events of one hour, to the minute."""
    log = one_source()
    for number in range(count):
        log.event(f"minute {number}", f"2024-05-05T10:{number:02d}:30Z", [("a.p", number)], ["s"])
    return log


def marks_of(scene, title):
    """Give the marks of the items that speak of a title."""
    items = {place for place, item in enumerate(scene.items) if item.whole.startswith(f"{title}.")}
    assert items, title
    return [mark for mark in scene.marks if mark.item in items]


def test_a_day_among_hours_sets_no_axis_and_is_vague_on_it():
    log = minutes()
    log.event("some time that day", "2024-05-05", [("a.p", 99)], ["s"])
    scene = figures.scene(log.snapshot(), "events")
    first, last = (marks_of(scene, f"minute {number}")[0].box for number in (0, 19))
    assert last.left - first.left > 0.6 * scene.plot.width
    day = [mark for mark in marks_of(scene, "some time that day") if mark.role == "beside"]
    assert day[0].box.left <= first.left
    assert day[0].box.right >= last.right
    assert any(mark.role == "hollow" for mark in marks_of(scene, "some time that day"))  # not 24 solid hours
    assert any("5 May 2024" in label.text for label in scene.labels if label.role == "date")


def test_a_window_far_wider_than_the_rest_stands_in_a_row_with_its_words():
    log = one_source()
    for year in range(2000, 2012):
        log.event(f"in {year}", f"{year}-03-03", [("a.p", year)], ["s"])
    log.event("some August", "XXXX-08", [("a.p", 1)], ["s"])
    scene = figures.scene(log.snapshot(), "events")
    first, last = (marks_of(scene, f"in {year}")[0].box for year in (2000, 2011))
    assert last.left - first.left > 0.7 * scene.plot.width
    assert any(label.text == "some August" for label in scene.labels)
    assert any(label.text == "August, year unknown" for label in scene.labels)


def test_a_state_of_an_unknown_year_stretches_no_axis():
    log = one_source()
    for year in range(2000, 2012):
        log.event(f"in {year}", f"{year}-03-03", [(f"e{year % 3}.p", str(year))], ["s"])
    log.event("some August", "XXXX-08", [("e1.q", "planned for", "planned")], ["s"])
    scene = figures.scene(log.snapshot(), "state", view=VIEW)
    names = {label.text for label in scene.labels if label.role == "axis"}
    assert {"2002", "2004", "2006"} <= names
    assert any(label.text == "August, year unknown" for label in scene.labels)


def test_until_narrows_the_axis_where_one_event_reaches_beyond():
    log = one_source()
    log.event("within", "2020-03-03", [("a.p", "x")], ["s"])
    log.event("reaches beyond", "[2020-06-01..2026-06-01]", [("a.p", "y")], ["s"])
    scene = figures.scene(log.snapshot(), "events", since=clock("2020-01-01"), until=clock("2020-12-31"))
    names = [label.text for label in scene.labels if label.role == "axis"]
    assert any("2020" in name for name in names)
    assert not [name for name in names if any(str(year) in name for year in range(2021, 2027))]


@pytest.mark.parametrize("kind", ["events", "state"])
def test_a_clipped_figure_draws_no_clock_at_its_edge(kind):
    log = one_source()
    for year in (1970, 1979, 1985):
        log.event(f"in {year}", f"{year}", [("a.p", str(year))], ["s"])
    more = {"view": VIEW} if kind == "state" else {}
    snapshot = log.snapshot("2026-12-01")
    scene = figures.scene(snapshot, kind, since=clock("1978"), until=clock("1980"), **more)
    assert not [mark for mark in scene.marks if mark.role == "as-of"]
    assert "The line “as of 1 Dec 2026” lies to the right of this figure." in scene.notes
    whole = figures.scene(snapshot, kind, **more)
    assert [mark for mark in whole.marks if mark.role == "as-of"]


def test_what_began_before_the_days_asked_for_fills_no_room_of_the_unknown():
    log = one_source()
    log.event("early", "1970", [("a.p", "early")], ["s"])
    log.event("later", "1979-06-01", [("a.q", "later")], ["s"])
    scene = figures.scene(log.snapshot(), "state", view=VIEW, since=clock("1978"), until=clock("1980"))
    bar = next(mark.box for mark in marks_of(scene, "a, p: early") if mark.role == "value")
    hatch = min(mark.box.left for mark in scene.marks if mark.role == "unknown")
    assert bar.left == pytest.approx(hatch, abs=7)
    assert bar.left - scene.plot.left < 8


def test_no_tip_is_drawn_where_there_is_no_date():
    """A side without a bound gets a line of whatever length up to the bound that there is, and no taper."""
    for others in (("2020-01-01", "2020-12-31"), ("1900", "2020")):
        log = one_source()
        log.event("up to then", "[..2020-06-01]", (), ["s"])
        for day in others:
            log.event(f"on {day}", day, (), ["s"])
        scene = figures.scene(log.snapshot(), "events")
        found = marks_of(scene, "up to then")
        (tail,) = [mark for mark in found if mark.role == "tail"]
        bars = [mark for mark in found if mark.shape == "polygon" and mark.role == "beside"]
        assert all(bar.box.width < 5 for bar in bars)
        assert tail.box.left == pytest.approx(scene.plot.left, abs=1)


def test_what_has_no_date_stands_at_no_date():
    log = one_source()
    log.event("dated", "2020", [("a.p", "x"), ("a.q", "z")], ["s"])
    log.event("undated", None, [("a.q", "w", "planned"), ("a.p", "v", "possible")], ["s"])
    for kind in ("events", "state"):
        scene = figures.scene(log.snapshot(), kind, view=VIEW)
        for item, said in enumerate(scene.items):
            if "no date" in said.whole or said.whole.startswith("undated"):
                assert all(mark.box.top > scene.plot.bottom for mark in scene.marks if mark.item == item)
    assert any(label.text == "a, q: planned: w" for label in scene.labels)


# --- colours, clocks, reports ----------------------------------------------------------------------------------------


def test_a_value_keeps_its_colour_whatever_the_as_of_day():
    log = Log()
    for year in range(2001, 2006):
        log.source(f"s{year}", published=f"{year}-01-01")
    for number, year in enumerate((2004, 2003, 2005, 2002, 2001)):
        log.event(f"told in {year}", f"{2000 - number}", [(f"e{number}.p", f"v{number}")], [f"s{year}"])
    log.event("again", "1990", [("e3.q", "v3")], ["s2005"])
    fills = {}
    for day in range(2001, 2007):
        scene = figures.scene(log.snapshot(f"{day}-06-01"), "state", view=VIEW, records=log.records)
        for item, said in enumerate(scene.items):
            value = said.whole.partition(": ")[2].partition(".")[0]
            fills.setdefault(value, set()).update(m.fill for m in scene.marks if m.item == item and m.role == "value")
    assert len(fills) == 5
    assert all(len(found) == 1 for found in fills.values()), fills


def test_values_are_numbered_over_those_that_are_drawn():
    log = one_source()
    for number in range(60):
        log.event(f"event {number}", "2020", [(f"e{number}.p", f"v{number}")], ["s"])
    scene = figures.scene(log.snapshot(), "state", view=VIEW, entities=("e57", "e58"), records=log.records)
    assert len({mark.fill for mark in scene.marks if mark.role == "value" and mark.item is not None}) == 2
    assert len({mark.fill for mark in scene.marks if mark.role == "value" and mark.fill in OKABE_ITO}) == 2


def test_a_comparison_of_two_times_of_one_day_names_both_apart():
    log = Log()
    log.source("early", published="2024-05-05T10:00:00Z")
    log.source("late", published="2024-05-05T14:20:00Z")
    log.event("first", "2024-05-04", [("a.p", "one")], ["early"])
    log.event("then", "2024-05-05", [("a.p", "two")], ["late"])
    before, after = log.snapshot("2024-05-05T11:00Z"), log.snapshot("2024-05-05T15:00Z")
    scene = figures.scene(after, "compare", view=VIEW, before=before)
    assert {lane.name for lane in scene.lanes} == {"11:00 UTC", "15:00 UTC"}
    flags = [label.text for label in scene.labels if label.role == "flag"]
    assert flags == ["as of 11:00 UTC", "as of 15:00 UTC"]
    said = " ".join(label.text for label in scene.labels if label.role == "question")
    assert "5 May 2024, 11:00 UTC" in said


def test_an_axis_of_times_says_utc_once():
    for kind in ("events", "state", "plane", "rate"):
        log = minutes()
        scene = figures.scene(log.snapshot(), kind, view=VIEW, records=log.records)
        top = [label for label in scene.labels if label.role == "axis" and label.y < scene.plot.top + 5]
        if any(":" in label.text for label in top):
            assert sum("UTC" in label.text for label in top) == 1, (kind, [label.text for label in top])


def test_what_nobody_reported_is_not_dated_by_the_day_we_recorded_it():
    log = one_source(published="2020-02-02")
    log.event("told", "2020-01-01", (), ["s"])
    log.event("told nowhere", "2020-01-02", (), reports=[])
    scene = figures.scene(log.snapshot(), "plane")
    assert any("Not reported" in item.whole for item in scene.items if item.whole.startswith("told nowhere"))
    down = [label.text for label in scene.labels if label.role == "axis"]
    assert "not reported" in down
    assert "2026" not in down
    (mark,) = [mark for mark in marks_of(scene, "told nowhere") if mark.shape == "dot"]
    assert mark.box.top > max(one.box.bottom for one in marks_of(scene, "told") if one.shape == "dot")


def test_a_state_of_years_is_not_some_day_within():
    log = one_source(published="2020-02-02")
    log.event("lasted", "2000/2010", (), ["s"])
    log.event("on a day", "2005-05-05", (), ["s"])
    scene = figures.scene(log.snapshot(), "plane")
    assert "lasted" in [label.text for label in scene.labels if label.role == "legend"]
    (bar,) = [mark for mark in marks_of(scene, "lasted") if mark.role == "whisker" and mark.box.height == 0]
    assert bar.width > 2


def test_a_bin_is_as_wide_as_its_span_and_ends_at_the_as_of_line():
    log = Log()
    log.source("june", published="2024-06-03")
    log.event("told", "2024-05-05", (), ["june"])
    snapshot = log.snapshot("2024-06-16")
    scene = figures.scene(snapshot, "rate", records=log.records)
    (bar,) = [mark.box for mark in scene.marks if mark.role == "value" and mark.item is not None]
    (line,) = [mark.box for mark in scene.marks if mark.role == "as-of"]
    assert bar.right <= line.left
    assert line.left - bar.right < 2


def test_what_may_be_in_several_bins_is_counted_once_by_a_bracket():
    log = Log()
    log.source("vague", published="2024-01/2024-05")
    log.source("sure", published="2024-03-03")
    for number in range(12):
        log.event(f"event {number}", "2023", (), ["vague"])
    log.event("sure", "2023", (), ["sure"])
    scene = figures.scene(log.snapshot(), "rate", records=log.records)
    assert [label.text for label in scene.labels if label.role == "number"] == ["12", "1"]
    assert sum(mark.role == "bracket" for mark in scene.marks) == 1


def test_weekdays_before_the_reform_of_the_calendar_are_not_shown():
    log = one_source()
    log.event("before", "1582-09-03", (), ["s"])
    log.event("after", "1583-01-03", (), ["s"])
    scene = figures.scene(log.snapshot(), "calendar")
    months = {label.text: label.x for label in scene.labels if label.role == "month"}
    letters = [label for label in scene.labels if label.role == "axis" and label.text in "MTWFS"]
    assert {name for name, x in months.items() if any(x <= one.x < x + 105 for one in letters)} == {"Jan 1583"}


# --- very many -------------------------------------------------------------------------------------------------------


def test_a_figure_of_very_many_says_so_and_names_the_figure_that_reads():
    log = one_source()
    for number in range(700):
        log.event(f"event {number}", f"20{number % 20:02d}-{number % 12 + 1:02d}-03", [(f"e{number % 5}.p", 1)], ["s"])
    for kind in ("events", "plane"):
        notes = figures.scene(log.snapshot(), kind).notes
        assert any("700 events are more than one figure can tell" in note and "rate" in note for note in notes)


def test_thousands_of_events_in_hundreds_of_lanes_stay_a_figure():
    log = many(3000, seed=3)
    snapshot = log.snapshot("2026-11-23")
    scene = figures.scene(snapshot, "events")
    assert scene.height < 36 * 72
    assert len([lane for lane in scene.lanes if lane.rows]) <= 25
    assert any("lanes of which less is told" in note for note in scene.notes)
    assert any("3,000 events are more" in note or "more than one figure can tell" in note for note in scene.notes)
    shown = {name for item in scene.items for name in item.ids}
    assert {event.id for event in (*snapshot.events, *snapshot.retracted)} <= shown


def test_a_picture_that_is_drawn_coarser_than_asked_says_so(tmp_path):
    log = one_source()
    for number in range(300):
        log.event(f"event {number}", "2020-02-02", [(f"e{number}.p", 1)], ["s"])
    scene = figures.save(log.snapshot(), "events", tmp_path / "f.png", dpi=1200, size=(40, None))
    assert any("dots per inch" in note and "1200" in note for note in scene.notes)


# --- axes that one date stretches ------------------------------------------------------------------------------------


def an_hour(**others):
    """Eight events within 35 minutes, and others by their titles, each with its date."""
    log = Log()
    log.source("s", published="2012")
    for number in range(8):
        log.event(f"e{number}", f"2011-03-05T04:{10 + number * 5}:00Z", [("a.p", f"v{number}")], ["s"])
    for title, date in others.items():
        log.event(title, date, [("a.p", title)], ["s"])
    return log


def axis_names(scene):
    return [label.text for label in scene.labels if label.role == "axis"]


@pytest.mark.parametrize("date", ["2011-04", "-0043", "2011-05-01", "1850"])
def test_a_date_coarser_than_an_axis_of_hours_sets_it_neither_where_it_lies_beyond(date):
    scene = figures.scene(an_hour(later=date).snapshot(), "events")
    assert "04:30" in axis_names(scene)
    heads = [label for label in scene.labels if label.role == "lane" and label.text == "Beyond these times"]
    assert len(heads) == 1
    (item,) = {label.item for label in scene.labels if label.text == "later"}
    assert [label.text for label in scene.labels if label.item == item and label.role == "date"]
    assert min(mark.box.top for mark in scene.marks if mark.item == item) > heads[0].y
    phone = figures.scene(an_hour(later=date).snapshot(), "events", for_="phone")
    assert [label for label in phone.labels if label.text == "Beyond these times"]
    assert faults(scene) == faults(phone) == []


def test_a_state_that_may_have_begun_in_any_year_sets_no_axis():
    scene = figures.scene(an_hour(blamed="XXXX-03").snapshot(), "state", view=VIEW)
    assert any("2011" in name for name in axis_names(scene))
    assert any(":" in name for name in axis_names(scene))
    assert not [label.text for label in scene.labels if label.role == "gap"]
    assert faults(scene) == []


@pytest.mark.parametrize("kind", ["events", "state", "rate", "plane"])
@pytest.mark.parametrize(
    "dates", [{"old": "-0043"}, {"old": "0900-01-01", "new": "2026"}, {"later": "2011-04-20T10:00:00Z"}]
)
def test_every_axis_has_names_whatever_lies_on_it(kind, dates):
    log = an_hour(**dates)
    options = {"view": VIEW} if kind == "state" else {}
    scene = figures.scene(log.snapshot(), kind, records=tuple(log.records), **options)
    assert [name for name in axis_names(scene) if any(char.isdigit() for char in name)]
    assert faults(scene) == []


def test_a_gap_is_left_out_also_among_few_moments_where_they_would_stand_at_one_place():
    scene = figures.scene(an_hour(later="2011-04-20T10:00:00Z").snapshot(), "events")
    assert [label.text for label in scene.labels if label.role == "gap"] == ["46 days"]
    log = Log()
    log.source("s")
    for year in (1900, 1950, 2000):
        log.event(f"in {year}", f"{year}-05-01", [("a.p", year)], ["s"])
    log.event("soon after", "2000-05-03", [("a.p", "x")], ["s"])
    assert not [label for label in figures.scene(log.snapshot(), "events").labels if label.role == "gap"]


def to_come(occurred):
    log = Log()
    log.source("s", published="2026-02-01", origin={"name": "one"})
    log.source("t", published="2026-03-20", origin={"name": "two"})
    event = log.event("it opens", occurred, [("a.p", "x")], ["s"])
    log.add("report", event=event, source="t", stance="denies")
    return log


@pytest.mark.parametrize(
    ("occurred", "printed"),
    [
        ("[2026-03-01..2026-03-31]", "since Mar 2026"),
        ("[..2026-03-31]", "by 31 Mar 2026"),
        ("2026-01/2026-12", "Jan 2026 to Dec 2026"),
    ],
)
def test_on_a_phone_a_date_is_printed_as_it_was_told_and_not_cut_off_at_the_as_of_day(occurred, printed):
    log = to_come(occurred)
    before, after = log.snapshot("2026-03-10"), log.snapshot("2026-06-01")
    compared = figures.scene(after, "compare", view=VIEW, before=before, for_="phone")
    told = {"records": log.records, "cell": ("a", "p")}
    believed = figures.scene(after, "belief", view=VIEW, for_="phone", **told)
    for scene in (compared, believed):
        assert [label.text for label in scene.labels if label.role == "date"] == [printed, printed]


def test_a_row_as_of_a_time_keeps_its_day_where_the_other_date_is_no_time():
    log = to_come("2026-01/2026-12")
    before, after = log.snapshot("2026-03-10T12:00:00Z"), log.snapshot("2026-06-01")
    scene = figures.scene(after, "compare", view=VIEW, before=before)
    assert [lane.name for lane in scene.lanes] == ["10 Mar 2026, 12:00 UTC", "1 Jun 2026"]


# --- times of one day among the days of years ------------------------------------------------------------------------


def blast(*others):
    """Two times of one day, and events of other dates."""
    log = one_source()
    log.event("first blast", "2022-09-26T00:03:00Z", (), ["s"])
    log.event("second blast", "2022-09-26T17:03:00Z", (), ["s"])
    for number, date in enumerate(others):
        log.event(f"other {number}", date, (), ["s"])
    return log.snapshot()


DAYS = ("2022-09-02", "2023-02-08", "2024-08-14")


@pytest.mark.parametrize("kind", ["events", "plane", "calendar"])
@pytest.mark.parametrize("for_", [None, "phone"])
@pytest.mark.parametrize("others", [DAYS[:1], DAYS, ("2022-09",), ("2022-09-25",)])
def test_a_time_keeps_its_day_on_an_axis_of_days(kind, for_, others):
    """Two times of 26 September in a story of years: "17:03" alone would be a time of no day, or of each."""
    scene = figures.scene(blast(*others), kind, for_=for_)
    printed = [label.text for label in scene.labels]
    times = [text for text in printed if "17:03" in text]
    assert times
    assert all("26 Sep 2022" in text for text in times)
    assert "26 Sep 2022, UTC" not in printed


@pytest.mark.parametrize("others", [(), ("2022-09-26",), ("2022-09-26T12:00:00Z", "2022-09-02")])
def test_a_time_leaves_out_its_day_on_an_axis_of_hours(others):
    printed = [label.text for label in figures.scene(blast(*others), "events").labels]
    assert "17:03" in printed
