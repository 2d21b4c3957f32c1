"""A sheet written back with the dates that were probably meant: nothing is lost, nothing is added."""

import csv
import datetime as dt
import re
import shlex
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_log, segments_of
from commands import run
from timeline.errors import TimelineError
from timeline.text.incoming import reading
from timeline.text.incoming.fixing import fixed
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)
SHEET = """\
My timeline
When,Headline,Published,Publisher
late 2025,"one, two",14 Aug 2025,Press
2025-08,=1+1,,
04/08/2025,three,2025,Press
,no date,,
whenever,four,,
"""


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path)


def test_a_date_that_counts_from_the_day_of_writing_is_proposed_as_the_day_itself(log, tmp_path):
    path, out = tmp_path / "story.csv", tmp_path / "fixed.csv"
    path.write_text("title,occurred\na,today\nb,2 weeks ago\nc,-14d\nd,yesterday\ne,Now\nf,two weeks ago\n")
    refused = run(log, "import", str(path))
    assert refused.stderr.count("fix: write the day itself\n") == 6  # what may be typed may not stand in a file
    said = run(log, "import", str(path), "--fix", str(out))
    assert "6 dates proposed, 0 not understood" in said.stderr
    assert run(log, "import", str(out), "--dry-run").exit_code == 0
    table = reading.table(path.read_bytes(), "csv", name="s", asked=Asked(day=DAY))
    assert [row[2] for row in csv.reader(fixed(table, Asked(day=DAY)).text.splitlines())] == [
        "occurred",
        "2026-11-23",
        "2026-11-09",
        "2026-11-09",
        "2026-11-22",
        "2026-11-23",
        "2026-11-09",
    ]


@pytest.mark.parametrize("more", [[], ["--from", "tsv"]])
@pytest.mark.parametrize("empty", ["", "\n\n", "\ufeff", ",,\n,,\n", " \n", "\t\n"])
def test_an_empty_sheet_is_refused_and_none_is_written(log, tmp_path, empty, more):
    path, out = tmp_path / "story.csv", tmp_path / "fixed.csv"
    path.write_text(empty.replace(",", "\t") if more else empty, encoding="utf-8")
    for words in ([], ["--fix", str(out)]):
        done = run(log, "import", str(path), *words, *more)
        assert done.exit_code == 2, done.stderr
        assert done.stderr.startswith("error: it is empty\n")
    assert not out.exists()


def test_the_dates_probably_meant_stand_beside_what_was_written(log, tmp_path):
    path, out = tmp_path / "story.csv", tmp_path / "fixed.csv"
    path.write_text(SHEET)
    before = segments_of(log)
    said = run(log, "import", str(path), "--fix", str(out))
    assert (said.exit_code, said.stdout) == (0, "")
    assert f"wrote {out}: 3 dates proposed, 1 not understood" in said.stderr
    assert "Nothing was added" in said.stderr
    assert segments_of(log) == before
    above, head, *rows = csv.reader(out.read_text(encoding="utf-8").splitlines())
    assert above == ["My timeline"]
    assert head[:3] == ["When (as written)", "When", "When (to check)"]
    assert [row[:2] for row in rows] == [
        ["late 2025", "2025-39"],
        ["2025-08", "2025-08"],
        ["04/08/2025", "[2025-04-08,2025-08-04]"],
        ["", ""],
        ["whenever", "whenever"],
    ]
    assert "2025-04-08 or 2025-08-04" in rows[2][2]
    assert rows[4][2].startswith("not understood")
    assert [row[3] for row in rows] == ["one, two", "'=1+1", "three", "no date", "four"]


def test_what_was_written_back_is_imported_once_it_was_looked_at(log, tmp_path):
    path, out = tmp_path / "story.csv", tmp_path / "fixed.csv"
    path.write_text(SHEET)
    assert run(log, "import", str(path), "--day-first", "--fix", str(out)).exit_code == 0
    refused = run(log, "import", str(out))
    assert refused.exit_code == 2
    assert refused.stderr.count("- ") == 0
    assert f"{out}:7, When (column B)" in refused.stderr
    out.write_text(out.read_text().replace("whenever,whenever", "whenever,2024"))
    said = run(log, "import", str(out))
    assert said.exit_code == 0, said.stderr
    assert "passed over: When (as written), When (to check)" in said.stderr
    events = {record.body["title"]: record.body for record in log.read().records if record.kind == "event"}
    assert events["three"]["occurred"] == "2025-08-04"
    assert events["=1+1"] == {"title": "=1+1", "occurred": "2025-08"}
    assert events["one, two"]["reports"] == [{"source": "press-2025-08-14"}]


