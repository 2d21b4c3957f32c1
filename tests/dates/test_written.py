"""Dates as they stand in records: the text that was typed, which is parsed once and knows what it can mean."""

import ast
import copy
import datetime as dt
import json
import pickle
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given

import timeline as tl
from strategies import dates
from timeline.cli.main import cli
from timeline.dates import edtf, written
from timeline.dates.written import WrittenDate, day_of, of_row, read_input, read_there, second_of
from timeline.errors import DateError, RecordError
from timeline.records.model import BODIES, DATE_FIELDS, Fact, structure, unstructure, with_dates

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "timeline"

TODAY = dt.date(2026, 11, 23)

# Where a text becomes a date, beside the package of dates itself, and what for.
READERS = {
    "records/model.py": "the body of a record",
    "views/given.py": "what a person types or gives in Python: dates and clocks",
    "text/incoming/values.py": "what stands in a file of another program",
}
PARSERS = {
    "timeline.dates.written": ("WrittenDate", "read_input", "read_there"),
    "timeline.dates.edtf": ("parse", "parse_input", "parse_clock"),
    "timeline.dates.grammar": ("edtf",),
}
REQUIRED = {
    "event": {"title": "x"},
    "source": {"name": "s"},
    "capture": {"source": "s", "sha256": "a" * 64},
    "report": {"event": "e"},
    "correction": {"target": "t", "set": {"title": "y"}},
    "retraction": {"target": "t"},
    "link": {"from": "a", "to": "b", "rel": "supersedes"},
    "redaction": {"target": "t", "because": "law"},
}


@pytest.mark.parametrize(
    "words",
    [
        ("state", "hardware"),
        ("state", "hardware", "--as-of", "2026-06-07", "--on", "2026-06-08"),
        ("list",),
        ("history", "R2.training"),
    ],
)
def test_a_question_parses_each_distinct_text_once(words, monkeypatch, tmp_path):
    """Of a log without an index, whose rows hold bounds and need no text to be read again."""
    log = tmp_path / "events"
    shutil.copytree(ROOT / "events", log, ignore=shutil.ignore_patterns(".index"))
    parsed = []
    real = edtf.edtf
    monkeypatch.setattr(edtf, "edtf", lambda text: parsed.append(text) or real(text))
    written._known.cache_clear()
    done = CliRunner().invoke(cli, ["-C", str(log), *words, "--json"])
    assert done.exit_code == 0, done.stderr
    assert len(parsed) > 20
    assert sorted(parsed) == sorted(set(parsed))


def test_a_text_becomes_a_date_where_it_is_read_and_nowhere_else():
    reading = set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        if not name.startswith("dates/") and not _parsers(tree).isdisjoint(_called(tree)):
            reading.add(name)
    assert reading == set(READERS)


