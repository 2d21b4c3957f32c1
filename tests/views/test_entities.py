"""The names in use: a row for each thing, and what is told of it."""

import timeline as tl
from ondisk import index
from timeline import testing
from timeline.dates.values import Answer
from timeline.views import chosen
from timeline.views.entities import by_name, entities_of
from timeline.views.filters import Selection

FACT = {"entity": "E", "property": "p", "value": "x"}


def test_the_last_event_of_an_entity_is_the_one_that_may_have_happened_last():
    log = [
        {"kind": "event", "title": f"event of {date}", "occurred": date, "facts": [FACT]}
        for date in ("2026-04-24", "[2026-04-24..2026-06-05]", "[..2026-04-24]", "2024-04")
    ]
    log.append({"kind": "event", "title": "some day", "facts": [FACT]})
    (entity,) = entities_of(testing.given(log).snapshot().events)
    assert (entity.first, entity.last, entity.events) == ("2024-04", "[2026-04-24..2026-06-05]", 5)


def event(title, *facts, **more):
    found = [{"entity": e, "property": p, "value": 1} | ({"mode": mode} if mode else {}) for e, p, mode in facts]
    return {"title": title, "facts": found, **more}


RECORDS = [
    event("one", ("R2", "training", None), ("b", "x", "planned"), occurred="2025-08", type="t.a", key="1"),
    event("two", ("R2", "inference", "failed"), occurred="2025-02-01", type="t.b", tags=["k"]),
    event("three", ("r2", "training", "ended"), ("A", "x", "possible")),
    event("gone", ("gone", "x", None), key="4"),
    {"kind": "retraction", "target": "key:4"},
]


def found(selection=None, **clocks):
    snapshot = testing.given(RECORDS).snapshot(**clocks)
    return chosen.entities(snapshot, selection or Selection())


def test_every_name_in_use_is_listed_in_whatever_mode():
    rows = found()
    assert [row.entity for row in rows] == ["A", "b", "R2", "r2"]
    two = rows[2]
    assert (two.names, two.properties, two.types, two.events) == (("R2",), ("inference", "training"), ("t.a", "t.b"), 2)
    assert (two.first, two.last, two.near) == ("2025-02-01", "2025-08", ("r2",))
    assert (rows[0].first, rows[0].last) == (None, None)


def test_a_filter_chooses_entities_and_changes_nothing_that_is_said_of_them():
    (row,) = found(Selection(tags=("k",)))
    assert row == found()[2]
    assert [row.entity for row in found(Selection(entities=("b", "nobody")))] == ["b"]


def test_an_event_that_is_only_denied_speaks_of_its_entities_and_is_counted_everywhere(tmp_path):
    """As in `list --by entity` and `--entity`: a name in use is seen, and has as many events."""
    log = tl.init(tmp_path / "events")
    log.source("wire", published="2025-09-01")
    log.add("told", occurred="2025-08-01", sources="wire", facts={"R2.training": "Nvidia"})
    log.add("denied", occurred="2025-08-02", sources="wire:denies", facts={"R2.training": "Ascend", "V3.training": 1})
    gone = log.add("gone", sources="wire", facts={"W.p": 1})
    log.retract(gone.id, because="a slip")
    for how in ("on", "off"):
        with index(how):
            snap = tl.open(log.files.folder).at()
            rows = [(row["entity"], row["events"], row["properties"]) for row in snap.entities()]
            assert rows == [("R2", 2, ["training"]), ("V3", 1, ["training"])]
            counted = {row["by"]: row["events"] for row in snap.counts("entity")}
            assert counted == {name: events for name, events, _ in rows}
            assert [row["entity"] for row in snap.entities(entities="V3")] == ["V3"]
            assert {row["name"]: row["value"] for row in snap.stats()}["entities"] == len(rows)
            assert snap.entities(entities="V3")[0]["near"] == snap.entities()[1]["near"]


def test_what_was_not_known_yet_is_not_listed():
    assert found(recorded_by="2000-01-01") == []


def test_strict_leaves_out_what_is_only_possibly_told():
    records = [event("x", ("e", "p", None), reports=[{"reported": "2025-08"}])]
    snapshot = testing.given(records).snapshot(as_of="2025-08-10")
    assert snapshot.events[0].known is Answer.POSSIBLY
    assert [row.entity for row in chosen.entities(snapshot, Selection())] == ["e"]
    assert chosen.entities(snapshot, Selection(strict=True)) == []


def test_each_name_can_have_a_row():
    rows = entities_of(testing.given(RECORDS).snapshot().events)
    assert by_name(rows, each=False) == by_name(rows, each=True) == list(rows)


def test_two_names_of_one_thing_are_one_row_or_one_for_each_name():
    link = {"kind": "link", "from": "r2", "to": "R2", "rel": "same-entity", "key": "l"}
    rows = chosen.entities(testing.given([*RECORDS, link]).snapshot(), Selection(entities=("r2",)))
    assert [(row.entity, row.names, row.near, row.events) for row in rows] == [("R2", ("R2", "r2"), (), 3)]
    assert [(row.entity, row.names) for row in by_name(rows, each=True)] == [("R2", ("R2",)), ("R2", ("r2",))]


def test_a_link_that_only_possibly_applies_leaves_two_rows_that_name_each_other():
    told = [event(name, (name, "p", None), reports=[{"reported": "2025-07-01"}]) for name in ("R2", "Code name")]
    link = {"kind": "link", "from": "Code name", "to": "R2", "rel": "same-entity", "reported": "2025-08"}
    snapshot = testing.given([*told, link]).snapshot(as_of="2025-08-09")
    rows = chosen.entities(snapshot, Selection())
    assert [(row.entity, row.possibly_same) for row in rows] == [("Code name", ("R2",)), ("R2", ("Code name",))]
    assert {row.possibly_same for row in chosen.entities(snapshot, Selection(strict=True))} == {()}
