"""`entities`, `conflicts`, the filters `--grep` and `--value`, and a longer account of an event, from end to end."""

import csv
import io
import json

import pytest
from bench import Bench, told
from validator import faults

import timeline as tl
from timeline.text import schemas


def surveyed(top):
    """Beside the log of all these tests: two who cannot both be right, a denial, and a slip of the pen."""
    log = told(top)
    log.ok("source", "other", "--publisher", "Other", "--published", "2025-08-20", "--origin", "others")
    log.ok(
        "add", "R2 trains on Huawei", "--occurred", "2025-08-10", "--fact", "R2.training=Huawei", "--source", "other"
    )
    event = log.add("add", "V4 is out", "--occurred", "2025-08-11", "--fact", "V4.inference=TPU", "--source", "other")
    log.ok("report", event, "press", "--stance", "denies", "--quote", "There is no such MODEL.")
    log.ok("add", "About v-4", "--fact", "v-4.inference=TPU", "--said", "back in August", "--text", "First.\nThen tea.")


@pytest.fixture
def story(copied, tmp_path):
    return Bench(copied(surveyed, tmp_path) / "events")


def test_conflicts_are_told_with_both_sides(story):
    rows = story.rows("conflicts")
    assert [(row["kind"], row["answer"], row["values"], row["origins"]) for row in rows] == [
        ("values", "yes", ["Nvidia", "Huawei"], [["people"], ["others"]]),
        ("denied", "yes", [], [["others"], ["people"]]),
    ]
    assert [side["sources"] for side in rows[0]["sides"]] == [["press"], ["other"]]


def test_a_denial_says_the_date_of_its_event_once(story):
    said = [line.split("\t")[3] for line in story.ok("conflicts").lines]
    assert 'reports: "V4 is out" (2025-08-11)' in said
    assert "denies it" in said


def test_the_chains_of_an_event_say_who_denies_it(story):
    event = story.rows("list", "--grep", "V4 is out")[0]["id"]
    assert "disputed by press: 1 origin, 2 reports; named: others" in story.ok("sources", event).err


@pytest.mark.parametrize("how", ["on", "off"])
def test_a_difference_whose_days_run_backwards_says_so(story, monkeypatch, how):
    monkeypatch.setenv("TIMELINE_INDEX", how)
    words = "the days run backwards"
    assert words in story.ok("diff", "2025-09", "2025-08-01").err
    for days in (("2025-08-01", "2025-09"), ("2025-08-31", "2025-08")):
        assert words not in story.ok("diff", *days).err
    later = tl.open(story.folder).at(as_of="2025-08-01").diff("2025-09")
    assert words in later.beside[0]


def test_conflicts_have_the_clocks_and_filters_of_every_answer(story):
    assert story.rows("conflicts", "--as-of", "2025-08-19") == []
    assert [row["kind"] for row in story.rows("conflicts", "--entity", "R2")] == ["values"]
    assert [row["kind"] for row in story.rows("conflicts", "--entity", "V4")] == ["denied"]
    assert [row["kind"] for row in story.rows("conflicts", "--tag", "r2")] == ["values"]
    assert story.rows("conflicts", "--view", "models") == []
    assert story.run("conflicts", "--view", "modles").code == 2
    story.ok("add", "maybe", "--occurred", "2025-08", "--fact", "R2.inference=a", "--source", "press")
    story.ok("add", "maybe too", "--occurred", "2025-08", "--fact", "R2.inference=b", "--source", "other")
    assert [row["answer"] for row in story.rows("conflicts", "--entity", "R2")] == ["yes", "possibly"]
    assert [row["answer"] for row in story.rows("conflicts", "--entity", "R2", "--strict")] == ["yes"]


@pytest.mark.parametrize("way", ["many", "ended"])
def test_both_ways_out_that_a_conflict_names_work(story, way):
    because = story.rows("conflicts", "--entity", "R2")[0]["because"]
    if way == "many":
        assert 'many = ["training"] in [views.hardware]' in because
        settings = story.folder / "timeline.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace('"inference"]\n', '"inference"]\nmany = ["training"]\n', 1), encoding="utf-8")
    else:
        assert because.endswith("--ended R2.training=Nvidia")
        story.ok("add", "over", "--occurred", "2025-08-10", "--ended", "R2.training=Nvidia", "--source", "press")
    assert story.rows("conflicts", "--entity", "R2") == []


