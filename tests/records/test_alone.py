"""An event that is proved at once is decided, spelled and read back as any other is."""

import datetime as dt
import enum
import random

import msgspec
import pytest

from anything import DATES, MODES, NAMES, PROPERTIES, STANCES, VALUES
from builders import A_MOMENT, A_SALT, a_chain, a_draft
from timeline.errors import RecordError
from timeline.records import usual
from timeline.records.admission import admit
from timeline.records.cut import record_in
from timeline.records.line import body_bytes, decode, encode

ODD_TEXTS = (
    *(
        "",
        " ",
        "a\nb",
        "a\tb",
        "a\\b",
        'a"b',
        "a\x00b",
        "a\x7fb",
        "a\x9bb",
        "a\u2028b",
        "\ud800",
        "ü",
        "a@b",
        "\U0001f600",
    ),
    *("https://ada:secret@host/x", "//ada@host", "x" * 1_000_001),
)


class Word(enum.StrEnum):
    """A text that is more than a text."""

    A = "a"


class Number(int):
    """A number that is more than a number."""


ODD = (None, True, 0, 1.5, 1e300, float("nan"), 2**53, 2**53 + 1, -(2**60), 1.0, [], {}, (), ["a"], ("a",), {"a": 1})
ODDER = (*ODD, *ODD_TEXTS, dt.date(2025, 1, 2), b"a", {"a"}, Word.A, Number(3), object, "2025-13", "April", [[[["a"]]]])
FIELDS = (
    *("title", "type", "occurred", "said", "text", "links", "facts", "reports", "tags", "data", "because", "key"),
    *("imported", "id", "mood", "kind", "", 3),
)

RECORDS = a_chain(
    ("source", {"name": "scmp"}),
    ("source", {"name": "gone"}),
    ("event", {"title": "a", "key": "k"}),
    ("event", {"title": "b", "facts": [{"entity": "A", "property": "p", "value": "x"}]}),
    ("event", {"title": "c", "reports": [{"source": "scmp"}], "tags": ["t"]}),
)


def an_event(chance):
    """A sound event, as people give it."""
    body = {"title": chance.choice(["a", "b", "c", "d", "über"])}
    if chance.random() < 0.4:
        body["type"] = chance.choice(["training.failed", "event"])
    if chance.random() < 0.4:
        body["occurred"] = chance.choice(DATES)
    if chance.random() < 0.4:
        body["facts"] = [a_fact(chance) for _ in range(chance.randrange(1, 3))]
    if chance.random() < 0.4:
        body["reports"] = [a_report(chance) for _ in range(chance.randrange(1, 3))]
    for name, values in (("tags", (["t"], ("t", "u"))), ("key", ("k", "l")), ("said", ("so", "so\nand so"))):
        if chance.random() < 0.3:
            body[name] = chance.choice(values)
    if chance.random() < 0.1:
        body["links"] = [{"url": chance.choice(["https://host/x", "https://ada@host/x"])}]
    return body


def a_fact(chance):
    fact = {"entity": chance.choice(NAMES), "property": chance.choice(PROPERTIES), "value": chance.choice(VALUES)}
    if chance.random() < 0.3:
        fact["mode"] = chance.choice(MODES)
    if chance.random() < 0.2:
        fact["during"] = chance.choice(DATES)
    return fact


def a_report(chance):
    report = {"source": chance.choice(["scmp", "scmp", "gone", "none"])}
    if chance.random() < 0.3:
        report["stance"] = chance.choice(STANCES)
    if chance.random() < 0.3:
        report["reported"] = chance.choice(DATES)
    if chance.random() < 0.1:
        report["via"] = ["gone"]
    return report


def harmed(chance, body):
    """One thing in it, at any depth, becomes another, comes to it or goes."""
    place = body
    while True:
        below = [
            held for held in (place.values() if isinstance(place, dict) else place) if isinstance(held, dict | list)
        ]
        below = [held for held in below if held]
        if not below or chance.random() < 0.4:
            break
        place = chance.choice(below)
    if isinstance(place, list):
        place[chance.randrange(len(place))] = chance.choice(ODDER)
    elif place and chance.random() < 0.2:
        place.pop(chance.choice(list(place)))
    else:
        known = list(place) if place and chance.random() < 0.6 else list(FIELDS)
        place[chance.choice(known)] = chance.choice(ODDER)
    return body


def outcome(body, **how):
    draft = a_draft("event", title="x")
    try:
        (found,) = admit(RECORDS, [msgspec.structs.replace(draft, body=body)], **how)
    except RecordError as error:
        return error.what, error.where, error.fix
    except Exception as error:  # noqa: BLE001 - what Python code gives wrongly ends alike, however it ends
        return type(error)
    spelled = body_bytes(found.body) if found.spelled is None else found.spelled
    return found.place, found.kind, found.body, found.there, found.same, found.waits, found.notes, spelled


@pytest.mark.parametrize("seed", range(40))
def test_it_is_decided_as_a_batch_of_it(seed):
    chance = random.Random(seed)
    proved = 0
    for _ in range(60):
        body = an_event(chance)
        for _ in range(chance.choice([0, 0, 1, 1, 2])):
            body = harmed(chance, body)
        assert outcome(body, prove=usual.told) == outcome(body), body
        proved += _is_proved(body)
    assert proved > 5


def _is_proved(body):
    try:
        told = usual.told(body)
    except Exception:  # noqa: BLE001 - as above
        return False
    if told is None:
        return False
    assert told.spelled == body_bytes(body)
    _id, line = encode(parents=("a" * 64,), recorded=A_MOMENT, by="ada", kind="event", salt=A_SALT, body=body)
    assert record_in(line, file="f", line_no=3) == decode(line, file="f", line_no=3)
    read = usual.read(line)
    assert told.seen == usual.Glance.at(read.event, (read.not_before, read.cites, read.reported, read.is_early))
    return True
