"""Questions about a whole log, from rows: the answers are those of the replay, whatever is asked, at whatever clocks.

``TIMELINE_EXAMPLES`` says how many logs each property is tried on; 100 by default, 10,000 for a night.
"""

import contextlib
import datetime as dt
import itertools
import os

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

from compiled import any_logs, both_ways, joined_logs, rows_at, some_selections, view_of, views, wanted_of
from strategies import FIRST, asked_logs, clock, clocks_of, dates, make_record
from timeline.asof.compiled import Records, compile_log
from timeline.asof.ledger import Ledger
from timeline.records import bearing, say
from timeline.records.words import BYS
from timeline.views import chosen, notes
from timeline.views.conflicts import conflicts, order_of
from timeline.views.counts import count, gaps
from timeline.views.diff import changes
from timeline.views.extract import extract
from timeline.views.filters import Selection, is_in_time, select
from timeline.views.relational import walk
from timeline.views.relational.conflicting import found as found_in_rows
from timeline.views.relational.conflicting import nodes
from timeline.views.relational.counts import counts as counts_of_rows
from timeline.views.relational.counts import gaps as gaps_of_rows
from timeline.views.relational.diff import changes as changes_of_rows
from timeline.views.relational.entities import entities as entities_of_rows
from timeline.views.relational.events import Wanted
from timeline.views.relational.first import outside
from timeline.views.relational.handed import Handed
from timeline.views.relational.rows import TooFar
from timeline.views.relational.sources import sources
from timeline.views.relational.stats import sizes
from timeline.views.relational.unknown import unknown_names
from timeline.views.rows import change_row, conflict_row, entity_row, source_row
from timeline.views.specs import ViewSpec
from timeline.views.stats import stats, stats_rows

EVERYTHING, EVERYTHING_SURE = Selection(), Selection(strict=True)
EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)


@tried
@given(asked_logs(any_logs | joined_logs()), views, some_selections)
def test_the_changes_between_two_days_are_the_same(question, spec, selection):
    log, asked = question
    ledger, relation = Ledger(log), compile_log(log)
    for (as_of, recorded_by, on), (as_of_too, by_too, on_too) in itertools.product(asked, repeat=2):
        before = ledger.at(clocks_of(as_of, recorded_by, on))
        after = ledger.at(clocks_of(as_of_too, by_too, on_too))
        expected = [change_row(change) for change in changes(before, after, [spec])]
        rows = [rows_at(relation, *clocks, log) for clocks in ((as_of, recorded_by), (as_of_too, by_too))]
        days = [(on.lo, on.hi), (on_too.lo, on_too.hi)]
        assert changes_of_rows(*rows, [view_of(spec)], days).rows == expected
        for some in (Selection(strict=True), selection):
            found = changes_of_rows(*rows, [view_of(spec)], days, wanted_of(some))
            expected = chosen.changes(before, after, [spec], some)
            lax = chosen.changes(before, after, [spec], attrs.evolve(some, strict=False))
            assert found.rows == [change_row(change) for change in expected]
            assert found.lax_count == len(lax)
            titles = {event.id: event.event.title for one in (before, after) for event in one.events}
            assert found.titles == {row["id"]: titles[row["id"]] for row in found.rows if "id" in row}


@tried
@given(asked_logs(any_logs), some_selections)
def test_the_entities_are_the_same(question, selection):
    for snapshot, rows, _ in both_ways(question):
        for some in (Selection(), Selection(strict=True), selection):
            found = entities_of_rows(rows, wanted_of(some))
            lax = chosen.entities(snapshot, attrs.evolve(some, strict=False))
            assert found.rows == [entity_row(one) for one in chosen.entities(snapshot, some)]
            assert found.lax_count == len(lax)


@tried
@given(asked_logs(any_logs), some_selections)
def test_the_sources_are_the_same(question, selection):
    for snapshot, rows, _ in both_ways(question):
        for some in (Selection(), Selection(strict=True), selection, attrs.evolve(selection, strict=True)):
            found = sources(rows, wanted_of(some))
            lax = chosen.sources(snapshot, attrs.evolve(some, strict=False))
            assert found.rows == [source_row(snapshot, one) for one in chosen.sources(snapshot, some)]
            assert found.lax_count == len(lax)
            seen("some are left out" if len(found.rows) < len(lax) else "some" if lax else "none")


@tried
@given(asked_logs(any_logs), some_selections, st.sampled_from(BYS), st.integers(1, 40), st.booleans())
def test_counts_and_gaps_are_the_same(question, selection, by, days, retracted):
    for snapshot, rows, _ in both_ways(question):
        events = (*snapshot.events, *(snapshot.retracted if retracted else ()))
        for some in (Selection(), selection):
            chosen_events = select(events, some)
            gone = len(select(events, attrs.evolve(some, strict=False))) - len(chosen_events)
            with contextlib.suppress(TooFar):
                found = counts_of_rows(rows, wanted_of(some), by, retracted=retracted)
                assert found == (count(snapshot, chosen_events, by), gone)
                seen("counted from rows")
            with contextlib.suppress(TooFar):
                found = gaps_of_rows(rows, wanted_of(some), days, retracted=retracted)
                assert found == (gaps(chosen_events, days), gone)
                seen("gaps from rows")


