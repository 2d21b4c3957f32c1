"""PROV-JSON (W3C): which account rests on which publication, and that on which, down to the origins.

Law of this module: an event, a source and a copy are entities; publishers, origins and writers are agents. PROV knows
exact times alone, so a date stands as EDTF in an attribute of ours, and as a time only where it is an instant.
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from timeline.records import say
from timeline.text.outgoing.extract import Extract, Losses, Row, Written

_OURS: Final = "https://timeline.example/ns#"
_Document = dict[str, dict[str, dict[str, Any]]]


def write(extract: Extract) -> Written:
    """Write the document."""
    lost = Losses()
    found: _Document = {}
    for event in extract.events:
        _event(found, extract, event)
    for source in extract.sources:
        _source(found, source)
    for copy in extract.captures:
        _copy(found, copy)
    for row in extract.links:
        if row["rel"] == "derived-from":
            _relate(
                found,
                "wasDerivedFrom",
                generatedEntity=_name("event", row["from"]),
                usedEntity=_name("event", row["to"]),
            )
        else:
            lost.count("link", "left out (not of derivation)")
    lost.count("fact", "kept as text alone", times=len(extract.facts))
    document: dict[str, Any] = {"prefix": {"tl": _OURS}, **found}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    entities, agents = (len(found.get(kind, ())) for kind in ("entity", "agent"))
    counted = f"{say.counted(entities, 'entity', 'entities')}, {say.counted(agents, 'agent')}"
    return Written(data=(text + "\n").encode(), counted=counted, lost=lost.words())


def _event(found: _Document, extract: Extract, event: Row) -> None:
    name = _name("event", event["id"])
    facts = [say.fact(fact) for fact in extract.facts_of(event)]
    _put(found, "entity", name, {
        "prov:label": event["title"],
        "prov:type": _qualified("Event"),
        "tl:eventType": event["type"],
        **_dates(event, "occurred"),
        **_dates(event, "reported"),
        "tl:known": event["known"],
        "tl:standing": event["standing"],
        "tl:fact": facts,
    })  # fmt: skip
    writer = _name("writer", event["by"])
    _put(found, "agent", writer, {"prov:label": event["by"], "prov:type": _qualified("Writer")})
    _relate(found, "wasGeneratedBy", entity=name, time=event["recorded"])
    _relate(found, "wasAttributedTo", entity=name, agent=writer)
    for report in extract.reports_of(event):
        _report(found, name, report)


def _report(found: _Document, event: str, report: Row) -> None:
    """Say what an event rests on: a source, or what the report itself names."""
    more = {"tl:stance": report["stance"], "tl:address": report["address"], **_dates(report, "reported")}
    if report["source"]:
        _relate(found, "wasDerivedFrom", more, generatedEntity=event, usedEntity=_name("source", report["source"]))
    for via in report["via"]:
        _relate(found, "wasDerivedFrom", more, generatedEntity=event, usedEntity=_name("source", via))
    if report["origin"]:
        _relate(found, "wasAttributedTo", more, entity=event, agent=_origin(found, report))


def _source(found: _Document, source: Row) -> None:
    name = _name("source", source["name"])
    _put(found, "entity", name, {
        "prov:label": source["title"] or source["name"],
        "prov:type": _qualified("Source"),
        "tl:url": source["url"],
        **_dates(source, "published"),
    })  # fmt: skip
    if source["publisher"]:
        publisher = _name("publisher", source["publisher"])
        _put(found, "agent", publisher, {"prov:label": source["publisher"], "prov:type": _qualified("Publisher")})
        _relate(found, "wasAttributedTo", entity=name, agent=publisher)
    for via in source["via"]:
        _relate(found, "wasDerivedFrom", generatedEntity=name, usedEntity=_name("source", via))
    if source["origin"]:
        _relate(found, "wasAttributedTo", entity=name, agent=_origin(found, source))


def _origin(found: _Document, row: Row) -> str:
    name = _name("origin", row["origin"])
    interested = {"tl:interested": True} if row["interested"] else {}
    _put(found, "agent", name, {"prov:label": row["origin"], "prov:type": _qualified("Origin"), **interested})
    return name


def _copy(found: _Document, copy: Row) -> None:
    name = _name("copy", f"{copy['source']}-{copy['sha256']}")
    _put(found, "entity", name, {
        "prov:type": _qualified("Capture"),
        "tl:sha256": copy["sha256"],
        "tl:mediaType": copy["media_type"],
        **_dates(copy, "retrieved"),
    })  # fmt: skip
    _relate(found, "specializationOf", specificEntity=name, generalEntity=_name("source", copy["source"]))


def _put(found: _Document, kind: str, name: str, told: dict[str, Any]) -> None:
    held = found.setdefault(kind, {}).setdefault(name, {})
    held |= {key: value for key, value in told.items() if value is not None and value != []}


def _relate(found: _Document, relation: str, more: dict[str, Any] | None = None, **ends: str) -> None:
    relations = found.setdefault(relation, {})
    told = {f"prov:{name}": value for name, value in ends.items()}
    relations[f"_:{relation}{len(relations) + 1}"] = told | {k: v for k, v in (more or {}).items() if v is not None}


def _dates(row: Row, name: str) -> dict[str, Any]:
    return {
        f"tl:{name}": row[name],
        f"tl:{name}Earliest": row[f"{name}_earliest"],
        f"tl:{name}Latest": row[f"{name}_latest"],
    }


def _name(kind: str, text: str) -> str:
    """Make the name of a thing: a local name that every reader of PROV takes, for any text."""
    return f"tl:{kind}-{quote(text, safe='').replace('%', '.').replace('~', '.7E')}"


def _qualified(name: str) -> dict[str, str]:
    return {"$": f"tl:{name}", "type": "prov:QUALIFIED_NAME"}
