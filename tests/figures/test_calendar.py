"""The figure `calendar`: on which days something happened, or may have."""

import pytest
from faults import faults
from figure_logs import Log

from timeline import figures
from timeline.figures.place.resize import pages
from timeline.figures.typeface import measure
from timeline.figures.uses import USES


def test_a_calendar_fills_the_days_that_are_sure_and_hatches_those_that_may_be():
    log = Log()
    log.source("s")
    log.event("on the day", "2024-02-29", (), ["s"])
    log.event("some day", "[2024-02-10..2024-02-12]", (), ["s"])
    log.event("three days", "2024-03-01/2024-03-03", (), ["s"])
    log.event("a year", "2023", (), ["s"])
    log.event("no date", None, (), ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "calendar")
    assert faults(scene) == []
    days = [mark for mark in scene.marks if mark.role == "day"]
    assert sum(not mark.hatch for mark in days) == 4
    assert sum(mark.hatch == "thin" for mark in days) == 3
    months = [label.text for label in scene.labels if label.role == "month"]
    assert months == ["Feb 2024", "Mar 2024"]
    assert sum(label.role == "day" for label in scene.labels) == 29 + 31
    assert [(lane.name, lane.rows) for lane in scene.lanes] == [
        ("On these days", 3),
        ("Not within one month, or without a date", 2),
    ]


def test_a_day_of_a_calendar_says_how_many_events_it_has():
    log = Log()
    log.source("s")
    for number in range(12):
        log.event(f"one of twelve, {number}", "2024-02-28", (), ["s"])
    log.event("one of two", "2024-02-29", (), ["s"])
    log.event("two of two", "2024-02-29", (), ["s"])
    log.event("alone", "2024-02-03", (), ["s"])
    log.event("perhaps on the 1st", "[2024-02-01..2024-02-03]", (), ["s"])
    log.event("perhaps on the 2nd", "[2024-02-01..2024-02-03]", (), ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "calendar")
    titles = {item.whole.partition(":")[0]: item.whole for item in scene.items if item.kind == "day"}
    assert titles["28"].startswith("28: 12 events: one of twelve, 0; ")
    assert titles["29"] == "29: 2 events: one of two; two of two."
    assert titles["3"].startswith("3: 1 to 3 events: ")
    assert titles["1"] == "1: 0 to 2 events: perhaps on the 1st (possibly); perhaps on the 2nd (possibly)."
    counts = {scene.items[label.item].whole[:2]: label for label in scene.labels if label.role == "count"}
    assert {day: label.text for day, label in counts.items()} == {"28": "12", "29": "2"}
    for label in counts.values():
        (day,) = [mark for mark in scene.marks if mark.role == "day" and mark.item == label.item]
        assert day.box.holds(label.box)
    assert "how many events that day surely has" in [label.text for label in scene.labels]
    assert faults(scene) == []
    small = figures.scene(log.snapshot("2026-01-01"), "calendar", for_="phone")
    assert not any(label.role == "count" for label in small.labels)  # no room: the title alone says it
    assert not any("how many events" in label.text for label in small.labels)
    assert "12 events" in " ".join(item.whole for item in small.items)


def test_a_calendar_begins_its_weeks_on_monday():
    log = Log()
    log.source("s")
    log.event("a Monday", "2024-01-01", (), ["s"])
    log.event("a Sunday", "2023-12-31", (), ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "calendar")
    first = {label.text: label.x for label in scene.labels if label.role == "month"}
    day = {
        month: next(mark.box.left - x for mark in scene.marks if mark.role == "day" and x <= mark.box.left < x + 110)
        for month, x in first.items()
    }
    assert day["Jan 2024"] < 2
    assert day["Dec 2023"] > 80


def test_a_quarter_of_an_hour_is_a_bar_as_long_as_its_events_with_a_part_for_each_kind():
    """So that it is seen what happened in a quarter of several kinds, and in which one most did."""
    log = Log()
    log.source("s")
    for minute, kind in ((0, "crew"), (1, "crew"), (2, "ground"), (14, "crew"), (20, "ground"), (40, "crew")):
        log.event(f"at {minute}", f"1970-04-14T03:{minute:02d}:00Z", (), ["s"], type=kind)
    log.event("some time", "[1970-04-14T03:40Z..1970-04-14T03:50Z]", (), ["s"], type="crew")
    for size in ((9, None), (4.6, None)):
        scene = figures.scene(log.snapshot("2026-01-01"), "calendar", size=size)
        assert faults(scene) == []
        bars = {}
        for mark in scene.marks:
            if mark.role == "day":
                quarter = scene.items[mark.item].whole[:5]
                bars.setdefault(quarter, []).append((mark.fill, mark.hatch, round(mark.box.right - mark.box.left, 2)))
        assert list(bars) == ["03:00", "03:15", "03:30", "03:45"]
        crew, ground = ({fill for fill, hatch, _ in bars[at] if not hatch} for at in ("03:00", "03:15"))
        assert len(crew) == 2
        assert ground < crew
        one = bars["03:15"][0][2]
        assert one > 1
        assert sorted(wide / one for _, _, wide in bars["03:00"]) == pytest.approx([1, 3], abs=0.02)
        assert [(hatch, round(wide / one)) for _, hatch, wide in bars["03:30"]] == [("", 1), ("thin", 1)]
        assert [label.text for label in scene.labels if label.role == "count"] == ["4", "1", "2", "1"]


@pytest.mark.parametrize("use", [None, "phone", "card", "print"])
def test_months_fill_the_width_of_a_calendar(use):
    scene = figures.scene(of_months(20).snapshot("2026-01-01"), "calendar", for_=use)
    assert faults(scene) == []
    days = [label.box.right for label in scene.labels if label.role == "day"]
    assert scene.plot.right - max(days) < (scene.plot.right - scene.plot.left) * 0.04


@pytest.mark.parametrize("months", [28, 33])
def test_no_month_is_cut_in_two_by_a_page(months):
    scene = figures.scene(of_months(months).snapshot("2026-01-01"), "calendar", for_="print")
    use = USES["print"]
    found = pages(scene, use.sheet(scene.width), use.edge, measure)
    assert len(found) > 1
    told = 0
    for page in found:
        heads = [label for label in page.labels if label.role == "month"]
        firsts = [label for label in page.labels if label.role == "day" and label.text == "1"]
        lasts = [label for label in page.labels if label.role == "day" and label.text == "28"]
        assert len(heads) == len(firsts) == len(lasts)
        told += len(heads)
    assert told == months


def of_months(count):
    log = Log()
    log.source("s")
    for number in range(count):
        log.event(f"event {number}", f"{2010 + number // 12}-{number % 12 + 1:02d}-17", (), ["s"])
    return log
