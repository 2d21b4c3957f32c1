"""Whatever ends a push or a pull, at whatever byte: nothing is lost, nothing is there twice, and the next one goes on.

The server is PostgreSQL, killed with SIGKILL; the client is a process of its own where it is killed; the network is a
proxy that cuts, or that carries nothing any more.
"""

import collections
import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from sharers import Sharer, findings_of, ids_of, lines_of, lines_on, told

import servers
from proxies import Proxy, after
from timeline.errors import LogUnconfirmed, RecordError, ServerError
from timeline.store.log import LogFiles

pytestmark = pytest.mark.scale
BATCHES = (7, 1, 30, 12, 3)
OFTEN = pytest.mark.parametrize("trials", [5, pytest.param(150, marks=pytest.mark.nightly)])


@pytest.fixture(scope="module")
def mortal():
    """A server that may be killed."""
    if why := servers.why_not():
        pytest.skip(why)
    server = servers.Postgres().start()
    yield server
    server.remove()


@pytest.fixture
def ada(tmp_path, monkeypatch):
    """A log of a few batches, each of which is a portion of its own; it has no address yet."""
    monkeypatch.setattr("timeline.store.server.push.PORTION", 1)
    one = Sharer.begin(tmp_path, "ada", None, itertools.count(1))
    for count in BATCHES:
        one.tell(count)
    return one


def begun(server, tmp_path):
    """A new database with an empty log."""
    database = server.new_database()
    number = next(COUNT)
    empty = Sharer.begin(tmp_path / f"e{number}", "empty", server.address(database), itertools.count(1))
    empty.push(init=True)
    return database


COUNT = itertools.count(1)


def cost(server, tmp_path, ada):
    """How many bytes a whole push takes."""
    with Proxy(server.port) as proxy:
        ada.address = server.address(begun(server, tmp_path), port=proxy.port)
        assert ada.push().records == sum(BATCHES)
        return proxy.passed


def assert_whole_batches(server, database, ada):
    """What is there is of the log, each record once, in whole batches of the log; and what says so is right."""
    lines = lines_on(server, database)
    assert lines <= lines_of(ada.log)
    sizes = [
        count
        for _, count in sorted((path.name, path.read_bytes().count(b"\n")) for path in ada.log.path.glob("2*/*.jsonl"))
    ]
    with server.connect(database) as connection:
        added = [row[0] for row in connection.execute("select added from timeline.batch order by number")]
        kept = [
            row[0] for row in connection.execute("select count(*) from timeline.record group by batch order by batch")
        ]
    assert added == kept
    assert set(added) <= set(sizes)
    assert sum(added) == len(lines)
    return len(lines)


def attempt(push):
    """Push, and say how it ended."""
    try:
        push()
    except LogUnconfirmed:
        return "not confirmed"
    except ServerError:
        return "refused"
    return "done"


