"""Spark: a cluster of machines, or the cores of one. It reads the folder of an export where it lies.

Law of this module: the folder is one that every worker sees under the same path. What its Java says on stderr goes to a
file, for the talk of an answer is the same on every engine; where it does not start, the last line is told.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import socket
import struct
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from timeline.engines import folders
from timeline.engines.engine import Found, Value
from timeline.engines.pieces import Method, Pieces, Spread, Task, attempt
from timeline.engines.schema import FACT_VERSION, TABLES, Kind
from timeline.errors import FormatError

_ARROW: Final = {"text": "string", "integer": "int64"}
_TYPES: Final = {"text": "string", "integer": "bigint"}
_QUIET: Final = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
_SETTINGS: Final = {
    **_QUIET,
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}

_LIGHT: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a Java on this machine that only hands tasks to Python: to compile it well costs more than it saves."""

_WAIT_S: Final = 10
"""So long a master may take to answer at all."""

_NO_STREAM: Final = struct.pack("!QBI", 27, 6, 14) + b"/jars/timeline"
"""A frame of the protocol that Spark speaks: its length, that it asks for a stream, and the name of that."""
_ANOTHER: Final = b"HTTP/"
"""How what else is likely to listen begins: a master's own pages, above all."""

_ASIDE: Final = ("WARNING", "Picked up")
"""How lines begin in which a Java that starts says nothing of why it does not."""

_STOPPED: Final = "stopped SparkContext"
"""What it says once it has given up on its master."""

_DAMAGED: Final = ("FAILED_READ_FILE", "UNRESOLVED_COLUMN")
"""What Spark calls it where a file cannot be unpacked, or does not have the columns."""

_PYTHON: Final = re.compile(r"[A-Za-z.]*(Error|Exception): ")
"""What a worker's Python says, in the last line of its traceback."""


class Spark:
    """A session, with the tables of a log as its views."""

    def __init__(self, session: Any, export: folders.Export | None = None) -> None:
        self._session = session
        self._export = export
        self._held: dict[str, Any] = {}

    def ask(self, sql: str, values: Sequence[Value] = ()) -> Found:
        """Give the rows of a query."""
        with _said(export=self._export):
            return [tuple(row) for row in self._session.sql(sql, args=list(values)).collect()]

    def columns(self, sql: str) -> list[Sequence[Any]]:
        """Give the rows of a query column by column."""
        with _said(export=self._export):
            found = self._session.sql(sql).toArrow()
        return [column.to_pylist() for column in found.columns] if found.num_rows else []

    def hold(self, name: str, sql: str, values: Sequence[Value] = ()) -> None:
        """Keep the rows of a query as a view; what is lost of it with a worker is worked out again."""
        with _said(export=self._export):
            # Before: of what is the same as what was held nothing more is kept, and both would be let go of.
            self._forget(name)
            made = self._session.sql(sql, args=list(values)).persist()
            made.count()  # how much it is decides how the next query joins it: few rows go to each worker, as they are
            self._keep(name, made)

    def give(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Value]]) -> None:
        """Hand over rows as a view."""
        import pyarrow as pa

        cells = list(zip(*rows, strict=True)) or [()] * len(columns)
        types = [getattr(pa, _ARROW[kind])() for kind in columns.values()]
        made = pa.table([pa.array(some, kind) for some, kind in zip(cells, types, strict=True)], names=list(columns))
        with _said(export=self._export):
            self._forget(name)
            self._keep(name, self._session.createDataFrame(made))

    def _forget(self, name: str) -> None:
        if name in self._held:
            self._held.pop(name).unpersist()

    def _keep(self, name: str, made: Any) -> None:
        self._held[name] = made
        made.createOrReplaceTempView(name)

    def close(self) -> None:
        """Let go of it."""
        self._session.stop()


def start(name: str, export: folders.Export, *, wait_s: float = _WAIT_S) -> Spark:
    """Start a session on a master, which has ``wait_s`` to answer at all, over the folder of an export.

    Raises:
        FormatError: The cluster cannot be reached, or there is no Java.
    """
    parts = max(2, 2 * len(export.files[FACT_VERSION.name]))  # of which an export has one for each half million lines
    _reach(name, wait_s)
    with _session(name, parts) as session, _said(export=export):
        for shape in TABLES:
            folders.require_columns(export, shape)
            paths = [os.path.abspath(path) for path in export.files[shape.name]]
            columns = ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in shape.kinds.items())
            # Else Spark starts a job for each table, to learn its columns of one of its files.
            session.read.schema(columns).parquet(*paths).createOrReplaceTempView(shape.name)
    return Spark(session, export)


@contextlib.contextmanager
def _session(name: str, parts: int) -> Iterator[Any]:
    """Start a session on a master; what is done first in it is done quietly.

    Raises:
        FormatError: The cluster cannot be reached, or there is no Java.
    """
    from pyspark.sql import SparkSession

    with _quiet() as told, _said(told):
        builder = SparkSession.builder.config("spark.sql.shuffle.partitions", str(parts))
        for key, value in (*_SETTINGS.items(), *_on(name)):
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session


