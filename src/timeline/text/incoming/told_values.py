"""What was told of all cells of a sheet: what precisions mean, what parts words, which texts say nothing.

Law of this module: what is told is checked before the sheet is read, and names nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from timeline.dates.precision import WORDS, word_of
from timeline.errors import DateError, FormatError
from timeline.records.strict_json import quoted

_SEPARATOR: Final = re.compile(r"[,;|*\u00b7\u2022\u3001\uff0c\uff1b]|\|\||;;")
"""Signs that stand in no address and in no date: a comma in an address is left there."""


def precisions(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Read what the texts of a column of precisions are said to mean, each in small letters.

    Raises:
        FormatError: A text is empty or told twice, or what it is to mean is not a precision.
    """
    found: dict[str, str] = {}
    for text, word in pairs:
        plain = " ".join(text.split()).casefold()
        if not plain:
            fix = "write TEXT=WORD, such as 3=month"
            raise FormatError(f"{quoted(word)} is told of no text", where="--precision", fix=fix, unwritten=True)
        try:
            meant = word_of(word, {})
        except DateError as error:
            fix = error.fix or f"write one of {', '.join(WORDS)}"
            raise FormatError(error.what, where="--precision", fix=fix, unwritten=True) from error
        if found.setdefault(plain, meant) != meant:
            what = f"{quoted(text)} is told to mean two precisions, {found[plain]} and {meant}"
            raise FormatError(what, where="--precision", fix="give it one", unwritten=True)
    return found


def separator(text: str) -> str:
    """Check what parts the words and names of a cell.

    Raises:
        FormatError: It is not a sign that can.
    """
    sign = text.strip()
    if not _SEPARATOR.fullmatch(sign):
        what = f"{quoted(text)} cannot part the words of a cell"
        fix = "write the sign that stands between them: one of , ; | * \u00b7 \u2022"
        raise FormatError(what, where="--list-separator", fix=fix, unwritten=True)
    return sign


def nulls(texts: Iterable[str]) -> frozenset[str]:
    """Check the texts that say nothing.

    Raises:
        FormatError: One is blank, which says nothing anyway.
    """
    found = frozenset(text.strip() for text in texts)
    if "" in found:
        what, fix = (
            "an empty cell says nothing anyway",
            "write the text that stands for nothing, such as NA, or leave it out",
        )
        raise FormatError(what, where="--null", fix=fix, unwritten=True)
    return found
