"""The words of which a record chooses one, and the standings: each list has its home here.

Law of this module: it imports nothing of ours, so that the command line has its choices without reading a record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, get_args

Mode = Literal["actual", "failed", "planned", "possible", "ended"]
Stance = Literal["reports", "denies", "doubts", "no-comment"]
Rel = Literal["contradicts", "supersedes", "same-event", "derived-from", "same-origin", "same-entity"]
By = Literal["month", "quarter", "year", "type", "standing", "entity", "source"]
Operator = Literal["<", "<=", "=", ">=", ">", "~"]

MODES: Final[tuple[Mode, ...]] = get_args(Mode)
BESIDE: Final = MODES[1:]
"""The modes of facts that fill no cell, in the order in which they are told."""
HAPPENED: Final = frozenset({"actual", "failed", "ended"})
"""The modes of facts that are said to be so, or to have been; all others are ahead."""
AHEAD: Final = frozenset(MODES) - HAPPENED
MODE_OF: Final[Mapping[str, Mode]] = {"fact": MODES[0], **{mode: mode for mode in BESIDE}}
"""The mode of the facts that an option, or the heading of a column, takes."""
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
BYS: Final[tuple[By, ...]] = get_args(By)
"""What events are counted by."""
RELS: Final[tuple[Rel, ...]] = get_args(Rel)
BETWEEN_NAMES: Final = ("same-origin", "same-entity")  # no set: what a record gives as its relation may have no hash
"""The relations whose two ends are names, not ids of records."""

STANDINGS: Final = (
    "retracted",
    "disputed",
    "doubted",
    "corroborated",
    "self-reported",
    "unsourced",
    "reported",
)
"""All standings, in the order in which they are tried; the first that fits is the standing."""
BEST_FIRST: Final = (
    "corroborated",
    "reported",
    "self-reported",
    "unsourced",
    "doubted",
    "disputed",
    "retracted",
)
"""All standings, the strongest first: one good event carries a value."""


def type_meant(text: str) -> str | None:
    """Give the type of an event that words probably mean; None where they have no letter or digit of its form.

    >>> type_meant("Training failed"), type_meant("Model / Release"), type_meant("?")
    ('training-failed', 'model-release', None)
    """
    parts = [re.sub("[^a-z0-9_]+", "-", part).strip("-_") for part in text.lower().split(".")]
    return ".".join(filter(None, parts)) or None
