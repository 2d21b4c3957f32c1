"""The name of a cell as people type it: ``ENTITY.PROPERTY``, and where it ends before ``=VALUE``.

Law: it splits at the last dot before the first ``=``; a split that would cut a bracket or a quotation in two is
refused. A name that needs dots, equals signs or brackets of its own stands in double quotes, as a JSON string does::

    cell     = name "." name
    name     = JSON string | text without "=" and, for a property, without "."
"""

from __future__ import annotations

from typing import Final

from timeline.errors import RecordError
from timeline.records.say import as_json

_PAIRS: Final = {")": "(", "]": "[", "}": "{", "\u201d": "\u201c"}
_OPENING: Final = frozenset(_PAIRS.values())
_IN_QUOTES: Final = 'put a name that holds brackets, quotes, dots or = in double quotes, such as "R2 (v1.5)".training'


def parse_cell(text: str) -> tuple[str, str]:
    """Read ``ENTITY.PROPERTY`` as the two names.

    Raises:
        RecordError: There is no dot, nothing beside it, or the dot is inside of a bracket or a quotation.

    >>> parse_cell("GPT-4.1.training"), parse_cell('"R2 (v1.5)".training')
    (('GPT-4.1', 'training'), ('R2 (v1.5)', 'training'))
    """
    entity, prop, rest = _in_quotes(text) or (*_at_last_dot(text), "")
    if rest or not entity or not prop:
        raise RecordError(f'"{text}" names no cell', fix="write ENTITY.PROPERTY, such as R2.training")
    if not rest and _in_quotes(text) is None and (is_cut(entity) or is_cut(prop)):
        raise RecordError(
            f'"{text}" would be split inside a bracket or a quotation: "{entity}" and "{prop}"', fix=_IN_QUOTES
        )
    return entity, prop


def split_fact(text: str) -> tuple[str, str, str]:
    """Split ``ENTITY.PROPERTY=VALUE`` into the two names and the value as it stands.

    Raises:
        RecordError: There is no ``=``, no name on a side of the dot, or the split is inside of a bracket or quotation.

    >>> split_fact("GPT-4.1.training=TPU")
    ('GPT-4.1', 'training', 'TPU')
    """
    such = 'write ENTITY.PROPERTY=VALUE, such as "R2.training=Nvidia"'
    if (found := _in_quotes(text)) is not None and found[2]:
        entity, prop, rest = found
        if not entity or not prop:
            raise RecordError(f'"{text}" is not a fact: a name is empty', fix=such)
        return entity, prop, rest[1:]
    name, equals, value = text.partition("=")
    if not equals:
        raise RecordError(f'"{text}" is not a fact: it has no "="', fix=such)
    entity, prop = _at_last_dot(name)
    if is_cut(name) or is_cut(entity) or is_cut(prop):
        raise RecordError(
            f'"{text}" would be split inside a bracket or a quotation: "{entity or name}" and "{prop}"',
            fix=_way(text) or _IN_QUOTES,
        )
    if not entity or not prop:
        raise RecordError(
            f'"{text}" is not a fact: "{name}" does not say which property of which entity',
            fix=such,
        )
    return entity, prop, value


def cell_name(entity: str, prop: str) -> str:
    """Write the name of a cell as it is typed, each name in double quotes only where it is needed.

    >>> cell_name("R2", "training"), cell_name("GPT-3.5 (k=5)", "training")
    ('R2.training', '"GPT-3.5 (k=5)".training')
    """
    said = prop if _is_plain(prop) and not {".", '"'} & set(prop) else as_json(prop)
    plain = f"{entity}.{said}"
    if said == prop and _is_plain(entity) and _in_quotes(plain) is None:
        return plain
    return f"{as_json(entity)}.{said}"


def _is_plain(name: str) -> bool:
    """Say whether a name may stand without quotes, as far as it alone can tell."""
    return bool(name) and name == name.strip() and "=" not in name and not is_cut(name)


def _at_last_dot(text: str) -> tuple[str, str]:
    entity, _, prop = text.rpartition(".")
    return entity.strip(), prop.strip()


def _in_quotes(text: str) -> tuple[str, str, str] | None:
    """Read a cell of which at least one name is a JSON string, and the rest, which is empty or begins with ``=``.

    None where neither name is one: then a quote is a part of its name.
    """
    start = text.lstrip()
    if start.startswith('"') and (first := _json_text(start)) is not None and first[1].startswith("."):
        entity, after = first[0], first[1][1:].lstrip()
        if (second := _json_text(after)) is not None and second[1][:1] in ("", "="):
            return entity, second[0], second[1]
        prop, equals, value = after.partition("=")
        prop = prop.strip()
        return None if "." in prop or is_cut(prop) else (entity, prop, equals + value)
    dot = text.find('."')
    if dot > 0 and "=" not in text[:dot] and not is_cut(text[:dot]):
        second = _json_text(text[dot + 1 :])
        if second is not None and second[1][:1] in ("", "="):
            return text[:dot].strip(), second[0], second[1]
    return None


def _json_text(text: str) -> tuple[str, str] | None:
    """Read the JSON string that a text begins with, and what follows it, without blanks before."""
    import json  # noqa: PLC0415 - few names need quotes

    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    return (found, text[end:].lstrip()) if isinstance(found, str) else None


def is_cut(name: str) -> bool:
    """Say whether a bracket or a quotation in a name has only one of its ends.

    >>> is_cut("GPT-3.5 (k"), is_cut("GPT-3.5 (k=5)"), is_cut("O'Brien")
    (True, False, False)
    """
    opened: list[str] = []
    for sign in name:
        if sign in _OPENING:
            opened.append(sign)
        elif sign in _PAIRS and (not opened or opened.pop() != _PAIRS[sign]):
            return True
    return bool(opened) or name.count('"') % 2 == 1


def _way(text: str) -> str | None:
    """Say how to write a fact whose names hold what would part them, at the first ``=`` that cuts nothing."""
    at = text.find("=")
    while at >= 0:
        entity, prop = _at_last_dot(text[:at])
        if entity and prop and not is_cut(entity) and not is_cut(prop):
            return f"put the name in double quotes: {cell_name(entity, prop)}{text[at:]}"
        at = text.find("=", at + 1)
    return None
