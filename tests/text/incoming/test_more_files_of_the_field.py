"""Files that the public can have, in small and with contents of our own: taken in by the options that the docs name."""

import json
import re
import shlex
from pathlib import Path

import pytest

from builders import a_log
from commands import run

ROWS = re.compile(r"^\| [^|]*\((?P<name>[^()]*), (?:simple )?(?:CSV|JSON)\) \| `(?P<told>.*?)`", re.MULTILINE)
DOCS = (Path(__file__).resolve().parents[3] / "docs" / "importing.md").read_text()
OPTIONS = {found["name"]: shlex.split(found["told"])[1:] for found in ROWS.finditer(DOCS)}
GED = (
    "id,year,conflict_name,side_a,source_office,source_date,date_prec,date_start,date_end\n"
    "1,2025,Atlantis: Government,Front,Wire,2025-06-20,2,2025-06-12 00:00:00.000,2025-06-18 00:00:00.000\n"
    "2,2025,Atlantis: Government,Front,Wire;Post,2025-06-20,1,2025-06-13 00:00:00.000,2025-06-13 00:00:00.000\n"
)
PRIO = (
    "conflict_id,location,year,start_date,start_prec,start_date2,start_prec2,ep_end,ep_end_date,ep_end_prec\n"
    "11,Atlantis,2025,2019-12-31,5,2020-02-14,1,1,2025-08-30,3\n"
    "11,Atlantis,2024,2019-12-31,5,2020-02-14,1,0,,\n"
)
GTD = (
    "eventid,iyear,imonth,iday,approxdate,country_txt,summary,attacktype1_txt\n"
    '20250702,2025,7,2,,Atlantis,"07/02/2025: It went off.",Bombing\n'
    "20250000,2025,0,0,early 2025,Atlantis,,Kidnapping\n"
    '20250300,2025,3,0,"March 3-5, 2025",Atlantis,,Kidnapping\n'
)
MET = (
    "Object Number,Title,Artist Begin Date,Object Date,Object Begin Date,Object End Date,Link Resource,Tags\n"
    "1979.1,One-dollar Coin,1794      ,1853,1853,1853,http://m.example/1,Birds|Coins\n"
    "67.2,Bowl with fish,,13th\u201314th century,1200,1399,http://m.example/2,Fish\n"
    "67.1,Vase,,ca. 500\u2013480 BCE,-0499,-0479,http://m.example/3,\n"
)
MOMA = (
    "ExhibitionID,ExhibitionTitle,ExhibitionBeginDate,ExhibitionEndDate,ExhibitionRole,DisplayName\n"
    "2557,Painters of the Coast,11/7/1929,12/7/1929,Curator,Alma Doe\n"
    "2557,Painters of the Coast,11/7/1929,12/7/1929,Artist,Bert Roe\n"
)
SCHOOLS = (
    "uid,school_name,date,school_year,year,time,day_of_week,killed\n"
    '1,North High School,4/20/2025,2024-2025,2025,11:19 AM,Sunday,"1,369"\n'
    "2,South High School,11/13/2025,2025-2026,2025,2:30PM,Thursday,0\n"
)
TARGETS = (
    '"id","schema","name","birth_date","sanctions","dataset","first_seen","last_seen"\n'
    '"NK-1","Person","Ann Doe","1961-05;1961","Decision 12","Atlantis","2025-04-20T12:39:32","2025-09-28T18:20:01"\n'
)
KEV = {
    "title": "A catalogue (invented)",
    "dateReleased": "2025-08-14T17:00:10.1234Z",
    "count": 1,
    "vulnerabilities": [
        {
            "cveID": "CVE-2025-0",
            "vendorProject": "Acme",
            "vulnerabilityName": "Acme Router Flaw",
            "dateAdded": "2025-08-14",
            "shortDescription": "Invented.",
            "dueDate": "2025-09-04",
            "notes": "https://a.example/1 ; https://a.example/2",
            "cwes": ["CWE-78"],
        }
    ],
}
OSV = {
    "schema_version": "1.7.0",
    "id": "XX-1",
    "modified": "2025-08-15T00:00:00Z",
    "published": "2025-08-14T10:00:00Z",
    "summary": "Acme flaw",
    "details": "Invented.\n\nMore.",
    "affected": [{"package": {"ecosystem": "PyPI", "name": "acme"}, "ranges": []}],
    "references": [{"type": "WEB", "url": "https://a.example/1"}],
}
RECALLS = {
    "meta": {"results": {"skip": 0, "limit": 1, "total": 1}},
    "results": [
        {
            "event_id": "9",
            "recall_number": "D-1",
            "classification": "Class II",
            "openfda": {},
            "product_description": "Acme tablets",
            "reason_for_recall": "Invented",
            "recall_initiation_date": "20250714",
            "report_date": "20250814",
        }
    ],
}
FEMA = (
    "disasterNumber,state,declarationDate,incidentType,declarationTitle,incidentBeginDate,incidentEndDate,id\n"
    "1,ZZ,2025-08-14T00:00:00.000Z,Flood,ACME FLOODING,2025-08-01T00:00:00.000Z,2025-08-05T00:00:00.000Z,a\n"
    "2,ZZ,2025-08-15T00:00:00.000Z,Fire,ACME FIRE,2025-08-02T00:00:00.000Z,,b\n"
)
NTSB = (
    '"NtsbNo","EventType","Mkey","EventDate","State","N#","OriginalPublishDate","ProbableCause","DocketUrl"\n'
    '"X1","ACC","9","2025-08-14T15:30:00Z","Zeeland","N0","2025-12-01T05:00:00Z","Invented.","https://a.example/?P=9"\n'
)
RULES = {
    "count": 1,
    "results": [
        {
            "title": "A Rule on Examples",
            "type": "Rule",
            "abstract": "Invented.",
            "document_number": "2025-1",
            "html_url": "https://a.example/d",
            "pdf_url": "https://a.example/d.pdf",
            "publication_date": "2025-08-14",
            "agencies": [{"name": "Acme Agency", "id": 1, "url": "https://a.example/1"}],
        }
    ],
}
POLICE = (
    "Incident Datetime,Incident Date,Incident Time,Incident Year,Row ID,Incident ID,Incident Category,"
    "Incident Description\n2025/08/14 03:30:00 PM,2025/08/14,15:30,2025,1,2,Larceny,Theft of an example\n"
)
WORKS = {
    "status": "ok",
    "message-type": "work-list",
    "message": {
        "items": [
            {
                "DOI": "10.0/x",
                "title": ["A paper (invented)"],
                "container-title": ["Acme Letters"],
                "issued": {"date-parts": [[2025, 8]]},
                "type": "journal-article",
            }
        ]
    },
}
DOCKETS = {
    "count": 2,
    "next": None,
    "results": [
        {
            "id": 1,
            "date_filed": "2025-04-15",
            "date_terminated": None,
            "case_name": "Doe v. Acme",
            "source": 1,
            "tags": [],
        },
        {"id": 2, "date_filed": "2025-03-15", "date_terminated": "2025-06-01", "case_name": "Roe v. Foo", "source": 1},
    ],
}
INCIDENTS = {
    "page": {"id": "p", "name": "Acme", "time_zone": "America/New_York"},
    "incidents": [
        {
            "id": "8kx",
            "name": "Mail is late",
            "started_at": "2025-06-03T14:02:34.342-04:00",
            "resolved_at": "2025-06-03T15:02:34.342-04:00",
            "shortlink": "https://s.example/8kx",
            "incident_updates": [
                {"body": "It is on time.", "created_at": "x"},
                {"body": "We look.", "created_at": "y"},
            ],
        }
    ],
}
OF_AI = (
    "_id,incident_id,date,reports,Alleged deployer of AI system,description,title\n"
    'ObjectId(5f40),23,2025-11-08,"[242,243]","[""acme"",""foo-labs""]",It met a truck.,Shuttle Met a Truck\n'
)
FILES = {
    "UCDP GED": (GED, ["[2025-06-12..2025-06-18]", "2025-06-13"]),
    "UCDP/PRIO": (PRIO, ["2019/2025-08", "2019"]),
    "GTD": (GTD, ["2025-07-02", "2025", "2025-03"]),
    "Met": (MET, ["1853", "[1200..1399]", "[-0499..-0479]"]),
    "MoMA": (MOMA, ["1929-11-07/1929-12-07"]),
    "Washington Post": (SCHOOLS, ["2025-04-20T11:19:00", "2025-11-13T14:30:00"]),
    "CISA KEV": (json.dumps(KEV), ["2025-08-14"]),
    "OSV": (json.dumps(OSV), ["2025-08-14T10:00:00Z"]),
    "openFDA": (json.dumps(RECALLS), ["2025-07-14"]),
    "FEMA": (FEMA, ["2025-08-01/2025-08-05", "2025-08-02"]),
    "NTSB": (NTSB, ["2025-08-14T15:30:00Z"]),
    "Federal Register": (json.dumps(RULES), [None]),
    "San Francisco Police": (POLICE, ["2025-08-14T15:30:00-07:00"]),
    "Crossref": (json.dumps(WORKS), []),
    "OpenSanctions": (TARGETS, ["2025-04-20T12:39:32Z"]),
    "CourtListener": (json.dumps(DOCKETS), ["2025-04-15", "2025-03-15/2025-06-01"]),
    "Statuspage": (json.dumps(INCIDENTS), ["2025-06-03T18:02:34.342Z/2025-06-03T19:02:34.342Z"]),
    "AI Incident Database": (OF_AI, ["2025-11-08"]),
}
"""The contents, and when each event happened."""


