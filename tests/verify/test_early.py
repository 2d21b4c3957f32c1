"""Events that are told as having happened, and were surely reported before: found, and nothing else is."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_chain, a_log
from timeline.dates import edtf
from timeline.records.drafts import Draft
from timeline.store.check import check
from timeline.verify.early import early

SOURCE = ("source", {"name": "press", "published": "2025-05-10"})


def found(*bodies):
    return [(one.event.event.title, one.date) for one in early(a_chain(*bodies))]


def an_event(**fields):
    return ("event", {"title": "t", "reports": [{"source": "press"}], **fields})


@pytest.mark.parametrize(
    "event",
    [
        an_event(occurred="2025-05-11"),
        an_event(occurred="2026?-08"),
        an_event(occurred="2025-05-11", facts=[{"entity": "e", "property": "p", "value": 1}]),
        an_event(occurred="2025-06", facts=[{"entity": "e", "property": "p", "value": 1, "mode": "failed"}]),
        an_event(facts=[{"entity": "e", "property": "p", "value": 1, "during": "2025-05-11/.."}]),
        an_event(occurred="2026", reports=[{"source": "press", "reported": "2025-12-31"}]),
        an_event(occurred="2026", reports=[{"reported": "2025"}]),
        an_event(occurred="2026", reports=[{"source": "press", "reported": "2027"}, {"source": "press"}]),
    ],
)
def test_what_is_surely_reported_before_it_can_have_happened_is_found(event):
    assert [title for title, _ in found(SOURCE, event)] == ["t"]


@pytest.mark.parametrize(
    "event",
    [
        an_event(occurred="2025-05-10"),
        an_event(occurred="2025-05"),
        an_event(occurred="[2025-05-10,2025-06-01]"),
        an_event(occurred=None),
        an_event(occurred="2026", reports=[]),
        an_event(occurred="2026", reports=[{"source": "press", "stance": "denies"}]),
        an_event(occurred="2026", facts=[{"entity": "e", "property": "p", "value": 1, "mode": "planned"}]),
        an_event(occurred="2026", facts=[{"entity": "e", "property": "p", "value": 1, "mode": "possible"}]),
        an_event(occurred="2026", facts=[{"entity": "e", "property": "p", "value": 1, "during": "2025"}]),
        an_event(occurred="2026", reports=[{"source": "press", "reported": "2026"}]),
        an_event(occurred="2026", reports=[{"source": "press", "reported": "2025/2026"}]),
    ],
)
def test_what_may_have_happened_by_then_is_not(event):
    assert found(SOURCE, event) == []


DAYS = st.sampled_from(
    ["2025-05-09", "2025-05-10", "2025-05-11", "2025-05", "2025-06", "2024", "2026", "[2025-05-09,2026]"]
)


@given(occurred=DAYS, published=DAYS, own=st.lists(st.none() | DAYS, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_the_answer_is_that_of_the_dates_and_check_finds_the_same_the_fast_way(
    tmp_path_factory, occurred, published, own
):
    reports = [{"source": "press"} | ({"reported": day} if day else {}) for day in own]
    bodies = (
        ("source", {"name": "press", "published": published}),
        ("event", {"title": "t", "occurred": occurred, "reports": reports}),
    )
    lo = edtf.parse(occurred).span.lo
    wanted = any(edtf.parse(day or published).span.hi < lo for day in own)
    assert bool(found(*bodies)) is wanted
    log = a_log(tmp_path_factory.mktemp("log"))
    log.append([Draft(kind="event", body={"title": "first"}), *(Draft(kind=k, body=b) for k, b in bodies)], by="ada")
    assert ("reported-early" in [one.code for one in check(log).findings]) is wanted


def run(log, *words, **more):
    from click.testing import CliRunner

    from timeline.cli.main import cli

    done = CliRunner(env={"TIMELINE_BY": "ada", "TIMELINE_LOG": None}).invoke(cli, ["-C", log.folder, *words], **more)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_the_finding_is_mended_by_each_of_its_fixes(tmp_path):
    for number, words in enumerate(
        (
            ["correct", "EVENT", "--set", "occurred=2025-05", "--because", "a slip"],
            ["correct", "press", "--set", "published=2026-02", "--because", "a slip"],
            ["correct", "EVENT", "--planned", "e.p=1", "--because", "it was announced"],
        )
    ):
        log = a_log(tmp_path / str(number), Draft(kind=SOURCE[0], body=SOURCE[1]))
        said = run(log, "add", "t", "--occurred", "2026", "--source", "press", "--fact", "e.p=1")
        assert said.exit_code == 0
        assert 'was reported by "press"' in said.stderr
        event = said.stdout.strip()
        checked = run(log, "check", "--json")
        assert checked.exit_code == 1
        (row,) = json.loads(checked.stdout)["rows"]
        assert (row["code"], row["line"]) == ("reported-early", 1)
        assert " ".join(words[:2]).replace("EVENT", event[:12]) in row["fix"]
        assert run(log, *[event if word == "EVENT" else word for word in words]).exit_code == 0
        assert run(log, "check").exit_code == 0


def test_import_says_it_of_what_it_brings(tmp_path):
    log = a_log(tmp_path, Draft(kind=SOURCE[0], body=SOURCE[1]))
    sheet = tmp_path / "new.csv"
    sheet.write_text("title,occurred,source\na,2026,press\nb,2025-05-10,press\n", encoding="utf-8")
    said = run(log, "import", str(sheet))
    assert said.exit_code == 0
    assert said.stderr.count("was reported by") == 1
    assert run(log, "import", str(sheet)).stderr.count("was reported by") == 0


def test_a_trial_and_python_say_it_too(tmp_path):
    log = a_log(tmp_path, Draft(kind=SOURCE[0], body=SOURCE[1]))
    words = ["add", "t", "--occurred", "2026", "--source", "press"]
    tried = run(log, *words, "--dry-run")
    assert 'was reported by "press"' in tried.stderr
    assert "timeline correct" not in tried.stderr  # there is nothing to correct yet
    sheet = tmp_path / "new.csv"
    sheet.write_text("title,occurred,source\na,2026,press\nb,2025-05-10,press\n", encoding="utf-8")
    assert run(log, "import", str(sheet), "--dry-run").stderr.count("was reported by") == 1
    opened = tl.open(log.folder)
    added = opened.add("t", occurred="2026", sources="press")
    assert 'was reported by "press"' in " ".join(added.notes)
    assert opened.add("t2", occurred="2025", sources="press").notes == ()
    late = opened.add("u", occurred="2026-03-01", reported="2026-03-02")
    assert late.notes == ()
    assert "told as having happened" in " ".join(opened.report(late.id, "press").notes)
    assert [bool(one.notes) for one in opened.import_(sheet)] == [True, False]


def test_a_trial_and_python_say_what_a_null_may_end(tmp_path):
    log = a_log(tmp_path)
    opened = tl.open(log.folder)
    opened.add("on", occurred="2026-03", facts={"e.p": "x"}, key="on")
    said = run(log, "add", "off", "--occurred", "2026-03", "--fact", "e.p=null", "--dry-run")
    added = opened.add("off", occurred="2026-03", facts={"e.p": None})
    for words in (said.stderr, " ".join(added.notes)):
        assert "--ended e.p=x" in words


def test_a_report_of_the_same_day_is_told_by_its_hour(tmp_path):
    """Else "no later than 2025-05-01" would stand beside a date of that very day."""
    log = tl.open(a_log(tmp_path).folder)
    log.source("press", published="2025-05-01T10:00:00Z")
    (note,) = log.add("t", occurred="2025-05-01T12:00:00Z", sources="press").notes
    assert "no later than 2025-05-01T10:00:00Z" in note
