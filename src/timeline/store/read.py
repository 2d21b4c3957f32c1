"""The log's folder as it is read: which files count, and what each holds.

Law of this module: reading never writes, never follows a symbolic link, and never waits for a pipe. Whatever is refused
is a finding with its place; what is good is not hidden by it.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

import msgspec

from timeline.errors import Finding, LogBroken
from timeline.records.model import Record
from timeline.records.segment import Segment, parse
from timeline.store import disk
from timeline.store.collecting import paused
from timeline.store.held import Held
from timeline.store.names import names, size, special

__all__ = ["Held", "Progress", "Scan", "names", "refuse", "scan", "size", "unreadable"]

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how much of some work is done, and of how much; of 0 where nobody knows."""


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """Every segment of a log, in the order of their names, and the files that are refused whole."""

    segments: tuple[Segment, ...]
    refused: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every fault: refused files first, then bad lines; tails aside, whose meaning git decides."""
        return self.refused + tuple(finding for segment in self.segments for finding in segment.findings)

    @property
    def records(self) -> Iterator[Record]:
        """Every record, in the order of the files; the same id may come twice."""
        return (record for segment in self.segments for record in segment.records)

    @property
    def tails(self) -> tuple[Segment, ...]:
        """The segments that do not end with a whole line."""
        return tuple(segment for segment in self.segments if segment.is_torn or segment.is_unended)


def scan(
    folder: str,
    sizes: Mapping[str, int] | None = None,
    *,
    only: Collection[str] | None = None,
    progress: Progress | None = None,
    held: Held | None = None,
) -> Scan:
    """Read every segment under a log's folder, or only those named; of each so many bytes, where ``sizes`` are given.

    ``progress`` is told how many of the files are read, and of how many; what was read last may be ``held``.
    """
    held = None if sizes is not None else held
    found: list[Segment] = []
    refused: list[Finding] = []
    every = list(names(folder) if held is None else held.names(folder))
    with paused():
        for number, item in enumerate(every, 1):
            if progress is not None:
                progress(number, len(every))
            if isinstance(item, Finding):
                refused.append(item)
                continue
            if (sizes is not None and item not in sizes) or (only is not None and item not in only):
                continue
            try:
                if held is not None:
                    found.append(held.read(folder, item))
                    continue
                data = disk.contents(os.path.join(folder, item))
                found.append(parse(item, data if sizes is None else data[: sizes[item]]))
            except disk.NotPlain as error:
                refused.append(special(item, str(error)))
            except FileNotFoundError:
                continue
            except OSError as error:
                refused.append(unreadable(item, error))
    if held is not None:
        held.keep(segment.name for segment in found)
    return Scan(segments=tuple(found), refused=tuple(refused))


def refuse(findings: tuple[Finding, ...]) -> None:
    """Raise the first of the faults, and say how many more there are.

    Raises:
        LogBroken: There is one.
    """
    if not findings:
        return
    first = findings[0]
    more = f" (and {len(findings) - 1} more: `timeline check` names all)" if len(findings) > 1 else ""
    faults = [finding.fault for finding in findings]
    raise LogBroken(first.message + more, where=first.where, fix=first.fix, faults=faults)


def unreadable(name: str, error: OSError) -> Finding:
    """Say why a file cannot be read."""
    if isinstance(error, disk.TooLarge):
        fix = "a segment is closed at 1 MB: bring the file back from git or a copy, or move it out of the log"
        return Finding(code="too-large", message=f"{error}, and is not read", file=name, fix=fix)
    reason = (error.strerror or str(error)).lower()
    return Finding(code="unreadable", message=f"it cannot be read: {reason}", file=name, fix=f"ls -l {name}")
