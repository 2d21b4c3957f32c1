"""The forms in which a picture is saved, each named by the ending of its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from timeline.errors import FigureError
from timeline.text.forms import bare_ending, unnamed

if TYPE_CHECKING:
    import os

FORMS: Final = ("svg", "png", "pdf")
_ENDINGS: Final = tuple(f".{form}" for form in FORMS)
_ENDING: Final = re.compile(r"[^/]\.(" + "|".join(FORMS) + r")\Z", re.IGNORECASE)


def form_of(path: str | os.PathLike[str]) -> str:
    """Give the form that a file's ending names, in small letters.

    Raises:
        FigureError: It names none of ``FORMS``.
    """
    found = _ENDING.search(str(path))
    if found is None and bare_ending(str(path), _ENDINGS) is not None:
        what, fix = unnamed(str(path), "figure")
        raise FigureError(what, where="-o", fix=fix)
    if found is None:
        what = f'"{path}" does not end in .svg, .png or .pdf'
        raise FigureError(what, where="-o", fix="name a file such as figure.svg")
    return found[1].lower()
