"""The tables and commands of docs/importing.md: each is run on a file of its form."""

import io
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import test_forms as forms
import test_workbooks as workbooks
from click.testing import CliRunner

import timeline as tl
from timeline.cli.main import cli
from timeline.text.incoming import words
from timeline.text.incoming.reading import FORMS

PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")


def the_rows():
    table = PAGE.partition("| form | command | what becomes of it | what is lost |\n")[2].partition("\n\n")[0]
    for line in table.splitlines()[1:]:
        form, command, _, _ = (cell.strip() for cell in line.strip("|").split("|"))
        yield form, re.findall("`(import [^`]*)`", command)[0]


def workbook(**_):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "S"
    book.active.append(["Headline", "Date"])
    book.active.append(["x", "2025"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lines(*values):
    return "\n".join(map(json.dumps, values)).encode()


def open_document():
    return workbooks.an_ods(("x", "2026-04-17", ["Year"]))


SAMPLES = {
    "CSV, TSV": lambda: b"title\nx\n",
    "Excel (.xlsx, .xlsm)": workbook,
    "LibreOffice (.ods)": open_document,
    "JSON lines of records": lambda: lines({"kind": "event", "title": "x"}),
    "objects as JSON, or as JSON lines": lambda: lines({"msg": "x", "ts": "2025"}),
    "TimelineJS, JSON": lambda: lines({"events": [forms.SLIDE]}),
    "TimelineJS, sheet": forms.SHEET.encode,
    "Timesketch, JSON lines": lambda: lines(forms.LINE),
    "Timesketch, CSV": lambda: b"message,datetime,timestamp_desc\nx,2026-04-24T10:00:00Z,y\n",
    "Auto Archiver, sheet": forms.ARCHIVED.encode,
    "iCalendar": lambda: forms.a_calendar({"uid": "x", "summary": "x", "dtstart": forms.DAY}),
    "CSL-JSON (Zotero)": lambda: lines([{"id": "x", "type": "book", "title": "X", "issued": {"date-parts": [[2020]]}}]),
    "ClaimReview (JSON-LD)": lambda: lines(forms.CLAIM),
    "Wikidata, entity JSON": lambda: lines(
        forms.an_item(("P1", forms.a_snak("P1", {"type": "string", "value": "x"}), {}))
    ),
    "STIX 2.1": lambda: lines(
        {"type": "bundle", "id": "bundle--1", "objects": [{"type": "incident", "id": "incident--1", "name": "x"}]}
    ),
    "FollowTheMoney": lambda: lines(*forms.ENTITIES),
}


@pytest.mark.parametrize(("form", "command"), list(the_rows()))
def test_a_row_of_the_table_is_a_command_that_works(form, command, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_BY", "ada")
    tl.init(tmp_path / "events")
    monkeypatch.chdir(tmp_path)
    command, *more = shlex.split(command)
    if form == "git":
        if shutil.which("git") is None:
            pytest.skip("git is missing")
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "a.txt").write_text("x")
        who = ["-c", "user.name=ada", "-c", "user.email=a@b"]
        for words_ in (["init", "-q"], ["add", "docs"], [*who, "commit", "-q", "-m", "x"]):
            subprocess.run(["git", *words_], cwd=tmp_path, check=True, capture_output=True)
    else:
        if "Events" not in more and "--sheet" in more and form.startswith("LibreOffice"):
            more[more.index("--sheet") + 1] = "Events"
        (tmp_path / more[0]).write_bytes(SAMPLES[form]())
    said = CliRunner().invoke(cli, ["-C", "events", command, *more])
    assert said.exit_code == 0, said.stderr
    assert re.search(r"^added [1-9]\d*$", said.stderr, re.MULTILINE)
    checked = CliRunner().invoke(cli, ["-C", "events", "check", "--json"])
    assert json.loads(checked.stdout)["rows"] == []


def test_every_form_is_on_the_page():
    table = dict(the_rows())
    for name, form in FORMS.items():
        named = f"--from {name}" in PAGE or [
            command for command in table.values() if any(ending in command for ending in form.endings)
        ]
        assert named or name in ("tsv", "timelinejs", "csl", "claimreview", "wikidata", "stix", "ftm"), name
    for name in ("TimelineJS", "CSL-JSON", "ClaimReview", "Wikidata", "STIX", "FollowTheMoney"):
        assert any(name in form for form in table)


def test_the_headings_on_the_page_mean_the_fields_beside_them():
    table = PAGE.partition("| field | headings that mean it | what a cell holds |\n")[2].partition("\n\n")[0]
    checked = 0
    for line in table.splitlines()[1:]:
        fields, headings = (cell.strip() for cell in line.replace(r"\|", "/").strip("|").split("|")[:2])
        named = {name.replace(" ", "_") for name in re.findall("`([^`]*)`", fields)}
        if fields in ("facts", "parts of it") or "the same" in headings or not named:
            continue
        for heading in re.split("[,;]", headings):
            assert words.field(heading.strip()) in named, heading
            checked += 1
    assert checked > 40


def test_the_commands_of_the_examples_are_those_of_the_command_line():
    """Every `timeline import` in an example has options that there are."""
    options = {name for param in cli.get_command(None, "import").params for name in param.opts}
    commands = re.findall(r"^timeline (?:-C \S+ )?import .*$", PAGE, re.MULTILINE)
    assert len(commands) >= 7
    for command in commands:
        used = {word for word in shlex.split(command, comments=True) if word.startswith("--")}
        assert used <= options, command
