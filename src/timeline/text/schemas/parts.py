"""What schemas are made of: texts, dates, answers, and lists and objects of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from timeline.dates.stamps import STAMP
from timeline.records.words import MODES, STANCES, STANDINGS

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
TEXT: Final[Schema] = {"type": "string"}
MAYBE_TEXT: Final[Schema] = {"type": ["string", "null"]}
FLAG: Final[Schema] = {"type": "boolean"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
ID: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
STAMPED: Final[Schema] = {"type": "string", "pattern": f"^{STAMP.pattern}$"}
EDTF: Final[Schema] = {"type": "string", "description": "A date in EDTF, or an instant in UTC."}
MAYBE_EDTF: Final[Schema] = {"type": ["string", "null"], "description": "A date in EDTF, or an instant in UTC."}
BOUND: Final[Schema] = {"type": "string", "description": 'An ISO day or instant, or "open" or "unknown".'}
VALUE: Final[Schema] = {
    "description": "Any JSON scalar; a quantity; or null: what held before has ended.",
    "anyOf": [
        {"type": ["string", "number", "boolean", "null"]},
        {
            "type": "object",
            "properties": {
                "op": {"enum": ["<", "<=", "=", ">=", ">", "~"]},
                "value": {"type": "number"},
                "unit": MAYBE_TEXT,
            },
            "required": ["op", "value"],
            "additionalProperties": False,
        },
    ],
}


def several(items: Schema) -> Schema:
    """Give the schema of a list of such things."""
    return {"type": "array", "items": items}


def object_of(fields: Mapping[str, Schema], *, optional: tuple[str, ...] = (), closed: bool = False) -> Schema:
    """Give the schema of an object with some fields; one that is closed has no others."""
    required = [name for name in fields if name not in optional]
    schema: Schema = {"type": "object", "properties": dict(fields), "required": required}
    return {**schema, "additionalProperties": False} if closed else schema


def in_threes(name: str) -> dict[str, Schema]:
    """Give the schemas of a date as it was typed, and of its bounds."""
    return {name: MAYBE_EDTF, f"{name}_earliest": BOUND, f"{name}_latest": BOUND}


ORIGIN: Final[Schema] = object_of({"name": TEXT, "interested": FLAG}, optional=("interested",))
ARCHIVE: Final[Schema] = object_of(
    {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "media_type": TEXT, "path": TEXT},
    optional=("media_type", "path"),
    closed=True,
)
_KINDS: Final[Mapping[str, Schema]] = {
    "": TEXT,
    "text?": MAYBE_TEXT,
    "flag": FLAG,
    "count": COUNT,
    "count?": {"type": ["integer", "null"]},
    "positive": {"type": "integer", "minimum": 1},
    "id": ID,
    "stamp": STAMPED,
    "date": EDTF,
    "date?": MAYBE_EDTF,
    "bound": BOUND,
    "answer": {"enum": ["yes", "possibly", "no"]},
    "mode": {"enum": list(MODES)},
    "standing": {"enum": list(STANDINGS)},
    "value": VALUE,
    "stance": {"enum": list(STANCES)},
    "origin": ORIGIN,
    "origin?": {"anyOf": [ORIGIN, {"type": "null"}]},
    "origins": {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2},
    "archive": ARCHIVE,
    "object": {"type": "object"},
    "any": {},
}


def fields_of(names: str, **given: Schema) -> dict[str, Schema]:
    """Give the schemas of fields in their order, as ``name`` (a text), ``name:kind`` and ``name:kind[]`` say.

    ``threes`` are a date as it was typed, and its bounds. What no kind says is given by the field's name.
    """
    found: dict[str, Schema] = {}
    for text in names.split():
        name, _, kind = text.partition(":")
        if kind == "threes":
            found |= in_threes(name)
        elif kind.endswith("[]"):
            found[name] = several(_KINDS[kind.removesuffix("[]")])
        else:
            found[name] = given[name] if name in given else _KINDS[kind]
    return found


def row_of(names: str, **given: Schema) -> Schema:
    """Give the schema of an object with such fields, all of which it has."""
    return object_of(fields_of(names, **given))
