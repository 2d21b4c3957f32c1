"""What the log exports for other programs and takes back: as much as the form can carry, and nothing twice."""

import datetime as dt
import json
import subprocess
import sys

import pytest

import timeline as tl

FORMS = ["timelinejs", "ics", "stix", "ftm", "claimreview", "timesketch"]


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    log.source("press", publisher="The Press", url="https://press.example/1", published="2025-08-14", by="ada")
    log.source("rival", publisher="The Rival", url="https://rival.example/1", published="2025-08-20", by="ada")
    log.add(
        "R2 moved", occurred="2025-08", sources=["press", "rival:denies"], facts={"R2.training": "Nvidia"}, by="ada"
    )
    log.add("V4 is out", occurred="2026-04-24", sources="press", tags=["v4"], type="model.released", by="ada")
    log.add("An outage", occurred="2026-11-20T14:03:22Z/2026-11-20T14:41:00Z", text="It was\nlong.", by="ada")
    return log


def exported(log, form, tmp_path):
    path = tmp_path / f"story.{form}"
    command = [sys.executable, "-m", "timeline", "-C", log.files.folder, "export", "--format", form, "-o", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "not installed" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    return path


@pytest.mark.parametrize("form", FORMS)
def test_what_was_exported_is_taken_back_without_its_form_being_said(log, form, tmp_path):
    path = exported(log, form, tmp_path)
    other = tl.init(tmp_path / "other")
    added = other.import_(path, by="bob")
    titles = {one.body["title"] for one in added if one.kind == "event"}
    assert titles >= ({"R2 moved"} if form == "claimreview" else {"R2 moved", "V4 is out", "An outage"})
    again = other.import_(path, by="bob")
    assert {one.status for one in again} == {"already there"}


@pytest.mark.parametrize(
    ("form", "dates"),
    [
        ("timelinejs", {"R2 moved": "2025-08", "V4 is out": "2026-04-24"}),
        ("ics", {"V4 is out": "2026-04-24", "An outage": "2026-11-20T14:03:22Z/2026-11-20T14:41:00Z"}),
        ("stix", {"R2 moved": "2025-08", "V4 is out": "2026-04-24"}),
        ("stix", {"An outage": "2026-11-20T14:03:22Z/2026-11-20T14:41:00Z"}),
    ],
)
def test_dates_come_back_as_far_as_the_form_can_say_them(log, form, dates, tmp_path):
    other = tl.init(tmp_path / "other")
    other.import_(exported(log, form, tmp_path), by="bob")
    found = {event.event.title: event.event.occurred for event in other.at().known.events}
    assert {title: found[title] for title in dates} == dates


def test_a_bundle_brings_back_facts_sources_and_denials(log, tmp_path):
    other = tl.init(tmp_path / "other")
    other.import_(exported(log, "stix", tmp_path), by="bob")
    events = {event.event.title: event for event in other.at(as_of=dt.date(2026, 11, 20).isoformat()).known.events}
    facts = [(fact.fact.entity, fact.fact.property, fact.fact.value) for fact in events["R2 moved"].facts]
    assert facts == [("R2", "training", "Nvidia")]
    assert "denies" in {report.report.stance for report in events["R2 moved"].reports}


DATES = ["2025?-08", "2025~", "[..2025-08-14]", "2025-08/..", "/2025-08", "2025-33", "{2025-08-01,2025-09-02}", "12X5"]
DATES += ["2025-08-14T10:00:01.123456789Z", "2025-08-14T10:00:01+05:30", "2026-11-20T14:03:22Z/2026-11-20T14:41:00Z"]
DATES += ["-0043-03-15", "[-0099..0000]", "2025-08", "2025-08-14T10:00:01"]


@pytest.mark.parametrize("date", DATES)
def test_a_slide_of_timelinejs_brings_back_its_date(date, tmp_path):
    """It is drawn as a plain one, and would else come back as if nothing had been in doubt."""
    log, other, moved = (tl.init(tmp_path / name) for name in ("one", "other", "moved"))
    log.add(title="x", occurred=date)
    path = exported(log, "timelinejs", tmp_path)
    other.import_(path)
    assert [event.event.occurred for event in other.at().known.events] == [date]
    text = path.read_text()
    year = json.loads(text)["events"][0]["start_date"]["year"]
    path.write_text(text.replace(f'"year": {year}', f'"year": {year - 7}'))
    moved.import_(path)
    assert [event.event.occurred == date for event in moved.at().known.events] == [False]


@pytest.mark.parametrize("value", [None, True, 2.5, "Nvidia", {"op": ">=", "value": 1000, "unit": "chips"}])
def test_a_fact_of_any_value_comes_back_in_a_bundle(value, tmp_path):
    """STIX has no null: a fact that says that something ended was once left without a value, and then refused."""
    log, other = tl.init(tmp_path / "one"), tl.init(tmp_path / "other")
    log.add(title="x", occurred="2025-08", facts=[{"entity": "R2", "property": "training", "value": value}])
    other.import_(exported(log, "stix", tmp_path))
    (event,) = (record for record in other.read().records if record.kind == "event")
    assert event.body["facts"] == [{"entity": "R2", "mode": "actual", "property": "training", "value": value}]


@pytest.mark.parametrize("name", ["unknown", "n/a", "-"])
def test_an_origin_that_is_called_as_people_call_none_comes_back(name, tmp_path):
    """In a sheet of people such a cell names no origin; what is written here is read as it was."""
    log, again = tl.init(tmp_path / "one"), tl.init(tmp_path / "again")
    for each in (log, again):
        each.source("press", publisher="Press")
    log.add(title="x", reports=[{"source": "press", "origin": {"name": name}}])
    log.at().save_export(str(tmp_path / "events.csv"))
    again.import_(tmp_path / "events.csv")
    (event,) = (record for record in again.read().records if record.kind == "event")
    assert event.body["reports"] == [{"source": "press", "origin": {"name": name}}]