def test_entities_name_all_that_is_told_of_and_what_looks_like_a_slip(story):
    rows = {row["entity"]: row for row in story.rows("entities")}
    assert list(rows) == ["R2", "v-4", "V4"]
    assert (rows["V4"]["near"], rows["v-4"]["near"], rows["R2"]["near"]) == (["v-4"], ["V4"], [])
    assert [row["names"] for row in story.rows("entities", "--names")] == [["R2"], ["v-4"], ["V4"]]
    assert [row["entity"] for row in story.rows("entities", "--value", "TPU")] == ["v-4", "V4"]


@pytest.mark.parametrize("command", ["entities", "conflicts"])
@pytest.mark.parametrize("form", ["table", "plain", "md", "csv", "jsonl", "json"])
def test_every_form_tells_every_row(story, command, form):
    said = story.ok(command, "--format", form)
    told = story.rows(command)
    if form == "json":
        assert list(faults(said.answer, schemas.schema(command))) == []
    elif form == "jsonl":
        assert [json.loads(line) for line in said.lines] == told
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(said.out)))) == len(told)
    else:
        words = ["R2", "V4", "v-4"] if command == "entities" else ["R2.training", "Nvidia", "people", "denied", "many"]
        assert all(word in said.out for word in words)


def test_a_new_name_one_slip_away_is_written_and_said(story):
    said = story.ok("add", "x", "--fact", "R-2.inference=y")
    assert '"R-2" is a new entity, one slip away from "R2"' in said.err
    assert "R-2" in [row["entity"] for row in story.rows("entities")]
    assert "new entity" not in story.ok("add", "y", "--fact", "R-2.training=y").err
    assert "new entity" not in story.ok("add", "z", "--fact", "R3.training=y").err
    line = '{"kind":"event","title":"t","facts":[{"entity":"r2","property":"p","value":1}]}'
    tried = story.ok("add", "-", "--dry-run", stdin=line)
    assert '"r2" is a new entity, one slip away from "R-2" and "R2"' in tried.err


def test_a_slip_in_the_name_of_an_origin_is_said_as_it_would_be_counted_beside_it(story):
    story.ok("source", "first", "--publisher", "P", "--origin", "acme")
    said = story.ok("source", "second", "--publisher", "P", "--origin", "Acme")
    assert '"Acme" is a new origin, one slip away from "acme"' in said.err
    assert "timeline link Acme same-origin acme" in said.err
    log = tl.open(story.folder)
    assert log.source("third", publisher="P", origin="acmee", by="ada").notes[0].startswith('"acmee" is a new origin')
    assert log.source("fourth", publisher="P", origin="acmee", by="ada").notes == ()
    story.ok("link", "Acme", "same-origin", "acme")
    assert "new origin" not in story.ok("source", "fifth", "--publisher", "P", "--origin", "Acme").err


def test_python_says_of_a_record_which_of_its_names_look_like_slips(story):
    log = tl.open(story.folder)
    assert log.add("x", facts={"R-2.inference": "y"}, by="ada").notes[0].startswith('"R-2" is a new entity')
    assert log.add("y", facts={"R3.inference": "y"}, by="ada").notes == ()
    snap = log.at()
    assert [row["kind"] for row in snap.conflicts(entities="R2")] == ["values"]
    assert len(snap.conflicts(view="hardware", strict=True)) == 2
    assert [row["entity"] for row in snap.entities(grep="tea")] == ["v-4"]


# --- filters ---------------------------------------------------------------------------------------------------------


def titles(log, *words):
    return [row["title"] for row in log.rows("list", *words)]


@pytest.mark.parametrize(
    ("words", "title"),
    [("TRAINS ON HUAWEI", "R2 trains on Huawei"), ("then TEA", "About v-4"), ("in august", "About v-4"),
     ("no such model", "V4 is out")],
)  # fmt: skip
def test_grep_looks_in_title_text_said_and_quotes(story, words, title):
    assert titles(story, "--grep", words) == [title]
    assert story.ok("list", "--grep", words, "--json").answer["query"]["grep"] == [words]


def test_grep_finds_a_quote_only_when_it_was_known(story):
    event = story.rows("list", "--grep", "V4 is out")[0]["id"]
    story.ok("report", event, "relay", "--reported", "2025-09-09", "--quote", "unheard of")
    assert titles(story, "--grep", "unheard", "--as-of", "2025-09-01") == []
    assert titles(story, "--grep", "unheard", "--as-of", "2025-09-10") == ["V4 is out"]


