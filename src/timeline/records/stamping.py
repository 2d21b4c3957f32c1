"""Stamps and parents: where a new record stands in time and in the chain.

Law of this module: a stamp is strictly later than every parent's, so the order (recorded, id) respects parents on every
clone. The clock and chance are arguments.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, overload

import msgspec

from timeline.dates.stamps import format_stamp, stamp_moment
from timeline.errors import RecordError
from timeline.records import chain
from timeline.records.drafts import Decision, Tell, bound, told, untold
from timeline.records.line import TooLong, decode, encode, join
from timeline.records.made import Made
from timeline.records.mentions import references_in
from timeline.records.model import Record
from timeline.records.spooled import Decisions, Lazy, others

if TYPE_CHECKING:
    from timeline.records.usual import Glance

DAY_US: Final = 86_400_000_000
MUCH_AHEAD_US: Final = 366 * DAY_US


class Ids(Mapping[int, str]):
    """The id of every draft's record, by the place of the draft; those of lines that are made are read there."""

    def __init__(self, others: dict[int, str]) -> None:
        """Begin with the ids that are known, of drafts of which no line is made."""
        self.others = others
        self._lines: Made
        self._stands = array("q")

    def made(self, place: int, lines: Made, stand: int) -> None:
        """Say which of the lines is that of a draft."""
        self._lines = lines
        if place >= len(self._stands):
            self._stands.extend([-1] * (place + 1 - len(self._stands)))
        self._stands[place] = stand

    def same(self, place: int, other: int) -> None:
        """Say that the record of a draft is that of another."""
        self.others[place] = self[other]

    def stand(self, place: int) -> int | None:
        """Give the place among the lines of the one that is made of a draft; None where none is."""
        found = self._stands[place] if 0 <= place < len(self._stands) else -1
        return found if found >= 0 else None

    def __getitem__(self, place: int) -> str:
        stand = self.stand(place)
        return self.others[place] if stand is None else self._lines.ids[stand]

    def __contains__(self, place: object) -> bool:
        return place in self.others or (isinstance(place, int) and self.stand(place) is not None)

    def __iter__(self) -> Iterator[int]:
        yield from self.others
        yield from (place for place, stand in enumerate(self._stands) if stand >= 0)

    def __len__(self) -> int:
        return len(self.others) + len(self._stands) - self._stands.count(-1)


class Stamped(msgspec.Struct, frozen=True, kw_only=True):
    """Lines ready to be written, in order, each with its id, and what of it bears on others, where that is known.

    ``ids`` has the id of every draft's record, by its place.
    """

    lines: Sequence[bytes]
    new: Sequence[str]
    seen: Sequence[Glance | None]
    ids: Ids

    @property
    def records(self) -> Sequence[Record]:
        """The records of the lines; each is read when it is asked for, as a large batch has no room for all."""
        return Lines(self.lines)


