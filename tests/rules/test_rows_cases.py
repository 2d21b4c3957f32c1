"""Answers as rows: every key, in its order, with the value that the definitions give; and what is sure of them."""

import attrs
import msgspec
import pytest
from short import Log

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.dates.values import DAY
from timeline.errors import Finding
from timeline.views import rows
from timeline.views.diff import changes
from timeline.views.overtime import rectangles
from timeline.views.plugins import OfferedView
from timeline.views.specs import ViewSpec
from timeline.views.standing import cascade
from timeline.views.surely import sure_cell
from timeline.views.table import state
from timeline.views.why import why
from told import TODAY, clock

SPEC = ViewSpec(name="v", title="v", properties=("p", "q"))

LOG = """\
source s 2025-01-01 origin=o! publisher=P title=T url=http://u:w@x.org/ retrieved=2025-01-03
source t 2025-06 via=s
event e 2025-03 a.p=x failed:a.q=y^2025-04 @s:denies=2025-02-10 type=training tags=r,v because=B said=S text=W links=[{"url":"http://x.org/e"}] data={"n":1}
event f - a.p=z b.q=w @t
report r e @t=2025-05 quote=Q because=C origin=k via=s
link l f contradicts e world=2025-06
correct c e title=y world=2025-06"""


@pytest.fixture(scope="module")
def told():
    """The log, with three copies of a source: taken before the day asked about, perhaps before it, and after it."""
    log = Log(LOG)
    kept = {"source": "s", "media_type": "text/html", "path": "copies/c"}
    for number, (name, retrieved, url) in enumerate(
        (("k", "2025-02", "http://u:w@x.org/c"), ("m", "2025-06", None), ("n", "2025-07", None))
    ):
        log.ids[name] = log.tell("capture", retrieved=retrieved, sha256=str(number) * 64, url=url, **kept)
    return log


@pytest.fixture
def snapshot(told):
    return told.at("2025-06-15")


@pytest.fixture
def named(told):
    """Put the names of records for their ids, at every depth; the order of keys counts."""

    def read(item):
        if isinstance(item, dict):
            return {key: read(value) for key, value in item.items()}
        if isinstance(item, list | tuple):
            return [read(one) for one in item]
        return told.name_of(item) if isinstance(item, str) else item

    return lambda row: _in_order(read(row))


def _in_order(item):
    """Show an answer so that a key in another place is another answer."""
    if isinstance(item, dict):
        return [(key, _in_order(value)) for key, value in item.items()]
    return [_in_order(one) for one in item] if isinstance(item, list) else item


CAPTURES = [
    {"source": "s", "retrieved": "2025-02", "retrieved_earliest": "2025-02-01", "retrieved_latest": "2025-02-28",
     "sha256": "0" * 64, "media_type": "text/html", "path": "copies/c", "url": "http://x.org/c", "known": "yes",
     "recorded": "2026-01-01T00:00:07.000000Z", "id": "k"},
    {"source": "s", "retrieved": "2025-06", "retrieved_earliest": "2025-06-01", "retrieved_latest": "2025-06-30",
     "sha256": "1" * 64, "media_type": "text/html", "path": "copies/c", "url": None, "known": "possibly",
     "recorded": "2026-01-01T00:00:08.000000Z", "id": "m"},
]  # fmt: skip

EVENT = {
    "id": "e",
    "type": "training",
    "title": "e",
    "occurred": "2025-03",
    "occurred_earliest": "2025-03-01",
    "occurred_latest": "2025-03-31",
    "reported": "2025-05",
    "reported_earliest": "2025-05-01",
    "reported_latest": "2025-05-31",
    "recorded": "2026-01-01T00:00:02.000000Z",
    "known": "yes",
    "standing": "disputed",
    "standing_possibly": [],
    "origins": [2, 2],
    "reports": 2,
    "sources": ["s", "t"],
    "facts": [
     {"entity": "a", "property": "p", "value": "x", "mode": "actual", "during": None, "since": "2025-03",
      "since_earliest": "2025-03-01", "since_latest": "2025-03-31", "answer": "yes", "known_as": "a"},
     {"entity": "a", "property": "q", "value": "y", "mode": "failed", "during": "2025-04", "since": "2025-04",
      "since_earliest": "2025-04-01", "since_latest": "2025-04-30", "answer": "yes", "known_as": "a"}],
    "tags": ["r", "v"],
    "said": "S",
    "text": "W",
    "web_links": [{"url": "http://x.org/e", "title": None}],
    "file": None,
    "line": None,
}  # fmt: skip

