"""Which records are one: of equal content, or of one key, that met in a merge while both were live.

Law of this module: the first by (recorded, id) names them all. Who knew of a record and said the same again, because
something came between, said something new. Of one key alone, what we took back without knowing of the other was not
live when they met: it takes nothing with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from timeline.records.contents import content_of
from timeline.records.mentions import REFERENCES, references_in
from timeline.records.model import Record, Retraction

_KEY: Final = "key:"
"""How the name begins that records of one key share, whatever else they say."""
_ROUNDS: Final = 4  # of finding twins and what was taken back; more than two are only ever needed by contrived logs

Knew: TypeAlias = Callable[[str, str], bool]
"""Says of two records, by their ids, whether the second is among the ancestors of the first."""


class Ancestry:
    """Which records the writer of a record knew of, as far as their parents tell; of others ``beyond`` says it."""

    def __init__(self, records: Iterable[Record], beyond: Knew | None = None) -> None:
        self._parents = {record.id: record.parents for record in records}
        self._beyond = beyond

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether one record is among the ancestors of another."""
        waiting = [later]
        seen = set(waiting)
        while waiting:
            name = waiting.pop()
            if name == earlier and name != later:
                return True
            if self._beyond is not None and name not in self._parents and self._beyond(name, earlier):
                return True
            new = [parent for parent in self._parents.get(name, ()) if parent not in seen]
            seen.update(new)
            waiting.extend(new)
        return False


def twins(records: Sequence[Record], knew: Knew, targets: Mapping[str, str]) -> dict[str, str]:
    """Give each record that says again what a live one said, with the id of that one.

    Args:
        records: In the order (recorded, id).
        knew: Says who knew of whom.
        targets: For changes whose own target was corrected, by id: the target that counts.
    """
    return _Finding(knew, targets).found(records)


class _Finding:
    def __init__(self, knew: Knew, targets: Mapping[str, str]) -> None:
        self._knew = knew
        self._targets = targets

    def found(self, records: Sequence[Record]) -> dict[str, str]:
        names = {record.id: _content_names(record) for record in records if record.content is not None}
        retractions = [record for record in records if isinstance(record.content, Retraction)]
        counts: dict[str, int] = {}
        for name in itertools.chain.from_iterable(names.values()):
            counts[name] = counts.get(name, 0) + 1
        candidates = any(count > 1 for count in counts.values())
        if not candidates and not any(record.kind in REFERENCES for record in records):
            return {}
        aliases: dict[str, str] = {}
        for _ in range(_ROUNDS):
            found = self._once(records, names, _live_retractions(retractions, aliases), aliases)
            if found == aliases:
                break
            aliases = found
        return aliases

    def _once(
        self,
        records: Sequence[Record],
        names: Mapping[str, tuple[str, ...]],
        live: frozenset[str],
        before: Mapping[str, str],
    ) -> dict[str, str]:
        aliases: dict[str, str] = {}
        first_of: dict[str, str] = {}
        taken_back: set[str] = set()
        ended = self._ended(records, live, before)
        for record in records:
            if record.content is None:
                continue
            own = names[record.id] if not before else _content_names(record, before)
            met = [(name, first) for name in own if (first := first_of.get(name)) is not None]
            twin = next(
                (
                    first
                    for name, first in met
                    if first not in taken_back
                    and not self._knew(record.id, first)
                    and not (
                        name.startswith(_KEY)
                        and (self._is_apart(ended, first, record.id) or self._is_apart(ended, record.id, first))
                    )
                ),
                None,
            )
            if twin is not None:
                aliases[record.id] = twin
            else:
                kept = {name for name, first in met if self._is_apart(ended, record.id, first)}
                first_of.update((name, record.id) for name in own if name not in kept)
            if record.id in live and isinstance(record.content, Retraction):
                target = self._targets.get(record.id, record.content.target)
                taken_back.add(aliases.get(target, target))
        return aliases

    def _ended(
        self, records: Sequence[Record], live: frozenset[str], aliases: Mapping[str, str]
    ) -> dict[str, list[str]]:
        """Give what we took back, each with the live retractions of it."""
        found: dict[str, list[str]] = {}
        for record in records:
            if record.id in live and isinstance(record.content, Retraction) and record.content.is_ours:
                target = self._targets.get(record.id, record.content.target)
                found.setdefault(aliases.get(target, target), []).append(record.id)
        return found

    def _is_apart(self, ended: Mapping[str, Sequence[str]], one: str, other: str) -> bool:
        """Say whether a record was taken back by somebody who did not know of another.

        Who knew of both, and of nobody who had taken the one back so, knew them as one: then both are taken back.
        """
        unseen = [by for by in ended.get(one, ()) if not self._knew(by, other)]
        seen = (by for by in ended.get(one, ()) if by not in unseen)
        return bool(unseen) and all(any(self._knew(by, before) for before in unseen) for by in seen)


def _content_names(record: Record, aliases: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Name the content of a record: two records that share a name say the same."""
    body = dict(record.body or {})
    for field, text in references_in(record.kind, body) if aliases else ():
        record_id, mark, number = text.partition("#")
        body[field] = (aliases or {}).get(record_id, record_id) + mark + number
    name = content_of(record.kind, body).decode()
    return (name, _KEY + body["key"]) if body.get("key") else (name,)


def _live_retractions(retractions: Sequence[Record], aliases: Mapping[str, str]) -> frozenset[str]:
    """Name the retractions that no live retraction takes back."""
    taken_back: set[str] = set()
    live: set[str] = set()
    for record in reversed(retractions):
        name = aliases.get(record.id, record.id)
        if name in taken_back or not isinstance(record.content, Retraction):
            continue
        live.add(record.id)
        taken_back.add(aliases.get(record.content.target, record.content.target))
    return frozenset(live)
