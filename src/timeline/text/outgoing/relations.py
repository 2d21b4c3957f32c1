"""The relations of an extract: which columns each has, of which kind, and what they refer to.

Law of this module: it declares, once, what every database, data frame and workbook is made from. A column keeps its
name, its kind and its meaning; new ones are added at the end. The kinds never depend on what a log happens to hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias

import attrs

from timeline.asof.relation import FACT as VERSION
from timeline.asof.relation import stored_columns
from timeline.records import say

Kind: TypeAlias = Literal["text", "integer", "flag", "texts", "json", "date", "bound", "stamp", "value"]
"""Of a column: text; a whole number; true or false; a list of texts; JSON; a date as typed (EDTF); the bound of a date
(an ISO day or instant, ``open`` or ``unknown``); a stamp of the log (RFC 3339, UTC, microseconds); or the value of a
fact, which makes several columns, as :func:`spread` gives them."""


@attrs.frozen
class Field:
    """A column; ``of`` names the relation whose key it holds."""

    name: str
    kind: Kind = "text"
    of: str | None = None


@attrs.frozen(kw_only=True)
class Relation:
    """A relation: its columns in order, those that are its key, those that are searched as text, and its label."""

    name: str
    says: str
    key: tuple[str, ...] = ()
    fields: tuple[Field, ...]
    searched: tuple[str, ...] = ()
    label: str | None = None
    is_for_engines: bool = False
    """Whether it is for engines that answer at other clocks, and not for people to read."""


def _versions() -> Iterator[Field]:
    """Give the columns of the versions of facts: moments are a day and its microsecond, all but numbers text."""
    columns = stored_columns(VERSION)
    for name in columns:
        is_moment = f"{name}_us" in columns or name.removesuffix("_us") != name
        yield Field(name, "integer" if is_moment or name in ("fact_no", "place") else "text")


def _threes(name: str) -> tuple[Field, ...]:
    return Field(name, "date"), Field(f"{name}_earliest", "bound"), Field(f"{name}_latest", "bound")


RELATIONS: Final = (
    Relation(
        name="events",
        says="What is said to have happened, each event once, as it was corrected by the clocks.",
        key=("id",),
        label="title",
        searched=("title", "said", "text"),
        fields=(
            Field("id"),
            Field("type"),
            Field("title"),
            *_threes("occurred"),
            *_threes("reported"),
            Field("recorded", "stamp"),
            Field("by"),
            Field("known"),
            Field("standing"),
            Field("standing_possibly", "texts"),
            Field("origins_least", "integer"),
            Field("origins_most", "integer"),
            Field("reports", "integer"),
            Field("sources", "texts"),
            Field("tags", "texts"),
            Field("said"),
            Field("text"),
            Field("web_links", "json"),
            Field("data", "json"),
            Field("because"),
            Field("key"),
            Field("unresolved", "texts"),
            Field("members", "texts"),
            Field("retracted"),
        ),
    ),
    Relation(
        name="facts",
        says="What the events say of entities: entity.property = value, in a mode.",
        key=("member", "fact_no"),
        fields=(
            Field("event", of="events"),
            Field("member"),
            Field("fact_no", "integer"),
            Field("entity"),
            Field("known_as", of="entities"),
            Field("property"),
            Field("value", "value"),
            Field("mode"),
            Field("during", "date"),
            *_threes("since"),
            Field("answer"),
        ),
    ),
    Relation(
        name="reports",
        says="Who reports, denies or doubts an event, and when that was public.",
        key=("address",),
        searched=("quote",),
        fields=(
            Field("address"),
            Field("event", of="events"),
            Field("source", of="sources"),
            Field("stance"),
            *_threes("reported"),
            Field("known"),
            Field("live"),
            Field("via", "texts"),
            Field("origin"),
            Field("interested", "flag"),
            Field("quote"),
            Field("because"),
            Field("recorded", "stamp"),
        ),
    ),
    Relation(
        name="sources",
        says="The publications, and what each rests on.",
        key=("name",),
        label="name",
        searched=("name", "publisher", "title"),
        fields=(
            Field("name"),
            Field("publisher"),
            Field("title"),
            Field("url"),
            *_threes("published"),
            Field("via", "texts"),
            Field("origin"),
            Field("interested", "flag"),
            Field("retrieved", "date"),
            Field("retracted"),
            Field("because"),
            Field("id"),
            Field("known"),
        ),
    ),
    Relation(
        name="captures",
        says="The copies of publications that had been taken, by the hash of their bytes.",
        fields=(
            Field("source", of="sources"),
            *_threes("retrieved"),
            Field("sha256"),
            Field("media_type"),
            Field("path"),
            Field("url"),
            Field("known"),
            Field("recorded", "stamp"),
            Field("id"),
        ),
    ),
    Relation(
        name="origins",
        says="Where chains of sources end; one that is interested gains by the claim.",
        key=("name",),
        label="name",
        fields=(Field("name"), Field("interested", "flag"), Field("events", "integer")),
    ),
    Relation(
        name="event_origins",
        says="Which event rests on which origin.",
        key=("event", "origin"),
        fields=(Field("event", of="events"), Field("origin", of="origins")),
    ),
    Relation(
        name="entities",
        says="What facts speak of, under all names that are known to be one.",
        key=("entity",),
        label="entity",
        searched=("entity", "names"),
        fields=(
            Field("entity"),
            Field("names", "texts"),
            Field("properties", "texts"),
            Field("types", "texts"),
            Field("events", "integer"),
            *_threes("first"),
            *_threes("last"),
            Field("possibly_same", "texts"),
        ),
    ),
    Relation(
        name="links",
        says="What connects two events, two origins or two names of entities.",
        key=("id",),
        fields=(
            Field("id"),
            Field("rel"),
            Field("from"),
            Field("to"),
            Field("answer"),
            Field("reported", "date"),
            Field("source"),
            Field("because"),
        ),
    ),
    Relation(
        name="views",
        says="The views that the log declares.",
        key=("name",),
        label="title",
        fields=(Field("name"), Field("title"), Field("latest"), Field("properties", "texts"), Field("many", "texts")),
    ),
    Relation(
        name="cells",
        says="The cells of the views on the day asked about: a row for each value, and for each fact beside it.",
        fields=(
            Field("view", of="views"),
            Field("entity"),
            Field("property"),
            Field("answer"),
            Field("mode"),
            Field("value", "value"),
            Field("value_answer"),
            *_threes("since"),
            Field("standing"),
            Field("events", "texts"),
            Field("shown"),
        ),
    ),
    Relation(
        name="fact_version",
        says="Every version of every fact, with the stretches of as-of and recorded time in which it counts.",
        is_for_engines=True,
        fields=tuple(_versions()),
    ),
)
"""All relations; each is an attribute of an :class:`~timeline.text.outgoing.extract.Extract` under its name."""

BY_NAME: Final = {relation.name: relation for relation in RELATIONS}

VALUE_COLUMNS: Final = ("value", "value_type", "number", "op", "unit")


def spread(value: Any) -> tuple[str | None, str, int | float | None, str | None, str | None]:
    """Give the value of a fact as the five columns that databases and data frames have of it.

    Returns:
        The value as text, exactly, None where it is null; its type (``text``, ``number``, ``boolean``, ``quantity`` or
        ``null``); the number, of a number or a quantity; and of a quantity the operator and the unit.

    >>> spread({"op": ">=", "value": 1000, "unit": "chips"})
    ('>=1000 chips', 'quantity', 1000, '>=', 'chips')
    >>> spread("null"), spread(None)
    (('null', 'text', None, None, None), (None, 'null', None, None, None))
    """
    if value is None:
        return None, "null", None, None, None
    if isinstance(value, str):
        return value, "text", None, None, None
    if isinstance(value, bool):
        return say.value(value), "boolean", None, None, None
    if isinstance(value, int | float):
        return say.value(value), "number", value, None, None
    return say.value(value), "quantity", value["value"], value["op"], value.get("unit")


def names(field: Field) -> tuple[str, ...]:
    """Name the columns that a field makes."""
    return VALUE_COLUMNS if field.kind == "value" else (field.name,)
