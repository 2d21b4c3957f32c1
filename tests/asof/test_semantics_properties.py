"""The implementation against the slow, obvious judge, and against itself, on logs that nobody thought of.

``TIMELINE_EXAMPLES`` says how many logs each property is tried on; 200 by default, 10,000 for a night.
"""

import datetime as dt
import itertools
import json
import os
import re

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

import oracle
from oracle.terms import MAYBE, YES
from strategies import (
    NAMES,
    as_ofs,
    clocks,
    clocks_of,
    copied_logs,
    dense_logs,
    logs,
    make_record,
    named_logs,
    near_clocks,
    stamps,
    turning_clocks,
    turning_days,
)
from timeline.asof.changes import Changes
from timeline.asof.ledger import Ledger
from timeline.asof.sources import possible
from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.dates.values import DAY, Answer, Clock
from timeline.records.model import structure, value_key
from timeline.views.diff import changes
from timeline.views.filters import Selection, is_named
from timeline.views.overtime import rectangles
from timeline.views.rows import cell_row, event_row
from timeline.views.standing import Standings, standing
from timeline.views.table import ViewSpec, state

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
PROPERTIES = ("p", "q")
tried = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


@st.composite
def questions(draw, **sizes):
    log = draw(logs(**sizes))
    return log, draw(as_ofs | turning_clocks(log)), draw(stamps(log)), draw(clocks | turning_clocks(log))


@st.composite
def dense_questions(draw):
    log = draw(dense_logs())
    as_of = draw(st.none() | near_clocks | turning_clocks(log))
    return log, as_of, draw(stamps(log)), draw(near_clocks | turning_clocks(log))


@st.composite
def copied_questions(draw):
    log = draw(copied_logs())
    return log, draw(near_clocks), draw(stamps(log)), draw(near_clocks)


@st.composite
def named_questions(draw, **sorts):
    log = draw(named_logs(**sorts))
    return log, draw(st.none() | near_clocks), draw(stamps(log)), draw(near_clocks)


def spec(latest="occurred", many=()):
    return ViewSpec(name="view", title="view", properties=PROPERTIES, latest=latest, many=many)


views = st.builds(spec, st.sampled_from(["occurred", "reported"]), st.sampled_from([(), ("p",), ("p", "q")]))


def fact_of(fact, date, answer):
    return (fact.entity, fact.property, str(value_key(fact.value)), fact.mode, date or "", answer)


def summary(snapshot, event):
    stands = standing(snapshot, event)
    return {
        "known": event.known.value,
        "members": tuple(event.members),
        "title": [value for value, _ in event.versions.get("title", ((event.event.title, None),))],
        "occurred": [value for value, _ in event.versions.get("occurred", ((event.event.occurred, None),))],
        "facts": sorted(
            fact_of(f.fact, f.date, f.answer.value)
            for f in event.facts
            if f.answer is not Answer.NO and event.superseded is Answer.NO
        ),
        "standing": stands.name,
        "origins": stands.origins,
        "reports": stands.reports,
    }


def judged(row):
    return {
        "known": row["known"],
        "members": tuple(row["members"]),
        "title": [value for value, _ in row["title"]],
        "occurred": [value for value, _ in row["occurred"]],
        "facts": sorted(fact_of(*fact) for fact in row["facts"] if row["superseded"] == "no"),
        "standing": row["standing"],
        "origins": tuple(row["origins"]),
        "reports": row["reports"],
    }


@tried
@given(questions() | dense_questions() | copied_questions() | named_questions())
def test_what_was_known_is_what_the_definitions_say(question):
    log, as_of, recorded_by, on = question
    snapshot = Ledger(log).at(clocks_of(as_of, recorded_by, on))
    found = {event.id: summary(snapshot, event) for event in snapshot.events}
    for name, is_so in seen_in(log, as_of, on, snapshot).items():
        if is_so:
            seen(name)
    expected = oracle.snapshot(list(log), as_of, recorded_by)
    assert found == {name: judged(row) for name, row in expected.items() if is_known(row)}
    for event in snapshot.events:
        assert windows_of(event) == expected[event.id]["windows"]


