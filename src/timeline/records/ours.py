"""What of a record only our own correction can change: what dates and places a change, and the event of a report.

Law of this module: what a source said of these would have to be known before it can be dated, so it applies to nothing.
A source that moved its report to another event is told as two records, which are dated like any: a retraction of the
report, and a report on the other event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from timeline.records import say
from timeline.records.strict_json import quoted

_OURS: Final[Mapping[str, tuple[str, ...]]] = {
    "report": ("event",),
    "correction": ("target", "reported", "source"),
    "retraction": ("target", "reported", "source"),
    "link": ("reported", "source"),
}


def ours_alone(kind: str, given: Iterable[str]) -> tuple[str, ...]:
    """Name those of some fields of a kind of record that only our own correction can change.

    >>> ours_alone("report", {"event": "ID", "quote": "No."}), ours_alone("event", {"title": "x"})
    (('event',), ())
    """
    return tuple(name for name in _OURS.get(kind, ()) if name in given)


def only_ours(kind: str, names: Iterable[str]) -> str:
    """Say that a source's account cannot change these fields.

    >>> only_ours("retraction", ("target", "source"))
    'only our own correction can change "target" and "source" of a retraction'
    """
    return f"only our own correction can change {' and '.join(map(quoted, names))} of {say.article(kind)}"


def way_out(kind: str) -> str:
    """Say what to write instead of a source's account of what only we can change of a kind of record."""
    fix = "leave reported and source out: our own correction counts at every as-of day"
    if kind != "report":
        return fix
    moved = "`timeline retract` it and `timeline report` the other event, both with --reported (in Python reported=)"
    return f"{fix}; or, to move the report from a day on: {moved}"


def taken_back(correction: str | None) -> str:
    """Say what to write instead of making a correction of ours a source's account."""
    retract = f"timeline retract {(correction or 'ID')[:12]} --because TEXT"
    return f"take the correction back, and tell what the source said by itself: {retract}"


def refusal(kind: str, correction: Mapping[str, Any]) -> tuple[str, str] | None:
    """Say why a correction of a kind of record is refused, and by which of its fields; None where it is not."""
    by = next((name for name in ("reported", "source") if correction.get(name) is not None), None)
    names = ours_alone(kind, correction["set"])
    return (only_ours(kind, names), by) if by is not None and names else None
