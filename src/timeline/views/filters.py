"""What a question is, and which events of a snapshot it is about: by what they tell, who reports them, and when.

Law of this module: a question has this one shape, whoever asks it and whatever answers it. Several names of one sort
mean any of them, several sorts mean all; what may fit stays, unless the question is strict: then only what surely fits
does. Tables, figures and pages choose their events by these rules and have none of their own. A selection chooses what
is shown; what is shown is told from the whole snapshot, so nothing that contradicts, supersedes or follows an event is
forgotten because it was not asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.names import Names
from timeline.asof.sources import possible
from timeline.asof.values import Clocks, KnownEvent, KnownFact, of_all
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Answer, Clock, Moment, Span, UncertainDate
from timeline.errors import DateError
from timeline.records import say
from timeline.records.model import Value, value_key


@attrs.frozen(kw_only=True)
class Selection:
    """What is asked for; empty means everything.

    ``entities`` are given by any of their names. ``types`` stand for themselves and the dotted ones below them.
    ``since`` and ``until`` speak of the world's time, and their periods count whole. ``strict`` leaves out what is only
    possibly known, what only possibly happened between ``since`` and ``until``, and what only possibly has that name,
    word or value. ``grep`` are words that the title,
    the text, what is ``said`` or a quote holds, in whatever capitals; ``value`` are values of facts, in any mode.
    """

    entities: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    grep: tuple[str, ...] = ()
    value: tuple[Value, ...] = ()
    since: UncertainDate | None = None
    until: UncertainDate | None = None
    strict: bool = False

    def __attrs_post_init__(self) -> None:
        if self.since and self.until and self.since.span.lo > self.until.span.hi:
            raise DateError(
                f'"{self.since.text}" begins after "{self.until.text}" has ended: no time is asked for',
                where="since",
                fix=f"since {self.until.text}, until {self.since.text}, if that is meant",
            )

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def names(self) -> dict[str, tuple[str, ...]]:
        """Give the names, words and values that were asked for, under the word for their sort."""
        named = {"entity": self.entities, "tag": self.tags, "source": self.sources, "type": self.types}
        return {**named, "grep": self.grep, "value": tuple(map(say.value, self.value))}

    def dates(self) -> dict[str, UncertainDate]:
        """Give the dates that were asked for, under the word for each."""
        given = {"since": self.since, "until": self.until}
        return {name: date for name, date in given.items() if date is not None}

    @property
    def bounds(self) -> tuple[Moment, Moment]:
        """The first and the last moment of the time that was asked for; both count."""
        lo = self.since.span.lo if self.since else NEVER_BEFORE
        return lo, self.until.span.hi if self.until else NEVER_AFTER

    def words(self) -> tuple[str, ...]:
        """Say what was asked for, a word and a value each: the names first, then the dates."""
        named = [f"{word} {name}" for word, names in self.names().items() for name in names]
        return (*named, *(f"{word} {date.text}" for word, date in self.dates().items()))


EVERYTHING: Final = Selection()


@attrs.frozen(kw_only=True)
class Question:
    """What is asked of a log, by the command line and in Python, of tables, figures and pages alike.

    Attributes:
        as_of: What was known as of the end of this day; None for all that was reported.
        on: The day of the world asked about; None follows the other clocks.
        recorded_by: What the log held by then; None for all that is recorded.
        checkpoint: Exactly what this checkpoint holds, by number or name.
        selection: What of the answer is shown.
        view: The name of the view that is asked, or whose rule decides.
        skip_bad: Whether to answer without the lines that are damaged.
    """

    as_of: Clock | None = None
    on: Clock | None = None
    recorded_by: Clock | None = None
    checkpoint: str | None = None
    selection: Selection = EVERYTHING
    view: str | None = None
    skip_bad: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out, by no clock and no filter."""
        return self == Question()

    def clocks(self, *, today: dt.date) -> Clocks:
        """Give the clocks that answer it: the day of the world is chosen as :meth:`Clocks.choose` does."""
        return Clocks.choose(
            today=today, as_of=self.as_of, on=self.on, recorded_by=self.recorded_by, checkpoint=self.checkpoint
        )


def select(events: Iterable[KnownEvent], selection: Selection) -> tuple[KnownEvent, ...]:
    """Select events, in their order."""
    return tuple(event for event in events if fits(event, selection))


def told_of(
    events: Iterable[KnownEvent],
    properties: Collection[str],
    *,
    names: Names,
    entities: Collection[str] = (),
    strict: bool = False,
    rows: Collection[str] = (),
    all_rows: bool = False,
) -> set[str]:
    """Name the entities that a view shows: those of which one of these events tells something for its properties.

    They are shown whole, whoever else speaks of them; only ``entities``, each by any of its names, where these are
    given. ``rows`` are those that the view names, if any: ``all_rows`` shows them also where nothing is told of them,
    as nothing but entities was asked for.
    """
    least = Answer.YES if strict else Answer.POSSIBLY
    wanted = {names.canonical(name) for name in entities}
    told = {
        fact.entity
        for event in events
        for fact in event.facts
        if fact.fact.property in properties and fact.told >= least and (not entities or fact.entity in wanted)
    }
    if not rows:
        return told
    named = {names.canonical(name) for name in rows}
    return {name for name in named if name in told or (all_rows and (not entities or name in wanted))}


