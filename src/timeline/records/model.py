"""The words of the field as values: sources, events, facts, reports, and what is later said of them.

Law of this module: a value refuses nonsense when it is made, and knows nothing of any other record. Dates stay the
text that was typed (EDTF, byte for byte), read into what they can mean here, once per distinct text. What needs two
records belongs to `intake`, `asof` or `views`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias

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


Rule: TypeAlias = Callable[[str, Any], None]
"""Takes the name of a field and what it holds; raises a ValueError where that is nonsense."""


def _filled(field: str, value: str) -> None:
    if not value.strip():
        raise ValueError(f"{field} is blank")


def _matches(pattern: re.Pattern[str], like: str) -> Rule:
    def check(field: str, value: str | None) -> None:
        if value is not None and not pattern.fullmatch(value):
            raise ValueError(f"{field} {say.text(value)} is not of the form {like}")

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


_source_name = _matches(SOURCE_NAME, "scmp (small letters, digits, dot, hyphen, underscore)")
_event_type = _matches(EVENT_TYPE, "training.failed (small letters, dotted)")


def _filled_source_name(field: str, value: str) -> None:
    _filled(field, value)
    _source_name(field, value)


def _source_names(field: str, value: tuple[str, ...]) -> None:
    for name in value:
        _source_name(field, name)


def _stand_inside(_field: str, value: tuple[Report, ...]) -> None:
    for report in value:
        if report.event is not None:
            raise ValueError("a report inside an event names no event")


def _names_fields(_field: str, value: dict[str, Any]) -> None:
    if not value:
        raise ValueError("set names no field")
    fixed = sorted((ENVELOPE_FIELDS | {"key", "imported"}) & set(value))
    if fixed:
        raise ValueError(f"set: {', '.join(fixed)} cannot be corrected")


# --- the values -------------------------------------------------------------------------------------------------


class _Made(msgspec.StructMeta):
    """Makes a value; of arguments that it does not take it says which was meant."""

    if not TYPE_CHECKING:  # who reads types knows the arguments of each class

        def __call__(cls, *args: Any, **given: Any) -> Any:  # noqa: N805 - of a metaclass
            try:
                return super().__call__(*args, **given)
            except TypeError as error:
                from timeline.dates.calls import refusal  # noqa: PLC0415 - only a refusal asks

                if (refused := refusal(error, cls, args, given)) is None:
                    raise
                raise refused from None


class Content(msgspec.Struct, metaclass=_Made, frozen=True, kw_only=True):
    """What a record says, or a part of it: its dates are read and its rules are asked whenever one is made.

    A struct of msgspec: one of attrs takes forty times as long to be made when this module is imported.
    """

    dates: ClassVar[tuple[str, ...]] = ()
    """The fields that are dates."""
    rules: ClassVar[Mapping[str, Rule]] = {}
    """What a field must be beside being of its type."""

    def __post_init__(self) -> None:
        """Read the dates that Python code gave as texts, and refuse nonsense."""
        for field in self.dates:
            if (value := getattr(self, field)) is not None and type(value) is not WrittenDate:
                msgspec.structs.force_setattr(self, field, read_date(WrittenDate, value))
        for field, rule in self.rules.items():
            rule(field, getattr(self, field))


class Quantity(Content, frozen=True, kw_only=True):
    """A number that may be a bound: ``>= 1000 chips``."""

    op: Operator
    value: int | float
    unit: str | None = None

    def __str__(self) -> str:
        return say.value(self)


Value: TypeAlias = bool | int | float | str | Quantity | None


def value_key(value: Value) -> tuple[Any, ...]:
    """Give the identity of a value: booleans are no numbers, 1 and 1.0 are one number."""
    if isinstance(value, Quantity):
        return ("quantity", value.op, value.value, value.unit)
    if isinstance(value, bool) or value is None:
        return ("constant", str(value))
    return ("number", value) if isinstance(value, int | float) else ("text", value)


class Fact(Content, frozen=True, kw_only=True):
    """``entity.property = value``, in a mode, for as long as ``during`` says, else from the event's ``occurred`` on.

    ``value`` is any JSON scalar, a quantity, or None: what held before has ended. In mode *ended* it says which value
    was over by then, and cannot be None.
    """

    dates: ClassVar = ("during",)
    rules: ClassVar = {"entity": _filled, "property": _filled}

    entity: str
    property: str
    value: Value = None
    mode: Mode = "actual"
    during: WrittenDate | None = None

    def __post_init__(self) -> None:
        """Refuse an end that names no value too."""
        super().__post_init__()
        if self.mode == "ended" and self.value is None:
            raise ValueError(ENDED_NAMES_NOTHING)


class Origin(Content, frozen=True, kw_only=True):
    """Where a chain of sources starts, and whether it gains by the claim."""

    rules: ClassVar = {"name": _filled}

    name: str
    interested: bool = False


class Report(Content, frozen=True, kw_only=True):
    """A source's stance on an event.

    ``event`` is None for a report that stands inside its event, else the event's id. ``reported`` overrides the
    source's ``published``; ``via`` and ``origin`` override the source's for this event.
    """

    dates: ClassVar = ("reported",)
    rules: ClassVar = {"source": _source_name, "via": _source_names}

    event: str | None = None
    source: str | None = None
    stance: Stance = "reports"
    reported: WrittenDate | None = None
    quote: str | None = None
    via: tuple[str, ...] = ()
    origin: Origin | None = None
    because: str | None = None
    key: str | None = None
    imported: Any = None


class Archive(Content, frozen=True, kw_only=True):
    """A kept copy of a publication, by the SHA-256 of its bytes."""

    sha256: str
    media_type: str | None = None
    path: str | None = None


class Source(Content, frozen=True, kw_only=True):
    """A publication. One that names neither ``via`` nor ``origin`` is unresolved: nobody knows what it rests on."""

    dates: ClassVar = ("published", "retrieved")
    rules: ClassVar = {"name": _filled_source_name, "via": _source_names}

    name: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: WrittenDate | None = None
    via: tuple[str, ...] = ()
    origin: Origin | None = None
    retrieved: WrittenDate | None = None
    archive: Archive | None = None
    because: str | None = None
    key: str | None = None
    imported: Any = None


class Capture(Content, frozen=True, kw_only=True):
    """A copy of what a source said on a day, by the SHA-256 of its bytes; a source has any number of them.

    ``retrieved`` is the day on which it was taken, ``url`` the address that it was taken from. What the source says was
    public by that day.
    """

    dates: ClassVar = ("retrieved",)
    rules: ClassVar = {"source": _filled_source_name}

    source: str
    sha256: str
    retrieved: WrittenDate | None = None
    media_type: str | None = None
    path: str | None = None
    url: str | None = None
    because: str | None = None
    key: str | None = None
    imported: Any = None


class WebLink(Content, frozen=True, kw_only=True):
    """An address to read more at, with what it is called there."""

    rules: ClassVar = {"url": _filled}

    url: str
    title: str | None = None


class Event(Content, frozen=True, kw_only=True):
    """Something said to have happened. ``said`` keeps the words of the source: "back in August".

    ``text`` is a longer account, in plain text; ``links`` are addresses to read more at.
    """

    dates: ClassVar = ("occurred",)
    rules: ClassVar = {"title": _filled, "type": _event_type, "reports": _stand_inside}

    title: str
    type: str = "event"
    occurred: WrittenDate | None = None
    said: str | None = None
    text: str | None = None
    links: tuple[WebLink, ...] = ()
    facts: tuple[Fact, ...] = ()
    reports: tuple[Report, ...] = ()
    tags: tuple[str, ...] = ()
    data: Any = None
    because: str | None = None
    key: str | None = None
    imported: Any = None


class Change(Content, frozen=True, kw_only=True):
    """What is later said of records: by the world, on a day, or by us, who mend our own mistake."""

    dates: ClassVar = ("reported",)
    if TYPE_CHECKING:  # each kind has its fields in an order of its own
        reported: WrittenDate | None
        source: str | None

    @property
    def is_ours(self) -> bool:
        """Whether it carries no time of its own, and so counts at every as-of date."""
        return self.reported is None and self.source is None


class Correction(Change, frozen=True, kw_only=True):
    """Fields of a record replaced. Naming ``reported`` or ``source``, the source changed its account; else we mend."""

    rules: ClassVar = {"target": _filled, "source": _source_name, "set": _names_fields}

    target: str
    set: dict[str, Any]
    because: str | None = None
    reported: WrittenDate | None = None
    source: str | None = None
    key: str | None = None
    imported: Any = None


class Retraction(Change, frozen=True, kw_only=True):
    """A record taken back; with the same two meanings as a correction."""

    rules: ClassVar = {"target": _filled, "source": _source_name}

    target: str
    because: str | None = None
    reported: WrittenDate | None = None
    source: str | None = None
    key: str | None = None
    imported: Any = None


class Link(Change, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A relation between two events, or between two names: of origins (same-origin) or of entities (same-entity).

    ``from_`` is ``from`` in a record.
    """

    rules: ClassVar = {"from_": _filled, "to": _filled, "source": _source_name}

    from_: str
    to: str
    rel: Rel
    because: str | None = None
    reported: WrittenDate | None = None
    source: str | None = None
    key: str | None = None
    imported: Any = None