@pytest.mark.parametrize(
    "told", [("--column", "Of=tags", "--ignore-other-columns"), ("--entity-column", "Of", "--column", "Ort der Tat=")]
)
def test_the_command_that_takes_it_in_says_again_what_was_told_of_the_columns(log, tmp_path, told):
    path, out = tmp_path / "story.csv", tmp_path / "it's fixed.csv"
    path.write_text("When,Headline,Of,Ort der Tat\n14 Aug 2025,one,A,x\n")
    said = run(log, "import", str(path), *told, "--fix", str(out))
    (command,) = re.findall(r"then: (timeline import .*)\. Nothing was added", said.stderr)
    assert run(log, *shlex.split(command)[1:]).exit_code == 0
    assert "one" in {record.body.get("title") for record in log.read().records}


@pytest.mark.parametrize(
    ("out", "told"), [("fixed.xlsx", "cannot be a sheet"), ("story.csv", "the sheet itself"), ("no/where.csv", "")]
)
def test_where_it_cannot_be_written_it_is_not(log, tmp_path, out, told):
    path = tmp_path / "story.csv"
    path.write_text(SHEET)
    said = run(log, "import", str(path), "--fix", str(tmp_path / out))
    assert said.exit_code == 2
    assert told in said.stderr
    assert path.read_text() == SHEET


