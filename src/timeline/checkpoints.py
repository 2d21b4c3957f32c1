"""Checkpoints on disk: read, written, signed and verified.

Law of this module: what is signed was verified from disk a moment before; signing and verifying are left to
``ssh-keygen``, whose keys and files people have already.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH208
from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from timeline import chain, checkpoint, disk, reading, recovery, seen, writing
from timeline.checkpoint import Checkpoint
from timeline.errors import Finding, LogBroken, LogError
from timeline.log import LogFiles
from timeline.model import Record
from timeline.seen import Seen, SeenCheckpoint
from timeline.stamping import format_stamp
from timeline.writing import Writer

if TYPE_CHECKING:
    import subprocess

FOLDER: Final = "checkpoints"
SIGNERS: Final = "allowed_signers"
NAMESPACE: Final = "timeline-checkpoint"

_FINGERPRINT: Final = re.compile(rb"SHA256:\S+")


@attrs.frozen
class Signature:
    """Who signed a checkpoint, by the list of signers, and the fingerprint of the key."""

    signer: str
    key: str


@attrs.frozen(kw_only=True)
class Kept:
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
    try:
        names = sorted(os.listdir(os.path.join(log.folder, FOLDER)))
    except FileNotFoundError:
        names = []
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


def write(log: LogFiles, *, sign: str | None = None, now: int | None = None) -> tuple[str, Checkpoint]:
    """Write down what the log holds now; the name of the file, relative to the log's folder, and what it says.

    Args:
        log: It is read and verified here, under the lock.
        sign: A file with an SSH key to sign it with.
        now: The clock, in microseconds since 1970; the machine's where it is None.

    Raises:
        LogBroken: A line or a checkpoint of the log is damaged, or what this clone saw is gone; nothing was written.
        LogError: It could not be signed; nothing was written.
        LogUnwritable: The disk refused; nothing was written.
    """
    moment = time.time_ns() // 1000 if now is None else now
    with writing.locked(log.folder, log.disk) as writer:
        recovery.sweep(writer)
        scan = reading.scan(log.folder)
        kept = read(log)
        reading.refuse(scan.findings + kept.findings)
        records = chain.ordered(scan.records)
        reading.refuse(tuple(checkpoint.check(kept.files, records)))
        before = _not_lost(log, records, kept)
        made = checkpoint.make(records, kept.files.values(), time=format_stamp(moment))
        name = f"{FOLDER}/{made.name}.txt"
        temporary = writer.temporary(made.name)
        disk.write_new(writer.disk, temporary, made.text)
        if sign is not None:
            try:
                _sign(temporary, sign)
            except LogError:
                disk.forget(writer.disk, temporary)
                raise
        _place(writer, temporary, name, is_signed=sign is not None)
        _remember(log, name, made, kept, before)
    return name, made


def _not_lost(log: LogFiles, records: Sequence[Record], kept: Kept) -> Seen | None:
    """Give what this clone saw before; nothing is written down over a loss.

    Raises:
        LogBroken: Some of it is gone.
    """
    try:
        before = seen.read(log.folder)
    except seen.Damaged as error:
        reading.refuse((seen.damaged(error),))
        raise
    if before is not None:
        signed = {one.sha256: (one.signer or "", one.key or "") for one in before.checkpoints}
        ids = {record.id for record in records}
        reading.refuse(tuple(seen.lost(before, ids, kept.files.values(), signed)))
    return before


def _remember(log: LogFiles, file: str, made: Checkpoint, kept: Kept, before: Seen | None) -> None:
    """Remember the checkpoint that was made, and what it holds, as a check would."""
    known = {one.sha256: one for one in before.checkpoints} if before else {}
    try:
        signature = signature_of(log, file)
    except LogBroken:
        signature = None
    every = [known.get(one.sha256) or SeenCheckpoint(sha256=one.sha256, name=one.name) for one in kept.files.values()]
    every.append(of_checkpoint(made, signature))
    now = Seen(time=made.time, count=made.count, heads=made.heads, checkpoints=tuple(every))
    seen.remember(log.folder, now, log.disk)


def of_checkpoint(made: Checkpoint, signature: Signature | None) -> SeenCheckpoint:
    """Say of a checkpoint what is remembered."""
    by = (signature.signer, signature.key) if signature else (None, None)
    return SeenCheckpoint(sha256=made.sha256, name=made.name, signer=by[0], key=by[1])


def _sign(path: str, key: str) -> None:
    signed = _ssh_keygen(["-Y", "sign", "-q", "-n", NAMESPACE, "-f", key, path])
    if signed is None or signed.returncode != 0 or not os.path.lexists(f"{path}.sig"):
        why = "ssh-keygen is not installed" if signed is None else signed.stderr.decode(errors="replace").strip()
        raise LogError(f"it could not be signed: {why}", where=key, fix="name a file with an SSH key", unwritten=True)


def _place(writer: Writer, temporary: str, name: str, *, is_signed: bool) -> None:
    """Put the signature and then the text in place: a text is never there while its signature is still to come."""
    target = writer.path(name)
    if disk.make_folder(writer.disk, writer.path(FOLDER)):
        disk.flush_folder(writer.disk, writer.folder)
    if is_signed:
        with open(f"{temporary}.sig", "rb") as file:  # noqa: PTH123
            signature = file.read()
        os.unlink(f"{temporary}.sig")  # noqa: PTH108
        disk.write_through(writer.disk, f"{target}.sig", signature, temporary=writer.temporary("signature"))
    writer.disk.rename(temporary, target)
    disk.flush_folder(writer.disk, writer.path(FOLDER))


def signature_of(log: LogFiles, file: str) -> Signature | None:
    """Say who signed a checkpoint, by ``allowed_signers``; None where it is not signed.

    Raises:
        LogBroken: The signature is not that of an allowed signer over these bytes.
    """
    text, signature, signers = (os.path.join(log.folder, name) for name in (file, f"{file}.sig", SIGNERS))
    if not os.path.lexists(signature):
        return None
    fix = f"add the signer to {SIGNERS}, or do not trust this checkpoint"
    found = _ssh_keygen(["-Y", "find-principals", "-s", signature, "-f", signers])
    principal = found.stdout.decode(errors="replace").strip().partition("\n")[0] if found is not None else ""
    if found is None or found.returncode != 0 or not principal:
        why = "ssh-keygen is not installed" if found is None else f"{SIGNERS} names nobody with this key"
        raise LogBroken(f"its signature cannot be verified: {why}", where=file, fix=fix)
    options = ["-Y", "verify", "-f", signers, "-I", principal, "-n", NAMESPACE, "-s", signature]
    verified = _ssh_keygen(options, standard_input=disk.contents(text))
    if verified is None or verified.returncode != 0:
        raise LogBroken("its signature is not over these bytes", where=file, fix=fix)
    key = _FINGERPRINT.search(verified.stdout)
    return Signature(principal, key[0].decode() if key else "a key that ssh-keygen does not name")


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
