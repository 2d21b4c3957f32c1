"""What comes in from files: whole or not at all, every fault named with its place, nothing twice, nothing obeyed."""

import contextlib
import datetime as dt
import gzip
import io
import json
import os
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_draft, a_log, segments_of
from commands import run
from timeline.errors import FormatError, TimelineError
from timeline.records import admission
from timeline.store import incoming
from timeline.store.log import LogFiles
from timeline.text.incoming import reading, rows
from timeline.text.incoming.values import Asked

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
TODAY = dt.date(2026, 11, 23)
HEAD = "title,type,occurred,said,source,reported,stance,quote,tags,fact,R2.training,failed: R2.training,data\n"


@pytest.fixture
def log(tmp_path):
    sources = (a_draft("source", name=name, published="2025-08-14") for name in ("press", "relay"))
    return a_log(tmp_path, *sources)


def events(log):
    return [record.body for record in log.read().records if record.kind == "event"]


def read(text, form="csv", **more):
    data = text if isinstance(text, bytes) else text.encode()
    return incoming.parse(data, form, name="story", asked=Asked(day=TODAY, **more))


def bodies(text, **more):
    found = read(text, **more)
    assert found.findings == ()
    return [draft.body for draft in found.drafts]


# --- sheets ------------------------------------------------------------------------------------


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


# --- faults of sheets --------------------------------------------------------------------------


def test_all_faults_are_named_at_once_by_line_and_column_and_nothing_is_written(log, file):
    path = file(
        "title,occurred,source,stance,R2.training,type\n"
        "a,April 2025,nobody,,x,t.x\n"
        "b,2025-13,pres,believes,>=x,t.x\n"
        ",14/08/2025,press,,,\n"
        "c,today,press,,,\n"
        "d,2025\n"
        '"two\nlines",2025,press,,,\n'
        "e,x,,,,no good\n"
    )
    before = segments_of(log)
    said = run(log, "import", path)
    assert (said.exit_code, said.stdout) == (2, "")
    lines = [line.strip() for line in said.stderr.splitlines()]
    told = {line.removeprefix(f"- {path}:").partition(": ")[0] for line in lines if line.startswith("- ")}
    assert told == {
        "2, occurred (column B)",
        "2, source (column C)",
        "3, occurred (column B)",
        "3, source (column C)",
        "3, stance (column D)",
        "3, R2.training (column E)",
        "4, title (column A)",
        "4, occurred (column B)",
        "5, occurred (column B)",
        "6",
        "7, title (column A)",
        "9, occurred (column B)",
        "9, type (column F)",
    }
    assert "fix: write 2025-04" in lines
    assert 'did you mean "press"?' in said.stderr
    assert lines[-1] == "Nothing was written."
    assert segments_of(log) == before


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        ("", "story", "empty"),
        ("\n\n", "story", "empty"),
        ("titel\nx\n", "story:1, titel (column A)", 'no column "titel"'),
        ("type\nx\n", "story:1", "no column is called title"),
        ("title,\nx,y\n", "story:1", "no heading"),
        ("title,title\nx,y\n", "story:1, title (column B)", "two columns"),
        ("title,source,sources\nx,y,z\n", "story:1, sources (column C)", "two columns"),
        ("title,said\nx\n", "story:2", "1 cell, and the first row 2"),
        ("title,said\nx,y,z\n", "story:2", "3 cells"),
        ('title\n"x', "story:2", "never closed"),
        ('title\n"x"y\n', "story:2", "behind the quote"),
        ("title\rx\r", "story:1", "carriage return"),
        ("title,data\nx,{\n", "story:2, data (column B)", "not JSON"),
        ('title,data\nx,"{""a"":1,""a"":2}"\n', "story:2, data (column B)", "given twice"),
        ("title,facts\nx,[1]\n", "story:2, facts (column B)", "not a list of objects"),
        ("title,fact\nx,nonsense\n", "story:2, fact (column B)", 'no "="'),
        ("title,source,quote\nx,press; relay,q\n", "story:2, quote (column C)", "of which of the 2 sources"),
        ("title,source,reported\nx,press; relay,2025;2026;2027\n", "story:2, reported (column C)", "3 pieces"),
        ("title,source,stance\nx,press:denies,doubts\n", "story:2, stance (column C)", "a stance already"),
        ("title,source,stance\nx,press,believes\n", "story:2, stance (column C)", "not a stance"),
        ("title,interested\nx,yes\n", "story:2, interested (column B)", "none is named"),
        ("title,origin,interested\nx,them,perhaps\n", "story:2, interested (column C)", "neither yes nor no"),
        ("title,source,reports\nx,press,[]\n", "story:2, source (column B)", "already"),
        ("name,title,occurred\nx,y,2025\n", "story:1, occurred (column C)", "sheet of sources"),
        ("name,R2.training\npress,x\n", "story:1, R2.training (column B)", "no facts"),
        ("name,publisher\n,P\n", "story:2, name (column A)", "no name"),
        (b"title\n\xe4\n", "story:2", "not UTF-8"),
    ],
)
def test_each_fault_has_its_place(text, where, told):
    found = faults_of(text)
    assert any(place == where and told in what for place, what in found), found


