"""Rows that say other things than the records of their keys, as corrections of these.

Law of this module: only what changed in the sheet since it was last imported is corrected, and only the fields that it
has; whether it is our own mistake or the source's new account was asked, and is never guessed. Each change carries a
key of its own (``a, change 1``), by which the last state of the sheet is known: what people corrected since stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from msgspec.structs import replace

from timeline.errors import Finding, RecordError
from timeline.records.catalogue import Holdings
from timeline.records.drafts import Draft, Refused
from timeline.records.model import Record
from timeline.records.repeats import Find
from timeline.records.typed import EMPTY

Whose: TypeAlias = Literal["ours", "theirs"]
"""Whose change it is: our own mistake, or the source's new account."""

_FIXED: Final = frozenset({"key", "because", "name", "imported"})


def updated(find: Find, drafts: Sequence[Draft], *, whose: Whose, fields: Iterable[str]) -> list[Draft]:
    """Turn drafts whose key the log knows into corrections of what they change.

    Args:
        find: Gives what bears on some keys of the log.
        drafts: What a sheet says, in its order. Those without a key, or with a new one, stay as they are.
        whose: *ours* counts at every as-of day; *theirs* is dated by the row's ``reported``, and a report that the
            event does not have is added to it.
        fields: Those that the sheet has: a field that it does not have is not touched.

    Raises:
        Refused: No draft has a key, or a change of theirs has no day; every fault is named.
    """
    keys = {key for draft in drafts if isinstance(key := draft.body.get("key"), str) and key}
    if not keys:
        raise RecordError(
            "no row has a key, by which a row that was changed is known",
            where="--update",
            fix="name the column that tells the rows apart: --column ID=key, in Python columns={'ID': 'key'}",
            unwritten=True,
        )
    holdings, told = _of_keys(keys, find), frozenset(fields) - _FIXED
    found: list[Draft] = []
    findings: list[Finding] = []
    wheres: list[str | None] = []
    for draft in drafts:
        try:
            found += _of(draft, holdings, told, whose)
        except RecordError as error:
            findings.append(Finding(code="update", message=error.what, fix=error.fix))
            wheres.append(", ".join(part for part in (draft.where, draft.called(error.where)) if part) or None)
    if findings:
        raise Refused(findings, wheres)
    return found


def _of_keys(keys: Iterable[str], find: Find) -> Holdings:
    """Find the records of some keys, and all changes that the sheet made to them, with the keys of these."""
    wanted = set(keys)
    while True:
        holdings = find(f"key:{key}" for key in wanted)
        held = (holdings.by_key[key] for key in keys if key in holdings.by_key)
        following = {_key(one.body["key"], _last(one, holdings)[1] + 1) for one in held if one.body is not None}
        if following <= wanted:
            return holdings
        wanted |= following


def _of(draft: Draft, holdings: Holdings, fields: frozenset[str], whose: Whose) -> Iterator[Draft]:
    """Give what becomes of one draft."""
    holder = holdings.by_key.get(draft.body.get("key") or "")
    if holder is None or holder.body is None or holder.kind != draft.kind:
        yield draft
        return
    draft = replace(draft, spelled=None, seen=None)  # what becomes of it says other things than its line
    known = replace(draft, body={name: value for name, value in holder.body.items() if name != "imported"})
    last, number = _last(holder, holdings)
    changed = {name: _said(draft.body, name) for name in sorted(fields) if _said(draft.body, name) != _said(last, name)}
    if not holdings.is_live(holder) or not changed:
        yield known
        return
    now = holdings.effective(holder)
    reports = changed.pop("reports", []) if whose == "theirs" else []
    places = {f"set.{name}": draft.called(name) or name for name in changed}
    correction: dict[str, Any] = {"target": holder.id, "set": changed, "key": _key(holder.body["key"], number + 1)}
    if because := draft.body.get("because"):
        correction["because"] = because
    if whose == "theirs" and changed:
        correction |= _dated(draft)
    if changed:
        yield replace(draft, kind="correction", body=correction, id=None, recorded=None, places=places)
    new = [report for report in reports if report not in _said(now, "reports")]
    for report in new:
        yield replace(draft, kind="report", body={"event": holder.id, **report}, id=None, recorded=None)
    if not changed and not new:
        yield known


def _last(holder: Record, holdings: Holdings) -> tuple[dict[str, Any], int]:
    """Give what the sheet last said of a record, also where it was corrected since; and how often it changed."""
    body, number = dict(holder.body or {}), 0
    while (change := holdings.by_key.get(_key(body["key"], number + 1))) is not None and change.body is not None:
        body |= change.body.get("set", {})
        number += 1
    return body, number


def _key(key: str, number: int) -> str:
    return f"{key}, change {number}"


def _said(body: Mapping[str, Any], name: str) -> Any:
    """Give what a body says in a field, also where it says nothing."""
    found = body.get(name)
    return EMPTY.get(name) if found is None else found


def _dated(draft: Draft) -> dict[str, Any]:
    """Give the day, and the source, of a change that the source made."""
    reports = [report for report in draft.body.get("reports", ()) if isinstance(report, Mapping)]
    days = list(dict.fromkeys(report["reported"] for report in reports if report.get("reported")))
    sources = list(dict.fromkeys(report["source"] for report in reports if report.get("source")))
    if len(days) != 1:
        what = "the row has no day" if not days else f"the row has {len(days)} days"
        raise RecordError(
            f"{what} on which the source changed its account",
            where="reported",
            fix="write it in a column reported; or, if the mistake was ours, import with --update ours, "
            'in Python update="ours"',
        )
    return {"reported": days[0], **({"source": sources[0]} if len(sources) == 1 else {})}
