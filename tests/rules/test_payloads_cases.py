"""What a registered class makes of an event's data, and the exact words where it can make nothing of it."""

import enum

import attrs
import pytest

from beside import put_module
from timeline.errors import RecordError
from timeline.records.model import Event
from timeline.views import payloads
from timeline.views.payloads import Payload, find_payload, fit, payload_of, plain, register_payload


@attrs.frozen
class Run:
    chips: int
    place: str = "here"


@attrs.frozen
class Other:
    chips: int


class Colour(enum.Enum):
    RED = "red"


@attrs.frozen
class Strict:
    chips: int = attrs.field()

    @chips.validator
    def _few(self, _attribute, value):
        if value > 9:
            raise ValueError(f"{value} are too many")
        if value < 0:
            raise ValueError


@attrs.frozen
class Versioned:
    version: int


def doubled(data):
    return {**data, "chips": data["chips"] * 2}


def named(data):
    return {**data, "place": "there"}


def crash(_):
    raise ValueError("out of order")


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(payloads, "_registered", {})
    register_payload("run", Run)
    register_payload("old", Run, upcasts={1: doubled, 2: named})
    register_payload("crash", Run, upcasts={1: crash})
    register_payload("colour", Colour)
    register_payload("strict", Strict)
    monkeypatch.setitem(payloads._registered, "broken", ValueError("no such module"))
    register_payload("odd", Run, upcasts={1: lambda _: 3})


def refusal(ask):
    with pytest.raises(RecordError) as caught:
        ask()
    error = caught.value
    return error.what, error.where, error.fix, error.unwritten


REFUSED = [
    (lambda: register_payload("x", 3), ("a int is not a class", "into", "give an attrs class", True)),
    (lambda: register_payload("x", Run, upcasts=[doubled]),
     ("a list does not say from which version each upcast starts", "upcasts",
      "give a dict of functions by version: {1: function}", True)),
    (lambda: register_payload("x", Run, upcasts={1: 3}),
     ("a dict does not say from which version each upcast starts", "upcasts",
      "give a dict of functions by version: {1: function}", True)),
    (lambda: register_payload("x", Run, upcasts={3: doubled, 1: doubled}),
     ("the upcasts of x start from the versions [1, 3]", "upcasts", "give one for each version from 1 on", True)),
    (lambda: register_payload("x", Versioned),
     ('Versioned has a field "version", the key that says for which class data was written', "into",
      "give the field another name", True)),
    (lambda: register_payload("run", Other),
     ('another class is registered for events of the type "run"', "event_type", "register one class for each type",
      True)),
    (lambda: plain(Other(3), "run"),
     ("a Other is not the data of this event: its class is not registered", "data",
      'timeline.register_payload("TYPE", Other)', True)),
    (lambda: plain(Run(1j), "run"),
     ("the Run cannot be written as JSON: TypeError: Object of type complex is not JSON serializable", "data",
      "give its fields values of their types", True)),
    (lambda: find_payload("broken"),
     ('the class of events of the type "broken" could not be had: ValueError: no such module',
      "entry point timeline.payloads: broken", "repair or remove the package that offers it", True)),
    (lambda: plain(Run(3), "walk"),
     ("a Run is not the data of this event: its type is crash, odd, old, run", "data",
      'give the event the type "crash"', True)),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "told"), REFUSED)
def test_a_class_that_cannot_be_had_is_refused(ask, told):
    assert refusal(ask) == told


def test_a_class_is_found_by_the_type_of_its_events():
    register_payload("run", Run)
    assert find_payload("run") == Payload(event_type="run", into=Run)
    assert (find_payload("run").version, find_payload("old").version) == (1, 3)
    assert find_payload("run.below") is None


def test_an_object_becomes_json_and_what_is_none_stays():
    assert plain(Run(3), "run") == plain(Run(3)) == {"chips": 3, "place": "here"}
    assert plain({"a": 1}, "run") == {"a": 1}


