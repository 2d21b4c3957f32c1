"""Figures whose times are those of a place: what is printed and the axis change, and nothing else."""

import datetime as dt
import re
import zoneinfo

import attrs
import pytest
from faults import faults
from figure_logs import VIEW, Log
from hypothesis import given
from hypothesis import strategies as st
from story_logs import every_kind

from timeline import figures
from timeline.dates.zones import in_zone, shift_at, utc_of
from timeline.errors import DateError
from timeline.figures.place.scale import Piece, Scale
from timeline.figures.place.ticks import ticks

HOUR = 3_600_000_000
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def texts(scene, *roles):
    return [label.text for label in scene.labels if label.role in roles]


def evening():
    log = Log()
    log.source("s", published="2026-11-20T23:40:00Z", publisher="S")
    for at in ("21:10:00", "22:15:00", "23:30:22"):
        log.event(f"at {at}", f"2026-11-20T{at}Z", [("a.p", at)], ["s"])
    return log


@given(
    st.integers(-40 * 365 * 24, 100 * 365 * 24), st.sampled_from(["Europe/Berlin", "America/St_Johns", "Asia/Kolkata"])
)
def test_a_shift_is_that_of_the_time_that_is_shown(hours, name):
    place = zoneinfo.ZoneInfo(name)
    moment = hours * HOUR
    text = (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
    shown = dt.datetime.fromisoformat(in_zone(text, place))
    assert shown.utcoffset() == dt.timedelta(microseconds=shift_at(moment, place))
    there = moment + shift_at(moment, place)
    again = utc_of(there, place)
    assert again + shift_at(again, place) == there  # of an hour that the clocks show twice it is one of the two


@pytest.mark.parametrize("kind", [kind for kind in figures.KINDS if kind not in ("compare", "cascade")])
def test_marks_stand_where_they_stood_and_times_are_those_of_the_place(kind):
    log = evening()
    options = {"view": VIEW, "records": tuple(log.records), **({"cell": ("a", "p")} if kind == "belief" else {})}
    plain = figures.scene(log.snapshot(), kind, **options)
    shown = figures.scene(log.snapshot(), kind, zone="Asia/Tokyo", **options)
    assert faults(shown) == []
    said = " ".join(texts(shown, "axis", "date", "month", "question", "text", "lane"))
    assert "UTC" not in said.replace("UTC+09:00", "")
    if kind in ("events", "state", "plane", "rate"):
        assert any("Asia/Tokyo" in text for text in texts(shown, "axis"))
        assert any("21 Nov 2026" in text for text in texts(shown, "axis"))
        marks = [
            [mark.points[0][0] for mark in scene.marks if mark.role in ("moment", "value")] for scene in (plain, shown)
        ]
        assert len(marks[0]) == len(marks[1])
    if kind == "calendar":
        assert texts(shown, "month") == ["21 Nov 2026, Asia/Tokyo"]
        assert [text for text in texts(shown, "axis") if re.fullmatch(r"\d\d", text)] == ["06", "07", "08"]
    assert "times in Asia/Tokyo, days in UTC" in shown.description
    assert "times in" not in plain.description


def test_a_day_that_two_places_count_otherwise_is_named_as_that_of_the_place():
    scene = figures.scene(evening().snapshot(), "events", zone="Europe/Berlin", label="all")
    assert texts(scene, "date") == [
        "20 Nov 2026, 22:10 UTC+01:00",
        "20 Nov 2026, 23:15 UTC+01:00",
        "21 Nov 2026, 00:30:22 UTC+01:00",
    ]
    assert {text for text in texts(scene, "axis") if "Nov" in text} == {"20 Nov 2026, Europe/Berlin", "21 Nov 2026"}
    inside = figures.scene(evening().snapshot(), "events", zone="America/New_York", label="all")
    assert texts(inside, "date") == ["16:10", "17:15", "18:30:22"]


def test_days_stay_those_of_utc():
    log = Log()
    log.source("s", published="2026-11-20")
    for day in ("2026-11-18", "2026-11-19", "[2026-11-01..2026-11-20]"):
        log.event(day, day, [("a.p", day)], ["s"])
    for kind in ("events", "state", "plane", "calendar", "lag"):
        plain, shown = (
            attrs.evolve(figures.scene(log.snapshot(), kind, view=VIEW, zone=zone), description="")
            for zone in (None, "Pacific/Auckland")
        )
        assert plain == shown, kind


def test_the_hours_of_a_night_in_which_the_clocks_change_are_those_that_they_show():
    """On 25 October 2026 Berlin's clocks show 02:00 twice: an hour longer lies between 01:00 and 03:00."""
    begins = (dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).total_seconds()
    lo = int(begins) * 1_000_000
    scale = Scale(pieces=(Piece(lo=lo, hi=lo + 6 * HOUR, left=0.0, right=600.0),), left=0.0, right=600.0, zone=BERLIN)
    found = {tick.text: tick.x for tick in ticks(scale, lambda text: 6.0 * len(text)) if tick.level == 0}
    assert found["01:00"] == pytest.approx(100.0)
    assert found["03:00"] == pytest.approx(400.0)
    assert found["04:00"] == pytest.approx(500.0)


@pytest.mark.parametrize("use", [None, "phone", "card", "article", "print"])
def test_nothing_touches_where_the_name_of_a_zone_is_long(use):
    for kind, scene in every_kind(
        "apollo13", zone="America/Argentina/ComodRivadavia", **({"for_": use} if use else {})
    ):
        assert faults(scene) == [], kind


def test_what_is_no_zone_is_refused():
    with pytest.raises(DateError, match="is not the name of a time zone"):
        figures.scene(evening().snapshot(), "events", zone="Berlin time")


def after_midnight():
    log = Log()
    log.source("s", published="2026-11-21T02:10:00Z", publisher="S")
    for at in ("20T23:10:00", "20T23:58:30", "21T00:30:22", "21T01:40:00"):
        log.event(f"at {at}", f"2026-11-{at}Z", [("a.p", at)], ["s"])
    return log


@pytest.mark.parametrize("zone", [None, "America/New_York", "Asia/Tokyo", "America/Argentina/ComodRivadavia"])
@pytest.mark.parametrize("kind", ["plane", "rate"])
def test_the_narrow_axis_of_a_phone_names_the_day_of_its_times(kind, zone):
    log = after_midnight()
    scene = figures.scene(log.snapshot(), kind, records=log.records, for_="phone", zone=zone)
    assert any(":" in text for text in texts(scene, "axis"))
    assert any(re.match(r"2[01] Nov 2026\b", text) for text in texts(scene, "axis"))
    assert faults(scene) == []


@pytest.mark.parametrize("for_", [None, "phone"])
def test_the_first_row_of_a_belief_says_of_which_day_the_times_are(for_):
    log = after_midnight()
    log.source("t", published="2026-11-21T02:40:00Z")
    log.event("later", "2026-11-21T02:00:00Z", [("a.p", "z")], ["t"])
    options = {"records": log.records, "cell": ("a", "p"), "view": VIEW, "for_": for_}
    scene = figures.scene(log.snapshot(), "belief", zone="America/New_York", **options)
    assert faults(scene) == []
    said = " ".join(texts(scene, "lane", "group"))
    assert "from 20 Nov 2026, 21:10 UTC-05:00" in said
    assert re.search(r"(?<!2026, )21:40 UTC-05:00", said)


@pytest.mark.parametrize("zone", [None, "America/New_York"])
def test_a_date_too_long_for_a_line_of_a_phone_stands_above_its_title_in_a_lag(zone):
    log = after_midnight()
    log.event("within the hour", "[2026-11-21T00:00:00Z..2026-11-21T01:00:00Z]", (), ["s"])
    scene = figures.scene(log.snapshot(), "lag", for_="phone", zone=zone)
    assert faults(scene) == []
    said = " ".join(texts(scene, "date"))
    assert re.search(r"some moment 2[01] Nov 2026, (00:00:00 – 01:00:00 UTC|19:00:00 – 20:00:00 UTC-05:00)", said)
