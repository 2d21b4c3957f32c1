"""The words of the field as values: sources, events, facts, reports, and what is later said of them.

Law of this module: a value refuses nonsense when it is made, and knows nothing of any other record. Dates stay the
text that was typed (EDTF, byte for byte), read into what they can mean here, once per distinct text. What needs two
records belongs to `intake`, `asof` or `views`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import attrs
import msgspec

from timeline.dates.stamps import stamp_moment
from timeline.dates.values import Moment
from timeline.dates.written import WrittenDate
from timeline.errors import DateError, RecordError
from timeline.records import say
from timeline.records.words import Mode, Operator, Rel, Stance

SOURCE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
EVENT_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*")
RECORD_ID: Final = re.compile(r"[0-9a-f]{64}")

_JSON_NAMES: Final = {bool: "bool", int: "int", float: "float", list: "array", tuple: "array"}
ENDED_NAMES_NOTHING: Final = (
    "an ended fact names the value that ended; where it was whatever held before, give null in mode actual"
)

ENVELOPE_FIELDS: Final = frozenset({"id", "parents", "recorded", "by", "kind", "salt", "body", "body_sha256"})


# --- what a field may hold -----------------------------------------------------------------------------------


def _filled(_instance: object, attribute: attrs.Attribute[Any], value: str) -> None:
    if not value.strip():
        raise ValueError(f"{attribute.name} is blank")


def _matches(pattern: re.Pattern[str], like: str) -> Callable[[object, attrs.Attribute[Any], str | None], None]:
    def check(_instance: object, attribute: attrs.Attribute[Any], value: str | None) -> None:
        if value is not None and not pattern.fullmatch(value):
            raise ValueError(f"{attribute.name} {say.text(value)} is not of the form {like}")

    return check


def read_date(_type: type, value: object) -> WrittenDate:
    """Read the date of a body, as `msgspec` asks for it: it calls no converter of a field.

    Raises:
        ValueError: It is not a date.
        TypeError: It is not a text.
    """
    if not isinstance(value, str):
        raise TypeError(f"Expected `str | null`, got `{_JSON_NAMES.get(type(value), 'object')}`")
    try:
        return WrittenDate(value)
    except DateError as error:
        raise ValueError(f"{error.what}; {error.fix}" if error.fix else error.what) from error


def _date(value: str | None) -> WrittenDate | None:
    """Read the date of a value that Python code makes."""
    return None if value is None else read_date(WrittenDate, value)


_source_name = _matches(SOURCE_NAME, "scmp (small letters, digits, dot, hyphen, underscore)")
_event_type = _matches(EVENT_TYPE, "training.failed (small letters, dotted)")


def _source_names(_instance: object, attribute: attrs.Attribute[Any], value: tuple[str, ...]) -> None:
    for name in value:
        _source_name(_instance, attribute, name)


# --- the values -------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Quantity:
    """A number that may be a bound: ``>= 1000 chips``."""

    op: Operator
    value: int | float
    unit: str | None = None

    def __str__(self) -> str:
        return say.value(self)


Value: TypeAlias = bool | int | float | str | Quantity | None


@attrs.frozen(kw_only=True)
class Fact:
    """``entity.property = value``, in a mode, for as long as ``during`` says, else from the event's ``occurred`` on.

    ``value`` is any JSON scalar, a quantity, or None: what held before has ended. In mode *ended* it says which value
    was over by then, and cannot be None.
    """

    entity: str = attrs.field(validator=_filled)
    property: str = attrs.field(validator=_filled)
    value: Value = None
    mode: Mode = "actual"
    during: WrittenDate | None = attrs.field(default=None, converter=_date)

    def __attrs_post_init__(self) -> None:
        """Refuse an end that names no value."""
        if self.mode == "ended" and self.value is None:
            raise ValueError(ENDED_NAMES_NOTHING)


@attrs.frozen(kw_only=True)
class Origin:
    """Where a chain of sources starts, and whether it gains by the claim."""

    name: str = attrs.field(validator=_filled)
    interested: bool = False


@attrs.frozen(kw_only=True)
class Report:
    """A source's stance on an event.

    ``event`` is None for a report that stands inside its event, else the event's id. ``reported`` overrides the
    source's ``published``; ``via`` and ``origin`` override the source's for this event.
    """

    event: str | None = None
    source: str | None = attrs.field(default=None, validator=_source_name)
    stance: Stance = "reports"
    reported: WrittenDate | None = attrs.field(default=None, converter=_date)
    quote: str | None = None
    via: tuple[str, ...] = attrs.field(default=(), validator=_source_names)
    origin: Origin | None = None
    because: str | None = None
    key: str | None = None
    imported: Any = None


@attrs.frozen(kw_only=True)
class Archive:
    """A kept copy of a publication, by the SHA-256 of its bytes."""

    sha256: str
    media_type: str | None = None
    path: str | None = None


@attrs.frozen(kw_only=True)
class Source:
    """A publication. One that names neither ``via`` nor ``origin`` is unresolved: nobody knows what it rests on."""

    name: str = attrs.field(validator=[_filled, _source_name])
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: WrittenDate | None = attrs.field(default=None, converter=_date)
    via: tuple[str, ...] = attrs.field(default=(), validator=_source_names)
    origin: Origin | None = None
    retrieved: WrittenDate | None = attrs.field(default=None, converter=_date)
    archive: Archive | None = None
    because: str | None = None
    key: str | None = None
    imported: Any = None


@attrs.frozen(kw_only=True)
class Capture:
    """A copy of what a source said on a day, by the SHA-256 of its bytes; a source has any number of them.

    ``retrieved`` is the day on which it was taken, ``url`` the address that it was taken from. What the source says was
    public by that day.
    """

    source: str = attrs.field(validator=[_filled, _source_name])
    sha256: str
    retrieved: WrittenDate | None = attrs.field(default=None, converter=_date)
    media_type: str | None = None
    path: str | None = None
    url: str | None = None
    because: str | None = None
    key: str | None = None
    imported: Any = None


@attrs.frozen(kw_only=True)
class WebLink:
    """An address to read more at, with what it is called there."""

    url: str = attrs.field(validator=_filled)
    title: str | None = None


@attrs.frozen(kw_only=True)
class Event:
    """Something said to have happened. ``said`` keeps the words of the source: "back in August".

    ``text`` is a longer account, in plain text; ``links`` are addresses to read more at.
    """

    title: str = attrs.field(validator=_filled)
    type: str = attrs.field(default="event", validator=_event_type)
    occurred: WrittenDate | None = attrs.field(default=None, converter=_date)
    said: str | None = None
    text: str | None = None
    links: tuple[WebLink, ...] = ()
    facts: tuple[Fact, ...] = ()
    reports: tuple[Report, ...] = attrs.field(default=())
    tags: tuple[str, ...] = ()
    data: Any = None
    because: str | None = None
    key: str | None = None
    imported: Any = None

    @reports.validator
    def _reports_stand_inside(self, _attribute: attrs.Attribute[Any], value: tuple[Report, ...]) -> None:
        for report in value:
            if report.event is not None:
                raise ValueError("a report inside an event names no event")


@attrs.frozen(kw_only=True)
class Correction:
    """Fields of a record replaced. Naming ``reported`` or ``source``, the world changed its account; else we mend."""

    target: str = attrs.field(validator=_filled)
    set: dict[str, Any] = attrs.field()
    because: str | None = None
    reported: WrittenDate | None = attrs.field(default=None, converter=_date)
    source: str | None = attrs.field(default=None, validator=_source_name)
    key: str | None = None
    imported: Any = None

    @set.validator
    def _set_names_fields(self, _attribute: attrs.Attribute[Any], value: dict[str, Any]) -> None:
        if not value:
            raise ValueError("set names no field")
        fixed = sorted((ENVELOPE_FIELDS | {"key", "imported"}) & set(value))
        if fixed:
            raise ValueError(f"set: {', '.join(fixed)} cannot be corrected")

    @property
    def is_ours(self) -> bool:
        """Whether it mends our own mistake, and so counts at every as-of date."""
        return self.reported is None and self.source is None


@attrs.frozen(kw_only=True)
class Retraction:
    """A record taken back; with the same two meanings as a correction."""

    target: str = attrs.field(validator=_filled)
    because: str | None = None
    reported: WrittenDate | None = attrs.field(default=None, converter=_date)
    source: str | None = attrs.field(default=None, validator=_source_name)
    key: str | None = None
    imported: Any = None

    @property
    def is_ours(self) -> bool:
        """Whether it mends our own mistake, and so counts at every as-of date."""
        return self.reported is None and self.source is None


@attrs.frozen(kw_only=True)
class Link:
    """A relation between two events, or between two names: of origins (same-origin) or of entities (same-entity).

    ``from_`` is ``from`` in a record.
    """

    from_: str = attrs.field(validator=_filled)
    to: str = attrs.field(validator=_filled)
    rel: Rel
    because: str | None = None
    reported: WrittenDate | None = attrs.field(default=None, converter=_date)
    source: str | None = attrs.field(default=None, validator=_source_name)
    key: str | None = None
    imported: Any = None

    @property
    def is_ours(self) -> bool:
        """Whether it carries no time of its own, and so counts at every as-of date."""
        return self.reported is None and self.source is None


@attrs.frozen(kw_only=True)
class Redaction:
    """The content of a record removed from the file for legal or safety reasons; its id, place and hash stay."""

    target: str = attrs.field(validator=_filled)
    because: str = attrs.field(validator=_filled)
    key: str | None = None
    imported: Any = None


Body: TypeAlias = Source | Capture | Event | Report | Correction | Retraction | Link | Redaction

BODIES: Final[Mapping[str, type[Body]]] = {
    "source": Source,
    "capture": Capture,
    "event": Event,
    "report": Report,
    "correction": Correction,
    "retraction": Retraction,
    "link": Link,
    "redaction": Redaction,
}


DATE_FIELDS: Final = frozenset(
    field.name for type_ in (Fact, *BODIES.values()) for field in attrs.fields(type_) if field.converter is _date
)

# --- a body as JSON, and back -----------------------------------------------------------------------------------


def with_dates(value: Any, field: str | None = None) -> Any:
    """Give a JSON value with its dates read; what is in the place of a date and is none stays as it is."""
    if isinstance(value, str) and field in DATE_FIELDS:
        try:
            return WrittenDate(value)
        except DateError:
            return value
    if isinstance(value, Mapping) and field != "data":
        return {name: with_dates(item, name) for name, item in value.items()}
    return [with_dates(item) for item in value] if isinstance(value, list | tuple) and field != "data" else value


@functools.cache
def fields_of(kind: str) -> frozenset[str]:
    """Name the fields that a body of a known kind may have, as they stand in JSON."""
    names = {field.name for field in attrs.fields(BODIES[kind])}
    if kind == "event":
        return frozenset(names)
    if kind == "link":
        return frozenset((names - {"from_"}) | {"from"})
    return frozenset(names)


_PARTS: Final[Mapping[type, Mapping[str, type]]] = {
    Event: {"facts": Fact, "reports": Report, "links": WebLink},
    Fact: {"value": Quantity},
    Report: {"origin": Origin},
    Source: {"origin": Origin, "archive": Archive},
}
"""Which fields hold values that have fields of their own."""


def unknown_in(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a body of a known kind holds that this version does not know, by path: ``facts[0].mood``."""
    known = fields_of(kind)
    found = {name: value for name, value in body.items() if name not in known}
    return found | {one.path: one.value for one in unknown_parts(kind, body)}


