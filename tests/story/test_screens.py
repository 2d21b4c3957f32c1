"""The story at a terminal of 80 and of 120 columns: two lines a row, no date in pieces, no line too wide."""

import datetime as dt
import functools
import re

import pytest
from click.testing import CliRunner
from storylog import EVENTS

import timeline as tl
from timeline.cli.main import cli
from timeline.records import say, strict_json
from timeline.records.cellnames import cell_name
from timeline.text.grid import _common, table
from timeline.text.layouts import choose
from timeline.text.tables.cells import rectangles_sheet, state_sheet
from timeline.text.tables.changes import diff_sheet
from timeline.text.tables.events import list_sheet
from timeline.text.tables.reasons import why_sheet
from timeline.text.tables.records import records_sheet
from timeline.text.tables.sources import cascade_sheet, sources_sheet
from timeline.text.tables.survey import conflicts_sheet, entities_sheet
from timeline.text.terminal import columns

WIDTH = 80
QUESTIONS = [
    ("list",),
    ("list", "--as-of", "2025-12-31"),
    ("list", "--by", "month"),
    ("state", "hardware"),
    ("state", "hardware", "--on", "2026-05-15"),
    ("state", "models"),
    ("state", "chips"),
    ("history",),
    ("history", "R2.training"),
    ("history", "04351e73"),
    ("sources",),
    ("sources", "04351e73"),
    ("entities",),
    ("conflicts",),
    ("why", "R2.training"),
    ("why", "V4-Pro.training"),
    ("diff", "2025-08-31", "2026-06-30"),
    ("diff", "2025-12-31", "2026-11-23"),
    ("diff", "2026-11-23", "2025-12-31"),
    ("show", "04351e73"),
    ("views",),
]
DAY = r"(?:\d{4}\??(?:-\d\d){0,2}(?:T[\d:]+Z)?)"
EDTF = re.compile(rf"(?<![\w/])[\[{{]?(?:\.\.)?{DAY}(?:(?:\.\.|/|,){DAY}?)?[\]}}]?")


@functools.cache
def printed(*words, width=WIDTH, form="table"):
    """What a command prints of the repository's own log; the same question is asked once."""
    runner = CliRunner(env={"COLUMNS": str(width), "NO_COLOR": "1"})
    done = runner.invoke(cli, ["-C", str(EVENTS), *words, "--format", form])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def screen(*words, width=WIDTH):
    return printed(*words, width=width).splitlines()


@pytest.fixture(scope="module")
def ask():
    return lambda *words: strict_json.parse(printed(*words, form="json"))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_no_line_of_a_screen_is_wider_than_the_terminal(words, width):
    assert [line for line in screen(*words, width=width) if columns(line) > width] == []


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("words", [words for words in QUESTIONS if words[0] != "show"], ids=" ".join)
def test_no_date_of_a_screen_stands_in_pieces(words, width):
    """A date that the plain form has, which nothing breaks, is on one line of the screen too, or of that with all."""
    plain, lines = printed(*words, form="plain"), screen(*words, width=width)
    lines += screen(*words, "--wide", width=width) if any("Cut: " in line for line in lines[:2]) else []
    dates = {found for found in EDTF.findall(plain) if len(found) > 4}
    assert [date for date in dates if not any(date in line for line in lines)] == []


def test_a_row_of_the_list_takes_two_lines_at_most_and_counts_origins(ask):
    rows = ask("list")["rows"]
    above, *lines = screen("list")
    assert "KNOWN yes" in above
    assert len(lines) <= 2 * (len(rows) + 1)
    text = "\n".join(lines)
    assert all(row["id"][:8] in text for row in rows)
    assert all((row["occurred"] or "-") in text for row in rows)
    assert lines[0].endswith("ORIGINS OF REPORTS")
    counts = [f"{say.bounds(row['origins'])} of {row['reports']}" for row in rows]
    assert [re.search(r"(\S+ of \d+)$", line)[1] for line in lines[2::2]] == counts


def test_a_row_of_a_difference_takes_a_line_beside_its_title(ask):
    """What a new event says is short; only what stands beside a cell, or several values, need more."""
    rows = ask("diff", "2025-12-31", "2026-11-23")["rows"]
    lines = screen("diff", "2025-12-31", "2026-11-23")
    assert len(lines) <= 2 * (len(rows) + 1) + 1
    text = "\n".join(lines)
    assert "standing: reported; origins: 0 → 1" in text
    assert "at least 1,000 Ascend 910C chips: occurred: [2026-04-24..2026-06-05]" in text
    assert "beside: Huawei silicon (planned, possibly" in text
    assert "Shenzhen Loop Area Institute; …" in text
    assert lines[0] == "Cut: WHAT: BEFORE → AFTER (--wide)."
    assert "Harbin" in "\n".join(screen("diff", "2025-12-31", "2026-11-23", "--wide"))


def test_a_row_of_a_state_takes_two_lines_at_most(ask):
    for view in ("hardware", "models"):
        rows = ask("state", view)["rows"]
        shown = sum(max(1, len(row["values"])) + len(row["beside"]) for row in rows)
        lines = [line for line in screen("state", view) if line not in {row["entity"] for row in rows}]
        assert len(lines) <= 2 * (shown + 1) + 1


