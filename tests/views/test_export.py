"""Export, then import: the new log gives the same answers to every question; and a sheet gives back its events."""

import datetime as dt
import json
import os
import re
import tempfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import a_draft, a_log
from commands import run
from strategies import as_ofs, logs, stamps
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.values import Clock
from timeline.errors import RecordError
from timeline.records import admission
from timeline.records.drafts import Draft
from timeline.store import incoming
from timeline.store.disk import DISK
from timeline.store.log import LogFiles
from timeline.text import jsonlines
from timeline.text.incoming.values import Asked
from timeline.text.outgoing import sheet, workbook
from timeline.text.outgoing.extract import OnePart
from timeline.views import payloads
from timeline.views.export import export
from timeline.views.extract import extract
from timeline.views.filters import Selection
from timeline.views.rows import cell_row, event_row, show_row, source_row
from timeline.views.table import ViewSpec, state

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
UNFLUSHED = DISK._replace(fsync=lambda _handle: None)  # what a power cut would leave is no matter here
TODAY = dt.date(2025, 7, 1)
SPECS = [
    ViewSpec(name="one", title="one", properties=("p", "q")),
    ViewSpec(name="two", title="two", properties=("p", "q"), latest="reported"),
]
given_often = settings(
    max_examples=max(EXAMPLES // 4, 1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def on_disk(folder, drawn):
    """A log on disk with the records of a drawn one that a log would take, each at its own time."""
    log = LogFiles.create(f"{folder}/events", title="drawn", calls=UNFLUSHED)
    ids = {}
    for record in drawn:
        body = json.loads(json.dumps(record.body))
        for field in ("event", "target", "from", "to"):
            head, mark, number = str(body.get(field, "")).partition("#")
            if head in ids:
                body[field] = ids[head] + mark + number
        try:
            (added,) = log.append([Draft(kind=record.kind, body=body)], by="ada", now=record.recorded_at).added
        except RecordError:
            continue
        ids[record.id] = added.id
    return log


def told(log):
    """The records of a log without what differs from log to log: ids become places."""
    records = log.read().records
    text = json.dumps([[record.kind, record.body] for record in records])
    for place, record in enumerate(records):
        text = text.replace(record.id, f"<{place}>")
    return json.loads(text)


@given(logs(max_size=14))
@given_often
def test_a_batch_enters_as_if_its_records_came_one_by_one(drawn):
    with tempfile.TemporaryDirectory() as folder:
        log = LogFiles.create(f"{folder}/events", title="one by one", calls=UNFLUSHED)
        ids, batch = {}, []
        for record in drawn:
            given_as = json.loads(json.dumps(record.body))
            body = {**given_as}
            for field in ("event", "target", "from", "to"):
                head, mark, number = str(body.get(field, "")).partition("#")
                body |= {field: ids[head] + mark + number} if head in ids else {}
            try:
                (added,) = log.append([Draft(kind=record.kind, body=body)], by="ada", now=record.recorded_at).added
            except RecordError:
                continue
            ids[record.id] = added.id
            batch.append(Draft(kind=record.kind, body=given_as, id=record.id))
        other = LogFiles.create(f"{folder}/other", title="at once", calls=UNFLUSHED)
        outcome = other.append(batch, by="ada", now=1_800_000_000_000_000)
        assert told(other) == told(log)
        assert len(outcome.added) == len(batch)
        again = other.append(batch, by="ada", now=1_800_000_000_000_000, admit=payloads.admit_once)
        assert {added.status for added in again.added} <= {"already there"}


def test_a_batch_says_a_change_once_whichever_of_two_alike_it_names(tmp_path):
    log = LogFiles.create(f"{tmp_path}/events", title="twice", calls=UNFLUSHED)
    alike = [Draft(kind="source", body={"name": "a"}, id=number * 64) for number in "12"]
    changes = [Draft(kind="retraction", body={"target": number * 64}, id=own * 64) for number, own in ("13", "24")]
    outcome = log.append([*alike, *changes], by="ada", now=1_800_000_000_000_000)
    assert [added.status for added in outcome.added] == ["added", "said by an earlier line"] * 2


def taken(folder, text, **more):
    """An empty log that takes an export."""
    log = LogFiles.create(f"{folder}/taken", title="taken", calls=UNFLUSHED)
    found = incoming.parse(text.encode(), "jsonl", name="export.jsonl", asked=Asked(day=TODAY, **more))
    log.append(found.drafts, by="bob", now=1_800_000_000_000_000, admit=payloads.admit_once)
    return log


def answers(log, clocks):
    """Everything that a log tells by these clocks; its ids, which no two logs share, as places in its order."""
    ledger = Ledger(log.read().records)
    snap = ledger.at(clocks)
    told = {
        "events": [show_row(snap, event) for event in (*snap.events, *snap.retracted)],
        "rows": [event_row(snap, event) for event in snap.events],
        "cells": [[cell_row(cell) for cell in state(snap, spec)] for spec in SPECS],
        "sources": [source_row(snap, known) for _, known in sorted(snap.sources.items())],
    }
    text = json.dumps(told)
    for place, record in enumerate(ledger.records):
        text = text.replace(record.id, f"<{place}>")
    return re.sub(r'"(file|by)": "[^"]*"|"line": \d+', '""', text)


def clocks_of(as_of, recorded_by):
    if recorded_by is None:
        return Clocks.choose(today=TODAY, as_of=as_of)
    stamp = dt.datetime.fromtimestamp(recorded_by / 1e6, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    clock = Clock(text=stamp, read=stamp, lo=recorded_by, hi=recorded_by)
    return Clocks.choose(today=TODAY, as_of=as_of, recorded_by=clock)


@given(st.data())
@given_often
def test_a_log_that_took_an_export_answers_the_same(data):
    drawn = data.draw(logs())
    with tempfile.TemporaryDirectory() as folder:
        log = on_disk(folder, drawn)
        records = log.read().records
        other = taken(folder, jsonlines.text(records), keep_recorded=True)
        assert len(other.read().records) == len(records)
        for _ in range(3):
            clocks = clocks_of(data.draw(as_ofs), data.draw(stamps(records)) if records else None)
            assert answers(log, clocks) == answers(other, clocks)
        before = [record.id for record in other.read().records]
        found = incoming.parse(
            jsonlines.text(records).encode(), "jsonl", name="x", asked=Asked(day=TODAY, keep_recorded=True)
        )
        again = other.append(found.drafts, by="bob", now=1_800_000_000_000_001, admit=payloads.admit_once)
        assert {added.status for added in again.added} <= {"already there"}
        assert [record.id for record in other.read().records] == before


@given(st.data())
@given_often
def test_an_export_of_a_day_answers_the_same_of_that_day(data):
    drawn = data.draw(logs())
    as_of = data.draw(as_ofs)
    with tempfile.TemporaryDirectory() as folder:
        log = on_disk(folder, drawn)
        ledger = Ledger(log.read().records)
        clocks = Clocks.choose(today=TODAY, as_of=as_of)
        found = export(ledger, ledger.at(clocks), Selection())
        other = taken(folder, jsonlines.text(found.records), keep_recorded=True)
        assert facts_of(log, clocks) == facts_of(other, clocks)


def facts_of(log, clocks):
    """What was known by the clocks, without places in the order of the log, as records were left out."""
    snap = Ledger(log.read().records).at(clocks)
    rows = [event_row(snap, event) for event in snap.events]
    cells = [[cell_row(cell) for cell in state(snap, spec)] for spec in SPECS]
    text = json.dumps([rows, cells])
    numbers = {}
    text = re.sub("[0-9a-f]{64}", lambda found: f"<{numbers.setdefault(found[0], len(numbers))}>", text)
    return re.sub(r'"(file|by)": "[^"]*"|"line": \d+', '""', text)


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("=+-@';\"\n\t ,"), max_size=8
)
filled_texts = texts.filter(str.strip)
fact = st.fixed_dictionaries(
    {"entity": filled_texts, "property": filled_texts, "value": st.none() | st.booleans() | st.integers(-9, 9) | texts},
    optional={"mode": st.sampled_from(["failed", "planned", "possible"]), "during": st.just("2025-05")},
)
report = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from("ab"),
        "stance": st.sampled_from(["denies", "doubts"]),
        "reported": st.sampled_from(["2025-05-01", "2025?-05"]),
        "quote": filled_texts,
        "via": st.just(["a"]),
        "origin": st.fixed_dictionaries({"name": filled_texts}, optional={"interested": st.just(True)}),
    },
)
event = st.fixed_dictionaries(
    {"title": filled_texts},
    optional={
        "type": st.just("a.b"),
        "occurred": st.sampled_from(["2025-05", "[..2025-05-04]", "-0044-03-15", "2025?-05"]),
        "said": filled_texts,
        "text": filled_texts,
        "links": st.lists(
            st.fixed_dictionaries({"url": filled_texts}, optional={"title": filled_texts}), min_size=1, max_size=2
        ),
        "facts": st.lists(fact, min_size=1, max_size=3),
        "reports": st.lists(report, min_size=1, max_size=3),
        "tags": st.lists(filled_texts, min_size=1, max_size=2),
        "data": st.just({"a": [1, "x; y"]}),
        "because": filled_texts,
        "key": filled_texts,
    },
)


