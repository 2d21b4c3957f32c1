"""A timeline of Timesketch, as CSV or as JSON lines: one event for each message.

Law of this module: a time without a zone is UTC, as Timesketch takes it; ``timestamp`` counts microseconds, and is
asked only where there is no ``datetime``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.dates.values import format_moment
from timeline.errors import DateError, FormatError
from timeline.records.strict_json import quoted
from timeline.text.incoming import tables, told
from timeline.text.incoming.drafted import Drafted, data, one_line, texts
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.told import Lines
from timeline.text.incoming.values import Asked, Brought

_OWN: Final = frozenset({"message", "datetime", "timestamp", "timestamp_desc", "tag", "tags"})
_NO_TIME: Final = re.compile(r"0000-00-00.*|not set|never|invalid", re.IGNORECASE)
"""What Plaso writes as the time of an event that has none."""
_NOT_A_TIME: Final = "not a time"
"""The description of the time of such an event, whatever its ``datetime`` says."""
_NO_VALUE: Final = "-"
"""What Plaso writes into a cell for which it has nothing."""
_NAIVE: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)")
_COUNT: Final = re.compile(r"-?\d{1,17}|[12]\d{17}")
_ZERO: Final = re.compile(r"(?:\.0+)?(\+00:00|Z)$")


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read a timeline of Timesketch.

    Raises:
        FormatError: It has no messages.
    """
    drafted = Drafted(name, asked)
    rows = list(_lines(content, name) if told.kind(content, name) == told.JSON else _rows(content, name, asked))
    if rows and not any("message" in row for _, row in rows):
        raise _without_messages("no row has a message", name)
    for number, (place, row) in enumerate(rows):
        drafted.tick(number, len(rows))
        _event(place, row, drafted)
    return drafted.brought()


def _without_messages(what: str, name: str) -> FormatError:
    return FormatError(what, where=name, fix="its columns are message, datetime, timestamp_desc", unwritten=True)


def _lines(content: Pieces, name: str) -> Iterator[tuple[int | str, Mapping[str, Any]]]:
    found = told.document(content, name)
    items = found.items() if isinstance(found, Lines) else [(1, found)]
    for line, value in items:
        if not isinstance(value, dict):
            raise FormatError("it is no object", where=f"{name}:{line}", unwritten=True)
        yield line, value


def _rows(content: Pieces, name: str, asked: Asked) -> Iterator[tuple[int | str, Mapping[str, Any]]]:
    heads, table = tables.titled(content, name, asked)
    if "message" not in heads:
        raise _without_messages("no column is called message", name)
    for row in table.rows[1:]:
        cells = zip(heads, row.cells, strict=False)
        yield row.line, {head: cell for head, cell in cells if head and _is_filled(head, cell.strip())}


def _is_filled(head: str, cell: str) -> bool:
    return bool(cell) and (cell != _NO_VALUE or head == "message")


def _event(place: int | str, row: Mapping[str, Any], drafted: Drafted) -> None:
    message = row.get("message")
    if not isinstance(message, str) or not message.strip():
        drafted.fault(place, "the event has no message", "write a message")
        return
    title, _, rest = message.strip().partition("\n")
    tags = row.get("tag") or row.get("tags")
    listed = [piece.strip(" '\"[]") for piece in tags.split(",")] if isinstance(tags, str) else texts(tags)
    body = {
        "title": one_line(title),
        "text": rest.strip() and message.strip(),
        "occurred": _occurred(place, row, drafted),
        "said": one_line(row.get("timestamp_desc")),
        "tags": list(dict.fromkeys(tag for tag in listed if tag)),
        "data": data({key: value for key, value in row.items() if key not in _OWN}),
    }
    drafted.add("event", body, place)


def _exact(row: Mapping[str, Any], asked: Asked) -> str | None:
    """Give the date of a line that `export` wrote, whose ``datetime`` is one moment of it; None of any other line."""
    text = row.get("occurred")
    if not isinstance(text, str):
        return None
    try:
        date = asked.date(text)
    except DateError:
        return None
    bounds = row.get("occurred_earliest"), row.get("occurred_latest")
    return str(date) if bounds == (date.meaning.earliest, date.meaning.latest) else None


def _occurred(place: int | str, row: Mapping[str, Any], drafted: Drafted) -> str | None:
    if (exact := _exact(row, drafted.asked)) is not None:
        drafted.note("the date is what `export` wrote beside the moment, in occurred")
        return exact
    text = row.get("datetime")
    is_none = isinstance(text, str) and text.strip() and _NO_TIME.fullmatch(text.strip())
    if is_none or str(row.get("timestamp_desc")).strip().lower() == _NOT_A_TIME:
        drafted.lose("events without a time")
        return None
    if isinstance(text, str) and text.strip():
        if (naive := _NAIVE.fullmatch(text.strip())) is not None:
            drafted.note("times without a zone are read as UTC, as Timesketch does")
            text = f"{naive[1]}T{naive[2]}Z"
        return drafted.date(_ZERO.sub("Z", text.strip()), place)
    stamp = row.get("timestamp")
    if stamp is None:
        drafted.lose("events without a time")
        return None
    if _COUNT.fullmatch(str(stamp)) is None:
        what = f"the timestamp {quoted(str(stamp))} is not a count of microseconds, of a year up to 9999"
        drafted.fault(place, what, "write a datetime")
        return None
    return format_moment(int(stamp))
