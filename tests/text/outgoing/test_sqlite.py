"""The database, read by the sqlite3 of Python, by sqlite-utils and by Datasette."""

import json
import sqlite3

import pytest

from loops import awaited
from timeline.text.outgoing.relations import RELATIONS


@pytest.fixture(scope="module")
def path(snap, tmp_path_factory):
    found = tmp_path_factory.mktemp("db") / "story.db"
    snap.save_export(found)
    snap.save_export(found.with_name("story.metadata.json"))
    return found


@pytest.fixture
def db(path):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def test_it_is_sound_and_every_key_leads_somewhere(db):
    assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_each_relation_is_a_table_with_its_key(db):
    for relation in RELATIONS:
        info = db.execute(f"PRAGMA table_info({relation.name})").fetchall()
        keys = [row["name"] for row in sorted(info, key=lambda row: row["pk"]) if row["pk"]]
        assert keys == list(relation.key), relation.name
        foreign = {row["from"] for row in db.execute(f"PRAGMA foreign_key_list({relation.name})")}
        assert foreign == {field.name for field in relation.fields if field.of}


def test_it_holds_what_the_answers_hold(db, snap):
    told = {row["id"]: row for row in snap.list()}
    held = {row["id"]: row for row in db.execute("SELECT * FROM events")}
    assert held.keys() == told.keys()
    for id_, row in held.items():
        for name in ("title", "occurred", "occurred_earliest", "occurred_latest", "known", "standing", "reports"):
            assert row[name] == told[id_][name]
        assert json.loads(row["tags"]) == told[id_]["tags"]
        assert [row["origins_least"], row["origins_most"]] == told[id_]["origins"]
    facts = sum(len(row["facts"]) for row in told.values())
    assert db.execute("SELECT count(*) FROM facts").fetchone()[0] == facts


def test_numbers_are_numbers_and_values_are_exact(db):
    rows = db.execute("SELECT property, value, value_type, number, op, unit FROM facts WHERE entity = 'E'").fetchall()
    found = {row["property"]: tuple(row)[1:] for row in rows}
    assert found["p1"] == ("007", "text", None, None, None)
    assert found["p4"] == ("5", "number", 5, None, None)
    assert found["p6"] == ("2.5", "number", 2.5, None, None)
    assert found["p7"] == (None, "null", None, None, None)
    assert found["p8"] == (">=1000 chips", "quantity", 1000, ">=", "chips")


def test_full_text_finds_events_reports_and_sources(db):
    find = "SELECT title FROM events WHERE rowid IN (SELECT rowid FROM events_fts WHERE events_fts MATCH ?)"
    assert [row[0] for row in db.execute(find, ("corrected",))] == ["valued, corrected"]
    find = "SELECT quote FROM reports WHERE rowid IN (SELECT rowid FROM reports_fts WHERE reports_fts MATCH ?)"
    assert [row[0] for row in db.execute(find, ("later",))] == ["much later"]


def test_each_view_of_the_log_is_a_view_of_sql(db, snap):
    (first, *_) = db.execute('SELECT * FROM "state_hard"').fetchall()
    assert first.keys() == ["entity", "training", "p0", "Training_2"]
    assert first["training"] == "Nvidia; Huawei (failed); Ascend (planned)"
    rows = [tuple(row) for row in db.execute('SELECT * FROM "state_other"')]
    assert rows == [("E", "true", ">=1000 chips"), ("nobody", None, None)]
    assert {cell["entity"] for cell in snap.state("other")} == {"E", "nobody"}


def test_only_the_view_that_is_asked_for_is_there(snap):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(snap.export("sqlite", view="other").data)
    assert [row[0] for row in connection.execute("SELECT name FROM views")] == ["other"]
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'view'").fetchone() == (1,)
    connection.close()


def test_it_says_what_was_asked(db):
    about = dict(db.execute("SELECT name, value FROM about").fetchall())
    assert about["title"] == "Odd; a <story>"
    assert json.loads(about["query"])["on"]["read"] == "2026-11-30"


def test_the_same_answer_gives_the_same_bytes(snap, path):
    assert snap.export("sqlite").data == path.read_bytes()


def test_sqlite_utils_reads_it_as_it_is(path):
    sqlite_utils = pytest.importorskip("sqlite_utils")
    db = sqlite_utils.Database(str(path))
    assert db["events"].pks == ["id"]
    assert db["events"].detect_fts() == "events_fts"
    assert {key.column: key.other_table for key in db["facts"].foreign_keys} == {
        "event": "events",
        "known_as": "entities",
    }
    assert [row["title"] for row in db["events"].search("corrected")] == ["valued, corrected"]
    assert "state_hard" in db.view_names()
    db.close()


def test_datasette_labels_searches_and_knows_the_metadata(path):
    pytest.importorskip("datasette")
    from datasette.app import Datasette

    async def ask(address):
        metadata = json.loads(path.with_name("story.metadata.json").read_text(encoding="utf-8"))
        served = Datasette([str(path)], metadata=metadata)
        found = await served.client.get(address)
        assert found.status_code == 200, found.text
        served.executor.shutdown()
        return found

    def rows(address):
        return awaited(ask(address)).json()["rows"]

    (fact,) = rows("/story/facts.json?_labels=on&_shape=objects&property=training&entity=F")
    assert fact["known_as"] == {"value": "F", "label": "F"}
    assert fact["event"]["label"].startswith("=cmd")
    (event,) = rows("/story/events.json?_search=corrected&_shape=objects")
    assert event["title"] == "valued, corrected"
    page = awaited(ask("/story/events")).text
    assert "What is said to have happened" in page
    assert "Where?" in awaited(ask("/story/state_hard")).text
