"""Given these records, when that view is asked, then these rows: tests of views without a log on disk.

Law of this module: what is given enters by the same rules as into a log, and is asked by the same code. It reads no
clock and no file, and the same test gives the same ids on every machine.

>>> given(
...     [{"kind": "event", "title": "a moved", "occurred": "2025-08",
...       "facts": [{"entity": "a", "property": "place", "value": "north"}],
...       "reports": [{"reported": "2025-09-01"}]}],
...     views={"places": {"properties": ["place"]}},
... ).when("places", as_of="2025-10-01").then([{"entity": "a", "answer": "yes", "values": ["north"]}])
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, Snapshot
from timeline.dates.calls import explained, explains
from timeline.dates.suggest import did_you_mean
from timeline.dates.values import Clock
from timeline.errors import ViewError
from timeline.records.drafts import Draft
from timeline.records.flat import flat_record
from timeline.records.model import Record
from timeline.records.stamping import stamped
from timeline.views.given import clock as given_clock
from timeline.views.payloads import admit
from timeline.views.projection import Projection, replay
from timeline.views.rows import cell_row
from timeline.views.table import ViewSpec, state, view_specs

DAY: Final = "2100-01-01"
"""The day of a test that names none: after everything that a test is likely to tell."""


@explains
def given(
    records: Iterable[Mapping[str, Any]],
    *,
    views: Mapping[str, ViewSpec | Mapping[str, Any]] | None = None,
    today: str = DAY,
) -> Given:
    """Begin a test with the records of a log.

    Args:
        records: Flat records, as ``timeline add -`` takes them: the fields of the body beside ``kind`` (an event where
            there is none). One may name another by ``key:K``. One that has ``recorded`` keeps it; the others are
            recorded on the day of the test, one microsecond after another.
        views: Declared views by name, each as in ``timeline.toml`` or as a value.
        today: The day of the test, in UTC. It is what a log's clock would say.

    Raises:
        RecordError: A record would not be let into a log; every fault is named.
        ViewError: A view is not declared as it should be.
    """
    day = dt.date.fromisoformat(today)
    now = (day - dt.date(1970, 1, 1)).days * 86_400_000_000
    drafts = [_draft(record, place) for place, record in enumerate(records, 1)]
    made = stamped(admit((), drafts), (), parents=(), by="test", now=now, salt=lambda: "0" * 32)
    declared = dict(views or {})
    specs = {name: view for name, view in declared.items() if isinstance(view, ViewSpec)}
    tables = {name: view for name, view in declared.items() if not isinstance(view, ViewSpec)}
    return Given(records=tuple(made.records), specs={**view_specs({"views": tables}), **specs}, day=day)


def _draft(record: Mapping[str, Any], place: int) -> Draft:
    where = f"record {place}"
    kind, body, stamps = flat_record(json.dumps({"kind": "event", **record}), where=where, keep_recorded=True)
    return Draft(kind=kind, body=body, recorded=stamps.get("recorded"), id=stamps.get("id"), where=where)


@explained
@attrs.frozen(kw_only=True)
class Given:
    """The records of a test, ready to be asked; ``records`` have the ids and stamps that a log would give them."""

    records: tuple[Record, ...]
    specs: Mapping[str, ViewSpec]
    day: dt.date

    def when(
        self,
        view: str | ViewSpec | Projection[Any],
        *,
        as_of: str | None = None,
        on: str | None = None,
        recorded_by: str | None = None,
        strict: bool = False,
    ) -> Outcome:
        """Ask a view.

        Args:
            view: The name of a declared view, a view, or a projection (three plain functions).
            as_of: What was known by the end of that day; everything where there is none.
            on: The day of the world asked about; else the as-of day, the recorded-by day, the day of the test.
            recorded_by: What the log held at the end of that day.
            strict: Leave out what is only possibly so. A projection decides that itself, and is handed all events.

        Raises:
            DateError: A clock says no day.
            ViewError: There is no such view, or the projection's own code failed.
        """
        spec = self._spec(view) if isinstance(view, str) else view
        snapshot = self.snapshot(as_of=as_of, on=on, recorded_by=recorded_by)
        if isinstance(spec, Projection):
            rows = replay(spec, snapshot.events)
        else:
            rows = tuple(cell_row(cell) for cell in state(snapshot, spec, strict=strict))
        return Outcome(view=spec.name, rows=rows, snapshot=snapshot, keys=self._keys())

    def snapshot(self, *, as_of: str | None = None, on: str | None = None, recorded_by: str | None = None) -> Snapshot:
        """Answer what was known, for a test that asks more than a view."""
        return self.ledger.at(
            Clocks.choose(
                today=self.day, as_of=self._clock(as_of), on=self._clock(on), recorded_by=self._clock(recorded_by)
            )
        )

    def _clock(self, text: str | None) -> Clock | None:
        return given_clock(text, today=self.day)

    @functools.cached_property
    def ledger(self) -> Ledger:
        """The records, ready for many questions."""
        return Ledger(self.records)

    def _keys(self) -> dict[str, str]:
        keys = {record.id: (record.body or {}).get("key") for record in self.records}
        return {record_id: f"key:{key}" for record_id, key in keys.items() if key}

    def _spec(self, name: str) -> ViewSpec:
        if name not in self.specs:
            fix = did_you_mean(name, self.specs) or "declare it: given(records, views={...})"
            raise ViewError(f'there is no view "{name}"', where="when", fix=fix)
        return self.specs[name]


@explained
@attrs.frozen(kw_only=True)
class Outcome:
    """What a view answered. ``rows`` are those of ``timeline state --json``, or the projection's own."""

    view: str
    rows: tuple[Any, ...]
    snapshot: Snapshot
    keys: Mapping[str, str]

    def then(self, rows: Sequence[Any]) -> None:
        """Hold the rows against what is expected: all of them, in order.

        A row that is a mapping is compared in the fields that are written down, at every depth, so a test says only
        what it is about. A value of a cell may stand for itself: ``"values": ["north"]``. An event with a key is named
        by it: ``"events": ["key:K"]``.

        Raises:
            AssertionError: They differ; it shows how.
        """
        __tracebackhide__ = True
        expected = [_spelled(row) for row in rows]
        found = _within(expected, _named(self.rows, self.keys))
        if _text(expected) == _text(found):
            return
        clocks = self.snapshot.clocks
        asked = {"as_of": clocks.as_of, "on": clocks.on, "recorded_by": clocks.recorded_by}
        said = ", ".join(f"{name} {clock.read}" for name, clock in asked.items() if clock)
        one, other = _text(expected), _text(found)
        lines = difflib.unified_diff(one, other, "expected", "found", n=len(one) + len(other), lineterm="")
        raise AssertionError("\n".join([f"the view {self.view} ({said}) answers otherwise:", *lines]))


