"""What Python answers from rows, of the index or in memory, is what it answers by the whole log."""

import datetime as dt
import os
import tempfile

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

import timeline as tl
from ondisk import begin, growing, histories, index, write, written
from strategies import FIRST, NAMES, days_around, instant, make_record
from timeline.dates.edtf import parse_clock
from timeline.errors import TimelineError
from timeline.records import line
from timeline.records.words import BYS
from timeline.store.basis import Upto
from timeline.views.relational import answers

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(
    max_examples=max(EXAMPLES // 8, 20),
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
TODAY = dt.date(2026, 11, 23)
DAYS = days_around | instant
VIEWS = st.sampled_from([None, "v", "several"])
CELLS = st.builds("{}.{}".format, st.sampled_from([*NAMES, "H", "unheard of"]), st.sampled_from(["p", "q", "r"]))
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "entities": st.sampled_from(["E", "G", ["E", "F"], "unheard of"]),
        "sources": st.sampled_from(["a", ["b", "c"], "unheard-of"]),
        "types": st.sampled_from(["kind", "event", "other"]),
        "grep": st.sampled_from(["T", "not", "zz"]),
        "value": st.sampled_from(["x", [1.0, None], {"op": ">=", "value": 1000, "unit": "chips"}]),
        "since": st.sampled_from(["2025-05-05", "2025-05-06"]),
        "until": st.sampled_from(["2025-05-06", "2025-06"]),
        "strict": st.just(True),
    },
)
NEARBY = st.fixed_dictionaries({}, optional={"as_of": days_around, "on": days_around})
CLOCKS = st.fixed_dictionaries({}, optional={"as_of": DAYS, "on": DAYS, "recorded_by": DAYS})


def told(ask, snapshot):
    """Give all that an answer tells, or how it was refused."""
    try:
        found = ask(snapshot)
    except TimelineError as error:
        return type(error), error.what, error.where, error.fix
    if isinstance(found, dict | list):
        return found
    return found.name, found.query, found.rows(), found.notes, found.beside, found.of, found.has_day, found.titles


def questions(data):
    """Draw what is asked of a snapshot, each as a function of it."""
    cell, view, choice = data.draw(CELLS), data.draw(VIEWS), data.draw(CHOICES)
    retracted, strict = data.draw(st.booleans()), data.draw(st.booleans())
    before, recorded_by = data.draw(DAYS), parse_clock(data.draw(DAYS), today=TODAY)
    by, days = data.draw(st.sampled_from(BYS)), data.draw(st.integers(1, 40))
    given_view = {} if view is None else {"view": view}
    return {
        "list": lambda snap: snap.list(retracted=retracted, **choice),
        "state": lambda snap: snap.state(view or "v", **choice),
        "cell": lambda snap: snap.cell(cell, strict=strict, **given_view),
        "why": lambda snap: snap.why(cell, **given_view, **choice),
        "diff": lambda snap: snap.diff(before, **given_view, **choice),
        "diff as recorded": lambda snap: snap.diff(
            attrs.evolve(snap, question=attrs.evolve(snap.question, recorded_by=recorded_by)), **given_view, **choice
        ),
        "entities": lambda snap: snap.entities(names=retracted, **choice),
        "counts": lambda snap: snap.counts(by, retracted=retracted, **choice),
        "gaps": lambda snap: snap.gaps(days, retracted=retracted, **choice),
        "stats": lambda snap: snap.stats(**choice),
        "sources": lambda snap: snap.sources(**choice),
        "conflicts": lambda snap: snap.conflicts(**given_view, **choice),
        "notes": lambda snap: snap.notes(),
        "caveats": lambda snap: snap.caveats(),
    }


@tried
@given(histories(), st.data())
def test_python_answers_from_the_index_as_by_the_whole_log(history, data):
    """At each step of a log that grows, by clocks near those on which something turns."""
    _, batches = history
    for events, log in growing(batches):
        for _ in range(2):
            clocks, asked = data.draw(CLOCKS), questions(data)
            with index("on"):
                rows = log.at(today=TODAY, **clocks)
                found = {name: told(ask, rows) for name, ask in asked.items()}
                seen("replayed" if rows.basis._whole else "from rows, or a part")
            with index("off"):
                whole = tl.open(events).at(today=TODAY, **clocks)
                for name, ask in asked.items():
                    assert found[name] == told(ask, whole), name


