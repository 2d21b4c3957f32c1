"""JSON Schema, as much of it as our schemas use: a word that is not known here fails, so nothing goes unchecked."""

import re

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
SILENT = {"$schema", "$id", "title", "description"}


def faults(value, schema, path="$"):
    """Yield everything in which a value does not follow a schema."""
    for word, rule in schema.items():
        if word not in SILENT:
            yield from RULES[word](value, rule, schema, path)


def _is(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool) or name == "null")


def _type(value, rule, _schema, path):
    names = [rule] if isinstance(rule, str) else rule
    if not any(_is(value, name) for name in names):
        yield f"{path}: {value!r} is no {rule}"


def _enum(value, rule, _schema, path):
    if value not in rule:
        yield f"{path}: {value!r} is none of {rule}"


def _const(value, rule, _schema, path):
    if value != rule:
        yield f"{path}: {value!r} is not {rule!r}"


def _pattern(value, rule, _schema, path):
    if isinstance(value, str) and not re.search(rule, value):
        yield f"{path}: {value!r} is not like {rule}"


def _minimum(value, rule, _schema, path):
    if isinstance(value, int | float) and value < rule:
        yield f"{path}: {value} is below {rule}"


def _properties(value, rule, _schema, path):
    for name in rule if isinstance(value, dict) else ():
        if name in value:
            yield from faults(value[name], rule[name], f"{path}.{name}")


def _required(value, rule, _schema, path):
    if isinstance(value, dict):
        yield from (f"{path}: {name} is missing" for name in rule if name not in value)


def _additional(value, rule, schema, path):
    if rule is False and isinstance(value, dict):
        yield from (f"{path}: {name} is not known" for name in value if name not in schema["properties"])


def _items(value, rule, _schema, path):
    for place, item in enumerate(value if isinstance(value, list) else ()):
        yield from faults(item, rule, f"{path}[{place}]")


def _size(value, rule, path, *, least):
    if isinstance(value, list | dict) and (len(value) < rule if least else len(value) > rule):
        yield f"{path}: it has {len(value)} items, not {'at least' if least else 'at most'} {rule}"


def _any(value, rule, _schema, path):
    tried = [list(faults(value, one, path)) for one in rule]
    if all(tried):
        yield f"{path}: fits none: {min(tried, key=len)}"


def _one(value, rule, _schema, path):
    tried = [list(faults(value, one, path)) for one in rule]
    if tried.count([]) != 1:
        yield f"{path}: fits {tried.count([])} of {len(rule)}: {min(tried, key=len)}"


def _not(value, rule, _schema, path):
    if not list(faults(value, rule, path)):
        yield f"{path}: it fits what is excluded: {rule}"


RULES = {
    "not": _not,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minimum": _minimum,
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "minItems": lambda value, rule, _schema, path: _size(value, rule, path, least=True),
    "maxItems": lambda value, rule, _schema, path: _size(value, rule, path, least=False),
    "minProperties": lambda value, rule, _schema, path: _size(value, rule, path, least=True),
    "anyOf": _any,
    "oneOf": _one,
}
