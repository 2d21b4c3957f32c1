"""What is held of a log that was read before changes no reading of it, whatever became of its files since."""

import os
import random
import subprocess

import pytest

from builders import a_draft, a_log, segments_of
from timeline.errors import LogBroken, RecordError
from timeline.records.catalogue import Holdings
from timeline.store import held, marks, read, redact
from timeline.store.log import LogFiles


def an_append(log, _chance):
    log.append([a_draft(title="more")], by="ada")


def a_file_of_its_own(log, _chance):
    log.own = None
    log.append([a_draft(title="more"), a_draft(title="and more")], by="bob")


def a_redaction(log, chance):
    events = [record for record in log.read(skip_bad=True).records if record.kind == "event" and record.body]
    if events and not log.read(skip_bad=True).findings:
        redact.redact(log, chance.choice(events).id, by="ada", because="it names somebody")


def a_hand(log, chance):
    """Somebody edits, cuts, adds to, or removes a file."""
    path = log.path / chance.choice(list(segments_of(log)))
    data = path.read_bytes()
    place = chance.randrange(max(len(data), 1))
    changes = [
        data[:place],
        data + b"{",
        data + b"\0\n",
        data[:place] + b"x" + data[place + 1 :],
        data + data,
        data[:-1],
    ]
    path.write_bytes(chance.choice(changes))


@pytest.mark.parametrize("seed", range(30))
def test_a_reading_that_holds_is_the_reading_of_the_bytes(tmp_path, seed):
    chance = random.Random(seed)
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    kept = read.Held()
    steps = [an_append, a_file_of_its_own, a_redaction, an_append]
    for step in [*chance.choices(steps, k=4), a_hand, a_hand]:
        step(log, chance)
        assert read.scan(log.folder, held=kept) == read.scan(log.folder)
        assert read.scan(log.folder, held=kept) == read.scan(log.folder)


def settled(log, monkeypatch):
    """Let two seconds go by since the last touch, by the clock of who looks."""
    touched = max(
        mark.touched_ns for path in (log.path, *log.path.rglob("*")) if (mark := marks.Mark.of(str(path))) is not None
    )
    monkeypatch.setattr("time.time_ns", lambda: touched + marks.SETTLED_NS + 1)


