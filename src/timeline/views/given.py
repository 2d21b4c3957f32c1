"""What people give in Python, as what questions and records take: clocks, dates, filters, facts, reports, origins.

Law of this module: a convenience is read here and nowhere else; what it means is said by the modules below. Whatever is
given is read or refused as a :class:`~timeline.errors.TimelineError` that names the argument. Where several texts are
meant, a text alone is one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict, cast

import msgspec

from timeline.dates import edtf
from timeline.dates.suggest import did_you_mean
from timeline.dates.values import Clock, UncertainDate
from timeline.dates.written import of_clock, read_input
from timeline.errors import ArgumentError, DateError, RecordError
from timeline.records.model import (
    DATE_FIELDS,
    Event,
    Fact,
    Origin,
    Quantity,
    Report,
    Value,
    WebLink,
    structure,
    unstructure,
)
from timeline.records.typed import parse_cell, parse_stance
from timeline.views.arguments import flag, items, mapping, several, shown, text

if TYPE_CHECKING:
    from timeline.views.filters import Question, Selection

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
        grep: Only events in whose title, text, words or quotes one of these stands, in whatever capitals.
        value: Only events with a fact, in any mode, of one of these values; several stand in a list.
        since: Only what may have happened on this day or later.
        until: Only what may have happened by the end of this day.
        strict: Leave out what is only possibly so, and what only possibly happened between ``since`` and ``until``.
    """

    entities: str | Sequence[str]
    tags: str | Sequence[str]
    sources: str | Sequence[str]
    types: str | Sequence[str]
    grep: str | Sequence[str]
    value: Any
    since: Day | None
    until: Day | None
    strict: bool


_SEVERAL: Final = ("entities", "tags", "sources", "types", "grep")


def selection(choice: Choice, *, today: dt.date, within: Selection | None = None) -> Selection:
    """Read what is asked for as people give it.

    Raises:
        DateError: A date is not EDTF.
        RecordError: There is no such filter, or it has no such value.
    """
    given: dict[str, Any] = dict(cast("dict[str, Any]", choice))
    for name, value in given.items():
        if name not in Choice.__annotations__:
            known = ", ".join(Choice.__annotations__)
            fix = did_you_mean(name, Choice.__annotations__) or f"the filters are {known}"
            raise ArgumentError(f'there is no filter "{name}"', where=name, fix=fix)
        if name in _SEVERAL:
            given[name] = several(value, name)
        elif name == "value":
            given[name] = tuple(_value(one) for one in (value if isinstance(value, list | tuple) else [value]))
        elif name == "strict":
            given[name] = flag(value, name)
        elif value is not None:
            given[name] = date(value, today=today, where=name)
    from timeline.views.filters import EVERYTHING, Selection  # noqa: PLC0415 - a record that is added has no filters

    if within is None or within is EVERYTHING:
        return Selection(**given) if given else EVERYTHING
    import attrs  # noqa: PLC0415 - as above

    return attrs.evolve(within, **given)


def question(as_of: When, on: When, recorded_by: When, checkpoint: str | int | None, *, today: dt.date) -> Question:
    """Read the clocks of a question as people give them.

    Raises:
        DateError: A clock is uncertain, or no EDTF.
        RecordError: The checkpoint is neither a text nor a number.
    """
    is_number = isinstance(checkpoint, int) and not isinstance(checkpoint, bool)
    from timeline.views.filters import Question  # noqa: PLC0415 - as above

    return Question(
        as_of=clock(as_of, today=today, where="as_of"),
        on=clock(on, today=today, where="on"),
        recorded_by=clock(recorded_by, today=today, where="recorded_by"),
        checkpoint=None if checkpoint is None else str(checkpoint) if is_number else text(checkpoint, "checkpoint"),
    )


def read_already(given: object) -> Question:
    """Take a question that is read already.

    Raises:
        RecordError: It is none.
    """
    from timeline.views.filters import Question  # noqa: PLC0415 - as above

    if not isinstance(given, Question):
        what = f"{shown(given)} is not a question"
        raise RecordError(what, where="question", fix="give a Question, or ask by `at`")
    return given


