"""The schema of each kind of record, as it is written on standard input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from timeline.records.words import RELS
from timeline.text.schemas.parts import (
    ARCHIVE,
    EDTF,
    ID,
    MAYBE_EDTF,
    MODE,
    ORIGIN,
    STANCE,
    TEXT,
    VALUE,
    Schema,
    object_of,
    several,
)

_ANY_RECORD: Final[dict[str, Schema]] = {"because": TEXT, "key": TEXT, "imported": {}, "recorded": TEXT, "id": ID}
_FACT_IN: Final[Schema] = {
    **object_of(
        {"entity": TEXT, "property": TEXT, "value": VALUE, "mode": MODE, "during": EDTF},
        optional=("value", "mode", "during"),
        closed=True,
    ),
    "not": {"properties": {"mode": {"const": "ended"}, "value": {"type": "null"}}, "required": ["mode"]},
}
_REPORT_FIELDS: Final[dict[str, Schema]] = {
    "source": TEXT,
    "stance": STANCE,
    "reported": EDTF,
    "quote": TEXT,
    "via": several(TEXT),
    "origin": ORIGIN,
}
_REPORT_IN: Final[Schema] = object_of(
    {**_REPORT_FIELDS, "because": TEXT}, optional=(*_REPORT_FIELDS, "because"), closed=True
)
_WORLD: Final[dict[str, Schema]] = {"reported": EDTF, "source": TEXT}


def _record(kind: str, required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    fields = {"kind": {"const": kind}, **required, **optional, **_ANY_RECORD, "by": TEXT}
    return object_of(fields, optional=(*optional, *_ANY_RECORD, "by"), closed=True)


RECORDS: Final[tuple[Schema, ...]] = (
    _record(
        "source",
        {"name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$"}},
        {
            "publisher": TEXT,
            "title": TEXT,
            "url": TEXT,
            "published": EDTF,
            "via": several(TEXT),
            "origin": ORIGIN,
            "retrieved": EDTF,
            "archive": ARCHIVE,
        },
    ),
    _record(
        "capture",
        {"source": TEXT, "sha256": ARCHIVE["properties"]["sha256"]},
        {
            "retrieved": EDTF,
            "media_type": TEXT,
            "path": {"type": "string", "pattern": "^captures/[0-9a-f]{64}$"},
            "url": TEXT,
        },
    ),
    _record(
        "event",
        {"title": TEXT},
        {
            "type": TEXT,
            "occurred": MAYBE_EDTF,
            "said": TEXT,
            "text": TEXT,
            "links": several(object_of({"url": TEXT, "title": TEXT}, optional=("title",))),
            "facts": several(_FACT_IN),
            "reports": several(_REPORT_IN),
            "tags": several(TEXT),
            "data": {},
        },
    ),
    _record("report", {"event": TEXT}, _REPORT_FIELDS),
    _record("correction", {"target": TEXT, "set": {"type": "object", "minProperties": 1}}, _WORLD),
    _record("retraction", {"target": TEXT}, _WORLD),
    _record(
        "link",
        {
            "from": TEXT,
            "to": TEXT,
            "rel": {"enum": list(RELS)},
        },
        _WORLD,
    ),
    _record("redaction", {"target": TEXT}, {}),
)
