"""Whether a log hangs together: every line verified, and what the records say of each other.

Law of this module: it reads and judges, and mends nothing. A fault never hides another; what cannot be proven is said.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from timeline.dates.stamps import format_stamp
from timeline.errors import Finding, LogBroken, RecordError
from timeline.records import say
from timeline.store import captures, checkpoints, disk, read, seen, settings, unchanged, verified
from timeline.store.checkpoints import Kept, Signature, of_checkpoint
from timeline.store.marks import SETTLED_NS, Mark
from timeline.store.seen import Seen
from timeline.store.steady import steadily
from timeline.store.unchanged import Known, State
from timeline.store.verified import File, Verified
from timeline.verify import causes, checkpoint
from timeline.verify.checkpoint import Checkpoint
from timeline.verify.consistency import judge
from timeline.verify.graph import Lineage
from timeline.verify.outline import outline
from timeline.verify.union import without_redacted
from timeline.views.figure_settings import faults_of_figures
from timeline.views.specs import faults_of_views

if TYPE_CHECKING:
    from timeline.store.log import LogFiles

_ROOT: Final = re.compile("[0-9a-f]{8,64}")
_HARMLESS: Final = frozenset(
    {
        "settings", "file-name", "unknown-field", "unknown-kind",
        "dangling-reference", "unknown-source", "source-clash", "key-clash",
        "not-applied", "rival-corrections", "contradicting-dates", "reported-early",
        "login", "archive", "capture-missing", "capture-altered", "capture-unnamed",
    }
)  # fmt: skip
"""What is found in a log of which every line and every link between lines is sound: it may be remembered."""
_WRONG_SETS: Final = frozenset({"checkpoint-head", "checkpoint-count", "checkpoint-root"})
NEVER: Final = Mark(size=-1, modified_ns=1 << 62, changed_ns=1 << 62, number=-1)
"""As no file is ever seen."""
_MOST_BROKEN: Final = 10
_UNPROVABLE: Final = (
    "this check cannot see a cut at the end or a fully rewritten history; compare with a copy or a root kept elsewhere"
)


Progress: TypeAlias = Callable[[int, int], None]


def _unshown(_done: int, _total: int) -> None:
    """Show nobody how far it is."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: faults in the order of the files, how many records there are, and what else to tell.

    ``proved`` counts the files that were read and proved now, and their records; ``taken`` those of which that was
    taken from an earlier check. ``known`` is what holds for the next check while no file is touched, and ``looked_at``
    what the files looked like meanwhile; None where that cannot be relied on.
    """

    findings: tuple[Finding, ...]
    records: int
    heads: tuple[str, ...]
    notes: tuple[str, ...]
    proved: tuple[int, int]
    taken: tuple[int, int]
    known: Known | None = None
    looked_at: State | None = None
    seen: Seen | None = None
    verified: Verified | None = None
    is_forgetting: bool = False


def check(
    log: LogFiles,
    *,
    pins: Sequence[str] = (),
    signers: str | None = None,
    new: bool = False,
    forget: bool = False,
    now: int | None = None,
    progress: Progress = _unshown,
) -> Checked:
    """Verify a log: its settings, the bytes of every line, what the records say of each other, its checkpoints.

    And that everything is still there which this clone saw before.

    Args:
        log: The log; nothing in it is changed.
        pins: Roots that were kept elsewhere, as ``NUMBER:ROOT``; at least eight digits of a root.
        signers: A list of allowed signers that was kept elsewhere: it is asked instead of the log's own, and one of
            them must have signed the newest checkpoint.
        new: Take the lines of files that are as an earlier check proved them for proved. What records say of each other
            is judged all the same.
        forget: Leave aside what this clone saw before: what is gone was meant to go.
        now: The clock, in microseconds since 1970; the machine's where it is None.
        progress: Is told how many bytes are done, and of how many.

    Returns:
        What was found; ``seen`` is what there is to remember of it, None where it is remembered already or the log is
        not sound.

    Raises:
        RecordError: A pin is of another form, or the list of signers cannot be read.
        LogBroken: The log is of a format that this version does not know, or its files were rewritten each time that it
            was read.
    """
    settings.require_format(log.folder)
    return steadily(
        log.folder,
        lambda look: _checked(
            log, look, pins=pins, signers=signers, new=new, forget=forget, now=now, progress=progress
        ),
    )


def _checked(
    log: LogFiles,
    look: Mapping[str, Mark] | None,
    *,
    pins: Sequence[str],
    signers: str | None,
    new: bool,
    forget: bool,
    now: int | None,
    progress: Progress,
) -> Checked:
    """Verify the files of a log that were seen; all where it is not known which these are."""
    if signers is not None and not os.access(signers, os.R_OK):
        raise RecordError(f'"{signers}" cannot be read', where="signers", fix="name your copy of allowed_signers")
    moment = time.time_ns() // 1000 if now is None else now
    looked_at = None if pins or signers is not None else unchanged.state(log.folder)
    known = verified.read(log.folder) if new else Verified()
    refused: list[Finding] = []
    files, lineage = lineage_of(log.folder, dict(proved(log.folder, refused, known, progress, only=look)))
    findings = [*_settings(log), *_of_records(log.folder, lineage, refused)]
    guarded, signatures, notes = _checkpoints(log, lineage, pins, signers, known.roots)
    before, told, lost = _before(log, lineage, guarded, signatures, forget=forget)
    findings, broken = _parted(findings)
    found = tuple(causes.told([*findings, *guarded.findings, *lost], lineage, refused))
    now_seen = Seen(
        time=format_stamp(moment),
        count=lineage.count,
        heads=lineage.heads,
        checkpoints=tuple(of_checkpoint(one, signatures.get(one.sha256)) for one in guarded.files.values()),
    )
    is_sound = all(finding.code in _HARMLESS for finding in found)
    is_seen = before is not None and now_seen.is_same(before)
    is_settled = looked_at is not None and looked_at.touched_ns < moment * 1000 - SETTLED_NS
    taken = [file for name, file in files.items() if known.files.get(name) is file]
    taken_count = len(taken), sum(file.outline.count for file in taken)
    lasting = _still_there(before if before is not None and is_seen else now_seen)
    return Checked(
        findings=found,
        records=lineage.count,
        heads=lineage.heads,
        notes=(*notes, *told, *broken, *([_taken(len(taken), len(files))] if new else ()), *_notes(files)),
        proved=(len(files) - taken_count[0], sum(file.outline.count for file in files.values()) - taken_count[1]),
        taken=taken_count,
        known=Known(
            time=format_stamp(moment),
            findings=found,
            records=lineage.count,
            files=len(files),
            lines=sum(file.outline.count for file in files.values()),
            heads=lineage.heads,
            notes=(*notes, lasting, *broken, *_notes(files)),
        ),
        looked_at=looked_at if is_sound and is_settled and looked_at == unchanged.state(log.folder) else None,
        seen=now_seen if is_sound and not is_seen else None,
        verified=Verified(
            files={name: file for name, file in files.items() if file.mark.is_settled(moment * 1000)},
            roots=tuple(_right(guarded)),
        ),
        is_forgetting=forget,
    )


def _of_records(folder: str, lineage: Lineage, refused: Sequence[Finding]) -> Iterator[Finding]:
    """Judge the chain, what the records say of each other, and the copies that they name; ``refused`` in its place."""
    judged = judge(lineage)
    found = [*lineage.findings(), *refused, *judged.findings]
    yield from found
    are_all = all(finding.code in _HARMLESS and finding.code != "unknown-kind" for finding in found)
    yield from captures.check(folder, judged.records, are_all=are_all)


def _parted(findings: Iterable[Finding]) -> tuple[list[Finding], list[str]]:
    """Part what is wrong from what is only told: breaks of lines that an older version let in are shown as escapes."""
    found = list(findings)
    broken = [f"{one.where} {one.message}" for one in found if one.code == "line-break"]
    if not broken:
        return found, []
    more = f"; and {len(broken) - _MOST_BROKEN} more" if len(broken) > _MOST_BROKEN else ""
    shown = "; ".join(broken[:_MOST_BROKEN])
    told = f"a line break stands where one line is meant, and is shown as an escape: {shown}{more}"
    return [one for one in found if one.code != "line-break"], [told]


def _taken(same: int, of: int) -> str:
    """Say of how many files an earlier check was believed."""
    return f"{same} of {say.counted(of, 'file')} are as an earlier check proved them, and were not read again"


def _notes(files: Mapping[str, File]) -> Iterator[str]:
    """Say what no check can see, and how many records were imported."""
    yield _UNPROVABLE
    imported = sum(file.outline.imported for file in files.values())
    if imported == 1:
        yield "1 record was imported with its own stamp"
    elif imported:
        yield f"{imported} records were imported with their own stamps"


def remember(log: LogFiles, checked: Checked) -> tuple[str, ...]:
    """Write down what a check saw, where there is something new to remember; what there is to tell of it."""
    why = seen.forget(log.folder, log.disk) if checked.is_forgetting else None
    if why is None and checked.seen is not None:
        why = seen.remember(log.folder, checked.seen, log.disk)
    if why is None and checked.verified is not None:
        why = verified.remember(log.folder, checked.verified, log.disk)
    if why is None and checked.known is not None and checked.looked_at is not None:
        why = unchanged.remember(log.folder, checked.known, checked.looked_at, log.disk)
    return (f"not remembered: {why}",) if why else ()


def settle(log: LogFiles, files: Mapping[str, File], known: Verified) -> None:
    """Remember which files were proved, where that is possible; what was known of roots stays."""
    now_ns = time.time_ns()
    settled = {name: file for name, file in files.items() if file.mark.is_settled(now_ns)}
    if settled != known.files:
        verified.remember(log.folder, Verified(files=settled, roots=known.roots), log.disk)


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
    return before, [] if lost else [_still_there(before)], lost


def _still_there(before: Seen) -> str:
    what = f"{say.counted(before.count, 'record')} and {say.counted(len(before.checkpoints), 'checkpoint')}"
    return f"all that this clone saw on {before.time} is still there: {what}"


def _checkpoints(
    log: LogFiles, lineage: Lineage, pins: Sequence[str], signers: str | None, proved: Iterable[str]
) -> tuple[Kept, dict[str, Signature], list[str]]:
    """Verify the checkpoints of a log, their signatures, and the roots that were kept elsewhere.

    Returns:
        The checkpoints with all that was found of them, who signed them by the hash of their text, and what to tell.
    """
    kept = checkpoints.read(log)
    unread = [finding.file for finding in kept.findings if finding.file is not None]
    findings = [*kept.findings, *checkpoint.check(kept.files, lineage, proved=frozenset(proved), unread=unread)]
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
    since = max(lineage.count - last.count, 0)
    made, later = say.counted(len(kept.files), "checkpoint"), say.counted(since, "record")
    notes = [f"{made}, {len(signatures)} signed; {later} since {last.name}"]
    if signatures and unsigned and signers is None:
        name = kept.files[unsigned[-1]].name
        notes.append(f"this check cannot tell who wrote checkpoint {name}, which is not signed; one before it is")
    return found, signatures, notes


def _right(kept: Kept) -> Iterator[str]:
    """The hashes of the checkpoints that hold what the log holds."""
    wrong = {finding.file for finding in kept.findings if finding.code in _WRONG_SETS}
    return (one.sha256 for file, one in kept.files.items() if file not in wrong)


def _unsigned(signers: str, files: Iterable[str | None]) -> Iterator[Finding]:
    for file in files:
        what = "there is no checkpoint" if file is None else "it is the newest checkpoint, and has no good signature"
        yield Finding(
            code="unsigned",
            message=f"{what} of a signer in {signers}",
            file=file,
            fix="ask who wrote it; `timeline checkpoint --sign KEY` writes a signed one",
        )


def _pinned(pin: str, found: Iterable[Checkpoint]) -> Finding | None:
    number, colon, root = pin.partition(":")
    if not colon or not number.isdecimal() or not _ROOT.fullmatch(root):
        raise RecordError(
            f'"{pin}" is not a pin', where="pins", fix="write NUMBER:ROOT, as `timeline checkpoint` printed them"
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
    declared = log.settings()
    for error in (*faults_of_views(declared), *faults_of_figures(declared)):
        place, _, part = (error.where or "timeline.toml").partition(", ")
        file, _, line = place.partition(":")
        number = int(line) if line.isdecimal() else None
        message = f"{part}: {error.what}" if part else error.what
        yield Finding(code="settings", message=message, file=file, line=number, fix=error.fix)
    yield from settings.unread(log.folder)


def proved(
    folder: str,
    refused: list[Finding],
    known: Verified,
    progress: Progress = _unshown,
    *,
    only: Collection[str] | None = None,
) -> Iterator[tuple[str, File]]:
    """Prove each file, or ``only`` these, but for those that are as they were when they were proved."""
    names: list[str] = []
    for name in read.names(folder):
        if isinstance(name, Finding):
            refused.append(name)
        elif only is None or name in only:
            names.append(name)
    marks = {name: Mark.of(os.path.join(folder, name)) for name in names}
    todo = {name: mark.size if mark else 0 for name, mark in marks.items() if not _is_known(known, name, mark)}
    total, done = sum(todo.values()), 0
    for name in names:
        if name not in todo:
            yield name, known.files[name]
            continue
        try:
            data = _contents(folder, name)
        except disk.NotPlain as error:
            refused.append(Finding(code="special-file", message=f"it is {error}", file=name))
        except OSError as error:
            refused.append(read.unreadable(name, error))
        else:
            mark = marks[name]
            is_still = mark is not None and mark == Mark.of(os.path.join(folder, name)) and mark.size == len(data)
            yield name, File(mark if mark is not None and is_still else NEVER, outline(name, data))
        done += todo[name]
        progress(done, total)


def lineage_of(folder: str, files: dict[str, File]) -> tuple[dict[str, File], Lineage]:
    """Give proved files and their lineage; what is redacted and has its text is as if without it, and not remembered.

    Raises:
        OSError: A file cannot be read again.
    """
    there = Lineage([file.outline for file in files.values()], lambda name: _contents(folder, name))
    lineage = without_redacted(there)
    named = {one.name: one for one in lineage.outlines}
    kept = {name: file if file.outline is named[name] else File(NEVER, named[name]) for name, file in files.items()}
    return kept, lineage


def _is_known(known: Verified, name: str, mark: Mark | None) -> bool:
    file = known.files.get(name)
    return file is not None and file.mark == mark


def _contents(folder: str, name: str) -> bytes:
    return disk.contents(os.path.join(folder, name))
