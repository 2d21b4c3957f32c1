"""The same rows, row for row, on the log itself and on each engine: of random logs as several clones wrote them.

``TIMELINE_EXAMPLES`` says on how many logs DuckDB is tried: a fourth of it. PostgreSQL and Spark are real ones, started
and stopped here, and tried on fewer.
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import begin, histories, write
from strategies import NAMES, as_ofs, clocks, near_clocks, stamps, turning_clocks
from timeline.dates.values import Clock

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from timeline.engines import filling
from timeline.store.log import LogFiles

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink what each engine answers takes hours
BYS = ("month", "quarter", "year", "type", "standing", "entity", "source")


def tried(number):
    return settings(max_examples=max(number, 2), suppress_health_check=list(HealthCheck), deadline=None, phases=PHASES)


@st.composite
def questions(draw, log):
    limit = draw(stamps(log))
    return {
        "as_of": draw(st.none() | as_ofs | near_clocks | turning_clocks(log)),
        "on": draw(clocks | near_clocks | turning_clocks(log)),
        "recorded_by": None if limit is None else Clock(text="r", read="r", lo=limit, hi=limit),
    }


def answers(of, entity):
    """Ask what engines answer, and give the rows and all that is told beside them, or what was said instead."""
    asks = [
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
    for ask in asks:
        try:
            table = ask()
        except tl.TimelineError as error:
            yield type(error).__name__, error.what
        else:
            yield table.name, table.rows(), table.notes, table.beside, table.of
    yield of.notes(), of.caveats(), of.heads


def compare(data, engine):
    log, batches = data.draw(histories())
    asked = [data.draw(questions(log)) for _ in range(data.draw(st.integers(1, 2)))]
    entity = data.draw(st.sampled_from(NAMES))
    with tempfile.TemporaryDirectory() as folder:
        events, target = begin(folder), str(Path(folder) / "data")
        for batch in batches:
            write(events, batch)
        filling.write(LogFiles(folder=str(events)), target, piece=data.draw(st.integers(2, 40)), part=5)
        held = tl.open_data(target, engine=engine)
        try:
            for one in asked:
                expected = list(answers(tl.open(events).at(**one), entity))
                assert list(answers(held.at(**one), entity)) == expected
        finally:
            if not engine.startswith(("spark", "local")):
                held.close()


@tried(EXAMPLES // 4)
@given(st.data())
def test_duckdb_answers_what_the_log_answers(data):
    compare(data, "duckdb")


@pytest.mark.scale
def test_postgresql_answers_what_the_log_answers(postgres, database):
    @tried(EXAMPLES // 10)
    @given(st.data())
    def tries(data):
        compare(data, postgres.address(database))

    tries()
