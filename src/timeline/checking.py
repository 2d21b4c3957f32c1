"""Whether a log hangs together: every line verified, and what the records say of each other.

Law of this module: it reads and judges, and mends nothing. A fault never hides another; what cannot be proven is said.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from timeline import chain, checkpoint, checkpoints, disk, reading, seen
from timeline.asof import Ledger
from timeline.checkpoint import Checkpoint
from timeline.checkpoints import Kept, Signature, of_checkpoint
from timeline.errors import Finding, LogBroken, RecordError, TimelineError
from timeline.holdings import REFERENCES, Holdings, content_of
from timeline.model import Link, Record, Source
from timeline.seen import Seen
from timeline.stamping import format_stamp
from timeline.targets import sources_in
from timeline.views import view_specs

if TYPE_CHECKING:
    from timeline.log import LogFiles

_ROOT: Final = re.compile("[0-9a-f]{8,64}")
_HARMLESS: Final = frozenset(
    {
        "settings", "file-name", "unknown-field", "unknown-kind",
        "dangling-reference", "unknown-source", "source-clash", "key-clash",
        "not-applied", "rival-corrections", "contradicting-dates",
        "archive", "capture-missing", "capture-altered",
    }
)  # fmt: skip
"""What is found in a log of which every line and every link between lines is sound: it may be remembered."""
_UNPROVABLE: Final = (
    "not provable from here: that nothing was cut from the end, and that not the whole history was rewritten; "
    "that is only seen against a copy or a root kept elsewhere"
)


@attrs.frozen(kw_only=True)
class Checked:
    """What was found: faults in the order of the files, how many records there are, and what else to tell."""

    findings: tuple[Finding, ...]
    records: int
    heads: tuple[str, ...]
    notes: tuple[str, ...]
    seen: Seen | None = None
    is_forgetting: bool = False


def check(
    log: LogFiles,
    *,
    pins: Sequence[str] = (),
    signers: str | None = None,
    forget: bool = False,
    now: int | None = None,
) -> Checked:
    """Verify a log: its settings, the bytes of every line, what the records say of each other, its checkpoints.

    And that everything is still there which this clone saw before.

    Args:
        log: The log; nothing in it is changed.
        pins: Roots that were kept elsewhere, as ``NUMBER:ROOT``; at least eight digits of a root.
        signers: A list of allowed signers that was kept elsewhere: it is asked instead of the log's own, and one of
            them must have signed the newest checkpoint.
        forget: Leave aside what this clone saw before: what is gone was meant to go.
        now: The clock, in microseconds since 1970; the machine's where it is None.

    Returns:
        What was found; ``seen`` is what there is to remember of it, None where it is remembered already or the log is
        not sound.

    Raises:
        RecordError: A pin is of another form, or the list of signers cannot be read.
    """
    if signers is not None and not os.access(signers, os.R_OK):
        raise RecordError(f'"{signers}" cannot be read', where="--signers", fix="name your copy of allowed_signers")
    moment = format_stamp(time.time_ns() // 1000 if now is None else now)
    records: list[Record] = []
    findings: list[Finding] = list(_settings(log))
    refused: list[Finding] = []
    for item in chain.check(_files(log.folder, refused)):
        (findings if isinstance(item, Finding) else records).append(item)  # type: ignore[arg-type]
    findings += refused
    ordered = chain.ordered(records)
    heads = chain.heads(ordered)
    findings += judge(ordered)
    guarded, signatures, notes = _checkpoints(log, ordered, pins, signers)
    findings += guarded.findings
    of_copies, about_copies = captures.check(log.folder, ordered)
    findings += of_copies
    notes += about_copies
    before, told, lost = _before(log, {record.id for record in ordered}, guarded, signatures, forget=forget)
    findings += lost
    notes += told
    notes.append(_UNPROVABLE)
    imported = sum((record.body or {}).get("imported") is not None for record in ordered)
    if imported:
        words = (
            "record was imported with its own stamp" if imported == 1 else "records were imported with their own stamps"
        )
        notes.append(f"{imported} {words}")
    now_seen = Seen(
        time=moment,
        count=len(ordered),
        heads=heads,
        checkpoints=tuple(of_checkpoint(one, signatures.get(one.sha256)) for one in guarded.files.values()),
    )
    is_new = not now_seen.is_same(before)
    is_sound = all(finding.code in _HARMLESS for finding in findings)
    return Checked(
        findings=tuple(findings),
        records=len(ordered),
        heads=heads,
        notes=tuple(notes),
        seen=now_seen if is_new and is_sound else None,
        is_forgetting=forget,
    )


def remember(log: LogFiles, checked: Checked) -> tuple[str, ...]:
    """Write down what a check saw, where there is something new to remember; what there is to tell of it."""
    why = seen.forget(log.folder, log.disk) if checked.is_forgetting else None
    if why is None and checked.seen is not None:
        why = seen.remember(log.folder, checked.seen, log.disk)
    return (f"not remembered: {why}",) if why else ()


def _before(
    log: LogFiles, ids: Container[str], kept: Kept, signatures: Mapping[str, Signature], *, forget: bool
) -> tuple[Seen | None, list[str], list[Finding]]:
    """Compare with what this clone saw before: that, what to tell of it, and what is gone."""
    try:
        before = None if forget else seen.read(log.folder)
    except seen.Damaged as error:
        return None, [], [seen.damaged(error)]
    if before is None:
        return None, ["nothing is remembered of an earlier check on this clone"], []
    signed = {digest: (one.signer, one.key) for digest, one in signatures.items()}
    lost = list(seen.lost(before, ids, kept.files.values(), signed))
    what = f"{_many(before.count, 'record')} and {_many(len(before.checkpoints), 'checkpoint')}"
    told = [] if lost else [f"all that this clone saw on {before.time} is still there: {what}"]
    return before, told, lost


def _checkpoints(
    log: LogFiles, records: Sequence[Record], pins: Sequence[str], signers: str | None
) -> tuple[Kept, dict[str, Signature], list[str]]:
    """Verify the checkpoints of a log, their signatures, and the roots that were kept elsewhere.

    Returns:
        The checkpoints with all that was found of them, who signed them by the hash of their text, and what to tell.
    """
    kept = checkpoints.read(log)
    findings = [*kept.findings, *checkpoint.check(kept.files, records)]
    signatures: dict[str, Signature] = {}
    for file, one in kept.files.items():
        try:
            signature = checkpoints.signature_of(log, file, signers=signers)
        except LogBroken as error:
            findings.append(Finding(code="signature", message=error.what, file=file, fix=error.fix))
        else:
            if signature is not None:
                signatures[one.sha256] = signature
    findings += [finding for pin in pins if (finding := _pinned(pin, kept.files.values())) is not None]
    newest = [file for file, one in kept.files.items() if one.number == max(c.number for c in kept.files.values())]
    unsigned = [file for file in newest if kept.files[file].sha256 not in signatures]
    if signers is not None:
        findings += _unsigned(signers, unsigned if newest else [None])
    found = Kept(files=kept.files, findings=tuple(findings))
    if not newest:
        return found, signatures, ["no checkpoint says what this log held: `timeline checkpoint` writes one"]
    last = kept.files[newest[-1]]
    since = max(len(records) - last.count, 0)
    notes = [f"{_many(len(kept.files), 'checkpoint')}, {len(signatures)} signed; {since} records since {last.name}"]
    if signatures and unsigned and signers is None:
        name = kept.files[unsigned[-1]].name
        notes.append(f"not provable from here: who wrote checkpoint {name}, which is not signed; one before it is")
    return found, signatures, notes


def _unsigned(signers: str, files: Iterable[str | None]) -> Iterator[Finding]:
    for file in files:
        what = "there is no checkpoint" if file is None else "it is the newest checkpoint, and has no good signature"
        yield Finding(
            code="unsigned",
            message=f"{what} of a signer in {signers}",
            file=file,
            fix="ask who wrote it; `timeline checkpoint --sign KEY` writes a signed one",
        )


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _pinned(pin: str, found: Iterable[Checkpoint]) -> Finding | None:
    number, colon, root = pin.partition(":")
    if not colon or not number.isdecimal() or not _ROOT.fullmatch(root):
        raise RecordError(
            f'"{pin}" is no pin', where="--pin", fix="write NUMBER:ROOT, as `timeline checkpoint` printed them"
        )
    of_number = [one for one in found if one.number == int(number)]
    if any(one.root.startswith(root) for one in of_number):
        return None
    what = f"its root is {of_number[0].root}" if of_number else "it is not there"
    return Finding(
        code="pin",
        message=f"checkpoint {number} was kept elsewhere with the root {root}; here {what}: the log was changed",
        fix="compare with a clone that has it, and find out who rewrote the history",
    )


def _settings(log: LogFiles) -> Iterator[Finding]:
    try:
        view_specs(log.settings())
    except TimelineError as error:
        place, _, part = (error.where or "timeline.toml").partition(", ")
        file, _, line = place.partition(":")
        number = int(line) if line.isdecimal() else None
        message = f"{part}: {error.what}" if part else error.what
        yield Finding(code="settings", message=message, file=file, line=number, fix=error.fix)


def _files(folder: str, refused: list[Finding]) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name in reading.names(folder):
        if isinstance(name, Finding):
            refused.append(name)
            continue
        try:
            data = disk.contents(os.path.join(folder, name))  # noqa: PTH118 - names of the log are texts
        except disk.NotPlain as error:
            refused.append(Finding(code="special-file", message=f"it is {error}", file=name))
        except OSError as error:
            refused.append(Finding(code="unreadable", message=f"it cannot be read: {error.strerror}", file=name))
        else:
            yield name, data.splitlines(keepends=True) if b"\r" not in data else _lines(data)


def _lines(data: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def judge(records: tuple[Record, ...]) -> Iterator[Finding]:
    """Name what records say of each other that cannot be: pure, and for records in the order (recorded, id)."""
    by_id = {record.id: record for record in records}
    names = {record.content.name for record in records if isinstance(record.content, Source)}
    yield from _dangling(records, by_id, names)
    yield from _clashes(records)
    ledger = Ledger(records)
    for record, reason in ledger.ignored():
        yield _at(
            record, "not-applied", f"this {record.kind} does not apply: {reason}", "timeline retract " + record.id[:12]
        )
    for winner, other in ledger.rivals():
        message = (
            f"{winner.by} and {other.by} corrected the same field without knowing of each other: "
            f"{_short(winner.id)} counts, {_short(other.id)} does not"
        )
        yield _at(
            other,
            "rival-corrections",
            message,
            f"settle it: correct it once more, or timeline retract {_short(other.id)}",
        )
    sources = {record.content.name: record for record in reversed(records) if isinstance(record.content, Source)}
    for dropped in ledger.dropped():
        found = by_id.get(dropped.name.partition("#")[0]) or sources.get(dropped.name)
        message = f"{_short(dropped.name)}: the date typed for it stands, but {dropped.reason}"
        fix = f"look at both dates; timeline correct {_short(dropped.name)} --set ... mends one"
        yield _at(found, "contradicting-dates", message, fix)


def _dangling(records: Iterable[Record], by_id: Mapping[str, Record], names: set[str]) -> Iterator[Finding]:
    for record in records:
        body = record.body
        if body is None or record.content is None:
            continue
        if not (isinstance(record.content, Link) and record.content.rel == "same-origin"):
            for field in REFERENCES.get(record.kind, ()):
                if str(body[field]).partition("#")[0] not in by_id:
                    what = f"{field}: {_short(str(body[field]))} is not in this log"
                    yield _at(
                        record, "dangling-reference", what, "bring the missing file back from git, a clone or a copy"
                    )
        for path, name in sources_in(record.kind, body):
            if name not in names:
                what = f'{path}: the source "{name}" is not defined'
                yield _at(record, "unknown-source", what, f"timeline source {name} --publisher ...")


def _clashes(records: Sequence[Record]) -> Iterator[Finding]:
    """Name what a merge can bring together: one name with two live definitions, one key with two live contents."""
    sources: dict[str, Record] = {}
    keys: dict[str, Record] = {}
    holdings = Holdings(records)
    for record in records:
        body = record.body
        if body is None or record.content is None or not holdings.is_live(record):
            continue
        for kind, firsts, name in (
            ("source", sources, body["name"] if isinstance(record.content, Source) else None),
            ("key", keys, body.get("key")),
        ):
            if name is None:
                continue
            first = firsts.setdefault(name, record)
            if first is not record and content_of(first.kind, first.body or {}) != content_of(record.kind, body):
                what = f'the {kind} "{name}" is that of {first.id[:12]} already, which says other things and counts'
                yield _at(record, f"{kind}-clash", what, f"timeline retract {record.id[:12]}, and correct the first")


def _at(record: Record | None, code: str, message: str, fix: str | None) -> Finding:
    file, line = (record.file, record.line) if record else (None, None)
    return Finding(code=code, message=message, file=file, line=line, fix=fix)


def _short(address: str) -> str:
    head, mark, number = address.partition("#")
    return (head[:12] if len(head) == 64 else head) + mark + number
