"""A log shared on a real PostgreSQL server: what travels, what never does, and who may do what."""

import itertools
import json
import shutil
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sharers import Sharer, findings_of, ids_of, lines_of, lines_on

import servers
import timeline as tl
from builders import a_draft
from timeline.errors import LogBroken, LogError, ServerError
from timeline.records import line
from timeline.records.cut import cut
from timeline.store import check
from timeline.store.log import LogFiles

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
@given(steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 1), st.integers(0, 99)), max_size=25))
def test_whatever_two_people_do_both_end_with_the_same_set(postgres, tmp_path_factory, steps):
    """Random additions, redactions, checkpoints, pushes and pulls; then all is exchanged."""
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


# --- redaction -------------------------------------------------------------------------------------------------------


SECRET = "a private address stood here"


def test_a_redaction_takes_the_text_out_of_the_server_and_says_where_it_may_stay(shared, postgres, database):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    ada.redact(told.id)
    assert ada.push(dry_run=True).redacted == (told.id,)
    pushed = ada.push()
    assert pushed.redacted == (told.id,)
    assert any("vacuum" in place.fix for place in pushed.stays)
    assert SECRET.encode() not in b"".join(lines_on(postgres, database))
    assert lines_of(ada.log) == lines_on(postgres, database)
    assert ada.push().redacted == ()


def test_what_is_said_of_vacuum_is_so(shared, postgres, database):
    """The text is in the files of the table until its owner runs what was named, and then in none of them."""
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    ada.redact(told.id)
    place = ada.push().stays[0]

    with postgres.connect(database) as owner:
        (oid,) = owner.execute("select oid from pg_database where datname = %s", (database,)).fetchone()

        def stands():
            return [
                path for path in (postgres.data / "base" / str(oid)).iterdir() if SECRET.encode() in path.read_bytes()
            ]

        owner.execute("checkpoint")
        assert stands()
        others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        while owner.execute(others).fetchone()[0]:
            time.sleep(0.01)
        for statement in place.fix.partition(": ")[2].split("; "):
            owner.execute(statement)
    assert not stands()


def test_a_text_that_is_redacted_here_never_comes_back(shared):
    ada, bob = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    bob.pull()
    bob.redact(told.id)  # and does not push it
    assert bob.pull().records == 0
    ada.tell()
    ada.push()
    bob.pull()
    assert SECRET.encode() not in b"".join(lines_of(bob.log))
    assert not [path for path in bob.log.path.rglob("*.jsonl") if SECRET.encode() in path.read_bytes()]


def test_a_new_copy_gets_the_redacted_form(shared, tmp_path, postgres, database):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    ada.redact(told.id)
    ada.push()
    eve = Sharer.begin(tmp_path, "eve", postgres.address(database), itertools.count(500))
    assert eve.pull().records == 2
    assert lines_of(eve.log) == lines_of(ada.log)
    assert findings_of(eve.log) == []


def test_a_text_redacted_elsewhere_stands_here_until_it_is_erased(shared):
    """A server that is not trusted may not make a copy destroy its texts; its owner is told, and may."""
    ada, bob = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    bob.pull()
    ada.redact(told.id)
    ada.push()
    pulled = bob.pull()
    assert pulled.redacted == (told.id,)
    assert SECRET.encode() in b"".join(line for data in bob.log.path.rglob("*.jsonl") for line in [data.read_bytes()])
    assert bob.pull().redacted == (told.id,)  # said again until it is done
    assert bob.push().records == 0
    assert bob.pull(erase=True).erased == (told.id,)
    assert lines_of(bob.log) == lines_of(ada.log)
    assert findings_of(bob.log) == []
    assert bob.pull(erase=True).erased == ()


def test_a_text_redacted_in_one_file_of_two_is_not_sent(shared, postgres, database):
    """A record that stands in two files, redacted in one of them, counts as redacted: only that form travels."""
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    path = next(ada.log.path.glob("2*/*.jsonl"))
    text = path.read_bytes()
    ada.redact(told.id)
    (path.parent / "2026-11-23T2110Z-zed-000000.jsonl").write_bytes(text)
    ada.push()
    assert SECRET.encode() not in b"".join(lines_on(postgres, database))