def _parsers(tree):
    """Give what a module calls the functions that make a date of a text, under the names of its imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                called = name.asname or name.name
                if name.name in PARSERS.get(node.module, ()):
                    found.add(called)
                found.update(f"{called}.{each}" for each in PARSERS.get(f"{node.module}.{name.name}", ()))
    return found


def _called(tree):
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@given(dates)
def test_it_is_its_text_wherever_a_text_is_wanted(text):
    date = WrittenDate(text)
    assert date == text
    assert hash(date) == hash(text)
    assert json.dumps({"date": date}) == json.dumps({"date": text})
    assert date.meaning == edtf.parse(text)
    assert WrittenDate(date) is date
    for again in (pickle.loads(pickle.dumps(date)), copy.deepcopy(date)):
        assert (again, again.meaning) == (date, date.meaning)
    assert type(unstructure(date)) is str


@pytest.mark.parametrize("text", ["", "April", "2025-13", "2026-Q2", "x" * 100])
def test_what_is_not_a_date_is_refused_as_the_parser_refuses_it(text):
    with pytest.raises(DateError) as parsed:
        edtf.parse(text)
    with pytest.raises(DateError) as refused:
        WrittenDate(text)
    assert (refused.value.what, refused.value.fix) == (parsed.value.what, parsed.value.fix)


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field) for kind, type_ in BODIES.items() for field in type_.__struct_fields__ if field in DATE_FIELDS],
)
def test_every_date_of_a_body_is_read(kind, field):
    content = structure(kind, REQUIRED[kind] | {field: "2025-08"})
    assert getattr(content, field).meaning.latest == "2025-08-31"
    with pytest.raises(RecordError, match=field):
        structure(kind, REQUIRED[kind] | {field: "August"})
    with pytest.raises(RecordError, match=r"expected `str \| null`, got `int`") as refused:
        structure(kind, REQUIRED[kind] | {field: 2025})
    assert refused.value.where == field


def test_a_wrong_date_deep_in_a_body_is_named_with_its_place():
    fact = {"entity": "a", "property": "p", "during": "August"}
    with pytest.raises(RecordError, match=r'^during: "August" is in words') as refused:
        structure("event", {"title": "x", "facts": [{"entity": "a", "property": "p"}, fact]})
    assert refused.value.where == "facts[1]"


def test_what_a_correction_sets_has_its_dates_read_at_every_depth_and_nothing_else():
    fact = {"entity": "a", "property": "p", "during": "2025/2026"}
    sets = {"occurred": "2025", "facts": [fact], "data": {"occurred": "2025"}, "title": "2025", "reported": "soon"}
    content = structure("correction", {"target": "t", "set": {"set": sets}})
    inner = content.set["set"]
    assert inner == sets
    assert inner["occurred"].meaning.earliest == "2025-01-01"
    assert inner["facts"][0]["during"].meaning.latest == "2026-12-31"
    assert type(inner["data"]["occurred"]) is type(inner["title"]) is type(inner["reported"]) is str
    assert with_dates(inner) == inner


def test_a_value_made_in_python_reads_its_dates_too():
    assert tl.Event(title="x", occurred="2025").occurred.meaning.earliest == "2025-01-01"
    assert Fact(entity="a", property="p").during is None
    with pytest.raises(ValueError, match='"soon"'):
        tl.Source(name="s", published="soon")


def test_a_clock_in_a_year_of_more_than_four_digits_is_a_date_too():
    """EDTF has no day of such a year, and a period as a clock means its last day."""
    clock = edtf.parse_clock("Y170000002", today=dt.date(2026, 11, 23))
    day = written.of_clock(clock)
    assert (day, day.meaning.earliest, day.meaning.latest) == ("170000002-12-31",) * 3
    assert (day.meaning.span.lo, day.meaning.span.hi) == (clock.lo, clock.hi)
    assert edtf.words(day.meaning) == "31 December 170,000,002"
    long_ago = written.of_clock(edtf.parse_clock("Y-17E7", today=dt.date(2026, 11, 23)))
    assert (long_ago.meaning.earliest, long_ago.meaning.latest) == ("-170000000-12-31",) * 2


def test_a_stamp_has_a_day_and_a_second():
    assert (day_of("2026-07-01T12:00:00.500000Z"), day_of("2026-07-01")) == ("2026-07-01", "2026-07-01")
    for text in ("2026-07-01T12:00:05.500000Z", "2026-07-01T12:00:05Z"):
        assert second_of(text) == "2026-07-01T12:00:05Z"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1970-01-02/1970-01-31", (1, 30)),
        ("1970-01-02", (1, 1)),
        ("1970-01", None),
        ("1969-12/1970-02", (-1, 31)),
        ("1970-01-02/..", None),
    ],
)
def test_the_days_that_a_date_surely_covers(text, days):
    assert of_row(text).meaning.sure_days == days


def test_what_counts_from_today_is_no_date_in_a_file():
    assert read_there("2026-Q2", today=TODAY) == read_input("2026-Q2", today=TODAY) == "2026-34"
    assert read_there("2026-07-01 12:00Z", today=TODAY) == "2026-07-01T12:00:00Z"
    for text in ("today", "yesterday", "2 weeks ago", "-3d"):
        with pytest.raises(DateError) as caught:
            read_there(text, today=TODAY)
        assert (caught.value.what, caught.value.fix) == (
            f'"{text}" is another day whenever the file is read',
            "write the day itself",
        )
    with pytest.raises(DateError, match="late 2025"):
        read_there("late 2025", today=TODAY)


@pytest.mark.parametrize("zone", ["EST", "EET", "UTC"])
def test_the_name_of_a_zone_is_words_and_its_letters_no_signs(zone):
    """T, E and S are signs of EDTF; of EST it was said that a whole day must stand before the T."""
    with pytest.raises(DateError) as refused:
        read_input(f"2026-02-05 14:10 {zone}", today=dt.date(2026, 11, 30))
    assert refused.value.what == f'"2026-02-05 14:10 {zone}" is in words, and a date is stored as EDTF'