def _value(given: Any) -> Value:
    """Read the value of a fact: a JSON scalar, a quantity, or a mapping that is one."""
    if isinstance(given, str | int | float | Quantity | None):
        return given
    body = {"title": "-", "facts": [{"entity": "-", "property": "-", "value": mapping(given, "value")}]}
    try:
        read = structure("event", body)
    except RecordError as error:
        fix = 'give a text, a number, True, None, or {"op": ">=", "value": 1000, "unit": "chips"}'
        raise RecordError(f"{shown(given)} is not a value of a fact", where="value", fix=fix) from error
    return read.facts[0].value if isinstance(read, Event) else None


def clock(value: When, *, today: dt.date, where: str | None = None) -> Clock | None:
    """Read a clock.

    Raises:
        DateError: It is uncertain, or no EDTF.
    """
    if value is None or isinstance(value, Clock):
        return value
    try:
        return edtf.parse_clock(_text(value, where), today=today)
    except DateError as error:
        error.where = where
        raise


def date(value: Day, *, today: dt.date, where: str | None = None) -> UncertainDate:
    """Read a date.

    Raises:
        DateError: It is not EDTF.
    """
    if isinstance(value, UncertainDate):
        return value
    try:
        return read_input(_text(value, where), today=today).meaning
    except DateError as error:
        error.where = where
        raise


def dated(clock: Clock) -> UncertainDate:
    """Give a clock as the date that it was read as, under the text that was typed."""
    return msgspec.structs.replace(of_clock(clock).meaning, text=clock.text)


def day(value: dt.date | None, *, where: str) -> dt.date | None:
    """Read a day of the calendar; of an instant, its day.

    Raises:
        DateError: It is something else.
    """
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    raise DateError(f"{shown(value)} is not a day", where=where, fix="give a datetime.date")


def _text(value: Day, where: str | None) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    raise DateError(
        f"{shown(value)} is not a date", where=where, fix='give EDTF as a text, such as "2025-08", or a date'
    )


# --- what records hold -----------------------------------------------------------------------------------------------


def origin_body(origin: str | Origin | Mapping[str, Any] | None, *, interested: bool) -> dict[str, Any] | None:
    """Give an origin, or the name of one, as a record holds it.

    Raises:
        RecordError: It is neither; or it is said to be interested, and there is none.
    """
    gains = flag(interested, "interested")
    if origin is None:
        if gains:
            what = "an origin is said to be interested, and none is given"
            raise RecordError(what, where="interested", fix="add --origin NAME (in Python origin=)", unwritten=True)
        return None
    if isinstance(origin, str):
        body: dict[str, Any] = {"name": origin}
    else:
        body = dict(unstructure(origin)) if isinstance(origin, Origin) else mapping(origin, "origin")
    return {**body, "interested": True} if gains else body


def via_body(via: Any) -> list[str]:
    """Give the names of sources that something rests on as a record holds them."""
    return list(several(via, "via"))


def link_bodies(links: Any, *, where: str = "links") -> list[dict[str, Any]]:
    """Give addresses to read more at as a record holds them: of each a text, or a mapping with a title.

    Raises:
        RecordError: It is something else.
    """
    whole = [links] if isinstance(links, str | Mapping | WebLink) else items(links, where, "links")
    return [_link_body(link, where) for link in whole]


def _link_body(link: Any, where: str) -> dict[str, Any]:
    if isinstance(link, str):
        return {"url": link}
    return dict(unstructure(link)) if isinstance(link, WebLink) else mapping(link, where)


def report_bodies(sources: Any, reports: Any, reported: str | None) -> Iterator[dict[str, Any]]:
    """Give the reports of an event as a record holds them: one for each source, and whole ones.

    ``reported`` is when each of ``sources`` said so; without any source, when it was reported by nobody in particular.

    Raises:
        RecordError: A stance is not known, or something given is not a report.
    """
    names = several(sources, "sources")
    for one in names:
        try:
            name, stance = parse_stance(one)
        except RecordError as error:
            error.where = "sources"
            raise
        yield filled({"source": name, "stance": None if stance == "reports" else stance, "reported": reported})
    alone = isinstance(reports, Mapping | Report)
    whole = [reports] if alone else items(reports, "reports", "reports")
    for report in whole:
        yield filled(dict(unstructure(report)) if isinstance(report, Report) else mapping(report, "reports"))
    if reported is not None and not names and not whole:
        yield {"reported": reported}


