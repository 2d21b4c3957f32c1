"""What several tables say in the same words: dates, copies, fields, places; and in which colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.records import say

Row = Mapping[str, Any]
ID: Final = 8
FIRST: Final = 3
LISTED: Final = 16
"""So many columns of a list are said before the rest is counted."""
NAMED: Final = 52
"""So many of the properties of a view, and of the values of a cell."""
STANDING_INKS: Final = {
    "corroborated": "green",
    "disputed": "red",
    "doubted": "red",
    "retracted": "red",
    "self-reported": "yellow",
    "unsourced": "yellow",
}
ANSWER_INKS: Final = {"yes": "green", "possibly": "yellow", "unknown": "dim", "ended": "dim"}


def date_words(text: str | None) -> str:
    """Show a date as typed; a missing one as a dash."""
    return text or "-"


def archive_words(archive: Row) -> str:
    """Say where a copy is kept, and of which type it is."""
    where = archive.get("path") or f"SHA-256 {archive['sha256']}"
    return f"{where} ({archive['media_type']})" if archive.get("media_type") else str(where)


def lines(parts: Iterable[str]) -> str:
    """Put each on a line of its own."""
    return "\n".join(parts)


def mode_words(item: Row) -> str:
    """Say of which mode a fact beside a cell is, and whether it is only possibly so."""
    return str(item["mode"]) + (", possibly" if item["answer"] != "yes" else "")


def field_words(name: str, value: Any) -> str:
    """Say the value of a field; of one that may read in several ways, each."""
    if isinstance(value, Mapping) and set(value) == {"versions"}:
        return " or ".join(field_words(name, item) for item in value["versions"])
    if name == "facts":
        return "; ".join(map(say.fact, value or ())) or "none"
    if name == "origins":
        return say.bounds(value)
    return "-" if value is None else value if isinstance(value, str) else say.as_json(value)


def first(several: Sequence[str]) -> list[str]:
    """Give the first of many, and how many more there are."""
    more = len(several) - FIRST
    return [*several[:FIRST], f"{more} more"] if more > 1 else list(several)


def address(of_report: str) -> str:
    """Shorten the id in the address of a report."""
    record, sign, number = of_report.partition("#")
    return record[:ID] + sign + number


def place(row: Row) -> str:
    """Name the file and the line of a row; a dash where there is none."""
    if row["file"] is None:
        return "-"
    return str(row["file"]) if row["line"] is None else f"{row['file']}:{row['line']}"


def origin_words(origin: Row) -> str:
    """Name an origin, and say whether it gains by the claim."""
    return say.origin(str(origin["name"]), interested=bool(origin.get("interested")))
