"""Files that programs and catalogues of the field write, by their forms: small copies of our own, with made-up rows.

Forms: the JSON of GitHub's releases, of NVD, MISP, Telegram, TimeMap and Launch Library; tables as lists of values, as
the index of the Wayback Machine, Datasette, CNEOS, EDGAR and pandas write them; the catalogues of GCAT, HURDAT, GDELT,
Islandora and Pleiades; exports of Jira, Notion, Retraction Watch and the World Bank.
"""

import datetime as dt
import json
import re
import shlex
from pathlib import Path

import pytest

import timeline as tl
from commands import run
from timeline.dates import advice
from timeline.dates.slips import is_valid
from timeline.errors import FormatError
from timeline.text.incoming import reading
from timeline.text.incoming.fixing import fixed
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)
REST = {"ignore_other_columns": True}


def read(content, name, **more):
    data = (content if isinstance(content, str) else json.dumps(content)).encode()
    asked = Asked(day=DAY, **more)
    return reading.parse(data, reading.form_of(name, None, data, has_columns=asked.has_columns), name=name, asked=asked)


def events(content, name="a.json", **more):
    found = read(content, name, **more)
    assert found.faults == ()
    return [dict(draft.body) for draft in found.drafts if draft.kind == "event"]


def faults(content, name="a.json", **more):
    return [(fault.where, fault.what, fault.fix) for fault in read(content, name, **more).faults]


