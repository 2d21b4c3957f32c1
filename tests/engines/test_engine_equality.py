"""The same rows, row for row, on a log, its index and each engine: of random logs as several clones wrote them.

``TIMELINE_EXAMPLES`` says on how many logs DuckDB is tried: a fourth of it. PostgreSQL and Spark are real ones, started
and stopped here, and tried on fewer: each question to Spark takes seconds, so some are drawn for each log.
"""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

import changed
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

import timeline as tl
from ondisk import any_logs, begin, histories, index, write
from strategies import NAMES, clocks_about, redacted_logs

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from timeline.engines import filling
from timeline.store.log import LogFiles

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "40"))
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink what each engine answers takes hours
ASKS = 24
SOME = (0, 2, 7)
"""What of it Spark is asked, at one clock: a question to it takes seconds."""
TODAY = dt.date(2026, 11, 30)
BYS = ("month", "quarter", "year", "type", "standing", "entity", "source")


def bytes_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def tried(number):
    return settings(max_examples=max(number, 2), suppress_health_check=list(HealthCheck), deadline=None, phases=PHASES)


def asks(of, entity):
    """Give what engines answer, each to be asked."""
    return [
        lambda: of.state("v"),
        lambda: of.state("v", strict=True),
        lambda: of.state("several"),
        lambda: of.state("several", entities=entity, strict=True),
        lambda: of.state("v", sources="a"),
        lambda: of.history(f"{entity}.p"),
        lambda: of.why(f"{entity}.q", view="v"),
        of.conflicts,
        lambda: of.conflicts(view="several", strict=True),
        of.list,
        *(lambda by=by, also=also: of.counts(by, retracted=also) for by in BYS for also in (False, True)),
    ]


