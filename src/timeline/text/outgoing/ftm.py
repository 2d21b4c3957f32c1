"""Statements of FollowTheMoney, as JSON lines: an Event for each event, an Article for each source.

Law of this module: its dates are prefixes of ISO days in the years 1000 to 2999; anything else is cut or dropped there
without a word. So a date is written as the finest prefix that surely holds it, with the EDTF as its original value. A
statement has the id that FollowTheMoney gives it: SHA-1 of data set, entity, property and value.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from timeline.records import say
from timeline.text.addresses import link_target
from timeline.text.outgoing.extract import Extract, Losses, Row, Written
from timeline.text.outgoing.moments import Point, of_event, shared
from timeline.text.terminal import safe_json

_YEARS: Final = range(1000, 3000)
_Told = Iterator[tuple[str, str, str | None]]
"""Properties with a value each, and the value as it was written at its origin, where it differs."""


def write(extract: Extract) -> Written:
    """Write the statements, those of an entity together."""
    lost = Losses()
    data_set = re.sub("[^a-z0-9]+", "_", extract.title.lower()).strip("_") or "timeline"
    lines: list[str] = []
    for source in extract.sources:
        told = _article(source, lost)
        lines += _statements(data_set, _source_id(source["name"]), "Article", told, None)
    for event in extract.events:
        told = _event(extract, event, lost)
        lines += _statements(data_set, event["id"], "Event", told, event["recorded"][:19])
    lost.count("report", "left out but for the source", times=len(extract.reports))
    lost.count("link", "left out", times=len(extract.links))
    text = safe_json("".join(line + "\n" for line in lines))
    noun = "statement" if len(lines) == 1 else "statements"
    return Written(data=text.encode(), counted=f"{len(lines)} {noun}", lost=lost.words())


def _source_id(name: str) -> str:
    return f"source-{name}"


def _statements(data_set: str, entity: str, schema: str, told: _Told, seen: str | None) -> Iterator[str]:
    for prop, value, original in dict.fromkeys(told):
        key = f"{data_set}.{entity}.{prop}.{value}"
        statement: dict[str, Any] = {
            "canonical_id": entity,
            "entity_id": entity,
            "prop": prop,
            "schema": schema,
            "value": value,
            "dataset": data_set,
            "lang": None,
            "original_value": original if original != value else None,
            "first_seen": seen,
            "last_seen": seen,
            "external": False,
            "origin": None,
            "id": hashlib.sha1(key.encode()).hexdigest(),  # noqa: S324 - a name, and their choice
        }
        yield json.dumps(statement, ensure_ascii=False)


def _event(extract: Extract, event: Row, lost: Losses) -> _Told:
    yield "name", event["title"], None
    yield from _dates(event, lost)
    for prop, text in (("summary", event["said"]), ("description", event["text"])):
        if text:
            yield prop, text, None
    for tag in event["tags"]:
        yield "keywords", tag, None
    for fact in extract.facts_of(event):
        yield "namesMentioned", fact["known_as"], None
        yield "notes", say.fact(fact), None
    for link in event["web_links"]:
        if link_target(link["url"]):
            yield "sourceUrl", link["url"], None
    for name in event["sources"]:
        yield "proof", _source_id(name), None


def _dates(event: Row, lost: Losses) -> _Told:
    """Give a stretch of time by its start and end, anything else as one date that is no finer than it."""
    found, edtf = of_event(event), event["occurred"]
    if found is not None and found.first is not None and found.last is not None and found.loss is None:
        ends = [("startDate", _prefix(found.first)), ("endDate", _prefix(found.last))]
    else:
        point = None if found is None else shared(found)
        ends = [("date", None if point is None else _prefix(point))]
    if found is not None and found.loss is not None:
        lost.count("date", "told by year, month or day alone; the EDTF is the original value")
    points = [] if found is None or found.loss is not None else [each for each in (found.first, found.last) if each]
    lost.taken_as_utc(sum(point.is_local for point in points))
    cut = sum(point.is_finer_than(1_000_000) for point in points)
    lost.count("time", "told without the fraction of its second", times=cut)
    for prop, value in ends:
        if value is not None:
            yield prop, value, edtf
        elif edtf is not None:
            lost.count("date", "left out (no year from 1000 to 2999 surely holds it)")


def _article(source: Row, lost: Losses) -> _Told:
    yield "name", source["name"], None
    for prop in ("title", "publisher"):
        if source[prop]:
            yield prop, source[prop], None
    if link_target(source["url"]):
        yield "sourceUrl", source["url"], None
    found = of_event(source, "published")
    point = None if found is None else shared(found)
    value = None if point is None else _prefix(point)
    lost.taken_as_utc(value is not None and point is not None and point.is_local)
    if value is not None:
        yield "publishedAt", value, source["published"]
    elif source["published"] is not None:
        lost.count("date", "left out (no year from 1000 to 2999 surely holds it)")


def _prefix(point: Point) -> str | None:
    """Write a point as a prefix of an ISO instant in UTC, to the second."""
    return point.iso().partition(".")[0].removesuffix("Z") if point.year in _YEARS else None
