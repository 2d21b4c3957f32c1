"""The events of ``list``, in columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from timeline.records import say
from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.words import ANSWER_INKS, ID, STANDING_INKS, Row, date_words, lines


def _standing(row: Row) -> str:
    possibly = row.get("standing_possibly") or []
    return lines([row["standing"], *(f"possibly {name}" for name in possibly)])


_LIST_NARROW: Final[tuple[Layout, ...]] = (
    ((("OCCURRED",), ("ID", "STANDING")), (("TITLE",),), (("KNOWN",),), (("ORIGINS",), ("SOURCES",))),
    ((("OCCURRED",), ("ID", "KNOWN", "STANDING")), (("TITLE", "ORIGINS OF REPORTS"),)),
    ((("OCCURRED",), ("ID", "STANDING")), (("TITLE", "KNOWN, ORIGINS OF REPORTS"),)),
)


def list_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``list``."""
    columns = (
        Column("ID", digits=ID, whole=True),
        Column("OCCURRED", whole=True),
        Column("TITLE", prose=True),
        Column("KNOWN", ANSWER_INKS, whole=True, common=True),
        Column("STANDING", STANDING_INKS, whole=True, common=True),
        Column("ORIGINS", whole=True, common=True),
        Column("SOURCES", whole=True, common=True, counted=1),
        Column("ORIGINS OF REPORTS", whole=True, common=True, flush=True, stands_for=("ORIGINS",)),
        Column("KNOWN, ORIGINS OF REPORTS", whole=True, common=True, flush=True, stands_for=("KNOWN", "ORIGINS")),
        Column("STANDING", STANDING_INKS, whole=True, common=True, stands_for=("STANDING",)),
    )
    cells = tuple(
        (
            row["id"],
            date_words(row["occurred"]),
            row["title"],
            row["known"],
            _standing(row),
            say.origins(row["origins"], row["reports"], row["standing"]),
            lines(row["sources"]),
            _origins_of_reports(row),
            ("possibly, " if row["known"] == "possibly" else "") + _origins_of_reports(row),
            standing_in_line(row),
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_LIST_NARROW)


def standing_in_line(row: Row) -> str:
    """Say a standing, and what it may turn out to be."""
    possibly = " or ".join(row.get("standing_possibly") or ())
    return f"{row['standing']}; possibly {possibly}" if possibly else str(row["standing"])


def _origins_of_reports(row: Row) -> str:
    if not row["reports"]:
        return "none" if row["standing"] in say.WITHOUT_REPORTS else "none sure"
    return f"{say.bounds(row['origins'])} of {row['reports']:,}"
