"""Who added a record knew all that the log held, also where only what bears on the record is looked at."""

import os
import shutil

import pytest

import timeline as tl
from indexed import resting
from ondisk import index
from timeline.records.drafts import Draft
from timeline.views.remarks import remarks

NULL = {"occurred": "2025-06", "facts": {"Alpha.p": None}, "by": "ada"}


def unrelated(log, count=2):
    for number in range(count):
        log.add(f"unrelated {os.urandom(4).hex()} {number}", by="ada")


def said_again(log):
    """Give what is told of an event that is said again, word for word, once a correction has made it another."""
    log.add("a value begins", occurred="2025~", facts={"Alpha.p": "x"}, by="ada")
    first = log.add("the value ends", **NULL)
    unrelated(log)
    log.correct(first.id, {"facts": [{"entity": "Beta", "property": "q", "value": "y"}]}, because="a slip", by="ada")
    unrelated(log)
    return log.add("the value ends", **NULL)


@pytest.mark.parametrize("how", ["on", "off"])
def test_what_is_said_again_after_a_correction_is_remarked_on_as_new(tmp_path, how):
    with index(how):
        again = said_again(tl.init(tmp_path / "events"))
    assert again.status == "added"
    assert any('Alpha.p=null (2025-06) may lie before the start of "x"' in note for note in again.notes)


@pytest.mark.parametrize("how", ["on", "off"])
def test_it_is_remarked_on_where_lines_wait_and_where_the_index_is_gone_by_then(tmp_path, how):
    """Where the index is another one when it is asked who knew of whom, the log tells."""
    with index(how), resting():
        log = tl.init(tmp_path / "events")
        said_again(log)
        log.retract(log.add("the value ends", **NULL).id, because="no", by="ada")
        assert (log.files.held.tail is not None) == (how == "on")
        facts = [{"entity": "Alpha", "property": "p", "value": None}]
        body = {"title": "the value ends", "occurred": "2025-06", "facts": facts}
        outcome = log.files.append([Draft(kind="event", body=body)], by="ada")
        assert outcome.added[0].status == "added"
        shutil.rmtree(tmp_path / "events" / ".index", ignore_errors=True)
        found = remarks(outcome.before, outcome.added, in_use=outcome.in_use, knew=outcome.knew)
    assert [one.code for one in found] == ["open-null"]


@pytest.mark.parametrize("how", ["on", "off"])
def test_a_date_that_a_source_has_again_dates_its_reports(tmp_path, how):
    """A change that is made again, word for word, after another, counts as the last; `check` says so too."""
    with index(how):
        log = tl.init(tmp_path / "events")
        log.source("wire", published="2025-04", by="ada")
        for published in ("2025-05", "2025-06-20", "2025-05"):
            log.correct("wire", {"published": published}, because="as printed", by="ada")
            unrelated(log)
        early = log.add("it came", occurred="2025-06-10", sources=["wire"], by="ada")
        found = [one for one in log.check() if one.code == "reported-early"]
    assert len(found) == 1
    assert any("before it can have happened" in note for note in early.notes)
