"""What every figure says around its picture: the clocks, the sources, and the words for a standing.

Law of this module: a snapshot in, words out; each figure says the same thing in the same words.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

import attrs

from timeline.asof.values import Clocks, KnownEvent, Snapshot
from timeline.dates.values import Answer, Clock, Moment
from timeline.dates.written import WrittenDate
from timeline.dates.zones import zone_words
from timeline.errors import FigureError
from timeline.figures.describe.chart import Citation, Entry, LeftOut, Line, Note
from timeline.figures.describe.counted import FirstTold, Outside
from timeline.figures.describe.printed import days_text, range_words, short
from timeline.figures.place.labels import clean
from timeline.records import say
from timeline.records.fields import has_login
from timeline.records.model import Record
from timeline.records.valued import Key
from timeline.views import filters
from timeline.views.filters import Selection
from timeline.views.notes import names_meant
from timeline.views.standing import Standing, standing

T = TypeVar("T")

_SCHEMES: Final = ("http://", "https://", "mailto:")

QUIET: Final = frozenset({"reported", "corroborated"})
"""The standings that the outline alone tells; all others are said in words too."""


LABELS: Final = ("key", "all", "none")
"""Which events a figure names."""


@attrs.frozen(kw_only=True)
class Asked:
    """What a figure shows of its snapshot, and in which form.

    Attributes:
        selection: What of the question is drawn; the axis of the world's time begins and ends with its days.
        title: The headline; None for the figure's own.
        lanes: What makes a lane of a figure of events: ``entity``, ``type``, ``tag``, ``source`` or ``none``.
        only: The ids of the events to draw, or whose entities are drawn; None for all. Whatever is drawn is told from
            all.
        filters: How ``only`` was chosen, in words, for the note and the error.
        linear: Keep long gaps as they are.
        label: Which events are named: the ``key`` moments, ``all``, or ``none``.
        key_tags: The tags of key moments; where it is empty, the tag is ``key``.
        log_title: The title of the log; None where it has none.
        zero: The moment from which time is counted; None for the calendar.
        zero_text: What happened then, and when.
        zone: The zone whose clocks are shown; None for UTC.
        records: All records of the log, so that a colour does not depend on the as-of day; empty where they are not at
            hand.
        type_counts: How many events of the log were first written with each type; None to count those of the records.
        most_told: Of a view, by its name, the values that have colours, as :func:`timeline.records.valued.ranked` gives
            them; by default those that the records tell.
        first_told: When all events of the log were first told, where the snapshot is of a part of it.
        outside: Which events of the log only the time leaves out, where the snapshot is of a part of it.
    """

    selection: Selection = attrs.field(factory=Selection)
    title: str | None = None
    lanes: str = "entity"
    only: frozenset[str] | None = None
    filters: tuple[str, ...] = ()
    linear: bool = False
    label: str = "key"
    key_tags: tuple[str, ...] = ()
    log_title: str | None = None
    zero: Moment | None = None
    zero_text: str = ""
    zone: dt.tzinfo | None = None
    records: Sequence[Record] = attrs.field(default=(), eq=False, repr=False)
    type_counts: Mapping[str, int] | None = attrs.field(default=None, eq=False, repr=False)
    most_told: Mapping[str, Sequence[Key]] = attrs.field(factory=dict, eq=False, repr=False)
    first_told: FirstTold | None = attrs.field(default=None, eq=False, repr=False)
    outside: Outside | None = attrs.field(default=None, eq=False, repr=False)
    most: int | None = None
    """How many of what the kind sets one below the other there is room for (names, lanes, cells, rows, months); None
    for as many as the kind draws by itself."""
    is_brief: bool = False
    """Whether it has to be told at a glance: in one lane, and without what nothing is told of."""

    @property
    def since(self) -> Moment | None:
        """The first moment of the days asked for."""
        return self.selection.since.span.lo if self.selection.since else None

    @property
    def until(self) -> Moment | None:
        """The last moment of the days asked for."""
        return self.selection.until.span.hi if self.selection.until else None


def clock_words(clocks: Clocks, zone: dt.tzinfo | None) -> str:
    """State all three clocks in a sentence, and the zone of times where one was asked for."""
    parts = [
        f"Reported by {_day(clocks.as_of, zone)}" if clocks.as_of else "Reported at any time",
        f"in the world on {_day(clocks.on, zone)}",
        f"recorded by {_day(clocks.recorded_by, zone)}" if clocks.recorded_by else "recorded at any time",
        *([zone_words(zone)] if zone is not None else []),
    ]
    if clocks.checkpoint:
        parts.append(f"at checkpoint {clocks.checkpoint}")
    return f"{', '.join(parts)}."


def _day(clock: Clock, zone: dt.tzinfo | None) -> str:
    """Print a clock as a day where it is one, else as an instant."""
    return days_text(clock.lo, clock.hi, zone)


def nothing_to_draw(snapshot: Snapshot, asked: Asked, what: str, days: str = "") -> FigureError:
    """Make the error for an empty figure; it names the filters and the clocks."""
    clocks = snapshot.clocks
    if snapshot.retracted and not snapshot.events:
        what = f"{what}; {say.counted(len(snapshot.retracted), 'event')} taken back stand in a figure of events alone"
    said = [f"as of {clocks.as_of.read}" if clocks.as_of else "without an as-of date", f"on {clocks.on.read}"]
    if clocks.recorded_by:
        said.append(f"recorded by {clocks.recorded_by.read}")
    if clocks.checkpoint:
        said.append(f"at checkpoint {clocks.checkpoint}")
    narrowed = filter_words(asked)
    said.append(f"filters: {', '.join(narrowed)}" if narrowed else "no filters")
    ways = [days] if days else ["a later as-of day (--as-of, in Python as_of=)"] if clocks.as_of else []
    ways += ["a later recorded-by day (--recorded-by, in Python recorded_by=)"] if clocks.recorded_by else []
    ways += ["a later checkpoint (--at-checkpoint, in Python checkpoint=)"] if clocks.checkpoint else []
    ways += ["fewer filters"] if narrowed else []
    fix = f"take {', or '.join(ways)}" if ways else "add an event first"
    fix = "; ".join([*names_meant(snapshot, asked.selection), fix])
    return FigureError(f"nothing to draw: {what} ({'; '.join(said)})", fix=fix)


def is_asked_for(event: KnownEvent, asked: Asked) -> bool:
    """Say whether an event is to be drawn, as far as all but its day tells."""
    if asked.only is not None and event.id not in asked.only:
        return False
    return (not asked.selection.strict or filters.is_sure(event)) and filters.is_named(event, asked.selection)


def is_in_time(event: KnownEvent, asked: Asked) -> bool:
    """Say whether an event is to be drawn, as far as the day on which it happened tells."""
    return filters.is_in_time(event, asked.selection)


def in_time(
    events: Iterable[KnownEvent], asked: Asked, *, taken_back: bool = False
) -> tuple[list[KnownEvent], Sequence[str]]:
    """Give the events to be drawn, and the titles of those that would be but for the day on which they happened.

    These events are those of a snapshot that are known; or ``taken_back``.
    """
    wanted = [event for event in events if is_asked_for(event, asked)]
    drawn = [event for event in wanted if is_in_time(event, asked)]
    if asked.outside is not None:
        return drawn, asked.outside.taken_back if taken_back else asked.outside.known
    return drawn, [event.event.title for event in wanted if not is_in_time(event, asked)]


def of_any_event(asked: Asked) -> Asked:
    """Ask for the events of the same entities and days, whatever else chose them."""
    of = asked.selection
    kept = Selection(entities=of.entities, since=of.since, until=of.until, strict=of.strict)
    return attrs.evolve(asked, only=None, selection=kept)


def outside_words(asked: Asked) -> str:
    """Say why an event that is not in time is left out."""
    return "not surely within these days" if asked.selection.strict else "outside these days"


def filter_words(asked: Asked) -> tuple[str, ...]:
    """Say how the figure was narrowed."""
    named = (f"--{words}" for words in asked.selection.words())
    return (*asked.filters, *named, *(["--strict"] if asked.selection.strict else []))


def narrowed_words(asked: Asked) -> list[str]:
    """Say within a figure how it was narrowed: its readers know no options."""
    words = [option.removeprefix("--") for option in filter_words(asked) if option != "--strict"]
    return [*words, *(["only what is surely known"] if asked.selection.strict else [])]


def shown_words(asked: Asked, of: str) -> Iterable[str]:
    """Say, in a note, how the figure was narrowed, and that a filter chooses what is shown and changes no answer."""
    narrowed = narrowed_words(asked)
    if narrowed:
        sorts = attrs.evolve(asked.selection, entities=(), since=None, until=None, strict=False)
        by_event = asked.only or not sorts.is_everything
        chooses = by_event or (of == "entities" and asked.selection.dates())
        whole = f" The filters choose {of}; what is said of them is told from the whole log." if chooses else ""
        yield f"Shown: {', '.join(narrowed)}.{whole}"


class Teller:
    """Words about the events of one snapshot; standings are worked out once.

    Where ``is_read`` is false, nobody reads what it would say of an entry as a whole.
    """

    def __init__(self, snapshot: Snapshot, zone: dt.tzinfo | None = None, *, is_read: bool = True) -> None:
        self.snapshot = snapshot
        self.zone = zone
        self.is_read = is_read
        self._standings: dict[str, Standing] = {}

    def standing(self, event: KnownEvent) -> Standing:
        """Give an event's standing."""
        if event.id not in self._standings:
            self._standings[event.id] = standing(self.snapshot, event)
        return self._standings[event.id]

    def read(self, ids: Iterable[str]) -> list[KnownEvent]:
        """Find the events of which an entry speaks; none where nobody reads of them."""
        if not self.is_read:
            return []
        return [event for event in (self.snapshot.event(name) for name in ids) if event is not None]

    def standing_words(self, event: KnownEvent) -> str:
        """Say an event's standing with its origins, as a sentence's part."""
        stands = self.standing(event)
        words = f"{stands.name}; {say.origins(stands.origins, stands.reports, stands.name, say.TO)}"
        if stands.by:
            words += f"; {stands.name} by {', '.join(self._name(name) for name in stands.by)}"
        if stands.possibly:
            words += f"; possibly {' or '.join(stands.possibly)}"
        return words

    def _name(self, name: str) -> str:
        source = self.snapshot.sources.get(name)
        if source is not None:
            return source.source.publisher or name
        event = self.snapshot.event(name)
        return f"“{event.event.title}”" if event else name

    def whole(self, event: KnownEvent) -> str:
        """Say all about an event that a figure shows of it."""
        body = event.event
        parts = [body.title, f"Occurred: {date_words(body.occurred, self.zone)}"]
        if body.said:
            parts.append(f"Said: “{body.said}”")
        parts.append(f"Standing: {self.standing_words(event)}")
        if event.known is Answer.POSSIBLY:
            parts.append("Only possibly known by then")
        for fact in event.facts:
            mode = "" if fact.fact.mode == "actual" else f"{fact.fact.mode}: "
            parts.append(f"{mode}{fact.fact.entity}, {fact.fact.property}: {say.shown(fact.fact.value)}")
        names = [self._name(name) for name in event.sources()]
        if names:
            parts.append(f"Sources: {', '.join(names)}")
        return clean(". ".join(part.rstrip(".") for part in parts) + ".")


