"""What was known by the clocks, where links join events and names: rows of several events, and what supersedes what.

Law of this module: what links say is worked out when it is asked, from the links that apply then; rows of facts, events
and reports know nothing of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.asof.names import Names, SameEntity, united
from timeline.asof.relation import DAY, EARLIEST, LATEST, NO, YES
from timeline.dates.days import format_day, format_moment
from timeline.named import NamedTuple
from timeline.records.words import HAPPENED
from timeline.views.relational.rows import E, F, L, R, Row, Rows, event_answer, fact_answer, known_by, link_answer
from timeline.views.verdicts import Bid

_RETRACTED: Final = E["retracted"]
_NO_LATEST: Final = "..]"
"""So a date ends as typed of which there is no latest day, as ``[2025-10-08..]``."""


class Claim(NamedTuple):
    """A fact as told by the clocks: its row, the event that answers name, and its bid for its cell.

    ``told`` is whether it counts but for a later event that supersedes its own.
    """

    row: Row
    event: str
    told: int
    bid: Bid
    since_earliest: str
    since_latest: str

    @property
    def answer(self) -> int:
        """Whether it counts."""
        return self.bid.answer


class Group(NamedTuple):
    """An event that several records tell, as links surely say: its id and order, and when it was reported."""

    event: str
    order: tuple[int, str]
    members: tuple[str, ...]
    lo: int
    hi: int


class Told:
    """The links that apply by the clocks, or those by (recorded, id) that bear on the question; and what they join."""

    def __init__(self, rows: Rows, links: Sequence[Row] | None = None) -> None:
        self.rows = rows
        self.as_of = rows.as_of
        found = rows.links() if links is None else links
        self._answers = [(row, link_answer(row, self.as_of)) for row in found]
        self.names = Names(
            SameEntity(row[L["from"]], row[L["to"]], answer == YES)
            for row, answer in self._answers
            if row[L["rel"]] == "same-entity"
        )
        between = [row for row, _ in self._answers if row[L["rel"]] in ("same-event", "supersedes", "contradicts")]
        self.ends = {end for row, _ in self._answers for end in (row[L["from"]], row[L["to"]])}
        """The ends of all links that apply: events, entities and origins."""
        ends = {end for row in between for end in (row[L["from"]], row[L["to"]])}
        self._linked = {row[0]: row for row in rows.events(ends)} if ends else {}
        self._events = dict(self._linked)
        self._nowhere = set(ends)  # what was asked for: of some there is nothing
        self._row_of: dict[str, str] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        self._groups: dict[str, Group] = {}
        self._join()
        self._superseded = self._find_superseded()
        self.contradicting = self._find_contradicting()

    @property
    def has_groups(self) -> bool:
        """Whether several records tell one event."""
        return bool(self._members)

    def _join(self) -> None:
        """Join the events that surely are one, under the first of them."""
        pairs = [
            (row[L["from"]], row[L["to"]])
            for row, answer in self._answers
            if row[L["rel"]] == "same-event" and answer == YES
        ]
        known = [pair for pair in pairs if all(self._own_known(end) != NO for end in pair)]
        members: dict[str, list[str]] = {}
        for name, first in united(known, self._order).items():
            members.setdefault(first, []).append(name)
        for name, others in members.items():
            group = sorted({name, *others}, key=self._order)
            if len(group) > 1:
                self._members[name] = tuple(group)
                self._row_of.update(dict.fromkeys(group, name))

    def _order(self, event: str) -> tuple[int, str]:
        return (self._events[event][E["order_recorded"]], event)

    def _own_known(self, event: str) -> int:
        """Say whether a record's own event is known, whatever it is joined with."""
        row = self._row(event)
        return NO if row is None or row[_RETRACTED] == YES else event_answer(row, self.as_of)

    def _find_superseded(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row, answer in self._answers:
            if row[L["rel"]] == "supersedes":
                newer, older = self.event(row[L["from"]]), self.event(row[L["to"]])
                if newer != older:
                    found[older] = max(found.get(older, NO), min(answer, self.known(newer)))
        return found

    def _find_contradicting(self) -> dict[str, list[tuple[str, int]]]:
        """Give for each event those that contradict it, each with whether the link applies, in the order of links."""
        found: dict[str, list[tuple[str, int]]] = {}
        for row, answer in self._answers:
            if row[L["rel"]] == "contradicts":
                one, other = self.event(row[L["from"]]), self.event(row[L["to"]])
                if one != other:
                    found.setdefault(one, []).append((other, answer))
                    found.setdefault(other, []).append((one, answer))
        return found

    def linked(self, rel: str, least: int) -> Iterable[tuple[str, str]]:
        """Give the ends of the links of a kind that apply at least so surely."""
        return (
            (row[L["from"]], row[L["to"]]) for row, answer in self._answers if row[L["rel"]] == rel and answer >= least
        )

    def event(self, record: str) -> str:
        """Give the id by which answers name the event that a record tells."""
        return self._row_of.get(record, record)

    def members(self, event: str) -> tuple[str, ...]:
        """Give the records that tell an event, by (recorded, id)."""
        return self._members.get(event, (event,))

    def answers(self, rows: Sequence[Row]) -> tuple[int, int]:
        """Say of an event, by the rows of all records that tell it, whether it is known, and whether retracted."""
        known = max([NO if row[_RETRACTED] == YES else event_answer(row, self.as_of) for row in rows])
        return known, min([row[_RETRACTED] for row in rows])

    def known(self, event: str) -> int:
        """Say whether an event is known, by whichever of the records that tell it."""
        members = self._members.get(event)
        if members is None:
            return self._own_known(event)
        return max(map(self._own_known, members))

    def retracted(self, event: str) -> int:
        """Say whether an event is retracted: whether all records that tell it are."""
        members = self._members.get(event)
        if members is None:
            return self._own_retracted(event)
        return min(map(self._own_retracted, members))

    def _own_retracted(self, record: str) -> int:
        row = self._row(record)
        found: int = NO if row is None else row[_RETRACTED]
        return found

    def superseded(self, event: str) -> int:
        """Say whether an event that supersedes it is known."""
        return self._superseded.get(event, NO)

    def rows_of(self, event: str) -> list[Row]:
        """Give the rows of the records that tell an event, by (recorded, id)."""
        members = self._members.get(event)
        if members is None and (row := self._events.get(event)) is not None:
            return [row]
        members = members or (event,)
        self.fetch(members)
        return [self._events[member] for member in members]

    def fetch(self, events: Collection[str]) -> None:
        """Read the rows of some events at once, before they are asked about one by one."""
        missing = [event for event in events if event not in self._events and event not in self._nowhere]
        if missing:
            self._nowhere.update(missing)
            self._events.update((row[0], row) for row in self.rows.events(missing))

    def hold(self, rows: Iterable[Row]) -> None:
        """Take rows of events that are at hand, before they are asked about."""
        self._events.update((row[0], row) for row in rows)

    def forget(self) -> None:
        """Let go of the events that no link speaks of: they will not be asked about again."""
        self._events = dict(self._linked)
        self._nowhere.clear()
        self.rows.forget()

    def _row(self, record: str) -> Row | None:
        """Give the row of a record's own event, read where it is not at hand; None where there is none."""
        row = self._events.get(record)
        if row is None and record not in self._nowhere:
            self.fetch([record])
            row = self._events.get(record)
        return row

    def group(self, event: str) -> Group:
        """Give an event that several records tell."""
        found = self._groups.get(event)
        if found is None:
            members = self._members[event]
            lo, hi = self._first_reported(members)
            found = self._groups[event] = Group(event, self._order(event), members, lo, hi)
        return found

    def _first_reported(self, members: Sequence[str]) -> tuple[int, int]:
        """Say when an event was first reported, by whichever of the records that tell it.

        Reports that are surely still to come by the as-of day do not count. The least moment is that of any report that
        may be live, the greatest of one that surely is, where there is one; a record whose line carries no report tells
        it from its recorded day.
        """
        lows: list[int] = []
        sure: list[int] = []
        unsure: list[int] = []
        for row in self.rows.reports(members):
            lives = min(row[R["live"]], row[R["reports"]])
            lo, hi = row[R["lo"]], row[R["hi"]]
            if lives != NO and known_by(lo, hi, self.as_of) != NO:
                lows.append(lo)
                (sure if lives == YES else unsure).append(hi)
        for member in members:
            row = self._events[member]
            if row[E["tells_itself"]]:
                start = row[E["order_recorded"]] // DAY * DAY
                lows.append(start)
                sure.append(start + DAY - 1)
        if not lows:
            first = self._events[members[0]]
            return first[E["reported_lo"]], first[E["reported_hi"]]
        return min(lows), min(sure) if sure else max(unsure)

    # --- facts -------------------------------------------------------------------------------------------------------

    def claims(self, facts: Iterable[Row], *, by_report: bool) -> list[Claim]:
        """Make the claims of some facts, in the order of their events and of their places there."""
        found = [self.claim(row, by_report=by_report) for row in facts]
        if self.has_groups:
            order = F["order_recorded"]
            found.sort(key=lambda claim: (claim.bid.order, claim.row[order], claim.row[F["event"]]))
        return found

    def claim(self, row: Row, *, counts: bool = True, by_report: bool = False) -> Claim:
        """Make the claim of a fact; ``counts`` says that it is one of those that may count."""
        member: str = row[F["event"]]
        event = self._row_of.get(member, member)
        told = fact_answer(row, self.as_of) if counts else NO
        answer = min(told, YES - self._superseded.get(event, NO)) if self._superseded else told
        start_lo, start_hi, start_by = row[F["start_lo"]], row[F["start_hi"]], row[F["start_by"]]
        earliest, latest = row[F["since_earliest"]], row[F["since_latest"]]
        order = (row[F["order_recorded"]], member)
        lo, hi = row[F["reported_lo"]], row[F["reported_hi"]]
        if event in self._members:
            group = self.group(event)
            order, lo, hi = group.order, group.lo, group.hi
            if row[F["mode"]] in HAPPENED and (earliest == "unknown" or (row[F["since"]] or "").endswith(_NO_LATEST)):
                start_lo, start_hi, start_by, latest = _begun_by(row, hi)
        bid = Bid(
            ends=row[F["mode"]] == "ended",
            answer=answer,
            start_lo=start_lo,
            start_hi=start_hi,
            start_by=start_by,
            end_lo=row[F["end_lo"]],
            end_hi=row[F["end_hi"]],
            word_lo=lo if by_report else start_lo,
            word_hi=hi if by_report else start_hi,
            order=order,
            group=(event, row[F["since"]]),
            key=value_key(row[F["value"]]),
        )
        return Claim(row, event, told, bid, earliest, latest)


def _begun_by(row: Row, moment: int) -> tuple[int, int, int, str]:
    """Say when a fact began whose date has no latest day, and which was reported by a moment: it began no later.

    Its own date may say when it ended, and so the latest that it can have begun.

    Returns:
        Its start: the earliest, the latest, the first microsecond of the latest unit; and how the latest prints.
    """
    earliest, latest = row[F["since_earliest"]], row[F["end_hi"]]
    first = EARLIEST if earliest == "unknown" else row[F["start_lo"]]
    is_instant = "T" in (row[F["since"]] or "")
    if first <= moment < latest:
        latest, is_instant = moment, moment % DAY != DAY - 1 or "T" in earliest
    if latest == LATEST:
        return first, LATEST, LATEST, "unknown" if earliest == "unknown" else "open"
    printed = format_moment(latest) if is_instant else format_day(latest // DAY)
    return first, latest, latest if is_instant else latest - DAY + 1, printed


def value_key(text: str) -> Hashable:
    """Give the identity of a value from its JSON text: booleans are no numbers, 1 and 1.0 are one; None for a null.

    >>> value_key('1.0') == value_key('1'), value_key('"1"') == value_key('1')
    (True, False)
    """
    if text[0] in '"tf':
        return text
    if text == "null":
        return None
    value: Any = json.loads(text)
    if isinstance(value, Mapping):
        return ("quantity", value["op"], value["value"], value.get("unit"))
    return float(value) if isinstance(value, float) and not value.is_integer() else int(value)
