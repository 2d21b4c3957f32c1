"""The whole in three lines of Python."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import timeline as tl
from timeline.cli.main import cli

TODAY = dt.date(2026, 6, 1)
STORY = Path(__file__).parent.parent / "events"


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events", title="A story")
    settings = tmp_path / "events" / "timeline.toml"
    settings.write_text(settings.read_text() + '[views.hardware]\nproperties = ["training", "inference"]\n')
    log.source("financial-times", published="2025-08-14", origin="people familiar with the matter", by="ada")
    log.source("trivium", published=dt.date(2025, 8, 14), via=["financial-times"], by="ada")
    return log


def add(log, **more):
    fields = {
        "occurred": "2025?-08",
        "sources": ["trivium"],
        "facts": {"R2.training": "Nvidia"},
        "failed": {"R2.training": "Huawei Ascend"},
        "by": "ada",
        **more,
    }
    return log.add("DeepSeek fell back on Nvidia for training R2", **fields)


def test_what_was_added_is_known(log):
    added = add(log)
    snap = log.at(as_of="2026-06", today=TODAY)
    (row,) = snap.list().rows()
    assert row["id"] == added.id
    assert (row["standing"], row["origins"], row["sources"]) == ("reported", [1, 1], ["trivium"])
    assert [(fact["value"], fact["mode"]) for fact in row["facts"]] == [
        ("Nvidia", "actual"),
        ("Huawei Ascend", "failed"),
    ]
    assert snap.query()["as_of"] == {"asked": "2026-06", "read": "2026-06-30"}


def test_one_thing_under_two_names_is_asked_for_by_either(log):
    add(log)
    log.link("R2", "same-entity", "V4", by="ada")
    snap = log.at(today=TODAY)
    for name in ("R2", "V4"):
        assert {row["entity"] for row in snap.state("hardware", entities=[name]).rows()} == {"V4"}
        assert len(snap.list(entities=[name]).rows()) == 1
        assert [row["entity"] for row in snap.why(f"{name}.training").rows()] == ["R2", "R2"]
        assert (snap.known.names_of(name), snap.known.possibly_same(name)) == (("R2",), ())


def test_a_view_a_cell_and_a_difference(log):
    add(log)
    cells = {
        (row["entity"], row["property"]): row["answer"] for row in log.at(as_of="2026", today=TODAY).state("hardware")
    }
    assert cells == {("R2", "training"): "yes", ("R2", "inference"): "unknown"}
    (winner, beside) = log.at(as_of="2026", today=TODAY).why("R2.training").rows()
    assert (winner["verdict"], beside["verdict"]) == ("value", "beside")
    assert {row["change"] for row in log.diff("2025-07", "2025-09")} == {"new", "cell"}


def test_every_kind_of_record_can_be_added(log):
    first, second = add(log), add(log, occurred="2025-09")
    report = log.report(first.id, "financial-times", stance="doubts", by="ada")
    log.correct(first.id, {"occurred": "[..2025-08-14]"}, because="the report is dated", by="ada")
    log.link(second.id, "contradicts", first.id, by="ada")
    log.retract(report.id, because="misread", by="ada")
    told = log.at(today=TODAY).show(first.id[:8])
    assert (told["occurred"], told["standing"], told["reports"]) == ("[..2025-08-14]", "disputed", 1)


def test_what_lies_in_files_comes_in_and_goes_out(log, tmp_path):
    (tmp_path / "story.csv").write_text("title,occurred,source,R2.training\none,2025?-08,trivium,Nvidia\n")
    (added,) = log.import_(tmp_path / "story.csv", by="ada")
    assert (added.status, log.import_(tmp_path / "story.csv", by="ada")[0].status) == ("added", "already there")
    with pytest.raises(tl.RecordError, match="begin with a year"):
        log.import_(tmp_path / "story.csv", columns={"title": "occurred", "occurred": "title"}, by="ada")
    (tmp_path / "page.html").write_text("<p>so it said")
    kept = log.attach("trivium", tmp_path / "page.html", retrieved=dt.date(2026, 11, 23), by="ada")
    assert log.attach("trivium", tmp_path / "page.html", by="ada").id == kept.id
    (tmp_path / "story.jsonl").write_text(log.export())
    other = tl.init(tmp_path / "other")
    other.import_(tmp_path / "story.jsonl", keep_recorded=True, by="bob")
    assert len(other.read().records) == len(log.read().records)
    assert log.export(recorded_by="2000-01-01") == ""
    assert [finding.code for finding in other.check()] == ["capture-missing"]


def test_adding_again_writes_nothing(log):
    assert add(log).status == "added"
    assert add(log).status == "already there"
    assert len(log.at(today=TODAY).list()) == 1


def test_a_reading_follows_the_files(log, tmp_path):
    other = tl.open(tmp_path / "events")
    assert len(other.at(today=TODAY).list()) == 0
    add(log)
    assert len(other.at(today=TODAY).list()) == 1


def test_reading_writes_nothing(log, tmp_path):
    add(log)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    log.at(as_of="2025-09", today=TODAY).state("hardware")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_projection_of_ones_own(log):
    add(log)
    titles = tl.Projection(
        name="titles", start=tuple, step=lambda state, event: (*state, event.event.title), finish=list
    )
    assert log.at(today=TODAY).state(titles).rows() == ["DeepSeek fell back on Nvidia for training R2"]


def test_a_projection_that_crashes_is_named(log):
    add(log)
    broken = tl.Projection(name="broken", start=list, step=lambda _state, _event: 1 / 0, finish=list)
    with pytest.raises(tl.ViewError, match="step of the view broken failed: ZeroDivisionError") as caught:
        log.at(today=TODAY).state(broken)
    assert "DeepSeek fell back" in caught.value.where


def test_a_notebook_shows_a_table_with_its_clocks_and_nothing_runs_in_it(log):
    add(log, facts={"<script>alert(1)</script>.training": "\u202eNvidia"})
    html = log.at(as_of="2026-05", today=TODAY).state("hardware")._repr_html_()
    assert "as of 2026-05-31" in html
    assert "<script" not in html
    assert "\u202e" not in html
    assert "unknown" in html


@pytest.mark.parametrize(
    ("ask", "error", "fix"),
    [
        (lambda log: log.at(as_of="2025?", today=TODAY), tl.DateError, "2025"),
        (lambda log: log.at(today=TODAY).state("hardwear"), tl.ViewError, "hardware"),
        (lambda log: log.at(today=TODAY).event("0000"), tl.RecordError, "list"),
        (lambda log: log.add("x", sources=["nobody"], by="ada"), tl.RecordError, None),
        (lambda log: log.add("x", occurred="back in August", by="ada"), tl.DateError, "2025"),
    ],
)
def test_what_is_wrong_says_what_to_do(log, ask, error, fix):
    with pytest.raises(error) as caught:
        ask(log)
    assert caught.value.what
    assert fix is None or caught.value.fix


def test_what_a_checkpoint_holds_stays_and_what_is_redacted_is_gone(log, tmp_path):
    added = add(log)
    assert log.checkpoint().startswith("checkpoints/000001-")
    add(log, occurred="2025-07")
    assert len(log.at(checkpoint="1", today=TODAY).list()) == 1
    log.redact(added.id, because="a court asked", by="ada")
    assert log.check() == ()
    assert not (log.files.path / ".index" / "verified").exists()
    assert log.check(remember=True, new=True) == ()
    assert (log.files.path / ".index" / "verified").exists()
    assert len(log.at(checkpoint="1", today=TODAY).list()) == 0
    assert sum(b"back on Nvidia" in path.read_bytes() for path in (tmp_path / "events").rglob("*.jsonl")) == 1


def test_where_there_is_no_log(tmp_path):
    with pytest.raises(tl.LogError, match="no log"):
        tl.open(tmp_path)


def test_every_public_name_exists():
    assert all(getattr(tl, name) is not None for name in tl.__all__)
    assert not hasattr(tl, "nothing_of_the_kind")


def test_the_three_lines_of_the_readme(log, tmp_path):
    add(log)
    code = (
        "import timeline as tl\n"
        "snap = tl.open('events').at(as_of='2026-06-01')\n"
        "print(snap.state('hardware').rows()[0]['values'][0]['value'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Nvidia"


# --- the same answers as the command line ----------------------------------------------------------------------------

ASKED = [
    (["list"], lambda snap: snap.list()),
    (["list", "--all", "--tag", "r2"], lambda snap: snap.list(retracted=True, tags="r2")),
    (["list", "--strict", "--since", "2025-08"], lambda snap: snap.list(strict=True, since="2025-08")),
    (["state", "hardware"], lambda snap: snap.state("hardware")),
    (["state", "hardware", "--entity", "R2", "--strict"], lambda s: s.state("hardware", entities=["R2"], strict=True)),
    (["why", "R2.training"], lambda snap: snap.why("R2.training")),
    (["why", "R2.training", "--until", "2025"], lambda snap: snap.why("R2.training", until="2025")),
    (["sources"], lambda snap: snap.sources()),
    (["sources", "--strict", "--entity", "R2"], lambda snap: snap.sources(strict=True, entities="R2")),
    (["sources", "e6d45d1c"], lambda snap: snap.cascade("e6d45d1c")),
    (["history", "R2.training"], lambda snap: snap.history("R2.training")),
    (["history", "trivium"], lambda snap: snap.history("trivium")),
    (["history"], lambda snap: snap.history()),
    (["list", "--by", "month"], lambda snap: snap.counts("month")),
    (["list", "--by", "entity", "--all", "--strict"], lambda s: s.counts("entity", retracted=True, strict=True)),
    (["list", "--gaps", "10", "--type", "model"], lambda snap: snap.gaps(10, types="model")),
    (["stats", "--since", "2025"], lambda snap: snap.stats(since="2025")),
    (["entities"], lambda snap: snap.entities()),
    (["conflicts"], lambda snap: snap.conflicts()),
]


@pytest.mark.parametrize(("words", "asked"), ASKED, ids=[" ".join(words) for words, _ in ASKED])
def test_python_answers_as_the_command_line_does(words, asked):
    found = CliRunner().invoke(cli, ["-C", str(STORY), *words, "--as-of", "2026-06-01", "--json"])
    assert found.exit_code == 0, found.output
    rows = json.loads(found.stdout)["rows"]
    assert rows or "--gaps" in words
    assert json.loads(json.dumps(asked(tl.open(STORY).at(as_of="2026-06-01", today=TODAY)).rows())) == rows


@pytest.mark.parametrize("choice", [{}, {"strict": True}, {"entities": "V4-Pro"}, {"tags": "v4", "view": "hardware"}])
def test_python_tells_differences_as_the_command_line_does(choice):
    options = {"strict": "--strict", "entities": "--entity", "tags": "--tag", "view": "--view"}
    words = [word for name, value in choice.items() for word in ([options[name]] + ([] if value is True else [value]))]
    found = CliRunner().invoke(cli, ["-C", str(STORY), "diff", "2025-12-31", "2026-06-01", *words, "--json"])
    rows = json.loads(found.stdout)["rows"]
    assert rows
    assert json.loads(json.dumps(tl.open(STORY).diff("2025-12-31", "2026-06-01", **choice).rows())) == rows


EXPORTED = [
    ("jsonl", [], {}),
    ("csv", ["--entity", "R2"], {"entities": "R2"}),
    ("csv", ["--view", "hardware", "--strict"], {"view": "hardware", "strict": True}),
    ("long-csv", ["--tag", "v4"], {"tags": "v4"}),
    ("md", ["--public", "--view", "hardware"], {"public": True, "view": "hardware"}),
    ("html", [], {}),
    ("sqlite", ["--since", "2026"], {"since": "2026"}),
    ("timelinejs", [], {}),
]


@pytest.mark.parametrize(("form", "words", "choice"), EXPORTED, ids=[f"{one[0]} {one[1]}" for one in EXPORTED])
def test_python_exports_as_the_command_line_does(form, words, choice, tmp_path):
    asked = ["--as-of", "2026-06-01", "--on", "2026-06-01", *words]
    found = CliRunner().invoke(cli, ["-C", str(STORY), "export", str(tmp_path / "cli"), "--format", form, *asked])
    assert found.exit_code == 0, found.output
    snap = tl.open(STORY).at(as_of="2026-06-01", on="2026-06-01", today=TODAY)
    assert snap.export(form, **choice).data == (tmp_path / "cli").read_bytes()
    made = snap.save_export(tmp_path / "py", form, **choice)
    assert (tmp_path / "py").read_bytes() == (tmp_path / "cli").read_bytes()
    assert all(note in found.stderr for note in (made.counted, *made.notes))


def test_an_answer_is_a_sequence_and_a_data_frame():
    answer = tl.open(STORY).at(as_of="2026-06-01", today=TODAY).list()
    assert [answer[0], answer[-1]] == [answer.rows()[0], answer.rows()[-1]]
    assert answer[1:3] == answer.rows()[1:3]
    with pytest.raises(IndexError):
        answer[len(answer)]
    pytest.importorskip("pyarrow")
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    assert isinstance(answer.to_pandas(), pandas.DataFrame)
    assert isinstance(answer.to_polars(), polars.DataFrame)
    assert (
        list(answer.to_pandas()["title"]) == answer.to_polars()["title"].to_list() == [row["title"] for row in answer]
    )


def test_a_data_frame_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(tl.FormatError, match="polars") as caught:
        tl.open(STORY).at(today=TODAY).list().to_polars()
    assert caught.value.fix == "pip install polars pyarrow"


def test_a_notebook_shows_a_snapshot_and_no_more_rows_than_it_can():
    from timeline.text.notebook import MOST, html

    snap = tl.open(STORY).at(as_of="2026-06-01", today=TODAY)
    assert snap._repr_html_() == snap.list()._repr_html_()
    long = html("x", snap.query(), [{"n": n} for n in range(MOST + 1)])
    assert long.count("<tr>") == MOST + 1
    assert "501 rows" in long


def test_the_package_names_what_is_public():
    assert set(dir(tl)) == set(tl.__all__)


def test_what_events_cannot_be_counted_by_is_refused():
    snap = tl.open(STORY).at(today=TODAY)
    with pytest.raises(tl.ViewError) as caught:
        snap.counts("months")
    assert caught.value.fix == 'did you mean "month"?'
    with pytest.raises(tl.ViewError, match="at least one day"):
        snap.gaps(0)


def test_a_choice_that_there_is_not_is_refused():
    with pytest.raises(tl.RecordError, match='no filter "tag"') as caught:
        tl.open(STORY).at(today=TODAY).list(tag="r2")
    assert caught.value.fix == 'did you mean "tags"?'


def test_yesterday_is_a_clock_and_is_echoed_as_the_day_it_was(log):
    add(log)
    snap = log.at(as_of="yesterday", on="yesterday", recorded_by="today", today=TODAY)
    day = (TODAY - dt.timedelta(days=1)).isoformat()
    clocks = snap.clocks
    assert [(clock.text, clock.read) for clock in (clocks.as_of, clocks.on)] == [("yesterday", day)] * 2
    assert clocks.recorded_by.read == TODAY.isoformat()


def test_history_ends_at_the_instant_asked_about(log):
    add(log, reported="2026-11-20T14:09:00Z")
    rows = log.at(as_of="2026-11-20T14:30Z", today=TODAY).history("R2.training").rows()
    assert {(row["as_of_first"], row["as_of_last"]) for row in rows} >= {
        ("2026-11-20T14:09:00Z", "2026-11-20T14:30:00Z"),
    }


@pytest.mark.parametrize("named", ["a.txt", "https://example.org/log"])
def test_where_no_log_can_begin_none_is_proposed(tmp_path, monkeypatch, named):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(tl.LogError) as caught:
        tl.open(named)
    assert (caught.value.where, caught.value.fix) == ("folder", "name the folder of a log, such as events")
