"""Take the content of a record out of the files of a log, for good.

Law of this module: it is the one exception to "never touched". One lock is held from the reading to the last flush: the
redaction record is durable before anything is erased, and no other process sees the log between the two. A file is
replaced whole: after any fault it is the old one or the new one. Doing it again goes on where it ended, and where
nothing is left to do it changes nothing. The index goes first, and is built anew by whoever asks next.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import attrs
import msgspec

from timeline.errors import LogBroken, LogError, LogUnconfirmed
from timeline.records import chain
from timeline.records.catalogue import Holdings
from timeline.records.contents import content_of
from timeline.records.cut import redacted
from timeline.records.drafts import Draft
from timeline.records.line import body_bytes
from timeline.records.mentions import references_in
from timeline.records.model import Correction, Record, Redaction
from timeline.store import add, append, captures, disk, ground, index_file, recover, tracked
from timeline.store.add import Added
from timeline.store.append import Pending, Writer
from timeline.store.log import LogFiles
from timeline.store.read import Scan

SHORTEST_TEXT: Final = 8
_NAMED: Final = 5  # records that speak of what is redacted, by their ids
_WORDS: Final = frozenset({"set", "quote", "because"})  # the fields of such a record that may hold its text

_UNDONE: Final[Mapping[str, str]] = {
    "retraction": "nothing takes {of} back any more, so it counts again: timeline retract {target} --because TEXT",
    "correction": "{of} reads as before it was corrected: timeline correct {target} --set FIELD=JSON --because TEXT",
}
"""What a redacted change leaves, and the command that says it anew."""


@attrs.frozen(kw_only=True)
class Stays:
    """A place that redacting does not reach, where the text may still stand.

    ``kind`` is the sort of place, ``where`` names it, and ``fix`` says what takes the text out of it, or how to look.
    """

    kind: Literal["capture", "records", "history", "clones", "exports"]
    where: str
    fix: str


class Redacted(Added, frozen=True, kw_only=True):
    """The redaction record, *added* or *already there*, and what became of the text.

    ``target`` is the record as it stands now, without its content. ``files`` are those where the content stood until
    now, relative to the log's folder, in the order in which it was taken out. ``stays`` are the places where it may
    still stand: kept copies first. ``notes`` say what was repaired or set aside on the way, and what reads otherwise
    now that a change has lost its content.
    """

    target: Record
    files: tuple[str, ...]
    stays: tuple[Stays, ...]
    notes: tuple[str, ...] = ()


def redact(
    log: LogFiles,
    target: str,
    *,
    because: str,
    by: str,
    key: str | None = None,
    now: int | None = None,
    clock_is_right: bool = False,
) -> Redacted:
    """Add a redaction to a log, and take the content of what it names out of every file and of the quarantine.

    Arguments as for :meth:`timeline.Log.redact`; the writer is already fit (:func:`timeline.records.line.fit_by`).

    Raises:
        RecordError: No record is meant, or it cannot be redacted, or the clock stands wrong; nothing was written.
        LogBroken: A line of the log is damaged; nothing was written.
        LogLocked: Another process holds the lock; nothing was written.
        LogUnwritable: The disk refused. Where ``unwritten`` is not set, redacting again goes on where this ended.
        LogUnconfirmed: A flush failed; redacting again is safe.
    """
    outcome: add.Outcome | None = None
    done: list[str] = []
    body = {"target": target, "because": because, **({} if key is None else {"key": key})}
    draft = Draft(kind="redaction", body=body)
    try:
        with append.locked(log.folder, log.disk) as writer:
            whole = recover.make_whole(writer)
            rests_on = ground.of(writer, whole)
            outcome = add.append(writer, rests_on, [draft], own=log.mine, by=by, now=now, clock_is_right=clock_is_right)
            (added,) = outcome.added
            record = _as_it_was(whole.scan, added.body["target"])
            with index_file.thrown_away(log.folder, log.disk):
                holding = _erase(writer, whole.scan, record, done)
    except LogError as error:
        if outcome is not None:
            log.began(outcome.begun)
            error.unwritten = not done and outcome.added[0].status != "added"
            error.written = () if error.unwritten else (outcome.added[0].id,)
            again = "redact it again: the redaction is in the log, and the text may still be in its files"
            error.fix = f"{error.fix}; then {again}" if error.fix else again
        raise
    log.began(outcome.begun)
    others = [other for other in whole.scan.records if other.id != record.id]
    return Redacted(
        status=added.status,
        held=added.held,
        target=chain.without_content(record),
        files=tuple(done),
        stays=tuple(_stays(log.folder, record, others, holding)),
        notes=(*outcome.notes, *_without_it(record, others)),
    )


def erase(log: LogFiles, targets: Sequence[str]) -> tuple[str, ...]:
    """Take the content of records that are redacted already out of every file of a log and of the quarantine.

    Of a target that no redaction in the log names nothing is touched. Gives the ids of those whose content stood there.

    Raises:
        LogBroken: A line of the log is damaged.
        LogLocked: Another process holds the lock.
        LogUnwritable: The disk refused; erasing again goes on where this ended.
        LogUnconfirmed: A flush failed; erasing again is safe.
    """
    found = []
    with append.locked(log.folder, log.disk) as writer:
        whole = recover.make_whole(writer)
        named = {r.content.target for r in whole.scan.records if isinstance(r.content, Redaction)}
        standing = {r.id for r in whole.scan.records if r.body is not None and r.kind != "redaction"}
        gone = {r.id for r in whole.scan.records if r.is_redacted}
        with index_file.thrown_away(log.folder, log.disk):
            for target in sorted({*targets} & standing & (named | gone)):
                _erase(writer, recover.make_whole(writer).scan, _as_it_was(whole.scan, target), [])
                found.append(target)
    return tuple(found)


def _as_it_was(scan: Scan, record_id: str) -> Record:
    """Find a record, with its content where that still stands in any file."""
    found = [record for record in scan.records if record.id == record_id]
    return next((record for record in found if record.body is not None), found[0])


def _without_it(record: Record, others: Sequence[Record]) -> Iterator[str]:
    """Say what counts again, or reads as before, once a change has no content; nothing where it did not count."""
    if record.body is None or record.kind not in _UNDONE:
        return
    target = record.body["target"]
    base, mark, number = target.partition("#")
    content = content_of(record.kind, record.body)
    holdings = Holdings([other for other in others if other.body is not None])
    bodies = [(other, other.body or {}) for other in holdings.by_id.values() if holdings.is_live(other)]
    for other, body in bodies:
        about = body.get("target") if other.kind == "retraction" else None
        is_said_again = other.kind == record.kind and content_of(other.kind, body) == content
        if about in (record.id, base) or (about == target and record.kind == "retraction") or is_said_again:
            return
    if isinstance(record.content, Correction) and set(record.content.set) <= _set_later(record, holdings):
        return
    if any(other.id == base for other, _ in bodies):
        yield _UNDONE[record.kind].format(of=base[:8] + mark + number, target=base[:12] + mark + number)


def _set_later(correction: Record, holdings: Holdings) -> set[str]:
    """Name the fields of ours that later corrections of ours set anew: the world's go by their days, not by order."""
    made, fields = correction.content, set[str]()
    for other in holdings.by_id.values():
        content = other.content
        if isinstance(made, Correction) and isinstance(content, Correction) and holdings.is_live(other):
            is_later = other.order > correction.order and content.is_ours and made.is_ours
            fields |= set(content.set) if is_later and content.target == made.target else set()
    return fields


