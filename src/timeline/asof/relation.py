"""The relation: what a log says of its events, as rows that hold for a stretch of as-of days and of recorded days.

Law of this module: rows are plain tuples of integers and texts, and a question is a filter over them; nothing here
reads a record or a date. A moment is one integer, microseconds since 1970-01-01T00:00:00Z, of any size. Answers are 0
(no), 1 (possibly) and 2 (yes).

A row counts as of D surely where ``known_from_hi <= D < known_to_lo``, possibly where ``known_from_lo <= D <
known_to_hi``; it exists in a log as recorded by R where ``recorded_from <= R < recorded_to``. D and R are the last
microsecond of their clocks, ``LATEST`` where nothing is limited.
"""

from __future__ import annotations

from typing import Final, TypeAlias

Cell: TypeAlias = "int | str | None"
Row: TypeAlias = "tuple[Cell, ...]"

DAY: Final = 86_400_000_000  # microseconds; `dates.values` has it too, but reads the attrs classes
MOST_DAYS: Final = 2**62
"""Beyond so many days from 1970 a moment is clamped: a day is stored as int64. Equal clamps compare *possibly*."""

EARLIEST: Final = -MOST_DAYS * DAY
"""Stands for no lower bound."""
LATEST: Final = MOST_DAYS * DAY + DAY - 1
"""Stands for no upper bound, and for a clock that limits nothing."""
FOREVER: Final = LATEST + 1
"""The end, not included, of what never ends."""

NO: Final = 0
POSSIBLY: Final = 1
YES: Final = 2
WORDS: Final = ("no", "possibly", "yes")

_KNOWN: Final = ("known_from_lo", "known_from_hi", "known_to_lo", "known_to_hi")
_RECORDED: Final = ("recorded_from", "recorded_to")

FACT: Final = (
    "entity",
    "property",
    "mode",
    "value",
    "event",
    "fact_no",
    "start_lo",
    "start_hi",
    "start_by",
    "end_lo",
    "end_hi",
    "reported_lo",
    "reported_hi",
    *_KNOWN,
    *_RECORDED,
    "order_recorded",
    "order_id",
    "place",
    "since",
    "since_earliest",
    "since_latest",
    "during",
    "date_earliest",
    "date_latest",
)
"""The columns of ``fact_version``: a version of a fact.

``entity`` is the name under which it was told; ``value`` the JSON text that answers print; ``event`` the id of the
record that holds it, ``fact_no`` its number there, from 1, ``place`` its place among the facts of that event as told by
then, from 0. It may begin from ``start_lo`` to ``start_hi``, and surely has from ``start_by`` on, the first microsecond
of the latest unit (day, or instant); it may be over from ``end_lo`` on, the last microsecond of the earliest unit, and
surely is after ``end_hi``. ``reported_lo`` and ``reported_hi`` are when its event was reported, ``since`` the date as
typed, ``during`` the one that the fact has for itself;
``date_earliest`` and ``date_latest`` are its bounds as printed, None where ``since_earliest`` and ``since_latest`` are.
"""

EVENT: Final = (
    "event",
    *_KNOWN,
    "retracted",
    "reported_lo",
    "reported_hi",
    "reported",
    *_RECORDED,
    "order_recorded",
    "order_id",
    "tells_itself",
    "occurred",
    "occurred_earliest",
    "occurred_latest",
    "happened_lo",
    "happened_hi",
    "told",
)
"""The columns of ``event_version``: an event as told.

Where ``retracted`` is 2 it is not known any more, and the four moments say as of when that is told. ``reported`` is the
date of its first report as typed, ``tells_itself`` whether its own line carries no report, ``occurred`` its date as
typed, with its bounds as printed and as moments. ``told`` is a JSON object of what else answers print; None where that
is what the event's own line says.
"""

REPORT: Final = (
    "event",
    "address",
    "place",
    "source",
    "stance",
    "reports",
    "denies",
    "doubts",
    "live",
    "lo",
    "hi",
    "as_of_from",
    "as_of_to",
    *_RECORDED,
    "order_recorded",
    "record",
    "reported",
    "via",
    "origin",
    "told",
)
"""The columns of ``report_version``: a report as it stands from ``as_of_from`` on, before ``as_of_to``.

``stance`` is the one that it surest takes; ``reports``, ``denies`` and ``doubts`` say whether it takes that one,
``live`` whether it is not taken back, ``lo`` and ``hi`` when it became public. ``record`` is the line that holds it,
``reported`` its own date as typed, ``via`` and ``origin`` what it says itself that it rests on, as JSON. ``told`` is
a JSON object of what else answers print; None where that is what the line says.
"""

SOURCE: Final = (
    "name",
    "lo",
    "hi",
    "retracted",
    "as_of_from",
    "as_of_to",
    *_RECORDED,
    "record",
    "published",
    "via",
    "origin",
    "told",
)
"""The columns of ``source_version``: a source as it stands from ``as_of_from`` on, before ``as_of_to``.

``via`` and ``origin`` are JSON, None where it names none; ``told`` is a JSON object of what else answers print.
"""

LINK: Final = ("link", "rel", "from", "to", *_KNOWN, *_RECORDED, "order_recorded")
"""The columns of ``link_version``: a link whose ends exist. One that may read in several ways has a row for each."""

ALIAS: Final = ("twin", "event", *_RECORDED)
"""The columns of ``alias``: a record that says again what another said, which names both."""

MOMENTS: Final = frozenset({
    "start_lo", "start_hi", "start_by", "end_lo", "end_hi", "reported_lo", "reported_hi", "lo", "hi", "as_of_from",
    "as_of_to", "order_recorded", "happened_lo", "happened_hi", *_KNOWN, *_RECORDED,
})  # fmt: skip


def stored_columns(schema: tuple[str, ...]) -> tuple[str, ...]:
    """Name the columns of the stored form: beside each moment, which is a day there, the microsecond of that day."""
    return tuple(name for column in schema for name in ((column, f"{column}_us") if column in MOMENTS else (column,)))


def stored(schema: tuple[str, ...], row: Row) -> Row:
    """Give a row in its stored form: each moment as a day since 1970-01-01 and the microsecond of it, both int64."""
    found: list[Cell] = []
    for column, cell in zip(schema, row, strict=True):
        if column in MOMENTS and isinstance(cell, int):
            found += divmod(cell, DAY)
        else:
            found.append(cell)
    return tuple(found)
