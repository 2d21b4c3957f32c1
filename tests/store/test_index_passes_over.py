"""A question that passes over many events keeps few of them; what is asked next is answered as ever."""

import pytest

import indexed
import timeline as tl
from timeline.store import index_kept


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_INDEX", "on")
    return tl.open(indexed.make(tmp_path))


def kept_of(log):
    (_, kept) = log.files.index._kept
    return kept


@pytest.mark.parametrize("most", [0, 50])
def test_few_events_are_kept_of_many_that_are_passed_over(log, monkeypatch, most):
    expected = [row["id"] for row in log.at().list().rows()], log.at().export("csv").data
    monkeypatch.setattr(index_kept, "_PASSED", most)
    assert ([row["id"] for row in log.at().list().rows()], log.at().export("csv").data) == expected
    kept = kept_of(log)
    assert len(kept.told) + len(kept.lines) <= most
    assert kept.size >= 0
    assert log.at().cell("entity-7.p") == log.at().state("v", entities=["entity-7"]).rows()[0]
