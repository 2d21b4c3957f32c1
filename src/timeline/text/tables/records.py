"""Records: those of ``history``, and all there is about one, as ``show`` tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from timeline.records import say
from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.words import (
    ANSWER_INKS,
    ID,
    Row,
    address,
    archive_words,
    field_words,
    lines,
    origin_words,
    place,
)

_RECORDS_NARROW: Final[tuple[Layout, ...]] = (
    ((("RECORDED",), ("ID", "KIND")), (("WHAT",),), (("BY",), ("KNOWN",))),
    ((("RECORDED",), ("ID", "KIND", "KNOWN")), (("WHAT",),)),
)


def records_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``history`` that are records."""
    columns = (
        Column("RECORDED", whole=True),
        Column("KIND", whole=True, common=True),
        Column("BY", whole=True, common=True),
        Column("ID", digits=ID, whole=True),
        Column("WHAT", prose=True, flows=", ", cut=-1),
        Column("KNOWN", ANSWER_INKS, whole=True, common=True),
    )
    cells = tuple(
        (
            row["recorded"],
            row["kind"],
            row["by"],
            row["id"],
            lines([row["what"], *([f"because {row['because']}"] if row["because"] else [])]),
            row["known"],
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_RECORDS_NARROW)


def show_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``show``: a field a line, those that are empty left out."""
    columns = (Column("FIELD", whole=True), Column("VALUE"))
    cells: list[tuple[str, ...]] = []
    for row in rows:
        for name, value in row.items():
            shown = _shown(name, value, row)
            if shown:
                cells.append((_FIELDS.get(name) or name.replace("_", " "), shown))
    return Sheet(columns=columns, rows=tuple(cells))


_FIELDS: Final = {
    "report_list": "who says so",
    "captures": "copies",
    "members": "same event",
    "versions": "may read",
    "file": "stands in",
}
_TOLD_ELSEWHERE: Final = ("_earliest", "_latest")


def _shown(name: str, value: Any, row: Row) -> str:
    """Say one field of ``show`` in words; nothing where it is empty, or told by another field."""
    if value is None or value in ([], {}) or name.endswith(_TOLD_ELSEWHERE):
        return ""
    if (name, value) in (("retracted", "no"), ("superseded", "no"), ("members", [row.get("id")])):
        return ""
    if name in ("reports", "line") and isinstance(value, int):
        return ""  # told with the origins, and with the file
    match name, value:
        case "facts", _:
            return lines(map(say.fact, value))
        case "report_list", _:
            return lines(map(_report_words, value))
        case "captures", _:
            return lines(map(_capture_words, value))
        case "web_links", _:
            return lines(link["url"] + (f" ({link['title']})" if link["title"] else "") for link in value)
        case "links", _:
            return lines(f"{item['from'][:ID]} {item['rel']} {item['to'][:ID]} ({item['id'][:ID]})" for item in value)
        case "versions", _:
            return lines(
                f"{field}: " + " or ".join(field_words(field, item["value"]) for item in items)
                for field, items in value.items()
            )
        case "origins", [_, _]:
            return say.origins(value, row["reports"], row["standing"])
        case "file", str():
            return place(row)
        case "origin", Mapping():
            return origin_words(value)
        case "archive", Mapping():
            return archive_words(value)
        case "set", Mapping():
            return lines(f"{field}: {field_words(field, item)}" for field, item in value.items())
        case "changes", _:
            return lines(map(_change_words, value))
        case _, list():
            return lines(item if isinstance(item, str) else say.as_json(item) for item in value)
        case _, str():
            return value
        case _:
            return say.as_json(value)


def _change_words(change: Row) -> str:
    because = f", because {change['because']}" if change["because"] else ""
    known = f", known: {change['known']}" if change["known"] != "yes" else ""
    return f"{change['recorded']} {change['what']}{because}{known} ({change['id'][:ID]})"


def _capture_words(capture: Row) -> str:
    words = [f"{capture['source']} on {capture['retrieved']}" if capture["retrieved"] else f"{capture['source']}"]
    words += [archive_words(capture)]
    words += [f"from {capture['url']}"] if capture["url"] else []
    words += [f"known: {capture['known']}"] if capture["known"] != "yes" else []
    return ", ".join(words) + f" ({capture['id'][:ID]})"


def _report_words(report: Row) -> str:
    words = [f"{report['source'] or 'unsourced'} {report['stance']}"]
    words += [f"on {report['reported']}"] if report["reported"] else []
    words += [f"via {', '.join(report['via'])}"] if report["via"] else []
    words += [f"origin {origin_words(report['origin'])}"] if report["origin"] else []
    words += [f'"{report["quote"]}"'] if report["quote"] else []
    words += [f"because {report['because']}"] if report["because"] else []
    words += [f"known: {report['known']}"] if report["known"] != "yes" else []
    words += [f"retracted: {'yes' if report['live'] == 'no' else 'possibly'}"] if report["live"] != "yes" else []
    return ", ".join(words) + f" ({address(report['address'])})"
