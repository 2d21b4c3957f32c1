"""What people type on a command line, as fields of a record: ``E.P=V``, ``NAME:STANCE`` and ``FIELD=JSON``.

Law of this module: a text says one thing or is refused; nothing typed is guessed at. Splitting is at the first ``=``,
then at the last dot before it, so that names with dots (``GPT-4.1.training=TPU``) need no quotes; see `cellnames`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from timeline.dates.suggest import did_you_mean
from timeline.errors import RecordError
from timeline.records import strict_json
from timeline.records.cellnames import cell_name, parse_cell, split_fact
from timeline.records.model import BODIES, DATE_FIELDS, Quantity, Value, fields_of
from timeline.records.words import STANCES, Mode, Operator

__all__ = ["fact_pieces", "parse_cell", "parse_fact", "parse_setting", "parse_stance", "parse_value", "read_value"]

_MOST: Final = 2**53
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_QUANTITY: Final = re.compile(rf"(<=|>=|<|>|=|~)\s*({_NUMBER})(?:\s+(\S.*)|([^\s\d.,eE+-]\S*(?:\s.*)?))?")
_IN_QUOTES: Final = re.compile(r'[ \n]*"(?:[^"\\]|\\.)*"')
_BARE: Final = DATE_FIELDS | {
    *("name", "publisher", "title", "url", "type", "said", "text", "quote", "because", "event", "source", "stance"),
    *("rel", "from", "to", "target", "sha256", "media_type", "path"),
}
"""The fields whose values are texts: people mistype their quotes, so that they may stand bare."""
EMPTY: Final[Mapping[str, Any]] = {
    **{name: [] for name in ("facts", "reports", "tags", "links", "via")},
    "type": "event",
    "stance": "reports",
}
"""What a field is set to where it is taken away; all others become null."""


def parse_fact(text: str, mode: Mode = "actual") -> dict[str, Any]:
    """Read ``E.P=V`` as a fact, in the shape that a record holds.

    Raises:
        RecordError: It has no ``=``, no dot before it, no value, or would be split inside of a bracket; or it is to
            say that ``null`` ended.

    >>> parse_fact("GPT-4.1.training=TPU")
    {'entity': 'GPT-4.1', 'property': 'training', 'value': 'TPU'}
    >>> parse_fact("V4.chips=>=1000 chips", "failed")["value"]
    {'op': '>=', 'value': 1000, 'unit': 'chips'}
    """
    entity, prop, value = split_fact(text)
    fact: dict[str, Any] = {"entity": entity, "property": prop, "value": parse_value(value, of=text)}
    if mode == "ended" and fact["value"] is None:
        import shlex  # noqa: PLC0415 - only a slip of the pen pays for it

        cell = cell_name(entity, prop)
        raise RecordError(
            f'"{text}" names no value that ended',
            fix=f"name it, or give null as an actual fact (in Python facts={{{cell!r}: None}}), "
            f"which ends whatever it was: --fact {shlex.quote(f'{cell}=null')}",
        )
    if mode != "actual":
        fact["mode"] = mode
    return fact


def parse_value(text: str, *, of: str | None = None) -> Any:
    """Read what stands after the ``=`` of a fact: a quantity, a JSON scalar, or a text as it stands.

    Returns:
        A JSON scalar, or a quantity as ``{"op", "value", "unit"}``; None for ``null``: what held before has ended.

    Raises:
        RecordError: There is nothing, a comparison without a number, a number out of range, or a list.
    """
    of = of if of is not None else text
    stripped = text.strip()
    if not stripped:
        raise RecordError(
            f'"{of}" gives no value', fix='write null after the "=" if it ended, or "" (in quotes) for an empty text'
        )
    if stripped[0] in "<>=~":
        return _quantity(stripped, of)
    found = _json(stripped, of)
    if isinstance(found, list):
        raise RecordError(f'"{of}": a fact holds one value, no list', fix="give one fact for each value")
    if isinstance(found, dict):
        return _quantity_object(found, of)
    return found


def read_value(text: str) -> Value:
    """Read the value of a fact as it is typed, as what a record holds.

    Raises:
        RecordError: It is no value; see :func:`parse_value`.

    >>> read_value(">=1000 chips")
    Quantity(op='>=', value=1000, unit='chips')
    """
    found = parse_value(text)
    return Quantity(**found) if isinstance(found, dict) else found


_DIGITS: Final = 4_000
_BEGINS_JSON: Final = frozenset('{["-0123456789tfn')


def _json(text: str, of: str) -> Any:
    """Read valid JSON as what it is, everything else as text."""
    if text.lstrip(" \t\n\r")[:1] not in _BEGINS_JSON:  # most values are words
        return text
    try:
        import json  # noqa: PLC0415 - few values are JSON

        found = json.loads(text, parse_int=_whole, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return text
    if isinstance(found, int | float) and not isinstance(found, bool):
        _in_range(found, text, of)
    return found


def _whole(digits: str) -> int:
    """Read a whole number; Python reads none of thousands of digits, and any of so many is as far out of range."""
    return int(digits) if len(digits) < _DIGITS else 10**_DIGITS


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _in_range(number: float, text: str, of: str) -> None:
    if abs(number) > _MOST if isinstance(number, int) else not math.isfinite(number):
        raise RecordError(
            f'"{of}": {text} is beyond the numbers that every program reads alike (2^53)',
            fix="put it in quotes, as text",
        )


def _quantity(text: str, of: str) -> dict[str, Any]:
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise RecordError(
            f'"{of}": "{text}" begins like a quantity but is none',
            fix='write an operator, a number without separators and a unit, such as ">=1000 chips"; '
            "or put a text in double quotes, such as '\"~ as before\"'",
        )
    op, number, *units = match.groups()
    import json  # noqa: PLC0415 - few values are quantities

    value = json.loads(number, parse_int=_whole)
    _in_range(value, number, of)
    unit = next((unit.strip() for unit in units if unit), None)
    quantity: dict[str, Any] = {"op": op, "value": value}
    return {**quantity, "unit": unit} if unit else quantity


def _quantity_object(found: dict[str, Any], of: str) -> dict[str, Any]:
    number = found.get("value")
    if (
        not {"op", "value"} <= set(found) <= {"op", "value", "unit"}
        or found["op"] not in get_args(Operator)
        or isinstance(number, bool)
        or not isinstance(number, int | float)
        or not isinstance(found.get("unit"), str | None)
    ):
        raise RecordError(
            f'"{of}": the only object that a fact holds is a quantity',
            fix='write {"op": ">=", "value": 1000, "unit": "chips"}, or ">=1000 chips"',
        )
    _in_range(number, str(number), of)
    return found


def parse_stance(text: str) -> tuple[str, str]:
    """Read ``NAME[:STANCE]`` as a source's name and its stance.

    Raises:
        RecordError: There is no such stance.

    >>> parse_stance("toms-hardware:doubts")
    ('toms-hardware', 'doubts')
    """
    name, colon, stance = text.partition(":")
    if not colon:
        return name, "reports"
    if stance not in STANCES:
        fix = did_you_mean(stance, STANCES) or f"write one of {', '.join(STANCES)}"
        raise RecordError(f'"{text}": "{stance}" is not a stance', fix=fix)
    return name, stance


def fact_pieces(text: str) -> list[str]:
    """Part a text of facts at semicolons and line ends, but not inside a value in double quotes."""
    pieces, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "=" and (found := _IN_QUOTES.match(text, place + 1)):
            place = found.end()
            continue
        if text[place] in ";\n":
            pieces.append(text[start:place])
            start = place + 1
        place += 1
    return [piece.strip(" ") for piece in [*pieces, text[start:]] if piece.strip()]


def _as_json(name: str, text: str) -> str | None:
    """Spell as JSON what a bare text in a field of another shape meant; None where it was meant as JSON."""
    if not text or text[0] in '[{"':
        return None
    shapes = {"via": [text], "tags": [text], "links": [{"url": text}], "origin": {"name": text}}
    found = shapes.get(name)
    if found is None:
        return None
    import json  # noqa: PLC0415 - only a refusal asks

    return json.dumps(found, ensure_ascii=False)


def parse_setting(text: str) -> tuple[str, Any]:
    """Read ``FIELD=JSON`` as a field and what it is set to; texts and dates may stand bare, and null takes it away.

    A field that no record has is given with its text: where it is judged, it is said which was probably meant.

    Raises:
        RecordError: Nothing is set, or the value is not JSON.

    >>> parse_setting("occurred=2026-04-24"), parse_setting("tags=[]"), parse_setting("title=null")
    (('occurred', '2026-04-24'), ('tags', []), ('title', None))
    >>> parse_setting("tags=null"), parse_setting("type=null")
    (('tags', []), ('type', 'event'))
    """
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals or not name:
        raise RecordError(f'"{text}" sets nothing', fix="write FIELD=JSON, such as occurred=2026-04-24")
    if not any(name in fields_of(kind) for kind in BODIES):
        return name, value
    stripped = value.strip()
    if name in _BARE and stripped != "null" and not stripped.startswith('"'):
        return name, value
    try:
        given = strict_json.parse(stripped if name in _BARE else value)
    except RecordError as error:
        if name in _BARE:
            raise
        import shlex  # noqa: PLC0415 - only a slip of the pen pays for it

        meant = _as_json(name, stripped)
        fix = error.fix if meant is None else f"write {shlex.quote(f'{name}={meant}')}"
        raise RecordError(f'"{text}": the value is not JSON: {error.what}', fix=fix) from error
    return name, EMPTY.get(name) if given is None else given
