"""Checkpoints: what a log held at a moment, as one short text that can be signed and kept elsewhere.

Law of this module: a checkpoint speaks of a set of records, all ancestors of its heads, and of nothing that is merged
later. Its root is that of RFC 6962 (section 2.1) over the raw 32-byte ids, ascending; so two logs with one root hold
the same records, whatever files these lie in.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec

from timeline.dates.stamps import STAMP, stamp_moment
from timeline.errors import Finding, LogBroken, RecordError
from timeline.records import chain
from timeline.records.model import Record
from timeline.verify.checkpoint_text import FORM, VERSION

if TYPE_CHECKING:
    from timeline.verify.graph import Ancestry, Lineage

_MOST_NAMED: Final = 5
_RESTORE: Final = "bring the file back from git or a copy"


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What a log held.

    ``origin`` is the first record by (recorded, id), None for an empty log: it tells one log from another. ``time`` is
    the stamp of the last record by that order, and no clock's: so two clones that hold the same write the same text,
    which git merges. ``heads`` and ``previous`` (hashes of the texts of the checkpoints before, all that none came
    after) are ascending.
    """

    origin: str | None
    number: int
    time: str
    count: int
    root: str
    heads: tuple[str, ...]
    previous: tuple[str, ...]

    @property
    def text(self) -> bytes:
        """The text that is kept, signed and hashed."""
        lines = [
            VERSION,
            f"origin {self.origin or 'none'}",
            f"number {self.number}",
            f"time {self.time}",
            f"count {self.count}",
            f"root {self.root}",
            *(f"head {head}" for head in self.heads),
            *(f"previous {digest}" for digest in self.previous),
        ]
        return ("\n".join(lines) + "\n").encode()

    @property
    def sha256(self) -> str:
        """The hash by which later checkpoints name this one."""
        return sha256(self.text).hexdigest()

    @property
    def name(self) -> str:
        """Its unambiguous name: ``000042-1f3a9c07``."""
        return f"{self.number:06d}-{self.root[:8]}"


def parse(text: bytes, *, file: str) -> Checkpoint:
    """Read the text of a checkpoint; any other spelling is refused, since signatures are over bytes.

    Raises:
        LogBroken: It is not of the form.
    """
    try:
        found = re.fullmatch(FORM, text.decode("ascii"))
    except UnicodeDecodeError:
        found = None
    if found is None or not STAMP.fullmatch(found[3]):
        raise LogBroken("it is not a checkpoint", where=file, fix="bring the file back from git or a copy")
    try:
        stamp_moment(found[3])
    except RecordError as error:
        raise LogBroken(error.what, where=file, fix=_RESTORE) from error
    return Checkpoint(
        origin=None if found[1] == "none" else found[1],
        number=int(found[2]),
        time=found[3],
        count=int(found[4]),
        root=found[5],
        heads=tuple(line.split(" ")[1] for line in found[6].splitlines()),
        previous=tuple(line.split(" ")[1] for line in found[7].splitlines()),
    )


def merkle_root(ids: Iterable[str]) -> str:
    """The root of RFC 6962 over ids, which are put in ascending order here.

    >>> merkle_root([])
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return merkle_root_of(bytes.fromhex(record_id) for record_id in ids)


def merkle_root_of(ids: Iterable[bytes]) -> str:
    """The same, of ids as 32 bytes each."""
    level = [sha256(b"\0" + record_id).digest() for record_id in sorted(ids)]
    if not level:
        return sha256(b"").hexdigest()
    # Joining neighbours level by level, an odd one carried up, is the tree that the RFC splits from the top.
    while len(level) > 1:
        joined = [sha256(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = joined + (level[-1:] if len(level) % 2 else [])
    return level[0].hex()


def make(records: Sequence[Record], before: Iterable[Checkpoint], *, time: str) -> Checkpoint:
    """Say what a log, by (recorded, id) and each id once, holds at a time, given all checkpoints that there are."""
    known = tuple(before)
    return Checkpoint(
        origin=records[0].id if records else None,
        number=max((checkpoint.number for checkpoint in known), default=0) + 1,
        time=time,
        count=len(records),
        root=merkle_root(record.id for record in records),
        heads=chain.heads(records),
        previous=tips(known),
    )


def tips(checkpoints: Iterable[Checkpoint]) -> tuple[str, ...]:
    """The hashes of the checkpoints that no other names as its previous one, ascending."""
    known = {checkpoint.sha256: checkpoint for checkpoint in checkpoints}
    named = {digest for checkpoint in known.values() for digest in checkpoint.previous}
    return tuple(sorted(set(known) - named))


def held(checkpoint: Checkpoint, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records that a checkpoint speaks of, in order.

    Raises:
        LogBroken: The log does not hold just these any more.
    """
    ids = chain.ancestors(records, checkpoint.heads)
    for finding in _faults(checkpoint, _Records(records), ids):
        raise LogBroken(finding.message, where=finding.where, fix=finding.fix)
    return tuple(record for record in records if record.id in ids)


