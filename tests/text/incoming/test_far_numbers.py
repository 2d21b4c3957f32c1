"""Numbers far beyond any that are read are refused in our own words, in every form, and never end in a traceback."""

import datetime as dt
import json

import pytest

from builders import a_log
from timeline.errors import TimelineError
from timeline.records.drafts import Refused
from timeline.store import incoming
from timeline.store.ground import Known
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked
from timeline.views import payloads

DAY = dt.date(2026, 11, 23)
LONG = "9" * 5_000


def calendar(line):
    lines = ("VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "SUMMARY:x", *line.split("|"), "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""))


def wikidata(value):
    claim = {"mainsnak": {"snaktype": "value", "property": "P1", "datavalue": value}, "rank": "normal"}
    return json.dumps({"entities": {"Q1": {"type": "item", "id": "Q1", "labels": {}, "claims": {"P1": [claim]}}}})


FILES = {
    "of an object.json": f'[{{"title": "x", "size": {LONG}}}]',
    "with an exponent.json": '[{"title": "x", "date": 1e400}]',
    "of a record.jsonl": f'{{"kind":"event","title":"x","data":{{"a":{LONG}}}}}\n',
    "timelinejs.json": f'{{"events": [{{"start_date": {{"year": {LONG}}}, "text": {{"headline": "x"}}}}]}}',
    "csl.json": f'[{{"id": "a", "type": "book", "title": "x", "issued": {{"date-parts": [[{LONG}]]}}}}]',
    "timesketch.csv": f"message,datetime,timestamp,timestamp_desc\nx,,{LONG},d\n",
    "timesketch.jsonl": f'{{"message": "x", "timestamp": {"9" * 30}, "timestamp_desc": "d"}}\n',
    "an amount.json": wikidata({"type": "quantity", "value": {"amount": f"+{LONG}", "unit": "1"}}),
    "no amount.json": wikidata({"type": "quantity", "value": {"amount": "many", "unit": "1"}}),
    "a duration.ics": calendar(f"DTSTART:20250101T100000Z|DURATION:P{LONG}D"),
    "a zone.ics": calendar(f"DTSTART;TZID={LONG}:20250101T100000"),
    "a start.ics": calendar(f"DTSTART:{LONG}"),
    "a year.csv": f"title,year\nx,{LONG}\n",
    "a fact.csv": f"title,R.size\nx,{LONG}\n",
}


def take_in(name, data, folder):
    found = incoming.parse(data, reading.form_of(name, None, data), name=name, asked=Asked(day=DAY))
    found.refuse(Known(a_log(folder), len(data)))
    payloads.admit_once([], found.drafts)


@pytest.mark.parametrize("name", FILES)
def test_a_number_far_too_large_is_refused_in_our_own_words(tmp_path, name):
    if name.endswith(".ics"):
        pytest.importorskip("icalendar")
    with pytest.raises(TimelineError) as caught:
        take_in(name, FILES[name].encode(), tmp_path)
    said = str(caught.value)
    for pythons in ("set_int_max", "Exceeds", "Infinity", "infinity", "Errno", "could not convert"):
        assert pythons not in said
    assert isinstance(caught.value, Refused) or caught.value.where
