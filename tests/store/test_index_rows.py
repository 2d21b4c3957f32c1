"""The index holds the rows of the compiled relation, whatever arrives in whatever order."""

import json
import os
import tempfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import begin, histories, index, write
from strategies import copied_logs, dense_logs, logs, named_logs, twinned_logs
from timeline.asof.compiled import compile_log
from timeline.records import bearing
from timeline.records.mentions import mentions
from timeline.store import index as indexes
from timeline.store import index_file, index_rows, rowcode

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 4, 20), suppress_health_check=list(HealthCheck), deadline=None)
FACTS = "SELECT entity, property, id, k, start, cells FROM fact JOIN record USING (n) ORDER BY n, k"
NOTED = ("compiled", "last")
TOLD = "SELECT id, cells FROM told JOIN record USING (n)"


def note(events):
    """Bring the index up to date as who adds a record does: what arrived may wait to be compiled."""
    files = tl.open(events).files
    with index("on"):
        return indexes.Index(folder=files.folder, disk=files.disk).ready(rows=False)


def rows_in(events):
    """Read all rows that the index of a log holds."""
    files = tl.open(events).files
    with index("on"):
        indexes.Index(folder=files.folder, disk=files.disk).ready()
    with index_file.reading(str(events), files.disk) as held:
        db = held.connect()
    facts = []
    for entity, name, id_, k, start, cells in db.execute(FACTS):
        row = rowcode.unpack_fact(json.loads(cells), entity, name, id_.hex())
        assert start == rowcode.latest_start(row)
        facts.append((row, k))
    told = [rowcode.told_of(json.loads(cells), id_.hex()) for id_, cells in db.execute(TOLD)]
    sources = [row for (cells,) in db.execute("SELECT cells FROM source ORDER BY name") for row in json.loads(cells)]
    links = [json.loads(cells) for (cells,) in db.execute("SELECT cells FROM link")]
    db.close()
    return {
        "facts": [row for row, k in facts if k >= 0],
        "silent": [row for row, k in facts if k < 0],
        "events": [row for events, _ in told for row in events],
        "reports": [row for _, reports in told for row in reports],
        "sources": sources,
        "links": links,
    }


def in_any_order(rows):
    return sorted((tuple(row) for row in rows), key=repr)


def assert_held(events):
    found, expected = rows_in(events), compile_log(tl.open(events).read().records)
    for name, rows in found.items():
        assert in_any_order(rows) == in_any_order(getattr(expected, name)), name


@tried
@given(histories(), st.data())
def test_the_index_holds_the_rows_of_the_log_at_every_step(history, data):
    """By new files and by lines at the end of one, brought up to date at each step, or built anew at the last."""
    _, batches = history
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        last, stays = None, data.draw(st.booleans())
        for lines in batches:
            last = write(events, lines, to=last if data.draw(st.booleans()) else None)
            if stays:
                data.draw(st.sampled_from([assert_held, note]))(events)
        assert_held(events)


@tried
@given(histories(), st.data())
def test_files_may_arrive_in_any_order(history, data):
    """As from several clones: what is spoken of may arrive after who speaks of it, and a parent after its child."""
    _, batches = history
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        for lines in data.draw(st.permutations(batches)):
            write(events, lines)
            data.draw(st.sampled_from([assert_held, note, lambda _events: None]))(events)
        assert_held(events)


@tried
@given(logs() | dense_logs() | copied_logs() | named_logs() | twinned_logs())
def test_what_is_packed_is_unpacked_again(log):
    relation = compile_log(log)
    for row in (*relation.facts, *relation.silent):
        packed = json.loads(index_rows.dumps(rowcode.pack_fact(row)))
        assert rowcode.unpack_fact(packed, row[0], row[1], row[4]) == row
    for record in log:
        events = [row for row in relation.events if row[0] == record.id]
        reports = [row for row in relation.reports if row[0] == record.id]
        packed = index_rows.dumps(rowcode.pack_told(events, reports))
        assert rowcode.told_of(json.loads(packed), record.id) == (events, reports)
        named = bearing.named_by(record)
        assert bearing.places(record, named) == bearing.places(record)
        assert {(one.what, one.name) for one in named} == {(one.what, one.name) for one in mentions(record.body or {})}


def test_few_records_wait_until_their_rows_are_asked_and_many_do_not(tmp_path):
    """Who adds record after record compiles none of them; more than a hundred do not wait."""
    events = tmp_path / "events"
    log = tl.init(events)
    first = log.add(title="one", facts={"A.b": "c"})
    assert_held(events)
    for number in range(3):
        log.add(title=f"more {number}", facts={"A.b": "d"})
        note(events)
    assert waiting(events) == 3
    log.correct(first.id, set={"title": "another"}, because="a slip")
    assert_held(events)
    assert waiting(events) == 0
    for number in range(110):
        log.add(title=f"many {number}")
        note(events)
    assert 0 < waiting(events) < 100


def waiting(events):
    """Count the records in the index that are not compiled."""
    with index_file.reading(str(events), tl.open(events).files.disk) as held:
        db = held.connect()
    (least,), (most,) = (db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone() for name in NOTED)
    db.close()
    return most - least
