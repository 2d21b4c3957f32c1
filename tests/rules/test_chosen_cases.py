"""What of an answer is shown, what was left out and why; nulls whose order is open; views of one's own, by name."""

import datetime as dt
import tomllib

import attrs
import pytest
from short import cases, log

from beside import put_module
from timeline.asof.ledger import Ledger
from timeline.errors import TimelineError, ViewError
from timeline.views import chosen, given, left_out, payloads, plugins
from timeline.views.endings import open_nulls
from timeline.views.filters import Selection, told_of
from timeline.views.projection import Projection, replay
from timeline.views.specs import ViewSpec, how_to_declare, view_specs

SPECS = {
    "v": ViewSpec(name="v", title="v", properties=("p", "q"), entities=("a", "b", "row")),
    "w": ViewSpec(name="w", title="w", properties=("p", "r")),
}


def refusal(ask):
    with pytest.raises(TimelineError) as caught:
        ask()
    error = caught.value
    return type(error).__name__, error.what, error.where, error.fix


# --- the cell and the view of a question ------------------------------------------------------------------------------

ASKED = log("event e 2020 a.p=x failed:c.r=y @=2025\nlink l one same-entity two world=2025\nlink m e contradicts three")


def cell(text, **more):
    return chosen.cell(Ledger(ASKED.records), ASKED.at("2020"), more.pop("specs", SPECS), text, **more)


@pytest.mark.parametrize(
    ("text", "view", "found"),
    [
        ("a.p", None, ("a", "p", "v")),
        ("a.p", "w", ("a", "p", "w")),
        ("c.r", None, ("c", "r", "w")),
        ("row.q", None, ("row", "q", "v")),
        ("one.p", None, ("one", "p", "v")),
        ("two.p", None, ("two", "p", "v")),
    ],
)
def test_the_cell_of_a_question(text, view, found):
    asked = cell(text, view=view)
    assert (asked.entity, asked.property, asked.spec.name) == found


def test_a_cell_is_known_by_what_a_correction_says_of_it():
    told = log('event e 2020 a.p=x @=2025\ncorrect c e facts=[{"entity":"new","property":"p","value":"x"}]')
    assert chosen.cell(Ledger(told.records), told.at(), SPECS, "new.p").entity == "new"


DECLARE = 'declare it in timeline.toml: a line [views.zzz], and below it properties = ["zzz"]'
SPELLED = f"where it is spelled as `timeline entities` has it, {DECLARE}"


def test_a_cell_is_known_by_what_was_ever_said_of_it():
    """Also by a correction of an event that was taken back, and where only the records of the log tell."""
    told = log(
        'event e 2020 a.p=x @=2025\ncorrect c e facts=[{"entity":"new","property":"p","value":"x"}]\nretract r e'
    )
    assert chosen.cell(Ledger(told.records), told.at(), SPECS, "new.p").entity == "new"


MORE = "`timeline list` shows what there is; a cell is written ENTITY.p"
NO_CELLS = [
    ("zzzz.p", {}, ("RecordError", 'no event has a fact on "zzzz"', "cell", MORE)),
    ("roww.p", {"where": "name"}, ("RecordError", 'no event has a fact on "roww"', "name", 'did you mean "row"?')),
    ("three.p", {"where": "name"}, ("RecordError", 'no event has a fact on "three"', "name", MORE)),
    ("a.zzz", {}, ("ViewError", 'no view has the property "zzz"', "cell", f"the properties are p, q, r; {SPELLED}")),
    ("a.zzz", {"specs": {}}, ("ViewError", 'no view has the property "zzz"', "cell", SPELLED)),
    ("a.p", {"view": "zzz"}, ("ViewError", 'there is no view "zzz"', "view", "the views are v, w")),
    (
        "a.p",
        {"view": "v", "specs": {}},
        ("ViewError", 'there is no view "v"', "view", how_to_declare("v")),
    ),
    ("a.p", {"view": "V"}, ("ViewError", 'there is no view "V"', "view", 'did you mean "v"?')),
]