SHOWN = {
    **EVENT,
    "by": "ada",
    "because": "B",
    "data": {"n": 1},
    "members": ["e"],
    "versions": {"title": [{"value": "e", "answer": "possibly"}, {"value": "y", "answer": "possibly"}]},
    "report_list": [
        {
            "address": "e#1",
            "source": "s",
            "stance": "denies",
            "reported": "2025-02-10",
            "reported_earliest": "2025-02-10",
            "reported_latest": "2025-02-10",
            "known": "yes",
            "live": "yes",
            "via": [],
            "origin": None,
            "quote": None,
            "because": None,
            "recorded": "2026-01-01T00:00:02.000000Z",
        },
        {
            "address": "r",
            "source": "t",
            "stance": "reports",
            "reported": "2025-05",
            "reported_earliest": "2025-05-01",
            "reported_latest": "2025-05-31",
            "known": "yes",
            "live": "yes",
            "via": ["s"],
            "origin": {"name": "k"},
            "quote": "Q",
            "because": "C",
            "recorded": "2026-01-01T00:00:04.000000Z",
        },
    ],
    "captures": CAPTURES,
    "links": [{"rel": "contradicts", "from": "f", "to": "e", "answer": "possibly", "id": "l"}],
}

UNDATED = {
    "id": "f",
    "type": "event",
    "title": "f",
    "occurred": None,
    "occurred_earliest": "unknown",
    "occurred_latest": "unknown",
    "reported": "2025-06",
    "reported_earliest": "2025-06-01",
    "reported_latest": "2025-06-30",
    "recorded": "2026-01-01T00:00:03.000000Z",
    "known": "possibly",
    "standing": "reported",
    "standing_possibly": ["disputed", "self-reported"],
    "origins": [0, 0],
    "reports": 0,
    "sources": ["t"],
    "facts": [
     {"entity": "a", "property": "p", "value": "z", "mode": "actual", "during": None, "since": None,
      "since_earliest": "unknown", "since_latest": "2025-06-30", "answer": "possibly", "known_as": "a"},
     {"entity": "b", "property": "q", "value": "w", "mode": "actual", "during": None, "since": None,
      "since_earliest": "unknown", "since_latest": "2025-06-30", "answer": "possibly", "known_as": "b"}],
    "tags": [],
    "said": None,
    "text": None,
    "web_links": [],
    "file": None,
    "line": None,
}  # fmt: skip

X = {
    "value": "x",
    "answer": "possibly",
    "since": "2025-03",
    "since_earliest": "2025-03-01",
    "since_latest": "2025-03-31",
    "standing": "disputed",
    "events": ["e"],
}

Z = {
    "value": "z",
    "answer": "possibly",
    "since": None,
    "since_earliest": "unknown",
    "since_latest": "2025-06-30",
    "standing": "reported",
    "events": ["f"],
}

W = {**Z, "value": "w"}

CELLS = [
    {"entity": "a", "property": "p", "answer": "possibly", "values": [Z, X], "beside": [], "names": ["a"],
     "possibly_same": []},
    {"entity": "a", "property": "q", "answer": "unknown", "values": [],
     "beside": [
      {"mode": "failed", "value": "y", "answer": "yes", "since": "2025-04", "since_earliest": "2025-04-01",
       "since_latest": "2025-04-30", "standing": "disputed", "events": ["e"]}], "names": ["a"], "possibly_same": []},
    {"entity": "b", "property": "p", "answer": "unknown", "values": [], "beside": [], "names": [],
     "possibly_same": []},
    {"entity": "b", "property": "q", "answer": "possibly", "values": [W], "beside": [], "names": ["b"],
     "possibly_same": []},
]  # fmt: skip

