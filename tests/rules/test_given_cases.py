"""What people give in Python is read, or refused with the exact words: what is wrong, where, and what to do."""

import datetime as dt
import functools
import math
from pathlib import Path

import attrs
import pytest

from timeline.dates import edtf
from timeline.dates.values import DAY as DAY_LONG
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, format_day
from timeline.errors import DateError, RecordError, TimelineError
from timeline.records.model import Fact, Origin, Quantity, Report, WebLink
from timeline.views import arguments, given
from timeline.views.arguments import flag, items, mapping, number, path, several, shown, text
from timeline.views.filters import Question, Selection

TODAY = dt.date(2030, 1, 1)
DAY = edtf.parse_input("2025-08", today=TODAY)
CLOCK = edtf.parse_clock("2025-08", today=TODAY)


class Crooked:
    def __repr__(self):
        raise ValueError


class Path8:
    """What has a path as a folder has, and the path is of bytes."""

    def __fspath__(self):
        return b"x"


def said(error):
    return type(error).__name__, error.what, error.where, error.fix, error.unwritten


def refusal(ask):
    with pytest.raises(TimelineError) as caught:
        ask()
    return said(caught.value)


# --- texts, flags, numbers, lists, mappings, paths --------------------------------------------------------------------

READ = [
    (text, "", ""),
    (text, "no", "no"),
    (flag, True, True),
    (flag, False, False),
    (number, 0, 0),
    (number, -2.5, -2.5),
    (several, "abc", ("abc",)),
    (several, None, ()),
    (several, [], ()),
    (several, ("b", "a"), ("b", "a")),
    (several, {"b", "a", "c"}, ("a", "b", "c")),
    (several, frozenset("ba"), ("a", "b")),
    (mapping, {}, {}),
    (mapping, {"a": [1]}, {"a": [1]}),
    (path, "a/b", "a/b"),
    (path, Path("a") / "b", "a/b"),
    (path, "a\udc80", "a\udc80"),
]


@pytest.mark.parametrize(("read", "value", "found"), READ)
def test_a_plain_value_is_read(read, value, found):
    got = read(value, "place")
    assert (got, type(got)) == (found, type(found))


def test_what_holds_several_things_keeps_its_order_and_a_set_is_sorted():
    assert items(None, "place", "things") == []
    assert items(iter((2, 1)), "place", "things") == [2, 1]
    assert items({3, 1, 2}, "place", "things") == [1, 2, 3]
    assert items({1, "a", None}, "place", "things") == ["a", 1, None]


PLAIN = [
    (text, 3, "3 (an int) is not a text", "give a str"),
    (text, b"x", "b'x' (a bytes) is not a text", "give a str"),
    (flag, "no", "'no' (a str) is neither True nor False", "give a bool"),
    (flag, 1, "1 (an int) is neither True nor False", "give a bool"),
    (number, True, "True (a bool) is not a number", "give an int or a float"),
    (number, "1", "'1' (a str) is not a number", "give an int or a float"),
    (number, float("inf"), "inf (a float) is not a number", "give an int or a float"),
    (number, float("nan"), "nan (a float) is not a number", "give an int or a float"),
    (several, 3, "3 (an int) does not hold texts", "give a list of texts"),
    (several, b"x", "b'x' (a bytes) does not hold texts", "give a list of texts"),
    (several, bytearray(b"x"), "bytearray(b'x') (a bytearray) does not hold texts", "give a list of texts"),
    (several, {"a": 1}, "{'a': 1} (a dict) does not hold texts", "give a list of texts"),
    (several, ["a", 3], "3 (an int) is not a text", "give a str"),
    (mapping, [1], "[1] (a list) is not a mapping", "give a dict"),
    (mapping, {1: 2}, "1 (an int) is not a text", "give a str"),
    (path, 3, "3 (an int) is not a path", "give a str or a Path"),
    (path, "a\0", "'a\\x00' (a str) is not a path", "give a str or a Path"),
    (path, "a\ud800", "'a\\ud800' (a str) is not a path", "give a str or a Path"),
]


@pytest.mark.parametrize(("read", "value", "what", "fix"), PLAIN)
def test_a_value_of_another_kind_is_refused_and_nothing_is_written(read, value, what, fix):
    assert refusal(lambda: read(value, "place")) == ("RecordError", what, "place", fix, True)


