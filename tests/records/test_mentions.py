"""What a body names: one table knows every field of every kind, and one walk finds what stands in it, however deep."""

import pytest

from timeline.records.mentions import (
    HOLDERS,
    NAMES,
    REFERENCES,
    mentions,
    origins_in,
    references_in,
    references_set,
    sources_in,
)
from timeline.records.model import BODIES, Archive, Fact, Origin, Quantity, fields_of

HASH = "a" * 64
REPORT = {"source": "wire", "via": ["lab", "gov"], "origin": {"name": "witness"}, "quote": "x"}
EVENT = {
    "title": "it was x",
    "facts": [{"entity": "a", "property": "p"}, {"entity": "b", "property": "q", "value": "source"}],
    "reports": [{"source": "paper"}, REPORT],
    "data": {"source": "no", "entity": "no"},
    "imported": {"source": "no"},
}
NAMED = [
    ("entity", "facts[0].entity", "a"),
    ("entity", "facts[1].entity", "b"),
    ("source", "reports[0].source", "paper"),
    ("source", "reports[1].source", "wire"),
    ("source", "reports[1].via[0]", "lab"),
    ("source", "reports[1].via[1]", "gov"),
    ("origin", "reports[1].origin", "witness"),
]


SILENT = {
    "because", "data", "during", "imported", "interested", "key", "links", "media_type", "mode", "name",
    "occurred", "op", "path", "property", "published", "publisher", "quote", "rel", "reported", "retrieved",
    "said", "stance", "tags", "text", "title", "type", "unit", "url", "value",
}  # fmt: skip
"""The fields that name nothing else: they say something, or give the record a name or key of its own."""


@pytest.mark.parametrize("kind", BODIES)
def test_the_table_says_of_every_field_of_a_kind_what_it_names(kind):
    assert fields_of(kind) <= {*NAMES, *HOLDERS, *SILENT}


def test_the_table_says_of_every_field_inside_a_body_what_it_names_and_of_none_twice():
    inside = set().union(*(type_.__struct_fields__ for type_ in (Archive, Fact, Origin, Quantity)))
    known = [*NAMES, *HOLDERS, *SILENT]
    assert inside <= set(known)
    assert len(known) == len(set(known))
    assert set(known) == inside.union(*map(fields_of, BODIES))


def test_references_are_the_fields_that_name_records():
    named = {kind: {field for field in fields_of(kind) if NAMES.get(field) == "record"} for kind in BODIES}
    assert {kind: set(fields) for kind, fields in REFERENCES.items()} == {k: v for k, v in named.items() if v}


def test_all_that_an_event_names_is_found_with_its_place():
    assert list(mentions(EVENT)) == NAMED


def test_what_a_correction_of_a_correction_sets_is_found_too():
    body = {"target": HASH, "source": "desk", "set": {"set": EVENT}}
    below = [(what, f"set.set.{path}", name) for what, path, name in NAMED]
    assert list(mentions(body)) == [("record", "target", HASH), ("source", "source", "desk"), *below]
    assert [name for _, name in sources_in(body)] == ["desk", "paper", "wire", "lab", "gov"]
    assert list(origins_in(body)) == ["witness"]


def test_a_source_names_what_it_rests_on_and_its_copy():
    body = {"name": "s", "via": ["lab"], "origin": {"name": "o"}, "archive": {"sha256": HASH}, "key": "k"}
    assert list(mentions(body)) == [
        ("source", "via[0]", "lab"),
        ("origin", "origin", "o"),
        ("copy", "archive.sha256", HASH),
    ]


def test_the_ends_of_a_link_are_records_unless_it_is_of_origins():
    link = {"from": "x#1", "to": "y", "rel": "contradicts"}
    assert list(references_in("link", link)) == [("from", "x#1"), ("to", "y")]
    assert list(mentions(link, "record")) == [("record", "from", "x#1"), ("record", "to", "y")]
    alike = link | {"rel": "same-origin"}
    assert list(references_in("link", alike)) == list(origins_in(alike)) == list(mentions(alike, "record")) == []
    assert [name for _, _, name in mentions(alike, "end")] == ["x#1", "y"]


def test_what_a_correction_sets_is_a_reference_only_where_it_is_a_whole_id():
    sets = {"target": f"{HASH}#2", "from": "x" * len(HASH), "to": HASH[1:], "event": [HASH], "title": HASH}
    assert list(references_set({"target": "t", "set": sets})) == [("set.target", f"{HASH}#2")]
    assert list(references_set({"target": "t", "set": None})) == []


@pytest.mark.parametrize("what", ["record", "source", "origin", "end", "entity", "copy"])
def test_a_walk_for_one_thing_gives_what_the_whole_walk_gives_of_it(what):
    for body in (
        EVENT,
        {"target": HASH, "set": {"archive": {"sha256": HASH}, "set": EVENT}},
        {"event": HASH, **REPORT},
    ):
        assert list(mentions(body, what)) == [found for found in mentions(body) if found.what == what]


@pytest.mark.parametrize(
    "body",
    [{"via": None}, {"via": [1]}, {"reports": {"source": 1}}, {"reports": [None]}, {"set": [[]]}, {"origin": {}}],
)
def test_what_is_not_of_its_form_is_passed_over(body):
    assert list(mentions(body)) == []
