"""Mending: fields by options of their own or in an editor, and several records at once, all or none."""

import json
import sys
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from timeline.cli import editor as editing
from timeline.errors import TimelineError


def row_of(log, event):
    (row,) = [row for row in log.rows("list") if row["id"] == event]
    return row


@pytest.fixture
def change(tmp_path):
    """Give what makes an editor that puts one text for another, and keeps what it was shown."""

    def make(old, new):
        path, seen = tmp_path / "editor.py", tmp_path / "seen.toml"
        path.write_text(
            f"import sys\ntext = open(sys.argv[1], encoding='utf-8').read()\n"
            f"open({str(seen)!r}, 'w', encoding='utf-8').write(text)\n"
            f"assert {old!r} in text, text\n"
            f"open(sys.argv[1], 'w', encoding='utf-8').write(text.replace({old!r}, {new!r}))\n",
            encoding="utf-8",
        )
        return {"VISUAL": f"{sys.executable} {path}"}

    return make


def test_options_of_their_own_replace_fields(log):
    event = log.add("add", "slip", "--tag", "old", "--occurred", "2025", "--text", "x")
    words = ["--title", "right", "--occurred", "2026-Q2", "--tag", "a", "--tag", "b", "--text", "more", "--said", "May"]
    said = log.ok("correct", event[:8], *words, "--set", "type=model.released", "--because", "a slip")
    assert "2026-34" in said.err
    row = row_of(log, event)
    shown = [row[name] for name in ("title", "occurred", "tags", "said", "type")]
    assert shown == ["right", "2026-34", ["a", "b"], "May", "model.released"]
    assert log.rows("show", event)[0]["text"] == "more"


def test_null_takes_any_field_away_that_need_not_be_there(log):
    log.ok("source", "wire", "--via", "press")
    given = ["--type", "a.b", "--tag", "t", "--text", "x", "--said", "s", "--data", "{}", "--fact", "A.p=1"]
    event = log.add("add", "an event", "--occurred", "2025", "--source", "wire:doubts", *given)
    names = ("type", "tags", "text", "said", "data", "facts", "occurred", "links")
    log.ok("correct", event, *(word for name in names for word in ("--set", f"{name}=null")), "--because", "b")
    row = row_of(log, event)
    shown = [row[name] for name in ("type", "tags", "text", "said", "facts", "occurred", "web_links", "standing")]
    assert shown == ["event", [], None, None, [], None, [], "doubted"]
    log.ok("correct", f"{event}#1", "--set", "stance=null", "--set", "via=null", "--because", "b")
    assert row_of(log, event)["standing"] == "reported"
    log.ok("correct", event, "--set", "reports=null", "--because", "b")
    assert row_of(log, event)["sources"] == []
    log.ok("correct", "wire", "--set", "via=null", "--set", 'origin={"name":"O"}', "--because", "b")
    assert [row["via"] for row in log.rows("sources") if row["name"] == "wire"] == [[]]


def test_a_title_of_a_source_is_corrected_alike_and_an_event_s_field_of_a_source_is_refused(log):
    log.ok("correct", "press", "--title", "The Press", "--because", "x")
    assert log.rows("sources", "--json")[0]["title"] == "The Press"
    before = log.bytes
    said = log.run("correct", "press", "--occurred", "2025", "--because", "x")
    assert (said.code, log.bytes) == (2, before)
    assert 'a source has no field "occurred" to set' in said.err


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["--title", "a", "--set", "title=b"], "--title"),
        (["--occurred", "2025", "--set", "occurred=2026"], "--occurred"),
        (["--tag", "a", "--set", 'tags=["b"]'], "--tag"),
    ],
)
def test_a_field_given_in_two_ways_is_refused(log, words, option):
    event, before = log.add("add", "an event"), log.bytes
    said = log.run("correct", event, *words, "--because", "x")
    assert (said.code, log.bytes) == (2, before)
    assert f"use either {option} or --set" in said.err


