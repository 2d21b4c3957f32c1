"""The JSON Schema of each form that scripts rely on: what goes in as a record, and what comes out of each command.

Law of this module: forms only ever grow; a field that is named here keeps its name and its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from timeline.dates.stamps import STAMP
from timeline.records.words import MODES, RELS, STANCES, STANDINGS

Schema = dict[str, Any]

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final[Schema] = {"type": "string"}
_MAYBE_TEXT: Final[Schema] = {"type": ["string", "null"]}
_FLAG: Final[Schema] = {"type": "boolean"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_MAYBE_COUNT: Final[Schema] = {"type": ["integer", "null"]}
_ID: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_STAMP: Final[Schema] = {"type": "string", "pattern": f"^{STAMP.pattern}$"}
_ANSWER: Final[Schema] = {"enum": ["yes", "possibly", "no"]}
_MODE: Final[Schema] = {"enum": list(MODES)}
_STANCE: Final[Schema] = {"enum": list(STANCES)}
_STANDING: Final[Schema] = {"enum": list(STANDINGS)}
_EDTF: Final[Schema] = {"type": "string", "description": "A date in EDTF, or an instant in UTC."}
_MAYBE_EDTF: Final[Schema] = {"type": ["string", "null"], "description": "A date in EDTF, or an instant in UTC."}
_BOUND: Final[Schema] = {"type": "string", "description": 'An ISO day or instant, or "open" or "unknown".'}
_VALUE: Final[Schema] = {
    "description": "Any JSON scalar; a quantity; or null: what held before has ended.",
    "anyOf": [
        {"type": ["string", "number", "boolean", "null"]},
        {
            "type": "object",
            "properties": {
                "op": {"enum": ["<", "<=", "=", ">=", ">", "~"]},
                "value": {"type": "number"},
                "unit": _MAYBE_TEXT,
            },
            "required": ["op", "value"],
            "additionalProperties": False,
        },
    ],
}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(fields: Mapping[str, Schema], *, optional: tuple[str, ...] = (), closed: bool = False) -> Schema:
    required = [name for name in fields if name not in optional]
    schema: Schema = {"type": "object", "properties": dict(fields), "required": required}
    return {**schema, "additionalProperties": False} if closed else schema


def _threes(name: str) -> dict[str, Schema]:
    return {name: _MAYBE_EDTF, f"{name}_earliest": _BOUND, f"{name}_latest": _BOUND}


_ORIGIN: Final[Schema] = _object({"name": _TEXT, "interested": _FLAG}, optional=("interested",))
_MAYBE_ORIGIN: Final[Schema] = {"anyOf": [_ORIGIN, {"type": "null"}]}
_ARCHIVE: Final[Schema] = _object(
    {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "media_type": _TEXT, "path": _TEXT},
    optional=("media_type", "path"),
    closed=True,
)
_ORIGINS: Final[Schema] = {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}

# --- records, as they are written on standard input ------------------------------------------------------------------

_ANY_RECORD: Final[dict[str, Schema]] = {"because": _TEXT, "key": _TEXT, "imported": {}, "recorded": _TEXT, "id": _ID}
_FACT_IN: Final[Schema] = {
    **_object(
        {"entity": _TEXT, "property": _TEXT, "value": _VALUE, "mode": _MODE, "during": _EDTF},
        optional=("value", "mode", "during"),
        closed=True,
    ),
    "not": {"properties": {"mode": {"const": "ended"}, "value": {"type": "null"}}, "required": ["mode"]},
}
_REPORT_FIELDS: Final[dict[str, Schema]] = {
    "source": _TEXT,
    "stance": _STANCE,
    "reported": _EDTF,
    "quote": _TEXT,
    "via": _list(_TEXT),
    "origin": _ORIGIN,
}
_REPORT_IN: Final[Schema] = _object(
    {**_REPORT_FIELDS, "because": _TEXT}, optional=(*_REPORT_FIELDS, "because"), closed=True
)
_WORLD: Final[dict[str, Schema]] = {"reported": _EDTF, "source": _TEXT}


def _record(kind: str, required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    fields = {"kind": {"const": kind}, **required, **optional, **_ANY_RECORD, "by": _TEXT}
    return _object(fields, optional=(*optional, *_ANY_RECORD, "by"), closed=True)


_RECORDS: Final[tuple[Schema, ...]] = (
    _record(
        "source",
        {"name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$"}},
        {
            "publisher": _TEXT,
            "title": _TEXT,
            "url": _TEXT,
            "published": _EDTF,
            "via": _list(_TEXT),
            "origin": _ORIGIN,
            "retrieved": _EDTF,
            "archive": _ARCHIVE,
        },
    ),
    _record(
        "capture",
        {"source": _TEXT, "sha256": _ARCHIVE["properties"]["sha256"]},
        {
            "retrieved": _EDTF,
            "media_type": _TEXT,
            "path": {"type": "string", "pattern": "^captures/[0-9a-f]{64}$"},
            "url": _TEXT,
        },
    ),
    _record(
        "event",
        {"title": _TEXT},
        {
            "type": _TEXT,
            "occurred": _MAYBE_EDTF,
            "said": _TEXT,
            "text": _TEXT,
            "links": _list(_object({"url": _TEXT, "title": _TEXT}, optional=("title",))),
            "facts": _list(_FACT_IN),
            "reports": _list(_REPORT_IN),
            "tags": _list(_TEXT),
            "data": {},
        },
    ),
    _record("report", {"event": _TEXT}, _REPORT_FIELDS),
    _record("correction", {"target": _TEXT, "set": {"type": "object", "minProperties": 1}}, _WORLD),
    _record("retraction", {"target": _TEXT}, _WORLD),
    _record(
        "link",
        {
            "from": _TEXT,
            "to": _TEXT,
            "rel": {"enum": list(RELS)},
        },
        _WORLD,
    ),
    _record("redaction", {"target": _TEXT}, {}),
)

# --- rows of answers -------------------------------------------------------------------------------------------------

_STANDING_FIELDS: Final[dict[str, Schema]] = {
    "standing": _STANDING,
    "standing_possibly": _list(_STANDING),
    "origins": _ORIGINS,
    "reports": _COUNT,
}
_FACT: Final[Schema] = _object(
    {
        "entity": _TEXT,
        "property": _TEXT,
        "value": _VALUE,
        "mode": _MODE,
        "during": _MAYBE_EDTF,
        **_threes("since"),
        "answer": _ANSWER,
        "known_as": _TEXT,
    }
)
_LIST: Final[dict[str, Schema]] = {
    "id": _ID,
    "type": _TEXT,
    "title": _TEXT,
    **_threes("occurred"),
    **_threes("reported"),
    "recorded": _STAMP,
    "known": _ANSWER,
    **_STANDING_FIELDS,
    "sources": _list(_TEXT),
    "facts": _list(_FACT),
    "tags": _list(_TEXT),
    "said": _MAYBE_TEXT,
    "text": _MAYBE_TEXT,
    "web_links": _list(_object({"url": _TEXT, "title": _MAYBE_TEXT})),
    "file": _MAYBE_TEXT,
    "line": _MAYBE_COUNT,
}
_VALUE_ROW: Final[dict[str, Schema]] = {
    "value": _VALUE,
    "answer": _ANSWER,
    **_threes("since"),
    "standing": _STANDING,
    "events": _list(_ID),
}
_CELL: Final[dict[str, Schema]] = {
    "answer": {"enum": ["yes", "possibly", "unknown", "ended"]},
    "values": _list(_object(_VALUE_ROW)),
    "beside": _list(_object({"mode": _MODE, **_VALUE_ROW})),
}
_CAPTURE: Final[Schema] = _object(
    {
        "source": _TEXT,
        **_threes("retrieved"),
        "sha256": _TEXT,
        "media_type": _MAYBE_TEXT,
        "path": _MAYBE_TEXT,
        "url": _MAYBE_TEXT,
        "known": _ANSWER,
        "recorded": _STAMP,
        "id": _ID,
    }
)
_SOURCE: Final[dict[str, Schema]] = {
    "name": _TEXT,
    "publisher": _MAYBE_TEXT,
    "title": _MAYBE_TEXT,
    "url": _MAYBE_TEXT,
    **_threes("published"),
    "via": _list(_TEXT),
    "origin": _MAYBE_ORIGIN,
    "retrieved": _MAYBE_EDTF,
    "archive": {"anyOf": [_ARCHIVE, {"type": "null"}]},
    "retracted": _ANSWER,
    "id": _ID,
    "captures": _list(_CAPTURE),
}
_STORY: Final[dict[str, Schema]] = {
    "recorded": _STAMP,
    "kind": _TEXT,
    "id": _ID,
    "by": _TEXT,
    "what": _TEXT,
    "because": _MAYBE_TEXT,
    "known": _ANSWER,
    "file": _MAYBE_TEXT,
    "line": _MAYBE_COUNT,
}
_RECTANGLE: Final[dict[str, Schema]] = {
    "as_of_first": _MAYBE_TEXT,
    "as_of_last": _MAYBE_TEXT,
    "first": _BOUND,
    "last": _BOUND,
    "answer": _CELL["answer"],
    "values": _CELL["values"],
    "entity": _TEXT,
    "names": _list(_TEXT),
}
_VERDICT: Final[Schema] = {
    "enum": ["value", "possibly", "out", "not yet", "over", "beside", "retracted", "superseded", "not known"]
}
_ROWS: Final[dict[str, tuple[str, Schema]]] = {
    "list": ("Events, as they were known.", _object(_LIST)),
    "show": (
        "All there is about a record; the fields of an event, of a source, or of the record itself.",
        _object({"kind": _TEXT, "id": _ID, "recorded": _STAMP, "by": _TEXT, "changes": _list(_object(_STORY))}),
    ),
    "state": (
        "The cells of a view.",
        _object({"entity": _TEXT, "property": _TEXT, **_CELL, "names": _list(_TEXT), "possibly_same": _list(_TEXT)}),
    ),
    "why": (
        "The facts behind a cell.",
        _object(
            {
                "verdict": _VERDICT,
                "value": _VALUE,
                "mode": _MODE,
                "answer": _ANSWER,
                **_threes("since"),
                "standing": _STANDING,
                "event": _ID,
                "entity": _TEXT,
                "title": _TEXT,
                "because": _TEXT,
                "by": _MAYBE_TEXT,
            }
        ),
    ),
    "diff": (
        "What changed: an event's change has an id, a cell's its view, entity and property.",
        {
            "type": "object",
            "properties": {
                "change": {"enum": ["new", "withdrawn", "corrected", "standing", "cell"]},
                "id": _ID,
                "view": _TEXT,
                "entity": _TEXT,
                "entity_before": _TEXT,
                "property": _TEXT,
                "before": {"type": ["object", "null"]},
                "after": {"type": ["object", "null"]},
            },
            "required": ["change", "before", "after"],
        },
    ),
    "sources": ("Publications.", _object(_SOURCE)),
    "cascade": (
        "Who repeats whom about an event: publications, the ends of the chains first.",
        _object(
            {
                "event": _ID,
                "name": _TEXT,
                "publisher": _MAYBE_TEXT,
                "depth": {"type": "integer", "minimum": 0},
                "via": _list(_TEXT),
                "origins": _list({"type": "object"}),
                "unresolved": _FLAG,
                "reports": _list(_object({"address": _TEXT, "stance": _TEXT})),
                "captures": _list(_CAPTURE),
            }
        ),
    ),
    "entities": (
        "The entities of which something is said.",
        _object(
            {
                "entity": _TEXT,
                "names": _list(_TEXT),
                "properties": _list(_TEXT),
                "types": _list(_TEXT),
                "events": {"type": "integer", "minimum": 1},
                **_threes("first"),
                **_threes("last"),
                "near": _list(_TEXT),
                "possibly_same": _list(_TEXT),
            }
        ),
    ),
    "counts": (
        "How many events there are by a month, a type, an entity and so on.",
        _object({"by": _MAYBE_TEXT, "events": {"type": "integer", "minimum": 1}, "possibly": _COUNT}),
    ),
    "gaps": (
        "Days in a row, both ends included, on which surely, or possibly, no event that has a date happened.",
        _object(
            {
                "from": _TEXT,
                "to": _TEXT,
                "days": {"type": "integer", "minimum": 1},
                "answer": {"enum": ["yes", "possibly"]},
                "possibly": _COUNT,
            }
        ),
    ),
    "stats": (
        "How many there are of each thing, and from when to when.",
        _object({"name": _TEXT, "value": {"type": ["integer", "string", "null"]}}),
    ),
    "conflicts": (
        "What cannot all be so; `origins` has a list of names for each side.",
        _object(
            {
                "kind": {"enum": ["values", "dates", "denied", "contradicted"]},
                "answer": {"enum": ["yes", "possibly"]},
                "entity": _MAYBE_TEXT,
                "property": _MAYBE_TEXT,
                "values": _list(_VALUE),
                "events": _list(_ID),
                "origins": _list(_list(_TEXT)),
                "because": _TEXT,
                "sides": _list(
                    _object(
                        {
                            "says": _TEXT,
                            "value": _VALUE,
                            "dates": _list(_MAYBE_EDTF),
                            "events": _list(_ID),
                            "origins": _list(_TEXT),
                            "unresolved": _list(_TEXT),
                            "sources": _list(_TEXT),
                        }
                    )
                ),
            }
        ),
    ),
    "history": (
        "Records in the order of the log; or, for a cell, its stretches: as-of days by days of the world.",
        {"anyOf": [_object(_STORY), _object(_RECTANGLE)]},
    ),
    "views": (
        "The views that timeline.toml declares, and those that installed packages offer: these name their package.",
        _object(
            {
                "name": _TEXT,
                "title": _TEXT,
                "properties": _list(_TEXT),
                "latest": {"enum": ["occurred", "reported", None]},
                "many": _list(_TEXT),
                "entities": {"anyOf": [_list(_TEXT), {"type": "null"}]},
                "package": _MAYBE_TEXT,
            }
        ),
    ),
    "date": (
        "How a text is read as a date.",
        _object(
            {
                "text": _TEXT,
                "valid": _FLAG,
                "level": {"enum": [0, 1, 2, None]},
                "kind": {"enum": ["date", "season", "datetime", "interval", "one-of", "all-of", None]},
                "earliest": _MAYBE_TEXT,
                "latest": _MAYBE_TEXT,
                "approximate": {"type": ["boolean", "null"]},
                "uncertain": {"type": ["boolean", "null"]},
                "words": _MAYBE_TEXT,
                "error": _MAYBE_TEXT,
                "suggestion": _MAYBE_TEXT,
                "edtf": _MAYBE_EDTF,
            }
        ),
    ),
    "check": (
        "What is wrong with a log.",
        _object(
            {"file": _MAYBE_TEXT, "line": _MAYBE_COUNT, "code": _TEXT, "message": _TEXT, "fix": _MAYBE_TEXT},
        ),
    ),
    "doctor": (
        "What surrounds a log.",
        _object({"about": _TEXT, "state": {"enum": ["fine", "note", "wrong"]}, "says": _TEXT, "fix": _MAYBE_TEXT}),
    ),
    "init": (
        "The log that was begun, or given its settings again.",
        _object(
            {
                "folder": _TEXT,
                "title": _TEXT,
                "format": {"type": "integer"},
                "status": {"enum": ["begun", "settings written anew"]},
            }
        ),
    ),
    "checkpoint": (
        "The checkpoint that was written; pin is what `check --pin` compares with.",
        _object(
            {
                "file": _TEXT,
                "name": _TEXT,
                "number": {"type": "integer", "minimum": 1},
                "time": _STAMP,
                "count": {"type": "integer", "minimum": 0},
                "root": _ID,
                "heads": _list(_ID),
                "previous": _list(_ID),
                "signed": _FLAG,
                "pin": _TEXT,
            }
        ),
    ),
    "push": (
        "What was sent to a server, or would be; stays says where a text that was redacted may still stand there.",
        _object(
            {
                "server": _TEXT,
                "dry_run": _FLAG,
                "records": _COUNT,
                "batches": _COUNT,
                "checkpoints": _COUNT,
                "redacted": _list(_ID),
                "stays": _list(_object({"where": _TEXT, "fix": _TEXT})),
                "captures": _COUNT,
                "notes": _list(_TEXT),
            }
        ),
    ),
    "pull": (
        "What came from a server, or would come; the texts of redacted are redacted elsewhere, and still stand here.",
        _object(
            {
                "server": _TEXT,
                "dry_run": _FLAG,
                "records": _COUNT,
                "checkpoints": _COUNT,
                "files": _list(_TEXT),
                "redacted": _list(_ID),
                "erased": _list(_ID),
                "captures": _COUNT,
                "left": _list(_object({"id": _ID, "why": _TEXT, "resting": _COUNT})),
                "notes": _list(_TEXT),
            }
        ),
    ),
    "view": ("The rows of a view of the user's own; its keys are what the view gives.", {"type": "object"}),
    "added": (
        "What a writing command did.",
        _object(
            {
                "id": {"type": ["string", "null"]},
                "status": {"enum": ["added", "already there", "would be added", "said by an earlier line"]},
                "kind": _TEXT,
                "recorded": _STAMP,
                "by": _TEXT,
                "record": {"type": "object"},
                "repeats": _TEXT,
            },
            optional=("recorded", "by", "repeats"),
        ),
    ),
}
_ERROR: Final[Schema] = _object(
    {
        "schema": {"const": "timeline/error/1"},
        "error": _TEXT,
        "what": _TEXT,
        "where": _MAYBE_TEXT,
        "fix": _MAYBE_TEXT,
        "exit": {"type": "integer"},
        "nothing_written": _FLAG,
        "faults": _list(
            _object(
                {
                    "file": _MAYBE_TEXT,
                    "line": _MAYBE_COUNT,
                    "field": _MAYBE_TEXT,
                    "what": _TEXT,
                    "fix": _MAYBE_TEXT,
                }
            )
        ),
    }
)

NAMES: Final[tuple[str, ...]] = ("record", *_ROWS, "error")
"""Each form that has a schema; ``record`` is a line of ``add -``."""


def schema(name: str) -> Schema:
    """Give the JSON Schema of a form, one of NAMES."""
    head: Schema = {"$schema": _DRAFT, "$id": f"timeline/{name}/1"}
    if name == "record":
        return {**head, "title": "One record, as a line of `timeline add -`.", "oneOf": list(_RECORDS)}
    if name == "error":
        return {**head, "title": "An error, on stderr.", **_ERROR}
    title, row = _ROWS[name]
    fields = {"schema": {"const": f"timeline/{name}/1"}, "query": {"type": "object"}, "rows": _list(row)}
    return {**head, "title": title, **_object(fields)}


def keys(name: str) -> tuple[str, ...]:
    """Give the keys of a form's rows, for the heading of an answer without rows; of an error, its own."""
    row = _ERROR if name == "error" else _ROWS[name][1]
    first = row["anyOf"][0] if "anyOf" in row else row
    return tuple(first.get("properties", ()))


def fields(name: str) -> tuple[str, ...]:
    """Give each key that a row of a form can have, of whatever shape; none where the form leaves them open."""
    row = _ROWS[name][1] if name in _ROWS else {}
    return tuple(dict.fromkeys(key for shape in row.get("anyOf", (row,)) for key in shape.get("properties", ())))