@pytest.mark.parametrize(("text", "more", "told"), NO_CELLS)
def test_a_cell_that_there_is_not_is_refused(text, more, told):
    assert refusal(lambda: cell(text, **dict(more))) == told


def test_a_text_that_names_no_cell_is_refused_at_its_place():
    assert [refusal(lambda where=where: cell("a", where=where))[2] for where in ("cell", "name")] == ["cell", "name"]


# --- what is chosen ---------------------------------------------------------------------------------------------------

CELLS = """
# A view shows the entities of which the chosen events tell something; with rows of its own, those.
event e 2020 a.p=x @=2025-01-01 tags=k
event f 2020 c.p=y @=2025-01-01
event g 2020 b.q=z @=2025-03
    v -> a.p a.q b.p b.q row.p row.q
    w -> a.p a.r c.p c.r
    v tags k -> a.p a.q
    w tags k -> a.p a.r
    w entities c -> c.p c.r
    v entities b -> b.p b.q
    v entities row -> row.p row.q
    w entities b ->
# What is only possibly told is no entity of a strict view without rows.
event e 2020 a.p=x @=2025-01-01
event g 2020 b.p=z @=2025-06
    w as-of 2025-06-15 -> a.p a.r b.p b.r
    w as-of 2025-06-15 strict yes -> a.p a.r
    v as-of 2025-06-15 strict yes -> a.p a.q b.p b.q row.p row.q
"""


def asked_for(question):
    words = dict(zip(question[::2], question[1::2], strict=True))
    strict, day = words.pop("strict", None) is not None, words.pop("as-of", None)
    return day, Selection(strict=strict, **{name: (value,) for name, value in words.items()})


@pytest.mark.parametrize(("records", "question", "answer"), cases(CELLS))
def test_which_cells_are_shown(records, question, answer):
    day, selection = asked_for(question[1:])
    found = chosen.cells(log(records).at(day), SPECS[question[0]], selection)
    assert " ".join(f"{one.entity}.{one.property}" for one in found) == answer


REASONS = """
# The reasons behind a cell are those of the events that were asked for, retracted ones among them.
event e 2020-01-01 a.p=x @=2025-01-01 tags=k
event f 2020-02-01 a.p=y @=2025-06
event g 2020-03-01 a.p=z @=2025-01-01
retract r g world=2025-02-01
    as-of 2025-03-01 -> e g
    as-of 2025-06-15 -> e f g
    as-of 2025-06-15 tags k -> e
    as-of 2025-06-15 strict yes -> g
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(REASONS))
def test_which_reasons_are_given(records, question, answer):
    told = log(records)
    day, selection = asked_for(question)
    found = chosen.reasons(told.at(day), SPECS["v"], "a", "p", selection)
    assert told.names_of(reason.event for reason in found) == answer


SOURCES = """
# The sources that were published by then, by name; of a narrower question those that its events cite.
source t 2025-01-01
source s 2025-06
source n 2025-09-01
event e 2020 @s @=2025-01-01 tags=k
    -> n s t
    as-of 2025-05-31 -> t
    as-of 2025-06-15 -> s t
    as-of 2025-06-15 strict yes -> t
    as-of 2025-06-30 strict yes -> s t
    as-of 2025-06-15 sources s -> s
    tags k -> s
    tags k sources t ->
    tags none ->
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(SOURCES))
def test_which_sources_are_given(records, question, answer):
    day, selection = asked_for(question)
    assert " ".join(one.name for one in chosen.sources(log(records).at(day), selection)) == answer


