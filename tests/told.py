"""A log told in a few lines, in memory, for tests of what follows from records. Nothing here touches a file.

The one builder of records that no file holds: figures, pages and tables of cases add their own short words to it.
"""

import datetime as dt
import hashlib

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.records.model import Record, structure
from timeline.views.table import ViewSpec, state

TODAY = dt.date(2030, 1, 1)


def made(kind, body, *, named, recorded):
    """Make a record as if it had been read: its id is the hash of the name that a test gives it."""
    return Record(
        id=hashlib.sha256(named.encode()).hexdigest(),
        recorded=recorded if isinstance(recorded, str) else recorded.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        by="ada",
        kind=kind,
        body=body,
        content=structure(kind, body),
    )


class Told:
    """Records in the order in which they are told, a second apart from ``FIRST`` on, unless ``recorded`` is given."""

    FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    TODAY = TODAY

    def __init__(self):
        self.records = []

    def tell(self, kind, recorded=None, **body):
        place = len(self.records)
        body = {name.rstrip("_"): value for name, value in body.items() if value is not None}
        recorded = recorded or self.FIRST + dt.timedelta(seconds=place)
        record = made(kind, body, named=self.named(place, kind, body), recorded=recorded)
        self.records.append(record)
        return record.id

    def named(self, place, kind, _body):
        """Give what a record's id is the hash of."""
        return f"{place} {kind}"

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
        given = {"as_of": as_of, "on": on, "recorded_by": recorded_by}
        clocks = {name: self.clock(text) for name, text in given.items()}
        return self.ledger.at(Clocks.choose(today=self.TODAY, **clocks))

    @classmethod
    def clock(cls, text):
        return None if text is None else edtf.parse_clock(text, today=cls.TODAY)

    @property
    def ledger(self):
        return Ledger(self.records)

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


clock = Told.clock


def fact(text, **more):
    """Make a fact of ``entity.property=value``."""
    name, _, value = text.partition("=")
    entity, _, prop = name.rpartition(".")
    return {"entity": entity, "property": prop, "value": None if value == "null" else value, **more}
