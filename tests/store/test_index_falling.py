"""Of a cell of many facts no more are read than decide it; whatever is read at once, the answer is the same."""

import contextlib
import datetime as dt
import gc
import hashlib
import json
import os
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import begin, growing, histories, index
from strategies import days_around
from timeline.asof.relation import DAY, EARLIEST
from timeline.records.drafts import Draft
from timeline.store import index_answers, index_falling, rowcode
from timeline.views.relational import state

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 4, 20), suppress_health_check=list(HealthCheck), deadline=None)
TODAY = dt.date(2026, 11, 23)
CLOCKS = st.fixed_dictionaries({}, optional=dict.fromkeys(("as_of", "on", "recorded_by"), days_around))


@contextlib.contextmanager
def at_once(first, few):
    """Read so many facts of a cell at first, and of an entity before only those are read that decide."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_falling, "_FIRST", first)
        patch.setattr(state, "_FEW", few)
        yield


@tried
@given(histories(), st.data())
def test_a_view_read_fact_by_fact_is_that_of_the_whole_log(history, data):
    """At each step of a log that grows, of one open log that keeps what it read, by clocks of each kind."""
    _, batches = history
    for events, log in growing(batches):
        for clocks in data.draw(st.lists(CLOCKS, min_size=1, max_size=3)):
            with index("on"), at_once(data.draw(st.integers(1, 3)), data.draw(st.integers(0, 2))):
                rows = log.at(today=TODAY, **clocks)
                found = [rows.state(view).rows() for view in ("v", "several")]
                found.append(rows.state("v", entities="E").rows())
            with index("off"):
                whole = tl.open(events).at(today=TODAY, **clocks)
                expected = [whole.state(view).rows() for view in ("v", "several")]
                assert found == [*expected, whole.state("v", entities="E").rows()]


DATES = [
    *(f"20{year}-{month:02d}-11" for year in range(10, 20) for month in range(1, 13)),
    *(f"2015-06-11T{hour:02d}:30:00Z" for hour in range(24)),
    "2015-06-11", "2015-06", "2015", "Y-170000000", "Y170000000", "[..2016-01-01]", "2014/2016-05", "../2012",
]  # fmt: skip


MODES = ["actual"] * 20 + ["planned", "ended", "failed"]
ON = ["2009-01-01", "2012-05-11", "2015-06-11", "2015-06-12", "2019-12-31", "2026-11-23"]


@pytest.fixture
def events(tmp_path):
    """A log of one cell of many facts, dated in all ways and added in no order, and of two cells of few."""
    folder = begin(tmp_path)
    drafts = []
    for number, date in enumerate(sorted(DATES * 3, key=hash_of)):
        fact = {"entity": "E", "property": "p", "value": f"v{number % 7}", "mode": MODES[number % len(MODES)]}
        few = [{"entity": "F", "property": name, "value": number} for name in "pq"] if number % 40 == 0 else []
        body = {"title": f"event {number}", "occurred": date, "facts": [fact, *few]}
        if number % 3:
            body["reports"] = [{"reported": f"20{20 + number % 5}-{number % 12 + 1:02d}-03"}]
        drafts.append(Draft(kind="event", body=body))
    tl.open(folder).files.append(drafts, by="ada")
    return folder


def hash_of(text):
    return hashlib.sha256(text.encode()).digest()


def assert_equal(log, events):
    """Ask of an open log, and of one that reads all, the same at each of some days."""
    all_of_it = tl.open(events)
    for on in ON:
        for as_of in (None, "2021-02-03", "2023-01-01", "2026-11-23"):
            with index("on"):
                rows = log.at(on=on, as_of=as_of, today=TODAY)
                found = [rows.state("v").rows(), rows.state("v", entities="E").rows(), rows.cell("E.p")]
            with index("off"):
                whole = all_of_it.at(on=on, as_of=as_of, today=TODAY)
                assert found == [whole.state("v").rows(), whole.state("v", entities="E").rows(), whole.cell("E.p")]


def test_a_cell_of_many_facts_is_that_of_the_whole_log_however_it_changes(events):
    with index("on"):
        log = tl.open(events)
    assert_equal(log, events)
    late = max((one for one in log.read().records if one.kind == "event"), key=lambda one: one.body["occurred"])
    log.correct(late.id, set={"occurred": "2011-03-04"}, because="a slip")
    log.add("one more", occurred="2019-12-11T10:00:00Z", facts={"E.p": "v9"})
    assert_equal(log, events)
    first, second = [one.id for one in log.read().records if one.kind == "event"][5:7]
    log.link(first, "same-event", second)
    assert_equal(log, events)


def test_of_many_facts_few_are_read(events, monkeypatch):
    """Asked by the latest day, a view reads no more facts of a cell than decide it, and a few besides."""
    unpack, read = rowcode.unpack_fact, []
    with index("on"):
        tl.open(events).at(today=TODAY).state("v")
        monkeypatch.setattr(rowcode, "unpack_fact", lambda *cells: read.append(cells) or unpack(*cells))
        for asked in ({}, {"entities": "E"}):
            read.clear()
            tl.open(events).at(on="2019-12-31", today=TODAY).state("v", **asked)
            assert 0 < len(read) < len(DATES) * 3 / 2


def test_what_has_not_begun_is_passed_over(events, monkeypatch):
    """An open log that was asked by an early day before reads, by others, few of the facts that begin later."""
    unpack, read = rowcode.unpack_fact, []
    with index("on"), at_once(4, 0):
        log = tl.open(events)
        for on in ("2011-03-05", "2011-03-06"):
            log.at(on=on, today=TODAY).state("v")
        monkeypatch.setattr(rowcode, "unpack_fact", lambda *cells: read.append(cells) or unpack(*cells))
        found = log.at(on="2010-02-05", today=TODAY).state("v").rows()
        assert len(read) < len(DATES) / 4
    with index("off"):
        assert found == tl.open(events).at(on="2010-02-05", today=TODAY).state("v").rows()


def test_no_fact_begins_before_the_day_that_is_worked_out_of_its_packed_row(events):
    """Nor much later where days are packed; of one whose moments are no plain integers, any day is possible."""
    with index("on"):
        tl.open(events).at(today=TODAY).state("v")
    with contextlib.closing(sqlite3.connect(events / ".index" / "log.sqlite")) as database:
        rows = database.execute(f"SELECT {rowcode.FIRST_START}, cells FROM fact").fetchall()
    near = 0
    for first, cells in rows:
        start_lo = rowcode.unpack_fact(json.loads(cells), "E", "p", "0" * 64)[6]
        assert first * DAY <= start_lo or (first == -rowcode.UNBOUNDED and start_lo == EARLIEST)
        near += start_lo // DAY - first <= 1
    assert near > len(rows) * 0.9


def test_the_days_by_which_facts_begin_are_not_needed(events, monkeypatch):
    """Where SQLite has no functions for JSON, facts are read one after the other."""
    monkeypatch.setattr(index_answers, "_STARTS", index_answers._STARTS.replace("json_", "no_json_"))
    with index("on"):
        log = tl.open(events)
    assert_equal(log, events)


@pytest.mark.parametrize("change", ["report", "retract", "correct a source", "correct two sources", "link"])
def test_a_standing_is_another_one_once_something_bears_on_it(events, change):
    """An open log holds standings from one question to the next: what is added since counts all the same."""
    with index("on"):
        log = tl.open(events)
        for name in ("a", "b"):
            log.source(name, publisher=name.upper(), published="2026-01-01")
        reports = [{"source": name} for name in ("ab" if change == "correct two sources" else "a")]
        event = log.add("told", occurred="2026-02-01", facts={"G.p": 1}, reports=reports, by="ada").id
        other = log.add("told otherwise", occurred="2026-02-01", facts={"H.q": 1}, reports=[{"source": "b"}]).id
        before = [log.at(on=on, today=TODAY).state("v").rows() for on in ON]
        match change:
            case "report":
                log.report(event, "b", stance="denies")
            case "retract":
                log.retract(event, because="a slip")
            case "correct a source":
                log.correct("a", set={"origin": {"name": "O", "interested": True}}, because="found")
            case "correct two sources":
                for name in ("a", "b"):
                    log.correct(name, set={"origin": {"name": f"origin of {name}"}}, because="found")
                    log.at(today=TODAY).state("v")  # between them what was kept is let go of, and some kept anew
            case _:
                log.link(event, "contradicts", other)
        found = [log.at(on=on, today=TODAY).state("v").rows() for on in ON]
    with index("off"):
        assert found == [tl.open(events).at(on=on, today=TODAY).state("v").rows() for on in ON] != before


def test_a_standing_holds_as_long_as_no_moment_is_passed(events):
    """By each day that is asked about, back and forth, an event is as disputed as its reports were known by then."""
    with index("on"):
        log = tl.open(events)
        for name in ("a", "b"):
            log.source(name, publisher=name.upper(), published="2026-01-01")
        event = log.add("told", occurred="2025-02-01", facts={"G.p": 1}, reports=[{"source": "a"}], by="ada").id
        log.report(event, "b", stance="doubts", reported="2026-03")
        log.report(event, "b", stance="denies", reported="2026-05-10")
        found = {}
        for as_of in 2 * ["2026-02-01", "2026-06-01", "2026-03-10", "2026-05-10", "2026-05-09", "2026-05-11"]:
            found.setdefault(as_of, []).append(log.at(as_of=as_of, on="2025-03-01", today=TODAY).state("v").rows())
    with index("off"):
        whole = tl.open(events)
        for as_of, told in found.items():
            assert told == 2 * [whole.at(as_of=as_of, on="2025-03-01", today=TODAY).state("v").rows()]
    of_g = [next(row for row in told[0] if row["entity"] == "G") for told in found.values()]
    assert {row["values"][0]["standing"] for row in of_g} == {"reported", "doubted", "disputed"}


def test_a_standing_is_kept_for_the_days_of_its_own_question(events):
    """Also where a filter reads an event, by another day, before its standing is asked for."""
    first, second = "2026-04-01", "2026-06-01"
    with index("on"):
        log = tl.open(events)
        for name in ("a", "b"):
            log.source(name, publisher=name.upper(), published="2026-01-01")
        event = log.add("told", occurred="2025-02-01", tags=["t"], facts={"G.p": 1}, reports=[{"source": "a"}]).id
        log.report(event, "b", stance="denies", reported="2026-05-10")
        asked = [(first, {}), (second, {"tags": "t"}), (first, {"tags": "t"}), (second, {}), (first, {})]

        def told(log):
            days = [(on, *one) for on in ("2025-11-01", "2025-11-02", "2025-11-03") for one in asked]
            return [log.at(as_of=d, on=on, today=TODAY).state("v", entities="G", **how).rows() for on, d, how in days]

        before, expected = told(log), None
    with index("off"):
        expected = told(tl.open(events))
    assert before == expected
    assert {row["values"][0]["standing"] for rows in expected for row in rows if row["values"]} == {
        "reported",
        "disputed",
    }


def test_an_open_log_looks_for_no_rings_while_it_reads(events, monkeypatch):
    """Most of what is read stays: a collector that looks through it costs more than a cold command, which has none."""
    unpack, collecting = rowcode.unpack_fact, []
    monkeypatch.setattr(rowcode, "unpack_fact", lambda *cells: collecting.append(gc.isenabled()) or unpack(*cells))
    with index("on"):
        tl.open(events).at(today=TODAY, on="2011-03-05").state("v", entities="E")
    assert collecting
    assert not any(collecting)
    assert gc.isenabled()
