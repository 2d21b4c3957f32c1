"""PostgreSQL: a server that a team shares. The folder of an export is loaded into a schema of its own, once.

Law of this module: a schema is loaded whole or not at all, in one transaction, and never changed after; its name is
that of what it holds. Texts compare by their bytes, whatever the locale of the database.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from timeline.engines import folders
from timeline.engines.engine import Found, Value
from timeline.engines.schema import TABLES, Kind, Shape
from timeline.errors import FormatError, RecordError
from timeline.store.server import rights
from timeline.store.server.address import Address, driver
from timeline.store.server.connection import failure
from timeline.store.server.watch import KEPT_ALIVE, Watch

_TYPES: Final = {"text": 'text COLLATE "C"', "integer": "bigint"}
_WAIT_S: Final = 10
"""So long a server may take to let somebody in, where its address says no `connect_timeout`."""
SILENT_S: Final = 30.0
"""So long it may be silent; then it is asked, by another connection, whether it still works for the one that waits."""
_NO_ROOM: Final = ("too many clients", "too many connections", "remaining connection slots")
"""What it says in English to one connection more; so it is there."""
_KEYS: Final = {
    "fact_version": ("row_no", "entity, property"),
    "silent_version": ("entity, property",),
    "event_version": ("event",),
    "report_version": ("event", "event_no"),
    "source_version": ("name",),
    "record": ("id", "flags"),
    "bears": ("node",),
}
"""What each table is looked up by."""


class Postgres:
    """A connection to a server, with the tables of a log in its search path."""

    def __init__(self, connection: Any, watch: Watch) -> None:
        self._db = connection
        self._watch = watch

    def ask(self, sql: str, values: Sequence[Value] = ()) -> Found:
        """Give the rows of a query."""
        with self.asking() as db:
            found: Found = db.execute(sql.replace("?", "%s"), list(values) or None).fetchall()
        return found

    def columns(self, sql: str) -> list[Sequence[Any]]:
        """Give the rows of a query column by column."""
        return list(zip(*self.ask(sql), strict=True))

    def hold(self, name: str, sql: str, values: Sequence[Value] = ()) -> None:
        """Keep the rows of a query as a table of this session."""
        with self.asking() as db:
            db.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            db.execute(f"CREATE TEMP TABLE {name} AS {sql.replace('?', '%s')}", list(values) or None)
            db.execute(f"ANALYZE pg_temp.{name}")

    def give(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Value]]) -> None:
        """Hand over rows as a table of this session."""
        with self.asking() as db:
            db.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            db.execute(f"CREATE TEMP TABLE {name} ({_columns(columns)})")
            with db.cursor() as cursor, cursor.copy(f"COPY pg_temp.{name} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    self._watch.moved()
            db.execute(f"ANALYZE pg_temp.{name}")

    def load(self, schema: str, export: folders.Export) -> None:
        """Load the folder of an export, where it is not there yet, and answer from it."""
        with self.asking() as db:
            _require(db, "temporary", "make no temporary table there, which each question needs")
            with db.transaction():
                db.execute("SELECT pg_advisory_xact_lock(%s)", [int(schema[-15:], 16)])
                found = db.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
                if found.fetchone() is None:
                    _require(db, "create", "create no schema there, and nobody has loaded this export")
                    _load(db, schema, export, self._watch)
                    export.require_same()
            _may_read(db, schema)
            db.execute(f"SET search_path TO {schema}, pg_temp")

    @contextlib.contextmanager
    def asking(self) -> Iterator[Any]:
        """Wait for the server, for as long as it works.

        Raises:
            FormatError: It cannot be asked, or says nothing any more.
        """
        with _said(self._watch), self._watch.waiting():
            yield self._db

    def close(self) -> None:
        """Let go of it."""
        self._watch.end()
        self._db.close()


def start(name: str, export: folders.Export, *, silent_s: float = SILENT_S) -> Postgres:
    """Connect to a server, and load the folder of an export into it where it is not there yet.

    It may be silent for ``silent_s``, and longer where it still works for this question.

    Raises:
        FormatError: The server cannot be reached, refuses, or cannot hold what the log says.
    """
    schema = f"timeline_{hashlib.sha256(_told(export).encode()).hexdigest()[:16]}"
    connection = _connected(name)
    pids: list[int] = []
    watch = Watch(silent_s, lambda: bool(pids) and _is_busy(name, pids[0]))
    found = Postgres(connection, watch)
    try:
        watch.begin(connection)
        pids.append(int(found.ask("SELECT pg_backend_pid()")[0][0]))
        found.load(schema, export)
    except BaseException:
        found.close()
        raise
    return found


def _connected(name: str) -> Any:
    """Connect to a server.

    Raises:
        FormatError: Its address cannot be read, or it cannot be reached, or lets nobody in; no error shows a password.
    """
    psycopg, address = driver(), Address(name)
    try:
        found = {"connect_timeout": _WAIT_S, **KEPT_ALIVE, **address.parameters}
        return psycopg.connect(autocommit=True, cursor_factory=psycopg.ClientCursor, **found)
    except RecordError as error:
        raise FormatError(error.what, where="engine", fix=error.fix) from None
    except psycopg.Error as error:
        why = failure(error, address, is_connecting=True)
        raise FormatError(f"{address.shown} cannot be asked: {why.what}", where="engine", fix=why.fix) from None


def _is_busy(name: str, pid: int) -> bool:
    """Ask a server by another connection whether it works for one that hears nothing: not if it waits for that one."""
    psycopg = driver()
    asked = "SELECT state = 'active' AND wait_event_type IS DISTINCT FROM 'Client' FROM pg_stat_activity WHERE pid = %s"
    try:
        connection = psycopg.connect(autocommit=True, **{"connect_timeout": _WAIT_S, **Address(name).parameters})
    except psycopg.Error as error:
        return any(words in str(error) for words in _NO_ROOM)
    watch = Watch(_WAIT_S)
    try:
        watch.begin(connection)
        with watch.waiting():
            return bool(connection.execute(asked, [pid]).fetchone() == (True,))
    except psycopg.Error:
        return False
    finally:
        watch.end()
        connection.close()


def _require(connection: Any, right: str, what: str) -> None:
    """Look that this role has a right on the database.

    Raises:
        FormatError: It has not.
    """
    grant = rights.lacking(lambda sql, values: connection.execute(sql, values).fetchall(), right)
    if grant is not None:
        fix = f"have the owner of the database say: {grant}"
        if right == "create":
            fix += "; or let a role that has that right ask first"
        raise FormatError(f"this role may {what}", where="engine", fix=fix)


def _may_read(connection: Any, schema: str) -> None:
    """Look that this role may read what another one loaded.

    Raises:
        FormatError: It may not, or nothing is left of it.
    """
    asked = (
        "SELECT has_schema_privilege(n.oid, 'USAGE') AND bool_and(has_table_privilege(c.oid, 'SELECT')), count(c.oid), "
        "quote_ident(current_user), quote_ident(pg_get_userbyid(n.nspowner)) "
        "FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r' "
        "WHERE n.nspname = %s GROUP BY n.oid, n.nspowner"
    )
    ((may, tables, role, owner),) = connection.execute(asked, [schema]).fetchall()
    if not tables:
        fix = f"have {owner} say: drop schema {schema}"
        raise FormatError(f"the schema {schema} holds no table of this export", where="engine", fix=fix)
    if not may:
        usage, select = f"usage on schema {schema}", f"select on all tables in schema {schema}"
        fix = f"have {owner} say: grant {usage} to {role}; grant {select} to {role}"
        what = f"this role may not read {schema}, into which {owner} loaded this export"
        raise FormatError(what, where="engine", fix=fix)


def _told(export: folders.Export) -> str:
    """Give what tells one export from another: all that it says of itself, and of what its tables hold."""
    rows = [{"name": name, "text": text} for name, text in export.texts.items()]
    if "content" not in export.texts:  # as an earlier version wrote it
        rows.append({"name": "content", "text": folders.content(export.folder)})
    return repr(rows)


def _load(connection: Any, schema: str, export: folders.Export, watch: Watch) -> None:
    connection.execute(f"CREATE SCHEMA {schema}")
    for shape in TABLES:
        table = f'{schema}."{shape.name}"'
        connection.execute(f"CREATE TABLE {table} ({_columns(shape.kinds)})")
        names = ", ".join(f'"{one}"' for one in shape.kinds)
        copying = f"COPY {table} ({names}) FROM STDIN (FORMAT csv, FREEZE)"
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for rows in _rows(export, shape):
                copy.write(rows)
                watch.moved()
        for key in _KEYS.get(shape.name, ()):
            connection.execute(f"CREATE INDEX ON {table} ({key})")
        connection.execute(f"ANALYZE {table}")


def _rows(export: folders.Export, shape: Shape) -> Iterator[memoryview]:
    """Give the rows of a table as CSV, many at once: a text is quoted, and nothing stands for no value."""
    import pyarrow as pa
    from pyarrow import csv

    form = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    for path in export.files[shape.name]:
        for batch in folders.batches(export.folder, path):
            written = pa.BufferOutputStream()
            csv.write_csv(batch.select(list(shape.kinds)), written, form)
            yield memoryview(written.getvalue())


def _columns(columns: Mapping[str, Kind]) -> str:
    return ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in columns.items())


@contextlib.contextmanager
def _said(watch: Watch | None = None) -> Iterator[None]:
    """Say what a server refuses as an error of ours; and that it said nothing, where a watch ended the waiting."""
    psycopg = driver()
    try:
        yield
    except (psycopg.errors.CharacterNotInRepertoire, ValueError) as error:  # a NUL, which no column of text there holds
        what = f"PostgreSQL cannot hold what the log says: {error}"
        raise FormatError(what, where="engine", fix="ask duckdb or Spark") from error
    except psycopg.Error as error:
        if watch is not None and watch.fired:
            what = f"the PostgreSQL server said nothing for {watch.limit_s:g} s, and does not work for this question"
            fix = "check the network to it, and that it runs; then ask again"
            raise FormatError(what, where="engine", fix=fix) from error
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        what = f"the PostgreSQL server cannot be asked: {lines[0] if lines else type(error).__name__}"
        fix = "check its address, that it runs, and that you may create a schema and temporary tables there"
        raise FormatError(what, where="engine", fix=fix) from error
