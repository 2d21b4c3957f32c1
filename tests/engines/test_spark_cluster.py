"""Spark as a cluster of two workers, real processes: it compiles and answers what the log says, also where one dies.

A worker that a test killed is replaced before the next. The other questions are asked of Spark in one process
(`test_engine_equality.py`), since what they are does not depend on who answers.
"""

import threading

import pytest

import clusters
import timeline as tl

pytestmark = pytest.mark.scale
LIMIT_S = 600


@pytest.fixture(scope="module")
def master(one_spark):
    one_spark.close()
    found = clusters.Cluster()
    try:
        yield found
    finally:
        found.remove()


@pytest.fixture
def cluster(master, one_spark):
    one_spark.close()
    master.fill_up()
    return master


@pytest.fixture
def held(cluster, data):
    from pyspark.sql import SparkSession

    log = tl.open_data(data, engine=cluster.address)
    for key in ("spark.sql.codegen.wholeStage", "spark.sql.adaptive.enabled"):  # what pays off on much data
        SparkSession.getActiveSession().conf.set(key, "false")
    yield log
    log.close()


def bytes_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def told(of):
    table = of.state("several")
    return table.rows(), table.notes, table.beside


def test_a_cluster_answers_what_the_log_answers_also_when_a_worker_is_killed_in_the_middle(cluster, held, log_folder):
    log = tl.open(log_folder)
    clocks = {"as_of": "2026-01-04", "on": "2026-02"}
    assert told(held.at(**clocks)) == told(log.at(**clocks))

    expected = told(log.at(as_of="2026-06-01"))
    found = []
    asking = threading.Thread(target=lambda: found.append(told(held.at(as_of="2026-06-01"))))
    asking.start()
    asking.join(0.2)
    was_asking = asking.is_alive()
    cluster.kill(cluster.workers[0])
    asking.join(LIMIT_S)
    assert was_asking
    assert found == [expected]
    assert len(cluster.workers) == 1
    assert told(held.at(as_of="2026-06-01")) == expected


def test_a_cluster_compiles_what_one_process_compiles_also_when_a_worker_is_killed_in_the_middle(
    cluster, data, log_folder, tmp_path
):
    from timeline.engines import filling
    from timeline.engines.spark import spread
    from timeline.store.log import LogFiles

    files = LogFiles(folder=str(log_folder))
    made = [tmp_path / "one", tmp_path / "two"]
    with spread(cluster.address) as on_it:
        filling.write(files, str(made[0]), piece=40, part=50, engine=on_it)
        done = []
        work = threading.Thread(
            target=lambda: done.append(filling.write(files, str(made[1]), piece=2, part=50, engine=on_it))
        )
        work.start()
        while not list(made[1].rglob("_done/*")) and work.is_alive():
            work.join(0.01)
        was_compiling = work.is_alive()
        cluster.kill(cluster.workers[0])
        work.join(LIMIT_S)
    assert was_compiling
    assert done[0].pieces > 20
    assert bytes_of(made[0]) == bytes_of(data)
    filling.write(files, str(tmp_path / "alone"), piece=2, part=50)
    assert bytes_of(made[1]) == bytes_of(tmp_path / "alone")
