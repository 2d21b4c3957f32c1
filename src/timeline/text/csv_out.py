"""Events as the rows of a spreadsheet, in the columns that ``import`` reads.

Law of this module: what is written here and read again is the same event. What the plain columns cannot say of facts
and reports stands as JSON in the columns ``facts`` and ``reports``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.asof.values import KnownEvent, KnownReport
from timeline.dates.values import Answer
from timeline.errors import TimelineError
from timeline.records import say
from timeline.records.model import Event, Report, unstructure
from timeline.records.typed import fact_pieces, parse_fact
from timeline.records.words import MODE_OF, MODES, Mode
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


@attrs.frozen
class Written:
    """The text of a sheet, and how many of its cells hold escapes for what does not print."""

    text: str
    escaped: int


def csv(events: Iterable[KnownEvent]) -> Written:
    """Write events, as they were known and corrected, as CSV."""
    lines = [",".join(COLUMNS)]
    escaped = 0
    for event in events:
        row = _row(event)
        cells = []
        for name in COLUMNS:
            text = row.get(name) or ""
            shown = "\n".join("\t".join(map(safe, line.split("\t"))) for line in text.split("\n"))
            escaped += shown != text
            cells.append(csv_cell(inert(shown)))
        lines.append(",".join(cells))
    return Written("".join(line + "\n" for line in lines), escaped)


def _row(known: KnownEvent) -> dict[str, str | None]:
    event: Event = known.event
    row: dict[str, str | None] = {
        "title": event.title,
        "type": event.type if event.type != "event" else None,
        "occurred": event.occurred,
        "said": event.said,
        "text": event.text,
        "links": _as_json([unstructure(link) for link in event.links]) if event.links else None,
        "tags": _tags(event.tags),
        "data": _as_json(event.data) if event.data is not None else None,
        "because": event.because,
        "key": event.key,
        "recorded": known.record.recorded,
    }
    row |= _facts([unstructure(fact.fact) for fact in known.facts])
    return row | _reports([_report(report) for report in known.reports if report.live is not Answer.NO])


def _report(known: KnownReport) -> dict[str, Any]:
    value: Report = attrs.evolve(known.report, event=None, key=None, imported=None)
    return dict(unstructure(value))


def _tags(tags: Sequence[str]) -> str | None:
    if not tags:
        return None
    is_plain = all(tag == safe(tag).strip() and tag and _PARTS.isdisjoint(tag) for tag in tags) and tags[0][0] != "["
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
    return not origin.startswith("{") and all(text.strip() and safe(text) == text for text in (origin, quote))


def _as_json(value: Any, *, sort: bool = False) -> str:
    return safe_json(json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=sort))
