"""When an event was first told, as far as a figure may say it.

Law of this module: what has happened is told when it has happened, or later; only what is planned or possible is told
ahead without a word. So the day of a report that is only known to the day begins, for what happened at noon, at noon.
"""

from __future__ import annotations

from collections.abc import Sequence

from timeline.asof.values import KnownEvent
from timeline.asof.windows import Window
from timeline.dates.values import Answer, Moment, UncertainDate
from timeline.figures.describe.events import dates_of


def start_of(event: KnownEvent) -> tuple[Moment, Moment] | None:
    """Give the first and the last moment at which an event can have begun; None where no side has a bound."""
    return _start(dates_of(event))


def _start(dates: Sequence[UncertainDate]) -> tuple[Moment, Moment] | None:
    if not dates:
        return None
    lo, hi = min(date.start.lo for date in dates), max(date.start.hi for date in dates)
    return None if isinstance(lo, float) and isinstance(hi, float) else (lo, hi)


def is_only_ahead(event: KnownEvent) -> bool:
    """Whether an event only says what is planned or possible, so that its date is not that of a happening."""
    return bool(event.facts) and all(fact.fact.mode in ("planned", "possible") for fact in event.facts)


def reports_of(event: KnownEvent) -> tuple[Window, ...]:
    """Give when an event was reported, the first report first; nothing where nobody did.

    The day on which we recorded an event that nobody reported is no report.
    """
    windows = sorted(
        {(report.window.lo, report.window.hi) for report in event.reports if report.known is not Answer.NO}
    )
    if event.tells_itself:
        return tuple(Window(*window) for window in windows)
    first = event.window
    return (first, *(Window(*window) for window in windows if window != (first.lo, first.hi)))


def since_it_happened(event: KnownEvent, window: Window) -> Window:
    """Cut a report's window where the event has not happened yet; what was surely told ahead stays as it is."""
    return window if is_only_ahead(event) else since(dates_of(event), window)


def since(dates: Sequence[UncertainDate], window: Window) -> Window:
    """Cut a report's window where what happened on some dates has not happened yet."""
    start = _start(dates)
    if start is None or not window.lo < start[0] <= window.hi:
        return window
    return Window(start[0], window.hi)
