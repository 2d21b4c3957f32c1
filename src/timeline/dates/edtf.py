"""EDTF text to a date and back; the dates that people type, to the EDTF that is stored.

Law: what is stored is the text, byte for byte; the date is what it can mean, read as widely as the text
allows. No clock is read here: today is an argument.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from timeline.dates.grammar import APPROXIMATE, UNCERTAIN, Interval, Members, Point, Tree, edtf
from timeline.dates.instants import Instant, quoted, to_utc
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Clock, Span, UncertainDate, format_day
from timeline.errors import DateError

__all__ = ["describe", "parse", "parse_clock", "parse_input", "suggest", "words", "years_instead"]

_FORMS = "write a day (2025-08-14), a month (2025-08), a year (2025), a span (2024/2025-08), or none at all"


def parse(text: str) -> UncertainDate:
    """Read what may stand in a log: EDTF of level 0, 1 or 2, or an instant in UTC with its fraction.

    Raises:
        DateError: It is neither; ``fix`` says what to write instead, where that can be told.

    >>> parse("2025-08").latest
    '2025-08-31'
    """
    try:
        return _read(text)
    except DateError as error:
        raise _with_fix(error, text, None) from None


def parse_input(text: str, *, today: dt.date) -> UncertainDate:
    """Read what a person types: EDTF, ``today``, ``2026-Q2``, or an instant as RFC 3339 allows it.

    Args:
        text: The text as typed; blanks around it are not forgiven.
        today: The day that ``today`` means, in UTC.

    Returns:
        The date; its ``text`` is the EDTF that it became, and that is stored.

    Raises:
        DateError: It is none of these; ``fix`` says what to write instead, where that can be told.

    >>> parse_input("2026-Q2", today=dt.date(2026, 11, 23)).text
    '2026-34'
    """
    try:
        return _read(text)
    except DateError as error:
        fault = error
    try:
        became = _input_only(text, today)
        if became is not None:
            return _read(became)
    except DateError as error:
        if quoted(text) in error.what:
            fault = error
    raise _with_fix(fault, text, today)


def _input_only(text: str, today: dt.date) -> str | None:
    if text == "today":
        return today.isoformat()
    if len(text) > 3 and text[-3:-1] == "-Q" and text[-1] in "1234":
        return f"{text[:-3]}-{32 + int(text[-1])}"
    return to_utc(text)


def words(date: UncertainDate) -> str:
    """Say a date in English; see :func:`timeline.dates.english.words`."""
    from timeline.dates import english  # noqa: PLC0415 - most questions never say a date in words

    return english.words(date)


def suggest(text: str) -> str | None:
    """Give the EDTF that was probably meant; see :func:`timeline.dates.advice.suggest`."""
    from timeline.dates import advice  # noqa: PLC0415 - most dates are dates

    return advice.suggest(text)


def years_instead(text: str) -> str | None:
    """Give the years that a valid text may be a slip for; see :func:`timeline.dates.advice.years_instead`."""
    if len(text) != 7:  # nearly all that is typed
        return None
    from timeline.dates import advice  # noqa: PLC0415 - most dates are dates

    return advice.years_instead(text)


def _with_fix(error: DateError, text: str, today: dt.date | None) -> DateError:
    from timeline.dates.advice import hint  # noqa: PLC0415 - most dates are dates

    meant = hint(text, today=today)
    if meant is None:
        return DateError(error.what, fix=_FORMS)
    return DateError(meant.what or error.what, fix=meant.fix)


def _read(text: str) -> UncertainDate:
    return _date(edtf(text))


def parse_clock(text: str, *, today: dt.date) -> Clock:
    """Read the date of an option such as ``--as-of``: one day, or one instant.

    A period means its last day, and a closed interval the last day of its end. What is uncertain is refused.

    Args:
        text: The text as typed, as ``parse_input`` reads it.
        today: The day that ``today`` means, in UTC.

    Raises:
        DateError: It is no date, or one that does not say which day is meant; ``fix`` proposes one.

    >>> parse_clock("2025-08", today=dt.date(2026, 11, 23)).read
    '2025-08-31'
    """
    try:
        date = parse_input(text, today=today)
    except DateError as error:
        raise DateError(error.what, fix=_clock_meant(text, today) or error.fix) from None
    tree = edtf(date.text)
    if isinstance(tree, Instant):
        if not tree.shift:
            fix = f"write {date.text}Z if it is in UTC, or its shift from UTC, as in {date.text}+01:00"
            raise DateError(f"{quoted(text)} does not say in which time zone it is", fix=fix)
        if tree.hi != tree.lo or len(tree.time) > len("hh:mm:ss.ffffff"):
            raise DateError(
                f"{quoted(text)} is finer than a microsecond, which no clock here can be",
                fix=f"write {tree.day}T{tree.time[:15]}Z",
            )
        return Clock(text=text, read=tree.shown, lo=tree.lo, hi=tree.lo)
    reason = _why_no_clock(date, tree)
    if reason:
        raise DateError(
            f"{quoted(text)} cannot be a clock: {reason}", fix=f"write {_day_for(date, today)}, or another day"
        )
    point = tree.right if isinstance(tree, Interval) else tree
    assert isinstance(point, Point)  # noqa: S101 - all else was given a reason above
    return Clock(text=text, read=format_day(point.last), lo=point.last * DAY, hi=point.last * DAY + DAY - 1)


def _clock_meant(text: str, today: dt.date) -> str | None:
    """Say which days a text that is not a date may mean; None where the advice for dates in general holds."""
    from timeline.dates.advice import hint  # noqa: PLC0415 - most dates are dates

    meant = hint(text, today=today)
    if meant is None or meant.edtf is None:
        return None
    if meant.edtf.startswith("XXXX"):  # an inferred or unknown year is no way out here
        return f"say which year, as in {today.year:04d}{meant.edtf[4:].rstrip('?~%')}"
    taken = [each for each in meant.readings or (meant.edtf,) if _is_clock(each)]
    if taken:
        return f"write {' or '.join(taken)}"
    date = parse(meant.edtf)
    if date.kind == "datetime":
        return f"write {date.text}Z if it is in UTC, or its shift from UTC, as in {date.text}+01:00"
    return f"write {_day_for(date, today)}, or another day"


def _is_clock(text: str) -> bool:
    date = parse(text)
    tree = edtf(text)
    return bool(tree.shift) if isinstance(tree, Instant) else _why_no_clock(date, tree) is None


def _why_no_clock(date: UncertainDate, tree: Tree) -> str | None:
    """Say why a date does not name one day for sure; None where it does."""
    if date.kind in ("one-of", "all-of"):
        return "it is a set, not one day"
    if isinstance(tree, Interval):
        for side in (tree.left, tree.right):
            if not isinstance(side, Point):
                return f"its {'start' if side is tree.left else 'end'} is {'open' if side else 'unknown'}"
    if date.uncertain or date.approximate:
        return f"it is {'uncertain' if date.uncertain else 'approximate'}"
    for point in (tree.left, tree.right) if isinstance(tree, Interval) else (tree,):
        if isinstance(point, Point):
            if "X" in point.text:
                return "some of its digits are not given"
            if point.significant:
                return "not all of its digits are significant"
            if point.precision == "season":
                return "the months of a season are not the same everywhere"
    return None


def _day_for(date: UncertainDate, today: dt.date) -> str:
    return next((day for day in (date.latest, date.earliest) if day[-1:].isdigit()), today.isoformat())


def describe(text: str, *, today: dt.date) -> dict[str, Any]:
    """Say all about a text, as the row that ``timeline date`` prints; what is invalid is a row too.

    Args:
        text: The text as typed.
        today: The day that ``today`` means, in UTC.
    """
    try:
        date = parse_input(text, today=today)
    except DateError as error:
        from timeline.dates.advice import hint  # noqa: PLC0415 - most dates are dates

        meant = hint(text, today=today)
        return {
            "text": text,
            "valid": False,
            "level": None,
            "kind": None,
            "earliest": None,
            "latest": None,
            "approximate": None,
            "uncertain": None,
            "words": None,
            "error": error.what,
            "suggestion": meant and meant.edtf,
            "edtf": None,
        }
    return {
        "text": text,
        "valid": True,
        "level": date.level,
        "kind": date.kind,
        "earliest": date.earliest,
        "latest": date.latest,
        "approximate": date.approximate,
        "uncertain": date.uncertain,
        "words": words(date),
        "error": None,
        "suggestion": None,
        "edtf": date.text,
    }


def _date(tree: Tree) -> UncertainDate:
    if type(tree) is Point:
        return _of_point(tree)
    if type(tree) is Interval:
        return _of_interval(tree)
    if type(tree) is Instant:
        return _of_instant(tree)
    assert isinstance(tree, Members)  # noqa: S101 - the only kind that is left
    return _of_members(tree)


def _of_point(point: Point) -> UncertainDate:
    span = Span.days(point.first, point.last)
    doubt = point.marks[0] | point.marks[1] | point.marks[2]
    return UncertainDate(
        text=point.text,
        kind="season" if point.precision not in ("day", "month", "year") else "date",
        level=point.level,
        earliest=format_day(point.first),
        latest=format_day(point.last),
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=span,
        start=span,
    )


def _of_instant(instant: Instant) -> UncertainDate:
    span = Span.instants(instant.lo, instant.hi)
    return UncertainDate(
        text=instant.text,
        kind="datetime",
        level=instant.level,
        earliest=instant.shown,
        latest=instant.shown,
        approximate=False,
        uncertain=False,
        span=span,
        start=span,
    )


_SIDES = {"..": "open", "": "unknown"}


def _of_interval(interval: Interval) -> UncertainDate:
    left, right = interval.left, interval.right
    doubt = 0
    if isinstance(right, Point):
        end = Span.days(right.first, right.last)
        latest = format_day(right.last)
        doubt = right.marks[0] | right.marks[1] | right.marks[2]
    else:
        end, latest = Span.always_after(), _SIDES[right]
    if isinstance(left, Point):
        start = Span.days(left.first, left.last)
        earliest = format_day(left.first)
        doubt |= left.marks[0] | left.marks[1] | left.marks[2]
    elif left:
        start, earliest = Span.always_before(), "open"
    else:
        # It began some time up to the last day on which it can have ended.
        start, earliest = Span(NEVER_BEFORE, NEVER_BEFORE, end.hi_start, end.hi), "unknown"
    if right == "":
        # It ended some time from the first day on which it can have begun.
        end = Span(start.lo, start.lo_end, NEVER_AFTER, NEVER_AFTER)
    return UncertainDate(
        text=interval.text,
        kind="interval",
        level=interval.level,
        earliest=earliest,
        latest=latest,
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=Span(start.lo, start.lo_end, end.hi_start, end.hi),
        start=start,
        end=end,
        start_is_known=isinstance(left, Point),
    )


def _of_members(members: Members) -> UncertainDate:
    doubt = 0
    for item in members.items:
        for point in item:
            doubt |= point.marks[0] | point.marks[1] | point.marks[2]
    first = None if members.opens else min(a.first for a, _ in members.items)
    last = None if members.closes else max(b.last for _, b in members.items)
    span = Span.days(first, last)
    start, end = span, span
    if members.kind == "all-of":
        start = Span.always_before() if members.opens else Span.days(first, min(a.last for a, _ in members.items))
        end = Span.always_after() if members.closes else Span.days(max(b.first for _, b in members.items), last)
    return UncertainDate(
        text=members.text,
        kind=members.kind,
        level=2,
        earliest="open" if first is None else format_day(first),
        latest="open" if last is None else format_day(last),
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=span,
        start=start,
        last=end,
    )
