"""The tables and commands of docs/importing.md: each is run on a file of its form."""

import datetime as dt
import io
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import form_samples as forms
import pytest
import workbooks
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


# --- what import says of a file of each form ---------------------------------------------------------------------


def a_book_of_events():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "S"
    sheet.append(["When", "Headline", "Publisher", "URL", "Colour"])
    sheet.append([dt.datetime(2026, 4, 1), "V4 is released", "Press", "https://p.example/1", "red"])  # noqa: DTZ001
    sheet["A2"].number_format = "mmm yyyy"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_calendar_of_icalendar():
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.new()
    for uid, rule in (("a", None), ("b", "DAILY")):
        event = icalendar.Event()
        event.add("uid", uid)
        event.add("dtstamp", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        event.add("dtstart", dt.date(2026, 4, 1))
        event.add("dtend", dt.date(2026, 4, 3))
        event.add("summary", f"Fair {uid}")
        if rule:
            event.add("rrule", {"freq": rule, "count": 3})
            event.add("attendee", "mailto:a@b.example")
        calendar.add_component(event)
    return calendar.to_ical()


def a_bundle_of_stix2():
    stix2 = pytest.importorskip("stix2")
    lab = stix2.Identity(name="Lab", identity_class="organization")
    malware = stix2.Malware(name="Mal", is_family=False)
    actor = stix2.ThreatActor(name="Bear")
    campaign = stix2.Campaign(name="Camp", first_seen="2025-01-01T00:00:00Z", last_seen="2025-05-01T00:00:00Z")
    used = stix2.Relationship(campaign, "uses", malware)
    page = stix2.ExternalReference(source_name="Blog", url="https://b.example/1")
    told = {"published": "2025-06-01T00:00:00Z", "object_refs": [campaign], "created_by_ref": lab}
    report = stix2.Report(name="On Camp", external_references=[page], **told)
    withdrawn = stix2.Report(name="Withdrawn", **told).revoke()
    opinion = stix2.Opinion(opinion="disagree", object_refs=[report], created_by_ref=lab)
    return stix2.Bundle(lab, malware, actor, campaign, used, report, withdrawn, opinion).serialize().encode()


def statements_of_followthemoney():
    heads = "canonical_id,entity_id,prop,prop_type,schema,value,dataset,lang,original_value,external,first_seen\n"
    rows = (
        "e1,e1,name,name,Event,Raid,d,eng,,f,2024-01-01\n",
        "e2,e2,name,name,Event,Trial,d,,,f,2024-01-01\n",
        "e1,e1,startDate,date,Event,2024-03,d,,,f,2024-01-01\n",
        "e1,e1,location,name,Event,Rome,d,,,f,2024-02-01\n",
    )
    return (heads + "".join(rows)).encode()


def slides():
    title, dated = {"text": {"headline": "All of it"}}, {"start_date": {"year": "2026", "month": "4"}}
    media = {"url": "https://m.example/v.png", "caption": "A picture", "credit": "them"}
    old = {"start_date": {"year": -44, "month": 3, "day": 15}, "text": {"headline": "Caesar is killed"}}
    era = {"start_date": {"year": "2000"}, "end_date": {"year": "2010"}, "text": {"headline": "The noughties"}}
    slide = {**dated, "text": {"headline": "V4 is out"}, "media": media}
    return json.dumps({"title": title, "events": [slide, old], "eras": [era]}).encode()


def an_entity_of_wikidata():
    day = {"precision": 11, "calendarmodel": "http://www.wikidata.org/entity/Q1985786"}
    born = {"type": "time", "value": {"time": "+1473-02-19T00:00:00Z", **day}}
    name = {"type": "string", "value": "0001"}
    return json.dumps(
        forms.an_item(
            ("P569", forms.a_snak("P569", born), {}),
            ("P569", forms.a_snak("P569", born), {"rank": "deprecated"}),
            ("P214", {**forms.a_snak("P214", name), "datatype": "external-id"}, {}),
        )
    ).encode()


def references():
    one = {"id": "a", "type": "article-newspaper", "title": "R2 waits", "container-title": "The Paper"}
    one |= {"issued": {"date-parts": [[2025, 8, 14]]}, "URL": "https://p.example/r2", "author": [{"family": "Ada"}]}
    other = {"id": "b", "type": "book", "title": "A book", "publisher": "P", "issued": {"date-parts": [[2020]]}}
    return json.dumps([one, other | {"page": "3-5"}]).encode()


TAKEN = [
    ("CSV, TSV", "by hand", "story.csv", (), lambda: b"Date;Headline;Tags\n2026-04;V4 is out;v4\n"),
    ("Excel (.xlsx, .xlsm)", "openpyxl", "story.xlsx", ("--ignore-other-columns",), a_book_of_events),
    ("LibreOffice (.ods)", "LibreOffice's form", "story.ods", (), SAMPLES["LibreOffice (.ods)"]),
    (
        "objects as JSON, or as JSON lines",
        "a logger",
        "app.jsonl",
        ("--column", "msg=title", "--column", "ts=occurred", "--ignore-other-columns"),
        lambda: lines({"ts": "2026-04-24T10:00:00Z", "msg": "up", "level": 3}),
    ),
    ("TimelineJS, JSON", "TimelineJS's form", "timeline.json", (), slides),
    ("TimelineJS, sheet", "its template", "sheet.csv", (), forms.SHEET.encode),
    ("Timesketch, JSON lines", "plaso's form", "plaso.jsonl", (), lambda: lines(forms.LINE)),
    ("Timesketch, CSV", "plaso's form", "plaso.csv", (), SAMPLES["Timesketch, CSV"]),
    ("Auto Archiver, sheet", "its template", "sheet.csv", (), forms.ARCHIVED.encode),
    ("iCalendar", "icalendar", "calendar.ics", (), a_calendar_of_icalendar),
    ("CSL-JSON (Zotero)", "Zotero's form", "references.json", (), references),
    ("ClaimReview (JSON-LD)", "schema.org's form", "checks.json", (), lambda: lines(forms.CLAIM)),
    ("Wikidata, entity JSON", "Wikidata's form", "Q1.json", (), an_entity_of_wikidata),
    ("STIX 2.1", "stix2", "bundle.json", (), a_bundle_of_stix2),
    ("FollowTheMoney", "its exporter's form", "statements.csv", (), statements_of_followthemoney),
]
FIRST, LAST = "<!-- taken -->\n", "<!-- end of taken -->\n"


def said_of(folder, form, writer, name, words_, content):
    """Import a file, and give the row of the page that says so."""
    data = content()
    tl.init(folder / "events")
    (folder / name).write_bytes(data)
    log = str(folder / "events")
    done = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", log, "import", str(folder / name), *words_])
    assert done.exit_code == 0, done.stderr
    kept = [line for line in done.stderr.splitlines() if not line.startswith(("  ", "added ", "…")) and line]
    count = re.findall(r"^added \d+$", done.stderr, re.MULTILINE)[-1]
    command = " ".join(["timeline import", name, *words_])
    told = "; ".join([count, *kept]).replace("|", "/")
    return f"| {form} | {writer} | `{command}` | {told} |\n"


def told_on_the_page():
    text = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")
    return text.partition(FIRST)[2].partition(LAST)[0].splitlines(keepends=True)


@pytest.mark.skipif(bool(os.environ.get("TIMELINE_REWRITE")), reason="the table is written again")
@pytest.mark.parametrize("place", range(len(TAKEN)), ids=[one[0] for one in TAKEN])
def test_the_page_says_what_import_says_of_a_file_of_each_form(place, tmp_path):
    assert told_on_the_page()[place + 2] == said_of(tmp_path, *TAKEN[place])


def test_every_form_of_the_table_is_taken_in(tmp_path):
    assert {one[0] for one in TAKEN} == {form for form, _ in the_rows()} - {"git", "JSON lines of records"}
    if os.environ.get("TIMELINE_REWRITE"):
        made = ["| form | a file of | command | what `import` says |\n", "| --- | --- | --- | --- |\n"]
        for number, one in enumerate(TAKEN):
            (folder := tmp_path / str(number)).mkdir()
            made.append(said_of(folder, *one))
        page = Path(__file__).parents[3] / "docs" / "importing.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(FIRST)
        page.write_text(f"{before}{FIRST}{''.join(made)}{LAST}{rest.partition(LAST)[2]}", encoding="utf-8")
    assert len(told_on_the_page()) == len(TAKEN) + 2


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
