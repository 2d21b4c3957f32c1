"""A database of SQLite, as Datasette, sqlite-utils and the sqlite3 shell open it.

Law of this module: a table for each relation, with its keys, foreign keys and full text; a view of SQL for each view of
the log. It is made in memory: nothing here opens a file. The same rows give the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from timeline.errors import FormatError
from timeline.records import say
from timeline.text.outgoing import relations
from timeline.text.outgoing.extract import Extract, Losses, Row, Rows, Written
from timeline.text.outgoing.relations import RELATIONS, Field, Relation, spread

_INTEGERS: Final = range(-(2**63), 2**63)
_TYPES: Final = {"integer": "INTEGER", "flag": "INTEGER"}


def write(extract: Extract) -> Written:
    """Write the database.

    Raises:
        FormatError: This Python's SQLite can make no database in memory, or has no full text search.
    """
    lost = Losses()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _need(connection)
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("BEGIN")
        for relation in RELATIONS:
            _table(connection, relation, getattr(extract, relation.name), lost)
        for view in extract.views:
            connection.execute(_view(view))
        _about(connection, extract)
        connection.execute("COMMIT")
        data = connection.serialize()
    finally:
        connection.close()
    facts = say.counted(len(extract.facts), "fact")
    return Written(
        data=data,
        counted=f"{extract.counted()}, {facts}, {say.counted(len(extract.sources), 'source')}",
        lost=lost.words(),
        notes=("for Datasette, write its metadata too: timeline export NAME.metadata.json",),
    )


def view_name(view: Row) -> str:
    """Name the view of SQL of a view of the log.

    >>> view_name({"name": "hardware"})
    'state_hardware'
    """
    return f"state_{view['name']}"


def _need(connection: sqlite3.Connection) -> None:
    has_text = connection.execute("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'")
    if not has_text.fetchone() or not hasattr(connection, "serialize"):
        what = f"the SQLite {sqlite3.sqlite_version} of this Python has no full text search, or cannot be kept as bytes"
        raise FormatError(what, where="form", fix="use a Python whose SQLite has FTS5", unwritten=True)


def _table(connection: sqlite3.Connection, relation: Relation, rows: Rows, lost: Losses) -> None:
    """Make the table of a relation, fill it, index what refers to others, and make its texts searchable."""
    table = quoted(relation.name)
    connection.execute(f"CREATE TABLE {table} ({', '.join(_columns(relation))})")
    names = [name for field in relation.fields for name in relations.names(field)]
    places = ", ".join("?" * len(names))
    insert = f"INSERT INTO {table} VALUES ({places})"  # noqa: S608 - names of ours alone
    connection.executemany(insert, (_values(relation, row, lost) for row in rows))
    for field in relation.fields:
        if field.of is not None and relation.key[:1] != (field.name,):
            index = quoted(f"{relation.name}_{field.name}")
            connection.execute(f"CREATE INDEX {index} ON {table} ({quoted(field.name)})")
    if relation.searched:
        text, columns = quoted(f"{relation.name}_fts"), ", ".join(map(quoted, relation.searched))
        connection.execute(f"CREATE VIRTUAL TABLE {text} USING fts5({columns}, content={table})")
        connection.execute(f"INSERT INTO {text} ({text}) VALUES ('rebuild')")  # noqa: S608


def _columns(relation: Relation) -> Iterator[str]:
    for field in relation.fields:
        of = relations.BY_NAME[field.of] if field.of else None
        foreign = f" REFERENCES {quoted(of.name)} ({quoted(of.key[0])})" if of else ""
        for name in relations.names(field):
            kind = {"number": "NUMERIC"}.get(name) if field.kind == "value" else _TYPES.get(field.kind)
            yield f"{quoted(name)} {kind or 'TEXT'}{foreign}"
    if relation.key:
        yield f"PRIMARY KEY ({', '.join(map(quoted, relation.key))})"


def _values(relation: Relation, row: Row, lost: Losses) -> list[Any]:
    return [value for field in relation.fields for value in _value(field, row, lost)]


def _value(field: Field, row: Row, lost: Losses) -> Iterable[Any]:
    value = row[field.name]
    if field.kind == "value":
        if row["mode"] is None:
            return (None,) * len(relations.VALUE_COLUMNS)
        text, type_, number, op, unit = spread(value)
        if isinstance(number, int) and number not in _INTEGERS:
            lost.count("number", "beyond 64 bits, and whole in the text alone")
            number = None
        return text, type_, number, op, unit
    if field.kind in ("json", "texts"):
        return (None if value is None else json.dumps(value, ensure_ascii=True),)
    return (value,)


def _view(view: Row) -> str:
    """Write a view as SQL: a row for each entity, a column for each property, with the text that people see."""
    taken = {"entity"}
    columns = ["entity"]
    for name in view["properties"]:
        heading, number = name, 2
        while heading.casefold() in taken:  # names of columns have no capitals of their own
            heading, number = f"{name}_{number}", number + 1
        taken.add(heading.casefold())
        columns.append(f"group_concat(CASE WHEN property = {_literal(name)} THEN shown END, '; ') AS {quoted(heading)}")
    return (
        f"CREATE VIEW {quoted(view_name(view))} AS SELECT {', '.join(columns)} "  # noqa: S608
        f"FROM (SELECT rowid AS place, * FROM cells WHERE view = {_literal(view['name'])} ORDER BY rowid) "
        "GROUP BY entity ORDER BY min(place)"
    )


def _about(connection: sqlite3.Connection, extract: Extract) -> None:
    """Write down what was asked, so that the file says by itself what it holds."""
    connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
    told = {
        "title": extract.title,
        "clocks": extract.clocks,
        "query": json.dumps(extract.query, ensure_ascii=True),
        "notes": "\n".join(extract.notes),
    }
    connection.executemany("INSERT INTO about VALUES (?, ?)", told.items())


def quoted(name: str) -> str:
    """Write a name so that SQL takes it for one: ``from`` and names with quotes too."""
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