SOURCES = [
    {"name": "s", "publisher": "P", "title": "T", "url": "http://x.org/", "published": "2025-01-01",
     "published_earliest": "2025-01-01", "published_latest": "2025-01-01", "via": [],
     "origin": {"name": "o", "interested": True}, "retrieved": "2025-01-03", "archive": None, "retracted": "no",
     "id": "s", "captures": CAPTURES, "known": "yes"},
    {"name": "t", "publisher": None, "title": None, "url": None, "published": "2025-06",
     "published_earliest": "2025-06-01", "published_latest": "2025-06-30", "via": ["s"], "origin": None,
     "retrieved": None, "archive": None, "retracted": "no", "id": "t", "captures": [], "known": "possibly"},
]  # fmt: skip

CASCADE = [
    {"event": "e", "name": "s", "publisher": "P", "depth": 0, "via": [],
     "origins": [{"name": "o", "interested": True}], "unresolved": False,
     "reports": [{"address": "e#1", "stance": "denies"}], "captures": CAPTURES},
    {"event": "e", "name": "t", "publisher": None, "depth": 0, "via": ["s"], "origins": [{"name": "k"}],
     "unresolved": False, "reports": [{"address": "r", "stance": "reports"}], "captures": []},
]  # fmt: skip

REASONS = [
    {
        "verdict": "possibly",
        "value": "x",
        "mode": "actual",
        "answer": "yes",
        "since": "2025-03",
        "since_earliest": "2025-03-01",
        "since_latest": "2025-03-31",
        "standing": "disputed",
        "event": "e",
        "entity": "a",
        "title": "e",
        "because": '"z" may have started later, and nothing says that "x" had ended by then: add its '
        'end (--ended, in Python ended=), or declare many = ["p"] in the view if both hold',
        "by": "f",
    },
    {
        "verdict": "possibly",
        "value": "z",
        "mode": "actual",
        "answer": "possibly",
        "since": None,
        "since_earliest": "unknown",
        "since_latest": "unknown",
        "standing": "reported",
        "event": "f",
        "entity": "a",
        "title": "f",
        "because": 'its event is only possibly known; it only possibly holds on that day; "x" '
        'may have started later, and nothing says that "z" had ended by then: add its end '
        '(--ended, in Python ended=), or declare many = ["p"] in the view if both hold',
        "by": "e",
    },
]

CHANGES = [
    {"change": "new", "id": "e", "before": None, "after": {"known": "yes", "title": "e", "occurred": "2025-03"}},
    {"change": "new", "id": "f", "before": None, "after": {"known": "possibly", "title": "f", "occurred": None}},
    {"change": "cell", "view": "v", "entity": "a", "entity_before": "a", "property": "p", "before": None,
     "after": {"answer": "possibly", "values": [Z, X], "beside": [], "names": ["a"]}},
    {"change": "cell", "view": "v", "entity": "a", "entity_before": "a", "property": "q", "before": None,
     "after": {
      "answer": "unknown", "values": [],
      "beside": [
       {"mode": "failed", "value": "y", "answer": "yes", "since": "2025-04", "since_earliest": "2025-04-01",
        "since_latest": "2025-04-30", "standing": "disputed", "events": ["e"]}], "names": ["a"]}},
    {"change": "cell", "view": "v", "entity": "b", "entity_before": "b", "property": "p", "before": None,
     "after": {"answer": "unknown", "values": [], "beside": [], "names": []}},
    {"change": "cell", "view": "v", "entity": "b", "entity_before": "b", "property": "q", "before": None,
     "after": {"answer": "possibly", "values": [W], "beside": [], "names": ["b"]}},
]  # fmt: skip

