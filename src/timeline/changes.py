"""What was later said of a record: corrections and retractions, and which of them apply.

Law of this module: nothing is ever edited. A change is a record that may itself be corrected and retracted, so whether
it applies is an answer, worked out from the last change back to the first; and a field has one version where the
answer is sure, several where it is not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from timeline.dates import Answer, both, either, negate
from timeline.errors import RecordError
from timeline.model import BODIES, Correction, Record, Retraction, structure

FieldVersions: TypeAlias = tuple[tuple[Any, Answer], ...]
"""The values that a field may have, the surest first: one that is *yes*, or several that are each *possibly*."""

_REFERENCES: Final = {
    "report": ("event",),
    "correction": ("target",),
    "retraction": ("target",),
    "redaction": ("target",),
    "link": ("from", "to"),
}


class Changes:
    """The records that exist, with each one's corrections and retractions found in one step.

    Records of equal content (kind and body, ``imported`` aside), or of one key, that were live together are one record,
    named by the first by (recorded, id); ``canonical`` gives that name. Addresses are record ids, or ``ID#n`` for
    report n of an event.

    Args:
        records: Any set of records, in the order (recorded, id).
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self.by_id: dict[str, Record] = {}
        self.corrections: dict[str, list[Record]] = {}
        self.retractions: dict[str, list[Record]] = {}
        self.ignored: list[tuple[Record, str]] = []
        self._aliases: dict[str, str] = {}
        by_id = {record.id: record for record in records}
        undone = _retracted_when(records)
        first_of: dict[str, Record] = {}
        for record in records:
            if record.content is None or record.body is None:
                continue
            twin = self._live_twin(record, first_of, undone)
            if twin is not None:
                self._aliases[record.id] = twin.id
                continue
            self.by_id[record.id] = record
        for record in self.by_id.values():
            content = record.content
            if isinstance(content, Correction | Retraction):
                target = self.canonical(content.target)
                if target.partition("#")[0] not in by_id:
                    self.ignored.append((record, "its target is not in the log"))
                elif isinstance(content, Retraction):
                    self.retractions.setdefault(target, []).append(record)
                elif reason := self._unfit(content, target):
                    self.ignored.append((record, reason))
                else:
                    self.corrections.setdefault(target, []).append(record)

    def canonical(self, address: str) -> str:
        """Give the address by which all answers name a record or report."""
        record_id, mark, number = address.partition("#")
        return self._aliases.get(record_id, record_id) + mark + number

    @property
    def aliases(self) -> Mapping[str, str]:
        """The ids of records that say again what another said, each with the id of that other."""
        return self._aliases

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """Select the records of a kind, in order."""
        return tuple(record for record in self.by_id.values() if record.kind == kind)

    def _live_twin(
        self, record: Record, first_of: dict[str, Record], undone: Mapping[str, tuple[str, str]]
    ) -> Record | None:
        found: Record | None = None
        for name in _content_names(record, self.canonical):
            first = first_of.get(name)
            if first is not None and undone.get(first.id, record.order) >= record.order:
                found = found or first
            else:
                first_of[name] = record
        return found

    def _unfit(self, correction: Correction, target: str) -> str | None:
        """Say why a correction cannot apply to its target, or None where it can."""
        record_id, _, number = target.partition("#")
        record = self.by_id.get(record_id)
        if record is None or record.body is None:
            return None  # a redacted target, or one that is corrected under another name
        kind, body = record.kind, record.body
        if number:
            reports = body.get("reports", [])
            if kind != "event" or int(number) > len(reports):
                return "its target has no such report"
            kind, body = "report", {**reports[int(number) - 1], "event": record_id}
        if kind not in BODIES:
            return None
        try:
            structure(kind, {**body, **correction.set})
        except RecordError as error:
            return f"it would make its target invalid: {error.what}"
        return None


