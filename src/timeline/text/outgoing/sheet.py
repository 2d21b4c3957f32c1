"""Events as the rows of a spreadsheet, in the columns that ``import`` reads.

Law of this module: what is written here and read again is the same event. What the plain columns cannot say of facts
and reports stands as JSON in the columns ``facts`` and ``reports``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.dates.advice import says_nothing
from timeline.errors import TimelineError
from timeline.records import say
from timeline.records.typed import fact_pieces, parse_fact
from timeline.records.words import MODE_OF, MODES, Mode
from timeline.text.outgoing.extract import Extract, Losses, Parts, Row, Written, counted
from timeline.text.render import csv_cell, inert
from timeline.text.terminal import safe, safe_json

COLUMNS: Final = (
    "title", "type", "occurred", "said", "text", "links",
    "source", "stance", "reported", "quote", "via", "origin", "interested",
    *MODE_OF, "facts", "reports", "tags", "data", "because", "key", "recorded",
)  # fmt: skip
_COLUMN_OF: Final = {mode: name for name, mode in MODE_OF.items()}
_PLAIN: Final = frozenset({"source", "stance", "reported"})
_CHAIN: Final = frozenset({"quote", "via", "origin"})
_PARTS: Final = frozenset(";\n")


def write_parts(parts: Parts) -> Written:
    """Write the events, as they were known and corrected, in the columns that ``import`` reads."""
    lost = Losses()
    data = bytearray(",".join(COLUMNS).encode() + b"\n")
    for extract in parts:
        for event in extract.events:
            row = cells(extract, event)
            line = ",".join(map(csv_cell, visible([row.get(name) for name in COLUMNS], lost)))
            data += f"{line}\n".encode()
    beside = parts.beside()
    lost.count("source", "not in the sheet, which holds events alone", times=beside.sources)
    lost.count("link", "not in the sheet", times=beside.links)
    notes = ("import the sources first: timeline sources -o sources.csv",) if beside.sources else ()
    return Written(data=bytes(data), counted=counted(parts), lost=lost.words(), notes=notes)


def visible(texts: Iterable[str | None], lost: Losses) -> list[str]:
    """Give texts as cells: what does not print as escapes, which are counted; what a spreadsheet would run as text."""
    found = []
    for text in texts:
        if not text:
            found.append("")
            continue
        shown = "\n".join("\t".join(map(safe, line.split("\t"))) for line in text.split("\n"))
        if shown != text:
            lost.count("cell", "written with escapes for characters that do not print")
        found.append(inert(shown))
    return found


def cells(extract: Extract, event: Row) -> dict[str, str | None]:
    """Give the cells of an event, by the names of their columns; an empty one is None or missing."""
    links = [{name: text for name, text in link.items() if text is not None} for link in event["web_links"]]
    row: dict[str, str | None] = {
        "title": event["title"],
        "type": event["type"] if event["type"] != "event" else None,
        "occurred": event["occurred"],
        "said": event["said"],
        "text": event["text"],
        "links": _as_json(links) if links else None,
        "tags": _tags(event["tags"]),
        "data": _as_json(event["data"]) if event["data"] is not None else None,
        "because": event["because"],
        "key": event["key"],
        "recorded": event["recorded"],
    }
    row |= _facts([_fact_of(fact) for fact in extract.facts_of(event)])
    return row | _reports([_report_of(report) for report in extract.reports_of(event)])


def _fact_of(row: Row) -> dict[str, Any]:
    """Give a fact as a record holds it."""
    fact = {name: row[name] for name in ("entity", "property", "value")}
    fact |= {"mode": row["mode"]} if row["mode"] != "actual" else {}
    return fact | ({"during": row["during"]} if row["during"] is not None else {})


def _report_of(row: Row) -> dict[str, Any]:
    """Give a report as a record holds it."""
    origin = None
    if row["origin"] is not None:
        origin = {"name": row["origin"]} | ({"interested": True} if row["interested"] else {})
    given = {
        "source": row["source"],
        "stance": row["stance"] if row["stance"] != "reports" else None,
        "reported": row["reported"],
        "quote": row["quote"],
        "via": list(row["via"]) or None,
        "origin": origin,
        "because": row["because"],
    }
    return {name: value for name, value in given.items() if value is not None}


def _tags(tags: Sequence[str]) -> str | None:
    if not tags:
        return None
    is_whole = all(tag == safe(tag).strip() and tag and _PARTS.isdisjoint(tag) for tag in tags) and tags[0][0] != "["
    is_plain = is_whole and len(set(tags)) == len(tags)  # of several that are the same, a list in a cell keeps one
    return "; ".join(tags) if is_plain else _as_json(list(tags))


def _facts(facts: Sequence[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, list[str]] = {name: [] for name in _COLUMN_OF.values()}
    order = [MODES.index(fact.get("mode", "actual")) for fact in facts]
    for fact in facts:
        text = _fact(fact)
        if text is None or order != sorted(order):
            return {"facts": _as_json(list(facts))}
        found[_COLUMN_OF[fact.get("mode", "actual")]].append(text)
    return {name: "; ".join(texts) for name, texts in found.items()}


def _fact(fact: dict[str, Any]) -> str | None:
    """Write a fact as people type it; None where that is not read as the same."""
    mode: Mode = fact.get("mode", "actual")
    for text in (say.typed(fact), f"{fact['entity']}.{fact['property']}={_as_json(fact['value'])}"):
        try:
            if safe(text) == text and fact_pieces(text) == [text] and _same(parse_fact(text, mode), fact):
                return text
        except TimelineError:
            continue
    return None


def _same(one: Any, other: Any) -> bool:
    return _as_json(one, sort=True) == _as_json(other, sort=True)


def _reports(reports: Sequence[dict[str, Any]]) -> dict[str, str | None]:
    if not reports:
        return {}
    if len(reports) == 1 and reports[0] and set(reports[0]) <= _PLAIN | _CHAIN and _is_plain_chain(reports[0]):
        (report,) = reports
        origin = report.get("origin", {})
        return {
            **{name: report.get(name) for name in ("source", "stance", "reported", "quote")},
            "via": "; ".join(report.get("via", ())),
            "origin": origin.get("name"),
            "interested": "yes" if origin.get("interested") else None,
        }
    if all(report.get("source") and set(report) <= _PLAIN for report in reports):
        stances = [report.get("stance", "reports") for report in reports]
        dates = [report.get("reported", "") for report in reports]
        return {
            "source": "; ".join(report["source"] for report in reports),
            "stance": "; ".join(stances) if set(stances) != {"reports"} else None,
            "reported": "; ".join(dates) if any(dates) else None,
        }
    return {"reports": _as_json(list(reports))}


def _is_plain_chain(report: Mapping[str, Any]) -> bool:
    origin = report.get("origin", {"name": "x"})["name"]
    quote = report.get("quote", "x")
    is_read_so = not origin.startswith("{") and not says_nothing(origin)
    return is_read_so and all(text.strip() and safe(text) == text for text in (origin, quote))


def _as_json(value: Any, *, sort: bool = False) -> str:
    return safe_json(json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=sort))
