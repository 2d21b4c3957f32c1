"""The words of the definitions, and the small questions that several of them ask."""

from __future__ import annotations

import functools
import json
import math

from timeline.dates import edtf
from timeline.dates.values import DAY, format_day, format_moment
from timeline.records.model import Quantity, structure, unstructure

NO, MAYBE, YES = 0, 1, 2
WORDS = {NO: "no", MAYBE: "possibly", YES: "yes"}
STANDINGS = (
    "retracted",
    "disputed",
    "doubted",
    "corroborated",
    "self-reported",
    "unsourced",
    "reported",
)
BEST = ("corroborated", "reported", "self-reported", "unsourced", "doubted", "disputed", "retracted")
LEAST = {  # a body of each kind with nothing in it but what it must have
    "source": {"name": "x"},
    "capture": {"source": "x", "sha256": "x"},
    "event": {"title": "x"},
    "report": {"event": "x"},
    "correction": {"target": "x", "set": {"x": 1}},
    "retraction": {"target": "x"},
    "link": {"from": "x", "to": "x", "rel": "contradicts"},
}
REFERENCES = {
    "report": ("event",),
    "correction": ("target",),
    "retraction": ("target",),
    "link": ("from", "to"),
}
CHANGES = ("correction", "retraction")
DATED = ("correction", "retraction", "link")
BASE = (-1,)  # the place of what stands before any change


def opposite(answer):
    return 2 - answer


def of_all(answers):
    """Yes if all are yes, no if all are no, else possibly: the versions of one thing, of which one is true."""
    answers = list(answers)
    if all(answer == YES for answer in answers):
        return YES
    return NO if all(answer == NO for answer in answers) else MAYBE


def as_text(value):
    return json.dumps(unstructure(value), sort_keys=True, ensure_ascii=False)


def by_size(value):
    """Where a value stands among others of one date: texts, numbers, false, null, true; then by unit and size."""
    value = unstructure(value)
    if isinstance(value, str):
        return ("a", runs(value))
    if value is None or isinstance(value, bool):
        return ("c", ["False", "None", "True"].index(str(value)))
    if isinstance(value, dict):
        return ("d", runs(value.get("unit") or ""), value["value"], ["<", "<=", "~", "=", ">=", ">"].index(value["op"]))
    return ("b", value)


def runs(text):
    """The runs of digits and of other letters in a text, each of digits as long as it needs to be, and the text."""
    found, at = [], 0
    folded = text.casefold()
    while at < len(folded):
        end = at
        while end < len(folded) and (folded[end] in "0123456789") == (folded[at] in "0123456789"):
            end += 1
        found.append(folded[at:end])
        at = end
    digits = [run.lstrip("0") for run in found if run[0] in "0123456789"]
    wide = max([40, *map(len, digits)])
    return [run.lstrip("0").rjust(wide, "\0") if run[0] in "0123456789" else run for run in found], text


def bounds_of_one(by_source):
    """The bounds that one source gives, each by itself; of several that it may be, the one that holds for all."""
    return by_source[0] if len(by_source) == 1 else [max(min([math.inf, *some]) for some in by_source)]


def distinct(values):
    result = {}
    for value in values:
        result.setdefault(as_text(value), value)
    return list(result.values())


def first_of_each(pairs):
    """Equal facts are one, said as the first of them says it."""
    result = {}
    for key, value in pairs:
        result.setdefault(key, value)
    return result


def value_key(value):
    """What makes two values equal: booleans only equal booleans, numbers are equal by size."""
    if value is None:
        return ("null",)
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, Quantity):
        return ("quantity", value.op, value.value, value.unit)
    return ("text", value)


def fact_key(fact, date):
    return (fact.entity, fact.property, value_key(fact.value), fact.mode, date)


def printed(edge, other):
    """A bound of a date: a day, or an instant where the unit that ends there is a point."""
    if math.isinf(edge):
        return "open"
    return format_moment(edge) if edge == other else format_day(edge // DAY)


def day_start(moment):
    return moment if math.isinf(moment) else moment // DAY * DAY


def day_end(moment):
    return moment if math.isinf(moment) else moment // DAY * DAY + DAY - 1


def extent(text):
    span = edtf.parse(text).span
    return span.lo, span.hi


def memo(method):
    """Remember answers, so that a test ends today; nothing else depends on it."""
    name = method.__name__

    @functools.wraps(method)
    def wrapper(self, *args):
        key = (name, *args)
        if key not in self.memory:
            self.memory[key] = method(self, *args)
        return self.memory[key]

    return wrapper


def field_of(content, field):
    return getattr(content, "from_" if field == "from" else field)


def read(kind, field, raw):
    """A raw value of a correction as it would stand in a field; a field that is not known stays raw."""
    content = structure(kind, {**LEAST[kind], field: raw})
    return getattr(content, "from_" if field == "from" else field, raw)
