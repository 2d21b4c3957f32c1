"""Spark as a cluster of two workers, real processes: it compiles and answers what the log says, also where one dies.

The tests share nothing, so that each may kill a worker.
"""

import threading

import pytest

import clusters
import timeline as tl

pytestmark = pytest.mark.scale
CLOCKS = ({"as_of": "2026-01-04", "on": "2026-02"}, {"recorded_by": "2026-11-25"})
LIMIT_S = 600


@pytest.fixture
def cluster(monkeypatch):
    if why := clusters.why_not():
        pytest.skip(why)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    found = clusters.Cluster()
    try:
        yield found
    finally:
        found.remove()


@pytest.fixture
def held(cluster, data):
    log = tl.open_data(data, engine=cluster.address)
    yield log
    log.close()


def bytes_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def told(of):
    table = of.state("several")
    return table.rows(), table.notes, table.beside


def others(log):
    snap = log.at(as_of="2026-11-23")
    cell = snap.history("DeepSeek-R2.inference")
    return [snap.counts("month").rows(), snap.conflicts().rows(), snap.notes(), cell.rows(), cell.notes]


def test_a_cluster_answers_what_the_log_answers_also_when_a_worker_is_killed_in_the_middle(cluster, held, log_folder):
    log = tl.open(log_folder)
    for clocks in CLOCKS:
        assert told(held.at(**clocks)) == told(log.at(**clocks))
    assert others(held) == others(log)

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