def faults_of(text):
    """Place and words of each fault, whether the whole is refused or a row."""
    try:
        found = read(text)
    except TimelineError as error:
        return [(error.where if error.unwritten else None, error.what)]
    assert found.drafts == ()
    return [(where, finding.message) for where, finding in zip(found.wheres, found.findings, strict=True)]


def test_control_characters_are_refused_in_their_column(log, file):
    said = run(log, "import", file("title,said\na,\x1b]0;owned\x07\nb\x00,x\n"))
    assert said.exit_code == 2
    assert "story.csv:2, said (column B): the control character U+001B" in said.stderr
    assert "story.csv:3, title (column A): the control character U+0000" in said.stderr
    assert "\x1b" not in said.stderr


SHEETS = [
    HEAD + "R2 moved,a.b,2025?-08,said,press:denies,2025,,q,x; y,a.b=1,Nvidia,Ascend,{}\n",
    'title;source;stance;reported;reports;facts\r\n"a";press; relay;;2025;;"[{""entity"":""a""}]"\r\n',
    "name\tpublisher\tvia\torigin\tinterested\tarchive\npress\tP\ta; b\tthem\tyes\t{}\n",
]
PIECES = st.sampled_from(
    [*"\",;\t\n\r='[]{}:.#-0X?~", "\r\n", '""', "sep=;", "\ufeff", "\x00", "title", "2025", "null", "\u202e"]
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(SHEETS), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 8), PIECES), max_size=6), st.data()
)
def test_whatever_a_sheet_holds_it_is_read_or_refused(sheet, harms, data):
    for place, gone, piece in harms:
        sheet = sheet[:place] + piece + sheet[place + gone :]
    form = data.draw(st.sampled_from(["csv", "tsv", "jsonl"]))
    with contextlib.suppress(TimelineError):
        found = read(sheet, form=form, keep_recorded=data.draw(st.booleans()))
        for decision in admission.admit((), (*found.drafts, *found.partial)):
            json.dumps(dict(decision.body), allow_nan=False)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=80), st.sampled_from(["csv", "tsv", "jsonl"]))
def test_whatever_bytes_there_are_they_are_read_or_refused(data, form):
    with contextlib.suppress(TimelineError):
        read(data, form=form)


# --- files that are no story -------------------------------------------------------------------


def packed(kind):
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("story.csv", HEAD)
    elif kind == "tar":
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            archive.addfile(tarfile.TarInfo("../../story.csv"))
    elif kind == "gzip":
        buffer.write(gzip.compress(HEAD.encode()))
    else:
        buffer.write(HEAD.encode(kind))
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["story.csv", "story.jsonl"])
@pytest.mark.parametrize("kind", ["zip", "tar", "gzip", "utf-32"])
def test_archives_and_other_encodings_are_refused_by_name(log, file, kind, name):
    said = run(log, "import", file(packed(kind), name))
    assert said.exit_code == 2
    assert {"utf-32": "UTF-32"}.get(kind, kind) in said.stderr
    assert "Nothing was written." in said.stderr


def test_only_regular_files_are_read(log, file, tmp_path):
    path = file("title\nx\n")
    (tmp_path / "link.csv").symlink_to(path)
    os.mkfifo(tmp_path / "fifo.csv")
    (tmp_path / "folder.csv").mkdir()
    with (tmp_path / "sparse.csv").open("wb") as sparse:
        sparse.truncate(1 << 40)
    names = ["link.csv", "fifo.csv", "folder.csv", "sparse.csv", "nothing.csv"]
    for name in [*(str(tmp_path / name) for name in names), "https://example.org/a.csv", "ftp:a.csv", "data:,a.csv"]:
        said = run(log, "import", name)
        assert said.exit_code == 2, name
        assert said.stderr.endswith("Nothing was written.\n")
    for name in ("/dev/zero", "/dev/stdin", "/proc/self/mem"):
        assert run(log, "import", name, "--from", "csv").exit_code == 2
    assert events(log) == []