def test_a_path_of_bytes_is_refused():
    assert refusal(lambda: path(Path8(), "place"))[3] == "give a str or a Path"


def test_what_is_held_is_named():
    what = "3 (an int) does not hold things"
    assert refusal(lambda: items(3, "place", "things")) == ("RecordError", what, "place", "give a list of things", True)


def test_a_value_is_shown_shortly_whatever_its_own_repr_does():
    assert shown("x") == "'x' (a str)"
    assert shown("x" * 99) == f"'{'x' * 12}...{'x' * 13}' (a str)"
    assert shown(Crooked()).startswith("<Crooked instance at ")
    assert shown(type("list", (), {})()) == "a list"


def test_an_error_names_the_argument_for_a_place_that_is_known():
    places = {"body": "records", None: "all"}
    for where, named in (("body", "records"), (None, "all"), ("line 3", "line 3")):
        with pytest.raises(RecordError) as caught, arguments.named(places):
            raise RecordError("x", where=where)
        assert caught.value.where == named
    with arguments.named(places):
        pass
    with pytest.raises(ValueError, match="as it was"), arguments.named(places):
        raise ValueError("as it was")


# --- clocks, dates, days, filters -------------------------------------------------------------------------------------


def test_dates_and_clocks_are_read_from_texts_dates_and_what_was_read_before():
    assert given.clock(None, today=TODAY) is None
    assert given.clock(CLOCK, today=TODAY) is CLOCK
    assert given.clock("2025-08", today=TODAY) == CLOCK
    assert given.clock(dt.date(2025, 8, 31), today=TODAY).read == "2025-08-31"
    assert given.clock("yesterday", today=TODAY).read == "2029-12-31"
    assert given.date(DAY, today=TODAY) is DAY
    assert given.date("2025-08", today=TODAY) == DAY
    assert given.date(dt.date(2025, 8, 31), today=TODAY).text == "2025-08-31"
    assert given.date("yesterday", today=TODAY).text == "2029-12-31"
    assert given.day(None, where="day") is None
    assert given.day(TODAY, where="day") is TODAY
    assert type(given.day(dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC), where="day")) is dt.date
    assert given.day(dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC), where="day") == TODAY


NO_DATE = 'give EDTF as a text, such as "2025-08", or a date'
DATES = [
    (lambda: given.day("x", where="day"), "'x' (a str) is not a day", "day", "give a datetime.date"),
    (lambda: given.clock(3, today=TODAY, where="as_of"), "3 (an int) is not a date", "as_of", NO_DATE),
    (lambda: given.clock(3, today=TODAY), "3 (an int) is not a date", None, NO_DATE),
    (lambda: given.date(3, today=TODAY, where="since"), "3 (an int) is not a date", "since", NO_DATE),
    (lambda: given.date(None, today=TODAY), "None (a NoneType) is not a date", None, NO_DATE),
    (lambda: given.selection({"until": 3}, today=TODAY), "3 (an int) is not a date", "until", NO_DATE),
]


@pytest.mark.parametrize(("ask", "what", "where", "fix"), DATES)
def test_what_is_not_a_date_is_refused(ask, what, where, fix):
    assert refusal(ask) == ("DateError", what, where, fix, False)


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: given.clock("soon", today=TODAY, where="on"), "on"),
        (lambda: given.date("2025-13", today=TODAY, where="since"), "since"),
        (lambda: given.selection({"since": "soon"}, today=TODAY), "since"),
        (lambda: given.set_body({"published": "soon"}, today=TODAY), "set published"),
    ],
)
def test_a_wrong_date_names_the_argument(ask, where):
    with pytest.raises(DateError) as caught:
        ask()
    assert caught.value.where == where


def test_a_choice_is_read_as_a_selection():
    assert given.selection({}, today=TODAY) == Selection()
    choice = {"entities": "R2", "tags": ["a", "b"], "sources": {"s"}, "types": ("t",)}
    dates = {"since": "2025-08", "until": None, "strict": True}
    assert given.selection({**choice, **dates}, today=TODAY) == Selection(
        entities=("R2",), tags=("a", "b"), sources=("s",), types=("t",), since=DAY, strict=True
    )
    assert given.selection({"until": "today"}, today=TODAY).until.text == "2030-01-01"


