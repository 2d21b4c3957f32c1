"""What is refused, or told of a name that nothing has, is worded as by the whole log, from a part of it."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import SETTINGS, begin, histories, index, written
from strategies import clocks_about
from timeline.errors import TimelineError
from timeline.store import index_records, narrow
from timeline.views.filters import Question, Selection

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 2, 20), suppress_health_check=list(HealthCheck), deadline=None)


def texts_in(value):
    """Give every text that a body holds, at whatever depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


@st.composite
def slips(draw, made):
    """A text of the log as it is, cut, grown, in other capitals or inside another; or none of it."""
    of_log = sorted({text for record in made for text in texts_in(record.body or {}) if 0 < len(text) < 30})
    text = draw(st.sampled_from([*of_log, "x", "deadbeef", "ab", "nothing like it"]))
    slip = draw(
        st.sampled_from(
            [
                lambda text: text,
                lambda text: text[:-1] or "y",
                lambda text: text + "s",
                str.upper,
                str.title,
                lambda text: f"{text}#3",
                lambda text: text.partition(" ")[2] or text,
            ]
        )
    )
    return slip(text)


def asked_of_one(text):
    """The questions about a thing that is named."""
    return {
        "show": lambda of: of.show(text),
        "cascade": lambda of: of.cascade(text).rows(),
        "history": lambda of: of.history(text).rows(),
        "history of a cell": lambda of: of.history(f"{text}.p").rows(),
        "why": lambda of: of.why(f"{text}.p").rows(),
        "cell": lambda of: of.cell(f"{text}.q"),
        "event": lambda of: of.event(text).id,
    }


def outcome(ask, log, asked):
    snapshot = log.at(**asked)
    try:
        return ask(snapshot), snapshot
    except tl.TimelineError as error:
        return (type(error).__name__, error.what, error.where, error.fix), snapshot


@tried
@given(histories(), st.data())
def test_what_is_not_there_is_refused_in_the_words_of_the_whole_log(history, data):
    made, batches = history
    with written(batches) as events:
        with index("on"):
            indexed = tl.open(events)
            indexed.at().list()
        for _ in range(4):
            text, asked = data.draw(slips(made)), data.draw(clocks_about(made))
            for name, ask in asked_of_one(text).items():
                with index("on"):
                    found, snapshot = outcome(ask, indexed, asked)
                with index("off"):
                    right, _ = outcome(ask, tl.open(events), asked)
                assert found == right, name
                if isinstance(found, tuple) and found[0] in ("RecordError", "ViewError"):
                    assert snapshot.basis._whole is None, (name, found)


@tried
@given(histories(), st.data())
def test_names_that_nothing_has_are_told_in_the_words_of_the_whole_log(history, data):
    made, batches = history
    with written(batches) as events:
        for _ in range(4):
            asked = data.draw(clocks_about(made))
            names = {
                sort: tuple(data.draw(st.lists(slips(made), max_size=2, unique=True)))
                for sort in ("entities", "tags", "sources", "types")
            }
            told = []
            for how in ("on", "off"):
                with index(how):
                    snapshot = tl.open(events).ask(Question(**asked, selection=Selection(**names)))
                    told.append((snapshot.list().rows(), snapshot.notes()))
                    if how == "on" and asked["as_of"] is None:  # by a day, rows cannot always count the unreported
                        assert snapshot.basis._whole is None
            assert told[0] == told[1]


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text(SETTINGS)
    log.source("wire", publisher="S")
    for place in range(30):
        log.add(
            f"Testing of chip {place}",
            type="chip.tested",
            occurred="2025-05-01",
            facts={f"Unit {place}.p": place},
            sources=["wire"],
            tags=["chips"],
        )
    return log


REFUSED = {
    "why": (lambda of: of.why("Unitt 7.p"), 'did you mean "Unit 7"?'),
    "history of a cell": (lambda of: of.history("unit 9.p"), 'did you mean "Unit 9"?'),
    "belief": (lambda of: of.figure("belief", cell="Unit 77.p"), 'did you mean "Unit 7"?'),
    "cascade": (lambda of: of.cascade("wir"), 'did you mean "wire"?'),
    "cascade, drawn": (lambda of: of.figure("cascade", event="wir"), 'did you mean "wire"?'),
    "zero": (lambda of: of.figure("events", entities=["Unit 7"], zero="wirre"), 'did you mean "wire"?'),
    "an entity": (lambda of: of.show("Unit 8"), "`timeline list --entity 'Unit 8'` lists its events"),
    "a title": (lambda of: of.show("testing of chip 8"), "name it by its id: "),
    "in a title": (lambda of: of.show("Of chip 8"), "`timeline list --grep 'Of chip 8'` lists it"),
    "in many": (lambda of: of.show("of chip"), "`timeline list --grep 'of chip'` lists them"),
    "nothing": (lambda of: of.show("qqqqqq"), "show what there is"),
}