def _stays(folder: str, record: Record, others: Sequence[Record], holding: Sequence[str]) -> Iterator[Stays]:
    """Name what is out of reach: kept copies, git's history, other clones, what was made of the log."""
    for where, fix in captures.remaining(folder, record, others):
        yield Stays(kind="capture", where=where, fix=fix)
    if said := [f"{other.kind} {other.id[:12]}" for other in _said_of(record, others)]:
        rest = f" and {len(said) - _NAMED} more: `timeline history {record.id[:12]}`" if len(said) > _NAMED else ""
        where = f"records that say the same or speak of it ({', '.join(said[:_NAMED])}{rest})"
        yield Stays(
            kind="records",
            where=where,
            fix="`timeline show ID` shows one, `timeline redact ID --because TEXT` redacts it",
        )
    if tracked.in_work_tree(folder):
        where, files = ", ".join(holding), " ".join(map(shlex.quote, holding))
        command = f"git -C {shlex.quote(folder)} log --all -- {files}"
    else:
        where, command = "these files, if they ever were in git", "git log --all -- FILE"
    rewriting = "shows the commits; git filter-repo rewrites them"
    yield Stays(kind="history", where=f"git's history of {where}", fix=f"{command} {rewriting}")
    yield Stays(
        kind="clones",
        where="clones, forks and backups",
        fix="each of them has to merge this, and to rewrite its own history",
    )
    yield Stays(kind="exports", where="exports, figures and pages that were made before", fix="make them again")


