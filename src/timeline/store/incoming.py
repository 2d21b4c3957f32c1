"""The files that people hand over: each is read whole, or refused with the reason.

Law of this module: what is read is a regular file of this machine, of a size that was agreed on. An address is never
fetched, a pipe or a device never waited for, and a symbolic link never followed: it may lead to what nobody meant to
give away.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH113, PTH114
from __future__ import annotations

import datetime as dt
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final

import attrs

from timeline.dates.suggest import did_you_mean
from timeline.errors import Finding, FormatError
from timeline.records.admission import Draft, Refused
from timeline.records.model import Record
from timeline.records.strict_json import quoted
from timeline.store import disk
from timeline.views import payloads

_ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:https?|ftps?|sftp|scp|ssh|file|data|blob|javascript|mailto|s3|gs|smb|urn|doi):)",
    re.IGNORECASE,
)
MB: Final = 1_000_000
LIMIT_MB: Final = 100
MOST_RECORDS: Final = 1_000_000
STREAM: Final = "-"
FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
}
"""The forms that are read, each with the endings that tell it."""
_SPLIT: Final = "split it into parts, and import one after the other"
_PACKED: Final = (
    (b"PK\x03\x04", "a zip archive, as a workbook is", "save the sheet as CSV, or unpack it"),
    (b"PK\x05\x06", "an empty zip archive", None),
    (b"\xd0\xcf\x11\xe0", "a workbook or document of an old office program", "save the sheet as CSV"),
    (b"\x1f\x8b", "packed with gzip", "unpack it: gunzip"),
    (b"BZh", "packed with bzip2", "unpack it: bunzip2"),
    (b"\xfd7zXZ\x00", "packed with xz", "unpack it: unxz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "unpack it: unzstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it"),
    (b"SQLite format 3\x00", "a SQLite database", "write its table out as CSV"),
    (b"PAR1", "a Parquet file", "write it out as CSV or JSON lines"),
    (b"%PDF-", "a PDF", "import takes tables and records; `timeline attach` keeps a publication"),
    (b"\xff\xfe", "UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "UTF-16", "save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "UTF-32", "save it as UTF-8"),
)
_TAR: Final = (257, b"ustar")


@attrs.frozen(kw_only=True)
class Incoming:
    """What a file holds: drafts in its order; what is wrong with the rest of it, and where; what was passed over.

    ``partial`` is what could be read of what is wrong, and is never written. ``notes`` name what is read otherwise than
    its writer may have meant.
    """

    drafts: tuple[Draft, ...] = ()
    partial: tuple[Draft, ...] = ()
    findings: tuple[Finding, ...] = ()
    wheres: tuple[str | None, ...] = ()
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def refuse(self, records: Sequence[Record]) -> None:
        """Refuse the file where anything of it is wrong, and name with that what the log has against the rest.

        Raises:
            Refused: Something is.
        """
        if not self.findings:
            return
        found = list(zip(self.findings, self.wheres, strict=True))
        try:
            payloads.admit(records, (*self.drafts, *self.partial))
        except Refused as error:
            wrong = {where for _, where in found}
            more = zip(error.findings, error.wheres, strict=True)
            found += [(finding, where) for finding, where in more if where not in wrong]
        found.sort(key=lambda one: _line_of(one[1]))
        raise Refused([finding for finding, _ in found], [where for _, where in found])


def _line_of(where: str | None) -> int:
    number = re.search(r":(\d+)(?:,|$)", where or "")
    return int(number[1]) if number else 0


def form_of(file: str, given: str | None) -> str:
    """Tell in which form a file is: as was said, else by its ending.

    Raises:
        FormatError: Neither tells it.
    """
    if given is not None and given in FORMS:
        return given
    known = ", ".join(f"{form} ({' '.join(endings)})" for form, endings in FORMS.items())
    if given is not None:
        raise FormatError(
            f"{quoted(given)} is no form that is read",
            where="--from",
            fix=f"{did_you_mean(given, FORMS) or ''} The forms are {known}".strip(),
            unwritten=True,
        )
    ending = os.path.splitext(file)[1].lower()  # noqa: PTH122 - a text, as in `log`
    for form, endings in FORMS.items():
        if ending in endings:
            return form
    what = "standard input has no ending" if file == STREAM else f"{quoted(file)} has no ending"
    raise FormatError(
        f"{what} that tells its form",
        where="FILE",
        fix=f'say it: --from jsonl, in Python form="jsonl". The forms are {known}',
        unwritten=True,
    )


def parse(
    data: bytes,
    form: str,
    *,
    name: str,
    keep_recorded: bool = False,
    renamed: Mapping[str, str] | None = None,
    today: dt.date,
) -> Incoming:
    """Read what a file holds, in one of FORMS.

    Args:
        data: Its bytes.
        form: One of FORMS.
        name: What it is called in errors.
        keep_recorded: Whether each record's own stamp shall count.
        renamed: Of a sheet: what its headings mean.
        today: The day; it is only ever part of advice.

    Raises:
        FormatError: It is packed, no text, or of another form.
        RecordError: Lines of it are no records; all their faults are named.
    """
    _refuse_packed(data, name)
    if form == "jsonl":
        if renamed:
            what = "the names of columns (--column, in Python columns=) belong to sheets"
            raise FormatError(what, where="--column", fix="leave them out", unwritten=True)
        from timeline.text import jsonlines  # noqa: PLC0415 - one form is read at a time

        drafts = jsonlines.drafts(data, name=name, keep_recorded=keep_recorded)
        if len(drafts) > MOST_RECORDS:
            raise FormatError(f"it holds more than {MOST_RECORDS:,} records", where=name, fix=_SPLIT, unwritten=True)
        return Incoming(drafts=tuple(drafts))
    from timeline.text import csv_in  # noqa: PLC0415

    sheet = csv_in.read(
        _text(data, name),
        name=name,
        separator="\t" if form == "tsv" else ",",
        renamed=renamed,
        keep_recorded=keep_recorded,
        today=today,
    )
    return Incoming(
        drafts=sheet.drafts,
        partial=sheet.partial,
        findings=tuple(Finding(code="sheet", message=fault.what, fix=fault.fix) for fault in sheet.faults),
        wheres=tuple(fault.where for fault in sheet.faults),
        passed_over=sheet.passed_over,
        notes=sheet.notes,
    )


def _refuse_packed(data: bytes, name: str) -> None:
    """Refuse what is no text, by its first bytes, and say what it is."""
    for start, what, fix in _PACKED:
        if data.startswith(start):
            raise FormatError(f"it is {what}, and only plain text is read", where=name, fix=fix, unwritten=True)
    if data[_TAR[0] :].startswith(_TAR[1]):
        raise FormatError(
            "it is a tar archive, and only plain text is read", where=name, fix="unpack it", unwritten=True
        )


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"byte {error.start + 1} (0x{data[error.start]:02x}) is not UTF-8",
            where=f"{name}:{line}",
            fix="save it as UTF-8; of another encoding: iconv -f WINDOWS-1252 -t UTF-8",
            unwritten=True,
        ) from error


def read(path: str, *, limit: int, where: str = "FILE", split: str | None = None) -> bytes:
    """Read a file that someone named.

    Args:
        path: Its name.
        limit: How many bytes it may hold.
        where: Its place on the command line, for the error.
        split: What to do where it holds more.

    Raises:
        FormatError: It is an address, no regular file, too large, or cannot be read.
    """
    if _ADDRESS.match(path):
        raise FormatError(
            f"{quoted(path)} is an address, and nothing is fetched",
            where=where,
            fix=f"save it to a file first, and name that; a file of this name is ./{path}",
            unwritten=True,
        )
    if "\0" in path:
        raise FormatError(f"{quoted(path)} is no name of a file", where=where, unwritten=True)
    try:
        return disk.contents(path, limit=limit)
    except disk.NotPlain as error:
        fix = "name a regular file"
        if os.path.islink(path) and os.path.isfile(path):
            fix = f"name the file that it leads to, if that is the one: {shlex.quote(os.path.realpath(path))}"
        raise FormatError(f"{quoted(path)} is {error}", where=where, fix=fix, unwritten=True) from error
    except disk.TooLarge as error:
        raise _too_large(quoted(path), limit, where, split) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FormatError(f"{quoted(path)} cannot be read: {reason}", where=where, unwritten=True) from error


def read_stream(stream: BinaryIO, *, limit: int, split: str | None = None) -> bytes:
    """Read a stream to its end.

    Raises:
        FormatError: It holds more bytes than the limit.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large("standard input", limit, "-", split)
    return data


def _too_large(name: str, limit: int, where: str, split: str | None) -> FormatError:
    return FormatError(f"{name} holds more than {limit // MB:,} MB", where=where, fix=split, unwritten=True)
