"""A line as a row that a server reads, and back."""

import struct

import pytest

from timeline.records.cut import Cut, cut, redacted
from timeline.records.line import encode
from timeline.store.server import wire

_SALT = "0f" * 16
_LINE = encode(
    parents=["a" * 64, "b" * 64],
    recorded="2026-06-01T00:00:00.000000Z",
    by="ada",
    kind="event",
    body={"title": 'a text with ,"salt":" and "kind":"x" in it, «ü» \\'},
    salt=_SALT,
)[1]
_MORE_IN_ITS_HEAD = _LINE.replace(b'"kind":"event",', b'"kind":"event","later":"x",', 1)


def fields_of(row):
    """Read a row of a binary copy."""
    (count,), at = struct.unpack_from("!h", row), 2
    for _ in range(count):
        (size,) = struct.unpack_from("!i", row, at)
        at += 4
        yield None if size < 0 else row[at : at + size]
        at += max(size, 0)
    assert at == len(row)


@pytest.mark.parametrize("line", [_LINE, redacted(_LINE), _MORE_IN_ITS_HEAD], ids=["usual", "redacted", "more"])
def test_a_line_is_spelled_as_a_row_and_comes_back_byte_for_byte(line):
    row = wire.spelled(line)
    found = wire.cut_of(tuple(fields_of(row)))
    assert found == cut(line)
    assert isinstance(found, Cut)
    assert found.line == line
    assert wire.id_in(row) == line[7:71].decode()


def test_rows_sort_as_their_ids_and_make_one_copy():
    rows = [wire.spelled(b'{"id":"' + digit * 64 + _LINE[71:]) for digit in (b"9", b"f", b"0", b"a")]
    assert [wire.id_in(row)[0] for row in sorted(rows)] == list("09af")
    whole = b"".join(wire.blocks(rows))
    assert whole == b"PGCOPY\n\xff\r\n\0" + bytes(8) + b"".join(rows) + b"\xff\xff"