@tried
@given(asked_logs(any_logs), some_selections)
def test_how_large_an_answer_is_is_the_same(question, selection):
    for snapshot, rows, _ in both_ways(question):
        for some in (Selection(), Selection(strict=True), selection):
            events = select(snapshot.events, some)
            gone = len(select(snapshot.events, attrs.evolve(some, strict=False))) - len(events)
            found, left_out = sizes(rows, wanted_of(some))
            assert stats_rows(found) == stats(extract(snapshot, (), some), events)
            assert left_out == gone


@tried
@given(asked_logs(any_logs), some_selections, st.booleans())
def test_what_an_export_hands_over_in_parts_is_the_same(question, selection, public):
    for snapshot, rows, _ in both_ways(question):
        for some in (Selection(), Selection(strict=True), selection):
            whole = extract(snapshot, (), some, public=public)
            with contextlib.suppress(TooFar), pytest.MonkeyPatch.context() as patch:
                patch.setattr(walk, "AT_ONCE", 1)
                about = attrs.evolve(whole, events=(), facts=(), reports=(), sources=())
                handed = Handed(rows, wanted_of(some), about, public=public)
                parts = list(handed)
                for name in ("events", "facts", "reports"):
                    assert [row for part in parts for row in getattr(part, name)] == list(getattr(whole, name))
                told = {source["name"]: {**source, "because": None} for source in whole.sources}
                for part in parts:
                    names = {row["source"] for row in part.reports if row["source"]}
                    assert {row["name"]: {**row, "because": None} for row in part.sources} == {
                        name: told[name] for name in names
                    }
                assert list(handed.ids) == [row["id"] for row in whole.events]
                assert handed.beside() == (len(whole.sources), len(whole.links))
                lax = select(snapshot.events, attrs.evolve(some, strict=False))
                assert handed.left_out == len(lax) - len(whole.events)
                seen(f"{min(len(parts), 3)} parts")


@tried
@given(asked_logs(any_logs | joined_logs()), some_selections)
def test_what_the_time_alone_leaves_out_and_which_names_nothing_has_is_the_same(question, selection):
    for snapshot, rows, _ in both_ways(question):
        for some in (selection, attrs.evolve(selection, strict=True)):
            timeless = attrs.evolve(some, since=None, until=None)
            expected = [
                [event.id for event in select(events, timeless) if not is_in_time(event, some)]
                for events in (snapshot.events, snapshot.retracted)
            ]
            assert list(map(list, outside(rows, wanted_of(some)))) == expected
            values = list(zip(wanted_of(some).values, map(say.value, some.value), strict=True))
            assert unknown_names(rows, wanted_of(some), values) == notes.unknown_names(snapshot, some)
            seen(f"outside: {any(expected)}; values: {bool(values)}")


@tried
@given(st.lists(dates, min_size=1, max_size=6), st.integers(1, 9))
def test_gaps_between_events_of_all_forms_of_dates_are_the_same(drawn, days):
    log = [
        make_record(place, FIRST + dt.timedelta(days=place), "event", {"title": "t", "occurred": date})
        for place, date in enumerate(drawn)
    ]
    snapshot = Ledger(log).at(clocks_of(None, None, clock("2025-07-01")))
    assert gaps_of_rows(rows_at(compile_log(log), None, None, log), Wanted(), days, retracted=False)[0] == gaps(
        snapshot.events, days
    )


@tried
@given(asked_logs(any_logs), views)
def test_every_conflict_is_among_what_may_be_in_conflict(question, spec):
    """Whatever the rule of the view; and of what bears on that alone the conflicts are the same."""
    log, asked = question
    ledger, relation = Ledger(log), compile_log(log)
    knew = Records(log).knew
    for as_of, recorded_by, on in asked:
        clocks = clocks_of(as_of, recorded_by, on)
        found = nodes(rows_at(relation, as_of, recorded_by, log), chosen.several([spec], None), 10_000)
        part = bearing.closure(found, bearing.Shelf(log).find)
        seen("less than the whole" if len(part) < len(log) else "the whole")
        whole, alone = (conflicts(of.at(clocks), [spec]) for of in (ledger, Ledger(part.values(), knew)))
        assert list(map(conflict_row, alone)) == list(map(conflict_row, whole))