@pytest.mark.parametrize("clocks", [{}, {"as_of": "2026-06-01"}, {"on": "2026-05-15"}], ids=str)
def test_a_row_of_why_takes_two_lines_at_most(clocks):
    snapshot = tl.open(EVENTS).at(**clocks, today=dt.date(2026, 11, 25))
    for view in ("hardware", "models", "chips"):
        for cell in snapshot.state(view):
            rows = snapshot.why(cell_name(cell["entity"], cell["property"]), view=view).rows()
            lines = table(why_sheet(rows), width=WIDTH, color=False).splitlines()
            head = next((number for number, line in enumerate(lines) if line.startswith("VERDICT")), 0)
            overlaps = sum("--ended" in row["because"] for row in rows)  # what may have ended is named, too
            ways_out = 2 * (overlaps > 0)
            assert len(lines) - head <= 2 * (len(rows) + 1) + overlaps + ways_out, (clocks, cell)


def test_an_entity_stands_above_its_properties_where_they_have_no_column_of_their_own(ask):
    lines = screen("state", "models")
    first = next(row for row in ask("state", "models")["rows"])
    at = lines.index(first["entity"])
    assert lines[at + 1].split()[:2] == [first["property"], first["answer"]]


def test_the_list_asked_for_in_full_has_every_source_and_counts_origins(ask):
    text = "\n".join(screen("list", "--wide"))
    assert all(name in text for row in ask("list")["rows"] for name in row["sources"])
    assert "1..2 origins, 5 reports" in text


DAYS = ("2025-08-31", "2025-12-31", "2026-06-01", "2026-11-23")


def sheets(day):
    """Lay out every answer of a day that a command prints as rows, each with the words that ask for it."""
    log = tl.open(EVENTS)
    snap = log.at(as_of=day, today=dt.date(2026, 11, 25))
    events = snap.list().rows()
    titles = {row["id"]: row["title"] for row in log.at().list().rows()}
    yield "list", list_sheet(events)
    yield "entities", entities_sheet(snap.entities().rows())
    yield "sources", sources_sheet(snap.sources().rows())
    yield "conflicts", conflicts_sheet(snap.conflicts().rows())
    yield "history", records_sheet(snap.history().rows())
    for view in ("hardware", "models", "chips"):
        rows = snap.state(view).rows()
        yield f"state {view}", state_sheet(rows)
        for name in (cell_name(row["entity"], row["property"]) for row in rows):
            yield f"why {name}", why_sheet(snap.why(name, view=view).rows())
            yield f"history {name}", rectangles_sheet(snap.history(name).rows())
    for event in events:
        yield f"history {event['title']}", records_sheet(snap.history(event["id"]).rows())
        yield f"sources {event['title']}", cascade_sheet(snap.cascade(event["id"]).rows())
    for other in DAYS:
        yield f"diff {day} {other}", diff_sheet(log.diff(day, other).rows(), titles)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("day", DAYS)
def test_a_row_takes_two_lines_at_most(day, width):
    """Beside the line in which what several rows share stands once above them."""
    found = [(words, sheet) for words, sheet in sheets(day) if sheet.rows]
    assert len(found) > 40
    for words, sheet in found:
        grid = choose(sheet, frozenset(_common(sheet)), width, wide=False)
        above = grid._above_rows()
        for row in grid.cells:
            has_own_line = any(row[place] != [""] for place in above)
            drawn, _ = grid.short(row)
            assert len(drawn) <= 2 + has_own_line, (words, row)


def test_few_rows_of_the_story_have_words_cut():
    """Of titles and reasons, and of the four names that one cell holds; dates, ids and numbers stay."""
    cut = {}
    for words, sheet in sheets(DAYS[-1]):
        grid = choose(sheet, frozenset(_common(sheet)), WIDTH, wide=False) if sheet.rows else None
        for row in grid.cells if grid else ():
            drawn, place = grid.short(row)
            text = "\n".join("".join(part for part, _ in line).strip() for line in drawn)
            if place is not None:
                cut.setdefault(words.split()[0], []).append(text)
                assert " …" in text
    assert set(cut) == {"history", "diff"}
    assert len(cut["diff"]) == 6
    assert sum("post-training-by" in text for text in cut["diff"]) == 3


def test_every_reason_of_why_takes_a_line_where_ends_and_values_overlap(tmp_path):
    """Whatever is told of a cell: titles are cut, and the ways out are said once, below."""
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text('format = 1\n[views.v]\ntitle = "V"\nproperties = ["host"]\n')
    long = "The contract that was signed in March with the hosting company of the model ran out in the end"
    for value, occurred in (("Huawei", "2026-04-24"), ("Nvidia", "2026-04-24"), ("AMD", "2026-05-10")):
        log.add(f"{value} hosts it", occurred=occurred, facts={"V4.host": value}, by="ada")
    for value, occurred in (("Nvidia", "[2026-05-05..2026-06-01]"), ("AMD", "2026-05-12")):
        log.add(f"{long}, {value}", occurred=occurred, ended={"V4.host": value}, by="ada")
    for day in ("2026-05-01", "2026-05-06", "2026-05-11", "2026-05-13", "2026-06-02"):
        sheet = why_sheet(tl.open(tmp_path / "events").at(on=day).why("V4.host").rows())
        grid = choose(sheet, frozenset(_common(sheet)), WIDTH, wide=False)
        assert max(grid.heights(WIDTH)) <= 2, day