def test_several_records_are_corrected_and_retracted_together(log):
    events = [log.add("add", f"event {n}") for n in range(3)]
    said = log.ok("correct", *[event[:8] for event in events], "--tag", "seen", "--because", "swept")
    assert len(said.lines) == 3
    assert [row_of(log, event)["tags"] for event in events] == [["seen"]] * 3
    assert [row["target"] for row in (log.rows("show", one)[0] for one in said.lines)] == events
    taken = log.ok("retract", events[0], events[2], "--because", "not ours")
    assert len(taken.lines) == 2
    left = {row["id"] for row in log.rows("list")}
    assert left & set(events) == {events[1]}
    log.ok("retract", *taken.lines)
    assert {row["id"] for row in log.rows("list")} >= set(events)


def test_one_source_reports_on_several_events(log):
    events = [log.add("add", f"event {n}") for n in range(2)]
    ids = log.ok("report", *events, "press", "--stance", "doubts").lines
    assert len(ids) == 2
    for event in events:
        assert [one["source"] for one in log.rows("show", event)[0]["report_list"]] == ["press"]
    alone = log.ok("report", events[0]).lines
    assert log.rows("show", events[0])[0]["report_list"][-1]["source"] is None
    assert len(alone) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["correct", "{0}", "ffffffff", "--title", "x", "--because", "y"],
        ["retract", "{0}", "ffffffff"],
        ["report", "{0}", "ffffffff", "press"],
        ["report", "{0}", "{1}", "prss"],
        ["retract", "{0}", "{1}", "--key", "k"],
        ["correct", "{0}", "press", "--occurred", "2025", "--because", "y"],
        ["correct", "{0}", "{1}", "--edit", "--because", "y"],
        ["report"],
        ["retract"],
    ],
)
def test_of_several_with_a_fault_in_one_nothing_is_written(log, words):
    events = [log.add("add", f"event {n}") for n in range(2)]
    before = log.bytes
    said = log.run(*[word.format(*events) for word in words], env={"VISUAL": "true"})
    assert (said.code, said.out, log.bytes) == (2, "", before)
    assert said.err.endswith("Nothing was written.\n")
    if "ffffffff" in words:
        assert "at: ffffffff, " in said.err


def test_a_dry_run_of_several_says_each(log):
    events, before = [log.add("add", f"event {n}") for n in range(2)], None
    before = log.bytes
    said = log.ok("retract", *events, "--dry-run")
    assert said.err.count("would be added: retraction") == 2
    assert log.bytes == before


def test_an_event_is_changed_in_an_editor_and_only_what_changed_is_set(log, change):
    words = ["--fact", "a.x=>=5 chips", "--failed", 'a.y="~"', "--source", "press:doubts", "--data", '{"n": [1]}']
    event = log.add("add", "Draft", "--occurred", "2025", "--text", 'one\n"two"', *words)
    log.ok("correct", event, "--tag", "kept", "--because", "earlier")
    (done,) = log.ok("correct", event, "--edit", "--because", "x", env=change("Draft", "Done")).lines
    assert log.rows("show", done)[0]["set"] == {"title": "Done"}
    row = log.rows("show", event)[0]
    assert (row["title"], row["tags"], row["text"]) == ("Done", ["kept"], 'one\n"two"')


def test_what_is_emptied_in_the_editor_is_taken_away(log, change):
    event = log.add("add", "an event", "--type", "a.b", "--text", "wrong", "--tag", "t", "--fact", "a.x=1")
    log.ok("correct", event, "--edit", "--because", "x", env=change('text = "wrong"', ""))
    log.ok("correct", event, "--edit", "--because", "x", env=change('type = "a.b"', ""))
    log.ok("correct", event, "--edit", "--because", "x", env=change('tags = ["t"]', "tags = []"))
    log.ok("correct", event, "--edit", "--because", "x", env=change('facts = ["a.x=1"]', "facts = []"))
    row = log.rows("show", event)[0]
    assert (row["text"], row["tags"], row["facts"], row["type"]) == (None, [], [], "event")


def test_the_editor_starts_from_what_the_options_change(log, change, tmp_path):
    event = log.add("add", "an event", "--occurred", "2025")
    (done,) = log.ok(
        *["correct", event, "--edit", "--occurred", "2025-06", "--because", "x"],
        env=change('title = "an event"', 'title = "another"'),
    ).lines
    assert 'occurred = "2025-06"' in (tmp_path / "seen.toml").read_text(encoding="utf-8")
    assert log.rows("show", done)[0]["set"] == {"title": "another", "occurred": "2025-06"}


