"""A picture's bytes into a file: whole, or not at all.

Law of this module: what stood at the place stays until the new file is complete.
"""

from __future__ import annotations

import os
import tempfile
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


def write(content: bytes, path: str | os.PathLike[str]) -> None:
    """Put a file in place whole: written beside it, then renamed over it.

    Raises:
        FigureError: It cannot be written there; what stood there is untouched.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        raise FigureError(f'"{target}" is not a regular file', where="-o", fix="name another file", unwritten=True)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise FigureError(
            f'"{target}" cannot be written: {error.strerror or error}',
            where="-o",
            fix="name a folder that exists and may be written to",
            unwritten=True,
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
