"""What a server holds of a log, as far as this side must know it to say what is missing.

Law of this module: if all heads of the server are known here, what it holds follows from them, for each id covers the
ids of its parents; only otherwise does it name every record that it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from timeline.errors import Finding
from timeline.named import NamedTuple
from timeline.store import checkpoints, read
from timeline.store.server import rights
from timeline.store.server.connection import Server
from timeline.verify import union
from timeline.verify.graph import Lineage
from timeline.verify.union import Below, Listed, Theirs

if TYPE_CHECKING:
    from timeline.store.log import LogFiles

_ROW: Final = 38
"""The bytes of one id in a binary copy: the number of fields, the length, the id."""
_ROW_OF_BATCH: Final = _ROW + 12
_FRONT: Final = 19


class There(NamedTuple):
    """What the newest batch of a server says: its number, how many records there are, the heads."""

    number: int
    total: int
    heads: tuple[bytes, ...]


def newest(server: Server) -> There:
    """Ask for the newest batch."""
    found = server.query("select number, total, heads from timeline.batch order by number desc limit 1", binary=True)
    if not found:
        return There(0, 0, ())
    number, total, heads = found[0]
    return There(number, total, tuple(heads))


def theirs(server: Server, lineage: Lineage) -> tuple[Theirs, There]:
    """Say what the server has, at one moment."""
    with server.snapshot():
        there = newest(server)
        if all(lineage.find(head) is not None for head in there.heads):
            ancestry = lineage.ancestors(head.hex() for head in there.heads)
            if len(ancestry) == there.total:
                return Below(lineage, ancestry), there
        return Listed(lineage, frozenset(every_id(server))), there


def every_id(server: Server) -> Iterator[bytes]:
    """Ask for every id that the server has, 32 bytes each."""
    rows = _copied(server, "select id from timeline.record")
    return (rows[at + 6 : at + _ROW] for at in range(0, len(rows), _ROW))


def batches(server: Server) -> Iterator[list[bytes]]:
    """Ask for every id that the server has, batch by batch, in the order in which it took them."""
    rows = _copied(server, "select id, batch from timeline.record order by batch, id")
    ids: list[bytes] = []
    last = b""
    for at in range(0, len(rows), _ROW_OF_BATCH):
        number = rows[at + _ROW + 4 : at + _ROW_OF_BATCH]
        if number != last and ids:
            yield ids
            ids = []
        ids.append(rows[at + 6 : at + _ROW])
        last = number
    if ids:
        yield ids


def _copied(server: Server, query: str) -> bytes:
    """Ask for rows of a fixed size, as a binary copy spells them."""
    data = bytearray()
    with (
        server.asking() as connection,
        connection.cursor() as cursor,
        cursor.copy(f"copy ({query}) to stdout (format binary)") as copy,
    ):
        for block in copy:
            server.watch.moved()
            data += block
    return bytes(data[_FRONT:-2])


def require_whole(lineage: Lineage, lacks: Sequence[Sequence[int]], theirs: Theirs) -> None:
    """Refuse to send a record whose parents are on neither side, or whose text is gone for no said reason.

    Raises:
        LogBroken: There is one.
    """
    read.refuse(tuple(_faults(lineage, lacks, theirs)))


def _faults(lineage: Lineage, lacks: Sequence[Sequence[int]], theirs: Theirs) -> Iterator[Finding]:
    named = {target for one in lineage.outlines for _, target in one.redactions}
    for at, places in enumerate(lacks):
        one, first = lineage.outlines[at], lineage.first_of(at)
        gone, going = frozenset(one.redacted), union.among(one.count, places)
        starts = (number - first for number in lineage.begun(first, one.count))  # all others rest on the line before
        for place in sorted(place for place in gone.union(starts) if place in going):
            file, line = one.name, one.line_at(place)
            if place in gone and one.id_at(place).hex() not in named:
                what = "its text is gone, and no redaction says why: it is not sent"
                fix = "bring the file that has its redaction back from git, a clone or a copy"
                yield Finding(code="redacted-alone", message=what, file=file, line=line, fix=fix)
            for parent in lineage.named_by(first + place):
                if lineage.find(parent) is None and parent not in theirs:
                    what = f"it rests on {parent.hex()[:12]}, which is neither in this log nor on the server"
                    fix = "bring the missing file back from git, a clone or a copy"
                    yield Finding(code="dangling-parent", message=what, file=file, line=line, fix=fix)


# --- checkpoints ------------------------------------------------------------------------------------------------------


class Sealed(NamedTuple):
    """A checkpoint as it travels: its name, its text, and its signature where it is signed."""

    name: str
    text: bytes
    signature: bytes | None


def push_checkpoints(log: LogFiles, server: Server, *, dry_run: bool) -> int:
    """Send the checkpoints that the server lacks; say how many.

    Raises:
        ServerError: This role may not add to the log there.
    """
    kept = checkpoints.read(log).files
    if not kept:
        return 0
    there = {bytes(row[0]) for row in server.query("select sha256 from timeline.checkpoint", binary=True)}
    signed = {bytes(row[0]) for row in server.query("select checkpoint from timeline.signature", binary=True)}
    count = 0
    for file, one in kept.items():
        digest = bytes.fromhex(one.sha256)
        signature = checkpoints.signature_text(log, file)
        is_new = digest not in there
        lacks_signature = signature is not None and digest not in signed
        count += is_new or lacks_signature
        if dry_run or not (is_new or lacks_signature):
            continue
        if (refused := rights.not_adding(server)) is not None:
            raise refused
        with server.asking(changes=f"checkpoint {one.name}") as connection, connection.transaction():
            if is_new:
                connection.execute(
                    "insert into timeline.checkpoint (sha256, name, text) values (%s, %s, %s) on conflict do nothing",
                    (digest, one.name, one.text),
                )
            if lacks_signature:
                connection.execute(
                    "insert into timeline.signature (checkpoint, text) values (%s, %s) on conflict do nothing",
                    (digest, signature),
                )
    return count


def checkpoints_there(server: Server) -> list[Sealed]:
    """Ask for every checkpoint, the oldest first; what is no signature as ssh-keygen writes it is none."""
    text = (
        "select c.name, c.text, s.text from timeline.checkpoint c "
        "left join timeline.signature s on s.checkpoint = c.sha256 order by c.name, c.sha256"
    )
    return [
        Sealed(name, bytes(data), signature if signature is not None and checkpoints.is_armoured(signature) else None)
        for name, data, signature in server.query(text, binary=True)
    ]