FILTERS = "the filters are entities, tags, sources, types, grep, value, since, until, strict"
CHOICES = [
    ({"tag": "x"}, 'there is no filter "tag"', "tag", 'did you mean "tags"?', False),
    ({"zzz": "x"}, 'there is no filter "zzz"', "zzz", FILTERS, False),
    ({"tags": 3}, "3 (an int) does not hold texts", "tags", "give a list of texts", True),
    ({"entities": [3]}, "3 (an int) is not a text", "entities", "give a str", True),
    ({"strict": "no"}, "'no' (a str) is neither True nor False", "strict", "give a bool", True),
]


@pytest.mark.parametrize(("choice", "what", "where", "fix", "unwritten"), CHOICES)
def test_a_wrong_filter_is_refused(choice, what, where, fix, unwritten):
    kind = "ArgumentError" if what.startswith("there is no filter") else "RecordError"
    assert refusal(lambda: given.selection(choice, today=TODAY)) == (kind, what, where, fix, unwritten)


# --- what records hold ------------------------------------------------------------------------------------------------

FACT = {"entity": "a", "property": "p", "value": "x"}
WHOLE = Fact(entity="a", property="p", value="x")
BODIES = [
    (lambda: given.origin_body(None, interested=False), None),
    (lambda: given.origin_body("o", interested=False), {"name": "o"}),
    (lambda: given.origin_body("o", interested=True), {"name": "o", "interested": True}),
    (lambda: given.origin_body(Origin(name="o"), interested=False)["name"], "o"),
    (lambda: given.origin_body({"name": "o"}, interested=True), {"name": "o", "interested": True}),
    (lambda: given.via_body("s"), ["s"]),
    (lambda: given.via_body(["s", "t"]), ["s", "t"]),
    (lambda: list(given.report_bodies((), None, None)), []),
    (lambda: list(given.report_bodies((), None, "2025")), [{"reported": "2025"}]),
    (lambda: list(given.report_bodies("s", None, None)), [{"source": "s"}]),
    (
        lambda: list(given.report_bodies(["s:denies", "t:reports"], (), "2025")),
        [{"source": "s", "stance": "denies", "reported": "2025"}, {"source": "t", "reported": "2025"}],
    ),
    (lambda: list(given.report_bodies((), {"source": "s", "via": []}, "2025")), [{"source": "s"}]),
    (lambda: [row["source"] for row in given.report_bodies("s", [Report(source="t")], None)], ["s", "t"]),
    (lambda: [row["source"] for row in given.report_bodies((), Report(source="t"), None)], ["t"]),
    (lambda: list(given.fact_bodies(None, None)), []),
    (lambda: list(given.fact_bodies({"a.p": "x"}, None)), [FACT]),
    (lambda: list(given.fact_bodies({"a.p": None}, "failed")), [{**FACT, "value": None, "mode": "failed"}]),
    (
        lambda: list(given.fact_bodies({"a.p": Quantity(op=">=", value=7, unit="chips")}, None)),
        [{**FACT, "value": {"op": ">=", "value": 7, "unit": "chips"}}],
    ),
    (lambda: list(given.fact_bodies(FACT, None)), [FACT]),
    (lambda: list(given.fact_bodies({"entity": "a", "property": "p"}, None)), [{"entity": "a", "property": "p"}]),
    (lambda: list(given.fact_bodies([FACT, FACT], "planned")), [{**FACT, "mode": "planned"}] * 2),
    (lambda: list(given.fact_bodies({**FACT, "mode": "actual"}, "planned")), [{**FACT, "mode": "planned"}]),
    (lambda: list(given.fact_bodies({**FACT, "mode": "failed"}, "failed")), [{**FACT, "mode": "failed"}]),
    (lambda: list(given.fact_bodies({**FACT, "mode": "failed"}, None)), [{**FACT, "mode": "failed"}]),
    (lambda: [row["value"] for row in given.fact_bodies(WHOLE, None)], ["x"]),
    (lambda: [row["mode"] for row in given.fact_bodies([WHOLE], "failed")], ["failed"]),
    (
        lambda: given.set_body({"title": "t", "because": None, "occurred": dt.date(2025, 1, 2)}, today=TODAY),
        {"title": "t", "because": None, "occurred": "2025-01-02"},
    ),
    (
        lambda: given.set_body(dict.fromkeys(("published", "retrieved", "reported", "during"), "today"), today=TODAY),
        dict.fromkeys(("published", "retrieved", "reported", "during"), "2030-01-01"),
    ),
    (lambda: given.set_body({"tags": "abc", "via": {"t", "s"}}, today=TODAY), {"tags": ["abc"], "via": ["s", "t"]}),
    (lambda: given.set_body({"facts": {"a.p": "x"}}, today=TODAY), {"facts": [FACT]}),
    (lambda: given.set_body({"reports": {"source": "s"}}, today=TODAY), {"reports": [{"source": "s"}]}),
    (lambda: given.set_body({"origin": "o"}, today=TODAY), {"origin": {"name": "o"}}),
    (
        lambda: list(given.drafted([("event", {"title": "t", "tags": [], "data": {"a": None}, "via": ()})])),
        [("event", {"title": "t", "data": {"a": None}})],
    ),
    (lambda: list(given.drafted([["source", {"name": "s", "title": None}]])), [("source", {"name": "s"})]),
    (
        lambda: list(given.drafted([("correction", {"target": "x", "set": {"data": [1]}})])),
        [("correction", {"target": "x", "set": {"data": [1]}})],
    ),
    (lambda: list(given.drafted(None)), []),
    (lambda: given.filled({"a": 0, "b": "", "c": {}, "d": False}), {"a": 0, "b": "", "c": {}, "d": False}),
]


