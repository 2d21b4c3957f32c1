"""A connection to the server of a shared log: opened, watched, and every way in which it fails told in words.

Law of this module: whoever waits for the network waits for a limited time. A silent server, or a network that swallows
everything, ends in one error; so does whatever the server refuses. No error shows a password.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from timeline.errors import LogBroken, LogError, LogUnconfirmed, RecordError, ServerError
from timeline.store.server.address import Address, driver
from timeline.store.server.watch import KEPT_ALIVE, Watch
from timeline.store.settings import FORMAT

SCHEMA: Final = 1
"""The version of the tables that this version of the program reads and writes."""
TIMEOUT_S: Final = 60.0
_LONGEST_S: Final = 86_400
_CONNECT_S: Final = 15
_TURN_S: Final = 10.0
_AGAIN: Final = "try again: what the server has confirmed is there, and is not sent twice"
_UPDATE: Final = "install a newer version of this program"

# What libpq says of a connection that was not made has no code; these words are its own in English.
_REFUSED: Final = (
    (("password authentication failed", "no password supplied", "authentication failed"),
     "the server does not accept the name and password",
     "give them in ~/.pgpass, or in PGUSER and PGPASSWORD"),
    ((r"no pg_hba\.conf entry",),
     "the server lets nobody in from here by this name",
     "ask who runs it for an entry in pg_hba.conf"),
    (('database ".*" does not exist',),
     "the server has no database of that name", "look at the end of the address: postgres://HOST:PORT/DATABASE"),
    (('role ".*" does not exist',),
     "the server has no role of that name", "look at the name in the address, or at PGUSER"),
    (('role ".*" is not permitted to log in',),
     "that role may not log in", "name a role that may, and that is a member of it"),
    (("permission denied for database",),
     "that role may not connect to that database", "have its owner say: grant connect on database DATABASE to ROLE"),
    (("starting up", "shutting down", "recovery mode", "not yet accepting"),
     "the server is starting or stopping", "try again in a moment"),
    (("too many clients", "too many connections", "remaining connection slots"),
     "the server takes no more connections", "try again in a moment"),
    (("could not translate host name", "name or service not known", "resolve"),
     "no machine of that name is found", "look at the name in the address"),
    (("timeout expired", "timed out", "connection timeout"),
     "the server does not answer", "look at the address, and whether the network reaches it"),
    (("connection refused", "no route to host", "network is unreachable", "no such file"),
     "nobody listens there", "look at the address, and whether the server runs"),
    (("connection is bad: invalid", "bad value for"),
     "the address holds a value that cannot be used", "look at its port and its parameters"),
)  # fmt: skip
_STATES: Final = {
    "42501": ("this role may not do that", "ask who runs the server: docs/sharing.md says which role may what"),
    "53100": ("the server's disk is full", "ask who runs it to make room, then try again"),
    "53200": ("the server is out of memory", "try again later"),
    "55P03": ("another push has the log's turn for too long", "try again when it is done"),
    "25006": ("the server is read-only: it is a copy, or is kept so", "push to the one that it copies"),
    "57014": ("the server cancelled what was asked of it", "ask who runs it for a longer statement_timeout"),
    "57P01": ("the server was stopped", _AGAIN),
    "57P02": ("the server crashed", _AGAIN),
    "57P03": ("the server is starting or stopping", "try again in a moment"),
    "25P03": ("the server waited too long for this side", _AGAIN),
    "23514": ("the server refused a line: it does not prove its id", "look at this log: timeline check"),
    "TL002": ("this role may add records but not redact, and one of them is a redaction",
              "have its owner say: grant insert on timeline.redaction to {role}; or let someone who may push it"),
    "TL003": ("a record is redacted here, and no redaction says why", "look at this log: timeline check"),
}  # fmt: skip


@attrs.define
class Server:
    """An open connection; every statement is a transaction of its own unless it says otherwise."""

    address: Address
    connection: Any
    watch: Watch

    @property
    def shown(self) -> str:
        """The address, to show."""
        return self.address.shown

    @contextlib.contextmanager
    def asking(self, *, changes: str | None = None) -> Iterator[Any]:
        """Wait for the server; ``changes`` says what it may have done where the connection is lost meanwhile.

        Raises:
            ServerError: It refused, or did not answer in time.
            LogUnconfirmed: The connection was lost while it did what it says; nobody knows whether it is done.
            LogBroken: It holds no log that this version knows.
        """
        psycopg = driver()
        try:
            with self.watch.waiting():
                yield self.connection
        except psycopg.Error as error:
            if changes is not None and _is_lost(error, self):
                why = self._silent() or "the connection was lost"
                raise LogUnconfirmed(
                    f"not confirmed: {why} while the server was to keep {changes}",
                    where=self.shown,
                    fix="push again: what it kept is not sent twice",
                ) from None
            raise self.failed(error) from None

    def _silent(self) -> str | None:
        return f"the server was silent for {self.watch.limit_s:g} s" if self.watch.fired else None

    def failed(self, error: Any) -> LogError:
        """Say in words what went wrong."""
        if (silent := self._silent()) is not None:
            return ServerError(
                silent, where=self.shown, fix=f"{_AGAIN}; a longer limit: --timeout SECONDS, in Python timeout_s="
            )
        return failure(error, self.address, role=self.connection.info.user)

    def query(self, text: str, values: Any = None, *, binary: bool = False) -> list[tuple[Any, ...]]:
        """Ask, and give all rows."""
        with self.asking() as connection, connection.cursor(binary=binary) as cursor:
            cursor.execute(text, values)
            return cursor.fetchall() if cursor.description is not None else []

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Ask several things of the log as it is at one moment."""
        self.query(
            "begin isolation level repeatable read, read only; set local idle_in_transaction_session_timeout = 0"
        )
        yield
        self.query("commit")

    def close(self) -> None:
        """Let it go, without a word."""
        self.watch.end()
        with contextlib.suppress(Exception):
            self.connection.close()


