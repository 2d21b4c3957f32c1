"""A server that is not trusted: checkpoints that travel, what it forges, what breaks the rules, what it lost."""

import hashlib
import json
import shutil
import subprocess
import sys

import pytest
from sharers import findings_of, ids_of, lines_of, lines_on, put

from timeline.errors import LogBroken
from timeline.store.checkpoints import write

pytestmark = pytest.mark.scale


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


def test_of_two_checkpoints_of_one_name_that_come_together_the_second_replaces_nothing(shared, postgres, database):
    ada, bob = shared
    ada.tell(1)
    name, made = ada.checkpoint()
    time = made.time.encode()
    other = made.text.replace(b"time " + time, b"time " + time.replace(b"2026", b"2027"))
    ada.push()
    with postgres.connect(database) as owner:
        owner.execute("insert into timeline.checkpoint (sha256, name, text) values (sha256(%s), %s, %s)",
                      (other, made.name, other))  # fmt: skip
    pulled = bob.pull()
    assert pulled.checkpoints == 1
    assert any("another one has its name here" in note for note in pulled.notes)
    (first, _) = sorted((made.text, other), key=lambda text: hashlib.sha256(text).digest())
    assert (bob.log.path / name).read_bytes() == first


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_signature_comes_to_a_checkpoint_that_is_here_without_one(shared, tmp_path, postgres, database):
    """Two people wrote the same checkpoint, and one of them signed it."""
    ada, bob = shared
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    ada.tell(1)
    ada.push()
    bob.pull()
    name, made = ada.checkpoint()
    assert write(bob.log, sign=str(key), now=bob.now()) == (name, made)
    ada.push()
    assert bob.push().checkpoints == 1
    assert ada.pull(dry_run=True).checkpoints == 1
    assert ada.pull().checkpoints == 1
    assert (ada.log.path / f"{name}.sig").read_bytes() == (bob.log.path / f"{name}.sig").read_bytes()
    assert (ada.log.path / name).read_bytes() == made.text
    assert [one.pull().checkpoints for one in (ada, bob)] == [0, 0]
    (ada.log.path / f"{name}.sig").unlink()
    with postgres.connect(database) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("update timeline.signature set text = 'no signature'")
    assert ada.pull().checkpoints == 0


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
