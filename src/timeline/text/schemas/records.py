"""The schema of each kind of record, as it is written on standard input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from timeline.records.words import RELS
from timeline.text.schemas.parts import ARCHIVE, TEXT, Schema, fields_of, object_of, several

_ANY_RECORD: Final = fields_of("because key imported:any recorded id:id")
_FACT_IN: Final[Schema] = {
    **object_of(
        fields_of("entity property value:value mode:mode during:date"),
        optional=("value", "mode", "during"),
        closed=True,
    ),
    "not": {"properties": {"mode": {"const": "ended"}, "value": {"type": "null"}}, "required": ["mode"]},
}
_REPORT_FIELDS: Final = fields_of("source stance:stance reported:date quote via:[] origin:origin")
_REPORT_IN: Final[Schema] = object_of(
    _REPORT_FIELDS | fields_of("because"), optional=(*_REPORT_FIELDS, "because"), closed=True
)
_WORLD: Final = fields_of("reported:date source")


def _record(kind: str, required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    fields = {"kind": {"const": kind}, **required, **optional, **_ANY_RECORD, "by": TEXT}
    return object_of(fields, optional=(*optional, *_ANY_RECORD, "by"), closed=True)


RECORDS: Final[tuple[Schema, ...]] = (
    _record(
        "source",
        fields_of("name", name={"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$"}),
        fields_of("publisher title url published:date via:[] origin:origin retrieved:date archive:archive"),
    ),
    _record(
        "capture",
        fields_of("source sha256", sha256=ARCHIVE["properties"]["sha256"]),
        fields_of("retrieved:date media_type path url", path={"type": "string", "pattern": "^captures/[0-9a-f]{64}$"}),
    ),
    _record(
        "event",
        fields_of("title"),
        fields_of(
            "type occurred:date? said text links facts reports tags:[] data:any",
            links=several(object_of(fields_of("url title"), optional=("title",))),
            facts=several(_FACT_IN),
            reports=several(_REPORT_IN),
        ),
    ),
    _record("report", fields_of("event"), _REPORT_FIELDS),
    _record("correction", fields_of("target set", set={"type": "object", "minProperties": 1}), _WORLD),
    _record("retraction", fields_of("target"), _WORLD),
    _record("link", fields_of("from to rel", rel={"enum": list(RELS)}), _WORLD),
    _record("redaction", fields_of("target"), {}),
)
