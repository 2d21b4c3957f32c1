"""One unknown unit of time, a day or an instant, somewhere in a range of units.

Law of this module: time is counted as in :mod:`timeline.dates.values`, which compares spans; here they are made.
"""

from __future__ import annotations

import math

import msgspec

from timeline.dates.days import DAY

Moment = int | float  # microseconds since 1970-01-01T00:00:00Z; -inf and +inf where there is no bound

NEVER_BEFORE = -math.inf
NEVER_AFTER = math.inf


class Span(msgspec.Struct, frozen=True):
    """One unknown unit of time (a day, or an instant) somewhere in a range of units; both ends count.

    Attributes:
        lo: First microsecond of the earliest unit it can be; -inf where there is no bound.
        lo_end: Last microsecond of that unit: ``lo`` itself for an instant.
        hi_start: First microsecond of the latest unit it can be.
        hi: Last microsecond of that unit; +inf where there is no bound.
    """

    lo: Moment
    lo_end: Moment
    hi_start: Moment
    hi: Moment

    @classmethod
    def days(cls, first: int | None, last: int | None) -> Span:
        """Make the span of an unknown day from ``first`` to ``last``; None where there is no bound."""
        lo: Moment = NEVER_BEFORE if first is None else first * DAY
        hi: Moment = NEVER_AFTER if last is None else last * DAY + DAY - 1
        return cls(
            lo,
            NEVER_BEFORE if first is None else lo + DAY - 1,
            NEVER_AFTER if last is None else hi - DAY + 1,
            hi,
        )

    @classmethod
    def instants(cls, first: Moment, last: Moment) -> Span:
        """Make the span of an unknown instant from ``first`` to ``last``."""
        return cls(first, first, last, last)

    @classmethod
    def anything(cls) -> Span:
        """Make the span about which nothing is known."""
        return cls(NEVER_BEFORE, NEVER_BEFORE, NEVER_AFTER, NEVER_AFTER)

    @classmethod
    def always_before(cls) -> Span:
        """Make the start that lies before every day, surely: that of an interval open to the left."""
        return cls(NEVER_BEFORE, NEVER_BEFORE, NEVER_BEFORE, NEVER_BEFORE)

    @classmethod
    def always_after(cls) -> Span:
        """Make the end that lies after every day, surely: that of an interval open to the right."""
        return cls(NEVER_AFTER, NEVER_AFTER, NEVER_AFTER, NEVER_AFTER)
