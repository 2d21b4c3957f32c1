"""Records of a form that an installed package reads, as drafts.

Law of this module: what the package gives is judged as every record is, and each fault is named by its place.
"""

from __future__ import annotations

import json

from timeline.errors import RecordError
from timeline.records.drafts import Draft
from timeline.records.flat import flat_record
from timeline.text import own
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought, Fault


def read(form: own.ImportForm, data: Pieces, name: str, asked: Asked) -> Brought:
    """Read what a file holds.

    Raises:
        FormatError: The package's code fails.
    """
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for number, (where, record) in enumerate(own.records(form, data.whole(name), name), 1):
        try:
            text = json.dumps(record, ensure_ascii=False, allow_nan=False)
            kind, body, stamps = flat_record(text, keep_recorded=asked.keep_recorded)
        except RecordError as error:
            found = [(one.what, one.fix, one.field) for one in error.faults] or [(error.what, error.fix, error.where)]
            faults += [Fault(number, ", ".join(filter(None, (where, field))), what, fix) for what, fix, field in found]
            continue
        except (TypeError, ValueError) as error:
            faults.append(Fault(number, where, f"it is not JSON: {error}", "give texts, numbers, lists and objects"))
            continue
        recorded = stamps.get("recorded") if asked.keep_recorded else None
        drafts.append(Draft(kind=kind, body=body, recorded=recorded, id=stamps.get("id"), where=where))
    fields = frozenset(field for draft in drafts if draft.kind == "event" for field in draft.body)
    return Brought(drafts=tuple(drafts), faults=tuple(faults), fields=fields)
