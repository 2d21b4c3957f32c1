"""The schema of a row of each answer."""

from __future__ import annotations

from typing import Final

from timeline.text.schemas.parts import ARCHIVE, TEXT, Schema, fields_of, object_of, row_of, several

_YES_OR_POSSIBLY: Final[Schema] = {"enum": ["yes", "possibly"]}
_FACT: Final[Schema] = row_of(
    "entity property value:value mode:mode during:date? since:threes answer:answer known_as",
)
_VALUE: Final = "value:value answer:answer since:threes standing:standing events:id[]"
_CELL: Final = fields_of(
    "answer values beside",
    answer={"enum": ["yes", "possibly", "unknown", "ended"]},
    values=several(row_of(_VALUE)),
    beside=several(row_of(f"mode:mode {_VALUE}")),
)
_CAPTURE: Final[Schema] = row_of(
    "source retrieved:threes sha256 media_type:text? path:text? url:text? known:answer recorded:stamp id:id",
)
_STORY: Final[Schema] = row_of(
    "recorded:stamp kind id:id by what because:text? known:answer file:text? line:count?",
)
_VERDICT: Final[Schema] = {
    "enum": ["value", "possibly", "out", "not yet", "over", "beside", "retracted", "superseded", "not known"]
}
ROWS: Final[dict[str, tuple[str, Schema]]] = {
    "list": (
        "Events, as they were known.",
        row_of(
            "id:id type title occurred:threes reported:threes recorded:stamp known:answer standing:standing "
            "standing_possibly:standing[] origins:origins reports:count sources:[] facts tags:[] said:text? text:text? "
            "web_links file:text? line:count?",
            facts=several(_FACT),
            web_links=several(row_of("url title:text?")),
        ),
    ),
    "show": (
        "All there is about a record; the fields of an event, of a source, or of the record itself.",
        row_of("kind id:id recorded:stamp by changes", changes=several(_STORY)),
    ),
    "state": (
        "The cells of a view.",
        object_of(fields_of("entity property") | _CELL | fields_of("names:[] possibly_same:[]")),
    ),
    "why": (
        "The facts behind a cell.",
        row_of(
            "verdict value:value mode:mode answer:answer since:threes standing:standing event:id entity title because "
            "by:text?",
            verdict=_VERDICT,
        ),
    ),
    "diff": (
        "What changed: an event's change has an id, a cell's its view, entity and property.",
        object_of(
            fields_of(
                "change id:id view entity entity_before property before after into:id out_of:id",
                change={"enum": ["new", "withdrawn", "corrected", "standing", "cell"]},
                before={"type": ["object", "null"]},
                after={"type": ["object", "null"]},
            ),
            optional=("id", "view", "entity", "entity_before", "property", "into", "out_of"),
        ),
    ),
    "sources": (
        "Publications.",
        row_of(
            "name publisher:text? title:text? url:text? published:threes via:[] origin:origin? retrieved:date? archive "
            "retracted:answer id:id captures known:answer",
            archive={"anyOf": [ARCHIVE, {"type": "null"}]},
            captures=several(_CAPTURE),
        ),
    ),
    "cascade": (
        "Who repeats whom about an event: publications, the ends of the chains first.",
        row_of(
            "event:id name publisher:text? depth:count via:[] origins:object[] unresolved:flag reports captures",
            reports=several(row_of("address stance")),
            captures=several(_CAPTURE),
        ),
    ),
    "entities": (
        "The entities of which something is said.",
        row_of(
            "entity names:[] properties:[] types:[] events:positive first:threes last:threes near:[] possibly_same:[]",
        ),
    ),
    "counts": (
        "How many events there are by a month, a type, an entity and so on.",
        row_of("by:text? events:positive possibly:count"),
    ),
    "gaps": (
        "Days in a row, both ends included, on which surely, or possibly, no event that has a date happened.",
        row_of("from to days:positive answer possibly:count", answer=_YES_OR_POSSIBLY),
    ),
    "stats": (
        "How many there are of each thing, and from when to when.",
        row_of("name value", value={"type": ["integer", "string", "null"]}),
    ),
    "conflicts": (
        "What cannot all be so; `origins` has a list of names for each side.",
        row_of(
            "kind answer entity:text? property:text? values:value[] events:id[] origins because sides",
            kind={"enum": ["values", "dates", "denied", "contradicted"]},
            answer=_YES_OR_POSSIBLY,
            origins=several(several(TEXT)),
            sides=several(row_of("says value:value dates:date?[] events:id[] origins:[] unresolved:[] sources:[]")),
        ),
    ),
    "history": (
        "Records in the order of the log; or, for a cell, its stretches: as-of days by days of the world.",
        {
            "anyOf": [
                _STORY,
                row_of(
                    "as_of_first:text? as_of_last:text? first:bound last:bound answer values entity names:[]",
                    answer=_CELL["answer"],
                    values=_CELL["values"],
                ),
            ]
        },
    ),
    "views": (
        "The views that timeline.toml declares, and those that installed packages offer: these name their package.",
        row_of(
            "name title properties:[] latest many:[] entities package:text?",
            latest={"enum": ["occurred", "reported", None]},
            entities={"anyOf": [several(TEXT), {"type": "null"}]},
        ),
    ),
    "date": (
        "How a text is read as a date.",
        row_of(
            "text valid:flag level kind earliest:text? latest:text? approximate uncertain words:text? error:text? "
            "suggestion:text? edtf:date?",
            level={"enum": [0, 1, 2, None]},
            kind={"enum": ["date", "season", "datetime", "interval", "one-of", "all-of", None]},
            approximate={"type": ["boolean", "null"]},
            uncertain={"type": ["boolean", "null"]},
        ),
    ),
    "check": ("What is wrong with a log.", row_of("file:text? line:count? code message fix:text?")),
    "doctor": (
        "What surrounds a log.",
        row_of("about state says fix:text?", state={"enum": ["fine", "note", "wrong"]}),
    ),
    "init": (
        "The log that was begun, or given its settings again.",
        row_of(
            "folder title format status",
            format={"type": "integer"},
            status={"enum": ["begun", "settings written anew"]},
        ),
    ),
    "checkpoint": (
        "The checkpoint that was written; pin is what `check --pin` compares with.",
        row_of("file name number:positive time:stamp count:count root:id heads:id[] previous:id[] signed:flag pin"),
    ),
    "push": (
        "What was sent to a server, or would be; stays says where a text that was redacted may still stand there.",
        row_of(
            "server dry_run:flag records:count batches:count checkpoints:count redacted:id[] stays captures:count "
            "notes:[]",
            stays=several(row_of("where fix")),
        ),
    ),
    "pull": (
        "What came from a server, or would come; the texts of redacted are redacted elsewhere, and still stand here.",
        row_of(
            "server dry_run:flag records:count checkpoints:count files:[] redacted:id[] erased:id[] captures:count "
            "left notes:[]",
            left=several(row_of("id:id why resting:count")),
        ),
    ),
    "view": ("The rows of a view of the user's own; its keys are what the view gives.", {"type": "object"}),
    "added": (
        "What a writing command did.",
        object_of(
            fields_of(
                "id status kind recorded:stamp by record:object repeats",
                id={"type": ["string", "null"]},
                status={"enum": ["added", "already there", "would be added", "said by an earlier line"]},
            ),
            optional=("recorded", "by", "repeats"),
        ),
    ),
}