ADDRESS = "https://n.example/1"
PUBLISHED = {
    "releases of a program": [
        {"url": "https://api.n.example/1", "html_url": "https://n.example/v1", "tag_name": "v1", "name": ""}
        | {"body": "-"} | {"published_at": "2025-08-14T10:03:22Z", "author": {"login": "ada"}, "assets": []}
    ],
    "vulnerabilities": {
        "totalResults": 1,
        "vulnerabilities": [
            {"cve": {"id": "CVE-2099-0001", "published": "2025-08-14T00:15:07.893", "metrics": {}}
             | {"descriptions": [{"lang": "en", "value": "A buffer."}], "references": [{"url": "https://a.example/1"}]}}
        ],
    },
    "attributes of an event of MISP": {
        "Event": {
            "info": "x", "Orgc": {"name": "ORG"}, "Tag": [{"name": "tlp:clear"}],
            "Attribute": [{"id": "1", "type": "domain", "category": "Network activity", "value": "a.example"}
                          | {"comment": "c2", "first_seen": "2025-08-10T00:00:00.000000+00:00", "last_seen": None}],
        }
    },
    "a channel of Telegram": {
        "name": "A channel", "type": "public_channel",
        "messages": [
            {"id": 1, "type": "message", "date": "2025-08-14T10:03:22", "date_unixtime": "1755158602", "text": "Roof"}
            | {"text_entities": [{"type": "plain", "text": "Roof"}]}
        ],
    },
    "a map of incidents": [
        {"id": "CIV1", "date": "02/24/2022", "description": "A roof fell"}
        | {"filters": [{"key": "Type", "value": "Roof"}]}
        | {"sources": [{"id": "s1", "path": "https://n.example/1"}, {"id": "s2", "path": "https://n.example/2"}]}
    ],
    "captures of a page": [
        ["urlkey", "timestamp", "original", "statuscode"],
        ["example,n)/1", "20250814100322", "https://n.example/1", "200"],
        ["example,n)/1", "20250914100322", "https://n.example/1", "200"],
    ],
    "filings of a company": {
        "cik": "1", "name": "ACME",
        "filings": {
            "recent": {"accessionNumber": ["1-1", "1-2"], "filingDate": ["2025-08-14", "2025-07-14"]}
            | {"reportDate": ["2025-06-30", ""], "form": ["10-Q", "8-K"]},
            "files": [],
        },
    },
    "launches": (
        "#Launch_Tag\tLaunch_Date\tSite\n# Updated 2026 Nov 20\n1957 ALP\t1957 Oct  4 1928:34\tX\n1961-B\t1961 Feb\tX\n"
    ),
    "events of GDELT": "\t".join(
        ("1260000001", "20250814", "202508", "2025", "2025.6137", "ATL", "PORT", *[""] * 49, "20250814", ADDRESS)
    ) + "\n",
    "retracted papers": (
        "Record ID,Title,Publisher,RetractionDate,Reason,Notes\n1,A paper,Pub House,8/14/2025 0:00,+Error;,No\n"
    ),
}  # fmt: skip
PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", PUBLISHED)
def test_a_published_file_is_taken_in_by_the_options_of_the_page(kind, tmp_path, monkeypatch):
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {kind} (")]
    file, *options = shlex.split(row.split("`")[1 if "result.json" not in row else 3])
    content = PUBLISHED[kind]
    monkeypatch.chdir(tmp_path)
    tl.init("events")
    Path(file).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    done = run("events", "import", file, *options)
    assert done.exit_code == 0, done.output
    if "--fix" in options:
        assert " 0 not understood" in done.output
        again = next(line for line in done.output.splitlines() if line.startswith("look at the columns"))
        done = run("events", *shlex.split(again.partition("then: timeline ")[2].removesuffix(". Nothing was added.")))
        assert done.exit_code == 0, done.output
    added = len(tl.open("events").at().list())
    assert added == {"captures of a page": 2, "filings of a company": 2, "launches": 2}.get(kind, 1)


# --- tables that JSON holds as lists


ROWS = [{"title": "x", "occurred": "2025"}, {"title": "y", "occurred": "2025-08"}]


@pytest.mark.parametrize(
    "document",
    [
        [["title", "date"], ["x", "2025"], ["y", "2025-08"]],
        {"columns": ["title", "date"], "rows": [["x", "2025"], ["y", "2025-08"]], "primary_keys": ["id"]},
        {"signature": {"version": "1"}, "fields": ["title", "date"], "data": [["x", "2025"], ["y", "2025-08"]]},
        {"columns": ["title", "date"], "index": [0, 1], "data": [["x", "2025"], ["y", "2025-08"]]},
        {"dataset": {"column_names": ["title", "date"], "data": [["x", "2025"], ["y", "2025-08"]]}},
        {"title": ["x", "y"], "date": ["2025", "2025-08"]},
        {"name": "A", "filings": {"recent": {"title": ["x", "y"], "date": ["2025", "2025-08"]}, "files": []}},
        {"title": {"0": "x", "1": "y"}, "date": {"0": "2025", "1": "2025-08"}},
        {"columns": ["title", "date"], "index": ["r1", "r2"], "data": [["x", "2025"], ["y", "2025-08"]]},
        {"primary_keys": ["a", "b"], "columns": ["title", "date"], "rows": [["x", "2025"], ["y", "2025-08"]]},
    ],
    ids=[
        *("headed", "datasette", "fields", "split", "nested", "columns", "deep columns", "numbered"),
        *("rows with as many names", "as many other names"),
    ],
)
def test_a_table_held_in_lists_is_read_as_its_rows(document):
    assert events(document) == ROWS


def test_what_stands_beside_a_table_held_in_lists_is_said():
    document = {"name": "A", "filings": {"recent": {"title": ["x", "y"], "date": ["2025", "2026"]}, "files": []}}
    assert (
        read(document, "a.json").notes[0]
        == "passed over, as it stands beside the list that is read: name, filings.files"
    )


@pytest.mark.parametrize(
    ("document", "beside"),
    [
        ({"a": 5, "a.b": "TABLE"}, "a"),
        ({"a.b": "TABLE", "n": 1}, "n"),
        ({"a.b": {"c": "TABLE"}, "a": {"b": {"c": 1}}, "n": 1}, "a, n"),
        ({"a": {"b": "TABLE", "b.c": 1}, "a.b": 1}, "a.b.c, a.b"),
    ],
)
def test_keys_with_dots_are_no_paths(document, beside):
    table = json.dumps([["title", "date"], ["x", "2025"], ["y", "2025-08"]])
    text = json.dumps(document).replace('"TABLE"', table)
    assert events(text) == ROWS
    assert read(text, "a.json").notes[0] == f"passed over, as it stands beside the list that is read: {beside}"


@pytest.mark.parametrize(
    "document",
    [
        {"title": "x", "meta": {"tags": ["a", "b"], "people": ["c", "d"]}},
        {"title": "x", "tags": ["a", "b"], "links": ["https://a.example", "https://b.example"]},
    ],
)
def test_an_object_with_a_title_stays_one_row_beside_its_lists(document):
    assert [event["title"] for event in events(document, **REST)] == ["x"]


@pytest.mark.parametrize(
    "document", [[["title", "date"], ["x"]], [["title", "title"], ["x", "y"]], [[1, 2], ["x", "y"]]]
)
def test_lists_that_no_names_fit_are_refused_with_the_form_that_is_read(document):
    with pytest.raises(FormatError, match="it is a list, and a row is an object") as refused:
        read(document, "a.json")
    assert '{"columns": ["date", ...], "rows": [["2025", ...], ...]}' in refused.value.fix


@pytest.mark.parametrize(
    ("document", "where", "what"),
    [
        (
            {"columns": ["date", "title"], "rows": [["2025", "x"], ["2026"]]},
            "a.json, rows",
            "list 2 has 1 value, and columns has 2 names",
        ),
        (
            {"data": {"columns": ["date", "date"], "rows": [["title", "x"], ["2026", "y"]]}},
            "a.json, data.rows",
            "columns names date more than once",
        ),
    ],
)
def test_names_that_stand_beside_lists_and_do_not_fit_them_are_refused_as_such(document, where, what):
    with pytest.raises(FormatError) as refused:
        read(document, "a.json")
    assert (refused.value.where, refused.value.what) == (where, what)
    assert refused.value.fix


def deep(document):
    return ('{"a":' * 400 + document + "}" * 400).encode()


def test_a_document_of_many_levels_is_read_or_refused():
    (event,) = reading.parse(deep('[["date", "title"], ["2025", "x"]]'), "json", name="a", asked=Asked(day=DAY)).drafts
    assert event.body == {"title": "x", "occurred": "2025"}
    (fault,) = reading.parse(deep("1"), "json", name="a", asked=Asked(day=DAY)).faults
    assert fault.what.startswith("a sheet of events has no column")
    with pytest.raises(FormatError, match="list 1 has 1 value, and names has 2 names"):
        reading.parse(deep('{"names": ["a", "b"], "rows": [[1]]}'), "json", name="a", asked=Asked(day=DAY))


def test_an_object_with_a_name_stays_one_source_beside_its_lists():
    document = {"name": "a-source", "publisher": "A", "also": ["x", "y"], "pairs": [["a"], ["b"]]}
    assert [draft.kind for draft in read(document, "a.json", **REST).drafts] == ["source"]


def test_an_object_whose_title_is_told_stays_one_row_beside_its_lists():
    document = {"event": "x", "meta": {"tags": ["a", "b"], "people": ["c", "d"]}}
    assert [event["title"] for event in events(document, columns={"event": "title"}, **REST)] == ["x"]


def test_an_entity_column_makes_facts_of_the_keys_of_objects_as_of_columns():
    (event,) = events([{"Model": "R9", "date": "2025", "chips": 8}], entity_column="Model")
    assert event["facts"] == [{"entity": "R9", "property": "chips", "value": 8}]


# --- objects in lists


ENTRY = {
    "vulnerabilities": [
        {
            "cve": {
                "id": "CVE-2099-0001",
                "descriptions": [{"lang": "en", "value": "A buffer."}, {"lang": "es", "value": "Un bufer."}],
                "references": [{"url": "https://a.example/1", "tags": ["Patch"]}, {"url": "https://a.example/2"}],
            }
        }
    ]
}


def test_a_key_of_the_objects_of_a_list_is_a_column_where_it_is_named():
    columns = {"cve.id": "title", "cve.references.url": "links", "cve.descriptions.value": "text"}
    assert events(ENTRY, columns=columns, **REST) == [
        {
            "title": "CVE-2099-0001",
            "text": "A buffer.\nUn bufer.",
            "links": [{"url": "https://a.example/1"}, {"url": "https://a.example/2"}],
        }
    ]
    passed_over = read(ENTRY, "a.json", columns=columns, **REST).passed_over
    assert {"cve.descriptions.lang", "cve.references.tags"} <= set(passed_over)


INCIDENT = [{"description": "A roof fell", "sources": [{"id": "s1", "path": "https://n.example/1"}]}]


def test_objects_in_a_column_of_sources_are_refused_with_the_key_that_reads_them():
    ((_, what, fix),) = faults(INCIDENT, columns={"description": "title"})
    assert what == "it holds objects of JSON, and not the names of sources"
    assert "--column sources.path=source" in fix
    ((_, source), *_) = [
        (draft.body, draft.body.get("url"))
        for draft in read(INCIDENT, "a.json", columns={"description": "title", "sources.path": "source"}, **REST).drafts
    ]
    assert source == "https://n.example/1"


@pytest.mark.parametrize(
    "objects",
    [
        [{"id": "s1", "path": "https://n.example/1"}, {"note": "x"}],
        [{"meta": {"long": "x" * 50, "n": 1}, "path": "https://n.example/1"}],
        [{"parts": [{"long": "x" * 50}], "path": "https://n.example/1"}],
        [{letter: letter for letter in "abcdefgh"} | {"path": "https://n.example/1"}],
    ],
)
@pytest.mark.parametrize(("key", "name"), [("url", "url"), ("url", "source"), ("text", "text"), ("seen", "text")])
def test_the_way_to_take_one_key_of_objects_reads_them(objects, key, name):
    rows = [{"title": "x", key: objects}]
    given = {} if key == name else {key: name}
    ((_, _, fix),) = faults(rows, columns=given)
    way = fix.partition("; they have ")[0]
    columns = json.loads(re.search(r"columns=(\{.*\})", way)[1])
    said = shlex.split(way.partition(": ")[2].partition(" (in Python")[0])
    assert [option.partition("=")[::2] for option in said if "=" in option] == list(columns.items())
    others = {"ignore_other_columns": True} if "--ignore-other-columns" in said else {}
    kept = {} if f", instead of --column {key}={name}: " in way else given
    found = read(rows, "a.json", columns={**kept, **columns}, **others)
    assert found.faults == ()
    if name != "text":
        assert "https://n.example/1" in [draft.body.get("url") for draft in found.drafts]
    assert "event" in [draft.kind for draft in found.drafts]


MESSAGES = {
    "name": "A channel",
    "messages": [
        {"date": "2025-08-14T10:03:22", "text": "Roof fell", "text_entities": [{"type": "plain", "text": "Roof fell"}]},
        {
            "date": "2025-08-14T11:03:22",
            "text": ["See ", {"type": "link", "text": "https://n.example/1"}],
            "text_entities": [{"type": "plain", "text": "See "}, {"type": "link", "text": "https://n.example/1"}],
        },
    ],
}


def test_what_is_no_text_is_no_tag():
    ((where, what, fix),) = faults([{"title": "x", "tags": [{"id": 1, "name": "late"}]}])
    assert (where, what) == ("a.json:1, tags", "it holds objects of JSON, and not tags")
    assert "--column tags.name=tags" in fix
    named = {"title": "x", "tags": [{"id": 1, "name": "late"}]}
    assert events([named], columns={"tags.name": "tags"}, **REST)[0]["tags"] == ["late"]
    for tags in ([["late"]], ["late", ["early"]], ["late", 1]):
        ((where, what, fix),) = faults([{"title": "x", "tags": tags}])
        assert (where, what) == ("a.json:1, tags", "it is not a list of texts")
        assert "--column tags=" in fix
    assert events([{"title": "x", "tags": ["late", "", None]}])[0]["tags"] == ["late"]


@pytest.mark.parametrize("first", [[["title"]], [{"title": "x"}], "x", {"title": "x"}])
def test_a_line_that_is_no_object_is_refused_with_its_number(first):
    text = "\n".join(json.dumps(one) for one in (first, [["links", "occurred"], [1, 2]]))
    with pytest.raises(FormatError, match="and a row is an object"):
        read(text, "a.json")


def test_lines_of_json_have_no_table_by_name():
    """They are one table, and its rows are no keys."""
    with pytest.raises(FormatError, match='there is no table under the key "q"') as refused:
        read('{"title":"x"}\n{"title":"y"}', "a.json", sheet="q")
    assert refused.value.fix == "leave it out"


def test_objects_are_no_title():
    ((where, what, fix),) = faults(MESSAGES, columns={"text": "title"}, **REST)
    assert (where, what) == ("a.json:2, text", "it holds objects of JSON, and not a text")
    assert "they have type, text" in fix
    columns = {"text": "", "text_entities.text": "title"}
    assert [event["title"] for event in events(MESSAGES, columns=columns, **REST)] == [
        "Roof fell",
        "See https://n.example/1",
    ]


def test_two_columns_of_one_field_are_refused_with_the_one_to_leave_out():
    rows = [{"text": "x", "date": "2025", "unixtime": "1755158602"}]
    ((_, what, fix),) = faults(rows, columns={"text": "title", "unixtime": "occurred"})
    assert what == 'there are two columns for occurred: "date", "unixtime"'
    assert fix.startswith("leave one of them out: --column date= ")
    ((_, _, fix),) = faults("title,date,when\nx,2025,2025\n", "a.csv")
    assert "--column date= " in fix
    assert "--column when= " in fix


def test_the_way_to_read_names_as_titles_is_said_once():
    told = faults([{"name": "v1", "net": "2025-08-14T10:03:00Z", "status": "done"}])
    assert [fix.startswith("of a sheet of events: --column name=title") for _, _, fix in told] == [True, False]


# --- catalogues


LAUNCHES = (
    "#Launch_Tag\tLaunch_Date\tSite\n# Updated 2026 Nov 20\n1957 ALP\t1957 Oct  4 1928:34\tX\n"
    "1942-X1\t1942 Jun 13?\tX\n1961-B\t1961 Feb\tX\n1962-C\t1962 Q3\tX\n1960-C\t1960s?\tX\n"
)


def test_a_comment_below_the_headings_is_no_event():
    asked = {"columns": {"#Launch_Tag": "title", "Launch_Date": "said"}, "short_rows": True, **REST}
    found = read(LAUNCHES, "launch.tsv", **asked)
    assert found.faults == ()
    assert "# Updated 2026 Nov 20" not in [draft.body["title"] for draft in found.drafts]
    assert "1 comment, passed over: line 2" in found.notes
    assert events("title\n#one\ntwo\n", "a.csv") == [{"title": "#one"}, {"title": "two"}], "one column: rows as any"


def test_comments_are_left_out_between_rows_of_several_lines():
    text = '# a\ntitle,text\nx,"1\n# no comment\n2"\n# b\n#\ny,\n# c\n'
    found = read(text, "a.csv")
    assert [draft.body for draft in found.drafts] == [{"title": "x", "text": "1\n# no comment\n2"}, {"title": "y"}]
    assert "4 comments, passed over: line 1, 6, 7, 9" in found.notes


def test_vague_dates_of_a_catalogue_are_proposed_as_they_are_meant():
    asked = Asked(day=DAY, columns={"#Launch_Tag": "title", "Launch_Date": "occurred"}, ignore_other_columns=True)
    made = fixed(reading.table(LAUNCHES.encode(), "tsv", name="launch.tsv", asked=asked), asked)
    assert made.unread == 0
    assert [event["occurred"] for event in events(made.text, "launch.csv", columns=asked.columns, **REST)] == [
        "1957-10-04T19:28:34",
        "1942-06-13?",
        "1961-02",
        "1962-35",
        "196X?",
    ]


TWO_DAYS = "write {2026-04-24,2026-06-05} if all are meant, or [2026-04-24,2026-06-05] if one of them is"
TWO_DAYS_WRITTEN = (
    "2026-04-24; 2026-06-05",
    "2026-04-24, 2026-06-05",
    "24 April 2026, 5 June 2026",
    "24 April 2026; 5 June 2026",
    "24 April 2026,\n5 June 2026",
    "April 24, 2026, June 5, 2026",
    "24.04.2026, 05.06.2026",
)


@pytest.mark.parametrize(
    ("text", "edtf", "fix"),
    [
        ("14 August 2025[1]", "2025-08-14", "write 2025-08-14"),
        ("August 2025[2][a]", "2025-08", "write 2025-08"),
        ("2025[note 3]", "2025", "write 2025"),
        ("c. 1923[citation needed]", "1923~", "write 1923~"),
        ("14/Aug/2025", "2025-08-14", "write 2025-08-14"),
        ("14/Aug/2025:10:03:22 +0000", "2025-08-14T10:03:22Z", "write 2025-08-14T10:03:22Z"),
        ("640.0", "0640", "write 0640"),
        ("-550.0", "[-0550,-0549]", "write -0549 for 550 BC, or -0550 where the years count a year 0"),
        ("-1", "[-0001,0000]", "write 0000 for 1 BC, or -0001 where the years count a year 0"),
        ("-550?", "[-0550?,-0549?]", "write -0549? for 550 BC, or -0550? where the years count a year 0"),
        ("-44~", "[-0044~,-0043~]", "write -0043~ for 44 BC, or -0044~ where the years count a year 0"),
        ("640.0?", "0640?", "write 0640?"),
        ("1923|1925", None, "write {1923,1925} if all are meant, or [1923,1925] if one of them is"),
        ("1923||1925-08", None, "write {1923,1925-08} if all are meant, or [1923,1925-08] if one of them is"),
        *((text, None, TWO_DAYS) for text in TWO_DAYS_WRITTEN),
        ("<= 6 June 2026", "[..2026-06-06]", "write [..2026-06-06]"),
        ("\u2264 June 2026", "[..2026-06]", "write [..2026-06]"),
        ("<6 June 2026", "[..2026-06-05]", "write [..2026-06-05]"),
        ("<2026", "[..2025]", "write [..2025]"),
        (">= 2026-06-06", "[2026-06-06..]", "write [2026-06-06..]"),
        ("> June 2026", "[2026-07..]", "write [2026-07..]"),
        ("~ April 2024", "2024-04~", "write 2024-04~"),
        ("on or about 5 June 2026", "2026-06-05~", "write 2026-06-05~"),
        ("24 April 2026 (Friday)", "2026-04-24", "write 2026-04-24"),
        ("24.04.2026 (Fri)", "2026-04-24", "write 2026-04-24"),
        ("24 April 2026 (Monday)", None, "2026-04-24 is a Friday: write the day that is meant"),
    ],
)
def test_dates_as_catalogues_and_programs_write_them_are_advised_on(text, edtf, fix):
    found = advice.hint(text)
    assert (found.edtf, found.fix) == (edtf, fix)


@pytest.mark.parametrize(
    "text",
    [
        *("1923 [1924]", "[1923]|x", "1923|", "14/Aug/25/3"),
        *("24 April 2026, soon", "24 April, 5 June", "24/04/2026, 05/06/2026", "< soon", "<", "24 April 2026 (late)"),
    ],
)
def test_what_is_none_of_these_is_not_proposed(text):
    found = advice.hint(text)
    assert found is None or found.edtf is None


def test_an_ambiguous_year_of_a_data_set_says_both_of_its_readings():
    assert advice.hint("-550").readings == ("-0550", "-0549")


def test_midnight_behind_a_day_of_digits_is_refused_as_behind_any_day():
    text = "title,date\nA paper,8/14/2025 0:00\n"
    ((_, what, fix),) = faults(text, "a.csv", order="month")
    assert what == '"8/14/2025 0:00" has midnight as its time, and no zone'
    assert fix.startswith("write 2025-08-14 if the day is meant")
    asked = Asked(day=DAY, order="month")
    made = fixed(reading.table(text.encode(), "csv", name="a.csv", asked=asked), asked)
    assert events(made.text, "a.csv") == [{"title": "A paper", "occurred": "2025-08-14"}]
    (event,) = events("title,date\nA paper,8/14/2025 0:01\n", "a.csv", order="month")
    assert event["occurred"] == "2025-08-14T00:01:00"


@pytest.mark.parametrize("text", ["04/08/2025 00:00", "13/08/2025 0:00:00"])
def test_an_order_that_would_be_refused_for_midnight_is_told_with_what_proposes_the_day(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tl.init("events")
    Path("a.csv").write_text(f"title,date\nA paper,{text}\n")
    said = run("events", "import", "a.csv").output
    ways = re.findall(r"(--(?:day|month)-first) --fix FILE.csv \(in Python log.fix\) proposes (2025-\d\d-\d\d)", said)
    assert ways
    for option, day in ways:
        assert run("events", "import", "a.csv", option, "--fix", f"{day}.csv").exit_code == 0
        done = run("events", "import", f"{day}.csv", "--dry-run")
        assert f"occurred  {day}: " in done.output


@pytest.mark.parametrize("first", ["1923", "1925-03", "1923?", "2025-01-01T10:00:00Z", "2025-02-01", "192X", "..1923"])
@pytest.mark.parametrize("second", ["1921", "2025-02-01T11:00:00Z", "2025-02-01", "2001-21", "2001-21~"])
def test_the_ways_to_write_several_dates_are_dates(first, second):
    found = advice.hint(f"{first}; {second}")
    for made in re.findall(r"[{[][^\s]+[]}]", found.fix if found else ""):
        assert is_valid(made)


# --- headings


TWO = "Losses of the port\n,,,\nIncident,,When,\nTitle,Place,Year,Month\nRoof fell,Port,2025,8\nStrike,Port,2025,\n"


def test_headings_in_two_rows_are_put_together_where_that_is_told():
    columns = {"Incident Title": "title", "When Year": "year", "When Month": "month"}
    found = read(TWO, "a.csv", columns=columns, heading_rows=2, **REST)
    assert [draft.body for draft in found.drafts] == [
        {"title": "Roof fell", "occurred": "2025-08"},
        {"title": "Strike", "occurred": "2025"},
    ]
    assert found.passed_over == ("Incident Place",)
    assert found.notes[0].startswith('lines 3 to 4: headings, put together, as in "Incident Title", "Incident Place"')
    assert found.notes[1] == "line 1: above the headings, and passed over"
    ((where, what, _),) = faults(TWO, "a.csv", columns=columns, heading_rows=2)
    assert (where, what) == ("a.csv:3, Incident Place (column B)", 'a sheet of events has no column "Incident Place"')


def test_an_empty_cell_takes_what_stands_left_of_it_only_below_one_heading():
    text = "When,,What\nDay,,\nFirst,Last,\n2025-08-01,2025-08-03,Strike\n"
    columns = {"When Day First": "start", "When Day Last": "end", "What": "title"}
    assert events(text, "a.csv", columns=columns, heading_rows=3) == [
        {"title": "Strike", "occurred": "2025-08-01/2025-08-03"}
    ]


def test_the_headings_are_where_it_was_told_whatever_a_row_below_says():
    below = "2025,Title\n2026,Closed\n"
    columns = {"A": "occurred", "B": "title"}
    assert [event["title"] for event in events(below, "a.csv", columns=columns, heading_rows=0)] == ["Title", "Closed"]
    ((where, *_), *_) = faults("date,title\n2025,x\n", "a.csv", heading_rows=0)
    assert where == "a.csv:1, A (column A)"
    text = "Day,Label\nof it,of it\n2025,x\ndate,title\n"
    told = {"Day of it": "occurred", "Label of it": "title"}
    ((where, what, _),) = faults(text, "a.csv", columns=told, heading_rows=2)
    assert (where, what) == ("a.csv:4, Day of it (column A)", '"date" does not begin with a year of four digits')


def test_a_third_row_of_headings_is_named_where_two_were_told():
    text = "Event,,\nTitle,,\nTitle,Year,Month\nx,2025,8\n"
    ((_, _, fix), *_) = faults(text, "a.csv", columns={"Event Title": "title"}, heading_rows=2)
    assert "--heading-rows 3 (in Python heading_rows=3) puts" in fix


def test_headings_of_one_word_in_two_rows_need_no_names():
    assert events("Title,Start,,\n,Year,Month,\nx,2025,8,\n", "a.csv", heading_rows=2) == [
        {"title": "x", "occurred": "2025-08"}
    ]


def test_a_sheet_without_headings_has_columns_that_are_called_by_letters():
    text = "1260000001\t20250814\tPORT\thttps://n.example/1\n1260000002\t20250815\tPORT\thttps://n.example/1\n"
    ((_, _, fix), *_) = faults(text, "a.tsv")
    assert "--heading-rows 0" in fix
    columns = {"A": "key", "B": "occurred", "C": "title", "D": "url"}
    found = faults(text, "a.tsv", columns=columns, heading_rows=0)
    assert [(where, fix) for where, _, fix in found] == [
        ("a.tsv:1, B (column B)", "write 2025-08-14"),
        ("a.tsv:2, B (column B)", "write 2025-08-15"),
    ]
    asked = Asked(day=DAY, columns=columns, heading_rows=0)
    made = fixed(reading.table(text.encode(), "tsv", name="a.tsv", asked=asked), asked)
    assert [(event["key"], event["occurred"]) for event in events(made.text, "a.csv", columns=columns)] == [
        ("1260000001", "2025-08-14"),
        ("1260000002", "2025-08-15"),
    ]


def test_the_rows_of_headings_are_no_question_of_objects_and_no_more_than_there_are():
    with pytest.raises(FormatError, match="the headings of objects are their keys") as refused:
        read([{"title": "x"}], "a.json", heading_rows=2)
    assert refused.value.where == "--heading-rows"
    with pytest.raises(FormatError, match="it has 1 row, and its headings are to take 2"):
        read("title\n", "a.csv", heading_rows=2)
    with pytest.raises(FormatError, match="the number of rows of headings belongs to sheets"):
        reading.parse(b'{"kind":"event","title":"x"}\n', "jsonl", name="a", asked=Asked(day=DAY, heading_rows=2))


def test_a_column_without_a_heading_is_passed_over_as_its_fault_says():
    text = ",Date,Event\n0,2025,Roof fell\n"
    ((_, what, fix),) = faults(text, "a.csv")
    assert what == "column A has no heading, and line 2 has a cell in it"
    assert "--ignore-other-columns" in fix
    assert events(text, "a.csv", **REST) == [{"title": "Roof fell", "occurred": "2025"}]


def test_what_is_said_of_a_key_of_objects_without_a_name_is_taken():
    """Objects have no rows of headings, and no line on which to name one."""
    document = [{"": "a", "title": "b"}]
    ((_, what, fix),) = faults(document)
    assert what == 'the key "" is no name, and line 1 has a value under it'
    assert fix == (
        "name it, leave its values out, or pass over it with --ignore-other-columns"
        " (in Python ignore_other_columns=True)"
    )
    assert events(document, **REST) == [{"title": "b"}]


def test_headings_that_are_dates_are_said_to_be_names_of_properties():
    text = "Country,1960,1961\nAtlantis,54608,55811\n"
    (note,) = [
        note for note in read(text, "a.csv", entity_column="Country").notes if "1960" in note and "dates" in note
    ]
    assert note.startswith('"1960", "1961": headings that are dates')


# --- cells


def test_words_that_other_programs_part_otherwise_are_one_tag_and_that_is_said():
    found = read('title,tags\nx,"roof, port"\ny,a|b\nz,c; d\n', "a.csv")
    assert [draft.body["tags"] for draft in found.drafts] == [["roof, port"], ["a|b"], ["c", "d"]]
    said = (
        '"roof, port" is read as one tag (and so 1 more); several are parted by ;, or with --list-separator , by commas'
    )
    assert found.notes == (f"{said} (in Python list_separator=',')",)


@pytest.mark.parametrize(
    ("heading", "cell", "option"), [("reports", "[1,2]", "--column reports="), ("End Day", "14", "--column 'End Day='")]
)
def test_a_column_that_is_no_such_field_is_refused_with_the_way_to_leave_it_out(heading, cell, option):
    ((_, _, fix),) = faults(f'title,{heading}\nx,"{cell}"\n', "a.csv")
    assert option in fix
