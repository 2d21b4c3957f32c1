"""A log told in a few lines, in memory, for tests of what follows from records. Nothing here touches a file."""

import datetime as dt
import hashlib

from timeline.asof.ledger import Clocks, Ledger
from timeline.dates import edtf
from timeline.records.model import Record, structure
from timeline.views.table import ViewSpec, state

TODAY = dt.date(2030, 1, 1)


def clock(text):
    return None if text is None else edtf.parse_clock(text, today=TODAY)


class Told:
    """Records in the order in which they are told, a second apart on 2026-01-01 unless ``recorded`` says otherwise."""

    def __init__(self):
        self.records = []

    def tell(self, kind, recorded=None, **body):
        place = len(self.records)
        body = {name.rstrip("_"): value for name, value in body.items() if value is not None}
        record = Record(
            id=hashlib.sha256(f"{place} {kind}".encode()).hexdigest(),
            recorded=recorded or f"2026-01-01T00:{place // 60:02d}:{place % 60:02d}.000000Z",
            by="ada",
            kind=kind,
            body=body,
            content=structure(kind, body),
        )
        self.records.append(record)
        return record.id

    def source(self, name, **fields):
        if isinstance(fields.get("origin"), str):
            fields["origin"] = {"name": fields["origin"]}
        return self.tell("source", name=name, **fields)

    def event(self, title="something happened", *, facts=(), reports=(), **fields):
        return self.tell(
            "event",
            title=title,
            facts=[fact(item) if isinstance(item, str) else item for item in facts] or None,
            reports=[{"source": item} if isinstance(item, str) else item for item in reports] or None,
            **fields,
        )

    def report(self, event, **fields):
        return self.tell("report", event=event, **fields)

    def correct(self, target, set_, **fields):
        return self.tell("correction", target=target, set=set_, **fields)

    def retract(self, target, **fields):
        return self.tell("retraction", target=target, **fields)

    def link(self, from_, rel, to, **fields):
        return self.tell("link", from_=from_, rel=rel, to=to, **fields)

    def at(self, as_of=None, *, on=None, recorded_by=None):
        clocks = Clocks.choose(today=TODAY, as_of=clock(as_of), on=clock(on), recorded_by=clock(recorded_by))
        return Ledger(self.records).at(clocks)

    def known(self, as_of=None, **clocks):
        """Give each event's answer by its title, retracted ones left out."""
        return {event.event.title: event.known.value for event in self.at(as_of, **clocks).events}

    def cell(self, cell="a.p", as_of=None, *, latest="occurred", **clocks):
        """Give a cell in short: its answer, and its values with theirs."""
        entity, _, name = cell.rpartition(".")
        spec = ViewSpec(name="view", title="view", properties=(name,), latest=latest)
        for found in state(self.at(as_of, **clocks), spec):
            if found.entity == entity:
                return found.answer, {value.value: value.answer.value for value in found.values}
        return None


def fact(text, **more):
    """Make a fact of ``entity.property=value``."""
    name, _, value = text.partition("=")
    entity, _, prop = name.rpartition(".")
    return {"entity": entity, "property": prop, "value": None if value == "null" else value, **more}
