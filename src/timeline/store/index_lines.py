"""The lines of a file, read and proved as they enter the index.

Law of this module: a line that is at fault, or cut off, keeps the whole log out of the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from timeline.records.line import BadLine, decode

if TYPE_CHECKING:
    from timeline.records.model import Record
    from timeline.records.usual import Read

_FEW: Final = 16
"""So few lines are decoded one by one."""


Line: TypeAlias = "tuple[int, int, int, Read | Record]"
"""Where a line begins in its file, in bytes; its length without its newline; its number, from 1; what it says."""


class Faulty(Exception):
    """The log has a bad line, a bad file, or a line that was cut off."""


def lines_of(name: str, data: bytes, start: int, before: int, *, is_judged: bool) -> Iterator[Line]:
    """Read and prove the lines of a file from a byte on, behind so many others, as they are asked for.

    Where they are not judged, who packs usual events judges what they say.

    Raises:
        Faulty: One is bad, or cut off.
    """
    lines = data[start:].split(b"\n")
    if lines.pop():
        raise Faulty(name)
    events: Iterable[Read | None] = (None,) * len(lines)
    if len(lines) > _FEW:
        from timeline.records import usual  # noqa: PLC0415 - longer to import than a few lines are to decode

        events = usual.read_all(lines, is_judged=is_judged)
    offset = start
    for number, (line, event) in enumerate(zip(lines, events, strict=True), before + 1):
        said: Read | Record | None = event
        if said is None:
            try:
                said = decode(line, file=name, line_no=number)
            except BadLine as error:
                raise Faulty(name) from error
        yield offset, len(line), number, said
        offset += len(line) + 1
