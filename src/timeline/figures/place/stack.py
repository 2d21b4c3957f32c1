"""Names of moments around the row that they stand in: joined to their marks by upright leaders, and never crossed.

Law of this module: what is named to the right of its mark stands below the row, the latest nearest to it; what has no
room there stands above, to the left of its mark, the earliest nearest. So a leader passes only where no name is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import attrs

GAP: Final = 7.0
"""What stays free between two names in one line, and between a name and the leader of another."""


@attrs.frozen(kw_only=True)
class Named:
    """A name to be set: where its mark stands, how wide it is, and how many lines it takes."""

    x: float
    width: float
    lines: int = 1


@attrs.frozen(kw_only=True)
class Slot:
    """Where a name stands: ``level`` counts lines from the row outward, from 0; ``is_above`` says on which side."""

    level: int
    is_above: bool


def goes_left(one: Named, left: float, right: float, indent: float) -> bool:
    """Say whether a name stands to the left of its mark: where it does not fit to the right, and fits better there."""
    after, before = right - one.x - indent, one.x - indent - left
    return one.width > after and before > after


def stacked(names: Sequence[Named], left: float, right: float, indent: float) -> list[Slot]:
    """Give each name its line."""
    slots: list[Slot | None] = [None] * len(names)
    for is_above in (False, True):
        some = [at for at, one in enumerate(names) if goes_left(one, left, right, indent) is is_above]
        for at, level in _levels(names, some, indent, is_above=is_above):
            slots[at] = Slot(level=level, is_above=is_above)
    return [slot for slot in slots if slot is not None]


def on_one_side(names: Sequence[Named], left: float, right: float, indent: float) -> list[Slot]:
    """Give each name its line where all stand on one side of the row.

    Of a slot ``is_above`` says that the name stands to the left of its mark, outside all that stand to the right. What
    does not fit to the right stands there, and then nothing to the right may reach under it. Where that would cut a
    name which is whole to the right, it stands to the right outside all others, if its leader meets none of them.
    """
    crossed: set[int] = set()
    while True:
        sides = _sides(names, (left, right), indent, crossed)
        inner = [(at, sign) for sign, some in ((1.0, sides[0]), (-1.0, sides[1])) for at in some]
        more = {at for at in sides[2] if any(_spans(names[other], sign, indent, names[at].x) for other, sign in inner)}
        if not more:
            break
        crossed |= more
    slots: list[Slot | None] = [None] * len(names)
    begin = 0
    for some, is_above in zip(sides, (False, True, False), strict=True):
        outer = begin
        for at, level in _levels(names, some, indent, is_above=is_above):
            slots[at] = Slot(level=begin + level, is_above=is_above)
            outer = max(outer, begin + level + names[at].lines)
        begin = outer
    return [slot for slot in slots if slot is not None]


def _sides(
    names: Sequence[Named], room: tuple[float, float], indent: float, crossed: Collection[int]
) -> tuple[list[int], list[int], list[int]]:
    """Say which names stand to the right, which to the left, and which to the right outside both: never ``crossed``."""
    left, right = room
    away: dict[int, bool] = {}
    limit = right
    while True:
        more = [at for at, one in enumerate(names) if at not in away and one.x + indent + one.width > limit]
        if not more:
            break
        for at in more:
            one = names[at]
            is_whole = one.x + indent + one.width <= right and one.x - indent - one.width < left
            away[at] = is_whole and at not in crossed
        limit = min([limit, *(names[at].x - GAP for at in more if not away[at])])
    outer = [at for at in away if away[at]]
    return [at for at in range(len(names)) if at not in away], [at for at in away if not away[at]], outer


def _spans(one: Named, sign: float, indent: float, x: float) -> bool:
    """Say whether a name, to the right of its mark (1) or to the left (-1), stands where a leader would pass."""
    ends = sorted((one.x, one.x + sign * (indent + one.width)))
    return ends[0] - indent < x < ends[1] + indent


def _levels(names: Sequence[Named], some: Sequence[int], indent: float, *, is_above: bool) -> list[tuple[int, int]]:
    """Give the levels of the names on one side, the nearest to the row first.

    Seen from the row outward, each name lies on the inner side of the leaders of all that follow it. So a name can
    share a line with the one before it where it ends before that one's leader, and must else go further out.
    """
    sign = 1.0 if is_above else -1.0
    ordered = sorted(some, key=lambda at: (sign * names[at].x, at))
    found: list[tuple[int, int]] = []
    edges: list[float] = []  # of each level, how far inward its last name's leader stands
    for at in ordered:
        one = names[at]
        reach = sign * one.x - (one.width + indent + GAP)  # how far inward this name comes, by the same measure
        level = next((place for place, edge in enumerate(edges) if all(e <= reach for e in edges[place:])), len(edges))
        last = level + one.lines
        edges += [float("-inf")] * (last - len(edges))
        for place in range(level, last):
            edges[place] = sign * one.x
        found.append((at, level))
    return found