CHANGES = """
# What changed of the events asked for, and of the entities that they speak of, on either of the days.
event e 2020 a.p=x @=2025-03 tags=k
event f 2020 b.p=y @=2025-04-01
    2025-02 2025-04 -> new e, new f, cell v a.p, cell v b.p, cell w a.p, cell w a.r, cell w b.p, cell w b.r
    2025-02 2025-04 tags k -> new e, cell v a.p, cell w a.p, cell w a.r
    2025-02 2025-04 entities b -> new f, cell v b.p, cell w b.p, cell w b.r
    2025-04 2025-02 tags k -> withdrawn e, cell v a.p, cell w a.p, cell w a.r
    2025-03-15 2025-03-31 strict yes -> new e, cell v a.p, cell w a.p
# Of a view that names its rows no other cell changes, whatever the events asked for speak of.
event e 2020 a.p=x c.p=z @=2025-03 tags=k
    2025-02 2025-04 tags k -> new e, cell v a.p, cell w a.p, cell w a.r, cell w c.p, cell w c.r
    2025-02 2025-04 entities c -> new e, cell w c.p, cell w c.r
# A strict question tells what was surely so on both days.
event e 2020 a.p=x @=2025-01-01
event f 2020 @=2025-01-01
correct c e title=y world=2025-03-01
report r f @:denies=2025-04
    2025-02 2025-03 -> corrected e
    2025-02 2025-03 strict yes -> corrected e
    2025-03 2025-04 -> standing f
    2025-03 2025-04 strict yes -> standing f
    2025-03 2025-04 strict yes entities a ->
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(CHANGES))
def test_which_changes_are_told(records, question, answer):
    told = log(records)
    _, selection = asked_for(question[2:])
    found = chosen.changes(told.at(question[0]), told.at(question[1]), list(SPECS.values()), selection)
    shown = (
        f"{c.change} {told.name_of(c.id)}" if c.id else f"{c.change} {c.view} {c.entity}.{c.property}" for c in found
    )
    assert ", ".join(shown) == answer


# --- what was left out ------------------------------------------------------------------------------------------------

MAYBE = log(
    "source s 2025-06\nevent e 2020 a.p=x @=2025-01-01\nevent f 2020 a.p=y b.q=z failed:b.q=w @s\nevent g 2020\nevent h 2020 tags=k"
)


def test_what_a_strict_question_left_out_is_counted():
    lax, strict, before, snapshot = Selection(), Selection(strict=True), MAYBE.at("2025-02"), MAYBE.at("2025-06-15")
    asks = {
        "1 event": lambda one: left_out.events(snapshot.events, one),
        "4 values of 2 cells": lambda one: left_out.cells(snapshot, SPECS["v"], one),
        "2 facts": lambda one: left_out.reasons(snapshot, SPECS["v"], "a", "p", one),
        "1 source": lambda one: left_out.sources(snapshot, one),
        "1 change": lambda one: left_out.changes(before, snapshot, [], one),
        "1 conflict": lambda one: left_out.conflicts(
            one, lambda some: chosen.conflicts(snapshot, list(SPECS.values()), some)
        ),
        "1 name": lambda one: left_out.entities(snapshot, one),
    }
    assert [ask(lax) for ask in asks.values()] == [[]] * len(asks)
    assert [ask(strict) for ask in asks.values()] == [[f"left out by --strict: {count}"] for count in asks]
    assert left_out.cells(before, SPECS["v"], strict) == left_out.events(before.events, strict) == []


@pytest.mark.parametrize(
    ("dates", "without", "found", "said"),
    [
        ({"since": "2025"}, 3, 1, ["left out by since 2025: 2 records"]),
        ({"until": "2025-03"}, 2, 1, ["left out by until 2025-03: 1 record"]),
        ({"since": "2025", "until": "2026"}, 9, 0, ["left out by since 2025 until 2026: 9 records"]),
        ({"since": "2025"}, 3, 3, []),
        ({}, 3, 1, []),
    ],
)
def test_what_the_dates_of_a_question_left_out_is_counted(dates, without, found, said):
    asked = given.selection(dates, today=dt.date(2026, 11, 23))
    assert left_out.by_choice(asked, without, found, "record") == said


def test_what_a_strict_history_left_out_is_counted():
    rows = [{"values": [1, 2]}, {"values": [3]}]
    assert left_out.of_history(rows, [{"values": [1]}, {"values": []}]) == ["left out by --strict: 2 values"]
    assert left_out.of_history([{"id": 1}, {"id": 2}], [{"id": 1}]) == ["left out by --strict: 1 record"]
    assert left_out.of_history(rows, rows) == left_out.of_history([], []) == left_out.by_strict(1, 2, "row") == []


def test_events_that_nobody_reports_are_counted_before_they_were_recorded():
    snapshot = MAYBE.at("2025-02")
    assert left_out.only_recorded(snapshot, Selection(strict=True)) == [
        "2 events without a source are known only from the day they were recorded"
    ]
    assert left_out.only_recorded(snapshot, Selection(tags=("k",))) == [
        "1 event without a source is known only from the day it was recorded"
    ]
    assert left_out.only_recorded(snapshot, Selection(tags=("none",))) == []


# --- nulls whose order is open ----------------------------------------------------------------------------------------

NULLS = """
# A null on the day or in the period of a start may lie before it; one that is surely later or earlier may not.
event e 2020-05-02 a.p=x
event f 2020-05-02 a.p=null
    f -> a.p=null (2020-05-02) x
    e ->