@pytest.mark.parametrize("target", ["press", "{event}#1", "ffffffff"])
def test_only_an_event_is_edited(log, target):
    event, before = log.add("add", "an event", "--source", "press"), log.bytes
    before = log.bytes
    said = log.run("correct", target.format(event=event), "--edit", "--because", "x", env={"VISUAL": "true"})
    assert (said.code, log.bytes) == (2, before)
    assert said.err.endswith("Nothing was written.\n")


def test_an_unchanged_text_corrects_nothing(log):
    event, before = log.add("add", "an event"), None
    before = log.bytes
    said = log.run("correct", event, "--edit", "--because", "x", env={"VISUAL": "true"})
    assert (said.code, log.bytes) == (2, before)
    assert "nothing was entered" in said.err


def test_a_field_that_a_correction_cannot_set_is_refused_in_the_editor(log, change):
    event = log.add("add", "an event", "--key", "k")
    said = log.run("correct", event, "--edit", "--because", "x", env=change("tags = []", 'tags = []\nkey = "other"'))
    assert said.code == 2
    assert '"key" is not a field of an event' in said.err


# A log holds no control characters but tabs and ends of lines, and no surrogates.
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t"), min_size=1, max_size=8)
SCALAR = st.none() | st.booleans() | st.integers(-9, 9) | TEXT
REPORT = st.fixed_dictionaries(
    {}, optional={"source": TEXT, "quote": TEXT, "via": st.lists(TEXT, min_size=1), "stance": st.just("denies")}
) | st.builds(lambda name, gains: {"origin": {"name": name, "interested": gains}}, TEXT, st.booleans())
EVENT = st.fixed_dictionaries(
    {"title": TEXT},
    optional={
        "text": TEXT,
        "said": TEXT,
        "tags": st.lists(TEXT, min_size=1, max_size=3),
        "links": st.lists(st.fixed_dictionaries({"url": TEXT}, optional={"title": TEXT}), min_size=1, max_size=2),
        "reports": st.lists(REPORT, min_size=1, max_size=2),
        "data": st.dictionaries(TEXT, st.lists(SCALAR, max_size=2), min_size=1, max_size=2),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(EVENT)
def test_the_text_in_the_editor_says_all_of_an_event(event):
    text = editing._template(event, editing._OF_EVENT)
    tomllib.loads(text)
    assert editing._read(text) == event


def test_python_mends_several_at_once_too(log):
    opened = tl.open(str(log.folder))
    events = [opened.add(f"event {n}").id for n in range(2)]
    done = opened.correct(events, {"tags": ["seen"]}, because="swept")
    assert [one.body["target"] for one in done] == events
    assert len(opened.report(tuple(events), "press")) == 2
    before = log.bytes
    with pytest.raises(TimelineError):
        opened.retract([events[0], "ffffffff"])
    assert log.bytes == before
    assert [one.status for one in opened.retract(events)] == ["added", "added"]
    assert opened.retract(events[:1])[0].status == "already there"
    assert json.loads(log.ok("list", "--json").out)["rows"]


def test_a_source_that_was_taken_back_is_still_found_by_its_name(log):
    log.ok("source", "pressed", "--publisher", "P")
    event = log.add("add", "told", "--source", "press")
    undone = log.add("retract", "press", "--because", "a forgery")
    before = log.bytes
    again = log.ok("retract", "press", "--because", "a forgery")
    assert (again.out.split(), log.bytes) == ([undone], before)
    for words in (
        ["report", event, "press"],
        ["add", "more", "--source", "press"],
        ["source", "new", "--via", "press"],
    ):
        said = log.run(*words)
        assert (said.code, log.bytes) == (2, before)
        assert 'the source "press" was taken back' in said.err
        assert f"timeline retract {undone[:12]}" in said.err
        assert "pressed" not in said.err
    log.ok("retract", undone[:12])
    log.ok("report", event, "press", "--stance", "doubts")


def test_a_source_that_was_taken_back_can_be_defined_anew(log):
    log.ok("retract", "press", "--because", "a forgery")
    new = log.add("source", "press", "--publisher", "TEXT")
    log.ok("add", "more", "--source", "press")
    assert [row["id"] for row in log.rows("sources", "--json") if row["name"] == "press"] == [new]