@OFTEN
def test_a_server_killed_at_any_byte_of_a_push(mortal, tmp_path, ada, trials):
    total = cost(mortal, tmp_path, ada)
    ended = collections.Counter()
    for trial in range(trials):
        database = begun(mortal, tmp_path)
        with Proxy(mortal.port, after=1 + total * trial // trials, then=mortal.kill) as proxy:
            ada.address = mortal.address(database, port=proxy.port)
            ended[attempt(ada.push)] += 1
        if mortal.process is None:
            mortal.start()
        there = assert_whole_batches(mortal, database, ada)
        ada.address = mortal.address(database)
        assert ada.push().records == sum(BATCHES) - there
        assert lines_on(mortal, database) == lines_of(ada.log)
    told(f"server killed during a push: {trials} times: {dict(ended)}")
    assert set(ended) <= {"refused", "not confirmed", "done"}


@OFTEN
def test_a_server_killed_while_it_commits(mortal, tmp_path, ada, trials):
    ended, sizes = collections.Counter(), collections.Counter()
    chance = random.Random(trials)
    for _ in range(trials):
        database = begun(mortal, tmp_path)
        kill = after(chance.random() * 0.012, mortal.kill)
        with Proxy(mortal.port, word=b"from timeline.append()", then=kill) as proxy:
            ada.address = mortal.address(database, port=proxy.port)
            how = attempt(ada.push)
        ended[how] += 1
        if mortal.process is None:
            mortal.start()
        there = assert_whole_batches(mortal, database, ada)
        sizes["kept" if there else "not kept"] += how == "not confirmed"
        ada.address = mortal.address(database)
        assert ada.push().records == sum(BATCHES) - there
        assert lines_on(mortal, database) == lines_of(ada.log)
    told(f"server killed during a commit: {trials} times: {dict(ended)}, of those not confirmed {dict(sizes)}")


def command(address, folder, *words):
    """Start the command line as a process of its own."""
    name = address.partition("://")[2].partition(":")[0]
    host = address.rpartition("@")[2]
    program = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import timeline.store.server.pull as pulling
import timeline.store.server.push as pushing
pulling.PORTION = pushing.PORTION = 1
from timeline.cli.main import run
run()"""
    return subprocess.Popen(
        [sys.executable, "-c", program, "-C", folder, *words, f"postgres://{name}@{host}"],
        env={**os.environ, "PGPASSWORD": servers.PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed_at(server, database, log, word, byte):
    """Run a command, and kill it once so many bytes have passed."""
    assert signalled_at(server, database, log, word, byte, signal.SIGKILL)[0] == -signal.SIGKILL


def signalled_at(server, database, log, word, byte, how):
    """Run a command, and send it a signal once so many bytes have passed; give its exit code, and what it said."""
    processes = []

    def send():
        processes[0].send_signal(how)

    with Proxy(server.port, after=byte, then=send) as proxy:
        processes.append(command(server.address(database, port=proxy.port), log.folder, word))
        _, said = processes[0].communicate(timeout=120)
        assert proxy.is_triggered
    return processes[0].returncode, said


@pytest.mark.parametrize("trials", [3, pytest.param(60, marks=pytest.mark.nightly)])
def test_ctrl_c_at_any_byte_of_a_push_or_a_pull(mortal, tmp_path, ada, trials):
    total = cost(mortal, tmp_path, ada)
    for trial in range(trials):
        database, byte = begun(mortal, tmp_path), total * (trial + 1) // (trials + 2)
        code, said = signalled_at(mortal, database, ada.log, "push", byte, signal.SIGINT)
        assert (code, said) == (
            130,
            "Interrupted. What the server has confirmed is there; pushing again sends the rest.\n",
        )
        ada.address = mortal.address(database)
        wait_alone(mortal, database)
        there = assert_whole_batches(mortal, database, ada)
        assert ada.push().records == sum(BATCHES) - there
        assert lines_on(mortal, database) == lines_of(ada.log)
    with Proxy(mortal.port) as proxy:
        Sharer.begin(tmp_path / "first", "bob", mortal.address(database, port=proxy.port), itertools.count(1)).pull()
        total = proxy.passed
    for trial in range(trials):
        bob = Sharer.begin(tmp_path / f"c{trial}", "bob", mortal.address(database), itertools.count(1))
        code, said = signalled_at(mortal, database, bob.log, "pull", total * (trial + 1) // (trials + 2), signal.SIGINT)
        assert (code, said) == (130, "Interrupted. What was written is here whole; pulling again brings the rest.\n")
        there = len(ids_of(bob.log))
        assert findings_of(bob.log) == []
        assert bob.pull().records == sum(BATCHES) - there
        assert lines_of(bob.log) == lines_of(ada.log)


@pytest.mark.parametrize("trials", [3, pytest.param(60, marks=pytest.mark.nightly)])
def test_a_client_killed_at_any_byte_of_a_push(mortal, tmp_path, ada, trials):
    total = cost(mortal, tmp_path, ada)
    for trial in range(trials):
        database = begun(mortal, tmp_path)
        killed_at(mortal, database, ada.log, "push", total * (trial + 1) // (trials + 1))
        ada.address = mortal.address(database)
        wait_alone(mortal, database)
        there = assert_whole_batches(mortal, database, ada)
        assert ada.push().records == sum(BATCHES) - there
        assert lines_on(mortal, database) == lines_of(ada.log)
    told(f"client killed during a push: {trials} times")


@pytest.mark.parametrize("trials", [3, pytest.param(60, marks=pytest.mark.nightly)])
def test_a_client_killed_at_any_byte_of_a_pull(mortal, tmp_path, ada, trials):
    database = begun(mortal, tmp_path)
    ada.address = mortal.address(database)
    ada.push()
    with Proxy(mortal.port) as proxy:
        Sharer.begin(tmp_path / "first", "bob", mortal.address(database, port=proxy.port), itertools.count(1)).pull()
        total = proxy.passed
    for trial in range(trials):
        bob = Sharer.begin(tmp_path / f"b{trial}", "bob", mortal.address(database), itertools.count(1))
        killed_at(mortal, database, bob.log, "pull", total * (trial + 1) // (trials + 1))
        there = len(ids_of(bob.log))
        assert lines_of(bob.log) <= lines_of(ada.log)
        assert findings_of(bob.log) == []
        assert bob.pull().records == sum(BATCHES) - there
        assert lines_of(bob.log) == lines_of(ada.log)
        assert len(ids_of(bob.log)) == len(set(ids_of(bob.log)))
    told(f"client killed during a pull: {trials} times")


def wait_alone(server, database):
    """Wait until the server has noticed that nobody is there any more."""
    limit = time.monotonic() + 60
    with server.connect(database) as connection:
        while connection.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and state = 'active'"
        ).fetchone()[0]:
            assert time.monotonic() < limit
            time.sleep(0.02)


# --- a network that cuts, or carries nothing any more ----------------------------------------------------------------


@pytest.mark.parametrize("then", ["silence", "cut"])
@pytest.mark.parametrize("trials", [4, pytest.param(40, marks=pytest.mark.nightly)])
def test_a_network_that_fails_at_any_byte(mortal, tmp_path, ada, then, trials):
    """One clear error; and the next push goes on at once, whatever the server still believes of the one before."""
    total = cost(mortal, tmp_path, ada)
    for trial in range(trials):
        database = begun(mortal, tmp_path)
        with Proxy(mortal.port, after=1 + total * trial // trials, then=then) as proxy:
            ada.address = mortal.address(database, port=proxy.port)
            with pytest.raises((ServerError, LogUnconfirmed)) as failed:
                ada.push(timeout_s=2)
            assert servers.PASSWORD not in str(failed.value)
            ada.address = mortal.address(database)
            ada.push()
        assert lines_on(mortal, database) == lines_of(ada.log)
        assert_whole_batches(mortal, database, ada)


def test_a_network_that_falls_silent_is_called_so(mortal, tmp_path, ada):
    database = begun(mortal, tmp_path)
    with Proxy(mortal.port, word=b"pg_temp.incoming", then="silence") as proxy:
        ada.address = mortal.address(database, port=proxy.port)
        with pytest.raises(ServerError, match="silent for 1 s") as failed:
            ada.push(timeout_s=1)
    assert failed.value.unwritten
    with Proxy(mortal.port, word=b"from timeline.append()", then="silence") as proxy:
        ada.address = mortal.address(database, port=proxy.port)
        with pytest.raises(LogUnconfirmed, match="silent for 1 s"):
            ada.push(timeout_s=1)


def test_a_pull_from_a_network_that_falls_silent_writes_whole_portions(mortal, tmp_path, ada):
    database = begun(mortal, tmp_path)
    ada.address = mortal.address(database)
    ada.push()
    bob = Sharer.begin(tmp_path, "bob", None, itertools.count(1))
    with Proxy(mortal.port, word=b"any(", then="silence") as proxy:
        bob.address = mortal.address(database, port=proxy.port)
        with pytest.raises(ServerError, match="silent"):
            bob.pull(timeout_s=1)
    assert ids_of(bob.log) == []
    bob.address = mortal.address(database)
    assert bob.pull().records == sum(BATCHES)


def test_one_who_waits_for_the_turn_is_told(mortal, tmp_path, ada):
    database = begun(mortal, tmp_path)
    ada.address = mortal.address(database)
    with mortal.connect(database) as other:
        other.execute("begin; select timeline.take_turn()")
        with pytest.raises(ServerError, match="turn") as failed:
            ada.push(timeout_s=2)
        assert failed.value.unwritten
        other.execute("rollback")
    assert ada.push().records == sum(BATCHES)


def test_two_push_the_same_at_once(mortal, tmp_path, ada):
    database = begun(mortal, tmp_path)
    processes = [command(mortal.address(database), ada.log.folder, "push") for _ in range(3)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said
    assert sum(int(out.split()[0]) for out, _ in said) == sum(BATCHES)
    assert lines_on(mortal, database) == lines_of(ada.log)
    assert_whole_batches(mortal, database, ada)


# --- what is refused, in words ---------------------------------------------------------------------------------------


def test_a_server_whose_disk_is_full(mortal, tmp_path, ada):
    place = mortal.folder / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no file system may be mounted here")
    database = None
    try:
        space = place / "space"
        space.mkdir(mode=0o777)
        os.chown(space, mortal.data.stat().st_uid, mortal.data.stat().st_gid)
        database = begun(mortal, tmp_path)
        with mortal.connect(database) as owner:
            owner.execute(f"create tablespace small{os.getpid()} location '{space}'")
            owner.execute(f"alter table timeline.record set tablespace small{os.getpid()}")
        filler = place / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        ada.address = mortal.address(database)
        with pytest.raises(ServerError, match="disk is full") as failed:
            ada.push()
        assert failed.value.unwritten
        filler.unlink()
        assert ada.push().records == sum(BATCHES)
        assert lines_on(mortal, database) == lines_of(ada.log)
    finally:
        if database is not None:
            with mortal.connect() as owner:
                owner.execute(f'drop database "{database}" with (force)')
                owner.execute(f"drop tablespace if exists small{os.getpid()}")
        subprocess.run(["umount", "-l", str(place)], check=True)


WRONG = {
    "a wrong password": (lambda s, d: s.address(d, password="nOt/it: @x"), 4, "does not accept"),
    "no such role": (lambda s, d: s.address(d, user="nobody_here", password="nOt/it: @x"), 4, "does not accept"),
    "no such database": (
        lambda s, _: s.address("no_such_story", password=servers.PASSWORD),
        4,
        "no database of that name",
    ),
    "nobody listens": (lambda s, d: s.address(d, port=servers.free_port()), 4, "nobody listens"),
    "no such host": (
        lambda s, d: s.address(d).replace("127.0.0.1", "no-such-host.invalid"),
        4,
        "no machine of that name",
    ),
    "another scheme": (lambda s, d: s.address(d).replace("postgres://", "mysql://"), 2, "not the address"),
    "a port that is no number": (lambda _, d: f"postgres://ada:nOt/it: @x@127.0.0.1:port/{d}", 2, "cannot be read"),
    "two addresses": (lambda s, d: (s.address(d), s.address(d)), 2, "too many arguments"),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("words", [["push"], ["pull", "--json"]], ids=["push", "pull"])
def test_what_is_wrong_is_said_in_one_error_that_shows_no_password(mortal, tmp_path, ada, what, words):
    address, code, said = WRONG[what]
    database = begun(mortal, tmp_path)
    before = {path: path.read_bytes() for path in ada.log.path.glob("2*/*.jsonl")}
    given = address(mortal, database)
    given = [given] if isinstance(given, str) else list(given)
    done = subprocess.run(
        [sys.executable, "-m", "timeline", "-C", ada.log.folder, *words, "--timeout", "3", *given],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done
    assert said in done.stderr
    assert done.stdout == ""
    for secret in (servers.PASSWORD, "the%20owner", "p%40ss", "nOt/it", "nOt%2Fit"):
        assert secret not in done.stderr
    assert "Traceback" not in done.stderr
    assert "Nothing was written" in done.stderr or '"nothing_written":true' in done.stderr.replace(" ", "")
    assert {path: path.read_bytes() for path in ada.log.path.glob("2*/*.jsonl")} == before


def test_without_psycopg_it_is_named_as_pip_calls_it(ada):
    program = "import sys; sys.modules['psycopg'] = None; from timeline.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "-C", ada.log.folder, "push", "postgres://ada@127.0.0.1/story"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "fix: pip install 'psycopg[binary]'\n" in done.stderr


def test_an_empty_log_pushes_and_pulls(mortal, tmp_path):
    database = begun(mortal, tmp_path)
    one = Sharer.begin(tmp_path, "one", mortal.address(database), itertools.count(1))
    assert one.push().records == one.pull().records == 0
    assert isinstance(one.log, LogFiles)
    with pytest.raises(RecordError):
        one.push(timeout_s=0)