@pytest.mark.parametrize(
    ("form", "write"), [("csv", lambda found: sheet.write_parts(OnePart(found))), ("xlsx", workbook.write)]
)
@given(bodies=st.lists(event, min_size=1, max_size=4, unique_by=lambda body: body.get("key", id(body))))
@given_often
def test_a_sheet_gives_back_the_events_that_were_written_to_it(form, write, bodies):
    if form == "xlsx":
        pytest.importorskip("openpyxl")
    with tempfile.TemporaryDirectory() as folder:
        log = LogFiles.create(f"{folder}/events", title="x", calls=UNFLUSHED)
        log.append([a_draft("source", name=name) for name in "ab"], by="ada")
        try:
            log.append([Draft(kind="event", body=body) for body in bodies], by="ada")
        except RecordError:
            return
        snap = Ledger(log.read().records).at(Clocks.choose(today=TODAY))
        made = write(extract(snap, (), Selection()))
        asked = Asked(day=TODAY, sheet="timeline" if form == "xlsx" else None)
        found = incoming.parse(made.data, form, name=f"sheet.{form}", asked=asked)
        assert found.findings == ()
        if any("escapes" in words for words in made.lost):
            return
        decisions = admission.admit(log.read().records, found.drafts)
        assert all(decision.there for decision in decisions), (bodies, [d.body for d in found.drafts])


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path):
    sources = (a_draft("source", name=name, published="2025-08-14") for name in ("press", "relay"))
    log = a_log(tmp_path, *sources)
    log.append([a_draft(title="one", tags=["x"], reports=[{"source": "press"}], key="one")], by="ada")
    log.append([a_draft(title="two", occurred="2025", facts=[{"entity": "E", "property": "p", "value": 1}])], by="ada")
    log.append([a_draft("correction", target="key:one", set={"title": "one, corrected"})], by="ada")
    log.append([a_draft("report", event="key:one", source="relay")], by="ada")
    return log


