"""Filters choose what is shown; what is shown is told from the whole log, in tables and in figures alike."""

import itertools
import re

import pytest
from bench import Bench, told

import timeline as tl
from timeline.asof.ledger import Ledger
from timeline.page import tell
from timeline.views.filters import Question, Selection


def with_cells(top):
    """Beside the log of all these tests: cells of `a` and `b` whose telling events are not all tagged."""
    log = told(top)
    log.ok("source", "paper", "--publisher", "Paper", "--published", "2025-01-01", "--origin", "o1")
    log.ok("source", "other", "--publisher", "Other", "--published", "2025-03-01", "--origin", "o2")

    def event(title, day, fact, source, *more):
        return log.add("add", title, "--type", "t.x", "--occurred", day, "--fact", fact, "--source", source, *more)

    claim = event("a on X", "2024-01-01", "a.training=X", "paper", "--tag", "kept")
    rest = event("a not on X at all", "2024-01-01", "a.inference=Z", "other")
    log.ok("link", claim, "contradicts", rest)
    event("b on X", "2024-01-01", "b.training=X", "paper", "--tag", "kept")
    event("b on Y since", "2024-06-01", "b.training=Y", "other", "--type", "u.x")
    event("c on Q", "2024-06-01", "c.training=Q", "other", "--type", "u.x")


@pytest.fixture
def log(copied, tmp_path):
    return Bench(copied(with_cells, tmp_path) / "events")


FILTERS = [("--tag", "kept"), ("--source", "paper"), ("--type", "t"), ("--until", "2024-03"), ("--entity", "a")]


@pytest.mark.parametrize("words", FILTERS, ids=" ".join)
def test_a_filter_leaves_out_whole_entities_and_changes_no_answer(log, words):
    everything = log.rows("state", "hardware", "--as-of", "2025-12-31")
    shown = log.rows("state", "hardware", "--as-of", "2025-12-31", *words)
    entities = {row["entity"] for row in shown}
    assert {"a"} <= entities < {row["entity"] for row in everything}
    assert shown == [row for row in everything if row["entity"] in entities]
    cells = {(row["entity"], row["property"]): row for row in shown}
    assert cells["a", "training"]["values"][0]["standing"] == "disputed"
    if "b" in entities:
        assert [value["value"] for value in cells["b", "training"]["values"]] == ["Y"]


def drawn(log, tmp_path, *words):
    """What each lane of a figure of states says: its titles, by the words they begin with."""
    log.ok("figure", *words, "-o", str(tmp_path / "f.svg"))
    text = (tmp_path / "f.svg").read_text(encoding="utf-8")
    return sorted(re.findall(r"<title>([^<]*, (?:training|inference): [^<]*)</title>", text)), text


@pytest.mark.parametrize("words", [words for words in FILTERS if words[0] != "--until"], ids=" ".join)
def test_a_figure_shows_the_entities_of_the_table_with_the_same_standings(log, tmp_path, words):
    table = log.rows("state", "hardware", "--as-of", "2025-12-31", *words)
    whole, _ = drawn(log, tmp_path, "state", "--view", "hardware", "--as-of", "2025-12-31")
    shown, svg = drawn(log, tmp_path, "state", "--view", "hardware", "--as-of", "2025-12-31", *words)
    entities = {row["entity"] for row in table}
    assert shown == [title for title in whole if title.partition(",")[0] in entities]
    assert "disputed" in next(title for title in shown if title.startswith("a, training: X"))
    assert f"{words[0].removeprefix('--')} {words[1]}" in svg


def test_a_comparison_shows_the_entities_that_the_filter_speaks_of_at_either_date(log, tmp_path):
    days = ("2025-02-01", "2025-12-31")
    shown, _ = drawn(log, tmp_path, "compare", *days, "--view", "hardware", "--tag", "kept")
    assert {title.partition(",")[0] for title in shown} == {"a", "b"}
    assert any("disputed" in title for title in shown)
    assert any(title.startswith("b, training: Y") for title in shown)
    refused = log.run(
        "figure", "compare", *days, "--view", "hardware", "--tag", "no-such", "-o", str(tmp_path / "n.svg")
    )
    assert refused.code == 2
    assert "--tag no-such" in refused.err
    assert not (tmp_path / "n.svg").exists()


def test_a_difference_is_judged_on_the_whole_log(log):
    changes = log.rows("diff", "2025-02-01", "2025-12-31", "--tag", "kept")
    (standing,) = [row for row in changes if row["change"] == "standing"]
    assert (standing["before"]["standing"], standing["after"]["standing"]) == ("reported", "disputed")
    cells = {(row["entity"], row["property"]): row for row in changes if row["change"] == "cell"}
    assert set(cells) >= {("a", "training"), ("b", "training")}
    assert not any(entity == "c" for entity, _ in cells)
    assert [value["value"] for value in cells["b", "training"]["after"]["values"]] == ["Y"]
    assert not any(row["change"] == "new" for row in changes)


def test_a_table_says_that_a_filter_chose_entities_and_not_answers(log):
    notes = log.ok("state", "hardware", "--tag", "kept", "--json").answer["query"]["notes"]
    assert any("the whole log" in note for note in notes)
    notes = log.ok("state", "hardware", "--json").answer["query"]["notes"]
    assert not any("the whole log" in note for note in notes)


def test_a_page_tells_its_cells_from_the_whole_log(log):
    folder = tl.open(log.folder)
    specs = tuple(folder.views().values())
    whole, shown = (
        tell(Ledger(folder.read().records), Question(selection=selection), specs[:1])
        for selection in (Selection(), Selection(tags=("kept",)))
    )
    last = [
        {(cell.entity, cell.property): cell.runs[-1][1] for cell in story.views[0].cells} for story in (whole, shown)
    ]
    assert {entity for entity, _ in last[1]} == {"a", "b"}
    assert last[1] == {place: cell for place, cell in last[0].items() if place[0] in ("a", "b")}


def test_every_command_leaves_out_what_only_possibly_fits_where_only_what_is_sure_is_asked_for(empty, tmp_path):
    empty.ok("source", "s", "--published", "2025-01-01")
    event = empty.add("add", "one", "--occurred", "2024", "--source", "s", "--fact", "Acme.training=x")
    empty.ok("correct", event, "--fact", "Beta.training=x", "--because", "y", "--reported", "2025-06")
    for entity, fits in itertools.product(("Acme", "Beta"), (True, False)):
        asked = ["--entity", entity, "--as-of", "2025-06-15", *([] if fits else ["--strict"])]
        assert len(empty.rows("list", *asked)) == fits
        assert bool(empty.ok("export", "--format", "ics", *asked).out.count("BEGIN:VEVENT")) == fits
        assert [row["events"] for row in empty.rows("list", "--by", "entity", *asked)] == ([1, 1] if fits else [])
        assert {row["entity"] for row in empty.rows("state", "hardware", *asked)} == ({entity} if fits else set())
        assert (empty.run("figure", "events", "-o", str(tmp_path / "a.svg"), *asked).code == 0) == fits
        page = empty.run("page", "-o", str(tmp_path / "a.html"), *asked)
        assert (page.code == 0) == (fits or entity == "Acme")  # which it surely was on an earlier day of the slider
