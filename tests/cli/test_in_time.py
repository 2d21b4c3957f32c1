"""`--since`, `--until` and `--strict` choose the same events in every table, figure, page and Python call."""

import json
import re

import pytest
from click.testing import CliRunner

import timeline as tl
from timeline.cli.main import cli

SINCE, UNTIL = "2025-03-10", "2025-03-20"
FIRST, LAST = "0000", "9999"

# The entity that an event speaks of, its date, and by hand the first and the last moment of that.
EVENTS = {
    "SinceDay": ("2025-03-10", "2025-03-10T00:00:00", "2025-03-10T23:59:59"),
    "UntilDay": ("2025-03-20", "2025-03-20T00:00:00", "2025-03-20T23:59:59"),
    "DayBefore": ("2025-03-09", "2025-03-09T00:00:00", "2025-03-09T23:59:59"),
    "DayAfter": ("2025-03-21", "2025-03-21T00:00:00", "2025-03-21T23:59:59"),
    "FirstSecond": ("2025-03-10T00:00:00Z", "2025-03-10T00:00:00", "2025-03-10T00:00:00"),
    "SecondBefore": ("2025-03-09T23:59:59Z", "2025-03-09T23:59:59", "2025-03-09T23:59:59"),
    "LastSecond": ("2025-03-20T23:59:59Z", "2025-03-20T23:59:59", "2025-03-20T23:59:59"),
    "SecondAfter": ("2025-03-21T00:00:00Z", "2025-03-21T00:00:00", "2025-03-21T00:00:00"),
    "EndsOnSince": ("2025-03-01/2025-03-10", "2025-03-01T00:00:00", "2025-03-10T23:59:59"),
    "EndsBefore": ("2025-03-01/2025-03-09", "2025-03-01T00:00:00", "2025-03-09T23:59:59"),
    "BeginsOnUntil": ("2025-03-20/2025-04-01", "2025-03-20T00:00:00", "2025-04-01T23:59:59"),
    "BeginsAfter": ("2025-03-21/2025-04-01", "2025-03-21T00:00:00", "2025-04-01T23:59:59"),
    "AllOfIt": ("2025-03-10/2025-03-20", "2025-03-10T00:00:00", "2025-03-20T23:59:59"),
    "AroundIt": ("2025-01/2025-12", "2025-01-01T00:00:00", "2025-12-31T23:59:59"),
    "OneOfTwo": ("[2025-03-09..2025-03-10]", "2025-03-09T00:00:00", "2025-03-10T23:59:59"),
    "OneWithin": ("[2025-03-10..2025-03-20]", "2025-03-10T00:00:00", "2025-03-20T23:59:59"),
    "TheMonth": ("2025-03", "2025-03-01T00:00:00", "2025-03-31T23:59:59"),
    "GoesOn": ("2025-03-15/..", "2025-03-15T00:00:00", LAST),
    "BySince": ("[..2025-03-10]", FIRST, "2025-03-10T23:59:59"),
    "ByBefore": ("[..2025-03-09]", FIRST, "2025-03-09T23:59:59"),
    "Undated": (None, FIRST, LAST),
    "FactsAlone": (None, FIRST, LAST),  # its fact is dated, to 2019; when the event happened is not said
}
DATED_FACT = {"entity": "FactsAlone", "property": "training", "value": "x", "during": "2019"}

WINDOWS = [(SINCE, UNTIL), (SINCE, None), (None, UNTIL)]
CASES = [(*window, strict) for window in WINDOWS for strict in (False, True)]
AS_OF = "2025-12-31"


def expected(since, until, strict):
    """The events that may have happened in the window, or with ``strict`` those that surely did, by their bounds."""
    lo = f"{since}T00:00:00" if since else FIRST
    hi = f"{until}T23:59:59" if until else LAST
    if strict:
        return {name for name, (_, first, last) in EVENTS.items() if lo <= first and last <= hi}
    return {name for name, (_, first, last) in EVENTS.items() if last >= lo and first <= hi}