def test_headings_that_are_not_known_are_refused_before(log, tmp_path):
    path = tmp_path / "story.csv"
    path.write_text("title,Colour\nx,red\n")
    said = run(log, "import", str(path), "--fix", str(tmp_path / "out.csv"))
    assert said.exit_code == 2
    assert "Colour (column B)" in said.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_workbook_is_written_back_as_text(log, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Headline", "When"])
    book.active.append(["one", "14 August 2025"])
    book.active.append(["two", dt.datetime(2026, 4, 1)])  # noqa: DTZ001 - a workbook knows no time zone
    book.active["B3"].number_format = "mmm yyyy"
    book.save(tmp_path / "story.xlsx")
    out = tmp_path / "fixed.tsv"
    assert run(log, "import", str(tmp_path / "story.xlsx"), "--fix", str(out)).exit_code == 0
    assert run(log, "import", str(out)).exit_code == 0
    dates = [record.body["occurred"] for record in log.read().records]
    assert dates == ["2025-08-14", "2026-04"]


def test_a_cell_of_a_workbook_that_shows_no_date_is_refused_again(log, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Headline", "When"])
    for title, value, shows in [
        ("serial 60", 60, "yyyy-mm-dd"),
        ("negative", -5, "yyyy-mm-dd"),
        ("formula", "=TODAY()", "yyyy-mm-dd"),
        ("error", "#N/A", "General"),
        ("no year", dt.datetime(2026, 4, 1), "d mmm"),  # noqa: DTZ001 - a workbook knows no time zone
        ("right", 2026, "General"),
    ]:
        book.active.append([title, value])
        book.active.cell(book.active.max_row, 2).number_format = shows
    book.save(tmp_path / "story.xlsx")
    out = tmp_path / "fixed.csv"
    assert (
        "0 dates proposed, 5 not understood"
        in run(log, "import", str(tmp_path / "story.xlsx"), "--fix", str(out)).stderr
    )
    refused = run(log, "import", str(out))
    assert refused.exit_code == 2
    assert [f"{out}:{line}, When (column C)" in refused.stderr for line in range(2, 8)] == [True] * 5 + [False]


def test_what_cannot_be_read_of_other_columns_is_not_left_out(log, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Headline", "When", "R2.chips", "Left out"])
    book.active.append(["one", "14 August 2025", "=1+1", "=1+1"])
    book.save(tmp_path / "story.xlsx")
    out = tmp_path / "fixed.csv"
    said = run(log, "import", str(tmp_path / "story.xlsx"), "--column", "Left out=", "--fix", str(out))
    assert said.exit_code == 2
    assert "R2.chips (Sheet!C2)" in said.stderr
    assert "Left out" not in said.stderr
    assert not out.exists()


def test_a_folder_that_is_not_there_is_made_by_what_the_error_says(log, tmp_path):
    (tmp_path / "story.csv").write_text(SHEET)
    out = tmp_path / "my own" / "fixed.csv"
    said = run(log, "import", str(tmp_path / "story.csv"), "--fix", str(out))
    assert "at: --fix" in said.stderr
    (fix,) = (line.partition("fix: ")[2] for line in said.stderr.splitlines() if "fix: " in line)
    subprocess.run(fix, shell=True, check=True)
    assert run(log, "import", str(tmp_path / "story.csv"), "--fix", str(out)).exit_code == 0


def test_where_people_wrote_that_no_date_is_known_the_cell_is_empty(log, tmp_path):
    (tmp_path / "story.csv").write_text("title,date\na,N/A\nb,?\nc,2025\n")
    assert "leave the date out" in run(log, "import", str(tmp_path / "story.csv")).stderr
    run(log, "import", str(tmp_path / "story.csv"), "--fix", str(tmp_path / "out.csv"))
    assert run(log, "import", str(tmp_path / "out.csv")).exit_code == 0
    assert [record.body.get("occurred") for record in log.read().records] == [None, None, "2025"]


def test_python_writes_it_back_too(log, tmp_path):
    import timeline as tl

    (tmp_path / "story.csv").write_text("title,date\nx,June 2025\n")
    found = tl.open(log.folder).fix(tmp_path / "story.csv", tmp_path / "out.csv")
    assert (found.proposed, found.unread) == (1, 0)
    assert "2025-06" in (tmp_path / "out.csv").read_text()


CELLS = st.text(alphabet="ab \",;\n\t=+-@'2025X-08?/", max_size=8)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4))
def test_what_is_written_back_says_the_same_in_every_other_cell(rows):
    """Of the rows that were right, the same records come of the sheet and of what was written back."""

    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"'

    text = "title,date,notes\n" + "".join(",".join(map(quoted, row)) + "\n" for row in rows)
    asked = Asked(day=DAY)
    table = reading.table(text.encode(), "csv", name="s", asked=asked)
    back = fixed(table, asked).text.encode()
    one, other = (reading.parse(data, "csv", name="s", asked=asked) for data in (text.encode(), back))
    assert len(other.faults) <= len(one.faults)
    bodies = [draft.body for draft in other.drafts]
    assert all(draft.body in bodies for draft in one.drafts)


def test_of_several_dates_in_words_it_is_said_how_to_have_them_all_written_out(tmp_path):
    sheet, log = tmp_path / "s.csv", tl.init(tmp_path / "events")
    sheet.write_text("Date,Headline\nApril 2026,a\nMay 2026,b\n")
    with pytest.raises(TimelineError) as caught:
        log.import_(sheet)
    assert caught.value.fix.startswith("--fix FILE.csv writes the sheet back")
    sheet.write_text("Date,Headline\nApril 2026,a\n")
    with pytest.raises(TimelineError) as caught:
        log.import_(sheet)
    assert caught.value.fix == "write 2026-04"


def test_the_keys_of_objects_that_nobody_reads_are_no_facts_in_the_sheet(log, tmp_path):
    """A key in an object is called ``service.name``, which as a heading of a text is a fact."""
    path, out = tmp_path / "log.json", tmp_path / "fixed.csv"
    path.write_text('[{"title":"x","date":"late 2025","service":{"name":"db","zone":"eu"}}]')
    told = ("--column", "service.zone=tags", "--ignore-other-columns")
    assert run(log, "import", str(path), *told, "--fix", str(out)).exit_code == 0
    assert run(log, "import", str(out), *told).exit_code == 0
    (event,) = log.read().records
    assert event.body == {"title": "x", "occurred": "2025-39", "tags": ["eu"]}


@pytest.mark.parametrize("heads", [("Source",), ("Source", "URL"), ("Source", "See also")])
def test_addresses_behind_the_words_of_a_workbook_are_written_out(tmp_path, heads):
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "story.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Title", "Date", *heads])
    book.active.append(["x", "late 2025", "Post", *("the page" for _ in heads[1:])])
    book.active.append(["y", "2025", "Desk", *("" for _ in heads[1:])])
    for number, column in enumerate("CD"[: len(heads)]):
        book.active[f"{column}2"].hyperlink = f"https://post.example/{number}"
    book.active["C3"].hyperlink = "https://desk.example/"
    book.save(path)
    asked = Asked(day=DAY)
    text = fixed(reading.table(path.read_bytes(), "xlsx", name="s", asked=asked), asked).text
    book.active["B2"] = "2025-39"
    book.save(path)
    of_workbook = reading.parse(path.read_bytes(), "xlsx", name="s", asked=asked)
    of_text = reading.parse(text.encode(), "csv", name="s", asked=asked)
    assert [draft.body for draft in of_text.drafts] == [draft.body for draft in of_workbook.drafts]
    assert {draft.body.get("url") for draft in of_text.drafts} >= {"https://desk.example/"}


