"""What a role may do in a database, asked before it is tried: so a refusal says what to grant, and to whom.

Law of this module: it asks the catalogs of PostgreSQL, which every role may read, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from timeline.errors import LogError, ServerError
from timeline.store.server.connection import Server

ROLES: Final = ("reader", "writer", "redactor")
TABLES: Final = ("about", "batch", "record", "redaction", "checkpoint", "signature")
GRANTS: Final = {
    "reader": (
        "grant usage on schema timeline to {role}",
        f"grant select on {', '.join(f'timeline.{name}' for name in (*TABLES, 'line'))} to {{role}}",
        "grant execute on function timeline.parents(bytea) to {role}",
    ),
    "writer": (
        "grant insert (id, head, salt, body, body_sha256) on timeline.record to {role}",
        "grant insert (sha256, name, text) on timeline.checkpoint to {role}",
        "grant insert (checkpoint, text) on timeline.signature to {role}",
        "grant execute on function timeline.append(), timeline.take_turn() to {role}",
    ),
    "redactor": ("grant insert on timeline.redaction to {role}",),
}
"""What each role may do beside what the one before it may."""

_OWNER: Final = "the owner of the database"

Ask: TypeAlias = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Asks a database, and gives all rows."""

_OF_DATABASE: Final = (
    "select has_database_privilege(current_database(), %s), quote_ident(current_database()), quote_ident(current_user)"
)
_MAY_READ: Final = (
    "select has_schema_privilege(n.oid, 'usage') and bool_and(has_table_privilege(c.oid, 'select')) "
    "from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relname = any(%s) "
    "where n.nspname = 'timeline' group by n.oid"
)
_MAY_ADD: Final = (
    "select has_column_privilege('timeline.record', 'id', 'insert') "
    "and has_function_privilege('timeline.append()', 'execute')"
)
_MAY_REDACT: Final = "select has_table_privilege('timeline.redaction', 'insert')"
_ROLES: Final = (
    "select quote_ident(current_user), quote_ident(current_database() || '_' || %s), "
    "exists (select 1 from pg_roles where rolname = current_database() || '_' || %s), "
    "(select quote_ident(pg_get_userbyid(nspowner)) from pg_namespace where nspname = 'timeline')"
)


def lacking(ask: Ask, right: str) -> str | None:
    """Give the statement that grants a right on the whole database; None where this role has it.

    Args:
        ask: Asks the database.
        right: ``create`` (schemas) or ``temporary`` (tables of a session).
    """
    ((may, database, role),) = ask(_OF_DATABASE, [right])
    return None if may else f"grant {right} on database {database} to {role}"


def require_read(server: Server) -> None:
    """Look that this role may read the log of a database; that there is none is said by whoever reads.

    Raises:
        ServerError: It may not.
    """
    found = server.query(_MAY_READ, [list(TABLES)])
    if found and not found[0][0]:
        raise _refused(server, "this role may not read the log there", *_as_role(server, "reader"))


def not_adding(server: Server, *, redacts: bool = False) -> LogError | None:
    """Say why this role, which may read the log of a database, may not add to it; None where it may.

    ``redacts`` says whether one of the records is a redaction.
    """
    if not server.query(_MAY_ADD)[0][0]:
        what = "this role may read the log there, and not add to it"
        return _refused(server, what, *_as_role(server, "redactor" if redacts else "writer"))
    if redacts and not server.query(_MAY_REDACT)[0][0]:
        what = "this role may add records but not redact, and one of them is a redaction"
        refused = _refused(server, what, *_as_role(server, "redactor"))
        refused.fix = f"{refused.fix}; or let someone who may redact push this log"
        return refused
    grant = lacking(server.query, "temporary")
    if grant is not None:
        what = "this role may make no temporary table there, into which records are sent"
        return _refused(server, what, _OWNER, grant)
    return None


def require_begin(server: Server) -> None:
    """Look that this role may begin a log in a database.

    Raises:
        ServerError: It may not.
    """
    grant = lacking(server.query, "create")
    if grant is not None:
        what = "this role may not begin a log there: it may create no schema in the database"
        raise _refused(server, what, _OWNER, grant)


def _as_role(server: Server, name: str) -> tuple[str, str]:
    """Give who owns the log, and the statements by which this role may what one of the three of the log may."""
    ((role, group, is_there, owner),) = server.query(_ROLES, [name, name])
    if is_there:
        return owner, f"grant {group} to {role}"
    some = ROLES[: ROLES.index(name) + 1]  # each may do what those before it may
    return owner, "; ".join(grant.format(role=role) for one in some for grant in GRANTS[one])


def _refused(server: Server, what: str, owner: str, grant: str) -> ServerError:
    return ServerError(what, where=server.shown, fix=f"have {owner} say: {grant}", unwritten=True)
