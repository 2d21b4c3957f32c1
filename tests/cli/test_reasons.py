"""A reason that is asked for says something: a blank one, as an unset variable of a shell gives it, writes nothing."""

import pytest

import timeline as tl
from timeline.errors import RecordError

BLANK = ["", " ", "\t\n", "\u3000"]
COMMANDS = {
    "correct": ("correct", "{event}", "--set", "said=late"),
    "retract": ("retract", "{event}"),
    "redact": ("redact", "{event}"),
    "report": ("report", "{event}", "press"),
    "link": ("link", "{event}", "contradicts", "{other}"),
    "source": ("source", "wire"),
    "add": ("add", "third"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_takes_a_blank_reason(log, command):
    names = {"event": log.add("add", "first"), "other": log.add("add", "second")}
    before = log.rows("list", "--all")
    for blank in BLANK:
        words = [word.format(**names) for word in COMMANDS[command]]
        done = log.run(*words, "--because", blank)
        assert done.code == 2, (blank, done.err)
        assert "blank" in done.err
        assert "--because" in done.err
        assert "Nothing was written." in done.err
    assert log.rows("list", "--all") == before


@pytest.mark.parametrize("blank", BLANK)
def test_python_refuses_it_too(tmp_path, blank):
    log = tl.init(tmp_path / "events")
    first, second = log.add("first"), log.add("second")
    calls = (
        lambda: log.correct(first.id, {"said": "late"}, because=blank),
        lambda: log.retract(first.id, because=blank),
        lambda: log.link(first.id, "contradicts", second.id, because=blank),
        lambda: log.redact(first.id, because=blank),
    )
    for call in calls:
        with pytest.raises(RecordError, match="blank") as refused:
            call()
        assert refused.value.where == "because"
        assert refused.value.unwritten
    assert [event["title"] for event in log.at().list()] == ["first", "second"]