@tried
@given(histories(), st.data())
def test_an_answer_stands_for_days_between_which_nothing_lies(history, data):
    """By clocks one after the other, of one open log that knows from the earlier ones what it answers."""
    _, batches = history
    cell, view, strict = data.draw(CELLS), data.draw(VIEWS), data.draw(st.booleans())
    entity, given_view = cell.rpartition(".")[0], {} if view is None else {"view": view}
    asked = {
        "cell": lambda snap: snap.cell(cell, strict=strict, **given_view),
        "state": lambda snap: snap.state(view or "v", entities=entity, strict=strict),
        "whole state": lambda snap: snap.state(view or "v"),
    }
    for events, log in growing(batches):
        for clocks in data.draw(st.lists(NEARBY, min_size=4, max_size=8)):
            with index("on"):
                found = {name: told(ask, log.at(today=TODAY, **clocks)) for name, ask in asked.items()}
            with index("off"):
                whole = tl.open(events).at(today=TODAY, **clocks)
                assert found == {name: told(ask, whole) for name, ask in asked.items()}


LATER = {
    "a report": lambda log, first, _: log.report(first, "b", stance="denies", reported="2025-06-01"),
    "a source": lambda log, *_: log.correct(
        "b", set={"origin": {"name": "A"}}, because="found out", source="a", reported="2025-06-01"
    ),
    "a link": lambda log, first, second: log.link(first, "contradicts", second, reported="2025-06-01"),
    "a name": lambda log, *_: log.link("E", "same-entity", "F", reported="2025-06-01"),
    "an origin": lambda log, *_: log.link("A", "same-origin", "B", reported="2025-06-01"),
    "a fact": lambda log, *_: log.add("third", occurred="2025-05-03", reported="2025-06-01", facts={"E.p": 3}),
    "a plan": lambda log, *_: log.add("third", reported="2025-06-01", planned={"E.p": 3}),
    "an end": lambda log, *_: log.add("third", occurred="2025-05-20", reported="2025-06-01", ended={"E.p": 1}),
    "a retraction": lambda log, first, _: log.retract(first, because="a slip", reported="2025-06-01"),
    "a retraction of what contradicts it": lambda log, first, second: (
        log.link(second, "contradicts", first),
        log.retract(second, because="a slip", reported="2025-06-01"),
    ),
    "a retraction of what supersedes it": lambda log, first, second: (
        log.link(second, "supersedes", first),
        log.retract(second, because="a slip", reported="2025-06-01"),
    ),
    "one more record of the event": lambda log, first, _: log.link(
        first, "same-event", log.add("third", reported="2025-06-01", facts={"E.p": 4}).id
    ),
}
"""What becomes known on one day, of an event on E and one on F."""


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
@pytest.mark.parametrize("facts", [1, 20], ids=["of few facts", "of many"])
def test_an_answer_ends_on_the_day_on_which_it_changes(tmp_path, monkeypatch, later, facts):
    monkeypatch.setenv("TIMELINE_INDEX", "on")
    events = begin(tmp_path)
    log = tl.open(events)
    log.source("a", published="2025-05-02", origin="A")
    log.source("b", published="2025-05-03", origin="B")
    first = log.add("first", occurred="2025-05-01", sources=["a", "b"], facts={"E.p": 1})
    second = log.add("second", occurred="2025-05-01", sources="b", facts={"F.p": 2})
    for number in range(1, facts):
        log.add(f"early {number}", occurred=f"2024-05-{number:02d}", sources="a", facts={"E.p": number})
    later(log, first.id, second.id)
    days = [
        "2025-05-20",
        "2025-05-31",
        "2025-06-01",
        "2025-06-20",
        "2025-05-19",
        "2025-05-02",
        "2025-05-01",
        "2024-01-01",
    ]
    cells = []
    for day in days * 2:
        for on in ("2025-05-25", day):
            rows = log.at(as_of=day, on=on)
            asked = [lambda snap: snap.state("v", entities="E"), lambda snap: snap.state("v")]
            found = [told(ask, rows) for ask in asked], told(lambda snap: snap.cell("E.p"), rows)
            with index("off"):
                whole = tl.open(events).at(as_of=day, on=on)
                cells.append(told(lambda snap: snap.cell("E.p"), whole))
                assert found == ([told(ask, whole) for ask in asked], cells[-1])
    before, after = cells[2], cells[4]
    assert before != after, "nothing was tried"


