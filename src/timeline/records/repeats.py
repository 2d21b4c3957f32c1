"""What a batch says again: of the log, of itself, or of a file that was imported before.

Law of this module: saying again says nothing new, unless something in between took back or changed what was said. A
batch is judged as if its records came one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from timeline.records.catalogue import Holdings
from timeline.records.drafts import Decision, text_of
from timeline.records.places import Places
from timeline.records.spooled import Decisions

CHANGES: Final = frozenset({"correction", "retraction"})
"""The kinds of records that change others."""

Said: TypeAlias = str | int
"""A record of the log, by its id, or one that the batch will write, by its place."""


class _Change(msgspec.Struct, frozen=True):
    """A correction or retraction that the batch will write: what it sets (nothing: it takes back), and its place."""

    place: int
    of: Said
    rest: str
    sets: frozenset[str] | None


class Repeats:
    """The changes that a batch will write, and what they leave standing."""

    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        self._changes: dict[Said, list[_Change]] = {}
        self._used: dict[bytes, list[str]] = {}

    def decided(self, place: int, kind: str, body: Mapping[str, Any], target: tuple[Said, str] | None) -> None:
        """Take note of a record that will be written; ``target`` is what a change is about, and what follows its id."""
        if target is None or kind not in CHANGES:
            return
        of, rest = target
        sets = None if kind == "retraction" else frozenset({"reports"} if rest else body["set"])
        self._changes.setdefault(of, []).append(_Change(place, of, rest, sets))

    def stands(
        self, said: Said, kind: str, body: Mapping[str, Any], target: tuple[Said, str] | None, *, since: int = -1
    ) -> bool:
        """Say whether a record is untouched by what the batch says after the place ``since``."""
        touching = [change for change in self._after(said, since) if self.is_live(change.place)]
        if any(change.sets is None and not change.rest for change in touching):
            return False
        if any(change.sets is not None and change.sets & body.keys() for change in touching):
            return False
        if kind != "correction" or target is None:
            return True
        own = frozenset({"reports"} if target[1] else body["set"])
        return not any(
            change.sets is not None and change.sets & own and self.is_live(change.place)
            for change in self._after(target[0], since)
        )

    def _after(self, said: Said, since: int) -> list[_Change]:
        """Give the changes of a record that were decided after the one of a place."""
        changes = self._changes.get(said, [])
        found = [number for number, change in enumerate(changes) if change.place == since]
        return changes[found[-1] + 1 :] if found else changes

    def is_live(self, said: Said) -> bool:
        """Say whether nothing in the batch takes a record back."""
        return not any(
            change.sets is None and not change.rest and self.is_live(change.place)
            for change in self._changes.get(said, ())
        )

    def ever(self, decision: Decision, decided: Decisions, texts: Places) -> str | None:
        """Find what the log was ever given of a draft: that of an earlier draft, if that still stood, else the next.

        ``texts`` holds the place of the last draft that said each text, and takes note of this one.
        """
        kind, body = decision.kind, decision.body
        found = self.holdings.ever(kind, body)
        if not found:  # as of nearly all of a new file: there is no room for what each of its records says
            return None
        text = text_of(decision)
        first = texts.get(text)
        there = decided.there(first)
        if there is not None and self.stands(there, kind, body, target_of(body, ()), since=first):
            return there
        left = self._used.setdefault(text, [record.id for record in reversed(found)])
        if not left:
            return None
        texts[text] = decision.place
        return left.pop()


def target_of(body: Mapping[str, Any], waits: Sequence[tuple[str, int, str]]) -> tuple[Said, str] | None:
    """Give what a change is about, and what follows its id; None where it is about nothing."""
    for field, place, rest in waits:
        if field == "target":
            return place, rest
    if not isinstance(found := body.get("target"), str):
        return None
    record_id, mark, number = found.partition("#")
    return record_id, mark + number