def test_the_expectation_is_the_one_that_a_reader_has():
    """The oracle itself, for one window, by hand."""
    sure = "SinceDay UntilDay FirstSecond LastSecond AllOfIt OneWithin"
    maybe = "EndsOnSince BeginsOnUntil AroundIt OneOfTwo TheMonth GoesOn BySince Undated FactsAlone"
    assert expected(SINCE, UNTIL, strict=True) == set(sure.split())
    assert expected(SINCE, UNTIL, strict=False) == set(f"{sure} {maybe}".split())


class Asker:
    """One log on disk, asked by the command line and from Python."""

    def __init__(self, folder):
        self.folder = folder
        self.run("init", "--title", "in time")
        settings = folder / "timeline.toml"
        settings.write_text('format = 1\ntitle = "t"\n\n[views.v]\ntitle = "v"\nproperties = ["training"]\n', "utf-8")
        self.log = tl.open(folder)
        batch = []
        for name, (date, _, _) in EVENTS.items():
            fact = DATED_FACT if name == "FactsAlone" else {"entity": name, "property": "training", "value": "x"}
            batch += [
                ("source", {"name": f"s-{name.lower()}", "published": "2025-06-01"}),
                (
                    "event",
                    {
                        "title": f"{name} happened",
                        "type": "t",
                        "occurred": date,
                        "facts": [fact],
                        "reports": [{"source": f"s-{name.lower()}"}],
                    },
                ),
            ]
        self.log.write(batch, by="ada")
        self.snap = self.log.at(as_of=AS_OF)
        self.names = {row["id"]: row["title"].partition(" ")[0] for row in self.snap.list()}
        assert set(self.names.values()) == set(EVENTS)

    def run(self, *words):
        done = CliRunner(env={"TIMELINE_BY": "ada", "TIMELINE_LOG": None}).invoke(cli, ["-C", str(self.folder), *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    def rows(self, *words):
        return json.loads(self.run(*words, "--json"))["rows"]


@pytest.fixture(scope="module")
def asker(tmp_path_factory):
    return Asker(tmp_path_factory.mktemp("in-time") / "events")


def words_of(since, until, strict):
    given = [*(["--since", since] if since else []), *(["--until", until] if until else [])]
    return [*given, *(["--strict"] if strict else [])]


def choice_of(since, until, strict):
    return {"since": since, "until": until, "strict": strict}


def named_in(text):
    return {name for name in EVENTS if re.search(rf"\b{name}\b", text)}


def drawn_in(scene):
    """The events that a scene shows: those that its items say that they are about."""
    return {name for item in scene.items for name in item.ids}


def in_words(asker, ids):
    return {asker.names[name] for name in ids}


def sources_named(rows):
    return {name for name in EVENTS if f"s-{name.lower()}" in {row["name"] for row in rows}}


def new_and_cells(rows):
    """The events that are new, and the entities whose cells changed; both have to be the same."""
    new = {row["after"]["title"].partition(" ")[0] for row in rows if row["change"] == "new"}
    cells = {row["entity"] for row in rows if row["change"] == "cell"}
    assert new == cells
    return new


TABLES = {
    "list": lambda a, w, _: {row["title"].partition(" ")[0] for row in a.rows("list", "--as-of", AS_OF, *w)},
    "state": lambda a, w, _: {row["entity"] for row in a.rows("state", "v", "--as-of", AS_OF, *w)},
    "why": lambda a, w, _: {n for n in EVENTS if a.rows("why", f"{n}.training", "--as-of", AS_OF, *w)},
    "sources": lambda a, w, _: sources_named(a.rows("sources", "--as-of", AS_OF, *w)),
    "diff": lambda a, w, _: new_and_cells(a.rows("diff", "2025-01-01", AS_OF, *w)),
    "export jsonl": lambda a, w, _: named_in(a.run("export", "--as-of", AS_OF, *w)),
    "export csv": lambda a, w, _: named_in(a.run("export", "--format", "csv", "--as-of", AS_OF, *w)),
    "Python list": lambda a, _, c: {row["title"].partition(" ")[0] for row in a.snap.list(**c)},
    "Python state": lambda a, _, c: {row["entity"] for row in a.snap.state("v", **c)},
    "Python why": lambda a, _, c: {n for n in EVENTS if list(a.snap.why(f"{n}.training", **c))},
    "Python sources": lambda a, _, c: sources_named(a.snap.sources(**c)),
    "Python diff": lambda a, _, c: new_and_cells(a.log.diff("2025-01-01", AS_OF, **c)),
}


@pytest.mark.parametrize(("since", "until", "strict"), CASES)
@pytest.mark.parametrize("name", TABLES)
def test_every_table_chooses_the_same_events(asker, name, since, until, strict):
    found = TABLES[name](asker, words_of(since, until, strict), choice_of(since, until, strict))
    assert found == expected(since, until, strict)


FIGURES = {
    "events": {},
    "calendar": {},
    "plane": {},
    "rate": {},
    "lag": {},
    "state": {"view": "v"},
    "compare": {"view": "v", "before": "2025-01-01"},
}


@pytest.mark.parametrize(("since", "until", "strict"), CASES)
@pytest.mark.parametrize("kind", FIGURES)
def test_every_figure_draws_the_same_events(asker, tmp_path, kind, since, until, strict):
    """From Python and by the command line, which write the same bytes."""
    wanted = expected(since, until, strict)
    choice = choice_of(since, until, strict)
    scene = asker.snap.save_figure(kind, tmp_path / "p.svg", **FIGURES[kind], **choice)
    if kind in ("state", "compare"):
        lanes = {name for lane in scene.lanes for name in named_in(f"{lane.group} {lane.name}")}
        assert lanes == wanted
    else:  # a length of time has two ends: what has no date is named in a note of the figure, and has no row
        assert in_words(asker, drawn_in(scene)) == wanted - ({"Undated"} if kind == "lag" else set())
    what = [kind, "2025-01-01", AS_OF] if kind == "compare" else [kind, "--as-of", AS_OF]
    view = ["--view", "v"] if "view" in FIGURES[kind] else []
    asker.run("figure", *what, *view, *words_of(since, until, strict), "-o", str(tmp_path / "c.svg"))
    assert (tmp_path / "c.svg").read_bytes() == (tmp_path / "p.svg").read_bytes()
    assert asker.snap.figure(kind, **FIGURES[kind], **choice).axes is not None


@pytest.mark.parametrize(("since", "until", "strict"), CASES)
def test_what_has_a_date_in_these_days_is_drawn_at_it(asker, tmp_path, since, until, strict):
    """The edges count: only an event without a date of its own stands among those without one."""
    wanted = expected(since, until, strict)
    undated = wanted & {"Undated", "FactsAlone"}
    if since is None and "FactsAlone" in undated:
        undated = undated - {"FactsAlone"}  # its fact is dated to these days
    choice = choice_of(since, until, strict)
    events = asker.snap.save_figure("events", tmp_path / "e.svg", lanes="none", **choice)
    boxes = [lane.box for lane in events.lanes if lane.name.startswith("Without a date")]
    beside = {
        name
        for label in events.labels
        if label.item is not None and any(box.top <= label.y <= box.bottom for box in boxes)
        for name in events.items[label.item].ids
    }
    beyond = {"FactsAlone"} & wanted - undated  # its year lies before all the days of the others
    assert in_words(asker, beside) == undated | beyond
    plane = asker.snap.save_figure("plane", tmp_path / "p.svg", **choice)
    said = [note for note in plane.notes if "without a date" in note]
    assert [int(note.split()[0]) for note in said] == ([len(undated)] if undated else [])
    calendar = asker.snap.save_figure("calendar", tmp_path / "c.svg", **choice)
    on_a_day = {name for item in calendar.items if item.kind == "day" for name in item.ids}
    wide = {"AroundIt", "GoesOn", "BySince", "ByBefore", "Undated", "FactsAlone"}
    assert in_words(asker, on_a_day) == wanted - wide


@pytest.mark.parametrize(("since", "until", "strict"), CASES)
def test_a_page_tells_of_the_same_events(asker, tmp_path, since, until, strict):
    """Its table, its views, its figures: an event that is not asked for is named nowhere."""
    asker.run("page", "--as-of", AS_OF, *words_of(since, until, strict), "-o", str(tmp_path / "p.html"))
    text = (tmp_path / "p.html").read_text("utf-8")
    assert named_in(text) == expected(since, until, strict)
    assert asker.log.page(as_of=AS_OF, **choice_of(since, until, strict)) == text


def test_what_is_left_out_of_a_figure_is_said(asker, tmp_path):
    """A reader of a strict figure is told how many events may have happened in its days, or beyond."""
    scene = asker.snap.save_figure("events", tmp_path / "f.svg", since=SINCE, until=UNTIL, strict=True)
    left = len(EVENTS) - len(expected(SINCE, UNTIL, strict=True))
    assert any(note.startswith(f"{left} events") and "not surely within these days" in note for note in scene.notes)


# --- what is told of one record, or of the log as it was written -----------------------------------------------------


@pytest.fixture
def written(empty):
    """Three events of 2024, 2025 and no day; the first is corrected, and that is taken back."""
    empty.add("source", "press", "--published", "2025-08-14")
    empty.add("source", "other", "--published", "2025-08-14")
    early = empty.add("add", "early", "--occurred", "2024-05", "--source", "press", "--fact", "R2.training=x")
    late = empty.add("add", "late", "--occurred", "2025-05", "--source", "other", "--fact", "R2.training=y")
    undated = empty.add("add", "undated", "--source", "other")
    change = empty.add("correct", early, "--set", "said=May", "--because", "b")
    empty.add("retract", change, "--because", "c")
    empty.add("report", late, "press")
    return empty, early, late, undated


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ([], ["source", "source", "event", "event", "event", "correction", "retraction", "report"]),
        (["--since", "2025"], ["source", "source", "event", "event", "report"]),
        (["--until", "2024"], ["source", "source", "event", "event", "correction", "retraction"]),
        (["--until", "2024", "--strict"], ["source", "event", "correction", "retraction"]),
        (["--since", "2026", "--strict"], []),
    ],
)
def test_a_history_of_the_log_tells_of_what_may_have_happened_then(written, words, kinds):
    log, *_ = written
    assert [row["kind"] for row in log.rows("history", *words)] == kinds


