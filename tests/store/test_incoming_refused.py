"""What is refused of a sheet: every fault named with its place, all at once, and nothing written."""

import contextlib
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incoming_sheets import HEAD, faults_of, log_with_sources, read

from builders import segments_of
from commands import run
from timeline.errors import TimelineError
from timeline.records import admission

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))


@pytest.fixture
def log(tmp_path):
    return log_with_sources(tmp_path)


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
        ("title,occurred,date\nx,2025,2026\n", "story:1, date (column C)", "two columns"),
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
