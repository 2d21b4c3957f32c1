"""What becomes of a text on a server that is redacted: there, here, and in every other copy."""

import itertools
import time

import pytest
from sharers import SECRET, Sharer, findings_of, lines_of, lines_on, put

from builders import a_draft
from timeline.errors import LogBroken

pytestmark = pytest.mark.scale


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


def test_a_text_that_is_redacted_by_two_is_taken_out_by_the_first_to_push(shared):
    ada, bob = shared
    told, other = ada.tell(2, title=SECRET)
    ada.push()
    bob.pull()
    for one in (ada, bob):
        one.redact(told.id)
    bob.redact(other.id)
    assert ada.push().redacted == (told.id,)
    assert bob.push(dry_run=True).redacted == bob.push().redacted == (other.id,)


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


@pytest.mark.parametrize("size", [1, 3_000])
def test_a_redaction_that_follows_many_portions_later_travels_in_both_directions(shared, monkeypatch, size):
    """A line goes with what says why its text is gone: neither side ever holds the one without the other."""
    monkeypatch.setattr("timeline.store.server.push.PORTION", size)
    monkeypatch.setattr("timeline.store.server.pull.PORTION", size)
    ada, bob = shared
    told, *_ = ada.tell(3, title=SECRET)
    ada.tell(2)
    ada.push()
    for _ in range(3):
        ada.tell(3)
        ada.push()
    late, *_ = ada.tell(2)
    for one in (told, late):
        ada.tell(3)
        ada.redact(one.id)
    ada.tell(1)
    assert ada.push().redacted == (told.id,)
    assert bob.pull().records == len(lines_of(ada.log))
    assert lines_of(bob.log) == lines_of(ada.log)
    assert findings_of(bob.log) == []
    assert bob.pull().records == ada.push().records == 0


def test_a_redaction_that_rests_on_what_breaks_the_rules_keeps_nobody_from_the_rest(shared, postgres, database):
    ada, bob = shared
    told, other = ada.tell(1)[0], ada.tell(1)[0]
    ada.push()
    at = "2026-11-28T00:00:00.00000{}Z"
    with postgres.connect(database) as owner:
        bad = put(owner, parents=[other.id], body={"title": 5}, recorded=at.format(1))
        body = {"because": "asked to", "target": other.id}
        put(owner, parents=[bad], body=body, recorded=at.format(2), kind="redaction")
    done = bob.pull()
    assert done.records == 1
    assert {one.id for one in done.left} == {bad, other.id}
    assert lines_of(bob.log) == {line for line in lines_of(ada.log) if told.id.encode() in line[:80]}
    assert findings_of(bob.log) == []


def test_a_redaction_that_another_names_keeps_what_it_says(shared, postgres, database):
    """No redaction can be redacted, whatever a client of another make pushes: only that record is left there."""
    ada, bob = shared
    (told,) = ada.tell(1, title=SECRET)
    ada.tell(2)
    redaction = ada.redact(told.id)
    ada.push()
    with postgres.connect(database) as owner:
        body = {"because": "asked to", "target": redaction.id}
        bad = put(owner, parents=[redaction.id], body=body, recorded="2026-11-28T00:00:00.000001Z", kind="redaction")
    done = bob.pull()
    assert [(one.id, one.resting) for one in done.left] == [(bad, 0)]
    assert lines_of(bob.log) == lines_of(ada.log)
    assert findings_of(bob.log) == []


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