def an_edit_of_one_byte(log, chance):
    """Somebody edits a file in its place, of the same length, and sets its time of change back."""
    path = log.path / chance.choice(list(segments_of(log)))
    before = path.stat()
    data = path.read_bytes()
    at = chance.randrange(len(data))
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes([data[at] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def a_file_taken_away(log, chance):
    (log.path / chance.choice(list(segments_of(log)))).unlink()


def a_file_in_its_place(log, chance):
    path = log.path / chance.choice(list(segments_of(log)))
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[::-1])
    other.replace(path)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_not_looked_into_again_was_not_touched(tmp_path, seed, monkeypatch):
    """Where every file and folder is as it was, nothing is read; any touch is seen all the same."""
    chance = random.Random(seed)
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    a_file_of_its_own(log, chance)
    kept, opened, real = read.Held(), [], os.open
    monkeypatch.setattr(os, "open", lambda path, *how, **more: opened.append(path) or real(path, *how, **more))
    for step in (
        an_append,
        a_file_of_its_own,
        chance.choice([an_edit_of_one_byte, a_file_in_its_place, a_file_taken_away]),
    ):
        with monkeypatch.context() as now:
            settled(log, now)
            read.scan(log.folder, held=kept)
            opened.clear()
            again = read.scan(log.folder, held=kept)
            assert opened == []
            assert again == read.scan(log.folder)
        step(log, chance)
        with monkeypatch.context() as now:
            settled(log, now)
            assert read.scan(log.folder, held=kept) == read.scan(log.folder)


def test_settings_that_are_changed_are_read_again(tmp_path, monkeypatch):
    log = a_log(tmp_path, a_draft(title="a"))
    settled(log, monkeypatch)
    log.append([a_draft(title="b")], by="ada")
    path = log.path / "timeline.toml"
    path.write_text(path.read_text().replace("format = 1", "format = 2"))
    with pytest.raises(LogBroken, match="format 2"):
        log.append([a_draft(title="c")], by="ada")


def test_a_temporary_file_that_another_left_is_removed(tmp_path, monkeypatch):
    log = a_log(tmp_path, a_draft(title="a"))
    (log.path / ".tmp").mkdir(exist_ok=True)
    settled(log, monkeypatch)
    log.append([a_draft(title="b")], by="ada")
    left = log.path / ".tmp" / "new-1"
    left.write_text("half a line")
    log.append([a_draft(title="c")], by="ada")
    assert not left.exists()


def test_a_repository_that_comes_to_be_is_seen(tmp_path):
    """Once git has the segment, an open log adds to it no more."""
    log = a_log(tmp_path / "events")
    log.append([a_draft(title="a")], by="ada")
    log.append([a_draft(title="b")], by="ada")
    (first,) = segments_of(log)
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    log.append([a_draft(title="c")], by="ada")
    (second,) = set(segments_of(log)) - {first}
    assert second


def a_source(log, chance):
    log.append([a_draft("source", name=f"s{chance.randrange(5)}", publisher="P")], by="ada")


def a_key(log, _chance):
    log.append([a_draft(title="kept", key="k")], by="ada")


def a_correction(log, chance):
    log.append(
        [a_draft("correction", target=an_event(log, chance), set={"title": f"t{chance.randrange(3)}"})], by="bob"
    )


def a_retraction(log, chance):
    log.append([a_draft("retraction", target=an_event(log, chance))], by="bob")


def an_event(log, chance):
    return chance.choice([record.id for record in log.read().records if record.kind == "event"])


def what_newcomers_find(holdings, records):
    said = [holdings.says(record.kind, record.body) for record in records if record.body is not None]
    ever = [holdings.ever(record.kind, record.body) for record in records if record.body is not None]
    found = [holdings.find(record.id[:12]) for record in records]
    return (
        holdings.by_id,
        holdings.by_key,
        holdings.sources,
        holdings.origins,
        holdings.corrections,
        holdings.entities(),
        [holdings.effective(record) for record in records],
        [holdings.is_live(record) for record in records],
        (said, ever, found),
    )


@pytest.mark.parametrize("seed", range(30))
def test_what_appends_leave_held_is_what_is_found_anew(tmp_path, seed):
    chance = random.Random(seed)
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    steps = [an_append, an_append, a_source, a_key, a_correction, a_correction, a_retraction, a_file_of_its_own]
    grown = 0
    for step in chance.choices(steps, k=12):
        before = log.held.holdings(log.held.order(read.scan(log.folder, held=log.held).segments))
        what_newcomers_find(before, log.read().records)  # some of it is worked out when it is asked for
        step(log, chance)
        order = log.held.order(read.scan(log.folder, held=log.held).segments)
        fresh = held.Order.of(read.scan(log.folder).segments)
        assert (order.segments, order.records, order.heads) == (fresh.segments, fresh.records, fresh.heads)
        holdings = log.held.holdings(order)
        anew = what_newcomers_find(Holdings(fresh.records), fresh.records)
        assert what_newcomers_find(holdings, fresh.records) == anew
        grown += holdings is before
    assert grown > 0


def test_a_file_that_another_wrote_to_is_found_anew(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    other = LogFiles(folder=log.folder)
    log.append([a_draft(title="b")], by="ada")
    other.append([a_draft(title="c", key="k")], by="bob")
    with pytest.raises(RecordError, match="says other things"):
        log.append([a_draft(title="d", key="k")], by="ada")
    (added,) = log.append([a_draft(title="c", key="k")], by="ada").added
    assert added.status == "already there"


def test_a_large_log_is_not_held(tmp_path):
    log = a_log(tmp_path)
    log.append([a_draft(title=f"event {number}", because="x" * 1000) for number in range(1200)], by="ada")
    first, second = (log.read().records[0] for _ in range(2))
    assert first == second
    assert first is not second
    small = a_log(tmp_path / "small", a_draft(title="a"))
    first, second = (small.read().records[0] for _ in range(2))
    assert first is second