@tried
@given(questions() | dense_questions() | named_questions())
def test_what_fits_a_question_is_what_the_definitions_say(question):
    """By each name, tag, type, source and value of a log: what may fit stays, and strictly only what surely does."""
    log, as_of, recorded_by, on = question
    snapshot = Ledger(log).at(clocks_of(as_of, recorded_by, on))
    world = oracle.World(list(log), as_of, recorded_by)
    every = (*snapshot.events, *snapshot.retracted)
    facts = [fact for event in every for fact in event.facts]

    def ways(event, name):
        return possible(event.versions, name, getattr(event.event, name))

    ambiguous = any(len(report.variants) > 1 for event in every for report in event.reports)
    wanted = {
        "entities": {fact.fact.entity for fact in facts},
        "value": {value_key(fact.fact.value): fact.fact.value for fact in facts},
        "sources": set() if ambiguous else set(snapshot.sources),
        "tags": {tag for event in every for way in ways(event, "tags") for tag in way or ()},
        "types": {(way or "event").partition(".")[0] for event in every for way in ways(event, "type")},
    }
    for sort, names in wanted.items():
        for name in names:
            asked = names[name] if isinstance(names, dict) else name
            fitting = {event.id: world.is_asked_for(event.members, sort, asked) for event in every}
            for strict, least in ((False, MAYBE), (True, YES)):
                found = {event.id for event in every if is_named(event, Selection(**{sort: (asked,)}, strict=strict))}
                assert found == {one for one, answer in fitting.items() if answer >= least}, (sort, name, strict)
                seen(f"{sort} {'surely' if strict else 'possibly'}: {bool(found)}")


def seen_in(log, as_of, on, snapshot):
    """Name what is rare enough in logs drawn at random that its share is counted (``--hypothesis-show-statistics``)."""
    days = set(turning_days(log))
    facts = [fact for event in snapshot.events for fact in event.facts]
    names = Standings(snapshot)
    told = {}
    for event in snapshot.events:
        for fact in event.facts:
            place = (fact.fact.entity, fact.fact.property, value_key(fact.fact.value), fact.fact.mode)
            told.setdefault(place, []).append(names.name(event))
    return {
        "a failed fact": any(fact.fact.mode == "failed" for fact in facts),
        "a failed fact without a start": any(fact.fact.mode == "failed" and fact.date is None for fact in facts),
        "an undated fact": any(fact.date is None for fact in facts),
        "the as-of day is a turning day": as_of is not None and as_of.hi // DAY in days,
        "the day asked about is a turning day": on.hi // DAY in days,
        "one value told by two events": any(len(some) > 1 for some in told.values()),
        "one value told by two events of unequal standing": any(len(set(some)) > 1 for some in told.values()),
        "two starts that are equal": len({(f.start.lo, f.start.hi) for f in facts}) < len(facts),
    }


def windows_of(event):
    """Give when each report became public that may be live."""
    return {r.address: (r.window.lo, r.window.hi) for r in event.reports if r.live is not Answer.NO}


def is_known(row):
    return row["known"] != "no" and row["retracted"] != "yes"


@tried
@given(questions() | dense_questions() | copied_questions(), views)
def test_a_state_is_what_the_definitions_say(question, view):
    assert_as_defined(question, view)


@tried
@given(named_questions(), views)
def test_what_is_one_thing_is_what_the_definitions_say(question, view):
    assert_as_defined(question, view)


def assert_as_defined(question, view):
    log, as_of, recorded_by, on = question
    snapshot = Ledger(log).at(clocks_of(as_of, recorded_by, on))
    found = [cell_row(cell) for cell in state(snapshot, view)]
    expected = oracle.state(list(log), PROPERTIES, view.latest, as_of, on, recorded_by, view.many)
    assert plain(found) == plain(expected)


def plain(rows):
    """Leave out what the judge does not give."""
    keys = ("value", "answer", "since", "since_earliest", "since_latest", "standing", "events")
    return [
        {
            "place": (row["entity"], row["property"], row["answer"]),
            "names": (row["names"], row["possibly_same"]),
            "values": [{key: value[key] for key in keys} for value in row["values"]],
            "beside": [{key: item[key] for key in ("mode", "value", "events")} for item in row["beside"]],
        }
        for row in rows
    ]


# --- the implementation against itself -------------------------------------------------------------------------------


SOME_OF_SEVERAL = spec(many=("q",))


def everything(records, clocks, view=SOME_OF_SEVERAL):
    """Give all that is answered about a log by some clocks, as text."""
    snapshot = Ledger(records).at(clocks)
    return json.dumps(
        [
            [event_row(snapshot, event) for event in snapshot.events],
            [cell_row(cell) for cell in state(snapshot, view)],
        ]
    )


@tried
@given(questions(min_size=2), st.integers(0, 9))
def test_nothing_recorded_later_changes_what_the_log_held(question, cut):
    log, as_of, _, on = question
    kept = log[: 1 + cut % (len(log) - 1)]
    held = clocks_of(as_of, kept[-1].recorded_at, on)
    assert everything(log, held) == everything(kept, held)


