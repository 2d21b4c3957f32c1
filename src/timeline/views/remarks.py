"""What to look at again in records that were just added, or would be.

Law of this module: it refuses nothing. What is remarked is written as it stands; a remark names what may be wrong, and
what to write if it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

import attrs

from timeline.records import say
from timeline.records.mentions import entities_in
from timeline.records.model import Record, Report

Code: TypeAlias = Literal["reported-early", "open-null", "near-name"]
_MOST: Final = 10
"""Of one kind only so many remarks are said."""
_MORE: Final[Mapping[Code, str]] = {
    "reported-early": "more events reported before they can have happened; `timeline check` names all",
    "open-null": "more nulls that may lie before the start of what they end",
    "near-name": "more new names that look like others; `timeline entities` shows them",
}


@attrs.frozen(kw_only=True)
class Remark:
    """What to look at again: the id of the new record that gives the reason, of which kind it is, and the words."""

    record: str
    code: Code
    text: str


def remarks(
    old: Sequence[Record],
    new: Sequence[Record],
    *,
    in_use: Collection[str] | None = None,
    is_written: bool = True,
) -> tuple[Remark, ...]:
    """Find what to look at again in new records, by kind, and within a kind in their order.

    Args:
        old: The records of the log before, or those that bear on the new ones.
        new: Those that were added, or would be.
        in_use: The names of entities that are in use; by default as ``old`` tells.
        is_written: Whether they were: what is not written yet is not corrected, but given otherwise.
    """
    known = {record.id for record in old}
    fresh = [record for record in new if record.id not in known]
    if not fresh:
        return ()
    every = [*old, *fresh]
    return (*_early(every, fresh, is_written=is_written), *_open_nulls(every, fresh), *_near_names(old, fresh, in_use))


def in_words(found: Sequence[Remark]) -> Iterator[str]:
    """Say the first remarks of each kind, and how many more there are."""
    for code, more in _MORE.items():
        these = [remark.text for remark in found if remark.code == code]
        yield from these[:_MOST]
        if len(these) > _MOST:
            yield f"{len(these) - _MOST} {more}"


def _early(every: Sequence[Record], fresh: Sequence[Record], *, is_written: bool) -> Iterator[Remark]:
    """Name the events that are surely reported before they can have happened."""
    from timeline.verify.early import early_among  # noqa: PLC0415 - only writing asks

    ids = {record.id for record in fresh}
    reports = {record.content.event: record.id for record in fresh if isinstance(record.content, Report)}
    for one in early_among(every, ids):
        event = one.event
        if is_written or event.id not in ids:
            text = f"{event.id[:8]}: {one.what}; {one.fix}"
        else:
            fix = "give the right dates; what was only announced is planned: --planned E.P=V (in Python planned=)"
            text = f"{say.quoted(event.event.title)}: {one.what}; {fix}"
        record = event.id if event.id in ids else reports[event.id]
        yield Remark(record=record, code="reported-early", text=text)


def _open_nulls(every: Sequence[Record], fresh: Sequence[Record]) -> Iterator[Remark]:
    """Name each null that may have come before the start of what it is meant to end."""
    ids = {record.id for record in fresh if _has_null(record.kind, record.body or {})}
    if ids:
        from timeline.views.endings import open_nulls  # noqa: PLC0415 - most records have no null

        for one in open_nulls(every, ids):
            yield Remark(record=one.record, code="open-null", text=str(one))


def _has_null(kind: str, body: Mapping[str, Any]) -> bool:
    """Whether a record may say that a cell ended: only then there is something to look for."""
    facts = body.get("facts", ()) if kind == "event" else body.get("set", {}).get("facts", ())
    return any(fact.get("value") is None for fact in facts or () if isinstance(fact, Mapping))


def _near_names(old: Sequence[Record], fresh: Sequence[Record], in_use: Collection[str] | None) -> Iterator[Remark]:
    """Name each new name of an entity that looks like a slip of the pen in one that is in use."""
    from timeline.records.names import near_names  # noqa: PLC0415 - only writing asks

    said = [(record.kind, record.body or {}) for record in fresh]
    if not any(True for record in fresh for _ in entities_in(record.body)):
        return
    if found := near_names(((record.kind, record.body or {}) for record in old), said, in_use=in_use):
        first = {name: record.id for record in reversed(fresh) for name in entities_in(record.body)}
        for one in found:
            yield Remark(record=first[one.name], code="near-name", text=str(one))
