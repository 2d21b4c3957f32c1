"""Events as told by the clocks, from rows, their rows in ``list``, and which of them are asked for.

Law of this module: an event that several records tell is one, named by the first, with the facts and reports of all.
What nothing changed says what its line says; the words of others were compiled.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias

from timeline.asof.relation import DAY, EARLIEST, LATEST, NO, POSSIBLY, WORDS, YES
from timeline.dates.days import format_day, format_moment
from timeline.named import NamedTuple
from timeline.records.fields import address, masked
from timeline.views.relational.rows import E, F, Line, R, Row, Rows, S, known_by, printed
from timeline.views.relational.standing import Standings
from timeline.views.relational.told import Claim, Told

Json: TypeAlias = dict[str, Any]
_ORDER: Final = E["order_recorded"]
_reported: Final = itemgetter(E["reported_lo"], E["reported_hi"], E["reported"])
_occurred: Final = itemgetter(E["occurred"], E["occurred_earliest"], E["occurred_latest"])
_fact: Final = itemgetter(*(F[name] for name in ("entity", "property", "value", "mode", "during", "since")))


class Event(NamedTuple):
    """An event as told by the clocks; ``row`` is that of the first record that tells it.

    ``lo`` and ``hi`` say when it was reported, ``reported`` is the date of its first report as typed. ``facts`` are
    all, also those that do not count, ``reports`` also those that became public later.
    """

    id: str
    row: Row
    known: int
    retracted: int
    lo: int
    hi: int
    reported: str | None
    facts: Sequence[Claim]
    reports: Sequence[Row]

    @property
    def order(self) -> tuple[int, str]:
        """Its place among all others."""
        return self.row[_ORDER], self.id


class Events:
    """The events that are known by the clocks, surely or possibly, and those that are told as retracted."""

    def __init__(self, rows: Rows, told: Told | None = None) -> None:
        self.rows = rows
        self.told = Told(rows) if told is None else told
        self.standings = Standings(self.told)
        self._lines: dict[str, Line] = {}

    def of(self, ids: Iterable[str]) -> list[Event]:
        """Give the events that some records tell, by (recorded, id)."""
        names = list(dict.fromkeys(self.told.event(name) for name in ids))
        members = [member for name in names for member in self.told.members(name)]
        self.told.fetch(members)
        self.standings.fetch(names)
        facts: dict[str, list[Claim]] = {}
        for row, counts in self.rows.facts_of(members):
            facts.setdefault(row[F["event"]], []).append(self.told.claim(row, counts=counts))
        found = [self._event(name, facts) for name in names]
        return sorted(found, key=lambda event: event.order)

    def bare(self, name: str) -> Event:
        """Give an event without its facts and reports."""
        rows = self.told.rows_of(name)
        known, retracted = self.told.answers(rows)
        lo, hi, _ = _reported(rows[0])
        return Event(name, rows[0], known, retracted, lo, hi, None, (), ())

    def _event(self, name: str, facts: Mapping[str, Sequence[Claim]]) -> Event:
        rows = self.told.rows_of(name)
        known, retracted = self.told.answers(rows)
        reports = self.standings.reports(name)
        lo, hi, reported = _reported(rows[0])
        if len(rows) > 1:
            group = self.told.group(name)
            lo, hi, reported = group.lo, group.hi, self._first_date(reports)
        return Event(
            id=name,
            row=rows[0],
            known=known,
            retracted=retracted,
            lo=lo,
            hi=hi,
            reported=reported,
            facts=[claim for row in rows for claim in facts.get(row[0], ())],
            reports=reports,
        )

    def _first_date(self, reports: Iterable[Row]) -> str | None:
        """Give the date, as typed, of the first report that *reports* an event and may have been public by then."""
        as_of = self.rows.as_of
        live = [
            row
            for row in reports
            if min(row[R["live"]], row[R["reports"]]) != NO and known_by(row[R["lo"]], row[R["hi"]], as_of) != NO
        ]
        if not live:
            return None
        first = min(live, key=lambda row: (row[R["lo"]], row[R["hi"]], row[R["order_recorded"]], row[R["record"]]))
        found: str | None = first[R["reported"]]
        if found is None and first[R["source"]] and (source := self.standings.source(first[R["source"]])) is not None:
            found = source[S["published"]]
        return found

    def forget(self) -> None:
        """Let go of what was read of single events: they will not be asked about again."""
        self._lines.clear()
        self.standings.forget()
        self.told.forget()

    # --- words -------------------------------------------------------------------------------------------------------

    def fetch_lines(self, events: Iterable[Event]) -> None:
        """Read the lines of some events at once, before their words are asked for one by one."""
        self.lines_of(event.id for event in events)

    def lines_of(self, records: Iterable[str]) -> Mapping[str, Line]:
        """Read the lines of some records at once; give these and all that were read before."""
        self._lines.update(self.rows.lines([one for one in dict.fromkeys(records) if one not in self._lines]))
        return self._lines

    def line(self, event: Event) -> Line:
        """Give the line of the record that names an event."""
        if event.id not in self._lines:
            self.fetch_lines([event])
        return self._lines[event.id]

    def words(self, event: Event) -> Mapping[str, Any]:
        """Give what an event says beside its facts, reports and dates: its fields, and ``versions`` of each."""
        told = event.row[E["told"]]
        return self.line(event).body if told is None else json.loads(told)

    def row(self, event: Event) -> Json:
        """Make the row of ``list`` for an event."""
        words, line, stands = self.words(event), self.line(event), self.standings.outline(event.id)
        occurred, occurred_earliest, occurred_latest = _occurred(event.row)
        return {
            "id": event.id,
            "type": words.get("type") or "event",
            "title": masked(words["title"]),
            "occurred": occurred,
            "occurred_earliest": occurred_earliest,
            "occurred_latest": occurred_latest,
            "reported": event.reported,
            "reported_earliest": bound(event.lo, is_start=True),
            "reported_latest": bound(event.hi, is_start=False),
            "recorded": line.recorded,
            "known": WORDS[event.known],
            "standing": stands.name,
            "standing_possibly": list(stands.possibly),
            "origins": list(stands.origins),
            "reports": stands.reports,
            "sources": self.sources(event),
            "facts": self.fact_rows(event),
            "tags": list(words.get("tags") or ()),
            "said": _text(words.get("said")),
            "text": _text(words.get("text")),
            "web_links": [
                {"url": address(link["url"]), "title": _text(link.get("title"))} for link in words.get("links") or ()
            ],
            "file": line.file,
            "line": line.line,
        }

    def sources(self, event: Event, least: int = POSSIBLY) -> list[str]:
        """Name the sources that speak of an event, by reports that are live and known at least so surely."""
        known, source, reports = self.standings.known, R["source"], self.standings.reports(event.id)
        return list(dict.fromkeys([row[source] for row in reports if row[source] and known(row) >= least]))

    def fact_rows(self, event: Event) -> list[Json]:
        """Make the rows of the facts of an event."""
        return [self._fact_row(claim) for claim in event.facts]

    def _fact_row(self, claim: Claim) -> Json:
        entity, name, value, mode, during, since = _fact(claim.row)
        return {
            "entity": entity,
            "property": name,
            "value": printed(value),
            "mode": mode,
            "during": during,
            "since": since,
            "since_earliest": claim.since_earliest,
            "since_latest": claim.since_latest,
            "answer": WORDS[claim.answer],
            "known_as": self.told.names.canonical(entity),
        }


def _text(given: str | None) -> str | None:
    return None if given is None else masked(given)


@functools.lru_cache(maxsize=1 << 14)
def bound(moment: int, *, is_start: bool) -> str:
    """Print a bound: a day where it is the first (or last) microsecond of one, else an instant; else ``open``."""
    if moment in (EARLIEST, LATEST):
        return "open"
    return format_day(moment // DAY) if moment % DAY == (0 if is_start else DAY - 1) else format_moment(moment)


# --- filters ---------------------------------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """What is asked for, as :class:`timeline.views.filters.Selection` has it; empty means everything.

    ``values`` are keys of values. ``lo`` and ``hi`` are the first and the last moment of the world asked about.
    """

    entities: Collection[str] = ()
    tags: Collection[str] = ()
    sources: Collection[str] = ()
    types: Collection[str] = ()
    grep: Sequence[str] = ()
    values: Collection[Any] = ()
    lo: int = EARLIEST
    hi: int = LATEST
    strict: bool = False

    @property
    def asks_for_all(self) -> bool:
        """Whether nothing is left out, but perhaps what is only possibly so."""
        named = (self.entities, self.tags, self.sources, self.types, self.grep, self.values)
        return not any(named) and (self.lo, self.hi) == (EARLIEST, LATEST)

    @property
    def reads_facts(self) -> bool:
        """Whether facts or reports tell what is asked for."""
        return any((self.entities, self.sources, self.grep, self.values))

    @property
    def reads_words(self) -> bool:
        """Whether the words of an event tell it."""
        return any((self.tags, self.types, self.grep))


def fits(events: Events, event: Event, wanted: Wanted) -> bool:
    """Say whether an event is asked for."""
    return is_sure_enough(event, wanted) and concerns(events, event, wanted)


def is_sure_enough(event: Event, wanted: Wanted) -> bool:
    """Say whether an event is told as surely as is asked for."""
    return not wanted.strict or YES in (event.known, event.retracted)


def concerns(events: Events, event: Event, wanted: Wanted) -> bool:
    """Say whether a question is about an event, however surely it is known."""
    return is_named(events, event, wanted) and is_in_time(events, event, wanted)


def is_named(events: Events, event: Event, wanted: Wanted) -> bool:
    """Say whether an event is asked for, as far as all but its day and its answer tell."""
    least, enough = (YES, all) if wanted.strict else (POSSIBLY, any)
    tags, types, facts = set(wanted.tags), wanted.types, facts_that_fit(event, strict=wanted.strict)
    return (
        (not wanted.entities or _tells_of(events, facts, wanted.entities))
        and (not tags or enough(not tags.isdisjoint(way or ()) for way in _ways(events, event, "tags")))
        and (not wanted.sources or not set(wanted.sources).isdisjoint(events.sources(event, least)))
        and (not types or enough(_is_below(way or "event", types) for way in _ways(events, event, "type")))
        and (not wanted.grep or any(_holds(events, event, text, strict=wanted.strict) for text in wanted.grep))
        and (not wanted.values or any(claim.bid.key in wanted.values for claim in facts))
    )


def facts_that_fit(event: Event, *, strict: bool) -> Sequence[Claim]:
    """Give the facts by which an event is chosen, as :func:`timeline.views.filters.facts_that_fit` does."""
    return [claim for claim in event.facts if claim.told != POSSIBLY] if strict else event.facts


def _ways(events: Events, event: Event, name: str) -> list[Any]:
    """Give the values that a field may have."""
    words = events.words(event)
    versions = words.get("versions") if event.row[E["told"]] is not None else None
    return [way for way, _ in (versions or {}).get(name, [[words.get(name), None]])]


def _tells_of(events: Events, facts: Iterable[Claim], entities: Collection[str]) -> bool:
    names = events.told.names
    return any(name in entities for claim in facts for name in names.thing(claim.row[F["entity"]]).names)


def _is_below(type_: str, types: Iterable[str]) -> bool:
    return any(type_ == name or type_.startswith(f"{name}.") for name in types)


def _holds(events: Events, event: Event, text: str, *, strict: bool) -> bool:
    """Whether a text of an event, or a quote of a report that was known, holds some words, in whatever capitals."""
    wanted, enough = text.casefold(), all if strict else any
    for name in ("title", "text", "said"):
        if enough(wanted in (way or "").casefold() for way in _ways(events, event, name)):
            return True
    least = YES if strict else 1
    known = [row for row in event.reports if events.standings.known(row) >= least]
    return any(enough(wanted in (quote or "").casefold() for quote in _quotes(events, row)) for row in known)


def _quotes(events: Events, row: Row) -> Sequence[str | None]:
    """Give the quotes that a report may have."""
    told = row[R["told"]]
    if told is not None:
        quotes: list[str | None] = json.loads(told)["quotes"]
        return quotes
    body = events.rows.lines([row[R["record"]]])[row[R["record"]]].body
    _, mark, number = row[R["address"]].partition("#")
    return [(body["reports"][int(number) - 1] if mark else body).get("quote")]


def is_in_time(events: Events, event: Event, wanted: Wanted) -> bool:
    """Whether an event happened within a stretch of time, as far as its date tells; both ends count."""
    if (wanted.lo, wanted.hi) == (EARLIEST, LATEST):
        return True
    spans = [(event.row[E["happened_lo"]], event.row[E["happened_hi"]])]
    if event.row[E["told"]] is not None:
        spans = [(lo, hi) for lo, hi in events.words(event)["happened"]] or spans
    answers = {
        YES if wanted.lo <= lo and hi <= wanted.hi else 1 if hi >= wanted.lo and lo <= wanted.hi else NO
        for lo, hi in spans
    }
    answer = answers.pop() if len(answers) == 1 else 1
    return answer == YES if wanted.strict else answer != NO
