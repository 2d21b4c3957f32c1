"""Sources, values and dates of which not all can be so, for the tests of conflicts."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from timeline import testing
from timeline.dates.values import Answer
from timeline.views.conflicts import conflicts

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
VIEWS = {
    "one": {"properties": ["p"]},
    "several": {"properties": ["m"], "many": ["m"]},
    "table": {"properties": ["r"], "latest": "reported"},
}
SOURCES = [
    {"kind": "source", "name": "a", "published": "2025-06-01", "origin": {"name": "A"}},
    {"kind": "source", "name": "b", "published": "2025-06-01", "origin": {"name": "B"}},
    {"kind": "source", "name": "c", "published": "2025-06-02", "origin": {"name": "C"}},
    {"kind": "source", "name": "relay", "published": "2025-06-03", "via": ["a"]},
    {"kind": "source", "name": "one-page", "published": "2025-06-01"},
    {"kind": "source", "name": "other-page", "published": "2025-06-01"},
]


def says(value, occurred, source, name="p", *, key=None, mode="actual", during=None, **more):
    fact = {"entity": "E", "property": name, "value": value, "mode": mode} | ({"during": during} if during else {})
    event = {"title": f"{value} {occurred} {source}", "facts": [fact]} | ({"occurred": occurred} if occurred else {})
    reports = [{"source": one} for one in ([source] if isinstance(source, str) else source or [])]
    return event | ({"reports": reports} if reports else {}) | ({"key": key} if key else {}) | more


def found(records, *, strict=False, view=None, **clocks_):
    log = testing.given([*SOURCES, *records], views=VIEWS)
    spec = log.specs[view] if view else None
    rows = conflicts(log.snapshot(**clocks_), log.specs.values(), spec)
    return [row for row in rows if not strict or row.answer is Answer.YES]


def brief(rows):
    return [(row.kind, row.answer.value, row.property, sorted(map(str, row.values))) for row in rows]


def link(rel, **more):
    return {"kind": "link", "from": "key:1", "to": "key:2", "rel": rel, **more}


X = says("x", "2025-05-01", "a", key="1")
Y = says("y", "2025-05-01", "b", key="2")
SURE, MAYBE = ("values", "yes", "p", ["x", "y"]), ("values", "possibly", "p", ["x", "y"])


tried = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NUMBERS = [1, 2, 3, 1.0, 2.5]
QUANTITIES = [{"op": op, "value": value, **unit} for op in "=>" for value in (2, 3) for unit in ({}, {"unit": "u"})]
CROWDED = st.sampled_from([list("vwxyz"), NUMBERS, [*"vw", *NUMBERS], QUANTITIES[:4:2], NUMBERS + QUANTITIES]).flatmap(
    lambda values: st.lists(
        st.tuples(
            st.sampled_from(values),
            st.sampled_from([None, None, "2025-05-02", "2025-05", "2025-05-02~"]),
            st.sampled_from([None, "a", "b", "c", "relay", "one-page", ["a", "b"]]),
            st.sampled_from("pr"),
            st.sampled_from(["actual", "actual", "actual", "ended"]),
        ),
        min_size=2,
        max_size=14,
    )
)

MAY_BE_ONE = {
    "kind": "link",
    "from": "Code name E",
    "to": "E",
    "rel": "same-entity",
    "reported": "[2025-06-01..2025-07]",
}
