"""Begin a shared log in a database: its tables, and the three roles that say who may do what.

Law of this module: it is done in one transaction, all or nothing, and doing it again changes nothing.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Final

import attrs

from timeline.errors import LogError
from timeline.store.server.address import driver
from timeline.store.server.connection import Server
from timeline.store.server.rights import GRANTS, ROLES, require_begin

_LONGEST_NAME: Final = 63


@attrs.frozen(kw_only=True)
class Begun:
    """What beginning a log did: whether it was new, the roles that say who may do what, and what there is to tell."""

    is_new: bool
    roles: tuple[str, ...]
    notes: tuple[str, ...] = ()


def begin(server: Server) -> Begun:
    """Begin a log in the database, where there is none.

    Raises:
        LogError: Something else has the name of its schema.
        ServerError: This role may not.
    """
    psycopg = driver()
    database = server.connection.info.dbname
    roles = tuple(f"{database}_{name}" for name in ROLES)
    there = server.query(
        "select count(c.oid) from pg_namespace n "
        "left join pg_class c on c.relnamespace = n.oid and c.relname = 'about' "
        "where n.nspname = 'timeline' group by n.oid"
    )
    if there and not there[0][0]:
        what = "that database has a schema named timeline, which is not a log"
        raise LogError(what, where=server.shown, fix="name another database", unwritten=True)
    if there:
        return Begun(is_new=False, roles=roles)
    require_begin(server)
    named = {name: psycopg.sql.Identifier(role) for name, role in zip(ROLES, roles, strict=True)}
    notes: tuple[str, ...] = ()
    with server.asking(changes="a new log") as connection, connection.transaction():
        connection.execute((Path(__file__).with_name("schema.sql")).read_text(encoding="utf-8"))
        try:
            with connection.transaction():
                _make_roles(connection, psycopg, named, roles)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.NameTooLong) as error:
            what = "this role may not make others" if error.sqlstate == "42501" else "its name is too long for them"
            notes = (f"{what}: the log is its owner's alone until that one grants rights (docs/sharing.md)",)
            roles = ()
    return Begun(is_new=True, roles=roles, notes=notes)


def _make_roles(connection: object, psycopg: object, named: dict[str, object], roles: tuple[str, ...]) -> None:
    sql = psycopg.sql  # type: ignore[attr-defined]
    execute = connection.execute  # type: ignore[attr-defined]
    if any(len(role.encode()) > _LONGEST_NAME for role in roles):
        raise psycopg.errors.NameTooLong  # type: ignore[attr-defined]
    there = {row[0] for row in execute("select rolname from pg_roles where rolname = any(%s)", [list(roles)])}
    for name, role in zip(ROLES, roles, strict=True):
        if role not in there:
            execute(sql.SQL("create role {} nologin").format(named[name]))
        for grant in GRANTS[name]:
            execute(sql.SQL(grant).format(role=named[name]))
    for lower, upper in itertools.pairwise(ROLES):
        execute(sql.SQL("grant {} to {}").format(named[lower], named[upper]))
