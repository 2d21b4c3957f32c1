"""Payloads with a type: checked and stamped when written, named by their event when read."""

import datetime as dt
import functools
import json
from typing import Literal

import attrs
import pytest

import timeline as tl
from beside import put_module
from commands import spawned
from timeline.errors import RecordError
from timeline.records.model import Event
from timeline.testing import given
from timeline.views import payloads
from timeline.views.payloads import payload_of

TYPE = "training.run"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(payloads, "_registered", {})


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_BY", "ada")
    return tl.init(tmp_path / "events")


@attrs.frozen(kw_only=True)
class Run:
    chips: int
    place: str = "unknown"


@attrs.frozen(kw_only=True)
class Sites:
    days: tuple[dt.date, ...] = ()
    runs: tuple[Run, ...] = ()
    share: float = attrs.field(default=0.5, validator=attrs.validators.le(1.0))


UPCASTS = {
    1: lambda data: {"chips": int(data["count"]), "place": "unknown"},
    2: lambda data: {"place": "old", **data},
}


def event(data, type_=TYPE):
    return Event(title="x", type=type_, data=data)


def held(log, added):
    return next(record.body for record in log.read().records if record.id == added.id)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_data_becomes_a_value_of_the_registered_class():
    tl.register_payload(TYPE, Run)
    assert payload_of(event({"chips": 1000})) == Run(chips=1000)
    assert payload_of(event({"chips": 1}, "training.failed")) == {"chips": 1}
    assert payload_of(event(None)) is None


FROZEN = [
    ('{"version": 1, "count": "1000"}', Run(chips=1000)),
    ('{"version": 2, "chips": 1000}', Run(chips=1000, place="old")),
    ('{"version": 3, "chips": 1000, "place": "north"}', Run(chips=1000, place="north")),
    ('{"chips": 1000}', Run(chips=1000)),
]


@pytest.mark.parametrize(("line", "value"), FROZEN)
def test_what_was_written_by_older_versions_is_still_read(line, value):
    """Without a version it is read as it stands, and not upcast: then its place would be "old"."""
    tl.register_payload(TYPE, Run, upcasts=UPCASTS)
    assert payload_of(event(json.loads(line))) == value


def test_data_without_a_version_is_never_upcast_by_guess():
    tl.register_payload(TYPE, Run, upcasts=UPCASTS)
    with pytest.raises(RecordError, match="count") as caught:
        payload_of(event({"count": "1000"}))
    assert "it has no version, so it was read as the newest, 3" in caught.value.fix


WRONG = [
    ({"chips": "many"}, "expected int", "data.chips"),
    ({}, "required field missing", "data.chips"),
    ({"chips": 1, "colour": "red"}, "colour", "data"),
    ([1], "not an object", "data"),
    ({"version": 7, "chips": 1}, "version is 7", "data.version"),
    ({"version": True, "chips": 1}, "version is True", "data.version"),
    ({"version": "1", "chips": 1}, "version is '1'", "data.version"),
]


@pytest.mark.parametrize(("data", "what", "path"), WRONG)
def test_data_that_does_not_fit_says_which_field_of_which_event(log, data, what, path):
    added = log.add("x", type=TYPE, data=data)
    tl.register_payload(TYPE, Run)
    with pytest.raises(RecordError, match=what) as caught:
        log.at().payload(added.id)
    assert caught.value.where == f"event {added.id[:12]} of the type {TYPE}, {path}"
    assert caught.value.fix


def test_a_fix_of_data_without_a_version_works(log):
    added = log.add("x", type=TYPE, data={"count": "1000"})
    tl.register_payload(TYPE, Run, upcasts=UPCASTS)
    with pytest.raises(RecordError) as caught:
        log.at().payload(added.id)
    assert f"log.correct('{added.id[:12]}', {{'data': {{...}}}}, because='...')" in caught.value.fix
    log.correct(added.id[:12], {"data": {"version": 1, "count": "1000"}}, because="...")
    assert log.at().payload(added.id) == Run(chips=1000)


# --- writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("upcasts", "version"), [(None, 1), (UPCASTS, 3)])
def test_an_object_is_kept_with_the_version_of_its_class_and_comes_back(log, upcasts, version):
    tl.register_payload(TYPE, Run, upcasts=upcasts)
    added = log.add("x", type=TYPE, data=Run(chips=1000, place="north"))
    assert held(log, added)["data"] == {"version": version, "chips": 1000, "place": "north"}
    assert log.at().payload(added.id) == Run(chips=1000, place="north")
    assert log.add("x", type=TYPE, data=Run(chips=1000, place="north")).status == "already there"


