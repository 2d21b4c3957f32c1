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
from timeline.errors import FormatError
from timeline.store.server.address import driver

_TYPES: Final = {"text": 'text COLLATE "C"', "integer": "bigint"}
_WAIT_S: Final = 10
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

    def __init__(self, connection: Any) -> None:
        self._db = connection

    def ask(self, sql: str, values: Sequence[Value] = ()) -> Found:
        """Give the rows of a query."""
        with _said():
            found: Found = self._db.execute(sql.replace("?", "%s"), list(values) or None).fetchall()
        return found

    def columns(self, sql: str) -> list[Sequence[Any]]:
        """Give the rows of a query column by column."""
        return list(zip(*self.ask(sql), strict=True))

    def hold(self, name: str, sql: str, values: Sequence[Value] = ()) -> None:
        """Keep the rows of a query as a table of this session."""
        with _said():
            self._db.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            self._db.execute(f"CREATE TEMP TABLE {name} AS {sql.replace('?', '%s')}", list(values) or None)
            self._db.execute(f"ANALYZE pg_temp.{name}")

    def give(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Value]]) -> None:
        """Hand over rows as a table of this session."""
        with _said():
            self._db.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            self._db.execute(f"CREATE TEMP TABLE {name} ({_columns(columns)})")
            with self._db.cursor() as cursor, cursor.copy(f"COPY pg_temp.{name} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            self._db.execute(f"ANALYZE pg_temp.{name}")

    def close(self) -> None:
        """Let go of it."""
        self._db.close()


def start(name: str, export: folders.Export) -> Postgres:
    """Connect to a server, and load the folder of an export into it where it is not there yet.

    Raises:
        FormatError: The server cannot be reached, refuses, or cannot hold what the log says.
    """
    psycopg = driver()
    schema = f"timeline_{hashlib.sha256(_told(export).encode()).hexdigest()[:16]}"
    with _said():
        connection = psycopg.connect(
            name, autocommit=True, cursor_factory=psycopg.ClientCursor, connect_timeout=_WAIT_S
        )
        try:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [int(schema[-15:], 16)])
                found = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
                if found.fetchone() is None:
                    _load(connection, schema, export)
            _may_read(connection, schema)
            connection.execute(f"SET search_path TO {schema}, pg_temp")
        except BaseException:
            connection.close()
            raise
    return Postgres(connection)


def _may_read(connection: Any, schema: str) -> None:
    """Look that this role may read what another one loaded.

    Raises:
        FormatError: It may not.
    """
    asked = (
        "SELECT has_schema_privilege(n.oid, 'USAGE') AND bool_and(has_table_privilege(c.oid, 'SELECT')) "
        "FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r' "
        "WHERE n.nspname = %s GROUP BY n.oid"
    )
    if connection.execute(asked, [schema]).fetchone() != (True,):
        usage, select = f"usage on schema {schema}", f"select on all tables in schema {schema}"
        fix = f"have its owner say: grant {usage} to ROLE; grant {select} to ROLE"
        what = f"this role may not read {schema}, into which another one loaded this export"
        raise FormatError(what, where="engine", fix=fix)


def _told(export: folders.Export) -> str:
    """Give what tells one export from another: all that it says of itself, and of what its tables hold."""
    rows = [{"name": name, "text": text} for name, text in export.texts.items()]
    if "content" not in export.texts:  # as an earlier version wrote it
        rows.append({"name": "content", "text": folders.content(export.folder)})
    return repr(rows)


def _load(connection: Any, schema: str, export: folders.Export) -> None:
    connection.execute(f"CREATE SCHEMA {schema}")
    for shape in TABLES:
        table = f'{schema}."{shape.name}"'
        connection.execute(f"CREATE TABLE {table} ({_columns(shape.kinds)})")
        names = ", ".join(f'"{one}"' for one in shape.kinds)
        copying = f"COPY {table} ({names}) FROM STDIN (FORMAT csv, FREEZE)"
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for rows in _rows(export, shape):
                copy.write(rows)
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
def _said() -> Iterator[None]:
    """Say what a server refuses as an error of ours."""
    psycopg = driver()
    try:
        yield
    except (psycopg.errors.CharacterNotInRepertoire, ValueError) as error:  # a NUL, which no column of text there holds
        what = f"PostgreSQL cannot hold what the log says: {error}"
        raise FormatError(what, where="engine", fix="ask duckdb or Spark") from error
    except psycopg.Error as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        what = f"the PostgreSQL server cannot be asked: {lines[0] if lines else type(error).__name__}"
        fix = "check its address, that it runs, and that you may create a schema and temporary tables there"
        raise FormatError(what, where="engine", fix=fix) from error
