"""Files that the public can have, by their forms: small copies of our own, with facts of the source as it has them.

Sources: distro-info-data (releases of Debian), the release schedule of Node.js, endoflife.date, the feed of earthquakes
of the USGS (its layout; places and numbers are made up), natural disasters by year of EM-DAT as vega-datasets has them
(three rows), and the layouts of other sheets of vega-datasets and lifelines, with made-up rows.
"""

import datetime as dt
import json

import pytest

from timeline.errors import FormatError
from timeline.text.incoming import reading
from timeline.text.incoming.fixing import fixed
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)

DEBIAN = """version,codename,series,created,release,eol,eol-lts,eol-elts
1.1,Buzz,buzz,1993-08-16,1996-06-17,1997-06-05
3.1,Sarge,sarge,2002-07-19,2005-06-06,2008-03-31
12,Bookworm,bookworm,2021-08-14,2023-06-10,2026-06-10,2028-06-30,2033-06-30
"""
NODE = {
    "v0.8": {"start": "2012-06-25", "end": "2014-07-31"},
    "v4": {"start": "2015-09-08", "lts": "2015-10-12", "end": "2018-04-30", "codename": "Argon"},
}
PYTHON = {
    "releases": {
        "3.9": {"name": "3.9", "releaseDate": "2020-10-05"},
        "3.8": {"name": "3.8", "releaseDate": "2019-10-14"},
    },
    "versions": {"3.9.1": {"name": "3.9.1", "date": "2020-12-07"}, "3.9": {"name": "3.9.0", "date": "2020-10-05"}},
}
QUAKES = {
    "type": "FeatureCollection",
    "metadata": {"count": 2, "title": "All, past week"},
    "bbox": [-179.9, -41.2, 1.5],
    "features": [
        {"type": "Feature", "properties": {"mag": 2, "place": "4km W of Here", "when": "2018-02-07T01:26:13Z"}},
        {"type": "Feature", "properties": {"mag": 4.1, "place": "9km N of There", "when": "2018-02-07T02:00:00Z"}},
    ],
}
DISASTERS = """Entity,Year,Deaths
All natural disasters,1900,1267360
All natural disasters,1901,200018
Drought,1900,1261000
"""
SENATORS = """Name,Province / Territory,Term (yyyy.mm.dd),start_date,end_date
A,Quebec,1887.05.12 - 1893.10.30,1887-05-12,1893-10-30
"""
DEATHS = "first_name,last_name,death_date,address,type\nA,B,1992-04-30,2009 W. 6th St.,Homicide\n"
FILMS = [{"Title": "One", "US Gross": 146083, "Release Date": "Jun 12 1998", "Source": None}]
STRIKES = "Airport Name,Flight Date,Wildlife Species,Time of day\nX ARPT,1990-01-08,Turkey vulture,Day\n"
BUDGETS = [{"budgetYear": 1980, "forecastYear": 1981, "value": -0.037}]


def read(content, name, **more):
    data = (content if isinstance(content, str) else json.dumps(content)).encode()
    form = reading.form_of(name, None, data)
    return reading.parse(data, form, name=name, asked=Asked(day=DAY, **more))


def told(content, name, **more):
    found = read(content, name, **more)
    assert found.faults == ()
    return [(draft.body["title"], draft.body.get("occurred")) for draft in found.drafts if draft.kind == "event"]


REST = {"ignore_other_columns": True}


