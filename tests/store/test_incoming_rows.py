"""What comes in from the rows of a sheet: each the record that it says, nothing twice, nothing obeyed."""

import json
from pathlib import Path

import pytest
from incoming_sheets import HEAD, bodies, events, faults_of, log_with_sources, read

from builders import segments_of
from commands import run
from timeline.store.log import LogFiles


@pytest.fixture
def log(tmp_path):
    return log_with_sources(tmp_path)


def test_a_row_is_an_event(log, file):
    path = file(
        HEAD
        + 'R2 moved,training.moved,2025?-08,back in August,press:reports,2025-08-14,,"so, ""it"" said",r2; hw,'
        + 'V3.chips=>=1000 chips,Nvidia,Huawei Ascend,"{""a"": 1}"\n'
    )
    said = run(log, "import", path)
    assert said.exit_code == 0
    assert events(log) == [
        {
            "title": "R2 moved",
            "type": "training.moved",
            "occurred": "2025?-08",
            "said": "back in August",
            "facts": [
                {"entity": "V3", "property": "chips", "value": {"op": ">=", "value": 1000, "unit": "chips"}},
                {"entity": "R2", "property": "training", "value": "Nvidia"},
                {"entity": "R2", "property": "training", "value": "Huawei Ascend", "mode": "failed"},
            ],
            "reports": [{"source": "press", "reported": "2025-08-14", "quote": 'so, "it" said'}],
            "tags": ["r2", "hw"],
            "data": {"a": 1},
        }
    ]
    assert said.stdout.split() == [record.id for record in log.read().records if record.kind == "event"]
    assert "added 1" in said.stderr
    assert "2025?-08: August, year uncertain, probably 2025" in said.stderr


def test_importing_again_writes_nothing_whatever_became_of_it_since(log, file):
    path = file("title,occurred,source\none,2025,press\ntwo,2026,relay\ntwo,2026,relay\n")
    first = run(log, "import", path)
    one, two, _ = first.stdout.split()
    for words in (
        [],
        ["correct", one, "--set", "occurred=2024", "--because", "a slip"],
        ["retract", two, "--because", "misread"],
    ):
        if words:
            assert run(log, *words).exit_code == 0
        before = segments_of(log)
        again = run(log, "import", path)
        assert (again.exit_code, again.stdout) == (0, first.stdout)
        assert "already there 3" in again.stderr
        assert segments_of(log) == before
    grown = file("title,occurred,source\none,2025,press\ntwo,2026,relay\ntwo,2026,relay\nthree,2026,\n")
    assert "added 1, already there 3" in run(log, "import", grown).stderr


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_separators_line_ends_and_marks_are_told_by_the_sheet_itself(form, separator, end, mark, last):
    rows = [["Title", " OCCURRED ", "Tags"], ["a, b", "2025", '"x; y"'], ['"a;\tb"', "2026", ""], ["", "", ""]]
    quoted = [[f'"{cell}"' if separator in cell and cell[:1] != '"' else cell for cell in row] for row in rows]
    text = mark + end.join(separator.join(row) for row in quoted) + (end if last else "")
    found = bodies(text, form=form)
    assert [body["title"] for body in found] == ["a, b", "a;\tb"]
    assert found[0]["tags"] == ["x", "y"]


def test_a_first_line_that_tells_the_separator_is_read():
    found = read("sep=;\r\ntitle;occurred\r\na,b;x\r\n")
    assert found.wheres == ("story:3, occurred (column B)",)


def test_cells_hold_line_ends_and_quotes():
    (body,) = bodies('title,said\n"two\r\nlines","""quoted"" and, all"\n')
    assert (body["title"], body["said"]) == ("two\nlines", '"quoted" and, all')


@pytest.mark.parametrize(
    "sign",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "＝1",
        "=cmd|' /C calc'!A0",
        "'=1",
        "'tis",
        "\t=1",
        " =1+1",
        "\u3000＝1",
        "\xa0+1",
        " \t-1+1",
        "\u200b@SUM(A1)",
        "' =1",
        " -0044",
    ],
)
def test_what_looks_like_a_formula_is_kept_as_text(sign):
    from timeline.text.render import csv_cell, inert

    (body,) = bodies("title\n" + csv_cell(inert(sign)) + "\n")
    assert body["title"] == sign
    assert inert(sign).strip("\u200b \t\u3000\u00a0")[0] not in "=+-@\uff1d"


