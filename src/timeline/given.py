"""What people give in Python, as what questions and records take: clocks, dates, filters, facts, reports, origins.

Law of this module: a convenience is read here and nowhere else; what it means is said by the modules below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypedDict, cast

from timeline import edtf
from timeline.dates import Clock, UncertainDate
from timeline.facts import parse_cell, parse_stance
from timeline.model import Fact, Origin, Quantity, unstructure
from timeline.selection import Selection

Day: TypeAlias = str | dt.date
"""A date as people give it: EDTF text, or a date."""

When: TypeAlias = Day | Clock | None
"""A clock as people give it: a date (a period means its last day), a clock already read, or None for no limit."""


class Choice(TypedDict, total=False):
    """What of an answer is asked for; it chooses what is shown, and changes no answer.

    Attributes:
        entities: Only what speaks of one of these; a text alone is one, here and below.
        tags: Only events with one of these.
        sources: Only events that one of these reports on.
        types: Only events of these types, and of the dotted ones below them.
        since: Only what may have happened on this day or later.
        until: Only what may have happened by the end of this day.
        strict: Leave out what is only possibly so, and what only possibly happened between ``since`` and ``until``.
    """

    entities: str | Sequence[str]
    tags: str | Sequence[str]
    sources: str | Sequence[str]
    types: str | Sequence[str]
    since: Day | None
    until: Day | None
    strict: bool


def selection(choice: Choice, *, today: dt.date) -> Selection:
    """Read what is asked for as people give it.

    Raises:
        DateError: A date is no EDTF.
        TypeError: There is no such choice.
    """
    several = ("entities", "tags", "sources", "types")
    given: dict[str, Any] = {
        name: ((value,) if isinstance(value, str) else tuple(value)) if name in several else value
        for name, value in cast("dict[str, Any]", choice).items()
    }
    for name in ("since", "until"):
        if given.get(name) is not None:
            given[name] = date(given[name], today=today)
    return Selection(**given)


def clock(value: When, *, today: dt.date) -> Clock | None:
    """Read a clock.

    Raises:
        DateError: It is uncertain, or no EDTF.
    """
    return value if value is None or isinstance(value, Clock) else edtf.parse_clock(_text(value), today=today)


def date(value: Day, *, today: dt.date) -> UncertainDate:
    """Read a date.

    Raises:
        DateError: It is no EDTF.
    """
    return edtf.parse_input(_text(value), today=today)


def _text(value: Day) -> str:
    return value if isinstance(value, str) else value.isoformat()


def origin_body(origin: str | Origin | None, *, interested: bool) -> dict[str, Any] | None:
    """Give an origin, or the name of one, as a record holds it."""
    if origin is None:
        return None
    value = origin if isinstance(origin, Origin) else Origin(name=origin, interested=interested)
    return dict(unstructure(value))


def report_body(text: str, reported: str | None) -> dict[str, Any]:
    """Give ``NAME`` or ``NAME:STANCE`` as a record holds a report."""
    name, stance = parse_stance(text)
    return {"source": name, "stance": None if stance == "reports" else stance, "reported": reported}


def fact_bodies(
    given: Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]], mode: str | None
) -> Iterator[dict[str, Any]]:
    """Give facts as a record holds them: of a mapping ``ENTITY.PROPERTY`` to value in a mode, or of whole facts."""
    if isinstance(given, Mapping):
        for cell, value in given.items():
            entity, name = parse_cell(cell)
            plain = unstructure(value) if isinstance(value, Quantity) else value
            fact = {"entity": entity, "property": name, "value": plain}
            yield {**fact, "mode": mode} if mode else fact
        return
    for item in given:
        yield dict(unstructure(item)) if isinstance(item, Fact) else dict(item)


def filled(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the fields that say nothing."""
    return {name: value for name, value in body.items() if value is not None and value not in ([], ())}
