"""The view of an incident: a row for each alert, with the deploy before it and what ended it.

Law of this module: three plain functions. `step` returns a new state and touches nothing else; what needs the order of
the world, and not that of the log, waits for `finish`.
"""

from __future__ import annotations

from typing import Any

import attrs

import timeline as tl
from incident.payloads import Alert, Deploy, Mitigation


@attrs.frozen
class Told:
    """An event with its data.

    ``moment`` counts microseconds from 1970 in UTC, and is None where no moment is told. ``is_sure`` says whether the
    event was surely known by the as-of date.
    """

    title: str
    moment: int | None
    data: Deploy | Alert | Mitigation
    is_sure: bool


def start() -> tuple[Told, ...]:
    """Begin with nothing told."""
    return ()


def step(state: tuple[Told, ...], event: tl.KnownEvent) -> tuple[Told, ...]:
    """Add an event that carries one of our classes; pass over all others."""
    data = tl.payload_of(event)
    if not isinstance(data, Deploy | Alert | Mitigation):
        return state
    is_sure = event.known is tl.Answer.YES
    return (*state, Told(event.event.title, moment_of(event), data, is_sure))


def finish(state: tuple[Told, ...]) -> list[dict[str, Any]]:
    """Make a row for each alert, by time; those whose moment is not told stand last, and have no lengths."""
    alerts = [one for one in state if isinstance(one.data, Alert)]
    alerts.sort(key=lambda one: (one.moment is None, one.moment or 0, one.title))
    return [_row(alert, state) for alert in alerts]


INCIDENT = tl.Projection(name="incident", start=start, step=step, finish=finish)


def moment_of(event: tl.KnownEvent) -> int | None:
    """Give the moment at which an event happened; None for a day, a stretch of time, or no date at all."""
    if event.event.occurred is None:
        return None
    span = tl.parse_date(str(event.event.occurred)).span
    return int(span.lo) if span.lo == span.hi else None


def _row(alert: Told, state: tuple[Told, ...]) -> dict[str, Any]:
    deploy = _nearest(alert, [one for one in state if isinstance(one.data, Deploy)], before=True)
    ended = [one for one in state if isinstance(one.data, Mitigation) and one.data.worked]
    mitigation = _nearest(alert, ended, before=False)
    used = [one for one in (alert, deploy, mitigation) if one is not None]
    return {
        "service": alert.data.service,
        "alert": alert.title,
        "severity": alert.data.severity if isinstance(alert.data, Alert) else None,
        "deployed": deploy.data.release if deploy and isinstance(deploy.data, Deploy) else None,
        "share": deploy.data.share if deploy and isinstance(deploy.data, Deploy) else None,
        "minutes_from_deploy": _minutes(deploy, alert),
        "ended_by": mitigation.data.action if mitigation and isinstance(mitigation.data, Mitigation) else None,
        "minutes_to_end": _minutes(alert, mitigation),
        "answer": "yes" if all(one.is_sure for one in used) else "possibly",
    }


def _nearest(alert: Told, others: list[Told], *, before: bool) -> Told | None:
    """Find the last that happened up to an alert, or the first from then on, of the same service; None without one."""
    if alert.moment is None:
        return None
    timed = [(one.moment, one) for one in others if one.moment is not None and one.data.service == alert.data.service]
    if before:
        return max((pair for pair in timed if pair[0] <= alert.moment), key=lambda pair: pair[0], default=(0, None))[1]
    return min((pair for pair in timed if pair[0] >= alert.moment), key=lambda pair: pair[0], default=(0, None))[1]


def _minutes(earlier: Told | None, later: Told | None) -> float | None:
    """Measure from one event to another, in minutes; None where there is none to measure to."""
    if earlier is None or later is None or earlier.moment is None or later.moment is None:
        return None
    return round((later.moment - earlier.moment) / 60_000_000, 1)
