"""Whoever tells rows of the index holds nobody up, and tells what was there when it was asked, whatever happens."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import timeline as tl
from indexed import asked, file_of, notes, process, rows, told

READING = """
import json, sys
import timeline as tl

snap = tl.open(sys.argv[1]).at()

def tell(found):
    answer = found.list(snap.question.selection, retracted=False)
    rest = iter(answer.rows)
    first = next(rest)
    print("reading", flush=True)
    sys.stdin.readline()
    return [first, *rest]

print(json.dumps(snap.basis.told(snap.clocks, tell)))
"""
"""A run that tells some rows of a list, waits, and then tells the others; null where the index did not tell them."""
STATE = ("state", "v", "--entity", "entity-7", "--json")


class Reading:
    """Such a run, which has told its first rows."""

    def __init__(self, events):
        self._running = subprocess.Popen(
            [sys.executable, "-c", READING, str(events)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TIMELINE_INDEX": "on"},
            text=True,
        )
        assert self._running.stdout.readline() == "reading\n"

    def rest(self):
        """Let it tell the others: all rows."""
        out, _ = self._running.communicate("\n")
        assert self._running.returncode == 0
        return json.loads(out)


def listed(events, how="off"):
    return rows(asked(events, "list", "--json", how=how))


def add(events, title):
    code, _, err = asked(events, "add", title, "--fact", f"entity-7.q={title}", "--occurred", "2026-01")
    assert code == 0, err


def replayed(events):
    """The state that needs no index."""
    return rows(asked(events, *STATE, how="off"))


def lock_is_free(events):
    """Whether another process changes the index at once: its lock is free."""
    script = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    return subprocess.run([sys.executable, "-c", script, events / ".index" / "log.lock"], check=False).returncode == 0


def test_who_changes_the_index_waits_for_nobody_who_reads(events):
    before = listed(events, "on")
    reading = Reading(events)
    assert lock_is_free(events)
    add(events, "new")
    found = asked(events, *STATE)
    assert notes(found) == []
    assert rows(found) == replayed(events)
    assert reading.rest() == before
    assert listed(events, "on") == listed(events)


def test_only_the_first_change_makes_a_copy(events):
    """Who comes later reads the new file, and of that nobody reads it longer."""
    before = listed(events, "on")
    reading = Reading(events)
    numbers = []
    for title in ("one", "two", "three"):
        add(events, title)
        assert rows(asked(events, *STATE)) == replayed(events)
        numbers.append(file_of(events).stat().st_ino)
    first, *others = numbers
    assert {*others} == {first}
    assert reading.rest() == before


def test_each_reads_what_was_there_when_it_was_asked(events):
    answers, readings = [], []
    for title in ("one", "two", "three"):
        answers.append(listed(events, "on"))
        readings.append(Reading(events))
        add(events, title)
        assert rows(asked(events, *STATE)) == replayed(events)
    assert len({len(answer) for answer in answers}) == 3
    assert [reading.rest() for reading in readings] == answers


def thrown_away(events):
    shutil.rmtree(events / ".index")


def built_anew(events):
    file_of(events).unlink()
    asked(events, *STATE)


def its_lock_removed(events):
    (events / ".index" / "log.readers").unlink()
    add(events, "new")
    asked(events, *STATE)


def left_by_a_killed_writer(events):
    (events / ".index" / "log.lock").write_bytes(b"")
    add(events, "new")
    asked(events, *STATE)


@pytest.mark.parametrize("change", [thrown_away, built_anew, its_lock_removed, left_by_a_killed_writer])
def test_who_reads_an_index_that_is_lost_still_tells_what_was_there(events, change):
    before = listed(events, "on")
    reading = Reading(events)
    change(events)
    assert reading.rest() == before
    assert listed(events, "on") == listed(events)
    assert rows(asked(events, *STATE)) == replayed(events)


def test_a_redaction_waits_for_nobody_who_reads(events):
    """The text is in no file of the log then, and in none of the index; who reads meanwhile tells no other text."""
    log = tl.open(events)
    log.write([("event", {"title": f"later {place}", "occurred": "2027"}) for place in range(500)])
    listed(events, "on")
    reading = Reading(events)
    last = listed(events)[-1]
    code, _, err = asked(events, "redact", last["id"], "--because", "asked to")
    assert code == 0, err
    text = last["title"].encode()
    assert [path for path in events.rglob("*") if path.is_file() and text + b'"' in path.read_bytes()] == []
    assert reading.rest() is None  # its line is gone, and who asks for it reads the log as it is now
    assert listed(events, "on") == listed(events)


def test_a_copy_is_written_into_nothing_that_a_link_leads_to(events, tmp_path):
    listed(events, "on")
    other = tmp_path / "other"
    other.write_text("mine")
    (events / ".index" / "log.sqlite-copy").symlink_to(other)
    reading = Reading(events)
    add(events, "new")
    assert rows(asked(events, *STATE)) == replayed(events)
    reading.rest()
    assert other.read_text() == "mine"
    assert sorted(path.name for path in (events / ".index").iterdir() if "sqlite" in path.name) == ["log.sqlite"]


def test_a_killed_writer_of_a_copy_leaves_the_index_as_it_was_or_none(events):
    """What it was about to write is not there then, or is thrown away; a redaction removes what is left of it."""
    listed(events, "on")
    for place in range(4):
        reading = Reading(events)
        copy = Path(f"{file_of(events)}-copy")
        add(events, f"new {place}")
        writing = process(events, *STATE)
        while writing.poll() is None and not copy.exists():
            pass
        writing.kill()
        told(writing)
        assert rows(asked(events, *STATE)) == replayed(events)
        reading.rest()
    copy.write_text("left behind")
    code, _, err = asked(events, "redact", listed(events)[0]["id"], "--because", "asked to")
    assert code == 0, err
    assert not copy.exists()


def test_a_copy_for_which_there_is_no_room_costs_nobody_an_answer(events):
    listed(events, "on")
    reading = Reading(events)
    add(events, "new")
    found = asked(events, *STATE, preexec_fn=little_room)
    assert rows(found) == replayed(events)
    before = listed(events)
    assert [row for row in before if row["title"] != "new"] == reading.rest()
    assert listed(events, "on") == before
    assert not Path(f"{file_of(events)}-copy").exists()


def little_room():
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_a_copy_that_a_killed_writer_left_goes_with_the_next_change(events):
    """Also where nobody reads any more, so that no other copy is made."""
    listed(events, "on")
    copy = Path(f"{file_of(events)}-copy")
    copy.write_text("left behind")
    number = file_of(events).stat().st_ino
    add(events, "new")
    assert rows(asked(events, *STATE)) == replayed(events)
    assert file_of(events).stat().st_ino == number
    assert not copy.exists()
