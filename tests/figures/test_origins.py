"""The cascade of a whole log: where reports end, who repeats what, and how much ends at one interested party."""

import pytest
from faults import faults
from figure_logs import Log, many
from story_logs import LOGS, story

from timeline import figures
from timeline.errors import FigureError
from timeline.views.standing import standing


def told():
    """One interested party, repeated twice; one disinterested; one source that says nothing; one event nobody tells."""
    log = Log()
    log.source("maker", publisher="Maker", origin={"name": "the maker", "interested": True})
    log.source("daily", publisher="Daily", via=["maker"])
    log.source("court", publisher="Court", origin={"name": "a court"})
    log.source("blog", publisher="Blog")
    log.event("sold", "2020", (), ["maker", "daily"])
    log.event("praised", "2021", (), ["daily", "blog"])
    log.event("sued", "2022", (), ["daily", "court"])
    log.event("heard", "2023", (), ["blog"])
    log.event("written", "2024", (), ["court"])
    denied = log.event("denied", "2025", (), ["maker"])
    log.add("report", event=denied, source="blog", stance="denies")
    return log


def scene_of(log, **options):
    return figures.scene(log.snapshot(), "cascade", records=tuple(log.records), **options)


def texts(scene, role):
    return [label.text for label in scene.labels if label.role == role]


def test_events_are_shared_out_by_where_all_that_is_told_of_them_ends():
    scene = scene_of(told())
    shares = [item.whole for item in scene.items if item.kind == "share"]
    assert shares == [
        "2 events of 6: one interested party.",  # sold, and denied: who denies it does not tell it
        "1 event of 6: possibly one interested party: some sources do not say.",
        "2 events of 6: another origin, or several.",
        "1 event of 6: no source that says what it rests on.",
    ]
    assert "2 to 3 of 6 events (33 to 50 %) end at one interested party" in " ".join(texts(scene, "question"))


def test_each_end_has_its_outlets_the_most_told_first():
    scene = scene_of(told())
    wholes = [item.whole for item in scene.items if item.kind in ("origin", "outlet")]
    assert wholes == [
        "the maker, which gains by it: 4 events, 2 only from there, 5 reports.",
        "Daily repeats the maker: 3 events.",
        "Maker repeats the maker: 2 events.",
        "a court: 2 events, 1 only from there, 2 reports.",
        "Court repeats a court: 2 events.",
        "Sources that do not say what they rest on: 2 events, 2 reports.",
        "Blog: 2 events.",
    ]


@pytest.mark.parametrize("name", LOGS)
def test_the_shares_are_those_of_the_standings(name):
    snapshot = story(name).at(None)
    scene = story(name).scene("cascade")
    parts = {item.whole.partition(": ")[2]: set(item.ids) for item in scene.items if item.kind == "share"}
    alone = possibly = 0
    for event in snapshot.events:
        ends = standing(snapshot, event).ends
        named = [end for end in ends if end.resolved]
        if len(named) == 1 and named[0].interested:
            alone += len(ends) == 1
            possibly += len(ends) > 1
    assert len(parts.get("one interested party.", ())) == alone
    assert len(parts.get("possibly one interested party: some sources do not say.", ())) == possibly


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("options", [{}, {"theme": "dark"}, {"for_": "phone"}, {"for_": "article"}, {"for_": "card"}])
def test_it_is_read_for_the_four_logs_at_every_size(name, options):
    scene = story(name).scene("cascade", **options)
    assert faults(scene) == []
    assert scene.height <= 12 * 72 or options.get("for_") == "phone"


def test_bars_are_to_one_measure():
    scene = story("race").scene("cascade")
    longest = {}
    for mark in scene.marks:
        if mark.role == "value" and mark.item is not None and scene.items[mark.item].kind == "outlet":
            longest[mark.item] = max(longest.get(mark.item, 0.0), mark.box.width)
    units = [wide / len(scene.items[item].ids) for item, wide in longest.items()]
    assert max(units) == pytest.approx(min(units), rel=0.02)


def test_what_has_no_row_is_counted_and_all_are_drawn_on_demand():
    log = Log()
    for number in range(60):
        log.source(f"s{number}", publisher=f"Press {number}", origin={"name": f"origin {number}"})
        log.event(f"event {number}", f"20{number:02d}", (), [f"s{number}"])
    scene = scene_of(log)
    lanes = len(scene.lanes)
    assert lanes < 60
    assert any(note.startswith(f"{60 - lanes} origins of which less is told") for note in scene.notes)
    assert len(scene_of(log, label="all").lanes) == 60
    assert faults(scene) == faults(scene_of(log, label="all")) == []


def test_a_filter_chooses_events_and_a_log_without_reports_has_none():
    scene = scene_of(told(), sources=["court"])
    assert "of 2 events" in " ".join(texts(scene, "question"))
    log = Log()
    log.event("alone", "2020", reports=[])
    with pytest.raises(FigureError, match="nothing to draw"):
        scene_of(log)


def test_a_large_log_has_no_faults():
    for options in ({}, {"for_": "phone"}, {"theme": "print"}):
        assert faults(scene_of(many(300, seed=4), **options)) == []
