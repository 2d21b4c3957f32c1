"""A log, and what is asked of it, in a few short lines: what the tables of cases in this folder are written in.

A table is text. A line that begins with ``#`` begins a case and says the rule; the lines below it that are not indented
are the records of a log, in order; an indented line is a question, ``->`` and the answer that the definitions give::

    # A fact holds from its own day on.
    event e 2020-05-05 a.p=x @s
        on 2020-05-04 -> unknown
        on 2020-05-05 -> yes x

Records are a second apart on 2026-01-01. Each has a name, by which the others and the answers call it::

    source NAME [PUBLISHED] [via=NAME,NAME] [origin=NAME or origin=NAME! (interested)] [retrieved=DATE]
    capture NAME SOURCE [retrieved=DATE]
    event  NAME [OCCURRED or -] [FACT...] [@REPORT...] [FIELD=VALUE...]
    report NAME EVENT @REPORT [via=...] [origin=...]
    correct NAME TARGET [FACT...] [@REPORT...] [FIELD=VALUE...] [world=DATE or world=@SOURCE]
    retract NAME TARGET [world=...]
    link   NAME FROM REL TO [FIELD=VALUE...] [world=...]

A fact is ``[MODE:]ENTITY.PROPERTY=VALUE[^DURING]``, a report ``@[SOURCE][:STANCE][=REPORTED]``; ``-`` is null. Any record
may have ``recorded=STAMP`` and ``parents=NAME,NAME``.
"""

import functools
import itertools
import json

import msgspec
import pytest

from told import Told

SPEC_FIELDS = ("recorded", "parents", "world")
CLOCKS = {"as-of": "as_of", "on": "on", "recorded-by": "recorded_by"}
LISTS = ("via", "tags", "parents")


class Log(Told):
    """Records read from short lines; ``ids`` gives the id of each name."""

    def __init__(self, text):
        super().__init__()
        self.ids = {}
        for line in text.splitlines():
            self._read(*line.split())

    def name_of(self, address):
        """Give the name of a record, or of the report in it."""
        names = {record_id: name for name, record_id in self.ids.items()}
        head, mark, number = address.partition("#")
        return names.get(head, head) + mark + number

    def names_of(self, addresses):
        return " ".join(self.name_of(address) for address in addresses)

    def _address(self, text):
        head, mark, number = text.partition("#")
        return self.ids.get(head, head) + mark + number

    def _read(self, kind, name, *words):
        places, facts, reports, fields = _sorted(words)
        own = {field: fields.pop(field) for field in SPEC_FIELDS if field in fields}
        world = own.get("world")
        dated = {} if world is None else {"source": world[1:]} if world.startswith("@") else {"reported": world}
        content = {**fields, **({"facts": facts} if facts else {}), **({"reports": reports} if reports else {})}
        if kind == "source":
            body = {"name": name, **({"published": places[0]} if places else {}), **fields}
        elif kind == "capture":
            body = {"source": places[0], "sha256": "0" * 64, **fields}
        elif kind == "event":
            body = {"title": name, "occurred": places[0] if places and places[0] != "-" else None, **content}
        elif kind == "report":
            body = {"event": self._address(places[0]), **reports[0], **fields}
        elif kind == "link":
            first, rel, second = places
            body = {"from_": self._address(first), "rel": rel, "to": self._address(second), **fields, **dated}
        elif kind == "retract":
            body = {"target": self._address(places[0]), **dated}
        else:
            changed = {
                field: self._address(value) if field in ("target", "event") else value
                for field, value in content.items()
            }
            body = {"target": self._address(places[0]), "set": changed, **dated}
        kind = {"correct": "correction", "retract": "retraction"}.get(kind, kind)
        self.ids[name] = self.tell(kind, recorded=own.get("recorded"), **body)
        if "parents" in own:
            parents = tuple(self.ids[parent] for parent in own["parents"])
            self.records[-1] = msgspec.structs.replace(self.records[-1], parents=parents)


def _sorted(words):
    """Put the words after a record's name into places, facts, reports and fields."""
    places, facts, reports, fields = [], [], [], {}
    for word in words:
        head, equals, value = word.partition("=")
        if word.startswith("@"):
            source, _, stance = head[1:].partition(":")
            report = {"source": source, "stance": stance, "reported": value}
            reports.append({key: said for key, said in report.items() if said})
        elif equals and "." in head:
            facts.append(_fact(head, value))
        elif equals and head.isalpha():
            fields[head] = _value(head, value)
        else:
            places.append(word)
    return places, facts, reports, fields


def _fact(head, value):
    mode, _, cell = head.rpartition(":")
    entity, _, name = cell.rpartition(".")
    value, _, during = value.partition("^")
    fact = {"entity": entity, "property": name, "value": _json(value), "mode": mode or None, "during": during or None}
    return {key: said for key, said in fact.items() if said is not None or key == "value"}


def _value(field, text):
    if text == "-":
        return None
    if field == "origin":
        return {"name": text.rstrip("!"), **({"interested": True} if text.endswith("!") else {})}
    if field in LISTS:
        return [part for part in text.split(",") if part]
    return _json(text) if text[:1] in '[{"' else text


def _json(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


@functools.cache
def log(text):
    return Log(text)


def cases(table):
    """Give the questions of a table as parameters of a test: the log, the question and the answer."""
    found = []
    records, rule, asked = [], "", True
    for number, line in enumerate(table.splitlines(), 1):
        if line.startswith("#"):
            rule = line[1:].strip()
            records, asked = [], False
        elif line.startswith(" ") and line.strip():
            question, _, answer = line.partition("->")
            name = f"{number}: {rule} [{question.strip()}]"
            found.append(pytest.param("\n".join(records), question.split(), " ".join(answer.split()), id=name))
            asked = True
        elif line.strip():
            assert not asked, f"line {number}: a record after a question"
            records.append(line)
    return found


def clocks_of_cases(table):
    """Give of each case of a table its rule, its records, and the clocks of its questions, as pairs of name and date."""
    rule, records, clocks = "", [], [()]
    for line in [*table.splitlines(), "#"]:
        if line.startswith("#"):
            if records:
                yield rule, "\n".join(records), clocks
            rule, records, clocks = line[1:].strip(), [], [()]
        elif line.startswith(" "):
            words = line.partition("->")[0].split()
            found = [(CLOCKS[word], date) for word, date in itertools.pairwise(words) if word in CLOCKS]
            clocks.append(tuple(found))
        elif line.strip():
            records.append(line)


def clocks_in(question, *known):
    """Read ``as-of D on D recorded-by D`` and the options named in ``known`` from a question, each with a value."""
    names = {**CLOCKS, **{name: name for name in known}}
    rest, found = list(question), {}
    while rest and rest[0] in names:
        found[names[rest[0]]] = rest[1]
        rest = rest[2:]
    return found, rest
