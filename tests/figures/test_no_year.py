"""A date that says no year, as `XXXX-04-24`: its bounds are those of all years, and are nowhere told as years."""

import re

import pytest
from faults import faults
from figure_logs import VIEW, Log

from timeline import figures
from timeline.dates.edtf import parse

YEARS = re.compile(r"\bBC\b|\b9999\b|\b9000\b|\bAD 1\b|2,0\d\d years")


def a_fair(*, others=("2019-01-01",)):
    log = Log()
    log.source("paper", published="2020-05-01")
    log.source("calendar", published="XXXX-04-24")
    log.event("the fair", "XXXX-04-24", [("a.p", "open")], ["paper"])
    for number, date in enumerate(others):
        log.event(f"told {number}", date, [("b.p", f"v{number}")], ["calendar"])
    return log


@pytest.mark.parametrize("kind", ["events", "state", "plane", "calendar", "lag", "rate"])
@pytest.mark.parametrize(
    "others", [(), ("2019-01-01",), ("2019-01-01", "2019-02-01", "2019-03-01", "2019-04-01")], ids=len
)
@pytest.mark.parametrize("use", [None, "phone", "card"])
def test_no_figure_names_the_first_and_the_last_of_all_years(kind, others, use):
    log = a_fair(others=others)
    if kind == "lag" and not others:
        with pytest.raises(figures.making.FigureError, match="nothing to draw"):
            figures.scene(log.snapshot("2026-12-01"), kind)
        return
    scene = figures.scene(log.snapshot("2026-12-01"), kind, view=VIEW, records=log.records, for_=use)
    assert faults(scene) == []
    said = [scene.description, *(label.text for label in scene.labels), *(item.whole for item in scene.items)]
    assert [text for text in said if YEARS.search(text)] == []
    if kind in ("events", "plane", "calendar"):
        assert any("24 April, year unknown" in text for text in said)


@pytest.mark.parametrize(
    ("text", "is_of_any"),
    [
        ("XXXX-04-24", True),
        ("XXXX-08", True),
        ("[..2020]", False),
        ("0000-03", False),
        ("9999", False),
        ("2026", False),
    ],
)
def test_what_says_no_year_is_told_from_what_says_the_first_or_the_last(text, is_of_any):
    assert parse(text).is_of_any_year is is_of_any