@contextlib.contextmanager
def connected(address: Address, *, timeout_s: float = TIMEOUT_S) -> Iterator[Server]:
    """Connect to a server.

    Raises:
        RecordError: It is no address.
        ServerError: The server cannot be reached, or lets us not in.
        LogError: psycopg is not installed.
    """
    found = address.parameters
    if not 1 <= timeout_s <= _LONGEST_S:
        what = f"{timeout_s:g} seconds is no time to wait"
        raise RecordError(what, where="timeout_s", fix=f"give 1 to {_LONGEST_S}", unwritten=True)
    psycopg = driver()
    wait_s = max(2, min(_CONNECT_S, int(timeout_s)))
    options = {
        "application_name": "timeline",
        "connect_timeout": str(wait_s),
        **KEPT_ALIVE,
        "tcp_user_timeout": str(int(timeout_s * 1000)),
    }
    try:
        connection = psycopg.connect(autocommit=True, prepare_threshold=None, **{**options, **found})
    except psycopg.Error as error:
        raise failure(error, address, is_connecting=True) from None
    server = Server(address, connection, Watch(timeout_s))
    try:
        server.watch.begin(connection)
        turn_s = min(_TURN_S, timeout_s / 2)
        server.query(
            f"set lock_timeout = '{int(turn_s * 1000)}ms'; set idle_in_transaction_session_timeout = '30s'; "
            "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3; "
            "set default_transaction_isolation = 'read committed'; set client_min_messages = 'warning'; set jit = off; "
            "set work_mem = '64MB'; set search_path = pg_catalog"
        )
        yield server
    finally:
        server.close()


def _is_lost(error: Any, server: Server) -> bool:
    """Whether nobody knows what became of the last statement: the server did not answer it."""
    psycopg = driver()
    state = error.sqlstate or ""
    return isinstance(error, psycopg.OperationalError) and (
        not state or state.startswith(("08", "57P")) or (server.connection.closed and not state)
    )


def failure(error: Any, address: Address, *, is_connecting: bool = False, role: str = "ROLE") -> LogError:
    """Say in words what a driver's error means, to the role that is connected."""
    state = error.sqlstate
    text = address.cleaned(" ".join(str(error).split()))
    if state in ("3F000", "42P01", "42883", "42703"):
        return LogError(
            "there is no log in that database, or not one as this version knows it",
            where=address.shown,
            fix="begin one there, as the database's owner: timeline push --init ADDRESS",
            unwritten=True,
        )
    if state in _STATES:
        what, fix = _STATES[state]
        quoted = '"{}"'.format(role.replace('"', '""'))
        return ServerError(what, where=address.shown, fix=fix.replace("{role}", quoted))
    if state is None or is_connecting:
        low = text.lower()
        for words, what, fix in _REFUSED:
            if any(re.search(word, low) for word in words):
                return ServerError(what, where=address.shown, fix=fix)
        if not is_connecting:
            return ServerError("the connection to the server was lost", where=address.shown, fix=_AGAIN)
    return ServerError(f"the server says: {text}", where=address.shown, fix="ask who runs it")


def require_known(server: Server) -> None:
    """Refuse a log that is not as this version knows it.

    Raises:
        LogError: There is no log, or it is of older tables.
        LogBroken: It is of a newer version.
        ServerError: This role may not read it.
    """
    found = server.query("select schema_version, format from timeline.about")
    if not found:
        raise LogBroken("the log there has lost what says its version", where=server.shown, fix="ask who runs it")
    tables, format_ = found[0]
    if tables > SCHEMA or format_ > FORMAT:
        what = f"the log there is of a newer version (tables {tables}, format {format_}) than this program knows"
        raise LogBroken(what, where=server.shown, fix=_UPDATE)
    if tables < SCHEMA:
        raise LogError(
            f"the log there has tables of version {tables}, which this program no longer knows; its own are {SCHEMA}",
            where=server.shown,
            fix="begin one in an empty database, timeline push --init ADDRESS, and push to it from every copy",
            unwritten=True,
        )