class Redaction(Content, frozen=True, kw_only=True):
    """The content of a record removed from the file for legal or safety reasons; its id, place and hash stay."""

    rules: ClassVar = {"target": _filled, "because": _filled}

    target: str
    because: str
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


DATE_FIELDS: Final = frozenset(field for type_ in (Fact, *BODIES.values()) for field in type_.dates)

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
    return names_in(BODIES[kind])


def names_in(type_: type[Content]) -> frozenset[str]:
    """Name the fields of a value, as they stand in JSON."""
    return frozenset(type_.__struct_encode_fields__)


def structure(kind: str, body: Mapping[str, Any]) -> Body:
    """Make the value of a body of a known kind. Unknown fields are left to the caller, who has the body itself.

    Raises:
        RecordError: A field is missing, has the wrong type, or holds nonsense; ``where`` is the field's path.
    """
    given = dict(body)
    if kind == "correction":
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
        what = what.replace("from_ is", "from is")
        raise RecordError(what[:1].lower() + what[1:], where=where, fix=fix) from error


def unstructure(value: Any) -> Any:
    """Give a value back as JSON, with fields at their defaults left out (but ``value``, where null has a meaning)."""
    if isinstance(value, WrittenDate):
        return str(value)
    if isinstance(value, tuple | list):
        return [unstructure(item) for item in value]
    if isinstance(value, dict):
        return {name: unstructure(item) for name, item in value.items()}
    of = type(value)
    fields: Iterable[tuple[str, str, Any]]
    if isinstance(value, Content):
        names, spelled, defaults = of.__struct_fields__, of.__struct_encode_fields__, of.__struct_defaults__
        fields = zip(names, spelled, (msgspec.NODEFAULT,) * (len(names) - len(defaults)) + defaults, strict=True)
    elif hasattr(of, "__attrs_attrs__"):  # a class of attrs: a view of the user's own may give any
        fields = ((field.name, field.name, field.default) for field in of.__attrs_attrs__)
    else:
        return value
    result: dict[str, Any] = {}
    for name, shown, default in fields:
        item = getattr(value, name)
        if item == default and type(item) is type(default) and name != "value":
            continue
        result[shown] = unstructure(item)
    return result


# --- the record ----------------------------------------------------------------------------------------------------


class Record(msgspec.Struct, frozen=True, kw_only=True, dict=True):
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
