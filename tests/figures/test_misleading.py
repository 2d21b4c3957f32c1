"""What a figure must never say otherwise than the log does: one test for each kind of fault that readers met."""

import pytest
from figure_logs import Log

from timeline import figures
from timeline.dates import edtf, english
from timeline.figures.describe.printed import short, window_text
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
    names = [tick.text for tick in ticks(scale, lambda text: 5.0 * len(text))]
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