def most_told(events: Iterable[KnownEvent], teller: Teller) -> str:
    """Name the three events that most reports speak of; nothing where each has one at most."""
    counts = [(sum(report.known is not Answer.NO for report in event.reports), event) for event in events]
    ranked = sorted(counts, key=lambda pair: (-pair[0], pair[1].order))
    told = [
        f"“{clean(event.event.title)}” ({say.counted(count, 'report')}, {teller.standing(event).name})"
        for count, event in ranked[:3]
        if count > 1
    ]
    return f"Most reported: {'; '.join(told)}." if told else ""


def date_words(date: WrittenDate | None, zone: dt.tzinfo | None = None) -> str:
    """Print a date with the EDTF it was typed as, where that says more."""
    if date is None:
        return "no date"
    words = short(date.meaning, zone)
    return words if words.replace(" ", "").isalnum() else f"{words} ({date})"


def citations(snapshot: Snapshot, names: Iterable[str], zone: dt.tzinfo | None = None) -> tuple[Citation, ...]:
    """Give the footer's entry of each source: publisher, title, date and address."""
    found = []
    for name in dict.fromkeys(names):
        known = snapshot.sources.get(name)
        if known is None:
            found.append(Citation(name=name, text=name, short=name))
            continue
        source = known.as_of(snapshot.clocks.as_of)
        parts = [source.publisher] if source.publisher else []
        if source.title:
            parts.append(f"“{source.title}”")
        parts = parts or [name]
        if source.published:
            parts.append(short(source.published.meaning, zone))
        if known.retracted is not Answer.NO:
            parts.append("taken back" if known.retracted is Answer.YES else "possibly taken back")
        url = source.url or ""
        safe = clean(url).replace(" ", "%20")
        href = safe if safe.lower().startswith(_SCHEMES) and not has_login(url) else None
        brief = clean(source.publisher or source.title or name)
        found.append(Citation(name=name, text=clean(", ".join(parts)), href=href, short=brief, publisher=brief))
    return _told_apart(snapshot, found, zone)