class Unknown(NamedTuple):
    """A field inside another that this version does not know: where it is, its name, and which could stand there."""

    path: str
    name: str
    value: Any
    known: frozenset[str]


def unknown_parts(kind: str, body: Mapping[str, Any]) -> Iterator[Unknown]:
    """Name what the values of a body's known fields hold that this version does not know."""
    yield from _unknown_below(BODIES[kind], body, "")


def _unknown_below(of: type, value: Mapping[str, Any], path: str) -> Iterator[Unknown]:
    for field, part in _PARTS.get(of, {}).items():
        held = value.get(field)
        items = enumerate(held) if isinstance(held, list) else [(None, held)]
        for place, item in items:
            if isinstance(item, Mapping):
                below = path + field + ("" if place is None else f"[{place}]")
                names = frozenset(one.name for one in attrs.fields(part))
                yield from (
                    Unknown(f"{below}.{name}", name, inner, names) for name, inner in item.items() if name not in names
                )
                yield from _unknown_below(part, item, f"{below}.")


def structure(kind: str, body: Mapping[str, Any]) -> Body:
    """Make the value of a body of a known kind. Unknown fields are left to the caller, who has the body itself.

    Raises:
        RecordError: A field is missing, has the wrong type, or holds nonsense; ``where`` is the field's path.
    """
    given = dict(body)
    if kind == "link" and "from" in given:
        given["from_"] = given.pop("from")
    elif kind == "correction":
        given["set"] = with_dates(given.get("set"))
    elif kind == "report" and not given.get("event"):
        raise RecordError("a report must name its event", where="event", fix='give "event", the id of an event')
    try:
        return msgspec.convert(given, BODIES[kind], dec_hook=read_date)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `")
        fix = None
        if isinstance(error.__cause__, ValueError) and isinstance(date := error.__cause__.__cause__, DateError):
            path, _, field = path.rstrip("`").rpartition(".")
            what, fix = f"{field}: {date.what}", date.fix
        where = path.rstrip("`").removeprefix("$").removeprefix(".") or None
        what = what.replace("`from_`", "`from`").replace("from_ is", "from is")
        raise RecordError(what[:1].lower() + what[1:], where=where, fix=fix) from error


