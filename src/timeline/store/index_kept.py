"""Rows of the index that stay in memory, for whoever asks an open log again and again.

Law of this module: what is kept is what the index holds, at all clocks; a question chooses by its clocks. Of an index
that was changed since, what the changes wrote anew is let go of, and all of it where they do not tell. What is not kept
is read while the index is held, so that nobody changes it meanwhile.
"""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.asof.relation import LINK, SOURCE, Row
from timeline.store.index_answers import MOST, OnCell, StoredRows
from timeline.store.index_falling import Falling, Starts
from timeline.store.index_file import Asked
from timeline.views.relational.met import Met, moments_of
from timeline.views.relational.rows import Line
from timeline.views.repeated import Answers

_MOST: Final = 100_000
"""So many rows are kept; where there are more, those that are kept make room."""
_FULL: Final = 125_000
"""Of so many rows all are let go of: what there is room for is kept up to the number above."""
_MOST_FEW: Final = 60_000
"""So many facts are kept of entities of few."""
_MOST_STARTS: Final = 1_500_000
"""Of so many facts it is kept when they begin: that takes a thirtieth of the room of a row."""
_MOST_RECORDED: Final = 4
"""By so many recorded-by clocks it is kept what is known of standings."""
_MANY: Final = 1_000
"""Of more events or lines than these, asked for at once, nothing is kept."""
_OF_LINE: Final = 4
"""A line takes the room of so many rows."""
_PASSED: Final = 5_000
"""Of a question that passes over more events than about so many, one after the other, these are not kept."""
_SINGLY: Final = 32
"""So many facts on a cell are met one by one: most that are looked at are as few."""
_MOST_LINKS: Final = 20_000
"""So many links are kept, and looked up by their ends; more are read each time."""

_REL, _FROM, _TO, _LINK_ORDER, _LINK_ID = (LINK.index(name) for name in ("rel", "from", "to", "order_recorded", "link"))
_LINK_SINCE, _LINK_UNTIL = LINK.index("recorded_from"), LINK.index("recorded_to")
_LINK_LO, _LINK_TO_HI = LINK.index("known_from_lo"), LINK.index("known_to_hi")
_SOURCE_SINCE, _SOURCE_UNTIL = SOURCE.index("recorded_from"), SOURCE.index("recorded_to")
_SOURCE_VIA, _SOURCE_ORIGIN = SOURCE.index("via"), SOURCE.index("origin")
_SOURCE_FROM, _SOURCE_TO = SOURCE.index("as_of_from"), SOURCE.index("as_of_to")