def test_a_redaction_that_was_not_carried_out_here_is_carried_out_there(shared, postgres, database):
    """The redaction is in the log and the text still stands in a file, as after a crash: the text is not sent."""
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.add(a_draft("redaction", target=told.id, because="asked to"))
    assert any(one.code == "not-erased" for one in findings_of(ada.log))
    ada.push()
    assert SECRET.encode() not in b"".join(lines_on(postgres, database))


def test_a_text_that_is_gone_for_no_said_reason_is_not_sent(shared):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.redact(told.id)
    for path in ada.log.path.glob("2*/*.jsonl"):
        if b'"kind":"redaction"' in path.read_bytes():
            path.unlink()
    with pytest.raises(LogBroken, match="no redaction says why"):
        ada.push()


# --- checkpoints -----------------------------------------------------------------------------------------------------


def test_checkpoints_travel_and_verify(shared):
    ada, bob = shared
    ada.tell(3)
    ada.checkpoint()
    ada.tell(1)
    ada.checkpoint()
    assert ada.push().checkpoints == 2
    assert ada.push().checkpoints == 0
    assert bob.pull(dry_run=True).checkpoints == 2
    assert bob.pull().checkpoints == 2
    assert bob.pull().checkpoints == 0
    names = [{path.name for path in (one.log.path / "checkpoints").iterdir()} for one in (ada, bob)]
    assert names[0] == names[1]
    assert findings_of(bob.log) == []


def test_a_checkpoint_that_does_not_hold_what_is_here_is_left_there(shared, postgres, database):
    ada, bob = shared
    ada.tell(1)
    name, made = ada.checkpoint()
    ada.push()
    forged = made.text.replace(made.root.encode(), b"0" * 64)
    with postgres.connect(database) as owner:
        owner.execute(
            "insert into timeline.checkpoint (sha256, name, text) values (sha256(%s), '000001-00000000', %s)",
            (forged, forged),
        )
    pulled = bob.pull()
    assert pulled.checkpoints == 1
    assert any("left there" in note for note in pulled.notes)
    assert [path.name for path in (bob.log.path / "checkpoints").iterdir()] == [name.rpartition("/")[2]]


# --- a server that is not trusted ------------------------------------------------------------------------------------


@pytest.fixture
def forger(postgres, database, shared):
    """The owner of the database, with all that guards it switched off; bob has nothing yet."""
    ada, bob = shared
    ada.tell(3)
    ada.push()
    with postgres.connect(database) as owner:
        owner.execute("set session_replication_role = replica")
        yield owner, bob


FORGERIES = {
    "a body": "set body = convert_to(replace(convert_from(body, 'UTF8'), 'tells', 'TELLS'), 'UTF8')",
    "a head": "set head = convert_to(replace(convert_from(head, 'UTF8'), 'ada', 'eve'), 'UTF8')",
    "a line break": "set head = head || '\\x0a'::bytea",
    "no form": "set head = '\\x22'::bytea",
    "a text that is gone": (
        "set body_sha256 = encode(sha256(convert_to('timeline/body/1', 'UTF8') || '\\x0a'::bytea || salt"
        " || '\\x0a'::bytea || body), 'hex')::bytea, salt = null, body = null"
    ),
    "a parent that is gone": "delete from timeline.record where head like '%\"parents\":[]%'::bytea",
}


@pytest.mark.parametrize("what", FORGERIES)
def test_what_a_server_forges_is_refused_and_nothing_is_written(forger, what):
    owner, bob = forger
    owner.execute("alter table timeline.record drop constraint record_proves_its_id")
    owner.execute("alter table timeline.record drop constraint record_names_its_parents")
    forgery = FORGERIES[what]
    assert owner.execute(f"update timeline.record {forgery}" if forgery.startswith("set ") else forgery).rowcount
    with pytest.raises(LogBroken) as refused:
        bob.pull()
    assert "postgres://127.0.0.1" in refused.value.where
    assert ids_of(bob.log) == []
    assert findings_of(bob.log) == []


