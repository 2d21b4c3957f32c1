"""CloudEvents 1.0 as JSON lines: an envelope for each event, for whatever routes and filters events.

Law of this module: ``time`` is the moment of the occurrence, so only an event whose date is an instant has one. The
data is the row of the answer, with its facts and reports.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from timeline.text.outgoing.extract import Extract, Losses, Parts, Row, Written, counted
from timeline.text.outgoing.moments import of_event
from timeline.text.terminal import safe_json


def write_parts(parts: Parts) -> Written:
    """Write a line for each event, in the JSON format of the specification."""
    lost, data = Losses(), bytearray()
    source = f"urn:timeline:{quote(parts.about.title, safe='')}"
    for extract in parts:
        for event in extract.events:
            line = json.dumps(_event(extract, event, source, lost), ensure_ascii=False)
            data += safe_json(line + "\n").encode()
    lost.count("link", "left out", times=parts.beside().links)
    return Written(data=bytes(data), counted=counted(parts), lost=lost.words())


def _event(extract: Extract, event: Row, source: str, lost: Losses) -> dict[str, Any]:
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": event["id"],
        "source": source,
        "type": event["type"],
        "datacontenttype": "application/json",
        "known": event["known"],
        "standing": event["standing"],
        "recorded": event["recorded"],
    }
    entities = {fact["known_as"] for fact in extract.facts_of(event)}
    if len(entities) == 1:
        found["subject"] = entities.pop()
    moment = of_event(event)
    if moment and moment.first and moment.loss is None and moment.last is None and moment.first.is_utc:
        found["time"] = moment.first.iso()
    else:
        lost.count("event", "without a time (the date is not an instant); the data has the date")
    facts = [{name: value for name, value in fact.items() if name != "event"} for fact in extract.facts_of(event)]
    reports = [{name: value for name, value in row.items() if name != "event"} for row in extract.reports_of(event)]
    return {**found, "data": {**event, "facts": facts, "report_list": reports}}
