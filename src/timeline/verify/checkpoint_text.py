"""The text of a checkpoint: its form, where it lies, and what of it says which is the last.

Law of this module: it imports nothing slow, so that a cold answer may look at the checkpoints of a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

VERSION: Final = "timeline/checkpoint/1"
FOLDER: Final = "checkpoints"
SIGNERS: Final = "allowed_signers"
"""The list of those whose signatures count; people edit it, and it may be a link to one."""

FORM: Final = (
    rf"{VERSION}\n"
    r"origin ([0-9a-f]{64}|none)\nnumber ([1-9][0-9]*)\ntime (\S+)\ncount (0|[1-9][0-9]*)\nroot ([0-9a-f]{64})\n"
    r"((?:head [0-9a-f]{64}\n)*)((?:previous [0-9a-f]{64}\n)*)"
)
"""Origin, number, time, count, root, the lines of the heads, and those of the checkpoints before."""


_PLACE: Final = rf"{FOLDER}/[0-9]{{6,}}-[0-9a-f]{{8}}\.txt"


def is_place(name: str) -> bool:
    """Whether a file of this name, relative to the log's folder, is one that a checkpoint is written to."""
    return re.fullmatch(_PLACE, name) is not None


def heads_of_last(texts: Iterable[bytes]) -> list[str] | None:
    """Give the heads that the last of some checkpoints names, as it spells them; None where one cannot be read.

    The last has the highest number; of several clones' with one number it is the one of the later time, and then of the
    greater root, as :func:`timeline.views.late.last_of` chooses.
    """
    last: tuple[int, str, str, str] | None = None
    for text in texts:
        found = re.fullmatch(FORM, text.decode("ascii", "replace"))
        if found is None:
            return None
        last = max(last or (0, "", "", ""), (int(found[2]), found[3], found[5], found[6]))
    return None if last is None else [line.partition(" ")[2] for line in last[3].splitlines()]
