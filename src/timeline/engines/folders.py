"""The folder of an export: its files, and what it says of itself.

Law of this module: a folder without ``about`` is not an export, or one that was cut off: nothing is answered from it.
"""

from __future__ import annotations

import os
import shlex

from timeline.engines.schema import ABOUT, Shape
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
    place = os.path.join(folder, shape.name)
    parts = sorted(os.listdir(place)) if os.path.isdir(place) else []
    found = [
        os.path.join(place, part, name) for part in parts for name in sorted(os.listdir(os.path.join(place, part)))
    ]
    if not found or not os.path.isdir(os.path.join(folder, ABOUT.name)):
        if os.path.isfile(os.path.join(folder, "events.parquet")):
            what = f'"{folder}" holds one answer, by its clocks and filters, and not what engines ask'
            raise FormatError(what, where="data", fix=f"write all of the log: {again}")
        what = f'"{folder}" does not hold a whole export for engines'
        raise FormatError(what, where="data", fix=f"run `{again}`; one that was cut off goes on")
    return found
