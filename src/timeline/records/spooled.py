"""The drafts of a large batch: of most of them only the bytes of the body are kept, and these where there is room.

Law of this module: what is given is what was put in. Where the bytes lie is an argument: in a list, or in a file.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from operator import eq
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, overload

from timeline.records.cut import Spelled
from timeline.records.drafts import Decision, Draft

if TYPE_CHECKING:
    from timeline.dates.values import Moment
    from timeline.records.names import Named
    from timeline.records.usual import Glance

_Value = TypeVar("_Value")
_One = TypeVar("_One", bound=Hashable)
_DIGITS: Final = "0123456789"
_LONGEST: Final = 15
_HAS_NULL: Final = 1
_IS_EARLY: Final = 2


class Texts(Protocol):
    """Bytes in their order, which are added at the end and given by their place; a list of bytes is one."""

    def append(self, text: bytes, /) -> None:
        """Add some behind the others."""

    def __getitem__(self, place: int, /) -> bytes: ...


class _Listed(Sequence[_Value]):
    """Values in their order, equal to any sequence of equal ones."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


class Lazy(_Listed[_Value]):
    """So many values, each made when it is asked for: of a large batch there is no room for all."""

    def __init__(self, count: int, make: Callable[[int], _Value]) -> None:
        """Hold nothing but how each is made of its place."""
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_Value]:
        return map(self._make, range(self._count))

    @overload
    def __getitem__(self, place: int) -> _Value: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Value]: ...
    def __getitem__(self, place: int | slice) -> _Value | Sequence[_Value]:
        if isinstance(place, slice):
            return tuple(map(self._make, range(self._count)[place]))
        return self._make(range(self._count)[place])


class _Once(dict[_One, int]):
    """Values of which many are alike: each is kept once, and leads to its number."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[_One] = []

    def __missing__(self, value: _One) -> int:
        number = self[value] = len(self.known)
        self.known.append(value)
        return number


class Spooled(_Listed[Draft]):
    """Drafts in their order. An event that was proved is kept as its bytes and what of it bears on others."""

    def __init__(self, drafts: Iterable[Draft] = (), texts: Texts | None = None) -> None:
        """Begin with some drafts; the bytes of the bodies go to ``texts``."""
        self.texts: Texts = [] if texts is None else texts
        self._at = array("q")  # of a draft the number of its text, or -1 and down from there its place in _others
        self._others: list[Draft] = []
        self._count = 0
        self._brought: dict[int, tuple[str | None, str | None]] = {}  # stamp and id, by the number of the text
        self._lines, self._stems = array("q"), array("I")
        self._stem: _Once[str | None] = _Once()
        self._columns = array("i")
        self._places: list[Mapping[str, str] | None] = []
        self._numbers_of_places: dict[int, int] = {}
        self._names: _Once[tuple[Named, ...]] = _Once()
        self._cites: _Once[str | None] = _Once()
        self._moments: _Once[Moment | None] = _Once()
        self._glances = tuple(array("I") for _ in range(4))
        self._flags = bytearray()
        for draft in drafts:
            self.append(draft)

    def append(self, draft: Draft) -> None:
        """Add a draft behind the others."""
        if draft.spelled is None or draft.seen is None or draft.kind != "event":
            self._others.append(draft)
            self._at.append(-len(self._others))
            return
        self.texts.append(draft.spelled)
        if draft.recorded is not None or draft.id is not None:
            self._brought[self._count] = draft.recorded, draft.id
        self._keep_where(draft.where)
        self._keep_places(draft.places)
        seen = draft.seen
        names, cites, begins, reported = self._glances
        names.append(self._names[seen.names])
        cites.append(self._cites[seen.cites])
        begins.append(self._moments[seen.not_before])
        reported.append(self._moments[seen.reported])
        self._flags.append(_HAS_NULL * bool(seen.has_null) | _IS_EARLY * bool(seen.is_early))
        self._at.append(self._count)
        self._count += 1

    def put_before(self, drafts: Iterable[Draft]) -> None:
        """Add drafts before all the others; they are kept as they are."""
        first = len(self._others)
        self._others += drafts
        self._at = array("q", range(-first - 1, -len(self._others) - 1, -1)) + self._at

    def __copy__(self) -> Spooled:
        """Give a copy in which drafts may be put in the place of others; the bytes are not copied."""
        found = Spooled.__new__(Spooled)
        found.__dict__ |= {**self.__dict__, "_at": self._at[:], "_others": self._others[:]}
        return found

    def replace(self, place: int, draft: Draft) -> None:
        """Put a draft in the place of another."""
        self._others.append(draft)
        self._at[place] = -len(self._others)

    # --- what is asked of one ----------------------------------------------------------------------------------------

    def text_of(self, place: int) -> int:
        """Give the number of a draft's text; a number below 0 where it has none of its own."""
        return self._at[place]

    def is_proved(self, place: int) -> bool:
        """Whether a draft is an event that was proved."""
        at = self._at[place]
        return at >= 0 or self._others[-at - 1].spelled is not None

    def is_plain(self, place: int) -> bool:
        """Whether a draft is kept as its bytes, and brings neither an id nor a stamp."""
        at = self._at[place]
        return at >= 0 and at not in self._brought

    def cites(self, place: int) -> int | None:
        """Give the number of what an event cites, the same for all that cite the same.

        None where that is not kept, or where a fact of it may have no value.
        """
        at = self._at[place]
        return self._glances[1][at] if at >= 0 and not self._flags[at] & _HAS_NULL else None

    def spelled(self, place: int) -> bytes | None:
        """Give the bytes of a draft's body, where these are kept and the draft brings neither an id nor a stamp."""
        at = self._at[place]
        return self.texts[at] if at >= 0 and at not in self._brought else None

    def recorded(self, place: int) -> str | None:
        """Give the stamp to keep of a draft."""
        at = self._at[place]
        return self._brought.get(at, _NOTHING)[0] if at >= 0 else self._others[-at - 1].recorded

    def keeps_stamps(self) -> bool:
        """Whether any draft has a stamp to keep."""
        return any(recorded is not None for recorded, _ in self._brought.values()) or any(
            draft.recorded is not None for draft in self._others
        )

    def where(self, place: int) -> str | None:
        """Give the place of a draft, for error messages."""
        at = self._at[place]
        return self._where(at) if at >= 0 else self._others[-at - 1].where

    def seen(self, place: int) -> Glance | None:
        """Give what of a draft bears on others, where that is known."""
        at = self._at[place]
        return self._seen(at) if at >= 0 else self._others[-at - 1].seen

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[Draft]:
        return map(self._draft, self._at)

    @overload
    def __getitem__(self, place: int) -> Draft: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Draft]: ...
    def __getitem__(self, place: int | slice) -> Draft | Sequence[Draft]:
        if isinstance(place, slice):
            return tuple(map(self._draft, self._at[place]))
        return self._draft(self._at[place])

    def _draft(self, at: int) -> Draft:
        if at < 0:
            return self._others[-at - 1]
        text = self.texts[at]
        recorded, given = self._brought.get(at, _NOTHING)
        return Draft(
            kind="event",
            body=Spelled(text),
            recorded=recorded,
            id=given,
            where=self._where(at),
            places=self._places[self._columns[at]],
            spelled=text,
            seen=self._seen(at),
        )

    # --- how it is kept ----------------------------------------------------------------------------------------------

    def _keep_where(self, where: str | None) -> None:
        """Keep a place as what stands before its last number, and that number."""
        stem, line = where, -1
        if where is not None:
            head = where.rstrip(_DIGITS)
            digits = where[len(head) :]
            if digits and digits[0] != "0" and len(digits) <= _LONGEST:
                stem, line = head, int(digits)
        self._stems.append(self._stem[stem])
        self._lines.append(line)

    def _where(self, at: int) -> str | None:
        stem, line = self._stem.known[self._stems[at]], self._lines[at]
        return stem if line < 0 else f"{stem}{line}"

    def _keep_places(self, places: Mapping[str, str] | None) -> None:
        number = self._numbers_of_places.setdefault(id(places), len(self._places))  # which stay, so that no id is twice
        if number == len(self._places):
            self._places.append(places)
        self._columns.append(number)

    def _seen(self, at: int) -> Glance:
        from timeline.records.usual import Glance  # noqa: PLC0415 - who adds one event need not import it

        names, cites, begins, reported = self._glances
        flags = self._flags[at]
        moments: list[Any] = self._moments.known
        return Glance(
            self._names.known[names[at]],
            bool(flags & _HAS_NULL),
            moments[begins[at]],
            self._cites.known[cites[at]],
            moments[reported[at]],
            bool(flags & _IS_EARLY),
        )


