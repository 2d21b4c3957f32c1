"""What the command line refuses, Python refuses in the same words, naming its own arguments; nothing else escapes."""

import datetime as dt
import inspect
import json
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import timeline as tl
from timeline.cli.main import cli

TODAY = dt.date(2026, 6, 1)
STORY = Path(__file__).parent.parent / "events"
EVENT = "e6d45d1c"

# The words of a command; the same question in Python, to a snapshot as of 2026-06-01; and the argument at fault.
WRONG = [
    (["why", "R2.nonsense"], lambda s: s.why("R2.nonsense"), "cell"),
    (["why", "R2.trainin"], lambda s: s.why("R2.trainin"), "cell"),
    (["why", "Nobody.training"], lambda s: s.why("Nobody.training"), "cell"),
    (["why", "r2.training"], lambda s: s.why("r2.training"), "cell"),
    (["why", "R2"], lambda s: s.why("R2"), "cell"),
    (["why", ".training"], lambda s: s.why(".training"), "cell"),
    (["why", "R2.training", "--view", "hardwear"], lambda s: s.why("R2.training", view="hardwear"), "view"),
    (["history", "Nobody.training"], lambda s: s.history("Nobody.training"), "name"),
    (["history", "R2.nonsense"], lambda s: s.history("R2.nonsense"), "name"),
    (["history", "R2.training", "--view", "hardwear"], lambda s: s.history("R2.training", view="hardwear"), "view"),
    (["history", "triviumm"], lambda s: s.history("triviumm"), "name"),
    (["history", "ffff"], lambda s: s.history("ffff"), "name"),
    (["state", "hardwear"], lambda s: s.state("hardwear"), "view"),
    (["show", "triviumm"], lambda s: s.show("triviumm"), "event_id"),
    (["show", "ffff"], lambda s: s.show("ffff"), "event_id"),
    (["show", "e6d"], lambda s: s.show("e6d"), "event_id"),
    (["sources", "ffff"], lambda s: s.cascade("ffff"), "event_id"),
    (["sources", "trivium"], lambda s: s.cascade("trivium"), "event_id"),
    (["list", "--since", "soon"], lambda s: s.list(since="soon"), "since"),
    (["list", "--until", "2026-13"], lambda s: s.list(until="2026-13"), "until"),
    (["list", "--since", "2026", "--until", "2025"], lambda s: s.list(since="2026", until="2025"), "since"),
    (
        ["history", "R2.training", "--since", "2026", "--until", "2025"],
        lambda s: s.history("R2.training", since="2026", until="2025"),
        "since",
    ),
]
OF_A_LOG = [
    (["list", "--as-of", "2025?"], lambda log: log.at(as_of="2025?"), "as_of"),
    (["list", "--recorded-by", "2026-02-30"], lambda log: log.at(recorded_by="2026-02-30"), "recorded_by"),
    (["state", "hardware", "--on", "early 2026"], lambda log: log.at(on="early 2026"), "on"),
    (["list", "--at-checkpoint", "99"], lambda log: log.at(checkpoint=99), "checkpoint"),
    (["diff", "2025-07", "2025-13"], lambda log: log.diff("2025-07", "2025-13"), "after"),
    (["diff", "soon", "2025-12"], lambda log: log.diff("soon", "2025-12"), "before"),
    (["diff", "2025-07", "2025-12", "--view", "x"], lambda log: log.diff("2025-07", "2025-12", view="x"), "view"),
]


def refused(words):
    """What the command line says of a question: it exits with 2, and answers nothing."""
    done = CliRunner().invoke(cli, ["-C", str(STORY), *words, "--json"])
    assert (done.exit_code, done.stdout) == (2, "")
    return json.loads(done.stderr)


def assert_alike(words, ask, where):
    told = refused(words)
    with pytest.raises(tl.TimelineError) as caught:
        ask()
    error = caught.value
    assert (type(error).__name__, error.what) == (told["error"], told["what"])
    assert error.fix == told["fix"] or (error.fix is None and "--help" in told["fix"])
    assert error.where == where
    assert told["where"]
    assert not set("-") & set(error.where)
    assert "--" not in f"{error.what} {error.fix}"


@pytest.mark.parametrize(("words", "ask", "where"), WRONG, ids=[" ".join(words) for words, *_ in WRONG])
def test_what_the_command_line_refuses_python_refuses(words, ask, where):
    snap = tl.open(STORY).at(as_of="2026-06-01", today=TODAY)
    assert_alike([*words, "--as-of", "2026-06-01"], lambda: ask(snap), where)


@pytest.mark.parametrize(("words", "ask", "where"), OF_A_LOG, ids=[" ".join(words) for words, *_ in OF_A_LOG])
def test_a_wrong_clock_is_refused_alike(words, ask, where):
    assert_alike(words, lambda: ask(tl.open(STORY)), where)


