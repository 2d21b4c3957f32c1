"""What someone wants to add, what becomes of it, and what is said where it may not enter.

Law of this module: these are values; `admission` decides.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from timeline.errors import Fault, Finding, RecordError
from timeline.records.contents import content_of, spelled_content

if TYPE_CHECKING:
    from timeline.records.usual import Glance

Tell: TypeAlias = Callable[[int, int], None]
"""Is told how much is done, and of how much."""
_TOLD_EACH: Final = 1_000
_MOST_SHOWN: Final = 20
WOULD: Final = "would be added"
"""What is said of a draft that was only tried."""
SET: Final = "set."
"""How the path of a field begins that a correction sets."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A record that someone wants to add: its kind and the fields of its body.

    ``recorded`` is a stamp to keep (migrations only); ``id`` is what the record was called where it came from, so that
    others of the same batch may name it; ``where`` is its place for error messages ("line 3"), and ``places`` says what
    its fields are called there, where that is not what the format calls them. ``spelled`` is the body as a line of the
    log has it, where whoever read it has proved that it is an event, and that none of its own fields is at fault; then
    ``seen`` is what of it bears on others.
    """

    kind: str
    body: Mapping[str, Any]
    recorded: str | None = None
    id: str | None = None
    where: str | None = None
    places: Mapping[str, str] | None = None
    spelled: bytes | None = None
    seen: Glance | None = None

    @property
    def key(self) -> Any:
        """The key of its body, of any form; None where it has none."""
        return _key_of(self)

    @property
    def is_from_a_log(self) -> bool:
        """Whether a log holds it already: it can be brought to another as it is, also where it is refused by now."""
        return self.recorded is not None or self.id is not None

    def called(self, path: str | None) -> str | None:
        """Give the name that the field of a path has where the draft came from."""
        part = path
        while part and self.places is not None:
            if part in self.places:
                return self.places[part]
            part = part[: max(part.rfind("."), part.rfind("["), 0)]
        return path


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one draft; decisions come in the order of writing.

    ``place`` is that of the draft in the input. ``there`` is the id of a record that already says so, ``same`` the
    place of a draft decided before that does. Otherwise ``body`` is to be written, once the fields in ``waits`` hold
    the ids of the drafts that they name: (field, place, what follows the id). ``notes`` are what its writer should
    know, though nothing forbids it. ``spelled`` is the body as a line has it, where that is known already, and ``seen``
    what of it bears on others.
    """

    place: int
    kind: str
    body: Mapping[str, Any]
    there: str | None = None
    same: int | None = None
    waits: tuple[tuple[str, int, str], ...] = ()
    recorded: str | None = None
    notes: tuple[str, ...] = ()
    spelled: bytes | None = None
    seen: Glance | None = None

    @property
    def key(self) -> Any:
        """The key of its body; None where it has none."""
        return _key_of(self)

    @property
    def is_new(self) -> bool:
        """Whether a record is to be written for it."""
        return self.there is None and self.same is None


def _key_of(one: Draft | Decision) -> Any:
    """Give the key of a body; one that is spelled is read only where it may have one."""
    return one.body.get("key") if one.spelled is None or b'"key":' in one.spelled else None


class Refused(RecordError):
    """Drafts that may not enter, with every fault; ``findings`` and ``wheres`` have them one by one."""

    def __init__(self, findings: Sequence[Finding], wheres: Sequence[str | None]) -> None:
        first = findings[0]
        faults = [Fault.at(where, one.message, one.fix) for one, where in zip(findings, wheres, strict=True)]
        if len(findings) == 1:
            super().__init__(first.message, where=wheres[0], fix=first.fix, unwritten=True)
        else:
            lines = [f"{len(findings)} faults:"]
            for finding, where in list(zip(findings, wheres, strict=True))[:_MOST_SHOWN]:
                lines.append(f"- {where}: {finding.message}" if where else f"- {finding.message}")
                if finding.fix:
                    lines.append(f"  fix: {finding.fix}")
            if len(findings) > _MOST_SHOWN:
                lines.append(f"- and {len(findings) - _MOST_SHOWN} more")
            super().__init__("\n".join(lines), unwritten=True, faults=faults)
        self.findings = tuple(findings)
        self.wheres = tuple(wheres)


def bound(decision: Decision, ids: Mapping[int, str]) -> dict[str, Any]:
    """Fill the ids of other drafts of the batch into a body, now that they are known."""
    return filled(decision.body, {field: ids[place] + rest for field, place, rest in decision.waits})


def filled(body: Mapping[str, Any], references: Mapping[str, str]) -> dict[str, Any]:
    """Put references in their fields: of the body itself, or of what a correction sets."""
    own = {field: text for field, text in references.items() if not field.startswith(SET)}
    sets = {field.removeprefix(SET): text for field, text in references.items() if field.startswith(SET)}
    return {**body, **own, **({"set": {**body["set"], **sets}} if sets else {})}


def followed(places: Sequence[int], named: Mapping[int, AbstractSet[int | None]]) -> Sequence[int]:
    """Sort places so that each follows those it names, among those that are free in the order in which they are given.

    Left out are those that name each other in a ring, what names one of these, and what names a place not among them.
    """
    waits = {place: len(names) for place, names in named.items() if names}
    if not waits:
        return places
    followers: dict[int | None, list[int]] = {}
    for place in waits:
        for other in named[place]:
            followers.setdefault(other, []).append(place)
    stands = {place: stand for stand, place in enumerate(places) if place in waits}
    free: list[tuple[int, int]] = []  # those that waited
    order = array("q")

    def take(place: int) -> None:
        order.append(place)
        for follower in followers.get(place, ()):
            waits[follower] -= 1
            if not waits[follower]:
                heapq.heappush(free, (stands[follower], follower))

    for stand, place in enumerate(places):
        while free and free[0][0] < stand:
            take(heapq.heappop(free)[1])
        if place not in stands:
            take(place)
    while free:
        take(heapq.heappop(free)[1])
    return order


def text_of(decision: Decision) -> bytes:
    """Give the SHA-256 of what a draft says, the drafts that it names among it: there is no room for all the texts."""
    if decision.waits:
        named = {field: f"\n{place}{rest}" for field, place, rest in decision.waits}  # by whichever draft says the same
        text = content_of(decision.kind, filled(decision.body, named))
    elif decision.spelled is not None:
        return digest_of(decision.kind, decision.spelled)
    else:
        text = content_of(decision.kind, decision.body)
    return sha256(text).digest()


def digest_of(kind: str, spelled: bytes) -> bytes:
    """Give the same of a body that is spelled, and names no draft."""
    return sha256(spelled_content(kind, spelled)).digest()


def untold(_done: int, _of: int) -> None:
    """Tell nobody how far work has come."""


def told(places: Sequence[int], tell: Tell, *, part: int, of: int) -> Iterator[int]:
    """Give places one after the other, and tell from time to time how far this part of so many has come."""
    for number, place in enumerate(places):
        if number % _TOLD_EACH == 0:
            tell(part * len(places) + number, of * len(places))
        yield place
