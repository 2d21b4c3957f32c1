"""Take the content of a record out of the files of a log.

Law of this module: it is the one exception to "never touched", and needs a redaction record that is in the log already.
A file is replaced whole: after any fault it is the old one or the new one. Doing it again changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import attrs

from timeline import chain, codec, disk, recovery, writing
from timeline.errors import LogUnconfirmed, LogUnwritable, RecordError
from timeline.log import LogFiles
from timeline.model import Record, Redaction
from timeline.reading import Scan
from timeline.writing import Pending, Writer

SHORTEST_TEXT: Final = 8


@attrs.frozen(kw_only=True)
class Erased:
    """The files where the content of a record stands no more, relative to the log's folder; the record as it was.

    ``notes`` say what was set aside on the way.
    """

    files: tuple[str, ...]
    record: Record
    notes: tuple[str, ...] = ()


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
    done: list[str] = []
    try:
        with writing.locked(log.folder, log.disk) as writer:
            whole = recovery.make_whole(writer)
            record = _redacted(whole.scan, record_id)
            # The quarantine first: what it holds is told by the text, which the segments are about to lose.
            _clean_quarantine(writer, record, done)
            for segment in whole.scan.segments:
                places = [o for r, o in zip(segment.records, segment.offsets, strict=True) if r.id == record_id]
                if places:
                    _replace(writer, segment.name, _without_lines(writer, segment.name, places), done)
    except LogUnwritable as error:
        error.unwritten = not done
        raise
    return Erased(files=tuple(done), record=record, notes=whole.notes)


def _redacted(scan: Scan, record_id: str) -> Record:
    """Find the record that a redaction names, with its text where that still stands.

    Raises:
        RecordError: No redaction names it, or it is not there.
    """
    records = chain.ordered(scan.records)
    if not any(isinstance(r.content, Redaction) and r.content.target == record_id for r in records):
        raise RecordError(
            f"no redaction names {record_id[:12]}", fix="add the redaction first", where="target", unwritten=True
        )
    target = next((record for record in records if record.id == record_id), None)
    if target is None:
        raise RecordError(f"{record_id[:12]} is not in this log", where="target", unwritten=True)
    return next((record for record in scan.records if record.id == record_id and record.body is not None), target)


def _without_lines(writer: Writer, name: str, places: Sequence[int]) -> bytes:
    """Give the bytes of a file with the lines that begin at these places redacted."""
    data = disk.contents(writer.path(name))
    for offset in reversed(places):
        line = data[offset:].partition(b"\n")[0]
        data = data[:offset] + codec.redacted(line) + data[offset + len(line) :]
    return data


def _clean_quarantine(writer: Writer, record: Record, done: list[str]) -> None:
    """Take the text of a record out of marks, and remove cut-off lines that hold it, whatever id they were to have.

    And flush the lock file: the note in it may have held the text until it became a mark.
    """
    folder = writer.path(recovery.QUARANTINE)
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - paths are texts here
    except FileNotFoundError:
        return
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
            _replace(writer, path, attrs.evolve(pending, lines=lines).encoded(), done)
    _flush(lambda: disk.flush_folder(writer.disk, folder), folder)
    _flush(lambda: writer.disk.fsync(writer.lock), writer.path(writing.LOCK))


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


def _replace(writer: Writer, name: str, data: bytes, done: list[str]) -> None:
    """Put other bytes in the place of a file, and note where that changed something.

    It is written where nothing changes, too: who redacts again may do so as the last flush failed.
    """
    path = writer.path(name)
    is_changed = disk.contents(path) != data
    temporary = writer.temporary("redacted")
    disk.write_new(writer.disk, temporary, data)
    try:
        writer.disk.rename(temporary, path)
    except OSError:
        disk.forget(writer.disk, temporary)
        raise
    if is_changed:
        done.append(name)
    _flush(lambda: disk.flush_folder(writer.disk, os.path.dirname(path)), path)  # noqa: PTH120


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