@pytest.mark.parametrize(
    ("content", "name", "asked", "events"),
    [
        (
            DEBIAN, "debian.csv", {"columns": {"codename": "title", "release": "occurred"}, "short_rows": True, **REST},
            [("Buzz", "1996-06-17"), ("Sarge", "2005-06-06"), ("Bookworm", "2023-06-10")],
        ),
        (NODE, "schedule.json", {"columns": {"key": "title"}, **REST},
         [("v0.8", "2012-06-25/2014-07-31"), ("v4", "2015-09-08/2018-04-30")]),
        (PYTHON, "python.json",
         {"columns": {"name": "title", "releaseDate": "occurred"}, "sheet": "releases", **REST},
         [("3.9", "2020-10-05"), ("3.8", "2019-10-14")]),
        (QUAKES, "week.geojson.json",
         {"columns": {"properties.place": "title", "properties.when": "occurred", "type": ""}, **REST},
         [("4km W of Here", "2018-02-07T01:26:13Z"), ("9km N of There", "2018-02-07T02:00:00Z")]),
        (DISASTERS, "disasters.csv", {"entity_column": "Entity"},
         [("All natural disasters", "1900"), ("All natural disasters", "1901"), ("Drought", "1900")]),
        (SENATORS, "senators.csv", {"columns": {"Name": "title"}, **REST}, [("A", "1887-05-12/1893-10-30")]),
        (DEATHS, "deaths.csv", {"columns": {"last_name": "title", "death_date": "occurred", "type": "tags"}, **REST},
         [("B", "1992-04-30")]),
        (STRIKES, "strikes.csv",
         {"columns": {"Wildlife Species": "title", "Flight Date": "occurred", "Time of day": ""}, **REST},
         [("Turkey vulture", "1990-01-08")]),
        (BUDGETS, "budgets.json", {"columns": {"budgetYear": "year", "forecastYear": "title"}, **REST},
         [("1981", "1980")]),
    ],
    ids=["debian", "node", "endoflife", "geojson", "disasters", "senators", "deaths", "strikes", "budgets"],
)  # fmt: skip
def test_a_public_file_is_taken_in_with_the_options_of_the_page(content, name, asked, events):
    assert told(content, name, **asked) == events


def test_a_date_in_words_of_a_public_file_is_refused_with_what_was_meant():
    (fault,) = read(FILMS, "films.json", columns={"Release Date": "occurred"}, **REST).faults
    assert fault.fix == "write 1998-06-12"


def test_a_day_as_data_frames_write_it_is_refused_and_the_day_proposed():
    text = SENATORS.replace("1887-05-12,1893-10-30", "1887-05-12 00:00:00,1893-10-30 00:00:00")
    first, second = read(text, "senators.csv", columns={"Name": "title"}, **REST).faults
    assert first.fix.startswith("write 1887-05-12 if the day is meant")
    assert "1893-10-30T00:00:00Z if midnight in UTC is" in second.fix
    asked = Asked(day=DAY, columns={"Name": "title"}, ignore_other_columns=True)
    made = fixed(reading.table(text.encode(), "csv", name="senators.csv", asked=asked), asked)
    assert told(made.text, "senators.csv", columns={"Name": "title"}, **REST) == [("A", "1887-05-12/1893-10-30")]


def test_a_key_that_holds_no_rows_is_refused_with_those_that_do():
    with pytest.raises(FormatError, match="no table under the key") as refused:
        read(PYTHON, "python.json", sheet="release")
    assert refused.value.fix == "those are releases, versions"


def test_a_row_that_ends_early_is_a_fault_unless_its_last_cells_may_be_empty():
    found = read("title,date,notes\nx,2025\n", "a.csv")
    assert "--short-rows" in found.faults[0].fix
    assert told("title,date,notes\nx,2025\n", "a.csv", short_rows=True) == [("x", "2025")]
    assert read("title,date\nx,2025,more\n", "a.csv", short_rows=True).faults, "a row that is too long stays one"


@pytest.mark.parametrize(
    ("document", "rows"),
    [
        ({"user": {"id": 1}, "request": {"path": "/"}}, 1),  # parts of one thing
        ({"a": {"id": 1}, "b": {"id": 2}}, 2),
        ({"a": {"id": 1, "key": 1}, "b": {"id": 2}}, 1),
        ({"only": {"id": 1}}, 1),
        ({"items": [{"id": 1}, {"id": 2}], "tags": ["x"]}, 2),
        ({"some": [{"id": 1}], "others": [{"id": 2}]}, 1),
    ],
)
def test_objects_under_names_are_rows_where_they_are_alike(document, rows):
    table = reading.table(json.dumps(document).encode(), "json", name="x.json", asked=Asked(day=DAY))
    assert len(table.rows) - 1 == rows


@pytest.mark.parametrize("heading", ["gender", "race", "Deaths", "created", "Airport Name"])
def test_a_heading_that_is_another_word_is_no_slip(heading):
    (fault,) = read(f"title,{heading}\nx,y\n", "a.csv").faults
    assert "did you mean" not in fault.fix
    (slip,) = read("title,publishd\nx,y\n", "a.csv").faults
    assert 'did you mean "published"?' in slip.fix