RECTANGLES = [
    {"as_of_first": None, "as_of_last": "2025-04-30", "first": "open", "last": "open", "answer": "unknown",
     "values": [], "entity": "a", "names": []},
    {"as_of_first": "2025-05-01", "as_of_last": "2025-05-30", "first": "open", "last": "2025-02-28",
     "answer": "unknown", "values": [], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-05-01", "as_of_last": "2025-05-30", "first": "2025-03-01", "last": "open",
     "answer": "possibly", "values": [X], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-05-31", "as_of_last": "2025-05-31", "first": "open", "last": "2025-02-28",
     "answer": "unknown", "values": [], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-05-31", "as_of_last": "2025-05-31", "first": "2025-03-01", "last": "2025-03-30",
     "answer": "possibly", "values": [X], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-05-31", "as_of_last": "2025-05-31", "first": "2025-03-31", "last": "open", "answer": "yes",
     "values": [{**X, "answer": "yes"}], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-06-01", "as_of_last": "2025-06-29", "first": "open", "last": "2025-02-28",
     "answer": "possibly", "values": [Z], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-06-01", "as_of_last": "2025-06-29", "first": "2025-03-01", "last": "open",
     "answer": "possibly", "values": [Z, X], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-06-30", "as_of_last": None, "first": "open", "last": "2025-02-28", "answer": "possibly",
     "values": [{**Z, "standing": "disputed"}], "entity": "a", "names": ["a"]},
    {"as_of_first": "2025-06-30", "as_of_last": None, "first": "2025-03-01", "last": "open", "answer": "possibly",
     "values": [{**Z, "standing": "disputed"}, X], "entity": "a", "names": ["a"]},
]  # fmt: skip


def test_the_row_of_an_event(told, snapshot, named):
    assert named(rows.event_row(snapshot, snapshot.event(told.ids["e"]))) == _in_order(EVENT)
    assert named(rows.event_row(snapshot, snapshot.event(told.ids["f"]))) == _in_order(UNDATED)


def test_a_row_has_the_place_of_its_record(snapshot):
    event = snapshot.events[0]
    placed = msgspec.structs.replace(event, record=msgspec.structs.replace(event.record, file="a.jsonl", line=7))
    row = rows.event_row(snapshot, placed)
    assert (row["file"], row["line"]) == ("a.jsonl", 7)


def test_all_that_is_shown_of_an_event(told, snapshot, named):
    assert named(rows.show_row(snapshot, snapshot.event(told.ids["e"]))) == _in_order(SHOWN)


def test_a_report_that_was_not_public_yet_is_not_shown():
    log = Log("source s 2025-01-01\nsource t 2025-03-01\nevent e 2020 @s @t @=2025-01-01")
    for day, sources, reports in (("2025-02-28", ["s"], 2), ("2025-03-01", ["s", "t"], 3)):
        snapshot = log.at(day)
        row = rows.show_row(snapshot, snapshot.events[0])
        assert (row["sources"], len(row["report_list"])) == (sources, reports)


def test_the_rows_of_cells(snapshot, named):
    assert named([rows.cell_row(cell) for cell in state(snapshot, SPEC)]) == _in_order(CELLS)


def test_the_rows_of_sources(snapshot, named):
    found = [rows.source_row(snapshot, known) for _, known in sorted(snapshot.sources.items())]
    assert named(found) == _in_order(SOURCES)


def test_the_rows_of_the_chains_behind_an_event(told, snapshot, named):
    event = snapshot.event(told.ids["e"])
    assert named([rows.cascade_row(snapshot, event, step) for step in cascade(snapshot, event)]) == _in_order(CASCADE)


def test_the_rows_of_reasons(snapshot, named):
    assert named([rows.reason_row(reason) for reason in why(snapshot, SPEC, "a", "p")]) == _in_order(REASONS)


def test_the_rows_of_a_history(told, named):
    found = [rows.rectangle_row(one) for one in rectangles(Ledger(told.records), SPEC, "a", "p")]
    assert named(found) == _in_order(RECTANGLES)


