"""A log shared on a real PostgreSQL server: what travels, whatever two people do, how one begins."""

import itertools
import json
import shutil
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sharers import Sharer, findings_of, ids_of, lines_of, lines_on

import timeline as tl
from builders import a_draft
from timeline.errors import LogBroken, LogError
from timeline.store import check
from timeline.store.log import LogFiles
from timeline.store.server import pull as pulling
from timeline.store.server import push as pushing

pytestmark = pytest.mark.scale


# --- the union of two sets -------------------------------------------------------------------------------------------


def test_what_one_pushes_the_other_pulls_byte_for_byte(shared, postgres, database):
    ada, bob = shared
    ada.tell(3)
    ada.tell()
    bob.tell(2)
    assert ada.push().records == 4
    assert bob.push().records == 2
    assert ada.pull().records == 2
    assert bob.pull().records == 4
    assert lines_of(ada.log) == lines_of(bob.log) == lines_on(postgres, database)
    assert findings_of(ada.log) == findings_of(bob.log) == []


def test_only_what_is_missing_travels_and_nothing_is_there_twice(shared, postgres, database):
    ada, bob = shared
    ada.tell(5)
    assert ada.push().records == 5
    assert ada.push().records == 0
    bob.pull()
    assert bob.pull().records == 0
    assert bob.push().records == 0
    ada.tell()
    assert ada.push(dry_run=True).records == 1
    assert ada.push().records == 1
    assert bob.pull(dry_run=True).records == 1
    assert len(ids_of(bob.log)) == 5
    assert bob.pull().records == 1
    assert len(ids_of(bob.log)) == len(set(ids_of(bob.log))) == 6
    with postgres.connect(database) as connection:
        assert connection.execute("select number, added, total from timeline.batch order by 1").fetchall() == [
            (1, 5, 5),
            (2, 1, 6),
        ]


def test_a_server_that_moved_on_in_the_meantime_takes_the_rest(shared):
    ada, bob = shared
    ada.tell(2)
    ada.push()
    bob.tell(2)  # knows nothing of ada's: two heads
    assert bob.push().records == 2
    ada.tell(1)
    assert ada.push().records == 1  # knows nothing of bob's
    assert ada.pull().records == 2
    assert bob.pull().records == 3
    assert lines_of(ada.log) == lines_of(bob.log)


def test_it_is_told_where_two_logs_that_have_no_record_in_common_become_one(shared, postgres, database):
    """Nothing can be taken out of a server again, and an address is easily that of another database."""
    ada, bob = shared
    ada.tell(2)
    bob.tell(3)
    assert not any("two logs" in note for note in ada.push().notes)
    before = lines_on(postgres, database)
    own = lines_of(bob.log)
    assert any("they are two logs, and would be one" in note for note in bob.push(dry_run=True).notes)
    assert any("they are two logs, and would be one" in note for note in bob.pull(dry_run=True).notes)
    assert lines_on(postgres, database) == before
    done = bob.pull()
    folder = done.files[0].rpartition("/")[0]
    assert done.records == 2
    assert f"two logs are one now; if they are not to be, remove {folder} before anything" in done.notes[0]
    shutil.rmtree(bob.log.path / folder)
    assert (lines_of(bob.log), findings_of(bob.log)) == (own, [])
    pushed = bob.push()
    assert pushed.records == 3
    assert any(note.endswith("two logs are one now") for note in pushed.notes)
    joined = ada.pull()
    assert (joined.records, joined.notes) == (3, ())
    bob.pull()
    assert lines_of(ada.log) == lines_of(bob.log) == lines_on(postgres, database)


def test_the_heads_of_a_batch_are_those_of_the_whole_log_then(shared, postgres, database):
    ada, bob = shared
    ada.tell(2)
    bob.tell(1)
    ada.push()
    bob.push()
    bob.pull()
    bob.tell(1)
    bob.push()
    with postgres.connect(database) as connection:
        heads = [
            sorted(bytes(one).hex() for one in row[0])
            for row in connection.execute("select heads from timeline.batch order by number")
        ]
    assert [len(some) for some in heads] == [1, 2, 1]
    assert tuple(heads[-1]) == bob.log.read().heads


def test_a_batch_larger_than_a_portion_is_kept_in_one(shared, postgres, database, monkeypatch):
    monkeypatch.setattr("timeline.store.server.push.PORTION", 2_000)
    ada, bob = shared
    ada.tell(60)
    ada.tell(3)
    ada.tell(40)
    pushed = ada.push()
    assert (pushed.records, pushed.batches) == (103, 2)
    with postgres.connect(database) as connection:
        assert [row[0] for row in connection.execute("select added from timeline.batch order by number")] == [60, 43]
    monkeypatch.setattr("timeline.store.server.pull.PORTION", 2_000)
    assert bob.pull().records == 103
    assert findings_of(bob.log) == []


