"""Which known name a person probably meant: the one "did you mean" of the program."""

from __future__ import annotations

from collections.abc import Iterable


def near(text: str, known: Iterable[str]) -> str | None:
    """Say which known name was probably meant, whatever its capitals; None where none is near.

    >>> near("hardwear", ["hardware", "models"])
    'did you mean "hardware"?'
    """
    import difflib  # noqa: PLC0415 - only a slip of the pen pays for it

    names = {name.lower(): name for name in sorted(known)}
    close = difflib.get_close_matches(text.lower(), names, 1, 0.6)
    return f'did you mean "{names[close[0]]}"?' if close else None
