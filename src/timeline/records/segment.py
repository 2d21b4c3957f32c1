"""Segments: the names of the log's files, and what one file of bytes holds.

Law of this module: a file's bytes say everything; nothing here asks a disk, git or a clock. Names are relative to the
log's folder, with `/` on every system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from timeline.errors import Finding
from timeline.records.line import BadLine, decode
from timeline.records.model import Record

SEGMENT_LIMIT: Final = 1_000_000
STEM_DIGITS: Final = 6

YEAR: Final = re.compile(r"[0-9]{4}")
_SEGMENT: Final = re.compile(r"[0-9]{4}/(?:[^./][^/]*\.jsonl|[^./][^/]*/[0-9]{4,}\.jsonl)")
_STEM: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d{4}Z)-([a-z0-9-]{1,40})-([0-9a-f]{6,64})")


def is_segment(name: str) -> bool:
    """Whether a file of this name, relative to the log's folder, is read as a part of the log."""
    return _SEGMENT.fullmatch(name) is not None


def is_written(name: str) -> bool:
    """Whether a file or folder of a year has a name such as :func:`stem` gives."""
    return _STEM.fullmatch(name.removesuffix(".jsonl")) is not None


def stem(recorded: str, by: str, record_id: str, *, taken: Callable[[str], bool] = lambda _stem: False) -> str:
    """Name a segment by its first record: ``2026/2026-11-23T2110Z-ada-7f3a9c``, without an ending.

    Of the record's id as many digits more than six are used as it takes: ``taken`` says which names a file has already.
    """
    front = f"{recorded[:4]}/{recorded[:13]}{recorded[14:16]}Z-{by}-"
    for digits in range(STEM_DIGITS, len(record_id) + 1):
        name = front + record_id[:digits]
        if not taken(name):
            return name
    raise AssertionError(f"every name for {record_id} is taken")


def misfit(name: str, first: Record) -> Finding | None:
    """Say how the name of a segment, or of the batch whose first segment it is, does not fit its first record."""
    year, _, rest = name.partition("/")
    named, _, number = rest.removesuffix(".jsonl").partition("/")
    if number not in {"", "0001"}:
        return None
    found = _STEM.fullmatch(named)
    stamp = f"{first.recorded[:13]}{first.recorded[14:16]}Z"
    fits = (
        found is not None
        and year == first.recorded[:4]
        and found[1] == stamp
        and found[2] == first.by
        and first.id.startswith(found[3])
    )
    if fits:
        return None
    return Finding(
        code="file-name",
        message=f"the name does not fit the first record: {stem(first.recorded, first.by, first.id)} does",
        file=name,
        fix="nothing is lost by it; give the file its name back with `git mv`",
    )


def portions(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Join lines, each without its newline, to files of at most 1 MB; each file holds whole lines."""
    part: list[bytes] = []
    size = 0
    for line in lines:
        if part and size + len(line) + 1 > SEGMENT_LIMIT:
            yield b"".join(part)
            part, size = [], 0
        part.append(line + b"\n")
        size += len(line) + 1
    if part:
        yield b"".join(part)


# --- what a file holds ------------------------------------------------------------------------------------------------


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it was read.

    ``size`` is that of the file, in bytes. ``whole`` is how many of them are lines with their newline. What lies after
    them is the tail: *torn* (an append that was cut off) or *unended* (a whole line that only lacks its newline; its
    record is the last of ``records``). ``offsets`` says where each record's line begins.
    """

    name: str
    size: int
    whole: int
    records: tuple[Record, ...]
    offsets: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    is_torn: bool = False
    is_unended: bool = False

    @property
    def tail_finding(self) -> Finding | None:
        """The tail as a fault, which it is in a file that git has."""
        if not (self.is_torn or self.is_unended):
            return None
        what = "the last line is cut off" if self.is_torn else "the last line lacks its newline"
        return Finding(
            code="torn-tail",
            message=f"{what}, in a file that git has",
            file=self.name,
            line=len(self.records) + len(self.findings) + (0 if self.is_unended else 1),
            fix=f"bring it back: {brought_back(self.name)}",
        )


def brought_back(name: str) -> str:
    """Give the command that brings a segment back from git, from wherever in the repository it is typed.

    >>> brought_back("2026/x.jsonl")
    "git checkout -- ':(top,glob)**/2026/x.jsonl'"
    """
    import shlex  # noqa: PLC0415 - only advice asks

    plain = re.sub(r"[\\*?\[]", r"\\\g<0>", name)
    return f"git checkout -- {shlex.quote(f':(top,glob)**/{plain}')}"


def parse(name: str, data: bytes, *, before: int = 0) -> Segment:
    """Read the bytes of one segment: its records, its bad lines, and what its tail is.

    They may follow some whole lines, ``before``. Sizes and offsets count from the first byte given.
    """
    records: list[Record] = []
    offsets: list[int] = []
    findings: list[Finding] = []
    lines = data.split(b"\n")
    rest = lines.pop()
    whole = len(data) - len(rest)
    if not rest and lines and b"\0" in lines[-1]:
        rest = lines.pop() + b"\n"
        whole -= len(rest)
    position = 0
    for number, line in enumerate(lines, before + 1):
        try:
            records.append(decode(line, file=name, line_no=number))
            offsets.append(position)
        except BadLine as error:
            findings.append(error.finding)
        position += len(line) + 1
    is_unended = False
    if rest:
        try:
            records.append(decode(rest, file=name, line_no=before + len(lines) + 1))
            offsets.append(position)
            is_unended = True
        except BadLine:
            is_unended = False
    return Segment(
        name=name,
        size=len(data),
        whole=whole,
        records=tuple(records),
        offsets=tuple(offsets),
        findings=tuple(findings),
        is_torn=bool(rest) and not is_unended,
        is_unended=is_unended,
    )
