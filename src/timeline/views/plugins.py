"""Views of the user's own, by name.

Law of this module: they come by explicit registration or by entry point, never from a log. A log directory never causes
code to be imported or run: an entry point is looked for only when a person asks for a view by its name, and a list of
what is offered reads names alone.
"""

from __future__ import annotations

from typing import Any, Final

from timeline.dates.calls import explains
from timeline.errors import ViewError
from timeline.text.offered import Entry, Offered, entry, offered
from timeline.views.projection import Projection

OfferedView = Offered

GROUP: Final = "timeline.views"
"""The entry-point group: each name leads to a :class:`~timeline.replay.Projection`, or to a function that makes one."""

_views: dict[str, Projection[Any]] = {}


@explains
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
        ViewError: The package's code could not be loaded, or is not a projection.
    """
    if name in _views:
        return _views[name]
    found = entry(GROUP, name)
    return None if found is None else _loaded(name, found)


@explains
def offered_views() -> tuple[OfferedView, ...]:
    """List the views that installed packages offer, sorted by name; of two of one name, that which is found."""
    return offered(GROUP)


def own_views() -> tuple[str, ...]:
    """Name the views that :func:`find_view` finds, sorted: those registered, and those that packages offer."""
    return tuple(sorted({*_views, *(one.name for one in offered_views())}))


def _loaded(name: str, entry: Entry) -> Projection[Any]:
    try:
        found = entry.load()
        if not isinstance(found, Projection) and callable(found):
            found = found()
    except Exception as error:  # a package's own code may raise anything
        raise ViewError(
            f"the view {name} could not be loaded: {type(error).__name__}: {error}",
            where=entry.where,
            fix="repair or remove the package",
        ) from error
    if not isinstance(found, Projection):
        raise ViewError(
            f"the view {name} is a {type(found).__name__}, not a Projection",
            where=entry.where,
            fix="let the entry point name a timeline.Projection, or a function that makes one",
        )
    return found
