"""What to do with a heading that is not known: the ways to say what it means, for the command line and for Python.

Law of this module: words alone; a way that is named works.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Container, Mapping, Sequence
from typing import Final

from timeline.dates.suggest import did_you_mean

_SHOWN: Final = (
    *("title", "occurred", "start", "end", "type", "said", "text", "source", "publisher", "url", "published"),
    *("reported", "stance", "quote", "via", "origin", "tags", "links", "fact", "key", "name", "retrieved"),
)
"""Of all columns, those that advice names."""
_SLIP: Final = 0.8
"""How much a heading must be like the name of a field to be a slip of it: `gender` is not `ended`."""


def as_column(heading: str, name: str) -> str:
    """Say how to name what a column holds.

    >>> as_column("Link", "url")
    '--column Link=url (in Python columns={"Link": "url"})'
    """
    return as_columns({heading: name})


def as_option(heading: str, name: str) -> str:
    """Name what a column holds, on the command line."""
    return f"--column {shlex.quote(f'{heading}={name}')}"


def as_columns(names: Mapping[str, str], *, alone: bool = False) -> str:
    """Say how to name what several columns hold; ``alone`` if all others that are not known are passed over."""
    options = [as_option(heading, name) for heading, name in names.items()]
    python = f"columns={json.dumps(names, ensure_ascii=False)}"
    if alone:
        options, python = [*options, "--ignore-other-columns"], f"{python}, ignore_other_columns=True"
    return f"{' '.join(options)} (in Python {python})"


def unknown(heading: str, allowed: Sequence[str], *, is_first: bool) -> str:
    """Say what to do with a heading that is not known; what holds for all of them, with the first alone."""
    near = did_you_mean(heading, allowed, least=_SLIP)
    other = f"{as_column(heading, 'NAME')} says what it means, {shlex.quote(f'{heading}=')} leaves it out"
    if not is_first:
        return f"{near} Else {other}" if near else other
    other += ", --ignore-other-columns (in Python ignore_other_columns=True) all that are not known"
    return f"{near} Else {other}" if near else f"{other}; the columns are {shown(allowed)}"


def of_events(heading: str, *, is_titled: bool) -> str:
    """Say how a sheet with a column ``name`` is read as one of events."""
    meant = "" if is_titled else "title"
    return f"of a sheet of events: --column {shlex.quote(f'{heading}={meant}')} (in Python columns={{...}})"


def shown(allowed: Container[str]) -> str:
    """Name the fields that a sheet may have."""
    return f"{', '.join(name for name in _SHOWN if name in allowed)}, ENTITY.PROPERTY and others"
