"""What a batch says again: of the log, of itself, or of a file that was imported before.

Law of this module: saying again says nothing new, unless something in between took back or changed what was said. A
batch is judged as if its records came one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from timeline.records.bearing import content_name, page_of
from timeline.records.catalogue import Holdings
from timeline.records.contents import content_of
from timeline.records.drafts import Decision, Draft, text_of
from timeline.records.mentions import sources_in
from timeline.records.places import Places
from timeline.records.spooled import Decisions, Spooled

CHANGES: Final = frozenset({"correction", "retraction"})
"""The kinds of records that change others."""

Said: TypeAlias = str | int
"""A record of the log, by its id, or one that the batch will write, by its place."""

Find: TypeAlias = Callable[[Iterable[str]], Holdings]
"""Gives what bears on some nodes, or more of a log; see :mod:`timeline.records.bearing`."""


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


def as_given(find: Find, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Give drafts of a file as an earlier import of it wrote them, where a merge has put another source under a name.

    Two clones may each give a name to another source. After their merge the first has it, and the file of the other
    clone brings its source under a new name: an event that the log was given under the old one is not written twice.
    """
    brought = [draft.body for draft in drafts if draft.kind == "source" and "name" in draft.body]
    holders: dict[str, bytes] = {}
    passed_by: dict[bytes, str] = {}
    for record in find(map(page_of, brought)).by_id.values() if brought else ():
        if record.kind == "source" and record.body is not None:
            said = _beside_its_name(record.body)
            if holders.setdefault(record.body["name"], said) != said:
                passed_by[said] = record.body["name"]
    renamed = {body["name"]: passed_by.get(_beside_its_name(body)) for body in brought} if passed_by else {}
    if not any(renamed.values()):
        return drafts
    events = (_citing(draft.body, renamed) for draft in drafts if draft.kind == "event")
    holdings = find(f"content:{content_name('event', body)}" for body in events)
    found = Spooled(drafts)
    cited: set[str] = set()
    for place, draft in enumerate(drafts):
        before = _citing(draft.body, renamed)
        if draft.kind == "event" and before != draft.body and holdings.ever("event", before):
            found.replace(place, msgspec.structs.replace(draft, body=before, spelled=None, seen=None))
        else:
            cited |= {name for _, name in sources_in(draft.body)}
    for place, draft in enumerate(drafts):
        old = renamed.get(draft.body.get("name", "")) if draft.kind == "source" else None
        if old is not None and draft.body["name"] not in cited:
            found.replace(place, msgspec.structs.replace(draft, body={**draft.body, "name": old}))
    return found


def _beside_its_name(body: Mapping[str, Any]) -> bytes:
    return content_of("source", {field: value for field, value in body.items() if field != "name"})


def _citing(body: Mapping[str, Any], renamed: Mapping[str, str | None]) -> dict[str, Any]:
    """Give the body of an event with other names for the sources of its reports."""
    reports = [
        {**report, "source": renamed.get(report["source"]) or report["source"]}
        if isinstance(report, Mapping) and isinstance(report.get("source"), str)
        else report
        for report in body.get("reports") or ()
    ]
    return {**body, **({"reports": reports} if reports else {})}


def target_of(body: Mapping[str, Any], waits: Sequence[tuple[str, int, str]]) -> tuple[Said, str] | None:
    """Give what a change is about, and what follows its id; None where it is about nothing."""
    for field, place, rest in waits:
        if field == "target":
            return place, rest
    if not isinstance(found := body.get("target"), str):
        return None
    record_id, mark, number = found.partition("#")
    return record_id, mark + number
