"""The forms in which an answer is given, and the endings of files that name them.

Law of this module: it imports nothing of ours, so that the command line has its choices without laying out a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def bare_ending(path: str, endings: Iterable[str]) -> str | None:
    """Give the ending of a file whose name has nothing before it; None for a file with a name, or without an ending.

    >>> bare_ending("figures/.SVG", [".svg", ".png"]), bare_ending("figures/state.svg", [".svg"])
    ('.svg', None)
    """
    name = path.rpartition("/")[2].lower()
    return name if name in endings else None


def unnamed(path: str, name: str) -> tuple[str, str]:
    """Say of a file that has only an ending what is wrong, and what to do: the same with a name before it."""
    folder, slash, ending = path.rpartition("/")
    return f'"{path}" is an ending alone, and names no file', f"write a name before it: {folder}{slash}{name}{ending}"
