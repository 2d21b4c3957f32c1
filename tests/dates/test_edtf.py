"""EDTF against the project's own table, the row that `timeline date` answers, and the page for users."""

import contextlib
import csv
import datetime as dt
import json
from pathlib import Path

from meant import meant_by
from timeline.dates.edtf import describe, parse, parse_input, words
from timeline.dates.values import DAY, format_day
from timeline.errors import DateError

TODAY = dt.date(2026, 11, 23)

with (Path(__file__).parent / "edtf_cases.csv").open(newline="", encoding="utf-8") as table:
    CASES = list(csv.DictReader(table))
VALID = [case for case in CASES if case["valid"] == "yes"]
INVALID = [case for case in CASES if case["valid"] == "no"]


# The table


def test_the_table_is_large_and_says_why():
    assert len(CASES) >= 500
    assert len({case["expression"] for case in CASES}) == len(CASES)
    assert all(case["reason"] for case in CASES)


def test_every_valid_row_has_its_level_kind_and_bounds():
    wrong = []
    for case in VALID:
        date = parse(case["expression"])
        found = ("" if date.level is None else str(date.level), date.kind, date.earliest, date.latest)
        if found != (case["level"], case["kind"], case["earliest"], case["latest"]):
            wrong.append((case["expression"], found))
    assert wrong == []


def test_every_invalid_row_is_refused():
    wrong = []
    for case in INVALID:
        with contextlib.suppress(DateError):
            wrong.append((case["expression"], parse(case["expression"]).earliest))
    assert wrong == []


def test_every_valid_row_comes_back_byte_for_byte_and_says_its_doubt():
    for case in VALID:
        text = case["expression"]
        date = parse(text)
        assert date.text == text
        assert parse_input(text, today=TODAY) == date
        assert date.approximate == any(sign in text for sign in "~%")
        assert date.uncertain == any(sign in text for sign in "?%")


def test_printed_bounds_are_those_of_the_span():
    for case in VALID:
        date = parse(case["expression"])
        if date.kind != "datetime":
            if date.earliest[-1].isdigit():
                assert date.earliest == format_day(date.span.lo // DAY)
            if date.latest[-1].isdigit():
                assert date.latest == format_day(date.span.hi // DAY)
        assert date.span.lo <= date.span.lo_end <= date.span.hi
        assert date.span.lo <= date.span.hi_start <= date.span.hi


def test_words_never_hide_a_doubt():
    for case in VALID:
        said = words(parse(case["expression"]))
        assert said == said.strip()
        assert "None" not in said
        if "?" in case["expression"] or "%" in case["expression"]:
            assert "uncertain" in said
        if "~" in case["expression"] or "%" in case["expression"]:
            assert "about" in said or "approximate" in said


def test_a_year_in_spring_gets_no_months():
    for season in range(21, 33):
        said = words(parse(f"2001-{season}"))
        assert not any(month in said for month in ("January", "March", "June", "December"))


# Words


# The row


def test_a_row_has_its_keys_in_order():
    keys = ["text", "valid", "level", "kind", "earliest", "latest", "approximate", "uncertain", "words"]
    keys += ["error", "suggestion", "edtf"]
    for text in ("2025?-08", "2026-Q2", "April", ""):
        row = describe(text, today=TODAY)
        assert list(row) == keys
        json.dumps(row)


def test_a_valid_row_says_all_and_an_invalid_one_why():
    assert describe("2025?-08", today=TODAY) == {
        "text": "2025?-08",
        "valid": True,
        "level": 2,
        "kind": "date",
        "earliest": "2025-08-01",
        "latest": "2025-08-31",
        "approximate": False,
        "uncertain": True,
        "words": "August, year uncertain, probably 2025",
        "error": None,
        "suggestion": None,
        "edtf": "2025?-08",
    }
    row = describe("2026-Q2", today=TODAY)
    assert (row["text"], row["edtf"], row["earliest"]) == ("2026-Q2", "2026-34", "2026-04-01")
    row = describe("2025-02-29", today=TODAY)
    assert row["valid"] is False
    assert row["error"] == '"2025-02-29" is a day that does not exist'
    assert row["suggestion"] == "2025-02-XX"
    assert row["kind"] is row["words"] is row["edtf"] is None


# The document for users


def rows_of_the_document():
    text = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and any(cell.startswith("`") for cell in cells[:2]):
            yield [cell.strip("`") for cell in cells]


def test_the_document_says_what_is_so():
    rows = list(rows_of_the_document())
    assert len(rows) > 50
    for row in rows:
        if len(row) == 4:
            _, text, bounds, said = row
            date = parse(text)
            shown = f"{date.earliest} to {date.latest}"
            assert bounds == (date.earliest if date.earliest == date.latest and not date.is_interval else shown)
            assert said == words(date)
        elif len(row) == 3:
            typed, stored, said = row
            date = parse_input(typed, today=TODAY)
            assert (date.text, words(date)) == (stored, said)
        else:
            typed, meant = row
            assert meant_by(typed) == meant
