"""Spark as a cluster of two workers, real processes: it answers what the log answers, also where one dies."""

import threading

import pytest

import clusters
import timeline as tl

pytestmark = pytest.mark.scale
CLOCKS = ({"as_of": "2026-01-04", "on": "2026-02"}, {"recorded_by": "2026-11-25"})


@pytest.fixture(scope="module")
def cluster():
    if why := clusters.why_not():
        pytest.skip(why)
    found = clusters.Cluster()
    try:
        yield found
    finally:
        found.remove()


@pytest.fixture(scope="module")
def held(cluster, data):
    patch = pytest.MonkeyPatch()
    patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    log = tl.open_data(data, engine=cluster.address)
    yield log
    log.close()
    patch.undo()


def told(of):
    table = of.state("several")
    return table.rows(), table.notes, table.beside


@pytest.mark.parametrize("clocks", CLOCKS, ids=str)
def test_a_cluster_answers_what_the_log_answers(clocks, held, log_folder):
    assert told(held.at(**clocks)) == told(tl.open(log_folder).at(**clocks))


def test_other_answers_are_the_same(held, log_folder):
    asked = [log.at(as_of="2026-11-23") for log in (held, tl.open(log_folder))]
    ours, theirs = ([one.counts("month").rows(), one.conflicts().rows(), one.notes()] for one in asked)
    assert ours == theirs


def test_a_cell_over_all_days_is_the_same(held, log_folder):
    asked = [log.at(as_of="2026-11-30") for log in (held, tl.open(log_folder))]
    ours, theirs = (one.history("DeepSeek-R2.inference") for one in asked)
    assert (ours.rows(), ours.notes) == (theirs.rows(), theirs.notes)


def test_a_worker_that_is_killed_in_the_middle_changes_no_answer(held, log_folder, cluster):
    expected = told(tl.open(log_folder).at(as_of="2026-06-01"))
    found = []

    def ask():
        found.append(told(held.at(as_of="2026-06-01")))

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(1.0)
    was_asking = asking.is_alive()
    cluster.kill(cluster.workers[0])
    asking.join(600)
    assert was_asking
    assert found == [expected]
    assert told(held.at(as_of="2026-06-01")) == expected
    assert len(cluster.workers) == 1
