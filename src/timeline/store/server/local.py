"""This side: the log in a folder, proved, as the set of records that it is.

Law of this module: what is damaged is refused whole. Files that a check proved and that were not touched since are not
proved again: what goes out is proved by the server, and what is judged here is who rests on whom.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH118
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import attrs

from timeline.errors import Finding
from timeline.records.cut import redacted
from timeline.store import check, disk, read, settings, verified
from timeline.store.marks import Mark
from timeline.store.verified import File
from timeline.verify.graph import Lineage
from timeline.verify.union import Portion, redacted_in

if TYPE_CHECKING:
    from timeline.store.log import LogFiles

TOLD: Final = frozenset(
    {"file-name", "unknown-field", "unknown-kind", "login", "line-break", "empty-file",
     "not-erased", "half-redacted", "redacted-alone", "dangling-parent", "torn-tail"}
)  # fmt: skip
"""What is found in a log whose lines are all sound; each of them is seen to where it matters."""


@attrs.frozen(kw_only=True)
class Held:
    """What a log holds: its files as they were read, their lineage, and whose texts are to be nowhere, by id."""

    folder: str
    files: dict[str, File]
    lineage: Lineage
    withheld: frozenset[bytes]

    def is_still(self) -> bool:
        """Whether no file came, went or was touched since it was read."""
        names = {name for name in read.names(self.folder) if isinstance(name, str)}
        return names == self.files.keys() and all(
            Mark.of(os.path.join(self.folder, name)) == file.mark for name, file in self.files.items()
        )

    def lines(self, portion: Portion) -> Iterator[bytes]:
        """Give the lines of a portion, without the texts of what is redacted anywhere in the log."""
        for part in portion.parts:
            one = part.outline
            lines = self.lineage.data(one.name).split(b"\n")
            numbers = part.places if not one.numbers else [one.line_at(place) - 1 for place in part.places]
            if not self.withheld:
                yield from map(lines.__getitem__, numbers)
                continue
            for place, number in zip(part.places, numbers, strict=True):
                line = lines[number]
                yield redacted(line) if one.id_at(place) in self.withheld else line


def held(log: LogFiles, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Held:
    """Read a log and prove it; what was proved is remembered beside it.

    Raises:
        LogBroken: A line of it is damaged, or the log is of a format that this version does not know.
    """
    settings.require_format(log.folder)
    known = verified.read(log.folder)
    refused: list[Finding] = []
    files, lineage = check.lineage_of(log.folder, dict(check.proved(log.folder, refused, known, progress)))
    read.refuse(tuple(finding for finding in [*refused, *lineage.findings()] if finding.code not in TOLD))
    check.settle(log, files, known)
    return Held(folder=log.folder, files=files, lineage=lineage, withheld=redacted_in(lineage))


def joined(held: Held, files: Iterable[tuple[str, bytes]]) -> Held:
    """Give what a log will hold with files that are not in it yet, each with its name and bytes; these are proved."""
    from timeline.verify.outline import outline  # noqa: PLC0415 - only what comes in needs it

    coming = dict(files)
    there = _reader(held.folder)
    both = {**held.files, **{name: File(check.NEVER, outline(name, data)) for name, data in coming.items()}}
    ordered = {name: both[name] for name in sorted(both)}
    outlines = [file.outline for file in ordered.values()]
    lineage = Lineage(outlines, lambda name: coming[name] if name in coming else there(name))
    return Held(folder=held.folder, files=ordered, lineage=lineage, withheld=redacted_in(lineage))


def placed(held: Held, names: Iterable[str]) -> Held:
    """The same once those files are in their places."""
    marks = {name: Mark.of(os.path.join(held.folder, name)) for name in names}
    files = {name: File(marks.get(name) or file.mark, file.outline) for name, file in held.files.items()}
    lineage = Lineage([file.outline for file in files.values()], _reader(held.folder))
    return attrs.evolve(held, files=files, lineage=lineage)


def _reader(folder: str) -> Callable[[str], bytes]:
    return lambda name: disk.contents(os.path.join(folder, name))
