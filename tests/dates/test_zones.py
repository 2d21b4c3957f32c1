"""Times as the clocks of a place show them: the same moment, with its shift; and a day stays that day."""

import datetime as dt
import sys
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates import edtf
from timeline.dates.zones import clocks_there, in_zone, names, shift_at, shift_words, there, utc_of, zone
from timeline.errors import DateError

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
BERLIN, NEW_YORK, KATHMANDU = (zone(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu"))


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("2026-11-20T23:30:22Z", BERLIN, "2026-11-21T00:30:22+01:00"),
        ("2026-07-20T23:30:22Z", BERLIN, "2026-07-21T01:30:22+02:00"),
        ("2026-11-20T23:30:22.123456Z", KATHMANDU, "2026-11-21T05:15:22.123456+05:45"),
        ("2026-11-20T23:30:22+02:00", NEW_YORK, "2026-11-20T16:30:22-05:00"),
        ("2026-11-20T23:30:22+02", zone("UTC"), "2026-11-20T21:30:22Z"),
        ("2026-11-20T23:45Z/2026-11-21T00:10Z", BERLIN, "2026-11-21T00:45+01:00/2026-11-21T01:10+01:00"),
        ("[..2026-11-20T23:45Z]", BERLIN, "[..2026-11-21T00:45+01:00]"),
        ("[2026-11-20T22:02Z..2026-11-20T23:04Z]", BERLIN, "[2026-11-20T23:02+01:00..2026-11-21T00:04+01:00]"),
        ("2026-11-20/2026-11-21T00:10Z", BERLIN, "2026-11-20/2026-11-21T01:10+01:00"),
        # the hour that comes twice is told apart by its shift
        ("2026-10-25T00:30:00Z", BERLIN, "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T01:30:00Z", BERLIN, "2026-10-25T02:30:00+01:00"),
        # as they are: days, times without a zone, leap seconds, years that no clock has, shifts with seconds
        ("2026-11-20", BERLIN, "2026-11-20"),
        ("2025?-08", BERLIN, "2025?-08"),
        ("2026-11-20T23:30:22", BERLIN, "2026-11-20T23:30:22"),
        ("2016-12-31T23:59:60Z", BERLIN, "2016-12-31T23:59:60Z"),
        ("-0044-03-15T10:00:00Z", BERLIN, "-0044-03-15T10:00:00Z"),
        ("0001-01-01T00:00:00Z", NEW_YORK, "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", BERLIN, "9999-12-31T23:59:59Z"),
        ("1850-01-01T12:00:00Z", BERLIN, "1850-01-01T12:00:00Z"),
        ("open", BERLIN, "open"),
    ],
)
def test_instants_are_shown_with_their_shift_and_all_else_as_it_stands(text, place, shown):
    assert in_zone(text, place) == shown


@given(
    st.integers(-631_152_000, 4_102_444_800).map(lambda seconds: EPOCH + dt.timedelta(seconds=seconds)),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Tehran", "Australia/Lord_Howe", "UTC"]),
)
def test_a_time_that_is_shown_elsewhere_is_the_same_moment(at, name):
    text = f"{at:%Y-%m-%dT%H:%M:%S}Z"
    shown = in_zone(text, zoneinfo.ZoneInfo(name))
    assert edtf.parse(shown).span == edtf.parse(text).span
    assert in_zone(shown, zone("UTC")) == text


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("berlin", "write Europe/Berlin"),
        ("europe/berlin", "write Europe/Berlin"),
        ("new york", "write America/New_York"),
        ("Europe/Berln", 'did you mean "Europe/Berlin"?'),
        ("PST", "write the place, such as America/Los_Angeles"),
        ("CET", "write the place, such as Europe/Berlin"),
        ("zulu", "write UTC"),
        ("+02:00", "write the place, such as Europe/Berlin; Etc/GMT-2 is that shift all year"),
        ("UTC-5", "write the place, such as Europe/Berlin; Etc/GMT+5 is that shift all year"),
        ("localtime", "write the place, such as Europe/Berlin: an answer does not depend on the machine"),
        ("../../etc/passwd", "write the place, such as Europe/Berlin, or UTC"),
        ("", "write the place, such as Europe/Berlin, or UTC"),
    ],
)
def test_what_is_no_zone_says_what_to_write(name, fix):
    with pytest.raises(DateError) as refused:
        zone(name)
    assert refused.value.fix == fix
    for word in refused.value.fix.replace(";", " ").replace(",", " ").split():
        if "/" in word and word.strip('"?.:') in names():
            zone(word.strip('"?.:'))  # what it says is not refused itself