@attrs.define
class Links:
    """All links of a log at all clocks, by (recorded, id), and those at each end."""

    every: Sequence[Row]
    at: dict[str, list[int]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Links:
        """Put links in order, and find them by their ends."""
        every = sorted(rows, key=lambda row: (row[_LINK_ORDER], row[_LINK_ID]))
        at: dict[str, list[int]] = {}
        for place, row in enumerate(every):
            for end in dict.fromkeys((row[_FROM], row[_TO])):
                at.setdefault(str(end), []).append(place)
        return cls(every, at)

    def ending(self, ends: Iterable[str]) -> Iterable[Row]:
        """Give the links at some ends, each once, in their order."""
        at = self.at
        places = [at[end] for end in ends if end in at]
        if not places:
            return ()
        found = places[0] if len(places) == 1 else sorted({place for some in places for place in some})
        return (self.every[place] for place in found)


class Standings:
    """The names of the standings of events, each by which as-of clocks it is so, as the log was recorded by some day.

    They follow from the rows of the event and of the reports on it: an event that links speak of is not here, nor one
    whose reports, or sources, name what they rest on.
    """

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, float, float]] = {}
        self._read: dict[str, tuple[float, float]] = {}
        self._plain: dict[str, bool] = {}

    def learn(self, event: str, name: str, sources: Iterable[str], as_of: int) -> bool:
        """Take the standing of an event by a clock, where it follows from its reports and plain sources.

        Where its rows were read last for a clock between other moments, nothing is taken.
        """
        stretch = self._read.get(event)
        if (
            stretch is None
            or not stretch[0] <= as_of <= stretch[1]
            or not all(map(self._plain.get, sources))
            or len(self.found) >= _MOST
        ):
            return False
        self.found[event] = (name, *stretch)
        return True

    def read(self, events: Sequence[Row], reports: Sequence[Row], as_of: int) -> None:
        """Take the rows of an event and of the reports on it, at all clocks."""
        first, last = -math.inf, math.inf
        for of, rows in ((moments_of["event"], events), (moments_of["report"], reports)):
            for row in rows:
                for moment in of(row):
                    if moment < as_of:
                        if moment >= first:
                            first = moment + 1
                    elif moment == as_of:
                        first = last = as_of
                    elif moment <= last:
                        last = moment - 1
        self._read[str(events[0][0])] = first, last

    def read_source(self, name: str, rows: Iterable[Row]) -> None:
        """Take all rows of a source."""
        self._plain[name] = all(row[_SOURCE_VIA] is None and row[_SOURCE_ORIGIN] is None for row in rows)

    def forget(self) -> None:
        """Let go of what was read and not learnt from."""
        self._read.clear()

    def let_go(self, event: str) -> None:
        """Let go of an event."""
        self.found.pop(event, None)
        self._read.pop(event, None)


@attrs.define
class Kept:
    """What was read of an index so far."""

    facts: dict[tuple[str, str], tuple[Sequence[Row], Sequence[Row]]] = attrs.field(factory=dict)
    by_start: dict[tuple[str, str], Falling] = attrs.field(factory=dict)
    whole: dict[str, Sequence[Row]] = attrs.field(factory=dict)
    told: dict[str, tuple[list[Row], list[Row]]] = attrs.field(factory=dict)
    sources: dict[str, Sequence[Row]] = attrs.field(factory=dict)
    lines: dict[str, Line] = attrs.field(factory=dict)
    bare: dict[int, float] = attrs.field(factory=dict)
    """When the newest event was recorded that nobody reports, by the recorded-by clock; no end where any may be."""
    redacted: dict[int, int] = attrs.field(factory=dict)
    links: Links | None = None
    has_many_links: bool = False
    spoken_of: set[str] | None = None
    """The ends of all links, and the entities of the events among them."""
    few: dict[tuple[tuple[str, ...], int], list[tuple[str, Sequence[Row] | None]]] = attrs.field(factory=dict)
    """The facts on some properties by their entities, but those of entities of many."""
    standings: dict[int, Standings] = attrs.field(factory=dict)
    """What is known of standings, by the recorded-by clock."""
    starts: int = 0
    """Of how many facts it is kept when they begin."""
    size: int = 0
    answers: Answers = attrs.field(factory=Answers)
    """What the rows answered, whether they are kept or not."""

    def let_go(self, changed: Iterable[tuple[str, str, str]]) -> None:
        """Let go of what some changes wrote anew, as the index names it.

        Of a source, each event that cites it was written anew too, so its standing goes with the event.
        """
        for what, name, of in changed:
            match what:
                case "cell":
                    self.facts.pop((name, of), None)
                    self.by_start.pop((name, of), None)
                    self.whole.pop(of, None)
                    self.few.clear()
                case "event":
                    self.told.pop(name, None)
                    for some in self.standings.values():
                        some.let_go(name)
                case "source":
                    self.sources.pop(name, None)
                case "link":
                    self.links, self.has_many_links = None, False
                case _:
                    self._clear()
        self.spoken_of = None
        self.bare.clear()
        self.redacted.clear()
        self.answers.clear()

    def make_room(self) -> None:
        """Let go of what is kept where that is much; between two answers, so that none misses what it has read."""
        if self.size > _FULL:
            self._clear()

    def pass_over(self) -> None:
        """Let go of single events and lines where they are many: whoever passes over them asks about none again."""
        if len(self.told) + len(self.lines) > _PASSED:
            self.size -= len(self.told) + _OF_LINE * len(self.lines)
            self.told.clear()
            self.lines.clear()

    def _clear(self) -> None:
        for kept in (self.facts, self.by_start, self.whole, self.told, self.sources, self.lines, self.few):
            kept.clear()
        self.standings.clear()
        self.starts = 0
        self.bare.clear()
        self.redacted.clear()
        self.links, self.has_many_links, self.spoken_of = None, False, None
        self.size = 0


