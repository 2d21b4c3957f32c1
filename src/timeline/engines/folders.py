"""The folder of an export: its files, and what it says of itself.

Law of this module: a folder without ``about`` is not an export, or one that was cut off: nothing is answered from it.
"""

from __future__ import annotations

import os

from timeline.engines.schema import ABOUT, Shape
from timeline.errors import FormatError


def files(folder: str, shape: Shape) -> list[str]:
    """Give the files of a table, in order.

    Raises:
        FormatError: The folder holds no whole export.
    """
    if not os.path.isdir(folder):
        what = f'"{folder}" is not a folder'
        raise FormatError(what, where="data", fix=f"make one: timeline export --format parquet --relation {folder}")
    place = os.path.join(folder, shape.name)
    parts = sorted(os.listdir(place)) if os.path.isdir(place) else []
    found = [
        os.path.join(place, part, name) for part in parts for name in sorted(os.listdir(os.path.join(place, part)))
    ]
    if not found or not os.path.isdir(os.path.join(folder, ABOUT.name)):
        what = f'"{folder}" does not hold a whole export for engines'
        fix = f"run `timeline export --format parquet --relation {folder}`; one that was cut off goes on"
        raise FormatError(what, where="data", fix=fix)
    return found
