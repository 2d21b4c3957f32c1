"""DuckDB, embedded: it reads the folder of an export where it lies.

Law of this module: nothing is written but temporary tables, in memory; no extension is loaded, nothing is fetched.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline.engines import folders
from timeline.engines.engine import Found, Value
from timeline.engines.schema import TABLES, Kind
from timeline.errors import FormatError

_ARROW = {"text": "string", "integer": "int64"}


class Duck:
    """A connection to a database in memory, with the tables of a log as views."""

    def __init__(self, connection: Any, export: folders.Export | None = None) -> None:
        self._db = connection
        self._export = export

    def ask(self, sql: str, values: Sequence[Value] = ()) -> Found:
        """Give the rows of a query."""
        with _said(self._export):
            found: Found = self._db.execute(sql, list(values)).fetchall()
        return found

    def columns(self, sql: str) -> list[Sequence[Any]]:
        """Give the rows of a query column by column."""
        with _said(self._export):
            found = self._db.sql(sql).to_arrow_table()
        return [column.to_pylist() for column in found.columns] if found.num_rows else []

    def hold(self, name: str, sql: str, values: Sequence[Value] = ()) -> None:
        """Keep the rows of a query as a table."""
        with _said(self._export):
            self._db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", list(values))

    def give(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Value]]) -> None:
        """Hand over rows as a table."""
        import pyarrow as pa

        cells = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [
            pa.array(some, getattr(pa, _ARROW[kind])()) for some, kind in zip(cells, columns.values(), strict=True)
        ]
        self._db.register("given", pa.table(arrays, names=list(columns)))
        self._db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
        self._db.unregister("given")

    def close(self) -> None:
        """Let go of it."""
        self._db.close()


def start(name: str, export: folders.Export) -> Duck:
    """Open the folder of an export."""
    import duckdb

    del name
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "parquet_metadata_cache": "true"})
    with _said(export):
        for shape in TABLES:
            files = ", ".join("'{}'".format(path.replace("'", "''")) for path in export.files[shape.name])
            names = ", ".join(f'"{one}"' for one in shape.kinds)
            source = f"read_parquet([{files}], hive_partitioning = false)"
            connection.execute(f'CREATE TEMP VIEW "{shape.name}" AS SELECT {names} FROM {source}')
    return Duck(connection, export)


@contextlib.contextmanager
def _said(export: folders.Export | None) -> Iterator[None]:
    """Say what DuckDB refuses as an error of ours: what it is asked is ours, so it is what the files hold.

    Raises:
        FormatError: It has not enough memory, or the files are not those that were opened.
        KeyboardInterrupt: It was interrupted.
        LogBroken: A file is damaged.
    """
    import duckdb

    folder = export.folder if export is not None else ""
    try:
        yield
    except (RuntimeError, duckdb.InterruptException) as error:  # so it says that Ctrl-C was pressed meanwhile
        if "interrupted" not in str(error).lower():
            raise
        raise KeyboardInterrupt from error
    except duckdb.OutOfMemoryException as error:
        what = f"DuckDB needs more memory than it has: {_first(error)}"
        raise FormatError(what, where="engine", fix="ask for fewer entities, or PostgreSQL or Spark") from error
    except duckdb.Error as error:
        if export is not None:
            export.require_same()
        raise folders.damaged(folder, f"what {folder} holds cannot be read: {_first(error)}") from error
    if export is not None:
        export.require_same()


def _first(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
