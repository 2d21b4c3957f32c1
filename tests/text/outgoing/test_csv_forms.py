"""Answers as CSV: a sheet that comes back, a row a fact, a row a value, a view as a table."""

import csv
import io
import sys

import pytest
from click.testing import CliRunner

from timeline.cli.main import cli
from timeline.errors import FormatError, ViewError
from timeline.text.outgoing.forms import form_of


def table(found):
    return list(csv.DictReader(io.StringIO(found.text)))


def test_long_csv_has_a_row_for_each_fact_with_its_event(snap):
    rows = table(snap.export("long-csv"))
    facts = [fact for row in snap.list() for fact in row["facts"]]
    assert len(rows) == len(facts)
    nvidia = next(row for row in rows if row["value"] == "Nvidia" and row["property"] == "training")
    assert (nvidia["entity"], nvidia["value_type"], nvidia["mode"], nvidia["occurred"]) == (
        "E", "text", "actual", "2025-09-02",
    )  # fmt: skip
    chips = next(row for row in rows if row["value_type"] == "quantity")
    assert (chips["number"], chips["op"], chips["unit"]) == ("1000", ">=", "chips")


def test_long_csv_counts_the_events_that_it_leaves_out(snap):
    found = snap.export("long-csv")
    without = sum(not row["facts"] for row in snap.list())
    assert f"{without} events without a fact left out" in found.notes


def test_a_view_as_long_csv_has_a_row_for_each_value(snap):
    rows = table(snap.export("long-csv", view="hard"))
    training = [row for row in rows if (row["entity"], row["property"]) == ("E", "training")]
    assert [(row["mode"], row["value"]) for row in training] == [
        ("actual", "Nvidia"), ("failed", "Huawei"), ("planned", "Ascend"),
    ]  # fmt: skip


def test_a_view_as_csv_is_entities_by_properties(snap):
    (first, *_) = rows = table(snap.export("csv", view="hard"))
    assert list(first) == ["entity", "training", "p0", "Training"]
    assert [row["entity"] for row in rows] == ["E", "F"]
    assert first["training"] == "Nvidia; Huawei (failed); Ascend (planned)"


def test_a_view_that_names_its_rows_has_those_of_which_nothing_is_known(snap):
    rows = table(snap.export("csv", view="other"))
    assert [(row["entity"], row["p3"], row["p8"]) for row in rows] == [
        ("E", "true", ">=1000 chips"),
        ("nobody", "", ""),
    ]


def test_what_a_spreadsheet_would_run_is_marked_as_text(snap):
    for form in ("csv", "long-csv"):
        text = snap.export(form).text
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@")]
        assert any(cell.startswith("'=") for cell in cells)


def test_names_that_are_not_there_are_refused(snap):
    with pytest.raises(FormatError, match="not a form"):
        snap.export("cvs")
    with pytest.raises(FormatError, match="holds no view"):
        snap.export("mermaid", view="hard")
    with pytest.raises(ViewError, match="no view"):
        snap.export("csv", view="hrad")


def run(odd, *words):
    return CliRunner().invoke(cli, ["-C", odd.files.folder, "export", *words])


@pytest.mark.parametrize("form", ["sqlite", "csv", "md"])
@pytest.mark.parametrize("words", [[], ["-"], ["-o", "-"]])
def test_standard_output_gets_the_same_bytes_as_a_file(odd, tmp_path, form, words):
    asked = ["--format", form, "--on", "2026-11-30"]
    piped = run(odd, *words, *asked)
    written = run(odd, str(tmp_path / "file"), *asked)
    assert (piped.exit_code, written.exit_code) == (0, 0)
    assert piped.stdout_bytes == (tmp_path / "file").read_bytes()
    assert written.stderr.replace(f"wrote {tmp_path / 'file'}\n", "") == piped.stderr


@pytest.mark.parametrize(("form", "library"), [("xlsx", "openpyxl"), ("ics", "icalendar"), ("parquet", "pyarrow")])
def test_a_library_that_is_missing_is_named_with_what_to_install(odd, tmp_path, monkeypatch, form, library):
    monkeypatch.setitem(sys.modules, library, None)
    said = run(odd, str(tmp_path / "file"), "--format", form)
    assert said.exit_code == 2
    assert f"{form} needs {library}, which is not installed" in said.stderr
    assert "at: --format" in said.stderr
    assert f"fix: pip install {library}\n" in said.stderr
    assert list(tmp_path.iterdir()) == []
    snapshot = odd.at()
    for asked in (lambda: snapshot.export(form), lambda: snapshot.save_export(tmp_path / "file", form)):
        with pytest.raises(FormatError) as caught:
            asked()
        assert caught.value.where == "form"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.DB", "sqlite"),
        ("a.stix.json", "stix"),
        ("a.b.timesketch.jsonl", "timesketch"),
        ("a.jsonl", "jsonl"),
        ("a.metadata.json", "datasette"),
        ("a.feather", "arrow"),
    ],
)
def test_the_longest_ending_names_the_form(name, form):
    assert form_of(name, where="FILE") == form


def test_an_ending_that_stands_for_several_forms_is_refused(odd):
    said = run(odd, "story.json")
    assert said.exit_code == 2
    assert "no ending that names a form" in said.stderr