# A day later the value surely ended; a day before, nothing is ended.
event e 2020-05-02 a.p=x
event f 2020-05-03 a.p=null
event g 2020-05-01 a.p=null
    f ->
    g ->
# Without a date the order is open; the two edges of a period count.
event e 2020-05 a.p=x
event f - a.p=null
event g 2020-05-31 a.p=null
event h 2020-06-01 a.p=null
event i 2020-05-01 a.p=null
event j 2020-04-30 a.p=null
    f -> a.p=null (no date) x
    g -> a.p=null (2020-05-31) x
    h ->
    i -> a.p=null (2020-05-01) x
    j ->
# Several values are named once each; another cell, another mode and a value of the same event do not count.
event e 2020-05 a.p=x
event f 2020-05 a.p=y a.p=x
event g 2020-05 a.q=null failed:a.p=null b.p=null
event h 2020-05 a.p=null
event i 2020-05 a.r=x a.r=null
    g ->
    h -> a.p=null (2020-05) x y
    i ->
# A correction that sets a null says so of its event.
event e 2020-05 a.p=x
event f 2020-05 a.p=y
correct c f facts=[{"entity":"a","property":"p","value":null}]
correct d e title=t
    f ->
    c -> a.p=null (2020-05) x
    d ->
# One that another correction takes out again says so no more.
event e 2020-05 a.p=x
event f 2020-05 a.p=y
correct c f facts=[{"entity":"a","property":"p","value":null}]
correct d f facts=[{"entity":"a","property":"p","value":"z"}]
    c ->
    d ->
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(NULLS))
def test_a_null_that_may_lie_before_what_it_ends(records, question, answer):
    told = log(records)
    found = open_nulls(told.records, {told.ids[question[0]]})
    assert all(told.name_of(one.record) == question[0] for one in found)
    shown = (
        f"{one.entity}.{one.property}=null ({one.since or 'no date'}) {' '.join(sorted(one.values))}" for one in found
    )
    assert " ".join(shown) == answer


def test_an_open_null_says_how_to_name_what_ended():
    told = log('event e 2020-05 a.p=x\nevent f 2020-05 a.p="it"\nevent g 2020-05 a.p=null\nevent h - a.p=null')
    dated, undated = open_nulls(told.records, {told.ids["g"], told.ids["h"]})
    words = (
        '{} may lie before the start of "x" and "it", which then only possibly ended; '
        "to say that this value ended, name it: --ended a.p=x --ended a.p=it"
    )
    assert str(dated) == words.format("a.p=null (2020-05)")
    assert str(undated) == words.format("a.p=null (no date)")


# --- views of one's own -----------------------------------------------------------------------------------------------


def own(name="own", **parts):
    return Projection(**{"name": name, "start": list, "step": lambda state, _: state, "finish": list, **parts})