def test_a_pulled_log_is_the_same_to_every_question(shared):
    ada, bob = shared
    ada.add(a_draft("source", name="ft", published="2026-01-02"))
    ada.add(
        a_draft(
            title="a",
            occurred="2026-01",
            reports=[{"source": "ft"}],
            facts=[{"entity": "E", "property": "p", "value": 1}],
        )
    )
    ada.push()
    bob.pull()
    rows = [tl.open(one.log.folder).at().list().rows() for one in (ada, bob)]
    for row in itertools.chain(*rows):
        row.pop("file"), row.pop("line")
    assert rows[0] == rows[1]


def test_a_log_that_lacks_a_parent_is_refused_unless_the_server_has_it(shared):
    ada, _ = shared
    ada.tell(1)
    ada.tell(1)
    first, second = sorted(
        ada.log.path.glob("2*/*.jsonl"), key=lambda path: path.read_bytes().count(b'"parents":[]'), reverse=True
    )
    gone = first.read_bytes()
    first.unlink()
    with pytest.raises(LogBroken, match="neither in this log nor on the server"):
        ada.push()
    first.write_bytes(gone)
    ada.push()
    first.unlink()
    ada.tell(1)
    assert ada.push().records == 1
    assert ada.pull().records == 1  # and it comes back
    assert second.exists()
    assert findings_of(ada.log) == []


def test_a_damaged_line_is_not_sent(shared):
    ada, _ = shared
    ada.tell(2)
    path = next(ada.log.path.glob("2*/*.jsonl"))
    path.write_bytes(path.read_bytes().replace(b"tells", b"TELLS", 1))
    with pytest.raises(LogBroken, match="does not match its id"):
        ada.push()


ACTIONS = ("tell", "batch", "push", "pull", "redact", "checkpoint", "erase")


@settings(max_examples=12)
@given(
    steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 1), st.integers(0, 99)), max_size=25),
    size=st.sampled_from([1, 2_000, pushing.PORTION]),
)
def test_whatever_two_people_do_both_end_with_the_same_set(postgres, tmp_path_factory, steps, size):
    """Random additions, redactions, checkpoints, pushes and pulls, in portions of a size; then all is exchanged."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (pushing, pulling):
            patch.setattr(module, "PORTION", size)
        exchange(postgres, tmp_path_factory, steps)


def exchange(postgres, tmp_path_factory, steps):
    database = postgres.new_database()
    folder = tmp_path_factory.mktemp("shared")
    step = itertools.count(1)
    both = [Sharer.begin(folder, name, postgres.address(database), step) for name in ("ada", "bob")]
    both[0].push(init=True)
    secrets = []
    for action, who, chance in steps:
        one = both[who]
        records = [r for r in one.log.read().records if r.kind == "event" and not r.is_redacted]
        match action:
            case "tell":
                one.tell(title=f"text {uuid.UUID(int=next(step))}")
            case "batch":
                one.tell(1 + chance % 9)
            case "push":
                one.push()
            case "pull":
                one.pull()
            case "erase":
                one.pull(erase=True)
            case "redact" if records:
                record = records[chance % len(records)]
                secrets.append(record.body["title"].encode())
                one.redact(record.id)
            case "checkpoint":
                one.checkpoint()
    for one in (*both, *both):
        one.push()
        one.pull(erase=True)
    assert lines_of(both[0].log) == lines_of(both[1].log) == lines_on(postgres, database)
    for one in both:
        assert len(ids_of(one.log)) == len(set(ids_of(one.log)))
        assert {found.code for found in findings_of(one.log)} <= {"checkpoint-missing", "checkpoint-number"}
    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*.jsonl")) + b"\n".join(lines_on(postgres, database))
    for secret in secrets:
        assert b'"title":"%b"' % secret not in on_disk


def test_kept_copies_stay_where_they_are_and_both_sides_say_so(shared, tmp_path):
    """Their files are named by what they hold, so any way of copying them is a union."""
    ada, bob = shared
    page = tmp_path / "page.html"
    page.write_text("<p>What it said</p>")
    log = tl.open(ada.log.folder)
    log.source("paper", publisher="The Paper", by="ada")
    log.attach("paper", page, by="ada")

    def said(one, word):
        command = [sys.executable, "-m", "timeline", "-C", one.log.folder, word, one.address, "--json"]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(ran.stdout)["rows"][0]["captures"], " ".join(ran.stderr.split())

    count, words = said(ada, "push")
    assert count == 1
    assert "1 kept copy of a source stays here" in words
    assert "captures/" in words
    count, words = said(bob, "pull")
    assert count == 1
    assert "1 copy that records name is not here" in words
    assert [one.code for one in check.check(bob.log).findings] == ["capture-missing"]
    shutil.copytree(Path(ada.log.folder) / "captures", Path(bob.log.folder) / "captures", dirs_exist_ok=True)
    assert check.check(bob.log).findings == ()
    assert said(bob, "pull")[0] == 0


# --- what readers see ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["read uncommitted", "read committed", "repeatable read", "serializable"])
def test_a_reader_sees_whole_batches_at_any_isolation(shared, postgres, database, level, monkeypatch):
    """While batches come in, each count of a batch's records is none or all of them, and the heads are there."""
    ada, _ = shared
    for _ in range(8):
        ada.tell(60)
    ended = threading.Event()
    looks = []

    def look():
        with postgres.connect(database) as reader:
            while not ended.is_set() or len(looks) < 3:
                reader.execute(f"begin isolation level {level}")
                looks.append(
                    reader.execute(
                        "select (select sum(added) from timeline.batch), (select count(*) from timeline.record),"
                        "(select count(*) from timeline.batch b, unnest(b.heads) h where not exists"
                        " (select from timeline.record r where r.id = h))"
                    ).fetchone()
                )
                reader.execute("commit")

    thread = threading.Thread(target=look)
    thread.start()

    monkeypatch.setattr("timeline.store.server.push.PORTION", 1)
    try:
        assert ada.push().batches == 8
    finally:
        ended.set()
        thread.join()
    assert {count % 60 for _, count, _ in looks} == {0}
    assert all((told or 0) == count and missing == 0 for told, count, missing in looks)


