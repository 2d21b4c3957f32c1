"""The forms in which a picture is saved, each named by the ending of its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from timeline.errors import FigureError

FORMS: Final = ("svg", "png", "pdf")


def form_of(path: str | os.PathLike[str]) -> str:
    """Give the form that a file's ending names.

    Raises:
        FigureError: It names none of ``FORMS``.
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    if ending not in FORMS:
        raise FigureError(
            f'"{os.fspath(path)}" does not end in .svg, .png or .pdf', where="-o", fix="write -o figure.svg"
        )
    return ending