def unstructure(value: Any) -> Any:
    """Give a value back as JSON, with fields at their defaults left out (but ``value``, where null has a meaning)."""
    if isinstance(value, WrittenDate):
        return str(value)
    if isinstance(value, tuple | list):
        return [unstructure(item) for item in value]
    if isinstance(value, dict):
        return {name: unstructure(item) for name, item in value.items()}
    if not attrs.has(type(value)):
        return value
    result: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        item = getattr(value, field.name)
        if item == field.default and type(item) is type(field.default) and field.name != "value":
            continue
        result[field.name.rstrip("_")] = unstructure(item)
    return result


# --- the record ----------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Record:
    """One line of the log: its envelope, and its body both as it was read and as a value.

    ``recorded`` is RFC 3339 in UTC with microseconds, as it stands in the line. ``body`` is the JSON object itself,
    unknown fields included; it is None for a redacted line. ``content`` is None for a redacted line and for an unknown
    kind. ``file`` is relative to the log's folder, ``line`` counts from 1.
    """

    id: str
    parents: tuple[str, ...] = ()
    recorded: str
    by: str
    kind: str
    body: dict[str, Any] | None
    content: Body | None
    file: str | None = None
    line: int | None = None

    @functools.cached_property
    def recorded_at(self) -> Moment:
        """The stamp as a moment: microseconds since 1970-01-01T00:00:00Z."""
        return stamp_moment(self.recorded)

    @property
    def order(self) -> tuple[str, str]:
        """The place of the record among all others, the same on every clone."""
        return (self.recorded, self.id)

    @property
    def is_redacted(self) -> bool:
        """Whether the content was removed from the file."""
        return self.body is None