class Lines(Sequence[Record]):
    """The records of lines that were just made, each read when it is asked for."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if isinstance(place, slice):
            return Lines(self._lines[place])
        return decode(self._lines[place], file="new", line_no=range(len(self))[place] + 1)


def stamped(
    decisions: Sequence[Decision],
    records: Sequence[Record],
    *,
    parents: Sequence[str],
    by: str,
    now: int,
    salt: Callable[[], str],
    tell: Tell = untold,
) -> Stamped:
    """Make the lines of what is to be written, in its order; ``salt`` gives 32 hex digits of chance.

    ``tell`` is told from time to time how many of the decisions are done.

    The first line has the parents; each later one follows the one before. Where stamps are kept, the heads recorded
    before the first stamp are taken instead.

    Raises:
        RecordError: A stamp to keep lies in the future, or before something that it must follow.
    """
    spooled = decisions if isinstance(decisions, Decisions) else None
    ids = Ids({decision.place: decision.there for decision in others(decisions) if decision.there is not None})
    last = int(records[-1].recorded_at) if records else 0
    first_new = next((decision for decision in decisions if decision.is_new), None)
    if first_new is not None and first_new.recorded is not None:
        first = _first_kept(first_new.recorded, records, by)
        before = [record for record in records if record.recorded < format_stamp(first)]
        parents = chain.heads(before)
        last = first - 1
    stamps: dict[str, str] | None = None
    if any(decision.recorded is not None for decision in others(decisions) if decision.is_new):
        stamps = {record.id: record.recorded for record in records}
    texts = None if spooled is None else spooled.drafts.texts
    making = _Making(Made(by, texts), ids, parents=parents, last=last, by=by, now=now, salt=salt, stamps=stamps)
    places = array("q")
    for number in told(range(len(decisions)), tell, part=0, of=1):
        at = -1 if spooled is None else spooled.text_of(number)
        if at >= 0 and places and spooled is not None and texts is not None:
            making.of_text(spooled.place(number), at, texts[at])
            places.append(number)
        elif making.of_decision(decisions[number]):
            places.append(number)

    def seen(stand: int) -> Glance | None:
        number = places[stand]
        return decisions[number].seen if spooled is None else spooled.seen(number)

    lines = making.lines
    return Stamped(lines=lines, new=lines.ids, seen=Lazy(len(lines), seen), ids=ids)


class _Making:
    """Makes lines one after the other: the one parent of each is the line before it, and its stamp is later.

    ``parents`` are those of the first line, and ``last`` the latest stamp that it follows. ``stamps`` are those of the
    records by id, where a stamp is kept anywhere; each line adds its own.
    """

    def __init__(
        self,
        lines: Made,
        ids: Ids,
        *,
        parents: Sequence[str],
        last: int,
        by: str,
        now: int,
        salt: Callable[[], str],
        stamps: dict[str, str] | None,
    ) -> None:
        self.lines = lines
        self._ids = ids
        self._parents = parents
        self._last = last
        self._by = by
        self._now = now
        self._salt = salt
        self._stamps = stamps
        self._wanted: float = -math.inf

    def of_text(self, place: int, at: int, text: bytes) -> None:
        """Make the line of an event that is written as it was proved; it is not the first."""
        moment, chance = max(self._now, self._last + 1), self._salt()
        record_id = self._joined(place, moment, chance, "event", text)
        self.lines.add_given(record_id, moment, chance, "event", at)
        self._follow(place, record_id, moment)

    def of_decision(self, decision: Decision) -> bool:
        """Make the line of a draft, where one is written; say whether it is."""
        if decision.same is not None:
            self._ids.same(decision.place, decision.same)
        if decision.place in self._ids:
            return False
        body = decision.body if decision.spelled is not None else bound(decision, self._ids)
        moment = max(self._now, self._last + 1)
        if decision.recorded is not None:
            moment = self._kept(decision.recorded, decision.kind, body)
        chance = self._salt()
        if decision.spelled is None or not self.lines:  # the first line shows whether `by` is of its form
            record_id, line = self._encoded(decision, moment, chance, body)
            self.lines.add(record_id, line)
        else:
            record_id = self._joined(decision.place, moment, chance, decision.kind, decision.spelled)
            self.lines.add_next(record_id, moment, chance, decision.kind, decision.spelled)
        self._follow(decision.place, record_id, moment)
        return True

    def _kept(self, text: str, kind: str, body: Mapping[str, object]) -> int:
        kept = stamp_moment(text)
        moment = max(kept, self._last + 1)
        named = _named(kind, body, self._stamps or {})
        _check_kept(text, kept, now=self._now, wanted=self._wanted, moment=moment, named=named)
        self._wanted = kept
        return moment

    def _encoded(self, decision: Decision, moment: int, chance: str, body: Mapping[str, object]) -> tuple[str, bytes]:
        stamp, kind, spelled = format_stamp(moment), decision.kind, decision.spelled
        try:
            return encode(
                parents=self._parents, recorded=stamp, by=self._by, kind=kind, body=body, salt=chance, spelled=spelled
            )
        except TooLong as error:
            error.place = decision.place
            raise

    def _joined(self, place: int, moment: int, chance: str, kind: str, text: bytes) -> str:
        stamp = format_stamp(moment)
        try:
            return join(parents=self._parents, recorded=stamp, by=self._by, kind=kind, salt=chance, text=text)[0]
        except TooLong as error:
            error.place = place
            raise

    def _follow(self, place: int, record_id: str, moment: int) -> None:
        self._ids.made(place, self.lines, len(self.lines) - 1)
        self._parents, self._last = (record_id,), moment
        if self._stamps is not None:
            self._stamps[record_id] = format_stamp(moment)


def _first_kept(text: str, records: Sequence[Record], by: str) -> int:
    """The first of the stamps to keep, moved on where the writer's own last record has the very same."""
    kept = stamp_moment(text)
    own = max((record.recorded for record in records if record.by == by), default=None)
    if own is not None and kept < stamp_moment(own):
        raise RecordError(
            f"{text} is before the last record that {by} wrote, {own}",
            where="recorded",
            fix="import under another name (--by, in Python by=), or leave --keep-recorded (keep_recorded=) out",
            unwritten=True,
        )
    return kept + 1 if own is not None and kept == stamp_moment(own) else kept


def _check_kept(text: str, kept: int, *, now: int, wanted: float, moment: int, named: Sequence[str]) -> None:
    what = fix = None
    if kept > now:
        what, fix = f"{text} lies in the future", "set the clock, or mend the stamp"
    elif kept < wanted:
        what, fix = f"{text} is before the stamp of a record that it names", "mend the stamps"
    for recorded in named:
        if stamp_moment(recorded) >= moment:
            what = f"{text} is not after {recorded}, the stamp of the record that it names"
            fix = "correct the stamp, or leave --keep-recorded (in Python keep_recorded=) out"
    if what:
        raise RecordError(what, where="recorded", fix=fix, unwritten=True)


def _named(kind: str, body: Mapping[str, object], stamps: Mapping[str, str]) -> list[str]:
    """Give the stamps of the records that a body names."""
    addresses = [text.partition("#")[0] for _, text in references_in(kind, body)]
    return [stamps[address] for address in addresses if address in stamps]


def clock_notes(records: Sequence[Record], *, now: int, clock_is_right: bool) -> tuple[str, ...]:
    """Judge the machine's clock by the newest record; a note where it stands far ahead.

    Raises:
        RecordError: It stands more than a day before it, and nobody said that it is right.
    """
    if not records:
        return ()
    newest = records[-1].recorded
    ahead = now - records[-1].recorded_at
    if ahead < -DAY_US and not clock_is_right:
        raise RecordError(
            f"this machine's clock says {format_stamp(now)}, more than a day before the newest record, {newest}",
            where="clock",
            fix="set the clock; where it is right, add --clock-is-right (in Python log.write(…, clock_is_right=True))",
            unwritten=True,
        )
    if ahead > MUCH_AHEAD_US:
        return (f"this machine's clock is {ahead // DAY_US:,} days after the newest record, {newest}: is it right?",)
    return ()
