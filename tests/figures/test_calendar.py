"""The figure `calendar`: on which days something happened, or may have."""

from faults import faults
from figure_logs import Log

from timeline import figures


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
