"""The relations of an extract: which columns each has, of which kind, and what they refer to.

Law of this module: it declares, once, what every database, data frame and workbook is made from. A column keeps its
name, its kind and its meaning; new ones are added at the end. The kinds never depend on what a log happens to hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias, cast

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


def _fields(columns: str) -> tuple[Field, ...]:
    """Give columns as ``name``, ``name:kind`` and ``name>relation`` say; ``threes`` are a date and its two bounds."""
    found: list[Field] = []
    for column in columns.split():
        named, _, of = column.partition(">")
        name, _, kind = named.partition(":")
        if kind == "threes":
            found += (Field(name, "date"), Field(f"{name}_earliest", "bound"), Field(f"{name}_latest", "bound"))
        else:
            found.append(Field(name, cast("Kind", kind or "text"), of or None))
    return tuple(found)


RELATIONS: Final = (
    Relation(
        name="events",
        says="What is said to have happened, each event once, as it was corrected by the clocks.",
        key=("id",),
        label="title",
        searched=("title", "said", "text"),
        fields=_fields(
            "id type title occurred:threes reported:threes recorded:stamp by known standing standing_possibly:texts "
            "origins_least:integer origins_most:integer reports:integer sources:texts tags:texts said text "
            "web_links:json data:json because key unresolved:texts members:texts retracted"
        ),
    ),
    Relation(
        name="facts",
        says="What the events say of entities: entity.property = value, in a mode.",
        key=("member", "fact_no"),
        fields=_fields(
            "event>events member fact_no:integer entity known_as>entities property value:value mode during:date "
            "since:threes answer"
        ),
    ),
    Relation(
        name="reports",
        says="Who reports, denies or doubts an event, and when that was public.",
        key=("address",),
        searched=("quote",),
        fields=_fields(
            "address event>events source>sources stance reported:threes known live via:texts origin interested:flag "
            "quote because recorded:stamp"
        ),
    ),
    Relation(
        name="sources",
        says="The publications, and what each rests on.",
        key=("name",),
        label="name",
        searched=("name", "publisher", "title"),
        fields=_fields(
            "name publisher title url published:threes via:texts origin interested:flag retrieved:date retracted "
            "because id known"
        ),
    ),
    Relation(
        name="captures",
        says="The copies of publications that had been taken, by the hash of their bytes.",
        fields=_fields("source>sources retrieved:threes sha256 media_type path url known recorded:stamp id"),
    ),
    Relation(
        name="origins",
        says="Where chains of sources end; one that is interested gains by the claim.",
        key=("name",),
        label="name",
        fields=_fields("name interested:flag events:integer"),
    ),
    Relation(
        name="event_origins",
        says="Which event rests on which origin.",
        key=("event", "origin"),
        fields=_fields("event>events origin>origins"),
    ),
    Relation(
        name="entities",
        says="What facts speak of, under all names that are known to be one.",
        key=("entity",),
        label="entity",
        searched=("entity", "names"),
        fields=_fields(
            "entity names:texts properties:texts types:texts events:integer first:threes last:threes "
            "possibly_same:texts"
        ),
    ),
    Relation(
        name="links",
        says="What connects two events, two origins or two names of entities.",
        key=("id",),
        fields=_fields("id rel from to answer reported:date source because"),
    ),
    Relation(
        name="views",
        says="The views that the log declares.",
        key=("name",),
        label="title",
        fields=_fields("name title latest properties:texts many:texts"),
    ),
    Relation(
        name="cells",
        says="The cells of the views on the day asked about: a row for each value, and for each fact beside it.",
        fields=_fields(
            "view>views entity property answer mode value:value value_answer since:threes standing events:texts shown"
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