def _told_apart(snapshot: Snapshot, found: Sequence[Citation], zone: dt.tzinfo | None) -> tuple[Citation, ...]:
    """Add to the short form of a source what tells it from others of one publisher: its year, else its title."""
    counts = Counter(citation.short for citation in found)
    if max(counts.values(), default=0) < 2:
        return tuple(found)
    return tuple(_with_more(snapshot, one, zone) if counts[one.short] > 1 else one for one in found)


def _with_more(snapshot: Snapshot, citation: Citation, zone: dt.tzinfo | None) -> Citation:
    """Add a source's title to its short form, else its date."""
    known = snapshot.sources.get(citation.name)
    if known is None:
        return citation
    source = known.as_of(snapshot.clocks.as_of)
    published, title = source.published, source.title
    more = title or (short(published.meaning, zone) if published else "")
    return attrs.evolve(citation, short=clean(f"{citation.short}, {more}")) if more else citation


def within(bounds: tuple[Moment, Moment], asked: Asked) -> bool:
    """Say whether something of a stretch of time can be drawn between ``since`` and ``until``."""
    after = asked.until is None or bounds[0] <= asked.until
    return after and (asked.since is None or bounds[1] >= asked.since)


def lines_within(lines: Sequence[Line], asked: Asked) -> tuple[tuple[Line, ...], tuple[Note, ...]]:
    """Give the lines of the clocks that stand between the days asked for, and say in notes where the others would.

    A line at the edge of a figure would say that the figure ends on the day of the clock.
    """
    kept = [line for line in lines if within((line.at, line.at), asked)]
    beyond = [line for line in lines if line not in kept]
    sides = ["right" if asked.until is not None and line.at > asked.until else "left" for line in beyond]
    notes = [
        f"The line “{line.text}” lies to the {side} of this figure." for line, side in zip(beyond, sides, strict=True)
    ]
    return tuple(kept), tuple(notes)