@pytest.mark.parametrize("name", FILES)
def test_a_public_file_is_taken_in_as_the_docs_say(tmp_path, monkeypatch, name):
    text, dates = FILES[name]
    log = a_log(tmp_path)
    monkeypatch.chdir(tmp_path)
    file = "given.json" if text[0] == "{" else "given.csv"
    Path(file).write_text(text)
    done = run(log, "import", file, *OPTIONS[name])
    assert done.exit_code == 0, done.stderr
    if "--fix" in OPTIONS[name]:
        again = re.search(r"timeline import (.*?)\. Nothing was added", done.stderr)
        done = run(log, "import", *shlex.split(again[1]))
        assert done.exit_code == 0, done.stderr
    rows = json.loads(run(log, "list", "--json", "--sort", "recorded").stdout)["rows"]
    assert [row["occurred"] for row in rows] == dates


MANY = "cveID,vendorProject,vulnerabilityName,dateAdded,dueDate,notes\nC-1,Acme,Injection,2025-02-05,2025-02-26,{}\n"


def test_a_wide_sheet_is_answered_with_what_takes_it_in(tmp_path):
    log = a_log(tmp_path)
    sheet = tmp_path / "kev.csv"
    sheet.write_text(MANY.format("x"))
    said = run(log, "import", str(sheet)).stderr
    assert "it holds dates: --column dateAdded=occurred" in said
    told = shlex.split(said.rpartition("pass over the others: ")[2].partition(" (in Python")[0])
    filled = [word.replace("HEADING", "vulnerabilityName") for word in told]
    assert run(log, "import", str(sheet), *filled).exit_code == 0


