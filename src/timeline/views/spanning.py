"""Few pairs that join what all pairs join: of things of which two make a pair where they have no name in common.

Law of this module: it knows nothing of what is named. Whoever asks which things hang together, directly or through
others, gets the same answer from these pairs as from all of them, and there are as many as things, not as pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Names: TypeAlias = "tuple[Hashable, ...]"
"""One name of each sort; None is no name, which nothing has in common."""


def few_pairs(one: Sequence[T], other: Sequence[T], names: Callable[[T], Names]) -> Iterator[tuple[T, T]]:
    """Give pairs of the first with the second that have no name in common, enough to join all that such pairs join.

    Of each sort a thing has one name, all things so many.

    >>> list(few_pairs("ab", "ab", lambda letter: (letter,)))
    [('a', 'b'), ('b', 'a')]
    """
    if one and other:
        named = [[(thing, names(thing)) for thing in things] for things in (one, other)]
        sorts = tuple(range(len(named[0][0][1])))
        yield from ((a, b) for (a, _), (b, _) in _few(named[0], named[1], sorts))


_Named: TypeAlias = "tuple[T, Names]"


def _few(
    one: Sequence[_Named[T]], other: Sequence[_Named[T]], sorts: Sequence[int]
) -> Iterator[tuple[_Named[T], _Named[T]]]:
    if not one or not other:
        return
    leaders = _apart(one, sorts), _apart(other, sorts)
    if len(leaders[1]) < _most(sorts):
        for shared, some in _shared(other, leaders[1], sorts):
            if shared is None:
                yield from ((a, b) for b in some for a in one)
            else:
                sort, name = shared
                left = [each for each in sorts if each != sort]
                yield from _few([a for a in one if a[1][sort] != name], some, left)
    elif len(leaders[0]) < _most(sorts):
        yield from ((a, b) for b, a in _few(other, one, sorts))
    else:  # each is apart from most of the leaders, so that two of them have one of these in common
        yield from ((a, b) for a in one for b in leaders[1] if _are_apart(a, b, sorts))
        yield from ((a, b) for b in other for a in leaders[0] if _are_apart(a, b, sorts))


def _most(sorts: Sequence[int]) -> int:
    """So many that are apart from each other: whoever has one name of each sort is apart from more than half."""
    return 2 * len(sorts) + 1


def _apart(things: Sequence[_Named[T]], sorts: Sequence[int]) -> list[_Named[T]]:
    """Give the first things that are apart from each other, no more than are needed."""
    found: list[_Named[T]] = []
    for thing in things:
        if all(_are_apart(thing, leader, sorts) for leader in found):
            found.append(thing)
            if len(found) == _most(sorts):
                break
    return found


def _are_apart(one: _Named[T], other: _Named[T], sorts: Sequence[int]) -> bool:
    return all(one[1][sort] is None or one[1][sort] != other[1][sort] for sort in sorts)


def _shared(
    things: Sequence[_Named[T]], leaders: Sequence[_Named[T]], sorts: Sequence[int]
) -> Iterator[tuple[tuple[int, Hashable] | None, list[_Named[T]]]]:
    """Part things by the first name that each has in common with a leader; a leader may have no name at all."""
    taken = [(sort, leader[1][sort]) for leader in leaders for sort in sorts if leader[1][sort] is not None]
    found: dict[tuple[int, Hashable] | None, list[_Named[T]]] = {}
    for thing in things:
        place = next(((sort, name) for sort, name in taken if thing[1][sort] == name), None)
        found.setdefault(place, []).append(thing)
    yield from found.items()
