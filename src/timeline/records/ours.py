"""What of a record only our own correction can change: what dates and places a change, and the event of a report.

Law of this module: what a source said of these would have to be known before it can be dated, so it applies to nothing.
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


def refusal(kind: str, correction: Mapping[str, Any]) -> tuple[str, str] | None:
    """Say why a correction of a kind of record is refused, and by which of its fields; None where it is not."""
    by = next((name for name in ("reported", "source") if correction.get(name) is not None), None)
    names = ours_alone(kind, correction["set"])
    return (only_ours(kind, names), by) if by is not None and names else None
