"""Each way to add takes a key from Python too, as the command line does: adding again under it adds nothing."""

import pytest

import timeline as tl


@pytest.fixture
def log(tmp_path):
    return tl.init(tmp_path / "events")


def test_a_key_adds_once(log, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>page")
    event, other = log.add("it failed", key="e").id, log.add("it broke").id
    again = {
        "source": lambda: log.source("wire", published="2025-01-01", key="s"),
        "report": lambda: log.report(event, "wire", key="r"),
        "link": lambda: log.link(event, "derived-from", other, key="l"),
        "attach": lambda: log.attach("wire", page, retrieved="2025-02-01", because="as it was", key="c"),
        "correct": lambda: log.correct(event, {"title": "it failed twice"}, because="so it is", key="x"),
        "retract": lambda: log.retract(other, key="t"),
    }
    for name, add in again.items():
        first, second = add(), add()
        assert (first.status, second.status) == ("added", "already there"), name
        assert first.id == second.id
    bodies = {record.kind: record.body for record in log.read().records}
    assert bodies["capture"]["because"] == "as it was"
    assert {kind: body.get("key") for kind, body in bodies.items() if kind != "event"} == {
        "source": "s",
        "report": "r",
        "link": "l",
        "capture": "c",
        "correction": "x",
        "retraction": "t",
    }
    with pytest.raises(tl.RecordError, match='key "s"'):
        log.source("paper", key="s")
    with pytest.raises(tl.RecordError):
        log.attach("wire", page, key=7)
    redacted = log.redact(other, because="a name", key="k")
    assert log.read().records[-1].body["key"] == "k"
    assert redacted.id == log.read().records[-1].id


@pytest.mark.parametrize("how", ["attach", "redact", "import_"])
def test_that_a_clock_is_right_is_said_with_yes_or_no(log, tmp_path, how):
    (tmp_path / "e.csv").write_text("title\nsold\n")
    log.source("wire", key="w")
    calls = {
        "attach": lambda right: log.attach("wire", tmp_path / "e.csv", clock_is_right=right),
        "redact": lambda right: log.redact("key:w", because="x", clock_is_right=right),
        "import_": lambda right: log.import_(tmp_path / "e.csv", clock_is_right=right),
    }
    with pytest.raises(tl.TimelineError, match="clock_is_right"):
        calls[how]("yes")
    calls[how](True)
