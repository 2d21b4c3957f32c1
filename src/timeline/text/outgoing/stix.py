"""A bundle of STIX 2.1 objects: a report for each event, an identity for each entity, an opinion for each denial.

Law of this module: STIX has no object for something that happened, so an event is a report, and its own date stands in
an extension. Every object has the same id in every export of the same record (UUID version 5, STIX 2.1 section 2.9).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any, Final

from timeline.records import say
from timeline.text.addresses import link_target
from timeline.text.outgoing.extract import Extract, Losses, Row, Written
from timeline.text.outgoing.moments import of_bound
from timeline.text.outgoing.report import plain_text

_OURS: Final = uuid.UUID("8f3c5a1e-6d0b-5b0e-9a55-0d5c2c1c7a10")
"""The namespace of our ids."""
_EXTENSION: Final = f"extension-definition--{uuid.uuid5(_OURS, 'extension')}"
_MAKER: Final = f"identity--{uuid.uuid5(_OURS, 'maker')}"
_OPINIONS: Final = {"denies": "strongly-disagree", "doubts": "disagree", "no-comment": "neutral"}
_MADE: Final = "2026-01-01T00:00:00.000Z"
"""When the extension was defined."""


def write(extract: Extract) -> Written:
    """Write the bundle."""
    lost = Losses()
    objects = [*_definitions(), *_entities(extract)] if extract.events else _definitions()
    for event in extract.events:
        objects += [_report(extract, event, lost), *_opinions(extract, event)]
    lost.count("link", "left out", times=len(extract.links))
    bundle = {"type": "bundle", "id": f"bundle--{uuid.uuid5(_OURS, json.dumps(objects))}", "objects": objects}
    text = json.dumps(bundle, ensure_ascii=False, indent=1)
    return Written(data=(text + "\n").encode(), counted=say.counted(len(objects), "object"), lost=lost.words())


def _object(kind: str, of: str, created: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid.uuid5(_OURS, f'{kind}:{of}')}",
        "created_by_ref": _MAKER,
        "created": created,
        "modified": created,
        **fields,
    }


def _definitions() -> list[dict[str, Any]]:
    maker = {**_object("identity", "timeline", _MADE, name="timeline", identity_class="system"), "id": _MAKER}
    del maker["created_by_ref"]
    schema = "occurred and reported are EDTF (ISO 8601-2), their bounds ISO days or instants, open or unknown"
    definition = _object(
        "extension-definition", "extension", _MADE, name="timeline: events with uncertain dates", schema=schema,
        version="1.0.0", extension_types=["property-extension"],
    )  # fmt: skip
    return [maker, {**definition, "id": _EXTENSION}]


def _entities(extract: Extract) -> Iterator[dict[str, Any]]:
    first = min(_instant(event["recorded"]) for event in extract.events)
    for row in extract.entities:
        others = [name for name in row["names"] if name != row["entity"]]
        also = {"description": f"also named {', '.join(others)}"} if others else {}
        yield _object("identity", row["entity"], first, name=row["entity"], identity_class="unknown", **also)


def _report(extract: Extract, event: Row, lost: Losses) -> dict[str, Any]:
    created = _instant(event["recorded"])
    bound = of_bound(event["reported_earliest"])
    has_four_digits = bound is not None and 1000 <= bound.year <= 9999
    if bound is None or not has_four_digits or bound.clock is None:
        lost.count("report", "published at the first moment of the day, or when recorded")
    lost.count("instant", "cut to the millisecond", times=bound is not None and bound.is_finer_than(1000))
    published = bound.at().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if bound and has_four_digits else created
    named = dict.fromkeys(fact["known_as"] for fact in extract.facts_of(event))
    about = [f"identity--{uuid.uuid5(_OURS, f'identity:{name}')}" for name in named]
    references = [_reference(extract.source(name)) for name in event["sources"]]
    references += [
        {"source_name": link["title"] or link["url"], "url": link["url"]}
        for link in event["web_links"]
        if link_target(link["url"])
    ]
    dates = [f"{name}{side}" for name in ("occurred", "reported") for side in ("", "_earliest", "_latest")]
    ours = {name: event[name] for name in (*dates, "said", "known", "standing") if event[name] is not None}
    facts = [
        {
            name: fact[name]
            for name in ("entity", "property", "value", "mode", "since", "answer")
            if fact[name] is not None
        }
        for fact in extract.facts_of(event)
    ]
    return _object(
        "report", event["id"], created,
        name=event["title"],
        description=plain_text(extract, event),
        report_types=[event["type"]],
        published=published,
        object_refs=about or [_MAKER],
        **({"labels": event["tags"]} if event["tags"] else {}),
        **({"external_references": references} if references else {}),
        extensions={_EXTENSION: {"extension_type": "property-extension", **ours, "facts": facts}},
    )  # fmt: skip


def _opinions(extract: Extract, event: Row) -> Iterator[dict[str, Any]]:
    """Give what sources say against an event."""
    of = f"report--{uuid.uuid5(_OURS, 'report:' + event['id'])}"
    for row in extract.reports_of(event):
        if row["stance"] in _OPINIONS:
            quote = {"explanation": row["quote"]} if row["quote"] else {}
            authors = {"authors": [row["source"]]} if row["source"] else {}
            opinion = _OPINIONS[row["stance"]]
            created = _instant(row["recorded"])
            yield _object("opinion", row["address"], created, opinion=opinion, object_refs=[of], **quote, **authors)


def _reference(source: Row) -> dict[str, str]:
    found = {"source_name": source["publisher"] or source["name"], "external_id": source["name"]}
    found |= {"description": source["title"]} if source["title"] else {}
    return found | ({"url": source["url"]} if link_target(source["url"]) else {})


def _instant(stamp: str) -> str:
    """Cut a stamp of the log to the milliseconds that STIX compares."""
    return f"{stamp[:23]}Z"
