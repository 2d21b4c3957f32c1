"""The plain values that people give in Python: texts, flags, lists, mappings, paths.

Law of this module: a value is of the kind that an argument takes, or a :class:`~timeline.errors.TimelineError` names
the argument. Where several texts are meant, a text alone is one of them and is never taken letter by letter.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from timeline.errors import RecordError, TimelineError


def text(value: Any, where: str) -> str:
    """Read a text.

    Raises:
        RecordError: It is something else.
    """
    if isinstance(value, str):
        return value
    raise RecordError(f"{shown(value)} is not a text", where=where, fix="give a str", unwritten=True)


def reason(value: Any, where: str = "because") -> str:
    """Read a reason, a text that says something.

    Raises:
        RecordError: It is something else, or blank.
    """
    found = text(value, where)
    if found.strip():
        return found
    raise RecordError("it is blank", where=where, fix="write why, in a few words", unwritten=True)


def flag(value: Any, where: str) -> bool:
    """Read what is true or false.

    Raises:
        RecordError: It is something else: a text that says "no" would count as true.
    """
    if isinstance(value, bool):
        return value
    raise RecordError(f"{shown(value)} is neither True nor False", where=where, fix="give a bool", unwritten=True)


def function(value: Any, where: str, *, takes: int) -> Any:
    """Read an argument that is a function of so many arguments by place, or nothing.

    Raises:
        RecordError: It is something else, or does not take as many.
    """
    if value is None:
        return None
    import inspect  # noqa: PLC0415 - slow to import, and few calls name a function

    try:
        inspect.signature(value).bind(*range(takes))
    except (TypeError, ValueError) as error:
        what = f"{shown(value)} is not a function of {takes} arguments"
        raise RecordError(what, where=where, fix="give a function, or leave it out") from error
    return value


def choice(value: Any, where: str, choices: Sequence[str]) -> str | None:
    """Read one of a few words, or None where nothing was chosen.

    Raises:
        RecordError: It is something else.
    """
    if value is None or (isinstance(value, str) and value in choices):
        return value
    fix = f"give one of {', '.join(map(repr, choices))}, or None"
    raise RecordError(f"{shown(value)} is not a choice", where=where, fix=fix, unwritten=True)


def number(value: Any, where: str) -> float:
    """Read a number that is finite.

    Raises:
        RecordError: It is something else.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise RecordError(f"{shown(value)} is not a number", where=where, fix="give an int or a float", unwritten=True)


def whole(value: Any, where: str, *, most: int) -> int:
    """Read a whole number from 0 to a most.

    Raises:
        RecordError: It is something else.
    """
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    what = f"{shown(value)} is not a whole number from 0 to {most}"
    raise RecordError(what, where=where, fix=f"give an int, such as {most}", unwritten=True)


def items(value: Any, where: str, what: str) -> list[Any]:
    """Read what holds several things, none of which is a letter of a text or a key of a mapping; None holds none.

    Raises:
        RecordError: It is something else.
    """
    if value is None:
        return []
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | bytearray | Mapping):
        return sorted(value, key=repr) if isinstance(value, AbstractSet) else list(value)
    raise RecordError(f"{shown(value)} does not hold {what}", where=where, fix=f"give a list of {what}", unwritten=True)


def several(value: Any, where: str) -> tuple[str, ...]:
    """Read several texts; one alone is one of them, and a set is taken in the order of its texts.

    Raises:
        RecordError: It is something else, or holds something else.
    """
    found = [value] if isinstance(value, str) else items(value, where, "texts")
    return tuple(text(one, where) for one in found)


def mapping(value: Any, where: str) -> dict[str, Any]:
    """Read a mapping with texts for keys.

    Raises:
        RecordError: It is something else.
    """
    if isinstance(value, Mapping):
        return {text(name, where): one for name, one in value.items()}
    raise RecordError(f"{shown(value)} is not a mapping", where=where, fix="give a dict", unwritten=True)


def path(value: Any, where: str) -> str:
    """Read the name of a file or folder.

    Raises:
        RecordError: It is something else.
    """
    convert = getattr(type(value), "__fspath__", None)
    found = convert(value) if callable(convert) else value
    if isinstance(found, str) and "\0" not in found and _is_encodable(found):
        return found
    raise RecordError(f"{shown(value)} is not a path", where=where, fix="give a str or a Path", unwritten=True)


def _is_encodable(name: str) -> bool:
    """Whether a name can be that of a file: one half of a surrogate pair cannot, a byte that was escaped can."""
    try:
        name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


@contextlib.contextmanager
def named(places: Mapping[str | None, str]) -> Iterator[None]:
    """Name in an error the argument that is at fault, by the place that the library names; None is no place."""
    try:
        yield
    except TimelineError as error:
        error.where = places.get(error.where, error.where)
        raise


def shown(value: Any) -> str:
    """Show a value of a wrong type shortly, whatever its own ``repr`` does."""
    kind = type(value).__name__
    kind = f"{'an' if kind[:1].lower() in 'aeio' else 'a'} {kind}"
    try:
        return f"{reprlib.repr(value)} ({kind})"
    except Exception:  # noqa: BLE001 - the code of another's class
        return kind


def zone_of_times(value: Any, where: str) -> dt.tzinfo | None:
    """Read the zone of times that say none: as :func:`named_zone`, and also a shift from UTC such as ``+02:00``.

    Raises:
        DateError: No zone has that name; ``fix`` says what to write.
        RecordError: It is something else.
    """
    if value is None:
        return None
    from timeline.dates import local  # noqa: PLC0415 - few ask

    return _zone(value, where, local.zone_of_times)


def named_zone(value: Any, where: str = "zone") -> dt.tzinfo | None:
    """Read a time zone: by its name, or one of Python's; None where there is none.

    Raises:
        DateError: No zone has that name; ``fix`` says what to write.
        RecordError: It is something else.
    """
    if value is None:
        return None
    from timeline.dates.zones import zone  # noqa: PLC0415 - few ask

    return _zone(value, where, zone)


def _zone(value: Any, where: str, read: Callable[[str], dt.tzinfo]) -> dt.tzinfo:
    if isinstance(value, dt.tzinfo):
        return value
    name: str = text(value, where)
    try:
        return read(name)
    except TimelineError as error:
        error.where = where
        raise
