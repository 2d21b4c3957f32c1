"""Small files of other programs, and how the tests of each form read them."""

import datetime as dt
import json

import pytest

from timeline.records import admission
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)


def read(content, form=None, name="story.json"):
    data = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content))
    data = data if isinstance(data, bytes) else data.encode()
    chosen = reading.form_of(name, form, data)
    assert form is None or chosen == form
    found = reading.parse(data, chosen, name=name, asked=Asked(day=DAY))
    assert found.faults == (), found.faults
    for decision in admission.admit((), found.drafts):  # whatever is read may enter a log
        json.dumps(dict(decision.body), allow_nan=False)
    return found


def events(content, form=None, **more):
    return [draft.body for draft in read(content, form, **more).drafts if draft.kind == "event"]


def sources(content, form=None, **more):
    return [draft.body for draft in read(content, form, **more).drafts if draft.kind == "source"]


def refused(content, form=None, name="story.json"):
    data = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    found = reading.parse(data, reading.form_of(name, form, data), name=name, asked=Asked(day=DAY))
    assert found.drafts == ()
    return [(fault.where, fault.what) for fault in found.faults]


SLIDE = {
    "start_date": {"year": "2026", "month": "4", "day": "24", "display_date": "last spring"},
    "end_date": {"year": 2026, "month": 5},
    "text": {
        "headline": "V4 <b>is</b> out",
        "text": '<p>One &amp; two.</p><p>See <a href="https://a.example/x">this</a></p>',
    },
    "media": {"url": "https://m.example/v.png", "caption": "A picture", "credit": "them"},
    "group": "models",
    "unique_id": "v4",
}

SHEET = """\
Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Type,Group,Mood
,,,,,,,,,My story,,,title,,
-44,3,15,,,,,,the Ides,Caesar,"<i>Et tu</i>",https://m.example,,rome,sad
1990,,,,1999,,,,,The nineties,,,era,,
"""

LINE = {"message": "sshd\nlogin by ada", "datetime": "2026-04-24T10:00:00+00:00", "timestamp_desc": "Event Logged"}

TAKEN, POSTED = "2026-04-25T10:00:00+00:00", "2026-04-24T09:00:00+00:00"

ARCHIVED = f"""\
Link,Archive status,Destination folder,Archive location,Archive date,Upload timestamp,Upload title,Text content,Hash
https://x.example/1,telegram: success,f,https://s3.example/1.html,{TAKEN},{POSTED},A post,The words,SHA-256:abc
https://x.example/2,nothing archived,,,{TAKEN},,,,
"""


def a_calendar(*given):
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.new()
    for fields in given:
        event = icalendar.Event.new(uid=fields.pop("uid", None))
        for name, value in fields.items():
            event.add(name, value)
        calendar.add_component(event)
    return calendar.to_ical()


CLAIM = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "datePublished": "2025-08-20",
    "url": "https://check.example/1",
    "claimReviewed": "R2 was trained on Ascend",
    "author": {"@type": "Organization", "name": "Checkers"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Organization", "name": "A shop"},
        "datePublished": "2025-08-14",
        "appearance": {"@type": "CreativeWork", "url": "https://shop.example/a"},
    },
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False"},
}


def a_time(time, precision, *, julian=False):
    model = "http://www.wikidata.org/entity/Q1985786" if julian else "http://www.wikidata.org/entity/Q1985727"
    return {"type": "time", "value": {"time": time, "precision": precision, "calendarmodel": model, "timezone": 0}}


def a_snak(prop, value, datatype="string"):
    return {"snaktype": "value", "property": prop, "datatype": datatype, "datavalue": value}


def an_item(*claims):
    found = {}
    for number, (prop, snak, more) in enumerate(claims):
        found.setdefault(prop, []).append({"mainsnak": snak, "rank": "normal", "id": f"Q1${number}", **more})
    return {"entities": {"Q1": {"type": "item", "id": "Q1", "labels": {"en": {"value": "DeepSeek"}}, "claims": found}}}


ENTITIES = [
    {
        "id": "a",
        "schema": "Company",
        "properties": {"name": ["Acme"], "incorporationDate": ["2025-08"], "sourceUrl": ["https://r.example/acme"]},
    },
    {"id": "b", "schema": "Person", "properties": {"name": ["Ada"]}},
    {
        "id": "o",
        "schema": "Ownership",
        "properties": {
            "owner": ["b"],
            "asset": ["a"],
            "startDate": ["2025"],
            "endDate": ["2026-04-24"],
            "summary": ["all"],
        },
    },
]
