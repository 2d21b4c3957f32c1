"""What a figure with a time axis is to show, in the field's words and in the world's time; no places yet.

Law of this module: plain values. `events` and `state` make a chart of a snapshot, `layout` gives it places. Whatever a
later kind of figure shows in lanes along time can be said with these values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import attrs

from timeline.dates.values import Moment
from timeline.figures.describe.shapes import Outline
from timeline.figures.place.labels import ELLIPSIS, clean
from timeline.records import say


@attrs.frozen(kw_only=True)
class Bar:
    """A shape along time. ``light`` says that it is only *possibly* so; ``standing`` sets its outline."""

    outline: Outline
    light: bool = False
    standing: str = "reported"


@attrs.frozen(kw_only=True)
class Entry:
    """One thing to be drawn in a lane: its shapes, and what is written at it.

    Attributes:
        text: What it is.
        date: When, as printed; empty to leave it out.
        word: A word of doubt that is printed after the text: ``disputed``, ``possibly``.
        sources: Names of the sources that speak of it, in any order.
        whole: All of it in words, for the title element.
        bars: Its shapes; none where it has no date.
        told: Its shapes as they were told, where `bars` are cut off at an as-of day; else none.
        mode: ``actual``, ``failed``, ``planned``, ``possible`` or ``ended``.
        colour: The number of its colour; None where it stands for no value.
        grey: Which of the greys it has, where it has no colour and meets another such value in a lane; from 0.
        standing: The name of its standing.
        answer: ``yes`` or ``possibly``.
        ids: The events that it rests on.
        goes_on: Whether it is still so at the end of what is drawn.
        inside: Whether its text belongs into its bar, where it fits; else it stands beside its mark.
        struck: Whether it was taken back.
        stop: Where it is cut off if it goes on; the chart's own end where it is None.
        is_named: Whether it is a moment that the figure names; else it is a tick, with its words in the title element.
        is_old: Whether the row above says the same: it is drawn thin, and not named.
        is_vague: Whether its date is far wider than all others, so that it sets no axis and runs from edge to edge.
    """

    text: str
    date: str = ""
    word: str = ""
    sources: tuple[str, ...] = ()
    whole: str
    bars: tuple[Bar, ...]
    told: tuple[Bar, ...] = ()
    mode: str = "actual"
    colour: int | None = None
    grey: int = 0
    standing: str = "reported"
    answer: str = "yes"
    ids: tuple[str, ...] = ()
    goes_on: bool = False
    inside: bool = False
    struck: bool = False
    stop: Moment | None = None
    is_named: bool = True
    is_old: bool = False
    is_vague: bool = False


@attrs.frozen(kw_only=True)
class Strip:
    """A lane before it has a place: its name, what it belongs to, its entries, and where it is unknown."""

    name: str
    group: str | None = None
    entries: tuple[Entry, ...]
    unknown: tuple[tuple[Moment, Moment], ...] = ()


@attrs.frozen(kw_only=True)
class Line:
    """A clock that is drawn as an upright line."""

    text: str
    at: Moment
    role: Literal["as-of", "on"]


@attrs.frozen(kw_only=True)
class Citation:
    """A source as the footer names it."""

    name: str
    text: str
    href: str | None = None
    publisher: str = ""
    short: str = ""
    """The same in a few words: who published it, and in which year where that is needed to tell two apart."""


_NAMED: Final = 3
"""How many things that are not drawn a note names; of more, the description of the figure names all."""


@attrs.frozen
class LeftOut:
    """Things that are not drawn, or not named: their texts, why, what they are, and what they lack.

    >>> str(LeftOut(("a", "b", "c", "d", "e"), "outside these days"))
    '5 events outside these days are not drawn: “a”; “b”; “c” and 2 more, which the description names.'
    """

    texts: tuple[str, ...]
    why: str
    of: str = "event"
    lack: str = "drawn"

    def __str__(self) -> str:
        return self._told([_in_short(clean(text)) for text in self.texts[:_NAMED]])

    @property
    def whole(self) -> str:
        """The same with all of them, where a note does not name them all in full."""
        texts = tuple(map(clean, self.texts))
        return self._told(texts) if len(texts) > _NAMED or any(len(text) > _LETTERS for text in texts) else ""

    def _told(self, texts: Sequence[str]) -> str:
        count = len(self.texts)
        named = "; ".join(f"“{text}”" for text in texts)
        more = f" and {count - len(texts):,} more, which the description names" if len(texts) < count else ""
        return (
            f"{say.counted(count, self.of)} {self.why} {'is' if count == 1 else 'are'} not {self.lack}: {named}{more}."
        )


_LETTERS: Final = 80


def _in_short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1].rstrip() + ELLIPSIS


Note: TypeAlias = str | LeftOut


@attrs.frozen(kw_only=True)
class Chart:
    """A whole figure before it has places.

    Attributes:
        kind: ``events``, ``state``…
        title: Its headline.
        question: What it answers, below the headline; empty where the headline says it.
        clocks: The clocks that were asked for; empty where none was.
        summary: What it shows in words, for those who do not see it.
        strips: The lanes, from top to bottom.
        lines: The clocks that are drawn.
        end: Where what goes on is cut off.
        begin: The first as-of moment that is drawn, of a belief; None where that is before anything was told.
        keys: Words for the colours that need a legend, with their numbers.
        sources: The sources by name.
        notes: What a reader has to know about what is not drawn, or is drawn otherwise.
        undated: What has no date, and so no place along time.
        silent: The lanes of which nobody reported anything, by the group to which they belong.
        usual: The standing of most of it, which is said once.
        ticks: Whether what is not named is drawn as a tick.
        zero: The moment from which time is counted.
        day: The number of the one day, there or in UTC, that printed times leave out.
        zone: The zone whose clocks are shown; None for UTC.
    """

    kind: str
    title: str
    question: str = ""
    clocks: str
    summary: tuple[str, ...] = ()
    strips: tuple[Strip, ...] = ()
    lines: tuple[Line, ...] = ()
    end: Moment
    begin: Moment | None = None
    keys: tuple[tuple[str, int], ...] = ()
    sources: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    since: Moment | None = None
    until: Moment | None = None
    undated: tuple[Entry, ...] = ()
    silent: tuple[tuple[str, tuple[str, ...]], ...] = ()
    usual: str = ""
    ticks: bool = False
    zero: Moment | None = None
    day: int | None = None
    zone: dt.tzinfo | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that it shows, in the order in which a reader meets it."""
        return (*(entry for strip in self.strips for entry in strip.entries), *self.undated)

    @property
    def has_one_lane_each(self) -> bool:
        """Whether each group of a figure of states has one lane, and all of one name: that of the group says it all."""
        groups = [strip.group for strip in self.strips]
        alike = len({strip.name for strip in self.strips}) == 1
        return self.kind == "state" and alike and None not in groups and len(set(groups)) == len(groups) > 1

    @property
    def undated_name(self) -> str:
        """Name what stands below the axis: what has no date, and what lies far beyond an axis of times."""
        if not any(entry.is_vague for entry in self.undated):
            return "Without a date"
        return "Beyond these times" if all(entry.is_vague for entry in self.undated) else "Without a date, or beyond"

    @property
    def description(self) -> str:
        """What it shows in words, and all that it does not."""
        whole = (note.whole for note in self.notes if isinstance(note, LeftOut))
        return clean(" ".join((*self.summary, *filter(None, whole))))