class KeptRows(StoredRows):
    """The rows of a log that its index holds, at two clocks, as far as possible from what was read before.

    Args:
        asked: The index.
        folder: The log's.
        as_of: As for :class:`StoredRows`.
        recorded_by: Likewise.
        kept: What was read of this very index.
    """

    def __init__(self, asked: Asked, folder: str, as_of: int, recorded_by: int, kept: Kept) -> None:
        super().__init__(asked, folder, as_of, recorded_by)
        self._kept = kept
        self._asked = asked
        self._learning: Standings | None = None
        self.met: Met | None = None
        """Where the rows that are met are added, while somebody gathers their moments."""

    @property
    def answers(self) -> Answers:
        """What these rows answered before, by any clocks."""
        return self._kept.answers

    def at(self, as_of: int, recorded_by: int | None = None) -> KeptRows:
        """Give the rows at another as-of clock, and perhaps at another recorded-by one."""
        self._lose_count()
        by = self.recorded_by if recorded_by is None else recorded_by
        return KeptRows(self._asked, self._folder, as_of, by, self._kept)

    @property
    def standings(self) -> KeptRows:
        """What is known of the standings of events."""
        kept, by = self._kept.standings, self.recorded_by
        if by not in kept and len(kept) >= _MOST_RECORDED:
            kept.clear()
        self._learning = kept.setdefault(by, Standings())
        return self

    def standing(self, event: str, as_of: int) -> str | None:
        """Give the name of the standing of an event; None where it is not known."""
        found = None if self._learning is None else self._learning.found.get(event)
        if found is None or not found[1] <= as_of <= found[2]:
            return None
        if self.met is not None:
            self.met.add_stretch(event, found[1], found[2])
        return found[0]

    def learn(self, event: str, name: str, sources: Iterable[str]) -> None:
        """Take the standing of an event that was just read; of its rows nothing is kept then."""
        if self._learning is not None and self._learning.learn(event, name, sources, self.as_of):
            self._kept.size -= self._kept.told.pop(event, None) is not None

    def forget(self) -> None:
        """Let go of what was read of single events, and of what is kept where that is very much."""
        super().forget()
        if self._learning is not None:
            self._learning.forget()
        self._kept.pass_over()
        self._kept.make_room()

    # --- what is met -------------------------------------------------------------------------------------------------

    def _meet(self, sort: str, rows: Collection[Row]) -> None:
        if self.met is not None:
            self.met.add(sort, rows)

    def _meet_moments(self, *moments: float) -> None:
        if self.met is not None:
            self.met.add_moments(moments)

    def _lose_count(self) -> None:
        if self.met is not None:
            self.met.lose()

    def _unpacked(self, rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
        self._lose_count()  # who keeps them says so
        return super()._unpacked(rows)

    def _exist(self, events: Sequence[Row], reports: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        self._meet("event", events)
        self._meet("report", reports)
        if self._learning is not None and events:
            self._learning.read(events, reports, self.as_of)
        return super()._exist(events, reports)

    def _counts(self, row: Row) -> bool:
        self._lose_count()
        return super()._counts(row)

    def versions(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, Sequence[Row], Sequence[Row]]]:
        """Give the rows of some events, or of all, and those of the reports on each, at all clocks."""
        self._lose_count()
        return super().versions(ids)

    # --- facts -------------------------------------------------------------------------------------------------------

    def facts(self, properties: Collection[str], entities: Collection[str] | None = None) -> Sequence[Row]:
        """Give the facts on some properties that count, of all entities or some, told under just these names."""
        if entities is None:
            return self._in_order([self._whole(name) for name in properties])
        return self._in_order([of_cell[0] for of_cell in self._cells(properties, entities)])

    def by_start(self, entity: str, name: str, hi: int | None = None) -> tuple[Iterable[Row], Sequence[Row]] | None:
        """Give the facts on a cell at all clocks, the latest start first; None where a link may speak of them."""
        ends = self._spoken_of()
        if ends is None or entity in ends:
            return None
        found = self._kept.by_start.setdefault((entity, name), Falling())
        found.begin(OnCell(self, entity, name))
        self._meet("fact", found.others)
        begun = found.begun_by(hi)
        return begun if self.met is None else _Looked(begun, self._meet), found.others

    def _spoken_of(self) -> set[str] | None:
        links = self._links()
        if links is not None and self._kept.spoken_of is None:
            self._kept.spoken_of = self._with_entities(set(links.at))
        return self._kept.spoken_of

    def falling(self, entity: str, name: str, before: int, count: int) -> tuple[list[Row], int | None]:
        """Read the facts on a cell that begin last; those are met that are looked at."""
        with self._meeting_none():
            return super().falling(entity, name, before, count)

    def at_places(self, entity: str, name: str, places: Sequence[tuple[int, int]]) -> list[Row]:
        """Read facts on a cell; likewise."""
        with self._meeting_none():
            return super().at_places(entity, name, places)

    def starts(self, entity: str, name: str, before: int) -> Starts | None:
        """Say when the facts on a cell begin."""
        if self._kept.starts > _MOST_STARTS:
            return None
        found = super().starts(entity, name, before)
        self._kept.starts += 0 if found is None else len(found.n)
        return found

    def has_room(self, count: int) -> bool:
        """Whether so many rows more are kept."""
        is_kept = self._kept.size + count <= _MOST
        self._kept.size += count if is_kept else 0
        return is_kept

    def pass_over(self, moment: int) -> None:
        """Take when the first of some facts may begin that are passed over."""
        self._meet_moments(moment)

    @contextlib.contextmanager
    def _meeting_none(self) -> Iterator[None]:
        met, self.met = self.met, None
        try:
            yield
        finally:
            self.met = met

    def by_entity_up_to(self, properties: Collection[str], most: int) -> Iterator[tuple[str, Sequence[Row] | None]]:
        """Give the facts on some properties by their entities; None stands for those of an entity of many."""
        self._lose_count()
        key = tuple(properties), most
        kept = self._kept.few.get(key)
        if kept is not None:
            yield from kept
            return
        found, size = list[tuple[str, Sequence[Row] | None]](), 0
        for one in super().by_entity_up_to(properties, most):
            size += 1 + len(one[1] or ())
            if size <= _MOST_FEW:
                found.append(one)
            yield one
        if size <= _MOST_FEW:
            self._kept.size += size
            self._kept.few[key] = found

    def silent(self, properties: Collection[str], entities: Collection[str]) -> Sequence[Row]:
        """Give the facts on some properties of some entities that do not count while their events are told."""
        return self._in_order([of_cell[1] for of_cell in self._cells(properties, entities)])

    def _in_order(self, found: Sequence[Sequence[Row]]) -> Sequence[Row]:
        as_of, by = self.as_of, self.recorded_by
        for some in found:
            self._meet("fact", some)
        rows = [
            row
            for some in found
            for row in some
            if row[17] <= by < row[18] and row[13] <= as_of < row[16]  # type: ignore[operator]
        ]
        if len(found) > 1:
            rows.sort(key=_fact_order)
        return rows

    def _cells(
        self, properties: Collection[str], entities: Collection[str]
    ) -> list[tuple[Sequence[Row], Sequence[Row]]]:
        kept = self._kept.facts
        places = [(entity, name) for entity in entities for name in properties]
        missing = [place for place in places if place not in kept]
        if missing:
            self._read_cells(missing)
        return [kept[place] for place in places]

    def _read_cells(self, places: Sequence[tuple[str, str]]) -> None:
        sql = "SELECT k, entity, property, id, cells FROM fact JOIN record USING (n) WHERE entity = ? AND property = ?"
        found = {}
        for place in places:
            rows = self._db.execute(sql, place).fetchall()
            counting = super()._unpacked(row[1:] for row in rows if row[0] >= 0)
            silent = super()._unpacked(row[1:] for row in rows if row[0] < 0)
            found[place] = (sorted(counting, key=_fact_order), sorted(silent, key=_fact_order))
        self._kept.size += sum(1 + len(some) + len(others) for some, others in found.values())
        self._kept.facts.update(found)

    def _whole(self, name: str) -> Sequence[Row]:
        found = self._kept.whole.get(name)
        if found is None:
            sql = "SELECT entity, property, id, cells FROM fact JOIN record USING (n) WHERE k >= 0 AND property = ?"
            found = sorted(super()._unpacked(self._db.execute(sql, (name,))), key=_fact_order)
            if len(found) < _MOST:
                self._kept.size += len(found)
                self._kept.whole[name] = found
        return found

    def tells_of(self, entities: Collection[str]) -> bool:
        """Say whether an event that is known, or told as retracted, has a fact under one of some names."""
        self._lose_count()
        as_of, by, kept = self.as_of, self.recorded_by, self._kept.facts
        wanted = set(entities)
        for (entity, _), found in kept.items() if len(kept) < len(wanted) * 8 else ():
            if entity in wanted:
                for some in found:
                    for row in some:
                        if row[17] <= by < row[18] and row[13] <= as_of < row[16]:  # type: ignore[operator]
                            return True
        return super().tells_of(entities)

    # --- events, reports and sources ---------------------------------------------------------------------------------

    def _some(self, ids: Collection[str]) -> dict[str, tuple[list[Row], list[Row]]]:
        told, kept = self._told, self._kept.told
        if len(ids) > _MANY:
            return super()._some(ids)
        missing = [name for name in ids if name not in told]
        new = [name for name in missing if name not in kept]
        if new:
            self._kept.size += len(new)
            kept.update((name, ([], [])) for name in new)
            kept.update(self._read(new))
        for name in missing:
            told[name] = self._exist(*kept[name])
        return {name: told[name] for name in ids}

    def sources(self, names: Collection[str] | None = None) -> Iterable[Row]:
        """Give the rows of some sources, or of all."""
        if names is None:
            self._lose_count()
            return super().sources()
        kept, by, as_of = self._kept.sources, self.recorded_by, self.as_of
        missing = [name for name in names if name not in kept]
        if missing:
            found: dict[str, list[Row]] = {name: [] for name in missing}
            for name, row in self._all_of_sources(missing):
                found[name].append(row)
            self._kept.size += len(missing)
            kept.update(found)
        for name in names:
            self._meet("source", kept[name])
            if self._learning is not None:
                self._learning.read_source(name, kept[name])
        return [
            row
            for name in names
            for row in kept[name]
            if row[_SOURCE_SINCE] <= by < row[_SOURCE_UNTIL]  # type: ignore[operator]
            and row[_SOURCE_FROM] <= as_of < row[_SOURCE_TO]  # type: ignore[operator]
        ]

    def links(self, *, rels: Collection[str] | None = None, ends: Collection[str] | None = None) -> Sequence[Row]:
        """Give the links that apply, surely or possibly, by (recorded, id): of some relations, at some ends, or all."""
        links = self._links()
        if links is None:
            self._lose_count()
            return super().links(rels=rels, ends=ends)
        as_of, by = self.as_of, self.recorded_by
        some = links.every if ends is None else links.ending(ends)
        met = [row for row in some if rels is None or row[_REL] in rels]
        self._meet("link", met)
        if any(row[_REL] == "same-event" for row in met):
            self._lose_count()  # what several records tell may begin when none of their rows says so
        return [
            row
            for row in met
            if row[_LINK_SINCE] <= by < row[_LINK_UNTIL]  # type: ignore[operator]
            and row[_LINK_LO] <= as_of < row[_LINK_TO_HI]  # type: ignore[operator]
        ]

    def _links(self) -> Links | None:
        """Give all links; None where there are many."""
        kept = self._kept
        if kept.links is None and not kept.has_many_links:
            (count,) = self._db.execute("SELECT count(*) FROM link").fetchone()
            kept.has_many_links = count > _MOST_LINKS
            if not kept.has_many_links:
                kept.links = Links.of(self._all_links())
        return kept.links

    # --- what else is read -------------------------------------------------------------------------------------------

    def lines(self, ids: Collection[str]) -> Mapping[str, Line]:
        """Give the lines of some records, by id.

        Raises:
            Unusable: A file is not any more what was indexed.
        """
        kept = self._kept.lines
        if len(ids) > _MANY:
            return super().lines(ids)
        missing = [name for name in ids if name not in kept and name not in self._lines]
        if missing:
            found = super().lines(missing)
            new = {name: found[name] for name in missing if name in found}
            self._kept.size += _OF_LINE * len(new)
            kept.update(new)
        self._lines.update((name, kept[name]) for name in ids if name in kept)
        return self._lines

    def redacted(self) -> int:
        """Count the records whose text was removed, as the log held them by then."""
        kept, by = self._kept.redacted, self.recorded_by
        if by not in kept:
            self._kept.size += 1
            kept[by] = super().redacted()
        return kept[by]

    def unreported(self, after: int) -> list[str] | None:
        """Name the events, recorded after a day, that nobody reports; None where one may be."""
        by, bare = self.recorded_by, self._kept.bare
        if by not in bare:
            self._kept.size += 1
            bare[by] = math.inf if self._may_lose_reports() else self._newest_bare(by)
        if bare[by] <= after:
            self._meet_moments(bare[by])
            return []
        if self.met is not None and bare[by] < math.inf:
            self._meet_moments(self._newest_bare(after), self._oldest_bare(after))
        return super().unreported(after)

    def _newest_bare(self, by: int) -> float:
        """Say when the newest event was recorded by a moment whose own line carries no report."""
        sql = "SELECT max(recorded) FROM record WHERE flags = 2 AND flags > 0 AND recorded <= ?"
        (found,) = self._db.execute(sql, (min(max(by, -MOST), MOST),)).fetchone()
        return -math.inf if found is None else found

    def _oldest_bare(self, after: int) -> float:
        """Say when the first such event was recorded after a moment."""
        sql = "SELECT min(recorded) FROM record WHERE flags = 2 AND flags > 0 AND recorded > ?"
        (found,) = self._db.execute(sql, (min(max(after, -MOST), MOST),)).fetchone()
        return math.inf if found is None else found


class _Looked:
    """Facts that are met as they are looked at, any number of times; where that is many, a few before."""

    def __init__(self, facts: Iterable[Row], meet: Callable[[str, Collection[Row]], None]) -> None:
        self._facts = facts
        self._meet = meet

    def __iter__(self) -> Iterator[Row]:
        rest = iter(self._facts)
        for row in itertools.islice(rest, _SINGLY):
            self._meet("fact", (row,))
            yield row
        while some := list(itertools.islice(rest, _SINGLY)):
            self._meet("fact", some)
            yield from some


def _fact_order(row: Row) -> tuple[Any, ...]:
    return row[19], row[20], row[21]