def test_several_words_are_any_of_them_and_several_sorts_all(story):
    assert len(titles(story, "--grep", "tea", "--grep", "V4 is out")) == 2
    assert titles(story, "--grep", "v", "--value", "TPU", "--source", "other") == ["V4 is out"]


def test_a_value_is_found_as_it_is_typed_and_in_any_mode(story):
    story.ok("add", "n", "--fact", "V4.parameters=>=1000 chips", "--planned", "V4.open=true", "--fact", "V4.size=true!")
    assert titles(story, "--value", ">=1000 chips") == titles(story, "--value", "true") == ["n"]
    assert titles(story, "--value", '"true"') == []
    assert len(titles(story, "--value", "Nvidia")) == 1
    assert story.run("list", "--value", ">=").code == 2
    snap = tl.open(story.folder).at()
    assert [row["title"] for row in snap.list(value=True)] == ["n"]
    assert [row["title"] for row in snap.list(value={"op": ">=", "value": 1000, "unit": "chips"})] == ["n"]
    with pytest.raises(tl.TimelineError, match="not a value"):
        snap.list(value={"op": "no"})


def test_figures_pages_and_exports_follow_the_new_filters(story, tmp_path):
    for words in (("--grep", "huawei"), ("--value", "Huawei")):
        for command in (("figure", "events"), ("page",)):
            file = tmp_path / f"{command[0]}.{'svg' if command[0] == 'figure' else 'html'}"
            story.ok(*command, *words, "-o", str(file))
            text = file.read_text(encoding="utf-8")
            assert "R2 trains on Huawei" in text
            assert "V4 is out" not in text
    empty = story.run("figure", "events", "--grep", "nowhere at all", "-o", str(tmp_path / "f.svg"))
    assert empty.code == 2
    assert "--grep nowhere at all" in empty.err
    assert '"V4 is out"' not in story.ok("export", "--value", "Huawei").out


# --- a longer account ------------------------------------------------------------------------------------------------

ACCOUNT = {
    "kind": "event",
    "title": "told at length",
    "text": "One.\n\tTwo.",
    "links": [{"url": "https://a.example/x", "title": "X"}, {"url": "https://b.example"}],
}


def test_text_and_links_are_kept_shown_and_corrected(log):
    event = log.add("add", "-", stdin=json.dumps(ACCOUNT))
    (row,) = log.rows("show", event)
    assert row["text"] == ACCOUNT["text"]
    assert row["web_links"] == [ACCOUNT["links"][0], {"url": "https://b.example", "title": None}]
    shown = log.ok("show", event).out
    assert "https://a.example/x (X)" in shown
    assert "Two." in shown
    log.ok("correct", event, "--set", "text=Three.", "--set", 'links=[{"url":"https://c.example"}]', "--because", "b")
    (row,) = log.rows("show", event)
    assert (row["text"], row["web_links"]) == ("Three.", [{"url": "https://c.example", "title": None}])
    assert log.ok("check").code == 0


@pytest.mark.parametrize(
    "links", ['["https://a.example"]', '[{"title":"X"}]', '[{"url":" "}]', '[{"url":"u","more":1}]', '"u"']
)
def test_links_of_another_shape_are_refused(log, links):
    before = log.bytes
    said = log.run("add", "-", stdin=f'{{"kind":"event","title":"t","links":{links}}}')
    assert (said.code, log.bytes) == (2, before)
    assert "links" in said.err


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_text_and_links_are_exported_and_taken_back(log, tmp_path, form):
    log.ok("add", "-", stdin=json.dumps(ACCOUNT))
    file = tmp_path / f"out.{form}"
    log.ok("export", "--grep", "at length", "-o", str(file))
    other = type(log)(tmp_path / "other")
    other.ok("init", "--title", "t")
    other.ok("import", str(file))
    row = next(row for row in other.rows("list") if row["title"] == ACCOUNT["title"])
    assert (row["text"], len(row["web_links"])) == (ACCOUNT["text"], 2)


def test_python_takes_text_and_links_as_people_give_them(log):
    opened = tl.open(log.folder)
    added = opened.add("x", text="T", links="https://a.example", by="ada")
    assert (added.body["text"], added.body["links"]) == ("T", [{"url": "https://a.example"}])
    opened.correct(added.id, {"links": [{"url": "https://b.example", "title": "B"}]}, because="b", by="ada")
    assert opened.at().show(added.id)["web_links"] == [{"url": "https://b.example", "title": "B"}]
