"""What looks a few records up in the index finds them by a key: it goes through the whole of no table."""

import timeline as tl
from ondisk import index
from timeline.engines import look


def test_few_records_are_found_without_going_through_all(tmp_path):
    log, asked = tl.init(tmp_path / "events"), []
    log.source("s", publisher="P")
    first = log.add("one", facts={"A.b": 1}, reports=[{"source": "s"}])
    log.correct(first.id, set={"title": "two"}, because="a slip")
    with index("on"):
        basis = log.at().basis
        with basis.index.records(basis.ready) as records:
            records.connection.set_trace_callback(asked.append)
            found = records.newest(), records.newest(1), records.starting_with(first.id[:4]), records.redacted()
            records.possibly_unreported(0)
            records.after([first.id], 5)
            end = look.last(records, look.FIRST, 2)
            lines = look.lines(records, look.FIRST, 2)
            records.connection.set_trace_callback(None)
            plans = {sql: records.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked}
    assert (len(found[0]), found[1], found[3]) == (1, [], [])
    assert first.id in found[2][0]
    assert end == (lines[-1].recorded, lines[-1].id)
    assert len(plans) >= 7
    steps = [step for plan in plans.values() for *_, step in plan]
    assert [step for step in steps if "rowid<" in step or step.startswith("SCAN record")] == []