@tried
@given(asked_logs(any_logs), st.lists(views, min_size=1, max_size=2), st.booleans())
def test_the_conflicts_of_rows_and_of_the_part_that_they_leave_are_those_of_the_whole(question, specs, of_one):
    log, asked = question
    ledger, relation = Ledger(log), compile_log(log)
    knew, view = Records(log).knew, specs[0] if of_one else None
    for as_of, recorded_by, on in asked:
        clocks = clocks_of(as_of, recorded_by, on)
        from_rows = found_in_rows(rows_at(relation, as_of, recorded_by, log), specs, view, 10_000)
        part = Ledger(bearing.closure(from_rows.nodes, bearing.Shelf(log).find).values(), knew).at(clocks)
        for some in (EVERYTHING, EVERYTHING_SURE):
            whole = chosen.conflicts(ledger.at(clocks), specs, some, view)
            others = chosen.conflicts(part, specs, some, view)
            found = from_rows.joined(others, order_of(part), strict=some.strict)
            assert list(map(conflict_row, found)) == list(map(conflict_row, whole))
            seen(f"rows tell {'one' if from_rows.conflicts else 'none'}, the part {'one' if others else 'none'}")


CONFLICTING_DATES = [
    None,
    "[..2025-05-02]",
    "2025",
    "2025-05",
    "2025-05-02",
    "2025-05-02~",
    "2025?-05",
    "2025-05-02/..",
]
CONFLICTING_DATES += [
    "2025-05-01T12:00:00Z",
    "[2025-05-01T12:00:00Z..2025-05-02T12:00:00Z]",
    "{2025-05-01,2025-05-02}",
    "../2025",
]
CONFLICTING_DATES += [
    "2025-05-01T00:00:00Z/2025-05-02T00:00:00Z",
    "[2025-05-01,2025-06]",
    "/2025-05-02",
    "2025-05-02/",
    "2025-21",
]
claims = st.lists(
    st.tuples(
        st.sampled_from(["v", "w", 1, 1.0, True, None, {"op": ">=", "value": 2, "unit": "t"}, {"op": "~", "value": 2}]),
        st.sampled_from(CONFLICTING_DATES),
        st.sampled_from([None, "2025-05-01", "2025-06"]),
        st.sampled_from([[], ["a"], ["b"], ["relay"], ["a", "b"], ["nobody"]]),
        st.sampled_from(["actual", "actual", "actual", "ended"]),
    ),
    min_size=2,
    max_size=6,
)


@tried
@given(claims, st.sampled_from(["occurred", "reported"]), st.sampled_from([None, "same-origin"]))
def test_the_values_that_rows_say_clash_are_those_of_the_replay_whatever_their_dates(told, latest, rel):
    """Also where no record is changed: then every conflict is told by rows, and the part has none."""
    bodies = [("source", {"name": name, "origin": {"name": name.upper()}}) for name in "ab"]
    bodies.append(("source", {"name": "relay", "via": ["a"]}))
    for number, (value, date, reported, by, mode) in enumerate(told):
        fact = {"entity": "E", "property": "p", "value": value, "mode": mode}
        dated = {} if reported is None else {"reported": reported}
        event = {"title": f"t{number}", "occurred": date, "facts": [fact]}
        bodies.append(("event", event | {"reports": [{"source": one, **dated} for one in by]}))
    if rel is not None:
        bodies.append(("link", {"from": "A", "to": "B", "rel": rel, "reported": "2025-05/2025-07"}))
    log = [make_record(number, FIRST, *body) for number, body in enumerate(bodies) if _is_sound(*body)]
    spec = ViewSpec(name="v", title="", properties=("p",), latest=latest)
    for as_of in (None, clock("2025-06-15")):
        rows = rows_at(compile_log(log), as_of, None, log)
        from_rows = found_in_rows(rows, [spec], None, 0)
        whole = chosen.conflicts(Ledger(log).at(clocks_of(as_of, None, clock("2025-06-15"))), [spec], EVERYTHING)
        found = from_rows.joined([], {}, strict=False)
        assert list(map(conflict_row, found)) == list(map(conflict_row, whole))
        seen(f"{min(len(whole), 2)} found, {'limited' if as_of else 'of all'}")


def _is_sound(kind, body):
    """An end names what ended."""
    return kind != "event" or all(fact["mode"] != "ended" or fact["value"] is not None for fact in body["facts"])


def test_a_date_further_away_than_rows_tell_apart_is_left_to_the_replay():
    for date in ("Y1E17", "Y-1E17", "Y-1E17/2025", "2025/Y1E17"):
        log = [make_record(0, FIRST, "event", {"title": "t", "occurred": date})]
        rows = rows_at(compile_log(log), None, None, log)
        with pytest.raises(TooFar):
            counts_of_rows(rows, Wanted(), "year", retracted=False)
        with pytest.raises(TooFar):
            gaps_of_rows(rows, Wanted(), 9, retracted=False)
        with pytest.raises(TooFar):
            sizes(rows, Wanted())
    for date in ("Y1E17", "Y-1E17", "Y-1E17/2025", "[..Y-1E17]"):
        log = [make_record(0, FIRST, "source", {"name": "s", "published": date})]
        with pytest.raises(TooFar):
            sources(rows_at(compile_log(log), None, None, log), Wanted())
