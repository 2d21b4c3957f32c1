"""The story at a terminal of 80 columns: two lines a row, no date in pieces, no line too wide."""

import datetime as dt

import pytest
from storylog import EVENTS, run

import timeline as tl
from timeline.records.cellnames import cell_name
from timeline.text import tables
from timeline.text.grid import table
from timeline.text.terminal import columns

WIDTH = 80


def screen(*words):
    done = run(*words, "--format", "table", COLUMNS=str(WIDTH))
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--as-of", "2025-12-31"),
        ("state", "hardware"),
        ("state", "hardware", "--on", "2026-05-15"),
        ("state", "models"),
        ("state", "chips"),
        ("history",),
        ("history", "R2.training"),
        ("sources",),
        ("why", "R2.training"),
        ("why", "V4-Pro.training"),
        ("diff", "2025-08-31", "2026-06-30"),
        ("show", "04351e73"),
        ("views",),
    ],
    ids=" ".join,
)
def test_no_line_of_a_screen_is_wider_than_the_terminal(words):
    assert [line for line in screen(*words) if columns(line) > WIDTH] == []


def test_a_row_of_the_list_takes_two_lines_at_most(ask):
    rows = ask("list")["rows"]
    above, *lines = screen("list")
    assert "KNOWN yes" in above
    assert len(lines) <= 2 * (len(rows) + 1)
    text = "\n".join(lines)
    assert all(row["id"][:8] in text for row in rows)
    assert all((row["occurred"] or "-") in text for row in rows)


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
            lines = table(tables.why_sheet(rows), width=WIDTH, color=False).splitlines()
            head = next((number for number, line in enumerate(lines) if line.startswith("VERDICT")), 0)
            ways_out = 4 * sum(
                "--ended" in row["because"] for row in rows
            )  # both ways out of an overlap are a sentence
            assert len(lines) - head <= 2 * (len(rows) + 1) + ways_out, (clocks, cell["entity"], cell["property"])


def test_an_entity_stands_above_its_properties_where_they_have_no_column_of_their_own(ask):
    lines = screen("state", "models")
    first = next(row for row in ask("state", "models")["rows"])
    at = lines.index(first["entity"])
    assert lines[at + 1].split()[:2] == [first["property"], first["answer"]]


def test_the_list_asked_for_in_full_has_every_source_and_counts_origins(ask):
    text = "\n".join(screen("list", "--wide"))
    assert all(name in text for row in ask("list")["rows"] for name in row["sources"])
    assert "1..2 origins, 5 reports" in text