def fact_bodies(
    given: Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]] | None, mode: str | None, *, where: str = "facts"
) -> Iterator[dict[str, Any]]:
    """Give facts as a record holds them: of a mapping ``ENTITY.PROPERTY`` to value in a mode, or of whole facts.

    Raises:
        RecordError: It is neither, a cell is not named, or a whole fact is of another mode.
    """
    if isinstance(given, Mapping) and not {"entity", "property"} <= set(given):
        for cell, value in mapping(given, where).items():
            try:
                entity, name = parse_cell(cell)
            except RecordError as error:
                error.where = where
                raise
            plain = unstructure(value) if isinstance(value, Quantity) else value
            fact = {"entity": entity, "property": name, "value": plain}
            yield {**fact, "mode": mode} if mode else fact
        return
    if isinstance(given, str):
        fix = f'write {where}={{"R2.training": "Nvidia"}}'
        raise RecordError(f"{shown(given)} does not hold facts", where=where, fix=fix, unwritten=True)
    whole = [given] if isinstance(given, Fact | Mapping) else items(given, where, "facts")
    for item in whole:
        fact = dict(unstructure(item)) if isinstance(item, Fact) else mapping(item, where)
        own = fact.get("mode")
        if mode and own not in (None, "actual", mode):
            raise RecordError(
                f'a fact of the mode "{own}" is given as {where}', where=where, fix="give it in facts=", unwritten=True
            )
        yield {**fact, "mode": mode} if mode else fact


def set_body(given: Mapping[str, Any], *, today: dt.date) -> dict[str, Any]:
    """Give what a correction sets as a record holds it: dates, several texts, facts and origins as elsewhere.

    Raises:
        RecordError: It is not a mapping, or a field has no such value.
        DateError: A date is not EDTF.
    """
    body = mapping(given, "set")
    for name, value in body.items():
        if value is None:
            continue
        if name in DATE_FIELDS:
            body[name] = date(value, today=today, where=f"set {name}").text
        elif name in ("tags", "via"):
            body[name] = list(several(value, f"set {name}"))
        elif name == "facts":
            body[name] = list(fact_bodies(value, None, where="set facts"))
        elif name == "links":
            body[name] = link_bodies(value, where="set links")
        elif name == "reports":
            body[name] = list(report_bodies((), value, None))
        elif name == "origin":
            body[name] = origin_body(value, interested=False)
    return body


def drafted(records: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read several records, each a kind and a body; empty fields are left out.

    Raises:
        RecordError: Something given is neither.
    """
    for record in items(records, "records", "records"):
        if not isinstance(record, tuple | list) or len(record) != 2:
            fix = 'give pairs, such as ("event", {"title": "..."})'
            raise RecordError(f"{shown(record)} is not a kind and a body", where="records", fix=fix, unwritten=True)
        yield text(record[0], "records"), filled(_with_plain_data(mapping(record[1], "records")))


def _with_plain_data(body: dict[str, Any]) -> dict[str, Any]:
    """Give an object of a registered class, in an event or in what a correction sets, as JSON.

    Raises:
        RecordError: Its class is not registered, or not for the event's type.
    """
    sets = body.get("set")
    if "data" not in body and not (isinstance(sets, dict) and "data" in sets):
        return body
    from timeline.views.payloads import plain  # noqa: PLC0415 - most records have no data

    if "data" in body:
        type_ = body.get("type")
        body = {**body, "data": plain(body["data"], type_ if isinstance(type_, str) else "")}
    if isinstance(sets, dict) and "data" in sets:
        body = {**body, "set": {**sets, "data": plain(sets["data"])}}
    return body


def filled(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the fields that say nothing."""
    return {name: value for name, value in body.items() if not _says_nothing(value)}


def _says_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, list | tuple) and not value)