def test_an_unknown_form_names_those_that_are_read(log, file):
    for words, told in (
        ([file("title\nx\n", "story.txt")], "no ending that tells its form"),
        ([file("title\nx\n"), "--from", "cvs"], 'did you mean "csv"?'),
        ([file("title\nx\n"), "--from", "gedcom"], "is not a form that is read"),
    ):
        said = run(log, "import", *words)
        assert said.exit_code == 2
        assert told in said.stderr
        assert "jsonl (.jsonl .ndjson), csv (.csv), tsv (.tsv .tab)" in said.stderr
    assert "--from csv" in run(log, "import", "-", stdin="title\nx\n").stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\nx", "it is a picture (PNG), and that is not read"),
        ("a.xls", b"<html><table><tr><td>Date</td></tr></table>", "it is a page of HTML"),
        ("a.xml", b'<?xml version="1.0"?><rss/>', "it is XML, and that is not read"),
        ("a.docx", b"PK\x03\x04" + b"-" * 40 + b"word/document.xml", "it is a document of Word, and not a sheet"),
        ("a.csv", b"Date|Title\n2026|x\n", "its cells are parted by |"),
        ("a.txt", b"Date\tTitle\n2026\tx\n", "by its headings it is a sheet as text: --from tsv"),
        ("a.txt", "Date;Title\n2026;x\n".encode("utf-16"), "by its headings it is a sheet as text: --from csv"),
    ],
)
def test_what_cannot_be_read_names_the_way_that_works(log, tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    said = run(log, "import", str(tmp_path / name))
    assert said.exit_code == 2
    assert told in said.stderr
    if found := re.search("--from ([a-z]+)", said.stderr):
        assert run(log, "import", str(tmp_path / name), "--from", found[1]).exit_code == 0


def test_standard_input_is_read_where_its_form_is_said(log):
    said = run(log, "import", "-", "--from", "csv", stdin="title,occurred\none,June\n")
    assert "standard input:2, occurred (column B)" in said.stderr
    assert run(log, "import", "-", "--from", "csv", stdin="title\none\n").exit_code == 0
    assert run(log, "import", "-", "--from", "jsonl", stdin='{"kind":"event","title":"two"}\r\n').exit_code == 0
    assert [body["title"] for body in events(log)] == ["one", "two"]


def test_sizes_and_counts_are_limited(log, file, monkeypatch):
    monkeypatch.setattr(incoming, "MB", 10)
    assert "holds more than 100 MB" in run(log, "import", file("title\n" + "x\n" * 1000)).stderr
    assert "holds more than 100 MB" in run(log, "import", "-", "--from", "csv", stdin="title\n" + "x\n" * 1000).stderr
    monkeypatch.undo()
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    assert "more than 3 rows" in run(log, "import", file("title\n" + "x\n" * 4)).stderr
    monkeypatch.setattr(reading, "MOST_RECORDS", 3)
    many = '{"kind":"event","title":"x"}\n' * 4
    assert "more than 3 records" in run(log, "import", file(many, "a.jsonl")).stderr
    assert "more than 500 cells" in run(log, "import", file("title" + "," * 600 + "\nx\n")).stderr
    assert "at most 1,000,000" in run(log, "import", file("title,said\nx," + "y" * 1_000_001 + "\n")).stderr


def test_a_dry_run_says_in_words_what_would_be_written(log, file):
    before = segments_of(log)
    said = run(log, "import", file("title,occurred\none,2025?-08\n"), "--dry-run")
    assert (said.exit_code, said.stdout) == (0, "")
    assert "would be added: event: one" in said.stderr
    assert "August, year uncertain" in said.stderr
    assert said.stderr.endswith("Nothing was written.\n")
    rows = json.loads(run(log, "import", file("title\none\n"), "--dry-run", "--json").stdout)["rows"]
    assert [row["status"] for row in rows] == ["would be added"]
    assert segments_of(log) == before


# --- JSON lines --------------------------------------------------------------------------------


def test_json_lines_are_taken_as_add_takes_them(log, file, tmp_path):
    text = (
        '{"kind":"event","title":"x","key":"k","reports":[{"source":"new"}]}\n\n'
        '{"kind":"source","name":"new"}\n{"kind":"report","event":"key:k","source":"press"}\n'
    )
    other = a_log(tmp_path / "other", a_draft("source", name="press", published="2025-08-14"))
    imported, added = run(log, "import", file(text, "a.jsonl")), run(other, "add", "-", stdin=text)
    assert (imported.exit_code, added.exit_code) == (0, 0)
    assert len(imported.stdout.split()) == len(added.stdout.split()) == 3
    kinds = [record.kind for record in log.read().records if record.body.get("name") != "relay"]
    assert kinds == [record.kind for record in other.read().records]


def test_faults_of_json_lines_name_file_and_line(log, file):
    path = file('{"kind":"event"}\n{"kind":"event","title":"x","titel":1}\nnonsense\n', "a.jsonl")
    said = run(log, "import", path)
    assert said.exit_code == 2
    for place in (":1, title", ":2, titel", ":3"):
        assert f"{path}{place}" in said.stderr


def test_a_file_that_changes_and_takes_back_its_own_records_brings_nothing_twice(log, file):
    text = (
        '{"kind":"event","title":"x","key":"k"}\n'
        '{"kind":"correction","target":"key:k","set":{"title":"y"}}\n'
        '{"kind":"event","title":"z"}\n'
        '{"kind":"event","title":"z","said":"so","key":"l"}\n'
        '{"kind":"retraction","target":"key:l"}\n'
    )
    path = file(text, "a.jsonl")
    first = run(log, "import", path)
    again = run(log, "import", path)
    assert first.stdout == again.stdout
    assert "added 0, already there 5" in again.stderr


def test_what_is_said_again_after_it_was_taken_back_is_written_also_within_a_batch(log, file):
    ids = [format(number, "064x") for number in range(1, 6)]
    lines = [
        {"kind": "event", "id": ids[0], "title": "x"},
        {"kind": "retraction", "id": ids[1], "target": ids[0]},
        {"kind": "event", "id": ids[2], "title": "x"},
        {"kind": "correction", "id": ids[3], "target": ids[2], "set": {"title": "y"}},
        {"kind": "event", "id": ids[4], "title": "x"},
    ]
    path = file("\n".join(map(json.dumps, lines)), "a.jsonl")
    first = run(log, "import", path)
    assert len(set(first.stdout.split())) == 5
    assert len(log.read().records) == 2 + 5
    again = run(log, "import", path)
    assert again.stdout == first.stdout
    assert len(log.read().records) == 2 + 5


def test_an_imported_report_can_be_corrected(log, file):
    """Its own stamp and id are kept beside it, as free JSON."""
    ids = [format(number, "064x") for number in (1, 2, 3)]
    lines = [
        {"kind": "event", "id": ids[0], "recorded": "2026-01-01T00:00:00Z", "title": "x"},
        {"kind": "report", "id": ids[1], "recorded": "2026-01-01T00:00:01Z", "event": ids[0], "source": "press"},
        {"kind": "correction", "recorded": "2026-01-01T00:00:02Z", "target": ids[1], "set": {"reported": "2025"}},
    ]
    path = file("\n".join(map(json.dumps, lines)), "a.jsonl")
    assert run(log, "import", path, "--keep-recorded", "--by", "bob").exit_code == 0
    said = run(log, "list", "--json")
    assert said.exit_code == 0, said.stderr
    assert json.loads(said.stdout)["rows"][0]["reported"] == "2025"


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


# --- files that are not there ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "what", "fix"),
    [
        ("note.csv", 'there is no file "note.csv" here', 'did you mean "notes.csv"?'),
        ("notes", 'there is no file "notes" here', 'did you mean "notes.csv"?'),
        ("sheets/a.csv", 'there is no file "a.csv" in "sheets"', 'name one that is there: "story-of-the-year.ods"'),
        ("sheet/a.csv", 'there is no folder "sheet" here', 'did you mean "sheets"?'),
        ("bare/x.csv", 'there is no file "x.csv" in "bare"', "nothing is there; name a file of another folder"),
        ("notes.csv/x.csv", 'there is no folder "notes.csv" here', 'name one that is there: "bare", "sheets"'),
    ],
)
def test_of_a_file_that_is_not_there_it_is_said_what_is_missing_and_what_was_meant(
    tmp_path, monkeypatch, path, what, fix
):
    (tmp_path / "sheets").mkdir()
    (tmp_path / "bare").mkdir()
    (tmp_path / "notes.csv").touch()
    (tmp_path / "sheets" / "story-of-the-year.ods").touch()
    (tmp_path / "bare" / ".hidden").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FormatError) as caught:
        incoming.read(path, limit=1)
    assert (caught.value.what, caught.value.fix) == (what, fix)