def test_a_slip_of_the_pen_is_answered_with_what_was_meant():
    snap = tl.open(STORY).at(as_of="2026-06-01", today=TODAY)
    for ask, meant in (
        (lambda: snap.why("R2.trainin"), "training"),
        (lambda: snap.history("r2.training"), "R2"),
        (lambda: snap.state("hardwear"), "hardware"),
        (lambda: snap.show("triviumm"), "trivium"),
        (lambda: snap.list(tag="r2"), "tags"),
    ):
        with pytest.raises(tl.TimelineError) as caught:
            ask()
        assert caught.value.fix == f'did you mean "{meant}"?'


def test_a_cell_that_is_merely_not_known_by_then_is_unknown_in_both():
    done = CliRunner().invoke(cli, ["-C", str(STORY), "why", "R2.training", "--as-of", "1990", "--json"])
    rows = tl.open(STORY).at(as_of="1990", today=TODAY).why("R2.training").rows()
    assert json.loads(done.stdout)["rows"] == rows == []


@pytest.mark.parametrize("name", [EVENT, "trivium"])
def test_show_tells_of_any_record_as_the_command_does(name):
    done = CliRunner().invoke(cli, ["-C", str(STORY), "show", name, "--as-of", "2026-06-01", "--json"])
    (row,) = json.loads(done.stdout)["rows"]
    assert json.loads(json.dumps(tl.open(STORY).at(as_of="2026-06-01", today=TODAY).show(name))) == row


# --- adding ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    log.source("press", published="2025-08-14", by="ada")
    return log


def body(log, added):
    return next(record.body for record in log.read().records if record.id == added.id)


def test_one_word_is_one_item(log):
    event = log.add("x", tags="abc", sources="press", by="ada")
    assert body(log, event)["tags"] == ["abc"]
    assert body(log, event)["reports"] == [{"source": "press"}]
    assert body(log, log.source("relay", via="press", by="ada"))["via"] == ["press"]
    assert body(log, log.report(event.id, "relay", via="press", by="ada"))["via"] == ["press"]
    assert body(log, log.correct(event.id, {"tags": "abcd"}, because="x", by="ada"))["set"] == {"tags": ["abcd"]}
    snap = log.at()
    assert all(len(snap.list(**{name: value})) == 1 for name, value in (("tags", "abcd"), ("sources", "press")))
    assert [finding.code for finding in log.check(pins=f"7:{0:064}")] == ["pin"]


def test_a_set_is_written_in_one_order(log):
    assert body(log, log.add("x", tags={"c", "a", "b"}, by="ada"))["tags"] == ["a", "b", "c"]


def test_one_report_and_one_fact_alone_are_one(log):
    event = log.add(
        "x",
        reports={"source": "press", "stance": "doubts"},
        failed=tl.Fact(entity="R2", property="t", value=1),
        by="ada",
    )
    assert body(log, event)["reports"] == [{"source": "press", "stance": "doubts"}]
    assert body(log, event)["facts"] == [{"entity": "R2", "property": "t", "value": 1, "mode": "failed"}]


def test_whole_facts_are_of_the_mode_they_are_given_as(log):
    event = log.add("x", planned=[{"entity": "R2", "property": "t", "value": 1}], by="ada")
    assert [fact["mode"] for fact in body(log, event)["facts"]] == ["planned"]
    with pytest.raises(tl.RecordError, match='mode "failed" is given as planned'):
        log.add("y", planned=[{"entity": "R2", "property": "t", "value": 1, "mode": "failed"}], by="ada")


def test_reported_without_a_source_is_kept_as_on_the_command_line(log):
    assert body(log, log.add("x", reported="2025-09", by="ada"))["reports"] == [{"reported": "2025-09"}]


def test_a_correction_takes_dates_and_facts_as_adding_does(log):
    event = log.add("x", occurred="2025", facts={"R2.t": 1}, by="ada")
    given = {"occurred": dt.date(2025, 8, 14), "facts": {"R2.t": 2}}
    changed = log.correct(event.id, given, because="x", by="ada")
    facts = [{"entity": "R2", "property": "t", "value": 2}]
    assert body(log, changed)["set"] == {"occurred": "2025-08-14", "facts": facts}


@attrs.frozen
class Payload:
    chips: int


REFUSED = [
    (lambda log: log.at(as_of=5), "as_of"),
    (lambda log: log.at(today=5), "today"),
    (lambda log: log.at(checkpoint=[1]), "checkpoint"),
    (lambda log: log.add("x", facts=["R2.training=Nvidia"]), "facts"),
    (lambda log: log.add("x", facts="R2.training=Nvidia"), "facts"),
    (lambda log: log.add("x", facts={"training": 1}), "facts"),
    (lambda log: log.add("x", tags=5), "tags"),
    (lambda log: log.add("x", tags=["a", 5]), "tags"),
    (lambda log: log.add("x", tags={"a": 1}), "tags"),
    (lambda log: log.add("x", sources=[("press", "doubts")]), "sources"),
    (lambda log: log.add("x", sources="press:nonsense"), "sources"),
    (lambda log: log.add("x", occurred=2025), "occurred"),
    (lambda log: log.add("x", by=5), "by"),
    (lambda log: log.source("x", interested=True), "interested"),
    (lambda log: log.source("x", origin=5), "origin"),
    (lambda log: log.correct("press", lambda: 0, because="x"), "set"),
    (lambda log: log.write(["event"]), "records"),
    (lambda log: log.write("event"), "records"),
    (lambda log: log.import_(5), "file"),
    (lambda log: log.attach("press", 5), "file"),
    (lambda log: log.at().list(tags=5), "tags"),
    (lambda log: log.at().list(strict="no"), "strict"),
    (lambda log: log.at().list(nonsense=5), "nonsense"),
    (lambda log: log.at().state(5), "view"),
    (lambda _: tl.register_payload("x", Payload, upcasts=lambda data: data), "upcasts"),
    (lambda _: tl.register_payload(5, Payload), "event_type"),
    (lambda _: tl.register_payload("x", Payload(1)), "into"),
    (lambda _: tl.register_view(len), "projection"),
    (lambda _: tl.open(5), "folder"),
]


