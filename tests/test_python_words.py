"""Errors that Python may meet speak of its arguments, and not of options alone."""

import ast
import inspect
import re
from pathlib import Path

import pytest

import timeline as tl
from timeline.records.drafts import Draft
from timeline.views.given import Choice

SOURCE = Path(__file__).parent.parent / "src" / "timeline"
# What the command line alone prints: its own package, what it echoes and notes, its help, and commands written out.
OF_THE_COMMAND_LINE = {"text/topics.py", "text/receipt.py", "dates/suggest.py", "views/late.py", "views/endings.py"}
OF_THE_COMMAND_LINE.add("store/doctor.py")  # commands for git and pip
# Notes beside an answer name a filter by its option; they ask for nothing.
NOTES = {"views/left_out.py", "views/told_beside.py"}
OPTION = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]+|-o\b)")


def texts(tree):
    """Give each text that a module makes, the parts of an f-string as one, docstrings aside."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    inner -= {id(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in inner | said:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)


def test_a_text_that_names_an_option_says_how_python_does_it():
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.startswith(("cli/", "page/")) or name in OF_THE_COMMAND_LINE | NOTES:
            continue
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            is_a_place = re.fullmatch(r"\s*--?[a-z-]+(?: \{\})?\s*", text) is not None  # or a filter, told in a note
            is_a_command = re.search(r"(?:\b(?:timeline|git) |`\w+ )[^.;]*--?", text) is not None
            if OPTION.search(text) and not is_a_place and not is_a_command and "in Python" not in text:
                found.append(f"{name}:{line}: {text}")
    assert not found, "\n".join(found)


def of_one(top):
    log = tl.init(top / "events")
    log.source("press", published="2025-08-14", by="ada")
    log.add("x", occurred="2025-08", sources="press", facts={"R2.t": 1}, tags=["r2"], key="k", type="run", by="ada")


@pytest.fixture
def log(copied, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_BY", "ada")
    return tl.open(copied(of_one, tmp_path) / "events")


def asked_wrongly(log, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.jsonl").write_text('{"kind":"event","title":"y"}\n')
    (tmp_path / "a.csv").write_text("Slogan\ny\n")
    (tmp_path / "big").write_bytes(b"x" * 1_000_001)
    yield lambda: log.import_(tmp_path / "a.txt"), 'form="csv"'
    yield lambda: log.import_(tmp_path / "a.jsonl", columns={"a": "title"}), "columns="
    yield lambda: log.import_(tmp_path / "a.csv"), 'columns={"Slogan": "NAME"}'
    yield lambda: log.report("key:nothing", "press"), "key="
    yield lambda: log.attach("press", tmp_path / "big", limit_mb=1), "limit_mb="
    yield lambda: log.at(as_of="1990").figure("events"), "as_of="
    yield lambda: log.at().figure("compare"), 'figure("compare", view='
    yield lambda: log.import_(tmp_path / "older.jsonl", keep_recorded=True), "keep_recorded="


def test_the_fix_of_an_error_names_the_argument(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_BY", "ada")
    line = '{"kind":"event","title":"older","recorded":"2019-01-01T00:00:00.000000Z"}\n'
    (tmp_path / "older.jsonl").write_text(line)
    other = tl.init(tmp_path / "other")
    other.source("press")
    for ask, argument in asked_wrongly(other, tmp_path):
        with pytest.raises(tl.TimelineError) as caught:
            ask()
        assert argument in f"{caught.value.what} {caught.value.fix}"


def test_a_clock_that_is_right_is_said_to_be_right_in_python_too(log):
    log.files.append([Draft(kind="event", body={"title": "z"})], by="ada", now=4_000_000_000_000_000)  # in 2096
    with pytest.raises(tl.RecordError, match="more than a day before") as caught:
        log.add("y")
    assert "clock_is_right=True" in caught.value.fix
    (added,) = log.write([("event", {"title": "y"})], clock_is_right=True)
    assert added.status == "added"


# --- arguments that are not there ------------------------------------------------------------------------------------


def called_wrongly(log, tmp_path):
    snap = log.at()
    yield lambda: log.correct("key:k", title="y", because="z"), "title", 'set={"title": …}'
    yield lambda: log.add("y", occured="2025"), "occured", 'did you mean "occurred"?'
    yield lambda: log.at(asof="2025"), "asof", 'did you mean "as_of"?'
    yield lambda: log.add("y", fact={"R2.t": 1}), "fact", 'did you mean "facts"?'
    yield lambda: log.add("y", source="press"), "source", 'did you mean "sources"?'
    yield lambda: log.source("b", publishd="2025"), "publishd", 'did you mean "published"?'
    yield lambda: log.add(occurred="2025"), "title", "give title=…"
    yield lambda: log.correct("key:k"), None, "give set=…, because=…"
    yield lambda: log.add("y", "2025"), None, "name the others: type, occurred"
    yield lambda: log.add("y", title="z"), "title", "give it once"
    yield lambda: log.link("A", "same-entity", "B", **{"from": "C"}), "from", 'did you mean "from_"?'
    yield lambda: log.check(pin="7"), "pin", 'did you mean "pins"?'
    yield lambda: snap.list(entity="R2"), "entity", 'did you mean "entities"?'
    yield lambda: snap.list().sorted(feild="x"), "feild", 'did you mean "field"?'
    yield lambda: tl.open(folders=tmp_path), "folders", 'did you mean "folder"?'
    yield lambda: tl.init(tmp_path / "c", titel="x"), "titel", 'did you mean "title"?'
    yield tl.register_view, "projection", "give projection=…"
    yield lambda: tl.Event(titel="x"), "titel", 'did you mean "title"?'
    yield lambda: tl.Event(occurred="2025"), "title", "give title=…"
    yield lambda: tl.Event("x"), None, "name the others: title"
    yield lambda: tl.Fact(entity="a", property="p", val=1), "val", 'did you mean "value"?'
    yield lambda: tl.Report(sorce="press"), "sorce", 'did you mean "source"?'
    yield lambda: tl.Source(name="a", publishr="A"), "publishr", 'did you mean "publisher"?'
    yield lambda: tl.Origin(interested=True), "name", "give name=…"
    yield lambda: tl.Quantity(op="=", values=1), "values", 'did you mean "value"?'
    yield lambda: tl.ViewSpec(name="v", title="v", property="t"), "property", 'did you mean "properties"?'
    yield lambda: tl.Projection(name="v"), None, "give start=…, step=…, finish=…"
    yield lambda: tl.ImportForm("diary"), "read", "give read=…"
    yield lambda: tl.ExportForm("words", wite=str), "wite", 'did you mean "write"?'
    yield tl.register_form, "form", "give form=…"
    yield lambda: tl.parse_date(txt="2025"), "txt", 'did you mean "text"?'


def test_a_wrong_argument_is_an_error_of_ours_and_a_type_error_that_says_what_was_meant(log, tmp_path):
    before = len(log.read().records)
    for call, where, fix in called_wrongly(log, tmp_path):
        with pytest.raises(tl.ArgumentError) as caught:
            call()
        assert isinstance(caught.value, TypeError)
        assert caught.value.where == where, caught.value
        assert fix in caught.value.fix, caught.value
    assert len(log.read().records) == before
    assert not (tmp_path / "c").exists()


def test_a_type_error_from_inside_of_a_call_stays_what_it_is(log):
    class Odd(str):
        __slots__ = ()

        def rpartition(self, _sep):
            raise TypeError("a fault of its own")

    with pytest.raises(TypeError, match="a fault of its own") as caught:
        log.at().why(Odd("R2.t"))
    assert not isinstance(caught.value, tl.TimelineError)


@pytest.mark.parametrize("public", [tl.Log, tl.Snapshot, tl.EngineLog, tl.Table])
def test_every_public_call_explains_its_arguments(public):
    methods = [
        method
        for name, method in inspect.getmembers(public, inspect.isfunction)
        if not name.startswith("_") and method.__module__.startswith("timeline")
    ]
    assert methods
    assert [method.__qualname__ for method in methods if not hasattr(method, "__wrapped__")] == []


@pytest.mark.parametrize("public", [tl.Log, tl.Snapshot, tl.EngineLog, tl.Table], ids=lambda public: public.__name__)
def test_a_call_is_refused_under_the_name_that_its_documentation_has(public):
    for name, method in inspect.getmembers(public, inspect.isfunction):
        if not name.startswith("_") and method.__module__.startswith("timeline"):
            with pytest.raises(tl.TimelineError) as caught:
                method(object.__new__(public), "a", "b", "c", "d", "e", "f", "g", nothing_like_it=1)
            assert caught.value.what.startswith(f"`{public.__name__}.{name}`"), caught.value.what


def test_no_error_of_python_names_the_option_for_a_file(log, tmp_path):
    snap = log.at()
    (tmp_path / "folder").mkdir()
    for ask in (
        lambda: snap.save_figure("events", tmp_path / "figure.bmp"),
        lambda: snap.save_figure("events", tmp_path / "folder"),
        lambda: snap.save_export(tmp_path / "folder", "csv"),
        lambda: snap.save_export(log.files.folder + "/timeline.toml", "csv"),
    ):
        with pytest.raises(tl.TimelineError) as caught:
            ask()
        assert caught.value.where == "path"
        assert not OPTION.search(f"{caught.value.what} {caught.value.fix}")


# --- one word is one item, everywhere --------------------------------------------------------------------------------

ONE_OR_SEVERAL = re.compile(r"\bstr \| (?:Iterable|Sequence)\[str\]")
MORE = {
    "add": {"title": "y"},
    "source": {"name": "relay"},
    "report": {"event": "key:k", "source": "press"},
    "state": {"view": tl.ViewSpec(name="v", title="v", properties=("t",))},
    "why": {"cell": "R2.t"},
    "cascade": {"event_id": "key:k"},
    "diff": {"before": "2025", "after": "2026"},
}
WORD = {
    "sources": "press",
    "via": "press",
    "entities": "R2",
    "tags": "r2",
    "types": "run",
    "grep": "x",
    "pins": f"7:{0:064}",
}


def arguments():
    for thing in (tl.Log, tl.Snapshot):
        for name, method in inspect.getmembers(thing, inspect.isfunction):
            if name.startswith("_"):
                continue
            for parameter in inspect.signature(method).parameters.values():
                if ONE_OR_SEVERAL.search(str(parameter.annotation)):
                    yield thing.__name__, name, parameter.name
                elif "Unpack[Choice]" in str(parameter.annotation):
                    choice = Choice.__annotations__.items()
                    yield from ((thing.__name__, name, one) for one, of in choice if ONE_OR_SEVERAL.search(str(of)))


def test_arguments_that_take_several_words_are_found():
    found = set(arguments())
    assert {("Log", "add", "tags"), ("Log", "report", "via"), ("Snapshot", "list", "tags")} <= found
    assert len(found) > 20


@pytest.mark.parametrize(("thing", "method", "argument"), sorted(arguments()))
def test_one_word_is_one_item(log, tmp_path, thing, method, argument):
    """Given alone or in a list, a word means the same; its letters never mean anything."""
    word, answers = WORD[argument], []
    of = {"save_export": {"path": tmp_path / "out.csv"}, "cascade": {"event_id": log.at().list()[0]["id"]}}
    more = of.get(method) or MORE.get(method, {})
    for given in (word, [word], (word,), list(word)):
        asked = tl.open(log.files.folder)
        call = getattr(asked if thing == "Log" else asked.at(), method)
        try:
            answers.append(_plain(call(**more, **{argument: given})))
        except tl.TimelineError as error:
            answers.append(error.what)
    assert answers[0] == answers[1] == answers[2]
    assert answers[0] != answers[3] or argument == "grep" or method not in ("list", "add", "source", "report", "check")


def _plain(answer):
    if isinstance(answer, tl.Table):
        return answer.rows()
    return getattr(answer, "body", answer)


def test_what_does_not_fit_is_said_in_our_words(log):
    """Not in those of the library that reads values."""
    wrong = [
        (lambda: log.link("R2", "same", "R3"), "rel", '"same" is none of contradicts, supersedes'),
        (lambda: log.add(title=3), "title", "it is not a text"),
        (lambda: log.add("y", facts={"R2.t": ["a", "b"]}), "facts[0].value", "it is not a number, text"),
        (lambda: log.add("y", type="A.B"), "type", "is not of the form"),
    ]
    for asked, where, what in wrong:
        with pytest.raises(tl.TimelineError) as caught:
            asked()
        (fault,) = caught.value.faults
        assert fault.field == where
        assert what in fault.what