@pytest.mark.parametrize("early", ["[2025-05-02..2025-06-01]", "[..2025-06-01]"])
@pytest.mark.parametrize("occurred", [None, "[2025-05-02..]", "[..2025-05-01,2025-05-02..]"])
def test_what_several_records_tell_begins_at_a_moment_of_no_row(tmp_path, monkeypatch, early, occurred):
    """A fact without a latest start began by the day of the first report of its event: here that of another record."""
    monkeypatch.setenv("TIMELINE_INDEX", "on")
    events = begin(tmp_path)
    log = tl.open(events)
    first = log.add("first", occurred=occurred, reported="2025-06-20", facts={"E.p": 1})
    log.link(first.id, "same-event", log.add("second", reported=early).id)
    for day, answer in {"2025-05-31": "possibly", "2025-06-01": "yes"}.items():
        clocks = {"as_of": "2025-07-01", "on": f"{day}T12:00:00Z"}
        found = log.at(**clocks).cell("E.p")
        with index("off"):
            assert found == tl.open(events).at(**clocks).cell("E.p")
        assert found["answer"] == answer


@pytest.mark.parametrize(
    "occurred", ["[2025-05-02T10:00:00Z..]", "[2025-06-02..]", "[2025-06-01T10:00:00Z..]", "[2025-05..]"]
)
@pytest.mark.parametrize("early", ["2025-06-01", "2025-06-01T09:00:00Z"])
def test_what_several_records_tell_begins_alike_with_and_without_the_index(tmp_path, occurred, early):
    log = tl.open(begin(tmp_path))
    first = log.add("first", occurred=occurred, reported="2025-06-20", facts={"E.p": 1})
    log.link(first.id, "same-event", log.add("second", reported=early).id)
    for on in ("2025-05-31", "2025-06-01", "2025-06-01T12:00:00Z", "2025-06-10", "2025-06-20"):
        found = {}
        for how in ("on", "off"):
            with index(how):
                snap = tl.open(log.files.folder).at(as_of="2025-07-01", on=on)
                found[how] = snap.cell("E.p"), snap.why("E.p").rows()
        assert found["on"] == found["off"]


