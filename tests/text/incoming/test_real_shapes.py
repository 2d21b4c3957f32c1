"""Sheets that people publish, by their form: own rows under the headings that they have, with the least adaptation.

Each case: the rows, the options that they need, and the first event that comes of them.
"""

import datetime as dt
import io

import pytest

from timeline.records import admission
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)

SHAPES = {
    "a table of one encyclopaedia page": (
        "Date,Event\n24 April 2026,x\n",
        None,
        {},
        "Date (column A)",
    ),
    "a shared sheet about an outage": (
        "Timeline of the outage\n\nTime (UTC),What happened,Who,Link\n2026-11-20T14:03:22Z,Errors rise,ada,\n",
        {"columns": {"Time (UTC)": "occurred", "Who": "tags"}},
        {"title": "Errors rise", "occurred": "2026-11-20T14:03:22Z", "tags": ["ada"]},
        None,
    ),
    "a data set of models": (
        (
            "Model,Domain,Organization,Publication date,Reference,Link,Parameters,Training hardware,"
            "Notability criteria\n"
            "R9,Language,Lab,2026-04-24,The R9 report,https://a.example/r9,6.7e+11,Ascend 910C,\n"
        ),
        {
            "entity_column": "Model",
            "columns": {"Reference": "source title", "Notability criteria": "", "Publication date": "occurred"},
        },
        {
            "title": "R9",
            "occurred": "2026-04-24",
            "facts": [
                {"entity": "R9", "property": "Domain", "value": "Language"},
                {"entity": "R9", "property": "Organization", "value": "Lab"},
                {"entity": "R9", "property": "Parameters", "value": 6.7e11},
                {"entity": "R9", "property": "Training hardware", "value": "Ascend 910C"},
            ],
            "reports": [{"source": "a.example"}],
        },
        None,
    ),
    "a data set of countries and years": (
        "Entity,Code,Year,Life expectancy\nAtlantis,ATL,1950,41.2\nAtlantis,ATL,1951,41.9\n",
        {"entity_column": "Entity", "columns": {"Code": ""}},
        {
            "title": "Atlantis",
            "occurred": "1950",
            "facts": [{"entity": "Atlantis", "property": "Life expectancy", "value": 41.2}],
        },
        None,
    ),
    "a data set of conflict events": (
        (
            "event_id_cnty,event_date,year,time_precision,event_type,actor1,location,source,notes,fatalities\n"
            "ATL1,2026-04-24,2026,1,Protests,Workers,Port,Port Herald; Radio Port,They marched.,0\n"
        ),
        {
            "ignore_other_columns": True,
            "columns": {"event_id_cnty": "key", "event_type": "tags", "notes": "title", "actor1": "tags"},
        },
        {
            "title": "They marched.",
            "occurred": "2026-04-24",
            "tags": ["Protests", "Workers"],
            "reports": [{"source": "port-herald"}, {"source": "radio-port"}],
            "key": "ATL1",
        },
        None,
    ),
    "a map of incidents": (
        (
            "id,date,latitude,longitude,location,description,sources,associations\n"
            '1,04/24/2026,1.0,2.0,Port,A roof fell,"https://a.example/1,https://b.example/2",roof\n'
        ),
        {
            "order": "month",
            "ignore_other_columns": True,
            "columns": {"description": "title", "associations": "tags"},
        },
        {
            "title": "A roof fell",
            "occurred": "2026-04-24",
            "tags": ["roof"],
            "reports": [{"source": "a.example"}, {"source": "b.example"}],
        },
        None,
    ),
    "a tracker of layoffs": (
        (
            "Company,Location HQ,# Laid Off,Date,%,Industry,Source,Stage,Date Added\n"
            "Acme,Bonn,120,4/24/2026,0.1,Retail,https://n.example/acme,Series B,4/25/2026\n"
        ),
        {
            "entity_column": "Company",
            "order": "month",
            "columns": {"# Laid Off": "laid off", "%": "", "Date Added": "", "Location HQ": "", "Stage": ""},
        },
        {
            "title": "Acme",
            "occurred": "2026-04-24",
            "facts": [
                {"entity": "Acme", "property": "laid off", "value": 120},
                {"entity": "Acme", "property": "Industry", "value": "Retail"},
            ],
            "reports": [{"source": "n.example"}],
        },
        None,
    ),
    "a catalogue of vulnerabilities": (
        (
            "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,notes\n"
            "CVE-2026-1,Acme,Box,Acme Box overflow,2026-04-24,A buffer.,Patch it,2026-05-15,https://n.example/1\n"
        ),
        {
            "columns": {"cveID": "key", "vulnerabilityName": "title", "dateAdded": "occurred", "notes": "links"}
            | {"vendorProject": "tags", "product": "tags", "shortDescription": "text"},
            "ignore_other_columns": True,
        },
        {
            "title": "Acme Box overflow",
            "occurred": "2026-04-24",
            "text": "A buffer.",
            "links": [{"url": "https://n.example/1"}],
            "tags": ["Acme", "Box"],
            "key": "CVE-2026-1",
        },
        None,
    ),
    "a data set of disasters": (
        (
            "DisNo.;Event Name;Country;Start Year;Start Month;Start Day;End Year;End Month;End Day;Total Deaths\n"
            "2026-0001;Storm Ada;Atlantis;2026;4;24;2026;4;;3\n"
        ),
        {"columns": {"DisNo.": "key", "Total Deaths": "{Event Name}.deaths", "Country": "tags"}},
        {
            "title": "Storm Ada",
            "occurred": "2026-04-24/2026-04",
            "facts": [{"entity": "Storm Ada", "property": "deaths", "value": 3}],
            "tags": ["Atlantis"],
            "key": "2026-0001",
        },
        None,
    ),
    "an export of an incident desk": (
        (
            "id\ttitle\tservice\tcreated_on\tresolved_on\tstatus\n"
            "P1\tSite down\tweb\t2026-11-20T14:03:22Z\t2026-11-20T14:41:00Z\tresolved\n"
        ),
        {
            "columns": {"id": "key", "service": "tags", "created_on": "start", "resolved_on": "end", "status": ""},
        },
        {
            "title": "Site down",
            "occurred": "2026-11-20T14:03:22Z/2026-11-20T14:41:00Z",
            "tags": ["web"],
            "key": "P1",
        },
        None,
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_sheet_that_people_publish(name):
    text, options, event, refused = SHAPES[name]
    asked = Asked(day=DAY, **(options or {}))
    found = reading.parse(text.encode(), "csv", name="s", asked=asked)
    if refused is not None:
        assert [fault.where for fault in found.faults] == [f"s:2, {refused}"]
        return
    assert found.faults == ()
    assert next(draft.body for draft in found.drafts if draft.kind == "event") == event
    assert admission.admit((), found.drafts)


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape[3] is None])
def test_the_same_rows_in_a_workbook_say_the_same(name):
    openpyxl = pytest.importorskip("openpyxl")
    text, options, _, _ = SHAPES[name]
    asked = Asked(day=DAY, **(options or {}))
    book = openpyxl.Workbook()
    for row in reading.table(text.encode(), "csv", name="s", asked=asked).rows:
        book.active.append(list(row.cells))
    stream = io.BytesIO()
    book.save(stream)
    one, other = (
        reading.parse(data, form, name="s", asked=asked)
        for data, form in ((text.encode(), "csv"), (stream.getvalue(), "xlsx"))
    )
    assert other.faults == ()
    assert [draft.body for draft in other.drafts] == [draft.body for draft in one.drafts]