def answers(of, entity, chosen=None):
    """Ask, and give the rows and all that is told beside them, or what was said instead."""
    for ask in (asks(of, entity)[one] for one in chosen or range(ASKS)):
        try:
            table = ask()
        except tl.TimelineError as error:
            yield type(error).__name__, error.what
        else:
            yield table.name, table.rows(), table.notes, table.beside, table.of
    yield of.notes(), of.caveats(), of.heads


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Logs with every kind of change, before and after some of it was redacted, each with its export.

    The second was exported before as well, so that what was redacted since is taken out of an export that grew.
    """
    folder = tmp_path_factory.mktemp("changed")
    events, log = changed.begin(folder)
    made = changed.told(log)
    done = changed.change(log, made)
    files, found = LogFiles(folder=str(events)), []
    for step in ("before", "after"):
        if step == "after":
            changed.redact(log, made, done)
        kept = folder / step
        shutil.copytree(events, kept / "events")
        filling.write(files, str(folder / "data"), piece=9, part=7)
        shutil.copytree(folder / "data", kept / "data")
        found.append((kept / "events", kept / "data"))
    kinds = {record.kind for record in tl.open(events).read().records}
    assert kinds == set(changed.KINDS)
    return found


def compare_whole(whole, engine, clocks=changed.CLOCKS, chosen=range(ASKS)):
    """Compare questions at several clocks, of logs with every kind of change and some of it redacted."""
    for events, data in whole:
        log, held = tl.open(events), tl.open_data(data, engine=engine)
        stamps = [record.recorded for record in log.read().records]
        try:
            for number, one in enumerate(clocks):
                asked = {**one, "recorded_by": stamps[-1 - 4 * number] if number % 2 else None, "today": TODAY}
                with index("off"):
                    expected = list(answers(log.at(**asked), "E", chosen))
                assert list(answers(held.at(**asked), "E", chosen)) == expected
        finally:
            if not engine.startswith(("spark", "local")):
                held.close()


def test_duckdb_answers_of_every_kind_of_change_what_the_log_answers(whole):
    compare_whole(whole, "duckdb")


@pytest.mark.scale
def test_postgresql_answers_of_every_kind_of_change_what_the_log_answers(whole, postgres, database):
    compare_whole(whole, postgres.address(database))


@pytest.mark.scale
@pytest.mark.usefixtures("session")
def test_spark_answers_of_every_kind_of_change_what_the_log_answers(whole):
    compare_whole(whole[1:], "local[1]", changed.CLOCKS[2:3], SOME)


def compare(data, engine, some=None):
    """Compare on one log; ``some`` is how many of all that may be asked are, of one question, where not all of two.

    Some of a log may be redacted, before it was exported or after it was exported first, and one of its files may be
    missing.
    """
    log, batches = data.draw(histories(any_logs | redacted_logs(any_logs)))
    asked = [data.draw(clocks_about(log)) for _ in range(data.draw(st.integers(1, 1 if some else 2)))]
    chosen = data.draw(st.lists(st.integers(0, ASKS - 1), min_size=some, max_size=some, unique=True)) if some else None
    entity = data.draw(st.sampled_from(NAMES))
    seen("of some records the text is gone" if any(one.kind == "redaction" for one in log) else "no text is gone")
    with tempfile.TemporaryDirectory() as folder:
        events, target = begin(folder), str(Path(folder) / "data")
        files, piece = LogFiles(folder=str(events)), data.draw(st.integers(2, 40))
        exported_at = data.draw(st.sets(st.integers(1, len(batches)), max_size=1))
        for number, batch in enumerate(batches, 1):
            written = write(events, batch)
            if number in exported_at:
                filling.write(files, target, piece=piece, part=5)
        if len(batches) > 1 and data.draw(st.integers(1, 8)) == 8:
            (events / written).unlink()
        filling.write(files, target, piece=piece, part=5)
        held = tl.open_data(target, engine=engine)
        try:
            for one in asked:
                with index("off"):
                    expected = list(answers(tl.open(events).at(**one), entity, chosen))
                with index("on"):
                    assert list(answers(tl.open(events).at(**one), entity, chosen)) == expected
                assert list(answers(held.at(**one), entity, chosen)) == expected
        finally:
            if not engine.startswith(("spark", "local")):
                held.close()


@tried(EXAMPLES // 4)
@given(st.data())
def test_duckdb_answers_what_the_log_answers(data):
    compare(data, "duckdb")


@pytest.mark.scale
@tried(EXAMPLES // 10)
@given(data=st.data())
def test_postgresql_answers_what_the_log_answers(postgres, database, data):
    compare(data, postgres.address(database))


@pytest.mark.scale
def test_spark_keeps_what_it_is_to_hold_again(session):
    """Of a query that is the same as one that is held Spark keeps nothing more, and lets go of both at once."""
    from timeline.engines.spark import Spark

    engine = Spark(session)
    for number in (1, 1, 2, 2, 1):
        engine.hold("held_again", "SELECT id FROM range(9) WHERE id > ?", [number])
        assert session.catalog.isCached("held_again")
        assert len(engine.ask("SELECT id FROM held_again")) == 8 - number


@pytest.mark.scale
def test_spark_knows_how_much_it_holds_before_it_joins_that(session):
    """Few rows go to each worker as they are; else all rows of the other side are sent around, and sorted."""
    from timeline.engines.spark import Spark

    engine = Spark(session)
    engine.hold("few", "SELECT id FROM range(2000000) WHERE id % 500000 = 0")
    engine.hold("joined", "SELECT r.id FROM range(2000000) r JOIN few f ON f.id = r.id")
    plan = session.table("joined")._jdf.queryExecution().executedPlan().toString()
    assert "BroadcastHashJoin" in plan
    assert "SortMergeJoin" not in plan
    assert len(engine.ask("SELECT id FROM joined")) == 4


@pytest.mark.scale
@pytest.mark.usefixtures("session")
@tried(EXAMPLES // 50)
@given(data=st.data())
def test_spark_answers_what_the_log_answers(data):
    compare(data, "local[1]", some=3)


@pytest.mark.scale
@tried(EXAMPLES // 50)
@given(data=st.data())
def test_spark_compiles_what_this_process_compiles(spark, data):
    """Byte for byte, whatever the pieces: the same function, on workers that know of no other piece."""
    _, batches = data.draw(histories())
    piece = data.draw(st.integers(2, 40))
    with tempfile.TemporaryDirectory() as folder:
        events, alone, spread = begin(folder), Path(folder) / "alone", Path(folder) / "spread"
        for batch in batches:
            write(events, batch)
        files = LogFiles(folder=str(events))
        filling.write(files, str(alone), piece=piece, part=5)
        filling.write(files, str(spread), piece=piece, part=5, engine=spark)
        assert bytes_of(spread) == bytes_of(alone)
