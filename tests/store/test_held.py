"""What is held of a log that was read before changes no reading of it, whatever became of its files since."""

import random

import pytest

from builders import a_draft, a_log, segments_of
from timeline.store import read, redact


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
    held = read.Held()
    steps = [an_append, a_file_of_its_own, a_redaction, an_append]
    for step in [*chance.choices(steps, k=4), a_hand, a_hand]:
        step(log, chance)
        assert read.scan(log.folder, held=held) == read.scan(log.folder)
        assert read.scan(log.folder, held=held) == read.scan(log.folder)


def test_a_large_log_is_not_held(tmp_path):
    log = a_log(tmp_path)
    log.append([a_draft(title=f"event {number}", because="x" * 1000) for number in range(1200)], by="ada")
    first, second = (log.read().records[0] for _ in range(2))
    assert first == second
    assert first is not second
    small = a_log(tmp_path / "small", a_draft(title="a"))
    first, second = (small.read().records[0] for _ in range(2))
    assert first is second
