"""JSON read so strictly that two readers cannot understand it differently.

Law of this module: what it lets through means the same to every JSON reader there is, and prints without harm. So
it refuses a key given twice, numbers that are none or that lose digits elsewhere, characters that steer a terminal,
halves of characters, and depth that would exhaust a stack. What is written is held to the same rules as what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.errors import RecordError

MAX_DEPTH: Final = 32
MAX_INTEGER: Final = 2**53
FIXES: Final[Mapping[str, str]] = {
    "control-character": "leave the character out",
    "surrogate": "write the whole character",
    "number": "write it as a text",
    "depth": "nest it less deep, or keep it in a file of its own and name that",
}
"""What to do about a fault of a value, by its code, where that can be told."""

_FORBIDDEN: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
"""What no text may hold; looked for by :mod:`re`, which keeps what it compiled, where a text is not printable."""
_PIECE: Final = r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]'


class NotStrict(RecordError):
    """A text that is not JSON, or JSON that two readers may understand differently; ``code`` is a stable word."""

    def __init__(self, code: str, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        super().__init__(what, where=where, fix=fix)
        self.code = code


def parse(text: str | bytes, *, where: str | None = None) -> Any:
    """Read one JSON text, whole; ``where`` names its place in errors. Bytes must be UTF-8 without a byte order mark.

    Raises:
        NotStrict: It is no JSON, or JSON that is not strict; only the first fault is named.
    """
    import json  # noqa: PLC0415 - lines in our own spelling never come here

    if isinstance(text, bytes):
        text = _decoded(text, where)
    elif text.startswith("\ufeff"):
        raise NotStrict("encoding", "it starts with a byte order mark", where=where, fix="save it without a mark")
    if raw := re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text):
        raise _control(raw[0], f"raw, at character {raw.start() + 1}", where)
    _check_depth(text, where)

    def whole(digits: str) -> int:
        number = int(digits) if len(digits) < 20 else MAX_INTEGER + 1
        if abs(number) > MAX_INTEGER:
            raise NotStrict(
                "number", f"{_short(digits)} is beyond 2^53", where=where, fix="write it as a text, in quotes"
            )
        return number

    def broken(digits: str) -> float:
        number = float(digits)
        if number in {float("inf"), float("-inf")}:
            raise NotStrict("number", f"{_short(digits)} is beyond any number", where=where, fix="write it as a text")
        return number

    def constant(name: str) -> Any:
        raise NotStrict("number", f"{name} is not a JSON number", where=where, fix="write null, or a text in quotes")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise NotStrict("duplicate-key", f"{quoted(twice)} is given twice", where=where, fix="keep one of them")
        return result

    try:
        value = json.loads(text, object_pairs_hook=unique, parse_int=whole, parse_float=broken, parse_constant=constant)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise NotStrict("json", f"not JSON: {reason}, at character {error.pos + 1}", where=where) from error
    for path, code, what in faults(value):
        place = ", ".join(part for part in (where, path) if part) or None
        raise NotStrict(code, what, where=place, fix=FIXES.get(code))
    return value


def faults(value: Any, *, path: str = "", depth: int = 1) -> Iterator[tuple[str, str, str]]:
    """Name what would make a value, already in memory, unfit to be written: path, code and reason of each fault.

    Of what JSON does not have, floats that are no numbers and keys that are no text are named. ``depth`` counts from 1.
    """
    if is_strict(value, depth):
        return
    if isinstance(value, str):
        if bad := re.search(_FORBIDDEN, value):
            error = _control(bad[0], "", None)
            yield path, error.code, error.what
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            yield path, "number", f"{_short(str(value))} is beyond 2^53"
    elif isinstance(value, float):
        if value - value != 0:
            yield path, "number", f"{value} is not a JSON number"
    elif isinstance(value, dict | list | tuple):
        if depth > MAX_DEPTH:
            yield path, "depth", f"nested more than {MAX_DEPTH} deep"
            return
        if isinstance(value, dict):
            for key, item in value.items():
                if not isinstance(key, str):
                    yield path, "json", f"the key {key!r} is not a text"
                    continue
                below = f"{path}.{key}" if path else key
                yield from faults(key, path=below, depth=depth)
                yield from faults(item, path=below, depth=depth + 1)
        else:
            for number, item in enumerate(value):
                yield from faults(item, path=f"{path}[{number}]", depth=depth + 1)
    else:
        yield path, "json", f"{type(value).__name__} is not a JSON value"


def is_strict(value: Any, depth: int) -> bool:
    """Say whether a value has no fault, without telling which: most have none."""
    kind = type(value)
    if kind is str:
        return value.isprintable() or re.search(_FORBIDDEN, value) is None
    if kind is dict:
        if depth > MAX_DEPTH:
            return False
        for key, item in value.items():
            if type(key) is not str or not is_strict(key, depth) or not is_strict(item, depth + 1):
                return False
        return True
    if kind is list or kind is tuple:
        return depth <= MAX_DEPTH and all(is_strict(item, depth + 1) for item in value)
    if kind is int:
        return abs(value) <= MAX_INTEGER  # type: ignore[no-any-return]
    return value is None or kind is bool or (kind is float and value - value == 0)


def quoted(text: str) -> str:
    """Quote a user's text for a message: in double quotes, short, and without characters that steer a terminal."""
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return f'"{_short(safe, 60)}"'


def _short(text: str, width: int = 24) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."


def _decoded(data: bytes, where: str | None) -> str:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise NotStrict(
            "encoding", "it starts with a byte order mark", where=where, fix="save it as UTF-8 without a mark"
        )
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1} (0x{data[error.start]:02x})"
        raise NotStrict("encoding", f"{byte} is not UTF-8", where=where, fix="save it as UTF-8") from error


def _control(char: str, how: str, where: str | None) -> NotStrict:
    name = f"U+{ord(char):04X}"
    if "\ud800" <= char <= "\udfff":
        return NotStrict("surrogate", f"{name} is half a character", where=where, fix=FIXES["surrogate"])
    what = f"the control character {name}" + (f" stands {how}" if how else " is not allowed")
    return NotStrict("control-character", what, where=where, fix=FIXES["control-character"])


def _check_depth(text: str, where: str | None) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for token in re.finditer(_PIECE, text, re.DOTALL):
        first = text[token.start()]
        if first in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise NotStrict("depth", f"nested more than {MAX_DEPTH} deep", where=where, fix=FIXES["depth"])
        elif first in "]}":
            depth -= 1
