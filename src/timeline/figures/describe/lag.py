"""The figure ``lag``: how long it took from an event to its first report, what surely took longest first.

Law of this module: a lag is the difference of two uncertain dates, so it has a least and a greatest length. It is
counted in calendar days (UTC), and exactly where both dates are times. An event that lasted is counted from its start.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.asof.windows import Window
from timeline.dates.values import DAY, Moment, is_of_any_year
from timeline.figures.describe.chart import Chart, Entry, Note
from timeline.figures.describe.dating import Dating
from timeline.figures.describe.events import Style, dates_of, shape_of, style_of
from timeline.figures.describe.headline import headline
from timeline.figures.describe.plane import spot_of
from timeline.figures.describe.shapes import bounds
from timeline.figures.describe.told import is_only_ahead, reports_of, start_of
from timeline.figures.describe.words import (
    Asked,
    Teller,
    citations,
    clock_words,
    in_time,
    left_out,
    nothing_to_draw,
    nothing_within,
    outside_words,
    shown_words,
    span_words,
    unasked_words,
)
from timeline.figures.place.elapsed import length_text
from timeline.figures.place.labels import DASH, clean
from timeline.records import say
from timeline.records.ordered import natural

MOST_ROWS: Final = 30
"""How many rows are drawn where not all were asked for."""
_MONTH: Final = 31 * DAY
_UNTOLD: Final = "that nobody reported"
_UNDATED: Final = "undated or with no last day"
_AHEAD: Final = "only planned or possible"
_UNBOUNDED: Final = "with no known first day"


@attrs.frozen(kw_only=True)
class Length:
    """The time from the start of an event to its first report.

    ``lo`` and ``hi`` are the least and the greatest length, in microseconds, both included; ``hi`` is None where there
    is no bound. Below zero it was told ahead of its day.
    """

    event: KnownEvent
    lo: int
    hi: int | None
    in_days: bool
    open_words: str = ""
    """Why nobody says by when it was reported, so that the length is only bounded; empty where somebody does."""

    @property
    def title(self) -> str:
        """What it is the length of."""
        return self.event.event.title

    @property
    def words(self) -> str:
        """The length as printed."""
        return lag_words(self) if self.is_dated else f"{lag_words(self)}; {self.open_words}"

    @property
    def is_dated(self) -> bool:
        """Whether somebody says by when it was reported."""
        return not self.open_words


@attrs.frozen(kw_only=True)
class Row(Length):
    """A length that is drawn."""

    entry: Entry


@attrs.frozen(kw_only=True)
class Lag:
    """A figure of this kind before it has places: its rows, the longest first, those with no last day at the end."""

    chart: Chart
    rows: tuple[Row, ...]


def chart(snapshot: Snapshot, asked: Asked) -> Lag:
    """Describe how long each event took to be reported.

    Raises:
        FigureError: There is nothing to draw.
    """
    teller = Teller(snapshot, asked.zone)
    events, outside = in_time(snapshot.events, asked)
    without: dict[str, list[str]] = {outside_words(asked): list(outside), _UNTOLD: [], _AHEAD: [], _UNBOUNDED: []}
    style = style_of(events, asked, teller)
    style = attrs.evolve(style, dating=attrs.evolve(style.dating, day=None))  # no axis here names a day
    found: list[Length] = []
    for event in events:
        start, told = start_of(event), reports_of(event)
        says_first = start is not None and not is_of_any_year(*start)
        first = told[0] if told else event.window
        row = _length(snapshot, event, start, first) if start and says_first else None
        if not told:
            without[_UNTOLD].append(event.event.title)
        elif is_only_ahead(event):
            without[_AHEAD].append(event.event.title)
        elif row is None or (row.hi is None and row.lo <= 0):
            without[_UNBOUNDED].append(event.event.title)
        else:
            found.append(row)
    if not found:
        why = "no event has both a first day and a report" if events else nothing_within(outside)
        raise nothing_to_draw(snapshot, asked, why)
    found.sort(key=lambda one: _order(one, style.dating))
    drawn = _longest(found, asked)
    rows = [_row(one, teller, style) for one in drawn]
    question = f"How long until the {say.FIRST_REPORT}?"
    over = headline("lag", question, asked, snapshot.clocks, beside=_counts(found))
    return Lag(
        rows=tuple(rows),
        chart=attrs.evolve(
            over,
            summary=(
                *_summary(found, events, asked.zone),
                clock_words(snapshot.clocks, asked.zone),
            ),
            usual=style.usual,
            sources=citations(snapshot, (name for row in rows for name in row.entry.sources), asked.zone),
            notes=tuple(_notes(snapshot, asked, _others(found, drawn), without)),
        ),
    )


def _order(row: Length, dating: Dating) -> tuple[Any, ...]:
    """Order by how long it surely took, the longest first, then by how long it may have taken.

    What nobody says the last day of comes last: its bounds say how little is known, not how long it took. Of two as
    long the one that happened first comes first.
    """
    outlines = [outline for date in dates_of(row.event) for outline, _ in shape_of(date, dating)]
    begun = min((moment for one in outlines for moment in bounds(one) if isinstance(moment, int)), default=0)
    longest = float("inf") if row.hi is None else row.hi
    return not row.is_dated, -row.lo, -longest, begun, natural(row.title)


def _longest(rows: Sequence[Length], asked: Asked) -> Sequence[Length]:
    """Choose those that are drawn where there are many: the longest, and none that took no time."""
    most = len(rows) if asked.label == "all" else MOST_ROWS
    most = most if asked.most is None else min(most, asked.most)
    if len(rows) <= most:
        return rows
    slow = [row for row in rows if row.hi != 0]
    quick = [row for row in rows if row.hi == 0] if asked.is_brief or not slow else []
    chosen = set(map(id, [*slow, *quick][:most]))
    return [row for row in rows if id(row) in chosen]


def _others(found: Sequence[Length], rows: Sequence[Length]) -> Sequence[Length]:
    """Give those that are not drawn."""
    drawn = set(map(id, rows))
    return [row for row in found if id(row) not in drawn]


def _length(snapshot: Snapshot, event: KnownEvent, start: tuple[Moment, Moment], reported: Window) -> Length:
    """Say how long an event took; what came by the as-of moment cannot have come later."""
    limit = snapshot.clocks.as_of.hi if snapshot.clocks.as_of else float("inf")
    lo, hi, in_days = difference(start, Window(reported.lo, max(min(reported.hi, limit), reported.lo)))
    return Length(event=event, lo=lo, hi=hi, in_days=in_days, open_words=_open_words(snapshot, event))


def _open_words(snapshot: Snapshot, event: KnownEvent) -> str:
    """Say why the last day of its first report is none that somebody told; empty where it is one."""
    for report in event.reports:
        for one in report.variants:
            source = snapshot.sources.get(one.source or "")
            date = one.reported or (source.source.published if source else None)
            if date is not None and date.meaning.span.hi <= event.window.hi:
                return ""
    return "undated" if event.reported is None else "no last day"


def _row(of: Length, teller: Teller, style: Style) -> Row:
    """Make the row of a length that is drawn."""
    entry = spot_of(of.event, teller, style).entry
    entry = attrs.evolve(entry, whole=clean(f"{entry.whole} First report: {of.words}."))
    return Row(entry=entry, **attrs.asdict(of, recurse=False))


def difference(start: tuple[Moment, Moment], reported: Window) -> tuple[int, int | None, bool]:
    """Take the start of an event from its first report: of each the first and the last moment that it can have.

    Returns:
        The least and the greatest length, in microseconds; None where there is no greatest. Below zero it was surely
        told ahead; what may have been told before or after counts from zero. And whether it is one of calendar days.
    """
    in_days = not (_is_instant(start) and _is_instant((reported.lo, reported.hi)))
    lo, hi = _less(reported.lo, start[1], in_days=in_days), _less(reported.hi, start[0], in_days=in_days)
    if hi is None or hi >= 0:
        return max(lo or 0, 0), hi, in_days
    return (hi if lo is None else lo), hi, in_days


def _is_instant(pair: tuple[Moment, Moment]) -> bool:
    """Whether both ends are times of day, and not the ends of whole days."""
    lo, hi = pair
    if isinstance(lo, float) or isinstance(hi, float):
        return False
    return not (lo % DAY == 0 and hi % DAY == DAY - 1)


def _less(later: Moment, earlier: Moment, *, in_days: bool) -> int | None:
    if isinstance(later, float) or isinstance(earlier, float):
        return None
    return (later // DAY - earlier // DAY) * DAY if in_days else later - earlier


# --- words -----------------------------------------------------------------------------------------------------------


def lag_words(row: Length) -> str:
    """Print a lag: ``17 years``, ``13-15 years``, ``within 4 weeks``, ``the same day``, ``3 days ahead``."""
    lo, hi = row.lo, row.hi
    if hi is None:
        return f"{length_text(lo)} or more"
    if hi < 0:
        return f"{_between(-hi, -lo)} ahead"
    if hi == 0:
        return "the same day" if row.in_days else "at once"
    return f"within {length_text(hi, up=True)}" if lo == 0 else _between(lo, hi)


def _between(lo: int, hi: int) -> str:
    """Print two lengths; the unit once where it is that of both."""
    first, last = length_text(lo), length_text(hi)
    if first == last:
        return first
    number, _, unit = first.partition(" ")
    more, _, unit_of_more = last.partition(" ")
    alike = unit.removesuffix("s") == unit_of_more.removesuffix("s") and " " not in unit
    return f"{number}{DASH}{more} {unit_of_more}" if alike else f"{first} {DASH} {last}"


def _counts(rows: Sequence[Length]) -> str:
    """Say how many were told at once, or surely within a month, how many ahead; and in which order they stand."""
    count, quick = say.counted(len(rows), "event"), [row for row in rows if row.hi == 0]
    ahead = sum(row.hi is not None and row.hi < 0 for row in rows)
    if len(quick) * 2 > len(rows):
        when = "on the same day" if any(row.in_days for row in quick) else "at once"
        parts = [f"{len(quick)} of {count} {when}"]
    elif ahead < len(rows):
        soon = sum(row.hi is not None and 0 <= row.hi <= _MONTH for row in rows)
        parts = [f"{soon or 'none'} of {count} surely within a month"]
    else:
        parts = []
    if ahead:
        parts.append(f"{ahead} told ahead" if parts else f"{ahead} of {count} told ahead")
    if len({(row.lo, row.hi) for row in rows}) > 1:
        parts.append("the longest first")
    undated = sum(not row.is_dated for row in rows)
    if undated and undated < len(rows):
        parts.append(f"{undated} {_UNDATED}")
    return "; ".join(parts)


def _summary(rows: Sequence[Length], events: Iterable[KnownEvent], zone: dt.tzinfo | None) -> Iterable[str]:
    counted = {row.event.id for row in rows}
    begun = (start_of(event) or () for event in events if event.id in counted)
    span = span_words((moment for start in begun for moment in start), zone)
    yield f"How long it took until {say.counted(len(rows), 'event')} {span} were reported: {_counts(rows)}."
    longest = "; ".join(f"“{clean(row.title)}”: {row.words}" for row in rows[:3])
    yield f"Longest: {longest}."


def _notes(
    snapshot: Snapshot, asked: Asked, shorter: Sequence[Length], why: Mapping[str, Sequence[str]]
) -> Iterable[Note]:
    """Say what is not drawn; ``why`` gives the texts of what has no row by the reason."""
    yield from shown_words(asked, "events")
    for why_not, is_dated in (("told sooner than these", True), (_UNDATED, False)):
        texts = [row.title for row in shorter if row.is_dated == is_dated]
        all_by = f"{why_not} (--label all, in Python label=, draws all)"
        if texts:
            yield left_out(texts, all_by if asked.most is None else why_not)
    yield from unasked_words(snapshot, asked)
    yield from (left_out(texts, reason) for reason, texts in why.items() if texts)
