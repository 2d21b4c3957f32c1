"""What deploys, alerts and mitigations carry, and what older versions of them carried.

Law of this module: a version that was ever written is read for ever. When a class changes, the step from the version
before is added to its `upcasts`, and lines of that version are frozen in `tests/frozen/`.
"""

from __future__ import annotations

from typing import Any, Literal

import attrs

import timeline as tl


@attrs.frozen(kw_only=True)
class Deploy:
    """A change of what runs. ``share`` is the part of the traffic that it reached, from 0 to 1."""

    service: str
    release: str
    share: float = attrs.field(default=1.0, validator=[attrs.validators.ge(0), attrs.validators.le(1)])


@attrs.frozen(kw_only=True)
class Alert:
    """A signal that something is wrong. ``severity`` is 1 for the worst, 3 for what can wait."""

    service: str
    signal: str
    severity: Literal[1, 2, 3]


@attrs.frozen(kw_only=True)
class Mitigation:
    """What was done about an alert; ``worked`` is None as long as nobody can say."""

    service: str
    action: Literal["rollback", "restart", "scale", "other"]
    worked: bool | None = None


def canary_to_share(data: dict[str, Any]) -> dict[str, Any]:
    """Turn a deploy of version 1, which has a ``canary`` flag, into version 2, which has a ``share``.

    A canary of version 1 reached a twentieth of the traffic; that was the only size there was.
    """
    rest = {name: value for name, value in data.items() if name != "canary"}
    return {**rest, "share": 0.05 if data.get("canary", False) else 1.0}


DEPLOY = tl.Payload(event_type="deploy", into=Deploy, upcasts={1: canary_to_share})
ALERT = tl.Payload(event_type="alert", into=Alert)
MITIGATION = tl.Payload(event_type="mitigation", into=Mitigation)
