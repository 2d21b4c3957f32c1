"""What an engine must do, and which one a name stands for.

Law of this module: an engine runs SQL that all of them read alike: comparisons of whole numbers, equality of texts,
joins, groups. What only one of them knows is not asked of any.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias, cast

from timeline.engines import folders
from timeline.engines.schema import Kind
from timeline.errors import FormatError, to_install
from timeline.store.server.address import hidden

Value: TypeAlias = "int | str | None"
Found: TypeAlias = "list[tuple[Any, ...]]"


class Engine(Protocol):
    """Holds the tables of a log, under their names, and answers SQL about them."""

    def ask(self, sql: str, values: Sequence[Value] = ()) -> Found:
        """Give the rows of a query; each ``?`` in it stands for a value."""

    def columns(self, sql: str) -> list[Sequence[Any]]:
        """Give the rows of a query column by column, for they may be many; nothing where there are none."""

    def hold(self, name: str, sql: str, values: Sequence[Value] = ()) -> None:
        """Keep the rows of a query as a table, until this engine is closed or holds another of that name."""

    def give(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Value]]) -> None:
        """Hand over rows as a table, likewise."""

    def close(self) -> None:
        """Let go of it."""


DEFAULT: Final = "duckdb"
NAMES: Final = ("duckdb", "postgres://…", "spark://…", "local[N]")

_SPARK: Final = re.compile(r"spark://[^/\s]+:\d+(,[^/\s]+:\d+)*|local(\[([1-9]\d*|\*)(, *\d+)?\])?")
"""How Spark names a master: machines and ports, or cores of this machine."""

_MODULES: Final = {
    "duckdb": ("duck", "duckdb"),
    "postgres": ("postgres", "psycopg"),
    "spark": ("spark", "pyspark"),
}


def sort_of(name: str) -> str:
    """Say which engine a name stands for: *duckdb*, *postgres* or *spark*.

    Raises:
        FormatError: It stands for none.

    >>> sort_of("postgresql://ada@host/log"), sort_of("local[2]")
    ('postgres', 'spark')
    """
    if name == "duckdb":
        return "duckdb"
    if name.startswith(("postgres://", "postgresql://")):
        return "postgres"
    if _SPARK.fullmatch(name):
        return "spark"
    fix = f"the engines are {', '.join(NAMES)}"
    raise FormatError(f'"{hidden(name)}" is not an engine', where="engine", fix=fix)


def start(name: str, folder: str) -> Engine:
    """Start an engine over a folder of an export.

    Raises:
        FormatError: There is no such engine, or what it needs is not installed, or the folder holds no whole export.
        LogBroken: A file of the folder is damaged.
    """
    module = imported(sort_of(name))
    return cast("Engine", module.start(name, folders.read(folder)))


def imported(sort: str) -> Any:
    """Import what speaks to an engine of a sort.

    Raises:
        FormatError: What it needs is not installed.
    """
    module, library = _MODULES[sort]
    try:
        for needed in (library, "pyarrow"):
            importlib.import_module(needed)
        return importlib.import_module(f"timeline.engines.{module}")
    except ImportError as error:
        if (error.name or "").startswith("timeline"):
            raise
        raise FormatError(
            f"the engine {sort} needs {error.name}, which is not installed",
            where="engine",
            fix=to_install(library, "pyarrow"),
        ) from error