@pytest.mark.parametrize(("ask", "body"), BODIES)
def test_what_is_given_becomes_the_body_of_a_record(ask, body):
    assert ask() == body


PAIRS = 'give pairs, such as ("event", {"title": "..."})'
WRONG = [
    (lambda: given.origin_body(None, interested=True),
     ("an origin is said to be interested, and none is given", "interested", "add --origin NAME (in Python origin=)")),
    (lambda: given.origin_body("o", interested="no"),
     ("'no' (a str) is neither True nor False", "interested", "give a bool")),
    (lambda: given.origin_body(3, interested=False), ("3 (an int) is not a mapping", "origin", "give a dict")),
    (lambda: given.via_body(3), ("3 (an int) does not hold texts", "via", "give a list of texts")),
    (lambda: list(given.report_bodies(3, None, None)),
     ("3 (an int) does not hold texts", "sources", "give a list of texts")),
    (lambda: list(given.report_bodies((), 3, None)),
     ("3 (an int) does not hold reports", "reports", "give a list of reports")),
    (lambda: list(given.report_bodies((), [3], None)), ("3 (an int) is not a mapping", "reports", "give a dict")),
    (lambda: list(given.fact_bodies("a.p=x", None, where="failed")),
     ("'a.p=x' (a str) does not hold facts", "failed", 'write failed={"R2.training": "Nvidia"}')),
    (lambda: list(given.fact_bodies("x", None)),
     ("'x' (a str) does not hold facts", "facts", 'write facts={"R2.training": "Nvidia"}')),
    (lambda: list(given.fact_bodies(3, None, where="failed")),
     ("3 (an int) does not hold facts", "failed", "give a list of facts")),
    (lambda: list(given.fact_bodies([3], None)), ("3 (an int) is not a mapping", "facts", "give a dict")),
    (lambda: list(given.fact_bodies({3: "x"}, None)), ("3 (an int) is not a text", "facts", "give a str")),
    (lambda: list(given.fact_bodies({**FACT, "mode": "failed"}, "planned", where="planned")),
     ('a fact of the mode "failed" is given as planned', "planned", "give it in facts=")),
    (lambda: given.set_body([1], today=TODAY), ("[1] (a list) is not a mapping", "set", "give a dict")),
    (lambda: given.set_body({"tags": 3}, today=TODAY),
     ("3 (an int) does not hold texts", "set tags", "give a list of texts")),
    (lambda: given.set_body({"facts": 3}, today=TODAY),
     ("3 (an int) does not hold facts", "set facts", "give a list of facts")),
    (lambda: given.set_body({"origin": 3}, today=TODAY), ("3 (an int) is not a mapping", "origin", "give a dict")),
    (lambda: list(given.drafted(3)), ("3 (an int) does not hold records", "records", "give a list of records")),
    (lambda: list(given.drafted(["ab"])), ("'ab' (a str) is not a kind and a body", "records", PAIRS)),
    (lambda: list(given.drafted([(1,)])), ("(1,) (a tuple) is not a kind and a body", "records", PAIRS)),
    (lambda: list(given.drafted([(1, {})])), ("1 (an int) is not a text", "records", "give a str")),
    (lambda: list(given.drafted([("event", 1)])), ("1 (an int) is not a mapping", "records", "give a dict")),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "told"), WRONG)
