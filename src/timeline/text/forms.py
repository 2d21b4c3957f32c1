"""The forms in which an answer is given, and the endings of files that name them.

Law of this module: it imports nothing of ours, so that the command line has its choices without laying out a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Form = Literal["table", "plain", "json", "jsonl", "csv", "md"]
FORMS: Final[tuple[Form, ...]] = ("table", "plain", "json", "jsonl", "csv", "md")
ENDINGS: Final[Mapping[str, Form]] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".tsv": "plain",
    ".txt": "plain",
}
