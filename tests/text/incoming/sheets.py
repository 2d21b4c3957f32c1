"""How the tests of sheets read them."""

import datetime as dt

from timeline.text.incoming import reading
from timeline.text.incoming.pages import Sources
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)


def read(text, *, sources=None, **more):
    more["sources"] = Sources.of((sources or {}).values())
    data = text if isinstance(text, bytes) else text.encode()
    return reading.parse(data, "csv", name="story", asked=Asked(day=DAY, **more))


def bodies(text, kind="event", **more):
    found = read(text, **more)
    assert found.faults == ()
    return [draft.body for draft in found.drafts if draft.kind == kind]


def faults(text, **more):
    return [(fault.where, fault.what) for fault in read(text, **more).faults]
