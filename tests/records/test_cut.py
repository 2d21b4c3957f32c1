"""Lines that are proved, taken apart: as we write them, and with fields in their head that nobody knows yet."""

import hashlib
import json

import pytest

from builders import a_line
from timeline.records.cut import Head, Spelled, body_in, cut, heading, kind_in, redacted, said_in, stamp_in
from timeline.records.line import BadLine

PARENTS = ("a" * 64, "b" * 64)
STAMP = "2026-11-23T21:10:00.000000Z"
SALT = "0123456789abcdef" * 2
BODY = b'{"occurred":null,"title":",\\"salt\\":\\"t"}'


def whole(more=b"", body=BODY, parents=PARENTS):
    """A line and its parts, made by the definitions; ``more`` stands behind the kind."""
    named = ",".join(f'"{parent}"' for parent in parents)
    head = f'"parents":[{named}],"recorded":"{STAMP}","by":"ada","kind":"event"'.encode() + more
    digest = hashlib.sha256(b"timeline/body/1\n" + SALT.encode() + b"\n" + body).hexdigest().encode()
    number = hashlib.sha256(b"timeline/record/1\n" + head + b"\n" + digest).hexdigest().encode()
    line = b'{"id":"%b",%b,"salt":"%b","body":%b}' % (number, head, SALT.encode(), body)
    bare = b'{"id":"%b",%b,"body_sha256":"%b"}' % (number, head, digest)
    return line, bare, (number, head, SALT.encode(), body, None), (number, head, None, None, digest)


LINES = pytest.mark.parametrize(
    ("more", "parents"),
    [(b"", PARENTS), (b"", ()), (b',"mood":"blue"', PARENTS), (b',"kind_of":"kind"', ()), (b',"n":{"kind":"x"}', ())],
)


@LINES
def test_a_line_falls_into_its_parts_and_they_make_it_again(more, parents):
    line, bare, parts, bare_parts = whole(more, parents=parents)
    assert (tuple(cut(line)), tuple(cut(bare))) == (parts, bare_parts)
    assert (cut(line).line, cut(bare).line) == (line, bare)
    assert (redacted(line), redacted(bare)) == (bare, bare)
    assert cut(line).is_proved
    assert cut(bare).is_proved


@LINES
def test_its_head_and_its_body_are_read_alone(more, parents):
    line, bare, *_ = whole(more, parents=parents)
    for one, body in ((line, json.loads(BODY)), (bare, None)):
        assert heading(one) == Head(STAMP, "ada", "event", parents)
        assert (stamp_in(one), kind_in(one), body_in(one)) == (STAMP, "event", body)
        assert said_in(one) == (STAMP, "event", body or {})


def test_a_part_that_was_changed_is_not_proved():
    line, bare, *_ = whole()
    for one in (line, bare):
        found = cut(one)
        assert not found._replace(id=b"0" * 64).is_proved
        assert not found._replace(head=found.head.replace(b"ada", b"eve")).is_proved
    assert not cut(line)._replace(body=b"{}").is_proved
    assert not cut(line)._replace(salt=b"0" * 32).is_proved
    assert not cut(bare)._replace(body_sha256=b"0" * 64).is_proved


def test_what_is_no_line_is_refused():
    line, *_ = whole()
    for broken in (b"", b"{}", line.replace(b'"parents"', b'"parent"'), line.replace(b'"salt"', b'"Salt"')):
        with pytest.raises(BadLine):
            heading(broken)


def test_a_line_of_ours_is_as_the_definitions_say():
    line = a_line(parents=PARENTS, recorded=STAMP, by="ada", title="t")
    found = cut(line)
    assert found.is_proved
    assert (found.line, heading(line).parents) == (line, PARENTS)


def test_a_body_that_is_read_when_it_is_asked_for_is_a_mapping():
    found = Spelled(BODY)
    assert dict(found) == json.loads(BODY) == {name: found[name] for name in found}
    assert (len(found), "title" in found, "x" in found, found.get("x"), found.get("x", 1)) == (2, True, False, None, 1)
    with pytest.raises(KeyError):
        found["x"]
