"""Types for the payload of an event: classes of the user's own, by event type and version.

Law of this module: what does not fit its class is refused before it is written, and named by its event when it is read.
What is written carries the version of its class; data without one is never upcast by guess. Classes come by explicit
registration or by entry point, never from a log: the packages that offer some are all loaded when data is first written
or read as a value, so what is loaded depends on what is installed, and not on what a log says.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

import msgspec

from timeline.dates.calls import explains
from timeline.errors import RecordError
from timeline.records import admission
from timeline.records.drafts import untold
from timeline.records.fields import Unfit
from timeline.records.model import Event, Record
from timeline.records.strict_json import quoted
from timeline.views.arguments import text

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from timeline.asof.values import KnownEvent
    from timeline.records.catalogue import Holdings
    from timeline.records.drafts import Decision, Draft, Tell

GROUP: Final = "timeline.payloads"
"""The entry-point group: each name is an event type and leads to a class, or to a :class:`Payload`."""

VERSION: Final = "version"
"""The key in the data of an event that says which version of the class it was written for."""

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the data of one version, without its ``version``, into that of the next."""

_registered: dict[str, Payload] = {}


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """How the ``data`` of events of a type becomes a value.

    ``upcasts`` are keyed by the version that they start from, from 1 on without a gap.

    Raises:
        RecordError: The type is not a text, what is given is not a class or not a mapping of functions, a version is
            missing between two upcasts, or the class has a field ``version``.
    """

    event_type: str
    into: type[Any]
    upcasts: Mapping[int, Upcast] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        text(self.event_type, "event_type")
        if not isinstance(self.into, type):
            what = f"a {type(self.into).__name__} is not a class"
            raise RecordError(what, where="into", fix="give an attrs class", unwritten=True)
        if not (isinstance(self.upcasts, Mapping) and all(map(callable, self.upcasts.values()))):
            what = f"a {type(self.upcasts).__name__} does not say from which version each upcast starts"
            fix = "give a dict of functions by version: {1: function}"
            raise RecordError(what, where="upcasts", fix=fix, unwritten=True)
        if set(self.upcasts) != set(range(1, len(self.upcasts) + 1)):
            what = f"the upcasts of {self.event_type} start from the versions {sorted(self.upcasts, key=repr)}"
            fix = "give one for each version from 1 on"
            raise RecordError(what, where="upcasts", fix=fix, unwritten=True)
        if VERSION in _fields(self.into):
            what = f'{self.into.__name__} has a field "{VERSION}", the key that says for which class data was written'
            raise RecordError(what, where="into", fix="give the field another name", unwritten=True)

    @property
    def version(self) -> int:
        """The version that ``into`` describes."""
        return len(self.upcasts) + 1


def _fields(into: type[Any]) -> set[str]:
    """Name the fields of an attrs class or a dataclass."""
    if hasattr(into, "__attrs_attrs__"):
        return {field.name for field in into.__attrs_attrs__}
    return set(getattr(into, "__dataclass_fields__", ()))


# --- which class ------------------------------------------------------------------------------------------------------


@explains
def register_payload(event_type: str, into: type[Any], *, upcasts: Mapping[int, Upcast] | None = None) -> None:
    """Say into which class the ``data`` of events of a type is structured, when it is written and when it is read.

    Args:
        event_type: The type, as it stands in the events; types below it are not meant.
        into: An attrs class; cattrs structures it, and refuses keys that it does not have.
        upcasts: Functions by the version that they start from, for data that was written when the class was another.

    Raises:
        RecordError: Another class is registered for the type, or :class:`Payload` refuses what is given.
    """
    payload = Payload(event_type=event_type, into=into, upcasts={} if upcasts is None else upcasts)
    if _registered.setdefault(event_type, payload) != payload:
        what = f'another class is registered for events of the type "{event_type}"'
        raise RecordError(what, where="event_type", fix="register one class for each type", unwritten=True)