def fits(event: KnownEvent, selection: Selection) -> bool:
    """Say whether an event is asked for."""
    return (not selection.strict or is_sure(event)) and concerns(event, selection)


def is_sure(event: KnownEvent) -> bool:
    """Say whether it is surely known that an event was told, or that it was taken back."""
    return Answer.YES in (event.known, event.retracted)


def concerns(event: KnownEvent, selection: Selection) -> bool:
    """Say whether a question is about an event, however surely it is known."""
    return is_named(event, selection) and is_in_time(event, selection)


def is_named(event: KnownEvent, selection: Selection) -> bool:
    """Say whether an event is asked for, as far as all but its day and its answer tell."""
    strict = selection.strict
    least = Answer.YES if strict else Answer.POSSIBLY
    facts = facts_that_fit(event, strict=strict)
    return (
        (not selection.entities or any(name in selection.entities for fact in facts for name in fact.thing.names))
        and (not selection.tags or _is_tagged(event, selection.tags, strict=strict))
        and (not selection.sources or not set(selection.sources).isdisjoint(event.sources(least)))
        and (not selection.types or _is_typed(event, selection.types, strict=strict))
        and (not selection.grep or any(_holds(event, text, strict=strict) for text in selection.grep))
        and (not selection.value or any(_tells(facts, value) for value in selection.value))
    )


def facts_that_fit(event: KnownEvent, *, strict: bool) -> Sequence[KnownFact]:
    """Give the facts by which an event is chosen: where that is asked, none that only possibly counts.

    A fact that nobody *reports*, or that was taken back with its event, does not count; but the event speaks of it.
    """
    return [fact for fact in event.facts if fact.told is not Answer.POSSIBLY] if strict else event.facts


def _is_tagged(event: KnownEvent, tags: Collection[str], *, strict: bool) -> bool:
    """Whether an event has one of some tags; of tags that may read in several ways, in one, or where asked, in each."""
    ways = possible(event.versions, "tags", event.event.tags)
    return (all if strict else any)(not set(tags).isdisjoint(way or ()) for way in ways)


def _is_typed(event: KnownEvent, types: Collection[str], *, strict: bool) -> bool:
    """Whether an event is of one of some types, or below it; see :func:`_is_tagged`."""
    ways = possible(event.versions, "type", event.event.type)
    return (all if strict else any)(any(_is_below(way or "event", name) for name in types) for way in ways)


def _is_below(type_: str, name: str) -> bool:
    return type_ == name or type_.startswith(f"{name}.")


def _holds(event: KnownEvent, words: str, *, strict: bool) -> bool:
    """Whether a text of an event, or a quote of a report that was known, holds some words, in whatever capitals.

    Of a field that may read in several ways one is enough; where that is asked, every one of them must hold the words.
    """
    wanted, enough = words.casefold(), all if strict else any
    for name in ("title", "text", "said"):
        ways = possible(event.versions, name, getattr(event.event, name))
        if enough(wanted in (way or "").casefold() for way in ways):
            return True
    least = Answer.YES if strict else Answer.POSSIBLY
    quotes = (report.variants for report in event.reports if report.known >= least)
    return any(enough(wanted in (one.quote or "").casefold() for one in variants) for variants in quotes)


def _tells(facts: Iterable[KnownFact], value: Value) -> bool:
    wanted = value_key(value)
    return any(value_key(fact.fact.value) == wanted for fact in facts)


def is_in_time(event: KnownEvent, selection: Selection) -> bool:
    """Say whether an event is asked for, as far as the day on which it happened tells."""
    return happened_within(event, *selection.bounds) >= (Answer.YES if selection.strict else Answer.POSSIBLY)


def happened_within(event: KnownEvent, lo: Moment, hi: Moment) -> Answer:
    """Say whether an event happened, from its first moment to its last, within a stretch of time; both ends count.

    An event without a date may have happened at any time, whatever its facts are dated. One whose date may read in
    several ways surely happened within where it did in each of them.
    """
    if (lo, hi) == (NEVER_BEFORE, NEVER_AFTER):
        return Answer.YES
    return of_all(_lies_within(span, lo, hi) for span in spans_of(event))


def spans_of(event: KnownEvent) -> list[Span]:
    """Give the span of each way in which the date of an event may read; all of time for none."""
    dates = possible(event.versions, "occurred", event.event.occurred)
    return [Span.anything() if date is None else date.meaning.span for date in dates]


def _lies_within(span: Span, lo: Moment, hi: Moment) -> Answer:
    if lo <= span.lo and span.hi <= hi:
        return Answer.YES
    return Answer.POSSIBLY if span.hi >= lo and span.lo <= hi else Answer.NO


def in_time(events: Iterable[KnownEvent]) -> tuple[KnownEvent, ...]:
    """Sort events by when they happened, as far as that is known; those without a date last."""
    return tuple(sorted(events, key=when))


def when(event: KnownEvent) -> tuple[Moment, Moment, tuple[str, str]]:
    """Give the place of an event among all in the order in which they happened; those without a date are last."""
    if event.event.occurred is None:
        return (NEVER_AFTER, NEVER_AFTER, event.order)
    span = event.event.occurred.meaning.span
    first = span.lo if span.lo != NEVER_BEFORE else span.hi
    return (first, span.hi, event.order)
