"""What lines of the log say, for whoever has the index: read where they lie, and proved by their hash.

Law of this module: a line that is not what was indexed is an error, and is never told.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import itertools
import json
import operator
import os
from collections.abc import Callable, Iterable
from typing import Any, Final

from timeline.store.index_file import Unusable
from timeline.views.relational.rows import Line

_OPEN: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_BODY: Final = b',"salt":"'


def lines(folder: str, places: Iterable[tuple[str, int, int, int, bytes]]) -> dict[str, Line]:
    """Read lines, by the ids of their records.

    Of each there is its file, where it begins there, how long it is, its number, and the id; file by file.

    Raises:
        Unusable: A file is not any more what was indexed.
    """
    from hashlib import sha256  # noqa: PLC0415 - slow to import, and a state reads no line

    found: list[tuple[str, str, int]] = []
    texts: list[bytes] = []
    try:
        for name, group in itertools.groupby(places, key=operator.itemgetter(0)):
            handle = os.open(os.path.join(folder, name), _OPEN)
            try:
                for _, offset, length, number, id_ in group:
                    record = id_.hex()
                    found.append((record, name, number))
                    texts.append(_proved(os.pread(handle, length, offset), record, name, sha256))
            finally:
                os.close(handle)
        said = json.loads(b"[%b]" % b",".join(texts))  # half the time of one by one
        return {
            record: Line(said[at]["recorded"], said[at]["by"], name, number, said[at + 1])
            for at, (record, name, number) in zip(itertools.count(0, 2), found)
        }
    except (OSError, ValueError, LookupError) as error:
        raise Unusable("a file is not what was indexed") from error


def _proved(data: bytes, record_id: str, name: str, sha256: Callable[[bytes], Any]) -> bytes:
    """Prove that a line is still what was read and judged when it was indexed.

    Returns:
        What it says beside its id, and its body, as two texts of JSON with a comma between them.

    Raises:
        Unusable: It is not, or is not spelled as we spell lines.
    """
    head, mark, rest = data.partition(_BODY)
    raw = rest[41:-1]
    body_hash = sha256(b"timeline/body/1\n%b\n%b" % (rest[:32], raw)).hexdigest().encode()
    proof = sha256(b"timeline/record/1\n%b\n%b" % (head[73:], body_hash)).hexdigest()
    if not mark or head[:7] != b'{"id":"' or rest[32:41] != b'","body":' or rest[-1:] != b"}" or proof != record_id:
        raise Unusable(f"{name} is not what was indexed")
    return b"{%b},%b" % (head[73:], raw)