def test_what_no_record_holds_is_refused_and_nothing_is_written(ask, told):
    what, where, fix = told
    assert refusal(ask) == ("RecordError", what, where, fix, True)


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: list(given.report_bodies("s:sings", None, None)), "sources"),
        (lambda: list(given.fact_bodies({"ap": "x"}, None)), "facts"),
        (lambda: list(given.fact_bodies({".p": "x"}, None, where="ended")), "ended"),
    ],
)
def test_a_text_that_says_nothing_names_its_argument(ask, where):
    assert refusal(ask)[2] == where


NO_ARGUMENTS = [
    (
        lambda: arguments.function(3, "key", takes=2),
        ("RecordError", "3 (an int) is not a function of 2 arguments", "key", "give a function, or leave it out", False),
    ),
    (
        lambda: arguments.function(len, "key", takes=2),
        ("RecordError", "<built-in function len> (a builtin_function_or_method) is not a function of 2 arguments", "key", "give a function, or leave it out", False),
    ),
    (
        lambda: arguments.choice("c", "sort", ("a", "b")),
        ("RecordError", "'c' (a str) is not a choice", "sort", "give one of 'a', 'b', or None", True),
    ),
    (lambda: arguments.choice(3, "sort", ("a",)), ("RecordError", "3 (an int) is not a choice", "sort", "give one of 'a', or None", True)),
    (lambda: arguments.number(True, "size"), ("RecordError", "True (a bool) is not a number", "size", "give an int or a float", True)),
    (lambda: arguments.number(math.inf, "size"), ("RecordError", "inf (a float) is not a number", "size", "give an int or a float", True)),
    (lambda: arguments.number("3", "size"), ("RecordError", "'3' (a str) is not a number", "size", "give an int or a float", True)),
    (lambda: arguments.named_zone(3), ("RecordError", "3 (an int) is not a text", "zone", "give a str", True)),
    (lambda: arguments.flag("no", "strict"), ("RecordError", "'no' (a str) is neither True nor False", "strict", "give a bool", True)),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "told"), NO_ARGUMENTS)
def test_what_an_argument_does_not_take_is_refused_by_its_name(ask, told):
    assert refusal(ask) == told


def test_an_argument_that_fits_is_taken_as_it_is():
    assert arguments.function(None, "key", takes=1) is None
    assert arguments.function(divmod, "key", takes=2) is divmod
    assert [arguments.choice(one, "sort", ("a", "b")) for one in ("a", "b", None)] == ["a", "b", None]
    assert [arguments.number(one, "size") for one in (0, 1.5, -3)] == [0, 1.5, -3]
    assert arguments.named_zone(None) is None
    assert arguments.named_zone(dt.UTC) is dt.UTC
    assert str(arguments.named_zone("Europe/Berlin")) == "Europe/Berlin"
    with pytest.raises(DateError) as caught:
        arguments.named_zone("Europe/Berlinn", "shown in")
    assert caught.value.where == "shown in"


def test_the_clocks_of_a_question_are_read_each_for_itself():
    found = given.question("2025-01", dt.date(2025, 2, 2), CLOCK, 7, today=TODAY)
    assert (found.as_of.text, found.on.text, found.recorded_by, found.checkpoint) == (
        "2025-01",
        "2025-02-02",
        CLOCK,
        "7",
    )
    assert given.question(None, None, None, "first", today=TODAY) == Question(checkpoint="first")
    clocks = attrs.evolve(found, checkpoint="first").clocks(today=TODAY)
    assert (clocks.as_of, clocks.on, clocks.recorded_by, clocks.checkpoint) == (
        found.as_of, found.on, found.recorded_by, "first",
    )  # fmt: skip
    assert Question(as_of=found.as_of).clocks(today=TODAY).on == found.as_of
    assert (Question().is_everything, found.is_everything) == (True, False)


@pytest.mark.parametrize("where", ["as_of", "on", "recorded_by"])
def test_a_wrong_clock_names_its_argument(where):
    clocks = {"as_of": None, "on": None, "recorded_by": None, where: "2025?"}
    assert refusal(lambda: given.question(*clocks.values(), None, today=TODAY))[2] == where
    clocks[where] = 3.5
    what, place, fix = refusal(lambda: given.question(*clocks.values(), None, today=TODAY))[1:4]
    assert (what, place) == ("3.5 (a float) is not a date", where)
    assert fix == 'give EDTF as a text, such as "2025-08", or a date'