def _said_of(record: Record, others: Sequence[Record]) -> Iterator[Record]:
    """Find the records with content that say the same, and those with words of their own on it or on one of these."""
    if record.body is None:
        return
    same, about = content_of(record.kind, record.body), {record.id}
    for other in sorted(others, key=lambda one: one.order):
        if other.body is None or other.kind == "redaction":
            continue
        if other.kind == record.kind and content_of(other.kind, other.body) == same:
            about.add(other.id)
            yield other
        elif any(name.partition("#")[0] in about for _, name in references_in(other.kind, other.body)):
            about.add(other.id)
            if not _WORDS.isdisjoint(other.body):
                yield other


def _erase(writer: Writer, scan: Scan, record: Record, done: list[str]) -> list[str]:
    """Replace every line of a record by its redacted form, in the files that are given back, and in the quarantine.

    Raises:
        LogBroken: A file is not as it was read; it is left as it is.
    """
    # The quarantine first: what it holds is told by the text, which the segments are about to lose.
    _clean_quarantine(writer, record, done)
    holding = []
    for segment in scan.segments:
        places = [o for r, o in zip(segment.records, segment.offsets, strict=True) if r.id == record.id]
        if places:
            holding.append(segment.name)
            before = disk.contents(writer.path(segment.name))
            _replace(writer, segment.name, before, _without_lines(segment.name, before, record.id, places), done)
    return holding


def _without_lines(name: str, data: bytes, record_id: str, places: Sequence[int]) -> bytes:
    """Give the bytes of a file with the lines of a record, which begin at these places, redacted."""
    for offset in reversed(places):
        line = data[offset:].partition(b"\n")[0]
        if not line.startswith(b'{"id":"%b"' % record_id.encode()):
            fix = "redact it again; only `timeline` may write to a segment"
            raise LogBroken("the file changed while a line of it was being redacted", where=name, fix=fix)
        data = data[:offset] + redacted(line) + data[offset + len(line) :]
    return data


def _clean_quarantine(writer: Writer, record: Record, done: list[str]) -> None:
    """Take the text of a record out of marks, and remove cut-off lines that hold it, whatever id they were to have.

    And flush the lock file: the note in it may have held the text until it became a mark.
    """
    folder = writer.path(recover.QUARANTINE)
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - paths are texts here
    except FileNotFoundError:
        return
    secrets = [f'"id":"{record.id}"'.encode(), *texts_in(record.body)]
    for name in names:
        path = f"{recover.QUARANTINE}/{name}"
        data = disk.contents(writer.path(path))
        if not any(secret in data for secret in secrets):
            continue
        pending = Pending.decoded(data) if name.endswith(".suspect") else None
        if pending is None:
            writer.disk.unlink(writer.path(path))
            done.append(path)
        else:
            lines = tuple(_without(line, secrets) for line in pending.lines)
            _replace(writer, path, data, msgspec.structs.replace(pending, lines=lines).encoded(), done)
    _flush(lambda: disk.flush_folder(writer.disk, folder), folder)
    _flush(lambda: writer.disk.fsync(writer.lock), writer.path(append.LOCK))


def texts_in(value: Any) -> Iterator[bytes]:
    """The texts of a JSON value that are long enough to be told from others, as they are spelled in a line."""
    if isinstance(value, str) and len(value) >= SHORTEST_TEXT:
        yield body_bytes({"": value})[4:-2]
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


def _without(line: str, secrets: Sequence[bytes]) -> str:
    text = line.encode()
    return redacted(text).decode() if any(secret in text for secret in secrets) else line


def _replace(writer: Writer, name: str, before: bytes, data: bytes, done: list[str]) -> None:
    """Put other bytes in the place of a file, and note where that changed something.

    It is written where nothing changes, too: who redacts again may do so as the last flush failed.
    """
    path = writer.path(name)
    temporary = writer.temporary("redacted")
    disk.write_new(writer.disk, temporary, data)
    try:
        writer.disk.rename(temporary, path)
    except OSError:
        disk.forget(writer.disk, temporary)
        raise
    if data != before:
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