def find_payload(event_type: str) -> Payload | None:
    """Find what is registered for a type, else what an installed package offers; None where there is nothing.

    Raises:
        RecordError: The package's code could not be loaded, or offers something else.
    """
    found = _registered.get(event_type) or _installed().get(event_type)
    if isinstance(found, Exception):
        raise RecordError(
            f'the class of events of the type "{event_type}" could not be had: {type(found).__name__}: {found}',
            where=f"entry point {GROUP}: {event_type}",
            fix="repair or remove the package that offers it",
            unwritten=True,
        ) from found
    return found


@functools.cache
def _installed() -> Mapping[str, Payload | Exception]:
    """Load what installed packages offer, by type; what could not be loaded is told once its type is asked for."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow, and most events have no data

    return {entry.name: _loaded(entry) for entry in entry_points(group=GROUP)}


def _loaded(entry: EntryPoint) -> Payload | Exception:
    try:
        found = entry.load()
        if isinstance(found, type):
            return Payload(event_type=entry.name, into=found)
        if isinstance(found, Payload) and found.event_type == entry.name:
            return found
    except Exception as error:  # noqa: BLE001 - a package's own code may raise anything
        return error
    what = f"a {type(found).__name__} is neither a class nor a timeline.Payload for this type"
    return TypeError(what)


# --- writing ----------------------------------------------------------------------------------------------------------


def plain(data: Any, event_type: str | None = None) -> Any:
    """Give an object of a registered class as JSON; anything else as it is.

    Raises:
        RecordError: It is an object of a class that is not registered, or not for this type.
    """
    into = type(data)
    if not _fields(into):
        return data
    types = sorted(name for name in {*_registered, *_installed()} if _is_for(name, into))
    if not types or (event_type is not None and event_type not in types):
        registered = f"its type is {', '.join(types)}" if types else "its class is not registered"
        what = f"a {into.__name__} is not the data of this event: {registered}"
        fix = (
            f'give the event the type "{types[0]}"' if types else f'timeline.register_payload("TYPE", {into.__name__})'
        )
        raise RecordError(what, where="data", fix=fix, unwritten=True)
    import json  # noqa: PLC0415 - few events have data of a registered class

    try:
        return json.loads(json.dumps(_converter().unstructure(data, unstructure_as=into)))
    except Exception as error:  # the values of a user's own fields may be anything
        what = f"the {into.__name__} cannot be written as JSON: {type(error).__name__}: {error}"
        raise RecordError(what, where="data", fix="give its fields values of their types", unwritten=True) from error


def _is_for(event_type: str, into: type[Any]) -> bool:
    found = _registered.get(event_type) or _installed().get(event_type)
    return isinstance(found, Payload) and found.into is into


def fit(event_type: str, data: Any) -> tuple[Any, tuple[Unfit, ...]]:
    """Check the data of an event that is to be written, stamp it with the version of its class, and name its faults.

    Data that names an older version is kept as it is, once its upcasts are seen to lead to a value.
    """
    try:
        payload = find_payload(event_type)
    except RecordError as error:
        return data, (Unfit(f"{error.what} ({error.where})", error.fix, "payload", "data"),)
    if payload is None:
        return data, ()
    value, faults = _structured(payload, data)
    if faults:
        return data, faults
    stamped = {VERSION: payload.version, **data}
    if stamped[VERSION] == payload.version:
        told = {name: item for name, item in data.items() if name != VERSION}
        faults = tuple(_changed(told, _converter().unstructure(value, unstructure_as=payload.into), "data"))
    return stamped, faults


def _shown(value: Any, *, default: Callable[[Any], str] = repr) -> str:
    import json  # noqa: PLC0415 - few events have data of a registered class

    return json.dumps(value, ensure_ascii=False, default=default)


def _changed(given: Any, read: Any, path: str) -> list[Unfit]:
    """Name what would be read as another value than was given: a number in quotes, a yes for a 1."""
    if isinstance(given, Mapping) and isinstance(read, Mapping) and set(given) <= set(read):
        return [fault for name, item in given.items() for fault in _changed(item, read[name], f"{path}.{name}")]
    if isinstance(given, list) and isinstance(read, list | tuple) and len(given) == len(read):
        pairs = enumerate(zip(given, read, strict=True))
        return [fault for place, (one, other) in pairs for fault in _changed(one, other, f"{path}[{place}]")]
    if given == read and isinstance(given, bool) == isinstance(read, bool):
        return []
    shown = [_shown(value) for value in (given, read)]
    fix = f"write {shown[1]}" if given is not None else "give a value; a field that has a default may be left out"
    return [Unfit(f"{shown[0]} would be read as {shown[1]}", fix, "payload", path)]


def admit(
    records: Sequence[Record],
    drafts: Sequence[Draft],
    *,
    holdings: Holdings | None = None,
    prove: admission.Prove | None = None,
) -> Sequence[Decision]:
    """Decide what is written, as :func:`timeline.records.admission.admit` does, payloads checked and stamped."""
    return admission.admit(records, drafts, fit=fit, holdings=holdings, prove=prove)


def admit_once(
    records: Sequence[Record], drafts: Sequence[Draft], *, holdings: Holdings | None = None, tell: Tell = untold
) -> Sequence[Decision]:
    """Decide as :func:`admit` does for what a file brings: nothing twice; ``tell`` is told how far that has come."""
    return admission.admit(records, drafts, once=True, fit=fit, holdings=holdings, tell=tell)


# --- reading ----------------------------------------------------------------------------------------------------------


@explains
def payload_of(event: Event | KnownEvent) -> Any:
    """Give the data of an event as a value of the class registered for its type; else the JSON value itself.

    Data without a ``version`` is structured as it stands: nobody knows for which version it was written.

    Raises:
        RecordError: The data does not fit the class; every fault is named, each with its path, and the event by its id
            where it is known.
    """
    body = event if isinstance(event, Event) else event.event
    if body.data is None or body.type is None:
        return body.data
    payload = find_payload(body.type)
    if payload is None:
        return body.data
    value, faults = _structured(payload, body.data)
    if not faults:
        return value
    name = f"a {body.type} event" if isinstance(event, Event) else f"event {event.id[:12]} of the type {body.type}"
    if len(faults) == 1:
        raise RecordError(faults[0].what, where=f"{name}, {faults[0].path}", fix=_fix(event, body, payload, faults))
    what = "; ".join(f"{fault.path}: {fault.what}" for fault in faults)
    raise RecordError(what, where=f"{name}, data", fix=_fix(event, body, payload, faults))


def _fix(event: Event | KnownEvent, body: Event, payload: Payload, faults: Sequence[Unfit]) -> str | None:
    """Say what to do about data that cannot be read."""
    if len(faults) == 1 and faults[0].fix:
        return faults[0].fix
    name = "ID" if isinstance(event, Event) else event.id[:12]
    change = f"log.correct({name!r}, {{'data': {{...}}}}, because='...')"
    if payload.version > 1 and isinstance(body.data, dict) and VERSION not in body.data:
        return f"it has no version, so it was read as the newest, {payload.version}; say which it is: {change}"
    return f"correct the event's data: {change}"


def _structured(payload: Payload, data: Any) -> tuple[Any, tuple[Unfit, ...]]:
    """Structure data as its version says, or give what is wrong with it."""
    if not isinstance(data, dict):
        return None, (Unfit(f"{quoted(_shown(data))} is not an object", None, "payload", "data"),)
    told = dict(data)
    version = told.pop(VERSION, payload.version)
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= payload.version:
        what = f"its version is {version!r}; known are 1 to {payload.version}"
        fix = f"leave it out: the newest, {payload.version}, is meant then; or register upcasts up to it"
        return None, (Unfit(what, fix, "payload", f"data.{VERSION}"),)
    for step in range(version, payload.version):
        found = _upcast(payload, step, told)
        if isinstance(found, Unfit):
            return None, (found,)
        told = found
    return _made(payload.into, told)


def _upcast(payload: Payload, version: int, data: dict[str, Any]) -> dict[str, Any] | Unfit:
    """Turn data of one version into that of the next."""
    fix = "repair the upcast; the log is untouched"
    try:
        found = payload.upcasts[version](data)
    except Exception as error:  # noqa: BLE001 - a user's own code may raise anything
        what = f"the upcast from version {version} failed: {type(error).__name__}: {error}"
        return Unfit(what, fix, "payload", "data")
    if isinstance(found, dict):
        return found
    what = f"the upcast from version {version} gave a {type(found).__name__}, not a dict"
    return Unfit(what, fix, "payload", "data")


def _made(into: type[Any], data: dict[str, Any]) -> tuple[Any, tuple[Unfit, ...]]:
    """Make a value of data, or give every reason why it cannot be made."""
    from cattrs import transform_error  # noqa: PLC0415 - slow to import, and most events have no payload
    from cattrs.errors import BaseValidationError, StructureHandlerNotFoundError  # noqa: PLC0415

    try:
        return _converter().structure(data, into), ()
    except BaseValidationError as error:
        told = [said.rpartition(" @ ") for said in transform_error(error, path="data", format_exception=_words)]
        return None, tuple(Unfit(what, _lead_on(what, path, into), "payload", path) for what, _, path in told)
    except StructureHandlerNotFoundError as error:
        what = f"{into.__name__} cannot be made of it: {error}"
        return None, (Unfit(what, "register an attrs class", "payload", "data"),)
    except Exception as error:  # noqa: BLE001 - a user's own class may raise anything
        what = f"{into.__name__} cannot be made of it: {type(error).__name__}: {error}"
        return None, (Unfit(what, None, "payload", "data"),)


def _lead_on(what: str, path: str, into: type[Any]) -> str | None:
    """Say what to write instead: which fields data of a class has, or that a value is to be one that it takes."""
    if what.startswith("not one of"):
        return "write one of these"
    is_of_fields = what.startswith(("required field missing", "extra fields found"))
    is_within = re.search(r"[.\[]", path.removeprefix("data.") if what.startswith("required") else path) is not None
    if not is_of_fields or is_within:  # what a class within it takes is not known here
        return f"give a value that {into.__name__} takes"
    import attrs  # noqa: PLC0415 - few events have data of a registered class

    none = (attrs.NOTHING, dataclasses.MISSING)
    fields = [
        field.name
        if field.default in none and getattr(field, "default_factory", dataclasses.MISSING) in none
        else f"{field.name} (may be left out)"
        for field in (*getattr(into, "__attrs_attrs__", ()), *getattr(into, "__dataclass_fields__", {}).values())
        if field.init
    ]
    return f"{into.__name__} takes {', '.join(fields)}" if fields else None


def _words(error: BaseException, into: type | None) -> str:
    """Say in words what cattrs, or a class's own validator, has against a value."""
    from cattrs.v import format_exception  # noqa: PLC0415

    if words := _choices(into):
        return f"not one of {', '.join(words)}"
    said = format_exception(error, into)
    reason = error.args[0] if isinstance(error, ValueError | TypeError) and error.args else ""
    return f"{said}: {reason}" if isinstance(reason, str) and reason and reason not in said else said


def _choices(into: Any) -> list[str]:
    """Spell what a field takes that takes certain words alone, or such a word or null; nothing for any other field."""
    parts = get_args(into) if get_origin(into) in (Union, UnionType) else [into]
    if not all(part is NoneType or get_origin(part) is Literal for part in parts):
        return []
    taken = [word for part in parts for word in (get_args(part) or (None,))]
    return [_shown(word, default=str) for word in taken]


@functools.cache
def _converter() -> Any:
    from cattrs.preconf.json import make_converter  # noqa: PLC0415 - slow to import

    return make_converter(forbid_extra_keys=True)
