"""What the tests of files that come in read, and what they find in it."""

import datetime as dt

from builders import a_draft, a_log
from timeline.errors import TimelineError
from timeline.store import incoming
from timeline.text.incoming.values import Asked

TODAY = dt.date(2026, 11, 23)
HEAD = "title,type,occurred,said,source,reported,stance,quote,tags,fact,R2.training,failed: R2.training,data\n"


def log_with_sources(folder):
    """A log that two sources are in, for sheets whose rows name them."""
    return a_log(folder, *(a_draft("source", name=name, published="2025-08-14") for name in ("press", "relay")))


def events(log):
    return [record.body for record in log.read().records if record.kind == "event"]


def read(text, form="csv", **more):
    data = text if isinstance(text, bytes) else text.encode()
    return incoming.parse(data, form, name="story", asked=Asked(day=TODAY, **more))


def bodies(text, **more):
    found = read(text, **more)
    assert found.findings == ()
    return [draft.body for draft in found.drafts]


def faults_of(text):
    """Place and words of each fault, whether the whole is refused or a row."""
    try:
        found = read(text)
    except TimelineError as error:
        return [(error.where if error.unwritten else None, error.what)]
    assert found.drafts == ()
    return [(where, finding.message) for where, finding in zip(found.wheres, found.findings, strict=True)]
