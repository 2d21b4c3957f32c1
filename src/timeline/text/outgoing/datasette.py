"""Metadata for Datasette, beside the database of the same name: titles, labels, facets and what each table holds.

Law of this module: it says of the tables of :mod:`sqlite` what the relations say of themselves. Datasette calls a
database by the name of its file, so ``story.metadata.json`` is the metadata of ``story.db``.
"""

from __future__ import annotations

import json
from typing import Any, Final

from timeline.records import say
from timeline.text.outgoing.extract import Extract, Written
from timeline.text.outgoing.relations import RELATIONS
from timeline.text.outgoing.sqlite import view_name

_FACETS: Final = {
    "events": ["type", "standing", "known"],
    "facts": ["property", "mode", "known_as"],
    "reports": ["stance", "source"],
    "sources": ["publisher"],
    "cells": ["view", "property", "answer"],
    "links": ["rel"],
}
_SORTS: Final = {"events": "occurred_earliest", "reports": "reported_earliest", "sources": "published_earliest"}


def write(extract: Extract) -> Written:
    """Write the metadata."""
    tables: dict[str, Any] = {}
    for relation in RELATIONS:
        told: dict[str, Any] = {"description": relation.says}
        told |= {"label_column": relation.label} if relation.label else {}
        told |= {"facets": _FACETS[relation.name]} if relation.name in _FACETS else {}
        told |= {"sort": _SORTS[relation.name]} if relation.name in _SORTS else {}
        told |= {"fts_table": f"{relation.name}_fts"} if relation.searched else {}
        tables[relation.name] = told
    tables |= {view_name(view): {"title": view["title"]} for view in extract.views}
    about = {"title": extract.title, "description": extract.clocks}
    text = json.dumps({**about, "databases": {extract.name: {**about, "tables": tables}}}, indent=2, ensure_ascii=False)
    return Written(data=(text + "\n").encode(), counted=say.counted(len(tables), "table"))