def test_a_history_of_a_record_is_empty_where_it_did_not_happen_then_and_says_so(written):
    log, early, late, undated = written
    assert len(log.rows("history", early, "--until", "2024")) == 3
    said = log.ok("history", early, "--since", "2025", "--json").answer
    assert said["rows"] == []
    assert "left out by since 2025: 3 records" in said["query"]["notes"]
    assert log.rows("history", undated, "--since", "2025")
    assert [row["kind"] for row in log.rows("history", "press", "--since", "2026")] == ["source"]
    snapshot = tl.open(log.folder).at()
    assert [row["id"] for row in snapshot.history(since="2025") if row["kind"] == "event"] == [late, undated]


def test_a_history_of_a_cell_shows_the_stretches_of_that_time(written):
    log, *_ = written
    every = log.rows("history", "R2.training")
    shown = log.rows("history", "R2.training", "--since", "2025-01", "--until", "2025-03")
    assert shown == [
        row
        for row in every
        if row["last"].replace("open", LAST) >= "2025-01-01" and row["first"].replace("open", FIRST) <= "2025-03-31"
    ]
    assert 0 < len(shown) < len(every)


def test_show_and_the_sources_of_an_event_leave_out_what_did_not_happen_then(written):
    log, early, late, undated = written
    said = log.ok("show", early, late, undated, "press", "--since", "2025", "--json").answer
    assert [row["id"] for row in said["rows"]][:2] == [late, undated]
    assert said["rows"][2]["name"] == "press"
    assert "left out by since 2025: 1 record" in said["query"]["notes"]
    assert log.rows("sources", early)
    said = log.ok("sources", early, "--since", "2025", "--json").answer
    assert said["rows"] == []
    assert "left out by since 2025: 1 event" in said["query"]["notes"]
    assert log.rows("sources", early, "--entity", "V4") == []
