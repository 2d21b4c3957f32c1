"""What this clone saw when it was last checked, so that what is gone since is found.

Law of this module: it lies in ``.index/``, which git never carries, and is written whole or not at all. Losing it loses
no record: the next check begins anew. What was seen is not forgotten for being gone, only because somebody says so.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH208
from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

import msgspec

from timeline.errors import Finding
from timeline.store import disk, index_file
from timeline.store.disk import Disk
from timeline.verify.checkpoint import Checkpoint

FOLDER: Final = index_file.FOLDER
FILE: Final = f"{FOLDER}/seen"
FORM: Final = b"timeline/seen/1"

_FORGET: Final = "where it was meant (another branch, a history taken back): timeline check --forget"


class Damaged(ValueError):
    """The file is there, and cannot be read as what was seen; the message says why."""


class SeenCheckpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint that was there and sound: the hash of its text, its name, and who had signed it with which key."""

    sha256: str
    name: str
    signer: str | None = None
    key: str | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A log as a check saw it.

    The heads stand for everything: each id covers its parents' ids, so the ids of all ancestors follow from them.
    ``time`` is the stamp of the check that saw it first.
    """

    time: str
    count: int
    heads: tuple[str, ...]
    checkpoints: tuple[SeenCheckpoint, ...] = ()

    def is_same(self, other: Seen | None) -> bool:
        """Whether two checks saw the same, whenever that was."""
        return other is not None and msgspec.structs.replace(other, time=self.time) == self


def read(folder: str) -> Seen | None:
    """Read what was seen of the log in a folder; None where nothing is remembered.

    Raises:
        Damaged: It cannot be read.
    """
    try:
        data = disk.contents(os.path.join(folder, FILE))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except disk.NotPlain as error:
        raise Damaged(f"it is {error}") from error
    except OSError as error:
        raise Damaged((error.strerror or str(error)).lower()) from error
    first, _, text = data.partition(b"\n")
    form, _, digest = first.partition(b" ")
    if form != FORM or digest != sha256(text).hexdigest().encode():
        raise Damaged("it is not as it was written")
    try:
        return msgspec.json.decode(text, type=Seen)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise Damaged("it is not of a form that this version knows") from error


def remember(folder: str, seen: Seen, calls: Disk) -> str | None:
    """Write down what was seen; say why where that is not possible, which is no fault of the log."""
    text = msgspec.json.encode(seen)
    return put(folder, FILE, b"%b %b\n%b" % (FORM, sha256(text).hexdigest().encode(), text), calls)


def put(folder: str, name: str, data: bytes | Iterable[bytes], calls: Disk, *, is_durable: bool = True) -> str | None:
    """Put a file of the index in place, whole or not at all; say why where that is not possible."""
    path = os.path.join(folder, name)
    temporary = f"{path}-{os.getpid()}.tmp"
    try:
        index_file.make_folder(folder, calls)
        disk.forget(calls, temporary)
        if is_durable:
            disk.write_through(calls, path, data, temporary=temporary)
        else:
            disk.write_new(calls._replace(fsync=lambda _handle: None), temporary, data)
            calls.rename(temporary, path)
    except OSError as error:
        disk.forget(calls, temporary)
        return (error.strerror or str(error)).lower()
    return None


def forget(folder: str, calls: Disk) -> str | None:
    """Let go of everything that is remembered; say why where that is not possible."""
    place = os.path.join(folder, FOLDER)
    try:
        for name in os.listdir(place):
            if name.partition("-")[0] in {"seen", "verified", "unchanged"}:
                calls.unlink(os.path.join(place, name))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None


def damaged(error: Damaged) -> Finding:
    """Say that what was seen cannot be read."""
    return Finding(
        code="seen-damaged",
        message=f"what this clone remembers of its last check cannot be read: {error}",
        file=FILE,
        fix="find out who touched it; to begin anew: timeline check --forget",
    )


def lost(
    seen: Seen, ids: Container[str], checkpoints: Iterable[Checkpoint], signatures: Mapping[str, tuple[str, str]]
) -> Iterator[Finding]:
    """Name what an earlier check saw and is not there any more, of records, of checkpoints, and of verified signatures.

    Of a signature, by the hash of the text, there is who signed and with which key.
    """
    if gone := [head for head in seen.heads if head not in ids]:
        more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        yield Finding(
            code="seen-record",
            message=(
                f"{gone[0][:12]}{more} was here on {seen.time}, the last of {seen.count} records that this clone saw, "
                "and is gone: an end was cut off, or the history was rewritten"
            ),
            fix=f"bring it back from git, a clone or a copy; {_FORGET}",
        )
    there = {checkpoint.sha256 for checkpoint in checkpoints}
    for one in seen.checkpoints:
        file = f"checkpoints/{one.name}.txt"
        if one.sha256 not in there:
            message = f"checkpoint {one.name} was here on {seen.time}, and is gone, or says other things now"
            yield Finding(
                code="seen-checkpoint", message=message, file=file, fix=f"bring the file back from git; {_FORGET}"
            )
        elif one.key is not None and (now := signatures.get(one.sha256)) != (one.signer, one.key):
            by = f"it is signed by {now[0]} with {now[1]}" if now else "no allowed signer has signed it"
            message = f"checkpoint {one.name} was signed by {one.signer} with {one.key} on {seen.time}; now {by}"
            yield Finding(
                code="seen-signature", message=message, file=file, fix=f"bring its .sig back from git; {_FORGET}"
            )
