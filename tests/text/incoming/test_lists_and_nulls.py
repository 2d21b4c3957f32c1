"""What parts the words of a cell, and which texts say nothing, where that is told."""

import json

import pytest
from sheets import DAY, bodies, faults, read

import timeline as tl
from builders import a_log
from commands import run
from timeline.errors import FormatError, TimelineError
from timeline.text.incoming import reading
from timeline.text.incoming.row import pieces
from timeline.text.incoming.told_values import nulls, separator
from timeline.text.incoming.values import Asked

NOTION = 'title,Date,Tags,Source\nx,2025-08-14,"chips, ""Smith, John"", r2","Reuters, AFP"\n'


@pytest.mark.parametrize(
    ("text", "sign", "parted"),
    [
        ("a, b", ",", ["a", "b"]),
        ("a; b", ",", ["a; b"]),
        ("a\nb, c", ",", ["a", "b", "c"]),
        ('"a, b", c', ",", ["a, b", "c"]),
        ('"a ""b"", c", d', ",", ['a "b", c', "d"]),
        ('"a, b', ",", ['"a', "b"]),
        ("a,,b,", ",", ["a", "", "b", ""]),
        ("BBC (https://a.org/x,y), AFP", ",", ["BBC (https://a.org/x,y)", "AFP"]),
        ("https://a.org/x, AFP", ",", ["https://a.org/x", "AFP"]),
        ("a|b", "|", ["a", "b"]),
        ("a | b||c", "||", ["a | b", "c"]),
        ("a*b", "*", ["a", "b"]),
        ("", ",", [""]),
    ],
)
def test_a_cell_is_parted_at_the_sign_that_was_told(text, sign, parted):
    assert pieces(text, sign) == parted


def test_tags_sources_outlets_and_stances_are_parted_and_nothing_is_said_of_commas():
    found = read(NOTION, list_separator=",")
    assert found.faults == ()
    (event,) = (draft.body for draft in found.drafts if draft.kind == "event")
    assert event["tags"] == ["chips", "Smith, John", "r2"]
    assert [report["source"] for report in event["reports"]] == ["reuters", "afp"]
    assert not any("parted" in note for note in found.notes)
    sheet = 'title,Publisher,Stance,via\nx,"Reuters, AFP","doubts, denies",\n'
    (event,) = bodies(sheet, list_separator=",")
    assert [report["stance"] for report in event["reports"]] == ["doubts", "denies"]
    (event,) = bodies('title,Source,via\nx,AFP,"Reuters, Xinhua"\n', list_separator=",")
    assert "reports" in event


def test_dates_titles_and_facts_stay_parted_by_semicolons():
    sheet = 'title,Source,Reported,fact\nx,"Reuters, AFP",2025-08-14; 2025-08-15,"R2.a=1, 2; R2.b=3"\n'
    (event,) = bodies(sheet, list_separator=",")
    assert [report["reported"] for report in event["reports"]] == ["2025-08-14", "2025-08-15"]
    assert [fact["property"] for fact in event["facts"]] == ["a", "b"]


def test_too_many_pieces_are_said_with_the_sign_that_was_told():
    (fault,) = read('title,Source,Stance\nx,AFP,"doubts| denies"\n', list_separator="|").faults
    assert fault.fix.endswith("parted by |")


def test_the_note_on_a_comma_names_the_option():
    assert any("--list-separator , by commas" in note for note in read('title,Tags\nx,"a, b"\n').notes)


@pytest.mark.parametrize("sign", ["/", ":", "a", "", " ", "-", '"', "?", "https"])
def test_a_sign_of_addresses_or_dates_cannot_part(sign):
    with pytest.raises(FormatError) as refused:
        separator(sign)
    assert refused.value.where == "--list-separator"


def test_a_list_of_json_is_parted_already():
    data = json.dumps([{"title": "x", "tags": ["a, b", "c; d"], "source": ["Reuters", "AFP"]}]).encode()
    found = reading.parse(data, "json", name="a.json", asked=Asked(day=DAY, list_separator=","))
    (event,) = (draft.body for draft in found.drafts if draft.kind == "event")
    assert event["tags"] == ["a, b", "c; d"]
    assert len(event["reports"]) == 2
    found = reading.parse(data, "json", name="a.json", asked=Asked(day=DAY))
    (event,) = (draft.body for draft in found.drafts if draft.kind == "event")
    assert event["tags"] == ["a, b", "c; d"]


NULLS = "title,Date,R2.size,Tags,Publisher,precision\nx,-9,NA,NA,NA,-9\ny, NA ,-99,NA1,'-9,NA\n-9,NA,NA,NA,NA,NA\n"


def test_a_cell_that_holds_such_a_text_alone_is_empty():
    found = read(NULLS, null=frozenset({"-9", "NA"}))
    assert found.faults == ()
    assert [draft.body for draft in found.drafts] == [
        {"title": "x"},
        {"title": "y", "tags": ["NA1"], "facts": [{"entity": "R2", "property": "size", "value": -99}]},
    ]
    assert 'read as nothing: "-9" (4 cells), "NA" (10 cells)' in found.notes


def test_without_it_they_are_what_they_are():
    assert len(faults(NULLS)) >= 3
    (fault,) = bodies("title,R2.size\nx,-9\n")
    assert fault["facts"][0]["value"] == -9


def test_an_entity_and_a_title_that_say_nothing_are_none():
    found = read("Model,size\nNA,3\n", entity_column="Model", null=frozenset({"NA"}))
    assert found.faults, "what is said of no entity is refused"
    ((_, what),) = faults("title,Date\nNA,2025\n", null=frozenset({"NA"}))
    assert "no title" in what


def test_a_text_that_is_never_met_is_said():
    assert 'read as nothing: "none" (0 cells)' in read("title\nx\n", null=frozenset({"none"})).notes


def test_a_blank_says_nothing_anyway():
    with pytest.raises(FormatError):
        nulls(["NA", " "])


def test_the_option_the_call_and_the_sheet_that_is_written_back_read_alike(tmp_path):
    a_log(tmp_path)
    sheet = tmp_path / "s.csv"
    sheet.write_text('key,title,Date,Tags\n1,x,14 August 2025,"a, b"\n2,y,NA,-9\n')
    told = ("--list-separator", ",", "--null", "-9", "--null", "NA")
    out = str(tmp_path / "f.csv")
    said = run(tmp_path, "import", str(sheet), *told, "--fix", out)
    assert said.exit_code == 0
    assert "--list-separator=, --null=-9 --null=NA" in said.stderr
    assert run(tmp_path, "import", out, *told).exit_code == 0
    log = tl.open(tmp_path / "events")
    assert [record.body.get("tags") for record in log.read().records] == [["a", "b"], None]
    sheet.write_text('key,title,Date,Tags\n1,x,2025-08-14,"a, c"\n2,y,NA,-9\n')
    log.import_(sheet, list_separator=",", null=["NA", "-9"], update="ours")
    assert len(log.read().records) == 3, "one row was changed"
    with pytest.raises(TimelineError, match="list_separator"):
        log.import_(sheet, list_separator="/")


@pytest.mark.parametrize("told", [("--list-separator", ","), ("--null", "NA"), ("--precision", "1=day")])
def test_other_forms_take_none_of_them(tmp_path, told):
    a_log(tmp_path)
    (tmp_path / "c.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    said = run(tmp_path, "import", str(tmp_path / "c.ics"), *told)
    assert said.exit_code == 2
    assert told[0] in said.stderr
