"""The figure `cascade`: who told an event, and on what each rests."""

import pytest
from faults import faults
from figure_logs import Log

from timeline import figures
from timeline.errors import FigureError


def told_on():
    log = Log()
    log.source("first", origin={"name": "office", "interested": True}, published="2021-01-01")
    log.source("relay", publisher="Relay", published="2021-01-02", via=["first"])
    log.source("third", published="2021-01-03", via=["relay"])
    log.source("doubter", published="2021-01-04", via=["first"])
    log.source("alone", published="2021-01-05")
    log.source("ring", published="2021-01-06", via=["gnir"])
    log.source("gnir", published="2021-01-06", via=["ring"])
    names = ("first", "relay", "third", "alone", "ring", "gnir")
    reports = [*({"source": name} for name in names), {"source": "doubter", "stance": "doubts"}]
    return log, log.event("much repeated", "2020-12-31", reports=reports)


def test_a_cascade_names_every_source_once_under_what_it_rests_on():
    log, event = told_on()
    scene = figures.scene(log.snapshot("2026-01-01"), "cascade", event=event)
    assert faults(scene) == []
    left = {label.text: label for label in scene.labels if label.role == "text"}
    names = ("office, which gains by the claim", "first", "Relay", "third", "doubter")
    assert [text for text in left if text in names] == [*list(names[:4]), "doubter"]
    starts = {
        text: min(mark.box.left for mark in scene.marks if mark.item == label.item) for text, label in left.items()
    }
    assert starts[names[0]] < starts["first"] < starts["Relay"] < starts["third"]
    assert starts["doubter"] == starts["Relay"]
    assert len(left) == 8
    assert "origins, 7 reports" in scene.description
    assert any(label.role == "word" and "doubts" in label.text for label in scene.labels)


@pytest.mark.parametrize(
    ("stances", "said"),
    [
        (["reports"], "gains by the claim"),
        (["denies"], "gains by the denial"),
        (["doubts"], "gains by the doubt"),
        (["no-comment"], "is interested"),
        (["reports", "denies"], "is interested"),
    ],
)
def test_an_interested_origin_gains_by_what_was_said_from_there_not_always_by_the_claim(stances, said):
    log = Log()
    log.source("office", origin={"name": "the office", "interested": True})
    for stance in stances:
        log.source(stance, via=["office"])
    told = [{"source": stance, "stance": stance} for stance in stances]
    event = log.event("told on", "2020", reports=told)
    scene = figures.scene(log.snapshot("2026-01-01"), "cascade", event=event)
    assert f"Origin: the office, which {said}." in scene.description
    key = "an interested origin" if said == "is interested" else f"an origin that {said}"
    assert key in [label.text for label in scene.labels]
    wrong = {"gains by the claim", "gains by the denial", "gains by the doubt"} - {said}
    assert not [words for words in wrong if words in scene.description]


def test_a_cascade_of_what_nobody_told_is_an_error():
    log, event = told_on()
    with pytest.raises(FigureError, match="no source"):
        figures.scene(log.snapshot("2019-01-01"), "cascade", event=event)
    with pytest.raises(FigureError):
        figures.scene(log.snapshot("2019-01-01"), "cascade")


def test_a_cascade_too_deep_for_its_lines_says_what_each_rests_on():
    log = Log()
    log.source("s0", origin={"name": "o"})
    for number in range(1, 14):
        log.source(f"s{number}", via=[f"s{number - 1}"])
    event = log.event("told on", "2020", (), [f"s{number}" for number in range(14)])
    scene = figures.scene(log.snapshot("2026-01-01"), "cascade", event=event)
    texts = [label.text for label in scene.labels if label.role == "text"]
    assert texts == ["o", *(f"s{number}" for number in range(9)), *(f"s{n}, on s{n - 1}" for n in range(9, 14))]
    assert faults(scene) == []


def test_who_reports_a_claim_and_doubts_it_has_the_colour_of_the_doubt():
    """In the colour of those who simply report it, the one who does not believe it was not to be seen."""
    log = Log()
    log.source("wire", published="2021-01-01")
    log.source("critic", published="2021-01-02", via=["wire"])
    reports = [
        {"source": "wire"},
        {"source": "critic"},
        {"source": "critic", "stance": "doubts", "because": "no proof"},
    ]
    event = log.event("a claim", "2020-12-31", reports=reports)
    scene = figures.scene(log.snapshot("2026-01-01"), "cascade", event=event)
    fills = {scene.items[mark.item].whole[:4]: mark.fill for mark in scene.marks if mark.item is not None and mark.fill}
    assert fills["crit"] != fills["wire"]
    assert {"reports", "doubts"} <= {label.text for label in scene.labels if label.role == "legend"}