def test_an_answer_at_the_very_instant_of_a_date_stands_for_no_other(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_INDEX", "on")
    log = tl.open(begin(tmp_path))
    log.add("an hour", occurred="2025-05-01T10:00:00Z/2025-05-01T11:00:00Z", facts={"E.p": 1})
    clocks = [f"2025-05-01T{time}Z" for time in ("11:00:00", "11:00:01", "10:00:00", "09:59:59", "10:30:00")]
    answers_at = [log.at(on=clock).cell("E.p")["answer"] for clock in clocks]
    assert answers_at == ["yes", "unknown", "yes", "unknown", "yes"]


def scribbled_on(value):
    """Change an answer in every place, as its reader may."""
    if isinstance(value, dict):
        for one in value.values():
            scribbled_on(one)
        value["scribble"] = True
    elif isinstance(value, list | tuple):
        for one in value:
            scribbled_on(one)
        if isinstance(value, list):
            value.append("scribble")


@tried
@given(histories(), st.data())
def test_what_is_asked_again_is_answered_as_the_log_is_now(history, data):
    """The very questions, of one open log, before and after it grew; whatever a reader did to the first answer."""
    _, batches = history
    questions_so_far = [(data.draw(CLOCKS), questions(data)) for _ in range(2)]
    for events, log in growing(batches):
        for clocks, asked in questions_so_far * 2:
            with index("on"):
                found = {name: told(ask, log.at(today=TODAY, **clocks)) for name, ask in asked.items()}
            with index("off"):
                whole = tl.open(events).at(today=TODAY, **clocks)
                assert found == {name: told(ask, whole) for name, ask in asked.items()}
            scribbled_on(list(found.values()))


def test_the_same_question_is_answered_once_and_only_while_nothing_changed(tmp_path, monkeypatch):
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text('format = 1\n[views.v]\ntitle = "v"\nproperties = ["p"]\n')
    log.add("first", occurred="2025-05-01", facts={"E.p": 1})
    monkeypatch.setenv("TIMELINE_INDEX", "on")
    made = []
    decide = answers.cell
    monkeypatch.setattr(answers, "cell", lambda *given, **how: made.append(given) or decide(*given, **how))

    def value(day="2025-06-01", **how):
        return log.at(on=day).cell("E.p", **how)["values"][0]["value"]

    assert [value(), value(), len(made)] == [1, 1, 1]
    assert [value("2025-06-02"), value("2025-05-02"), len(made)] == [1, 1, 1], "nothing lies between these days"
    assert [value("2025-05-01"), value("2025-05-01"), value(strict=True), len(made)] == [1, 1, 1, 3]
    tl.open(tmp_path / "events").add("second", occurred="2025-05-02", facts={"E.p": 2})
    assert [value(), value(), len(made)] == [2, 2, 4]
    settings = 'format = 1\n[views.v]\ntitle = "v"\nproperties = ["p"]\nlatest = "reported"\n'
    (tmp_path / "events" / "timeline.toml").write_text(settings)
    assert [value(), value(), len(made)] == [2, 2, 5]


@pytest.mark.parametrize("asked", [1, 1.0, True])
def test_values_that_python_takes_for_equal_are_not_one_question(tmp_path, monkeypatch, asked):
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text('format = 1\n[views.v]\ntitle = "v"\nproperties = ["p"]\n')
    for number, one in enumerate([1, 1.0, True]):
        log.add(str(number), occurred="2025-05-01", facts={f"E{number}.p": one})
    found = {}
    for how in ("on", "off"):
        monkeypatch.setenv("TIMELINE_INDEX", how)
        snap = tl.open(tmp_path / "events").at()
        for other in (1, 1.0, True):
            snap.state("v", value=other).rows()
        found[how] = snap.state("v", value=asked).rows()
    assert found["on"] == found["off"] != []


@tried
@given(histories(), st.data())
def test_python_answers_from_memory_as_by_the_whole_log(history, data):
    """A small log is compiled in memory once it has been asked by several clocks."""
    _, batches = history
    with written(batches) as events, index("off"):
        log = tl.open(events)
        for place in range(5):
            clocks, asked = data.draw(CLOCKS), questions(data)
            snap, fresh = log.at(today=TODAY, **clocks), tl.open(events).at(today=TODAY, **clocks)
            for name, ask in asked.items():
                assert told(ask, snap) == told(ask, fresh), name
            seen(f"{place}: {'from memory' if snap.basis._memory._rows is not None else 'replayed'}")


@tried
@given(histories(), st.data())
def test_a_checkpoint_answers_from_the_index_as_by_the_whole_log(history, data):
    """Whatever is recorded after it; what it holds is all that was recorded by its last stamp."""
    _, batches = history
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        write(events, batches[0])
        tl.open(events).checkpoint()
        for lines in batches[1:]:
            write(events, lines)
        clocks, asked = data.draw(CLOCKS), questions(data)
        with index("on"):
            rows = tl.open(events).at(today=TODAY, checkpoint=1, **clocks)
            found = {name: told(ask, rows) for name, ask in asked.items()}
            seen(type(rows.basis).__name__)
        with index("off"):
            whole = tl.open(events).at(today=TODAY, checkpoint=1, **clocks)
            assert found == {name: told(ask, whole) for name, ask in asked.items()}


def test_a_checkpoint_into_which_another_clone_wrote_is_asked_of_the_whole_log(tmp_path):
    """Of records of its own time that arrived later it holds none."""
    events, parents, lines = begin(tmp_path), (), []
    for place in (0, 2, 1):
        when = FIRST + dt.timedelta(days=place)
        body = {"title": f"t{place}", "facts": [{"entity": "E", "property": "p", "value": place}]}
        record = make_record(place, when, "event", body)
        new, text = line.encode(
            parents=parents, recorded=record.recorded, by="ada", kind="event", body=body, salt="0" * 32
        )
        lines.append((record, new, text))
        parents = parents or (new,)
    write(events, lines[:2])
    tl.open(events).checkpoint()
    for others in ((), lines[2:]):
        if others:
            write(events, others)
        answers = []
        for how in ("on", "off"):
            with index(how):
                snap = tl.open(events).at(checkpoint=1, today=TODAY)
                answers.append(
                    [told(ask, snap) for ask in (lambda s: s.list(), lambda s: s.cell("E.p"), lambda s: s.notes())]
                )
                assert isinstance(snap.basis, Upto) is (how == "on" and not others)
        assert answers[0] == answers[1]
        assert len(answers[0][0][2]) == 2


def test_a_link_that_makes_two_events_one_names_both(tmp_path):
    log = tl.init(tmp_path / "events")
    one, two, three = (log.add(f"E{number}").id for number in range(3))
    log.link(one, "same-event", two)
    log.link(three, "contradicts", two)
    ends = {(link["rel"], link["from"], link["to"]) for link in log.at().show(one)["links"]}
    assert ends == {("same-event", one, two), ("contradicts", three, one)}