def test_several_sources_have_each_their_stance_and_day():
    (first, second, third) = bodies(
        "title,source,stance,reported\n"
        "a,press; relay:doubts,,; 2025-09\n"
        "b,press;relay,reports; denies,2025-08\n"
        "c,,,2025\n"
    )
    assert first["reports"] == [{"source": "press"}, {"source": "relay", "stance": "doubts", "reported": "2025-09"}]
    assert second["reports"] == [
        {"source": "press", "reported": "2025-08"},
        {"source": "relay", "stance": "denies", "reported": "2025-08"},
    ]
    assert third["reports"] == [{"reported": "2025"}]


def test_a_semicolon_inside_a_quoted_value_parts_no_facts():
    (body,) = bodies('title,fact\nx,"a.b=""one; c.d=two""; e.f=null\ng.h=27"" wide"\n')
    assert [(fact["entity"], fact["value"]) for fact in body["facts"]] == [
        ("a", "one; c.d=two"),
        ("e", None),
        ("g", '27" wide'),
    ]


def test_a_sheet_of_sources():
    found = read('name,publisher,published,via,origin,interested\npress,Press,2025-08-14,,them,yes\nrelay,,,"a; b",,\n')
    assert [(draft.kind, draft.body) for draft in found.drafts] == [
        ("source", {"name": "press", "publisher": "Press", "published": "2025-08-14"} | INTERESTED),
        ("source", {"name": "relay", "via": ["a", "b"]}),
    ]


INTERESTED = {"origin": {"name": "them", "interested": True}}


def test_what_sources_prints_is_read_again(log, tmp_path):
    run(log, "source", "third", "--via", "press", "--via", "relay", "--title", "=x", "--published", "2025?-08")
    run(log, "source", "fourth", "--origin", "them", "--interested")
    assert run(log, "sources", "-o", str(tmp_path / "sources.csv")).exit_code == 0
    said = run(log, "import", str(tmp_path / "sources.csv"))
    assert said.exit_code == 0
    assert "added 0, already there 4" in said.stderr
    run(log, "retract", "fourth")
    run(log, "sources", "-o", str(tmp_path / "sources.csv"))
    assert "taken back" in run(log, "import", str(tmp_path / "sources.csv")).stderr


def test_what_list_prints_is_no_record(log, tmp_path):
    run(log, "add", "one", "--source", "press:doubts")
    assert run(log, "list", "-o", str(tmp_path / "list.csv")).exit_code == 0
    said = run(log, "import", str(tmp_path / "list.csv"))
    assert said.exit_code == 2
    assert "an answer of `list`" in said.stderr
    assert "timeline export" in said.stderr


def test_headings_may_be_told_and_columns_left_out(log, file):
    path = file("Ueberschrift,Wann,Farbe\none,2025,x\n")
    refused = run(log, "import", path)
    assert refused.exit_code == 2
    assert refused.stderr.count("--column") >= 2
    taken = run(
        log, "import", path, "--column", "Ueberschrift=title", "--column", "Wann=occurred", "--column", "Farbe="
    )
    assert taken.exit_code == 0
    assert "passed over: Farbe" in taken.stderr
    assert events(log) == [{"title": "one", "occurred": "2025"}]
    for column in ("Ueberschrif=title", "title", "=x"):
        assert run(log, "import", path, "--column", column).exit_code == 2


def test_a_column_of_values_is_no_field_of_its_last_name():
    (body,) = bodies("title,type,R2.type,R2.name,R2.title,R2.recorded,R2.known\nx,a.b,1,2,3,4,5\n")
    assert [fact["property"] for fact in body["facts"]] == ["type", "name", "title", "recorded", "known"]
    assert body["type"] == "a.b"
    for heading in ("No. of chips", "e.g. this", ".x", "x."):
        assert "no column" in str(faults_of(f"title,{heading}\nx,1\n"))