@pytest.mark.parametrize(("ask", "where"), REFUSED)
def test_what_is_no_value_of_an_argument_is_refused_and_named(log, ask, where):
    before = log.read().heads
    with pytest.raises(tl.TimelineError) as caught:
        ask(log)
    assert caught.value.where == where
    assert caught.value.what
    assert caught.value.fix
    assert log.read().heads == before


@pytest.mark.parametrize("finish", [lambda _: 5, lambda _: "rows", lambda _: {"a": 1}, lambda _: None])
def test_a_view_that_gives_no_list_is_named(log, finish):
    view = tl.Projection(name="mine", start=list, step=lambda state, _: state, finish=finish)
    with pytest.raises(tl.ViewError, match="finish of the view mine gave a"):
        log.at().state(view)


def test_rows_that_fail_while_they_are_made_are_the_views_fault(log):
    view = tl.Projection(name="mine", start=list, step=lambda state, _: state, finish=lambda _: (1 / 0 for _ in [1]))
    with pytest.raises(tl.ViewError, match="ZeroDivisionError"):
        log.at().state(view)


class Hostile:
    def __repr__(self):
        raise ValueError


JUNK = [5, -1.5, float("nan"), True, b"x", object, lambda: 0, [1], [None], {"a": 1}, {1: 2}, (), {2}, Hostile()]
JUNK += ["\ud800", "", "\0", ["x"], dt.datetime(2026, 1, 1)]  # noqa: DTZ001 - as people give it


def calls(thing, leave_out):
    """Every argument of every public method, each with every value of a wrong kind."""
    for name, method in inspect.getmembers(thing, inspect.ismethod):
        if name.startswith("_") or name in leave_out:
            continue
        signature = inspect.signature(method)
        plain = {p.name: "x" for p in signature.parameters.values() if p.default is p.empty and p.kind != p.VAR_KEYWORD}
        asked = [p.name for p in signature.parameters.values() if p.kind != p.VAR_KEYWORD]
        if any(p.kind == p.VAR_KEYWORD for p in signature.parameters.values()):
            asked += ["entities", "tags", "sources", "types", "since", "until", "strict", "nonsense"]
        for argument in asked:
            for value in JUNK:
                yield name, argument, value, method, {**plain, argument: value}


def test_nothing_escapes_the_family_of_errors(log, tmp_path, monkeypatch):
    """Whatever is given to whatever argument: an answer, or a TimelineError; and the log stays sound."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIMELINE_BY", "ada")
    event = log.add("x", facts={"R2.t": 1}, by="ada")
    tried = 0
    for thing, leave_out in ((log, {"page"}), (log.at(), {"figure", "save_figure", "page"})):
        for name, argument, value, method, given in calls(thing, leave_out):
            on = {"report": "event", "correct": "target", "retract": "target"}.get(name)
            more = {on: event.id} if on is not None and on != argument else {}
            tried += 1
            try:
                method(**given | more)
            except tl.TimelineError:
                continue
            except Exception as error:
                shown = object.__repr__(value)
                raise AssertionError(f"{name}({argument}={shown}): {type(error).__name__}: {error}") from error
    assert tried > 500
    assert log.check() == ()


def test_nothing_escapes_from_drawing(log):
    log.add("x", occurred="2025-08", sources="press", by="ada")
    snap = log.at()
    options = ["kind", "title", "theme", "lanes", "scale", "size", "dpi", "only", "filters", "entities", "since"]
    options += ["strict", "before", "event", "view", "nonsense"]
    tried = 0
    for name in options:
        for value in (5, -1.5, b"x", [1], {"a": 1}, (), Hostile(), "\ud800", "x"):
            asked = {name: value} if name != "kind" else {}
            tried += 1
            try:
                snap.figure(value if name == "kind" else "events", **asked)
            except tl.TimelineError:
                continue
            except Exception as error:
                shown = object.__repr__(value)
                raise AssertionError(f"{name}={shown}: {type(error).__name__}: {error}") from error
    assert tried > 100
    with pytest.raises(tl.TimelineError) as caught:
        snap.figure("events", size=0.01)
    assert caught.value.where == "size"
