"""The slow, obvious judge: what a log says at three clocks, straight from the written definitions.

Law: this module shares nothing with the code that it judges but the values of a record and the parser of dates. Every
definition is one method, written to be read beside the text, with no thought of speed; a log of a dozen records is
what it is for. Answers are 0 (no), 1 (possibly) and 2 (yes): the weakest link is ``min``, one being enough is ``max``.
"""

from __future__ import annotations

from oracle.answers import World
from timeline.dates.values import Clock
from timeline.records.model import Fact, Record


def snapshot(records: list[Record], as_of: Clock | None, recorded_by: int | None) -> dict:
    """What was known, by the event that names each row; retracted and unknown events too, said as such."""
    return World(records, as_of, recorded_by).snapshot()


def state(
    records: list[Record],
    view_properties: tuple[str, ...],
    latest: str,
    as_of: Clock | None,
    on: Clock,
    recorded_by: int | None,
    many: tuple[str, ...] = (),
) -> list[dict]:
    """The rows of a view, in the form of ``timeline state --json``; ``many`` hold several values at once."""
    return World(records, as_of, recorded_by).state(view_properties, latest, on, many)


__all__ = ["Fact", "World", "snapshot", "state"]
