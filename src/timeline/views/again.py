"""New records that speak of what was taken back already: another retraction of it, or something said of it.

Law of this module: it refuses nothing. Who takes a thing back twice may mean an earlier day; who speaks of a thing that
is gone may not have seen that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline.records.catalogue import Holdings
from timeline.records.mentions import references_in
from timeline.records.model import Record, Retraction


def taken_back(
    old: Sequence[Record], new: Iterable[tuple[str, str, Mapping[str, Any]]], *, is_written: bool
) -> Iterator[tuple[str, str]]:
    """Say of new records, each given by id, kind and body, what they add to what is taken back already."""
    holdings = Holdings(old)
    standing: dict[str, list[Record]] = {}
    for record in old:
        if isinstance(record.content, Retraction) and holdings.is_live(record):
            standing.setdefault(record.content.target, []).append(record)
    for record_id, kind, body in new:
        for _, address in references_in(kind, body) if kind != "redaction" else ():
            base = address.partition("#")[0]
            gone = address if address in standing else base
            before = standing.get(gone)
            if before and base in holdings.by_id:
                what = f"{_named(holdings.by_id[base], gone)} is {_by(before)}; {_adds(kind, body, before)}"
                undo = f"; to undo this one alone: timeline retract {record_id[:12]}" if is_written else ""
                yield record_id, what + undo


def _named(record: Record, address: str) -> str:
    mark = address[len(record.id) :]
    if record.kind == "source" and not mark:
        return f"the source {(record.body or {}).get('name', record.id[:8])}"
    return f"{record.id[:8]}{mark}"


def _by(retractions: Sequence[Record]) -> str:
    """Say which retraction took a thing back: the first that is our own, else the first."""
    first = next((one for one in retractions if _is_ours(one.body or {})), retractions[0])
    body = first.body or {}
    source = f" by {body['source']}" if body.get("source") else ""
    day = f" {body['reported']}" if body.get("reported") else ""
    told = "" if _is_ours(body) else f", reported{source}{day}"
    return f"already retracted by {first.id[:8]} ({first.by} on {first.recorded[:10]}{told})"


def _adds(kind: str, body: Mapping[str, Any], before: Sequence[Record]) -> str:
    if kind != "retraction":
        all_of_them = " ".join(one.id[:12] for one in before)
        shows = "no answer shows it but with --all (in Python retracted=True)"
        return f"{shows}; to put that in force again: timeline retract {all_of_them}"
    if any(_is_ours(one.body or {}) for one in before):
        return "this one changes no answer as long as that one stands"
    if _is_ours(body):
        return "this one takes it back at every as-of day, before that one too"
    return "it is taken back from the earlier of the days on"


def _is_ours(body: Mapping[str, Any]) -> bool:
    return body.get("reported") is None and body.get("source") is None