@pytest.mark.parametrize("question", REFUSED)
def test_a_refusal_names_what_was_meant_and_does_not_read_the_whole(log, question):
    ask, fix = REFUSED[question]
    told = []
    for how in ("on", "off"):
        with index(how):
            found, snapshot = outcome(ask, log, {})
            assert how == "off" or snapshot.basis._whole is None
            told.append(found)
    assert told[0] == told[1]
    assert fix in told[0][3]


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        ({"tags": ["chip"]}, '"chips"'),
        ({"tags": ["zebra"]}, ""),
        ({"types": ["chip.teste"]}, '"chip.tested"'),
        ({"types": ["chp"]}, '"chip"'),
        ({"sources": ["wiire"]}, '"wire"'),
        ({"entities": ["Unit 31"]}, '"Unit 3"'),
        ({"value": ["zebra"]}, ""),
    ],
)
def test_a_name_that_nothing_has_is_told_without_reading_the_whole(log, names, meant):
    told = []
    for how in ("on", "off"):
        with index(how):
            snapshot = log.ask(Question(selection=Selection(**{sort: tuple(some) for sort, some in names.items()})))
            told.append(snapshot.notes())
            assert how == "off" or snapshot.basis._whole is None
    assert told[0] == told[1]
    assert len(told[0]) == 1
    assert meant in told[0][0]


def test_of_more_titles_than_are_looked_up_the_whole_log_tells(log, monkeypatch):
    monkeypatch.setattr(narrow, "_MOST_COUNTED", 20)
    with index("on"):
        found, _ = outcome(lambda of: of.show("of chip"), log, {})
    assert found[1].endswith("the titles of 30 events hold it")


ESCAPED = ['He said "yes"', "C:\\users\\ada left", "Ünder / over"]


@pytest.mark.parametrize("title", ESCAPED)
@pytest.mark.parametrize("cut", [lambda title: title, str.upper, lambda title: title[1:], lambda title: title[3:-2]])
def test_a_title_is_found_whatever_of_it_is_escaped_in_its_line(tmp_path, title, cut):
    log = tl.init(tmp_path / "events")
    log.write([("event", {"title": one, "text": 'two "lines"\nof it'}) for one in ESCAPED])
    told = []
    for how in ("on", "off"):
        with index(how):
            told.append(outcome(lambda of: of.show(cut(title)), log, {})[0])
    assert told[0] == told[1]
    assert "title" in told[0][1]


def test_a_line_is_read_for_an_escape_that_may_stand_for_any_sign_and_for_no_other():
    """Another program may write any sign as an escape; the escapes that we write have one spelling each."""
    assert all(map(index_records._ANY_SIGN.search, (rb"\u0041", rb"\/", rb"\\\u0041", rb"x\\\/")))
    assert not any(map(index_records._ANY_SIGN.search, (rb"\"", rb"\n", rb"\\u0041", rb"C:\\users", rb"\\\\/")))


def test_a_source_that_is_cited_before_its_day_is_refused_so_by_name_and_id(tmp_path):
    log = tl.init(tmp_path / "events")
    source = log.source("wire", published="2025-05-02").id
    log.add("told early", reports=[{"source": "wire", "reported": "2025-05-01"}])
    for text in ("wire", source, source[:10]):
        for how in ("on", "off"):
            with index(how):
                snapshot = tl.open(log.files.folder).at(as_of="2025-05-01")
                with pytest.raises(tl.RecordError, match="only reports that say a day of their own"):
                    snapshot.show(text)


def test_a_figure_of_what_was_taken_back_does_not_say_that_nothing_else_is_known(tmp_path):
    log = tl.open(begin(tmp_path))
    log.add("known", occurred="2025-05-01", facts={"E.p": 1})
    gone = log.add("gone", occurred="2025-05-02", facts={"F.p": 1})
    log.retract(gone.id, because="a slip")
    said = {}
    for how in ("off", "on"):
        with index(how), pytest.raises(TimelineError) as refused:
            tl.open(tmp_path / "events").at().save_figure("cascade", tmp_path / "no.svg", event=gone.id)
        said[how] = refused.value.what, refused.value.fix
    assert said["on"] == said["off"]
    assert "taken back" not in said["on"][0]
