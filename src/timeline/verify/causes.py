"""Which of the faults that a check finds may follow from others.

Law of this module: a cause keeps its own fix; what may follow from it says so, and has no fix but that one. Nothing is
left out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from timeline.errors import Finding
from timeline.verify.graph import Lineage

_OF_ABSENCE: Final = frozenset(
    {
        "dangling-parent", "dangling-reference", "unknown-source", "not-applied", "redacted-alone",
        "checkpoint-head", "checkpoint-count", "checkpoint-root", "checkpoint-origin",
        "seen-record", "capture-unnamed",
    }
)  # fmt: skip
"""What is found where a record is not there; a record whose line is damaged is not there either."""
_OF_CHECKPOINTS: Final = ("checkpoint-missing", "seen-checkpoint", "seen-signature", "signature", "file-name")
_SOUND: Final = frozenset(
    {"file-name", "unknown-field", "unknown-kind", "empty-file", "parents", "parents-order", "login", "line-break"}
)
"""What is found of a file of which every line is read all the same."""


def told(findings: Sequence[Finding], lineage: Lineage, refused: Iterable[Finding]) -> Iterator[Finding]:
    """Give findings, in their order; those that may follow from another say from which."""
    bad = [one for outline in lineage.outlines for one in outline.findings if one.code not in _SOUND]
    cause = next(iter([*bad, *refused]), None)
    altered: dict[str, Finding] = {}
    for one in findings:
        if one.file is not None and one.file.startswith("checkpoints/") and one.code not in _OF_CHECKPOINTS:
            altered.setdefault(one.file, one)
    for one in findings:
        if cause is not None and one.code in _OF_ABSENCE:
            yield _follows(one, cause)
        elif one.code in _OF_CHECKPOINTS and (source := _named(one, altered)) is not None:
            yield _follows(one, source)
        else:
            yield one


def _named(finding: Finding, altered: dict[str, Finding]) -> Finding | None:
    """Find the damaged checkpoint that a finding is about, or that it names."""
    if finding.file in altered:
        return altered[finding.file or ""]
    return next((one for file, one in altered.items() if file in finding.message), None)


def _follows(finding: Finding, cause: Finding) -> Finding:
    return finding._replace(fix=f"this may follow from {cause.where} ({cause.code}): repair that first")
