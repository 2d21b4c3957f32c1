"""Which known word was probably meant: by its spelling, or because another program calls the same thing so.

Law: a word that leads to another means the same or less. None leads to a step that cannot be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LIKE_ENOUGH = 0.6
"""How much of two words must agree, from 0 to 1, as difflib counts it."""


def near(word: str, candidates: Iterable[str], *, least: float = LIKE_ENOUGH) -> str | None:
    """Give the candidate that is spelled most like a word, whatever its capitals; None where none is near.

    Of several that are equally near, the first in the order of the alphabet.

    >>> near("Hardwear", ["models", "hardware"]), near("xyz", ["models"])
    ('hardware', None)
    """
    import difflib  # noqa: PLC0415 - only a slip of the pen pays for it

    names: dict[str, str] = {}
    for name in sorted(candidates):
        names.setdefault(name.lower(), name)
    close = difflib.get_close_matches(word.lower(), list(names), 1, least)
    return names[close[0]] if close else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """Ask whether the nearest candidate was meant, as a fix; None where none is near."""
    found = near(word, candidates)
    return None if found is None else f'did you mean "{found}"?'
