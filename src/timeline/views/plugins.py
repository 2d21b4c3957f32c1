"""What users bring themselves: views of their own, and types for the payload of an event.

Law of this module: both come by explicit registration or by entry point, never from a log. A log directory never causes
code to be imported or run: an entry point is looked for only when a person asks for a view by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from timeline.errors import RecordError, ViewError
from timeline.records.model import Event
from timeline.views.projection import Projection

GROUP: Final = "timeline.views"
"""The entry-point group: each name leads to a :class:`~timeline.replay.Projection`, or to a function that makes one."""

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the data of one version into that of the next."""

_views: dict[str, Projection[Any]] = {}
_payloads: dict[str, Payload] = {}


@attrs.frozen(kw_only=True)
class Payload:
    """How the ``data`` of events of a type becomes a value.

    ``upcasts`` are keyed by the version that they start from; data without a ``version`` is version 1.
    """

    event_type: str
    into: type[Any]
    upcasts: Mapping[int, Upcast]

    @property
    def version(self) -> int:
        """The version that ``into`` describes."""
        return max(self.upcasts, default=0) + 1


# --- views ------------------------------------------------------------------------------------------------------------


def register_view(projection: Projection[Any]) -> None:
    """Make a projection known by its name.

    Raises:
        ViewError: Another is registered under that name.
    """
    if not isinstance(projection, Projection):
        raise ViewError(f"a {type(projection).__name__} is not a view", where="projection", fix="give a Projection")
    if _views.setdefault(projection.name, projection) is not projection:
        raise ViewError(f'another view is registered as "{projection.name}"', fix="give it another name")


def find_view(name: str) -> Projection[Any] | None:
    """Find a registered projection, else one that an installed package offers; None where there is none.

    Raises:
        ViewError: The package's code could not be loaded, or is no projection.
    """
    if name in _views:
        return _views[name]
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow, and declared views never ask

    for entry in entry_points(group=GROUP, name=name):
        return _loaded(entry.name, entry.value, entry.load)
    return None


def _loaded(name: str, value: str, load: Callable[[], Any]) -> Projection[Any]:
    where = f"entry point {GROUP}: {name} = {value}"
    try:
        found = load()
        if not isinstance(found, Projection) and callable(found):
            found = found()
    except Exception as error:  # a package's own code may raise anything
        raise ViewError(
            f"the view {name} could not be loaded: {type(error).__name__}: {error}", where=where, fix="mend the package"
        ) from error
    if not isinstance(found, Projection):
        raise ViewError(
            f"the view {name} is a {type(found).__name__}, not a Projection",
            where=where,
            fix="let the entry point name a timeline.Projection, or a function that makes one",
        )
    return found


# --- payloads ---------------------------------------------------------------------------------------------------------


def register_payload(event_type: str, into: type[Any], *, upcasts: Mapping[int, Upcast] | None = None) -> None:
    """Say into which attrs class the ``data`` of events of a type is structured.

    Args:
        event_type: The type, as it stands in the events; types below it are not meant.
        into: An attrs class; cattrs structures it, and refuses keys that it does not have.
        upcasts: Functions by the version that they start from, for data that was written when the class was another.

    Raises:
        RecordError: Another class is registered for the type, a version is missing between two upcasts, or what is
            given is not a class or not a mapping of functions.
    """
    if not isinstance(into, type):
        raise RecordError(f"a {type(into).__name__} is not a class", where="into", fix="give an attrs class")
    if upcasts is not None and not (isinstance(upcasts, Mapping) and all(map(callable, upcasts.values()))):
        what = f"a {type(upcasts).__name__} does not say from which version each upcast starts"
        raise RecordError(what, where="upcasts", fix="give a dict of functions by version: {1: function}")
    given = dict(upcasts or {})
    if sorted(given) != list(range(1, len(given) + 1)):
        raise RecordError(
            f"the upcasts of {event_type} start from the versions {sorted(given)}",
            fix="give one for each version from 1 on",
        )
    payload = Payload(event_type=event_type, into=into, upcasts=given)
    if _payloads.setdefault(event_type, payload) != payload:
        raise RecordError(f'another class is registered for events of the type "{event_type}"')


def payload_of(event: Event) -> Any:
    """Give the data of an event as a value of the class registered for its type; else the JSON value itself.

    Raises:
        RecordError: The data does not fit the class; every fault is named, each with its path.
    """
    payload = _payloads.get(event.type)
    if payload is None or event.data is None:
        return event.data
    import cattrs  # noqa: PLC0415 - slow to import, and most events have no payload
    from cattrs.errors import BaseValidationError, StructureHandlerNotFoundError  # noqa: PLC0415

    where = f"data of an event of the type {event.type}"
    if not isinstance(event.data, dict):
        raise RecordError(f"it is {event.data!r}, not an object", where=where)
    data = dict(event.data)
    version = data.pop("version", 1)
    if not isinstance(version, int) or not 1 <= version <= payload.version:
        raise RecordError(
            f"its version is {version!r}; known are 1 to {payload.version}", where=where, fix="register an upcast"
        )
    for step in range(version, payload.version):
        data = _upcast(payload, step, data, where)
    try:
        return cattrs.Converter(forbid_extra_keys=True).structure(data, payload.into)
    except StructureHandlerNotFoundError as error:
        what = f"{payload.into.__name__} cannot be made of it: {error}"
        raise RecordError(what, where=where, fix="register an attrs class") from error
    except BaseValidationError as error:
        raise RecordError(
            "; ".join(cattrs.transform_error(error)), where=where, fix="correct the event's data"
        ) from error


def _upcast(payload: Payload, version: int, data: dict[str, Any], where: str) -> dict[str, Any]:
    """Turn data of one version into that of the next."""
    try:
        found = payload.upcasts[version](data)
    except Exception as error:  # a user's own code may raise anything
        what = f"the upcast from version {version} failed: {type(error).__name__}: {error}"
        raise RecordError(what, where=where, fix="mend the upcast; the log is untouched") from error
    if not isinstance(found, dict):
        what = f"the upcast from version {version} gave a {type(found).__name__}, not a dict"
        raise RecordError(what, where=where, fix="let it return a dict; the log is untouched")
    return found
