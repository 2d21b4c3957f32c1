"""A server that says nothing any more ends in one error, within its limit; one that works is waited for."""

import contextlib
import socket
import subprocess
import sys
import threading

import pytest

import timeline as tl
from proxies import Proxy
from timeline.engines import folders

pytest.importorskip("psycopg")

from timeline.engines import postgres as engine

SILENT_S = 1.0
LIMIT_S = 60
SOON = "?connect_timeout=2"
"""What says in an address how long a server may take to let somebody in; libpq takes no less."""


class Mute:
    """A port that takes connections, and says nothing to whoever comes, or always the same."""

    def __init__(self):
        self.answer = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self.port = self._listening.getsockname()[1]
        self._held = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def _accept(self):
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                self._held.append(self._listening.accept()[0])
                self._held[-1].sendall(self.answer)

    def close(self):
        self._ended.set()
        self._thread.join(LIMIT_S)
        for one in (*self._held, self._listening):
            one.close()


@pytest.fixture
def mute():
    found = Mute()
    yield found
    found.close()


def within_limit(ask):
    """Ask in a thread of its own, so that a question without end fails the test."""
    found = []

    def asking():
        try:
            found.append(ask())
        except tl.TimelineError as error:
            found.append(error)

    thread = threading.Thread(target=asking, daemon=True)
    thread.start()
    thread.join(LIMIT_S)
    assert found, "it waits without end"
    return found[0]


def opened(data, address):
    return engine.start(address, folders.read(str(data)), silent_s=SILENT_S)


def test_a_server_that_takes_a_connection_and_says_nothing(data, mute):
    error = within_limit(lambda: tl.open_data(data, engine=f"postgres://ada@127.0.0.1:{mute.port}/log{SOON}"))
    assert "does not answer" in error.what
    assert error.where == "engine"


def test_how_long_a_server_may_take_to_let_somebody_in_is_read_from_its_address(data, mute):
    address = f"postgres://ada@127.0.0.1:{mute.port}/log?connect_timeout=soon"
    error = within_limit(lambda: tl.open_data(data, engine=address))
    assert "the address holds a value that cannot be used" in error.what


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["silent", "another server"])
def test_a_master_of_spark_that_is_none(data, mute, answer):
    """Spark itself would try for two minutes."""
    pytest.importorskip("pyspark")
    from timeline.engines import spark

    mute.answer = answer
    export = folders.read(str(data))
    error = within_limit(lambda: spark.start(f"spark://127.0.0.1:{mute.port}", export, wait_s=1))
    assert "does not answer as a master of Spark does" in error.what
    assert ("it said nothing for 1 s" in error.what) is (not answer)
    assert error.where == "engine"


@pytest.mark.parametrize("words", [["push"], ["pull"]], ids=" ".join)
def test_push_and_pull_end_too(log_folder, mute, words):
    address = f"postgres://ada@127.0.0.1:{mute.port}/log"
    done = subprocess.run(
        [sys.executable, "-m", "timeline", "-C", str(log_folder), *words, "--timeout", "2", address],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert "the server does not answer" in done.stderr


@pytest.mark.scale
@pytest.mark.parametrize("word", [b"pg_backend_pid", b"pg_advisory_xact_lock", b"COPY timeline_", b"search_path"])
@pytest.mark.parametrize("then", ["silence", "deaf"])
def test_a_network_that_falls_silent_while_an_export_is_loaded(postgres, database, data, word, then):
    """Also where others are still heard: the server has answered, or waits for what does not come."""
    with Proxy(postgres.port, word=word, then=then) as proxy:
        error = within_limit(lambda: opened(data, postgres.address(database, port=proxy.port) + SOON))
    assert isinstance(error, tl.FormatError)
    assert error.what.startswith("the PostgreSQL server said nothing for 1 s")
    held = tl.open_data(data, engine=postgres.address(database))
    assert held.at(as_of="2026-06-01").state("several").rows()
    held.close()


@pytest.mark.scale
@pytest.mark.parametrize("then", ["silence", "deaf"])
def test_a_network_that_falls_silent_in_the_middle_of_a_question(postgres, database, data, then):
    with Proxy(postgres.port, word=b"GROUP BY entity", then=then) as proxy:
        held = opened(data, postgres.address(database, port=proxy.port) + SOON)
        asked = "SELECT entity, count(*) FROM fact_version GROUP BY entity"
        error = within_limit(lambda: held.ask(asked))
        held.close()
    assert error.what.startswith("the PostgreSQL server said nothing for 1 s")


@pytest.mark.scale
def test_a_server_that_works_for_long_is_waited_for(postgres, database, data):
    held = opened(data, postgres.address(database))
    try:
        assert within_limit(lambda: held.ask("SELECT 7 FROM pg_sleep(3)")) == [(7,)]
        assert within_limit(lambda: held.ask("SELECT count(*) FROM about"))[0][0] > 1
    finally:
        held.close()


@pytest.mark.scale
def test_one_who_loads_is_waited_for_by_the_next(postgres, database, data):
    """What another one loads is locked; whoever waits for the lock is no silence."""
    address = postgres.address(database)
    schema = "select pg_advisory_lock(('x' || substr(nspname, 11))::bit(60)::bigint) from pg_namespace"
    opened(data, address).close()
    with postgres.connect(database) as other:
        other.execute(f"{schema} where nspname like 'timeline\\_%'")
        found = []
        waiting = threading.Thread(target=lambda: found.append(opened(data, address)))
        waiting.start()
        waiting.join(4 * SILENT_S)
        assert waiting.is_alive()
        other.execute("select pg_advisory_unlock_all()")
        waiting.join(LIMIT_S)
    assert found[0].ask("SELECT count(*) FROM about")[0][0] > 1
    found[0].close()