def find(checkpoints: Iterable[Checkpoint], name: str) -> Checkpoint:
    """Find a checkpoint by its number, or by number and root: ``42``, ``000042-1f3a9c07``, ``42-1f3a``.

    Raises:
        RecordError: There is none, or two clones wrote the same number.
    """
    number, _, root = name.partition("-")
    every, digits = list(checkpoints), number.lstrip("0")
    fitting = {
        checkpoint.sha256: checkpoint
        for checkpoint in every
        if f"{checkpoint.number}" == digits and checkpoint.root.startswith(root)
    }
    if len(fitting) == 1:
        return next(iter(fitting.values()))
    if fitting:
        names = ", ".join(sorted(checkpoint.name for checkpoint in fitting.values()))
        raise RecordError(f'"{name}" names {len(fitting)} checkpoints', fix=f"name one of {names}")
    last = ", ".join(sorted(checkpoint.name for checkpoint in every)[-_MOST_NAMED:])
    fix = f"the last are {last}" if last else "this log has none; a recorded-by day asks what it held by then"
    raise RecordError(f'there is no checkpoint "{name}"', fix=fix)


class _Records:
    """Records that were read, as what checkpoints are verified against."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records

    def ancestors(self, heads: Iterable[str]) -> set[str]:
        return chain.ancestors(self._records, heads)

    def ids(self, ancestry: set[str]) -> list[bytes]:
        return [bytes.fromhex(record_id) for record_id in ancestry]

    def lacks(self, head: str, ancestry: set[str]) -> bool:
        return head not in ancestry

    def first(self, ancestry: set[str]) -> str | None:
        return min((record.order for record in self._records if record.id in ancestry), default=("", None))[1]

    def newest(self, heads: Sequence[str]) -> str:
        return max((record.recorded for record in self._records if record.id in heads), default="")


class _Lines:
    """The outlines of a log, as what checkpoints are verified against."""

    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage

    def ancestors(self, heads: Iterable[str]) -> Ancestry:
        return self._lineage.ancestors(heads)

    def ids(self, ancestry: Ancestry) -> list[bytes]:
        return self._lineage.ids(ancestry)

    def lacks(self, head: str, _ancestry: Ancestry) -> bool:
        return head not in self._lineage

    def first(self, ancestry: Ancestry) -> str | None:
        return self._lineage.first_in(ancestry)

    def newest(self, heads: Sequence[str]) -> str:
        return max((self._lineage.stamp_of(head) for head in heads), default="")


def check(
    files: Mapping[str, Checkpoint],
    log: Sequence[Record] | Lineage,
    *,
    proved: Container[str] = frozenset(),
    unread: Iterable[str] = (),
) -> Iterator[Finding]:
    """Verify checkpoints against the log, and against each other.

    Args:
        files: Each with the name of its file, relative to the log's folder.
        log: The records, by (recorded, id); or their outlines.
        proved: The hashes of checkpoints whose root was found right before. Of these the number of records is compared
            alone: the ids of their heads say which these are, so the root is the same as long as none is missing.
        unread: The names of the files that hold no checkpoint, and should.
    """
    held: Any = _Records(log) if isinstance(log, Sequence) else _Lines(log)
    by_hash = {checkpoint.sha256: checkpoint for checkpoint in files.values()}
    sets: dict[str, Any] = {}
    sound: set[str] = set()
    for file, checkpoint in files.items():
        ids = sets[checkpoint.sha256] = held.ancestors(checkpoint.heads)
        faults = tuple(_faults(checkpoint, held, ids, is_proved=checkpoint.sha256 in proved))
        yield from (finding._replace(file=file) for finding in faults)
        if not faults:
            sound.add(checkpoint.sha256)
        if file.rpartition("/")[2] != f"{checkpoint.name}.txt":
            message = f"the name does not fit: {checkpoint.name}.txt does"
            yield Finding(code="file-name", message=message, file=file, fix="give the file its name back")
    named = {digest for checkpoint in files.values() for digest in checkpoint.previous}
    for file, checkpoint in files.items():
        before = [by_hash[digest].number for digest in checkpoint.previous if digest in by_hash]
        if len(before) == len(checkpoint.previous) and checkpoint.number != max(before, default=0) + 1:
            message = (
                f"its number is {checkpoint.number}; that after those which it names is {max(before, default=0) + 1}"
            )
            yield Finding(code="checkpoint-number", message=message, file=file, fix=_RESTORE)
        for digest in checkpoint.previous:
            older = by_hash.get(digest)
            if older is None:
                yield _missing(file, digest, _in_its_place(checkpoint.number - 1, files, named, unread))
            elif checkpoint.sha256 in sound and not sets[digest] <= sets[checkpoint.sha256]:
                message = f"it lacks records that {older.name} held: the history was rewritten between the two"
                yield Finding(code="checkpoint-inconsistent", message=message, file=file, fix=None)


def _in_its_place(
    number: int, files: Mapping[str, Checkpoint], named: Container[str], unread: Iterable[str]
) -> str | None:
    """Find the file that has the number of a checkpoint that is not there, and that no checkpoint names."""
    strange = [file for file, checkpoint in files.items() if checkpoint.sha256 not in named]
    fitting = (file for file in sorted((*strange, *unread)) if _number_of(file) == number)
    return next(fitting, None)


def _number_of(file: str) -> int | None:
    number = file.rpartition("/")[2].partition("-")[0]
    return int(number) if number.isdecimal() else None


def _missing(file: str, digest: str, instead: str | None) -> Finding:
    """Say that a checkpoint which another names is not there, and which file may have been it."""
    message = f"the checkpoint before it ({digest[:12]}) is not in this log"
    if instead is None:
        return Finding(code="checkpoint-missing", message=message, file=file, fix="bring the file back from git")
    message = f"{message}: {instead} has its number and says other things, so it was altered, or is another clone's"
    fix = f"bring {instead} back from git or a copy; if it is another clone's, bring the missing one beside it"
    return Finding(code="checkpoint-missing", message=message, file=file, fix=fix)


def _faults(checkpoint: Checkpoint, held: Any, ids: Any, *, is_proved: bool = False) -> Iterator[Finding]:
    fix = "bring the missing files back from git, a clone or a copy"
    if missing := [head for head in checkpoint.heads if held.lacks(head, ids)]:
        message = f"checkpoint {checkpoint.name} names {missing[0][:12]}, which is not in this log"
        yield Finding(code="checkpoint-head", message=message, fix=fix)
    elif len(ids) != checkpoint.count:
        message = f"checkpoint {checkpoint.name} counts {checkpoint.count} records, and the log has {len(ids)} of them"
        yield Finding(code="checkpoint-count", message=message, fix=fix)
    elif not is_proved and merkle_root_of(held.ids(ids)) != checkpoint.root:
        message = f"checkpoint {checkpoint.name} was made of other records: the root differs"
        yield Finding(code="checkpoint-root", message=message, fix=fix)
    elif checkpoint.origin != held.first(ids):
        message = f"checkpoint {checkpoint.name} names another first record than that of what it holds"
        yield Finding(code="checkpoint-origin", message=message, fix=_RESTORE)
    elif checkpoint.time < held.newest(checkpoint.heads):
        message = f"checkpoint {checkpoint.name} is of {checkpoint.time}, before a record that it holds"
        yield Finding(code="checkpoint-time", message=message, fix=_RESTORE)
