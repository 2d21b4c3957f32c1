"""The files that people hand over: each is read whole, or refused with the reason.

Law of this module: what is read is a regular file of this machine, of a size that was agreed on. An address is never
fetched, a pipe or a device never waited for, and a symbolic link never followed: it may lead to what nobody meant to
give away.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH113, PTH114
from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final

import attrs

from timeline.errors import Finding, FormatError
from timeline.records.admission import Draft, Refused
from timeline.records.catalogue import Holdings
from timeline.records.model import Record
from timeline.records.strict_json import quoted
from timeline.store import disk
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked
from timeline.views import payloads

_ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:https?|ftps?|sftp|scp|ssh|file|data|blob|javascript|mailto|s3|gs|smb|urn|doi):)",
    re.IGNORECASE,
)
MB: Final = 1_000_000
LIMIT_MB: Final = 100
STREAM: Final = reading.STREAM


@attrs.frozen(kw_only=True)
class Incoming:
    """What a file holds: drafts in its order; what is wrong with the rest of it, and where; what was passed over.

    ``partial`` is what could be read of what is wrong, and is never written. ``notes`` say what was understood, and
    name what is read otherwise than its writer may have meant. ``fields`` are those that a sheet's columns hold.
    """

    drafts: tuple[Draft, ...] = ()
    partial: tuple[Draft, ...] = ()
    findings: tuple[Finding, ...] = ()
    wheres: tuple[str | None, ...] = ()
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()

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


def sources_of(records: Iterable[Record]) -> dict[str, dict[str, Any]]:
    """Give the sources of a log by name, each as it was first written and is not taken back."""
    found: dict[str, dict[str, Any]] = {}
    for name, record in Holdings(list(records)).sources.items():
        found[name] = dict(record.body or {})
    return found


def parse(data: bytes, form: str, *, name: str, asked: Asked) -> Incoming:
    """Read what a file holds, in one of the forms that are read.

    Raises:
        FormatError: It is packed, no text, or of another form.
        RecordError: Lines of it are no records; all their faults are named.
    """
    found = reading.parse(data, form, name=name, asked=asked)
    return Incoming(
        drafts=found.drafts,
        partial=found.partial,
        findings=tuple(Finding(code="sheet", message=fault.what, fix=fault.fix) for fault in found.faults),
        wheres=tuple(fault.where for fault in found.faults),
        passed_over=found.passed_over,
        notes=found.notes,
        fields=found.fields,
    )


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
