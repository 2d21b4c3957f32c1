"""The fold from a snapshot's events to the rows of a view, and the contract of whoever writes a view.

Law of this module: a projection is three plain functions. It is handed each event once, in the order (recorded, id); it
returns a new state and touches nothing else, so replaying a then b is replaying both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from timeline.asof.values import KnownEvent
from timeline.dates.calls import explained_when_made
from timeline.errors import TimelineError, ViewError

State = TypeVar("State")


@explained_when_made
@attrs.frozen(kw_only=True)
class Projection(Generic[State]):
    """A view's rule.

    Args:
        name: By which the view is asked for.
        start: Makes the state before the first event.
        step: Makes the next state from a state and an event that is known *yes* or *possibly*.
        finish: Makes the rows from the last state; a row is anything that the view's readers expect.
    """

    name: str
    start: Callable[[], State]
    step: Callable[[State, KnownEvent], State]
    finish: Callable[[State], Sequence[Any]]


def replay(projection: Projection[Any], events: Iterable[KnownEvent]) -> tuple[Any, ...]:
    """Fold events into the rows of a projection.

    Raises:
        ViewError: One of the projection's own functions crashed, or gave no list of rows; the message names it.
    """
    state = _guarded(projection, "start", None, projection.start)
    for event in events:
        state = _guarded(projection, "step", event, projection.step, state, event)
    rows: tuple[Any, ...] = _guarded(projection, "finish", None, _rows, projection, state)
    return rows


def _rows(projection: Projection[Any], state: Any) -> tuple[Any, ...]:
    """Make the rows from the last state; a text, a mapping or a single value is not a list of rows."""
    found = projection.finish(state)
    if not isinstance(found, Iterable) or isinstance(found, str | bytes | Mapping):
        raise ViewError(
            f"finish of the view {projection.name} gave a {type(found).__name__}, not a list of rows",
            where=f"view {projection.name}",
            fix="let it return a list; the log is untouched",
        )
    return tuple(found)


def _guarded(
    projection: Projection[Any], part: str, event: KnownEvent | None, function: Callable[..., Any], *args: Any
) -> Any:
    try:
        return function(*args)
    except TimelineError:
        raise
    except Exception as error:  # a view's own code may raise anything
        raise ViewError(
            f"{part} of the view {projection.name} failed: {type(error).__name__}: {error}",
            where=f'event {event.id[:12]} "{event.event.title}"' if event else f"view {projection.name}",
            fix="mend the view's code; the log is untouched",
        ) from error
