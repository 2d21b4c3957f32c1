"""What is held of a log that was read before changes no reading of it, whatever became of its files since."""

import random

import pytest

from builders import a_draft, a_log, segments_of
from timeline.errors import RecordError
from timeline.records.catalogue import Holdings
from timeline.store import held, read, redact
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
