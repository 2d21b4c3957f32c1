"""What may enter a log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from timeline.model import Record, structure


@attrs.frozen(kw_only=True)
class Draft:
    """A record that someone wants to add: its kind and the fields of its body.

    ``recorded`` is a stamp to keep (migrations only); ``id`` is what the record was called where it came from, so that
    others of the same batch may name it; ``where`` is its place for error messages ("line 3").
    """

    kind: str
    body: Mapping[str, Any]
    recorded: str | None = None
    id: str | None = None
    where: str | None = None


@attrs.frozen(kw_only=True)
class Decision:
    """What becomes of one draft; decisions come in the order of writing.

    ``place`` is that of the draft in the input. ``there`` is the id of a record that already says so, ``same`` the
    place of an earlier draft that does. Otherwise ``body`` is to be written, once the fields in ``waits`` hold the ids of the
    drafts that they name: (field, place, what follows the id).
    """

    place: int
    kind: str
    body: Mapping[str, Any]
    there: str | None = None
    same: int | None = None
    waits: tuple[tuple[str, int, str], ...] = ()


def bound(decision: Decision, ids: Mapping[int, str]) -> dict[str, Any]:
    """Fill the ids of other drafts of the batch into a body, now that they are known."""
    return dict(decision.body) | {field: ids[place] + rest for field, place, rest in decision.waits}


def admit(records: Sequence[Record], drafts: Sequence[Draft]) -> tuple[Decision, ...]:
    """Decide on every draft, all or none."""
    for draft in drafts:
        structure(draft.kind, draft.body)
    return tuple(Decision(place=n, kind=d.kind, body=d.body) for n, d in enumerate(drafts))