@tried
@given(questions() | named_questions(), st.randoms())
def test_the_order_of_arrival_never_matters(question, chance):
    log, as_of, recorded_by, on = question
    shuffled = list(log)
    chance.shuffle(shuffled)
    clocks_asked = clocks_of(as_of, recorded_by, on)
    assert everything(log, clocks_asked) == everything(shuffled, clocks_asked)


@tried
@given(questions() | named_questions(), st.data())
def test_undoing_restores_the_answer(question, data):
    log, as_of, _, on = question
    target = data.draw(st.sampled_from(log))
    undo = told_after(log, 1, "retraction", {"target": target.id, "because": "undone"})
    redo = told_after(log, 2, "retraction", {"target": undo.id, "because": "done again"})
    asked = clocks_of(as_of, None, on)
    for view in (spec("occurred", ("p",)), spec("reported", ("q",))):
        assert everything((*log, undo, redo), asked, view) == everything(log, asked, view)


def told_after(log, step, kind, body):
    """Make a record that is recorded some seconds after all others."""
    last = dt.datetime.fromisoformat(max(record.recorded for record in log))
    return make_record(f"{kind} {step}", last + dt.timedelta(seconds=step), kind, body)


RANK = {"no": 0, "possibly": 1, "yes": 2}


@tried
@given(
    questions(kinds=("event", "source", "capture", "report", "link")) | named_questions(changes=0), st.integers(0, 60)
)
def test_a_later_as_of_never_un_knows(question, days):
    log, as_of, _, on = question
    if as_of is None:
        return
    later = Clock(text="", read="", lo=as_of.lo + days * DAY, hi=as_of.hi + days * DAY)
    ledger = Ledger(log)
    before = {m: e.known.value for e in ledger.at(clocks_of(as_of, None, on)).events for m in e.members}
    after = {m: e.known.value for e in ledger.at(clocks_of(later, None, on)).events for m in e.members}
    assert all(RANK[after.get(name, "no")] >= RANK[answer] for name, answer in before.items())
    old, new = ledger.at(clocks_of(as_of, None, on)), ledger.at(clocks_of(later, None, on))
    for one, other in itertools.combinations(NAMES, 2):
        assert old.entity(one) != old.entity(other) or new.entity(one) == new.entity(other)


@tried
@given(questions() | named_questions(), views)
def test_strict_answers_are_among_the_others(question, view):
    log, as_of, recorded_by, on = question
    snapshot = Ledger(log).at(clocks_of(as_of, recorded_by, on))
    every = {(c.entity, c.property): c for c in state(snapshot, view)}
    for cell in state(snapshot, view, strict=True):
        other = every[cell.entity, cell.property]
        assert set(cell.values) <= set(other.values)
        assert set(cell.beside) <= set(other.beside)
        assert all(value.answer is Answer.YES for value in cell.values)


@tried
@given(questions() | named_questions(), as_ofs | near_clocks, views)
def test_a_difference_leads_from_the_one_state_to_the_other(question, other, view):
    log, as_of, recorded_by, on = question
    ledger = Ledger(log)
    before = ledger.at(clocks_of(as_of, recorded_by, on))
    after = ledger.at(clocks_of(other, recorded_by, on))
    assert changes(before, before, [view]) == ()
    cells = {(c.entity, c.property): short(cell_row(c)) for c in state(before, view)}
    expected = {(c.entity, c.property): short(cell_row(c)) for c in state(after, view)}
    found = [change for change in changes(before, after, [view]) if change.change == "cell"]
    for change in found:
        assert cells.get((change.entity_before, change.property)) == change.before
        assert expected.get((change.entity, change.property)) == change.after
    left, reached = (
        {(name, change.property) for change in found for name in [getattr(change, field)]}
        for field in ("entity_before", "entity")
    )
    for place, cell in cells.items():  # what nothing is said of is as it was, or was nothing under another name
        assert place in left or expected.get(place) == cell or not cell["names"]
    for place, cell in expected.items():
        assert place in reached or cells.get(place) == cell or not cell["names"]


def short(row):
    return {name: row[name] for name in ("answer", "values", "beside", "names")}


