"""Take the content of a record out of the files of a log.

Law of this module: it is the one exception to "never touched", and needs a redaction record that is in the log already.
A file is replaced whole: after any fault it is the old one or the new one. Doing it again changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import attrs

from timeline import chain, codec, disk, reading, recovery, writing
from timeline.errors import LogUnconfirmed, RecordError
from timeline.log import LogFiles
from timeline.model import Record, Redaction
from timeline.writing import Pending, Writer

SHORTEST_TEXT: Final = 8


@attrs.frozen(kw_only=True)
class Erased:
    """The files where the content of a record stands no more, relative to the log's folder; the record as it was."""

    files: tuple[str, ...]
    record: Record


def erase(log: LogFiles, record_id: str) -> Erased:
    """Replace every line of a record by its redacted form, and take its text out of the quarantine.

    Args:
        log: Where the redaction record stands already.
        record_id: The whole id of what is redacted.

    Raises:
        RecordError: No redaction names the record, or the record is not there.
        LogBroken: A line of the log is damaged; nothing was changed.
        LogUnwritable: The disk refused; redacting again goes on where this ended.
        LogUnconfirmed: The last flush failed; redacting again is safe.
    """
    with writing.locked(log.folder, log.disk) as writer:
        recovery.sweep(writer)
        recovery.mark(writer)
        scan = reading.scan(log.folder)
        reading.refuse(scan.findings)
        records = chain.ordered(scan.records)
        if not any(isinstance(r.content, Redaction) and r.content.target == record_id for r in records):
            raise RecordError(
                f"no redaction names {record_id[:12]}", fix="add the redaction first", where="target", unwritten=True
            )
        target = next((record for record in records if record.id == record_id), None)
        if target is None:
            raise RecordError(f"{record_id[:12]} is not in this log", where="target", unwritten=True)
        whole = next((record for record in scan.records if record.id == record_id and record.body is not None), target)
        done: list[str] = []
        for segment in scan.segments:
            places = [o for r, o in zip(segment.records, segment.offsets, strict=True) if r.id == record_id]
            data = disk.contents(writer.path(segment.name)) if places else b""
            for offset in reversed(places):
                line = data[offset:].partition(b"\n")[0]
                data = data[:offset] + codec.redacted(line) + data[offset + len(line) :]
            if places and _replace(writer, segment.name, data):
                done.append(segment.name)
        done += _clean_quarantine(writer, whole)
    return Erased(files=tuple(done), record=whole)


def _clean_quarantine(writer: Writer, record: Record) -> list[str]:
    """Take the text of a record out of marks, and remove cut-off lines that hold it, whatever id they were to have."""
    done: list[str] = []
    try:
        names = sorted(os.listdir(writer.path(recovery.QUARANTINE)))  # noqa: PTH208 - paths are texts here
    except FileNotFoundError:
        return done
    secrets = [f'"id":"{record.id}"'.encode(), *texts_in(record.body)]
    for name in names:
        path = f"{recovery.QUARANTINE}/{name}"
        data = disk.contents(writer.path(path))
        if not any(secret in data for secret in secrets):
            continue
        pending = Pending.decoded(data) if name.endswith(".suspect") else None
        if pending is None:
            writer.disk.unlink(writer.path(path))
            done.append(path)
        else:
            lines = tuple(_without(line, secrets) for line in pending.lines)
            if _replace(writer, path, attrs.evolve(pending, lines=lines).encoded()):
                done.append(path)
    return done


def texts_in(value: Any) -> Iterator[bytes]:
    """The texts of a JSON value that are long enough to be told from others, as they are spelled in a line."""
    if isinstance(value, str) and len(value) >= SHORTEST_TEXT:
        yield codec.body_bytes({"": value})[4:-2]
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


def _without(line: str, secrets: Sequence[bytes]) -> str:
    text = line.encode()
    return codec.redacted(text).decode() if any(secret in text for secret in secrets) else line


def _replace(writer: Writer, name: str, data: bytes) -> bool:
    """Put other bytes in the place of a file; whether there was anything to change."""
    path = writer.path(name)
    if disk.contents(path) == data:
        return False
    temporary = writer.temporary("redacted")
    disk.write_new(writer.disk, temporary, data)
    try:
        writer.disk.rename(temporary, path)
    except OSError:
        disk.forget(writer.disk, temporary)
        raise
    _flush(lambda: disk.flush_folder(writer.disk, os.path.dirname(path)), path)  # noqa: PTH120
    return True


def _flush(flush: Callable[[], None], path: str) -> None:
    try:
        flush()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LogUnconfirmed(
            f"not confirmed: the disk did not say that the text is gone ({reason})",
            where=path,
            fix="redacting it again is safe; look after the disk first",
        ) from error
