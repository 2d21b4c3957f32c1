"""The facts behind a cell, as ``why`` tells them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from typing import Final

from timeline.records import say
from timeline.records.cellnames import cell_name
from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.words import ID, STANDING_INKS, Row, date_words

_WAYS_OUT: Final = re.compile(re.escape(say.ways_out("\0")).replace("\0", "(.+?)"))
_OVERLAP: Final = re.compile(
    r"(?: surely holds, and)?( (?:surely|may) .+?), and nothing says that .+? had ended by then"
)
_ENDED_BY: Final = re.compile(r'ended by "(.+)"')
_MAY_HAVE_ENDED: Final = re.compile(r'; no end is told; it may be ended by ".+"$')
_SHORT_TITLE: Final = 30
_WHY_NARROW: Final[tuple[Layout, ...]] = (
    ((("VERDICT",), ("EVENT",)), (("SINCE", "STANDING", "VALUE"), ("BECAUSE",))),
    ((("VERDICT",),), (("SINCE", "STANDING", "VALUE"), ("EVENT", "TITLE"), ("BECAUSE",))),
)


def why_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``why``."""
    inks = {"value": "green", "possibly": "yellow", "retracted": "red", "superseded": "dim", "out": "dim"}
    columns = (
        Column("VERDICT", inks, whole=True),
        Column("VALUE"),
        Column("SINCE", whole=True, common=True),
        Column("STANDING", STANDING_INKS, whole=True, common=True),
        Column("BECAUSE", prose=True),
        Column("EVENT", digits=ID, whole=True),
        Column("TITLE", prose=True),
        Column("BECAUSE", prose=True, ditto=True, stands_for=("BECAUSE",)),
    )
    cells = []
    ways: dict[str, None] = {}
    for row in rows:
        by = f" ({row['by'][:ID]})" if row["by"] else ""
        for name in _WAYS_OUT.findall(row["because"]):
            ended = f"--ended {shlex.quote(cell_name(row['entity'], name) + '=VALUE')} (in Python ended=)"
            ways[f'If both hold, declare many = ["{name}"] in the view; if one ended, add its end: {ended}'] = None
        cells.append(
            (
                row["verdict"],
                say.shown(row["value"]) + (f" ({row['mode']})" if row["mode"] != "actual" else ""),
                date_words(row["since"]),
                row["standing"],
                row["because"] + by,
                row["event"],
                row["title"],
                _in_short(row["because"]) + by,
            )
        )
    return Sheet(columns=columns, rows=tuple(cells), narrow=_WHY_NARROW, below=tuple(ways))


def _in_short(because: str) -> str:
    """Say in one line why a value gives way; the ways out are told below the table, titles as far as there is room.

    >>> _in_short('ended by "The contract that was signed in March ran out in June": it surely began before that end')
    'ended by "The contract that was signed…", it began before'
    """
    said = _WAYS_OUT.sub("", because)
    said = said if said == because else _OVERLAP.sub(r"\1; no end is told", said)
    said = _MAY_HAVE_ENDED.sub(", or this may have ended", said)
    said = _ENDED_BY.sub(lambda found: f'ended by "{_cut(found[1])}"', said)
    return said.replace(": it surely began before that end", ", it began before").replace("this value was over", "over")


def _cut(title: str) -> str:
    """Cut a title behind a word, as what is said of it needs the room."""
    if len(title) <= _SHORT_TITLE:
        return title
    return title[:_SHORT_TITLE].rpartition(" ")[0].rstrip(",;:") + "…"