def test_a_machine_without_time_zones_is_told_where_they_are(monkeypatch):
    monkeypatch.setitem(sys.modules, "tzdata", None)  # as where it is not installed
    zoneinfo.reset_tzpath(to=())
    names.cache_clear()
    try:
        with pytest.raises(DateError) as refused:
            zone("Europe/Nowhere")
    finally:
        zoneinfo.reset_tzpath()
        names.cache_clear()
    assert (refused.value.what, refused.value.fix) == ("this machine has no time zones", "pip install tzdata")


def test_etc_names_are_the_shift_that_advice_says():
    assert zone("Etc/GMT-2").utcoffset(EPOCH) == dt.timedelta(hours=2)


NOON = 1_782_907_200_000_000  # 2026-07-01T12:00:00Z


@pytest.mark.parametrize(
    ("shown", "utc"),
    [
        ("2026-07-01T12:00:00", "2026-07-01T10:00:00"),
        ("2026-01-01T12:00:00", "2026-01-01T11:00:00"),
        ("2026-03-29T01:30:00", "2026-03-29T00:30:00"),  # the clocks go on an hour at 01:00 UTC
        ("2026-03-29T03:30:00", "2026-03-29T01:30:00"),
        ("2026-10-25T01:30:00", "2026-10-24T23:30:00"),  # and back an hour at 01:00 UTC
        ("2026-10-25T03:30:00", "2026-10-25T02:30:00"),
    ],
)
def test_what_the_clocks_of_a_place_show_is_a_moment_in_utc(shown, utc):
    micros = {text: int(dt.datetime.fromisoformat(f"{text}+00:00").timestamp()) * 1_000_000 for text in (shown, utc)}
    assert utc_of(micros[shown], BERLIN) == micros[utc]
    assert utc_of(micros[shown], None) == micros[shown]


def test_the_clocks_of_an_answer_are_those_of_the_place_and_it_is_named():
    said = "as of 2026-07-01T12:00:00Z, on 2026-07-01"
    assert clocks_there(said, None) == said
    assert clocks_there(said, BERLIN) == (
        "as of 2026-07-01T14:00:00+02:00, on 2026-07-01; times in Europe/Berlin, days in UTC"
    )


def test_a_place_is_ahead_of_utc_by_so_much_at_a_moment():
    assert (shift_at(NOON, BERLIN), shift_at(NOON, None), shift_at(float("inf"), BERLIN)) == (7_200_000_000, 0, 0)
    assert (shift_words(0), shift_words(7_200_000_000), shift_words(-12_600_000_000)) == (
        "UTC",
        "UTC+02:00",
        "UTC-03:30",
    )


def test_a_clock_is_said_once_where_the_place_shows_as_typed_and_as_read_alike():
    said = "as of 2025-03-10T10:00:00+02:00 (2025-03-10T08:00:00Z), recorded by 2025-03 (2025-03-31)"
    assert clocks_there(said, BERLIN).startswith(
        "as of 2025-03-10T09:00:00+01:00, recorded by 2025-03 (2025-03-31); times in"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-20T14:03:22.120Z", "20 November 2026, 15:03:22.120 UTC+01:00"),
        (
            "2026-11-20T14:03:22Z/2026-11-20T14:04:22.5Z",
            "20 November 2026, from 15:03:22 UTC+01:00 until 15:04:22.5 UTC+01:00",
        ),
        (
            "[2026-11-20T14:02:22.5Z,2026-11-20T14:05:00.25Z]",
            "either 20 November 2026, 15:02:22.5 UTC+01:00; or 20 November 2026, 15:05:00.25 UTC+01:00",
        ),
        ("2026-11-20T14:03:22.120Z/..", "from 20 November 2026, 15:03:22.120 UTC+01:00 on, end open"),
        ("../2026-11-20T14:03:22.120Z", "until 20 November 2026, 15:03:22.120 UTC+01:00, start open"),
        ("-0044-03-15T10:00:00.5Z/2026-11-20T14:03:22Z", None),
    ],
)
def test_a_fraction_of_a_second_is_said_as_the_clocks_of_a_place_show_it(text, words):
    date = edtf.parse(text)
    shown = there(date, BERLIN)
    assert (shown.span, shown.start, shown.last) == (date.span, date.start, date.last)
    if words is None:
        assert "10:00:00.5 UTC" in edtf.words(shown)
        assert "15:03:22 UTC+01:00" in edtf.words(shown)
    else:
        assert edtf.words(shown) == words