def test_a_history_turns_where_only_the_bounds_of_a_start_do():
    """The event is only possibly known all the time; the source moved the day by which its report was out."""
    told = Log("source s retrieved=2025-05-10\nevent f - a.p=x @s\ncorrect c s retrieved=2025-05-05 world=2025-04-01")
    found = [
        rows.rectangle_row(one) for one in rectangles(Ledger(told.records), SPEC, "a", "p", as_of=clock("2025-05-01"))
    ]
    turns = [(row["as_of_first"], row["values"][0]["answer"], row["values"][0]["since_latest"]) for row in found]
    assert turns == [(None, "possibly", "2025-05-10"), ("2025-04-01", "possibly", "2025-05-05")]


def test_the_rows_of_changes(told, snapshot, named):
    found = [rows.change_row(change) for change in changes(told.at("2025-01"), snapshot, [SPEC])]
    assert named(found) == _in_order(CHANGES)


def test_a_question_tells_its_clocks_as_asked_and_as_read():
    clocks = Clocks(as_of=clock("2025-06"), on=clock("2025-07-01"), recorded_by=clock("2026"), checkpoint="7")
    assert _in_order(rows.query(clocks, view="v")) == _in_order(
        {
            "as_of": {"asked": "2025-06", "read": "2025-06-30"},
            "on": {"asked": "2025-07-01", "read": "2025-07-01"},
            "recorded_by": {"asked": "2026", "read": "2026-12-31"},
            "at_checkpoint": "7",
            "view": "v",
        }
    )
    empty = rows.query(Clocks(on=clock("2025")))
    assert (empty["as_of"], empty["recorded_by"], empty["at_checkpoint"]) == (None, None, None)


def test_the_row_of_a_finding():
    finding = Finding(code="c", message="m", file="f", line=3, fix="x")
    assert _in_order(finding.row) == [
        ("file", "f"),
        ("line", 3),
        ("code", "c"),
        ("message", "m"),
        ("fix", "x"),
    ]


@attrs.frozen
class Own:
    name: str


@pytest.mark.parametrize(
    ("given", "row"),
    [
        ({"a": 1}, {"a": 1}),
        (Own("x"), {"name": "x"}),
        ("x", {"row": "x"}),
        (3, {"row": 3}),
        (None, {"row": None}),
        ([1], {"row": [1]}),
    ],
)
def test_a_row_of_ones_own(given, row):
    assert rows.own_row(given) == row
    assert rows.own_row(given) is not given


YES, MAYBE = {"value": "x", "answer": "yes"}, {"value": "y", "answer": "possibly"}
END, MAYBE_END = {"value": None, "answer": "yes"}, {"value": None, "answer": "possibly"}


@pytest.mark.parametrize(
    ("answer", "values", "sure", "left"),
    [
        ("yes", [YES], "yes", [YES]),
        ("possibly", [YES, MAYBE], "yes", [YES]),
        ("possibly", [MAYBE], "unknown", []),
        ("possibly", [MAYBE, END], "ended", [END]),
        ("possibly", [MAYBE, MAYBE_END], "unknown", []),
        ("yes", [YES, END], "yes", [YES, END]),
        ("ended", [], "ended", []),
        ("unknown", [], "unknown", []),
    ],
)
def test_what_is_sure_of_a_cell(answer, values, sure, left):
    cell = {"entity": "a", "answer": answer, "values": values}
    assert sure_cell(cell) == {"entity": "a", "answer": sure, "values": left}
    assert sure_cell({**cell, "beside": [MAYBE, YES]})["beside"] == [YES]


def test_a_date_comes_in_threes():
    assert rows.date_in_threes("d", None) == {"d": None, "d_earliest": "unknown", "d_latest": "unknown"}


FIRST = edtf.parse_input("2025-03-05", today=TODAY).span.lo


@pytest.mark.parametrize(
    ("moment", "is_start", "text"),
    [
        (FIRST, True, "2025-03-05"),
        (FIRST, False, "2025-03-05T00:00:00Z"),
        (FIRST + 1, True, "2025-03-05T00:00:00.000001Z"),
        (FIRST + DAY - 1, False, "2025-03-05"),
        (FIRST + DAY - 1, True, "2025-03-05T23:59:59.999999Z"),
        (FIRST + DAY - 2, False, "2025-03-05T23:59:59.999998Z"),
        (float("inf"), False, "open"),
        (float("-inf"), True, "open"),
    ],
)
def test_a_bound_is_a_day_where_it_is_the_edge_of_one(moment, is_start, text):
    assert rows.bound(moment, is_start=is_start) == text


