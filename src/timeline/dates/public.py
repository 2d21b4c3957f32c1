"""The reader of dates as Python code outside of this package calls it.

Law of this module: it reads what :func:`timeline.dates.edtf.parse` reads, and says which argument was meant.
"""

from __future__ import annotations

from timeline.dates.calls import explains
from timeline.dates.edtf import parse
from timeline.dates.values import UncertainDate


@explains
def parse_date(text: str) -> UncertainDate:
    """Read what may stand in a log: EDTF of level 0, 1 or 2, or one of our two extensions of it.

    These are an instant in UTC with its fraction, and instants at the ends of an interval or in a set.

    Raises:
        DateError: It is none of these; ``fix`` says what to write instead, where that can be told.

    >>> parse_date("2025-08").latest
    '2025-08-31'
    """
    return parse(text)
