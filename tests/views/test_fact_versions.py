"""The versions of facts in an export: an engine asks them at any clocks, and what came after the clocks is not told."""

import datetime as dt
import json
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings

import timeline as tl
from builders import a_draft, a_log
from compiled import loaded
from strategies import as_ofs, logs
from timeline.asof.ledger import Ledger
from timeline.asof.relation import FACT, FOREVER, LATEST, stored_columns
from timeline.asof.values import Clocks
from timeline.dates.edtf import day_clock
from timeline.dates.values import Answer
from timeline.records.model import unstructure
from timeline.views.filters import Selection
from timeline.views.versions import versions

TODAY = dt.date(2025, 7, 1)
often = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def told(records, as_of, **chosen):
    snap = Ledger(records).at(Clocks.choose(today=TODAY, as_of=as_of))
    rows = versions(records, snap, Selection(**chosen))
    loaded_rows = (loaded(FACT, tuple(row[name] for name in stored_columns(FACT))) for row in rows)
    return [dict(zip(FACT, row, strict=True)) for row in loaded_rows]


def counting(rows, as_of):
    """What counts, surely (2) or possibly (1), by a day, of all that is recorded: the filter that engines use."""
    day = LATEST if as_of is None else as_of.hi
    found = {}
    for row in rows:
        if row["recorded_to"] == FOREVER and row["known_from_lo"] <= day < row["known_to_hi"]:
            sure = row["known_from_hi"] <= day < row["known_to_lo"]
            key = (row["event"], row["fact_no"], row["entity"], row["property"], row["mode"], row["value"])
            found[key] = max(found.get(key, 0), 2 if sure else 1)
    return found


@given(logs(), as_ofs, as_ofs)
@often
def test_what_an_export_says_is_what_the_log_says_on_its_day_and_on_earlier_ones(drawn, as_of, earlier):
    rows = told(drawn, as_of)
    end = LATEST if as_of is None else as_of.hi
    assert all(row["known_from_lo"] <= end for row in rows)
    assert all(row[name] <= end or row[name] == FOREVER for row in rows for name in ("known_to_lo", "known_to_hi"))
    assert counting(rows, as_of) == counting(told(drawn, None), as_of)
    if earlier is not None and earlier.hi <= end:
        assert counting(rows, earlier).keys() == counting(told(drawn, None), earlier).keys()


@given(logs(), as_ofs)
@often
def test_the_versions_that_count_are_the_facts_of_the_answer(drawn, as_of):
    snap = Ledger(drawn).at(Clocks.choose(today=TODAY, as_of=as_of))
    answers = {
        (fact.member, fact.number, fact.fact.entity, fact.fact.property, fact.fact.mode, json.dumps(value)): fact.told
        for event in snap.events
        for fact in event.facts
        for value in [unstructure(fact.fact.value)]
        if fact.told is not Answer.NO
    }
    assert {key[:2] for key in counting(told(drawn, as_of), as_of)} == {key[:2] for key in answers}


def test_a_database_and_a_strict_one_hold_them(tmp_path):
    log = a_log(tmp_path, a_draft("source", name="press"))
    facts = [{"entity": "R2", "property": "training", "value": "Nvidia"}]
    log.append(
        [a_draft(title="one", facts=facts, reports=[{"source": "press", "reported": "2025-08"}], key="k")], by="a"
    )
    log.append([a_draft(title="two", facts=facts, reports=[{"source": "press", "reported": "2026-08"}])], by="a")
    log.append([a_draft("retraction", target="key:k", reported="2026-03-01")], by="a")

    def held(**asked):
        choice = {"strict": True} if asked.pop("strict", False) else {}
        connection = sqlite3.connect(":memory:")
        connection.deserialize(tl.open(log.folder).at(**asked).export("sqlite", **choice).data)
        rows = connection.execute("SELECT event, known_from_lo, known_to_lo FROM fact_version").fetchall()
        connection.close()
        return rows

    forever = FOREVER // 86_400_000_000
    assert {end for _, _, end in held()} == {20513, forever}
    assert {(start, end) for _, start, end in held(as_of="2025-12-31")} == {(20301, forever)}
    assert held(as_of="2025-08-15", strict=True) == []
    assert held(as_of="2025-01-01") == []


@pytest.mark.parametrize("reported", ["2025-08-01", "[2025-08-01..2026-05-01]"])
def test_a_version_does_not_tell_that_something_reported_later_was_recorded(tmp_path, reported):
    """A change that nobody knew by then cuts no version in two, and leaves no stamp or day of its own behind."""
    log = a_log(tmp_path, a_draft("source", name="press"))
    facts = [{"entity": "R2", "property": "training", "value": "Nvidia"}]
    reports = [{"source": "press", "reported": reported}]
    log.append([a_draft(title="one", facts=facts, reports=reports, key="k")], by="a")
    end_of_year = day_clock(dt.date(2025, 12, 31).toordinal() - dt.date(1970, 1, 1).toordinal())
    before = told(log.read().records, end_of_year)
    others = [{**facts[0], "value": "Huawei"}]
    log.append([a_draft("correction", target="key:k", set={"facts": others}, reported="2026-03-01")], by="a")
    log.append([a_draft("retraction", target="key:k", reported="2026-04-01")], by="a")
    assert len(before) == 1
    assert told(log.read().records, end_of_year) == before
