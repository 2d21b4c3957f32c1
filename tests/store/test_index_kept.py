"""What an open log keeps of its index says of each answer by which days it stands, or that it does not know."""

import json

import pytest

import ondisk
from strategies import clock
from timeline.asof.relation import LATEST
from timeline.records import line
from timeline.store import index_kept
from timeline.store.disk import DISK
from timeline.store.index import Index
from timeline.views.relational.met import Met
from timeline.views.relational.rows import R, event_at, fact_at, known_by, reports_at

DAYS = ["2024", *(f"2025-{day}" for day in ("05-01", "05-02", "05-20", "06-01", "07-01", "07-02", "07-07", "07-20"))]
MOMENTS = [*(clock(day).hi for day in DAYS), LATEST]


def fact(entity, value=1, mode="actual"):
    return {"entity": entity, "property": "p", "value": value, "mode": mode}


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """Lay down a log in which something of each sort becomes known, and something is taken back; give its ids too."""
    events, ids, lines = ondisk.begin(tmp_path_factory.mktemp("kept")), [], []

    def tell(kind, **body):
        stamp = f"2025-07-{len(ids) + 1:02d}T10:00:00.000000Z"
        new, text = line.encode(parents=ids[-1:], recorded=stamp, by="ada", kind=kind, body=body, salt="0" * 32)
        ids.append(new)
        lines.append((line.decode(text, file="x", line_no=1), new, text))
        return new

    tell("source", name="a", published="2025-05-02", origin={"name": "A"})
    tell("source", name="b", published="2025-05-20")
    first = tell("event", title="first", facts=[fact("E"), fact("E", 2, "planned")], reports=[{"source": "a"}])
    second = tell("event", title="second", facts=[fact("F")], reports=[{"source": "b"}])
    tell("event", title="bare", facts=[fact("G"), fact("H", mode="planned")])
    tell("report", event=first, source="b", reported="2025-06-01")
    tell("correction", target=ids[0], set={"origin": {"name": "B"}}, because="found", source="b", reported="2025-06-01")
    tell("link", **{"from": first, "rel": "contradicts", "to": second, "reported": "2025-06-01"})
    tell("retraction", target=second, because="a slip", source="b", reported="2025-07-01")
    tell("event", title="bare, later", facts=[fact("G", 2)])
    ondisk.write(events, lines)
    return events, first, second, ids[4]


def of_cell(rows, entity):
    actual, others = rows.by_start(entity, "p") or ((), ())
    return counting(rows, [*actual, *others])


def counting(rows, found):
    """Give the facts that count by the clocks, of some at all clocks."""
    return [row for row in found if fact_at(row, rows.as_of, rows.recorded_by)]


def public(rows, reports):
    return [row for row in reports if known_by(row[R["lo"]], row[R["hi"]], rows.as_of)]


def by_entity(rows, found):
    return [(entity, counting(rows, some or ())) for entity, some in found if some is not None]


def versions(rows, found):
    clocks = rows.as_of, rows.recorded_by
    return [([row for row in told if event_at(row, *clocks)], reports_at(some, *clocks)) for _, told, some in found]


def tells_of_kept(rows, entity):
    """Ask where its facts were read by an answer before, which met them."""
    met, rows.met = rows.met, None
    rows.facts(("p",), (entity,))
    rows.met = met
    return rows.tells_of([entity])


ASKED = {
    "facts": lambda rows, *_: rows.facts(("p",)),
    "facts of some": lambda rows, *_: rows.facts(("p",), ("E", "F")),
    "silent": lambda rows, *_: rows.silent(("p",), ("F",)),
    "a cell": lambda rows, *_: of_cell(rows, "G"),
    "a cell of other modes": lambda rows, *_: of_cell(rows, "H"),
    "facts of events": lambda rows, *ids: rows.facts_of(ids),
    "by entity": lambda rows, *_: by_entity(rows, rows.by_entity(("p",))),
    "by some entities": lambda rows, *_: by_entity(rows, rows.by_entity(None, ["E"])),
    "by entity up to": lambda rows, *_: by_entity(rows, rows.by_entity_up_to(("p",), 5)),
    "versions": lambda rows, *_: versions(rows, rows.versions()),
    "versions of some": lambda rows, *ids: versions(rows, rows.versions(ids)),
    "telling": lambda rows, *_: rows.telling(["E", "F"]),
    "tells of": lambda rows, *_: [rows.tells_of(["E"])],
    "tells of what is kept": lambda rows, *_: [tells_of_kept(rows, "E")],
    "events": lambda rows, *_: rows.events(),
    "some events": lambda rows, _, second, __: rows.events([second]),
    "reports": lambda rows, first, *_: public(rows, rows.reports([first])),
    "sources": lambda rows, *_: rows.sources(),
    "some sources": lambda rows, *_: rows.sources(["a"]),
    "links": lambda rows, *_: rows.links(),
    "links at": lambda rows, first, *_: rows.links(rels=("contradicts",), ends=[first]),
    "another clock": lambda rows, *_: rows.at(rows.as_of).events(),
    "unreported": lambda rows, *_: rows.unreported(rows.as_of),
}


@pytest.mark.parametrize(
    ("ask", "most"),
    [*((name, 20_000) for name in ASKED), ("links", 0), ("links at", 0)],
)
def test_rows_answer_alike_between_the_moments_that_they_met(log, monkeypatch, ask, most):
    """Of more links than are kept, too."""
    monkeypatch.setattr(index_kept, "_MOST_LINKS", most)
    events, *ids = log
    index = Index(folder=str(events), disk=DISK)
    ready, found, stretches = index.ready(), {}, {}
    for _ in range(2):  # from the index, and from what is kept of it
        for day in MOMENTS:
            asked, rows = index.rows(ready, day, LATEST)
            rows.met = met = Met()
            with asked:
                found[day] = json.dumps(sorted(map(json.dumps, ASKED[ask](rows, *ids))))
            stretches[day] = met.stretches([day])[0] if met.is_all else (day, day)
        for day, (first, last) in stretches.items():
            assert {found[other] for other in MOMENTS if first <= other <= last} == {found[day]}
    assert len(set(found.values())) > 1, "nothing was tried"