def test_a_mapping_is_checked_and_stamped_alike_and_its_own_version_is_kept(log):
    tl.register_payload(TYPE, Run, upcasts=UPCASTS)
    assert held(log, log.add("x", type=TYPE, data={"chips": 1}))["data"] == {"version": 3, "chips": 1}
    old = log.add("y", type=TYPE, data={"version": 1, "count": "7"})
    assert held(log, old)["data"] == {"version": 1, "count": "7"}
    assert log.at().payload(old.id) == Run(chips=7)


def test_days_and_classes_within_a_class_come_back(log):
    tl.register_payload(TYPE, Sites)
    value = Sites(days=(dt.date(2025, 8, 14),), runs=(Run(chips=1),), share=1)
    added = log.add("x", type=TYPE, data=value)
    assert log.at().payload(added.id) == value


@pytest.mark.parametrize(
    ("data", "what", "path"),
    [
        *WRONG,
        ({"chips": "1000"}, '"1000" would be read as 1000', "data.chips"),
        ({"chips": True}, "true would be read as 1", "data.chips"),
        ({"chips": 1, "place": 5}, '5 would be read as "5"', "data.place"),
        (Run(chips="many"), "expected int", "data.chips"),
        (Run(chips="1000"), "would be read as 1000", "data.chips"),
    ],
)
def test_a_wrong_payload_is_refused_when_written_and_nothing_is_kept(log, data, what, path):
    tl.register_payload(TYPE, Run)
    with pytest.raises(RecordError, match=what) as caught:
        log.add("x", type=TYPE, data=data)
    assert caught.value.where == path
    assert caught.value.unwritten
    assert log.read().records == ()


@pytest.mark.parametrize(
    ("data", "fix"),
    [
        ({"chip": 1}, "Run takes chips, place (may be left out)"),
        ({"chips": "many"}, "give a value that Run takes"),
        ({}, "Run takes chips, place (may be left out)"),
        ({"chips": 1, "place": None}, "give a value; a field that has a default may be left out"),
    ],
)
def test_what_does_not_fit_leads_to_what_the_class_takes(log, data, fix):
    tl.register_payload(TYPE, Run)
    with pytest.raises(RecordError) as caught:
        log.add("x", type=TYPE, data=data)
    assert fix in str(caught.value)


def test_of_a_class_within_another_the_fields_of_the_outer_one_are_not_named(log):
    tl.register_payload(TYPE, Sites)
    with pytest.raises(RecordError) as caught:
        log.add("x", type=TYPE, data={"runs": [{"chip": 1}]})
    assert "give a value that Sites takes" in str(caught.value)
    assert "Sites takes days" not in str(caught.value)


def test_every_fault_is_named_with_its_place(log):
    tl.register_payload(TYPE, Sites)
    with pytest.raises(RecordError) as caught:
        log.add("x", type=TYPE, data={"days": ["soon"], "runs": [{"chips": 1}, {}]})
    assert "data.days[0]" in str(caught.value)
    assert "data.runs[1].chips" in str(caught.value)
    with pytest.raises(RecordError, match="share"):
        log.add("x", type=TYPE, data={"share": 2.0})


@attrs.frozen(kw_only=True)
class Graded:
    severity: Literal[1, 2]
    action: Literal["stop", "wait"] | None = None
    steps: tuple[Literal["stop", "wait"], ...] = ()


@pytest.mark.parametrize(
    ("data", "words", "path"),
    [
        ({"severity": 3}, "not one of 1, 2", "data.severity"),
        ({"severity": 1, "action": "pray"}, 'not one of "stop", "wait", null', "data.action"),
        ({"severity": 1, "steps": ["stop", "pray"]}, 'not one of "stop", "wait"', "data.steps[1]"),
        (
            {"severity": 1, "steps": 7},
            "invalid value for type, expected tuple: 'int' object is not iterable",
            "data.steps",
        ),
    ],
)
def test_a_word_that_a_class_does_not_take_is_refused_with_those_it_takes(log, data, words, path):
    tl.register_payload(TYPE, Graded)
    with pytest.raises(RecordError) as caught:
        log.add("x", type=TYPE, data=data)
    assert (caught.value.what, caught.value.where) == (words, path)


def test_an_object_of_a_class_that_is_not_that_of_the_type_is_refused(log):
    with pytest.raises(RecordError, match="its class is not registered") as caught:
        log.add("x", type=TYPE, data=Run(chips=1))
    assert caught.value.fix == 'timeline.register_payload("TYPE", Run)'
    tl.register_payload(TYPE, Run)
    for type_ in (None, "training.failed"):
        with pytest.raises(RecordError, match=f"its type is {TYPE}") as caught:
            log.add("x", type=type_, data=Run(chips=1))
        assert caught.value.fix == f'give the event the type "{TYPE}"'
    assert log.read().records == ()