def test_the_rows_of_the_views_that_are_declared():
    full = ViewSpec(name="v", title="t", properties=("p", "q"), latest="reported", many=("q",), entities=("a",))
    bare = ViewSpec(name="w", title="w", properties="p")
    assert [list(row.items()) for row in rows.settings_rows({"v": full, "w": bare})] == [
        [
            ("name", "v"),
            ("title", "t"),
            ("properties", ["p", "q"]),
            ("latest", "reported"),
            ("many", ["q"]),
            ("entities", ["a"]),
            ("package", None),
        ],
        [
            ("name", "w"),
            ("title", "w"),
            ("properties", ["p"]),
            ("latest", "occurred"),
            ("many", []),
            ("entities", None),
            ("package", None),
        ],
    ]


def test_a_view_that_a_package_offers_is_a_row_unless_one_of_its_name_is_declared():
    declared = ViewSpec(name="v", title="t", properties="p")
    offered = [OfferedView(name="own", package="some 1.0"), OfferedView(name="v", package="other 2.0")]
    found = rows.settings_rows({"v": declared}, offered)
    assert [(row["name"], row["package"]) for row in found] == [("v", None), ("own", "some 1.0")]
    assert list(found[0]) == list(found[1])
    assert (found[1]["properties"], found[1]["latest"], found[1]["many"], found[1]["entities"]) == ([], None, [], None)


def test_the_copy_that_a_source_names_is_in_its_row():
    told = Log("event e 2020")
    told.source("s", archive={"sha256": "0" * 64, "path": "copies/c"})
    snapshot = told.at()
    row = rows.source_row(snapshot, snapshot.sources["s"])
    assert (row["archive"]["sha256"], row["archive"]["path"]) == ("0" * 64, "copies/c")
    assert rows.capture_rows(snapshot, None) == []


def test_a_copy_that_was_possibly_taken_back_is_possibly_there():
    told = Log("source s 2025-01-01")
    copy = told.tell("capture", source="s", sha256="0" * 64, retrieved="2025-01-02")
    told.retract(copy, reported="2025-06")
    for day, answers in (("2025-05", ["yes"]), ("2025-06-15", ["possibly"]), ("2025-06", [])):
        snapshot = told.at(day)
        assert [row["known"] for row in rows.source_row(snapshot, snapshot.sources["s"])["captures"]] == answers


@pytest.mark.parametrize(
    ("occurred", "since", "answers"),
    [
        (
            "2020-05",
            ("2020-05-01", "2020-05-31"),
            {"2020-04-30": "unknown", "2020-05-15": "possibly", "2020-06": "yes"},
        ),
        ("2020-05/2020-06-10", ("2020-05-01", "2020-05-31"), {"2020-06-10": "yes", "2020-06-11": "unknown"}),
        ("-", ("unknown", "2025-03-01"), {"2025-02-28": "possibly", "2025-03-01": "yes"}),
    ],
)
def test_a_fact_of_two_events_that_are_one_began_by_the_first_report(occurred, since, answers):
    told = Log(
        f"event e {occurred} a.p=x @=2025-05\nevent f {occurred} b.q=y @=2025-03-01\n"
        "link l f same-event e world=2025-01-01"
    )
    (event,) = told.at("2025-06").events
    shown = [rows.fact_row(event, place) for place in range(2)]
    assert [(row["entity"], row["since_earliest"], row["since_latest"]) for row in shown] == [
        ("a", *since),
        ("b", *since),
    ]
    for day, answer in answers.items():
        cell = next(one for one in state(told.at("2025-06", on=day), SPEC) if (one.entity, one.property) == ("a", "p"))
        assert cell.answer == answer
