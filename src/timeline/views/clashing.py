"""Which values of a cell hang together by clashing, directly or through others, and what is in doubt of it.

Law of this module: it finds the groups, and the doubts of each, that all pairs give, and looks at no pair of which
neither could say anything new.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

from timeline.asof.windows import Window
from timeline.dates.values import Answer, Moment, Span
from timeline.views.claimed import Claimed
from timeline.views.specs import Latest
from timeline.views.tellers import Tellers, differ

Doubts: TypeAlias = int
"""What makes a conflict only possibly one, each a bit."""
TIE: Final = 1
"""Which of them is the later word is not known."""
TOGETHER: Final = 2
"""They may not hold at one moment."""
VALUES: Final = 4
"""The values may agree."""
KNOWN: Final = 8
"""One of them is only possibly known."""
TELLERS: Final = 16
"""One origin may tell both."""
TELLERS_ALONE: Final = 32
"""One origin may tell both, and both are surely known."""

_Name: TypeAlias = int
"""The identity of a claim: two versions of a fact have one place in their record, and are two claims."""


class Pair(Protocol):
    """Claims that clash, all of them together, and how surely."""

    @property
    def answer(self) -> Answer:
        """Surely, or possibly."""

    @property
    def claims(self) -> Sequence[Claimed]:
        """The claims."""

    @property
    def doubts(self) -> Doubts:
        """What makes it only possible."""


class Told(Protocol):
    """A value of a date, and who tells it."""

    @property
    def claims(self) -> Sequence[Claimed]:
        """The claims that tell it."""

    @property
    def tellers(self) -> Tellers:
        """Who stands behind these."""

    @property
    def known(self) -> Answer:
        """Whether it is known, by any of them."""

    @property
    def is_alone(self) -> bool:
        """Whether what clashes with one of its claims clashes with all: no record or event tells another value too."""

    @property
    def may(self) -> Doubts:
        """What may be in doubt of it beside another: *TOGETHER*; *VALUES*, where the other has that as well."""


T = TypeVar("T", bound=Told)


class _Kin(Generic[T]):
    """Values that clash alike, the first and last moment at which the word on them may be, and their only teller."""

    def __init__(self, told: Sequence[T], latest: Latest) -> None:
        first = told[0].claims[0]
        extent: Span | Window = first.start if latest == "occurred" else first.word
        self.told = told
        self.lo: Moment = extent.lo
        self.hi: Moment = extent.hi
        tellers = {one.tellers for one in told}
        self.teller = tellers.pop() if len(tellers) == 1 and told[0].is_alone else None


def _still_open(kin: list[_Kin[T]], lo: Moment) -> Iterator[_Kin[T]]:
    """Give those that are no surely earlier word than a moment, and drop the others."""
    place = 0
    while place < len(kin):
        if kin[place].hi < lo:
            kin[place] = kin[-1]
            kin.pop()
        else:
            yield kin[place]
            place += 1


class Group(Generic[T]):
    """Claims that hang together by clashing, and what is in doubt of some pair of them.

    ``open`` are the kinds in it that may still clash with what comes, and some that cannot any more.
    """

    def __init__(self) -> None:
        self.doubts: Doubts = 0
        self.open: list[_Kin[T]] = []
        self._claims: dict[_Name, Claimed] = {}
        self._may: Doubts = 0
        self._tellers: set[Tellers] = set()
        self._has_known = False

    @property
    def claims(self) -> Collection[Claimed]:
        """The claims, each once, in no order."""
        return self._claims.values()

    def add(self, claims: Iterable[Claimed]) -> None:
        """Add claims."""
        self._claims.update((_name(claim), claim) for claim in claims)

    def take_in(self, other: Group[T]) -> None:
        """Add all of another group, which is none any more. The list of its kinds stays for who is going through it."""
        self._claims |= other._claims
        self._tellers |= other._tellers
        self.doubts |= other.doubts
        self._may |= other._may
        self._has_known |= other._has_known
        few, many = sorted((self.open, other.open), key=len)
        many.extend(few)
        self.open, other.open = many, []

    def begin(self, kin: _Kin[T]) -> None:
        """Add a kind to those that are open, all of which is in the group already."""
        self.open.append(kin)
        for told in kin.told:
            self._may |= told.may
            self._tellers.add(told.tellers)
            self._has_known |= told.known is Answer.YES

    def may_learn(self, told: Sequence[T]) -> bool:
        """Say whether a pair of some values in it, which clash alike, with an open one may raise a new doubt.

        That they are known, and which is the later word, is no new doubt: the pair by which they came in raised it.
        """
        may = told[0].may
        if ((may | self._may) & TOGETHER | may & self._may & VALUES) & ~self.doubts:
            return True
        wanted = TELLERS | (TELLERS_ALONE if self._has_known and told[0].known is Answer.YES else 0)
        return bool(wanted & ~self.doubts) and any(
            _differ(one.tellers, other) is Answer.POSSIBLY for one in told for other in self._tellers
        )


_differ = functools.lru_cache(maxsize=1 << 12)(differ)


def _name(claim: Claimed) -> _Name:
    return id(claim)


class _Groups(Generic[T]):
    """The groups that pairs make, as they come; ``live`` are those with kinds that are open, and others."""

    def __init__(self) -> None:
        self.live: dict[Group[T], None] = {}
        self._leader: dict[_Name, _Name] = {}
        self._groups: dict[_Name, Group[T]] = {}

    def __iter__(self) -> Iterator[Group[T]]:
        return iter(self._groups.values())

    def add(self, pair: Pair) -> None:
        """Put the claims of a pair into one group."""
        roots = list(dict.fromkeys(self._find(_name(claim)) for claim in pair.claims))
        found = [self._groups.pop(root) for root in roots if root in self._groups]
        whole = max(found, key=lambda group: len(group.claims)) if found else Group[T]()
        for group in found:
            if group is not whole:
                whole.take_in(group)
        whole.add(pair.claims)
        whole.doubts |= pair.doubts
        if whole.open:
            self.live[whole] = None
        self._leader.update((root, roots[0]) for root in roots)
        self._groups[roots[0]] = whole

    def _find(self, name: _Name) -> _Name:
        leader = self._leader
        while (above := leader.setdefault(name, name)) != name:
            leader[name] = name = leader[above]
        return name

    def of(self, kin: _Kin[T]) -> Group[T] | None:
        """Give the group in which all of a kind is; None where it is in none, in several, or each is judged alone."""
        if not kin.told[0].is_alone:
            return None
        roots = {self._find(_name(told.claims[0])) for told in kin.told}
        return self._groups.get(roots.pop()) if len(roots) == 1 else None


def clashing(
    kinds: Iterable[Sequence[T]], latest: Latest, judge: Callable[[Sequence[T], Sequence[T]], Iterable[Pair]]
) -> dict[Answer, list[Group[T]]]:
    """Find the groups of values that surely clash, and of those that may.

    The kinds, of values that clash alike with every other, are swept in the order of time, so that a cell whose values
    follow each other costs a sort. Values that hang together already are looked at only as long as one more pair may
    raise a doubt that none has raised. ``judge`` gives of the pairs of two kinds that clash, or of one with itself,
    enough to join all that do.
    """
    surely, maybe = _Groups[T](), _Groups[T]()
    found = {Answer.YES: surely, Answer.POSSIBLY: maybe}
    of_start: dict[Span, list[_Kin[T]]] = {}
    apart: dict[Tellers | None, list[_Kin[T]]] = {}

    def look(one: _Kin[T], other: _Kin[T]) -> None:
        for pair in judge(one.told, other.told):
            found[pair.answer].add(pair)

    for new in sorted((_Kin(kind, latest) for kind in kinds), key=lambda kin: kin.lo):
        if len(new.told) > 1:
            look(new, new)
        beside = of_start.setdefault(new.told[0].claims[0].start, [])
        for other in _still_open(beside, new.lo):  # of those that are judged alike only these may surely clash with it
            look(other, new)
        beside.append(new)
        for teller, kin in list(apart.items()):
            if teller is None or teller != new.teller or not teller.every:  # else one origin tells both
                for other in _still_open(kin, new.lo):
                    look(other, new)
                apart[teller] = _begin(maybe, kin)
                if not apart[teller]:
                    del apart[teller]
        _look_at_groups(maybe, new, look)
        if _begin(maybe, [new]):
            apart.setdefault(new.teller, []).append(new)
    return {answer: list(groups) for answer, groups in found.items()}


def _begin(groups: _Groups[T], kin: Iterable[_Kin[T]]) -> list[_Kin[T]]:
    """Open each kind in its group; give those that are in none."""
    rest = []
    for one in kin:
        group = groups.of(one)
        if group is None:
            rest.append(one)
        else:
            group.begin(one)
            groups.live[group] = None
    return rest


def _look_at_groups(groups: _Groups[T], new: _Kin[T], look: Callable[[_Kin[T], _Kin[T]], None]) -> None:
    """Look at a kind beside the open ones of each group, until none of them can tell more."""
    for group in list(groups.live):
        own = groups.of(new)
        for other in _still_open(group.open, new.lo):
            if own is not None and own is groups.of(other) and not own.may_learn(new.told):
                break
            look(other, new)
            own = groups.of(new)
        if not group.open:
            groups.live.pop(group, None)
