"""The schema of a row of each answer."""

from __future__ import annotations

from typing import Final

from timeline.text.schemas.parts import (
    ANSWER,
    ARCHIVE,
    BOUND,
    COUNT,
    FLAG,
    ID,
    MAYBE_COUNT,
    MAYBE_EDTF,
    MAYBE_ORIGIN,
    MAYBE_TEXT,
    MODE,
    ORIGINS,
    STAMPED,
    STANDING,
    TEXT,
    VALUE,
    Schema,
    in_threes,
    object_of,
    several,
)

_STANDING_FIELDS: Final[dict[str, Schema]] = {
    "standing": STANDING,
    "standing_possibly": several(STANDING),
    "origins": ORIGINS,
    "reports": COUNT,
}
_FACT: Final[Schema] = object_of(
    {
        "entity": TEXT,
        "property": TEXT,
        "value": VALUE,
        "mode": MODE,
        "during": MAYBE_EDTF,
        **in_threes("since"),
        "answer": ANSWER,
        "known_as": TEXT,
    }
)
_LIST: Final[dict[str, Schema]] = {
    "id": ID,
    "type": TEXT,
    "title": TEXT,
    **in_threes("occurred"),
    **in_threes("reported"),
    "recorded": STAMPED,
    "known": ANSWER,
    **_STANDING_FIELDS,
    "sources": several(TEXT),
    "facts": several(_FACT),
    "tags": several(TEXT),
    "said": MAYBE_TEXT,
    "text": MAYBE_TEXT,
    "web_links": several(object_of({"url": TEXT, "title": MAYBE_TEXT})),
    "file": MAYBE_TEXT,
    "line": MAYBE_COUNT,
}
_VALUE_ROW: Final[dict[str, Schema]] = {
    "value": VALUE,
    "answer": ANSWER,
    **in_threes("since"),
    "standing": STANDING,
    "events": several(ID),
}
_CELL: Final[dict[str, Schema]] = {
    "answer": {"enum": ["yes", "possibly", "unknown", "ended"]},
    "values": several(object_of(_VALUE_ROW)),
    "beside": several(object_of({"mode": MODE, **_VALUE_ROW})),
}
_CAPTURE: Final[Schema] = object_of(
    {
        "source": TEXT,
        **in_threes("retrieved"),
        "sha256": TEXT,
        "media_type": MAYBE_TEXT,
        "path": MAYBE_TEXT,
        "url": MAYBE_TEXT,
        "known": ANSWER,
        "recorded": STAMPED,
        "id": ID,
    }
)
_SOURCE: Final[dict[str, Schema]] = {
    "name": TEXT,
    "publisher": MAYBE_TEXT,
    "title": MAYBE_TEXT,
    "url": MAYBE_TEXT,
    **in_threes("published"),
    "via": several(TEXT),
    "origin": MAYBE_ORIGIN,
    "retrieved": MAYBE_EDTF,
    "archive": {"anyOf": [ARCHIVE, {"type": "null"}]},
    "retracted": ANSWER,
    "id": ID,
    "captures": several(_CAPTURE),
    "known": ANSWER,
}
_STORY: Final[dict[str, Schema]] = {
    "recorded": STAMPED,
    "kind": TEXT,
    "id": ID,
    "by": TEXT,
    "what": TEXT,
    "because": MAYBE_TEXT,
    "known": ANSWER,
    "file": MAYBE_TEXT,
    "line": MAYBE_COUNT,
}
_RECTANGLE: Final[dict[str, Schema]] = {
    "as_of_first": MAYBE_TEXT,
    "as_of_last": MAYBE_TEXT,
    "first": BOUND,
    "last": BOUND,
    "answer": _CELL["answer"],
    "values": _CELL["values"],
    "entity": TEXT,
    "names": several(TEXT),
}
_VERDICT: Final[Schema] = {
    "enum": ["value", "possibly", "out", "not yet", "over", "beside", "retracted", "superseded", "not known"]
}
ROWS: Final[dict[str, tuple[str, Schema]]] = {
    "list": ("Events, as they were known.", object_of(_LIST)),
    "show": (
        "All there is about a record; the fields of an event, of a source, or of the record itself.",
        object_of({"kind": TEXT, "id": ID, "recorded": STAMPED, "by": TEXT, "changes": several(object_of(_STORY))}),
    ),
    "state": (
        "The cells of a view.",
        object_of({"entity": TEXT, "property": TEXT, **_CELL, "names": several(TEXT), "possibly_same": several(TEXT)}),
    ),
    "why": (
        "The facts behind a cell.",
        object_of(
            {
                "verdict": _VERDICT,
                "value": VALUE,
                "mode": MODE,
                "answer": ANSWER,
                **in_threes("since"),
                "standing": STANDING,
                "event": ID,
                "entity": TEXT,
                "title": TEXT,
                "because": TEXT,
                "by": MAYBE_TEXT,
            }
        ),
    ),
    "diff": (
        "What changed: an event's change has an id, a cell's its view, entity and property.",
        {
            "type": "object",
            "properties": {
                "change": {"enum": ["new", "withdrawn", "corrected", "standing", "cell"]},
                "id": ID,
                "view": TEXT,
                "entity": TEXT,
                "entity_before": TEXT,
                "property": TEXT,
                "before": {"type": ["object", "null"]},
                "after": {"type": ["object", "null"]},
            },
            "required": ["change", "before", "after"],
        },
    ),
    "sources": ("Publications.", object_of(_SOURCE)),
    "cascade": (
        "Who repeats whom about an event: publications, the ends of the chains first.",
        object_of(
            {
                "event": ID,
                "name": TEXT,
                "publisher": MAYBE_TEXT,
                "depth": {"type": "integer", "minimum": 0},
                "via": several(TEXT),
                "origins": several({"type": "object"}),
                "unresolved": FLAG,
                "reports": several(object_of({"address": TEXT, "stance": TEXT})),
                "captures": several(_CAPTURE),
            }
        ),
    ),
    "entities": (
        "The entities of which something is said.",
        object_of(
            {
                "entity": TEXT,
                "names": several(TEXT),
                "properties": several(TEXT),
                "types": several(TEXT),
                "events": {"type": "integer", "minimum": 1},
                **in_threes("first"),
                **in_threes("last"),
                "near": several(TEXT),
                "possibly_same": several(TEXT),
            }
        ),
    ),
    "counts": (
        "How many events there are by a month, a type, an entity and so on.",
        object_of({"by": MAYBE_TEXT, "events": {"type": "integer", "minimum": 1}, "possibly": COUNT}),
    ),
    "gaps": (
        "Days in a row, both ends included, on which surely, or possibly, no event that has a date happened.",
        object_of(
            {
                "from": TEXT,
                "to": TEXT,
                "days": {"type": "integer", "minimum": 1},
                "answer": {"enum": ["yes", "possibly"]},
                "possibly": COUNT,
            }
        ),
    ),
    "stats": (
        "How many there are of each thing, and from when to when.",
        object_of({"name": TEXT, "value": {"type": ["integer", "string", "null"]}}),
    ),
    "conflicts": (
        "What cannot all be so; `origins` has a list of names for each side.",
        object_of(
            {
                "kind": {"enum": ["values", "dates", "denied", "contradicted"]},
                "answer": {"enum": ["yes", "possibly"]},
                "entity": MAYBE_TEXT,
                "property": MAYBE_TEXT,
                "values": several(VALUE),
                "events": several(ID),
                "origins": several(several(TEXT)),
                "because": TEXT,
                "sides": several(
                    object_of(
                        {
                            "says": TEXT,
                            "value": VALUE,
                            "dates": several(MAYBE_EDTF),
                            "events": several(ID),
                            "origins": several(TEXT),
                            "unresolved": several(TEXT),
                            "sources": several(TEXT),
                        }
                    )
                ),
            }
        ),
    ),
    "history": (
        "Records in the order of the log; or, for a cell, its stretches: as-of days by days of the world.",
        {"anyOf": [object_of(_STORY), object_of(_RECTANGLE)]},
    ),
    "views": (
        "The views that timeline.toml declares, and those that installed packages offer: these name their package.",
        object_of(
            {
                "name": TEXT,
                "title": TEXT,
                "properties": several(TEXT),
                "latest": {"enum": ["occurred", "reported", None]},
                "many": several(TEXT),
                "entities": {"anyOf": [several(TEXT), {"type": "null"}]},
                "package": MAYBE_TEXT,
            }
        ),
    ),
    "date": (
        "How a text is read as a date.",
        object_of(
            {
                "text": TEXT,
                "valid": FLAG,
                "level": {"enum": [0, 1, 2, None]},
                "kind": {"enum": ["date", "season", "datetime", "interval", "one-of", "all-of", None]},
                "earliest": MAYBE_TEXT,
                "latest": MAYBE_TEXT,
                "approximate": {"type": ["boolean", "null"]},
                "uncertain": {"type": ["boolean", "null"]},
                "words": MAYBE_TEXT,
                "error": MAYBE_TEXT,
                "suggestion": MAYBE_TEXT,
                "edtf": MAYBE_EDTF,
            }
        ),
    ),
    "check": (
        "What is wrong with a log.",
        object_of(
            {"file": MAYBE_TEXT, "line": MAYBE_COUNT, "code": TEXT, "message": TEXT, "fix": MAYBE_TEXT},
        ),
    ),
    "doctor": (
        "What surrounds a log.",
        object_of({"about": TEXT, "state": {"enum": ["fine", "note", "wrong"]}, "says": TEXT, "fix": MAYBE_TEXT}),
    ),
    "init": (
        "The log that was begun, or given its settings again.",
        object_of(
            {
                "folder": TEXT,
                "title": TEXT,
                "format": {"type": "integer"},
                "status": {"enum": ["begun", "settings written anew"]},
            }
        ),
    ),
    "checkpoint": (
        "The checkpoint that was written; pin is what `check --pin` compares with.",
        object_of(
            {
                "file": TEXT,
                "name": TEXT,
                "number": {"type": "integer", "minimum": 1},
                "time": STAMPED,
                "count": {"type": "integer", "minimum": 0},
                "root": ID,
                "heads": several(ID),
                "previous": several(ID),
                "signed": FLAG,
                "pin": TEXT,
            }
        ),
    ),
    "push": (
        "What was sent to a server, or would be; stays says where a text that was redacted may still stand there.",
        object_of(
            {
                "server": TEXT,
                "dry_run": FLAG,
                "records": COUNT,
                "batches": COUNT,
                "checkpoints": COUNT,
                "redacted": several(ID),
                "stays": several(object_of({"where": TEXT, "fix": TEXT})),
                "captures": COUNT,
                "notes": several(TEXT),
            }
        ),
    ),
    "pull": (
        "What came from a server, or would come; the texts of redacted are redacted elsewhere, and still stand here.",
        object_of(
            {
                "server": TEXT,
                "dry_run": FLAG,
                "records": COUNT,
                "checkpoints": COUNT,
                "files": several(TEXT),
                "redacted": several(ID),
                "erased": several(ID),
                "captures": COUNT,
                "left": several(object_of({"id": ID, "why": TEXT, "resting": COUNT})),
                "notes": several(TEXT),
            }
        ),
    ),
    "view": ("The rows of a view of the user's own; its keys are what the view gives.", {"type": "object"}),
    "added": (
        "What a writing command did.",
        object_of(
            {
                "id": {"type": ["string", "null"]},
                "status": {"enum": ["added", "already there", "would be added", "said by an earlier line"]},
                "kind": TEXT,
                "recorded": STAMPED,
                "by": TEXT,
                "record": {"type": "object"},
                "repeats": TEXT,
            },
            optional=("recorded", "by", "repeats"),
        ),
    ),
}