@pytest.fixture
def nothing_registered(monkeypatch):
    monkeypatch.setattr(plugins, "_views", {})
    monkeypatch.setattr(payloads, "_registered", {})


@pytest.mark.usefixtures("nothing_registered")
def test_a_view_of_three_functions_has_no_cells():
    plugins.register_view(own())
    assert refusal(lambda: chosen.view(SPECS, "own")) == (
        "ViewError",
        'the view "own" is three functions and has no cells: only its own rows can be shown',
        "view",
        "`timeline state own` shows them (in Python state('own')); for cells, the views are v, w",
    )
    assert refusal(lambda: chosen.view({}, "own", takes_own=True))[3].endswith("for cells, the views are own")
    assert refusal(lambda: chosen.view({}, "owm", takes_own=True))[3] == 'did you mean "own"?'
    assert refusal(lambda: chosen.view({}, "owm"))[3] == how_to_declare("owm")


@pytest.mark.usefixtures("nothing_registered")
def test_one_view_is_registered_under_a_name():
    view = own()
    plugins.register_view(view)
    plugins.register_view(view)
    assert plugins.find_view("own") is view
    assert plugins.find_view("nothing of the kind") is None
    assert refusal(lambda: plugins.register_view(own())) == (
        "ViewError",
        'another view is registered as "own"',
        None,
        "give it another name",
    )
    assert refusal(lambda: plugins.register_view(3)) == (
        "ViewError",
        "a int is not a view",
        "projection",
        "give a Projection",
    )


CODE = """
from timeline.views.projection import Projection
good = Projection(name="good", start=list, step=lambda s, _: s, finish=list)
made = lambda: good
seven = 7
def broken():
    raise RuntimeError("out of order")
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A package on the path that offers views."""
    monkeypatch.setattr(plugins, "_views", {})
    offered = {name: name for name in ("good", "made", "seven", "broken", "missing")}
    put_module(tmp_path, "ruleviews", CODE, {"another.group": {"elsewhere": "good"}, "timeline.views": offered})
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("installed")
def test_a_view_of_a_package_is_a_projection_or_what_makes_one():
    assert plugins.find_view("good") is plugins.find_view("made")
    assert plugins.find_view("good").name == "good"
    assert plugins.find_view("elsewhere") is None


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "what", "fix"),
    [
        (
            "seven",
            "the view seven is a int, not a Projection",
            "let the entry point name a timeline.Projection, or a function that makes one",
        ),
        (
            "broken",
            "the view broken could not be loaded: RuntimeError: out of order",
            "repair or remove the package",
        ),
    ],
)
def test_what_a_package_offers_and_is_no_view_is_refused(name, what, fix):
    where = f"entry point timeline.views: {name} = ruleviews:{name}"
    assert refusal(lambda: plugins.find_view(name)) == ("ViewError", what, where, fix)


def crash(*_):
    raise RuntimeError("out of order")


def refuse(*_):
    raise ViewError("no", where="here")


FOLDS = [
    ({"start": crash}, "start of the view own failed: RuntimeError: out of order", "view own"),
    ({"step": crash}, "step of the view own failed: RuntimeError: out of order", 'event {e} "e"'),
    ({"finish": crash}, "finish of the view own failed: RuntimeError: out of order", "view own"),
]


@pytest.mark.parametrize(("parts", "what", "where"), FOLDS)
def test_a_view_that_fails_is_named_with_its_part(parts, what, where):
    told = log("event e 2020")
    fix = "mend the view's code; the log is untouched"
    where = where.format(e=told.ids["e"][:12])
    assert refusal(lambda: replay(own(**parts), told.at().events)) == ("ViewError", what, where, fix)
    assert refusal(lambda: replay(own(step=refuse), told.at().events)) == ("ViewError", "no", "here", None)