def test_a_checkpoint_is_a_text_or_a_number():
    for wrong in (True, 1.5):
        ask = functools.partial(given.question, None, None, None, wrong, today=TODAY)
        assert refusal(ask)[1:3] == (f"{wrong} (a {type(wrong).__name__}) is not a text", "checkpoint")


def test_a_time_that_ends_before_it_begins_is_refused():
    assert refusal(lambda: given.selection({"since": "2025-03", "until": "2025-02-28"}, today=TODAY))[1:4] == (
        '"2025-03" begins after "2025-02-28" has ended: no time is asked for',
        "since",
        "since 2025-02-28, until 2025-03, if that is meant",
    )
    assert given.selection({"since": "2025-03", "until": "2025-03-01"}, today=TODAY).until.text == "2025-03-01"


def test_what_was_asked_for_is_said_a_word_and_a_value_each():
    asked = given.selection(
        {
            "until": "2025-12",
            "since": "2025-01",
            "value": ["x", Quantity(op=">=", value=7, unit="km"), None],
            "grep": ["one", "two"],
            "types": "training",
            "sources": ["s"],
            "tags": "t",
            "entities": ["E", "F"],
        },
        today=TODAY,
    )
    assert asked.words() == (
        "entity E", "entity F", "tag t", "source s", "type training", "grep one", "grep two", "value x",
        "value >=7 km", "value null", "since 2025-01", "until 2025-12",
    )  # fmt: skip
    assert (asked.is_everything, Selection().is_everything, Selection().words()) == (False, True, ())
    assert [format_day(int(edge // DAY_LONG)) for edge in asked.bounds] == ["2025-01-01", "2025-12-31"]
    assert Selection().bounds == (NEVER_BEFORE, NEVER_AFTER)


# --- values that are asked for, and addresses -------------------------------------------------------------------------

CHIPS = Quantity(op=">=", value=1000, unit="chips")
LINK = {"url": "http://x.org/"}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("x", ("x",)),
        (3, (3,)),
        (None, (None,)),
        (["x", True], ("x", True)),
        ((1.5, None), (1.5, None)),
        (CHIPS, (CHIPS,)),
        ([{"op": ">=", "value": 1000, "unit": "chips"}, "x"], (CHIPS, "x")),
        ({"op": ">=", "value": 1000, "unit": "chips"}, (CHIPS,)),
    ],
)
def test_the_values_that_are_asked_for(value, found):
    assert given.selection({"value": value}, today=TODAY).value == found


@pytest.mark.parametrize("value", [{"op": "no"}, [{"a": 1}]])
def test_what_is_no_value_of_a_fact_is_refused(value):
    (wrong,) = value if isinstance(value, list) else [value]
    assert refusal(lambda: given.selection({"value": value}, today=TODAY)) == (
        "RecordError",
        f"{wrong!r} (a dict) is not a value of a fact",
        "value",
        'give a text, a number, True, None, or {"op": ">=", "value": 1000, "unit": "chips"}',
        False,
    )


@pytest.mark.parametrize(
    ("links", "bodies"),
    [
        (None, []),
        ("http://x.org/", [LINK]),
        (["http://x.org/", {**LINK, "title": "T"}], [LINK, {**LINK, "title": "T"}]),
        (LINK, [LINK]),
        (WebLink(url="http://x.org/", title="T"), [{**LINK, "title": "T"}]),
        ([WebLink(url="http://x.org/", title="T")], [{**LINK, "title": "T"}]),
    ],
)
def test_addresses_become_bodies(links, bodies):
    assert given.link_bodies(links) == bodies
    if links is not None:
        assert given.set_body({"links": links}, today=TODAY) == {"links": bodies}


@pytest.mark.parametrize(
    ("links", "what", "fix"),
    [
        (3, "3 (an int) does not hold links", "give a list of links"),
        ([3], "3 (an int) is not a mapping", "give a dict"),
    ],
)
def test_what_is_no_address_is_refused(links, what, fix):
    assert refusal(lambda: given.link_bodies(links)) == ("RecordError", what, "links", fix, True)
    asked = lambda: given.set_body({"links": links}, today=TODAY)  # noqa: E731
    assert refusal(asked) == ("RecordError", what, "set links", fix, True)
