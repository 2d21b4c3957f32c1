"""Checkpoints on disk: read, written, signed and verified.

Law of this module: what is signed was verified from disk a moment before; signing and verifying are left to
``ssh-keygen``, whose keys and files people have already.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH208
from __future__ import annotations

import binascii
import os
import re
import stat
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from timeline.dates.stamps import format_stamp
from timeline.errors import Finding, LogBroken, LogError, RecordError
from timeline.records import chain
from timeline.records.model import Record
from timeline.store import append, disk, recover, seen
from timeline.store.append import Pending, Writer
from timeline.store.log import LogFiles
from timeline.store.read import refuse
from timeline.store.seen import Seen, SeenCheckpoint
from timeline.verify import checkpoint
from timeline.verify.checkpoint import Checkpoint
from timeline.verify.checkpoint_text import FOLDER, SIGNERS, is_place

if TYPE_CHECKING:
    import subprocess

NAMESPACE: Final = "timeline-checkpoint"

_BEGINS: Final = b"-----BEGIN SSH SIGNATURE-----"
_ENDS: Final = b"-----END SSH SIGNATURE-----"
_FINGERPRINT: Final = re.compile(rb"SHA256:\S+")


class Signature(msgspec.Struct, frozen=True):
    """Who signed a checkpoint, by the list of signers, and the fingerprint of the key."""

    signer: str
    key: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The checkpoints of a log, each with the name of its file; and the files that are none."""

    files: Mapping[str, Checkpoint]
    findings: tuple[Finding, ...]


def any_in(log: LogFiles) -> bool:
    """Whether a log has a folder of checkpoints at all: most have none, and need not pay for reading them."""
    return os.path.isdir(os.path.join(log.folder, FOLDER))  # noqa: PTH112


def read(log: LogFiles) -> Kept:
    """Read every checkpoint of a log; what cannot be read is a finding."""
    files: dict[str, Checkpoint] = {}
    findings: list[Finding] = []
    folder = os.path.join(log.folder, FOLDER)
    try:
        mode = os.lstat(folder).st_mode
        names = sorted(os.listdir(folder)) if stat.S_ISDIR(mode) else []
    except FileNotFoundError:
        return Kept(files={}, findings=())
    if not stat.S_ISDIR(mode):
        what = f"it is {disk.kind_of(mode)}; checkpoints lie in a folder of this name"
        findings.append(Finding(code="special-file", message=what, file=FOLDER, fix="remove it"))
    for name in names:
        if name.startswith(".") or not name.endswith(".txt"):
            continue
        file = f"{FOLDER}/{name}"
        try:
            files[file] = checkpoint.parse(disk.contents(os.path.join(log.folder, file)), file=file)
        except LogBroken as error:
            findings.append(Finding(code="checkpoint", message=error.what, file=file, fix=error.fix))
        except OSError as error:
            findings.append(Finding(code="checkpoint", message=f"it cannot be read: {error}", file=file))
    return Kept(files=files, findings=tuple(findings))


def find(log: LogFiles, text: str) -> Checkpoint:
    """Find a checkpoint of a log by its number, or by number and root.

    Raises:
        RecordError: There is none, or two clones wrote the same number; ``where`` is *checkpoint*.
        LogBroken: There is none, and it may be one that cannot be read.
    """
    kept = read(log)
    try:
        return among(kept.files.values(), text)
    except RecordError:
        refuse(kept.findings)
        raise


def among(kept: Collection[Checkpoint], text: str) -> Checkpoint:
    """Find one of some checkpoints, likewise.

    Raises:
        RecordError: As :func:`find`.
    """
    try:
        return checkpoint.find(kept, text)
    except RecordError as error:
        error.where = "checkpoint"
        raise