def _spelled(expected: Any) -> Any:
    """Write out a cell's values that stand for themselves."""
    if not isinstance(expected, Mapping) or not isinstance(expected.get("values"), list | tuple):
        return expected
    values = [
        value if isinstance(value, Mapping) and "value" in value and "op" not in value else {"value": value}
        for value in expected["values"]
    ]
    return {**expected, "values": values}


def _named(found: Any, keys: Mapping[str, str]) -> Any:
    """Put keys for the ids of records that have one."""
    if isinstance(found, Mapping):
        return {name: _named(item, keys) for name, item in found.items()}
    if isinstance(found, list | tuple):
        return [_named(item, keys) for item in found]
    return keys.get(found, found) if isinstance(found, str) else found


def _within(expected: Any, found: Any) -> Any:
    """Leave out of what was found the fields that nothing is expected of."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return {name: _within(item, found[name]) for name, item in expected.items() if name in found}
    if isinstance(expected, list | tuple) and isinstance(found, list | tuple):
        matched = [_within(one, other) for one, other in zip(expected, found, strict=False)]
        return [*matched, *found[len(matched) :]]
    return found


def _text(value: Any) -> list[str]:
    return json.dumps(_plain(value), indent=1, ensure_ascii=False, default=repr).splitlines()


def _plain(value: Any) -> Any:
    """Make 1 and 1.0 one number, and a tuple a list; true stays apart from 1."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