def test_where_no_cell_of_a_date_is_at_fault_nothing_is_said_to_look_at(log, tmp_path):
    """The year, month and day of a row are no cell to write a date into."""
    path, out = tmp_path / "story.csv", tmp_path / "fixed.csv"
    path.write_text("title,year,month\na,2026,soon\n")
    said = run(log, "import", str(path), "--fix", str(out))
    assert (said.exit_code, out.read_text()) == (0, path.read_text())
    assert "no date in a cell of its own is at fault" in said.stderr
    assert "(to check)" not in said.stderr


def test_words_for_an_open_end_become_its_sign(log, tmp_path):
    path, out = tmp_path / "story.csv", tmp_path / "fixed.csv"
    path.write_text("title,start,end\na,2026-04,present\nb,2026-05,..\n")
    said = run(log, "import", str(path), "--fix", str(out))
    assert "1 date proposed, 0 not understood" in said.stderr
    assert run(log, "import", str(out)).exit_code == 0
    assert [record.body["occurred"] for record in log.read().records] == ["2026-04/..", "2026-05/.."]


def test_years_of_a_season_in_a_column_of_years_are_proposed_in_full(log, tmp_path):
    (tmp_path / "a.csv").write_text("Title,Year\nA,2020-21\nB,2019\nC,1999-00\n")
    done = run(log, "import", str(tmp_path / "a.csv"), "--fix", str(tmp_path / "b.csv"))
    assert "2 dates proposed" in done.stderr
    rows = list(csv.reader((tmp_path / "b.csv").read_text().splitlines()))
    assert [row[2] for row in rows] == ["Year", "2020/2021", "2019", "1999/2000"]
    assert run(log, "import", str(tmp_path / "b.csv")).exit_code == 0
    assert [row["occurred"] for row in tl.open(log.folder).at().list()] == ["1999/2000", "2019", "2020/2021"]
    (tmp_path / "c.csv").write_text("Title,Year,Month\nA,2020-21,4\n")
    assert "proposed" not in run(log, "import", str(tmp_path / "c.csv"), "--fix", str(tmp_path / "d.csv")).stderr


def test_of_dates_that_nobody_can_propose_no_sheet_is_offered(tmp_path):
    sheet, log = tmp_path / "s.csv", tl.init(tmp_path / "events")
    sheet.write_text("Date,Headline\n44/04/2026,a\nthe other day,b\n")
    with pytest.raises(TimelineError) as caught:
        log.import_(sheet)
    assert "--fix" not in str(caught.value.fix)
    sheet.write_text("Date,Headline\n44/04/2026,a\nApril 2026,b\n")
    with pytest.raises(TimelineError) as caught:
        log.import_(sheet)
    assert caught.value.fix.startswith("--fix FILE.csv writes the sheet back")


@pytest.mark.parametrize("update", [None, "ours", "theirs"])
def test_a_changed_row_beside_a_fault_is_not_told_to_be_updated_where_it_is(tmp_path, update):
    sheet, log = tmp_path / "s.csv", tl.init(tmp_path / "events")
    sheet.write_text("key,Date,Headline\n1,2026,a\n2,2026,b\n")
    log.import_(sheet)
    sheet.write_text("key,Date,Headline\n1,2025,a\n2,44/04/2026,b\n")
    with pytest.raises(TimelineError) as caught:
        log.import_(sheet, update=update)
    assert "44/04/2026" in str(caught.value)
    assert ("says other things" in str(caught.value)) is (update is None)


def test_a_sheet_that_was_fixed_before_is_fixed_again_in_the_columns_that_it_has(log, tmp_path):
    first, second, third = (tmp_path / name for name in ("story.csv", "fixed.csv", "again.csv"))
    first.write_text("title,occurred,published,url\na,June 2025,,\nb,2025-08,late 2025,https://a.org/x\n")
    assert run(log, "import", str(first), "--fix", str(second)).exit_code == 0

    def rows_of(path):
        return list(csv.reader(path.read_text().splitlines()))

    rows = rows_of(second)
    rows[2][2] = "August 2025"  # somebody goes on in the sheet that was written
    rows.append(["c", "", "tba soon", "", "", "July 2025", "", "https://a.org/y"])
    with second.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    said = run(log, "import", str(second), "--fix", str(third))
    assert said.exit_code == 0, said.stderr
    found = rows_of(third)
    assert found[0] == rows[0]
    assert found[1] == rows[1]
    assert found[2][1:3] == ["2025-08", "2025-08"]  # what was written first stays
    assert found[3][1:3] == ["tba soon", "tba soon"]
    assert found[3][3].startswith("not understood")
    assert found[3][4:6] == ["July 2025", "2025-07"]
    assert run(log, "import", str(third), "--fix", str(first)).exit_code == 0
    assert rows_of(first) == found