def test_words_in_a_column_of_links_are_no_addresses(tmp_path):
    log = a_log(tmp_path)
    sheet = tmp_path / "kev.csv"
    sheet.write_text(MANY.format('"https://a.example/1 ; More: https://a.example/2"'))
    told = ["--column", "vulnerabilityName=title", "--ignore-other-columns", "--column"]
    refused = run(log, "import", str(sheet), *told, "notes=links")
    assert refused.exit_code == 2
    assert '"More:" is not an address' in refused.stderr
    assert "--column notes=text" in refused.stderr
    assert run(log, "import", str(sheet), *told, "notes=text").exit_code == 0


def test_a_column_that_was_told_is_the_one_of_its_field_where_others_are_passed_over(tmp_path):
    """Without that, what a heading means is not passed over without a word."""
    log, path = a_log(tmp_path / "log"), tmp_path / "a.csv"
    path.write_text("event,Opened,Date,Year,Tags,Labels,End\nx,2025-08-14,2025-08-15,2025,a,b,2025-08-16\n")
    told = ("--column", "Opened=start", "--column", "Labels=tags")
    assert "two columns for" in run(log, "import", str(path), *told).stderr
    said = run(log, "import", str(path), *told, "--ignore-other-columns")
    assert "passed over: Date, Year\n" in said.stderr
    (event,) = (record.body for record in log.read().records)
    assert (event["occurred"], event["tags"]) == ("2025-08-14/2025-08-16", ["a", "b"])


def test_midnights_of_utc_are_remarked_and_are_days_where_that_is_meant(tmp_path):
    log, path = a_log(tmp_path / "log"), tmp_path / "a.csv"
    rows = "x,2025-08-14T00:00:00Z\ny,2025-08-15T00:00:00.000Z\n"
    path.write_text(f"title,date\n{rows}")
    said = run(log, "import", str(path), "--dry-run").stderr
    assert '"date" shows 00:00:00 as the time of 2 dates; where days are meant, --fix FILE.csv writes them' in said
    path.write_text(f"title,date\n{rows}z,2025-08-15T00:00:01Z\n")
    assert "00:00:00 as the time" not in run(log, "import", str(path), "--dry-run").stderr
    assert "0 dates proposed" not in (said := run(log, "import", str(path), "--fix", str(tmp_path / "b.csv"))).stderr
    assert "it says what the sheet says" in said.stderr
