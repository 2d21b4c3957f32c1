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