@pytest.mark.parametrize(
    ("rows", "kind"), [("x", "str"), (b"x", "bytes"), ({}, "dict"), (3, "int"), (None, "NoneType")]
)
def test_what_is_no_list_of_rows_is_refused(rows, kind):
    what = f"finish of the view own gave a {kind}, not a list of rows"
    fix = "let it return a list; the log is untouched"
    assert refusal(lambda: replay(own(finish=lambda _: rows), ())) == ("ViewError", what, "view own", fix)


@attrs.frozen
class Run:
    chips: int


@pytest.mark.usefixtures("nothing_registered")
def test_an_object_of_a_registered_class_is_written_as_json():
    payloads.register_payload("run", Run)
    drafts = [
        ("event", {"type": "run", "data": Run(3)}),
        ("correction", {"set": {"data": Run(4), "title": "t"}}),
        ("event", {"data": [1]}),
    ]
    assert list(given.drafted(drafts)) == [
        ("event", {"type": "run", "data": {"chips": 3}}),
        ("correction", {"set": {"data": {"chips": 4}, "title": "t"}}),
        ("event", {"data": [1]}),
    ]
    for body in ({"data": Run(3)}, {"type": "walk", "data": Run(3)}, {"type": 3, "data": Run(3)}):
        assert refusal(lambda body=body: list(given.drafted([("event", body)]))) == (
            "RecordError",
            "a Run is not the data of this event: its type is run",
            "data",
            'give the event the type "run"',
        )


# --- what a view declares ---------------------------------------------------------------------------------------------


def test_many_names_only_properties_of_the_view():
    assert refusal(lambda: ViewSpec(name="v", title="v", properties=("p", "q"), many="r")) == (
        "ViewError",
        'many names "r", which is not among the properties of the view',
        "timeline.toml, [views.v]",
        "add it to properties, or name some of p, q",
    )


def test_the_rows_of_a_view_stand_in_their_order_and_the_others_after_them():
    view = SPECS["v"]
    assert [view.row_order(name) for name in ("a", "row", "z")] == [(0, "a"), (2, "row"), (3, "z")]
    assert [view.has(name) for name in ("a", "z")] == [True, False]
    assert SPECS["w"].has("z")


def test_a_row_has_the_name_that_answers_give_its_entity():
    told = log("event e 2020 a.p=x @=2025-01-01\nlink l b same-entity a world=2025-01-01")
    view = SPECS["v"]
    assert view.named(told.at("2024").names) is view
    assert view.named(told.at("2026").names).entities == ("a", "row")
    assert view.named(told.at("2024").names, told.at("2026").names).entities == ("a", "b", "row")
    assert SPECS["w"].named(told.at("2026").names) is SPECS["w"]


# --- which entities are shown -----------------------------------------------------------------------------------------


def test_a_strict_cell_has_only_what_is_sure():
    told = log("event e 2020-01-01 a.p=x @=2025-01-01\nevent f 2020-02-01 a.p=y @=2025-06 tags=k")
    snapshot = told.at("2025-06-15")
    for strict, values in ((False, ["x", "y"]), (True, [])):
        (cell, _) = chosen.cells(snapshot, SPECS["w"], Selection(strict=strict))
        assert sorted(value.value for value in cell.values) == values
    assert chosen.cells(snapshot, SPECS["w"], Selection(strict=True, tags=("k",))) == []


def test_told_of_counts_what_is_possibly_told_unless_it_is_strict():
    told = log("event e 2020 a.p=x @=2025-01-01\nevent f 2020 b.p=y c.z=y @=2025-06")
    snapshot = told.at("2025-06-15")
    ask = lambda **more: told_of(snapshot.events, ("p",), names=snapshot.names, **more)  # noqa: E731
    assert (ask(), ask(strict=True), ask(entities=("b",))) == ({"a", "b"}, {"a"}, {"b"})
    assert (ask(rows=("a", "row")), ask(rows=("a", "row"), all_rows=True)) == ({"a"}, {"a", "row"})
    assert ask(rows=("a", "row"), all_rows=True, entities=("row",)) == {"row"}


