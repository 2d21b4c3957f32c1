"""The folder of an export: its files, and what it says of itself.

Law of this module: a folder without ``about`` is not an export, or one that was cut off: nothing is answered from it.
"""

from __future__ import annotations

import hashlib
import os
import shlex

from timeline.engines.schema import ABOUT, TABLES, Shape
from timeline.errors import FormatError


def file_of(name: str, part: int) -> str:
    """Say where in the folder a part of a table lies."""
    return f"{name}/bucket={part}/part-0.parquet"


def files(folder: str, shape: Shape) -> list[str]:
    """Give the files of a table, in order.

    Raises:
        FormatError: The folder holds no whole export.
    """
    again = f"timeline export --format parquet {shlex.quote(os.path.join(folder, ''))}"
    if not os.path.isdir(folder):
        raise FormatError(f'"{folder}" is not a folder', where="data", fix=f"make one: {again}")
    found = _parts(folder, shape)
    if not found or not os.path.isdir(os.path.join(folder, ABOUT.name)):
        if os.path.isfile(os.path.join(folder, "events.parquet")):
            what = f'"{folder}" holds one answer, by its clocks and filters, and not what engines ask'
            raise FormatError(what, where="data", fix=f"write all of the log: {again}")
        what = f'"{folder}" does not hold a whole export for engines'
        raise FormatError(what, where="data", fix=f"run `{again}`; one that was cut off goes on")
    return found


def content(folder: str) -> str:
    """Give the SHA-256 of what all tables but ``about`` hold.

    The heads of a log do not tell that: its lines may have moved to other files since, or lost a text that is redacted.
    """
    found = hashlib.sha256()
    for path in (path for shape in TABLES if shape is not ABOUT for path in _parts(folder, shape)):
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found.update(f"{digest} {os.path.relpath(path, folder)}\n".encode())
    return found.hexdigest()


def _parts(folder: str, shape: Shape) -> list[str]:
    place = os.path.join(folder, shape.name)
    parts = sorted(os.listdir(place)) if os.path.isdir(place) else []
    return [os.path.join(place, part, name) for part in parts for name in sorted(os.listdir(os.path.join(place, part)))]