def write(
    log: LogFiles, *, sign: str | None = None, now: int | None = None, tell: Callable[[str], None] | None = None
) -> tuple[str, Checkpoint]:
    """Write down what the log holds now; the name of the file, relative to the log's folder, and what it says.

    The log is verified, and made whole where an append was cut off, here, under the lock: ``tell`` is given what was
    set aside, in words. It is signed with an SSH key in a file. ``now`` is asked of an empty log.

    Raises:
        LogBroken: A line or a checkpoint of the log is damaged, or something that it rests on, or that this clone saw,
            is not there; nothing was written.
        LogError: It could not be signed; nothing was written.
        LogUnwritable: The disk refused; nothing was written.
        LogUnconfirmed: The last flush failed. Writing one again is safe.
    """
    with append.locked(log.folder, log.disk) as writer:
        whole = recover.make_whole(writer)
        for note in whole.notes:
            if tell is not None:
                tell(note)
        kept = read(log)
        refuse(kept.findings)
        records = chain.ordered(whole.scan.records)
        refuse((*chain.lacking(records), *checkpoint.check(kept.files, records)))
        before = _not_lost(log, records, kept)
        _settle(writer, kept)
        moment = format_stamp(time.time_ns() // 1000 if now is None else now)
        made = checkpoint.make(records, kept.files.values(), time=records[-1].recorded if records else moment)
        name = f"{FOLDER}/{made.name}.txt"
        temporary = writer.temporary(made.name)
        disk.write_new(writer.disk, temporary, made.text)
        try:
            signature = _sign(writer, temporary, sign) if sign is not None else None
            _place(writer, temporary, name, signature)
        except (OSError, LogError):
            disk.forget(writer.disk, temporary)
            raise
        _remember(log, name, made, kept=kept, before=before, moment=moment)
    return name, made


def accept(writer: Writer, file: str, text: bytes, signature: bytes | None) -> None:
    """Keep a checkpoint that another copy of the log wrote, with its signature, where nothing else has its name.

    Raises:
        OSError: It was not put in place.
        LogUnconfirmed: Nobody knows whether it is there for good.
    """
    temporary = writer.temporary("checkpoint")
    disk.write_new(writer.disk, temporary, text)
    armour = None
    try:
        if signature is not None:
            armour = writer.temporary("signature")
            disk.write_new(writer.disk, armour, signature)
        _place(writer, temporary, file, armour)
    except (OSError, LogError):
        disk.forget(writer.disk, temporary)
        raise


def _settle(writer: Writer, kept: Kept) -> None:
    """Write again, as they stand, checkpoints of which nobody knows whether they are on disk: the next one names them.

    And remove a signature whose text never came into its place.
    """
    for file in filter(is_place, recover.doubtful(writer)):
        signature = writer.path(f"{file}.sig")
        if file not in kept.files:
            disk.forget(writer.disk, signature)
            continue
        if os.path.lexists(signature):
            again = disk.contents(signature)
            disk.write_through(writer.disk, signature, again, temporary=writer.temporary("again"))
        disk.write_through(writer.disk, writer.path(file), kept.files[file].text, temporary=writer.temporary("again"))


def _not_lost(log: LogFiles, records: Sequence[Record], kept: Kept) -> Seen | None:
    """Give what this clone saw before; nothing is written down over a loss.

    Raises:
        LogBroken: Some of it is gone.
    """
    try:
        before = seen.read(log.folder)
    except seen.Damaged as error:
        refuse((seen.damaged(error),))
        raise
    if before is not None:
        signed = {one.sha256: (one.signer or "", one.key or "") for one in before.checkpoints}
        ids = {record.id for record in records}
        refuse(tuple(seen.lost(before, ids, kept.files.values(), signed)))
    return before


def _remember(log: LogFiles, file: str, made: Checkpoint, *, kept: Kept, before: Seen | None, moment: str) -> None:
    """Remember the checkpoint that was made, and what it holds, as a check would."""
    known = {one.sha256: one for one in before.checkpoints} if before else {}
    try:
        signature = signature_of(log, file)
    except LogBroken:
        signature = None
    every = [known.get(one.sha256) or SeenCheckpoint(sha256=one.sha256, name=one.name) for one in kept.files.values()]
    every.append(of_checkpoint(made, signature))
    now = Seen(time=moment, count=made.count, heads=made.heads, checkpoints=tuple(every))
    seen.remember(log.folder, now, log.disk)


def of_checkpoint(made: Checkpoint, signature: Signature | None) -> SeenCheckpoint:
    """Say of a checkpoint what is remembered."""
    by = (signature.signer, signature.key) if signature else (None, None)
    return SeenCheckpoint(sha256=made.sha256, name=made.name, signer=by[0], key=by[1])


def _sign(writer: Writer, path: str, key: str) -> str:
    """Sign a file; the path of the signature, flushed."""
    signed = _ssh_keygen(["-Y", "sign", "-q", "-n", NAMESPACE, "-f", key, path])
    if signed is None or signed.returncode != 0 or not os.path.lexists(f"{path}.sig"):
        why = "ssh-keygen is not installed" if signed is None else signed.stderr.decode(errors="replace").strip()
        raise LogError(f"it could not be signed: {why}", where=key, fix="name a file with an SSH key", unwritten=True)
    made = f"{path}.sig"
    temporary = writer.temporary("signature")
    disk.write_new(writer.disk, temporary, disk.contents(made))
    disk.forget(writer.disk, made)
    return temporary


def _place(writer: Writer, temporary: str, name: str, signature: str | None) -> None:
    """Put the signature and then the text in place: a text is never there while its signature is still to come.

    Raises:
        OSError: It was not put in place.
        LogUnconfirmed: Nobody knows whether it is there for good.
    """
    target = writer.path(name)
    folder = writer.path(FOLDER)
    if disk.make_folder(writer.disk, folder) or not os.listdir(folder):
        disk.flush_folder(writer.disk, writer.folder)
    writer.begin(Pending(file=name, size=0))
    try:
        if signature is not None:
            writer.disk.rename(signature, f"{target}.sig")
        writer.disk.rename(temporary, target)
    except OSError:
        if signature is not None:
            disk.forget(writer.disk, f"{target}.sig")
        writer.done()
        raise
    try:
        disk.flush_folder(writer.disk, folder)
    except OSError as error:
        raise append.unconfirmed(error, target, what="the checkpoint", again="writing one again") from error
    writer.done()


def signature_of(log: LogFiles, file: str, *, signers: str | None = None) -> Signature | None:
    """Say who signed a checkpoint; None where it is not signed.

    Raises:
        LogBroken: The signature is not that of an allowed signer over these bytes.
    """
    text, signature = (os.path.join(log.folder, name) for name in (file, f"{file}.sig"))
    named = SIGNERS if signers is None else signers
    signers = os.path.join(log.folder, SIGNERS) if signers is None else signers
    if not os.path.lexists(signature):
        return None
    try:
        data, armour = disk.contents(text), disk.contents(signature)
    except OSError as error:
        raise LogBroken(f"its signature cannot be read: {error}", where=file, fix=f"look at {file}.sig") from error
    if not is_armoured(armour):
        fix = f"bring {file}.sig back from git or a copy"
        raise LogBroken("its signature is not as ssh-keygen writes it", where=file, fix=fix)
    fix = f"add the signer to {named}, or do not trust this checkpoint"
    if named == SIGNERS and os.path.exists(signers) and not os.path.isfile(signers):  # noqa: PTH110, PTH113
        what = disk.kind_of(os.stat(signers).st_mode)  # noqa: PTH116
        raise LogBroken(f"its signature cannot be verified: {named} is {what}", where=file, fix=f"remove {named}")
    found = _ssh_keygen(["-Y", "find-principals", "-s", signature, "-f", signers])
    principal = found.stdout.decode(errors="replace").strip().partition("\n")[0] if found is not None else ""
    if found is None or found.returncode != 0 or not principal:
        why = "ssh-keygen is not installed" if found is None else f"{named} names nobody with this key"
        raise LogBroken(f"its signature cannot be verified: {why}", where=file, fix=fix)
    options = ["-Y", "verify", "-f", signers, "-I", principal, "-n", NAMESPACE, "-s", signature]
    verified = _ssh_keygen(options, standard_input=data)
    if verified is None or verified.returncode != 0:
        raise LogBroken("its signature is not over these bytes", where=file, fix=fix)
    key = _FINGERPRINT.search(verified.stdout)
    return Signature(principal, key[0].decode() if key else "a key that ssh-keygen does not name")


def doubt_of_signature(log: LogFiles, file: str) -> str | None:
    """Say why a signature of a checkpoint does not verify here, and what to do; None where it does, or is none."""
    try:
        signature_of(log, file)
    except LogBroken as error:
        return f"{error.what}; {error.fix}"
    return None


def signature_text(log: LogFiles, file: str) -> bytes | None:
    """Give the signature beside a checkpoint, where it is one as ssh-keygen writes it; it proves nothing."""
    try:
        armour = disk.contents(os.path.join(log.folder, f"{file}.sig"))
    except OSError:
        return None
    return armour if is_armoured(armour) else None


def is_armoured(signature: bytes) -> bool:
    """Whether a signature is spelled in the one way; ssh-keygen itself passes over much that was altered."""
    lines = signature.split(b"\n")
    if len(lines) < 4 or lines[0] != _BEGINS or lines[-2:] != [_ENDS, b""]:
        return False
    inner = lines[1:-2]
    text = b"".join(inner)
    try:
        is_plain = binascii.b2a_base64(binascii.a2b_base64(text, strict_mode=True), newline=False) == text
    except binascii.Error:
        return False
    return is_plain and all(len(line) == len(inner[0]) for line in inner[:-1]) and 0 < len(inner[-1]) <= len(inner[0])


def _ssh_keygen(options: list[str], *, standard_input: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    import subprocess  # noqa: PLC0415 - slow to import, and only signatures need it

    try:
        return subprocess.run(  # noqa: S603 - no shell; paths of the user's own
            ["ssh-keygen", *options],  # noqa: S607 - the user's own
            input=standard_input,
            capture_output=True,
            check=False,
            timeout=120,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