# --- beginning -------------------------------------------------------------------------------------------------------


def test_a_database_without_a_log_is_told_how_to_begin_one(postgres, database, tmp_path):
    ada = Sharer.begin(tmp_path, "ada", postgres.address(database), itertools.count(1))
    for does in (ada.push, ada.pull):
        with pytest.raises(LogError, match="no log in that database") as refused:
            does()
        assert "--init" in refused.value.fix
    assert ada.push(init=True).records == 0
    again = ada.push(init=True)
    assert any("already" in note for note in again.notes)


def test_a_schema_of_that_name_that_is_no_log_is_left_alone(postgres, database, tmp_path):
    with postgres.connect(database) as owner:
        owner.execute("create schema timeline; create table timeline.record (x int)")
    ada = Sharer.begin(tmp_path, "ada", postgres.address(database), itertools.count(1))
    with pytest.raises(LogError, match="not a log") as refused:
        ada.push(init=True)
    assert "--init" not in refused.value.fix


def test_one_who_may_not_make_roles_begins_a_log_all_the_same(postgres, tmp_path):
    password = postgres.new_role("plain")
    database = postgres.new_database()
    with postgres.connect() as owner:
        owner.execute(f'alter database "{database}" owner to plain')
    one = Sharer.begin(
        tmp_path, "plain", postgres.address(database, user="plain", password=password), itertools.count(1)
    )
    one.tell(2)
    pushed = one.push(init=True)
    assert pushed.records == 2
    assert any("may not make others" in note for note in pushed.notes)
    one.redact(ids_of(one.log)[0])
    assert one.push().records == 1


@pytest.mark.parametrize(
    ("column", "error", "words"), [("schema_version", LogBroken, "newer"), ("format", LogBroken, "newer")]
)
def test_a_newer_log_is_refused(shared, postgres, database, column, error, words):
    ada, _ = shared
    with postgres.connect(database) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute(f"update timeline.about set {column} = 99")
    for does in (ada.push, ada.pull):
        with pytest.raises(error, match=words):
            does()


def test_an_older_log_is_refused(shared, postgres, database):
    ada, _ = shared
    with postgres.connect(database) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("update timeline.about set schema_version = 0")
    with pytest.raises(LogError, match="version 0"):
        ada.push()


# --- Python ----------------------------------------------------------------------------------------------------------


def test_three_lines_of_python_do_the_same(shared, tmp_path):
    ada, bob = shared
    ada.tell(2)
    log = tl.open(ada.log.folder)
    assert log.push(ada.address).records == 2
    assert tl.open(bob.log.folder).pull(bob.address).records == 2
    assert tl.open(LogFiles.create(tmp_path / "c", title="c").folder).pull(bob.address).files