_NOTHING: Final = (None, None)


class Decisions(_Listed[Decision]):
    """What becomes of drafts, in the order of writing; of an event written as it was proved only that is kept."""

    def __init__(self, drafts: Spooled) -> None:
        """Begin with no decision."""
        self.drafts = drafts
        self._order = array("q")
        self._others: dict[int, Decision] = {}

    def add(self, decision: Decision) -> None:
        """Add a decision behind the others."""
        place = decision.place
        is_as_proved = decision.spelled is not None and self.drafts.is_plain(place)
        if not (is_as_proved and decision.is_new) or decision.notes:
            self._others[place] = decision
        self._order.append(place)

    @property
    def others(self) -> Sequence[Decision]:
        """The decisions that say more than that a draft is written as it was proved."""
        return tuple(self._others.values())

    def add_plain(self, place: int) -> None:
        """Decide that the draft of a place, which is plain, is written as it was proved."""
        self._order.append(place)

    def place(self, number: int) -> int:
        """Give the place of the draft of a decision, by its stand in the order."""
        return self._order[number]

    def seen(self, number: int) -> Glance | None:
        """Give what of a draft bears on others, by the stand of its decision in the order."""
        return self.drafts.seen(self._order[number])

    def text_of(self, number: int) -> int:
        """Give the number of a decision's text, by its stand, where it is written as it was proved; else -1."""
        place = self._order[number]
        return -1 if place in self._others else self.drafts.text_of(place)

    def of(self, place: int) -> Decision:
        """Give the decision on the draft of a place."""
        return self._others.get(place) or self._plain(place)

    def there(self, place: int) -> str | None:
        """Give the id of the record of the log that says what a draft says; None where there is none."""
        found = self._others.get(place)
        return found.there if found is not None else None

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Decision]:
        return map(self.of, self._order)

    @overload
    def __getitem__(self, place: int) -> Decision: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Decision]: ...
    def __getitem__(self, place: int | slice) -> Decision | Sequence[Decision]:
        if isinstance(place, slice):
            return tuple(map(self.of, self._order[place]))
        return self.of(self._order[place])

    def _plain(self, place: int) -> Decision:
        draft = self.drafts[place]
        return Decision(place=place, kind=draft.kind, body=draft.body, spelled=draft.spelled, seen=draft.seen)


def others(decisions: Sequence[Decision]) -> Sequence[Decision]:
    """Give the decisions among which are all that say more than that a draft is written as it was proved."""
    return decisions.others if isinstance(decisions, Decisions) else decisions