UPCAST = "repair the upcast; the log is untouched"
WRITTEN = [
    ("walk", {"a": 1}, {"a": 1}, []),
    ("run", {"chips": 3}, {"version": 1, "chips": 3}, []),
    ("run", {"chips": 3, "version": 1}, {"version": 1, "chips": 3}, []),
    ("old", {"chips": 3, "version": 1}, {"version": 1, "chips": 3}, []),
    ("old", {"chips": 3}, {"version": 3, "chips": 3}, []),
    ("run", [1], [1], [('"[1]" is not an object', None, "payload", "data")]),
    (
        "run",
        {"chips": 3, "version": 2},
        None,
        [
            (
                "its version is 2; known are 1 to 1",
                "leave it out: the newest, 1, is meant then; or register upcasts up to it",
                "payload",
                "data.version",
            )
        ],
    ),
    (
        "old",
        {"chips": 3, "version": True},
        None,
        [
            (
                "its version is True; known are 1 to 3",
                "leave it out: the newest, 3, is meant then; or register upcasts up to it",
                "payload",
                "data.version",
            )
        ],
    ),
    (
        "crash",
        {"chips": 3, "version": 1},
        None,
        [("the upcast from version 1 failed: ValueError: out of order", UPCAST, "payload", "data")],
    ),
    (
        "odd",
        {"chips": 3, "version": 1},
        None,
        [("the upcast from version 1 gave a int, not a dict", UPCAST, "payload", "data")],
    ),
    (
        "colour",
        {"a": 1},
        None,
        [("Colour cannot be made of it: ValueError: {'a': 1} is not a valid Colour", None, "payload", "data")],
    ),
    ("strict", {"chips": -1}, None, [("invalid value", "give a value that Strict takes", "payload", "data")]),
    (
        "strict",
        {"chips": 10},
        None,
        [("invalid value: 10 are too many", "give a value that Strict takes", "payload", "data")],
    ),
    (
        "broken",
        {"a": 1},
        None,
        [
            (
                (
                    'the class of events of the type "broken" could not be had: ValueError: no such module'
                    " (entry point timeline.payloads: broken)"
                ),
                "repair or remove the package that offers it",
                "payload",
                "data",
            )
        ],
    ),
    ("run", {"chips": "3"}, None, [('"3" would be read as 3', "write 3", "payload", "data.chips")]),
    ("run", {"chips": True}, None, [("true would be read as 1", "write 1", "payload", "data.chips")]),
]


@pytest.mark.parametrize(("event_type", "data", "written", "faults"), WRITTEN)
def test_what_is_written_fits_its_class(event_type, data, written, faults):
    got, found = fit(event_type, data)
    assert [(one.what, one.fix, one.code, one.path) for one in found] == faults
    if not faults:
        assert list(got.items()) == list(written.items())


READ = [
    (None, {"chips": 3}, {"chips": 3}),
    ("walk", {"chips": 3}, {"chips": 3}),
    ("run", None, None),
    ("run", {"chips": 3}, Run(3)),
    ("old", {"chips": 3, "version": 1}, Run(6, "there")),
    ("old", {"chips": 3, "version": 2}, Run(3, "there")),
    ("old", {"chips": 3, "version": 3}, Run(3)),
    ("old", {"chips": 3}, Run(3)),
]


@pytest.mark.parametrize(("event_type", "data", "value"), READ)
def test_what_is_read_is_of_its_class(event_type, data, value):
    event = Event(title="t", data=data) if event_type is None else Event(title="t", type=event_type, data=data)
    assert payload_of(event) == value


def test_data_that_cannot_be_read_names_its_event_and_a_way_out():
    change = "log.correct('ID', {'data': {...}}, because='...')"
    ask = lambda type_, data: refusal(lambda: payload_of(Event(title="t", type=type_, data=data)))  # noqa: E731
    assert ask("crash", {"version": 1})[1:] == ("a crash event, data", UPCAST, False)
    what, where, fix, _ = ask("run", {"x": 1})
    assert (where, fix) == ("a run event, data", f"correct the event's data: {change}")
    assert "chips" in what
    assert ask("old", {"x": 1})[2] == (f"it has no version, so it was read as the newest, 3; say which it is: {change}")
    assert ask("old", {"x": 1, "version": 3})[2] == f"correct the event's data: {change}"


OFFERS = """
import attrs

import timeline as tl


@attrs.frozen(kw_only=True)
class Run:
    chips: int


old = tl.Payload(event_type="offered.old", into=Run)
seven = 7
"""


@pytest.fixture
def _package(tmp_path, monkeypatch):
    """Have a package installed that offers classes for five types, two of them well."""
    offers = {"run": "Run", "old": "old", "other": "old", "seven": "seven", "gone": "gone"}
    points = {payloads.GROUP: {f"offered.{name}": what for name, what in offers.items()}}
    put_module(tmp_path, "offersruns", OFFERS, points)
    monkeypatch.syspath_prepend(str(tmp_path))
    payloads._installed.cache_clear()
    yield
    payloads._installed.cache_clear()


@pytest.mark.usefixtures("_package")
def test_a_class_or_a_payload_of_the_same_type_is_what_an_installed_package_may_offer():
    run, old = (payloads.find_payload(f"offered.{name}") for name in ("run", "old"))
    assert (run.event_type, run.into.__name__, run.upcasts) == ("offered.run", "Run", {})
    assert (old.event_type, old.into) == ("offered.old", run.into)
    assert payloads.find_payload("offered.none") is None
    for name, said in {
        "other": "TypeError: a Payload is neither a class nor a timeline.Payload for this type",
        "seven": "TypeError: a int is neither a class nor a timeline.Payload for this type",
        "gone": "AttributeError: module 'offersruns' has no attribute 'gone'",
    }.items():
        with pytest.raises(RecordError) as caught:
            payloads.find_payload(f"offered.{name}")
        assert caught.value.what == f'the class of events of the type "offered.{name}" could not be had: {said}'
        assert caught.value.where == f"entry point timeline.payloads: offered.{name}"
