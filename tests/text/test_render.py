"""Answers as text: what a script, a spreadsheet and a page may be handed."""

import csv
import io
import json
import re

import pytest

from timeline.text.render import FORMS, Column, Rows, Sheet, render


def rows(*cells):
    return Rows(
        schema="timeline/list/1",
        query={"as_of": None},
        rows=tuple({"title": cell, "n": 1} for cell in cells),
        sheet=Sheet(columns=(Column("TITLE"),), rows=tuple((cell,) for cell in cells)),
    )


@pytest.mark.parametrize(
    "cell", ["=1+2", "+1", "@x", "-x", "-", "-1+cmd|' /C calc'!A0", "-2+3", "=cmd|' /C calc'!A0", "\uff1d1+2"]
)
def test_a_spreadsheet_runs_no_cell(cell):
    (_, row) = csv.reader(io.StringIO(render(rows(cell), "csv")))
    assert row[0] == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["-0044-03-15", "-0044/-0040?", "-12", "a=b", "a;=1+2", "plain", "", "a,b", 'a "quoted" text', "two\nlines"]
)
def test_a_cell_that_is_no_formula_is_kept(cell):
    (_, row) = csv.reader(io.StringIO(render(rows(cell), "csv")))
    assert row[0] == cell


def test_json_keeps_the_text_as_it_is():
    assert json.loads(render(rows("=1+2"), "json"))["rows"][0]["title"] == "=1+2"


@pytest.mark.parametrize("form", FORMS)
def test_no_form_lets_a_terminal_be_steered(form):
    shown = render(rows("red \x1b[31m turned \u202e"), form)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_semicolon_starts_no_cell_where_it_parts_them():
    """Half the world's spreadsheets open csv with semicolons: a text that has one stands in quotes."""
    text = render(rows("a;=1+2"), "csv")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [["title,n"], ["a;=1+2,1"]]


def test_control_signs_are_shown_and_start_no_formula():
    (_, row) = csv.reader(io.StringIO(render(rows("\t=1+2"), "csv")))
    assert row[0] == "\\t=1+2"


def test_lists_and_nested_values_stand_in_one_cell():
    answer = rows("x")
    answer = answer._replace(rows=({"a": ["x", "=y"], "b": {"c": [1, None]}, "d": None, "e": True},))
    table = list(csv.reader(io.StringIO(render(answer, "csv"))))
    assert table == [["a", "b", "d", "e"], ["x; =y", '{"c": [1, null]}', "", "true"]]


@pytest.mark.parametrize("cell", ["a|b", "`code`", "<b>", "*x*", "[x](y)", "$x$", "a\\b", "# x", "~~x~~", "a & b"])
def test_markdown_shows_a_text_and_obeys_none(cell):
    line = render(rows(cell), "md").splitlines()[2]
    assert re.fullmatch(r"\| (?:[^\\|`*_\[\]~#$<>]|\\.)* \|", line)


def test_a_cell_with_several_lines_stays_one_row():
    sheet = Sheet(columns=(Column("A"), Column("B")), rows=(("one\ntwo", "x"),))
    answer = rows("x")._replace(sheet=sheet)
    assert render(answer, "plain") == "one; two\tx\n"
    assert render(answer, "md").splitlines()[2] == "| one<br>two | x |"
    assert render(answer, "table").splitlines() == ["A    B", "one  x", "two"]


@pytest.mark.parametrize("width", [10, 30, 80, 400])
def test_a_table_folds_and_cuts_nothing(width):
    words = ("where does each model train and run its inference " * 3).strip()
    sheet = Sheet(columns=(Column("ID", digits=8), Column("TITLE")), rows=(("0123456789abcdef", words),))
    shown = render(rows("x")._replace(sheet=sheet), "table", width=width)
    assert shown.count("01234567") == 1
    assert "89abcdef" not in shown
    told = " ".join(line[10:].strip() for line in shown.splitlines()[1:])
    assert told.replace(" ", "") == words.replace(" ", "")
    if width >= 30:
        assert all(len(line) <= width for line in shown.splitlines())


def test_no_rows_show_nothing_to_people_and_the_columns_to_machines():
    empty = rows("x")._replace(rows=(), sheet=Sheet(columns=(Column("A"),), rows=()), keys=("id", "title"))
    assert [render(empty, form) for form in ("table", "plain", "jsonl", "csv")] == ["", "", "", "id,title\n"]
    assert json.loads(render(empty, "json"))["rows"] == []
    assert render(empty, "md") == "| A |\n| --- |\n"


def test_names_and_dates_keep_their_words_whole_while_prose_can_give_way():
    prose = "a research group completed full-parameter post-training of it on at least a thousand chips"
    cells = ("[2026-04-24..2026-06-05]", prose, "corroborated", "shenzhen-gov")
    sheet = Sheet(columns=(Column("OCCURRED"), Column("TITLE"), Column("STANDING"), Column("SOURCES")), rows=(cells,))
    at_80 = render(rows("x")._replace(sheet=sheet), "table", width=80).splitlines()
    assert at_80[1].split("  ")[0] == "[2026-04-24..2026-06-05]"
    assert "corroborated" in at_80[1]
    assert "shenzhen-gov" in at_80[1]
    at_66 = render(rows("x")._replace(sheet=sheet), "table", width=66).splitlines()
    assert all(len(line) <= 66 for line in at_66)
    assert "corroborated" in at_66[1]
    at_50 = render(rows("x")._replace(sheet=sheet), "table", width=50).splitlines()
    assert at_50[1].split("  ")[0] == "[2026-04-24..2026-06-05]"
