"""What installed packages offer by entry point: their names are read, their code is loaded when one is asked for.

Law of this module: nothing but an installed package offers anything. No log and no file causes code to be imported:
something is loaded only where a person typed its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Offered:
    """What an installed package offers under a name; its code is not loaded. ``package`` is a name and a version."""

    name: str
    package: str


@attrs.frozen(kw_only=True)
class Entry:
    """What is offered, its place for errors, and what loads it, which may raise anything."""

    where: str
    load: Callable[[], Any]


def offered(group: str) -> tuple[Offered, ...]:
    """List what is offered in a group, sorted by name; of two of one name, that which is found."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow, and few ask

    found: dict[str, Offered] = {}
    for entry in entry_points(group=group):
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist is not None else entry.module
        found.setdefault(entry.name, Offered(name=entry.name, package=package))
    return tuple(found[name] for name in sorted(found))


def entry(group: str, name: str) -> Entry | None:
    """Find what is offered under a name; None where there is nothing."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow, and few ask

    for one in entry_points(group=group, name=name):
        return Entry(where=f"entry point {group}: {one.name} = {one.value}", load=one.load)
    return None
