"""Stamps and parents of new records: after all that they follow, and kept only where they are possible."""

import pytest

from builders import a_body, a_chain, a_stamp
from timeline.dates.stamps import format_stamp, stamp_moment
from timeline.errors import RecordError
from timeline.records.drafts import Decision
from timeline.records.stamping import clock_notes, stamped

NOW = stamp_moment(a_stamp(100))
OLD = a_chain(("event", {"title": "one"}), ("event", {"title": "two"}))
"""Two records by ada, of the seconds 0 and 1."""


def decided(place=0, kind="event", *, recorded=None, same=None, there=None, waits=(), **fields):
    body = a_body(kind, **fields)
    return Decision(place=place, kind=kind, body=body, recorded=recorded, same=same, there=there, waits=waits)


def stamps_of(*decisions, records=OLD, by="ada", now=NOW):
    made = stamped(decisions, records, parents=("f" * 64,), by=by, now=now, salt=lambda: "0" * 32)
    return made, [record.recorded for record in made.records]


def after(number, micros=0):
    return format_stamp(stamp_moment(a_stamp(number)) + micros)


STAMPS = [
    # who writes, the stamps to keep (None: none), the clock, the stamps that come of it
    ("ada", [None, None], 100, [after(100), after(100, 1)]),
    ("ada", [None, None], 1, [after(1, 1), after(1, 2)]),
    ("ada", [None], 0, [after(1, 1)]),
    ("ada", [a_stamp(5), a_stamp(5), a_stamp(7)], 100, [after(5), after(5, 1), after(7)]),
    ("ada", [a_stamp(1)], 100, [after(1, 1)]),
    ("ada", [a_stamp(2)], 100, [after(2)]),
    ("bob", [a_stamp(1)], 100, [after(1)]),
    ("bob", [a_stamp(0)], 100, [after(0)]),
    ("bob", [a_stamp(100)], 100, [after(100)]),
    ("bob", [a_stamp(5), None], 100, [after(5), after(100)]),
]


@pytest.mark.parametrize(("by", "kept", "now", "expected"), STAMPS)
def test_a_stamp_is_that_of_the_clock_or_one_that_is_kept_and_always_a_later_one(by, kept, now, expected):
    decisions = [decided(place, title=f"new {place}", recorded=stamp) for place, stamp in enumerate(kept)]
    assert stamps_of(*decisions, by=by, now=stamp_moment(a_stamp(now)))[1] == expected


PARENTS = [
    # the stamp to keep, how many records were there before it
    (None, None),
    (a_stamp(50), 2),
    (a_stamp(1), 1),
    (a_stamp(0), 0),
]


@pytest.mark.parametrize(("kept", "before"), PARENTS)
def test_a_record_follows_what_was_there_at_its_stamp(kept, before):
    made, _ = stamps_of(decided(0, title="a", recorded=kept), decided(1, title="b", recorded=kept), by="bob")
    first, second = made.records
    assert first.parents == (("f" * 64,) if before is None else tuple(record.id for record in OLD[:before][-1:]))
    assert second.parents == (first.id,)


IMPOSSIBLE = [
    # who writes, the decisions, what is wrong, what to do
    (
        "ada",
        [decided(recorded=a_stamp(0))],
        f"{a_stamp(0)} is before the last record that ada wrote, {a_stamp(1)}",
        "import under another name (--by, in Python by=), or leave --keep-recorded (keep_recorded=) out",
    ),
    (
        "bob",
        [decided(recorded=a_stamp(101))],
        f"{a_stamp(101)} lies in the future",
        "set the clock, or mend the stamp",
    ),
    (
        "bob",
        [decided(0, recorded=a_stamp(7)), decided(1, title="x", recorded=a_stamp(6))],
        f"{a_stamp(6)} is before the stamp of a record that it names",
        "mend the stamps",
    ),
    (
        "bob",
        [decided(kind="retraction", target=OLD[1].id, recorded=a_stamp(1))],
        f"{a_stamp(1)} is not after {a_stamp(1)}, the stamp of the record that it names",
        "correct the stamp, or leave --keep-recorded (in Python keep_recorded=) out",
    ),
    (
        "bob",
        [decided(kind="retraction", target=f"{OLD[1].id}#1", recorded=a_stamp(0))],
        f"{a_stamp(0)} is not after {a_stamp(1)}, the stamp of the record that it names",
        "correct the stamp, or leave --keep-recorded (in Python keep_recorded=) out",
    ),
]


@pytest.mark.parametrize(("by", "decisions", "what", "fix"), IMPOSSIBLE)
def test_a_stamp_that_cannot_be_is_refused(by, decisions, what, fix):
    with pytest.raises(RecordError) as refused:
        stamps_of(*decisions, by=by)
    assert (refused.value.what, refused.value.where, refused.value.fix) == (what, "recorded", fix)
    assert refused.value.unwritten


def test_what_is_there_already_is_not_written_and_has_its_id():
    there = OLD[0].id
    made, _ = stamps_of(decided(0, there=there), decided(1, title="x"), decided(2, same=1), decided(3, same=0))
    assert dict(made.ids) == {0: there, 1: made.new[0], 2: made.new[0], 3: there}
    assert [record.id for record in made.records] == list(made.new)


def test_a_draft_that_names_another_names_its_record():
    made, _ = stamps_of(decided(0, title="x"), decided(1, "retraction", waits=(("target", 0, "#1"),)))
    assert made.records[1].body["target"] == f"{made.new[0]}#1"


def test_new_records_are_read_one_by_one_and_in_parts():
    records = stamps_of(*[decided(place, title=f"new {place}") for place in range(3)])[0].records
    assert [record.body["title"] for record in records[1:]] == ["new 1", "new 2"]
    assert [(record.file, record.line) for record in records] == [("new", 1), ("new", 2), ("new", 3)]
    assert (records[-1].body["title"], records[-1].line) == ("new 2", 3)


DAY = 86_400_000_000
CLOCKS = [
    # how far the clock is ahead of the newest record, whether it is said to be right, what comes of it
    (0, False, ()),
    (-DAY, False, ()),
    (-DAY - 1, False, None),
    (-DAY - 1, True, ()),
    (366 * DAY, False, ()),
    (366 * DAY + 1, False, (f"this machine's clock is 366 days after the newest record, {a_stamp(1)}: is it right?",)),
]


@pytest.mark.parametrize(("ahead", "is_right", "notes"), CLOCKS)
def test_a_clock_is_judged_by_the_newest_record(ahead, is_right, notes):
    now = stamp_moment(a_stamp(1)) + ahead
    if notes is None:
        with pytest.raises(RecordError, match="more than a day before the newest record") as refused:
            clock_notes(OLD, now=now, clock_is_right=is_right)
        assert (refused.value.where, refused.value.fix[:14]) == ("clock", "set the clock;")
    else:
        assert clock_notes(OLD, now=now, clock_is_right=is_right) == notes
    assert clock_notes([], now=now, clock_is_right=False) == ()
