"""What to do with a heading that is not known: the ways to say what it means, for the command line and for Python.

Law of this module: words alone; a way that is named works.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Final

from timeline.dates.advice import hint
from timeline.dates.suggest import did_you_mean
from timeline.text.incoming.pages import is_address

_SHOWN: Final = (
    *("title", "occurred", "start", "end", "type", "said", "text", "source", "publisher", "url", "published"),
    *("reported", "stance", "quote", "via", "origin", "tags", "links", "fact", "key", "name", "retrieved"),
)
"""Of all columns, those that advice names."""
_LOOKED_AT: Final = 20
"""So many cells show what a column holds."""
_DATED: Final = re.compile(r"\d{4}\D|\D\d{4}|\d[/.]\d+[/.]\d")
"""What stands in every date that is not a year alone."""
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


def held(cells: Sequence[str], reads_date: Callable[[str], bool]) -> tuple[str, str] | None:
    """Tell by the cells of a column what it holds, and as what it is read; None where they do not show it.

    Numbers alone may count anything.
    """
    some = [cell.strip() for cell in cells if cell.strip()][:_LOOKED_AT]
    if not some:
        return None
    if all(map(is_address, some)):
        return "addresses of the web", "url"
    if all(_DATED.search(cell) and (reads_date(cell) or hint(cell) is not None) for cell in some):
        return "dates", "occurred"
    return None


def of_many(dated: str | None, *, is_titled: bool) -> str:
    """Say what to do with a sheet of which many columns are not known; ``dated`` is one that holds dates."""
    names = {} if is_titled else {"HEADING": "title"}
    names |= {} if dated is None else {dated: "occurred"}
    if not names:
        return "pass over the others: --ignore-other-columns (in Python ignore_other_columns=True)"
    return f"name the columns that matter, and pass over the others: {as_columns(names, alone=True)}"


def of_events(heading: str, *, is_titled: bool) -> str:
    """Say how a sheet with a column ``name`` is read as one of events."""
    meant = "" if is_titled else "title"
    return f"of a sheet of events: --column {shlex.quote(f'{heading}={meant}')} (in Python columns={{...}})"


def shown(allowed: Container[str]) -> str:
    """Name the fields that a sheet may have."""
    return f"{', '.join(name for name in _SHOWN if name in allowed)}, ENTITY.PROPERTY and others"
