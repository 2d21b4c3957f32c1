"""The story at a terminal of 80 columns: two lines a row, no date in pieces, no line too wide."""

import pytest
from storylog import run

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
    rows = ask("state", "hardware")["rows"]
    shown = sum(max(1, len(row["values"])) + len(row["beside"]) for row in rows)
    assert len(screen("state", "hardware")) <= 2 * (shown + 1)


def test_the_list_asked_for_in_full_has_every_source_and_counts_origins(ask):
    text = "\n".join(screen("list", "--wide"))
    assert all(name in text for row in ask("list")["rows"] for name in row["sources"])
    assert "1..2 origins, 5 reports" in text