def _reach(name: str, wait_s: float = _WAIT_S) -> None:
    """Look that one of the masters is there: a Spark would try for two minutes, and then say nothing of the address.

    Raises:
        FormatError: None of them can be reached, or answers.
    """
    why = None
    for master in name.removeprefix("spark://").split(",") if name.startswith("spark://") else ():
        host, _, port = master.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=wait_s) as connection:
                if (why := _unlike(connection, name)) is None:
                    return
        except (OSError, ValueError, OverflowError) as error:
            why = f"{name} cannot be reached: {getattr(error, 'strerror', None) or error}"
    if why is not None:
        raise FormatError(why, where="engine", fix="check the address of its master, and that it runs")


def _unlike(connection: socket.socket, name: str) -> str | None:
    """Ask what listens there for a stream that no master has; say in what it is unlike a master, where it is.

    A master says at once that it has none, or, where it wants to know first who asks, something else, or it hangs up.
    """
    try:
        connection.sendall(_NO_STREAM)
        if not connection.recv(len(_ANOTHER)).startswith(_ANOTHER):
            return None
    except TimeoutError:
        silent_s = connection.gettimeout()
        return f"{name} does not answer as a master of Spark does: it said nothing for {silent_s:g} s"
    except ConnectionError:
        return None
    return f"{name} does not answer as a master of Spark does, but with web pages: these have a port of their own"


def _on(name: str) -> Iterator[tuple[str, str]]:
    """Give the settings by which a master is found."""
    yield from (("spark.master", name), ("spark.app.name", "timeline"))
    if name.startswith("local"):
        yield from (("spark.driver.bindAddress", "127.0.0.1"), ("spark.driver.host", "127.0.0.1"))


@contextlib.contextmanager
def spread(name: str) -> Iterator[Spread]:
    """Give what has the tasks of an export done by the workers of a Spark, each by itself.

    A task of a worker that dies is done again by another one.

    Raises:
        FormatError: The cluster cannot be reached, there is no Java, or a worker does not see what this process sees.
    """
    from pyspark import SparkConf, SparkContext

    _reach(name)
    with _quiet() as told, _said(told):
        light = {"spark.driver.extraJavaOptions": _LIGHT} if name.startswith("local") else {}
        context = SparkContext.getOrCreate(SparkConf().setAll([*{**_QUIET, **light}.items(), *_on(name)]))
        context.setLogLevel("OFF")
    if "PYSPARK_PYTHON" not in os.environ:
        context.pythonExec = sys.executable

    def found(pieces: Pieces, method: Method, tasks: Sequence[Task]) -> Iterator[int]:
        if tasks:
            do = functools.partial(attempt, pieces, method)
            with _quiet() as told, _said(told):
                failed = [why for why in context.parallelize(tasks, len(tasks)).map(do).collect() if why]
            if failed:
                what = f"a worker of Spark could not do its part: {failed[0]}"
                fix = "let each worker see the log and the folder under the same paths, and write there"
                raise FormatError(what, where="engine", fix=fix)
        yield len(tasks)

    try:
        yield found
    finally:
        context.stop()


@contextlib.contextmanager
def _quiet() -> Iterator[str]:
    """Let what is started here write its stderr to a file; give the path of that."""
    sys.stderr.flush()
    kept = os.dup(2)
    handle, path = tempfile.mkstemp(prefix="timeline-spark-", suffix=".log")
    try:
        os.dup2(handle, 2)
        yield path
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(handle)
        os.unlink(path)


@contextlib.contextmanager
def _said(told: str | None = None, *, export: folders.Export | None = None) -> Iterator[None]:
    """Say what Spark refuses as an error of ours; where it cannot read a file of an export, that one is damaged.

    Raises:
        FormatError: Spark cannot be asked, or the files are not those that were opened.
        LogBroken: A file is damaged.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, ConnectionError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        if told is not None and not isinstance(error, Py4JError):  # it did not start, and Java says why
            with open(told, encoding="utf-8", errors="replace") as file:
                said = [line.strip() for line in file if not line.startswith(_ASIDE)]
            lines = [line for line in said if line] or lines
        python = [line for line in lines if _PYTHON.match(line)]
        java = [line.removeprefix(": ") for line in lines if line.startswith(": ")]
        first = (python or java or lines or [type(error).__name__])[0]
        if _STOPPED in first:
            first = "what is there does not answer as a master does"
        if export is not None:
            export.require_same()
            if any(one in str(error) for one in _DAMAGED):
                what = f"what {export.folder} holds cannot be read: {first}"
                raise folders.damaged(export.folder, what) from error
        what = f"Spark cannot be asked: {first}"
        fix = "check the address of its master, that Java 17 is there, and that its workers see the folder"
        raise FormatError(what, where="engine", fix=fix) from error
    if export is not None:
        export.require_same()