def test_a_correction_is_checked_by_the_type_that_the_event_has_then(log):
    tl.register_payload(TYPE, Run)
    added = log.add("x", type=TYPE, data=Run(chips=1))
    changed = log.correct(added.id, {"data": Run(chips=2)}, because="x")
    assert held(log, changed)["set"]["data"] == {"version": 1, "chips": 2, "place": "unknown"}
    with pytest.raises(RecordError, match="expected int") as caught:
        log.correct(added.id, {"data": {"chips": "many"}}, because="x")
    assert caught.value.where == "set.data.chips"
    other = log.add("y", data={"colour": "red"})
    with pytest.raises(RecordError, match=r"set.type: the event's data does not fit it: extra fields found \(colour\)"):
        log.correct(other.id, {"type": TYPE}, because="x")
    log.correct(other.id, {"type": TYPE, "data": {"chips": 3}}, because="x")
    log.correct(added.id, {"type": "other", "data": {"colour": "red"}}, because="x")
    assert (log.at().payload(other.id), log.at().payload(added.id)) == (Run(chips=3), {"colour": "red"})


def test_what_the_log_holds_already_is_not_judged_again(log, tmp_path):
    """What was written before the class was known comes in again as it stands, and adds nothing."""
    log.add("x", type=TYPE, data={"colour": "red"}, key="k")
    log.add("y", type=TYPE, data={"chips": 5})
    (tmp_path / "all.jsonl").write_text(log.export(), encoding="utf-8")
    tl.register_payload(TYPE, Run)
    assert {one.status for one in log.import_(tmp_path / "all.jsonl", keep_recorded=True)} == {"already there"}
    assert log.add("x", type=TYPE, data={"colour": "red"}, key="k").status == "already there"
    with pytest.raises(RecordError, match="colour"):
        tl.init(tmp_path / "other").import_(tmp_path / "all.jsonl")


def test_tests_without_a_log_are_held_to_the_same_rules():
    tl.register_payload(TYPE, Run)
    with pytest.raises(RecordError, match="expected int") as caught:
        given([{"title": "x", "type": TYPE, "data": {"chips": "many"}}])
    assert caught.value.where == "record 1, data.chips"


# --- registering -----------------------------------------------------------------------------------------------------


def test_a_gap_between_versions_is_refused():
    with pytest.raises(RecordError, match=r"\[2\]"):
        tl.register_payload(TYPE, Run, upcasts={2: dict})


def test_a_class_whose_field_would_be_the_version_is_refused():
    with pytest.raises(RecordError, match='has a field "version"'):
        tl.register_payload(TYPE, attrs.make_class("Own", ["version"]))


def test_two_classes_for_one_type_are_refused():
    tl.register_payload(TYPE, Run)
    tl.register_payload(TYPE, Run)
    with pytest.raises(RecordError, match="another class"):
        tl.register_payload(TYPE, Sites)


# --- an installed package --------------------------------------------------------------------------------------------

CODE = """
import sys

import attrs
import timeline as tl

@attrs.frozen
class Run:
    chips: int

old = tl.Payload(event_type="run.old", into=Run, upcasts={1: lambda data: {"chips": data["n"]}})
seven = 7
print("loaded", file=sys.stderr)
"""


@pytest.fixture
def run(tmp_path):
    """The command line, where a package is installed that offers four payload types, two of them good."""
    offers = {"run": "Run", "run.old": "old", "seven": "seven", "gone": "gone"}
    put_module(tmp_path, "ownruns", CODE, {"timeline.payloads": offers})
    run = functools.partial(spawned, tmp_path, beside=tmp_path)
    run("init")
    return run


def test_the_command_line_checks_what_an_installed_package_registers(run):
    good = run("add", "x", "--type", "run", "--data", '{"chips": 1}', "--json")
    assert json.loads(good.stdout)["rows"][0]["record"]["data"] == {"version": 1, "chips": 1}
    bad = run("add", "x", "--type", "run", "--data", '{"chips": "many"}')
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "data.chips" in bad.stderr
    lines = '{"kind":"event","title":"a","type":"run","data":{"chips":1}}\n'
    lines += '{"kind":"event","title":"b","type":"run.old","data":{"version":1,"m":1}}\n'
    batch = run("add", "-", given=lines)
    assert batch.returncode == 2
    assert "line 2, data" in batch.stderr
    assert "Traceback" not in batch.stderr
    for name in ("seven", "gone"):
        broken = run("add", "x", "--type", name, "--data", "{}")
        assert broken.returncode == 2
        assert f"entry point timeline.payloads: {name}" in broken.stderr
        assert "Traceback" not in broken.stderr
    assert run("list", "--json").stdout.count('"title"') == 1


def test_asking_loads_nothing_whatever_the_log_says(run):
    run("add", "x", "--type", "run", "--data", '{"chips": 1}')
    for words in (["list"], ["check"], ["export", "--format", "jsonl"], ["add", "no data"]):
        assert "loaded" not in run(*words).stderr, words
    assert "loaded" in run("add", "y", "--data", "{}", "--type", "z").stderr
