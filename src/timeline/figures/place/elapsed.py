"""Time that has passed since a zero, in words.

Law of this module: as fine as it is, so that two moments never print alike.
"""

from __future__ import annotations

from timeline.dates.values import DAY, SECOND


def since_text(micros: int) -> str:
    """Print time since a zero, as fine as it is.

    >>> since_text(12 * 60_000_000), since_text(0), since_text(3 * 86_400_000_000)
    ('+12 min', '0', '+3 days')
    """
    if micros == 0:
        return "0"
    sign, left = ("+", micros) if micros > 0 else ("\N{MINUS SIGN}", -micros)
    days, left = divmod(left, DAY)
    seconds, fraction = divmod(left, SECOND)
    hours, minutes, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    text = f"{second}" + (f".{fraction:06d}".rstrip("0") if fraction else "")
    parts = [
        f"{days} {'day' if days == 1 else 'days'}" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{text} s" if second or fraction else "",
    ]
    return sign + " ".join(part for part in parts if part)