def _content_names(record: Record, canonical: Callable[[str], str]) -> Iterable[str]:
    """Name the content of a record: two records that share a name say the same."""
    body = {name: value for name, value in (record.body or {}).items() if name != "imported"}
    for reference in _REFERENCES.get(record.kind, ()):
        if isinstance(body.get(reference), str):
            body[reference] = canonical(body[reference])
    yield f"{record.kind}:{_plain(body)}"
    if body.get("key"):
        yield f"key:{body['key']}"


def _plain(value: object) -> str:
    """Spell a JSON value in one way, whatever the order of its keys."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{name!r}:{_plain(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_plain, value)) + "]"
    return repr(value)


def _retracted_when(records: Sequence[Record]) -> Mapping[str, tuple[str, str]]:
    """Find when each record was first taken back for good: the order of its first live retraction."""
    when: dict[str, tuple[str, str]] = {}
    for record in reversed(records):
        if isinstance(record.content, Retraction) and record.id not in when:
            target = record.content.target
            when[target] = min(record.order, when.get(target, record.order))
    return when


class Applied:
    """Which changes apply, given whether each one is known.

    Args:
        changes: The records, and their changes.
        knowable: Says of a correction, retraction or link whether it is known on the day asked about.
        order: Sorts the changes of one record into the order in which they apply.
    """

    def __init__(
        self,
        changes: Changes,
        knowable: Callable[[Record], Answer],
        order: Callable[[Record], Any],
    ) -> None:
        self._changes = changes
        self._knowable = knowable
        self._order = order
        self._applies: dict[str, Answer] = {}
        self._fields: dict[str, dict[str, FieldVersions]] = {}
        # From the last to the first: what undoes a change is known before the change, and nothing nests deeply.
        for record in reversed(changes.by_id.values()):
            if isinstance(record.content, Retraction):
                self.applies(record)

    def applies(self, record: Record) -> Answer:
        """Say whether a change is known and not itself taken back."""
        answer = self._applies.get(record.id)
        if answer is None:
            self._applies[record.id] = Answer.NO  # met again on the way: a ring, which holds nothing up
            answer = both(self._knowable(record), negate(self.retracted(record.id)))
            self._applies[record.id] = answer
        return answer

    def retracted(self, address: str) -> Answer:
        """Say whether a record or report is taken back."""
        return either(*(self.applies(change) for change in self._changes.retractions.get(address, ())))

    def fields(self, address: str, body: Mapping[str, Any]) -> dict[str, FieldVersions]:
        """Give the fields that were corrected, each with its versions; fields left alone are not named.

        Args:
            address: The record or report.
            body: What it says itself.
        """
        if address not in self._changes.corrections:
            return {}
        known = self._fields.get(address)
        if known is None:
            self._fields[address] = {}
            known = self._fields[address] = self._versions(address, body)
        return known

    def _versions(self, address: str, body: Mapping[str, Any]) -> dict[str, FieldVersions]:
        values: dict[str, list[Any]] = {}
        for record in sorted(self._changes.corrections[address], key=self._order):
            answer = self.applies(record)
            if answer is Answer.NO:
                continue
            sets = self._sets(record)
            for field in dict.fromkeys(itertools.chain.from_iterable(sets)):
                given = [fields[field] for fields in sets if field in fields]
                if answer is Answer.YES and len(given) == len(sets):
                    values[field] = given
                else:
                    values[field] = [*values.get(field, [body.get(field)]), *given]
        return {field: _answered(found) for field, found in values.items()}

    def _sets(self, record: Record) -> list[dict[str, Any]]:
        """Give what a correction sets: one way, or several where it is itself possibly corrected."""
        content = record.content
        if not isinstance(content, Correction):
            return []
        corrected = self.fields(record.id, record.body or {}).get("set")
        if corrected is None:
            return [content.set]
        return [value for value, _ in corrected if isinstance(value, dict)]


def _answered(values: list[Any]) -> FieldVersions:
    distinct = list({_plain(value): value for value in values}.values())
    answer = Answer.YES if len(distinct) == 1 else Answer.POSSIBLY
    return tuple((value, answer) for value in distinct)
