"""What the command line prints is what `timeline schema` says: every form, on a log in which everything happens."""

import json
import shutil
from pathlib import Path

import pytest
from bench import Bench, told
from validator import faults

from timeline.text import schemas

STORY = Path(__file__).resolve().parents[2] / "events"


def busied(top):
    """A log with a doubt, a denial, changes of both sorts, links, an open date, a retraction, an unsourced report."""
    log = told(top)
    event = log.rows("list", "--type", "training.moved")[0]["id"]
    late = log.add("add", "no date at all", "--fact", "R2.training=>=1000 chips", "--possible", "R2.inference=null")
    log.ok(
        "report", event, "relay", "--stance", "doubts", "--because", "no figures", "--origin", "them", "--interested"
    )
    log.ok("report", event, "--reported", "2025-09/..")
    log.ok("correct", event, "--set", "occurred=2025-08", "--because", "a slip")
    log.ok("correct", event, "--set", "title=told anew", "--because", "they said so", "--reported", "2025-10~")
    log.ok("link", event, "contradicts", late)
    log.ok("retract", late, "--reported", "[2025-11,2026-01]")


@pytest.fixture
def busy(copied, tmp_path):
    return Bench(copied(busied, tmp_path) / "events")


def answer(log, name, *words):
    return log.ok(name, *words, "--json").answer


ASKED = [
    ("list", ["--all"]),
    ("list", ["--as-of", "2025-12-15"]),
    ("state", ["hardware", "--as-of", "2025-12-15"]),
    ("state", ["models"]),
    ("why", ["R2.training", "--as-of", "2025-12-15"]),
    ("diff", ["2025-08-01", "2026-12-31"]),
    ("sources", []),
    ("history", []),
    ("history", ["R2.training"]),
    ("views", []),
    ("date", ["2025?-08", "../2026", "1985/", "2026-24", "{2025,2026}", "2026-11-23T12:00:00Z"]),
    ("check", []),
    ("doctor", []),
]


@pytest.mark.parametrize(("name", "words"), ASKED, ids=[" ".join([name, *words]) for name, words in ASKED])
def test_every_answer_follows_its_schema(busy, name, words):
    found = answer(busy, name, *words)
    assert list(faults(found, schemas.schema(name))) == []


def test_show_and_the_chains_of_an_event_follow_theirs(busy):
    for row in answer(busy, "history")["rows"]:
        assert list(faults(answer(busy, "show", row["id"]), schemas.schema("show"))) == []
    event = busy.rows("list")[0]["id"]
    assert list(faults(answer(busy, "sources", event), schemas.schema("cascade"))) == []


def test_the_story_follows_the_schemas(log, tmp_path):
    shutil.copytree(STORY, tmp_path / "story" / "events")
    words = ["-C", str(tmp_path / "story" / "events")]
    for name, more in (("list", ["--all"]), ("state", ["hardware"]), ("diff", ["2025-07-01", "2026-11-23"])):
        found = log.ok(*words, name, *more, "--json").answer
        assert found["rows"]
        assert list(faults(found, schemas.schema(name))) == []


def test_what_a_write_answers_follows_its_schema(busy):
    for words in (
        ["add", "new"],
        ["add", "new"],
        ["add", "newer", "--dry-run"],
        ["source", "press2", "--via", "press"],
    ):
        found = busy.ok(*words, "--json").answer
        assert list(faults(found, schemas.schema("added"))) == []


@pytest.mark.parametrize("words", [["list", "--as-of", "x"], ["state"], ["show", "ffff"], ["add", "", "--dry-run"]])
def test_an_error_follows_its_schema(busy, words):
    said = busy.run(*words, "--json")
    assert said.code == 2
    assert list(faults(json.loads(said.err), schemas.schema("error"))) == []


def test_every_record_of_a_log_follows_the_schema_of_a_line_of_input(busy):
    """What `add -` reads is what `show` gives back, but for what the log itself stamps."""
    for row in busy.rows("history"):
        (shown,) = busy.rows("show", row["id"]) if row["kind"] not in ("event", "source") else (None,)
        if shown is None:
            continue
        own = {"kind", "changes", "file", "line", "parents"}
        record = {name: value for name, value in shown.items() if name not in own}
        assert list(faults({"kind": row["kind"], **record}, schemas.schema("record"))) == []


GOOD = [
    {"kind": "event", "title": "t", "occurred": None, "facts": [{"entity": "a", "property": "b", "value": None}]},
    {"kind": "source", "name": "scmp", "origin": {"name": "them", "interested": True}, "key": "k"},
    {"kind": "report", "event": "key:e", "stance": "doubts", "because": "no figures"},
    {"kind": "correction", "target": "key:e", "set": {"title": "u"}},
    {"kind": "link", "from": "key:e", "rel": "same-event", "to": "key:f"},
    {"kind": "redaction", "target": "key:e", "because": "asked"},
]
BAD = [
    {"kind": "event"},
    {"kind": "event", "title": 1},
    {"kind": "event", "title": "t", "titel": "u"},
    {"kind": "source", "name": "Not Short"},
    {"kind": "report", "event": "e", "stance": "believes"},
    {"kind": "correction", "target": "e", "set": {}},
    {"kind": "link", "from": "a", "rel": "likes", "to": "b"},
    {"kind": "evnt", "title": "t"},
    {},
]


@pytest.mark.parametrize("record", GOOD, ids=[record["kind"] for record in GOOD])
def test_the_schema_of_a_record_takes_what_the_log_takes(record):
    assert list(faults(record, schemas.schema("record"))) == []


@pytest.mark.parametrize("record", BAD, ids=map(str, range(len(BAD))))
def test_the_schema_of_a_record_refuses_what_the_log_refuses(empty, record):
    assert list(faults(record, schemas.schema("record")))
    assert empty.run("add", "-", stdin=json.dumps(record)).code == 2
