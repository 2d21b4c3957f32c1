"""What a relay of a source rests on, within one event.

Law of this module: it knows reports by their source and stance alone, so that snapshots and rows ask the same rule; it
imports no attrs classes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Name = TypeVar("Name")


def relayed(reports: Iterable[tuple[str | None, str, Name]]) -> dict[str, list[Name]]:
    """Give what a relay of each source rests on: its own reports that *report* the event, else its others.

    Of each live report on one event ``reports`` has the source, the stance, and the name to give.
    """
    affirming: dict[str, list[Name]] = {}
    others: dict[str, list[Name]] = {}
    for source, stance, name in reports:
        if source:
            (affirming if stance == "reports" else others).setdefault(source, []).append(name)
    return others | affirming
