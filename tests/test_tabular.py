"""Answers as text: what a script, a spreadsheet and a page may be handed."""

import csv
import io
import json

import pytest

from timeline.formats.tabular import FORMS, Column, Rows, Sheet, render


def rows(*cells):
    return Rows(
        schema="timeline/list/1",
        query={"as_of": None},
        rows=tuple({"title": cell, "n": 1} for cell in cells),
        sheet=Sheet(columns=(Column("TITLE"),), rows=tuple((cell,) for cell in cells)),
    )


@pytest.mark.parametrize("cell", ["=1+2", "+1", "@x", "-x", "-", "=cmd|' /C calc'!A0"])
def test_a_spreadsheet_runs_no_cell(cell):
    (_, row) = csv.reader(io.StringIO(render(rows(cell), "csv")))
    assert row[0] == f"'{cell}"


@pytest.mark.parametrize("cell", ["-0044-03-15", "a=b", "plain", "", "a,b", 'a "quoted" text', "two\nlines"])
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
