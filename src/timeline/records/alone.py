"""One event that is added by itself to an open log, decided on at once: most are.

Law of this module: what is decided here is what a batch of it would be; of anything that is not sure nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from timeline.records.catalogue import Holdings
from timeline.records.drafts import Decision, Draft

if TYPE_CHECKING:
    from timeline.records.usual import Told


def alone(holdings: Holdings, draft: Draft, prove: Callable[[Mapping[str, Any]], Told | None]) -> Decision | None:
    """Decide on one event that is proved at once, and names nothing but sources that are there.

    None of any other, and of one with a key that is in use or a fact without a value: then a batch of it is decided.
    """
    body = draft.body
    if draft.kind != "event" or draft.recorded is not None or draft.id is not None or draft.spelled is not None:
        return None
    proved = prove(body)
    if proved is None or not all(map(holdings.sources.__contains__, proved.seen.sources)):
        return None
    if body.get("key") in holdings.by_key or any("value" not in fact for fact in body.get("facts", ())):
        return None
    there = holdings.says("event", body)
    if there is not None:
        return Decision(place=0, kind="event", body=body, there=there, spelled=proved.spelled)
    return Decision(place=0, kind="event", body=body, spelled=proved.spelled, seen=proved.seen)
