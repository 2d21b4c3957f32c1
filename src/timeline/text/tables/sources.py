"""Publications, and who repeats whom: ``sources``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.words import ANSWER_INKS, Row, address, lines

_SOURCES_NARROW: Final[tuple[Layout, ...]] = (
    ((("NAME",),), (("PUBLISHER",), ("PUBLISHED",)), (("TITLE",), ("RESTS ON",)), (("URL",),)),
    ((("NAME",),), (("PUBLISHER",),), (("PUBLISHED",),), (("RESTS ON",),)),
    ((("NAME",), ("PUBLISHED",)), (("PUBLISHER",), ("RESTS ON",))),
)


def sources_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``sources``."""
    columns = (
        Column("NAME", whole=True),
        Column("PUBLISHER"),
        Column("PUBLISHED", whole=True),
        Column("RESTS ON", counted=1),
        Column("TITLE", common=True),
        Column("URL", common=True),
        Column("KNOWN", ANSWER_INKS, whole=True, common=True),
        Column("PUBLISHED", whole=True, stands_for=("PUBLISHED", "KNOWN")),
    )
    cells = tuple(
        (
            row["name"] if row["retracted"] == "no" else f"{row['name']} (retracted: {row['retracted']})",
            row["publisher"] or "-",
            _published(row),
            _rests_on(row),
            row["title"] or "-",
            row["url"] or "-",
            row["known"],
            _published(row) + (", possibly" if row["known"] == "possibly" else ""),
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_SOURCES_NARROW)


_CASCADE_NARROW: Final[tuple[Layout, ...]] = (((("SOURCE",), ("SAYS",)), (("PUBLISHER",), ("RESTS ON",))),)


def cascade_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``sources ID``: each publication stands in as many steps as it is away from an end."""
    columns = (
        Column("NAME", whole=True),
        Column("PUBLISHER"),
        Column("RESTS ON"),
        Column("SAYS", whole=True),
        Column("SOURCE", whole=True, stands_for=("NAME",)),
    )
    cells = tuple(
        (
            "\u00a0\u00a0" * row["depth"] + row["name"],
            row["publisher"] or "-",
            "not said"
            if row["unresolved"]
            else lines(
                [
                    *row["via"],
                    *(f"origin: {o['name']}{', interested' if o.get('interested') else ''}" for o in row["origins"]),
                ]
            ),
            ", ".join(dict.fromkeys(report["stance"] for report in row["reports"])) or "only relayed",
            "\u00a0\u00a0" * row["depth"] + _source_or_report(row),
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_CASCADE_NARROW)


def _source_or_report(row: Row) -> str:
    """Name what stands in a chain; a report without a source by its address."""
    name: str = row["name"]
    return f"unsourced ({address(name)})" if name in {report["address"] for report in row["reports"]} else name


def _published(row: Row) -> str:
    if row["published"]:
        return str(row["published"])
    latest = row["published_latest"]
    return f"by {latest}" if latest not in ("open", "unknown") else "-"


def _rests_on(row: Row) -> str:
    if row["origin"]:
        gains = ", interested" if row["origin"].get("interested") else ""
        return lines([*row["via"], f"origin: {row['origin']['name']}{gains}"])
    return lines(row["via"]) or "not said"
