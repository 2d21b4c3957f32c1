"""Checkpoints: one root for one set of records, and every rewriting between two of them found."""

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_chain, a_record, a_stamp
from timeline.errors import LogBroken, RecordError
from timeline.verify import checkpoint

TIME = "2026-11-23T21:10:00.000000Z"


def by_the_rfc(leaves):
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_the_rfc(leaves[:k]) + by_the_rfc(leaves[k:])).digest()


@given(st.sets(st.binary(min_size=32, max_size=32), max_size=40))
def test_the_root_is_that_of_the_rfc(ids):
    assert checkpoint.merkle_root(i.hex() for i in ids) == by_the_rfc(sorted(ids)).hex()


def make(records, *before):
    return checkpoint.make(records, before, time=TIME)


def codes(checkpoints, records):
    files = {f"checkpoints/{made.name}.txt": made for made in checkpoints}
    return [finding.code for finding in checkpoint.check(files, records)]


RECORDS = a_chain(*[("event", {"title": f"{n}"}) for n in range(6)])


def test_its_text_is_this_and_comes_back():
    first = make(RECORDS[:3])
    second = make(RECORDS, first)
    assert first.text.decode().splitlines() == [
        "timeline/checkpoint/1",
        f"origin {RECORDS[0].id}",
        "number 1",
        f"time {TIME}",
        "count 3",
        f"root {checkpoint.merkle_root(r.id for r in RECORDS[:3])}",
        f"head {RECORDS[2].id}",
    ]
    assert second.text.decode().splitlines()[-1] == f"previous {hashlib.sha256(first.text).hexdigest()}"
    assert (second.number, second.name) == (2, f"000002-{second.root[:8]}")
    for made in (first, second, make([])):
        assert checkpoint.parse(made.text, file="x") == made


@pytest.mark.parametrize(
    "alter",
    [
        lambda text: text[:-1],
        lambda text: text + b"\n",
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"count 3", b"count 03"),
        lambda text: text.replace(b"root ", b"root  "),
        lambda text: text.replace(b"2026-11-23", b"2026-02-30"),
        lambda text: text.replace(b"checkpoint/1", b"checkpoint/2"),
        lambda text: b"\xff" + text,
    ],
)
def test_any_other_spelling_is_refused(alter):
    text = make(RECORDS[:3]).text
    with pytest.raises(LogBroken):
        checkpoint.parse(alter(text), file="x")


def test_what_is_merged_later_changes_nothing():
    made = make(RECORDS[:4])
    other = a_record(recorded=a_stamp(1), title="merged", by="bob", parents=[RECORDS[0].id])
    assert codes([made], [*RECORDS, other]) == []
    assert checkpoint.held(made, [*RECORDS, other]) == tuple(RECORDS[:4])


def test_what_was_done_to_the_log_is_found():
    first = make(RECORDS[:4])
    second = make(RECORDS, first)
    assert codes([first, second], RECORDS) == []
    assert codes([first, second], RECORDS[:5]) == ["checkpoint-head"]
    assert codes([first, second], [*RECORDS[:2], *RECORDS[3:]]) == ["checkpoint-count", "checkpoint-count"]
    assert codes([second], RECORDS) == ["checkpoint-missing"]
    rewritten = a_chain(*[("event", {"title": f"other {n}"}) for n in range(6)])
    assert codes([first, second], rewritten) == ["checkpoint-head", "checkpoint-head"]
    forged = checkpoint.make(rewritten, [first], time=TIME)
    assert "checkpoint-inconsistent" in codes([first, forged], [*RECORDS, *rewritten])
    assert codes([msgspec.structs.replace(first, root="0" * 64)], RECORDS) == ["checkpoint-root"]
    assert codes([msgspec.structs.replace(first, origin=RECORDS[1].id)], RECORDS) == ["checkpoint-origin"]
    assert codes([msgspec.structs.replace(first, time=RECORDS[2].recorded)], RECORDS) == ["checkpoint-time"]
    with pytest.raises(LogBroken):
        checkpoint.held(second, RECORDS[:5])


def test_a_number_that_does_not_follow_is_found():
    first = make(RECORDS[:2])
    second = make(RECORDS[:4], first)
    third = make(RECORDS, first, second)
    assert codes([first, second, third], RECORDS) == []
    assert codes([first, msgspec.structs.replace(second, number=3)], RECORDS) == ["checkpoint-number"]
    assert codes([msgspec.structs.replace(first, number=7)], RECORDS) == ["checkpoint-number"]
    assert codes([msgspec.structs.replace(second, number=3, previous=())], RECORDS) == ["checkpoint-number"]
    assert codes([first, third], RECORDS) == ["checkpoint-missing"], "a gap is a checkpoint that is missing"


def test_two_clones_may_write_the_same_number():
    base = make(RECORDS[:2])
    ours, theirs = make(RECORDS[:3], base), make(RECORDS[:4], base)
    joined = make(RECORDS, base, ours, theirs)
    assert joined.number == 3
    assert joined.previous == tuple(sorted([ours.sha256, theirs.sha256]))
    everything = [base, ours, theirs, joined]
    assert codes(everything, RECORDS) == []
    assert checkpoint.find(everything, "1") == base
    assert checkpoint.find(everything, "000003") == joined
    assert checkpoint.find(everything, ours.name) == ours
    assert checkpoint.find(everything, f"2-{theirs.root[:12]}") == theirs
    with pytest.raises(RecordError, match="names 2") as caught:
        checkpoint.find(everything, "2")
    assert ours.name in caught.value.fix
    for name in ("4", "x", "", "2-zz"):
        with pytest.raises(RecordError, match="no checkpoint"):
            checkpoint.find(everything, name)
