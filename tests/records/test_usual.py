"""Events of the usual form: which lines are proved at once, and what is read of them."""

import pytest

from builders import A_MOMENT, A_SALT, a_line
from timeline.dates import edtf
from timeline.records import usual
from timeline.records.line import join
from timeline.records.names import brought_in


def begin(text):
    return edtf.parse(text).span.lo


def joined(text, recorded=A_MOMENT):
    """A line whose body is spelled so, whatever that holds."""
    return join(parents=(), recorded=recorded, by="ada", kind="event", salt=A_SALT, text=text)[1]


LINE = a_line(title="one")

LINES = [
    # what of it, the line, whether it is read at once
    ("as we write it", LINE, True),
    ("with a parent", a_line(parents=["a" * 64]), True),
    ("with two parents", a_line(parents=["a" * 64, "b" * 64]), True),
    ("with a text of several lines", a_line(text="one\ntwo"), True),
    ("in other letters", a_line(title="où?"), True),
    ("with an address", a_line(links=[{"url": "https://host/x"}]), True),
    ("another kind", a_line("source"), False),
    ("with another title", LINE.replace(b'"one"', b'"two"'), False),
    ("with something else at its end", LINE[:-1] + b"x", False),
    ("cut off", LINE[:-1], False),
    ("with something behind it", LINE + b" ", False),
    ("with a stamp on no day", joined(b'{"title":"one"}', "2026-02-30T00:00:00.000000Z"), False),
    ("with blanks", joined(b'{"title": "one"}'), False),
    ("with a field that nobody knows", joined(b'{"mood":"x","title":"one"}'), False),
    ("with its fields in another order", joined(b'{"title":"one","text":"x"}'), False),
    ("with a character that deletes", joined(b'{"title":"o\x7fne"}'), False),
    ("with one that steers a terminal", joined(b'{"title":"o\xc2\x9bne"}'), False),
    ("with one that breaks a line", joined(b'{"title":"o\xe2\x80\xa8ne"}'), False),
    ("with an odd escape", joined(b'{"title":"o\\tne"}'), False),
    ("with what may be a password", joined(b'{"text":"https://ada:x@host/","title":"one"}'), False),
    ("with @ alone", joined(b'{"text":"ada@host","title":"one"}'), True),
    ("with a title of two lines", joined(b'{"title":"one\\ntwo"}'), False),
    ("with a date that is none", joined(b'{"occurred":"2025-13","title":"one"}'), False),
    ("with a long number", joined(b'{"data":{"n":1234567890123456},"title":"one"}'), False),
    ("with a name that no source has", joined(b'{"reports":[{"source":"A"}],"title":"one"}'), False),
]


@pytest.mark.parametrize(("line", "is_read"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_a_line_is_read_at_once_or_left_to_the_slow_way(line, is_read):
    assert (usual.read(line) is not None) is is_read
    first = a_line(title="before")
    assert [one is not None for one in usual.read_all([first, line, first])] == [True, is_read, True]


LINE_ID = usual.read(LINE).id.decode()


@pytest.mark.parametrize("parents", [[LINE_ID], ["b" * 64], ["b" * 64, "c" * 64], []])
def test_a_line_is_read_whether_or_not_it_follows_the_one_before(parents):
    second = list(usual.read_all([LINE, a_line(title="two", parents=parents)]))[1]
    assert second.parents.decode().split('","') == (parents or [""])


JUDGED = [
    # fields; the latest beginning, the sources, the latest day of a report, whether a report may be too early
    ({}, (float("-inf"), None, None, False)),
    ({"occurred": "2025-05"}, (begin("2025-05"), None, None, False)),
    (
        {"occurred": "2025-05", "facts": [{"entity": "a", "property": "p", "value": 1, "during": "2025-06"}]},
        (begin("2025-06"), None, None, False),
    ),
    (
        {"occurred": "2025-07", "facts": [{"entity": "a", "property": "p", "value": 1, "during": "2025-06"}]},
        (begin("2025-07"), None, None, False),
    ),
    ({"reports": [{}]}, (float("-inf"), "", None, False)),
    ({"reports": [{"source": "s"}, {}, {"source": "t"}]}, (float("-inf"), "s\n\nt", None, False)),
    (
        {"reports": [{"source": "s", "reported": "2025-06"}, {"source": "s", "reported": "2025-05"}]},
        (float("-inf"), "s\ns", begin("2025-06"), False),
    ),
    (
        {"occurred": "2025-05-20", "reports": [{"reported": "2025-05-19"}, {"reported": "2025-05-21"}]},
        (begin("2025-05-20"), "\n", begin("2025-05-21"), True),
    ),
    (
        {"occurred": "2025-05-20", "reports": [{"reported": "2025-05-20"}]},
        (begin("2025-05-20"), "", begin("2025-05-20"), False),
    ),
]


@pytest.mark.parametrize(("fields", "expected"), JUDGED)
def test_what_is_read_of_an_event(fields, expected):
    read = usual.read(a_line(**fields))
    assert (read.not_before, read.cites, read.reported, read.is_early) == expected


@pytest.mark.parametrize(
    ("facts", "names", "has_null"),
    [
        ([], (), False),
        ([("b", 1), ("a", 2), ("b", 3)], ("b", "a", "b"), False),
        ([("a", 1), ("b", None)], ("a", "b"), True),
    ],
)
def test_what_bears_on_others_of_an_event(facts, names, has_null):
    facts = [{"entity": entity, "property": "p", "value": value} for entity, value in facts]
    read = usual.read(a_line(**({"facts": facts} if facts else {}), reports=[{"source": "s"}, {}, {"source": "s"}]))
    glance = usual.Glance.at(read.event, (read.not_before, read.cites, read.reported, read.is_early))
    assert [name for sort, name in glance.names if sort == "entity"] == list(names)
    assert set(glance.names) == set(brought_in("event", {"facts": facts}))
    assert (glance.has_null, glance.sources) == (has_null, ("s", "s"))
