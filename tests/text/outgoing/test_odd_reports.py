"""Whatever day a report is of, each form has something to say of it, and says no other day."""

import json

import pytest
from odd_log import DATES

import timeline as tl
from builders import a_draft, a_log
from timeline.text.outgoing.forms import NAMES


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """An event for each date, which is that of its only report."""
    log = a_log(tmp_path_factory.mktemp("reports") / "events", a_draft("source", name="s", publisher="S"))
    drafts = [
        a_draft(title=date, occurred="[..9999]", reports=[{"source": "s", "reported": date}])
        for date in DATES
        if date is not None
    ]
    log.append(drafts, by="ada")
    return tl.open(log.path).at()


NEEDS = {"parquet": "pyarrow", "arrow": "pyarrow", "xlsx": "openpyxl", "ics": "icalendar"}


@pytest.mark.parametrize("form", NAMES)
def test_each_form_takes_them(told, form):
    if form in NEEDS:
        pytest.importorskip(NEEDS[form])
    made = told.export(form)
    assert made.data


def test_stix_says_when_each_was_published_or_when_it_was_recorded(told):
    bundle = json.loads(told.export("stix").text)
    published = {
        one["name"]: (one["published"], one["created"]) for one in bundle["objects"] if one["type"] == "report"
    }
    for date in ("Y12000", "Y170000002", "-0044-03-15", "0000", "0044-03-15", "0001-01-01"):
        assert published[date][0] == published[date][1]
    assert published["9999-12-31"][0] == "9999-12-31T00:00:00.000Z"
    assert published["2026-04-01T10:20:30.123456Z"][0] == "2026-04-01T10:20:30.123Z"
