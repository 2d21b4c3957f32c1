"""Spark as a cluster of two workers, real processes: it answers what the log answers, also where one dies.

It is one test, so that a run with several processes starts one cluster.
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
