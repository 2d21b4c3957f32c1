"""Answers as CSV: a sheet that comes back, a row a fact, a row a value, a view as a table."""

import csv
import io

import pytest

from timeline.errors import FormatError, ViewError


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