_MANY: Final = 600
"""More marks than this are a texture, and no longer read one by one."""


def too_many(count: int) -> Iterable[Note]:
    """Say where a figure holds more than can be read one by one, and which figures do read."""
    if count > _MANY:
        yield (
            f"{count:,} events are more than one figure can tell one by one: a figure of the kind rate counts them, "
            "--since and --until (in Python since=, until=) draw a stretch of time."
        )


def nothing_within(outside: Sequence[str]) -> str:
    """Say why no event is drawn: none was known, or all lie outside the days asked for."""
    if not outside:
        return "no event was known"
    return f"{say.counted(len(outside), 'event')} lie outside the days asked for"


def end_of_time(clocks: Clocks) -> Moment:
    """Say where what goes on is cut off: at the later of the as-of day and the day asked about."""
    return max(clocks.on.hi, clocks.as_of.hi if clocks.as_of else clocks.on.hi)


def left_out(texts: Iterable[str], why: str, *, of: str = "event") -> LeftOut:
    """Say how many events, or other things, are not drawn, which, and why."""
    return LeftOut(tuple(texts), why, of)


_MOST_UNDATED: Final = 24


def named_if_few(undated: Iterable[Entry]) -> tuple[Entry, ...]:
    """Name all that has no date, where it is not very much: no axis says anything of it."""
    found = tuple(undated)
    return tuple(attrs.evolve(one, is_named=True) for one in found) if len(found) <= _MOST_UNDATED else found


