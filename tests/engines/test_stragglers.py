"""A source that half of a log cites makes no piece larger than another: events are never grouped by their source."""

import pytest

from builders import a_draft
from timeline.asof.compiled import Compiler
from timeline.store import index as indexes
from timeline.store.disk import DISK
from timeline.store.log import LogFiles

pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from timeline.engines import filling  # noqa: E402
from timeline.engines.pieces import one_by_one  # noqa: E402

EVENTS, PIECE, PART = 240, 30, 60
FACTS = "fact_version"


def cited(folder, events):
    """A log in which every other event cites one source, itself a relay, and corrected; of the rest each its own."""
    log = LogFiles.create(folder / "events", title="cited")
    own = [a_draft("source", name=f"s{number}", published="2026-01") for number in range(1, events, 2)]
    log.append(
        [
            a_draft("source", name="agency", origin={"name": "an agency"}, published="2026-01-01"),
            a_draft("source", name="wire", published="2026-01-02", via=["agency"]),
            *own,
        ],
        by="ada",
    )
    wire = next(record for record in log.read().records if getattr(record.content, "name", "") == "wire")
    log.append([a_draft("correction", target=wire.id, set={"published": "2026-01-03"}, because="a slip")], by="ada")
    told = [
        a_draft(
            title=f"event {number}",
            occurred="2026-01",
            facts=[{"entity": f"e{number}", "property": "p", "value": number}],
            reports=[{"source": f"s{number}" if number % 2 else "wire"}],
        )
        for number in range(events)
    ]
    log.append(told, by="ada")
    return log


def tasks_of(engine):
    """Have an engine do the tasks, and say how many facts each piece gave."""
    given = {}

    def spread(pieces, method, tasks):
        yield from engine(pieces, method, tasks)
        if method == "compile":
            for number, *_ in tasks:
                made = pieces.path(FACTS)
                name = f"piece-{number:09d}.parquet" if number >= 0 else "piece-rest.parquet"
                paths = [f"{made}/{part}/{name}" for part in range(pieces.parts)]
                given[number] = sum(rows_in(path) for path in paths)

    return spread, given


def rows_in(path):
    try:
        return pq.read_metadata(path).num_rows
    except FileNotFoundError:
        return 0


def check(folder, log, engine):
    spread, given = tasks_of(engine)
    filling.write(log, str(folder), piece=PIECE, part=PART, engine=spread)
    assert sum(given.values()) == EVENTS
    assert max(given.values()) == PIECE
    assert sum(rows > 0 for rows in given.values()) >= EVENTS // PIECE
    parts = [rows_in(path) for path in (folder / FACTS).rglob("*.parquet")]
    assert sum(parts) == EVENTS
    assert max(parts) < EVENTS // 2


def bytes_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_no_piece_has_more_events_than_another(tmp_path):
    check(tmp_path / "data", cited(tmp_path, EVENTS), one_by_one)


@pytest.mark.scale
def test_no_task_of_spark_has_more_events_than_another(tmp_path, spark):
    log = cited(tmp_path, EVENTS)
    check(tmp_path / "data", log, spark)
    filling.write(log, str(tmp_path / "alone"), piece=PIECE, part=PART)
    assert bytes_of(tmp_path / "data") == bytes_of(tmp_path / "alone")


class Seen:
    """Looks things up in the index of a log, and counts what it is given."""

    def __init__(self, records):
        self._records, self.given = records, 0

    def __getattr__(self, name):
        ask = getattr(self._records, name)

        def asked(*given):
            found = ask(*given)
            self.given += len(found) if isinstance(found, list) else 1
            return found

        return asked


def test_what_an_event_is_compiled_from_does_not_grow_with_how_many_cite_its_source(tmp_path):
    counts = []
    for events in (20, EVENTS):
        log = cited(tmp_path / str(events), events)
        index = indexes.Index(folder=log.folder, disk=DISK)
        ready = index.ready()
        with index.records(ready) as records:
            first = next(one for one in log.read().records if getattr(one.content, "title", "") == "event 0")
            seen = Seen(records)
            assert len(Compiler(seen).event(first.id).facts) >= 1
            counts.append(seen.given)
    assert counts[0] == counts[1]
