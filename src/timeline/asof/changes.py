"""What was later said of a record: corrections and retractions, and which of them apply.

Law of this module: nothing is ever edited. A change is a record that may itself be corrected and retracted, so whether
it applies is an answer, worked out from the last change back to the first; and a field has one version where the
answer is sure, several where it is not. A change acts only on what was recorded before it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from timeline.dates.values import Answer, both, either, negate
from timeline.errors import RecordError
from timeline.records.contents import spelled
from timeline.records.model import BODIES, Correction, Record, Retraction, structure, with_dates
from timeline.records.twins import Ancestry, Knew, twins

Order: TypeAlias = tuple[Any, ...]
"""A place in the order in which changes apply."""

FieldVersions: TypeAlias = tuple[tuple[Any, Answer], ...]
"""The values that a field may have, the surest first: one that is *yes*, or several that are each *possibly*."""


class Version(msgspec.Struct, frozen=True):
    """One value that a field may have; ``since`` is the place of the correction that gave it, None for the record."""

    value: Any
    answer: Answer
    since: Order | None = None


class Changes:
    """The records that exist, with each one's corrections and retractions found in one step.

    Live records of equal content, or of one key, that meet in a merge are one record (:mod:`timeline.records.twins`);
    ``canonical`` gives its name. Addresses are record ids, or ``ID#n`` for report n of an event.

    Args:
        records: Any set of records, in the order (recorded, id).
        targets: For changes and reports whose own target was corrected, by id: the target that counts.
        knew: Says whether one record, by its id, is among the ancestors of another; by default their parents tell.
    """

    def __init__(
        self, records: Sequence[Record], targets: Mapping[str, str] | None = None, *, knew: Knew | None = None
    ) -> None:
        self.by_id: dict[str, Record] = {}
        self.corrections: dict[str, list[Record]] = {}
        self.retractions: dict[str, list[Record]] = {}
        self.ignored: list[tuple[Record, str]] = []
        self._targets = targets or {}
        self._all = {record.id: record for record in records}
        self._knew = knew or Ancestry(records).knew
        self._aliases = twins(records, self._knew, self._targets)
        self.by_id = {
            record.id: record for record in records if record.content is not None and record.id not in self._aliases
        }
        for record in self.by_id.values():
            if not isinstance(record.content, Correction | Retraction):
                continue
            target = self.target(record)
            of_target = self._all.get(target.partition("#")[0])
            if of_target is None:
                self.ignored.append((record, "its target is not in the log"))
            elif of_target.order >= record.order:
                self.ignored.append((record, "its target was recorded after it"))
            elif isinstance(record.content, Retraction):
                self.retractions.setdefault(target, []).append(record)
            elif reason := self._unfit(record.content, target):
                self.ignored.append((record, reason))
            else:
                self.corrections.setdefault(target, []).append(record)

    def canonical(self, address: str) -> str:
        """Give the address by which all answers name a record or report."""
        record_id, mark, number = address.partition("#")
        return self._aliases.get(record_id, record_id) + mark + number

    def target(self, record: Record) -> str:
        """Give the address that a change, or a report of its own line, is about."""
        field = "event" if record.kind == "report" else "target"
        own = self._targets.get(record.id) or (record.body or {}).get(field, "")
        return self.canonical(own)

    @property
    def aliases(self) -> Mapping[str, str]:
        """The ids of records that say again what another said, each with the id of that other."""
        return self._aliases

    def rivals(self, address: str) -> tuple[tuple[Record, Record], ...]:
        """Find pairs of a correction that counts and one of the same field that it passes over unseen.

        It happens when two clones meet. Both are kept; of ours, and of the world's, the later by (recorded, id) counts.
        """
        found: dict[tuple[str, str], tuple[Record, Record]] = {}
        last: dict[tuple[bool, str], Record] = {}
        for record in sorted(self.corrections.get(address, ()), key=lambda record: record.order, reverse=True):
            content = record.content
            if not isinstance(content, Correction):
                continue
            for field in content.set:
                winner = last.setdefault((content.is_ours, field), record)
                if winner is not record and not self._knew(winner.id, record.id):
                    found[winner.id, record.id] = (winner, record)
        return tuple(found.values())

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """Select the records of a kind, in order."""
        return tuple(record for record in self.by_id.values() if record.kind == kind)

    def _unfit(self, correction: Correction, target: str) -> str | None:
        """Say why a correction cannot apply to its target, or None where it can."""
        record_id, _, number = target.partition("#")
        record = self.by_id.get(record_id)
        if record is None or record.body is None:
            return None  # a redacted target, or one of a kind that this version does not know
        kind, body = record.kind, record.body
        if number:
            reports = body.get("reports", [])
            if kind != "event" or int(number) > len(reports):
                return "its target has no such report"
            kind, body = "report", {**reports[int(number) - 1], "event": record_id}
        if kind not in BODIES:
            return None
        given = {name: value for name, value in {**body, **correction.set}.items() if value is not None}
        try:
            structure(kind, given)
        except RecordError as error:
            return f"it would make its target invalid: {error.what}"
        return None


class Applied:
    """Which changes apply, given whether each one is known."""

    def __init__(
        self,
        changes: Changes,
        knowable: Callable[[Record], Answer],
        order: Callable[[Record], Order],
    ) -> None:
        self._changes = changes
        self._knowable = knowable
        self._order = order
        self._applies: dict[str, Answer] = {}
        self._versions: dict[tuple[str, Order | None], dict[str, tuple[Version, ...]]] = {}
        # From the last to the first: what undoes or corrects a change is known before it, and nothing nests deeply.
        for record in reversed(changes.by_id.values()):
            if isinstance(record.content, Retraction | Correction):
                self.applies(record)
                self.fields(record.id, record.body or {})

    def applies(self, record: Record) -> Answer:
        """Say whether a change is known and not itself taken back."""
        answer = self._applies.get(record.id)
        if answer is None:
            answer = both(self._knowable(record), negate(self.retracted(record.id)))
            self._applies[record.id] = answer
        return answer

    def retracted(self, address: str) -> Answer:
        """Say whether a record or report is taken back."""
        changes = self._changes.retractions.get(address)
        return either(*(self.applies(change) for change in changes)) if changes else Answer.NO

    def fields(self, address: str, body: Mapping[str, Any], *, after: Order | None = None) -> dict[str, FieldVersions]:
        """Give the fields that were corrected, each with its versions; fields left alone are not named.

        ``after`` leaves out the corrections up to a place, which a later one of the whole has replaced.
        """
        if address not in self._changes.corrections:
            return {}
        found = self.versions(address, body, after=after)
        return {name: tuple((v.value, v.answer) for v in versions) for name, versions in found.items()}

    def versions(
        self, address: str, body: Mapping[str, Any], *, after: Order | None = None
    ) -> dict[str, tuple[Version, ...]]:
        """Give the same as :meth:`fields`, and which correction each version came with."""
        known = self._versions.get((address, after))
        if known is None:
            known = self._versions[address, after] = self._corrected(address, body, after)
        return known

    def _corrected(self, address: str, body: Mapping[str, Any], after: Order | None) -> dict[str, tuple[Version, ...]]:
        values: dict[str, list[Version]] = {}
        for record in sorted(self._changes.corrections.get(address, ()), key=self._order):
            answer = self.applies(record)
            place = self._order(record)
            if answer is Answer.NO or (after is not None and place <= after):
                continue
            sets = self._sets(record)
            for field in dict.fromkeys(itertools.chain.from_iterable(sets)):
                given = [Version(fields[field], Answer.YES, place) for fields in sets if field in fields]
                if answer is Answer.YES and len(given) == len(sets):
                    values[field] = given
                else:
                    own = Version(with_dates(body.get(field), field), Answer.YES)
                    values[field] = [*values.get(field, [own]), *given]
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


def _answered(versions: Iterable[Version]) -> tuple[Version, ...]:
    distinct = {spelled(version.value): version for version in versions}
    answer = Answer.YES if len(distinct) == 1 else Answer.POSSIBLY
    return tuple(msgspec.structs.replace(version, answer=answer) for version in distinct.values())
