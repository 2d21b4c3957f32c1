"""Which names stand for one thing: what same-entity links say, as far as they surely or possibly apply.

Law of this module: only what surely applies makes two names one thing; what only possibly applies is reported beside
them, and joins nothing. It imports no attrs classes: answers from rows ask it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.named import NamedTuple


class SameEntity(NamedTuple):
    """A link that says of two names that they are one thing's, surely or possibly."""

    from_: str
    to: str
    is_sure: bool = True


class Thing(NamedTuple):
    """One thing: the name that answers give it, all its names by links that surely apply, and what it may be as well.

    ``names`` begins with ``name``, the others are sorted. ``possibly_same`` are the names, sorted, that answers give to
    the other things which only possibly are the same.
    """

    name: str
    names: tuple[str, ...]
    possibly_same: tuple[str, ...] = ()


class Names:
    """The names of a snapshot's entities.

    A thing is named by the one of its names that no link leads away from. Where there are several such names, or none
    (a ring), it is named by that of the candidates to which the first link leads.

    Args:
        links: Those that apply, surely or possibly, in the order (recorded, id); one of a name to itself says nothing.

    >>> names = Names([SameEntity("V4 Pro", "V4-Pro")])
    >>> names.canonical("V4 Pro"), names.canonical("R2")
    ('V4-Pro', 'R2')
    """

    def __init__(self, links: Iterable[SameEntity] = ()) -> None:
        told = [link for link in links if link.from_ != link.to]
        sure = [link for link in told if link.is_sure]
        leaving = {link.from_ for link in sure}
        first_to = {link.to: place for place, link in reversed(list(enumerate(sure)))}
        called: dict[str, str] = {}
        for group in _groups(told, surely=True):
            candidates = [name for name in group if name not in leaving] or group
            head = min(candidates, key=lambda name: first_to.get(name, len(sure)))
            called.update(dict.fromkeys(group, head))
        self._things: dict[str, Thing] = {}
        self._alone: dict[str, Thing] = {}  # made once for each name, however many facts are told under it
        for group in _groups(told, surely=False):
            names_of: dict[str, list[str]] = {}
            for name in sorted(group):
                names_of.setdefault(called[name], []).append(name)
            heads = sorted(names_of)
            for head, names in names_of.items():
                others = (name for name in names if name != head)
                also = tuple(other for other in heads if other != head)
                thing = Thing(name=head, names=(head, *others), possibly_same=also)
                self._things.update(dict.fromkeys(names, thing))

    def __eq__(self, other: object) -> bool:
        """Whether two snapshots name everything alike."""
        return isinstance(other, Names) and self._things == other._things

    __hash__ = None  # type: ignore[assignment]

    @property
    def linked(self) -> Mapping[str, Thing]:
        """The thing of each name that a link speaks of."""
        return self._things

    def thing(self, name: str) -> Thing:
        """Give the thing that a name stands for; a name of which no link speaks stands for itself."""
        found = self._things.get(name) or self._alone.get(name)
        if found is None:
            found = self._alone[name] = Thing(name=name, names=(name,))
        return found

    def canonical(self, name: str) -> str:
        """Give the name by which answers call the thing that a name stands for."""
        found = self._things.get(name)
        return name if found is None else found.name

    def changed(self, other: Names) -> frozenset[str]:
        """Name those that stand for another thing, or for one with other names, than they do in another snapshot."""
        if self._things == other._things:
            return frozenset()
        every = self._things.keys() | other._things.keys()
        return frozenset(name for name in every if self.thing(name) != other.thing(name))


def paired(before: Names, after: Names, old: set[str], new: set[str]) -> set[tuple[str, str]]:
    """Say which row of an earlier answer is which of a later one: of names that were, or are, one thing's.

    Two rows that became one are two pairs, and so is one that became two. What stands in one answer alone has its own
    name in both, and is left out where the row of the other is paired already.
    """
    found = {(before.canonical(name), after.canonical(name)) for name in old | new}
    both = {(was, now) for was, now in found if was in old and now in new}
    gone = {(was, was) for was in old - {was for was, _ in both}}
    come = {(now, now) for now in new - {now for _, now in both}}
    return both | gone | come


def _groups(links: Sequence[SameEntity], *, surely: bool) -> list[list[str]]:
    """Put the names together that links join, by all of them or, ``surely``, by sure ones alone.

    A name that only links of another kind speak of is a group of its own.
    """
    group_of: dict[str, list[str]] = {}
    for link in links:
        for name in (link.from_, link.to):
            group_of.setdefault(name, [name])
        one, other = group_of[link.from_], group_of[link.to]
        if (link.is_sure or not surely) and one is not other:
            larger, smaller = (one, other) if len(one) >= len(other) else (other, one)
            larger.extend(smaller)
            group_of.update(dict.fromkeys(smaller, larger))
    return list({id(group): group for group in group_of.values()}.values())


NO_NAMES: Final = Names()


def united(pairs: Iterable[tuple[str, str]], order: Callable[[str], Any] | None = None) -> dict[str, str]:
    """Give each name of some pairs that are one the name under which it counts: the first of all, in some order."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while (above := leader.get(name, name)) != name:
            leader[name] = leader.get(above, above)
            name = above
        return name

    for one, other in pairs:
        first, second = sorted((find(one), find(other)), key=order)
        leader[second] = first
    return {name: find(name) for name in leader}
