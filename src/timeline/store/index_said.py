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
from collections.abc import Iterable, Iterator
from typing import Final

from timeline.store.index_file import Unusable
from timeline.views.relational.rows import Line

_OPEN: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_BODY: Final = b',"salt":"'


def lines(folder: str, places: Iterable[tuple[str, int, int, int, bytes]]) -> Iterator[tuple[str, Line]]:
    """Read lines, by the ids of their records.

    Of each there is its file, where it begins there, how long it is, its number, and the id; file by file.

    Raises:
        Unusable: A file is not any more what was indexed.
    """
    for name, group in itertools.groupby(places, key=operator.itemgetter(0)):
        try:
            handle = os.open(os.path.join(folder, name), _OPEN)
        except OSError as error:
            raise Unusable("a file is not what was indexed") from error
        try:
            for _, offset, length, number, id_ in group:
                yield id_.hex(), _proved(os.pread(handle, length, offset), id_.hex(), name, number)
        except (OSError, ValueError, LookupError) as error:
            raise Unusable("a file is not what was indexed") from error
        finally:
            os.close(handle)


def _proved(data: bytes, record_id: str, name: str, number: int) -> Line:
    """Read a line that was read and judged when it was indexed, and prove that it still is what it was.

    Raises:
        Unusable: It is not, or is not spelled as we spell lines.
    """
    from hashlib import sha256  # noqa: PLC0415 - slow to import, and a state reads no line

    head, mark, rest = data.partition(_BODY)
    raw = rest[41:-1]
    body_hash = sha256(b"timeline/body/1\n%b\n%b" % (rest[:32], raw)).hexdigest().encode()
    proof = sha256(b"timeline/record/1\n%b\n%b" % (head[73:], body_hash)).hexdigest()
    if not mark or head[:7] != b'{"id":"' or rest[32:41] != b'","body":' or rest[-1:] != b"}" or proof != record_id:
        raise Unusable(f"{name} is not what was indexed")
    said, body = json.loads((b"[{%b},%b]" % (head[73:], raw)).decode())
    return Line(said["recorded"], said["by"], name, number, body)