def kinds(said):
    return [json.loads(line)["kind"] for line in said.stdout.splitlines()]


def test_an_export_is_records_in_the_order_of_the_log(log):
    said = run(log, "export")
    assert said.exit_code == 0
    assert kinds(said) == ["source", "source", "event", "event", "correction", "report"]
    assert [json.loads(line)["id"] for line in said.stdout.splitlines()] == [r.id for r in log.read().records]


def test_what_is_asked_for_comes_with_what_it_rests_on(log):
    assert kinds(run(log, "export", "--tag", "x")) == ["source", "source", "event", "correction", "report"]
    assert kinds(run(log, "export", "--entity", "E")) == ["event"]


def test_a_redacted_record_is_left_out_and_said(log):
    target = next(r.id for r in log.read().records if r.body.get("key") == "one")
    assert run(log, "redact", target, "--because", "asked").exit_code == 0
    said = run(log, "export")
    assert kinds(said) == ["source", "source", "event"]
    assert "1 record is redacted and left out" in said.stderr


def test_the_form_follows_the_ending_and_a_file_is_whole_or_not_there(log, tmp_path):
    for name, start in (("a.jsonl", '{"kind":"source"'), ("a.csv", "title,type,occurred")):
        assert run(log, "export", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    for words, told in (
        (["a.doc"], "ending"),
        (["-o", "a.csv", "b.csv"], "two files"),
        (["--format", "mermaid", "--view", "x"], "holds no view"),
        (["--format", "csv", "--view", "x"], 'no view "x"'),
        (["--format", "xml"], "the forms are jsonl, csv"),
        (["events/2026/x.jsonl"], ""),
        ([str(tmp_path)], ""),
    ):
        said = run(log, "export", *words)
        assert said.exit_code == 2, words
        assert told in said.stderr


def test_a_folder_that_holds_anything_else_is_left_alone(log, tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "mine.txt").write_text("mine")
    before = sorted(tmp_path.iterdir())
    said = run(log, "export", "--format", "parquet", str(tmp_path))
    assert said.exit_code == 2
    assert "which no export wrote" in said.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_clock_is_asked_as_everywhere(log):
    first = log.read().records[0].recorded
    assert kinds(run(log, "export", "--recorded-by", first)) == ["source"]
    assert kinds(run(log, "export", "--as-of", "2000-01-01")) == []
    assert "as of 2000-01-01" in run(log, "export", "--as-of", "2000-01-01").stderr
