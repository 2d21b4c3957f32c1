"""How one figure prints its dates: whole; without the day that all of them share; or as time since a zero.

Law of this module: what is left out of a date stands once beside the axis, so no two dates that differ print alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.values import Snapshot
from timeline.dates.values import DAY, Clock, Moment, Span, UncertainDate
from timeline.dates.zones import shift_at, shift_words
from timeline.errors import FigureError
from timeline.figures.describe.printed import day_text, days_text, short
from timeline.figures.place.elapsed import since_text
from timeline.figures.place.labels import DASH, clean

_MOST_DAYS: Final = 3
"""An axis shorter than this is one of hours."""
_FEWEST: Final = 3
"""Fewer times than this set no axis of hours where other dates reach beyond it."""


@attrs.frozen(kw_only=True)
class Dating:
    """How dates are printed.

    Attributes:
        day: The number of the one day, there or in UTC, in which all that is timed lies; None where there is none.
        zone: The zone whose clocks it prints; None for UTC.
        zero: The moment from which time is counted; None for the calendar.
        zero_text: What happened then, and when: said once.
        has_hours: Whether the axis is one of hours, on which a whole day is vague.
    """

    day: int | None = None
    zone: dt.tzinfo | None = None
    zero: Moment | None = None
    zero_text: str = ""
    has_hours: bool = False

    def text(self, date: UncertainDate) -> str:
        """Print a date."""
        whole = short(date, self.zone)
        if self.zero is not None:
            return _since(date, self.zero) or whole
        return self._without_day(whole)

    def clock(self, clock: Clock) -> str:
        """Print a clock, which stands alone and so keeps its zone."""
        whole = days_text(clock.lo, clock.hi, self.zone)
        return whole if self.day is None else whole.removeprefix(f"{day_text(self.day * DAY)}, ")

    def _without_day(self, whole: str) -> str:
        if self.day is None or not whole.endswith(ahead_on(self.day, self.zone)):
            return whole
        return without_day(whole, self.day, self.zone)


def without_day(text: str, day: int, zone: dt.tzinfo | None) -> str:
    """Leave out a day, and how far its clocks are from UTC: both stand beside the axis."""
    return text.replace(f"{day_text(day * DAY)}, ", "").replace(ahead_on(day, zone), "")


def ahead_on(day: int, zone: dt.tzinfo | None) -> str:
    """Say, as it is printed after a time, how far the clocks of a zone are from UTC at noon of a day."""
    noon = day * DAY + DAY // 2
    return f" {shift_words(shift_at(noon - shift_at(noon, zone), zone))}"


def one_day(moments: Iterable[int], zone: dt.tzinfo | None) -> int | None:
    """Give the number of the one day, as the clocks of a zone count it, in which moments lie; None if it is not one.

    A day on which the clocks change is none: its times are told apart by their shifts.
    """
    found = {((moment + ahead) // DAY, ahead) for moment in moments for ahead in (shift_at(moment, zone),)}
    if len(found) != 1:
        return None
    day, ahead = found.pop()
    return day if ahead_on(day, zone) == f" {shift_words(ahead)}" else None


def dating_of(
    dates: Iterable[UncertainDate],
    zero: Moment | None = None,
    zero_text: str = "",
    zone: dt.tzinfo | None = None,
) -> Dating:
    """Choose how a figure prints all dates that it shows, on the clocks of a zone; None for UTC.

    Time is counted from ``zero`` where it is given; ``zero_text`` says what happened then, and when. Times leave out
    their day only on an axis of hours: where an axis of days or years is drawn, "17:03" would be of no day at all.
    """
    some = list(dates)
    timed = [date.span for date in some if _is_timed(date)]
    moments = [moment for span in timed for moment in (span.lo, span.hi) if isinstance(moment, int)]
    whole = Dating(zero=zero, zero_text=zero_text, zone=zone)
    if len(timed) < 2 or not moments or max(moments) - min(moments) >= _MOST_DAYS * DAY:
        return whole
    if not _sets_the_axis(moments, [date.span for date in some if not _is_timed(date)], len(timed)):
        return whole
    return attrs.evolve(whole, day=one_day(moments, zone), has_hours=True)


def _sets_the_axis(moments: Sequence[int], others: Iterable[Span], timed: int) -> bool:
    """Say whether an axis is one of the hours that some dates have, though the others are coarser.

    It is where no other date reaches beyond the days of these hours, and where the hours are three at least and half
    of all dates: then what is coarser sets no axis (:mod:`timeline.figures.describe.reach`).
    """
    lo, hi = min(moments) // DAY * DAY, (max(moments) // DAY + 1) * DAY
    beyond = sum(
        any(isinstance(moment, int) and not lo <= moment < hi for moment in (span.lo, span.hi)) for span in others
    )
    return not beyond or (timed >= _FEWEST and timed >= beyond)


def dating_of_moments(moments: Iterable[int], zone: dt.tzinfo | None = None) -> Dating:
    """Choose how a figure of moments prints its dates: those of one day without it."""
    return Dating(day=one_day(moments, zone), zone=zone, has_hours=True)


def _is_timed(date: UncertainDate) -> bool:
    """Say whether a date is given to a time of day."""
    lo, hi = date.span.lo, date.span.hi
    if isinstance(lo, float) or isinstance(hi, float):
        return False
    return lo % DAY != 0 or hi % DAY != DAY - 1


def zero_of(snapshot: Snapshot, event_id: str | None, zone: dt.tzinfo | None = None) -> tuple[Moment | None, str]:
    """Give the moment from which time is counted, the first at which an event can have happened, and its words.

    Raises:
        FigureError: The event was not known, or its date has no first moment.
    """
    if event_id is None:
        return None, ""
    event = snapshot.event(event_id)
    if event is None:
        raise FigureError(
            f"the event {event_id[:8]} was not known", where="--zero", fix="name one that `timeline list` shows"
        )
    date = event.event.occurred.meaning if event.event.occurred else None
    if date is None or isinstance(date.span.lo, float):
        said = f"“{event.event.title}” has no date to count from" if date is None else f"“{date.text}” has no beginning"
        raise FigureError(said, where="--zero", fix="name an event whose date has a first day")
    return date.span.lo, clean(f"{event.event.title}, {short(date, zone)}")


def is_whole_day(date: UncertainDate) -> bool:
    """Say whether a date is one day, no more and no less."""
    lo, hi = date.span.lo, date.span.hi
    return isinstance(lo, int) and lo % DAY == 0 and hi - lo == DAY - 1 and not date.is_interval


# --- time since a zero ------------------------------------------------------------------------------------------------


def _since(date: UncertainDate, zero: Moment) -> str:
    """Print a date as time since a zero; nothing where the one is a time and the other a day, or a side is open."""
    lo, hi = date.span.lo, date.span.hi
    if isinstance(lo, float) or isinstance(hi, float) or isinstance(zero, float) or date.tree is None:
        return ""
    if lo == hi:
        return since_text(lo - zero)
    if is_whole_day(date) and zero % DAY == 0:
        return since_text(lo - zero)
    if not _is_timed(date):
        return ""
    first, last = since_text(lo - zero), since_text(hi - zero)
    return f"{first} {DASH} {last}" if date.is_interval else f"some time {first} {DASH} {last}"