def test_no_change_is_told_of_what_was_not_asked_for():
    told = log("event e 2020 a.p=x @=2025-03-01 tags=k\nevent f 2020 row.p=y z.p=z @=2025-03-01 tags=l")
    ask = lambda **more: [  # noqa: E731
        told.name_of(one.id) if one.id else f"{one.view} {one.entity}"
        for one in chosen.changes(told.at("2025-02"), told.at("2025-04"), [SPECS["v"]], Selection(**more))
    ]
    assert ask() == ["e", "f", "v a", "v row"]
    assert (ask(tags=("k",)), ask(tags=("l",))) == (["e", "v a"], ["f", "v row"])
    assert (ask(tags=("k",), entities=("row",)), ask(entities=("z",))) == ([], ["f"])


@pytest.mark.parametrize("name", ["v", "w"])
def test_a_strict_comparison_tells_no_cell_of_what_is_only_possibly_told(name):
    told = log("event e 2020 a.p=x @=2025-03")
    ask = lambda *days: [  # noqa: E731
        one.change
        for one in chosen.changes(*(told.at(day) for day in days), [SPECS[name]], Selection(strict=True))
        if not one.id
    ]
    assert ask("2025-02", "2025-03-15") == ask("2025-03-15", "2025-02") == []
    assert set(ask("2025-02", "2025-03")) == {"cell"}


STRICT = """
# A strict comparison tells of an event what was surely so on each of the days.
event e 2020 @=2025-03
correct c e title=y world=2025-03-20
    2025-03-15 2025-04 -> new null yes
    2025-04 2025-03-15 -> withdrawn yes null
    2025-02 2025-03-15 ->
    2025-03-15 2025-02 ->
    2025-04 2025-02 -> withdrawn yes null
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(STRICT))
def test_both_sides_of_a_strict_comparison_are_sure(records, question, answer):
    told = log(records)
    found = chosen.changes(*(told.at(day) for day in question), [], Selection(strict=True))
    shown = (
        f"{one.change} {' '.join(side['known'] if side else 'null' for side in (one.before, one.after))}"
        for one in found
    )
    assert ", ".join(shown) == answer


def test_a_cell_that_a_strict_state_does_not_have_is_counted_with_all_its_values():
    told = log("event e 2020 a.p=x @=2025-01-01\nevent f 2020 b.p=y @=2025-06")
    found = left_out.cells(told.at("2025-06-15"), SPECS["w"], Selection(strict=True))
    assert found == ["left out by --strict: 1 value of 1 cell"]


NULLS_AT = """
# At one instant the order is open.
source s 2025-01-01
event e 2020-05-05T12:00:00Z a.p=x b.p=z
event f 2020-05-05T12:00:00Z a.p=null
event g 2020-05-05T12:00:01Z a.p=null
    f -> x
    g ->
    s ->
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(NULLS_AT))
def test_a_null_at_the_instant_of_a_start(records, question, answer):
    told = log(records)
    found = open_nulls(told.records, {told.ids[question[0]]})
    assert " ".join(value for one in found for value in one.values) == answer


@pytest.mark.parametrize(
    ("name", "property_", "declared"),
    [
        ("owner", "owner", {"owner": ("owner",)}),
        ("pre-training", "pre-training", {"pre-training": ("pre-training",)}),
        ("Q_2-Z", "Q", {"Q_2-Z": ("Q",)}),
        ("has part", 'of "all"', {"NAME": ('of "all"',)}),
        ("a.b", "späte Zahl", {"NAME": ("späte Zahl",)}),
    ],
)
def test_the_lines_that_declare_a_view_declare_it(name, property_, declared):
    line, below = (
        how_to_declare(name, property_).removeprefix("declare it in timeline.toml: a line ").split(", and below it ")
    )
    specs = view_specs(tomllib.loads(f"{line}\n{below}\n"))
    assert {one.name: one.properties for one in specs.values()} == declared
