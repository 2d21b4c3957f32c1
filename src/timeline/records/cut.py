"""Lines that are proved already, taken apart without being proved again.

Law of this module: it reads only the part that is asked for, and verifies nothing. It is given lines that were just
made, or that :func:`timeline.records.line.decode` has accepted.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from timeline.named import NamedTuple
from timeline.records.line import hash_of_body, id_of, parts
from timeline.records.model import Record, structure

HEAD_AT: Final = len(b'{"id":"",') + 64
"""Where the head of a line begins; the salt and the body of a usual line lie so far behind the end of the head:"""
SALT_AT: Final = len(b',"salt":"')
SALT_END: Final = SALT_AT + 32
BODY_AT: Final = SALT_END + len(b'","body":')
_BEFORE_STAMP: Final = b'],"recorded":"'
_STAMP: Final = len("2026-11-23T21:10:00.000000Z")

_loads: Final = msgspec.json.Decoder().decode


def redacted(line: bytes) -> bytes:
    """Take the content out of a line and leave its id, its head and the hash of its body."""
    return cut(line).redacted.line


class Cut(NamedTuple):
    """A line, cut where its parts meet: the id and the hashes as they are spelled, the rest as it lies.

    ``salt`` and ``body`` are None where the record was redacted, and ``body_sha256`` where it was not.
    """

    id: bytes
    head: bytes
    salt: bytes | None
    body: bytes | None
    body_sha256: bytes | None

    @property
    def line(self) -> bytes:
        """The parts put together again; of parts that do not fit it is no line that can be read."""
        if self.body is None or self.salt is None:
            return b'{"id":"%b",%b,"body_sha256":"%b"}' % (self.id, self.head, self.body_sha256 or b"")
        return b'{"id":"%b",%b,"salt":"%b","body":%b}' % (self.id, self.head, self.salt, self.body)

    @property
    def is_proved(self) -> bool:
        """Whether the parts are those of which the id was made; what they say may still break the rules."""
        if self.body is None or self.salt is None:
            digest = (self.body_sha256 or b"").decode("ascii", "replace")
        else:
            digest = hash_of_body(self.salt, self.body)
        return id_of(self.head, digest).encode() == self.id

    @property
    def redacted(self) -> Cut:
        """The same without its content."""
        if self.body is None or self.salt is None:
            return self
        return Cut(self.id, self.head, None, None, hash_of_body(self.salt, self.body).encode())


def cut(line: bytes) -> Cut:
    """Cut a line that is proved; it proves nothing.

    Raises:
        BadLine: It is not a line at all.
    """
    at = cut_at(line)
    if at > 0:
        return Cut(line[7:71], line[HEAD_AT:at], line[at + SALT_AT : at + SALT_END], line[at + BODY_AT : -1], None)
    start, end = parts(line)
    salt, digest = end.groups()
    head = line[start.start(2) : end.start()]
    return Cut(start[1], head, salt, None if salt is None else line[end.end() : -1], digest)


def cut_at(line: bytes) -> int:
    """Say where the head ends of a proved line that is as we write it; 0 of any other, which is read by its form.

    As we write it the kind is the last thing in the head, and the salt and the body follow.
    """
    at = line.find(b',"salt":"')
    kind = line.rfind(b'"kind":"', HEAD_AT, at)
    is_usual = kind > 0 and line.find(b'"', kind + 8) == at - 1 and line[at + SALT_END : at + BODY_AT] == b'","body":'
    return at if is_usual else 0


def stamp_in(line: bytes) -> str:
    """Give the stamp of a line that was just made, or is proved: it proves nothing."""
    at = line.index(_BEFORE_STAMP) + len(_BEFORE_STAMP)  # behind the parents, of which each is an id
    return line[at : at + _STAMP].decode()


def kind_in(line: bytes) -> str:
    """Give the kind of such a line."""
    return parts(line)[0][6].decode()


class Head(msgspec.Struct, frozen=True):
    """What the head of a line says."""

    recorded: str
    by: str
    kind: str
    parents: tuple[str, ...]


def heading(line: bytes) -> Head:
    """Read the head of such a line.

    Raises:
        BadLine: It is not a line at all.
    """
    _id, _head, named, recorded, by, kind = parts(line)[0].groups()
    parents = tuple(named[1:-1].decode().split('","')) if named else ()
    return Head(recorded.decode(), by.decode(), kind.decode(), parents)


def body_in(line: bytes) -> dict[str, Any] | None:
    """Give the body of such a line; None where it was redacted."""
    end = parts(line)[1]
    return None if end[1] is None else _loads(line[end.end() : -1])


def said_in(line: bytes) -> tuple[str, str, dict[str, Any]]:
    """Give stamp, kind and body of such a line at one look; an empty body where it was redacted."""
    start, end = parts(line)
    return start[4].decode(), start[6].decode(), {} if end[1] is None else _loads(line[end.end() : -1])


def record_in(line: bytes, *, file: str, line_no: int) -> Record:
    """Make the record of a line that was just made, of a body that was proved: it is what `line.decode` would read.

    Raises:
        BadLine: It is not a line at all.
    """
    start, end = parts(line)
    record_id, _head, named, recorded, by, kind_text = start.groups()
    kind, body = kind_text.decode(), _loads(line[end.end() : -1])
    return Record(
        id=record_id.decode(),
        parents=tuple(named[1:-1].decode().split('","')) if named else (),
        recorded=recorded.decode(),
        by=by.decode(),
        kind=kind,
        body=body,
        content=structure(kind, body),
        file=file,
        line=line_no,
    )


class Spelled(Mapping[str, Any]):
    """A body as a line spells it, which is read when it is asked for: a large batch has no room for all of them."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __getitem__(self, name: str) -> Any:
        return _unpacked(self.raw)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_unpacked(self.raw))

    def __contains__(self, name: object) -> bool:
        return name in _unpacked(self.raw)

    def get(self, name: str, default: Any = None) -> Any:
        """Give a field, or what stands for it where there is none."""
        return _unpacked(self.raw).get(name, default)

    def __len__(self) -> int:
        return len(_unpacked(self.raw))


@functools.lru_cache(maxsize=16)
def _unpacked(raw: bytes) -> dict[str, Any]:
    """Read a body; whoever looks at one looks at several of its fields. Nobody changes what is given."""
    return _loads(raw)  # type: ignore[no-any-return]