@settings(tried, max_examples=max(EXAMPLES // 4, 20))
@given(questions(max_size=7) | named_questions(), views, st.booleans())
def test_rectangles_tile_and_agree_with_every_state(question, view, is_limited):
    log, as_of, recorded_by, _ = question
    as_of = as_of if is_limited else None
    ledger = Ledger(log)
    by = None if recorded_by is None else Clock(text="", read="", lo=recorded_by, hi=recorded_by)
    for entity, name in itertools.product(NAMES, PROPERTIES):
        found = rectangles(ledger, view, entity, name, recorded_by=by, as_of=as_of)
        columns = [list(column) for _, column in itertools.groupby(found, key=lambda r: r.as_of_first)]
        firsts, lasts = [c[0].as_of_first for c in columns], [c[0].as_of_last for c in columns]
        assert (firsts[0], lasts[-1]) == (None, as_of and as_of.hi)
        assert firsts[1:] == [last + 1 for last in lasts[:-1]]
        for column in columns:
            los, his = [r.stretch.lo for r in column], [r.stretch.hi for r in column]
            assert (los[0], his[-1]) == (float("-inf"), float("inf"))
            assert los[1:] == [hi + 1 for hi in his[:-1]]
        for moment in asked_at(log, firsts, lasts):
            at = Clock(text="", read="", lo=moment, hi=moment)
            (column,) = [
                c
                for c in columns
                if (c[0].as_of_first is None or c[0].as_of_first <= moment)
                and (c[0].as_of_last is None or moment <= c[0].as_of_last)
            ]
            for rectangle in column:
                world = next((m for m in (rectangle.stretch.lo, rectangle.stretch.hi) if isinstance(m, int)), 0)
                on = Clock(text="", read="", lo=world, hi=world)
                snapshot = ledger.at(Clocks(as_of=at, on=on, recorded_by=by))
                place = (snapshot.entity(entity), name)
                cell = next((c for c in state(snapshot, view) if (c.entity, c.property) == place), None)
                answer, values = (cell.answer, shown(cell)) if cell else ("unknown", [])
                assert (rectangle.stretch.cell.answer, shown(rectangle.stretch.cell)) == (answer, values)


PUBLIC = re.compile(r'"(?:reported|published|retrieved)": "([^"]*)"')


def asked_at(log, firsts, lasts):
    """The as-of moments that a cell's runs must be right at.

    These are the ends of the days on which runs begin and end, the last moment of all, and each instant to which a
    report is dated, with the microsecond before it.
    """
    edges = {edge for edge in (*firsts, *lasts) if edge is not None}
    found = {edge - edge % DAY + DAY - 1 for edge in edges} | {edge for edge in lasts[-1:] if edge is not None}
    texts = [text for record in log for text in PUBLIC.findall(json.dumps(record.body))]
    for text in texts:
        span = edtf.parse(text).span
        found |= {
            edge - less for edge in (span.lo, span.hi) if "T" in text and isinstance(edge, int) for less in (0, 1)
        }
    return {moment for moment in found if lasts[-1] is None or moment <= lasts[-1]}


def shown(cell):
    return [(str(value_key(v.value)), v.answer, v.events) for v in cell.values]


@tried
@given(named_questions(all_ours=True), views)
def test_links_of_ours_answer_as_a_log_that_was_told_under_one_name_from_the_start(question, view):
    log, as_of, recorded_by, on = question
    asked = clocks_of(as_of, recorded_by, on)
    snapshot = Ledger(log).at(asked)
    renamed = [under_one_name(record, snapshot.entity) for record in log if record.kind != "link"]
    expected = [cell_row(cell) for cell in state(Ledger(renamed).at(asked), view)]
    assert without_names(map(cell_row, state(snapshot, view))) == without_names(expected)


def under_one_name(record, called):
    """Tell the facts of a record, or those that it sets, under the names by which their entities are called."""

    def renamed(body):
        facts = [{**fact, "entity": called(fact["entity"])} for fact in body.get("facts") or ()]
        return {**body, **({"facts": facts} if "facts" in body else {}), **inner(body)}

    def inner(body):
        return {"set": renamed(body["set"])} if "set" in body else {}

    body = renamed(record.body)
    return msgspec.structs.replace(record, body=body, content=structure(record.kind, body))


def without_names(rows):
    return [{name: value for name, value in row.items() if name not in ("names", "possibly_same")} for row in rows]


@tried
@given(questions(kinds=("event", "source", "capture", "report")), st.data())
def test_a_relay_adds_no_origin(question, data):
    log, _, _, on = question
    sources = sorted({record.body["name"] for record in log if record.kind == "source"})
    events = [record.id for record in log if record.kind == "event"]
    if not sources or not events:
        return
    event, source = data.draw(st.sampled_from(events)), data.draw(st.sampled_from(sources))
    first = told_after(log, 1, "report", {"event": event, "source": source})
    relay = told_after(log, 2, "report", {"event": event, "source": "relay", "via": [source]})
    asked = clocks_of(None, None, on)
    counts = []
    for records in ((*log, first), (*log, first, relay)):
        snapshot = Ledger(records).at(asked)
        name = Changes(records).canonical(event)
        counts.append(standing(snapshot, snapshot.event(name)).origins)
    assert counts[0] == counts[1]
