"""Real servers for tests, started on loopback as an ordinary user, and stopped by their process id.

PostgreSQL is the machine's own: `initdb` and `postgres` from the path, or from Debian's folder. It refuses to run as
root, so root starts it as `nobody`. Its data lie in a temporary folder. Nothing here knows a record or a log.
"""

import contextlib
import functools
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

OWNER = "owner"
PASSWORD = "the owner's own: p@ss/word"
_DEBIAN = Path("/usr/lib/postgresql")
_WAIT_S = 60
_ORDINARY = "nobody"


class NoServer(Exception):
    """Why there is no server on this machine; the message is what a skipped test says."""


@functools.cache
def programs():
    """Find `initdb` and `postgres`.

    Raises:
        NoServer: One of them is not on this machine.
    """
    newest = sorted(_DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, newest)])
    found = {name: shutil.which(name, path=path) for name in ("initdb", "postgres")}
    for name, program in found.items():
        if program is None:
            raise NoServer(f"there is no {name} on this machine (Debian: apt-get install postgresql)")
    return {name: os.path.realpath(program) for name, program in found.items()}


def why_not():
    """Say why no PostgreSQL can be started and spoken to here; None where one can."""
    try:
        programs()
    except NoServer as error:
        return str(error)
    if not _has_driver():
        return "psycopg is not installed (pip install -e '.[server]')"
    if os.geteuid() == 0:
        import pwd

        try:
            pwd.getpwnam(_ORDINARY)
        except KeyError:
            return f"PostgreSQL does not run as root, and there is no user {_ORDINARY}"
    return None


def _has_driver():
    try:
        return importlib.util.find_spec("psycopg") is not None
    except ImportError:  # hidden, as by tests/bare
        return False


def _as_ordinary():
    """Give what makes a child process run as an ordinary user, where this one is root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    user = pwd.getpwnam(_ORDINARY)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port():
    """Find a port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Postgres:
    """A PostgreSQL server of its own.

    It asks every connection for a password. `address` gives the address of a database; `start`, `stop` and `kill` may
    be called again and again, and the data stay.
    """

    def __init__(self, *, fsync=False):
        self.folder = Path(tempfile.mkdtemp(prefix="timeline-pg-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.process = None
        self._fsync = fsync
        self._as = _as_ordinary()
        self._databases = 0
        if self._as:
            os.chown(self.folder, self._as["user"], self._as["group"])
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        if self._as:
            os.chown(secret, self._as["user"], self._as["group"])
        options = ["--username", OWNER, f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        made = subprocess.run(
            [programs()["initdb"], "-D", str(self.data), "--no-sync", *options],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            timeout=_WAIT_S,
            **self._as,
        )
        secret.unlink()
        if made.returncode:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise NoServer(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")

    # --- its life ----------------------------------------------------------------------------------------------------

    def start(self, **settings):
        """Start it, and wait until it answers; ``settings`` are those of its configuration, for this run."""
        said = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "on" if self._fsync else "off",
            "max_connections": 40,
            **settings,
        }
        options = [text for name, value in said.items() for text in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [programs()["postgres"], "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **self._as,
            )
        limit = time.monotonic() + _WAIT_S
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"postgres ended at once:\n{self.said()[-2000:]}")
            with contextlib.suppress(Exception), self.connect(connect_timeout=2):
                return self
            if time.monotonic() > limit:
                self.kill()
                raise AssertionError(f"postgres does not answer:\n{self.said()[-2000:]}")
            time.sleep(0.02)

    def stop(self, how=signal.SIGINT):
        """Stop it (SIGINT is its fast way, SIGQUIT its immediate one), and wait until it is gone."""
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(_WAIT_S)
        self.process = None

    def kill(self):
        """Kill the server and all its processes with SIGKILL, as nothing but a machine that dies would end it."""
        if self.process is None:
            return
        workers = _children(self.process.pid)
        self.process.kill()
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(_WAIT_S)
        for pid in workers:
            _wait_gone(pid)
        self.process = None
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def remove(self):
        """Stop it, and remove all that it kept."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self):
        """Give what it wrote to its log."""
        return (self.folder / "log").read_text(errors="replace")

    # --- speaking to it ----------------------------------------------------------------------------------------------

    def address(self, database="postgres", *, user=OWNER, password=PASSWORD, port=None):
        """Give the address of a database, with the password in it."""
        login = quote(user, safe="") + (f":{quote(password, safe='')}" if password is not None else "")
        return f"postgres://{login}@127.0.0.1:{port or self.port}/{database}"

    def connect(self, database="postgres", *, user=OWNER, password=PASSWORD, **options):
        """Connect as somebody, each statement a transaction of its own."""
        import psycopg

        return psycopg.connect(self.address(database, user=user, password=password), autocommit=True, **options)

    def new_database(self, name=None):
        """Make an empty database, and give its name."""
        self._databases += 1
        name = name or f"story{self._databases}"
        with self.connect() as owner:
            owner.execute(f'create database "{name}"')
        return name

    def new_role(self, name, *, password="a p@ssword", of=()):
        """Make a role that may log in, a member of others; give its password."""
        with self.connect() as owner:
            known = owner.execute("select 1 from pg_roles where rolname = %s", (name,)).fetchone()
            if known is None:
                assert re.fullmatch("[a-z_0-9]+", name)
                owner.execute(f"create role {name} login password '{password}'")
            for other in of:
                owner.execute(f'grant "{other}" to {name}')
        return password


def _children(pid):
    with contextlib.suppress(OSError):
        return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _wait_gone(pid):
    limit = time.monotonic() + _WAIT_S
    while time.monotonic() < limit:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.01)
    raise AssertionError(f"process {pid} does not end")