def put(owner, *, parents, body, recorded):
    """Put a line on a server that proves its id, whatever it says: as a client of another make would."""
    new, text = line.encode(parents=parents, recorded=recorded, by="eve", kind="event", body=body, salt="0" * 32)
    parts = cut(text)
    owner.execute(
        "create temporary table if not exists incoming "
        "(id bytea, head bytea, salt bytea, body bytea, body_sha256 bytea); truncate pg_temp.incoming"
    )
    owner.execute(
        "insert into pg_temp.incoming values (%s, %s, %s, %s, %s)",
        [bytes.fromhex(new), parts.head, parts.salt, parts.body, parts.body_sha256],
    )
    assert owner.execute("select added from timeline.append()").fetchone() == (1,)
    return new


def test_a_record_that_breaks_the_rules_stays_there_and_the_rest_comes(shared, postgres, database):
    """It was pushed by a client of another make: the server proves hashes and parents, and no rule of a kind."""
    ada, bob = shared
    first, *_ = ada.tell(3)
    ada.push()
    far = "2026-11-28T00:00:00.00000{}Z"
    with postgres.connect(database) as owner:
        bad = put(owner, parents=[first.id], body={"title": 5}, recorded=far.format(1))
        rests = put(owner, parents=[bad], body={"title": "fine"}, recorded=far.format(2))
        put(owner, parents=[rests], body={"title": "fine too"}, recorded=far.format(3))
        other = put(owner, parents=[first.id], body={"title": "ok", "occurred": "April"}, recorded=far.format(4))
    ada.tell(1)
    ada.push()
    done = bob.pull()
    assert done.records == 4
    assert {(one.id, one.resting) for one in done.left} == {(bad, 2), (other, 0)}
    assert all(one.why for one in done.left)
    assert sorted(ids_of(bob.log)) == sorted(ids_of(ada.log))
    assert findings_of(bob.log) == []
    ada.tell(1)
    ada.push()
    again = bob.pull()
    assert (again.records, {one.id for one in again.left}) == (1, {bad, other})
    bob.tell()
    assert bob.push().records == 1
    ran = subprocess.run(
        [sys.executable, "-m", "timeline", "-C", bob.log.folder, "pull", bob.address, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 3
    assert {one["id"] for one in json.loads(ran.stdout)["rows"][0]["left"]} == {bad, other}
    assert bad[:12] in ran.stderr
    assert "Traceback" not in ran.stderr


def test_what_a_server_lost_comes_back_with_the_next_push(shared, postgres, database):
    ada, _ = shared
    ada.tell(2)
    ada.push()
    ada.tell(2)
    ada.push()
    with postgres.connect(database) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("delete from timeline.record where batch = 2")
        owner.execute("delete from timeline.batch where number = 2")
    assert ada.push().records == 2
    assert lines_of(ada.log) == lines_on(postgres, database)


# --- who may do what -------------------------------------------------------------------------------------------------


@pytest.fixture
def roles(postgres, database):
    """Somebody of each role, as a sharer with an empty log."""

    def somebody(role, folder):
        name = f"{role}_{database}"
        password = postgres.new_role(name, of=[f"{database}_{role}"] if role != "nobody" else [])
        return Sharer.begin(
            folder,
            name.replace("_", "-"),
            postgres.address(database, user=name, password=password),
            itertools.count(900),
        )

    return somebody


def test_a_reader_pulls_and_does_not_push(roles, shared, tmp_path):
    ada, _ = shared
    ada.tell(2)
    ada.push()
    reader = roles("reader", tmp_path)
    assert reader.pull().records == 2
    reader.tell()
    with pytest.raises(ServerError, match="this role may not") as refused:
        reader.push()
    assert refused.value.unwritten


def test_a_writer_pushes_and_does_not_redact(roles, shared, tmp_path, postgres, database):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    writer = roles("writer", tmp_path)
    writer.pull()
    writer.tell()
    assert writer.push().records == 1
    writer.redact(told.id)
    with pytest.raises(ServerError, match="not redact"):
        writer.push()
    assert SECRET.encode() in b"".join(lines_on(postgres, database))


def test_a_redactor_redacts(roles, shared, tmp_path, postgres, database):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    redactor = roles("redactor", tmp_path)
    redactor.pull()
    redactor.redact(told.id)
    assert redactor.push().redacted == (told.id,)
    assert SECRET.encode() not in b"".join(lines_on(postgres, database))


@pytest.mark.usefixtures("shared")
def test_a_stranger_may_nothing(roles, tmp_path):
    stranger = roles("nobody", tmp_path)
    for does in (stranger.pull, stranger.push):
        with pytest.raises(LogError, match="may not"):
            does()


def test_a_role_of_another_database_may_nothing_here(shared, tmp_path, postgres):
    ada, _ = shared
    other = postgres.new_database()
    mine = Sharer.begin(tmp_path / "other", "ada", postgres.address(other), itertools.count(1))
    mine.push(init=True)
    postgres.new_role("elsewhere", of=[f"{other}_writer"])
    stranger = Sharer.begin(
        tmp_path,
        "eve",
        postgres.address(ada.address.rpartition("/")[2], user="elsewhere", password="a p@ssword"),
        itertools.count(1),
    )
    with pytest.raises(ServerError, match="may not"):
        stranger.pull()


CHANGES = [
    "update timeline.record set head = head",
    "update timeline.record set body = null, salt = null, body_sha256 = repeat('0', 64)::bytea",
    "update timeline.record set batch = 7",
    "delete from timeline.record",
    "truncate timeline.record",
    "truncate timeline.record cascade",
    "update timeline.batch set heads = '{}'",
    "delete from timeline.batch",
    "truncate timeline.batch",
    "update timeline.about set format = 2",
    "delete from timeline.about",
    "update timeline.checkpoint set name = '000009-00000000'",
    "delete from timeline.checkpoint",
    "delete from timeline.signature",
    "delete from timeline.redaction",
    "insert into timeline.record (id, batch, head, salt, body) select id, 99, head, salt, body from timeline.record",
    "insert into timeline.record (id, head, salt, body) select sha256(id), head, salt, body from timeline.record",
]


@pytest.mark.parametrize("who", ["owner", "redactor"])
def test_the_database_refuses_to_change_or_delete(shared, postgres, database, who):
    ada, _ = shared
    ada.tell(1, title=SECRET)
    ada.tell(2)
    ada.checkpoint()
    ada.push()
    before = lines_on(postgres, database)
    user, password = servers.OWNER, servers.PASSWORD
    if who != "owner":
        user = f"{who}_of_{database}"
        password = postgres.new_role(user, of=[f"{database}_{who}"])
    import psycopg

    with postgres.connect(database, user=user, password=password) as connection:
        for text in CHANGES:
            if "signature" in text or "redaction" in text:
                continue  # nothing is in there to delete
            with pytest.raises(psycopg.Error):
                connection.execute(text)
    assert lines_on(postgres, database) == before


@pytest.mark.parametrize("kind", ["correction", "event"])
@pytest.mark.usefixtures("shared")
def test_a_record_that_rests_on_nothing_is_refused_by_the_database(postgres, database, kind):
    import psycopg

    from builders import a_line
    from timeline.records.cut import cut

    line = cut(a_line(kind, parents=["f" * 64]))
    with postgres.connect(database) as owner, pytest.raises(psycopg.Error, match="rests on ffff"):
        owner.execute(
            "insert into timeline.record (id, head, salt, body) values (%s, %s, %s, %s)",
            (bytes.fromhex(line.id.decode()), line.head, line.salt, line.body),
        )


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
