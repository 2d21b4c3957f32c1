"""A column that says how precise a date is: the date is cut to it, or the cell is refused."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import DAY, bodies, faults, read

import timeline as tl
from builders import a_log
from commands import run
from timeline.dates.local import zone_of_times
from timeline.dates.precision import UNITS, WORDS, cut, word_of
from timeline.dates.written import WrittenDate
from timeline.errors import DateError, TimelineError
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

LAUNCHES = {
    "count": 3,
    "results": [
        {"name": "A", "net": "2025-08-14T14:03:00Z", "net_precision": {"id": 1, "name": "Minute"}},
        {"name": "B", "net": "2025-12-31T00:00:00Z", "net_precision": {"id": 7, "name": "Month"}},
        {"name": "C", "net": "2026-06-30T00:00:00Z", "net_precision": {"id": 9, "name": "Quarter 2"}},
    ],
}


@pytest.mark.parametrize(
    ("date", "word", "edtf"),
    [
        ("2025-08-14T14:03:20.5Z", "second", "2025-08-14T14:03:20Z"),
        ("2025-08-14T14:03:20Z", "minute", "[2025-08-14T14:03:00Z..2025-08-14T14:03:59Z]"),
        ("2025-08-14T14:03:20+02:00", "hour", "[2025-08-14T14:00:00+02:00..2025-08-14T14:59:59+02:00]"),
        ("2025-08-14T00:03:20+02:00", "day", "2025-08-14"),
        ("2025-08-14", "week", "[2025-08-11..2025-08-17]"),
        ("2025-08-14", "Month", "2025-08"),
        ("2025-08-14", "quarter", "2025-35"),
        ("2025-08-14", "Q3", "2025-35"),
        ("2025", "Quarter 2", "2025-34"),
        ("2025-08-14", "half", "2025-41"),
        ("2025-08-14", "YEAR", "2025"),
        ("2025-08-14", "decade", "202X"),
        ("-0043-03-15", "decade", "-004X"),
        ("2025-08-14", "century", "20XX"),
        ("202X", "century", "20XX"),
        ("2025-08-14", "circa", "2025-08-14~"),
        ("2025-08-14T14:03:00Z", "approx.", "2025-08-14~"),
        ("2025?", "approximate", "2025%"),
        ("2025-08", "uncertain", "2025-08?"),
        ("2025-08-14~", "month", "2025-08~"),
        ("2025-08-14", "exact", "2025-08-14"),
        ("2025-08", "day", "2025-08"),
        ("2025", "month", "2025"),
        ("2025-XX-XX", "year", "2025"),
        ("2025-22", "year", "2025"),
        ("2025-08-14", "", "2025-08-14"),
        ("2025-08-14/2025-09-20", "month", "2025-08/2025-09"),
        ("2025-08-14/..", "year", "2025/.."),
    ],
)
def test_a_date_is_cut_to_what_is_said_beside_it(date, word, edtf):
    (body,) = bodies(f"title,date,precision\nx,{date},{word}\n")
    assert body["occurred"] == edtf


def test_a_start_and_an_end_that_become_the_same_are_one_date():
    (body,) = bodies("title,start,end,precision\nx,2020-06-01,2020-06-30,month\n")
    assert body["occurred"] == "2020-06"
    (body,) = bodies("title,start,end,precision\nx,2020-06-02,2020-06-05,week\n")
    assert body["occurred"] == "[2020-06-01..2020-06-07]"


def test_the_parts_of_a_date_are_cut_too():
    (body,) = bodies("title,year,month,day,precision\nx,2020,6,2,year\n")
    assert body["occurred"] == "2020"


@pytest.mark.parametrize(
    ("date", "word", "told"),
    [
        ("2025-08-14", "3", "not a precision that is known"),
        ("2025-08-14", "vague", "not a precision that is known"),
        ("", "vague", "not a precision that is known"),
        ("2025-08-14", "Q2", "not in the quarter 2"),
        ("2025-08-14T14:03:00", "hour", "says no time zone"),
        ("2025-08-14/2025-09-20", "week", "no interval of EDTF"),
        ("[2025-08-14..]", "month", "cannot be cut"),
        ("2025?-08-14", "month", "cannot be cut"),
        ("2025-22", "half", "cannot be cut"),
        ('"[2025,2026]"', "circa", "cannot be marked"),
    ],
)
def test_what_cannot_be_cut_is_refused_by_its_cell(date, word, told):
    ((where, what),) = faults(f"title,date,precision\nx,{date},{word}\n")
    assert where == "story:2, precision (column C)"
    assert told in what


def test_a_number_means_what_is_told_and_the_refusal_says_how_to_tell_it():
    sheet = "title,event_date,time_precision\nx,2025-06-01,3\n"
    columns = {"time_precision": "precision"}
    (fault,) = read(sheet, columns=columns).faults
    assert "--precision 3=month, in Python precision={'3': 'month'}" in fault.fix
    found = read(sheet, columns=columns, precision={"3": "month"})
    assert [draft.body["occurred"] for draft in found.drafts] == ["2025-06"]
    assert "dates cut to the precision that is told: 1 to month" in found.notes


def test_a_time_of_an_hour_names_the_option_that_says_its_zone():
    sheet = "title,date,precision\nx,2025-08-14T14:03:00,hour\n"
    (fault,) = read(sheet).faults
    assert "--time-zone" in fault.fix
    (body,) = bodies(sheet, time_zone=zone_of_times("UTC"))
    assert body["occurred"] == "[2025-08-14T14:00:00Z..2025-08-14T14:59:59Z]"


def test_a_key_of_an_object_of_json_is_one():
    columns = {"name": "title", "net": "occurred", "net_precision.name": "precision"}
    asked = Asked(day=DAY, columns=columns, ignore_other_columns=True)
    found = reading.parse(json.dumps(LAUNCHES).encode(), "json", name="ll.json", asked=asked)
    assert [draft.body["occurred"] for draft in found.drafts] == [
        "[2025-08-14T14:03:00Z..2025-08-14T14:03:59Z]", "2025-12", "2026-34",
    ]  # fmt: skip


def test_a_precision_of_no_date_and_words_for_no_column_are_refused():
    ((where, _),) = faults("title,precision\nx,month\n")
    assert where == "story:1, precision (column B)"
    ((where, _),) = faults("title,date\nx,2025\n", precision={"1": "day"})
    assert where == "--precision"
    assert bodies("title,date\nx,2025\n", precision={"1": "day"}, ignore_other_columns=True), (
        "as for a folder of sheets"
    )


DATES = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
    st.datetimes().map(lambda at: f"{at.replace(microsecond=0).isoformat()}Z"),
)


@settings(max_examples=300)
@given(DATES, st.sampled_from(UNITS))
def test_a_cut_date_holds_the_date_and_is_cut_but_once(text, unit):
    date = WrittenDate(text).meaning
    try:
        made = cut(text, unit)
    except DateError:
        assert unit == "week"  # of the first or last days that there are
        return
    assert made.meaning.earliest[:10] <= date.earliest[:10]
    assert made.meaning.latest[:10] >= date.latest[:10]
    if not made.startswith("["):
        assert cut(made, unit) == made


@given(st.sampled_from(WORDS))
def test_each_word_names_itself(word):
    assert word_of(word.upper(), {}) == word


def test_the_command_and_the_call_read_alike_and_a_changed_precision_corrects(tmp_path):
    a_log(tmp_path)
    sheet = tmp_path / "s.csv"
    sheet.write_text("key,title,date,date_prec\n7,x,2025-08-14,1\n")
    told = ("--column", "date_prec=precision", "--precision", "1=day", "--precision", "4=month")
    assert run(tmp_path, "import", str(sheet), *told).exit_code == 0
    sheet.write_text("key,title,date,date_prec\n7,x,2025-08-14,4\n")
    assert run(tmp_path, "import", str(sheet), *told, "--update", "ours").exit_code == 0
    assert '"occurred": "2025-08"' in run(tmp_path, "list", "--json").stdout
    log = tl.open(tmp_path / "events")
    before = len(log.read().records)
    log.import_(sheet, columns={"date_prec": "precision"}, precision={"4": "month"}, update="ours")
    assert len(log.read().records) == before, "the call reads what the command read"
    with pytest.raises(TimelineError, match="precision"):
        log.import_(sheet, precision={"4": "monat"})


@pytest.mark.parametrize(("given", "fix"), [("3=monat", "month"), ("=day", "3=month"), ("day", "3=month")])
def test_what_is_told_wrongly_is_refused(tmp_path, given, fix):
    a_log(tmp_path)
    (tmp_path / "s.csv").write_text("title,date,precision\nx,2025,3\n")
    said = run(tmp_path, "import", str(tmp_path / "s.csv"), "--precision", given)
    assert said.exit_code == 2
    assert "--precision" in said.stderr
    assert fix in said.stderr
    twice = run(tmp_path, "import", str(tmp_path / "s.csv"), "--precision", "3=day", "--precision", "3=month")
    assert twice.exit_code == 2
    assert "two precisions" in twice.stderr


def test_the_sheet_that_is_written_back_keeps_the_column_and_the_command_its_words(tmp_path):
    a_log(tmp_path)
    (tmp_path / "s.csv").write_text("title,date,precision\nx,14 August 2025,3\n")
    out = str(tmp_path / "f.csv")
    said = run(tmp_path, "import", str(tmp_path / "s.csv"), "--precision", "3=month", "--fix", out)
    assert "--precision=3=month" in said.stderr
    assert run(tmp_path, "import", out, "--precision=3=month").exit_code == 0
    assert '"occurred": "2025-08"' in run(tmp_path, "list", "--json").stdout
