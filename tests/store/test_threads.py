"""Threads that share one open log wait for each other, and a process that is forked holds no lock of its parent."""

import contextlib
import copy
import os
import pickle
import random
import signal
import sys
import threading

import pytest

import timeline as tl
from ondisk import index
from timeline.store.turns import Turns

QUESTIONS = {
    "list": lambda snap: snap.list().rows(),
    "state": lambda snap: snap.state("v").rows(),
    "why": lambda snap: snap.why("A3.p").rows(),
    "history": lambda snap: snap.history("A3.p").rows(),
    "conflicts": lambda snap: snap.conflicts().rows(),
    "entities": lambda snap: snap.entities().rows(),
    "export": lambda snap: snap.export("csv").text,
    "cell": lambda snap: snap.cell("A7.p"),
    "show": lambda snap: snap.show("s3"),
}
DAYS = ("2025-03", "2025-05-15", None)


@pytest.fixture
def folder(tmp_path):
    log = tl.init(tmp_path / "events")
    with (log.files.path / "timeline.toml").open("a") as settings:
        settings.write('[views.v]\nproperties = ["p"]\n')
    sources = [
        ("source", {"name": f"s{i}", "published": f"2025-01-{i + 1:02d}", "origin": {"name": f"o{i}"}})
        for i in range(9)
    ]
    events = [
        (
            "event",
            {
                "title": f"e{i}",
                "occurred": f"2025-0{i % 6 + 1}",
                "reports": [{"source": f"s{i % 9}", "reported": f"2025-0{i % 7 + 1}-1{i % 9}"}],
                "facts": [{"entity": f"A{i % 20}", "property": "p", "value": i % 11}],
            },
        )
        for i in range(300)
    ]
    log.write(sources + events)
    return str(log.files.folder)


@pytest.mark.parametrize("how", ["on", "off"])
def test_threads_that_share_a_log_are_answered_as_one_is(folder, how):
    """Six threads ask one log, and one snapshot of it for each day, at once, and take turns as often as can be."""
    with index(how):
        alone = tl.open(folder)
        expected = {(name, day): ask(alone.at(as_of=day)) for name, ask in QUESTIONS.items() for day in DAYS}
        shared = tl.open(folder)
        snaps = {day: shared.at(as_of=day) for day in DAYS}
        wrong = []

        def ask(seed):
            chance = random.Random(seed)
            for _ in range(12):
                name, day = chance.choice(list(QUESTIONS)), chance.choice(DAYS)
                try:
                    found = QUESTIONS[name](snaps[day] if chance.random() < 0.7 else shared.at(as_of=day))
                except Exception as error:  # noqa: BLE001 - whatever it is, it is told below
                    wrong.append((name, day, repr(error)))
                else:
                    if found != expected[name, day]:
                        wrong.append((name, day, "another answer"))

        before = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(6)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(before)
        assert wrong == []


@pytest.mark.parametrize("how", ["on", "off"])
def test_threads_that_share_a_log_add_all_that_they_say_they_added(folder, how):
    with index(how):
        log = tl.open(folder)
        added, missed = [], []

        def add(name):
            for number in range(8):
                new = log.add(f"{name} {number}", sources="s1").id
                added.append(new)
                if new not in {row["id"] for row in log.at().list(grep=f"{name} {number}")}:
                    missed.append(new)

        threads = [threading.Thread(target=add, args=(f"thread {name}",)) for name in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(added), missed) == (24, [])
        assert set(added) <= {record.id for record in tl.open(folder).read().records}


@pytest.mark.parametrize("how", ["on", "off"])
def test_a_process_that_is_forked_while_a_thread_adds_holds_no_lock(folder, how):
    """The lock is held by whoever has its file open: the child closes its copy, so neither waits for the other."""
    with index(how):
        log = tl.open(folder)
        from timeline.store import append

        entered, go_on = threading.Event(), threading.Event()

        def hold():
            with append.locked(log.files.folder, log.files.disk):
                entered.set()
                go_on.wait(20)

        thread = threading.Thread(target=hold)
        thread.start()
        assert entered.wait(20)
        is_there, say_so = os.pipe()
        parent_is_done, tell = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(tell)
                os.write(say_so, b".")
                os.read(parent_is_done, 1)
                tl.open(folder).add("of the child", sources="s1", by="child")
                code = 0
            finally:
                os._exit(code)
        try:
            os.close(parent_is_done)
            os.close(say_so)
            assert os.read(is_there, 1) == b"."  # its copy is closed as it begins
            go_on.set()
            thread.join()
            with append.locked(log.files.folder, log.files.disk, wait_s=0.0):
                pass  # while the child lives and has not yet asked for the lock
        finally:
            os.close(tell)  # which lets the child go on
            os.close(is_there)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        assert "of the child" in [row["title"] for row in tl.open(folder).at().list()]


def test_a_forked_process_closes_no_file_that_has_the_number_of_a_lock_of_its_parent(folder):
    log = tl.open(folder)
    from timeline.store import append

    with contextlib.ExitStack() as holding:
        holding.enter_context(append.locked(log.files.folder, log.files.disk))
        child = os.fork()
        if child == 0:
            code = 1
            try:
                files = [os.open(os.devnull, os.O_RDONLY) for _ in range(8)]
                holding.close()
                for file in files:
                    os.fstat(file)  # none was closed
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        with pytest.raises(tl.LogLocked), append.locked(log.files.folder, log.files.disk, wait_s=0.0):
            pass  # the child has let go of nothing that its parent holds


def test_a_process_that_is_forked_while_a_thread_reads_the_index_does_not_wait_for_that_thread(folder):
    """SQLite's own lock of a database that is open stays held in the child: it neither asks nor closes that one."""
    with index("on"):
        log = tl.open(folder)
        expected = log.at(as_of="2025-05-15").state("v").rows()
        _, connection = log.files.index._open
        reading, go_on = threading.Event(), threading.Event()

        def wait():
            reading.set()
            go_on.wait(20)
            return 0

        connection.set_progress_handler(wait, 1)
        thread = threading.Thread(target=lambda: log.at(as_of="2025-04-15").state("v").rows())
        thread.start()
        assert reading.wait(20)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                signal.alarm(20)  # where it waits, this ends it
                code = int(log.at(as_of="2025-05-15").state("v").rows() != expected)
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        go_on.set()
        thread.join()
        assert os.waitstatus_to_exitcode(status) == 0
        assert log.at(as_of="2025-05-15").state("v").rows() == expected


def test_turns_of_a_copy_are_its_own():
    turns = Turns()
    with turns.turn(), turns.turn():
        assert copy.deepcopy(turns).turn() is not turns.turn()
        assert pickle.loads(pickle.dumps(turns)).turn() is not turns.turn()