def test_a_kept_stamp_is_a_column(log, file):
    path = file("title,recorded\none,2024-03-01T12:00:00+02:00\n")
    assert "passed over: recorded" in run(log, "import", path, "--dry-run").stderr
    assert run(log, "import", path, "--keep-recorded", "--by", "bob").exit_code == 0
    (record,) = [record for record in log.read().records if record.kind == "event"]
    assert record.recorded == "2024-03-01T10:00:00.000000Z"


# --- the docs ----------------------------------------------------------------------------------


def test_the_example_of_the_docs_is_true(tmp_path):
    """docs/importing.md shows a sheet, and what becomes of it."""
    page = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    sheets = [block.split("```")[0] for block in page.split("```csv\n")[1:]]
    assert len(sheets) == 1
    log = LogFiles.create(tmp_path / "events", title="docs")
    for number, sheet in enumerate(sheets):
        path = tmp_path / f"{number}.csv"
        path.write_text(sheet, encoding="utf-8")
        said = run(log, "import", str(path))
        assert said.exit_code == 0, said.stderr
    for record in events(log):
        assert record["title"] in page


# --- what is valid, and may be a slip ----------------------------------------------------------


def test_a_season_where_years_may_be_meant_is_named_by_line_and_column(log, file):
    path = file("title,occurred,source,reported\none,1920-30,,\ntwo,1931-33,press,2025\nthree,2025-08,press,2019-21\n")
    said = run(log, "import", path)
    assert said.exit_code == 0
    notes = [line for line in said.stderr.splitlines() if "is read as" in line]
    assert len(notes) == 3
    for note, said in zip(
        notes,
        (
            ":2, occurred (column B): 1920-30 is read as southern summer 1920; write 1920/1930 for the years",
            ":3, occurred (column B): 1931-33 is read as the first quarter of 1931; write 1931/1933 for the years",
            ":4, reported (column D): 2019-21 is read as spring 2019; write 2019/2021 for the years",
        ),
        strict=True,
    ):
        assert said in note
    assert [event["occurred"] for event in events(log)] == ["1920-30", "1931-33", "2025-08"]


REPEATING = "title,occurred,note\nit was,2025,a\nit was,2025,b\nit is,2025,c\nit was,2025,d\n"


def test_rows_that_repeat_each_other_are_counted_and_named_by_their_lines(log, file):
    name = file(REPEATING)
    tried = run(log, "import", name, "--column", "note=", "--dry-run")
    assert "would be added 2, said by an earlier line 2" in tried.stderr
    said = run(log, "import", name, "--column", "note=")
    assert said.exit_code == 0
    assert "added 2, said by an earlier line 2" in said.stderr
    for done in (tried, said):
        assert f"{name}:3 says the same as {name}:2" in done.stderr
        assert f"{name}:5 says the same as {name}:2" in done.stderr
        assert "give each a key" in done.stderr
    ids = said.stdout.split()
    assert ids[0] == ids[1] == ids[3] != ids[2]


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_json_says_of_a_repeating_row_which_line_it_repeats(log, file, more):
    name = file(REPEATING)
    rows = json.loads(run(log, "import", name, "--column", "note=", "--json", *more).stdout)["rows"]
    assert [row.get("repeats") for row in rows] == [None, f"{name}:2", None, f"{name}:2"]
    assert [row["status"] for row in rows].count("said by an earlier line") == 2


def test_with_keys_rows_that_read_alike_are_events_of_their_own(log, file):
    said = run(log, "import", file(REPEATING), "--column", "note=key")
    assert "added 4" in said.stderr
    assert len(set(said.stdout.split())) == 4


def test_a_heading_with_two_names_is_refused(log, file):
    said = run(log, "import", file("When,title\n2025,x\n"), "--column", "When=occurred", "--column", "When=reported")
    assert said.exit_code == 2
    assert '"When" is given two names, occurred and reported' in said.stderr
    assert "Nothing was written." in said.stderr