NO_ROOM: Final = "for which there is no room at this size"
"""Why something is not drawn that a larger figure draws."""


_AT_A_GLANCE: Final = 4  # values of a cell


def cells(
    some: Sequence[T], asked: Asked, weight: Callable[[T], Any], size: Callable[[T], int], *, most: int = _AT_A_GLANCE
) -> tuple[list[T], list[T]]:
    """Keep the weightiest cells; where they are told at a glance, of those of at ``most`` so many values first."""

    def ranked(one: T) -> Any:
        return (0, -size(one)) if asked.is_brief and size(one) > most else (1, weight(one))

    return few(some, asked.most, ranked)


def few(some: Sequence[T], most: int | None, weight: Callable[[T], Any]) -> tuple[list[T], list[T]]:
    """Keep the weightiest, in the order in which they stand; give them, and the others.

    >>> few("abcd", 2, "acdb".index)
    (['b', 'd'], ['a', 'c'])
    """
    if most is None or len(some) <= most:
        return list(some), []
    ranked = sorted(range(len(some)), key=lambda at: weight(some[at]), reverse=True)  # of two alike the first
    kept = set(ranked[:most])
    return [some[at] for at in sorted(kept)], [one for at, one in enumerate(some) if at not in kept]


def unasked_words(snapshot: Snapshot, asked: Asked, *, shows_retracted: bool = False) -> Iterable[Note]:
    """Say, in notes, which of the events that fit are left out: those not surely known, those taken back."""
    if asked.selection.strict and (possibly := only_possibly(snapshot.events, asked)):
        yield left_out(possibly, ONLY_POSSIBLY)
    taken_back = [event for event in snapshot.retracted if is_asked_for(event, asked) and is_in_time(event, asked)]
    if taken_back and not shows_retracted:
        yield left_out([event.event.title for event in taken_back], "taken back")


ONLY_POSSIBLY: Final = "only possibly known"


def only_possibly(events: Iterable[KnownEvent], asked: Asked) -> list[str]:
    """Give the titles of the events that would be drawn but for only possibly being known."""
    lax = attrs.evolve(asked, selection=attrs.evolve(asked.selection, strict=False))
    return [
        event.event.title
        for event in events
        if event.known is not Answer.YES and is_asked_for(event, lax) and is_in_time(event, asked)
    ]


def span_words(moments: Iterable[Moment], zone: dt.tzinfo | None = None) -> str:
    """Say from when to when, by the moments that have bounds, as finely as the stretch is long."""
    finite = sorted(moment for moment in moments if isinstance(moment, int))
    if not finite:
        return "without any bounded date"
    return range_words(finite[0], finite[-1], zone)
