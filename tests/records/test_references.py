"""What a record may say of another: which fields a correction may set, and where an error is placed."""

import pytest

from builders import a_chain
from timeline.errors import RecordError
from timeline.records.catalogue import Holdings
from timeline.records.drafts import filled
from timeline.records.references import Target, placed, unfit_to_set

PLACED = [
    # what an error says, where; of which kind; the path, and what is left to say
    ("title: expected a text", None, "event", ("title", "expected a text")),
    ("mood: expected a text", None, "event", ("", "mood: expected a text")),
    ("published: expected a text", None, "event", ("", "published: expected a text")),
    ("value: expected a text", "facts[0]", "event", ("facts[0].value", "expected a text")),
    ("no value: expected one", "facts[0]", "event", ("facts[0]", "no value: expected one")),
    ("occurred names no day", None, "event", ("occurred", "occurred names no day")),
    ("it names no day", None, "event", ("", "it names no day")),
    ("it names no day", "occurred", "event", ("occurred", "it names no day")),
]


@pytest.mark.parametrize(("what", "where", "kind", "expected"), PLACED)
def test_an_error_is_placed_at_the_field_that_it_speaks_of(what, where, kind, expected):
    assert placed(RecordError(what, where=where), kind) == expected


RECORDS = a_chain(
    ("source", {"name": "s"}),
    ("capture", {"source": "s", "sha256": "a" * 64}),
    ("event", {"title": "t", "reports": [{"source": "s"}]}),
    ("link", {"from": "a", "rel": "same-entity", "to": "b"}),
)

SET = [
    # of which record, and which report of it; what is set; the code and the path of each fault
    (0, "", {"publisher": "x"}, []),
    (0, "", {"name": "t"}, [("source-name", "set.name")]),
    (0, "", {"name": "s"}, []),
    (0, "", {"via": ["s"]}, [("reference", "set.via[0]")]),
    (0, "", {"key": "k"}, [("unknown-field", "set.key")]),
    (1, "", {"path": f"captures/{'a' * 64}"}, []),
    (1, "", {"path": "/etc/passwd"}, [("archive", "set.path")]),
    (1, "", {"sha256": "x"}, [("archive", "set.sha256")]),
    (2, "", {"path": "/etc/passwd"}, [("unknown-field", "set.path")]),
    (2, "", {"title": "u"}, []),
    (2, "", {"title": 5}, [("record", "set.title")]),
    (2, "", {"title": None}, [("record", "set.title")]),
    (2, "", {"title": None, "occurred": "April"}, [("record", "set.title"), ("record", "set.occurred")]),
    (0, "", {"name": None}, [("record", "set.name")]),
    (3, "", {"from": None, "rel": None}, [("record", "set.from"), ("record", "set.rel")]),
    (2, "", {"occurred": "April"}, [("record", "set.occurred")]),
    (
        2,
        "",
        {"facts": [{"entity": "a", "property": "p", "value": 1, "mood": "x"}]},
        [("unknown-field", "set.facts[0].mood")],
    ),
    (2, "#1", {"stance": "denies"}, []),
    (2, "#1", {"title": "u"}, [("unknown-field", "set.title")]),
    (2, "#1", {"event": "f" * 64}, [("unknown-field", "set.event")]),
    (2, "#2", {"title": "u"}, []),  # what is no report is said elsewhere
    (3, "", {"to": "c"}, []),
    (3, "", {"to": "a"}, [("reference", "set")]),
]


@pytest.mark.parametrize(("place", "rest", "given", "expected"), SET)
def test_what_a_correction_may_set(place, rest, given, expected):
    record = RECORDS[place]
    target = Target(record.kind, record.body, id=record.id, rest=rest)
    assert [(one.code, one.path) for one in unfit_to_set(given, target, Holdings(RECORDS))] == expected


@pytest.mark.parametrize(
    ("place", "rest", "field", "what", "other"),
    [
        (2, "", "title", "an event keeps its title", "`--set title=VALUE`"),
        (1, "", "sha256", "a capture keeps its sha256", "`--set sha256=VALUE`"),
        (3, "", "rel", "a link keeps its rel", "`--set rel=VALUE`"),
        (0, "", "name", "a source keeps its name", None),
    ],
)
def test_a_field_that_must_be_there_is_not_taken_away(place, rest, field, what, other):
    record = RECORDS[place]
    target = Target(record.kind, record.body, id=record.id, rest=rest)
    (fault,) = unfit_to_set({field: None}, target, Holdings(RECORDS))
    assert fault.what == f"{what}: null takes a field away, and this one must be there"
    away = f"take back the whole of it: timeline retract {record.id[:12]} --because TEXT"
    assert fault.fix == (f"give another: {other} (in Python set={{{field!r}: …}}); or {away}" if other else away)


def test_what_a_reference_leads_to_is_put_in_its_field_of_the_body_or_of_what_is_set():
    body = {"target": "key:k", "set": {"event": "abc", "quote": "q"}}
    led = filled(body, {"target": "e" * 64, "set.event": "f" * 64})
    assert led == {"target": "e" * 64, "set": {"event": "f" * 64, "quote": "q"}}
    assert filled(body, {"target": "e" * 64}) == {**body, "target": "e" * 64}
